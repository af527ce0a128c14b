"""The command `export`: writes the graph and its flat tables into a folder, in the forms of other programs.

Must not know how any form is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.ask.names import LANGUAGES
from treatygraph.export.exporting import FORMS

_EPILOG = """\b
Examples:
  treatygraph export --out tables --format csv
  treatygraph export --out files --format turtle --format jsonld --format geojson
  treatygraph export --out book --format xlsx --lang zh
  treatygraph export --out files --data graph/
  treatygraph export --out everything

\b
Formats:
""" + "".join(f"  {name:<11}{form.about}\n" for name, form in FORMS.items()) + """
The same graph gives the same bytes. parquet and xlsx need treatygraph[export]; without --format, all formats are
written that are possible here."""


@click.command(epilog=_EPILOG)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write to.")
@click.option("--format", "forms", multiple=True, type=click.Choice(list(FORMS)), help="May be given several times.")
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to export instead of the built graph; may be given several times.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
              help="The language of names in tables; what has none in it is named in another, which the name says.")
def export(*, out: Path, forms: Sequence[str], data: Sequence[Path], lang: str) -> int:
    """Write the graph as RDF, tables, a database, a workbook and a map."""
    from treatygraph.commands.output import working  # noqa: PLC0415 - asking for help must not load a graph
    from treatygraph.export.content import Content  # noqa: PLC0415
    from treatygraph.export.exporting import exported  # noqa: PLC0415
    from treatygraph.graph.store import load  # noqa: PLC0415
    from treatygraph.graph.swapping import writing_into  # noqa: PLC0415

    chosen = list(dict.fromkeys(forms)) or [name for name, form in FORMS.items() if form.possible]
    with writing_into(out) as writer, working("Exporting") as progress:
        content = Content(load(list(data) or [paths.graph()], united=True), lang)
        files = exported(content, chosen, progress)
        writer.write(files)
    click.echo(f"{len(files)} file{'' if len(files) == 1 else 's'} written to {out}: {', '.join(chosen)}")
    left = [name for name in FORMS if name not in chosen] if not forms else []
    if left:
        click.echo(f"left out, for they need treatygraph[export], which is not installed: {', '.join(left)}", err=True)
    return 0
