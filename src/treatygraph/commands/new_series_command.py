"""The command `new-series`: writes a folder of rows by which the reports of another conference can be read.

Must not change the shipped tables or words; `--with FOLDER` adds the rows when a report is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.language.languages import available
from treatygraph.model import TreatyGraphError

if TYPE_CHECKING:
    from treatygraph.commands.proposed_rows import Given

_EPILOG = """\b
Examples:
  treatygraph new-series bwc-review --language en --article XII \\
    --treaty bwc --treaty-name "Convention on the Prohibition of …" --treaty-short "the Convention" \\
    --name "Review Conference of the States Parties to the Convention on the Prohibition of …" --out bwc-rows
  treatygraph audit report.txt --symbol BWC/CONF.X/9 --language en --with bwc-rows --unread

\b
  treatygraph new-series tpnw-msp --from report.pdf --treaty tpnw --out tpnw-rows

\b
The folder holds treaties.csv, series.csv and a file of words. Add rows there for what `audit --unread` lists: places,
organizations, persons (places.csv, …, with the columns you need; the key and `source` always), and wordings.
docs/new-series.md goes through it step by step.
"""

@click.command(epilog=_EPILOG)
@click.argument("slug")
@click.option("--from", "file", type=click.Path(path_type=Path), help="A report of the series: its header is read, and "
              "each row proposed with the words it rests on (proposal.csv).")
@click.option("--name", help="The series' name as reports print it, without ordinal and year; by default the "
              "report's.")
@click.option("--language", type=click.Choice(available()), help="Language of the names given, or of the report.")
@click.option("--treaty", help="Slug of the treaty (a new one, or one of the shipped table).")
@click.option("--treaty-name", help="The treaty's full name; needed for a new treaty, a further name of a known one.")
@click.option("--treaty-short", help="How reports call it once it was named, such as \"the Convention\".")
@click.option("--article", help="The article under which the conferences are convened.")
@click.option("--source", help="Where the names come from; by default the header of the report, or this command.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
def new_series(slug: str, file: Path | None, name: str | None, language: str | None, treaty: str | None,
               treaty_name: str | None, treaty_short: str | None, article: str | None, source: str | None, out: Path
               ) -> int:
    """Write the rows that reading reports of the conference series SLUG needs."""
    from treatygraph.commands.proposed_rows import Given, files_of, given_rows  # noqa: PLC0415
    from treatygraph.graph.swapping import write_whole  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    tables = shipped()
    for what in (slug, treaty or slug):
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", what):
            raise TreatyGraphError(f"'{what}' is no slug; use small letters, digits and hyphens")
    if tables.row("series", slug):
        raise TreatyGraphError(f"the shipped tables have a series '{slug}' already")
    if out.exists() and any(out.iterdir()):
        raise TreatyGraphError(f"{out} is not empty; name a new folder")
    given = Given(name, article, treaty, treaty_name, treaty_short)
    if file is not None:
        return _from_report(slug, file, language, given, source, out)
    if not (name and language and treaty):
        raise TreatyGraphError("give --name, --language and --treaty, or --from with a report of the series")
    files = files_of(given_rows(slug, language, given, tables), slug, language, source or "given to new-series")
    write_whole(out, {file: text.encode() for file, text in files.items()}, ())
    click.echo(f"{', '.join(sorted(files))} written to {out}; read a report with --with {out}")
    return 0


def _from_report(slug: str, file: Path, language: str | None, given: Given, source: str | None, out: Path) -> int:
    """Write the rows that a report's header gives, and those the caller gives, for a person to approve."""
    from treatygraph import building  # noqa: PLC0415
    from treatygraph.commands.proposed_rows import files_of, propose, with_words  # noqa: PLC0415
    from treatygraph.graph.swapping import write_whole  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    tables = shipped()
    read = building.read_source(building.source(str(file), tables, language=language), tables)
    proposals = propose(read, slug, given)
    if not any(one.table == "series" and one.column.startswith("name_") for one in proposals):
        raise TreatyGraphError(f"{file}: neither header nor title names a body; give its --name")
    for one in proposals:
        words = " ".join(read.reading.source.quote(one.span).split()) if one.span else ""
        rests = f"“{words[:100]}”" if one.span else "given"
        click.echo(f"{one.table}: {one.key}: {one.column} = {one.value}  <- {rests}")
    files = files_of(proposals, slug, read.reading.identity.language, source or f"header of {file.name}")
    files["proposal.csv"] = with_words(proposals, read)
    write_whole(out, {name: text.encode() for name, text in files.items()}, ())
    click.echo(f"proposed rows written to {out}; check them against proposal.csv, then read a report with --with {out}")
    return 0
