"""The command `mcp`: serves the graph to assistants as tools, on standard input and output.

Must not print: standard output belongs to the protocol.
"""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.commands.output import TerminatedError
from treatygraph.mcp.ending import signals_as_end_of_input
from treatygraph.model import TreatyGraphError

_EPILOG = """\b
Examples:
  treatygraph mcp
  treatygraph mcp --data graph/ --seconds 5

\b
An assistant starts it; in its settings, for example:
  {"mcpServers": {"treatygraph": {"command": "treatygraph", "args": ["mcp"]}}}

\b
Tools: search, questions, ask, sparql, thing, explain, status, read. It needs
treatygraph[mcp], reads only, and opens no port."""


@click.command(epilog=_EPILOG)
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to serve instead of the built graph; may be given several times.")
@click.option("--seconds", type=click.FloatRange(0.1), default=10.0, show_default=True,
              help="How long a query may take.")
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True,
              help="How many rows or triples a query may find.")
@click.option("--memory", type=click.IntRange(64), default=512, show_default=True, metavar="MB",
              help="How much memory a query may take.")
def mcp(*, data: Sequence[Path], seconds: float, rows: int, memory: int) -> int:
    """Serve the graph to assistants as tools, by the Model Context Protocol on standard input and output."""
    from treatygraph.serve.messages import Limits  # noqa: PLC0415 - asking for help must not load a graph

    try:
        from treatygraph.mcp.server import server  # noqa: PLC0415 - as above
    except ModuleNotFoundError as fault:
        if (fault.name or "").partition(".")[0] not in {"mcp", "mcp_types", "pydantic"}:
            raise
        raise TreatyGraphError("this command needs the SDK of the protocol; install treatygraph[mcp]") from None

    limits = Limits(seconds=seconds, rows=rows, memory=memory, answer_bytes=16 * 1024 * 1024)
    serving = server(list(data) or [paths.graph()], limits)
    with signals_as_end_of_input() as came:
        serving.run("stdio")
    if signal.SIGTERM in came:
        raise TerminatedError
    if came:
        raise KeyboardInterrupt
    return 0
