"""The command `audit`: accounts for every sentence of a report, in the terminal, as JSON or as a page.

Must not read or count anything itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.language.languages import available
from treatygraph.model import TreatyGraphError

if TYPE_CHECKING:
    from treatygraph.audit.accounting import Audit
    from treatygraph.building import Source
    from treatygraph.tables import Tables

_EPILOG = """\b
Examples:
  treatygraph audit                           the shipped report: what read each sentence, and what was found
  treatygraph audit --unread                  only what no rule reads
  treatygraph audit --kept                    what stands in quoted words only, so that no fact holds it
  treatygraph audit --why 48                  the clauses of line 48, their frames, and where reading stopped
  treatygraph audit --html audit.html         a page to read, with every fact at its words
  treatygraph audit report.txt --symbol CTBT-Art.XIV/2023/6 --language zh --strict
  treatygraph audit --format json | jq '.texts[].totals'

\b
Piped into a file or another program, the table becomes plain lines that begin with file:line:column.

\b
Exit codes:
  0  done      1  with --strict: words are unread, or a finding is a Warning or worse
"""


@click.command(epilog=_EPILOG)
@click.argument("text", required=False, type=click.Path(path_type=Path))
@click.option("--symbol", help="The symbol of TEXT, such as CTBT-Art.XIV/2023/6.")
@click.option("--language", help=f"The language of TEXT: {', '.join(available())}.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the account as a self-contained page, instead of the table.",
)
@click.option("--unread", is_flag=True, help="In the table, leave out the units whose every word is read.")
@click.option("--kept", is_flag=True,
              help="List the names, numbers, dates and references that only quoted words hold.")
@click.option("--why", type=click.IntRange(min=1), metavar="LINE",
              help="Show how far the sentences that stand on a line were understood.")
@click.option("--with", "more", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder with further rows of tables and patterns, as `new-series` makes it.")
@click.option(
    "--strict", is_flag=True, help="Exit 1 where words are unread or a finding is a Warning or worse."
)
def audit(
    *,
    text: Path | None,
    symbol: str | None,
    language: str | None,
    form: str,
    html: Path | None,
    unread: bool,
    kept: bool,
    why: int | None,
    more: tuple[Path, ...],
    strict: bool,
) -> int:
    """Account for every sentence, heading, title, header line and table cell of TEXT.

    Each is read by rules, declared free of facts with a reason, or unread; and each name, number, date, reference,
    verb and negation in them is in a fact, kept in words that a record quotes, or unread. Without TEXT, the shipped
    reports are accounted for.
    """
    from treatygraph.audit.accounting import audit as account_for  # noqa: PLC0415
    from treatygraph.building import read_source  # noqa: PLC0415
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    tables = shipped(more)
    sources = _sources(text, symbol, language, tables)
    if html is not None and len(sources) > 1:
        raise TreatyGraphError("a page holds one text; name the text, with --symbol and --language")
    with working("Reading") as progress:
        reports = []
        for source in sources:
            progress(source.file.name)
            reports.append(read_source(source, tables))
    if why is not None:
        from treatygraph.audit.why import why_at  # noqa: PLC0415

        click.echo("".join(why_at(report, why) for report in reports), nl=False)
        return 0
    accounts = [account_for(report) for report in reports]
    if html is not None:
        from treatygraph.audit.page import write_audit_page  # noqa: PLC0415

        write_audit_page(reports[0], html)
    _show(accounts, form, html, unread, kept)
    return int(strict and not all(account.flawless for account in accounts))


def _sources(text: Path | None, symbol: str | None, language: str | None, tables: Tables) -> list[Source]:
    """Return the texts to account for; a shipped text may be named without its symbol and language."""
    from treatygraph.building import shipped_sources, source  # noqa: PLC0415

    known = shipped_sources(tables)
    if text is None:
        if given := symbol or language:
            raise TreatyGraphError(f"'{given}' belongs to a text; name the text to account for")
        return known
    if symbol is None and language is None:
        same = [source for source in known if text.exists() and source.file.samefile(text)]
        if same:
            return same
    return [source(str(text), tables, symbol, language)]


def _show(accounts: Sequence[Audit], form: str, html: Path | None, only_unread: bool, kept: bool) -> None:
    from treatygraph.audit.renderings import (  # noqa: PLC0415
        as_json,
        as_plain,
        as_table,
        kept_as_plain,
        totals,
    )

    if form == "json":
        click.echo(as_json(accounts), nl=False)
        return
    for account in accounts:
        if kept:
            click.echo(kept_as_plain(account), nl=False)
        elif html is not None:
            click.echo("\n".join([*totals(account), f"Written to {html}"]))
        elif sys.stdout.isatty():
            from rich.console import Console  # noqa: PLC0415 - only a terminal pays for the import

            Console(highlight=False, markup=False).print(as_table(account, only_unread=only_unread))
        else:
            click.echo(as_plain(account, only_unread=only_unread), nl=False)
