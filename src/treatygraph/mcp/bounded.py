"""Asks queries of a worker process that may take only so long, find only so much, and use only so much memory.

Must not word a query. The process begins with the first query.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from treatygraph.ask import Answer, QueryError, is_update
from treatygraph.dataset.places import with_prefixes
from treatygraph.graph.serialize import sort_key
from treatygraph.serve.bodies import Room
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.pool import Pool, Sizes
from treatygraph.serve.processes import Served
from treatygraph.serve.server import on_disk

_ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9"
_WAITING = 100
_CLIENT = "assistant"


class Bounded:
    """Some RDF files, asked one query after another within limits."""

    def __init__(self, data: Sequence[Path], limits: Limits) -> None:
        self._data, self._limits = data, limits
        self._held = ExitStack()
        self._pool: Pool | None = None

    async def ask(self, query: str, seconds: float | None = None) -> Answer:
        """Return what a query finds, within so many seconds; the project's prefixes need not be declared.

        Raises QueryError for an update and for a faulty query, and where an answer takes longer, is larger or needs
        more memory than the limits allow; the message says which.
        """
        if is_update(query):
            raise QueryError("this is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
        pool = await self._begun()
        job = Job("query", accept=_ACCEPTED, root="http://127.0.0.1", query=with_prefixes(query))
        try:
            async with asyncio.timeout(seconds):
                reply = await pool.answer(job, _CLIENT)
        except RefusedError as refused:
            raise QueryError(refused.message) from None
        except TimeoutError:
            raise QueryError(f"the query took longer than {seconds:g} seconds and was stopped; ask for less, or give "
                             "it longer") from None
        body = await _whole(reply)
        if reply.status != 200:
            raise QueryError(body.decode(errors="replace").strip())
        if reply.media_type.startswith("application/n-triples"):
            return Answer((), (), tuple(sorted({q.triple for q in parse(body, format=RdfFormat.N_TRIPLES)},
                                               key=sort_key)))
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return Answer(("answer",), ((Literal(bool(found)),),))
        assert isinstance(found, QuerySolutions)
        variables = tuple(variable.value for variable in found.variables)
        return Answer(variables, tuple(tuple(solution) for solution in found))

    async def _begun(self) -> Pool:
        if self._pool is None:
            store = self._held.enter_context(on_disk(self._data))
            served = Served(store, self._limits, True, store.parent / "index")
            pool = Pool(served, Sizes(0, 0, 1, _WAITING), lambda _: None, Room(self._limits.answer_bytes))
            await pool.start()
            self._pool = pool
        return self._pool

    async def close(self) -> None:
        """End the process and remove its files."""
        try:
            if self._pool is not None:
                await self._pool.close()
        finally:
            self._held.close()


async def _whole(reply: Reply) -> bytes:
    if reply.held is None:
        return reply.body
    try:
        return b"".join([piece async for piece in reply.held.pieces()])
    finally:
        reply.held.close()
