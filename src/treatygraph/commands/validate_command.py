"""The command `validate`: runs the shapes over graphs and shows the results.

Must not decide what is well-formed; the shapes do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph import paths
from treatygraph.model import Severity
from treatygraph.reason.validate import ValidationReport
from treatygraph.reason.validate import validate as run

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

_EPILOG = """\b
Examples:
  treatygraph validate                    the built graph
  treatygraph validate graph/             a folder that `treatygraph build --out` wrote
  treatygraph validate mine.ttl --alone   one file, without the reference tables beside it
  treatygraph validate graph/ --texts .   compare every quotation with report.txt, of which report.ttl was read
  treatygraph validate --format json --strict
"""


@click.command(epilog=_EPILOG)
@click.argument("targets", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json", "ttl"]), default="table", show_default=True)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True,
              help="Language of the messages.")
@click.option("--strict", is_flag=True, help="Let Warnings count: exit 1 where there is one.")
@click.option("--alone", is_flag=True, help="Do not put the reference tables beside single files.")
@click.option("--texts", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder with the texts that graphs were read from, each named as its graph: report.txt for "
              "report.ttl. Those beside the graphs, and the shipped ones, are found without.")
def validate(targets: Sequence[Path], form: str, language: str, strict: bool, alone: bool,
             texts: Sequence[Path]) -> int:
    """Validate the built graph, or the RDF files and folders given.

    Where the text that a graph was read from is at hand, each quotation is compared with it; where graphs stand with
    their description, they are counted again.
    """
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.graph.store import graph_files, load, triples  # noqa: PLC0415
    from treatygraph.tables import COLUMNS  # noqa: PLC0415

    given = list(targets) or [paths.graph()]
    beside: list[Path] = []
    if not alone and not any(path.is_dir() for path in given):
        beside = [path for path in graph_files(paths.graph()) if path.stem in COLUMNS]
    with working("Validating"):
        store = load([*given, *beside])
        files = [file for path in given for file in (graph_files(path) if path.is_dir() else [path])]
        report = run([triples(store)], beside=_measured(store, files, texts), language=language)
    if form == "json":
        click.echo(json.dumps([asdict(result) for result in report.results], ensure_ascii=False, indent=1))
    elif form == "ttl":
        click.echo(report.turtle, nl=False)
    else:
        show(report)
    return exit_code(report, strict)


def _measured(store: Store, files: Sequence[Path], folders: Sequence[Path]) -> list[frozenset[Triple]]:
    """Measure what the graphs are compared with: the texts they were read from, and how much they hold."""
    from pyoxigraph import NamedNode, Triple  # noqa: PLC0415

    from treatygraph.convert.conversion import open_text  # noqa: PLC0415
    from treatygraph.graph.store import DATASET, graph_iri  # noqa: PLC0415
    from treatygraph.reason.measured import StoredText, recounted, stored_words  # noqa: PLC0415
    from treatygraph.vocab import TYPE, tg  # noqa: PLC0415

    graphs = {file.stem: {Triple(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(
        None, None, None, NamedNode(graph_iri(file.stem)))} for file in files}
    type_, version = NamedNode(TYPE), NamedNode(tg("Expression"))
    texts: dict[str, StoredText] = {}
    for file in files:
        versions = [t.subject for t in graphs[file.stem] if t.predicate == type_ and t.object == version]
        stored = _text_of(file, folders)
        if len(versions) == 1 and stored and isinstance(versions[0], NamedNode):
            source = open_text(stored).source
            texts[versions[0].value] = StoredText(source.text, source.sha256)
    described: dict[str, set[Triple]] = {graph_iri(stem): graph for stem, graph in graphs.items() if stem != DATASET}
    return [stored_words(set().union(*graphs.values()), texts), recounted(described, graphs.get(DATASET, set()))]


def _text_of(graph: Path, folders: Sequence[Path]) -> Path | None:
    """Find the text that a graph was read from: it is named as the graph, or report.pdf.txt if it was converted."""
    shipped = [paths.sources()] if graph.parent.resolve() == paths.graph().resolve() else []
    for folder in (*folders, graph.parent, *shipped):
        found = [folder / f"{graph.stem}.txt", *sorted(folder.glob(f"{escape(graph.stem)}.*.txt"))]
        if existing := [path for path in found if path.is_file()]:
            return existing[0]
    return None


def exit_code(report: ValidationReport, strict: bool) -> int:
    """Return 1 for Violations, and with `strict` for Warnings too; else 0."""
    return int(not report.conforms or (strict and report.count(Severity.WARNING) > 0))


def show(report: ValidationReport) -> None:
    """Print results as a table, and their numbers by severity."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    if report.results:
        table = Table(show_edge=False, pad_edge=False)
        for column in ("severity", "shape", "focus node", "message"):
            table.add_column(column, overflow="fold")
        for result in report.results:
            table.add_row(result.severity, result.shape, result.focus.removeprefix("https://w3id.org/treatygraph/id/"),
                          result.message)
        Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False).print(table)
    numbers = ", ".join(f"{report.count(severity)} {severity}" for severity in Severity)
    click.echo(f"{'conforms' if report.conforms else 'does not conform'}: {numbers}")
