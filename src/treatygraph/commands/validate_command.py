"""The command `validate`: runs the shapes over graphs and shows the results.

Must not decide what is well-formed; the shapes do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.model import Severity
from treatygraph.reason.validate import ValidationReport
from treatygraph.reason.validate import validate as run

_EPILOG = """\b
Examples:
  treatygraph validate                    the built graph
  treatygraph validate graph/             a folder that `treatygraph build --out` wrote
  treatygraph validate mine.ttl --alone   one file, without the reference tables beside it
  treatygraph validate --format json --strict
"""


@click.command(epilog=_EPILOG)
@click.argument("targets", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json", "ttl"]), default="table", show_default=True)
@click.option("--strict", is_flag=True, help="Let Warnings count: exit 1 where there is one.")
@click.option("--alone", is_flag=True, help="Do not put the reference tables beside single files.")
def validate(targets: Sequence[Path], form: str, strict: bool, alone: bool) -> int:
    """Validate the built graph, or the RDF files and folders given."""
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.graph.store import graph_files, load, triples  # noqa: PLC0415
    from treatygraph.tables import COLUMNS  # noqa: PLC0415

    given = list(targets) or [paths.graph()]
    beside: list[Path] = []
    if not alone and not any(path.is_dir() for path in given):
        beside = [path for path in graph_files(paths.graph()) if path.stem in COLUMNS]
    with working("Validating"):
        report = run([triples(load([*given, *beside]))])
    if form == "json":
        click.echo(json.dumps([asdict(result) for result in report.results], ensure_ascii=False, indent=1))
    elif form == "ttl":
        click.echo(report.turtle, nl=False)
    else:
        show(report)
    return exit_code(report, strict)


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
