"""The command `conformance`: runs the published checks and prints one table.

Must not run a check itself, nor decide what explains a finding.
"""

from __future__ import annotations

import json
import sys

import click

_EPILOG = """\b
Examples:
  treatygraph conformance
  treatygraph conformance --json > conformance.json
  treatygraph conformance --endpoint http://127.0.0.1:8000
  treatygraph conformance --found         with every term that a check names

\b
A check that needs what is not installed is "not run" and says what is missing. Exit code 0: nothing is open;
1: a check found what no note in ontology/decisions/ explains.
"""


@click.command(epilog=_EPILOG)
@click.option("--endpoint", default="", metavar="URL", help="Ask this server instead of starting one.")
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
@click.option("--found", is_flag=True, help="Print what each check found, explained or open.")
def conformance(endpoint: str, as_json: bool, found: bool) -> int:
    """Hold ontology, shapes and graph against FOOPS!, OOPS!, OWL 2, SHACL and three parsers for each format."""
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.conformance.table import Result, is_open, records  # noqa: PLC0415
    from treatygraph.conformance.table import conformance as run  # noqa: PLC0415

    with working("Checking") as progress:
        rows = run(endpoint, progress)
    if as_json:
        click.echo(json.dumps(records(rows), ensure_ascii=False, indent=1))
        return int(is_open(rows))
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    table = Table(show_edge=False, pad_edge=False)
    for column in ("source", "check", "title", "result", "why"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row.check.source, row.check.id, row.check.title, row.result.value, row.why)
    console.print(table)
    for row in rows:
        if row.result is Result.FAIL or (found and row.found):
            click.echo(f"\n{row.check.id} {row.check.title}: {row.result.value}")
            for each in row.found:
                click.echo(f"  {each.focus}  {each.detail}")
    numbers = {result: sum(row.result is result for row in rows) for result in Result}
    click.echo("\n" + ", ".join(f"{number} {result.value}" for result, number in numbers.items()))
    return int(is_open(rows))
