"""The command `serve`: an endpoint and pages for the built graph, for RDF files, or for a store on disk.

Must not answer a request itself.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import click

from treatygraph import paths
from treatygraph.serve import server
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
              help="How many queries are answered at the same time.")
@click.option("--queue", type=click.IntRange(0), default=100, show_default=True,
              help="How many requests may wait for a worker.")
@click.option("--cache", type=click.IntRange(0), default=16, show_default=True, metavar="MB",
              help="Memory for answers kept; 0 keeps none.")
@click.option("--allow-service", is_flag=True, help="Let queries ask other endpoints (SERVICE) over the network.")
@click.option("--public-url", default="", metavar="URL", help="The address that clients use, behind a proxy.")
@click.option("--verbose", is_flag=True, help="Print a line for each request, on the error stream.")
def serve(port: int, host: str, data: Sequence[Path], store: Path | None, seconds: float, rows: int,
          request_size: int, memory: int, workers: int, queue: int, cache: int, allow_service: bool,
          public_url: str, verbose: bool) -> int:
    """Serve a SPARQL endpoint and a page for every thing, on this machine only unless told otherwise."""
    # From the first moment on, for the temporary folder is to be removed whenever the end comes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if store and data:
        raise click.UsageError("give --store or --data, not both")
    if not host.strip():
        raise click.UsageError("--host names no address; 127.0.0.1 lets this machine in, 0.0.0.0 others too")
    _check_public(public_url)
    limits = Limits(seconds=seconds, rows=rows, memory=memory, request_bytes=request_size * 1024,
                    allow_service=allow_service)
    settings = Settings(host, port, workers, queue, public_url, cache * _MEGABYTE, limits)
    files = list(data) or [paths.graph()]
    opened: AbstractContextManager[Path] = existing(store) if store else on_disk(files)
    with opened as folder:
        version = version_of_store(folder) if store else version_of_files(files)
        server.serve(folder, version, settings, ready=_ready, note=_note,
                     log=_note if verbose else None, files={} if store else files_of(files))
    click.echo("stopped", err=True)
    return 0


def _check_public(address: str) -> None:
    if not address:
        return
    if not address.startswith(("http://", "https://")):
        raise click.UsageError("--public-url begins with http:// or https://")
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or not re.fullmatch(r"[!-~]+", address) or re.search(r"[<>\"'?#\\]", address):
        raise click.UsageError("--public-url is an address of a server, with a path if it has one: "
                               "https://data.example.org/treaties")
    if parts.username is not None:
        raise click.UsageError("--public-url may carry no user and password: every page would show them")


def _ready(address: str) -> None:
    click.echo(f"Serving at {address}/ (stop with Ctrl-C)\n"
               f"  endpoint  {address}/sparql\n"
               f"  a thing   {address}/id/state/CZE\n"
               f"  a graph   {address}/graph-store?graph=…\n"
               f"  try       curl --data-urlencode 'query=ASK {{}}' {address}/sparql")


def _note(line: str) -> None:
    click.echo(line, err=True)
