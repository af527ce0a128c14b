"""The command `serve`: an endpoint and pages for the built graph, for RDF files, or for a store on disk.

Must not answer a request itself.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from logging.handlers import WatchedFileHandler
from pathlib import Path
from urllib.parse import urlsplit

import click

from treatygraph import paths
from treatygraph.serve import server
from treatygraph.serve.connections import Times
from treatygraph.serve.messages import Limits
from treatygraph.serve.server import Settings, existing, files_of, on_disk, version_of_files, version_of_store

_EPILOG = """\b
Examples:
  treatygraph serve
  treatygraph serve --port 0 --verbose
  treatygraph serve --data graph/ --seconds 10 --rows 10000
  treatygraph serve --store store/ --public-url https://data.example.org/treaties

\b
Then, in another terminal:
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 5' http://127.0.0.1:8000/sparql
  curl -L -H 'Accept: text/turtle' http://127.0.0.1:8000/id/state/CZE
"""
_MEGABYTE = 1024 * 1024


@click.command(epilog=_EPILOG)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="0 takes any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True,
              help="The address to listen on; 0.0.0.0 lets other machines in.")
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to serve instead of the built graph; may be given several times.")
@click.option("--store", type=click.Path(path_type=Path), help="A store on disk to serve instead.")
@click.option("--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True,
              help="How long a query may take.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True,
              help="How many rows or triples an answer may have.")
@click.option("--request-size", type=click.IntRange(1), default=256, show_default=True, metavar="KB",
              help="How long a request may be.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, metavar="MB",
              help="How much memory one worker may take.")
@click.option("--workers", type=click.IntRange(1), default=max(2, os.cpu_count() or 2), show_default="processors",
              help="How many short queries are answered at the same time, and as many long ones behind them.")
@click.option("--queue", type=click.IntRange(0), default=1000, show_default=True,
              help="How many requests may wait for a worker.")
@click.option("--cache", type=click.IntRange(0), default=16, show_default=True, metavar="MB",
              help="Memory for answers kept; 0 keeps none.")
@click.option("--connections", type=click.IntRange(16), default=1000, show_default=True,
              help="How many connections there may be; those on which nothing is asked make way.")
@click.option("--connections-per-client", type=click.IntRange(1), default=250, show_default=True,
              help="How many of them one client may have.")
@click.option("--receive-seconds", type=click.FloatRange(0.1), default=20.0, show_default=True,
              help="How long a request may take to arrive.")
@click.option("--send-seconds", type=click.FloatRange(0.1), default=30.0, show_default=True,
              help="How long a client may take to read 128 KB of an answer.")
@click.option("--on-the-way", type=click.IntRange(1), default=512, show_default=True, metavar="MB",
              help="How much of answers may be on its way to clients; long ones lie on disk meanwhile.")
@click.option("--client-header", default="", metavar="NAME",
              help="The header by which your proxy names its client, such as X-Forwarded-For; without one the address "
                   "of the connection counts.")
@click.option("--allow-service", is_flag=True, help="Let queries ask other endpoints (SERVICE) over the network.")
@click.option("--public-url", default="", metavar="URL", help="The address that clients use, behind a proxy.")
@click.option("--metrics", is_flag=True, help="Give /metrics for Prometheus; let no proxy pass it on.")
@click.option("--access-log", type=click.Path(path_type=Path, dir_okay=False),
              help="A file to write a line into for each request, with the time.")
@click.option("--verbose", is_flag=True, help="Print a line for each request, on the error stream.")
def serve(port: int, host: str, data: Sequence[Path], store: Path | None, seconds: float, rows: int,
          request_size: int, memory: int, workers: int, queue: int, cache: int, connections: int,
          connections_per_client: int, receive_seconds: float, send_seconds: float, on_the_way: int,
          client_header: str, allow_service: bool, public_url: str, metrics: bool, access_log: Path | None,
          verbose: bool) -> int:
    """Serve a SPARQL endpoint and a page for every thing, on this machine only unless told otherwise."""
    # From the first moment on, for the temporary folder is to be removed whenever the end comes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if store and data:
        raise click.UsageError("give --store or --data, not both")
    if not host.strip():
        raise click.UsageError("--host names no address; 127.0.0.1 lets this machine in, 0.0.0.0 others too")
    if not re.fullmatch(r"[A-Za-z0-9-]*", client_header):
        raise click.UsageError("--client-header is the name of a header, such as X-Forwarded-For")
    check_public(public_url, "--public-url")
    limits = Limits(seconds=seconds, rows=rows, memory=memory, request_bytes=request_size * 1024,
                    allow_service=allow_service)
    settings = Settings(host, port, workers, queue, public_url, cache * _MEGABYTE, limits, client_header, connections,
                        connections_per_client, Times(receive_seconds, send_seconds), on_the_way * _MEGABYTE,
                        metrics)
    files = list(data) or [paths.graph()]
    opened: AbstractContextManager[Path] = existing(store) if store else on_disk(files)
    with opened as folder:
        version = version_of_store(folder) if store else version_of_files(files)
        server.serve(folder, version, settings, ready=_ready, note=_note,
                     log=_log(access_log, verbose=verbose), files={} if store else files_of(files))
    click.echo("stopped", err=True)
    return 0


class _AccessLog(WatchedFileHandler):
    """A file of lines, which says by an OSError that one could not be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - as its parent calls it
        """Let whoever logs hear of it."""
        raise  # noqa: PLE0704 - called while the fault is handled


def _log(file: Path | None, *, verbose: bool) -> Callable[[str], None] | None:
    """Return what takes a line for each request; a file that is moved away is made anew."""
    if file is None:
        return _note if verbose else None
    handler = _AccessLog(file, encoding="utf-8", errors="replace", delay=True)
    try:
        file.open("a", encoding="utf-8").close()
    except OSError as fault:
        raise click.UsageError(f"--access-log {file}: cannot be written ({fault.strerror or fault})") from None
    handler.setFormatter(logging.Formatter("%(asctime)s.%(msecs)03dZ %(message)s", "%Y-%m-%dT%H:%M:%S"))
    handler.formatter.converter = time.gmtime  # type: ignore[union-attr] # it was set just now

    def write(line: str) -> None:
        handler.emit(logging.makeLogRecord({"msg": line}))
        if verbose:
            _note(line)

    return write


def check_public(address: str, option: str) -> None:
    """Raise click.UsageError, naming the option, for what is no address of a server; an empty one is left out."""
    if not address:
        return
    if not address.startswith(("http://", "https://")):
        raise click.UsageError(f"{option} begins with http:// or https://")
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or not re.fullmatch(r"[!-~]+", address) or re.search(r"[<>\"'?#\\]", address):
        raise click.UsageError(f"{option} is an address of a server, with a path if it has one: "
                               "https://data.example.org/treaties")
    if parts.username is not None:
        raise click.UsageError(f"{option} may carry no user and password: every page would show them")


def _ready(address: str) -> None:
    click.echo(f"Serving at {address}/ (stop with Ctrl-C)\n"
               f"  endpoint  {address}/sparql\n"
               f"  a thing   {address}/id/state/CZE\n"
               f"  a graph   {address}/graph-store?graph=…\n"
               f"  try       curl --data-urlencode 'query=ASK {{}}' {address}/sparql")


def _note(line: str) -> None:
    click.echo(line, err=True)
