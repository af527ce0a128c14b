"""The command `explain`: says where a thing or a triple comes from.

Must not look anything up itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.commands import completing

_EPILOG = """\b
Examples:
  treatygraph explain state/CZE
  treatygraph explain conference/ctbt-art-xiv-2021/office/President/ITA
  treatygraph explain conference/ctbt-art-xiv-2021/office/President/ITA tg:holder state/ITA
  treatygraph explain state/ITA tg:hasOfficeAt conference/ctbt-art-xiv-2021
  treatygraph explain treaty/ctbt/action/ITA/Ratification dcterms:date --format json

\b
A thing is a full IRI, a path below https://w3id.org/treatygraph/id/ or a prefixed name (tg:President).
A value may also be a literal, with or without its quotes, language or type.

\b
Exit codes:
  0  explained      1  no graph holds the triple      2  no graph knows the thing
"""


@click.command(epilog=_EPILOG)
@click.argument("subject", shell_complete=completing.things)
@click.argument("predicate", required=False)
@click.argument("value", metavar="[OBJECT]", required=False)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder or file of RDF to look in instead of the built graph; may be given several times.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(
    *, subject: str, predicate: str | None, value: str | None, data: Sequence[Path], form: str
) -> int:
    """Say where SUBJECT, or what is said of it with PREDICATE and OBJECT, comes from.

    The rule that read it and the words it was read from, the table row it stands in, or what it follows from.
    """
    from treatygraph.explain import Explainer, NotInGraphError, as_json, as_text  # noqa: PLC0415
    from treatygraph.graph.store import load  # noqa: PLC0415
    from treatygraph.reason.derivations import derivations  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    explainer = Explainer(load(list(data) or [paths.graph()]), shipped(), derivations)
    try:
        found = explainer.explain(subject, predicate, value)
    except NotInGraphError as fault:
        click.echo(f"treatygraph: {fault}", err=True)
        return 1
    if form == "json":
        click.echo(as_json(found))
        return 0
    from rich.console import Console  # noqa: PLC0415 - only a text pays for the import

    Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=not sys.stdout.isatty()).print(
        as_text(found), end=""
    )
    return 0
