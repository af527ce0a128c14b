"""Serves the tools over the Model Context Protocol, by its official SDK, on standard input and output.

Must not be imported where the SDK may be missing: it is an extra.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import wraps
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from treatygraph import __version__
from treatygraph.mcp.tools import Tools
from treatygraph.model import TreatyGraphError
from treatygraph.serve.messages import Limits

_INSTRUCTIONS = (
    "A knowledge graph of treaty conferences: who took part, presided, spoke and decided, which documents and measures "
    "were adopted, which State stands where towards a treaty. Begin with `questions` or `search`; every answer has its "
    "evidence: quoted words, rules, sources. What the graph does not state is left out, and never to be guessed; "
    "`explain` says where a thing or a statement comes from. Things are named by IRIs or paths such as state/KEN.")
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server(data: Sequence[Path], limits: Limits) -> MCPServer[Tools]:
    """Return a server of the tools over RDF files and folders.

    Raises TreatyGraphError where one of them cannot be read.
    """
    tools = Tools(data, limits)

    @asynccontextmanager
    async def lifespan(_server: MCPServer[Tools]) -> AsyncIterator[Tools]:
        try:
            yield tools
        finally:
            await tools.close()

    serving = MCPServer("treatygraph", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING",
                        lifespan=lifespan)
    for tool in (tools.search, tools.questions, tools.ask, tools.sparql, tools.thing, tools.explain, tools.status,
                 tools.read):
        serving.add_tool(_told(tool), name=tool.__name__, annotations=_READS)
    return serving


def _told(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Let what cannot be asked be told to the assistant in one line, as every command tells it."""
    if iscoroutinefunction(tool):
        @wraps(tool)
        async def waiting(*args: Any, **kwargs: Any) -> Any:
            try:
                answer: Awaitable[Any] = tool(*args, **kwargs)
                return await answer
            except TreatyGraphError as fault:
                raise ToolError(str(fault)) from None
        return waiting

    @wraps(tool)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        try:
            return tool(*args, **kwargs)
        except TreatyGraphError as fault:
            raise ToolError(str(fault)) from None
    return at_once
