"""The command `query`: asks a question of the built graph, or of files given.

Must not know what any question asks.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import iris, paths
from treatygraph.ask import (
    Answer,
    QueryError,
    Question,
    ask,
    find_question,
    plain,
    question,
    questions,
    to_csv,
    to_json,
    to_turtle,
)
from treatygraph.ask.tokens import names_graphs
from treatygraph.graph.store import load, load_union
from treatygraph.vocab import PREFIXES

_EPILOG = """\b
Examples:
  treatygraph query CQ-01
  treatygraph query CQ-19 --bind addressee=organization/ctbto-preparatory-commission
  treatygraph query CQ-07 --format csv > counts.csv
  treatygraph query mine.rq --data graph/
  echo 'SELECT * { ?s a tg:Decision }' | treatygraph query -
"""


@click.command(epilog=_EPILOG)
@click.argument("asked", metavar="CQ-nn|FILE.rq|-", required=False)
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to ask instead of the built graph; may be given several times.")
@click.option("--bind", multiple=True, metavar="NAME=VALUE",
              help="Fill a parameter: an IRI, a path such as state/ITA, a prefixed name, or a literal.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "ttl"]), default="table",
              show_default=True)
@click.option("--allow-service", is_flag=True, help="Let the query ask other endpoints (SERVICE) over the network.")
@click.option("--list", "listing", is_flag=True, help="List the questions with what they ask and their parameters.")
def query(asked: str | None, data: Sequence[Path], bind: Sequence[str], form: str, allow_service: bool,
          listing: bool) -> int:
    """Ask a competency question (CQ-01 …), a query in a file, or one from standard input (-)."""
    if listing:
        _list(questions())
        return 0
    if asked is None:
        raise QueryError("say what to ask: CQ-01, a file that ends in .rq, or - for standard input; --list lists all")
    found = question(sys.stdin.read(), "standard input") if asked == "-" else find_question(asked)
    text = found.bound(_bindings(bind))
    files = list(data) or [paths.graph()]
    store = load(files, united=True) if names_graphs(text) else load_union(files)
    answer = ask(store, text, federated=allow_service, united=True)
    if form == "csv":
        click.echo(to_csv(answer), nl=False)
    elif form == "json":
        click.echo(to_json(answer))
    elif form == "ttl" or answer.triples is not None:
        click.echo(to_turtle(answer), nl=False)
    else:
        _table(answer, found)
    return 0


def _bindings(pairs: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise QueryError(f"--bind {pair}: write NAME=VALUE")
        values[name] = value
    return values


def _short(text: str) -> str:
    """Show our own IRIs without the base, and terms with their prefix."""
    if text.startswith(iris.ID):
        return text.removeprefix(iris.ID)
    for name, base in PREFIXES.items():
        if text.startswith(base):
            return f"{name}:{text.removeprefix(base)}"
    return text


def _table(answer: Answer, found: Question) -> None:
    from rich.console import Console  # noqa: PLC0415 - only a table pays for the import
    from rich.table import Table  # noqa: PLC0415

    if found.asks:
        click.echo(f"{found.asks}\n")
    table = Table(show_edge=False, pad_edge=False)
    for variable in answer.variables:
        table.add_column(variable, overflow="fold")
    for row in answer.rows:
        table.add_row(*(_short(plain(term)) for term in row))
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    console.print(table)
    rows = len(answer.rows)
    click.echo(f"{rows} row{'' if rows == 1 else 's'}", err=True)


def _list(known: list[Question]) -> None:
    for item in known:
        click.echo(f"{item.name}  {item.title}")
        click.echo(f"       {item.asks}")
        for name, default in item.parameters.items():
            click.echo(f"       --bind {name}=…  (default {default})")
