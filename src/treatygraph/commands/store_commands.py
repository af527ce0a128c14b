"""The commands `load`, `unload` and `diff`: write our graphs to a triple store, remove them, compare.

Must not speak to a store itself.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from treatygraph import iris, paths
from treatygraph.commands.output import TerminatedError
from treatygraph.commands.terminal import unguarded
from treatygraph.model import Iri, TreatyGraphError, visible
from treatygraph.stores.answer import LARGEST, MEGABYTE
from treatygraph.stores.kinds import KINDS, Call, open_target
from treatygraph.stores.loading import Outcome, Progress, Report, compare
from treatygraph.stores.loading import load as load_graphs
from treatygraph.stores.loading import unload as unload_graphs
from treatygraph.stores.session import Access
from treatygraph.stores.target import written

if TYPE_CHECKING:
    from rich.table import Table

_PASSWORD, _TOKEN = "TREATYGRAPH_PASSWORD", "TREATYGRAPH_TOKEN"
_INTERRUPTED, _TERMINATED = 130, 143
_SHOWN = 3
_WHERE = """\b
The store is a directory (embedded store, or Jena's TDB2) or the address of a server, which is asked what it is.
The password is taken from the environment variable TREATYGRAPH_PASSWORD, from --password-file, or asked for;
a bearer token from TREATYGRAPH_TOKEN or --token-file.
"""
_LOAD = f"""\b
Examples:
  treatygraph load store/                            the embedded store, in a directory
  treatygraph load http://localhost:7878             an Oxigraph server
  treatygraph load http://localhost:8890 --user dba  Virtuoso
  treatygraph load tdb/ --kind tdb2                  Jena TDB2
  treatygraph load http://localhost:3030/ds --kind fuseki --data graph/ --prune

{_WHERE}
\b
Exit codes: 0 the store holds every graph; 1 it does not, and the table says which; 2 it could not be used at all.
"""
_UNLOAD = f"""\b
Examples:
  treatygraph unload http://localhost:7878
  treatygraph unload store/ --graph https://w3id.org/treatygraph/graph/inferred

{_WHERE}"""
_DIFF = f"""\b
Examples:
  treatygraph diff http://localhost:7878
  treatygraph diff store/ --data graph/ --json

{_WHERE}
\b
Exit codes: 0 the same; 1 different; 2 the store cannot be read.
"""


def _call_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how a store is called, and hand them to it as one Call."""
    options = [
        click.option("--kind", type=click.Choice(KINDS), help="What the store is, instead of asking it."),
        click.option("--query", metavar="URL", help="Where it takes queries, if elsewhere than usual."),
        click.option("--update", metavar="URL", help="Write by SPARQL Update, here; needs --query too."),
        click.option("--graph-store", metavar="URL", help="Write by the Graph Store HTTP Protocol, here."),
        click.option("--user", help="Who signs in (Basic or Digest, as the store asks)."),
        click.option("--password-file", type=click.Path(path_type=Path), help="A file with the password in line 1."),
        click.option("--token-file", type=click.Path(path_type=Path), help="A file with a bearer token in line 1."),
        click.option("--timeout", type=click.FloatRange(0, 1_000_000, min_open=True), default=300.0, show_default=True,
                     metavar="SECONDS", help="How long a request may take, until its answer is there as a whole."),
        click.option("--max-answer", type=click.IntRange(min=1), default=LARGEST // MEGABYTE, show_default=True,
                     metavar="MB", help="How large an answer of the store may be."),
        click.option("--attempts", type=click.IntRange(min=1), default=4, show_default=True,
                     help="How often a request is tried where trying again can help."),
        click.option("--batch", type=click.IntRange(min=1), default=1000, show_default=True, metavar="TRIPLES",
                     help="Triples in one SPARQL Update; larger graphs grow aside and are moved into place."),
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
    ]

    @functools.wraps(command)
    def called(place: str, kind: str | None, query: str | None, update: str | None, graph_store: str | None,
               user: str | None, password_file: Path | None, token_file: Path | None, timeout: float,
               max_answer: int, attempts: int, batch: int, **rest: Any) -> int:
        access = _access(user, password_file, token_file)
        call = Call(place, kind, query, update, graph_store, access, timeout, attempts, batch=batch,
                    largest=max_answer * MEGABYTE)
        try:
            result: int = command(call=call, **rest)
        except (KeyboardInterrupt, TerminatedError) as ended:
            told = isinstance(ended, TerminatedError)
            what, code = ("terminated", _TERMINATED) if told else ("interrupted", _INTERRUPTED)
            click.echo(f"treatygraph: {what}; run the same command again: it looks at what the store holds and does "
                       "only what is missing", err=True)
            return code
        return result

    for option in reversed(options):
        called = option(called)
    return click.argument("place", metavar="URL|DIR")(called)


def _access(user: str | None, password_file: Path | None, token_file: Path | None) -> Access:
    token = (_first_line(token_file) if token_file else os.environ.get(_TOKEN, "")).strip() or None
    if token and not (token.isascii() and token.isprintable()):
        raise TreatyGraphError(f"the token holds signs that no request may carry; look at {token_file or _TOKEN}")
    if not user:
        if password_file:
            raise TreatyGraphError("--password-file needs --user NAME")
        return Access(token=token)
    password = _first_line(password_file) if password_file else os.environ.get(_PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise TreatyGraphError(f"no password for user '{user}': set {_PASSWORD}, or give --password-file")
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return Access(user, password, token)


def _first_line(path: Path) -> str:
    try:
        return (path.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as fault:
        raise TreatyGraphError(f"{path}: cannot be read ({getattr(fault, 'strerror', None) or fault})") from None


_data = click.option("--data", multiple=True, type=click.Path(path_type=Path),
                     help="A folder or file of RDF instead of the built graph; may be given several times.")


@click.command(epilog=_LOAD)
@_call_options
@_data
@click.option("--prune", is_flag=True, help="Remove graphs of ours that are not in the data any more.")
def load(call: Call, data: Sequence[Path], prune: bool, as_json: bool) -> int:
    """Make a triple store hold the built graph, one named graph per source and table, and check that it does."""
    from treatygraph.stores.content import local_graphs  # noqa: PLC0415 - imports the RDF library

    graphs = local_graphs(list(data) or [paths.graph()])
    with open_target(call) as target, _bar() as progress:
        report = load_graphs(target, graphs, progress, prune=prune)
    _show(report, as_json)
    if not as_json:
        if report.extra:
            click.echo(f"also there, of ours, and not in this data: {', '.join(map(_short, report.extra))} "
                       "(--prune removes them)")
        sent = sum(row.outcome is Outcome.SENT for row in report.rows)
        triples = sum(row.here or 0 for row in report.rows)
        if report.well:
            click.echo(f"{report.place} ({report.kind}) holds all {len(report.rows)} graphs, {triples} triples; "
                       f"{sent or 'nothing'} sent")
        else:
            _complain(report, "run the same command again: it looks at what the store holds and sends only what "
                              "differs")
    return int(not report.well)


@click.command(epilog=_UNLOAD)
@_call_options
@click.option("--graph", "names", multiple=True, metavar="IRI",
              help="Remove only this graph; may be given several times.")
def unload(call: Call, names: Sequence[str], as_json: bool) -> int:
    """Remove our graphs, or those named, from a triple store; everything else stays."""
    for name in names:
        written(Iri(name))
    with open_target(call, create=False) as target, _bar() as progress:
        report = unload_graphs(target, [Iri(name) for name in names] or None, progress)
    _show(report, as_json)
    if not as_json:
        if report.well:
            gone = sum(row.outcome is Outcome.REMOVED for row in report.rows)
            click.echo(f"{gone or 'no'} graph{'' if gone == 1 else 's'} removed from {report.place} ({report.kind})")
        else:
            _complain(report, "run the same command again to remove the rest")
    return int(not report.well)


@click.command(epilog=_DIFF)
@_call_options
@_data
def diff(call: Call, data: Sequence[Path], as_json: bool) -> int:
    """Compare a triple store with the built graph, graph by graph, and write nothing."""
    from treatygraph.stores.content import local_graphs  # noqa: PLC0415

    graphs = local_graphs(list(data) or [paths.graph()])
    with open_target(call, create=False) as target, _bar() as progress:
        report = compare(target, graphs, progress)
    _show(report, as_json)
    if not as_json:
        for row in report.rows:
            _show_lines(row.graph, row.missing, row.surplus)
        unlike = sum(row.outcome is not Outcome.SAME for row in report.rows)
        click.echo(f"{report.place} ({report.kind}): " + ("no difference" if report.well else
                   f"{unlike} of {len(report.rows)} graphs differ"))
    return int(not report.well)


def _complain(report: Report, next_step: str) -> None:
    for row in report.rows:
        _show_lines(row.graph, row.missing, row.surplus)
    half = [row.graph for row in report.rows if row.outcome is Outcome.HALF]
    fault = report.fault or "the store gives back something else than it was sent"
    broken = f"; half-loaded: {', '.join(half)}" if half else ""
    click.echo(visible(f"treatygraph: {fault}{broken}; {next_step}"), err=True)


def _show_lines(graph: str, missing: Sequence[str], surplus: Sequence[str]) -> None:
    if not missing and not surplus:
        return
    click.echo(f"{_short(graph)}: + only here, − only in the store")
    for sign, lines in (("+", missing), ("−", surplus)):
        for line in lines[:_SHOWN]:
            click.echo(f"  {sign} {visible(line)}")
        if len(lines) > _SHOWN:
            click.echo(f"  {sign} … and {len(lines) - _SHOWN} more")


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_record(report), ensure_ascii=False, indent=1))
        return
    from rich.console import Console  # noqa: PLC0415 - only a table pays for the import

    Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False).print(_table(report))
    if report.note:
        click.echo(report.note)


def _table(report: Report) -> Table:
    from rich.table import Table  # noqa: PLC0415

    table = Table(show_edge=False, pad_edge=False)
    for heading in ("graph", "here", "there", "hash here", "hash there", "outcome"):
        table.add_column(heading, justify="right" if heading in {"here", "there"} else "left", overflow="fold")
    for row in report.rows:
        table.add_row(_short(row.graph), _number(row.here), _number(row.there), (row.hash_here or "")[:12],
                      (row.hash_there or "")[:12], row.words)
    return table


def _number(value: int | None) -> str:
    return "?" if value is None else str(value)


def _short(graph: str) -> str:
    return visible(graph.removeprefix(iris.GRAPH))


def _record(report: Report) -> dict[str, Any]:
    return {
        "store": report.place, "kind": report.kind, "well": report.well, "fault": report.fault, "note": report.note,
        "extra": report.extra,
        "graphs": [{
            "graph": row.graph, "outcome": row.outcome.value, "here": row.here, "there": row.there,
            "before": row.before, "hashHere": row.hash_here, "hashThere": row.hash_there,
            "missing": list(row.missing), "surplus": list(row.surplus),
        } for row in report.rows],
    }


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show on the error stream of a terminal how many graphs of a step are done."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
             console=Console(file=unguarded(sys.stderr)), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=of)
            bar.update(tasks[step], completed=done, total=of)

        yield progress
