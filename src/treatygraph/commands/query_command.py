"""The command `query`: asks a question of the built graph, or of files given.

Must not know what any question asks.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.ask import QueryError, ask, find_question, question, questions, to_csv, to_turtle
from treatygraph.ask.interface import kind_in, said, said_rows
from treatygraph.ask.names import LANGUAGES, Names, language_of, short
from treatygraph.ask.parameters import settled
from treatygraph.ask.questions import Question
from treatygraph.ask.results import json_parts
from treatygraph.ask.tokens import names_graphs
from treatygraph.ask.unused import why_empty
from treatygraph.commands import completing
from treatygraph.graph.store import load, load_union

_MARGIN = " " * 7
_EPILOG = """\b
Examples:
  treatygraph query CQ-01
  treatygraph query CQ-01 --lang zh
  treatygraph query CQ-09 --bind state=Tchad
  treatygraph query CQ-30 --bind day=1998-07-24 --lang fr
  treatygraph query CQ-19 --bind addressee=organization/ctbto-preparatory-commission
  treatygraph query CQ-07 --format csv > counts.csv
  treatygraph query mine.rq --data graph/ --iris
  echo 'SELECT * { ?s a tg:Decision }' | treatygraph query -

\b
Names are in your locale's language, else in English; a table is as wide as the
terminal, or as COLUMNS says, or 80 columns wide.
"""


@click.command(epilog=_EPILOG)
@click.argument("asked", metavar="CQ-nn|FILE.rq|-", required=False, shell_complete=completing.questions)
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to ask instead of the built graph; may be given several times.")
@click.option("--bind", multiple=True, metavar="NAME=VALUE", shell_complete=completing.bindings,
              help="Fill a parameter: a State by code or name, a conference by name or year, a document by symbol, "
                   "a day, a language, or any thing by its IRI or path (state/ITA). --list says which there are.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "ttl"]), default="table",
              show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES),
              help="The language of names and questions; by default the locale's.")
@click.option("--rows", "most", type=click.IntRange(min=1), default=1000, show_default=True,
              help="How many rows a table shows; csv and json have them all.")
@click.option("--iris", is_flag=True, help="Show IRIs alone, without names.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for spreadsheet programs.")
@click.option("--allow-service", is_flag=True, help="Let the query ask other endpoints (SERVICE) over the network.")
@click.option("--list", "listing", is_flag=True, help="List the questions with what they ask and their parameters.")
def query(*, asked: str | None, data: Sequence[Path], bind: Sequence[str], form: str, lang: str | None, most: int,
          iris: bool, bom: bool, allow_service: bool, listing: bool) -> int:
    """Ask a competency question (CQ-01 …), a query in a file, or one from standard input (-)."""
    language = lang or language_of()
    if listing:
        _list(questions(), language)
        return 0
    if asked is None:
        raise QueryError("say what to ask: CQ-01, a file that ends in .rq, or - for standard input; --list lists all")
    if bom and form != "csv":
        raise QueryError("--bom belongs to --format csv")
    found = question(sys.stdin.read(), "standard input") if asked == "-" else find_question(asked)
    given = _bindings(bind)
    files = list(data) or [paths.graph()]
    store = load(files, united=True) if names_graphs(found.query) else load_union(files)
    settings = settled(found, given, store)
    text = found.bound(settings)
    answer = ask(store, text, federated=allow_service, united=True)
    if form in {"csv", "json"} and answer.triples is not None:
        raise QueryError(f"--format {form} needs a SELECT or ASK query; use ttl for a CONSTRUCT or DESCRIBE")
    if form == "csv":
        click.echo(to_csv(answer, bom=bom), nl=False)
    elif form == "json":
        for part in json_parts(answer):
            click.echo(part, nl=False)
        click.echo()
    elif form == "ttl":
        click.echo(to_turtle(answer), nl=False)
    else:
        from treatygraph.ask.tables import answer_text  # noqa: PLC0415 - only a table pays for the import

        names = Names(store, language)
        shown = replace(answer, rows=answer.rows[:most])
        click.echo(answer_text(found, settings, shown, names, _width(), iris=iris), nl=False)
    if answer.empty:
        click.echo(why_empty(store, text, language), err=True)
    elif form == "table" and answer.triples is None:
        rows = len(answer.rows)
        click.echo(said("more_rows", language, rows=rows, shown=most) if rows > most else said_rows(rows, language),
                   err=True)
    return 0


def _width() -> int:
    """Return how wide a table may be: COLUMNS, the terminal, or 80."""
    return shutil.get_terminal_size((80, 24)).columns


def _bindings(pairs: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise QueryError(f"--bind {pair}: write NAME=VALUE")
        values[name] = value
    return values


def _list(known: list[Question], language: str) -> None:
    from treatygraph.ask.tables import wrapped  # noqa: PLC0415 - as above

    width = _width() - len(_MARGIN)
    for item in known:
        asked = wrapped(item.asks_in(language), width)
        # The title is the file's name, so it is English: it stands where the question does not speak to the reader.
        first = asked.pop(0) if language in item.translations else item.title
        for line in (f"{item.name}  {first}", *(f"{_MARGIN}{line}" for line in asked)):
            click.echo(line)
        for name in item.parameters:
            kind = kind_in(item.kinds.get(name, "value"), language).upper().replace(" ", "-")
            default = said("default", language, value=short(item.default(name)))
            click.echo(f"{_MARGIN}--bind {name}={kind}  {default}")
