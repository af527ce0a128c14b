"""The command `new-series`: writes a folder of rows by which the reports of another conference can be read.

Must not change the shipped tables or patterns; `--with FOLDER` adds the rows when a report is read.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import click

from treatygraph.language.languages import available
from treatygraph.model import TreatyGraphError

_EPILOG = """\b
Examples:
  treatygraph new-series bwc-review --language en --article XII \\
    --treaty bwc --treaty-name "Convention on the Prohibition of …" --treaty-short "the Convention" \\
    --name "Review Conference of the States Parties to the Convention on the Prohibition of …" --out bwc-rows
  treatygraph audit report.txt --symbol BWC/CONF.X/9 --language en --with bwc-rows --unread

\b
  treatygraph new-series tpnw-msp --from report.pdf --treaty tpnw --out tpnw-rows

\b
The folder holds treaties.csv, series.csv and a pattern file. Add rows there for what `audit --unread` lists: places,
organizations, persons (places.csv, …, with the columns you need; the key and `source` always), and wordings.
docs/new-series.md goes through it step by step.
"""

_PATTERNS = """# Wordings of the conferences of {name}, added to those of patterns/{code}.toml.
# docs/patterns.md tells the language of wordings; `treatygraph audit --unread` lists the sentences none of them reads.

[language]
code = "{code}"

# Offices that the reports name and the shipped file does not: words = "term of the ontology".
[lexicon.office]

# A wording of a rule, for example of who took part:
# [[rules.PAR-01]]
# sentence = "…: {{participants:states}}"
# capacity = "StateParty"
"""


@click.command(epilog=_EPILOG)
@click.argument("slug")
@click.option("--from", "file", type=click.Path(path_type=Path), help="A report of the series: its header is read, and "
              "each row proposed with the words it rests on (proposal.csv).")
@click.option("--name", help="The series' name as reports print it, without ordinal and year.")
@click.option("--language", type=click.Choice(available()), help="Language of the names given, or of the report.")
@click.option("--treaty", help="Slug of the treaty (a new one, or one of the shipped table).")
@click.option("--treaty-name", help="The treaty's full name; needed for a new treaty.")
@click.option("--treaty-short", help="How reports call it once it was named, such as \"the Convention\".")
@click.option("--article", default="", help="The article under which the conferences are convened.")
@click.option("--source", default="given to new-series", show_default=True, help="Where the names come from.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
def new_series(slug: str, file: Path | None, name: str | None, language: str | None, treaty: str | None,
               treaty_name: str | None, treaty_short: str | None, article: str, source: str, out: Path) -> int:
    """Write the rows that reading reports of the conference series SLUG needs."""
    from treatygraph.graph.serialize import write_whole  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    tables = shipped()
    for what in (slug, treaty or slug):
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", what):
            raise TreatyGraphError(f"'{what}' is no slug; use small letters, digits and hyphens")
    if tables.row("series", slug):
        raise TreatyGraphError(f"the shipped tables have a series '{slug}' already")
    if out.exists() and any(out.iterdir()):
        raise TreatyGraphError(f"{out} is not empty; name a new folder")
    if file is not None:
        return _from_report(slug, file, language, treaty, out)
    if not (name and language and treaty):
        raise TreatyGraphError("give --name, --language and --treaty, or --from with a report of the series")
    known = tables.row("treaties", treaty) is not None
    if not known and not treaty_name:
        raise TreatyGraphError(f"the shipped tables have no treaty '{treaty}'; give its name with --treaty-name")
    files = {"series.csv": _table({"slug": slug, "treaty": treaty, "article": article, f"name_{language}": name,
                                   "source": source}),
             f"{language}.toml": _PATTERNS.format(name=slug, code=language)}
    if not known:
        files["treaties.csv"] = _table({"slug": treaty, f"name_{language}": treaty_name or "",
                                        f"short_{language}": treaty_short or "", "source": source})
    write_whole(out, {file: text.encode() for file, text in files.items()}, ())
    click.echo(f"{', '.join(sorted(files))} written to {out}; read a report with --with {out}")
    return 0


def _from_report(slug: str, file: Path, language: str | None, treaty: str | None, out: Path) -> int:
    """Write the rows that a report's header gives, for a person to approve."""
    from treatygraph.build import read_source, source  # noqa: PLC0415
    from treatygraph.commands.proposed_rows import files_of, propose  # noqa: PLC0415
    from treatygraph.graph.serialize import write_whole  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    tables = shipped()
    read = read_source(source(str(file), tables, language=language), tables)
    proposals = propose(read, slug, treaty)
    if not any(one.column.startswith("name_") for one in proposals):
        raise TreatyGraphError(f"{file}: neither header nor title names a body; give --name, --language and --treaty")
    for one in proposals:
        words = " ".join(read.reading.source.quote(one.span).split())
        click.echo(f"{one.table}: {one.key}: {one.column} = {one.value}  <- “{words[:100]}”")
    write_whole(out, {name: text.encode() for name, text in files_of(proposals, read, file).items()}, ())
    click.echo(f"proposed rows written to {out}; check them against proposal.csv, then read a report with --with {out}")
    return 0


def _table(row: dict[str, str]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return written.getvalue()
