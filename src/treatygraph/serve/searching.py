"""Reads requests to search, and has them answered once the index of words is there.

Must not search: workers do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from treatygraph.serve import asked, formats
from treatygraph.serve.indexing import Indexing
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.protocol import Receive, Scope, header, parameters, root_of
from treatygraph.serve.rendering import environment

FACETS = ("kind", "conference", "state", "year", "in")
"""The parameters that leave a part of what is found."""
MOST = 100
_USUAL = 20
_FURTHEST = 1000
_READING = ("GET", "HEAD", "OPTIONS")
_CALLED = {"json": "application/json", "csv": "text/csv", "html": "text/html"}
_DESCRIPTION = "application/opensearchdescription+xml"
Answer = Callable[[Scope, Receive, Job], Awaitable[Reply]]
Handler = Callable[[Scope, Receive], Awaitable[Reply]]


class Searching:
    """The addresses under which a server is searched."""

    def __init__(self, indexing: Indexing, limits: Limits, public: str, answer: Answer) -> None:
        self._indexing = indexing
        self._limits = limits
        self._public = public
        self._answer = answer

    def routes(self) -> list[tuple[str, Handler, tuple[str, ...]]]:
        """Return paths with what answers them and the methods allowed."""
        return [("/search", self._search, _READING), ("/search/suggest", self._suggest, _READING),
                ("/opensearch.xml", self._description, _READING)]

    def expect(self) -> None:
        """Have the index made, for somebody has come who may search."""
        self._indexing.begin()

    async def ready(self) -> None:
        """Wait for the index; raise RefusedError 503 where there is none."""
        await self._indexing.ready(self._limits.seconds)

    async def _search(self, scope: Scope, receive: Receive) -> Reply:
        job = search_job(scope, parameters(scope, self._limits.request_bytes), root_of(scope, self._public))
        await self.ready()
        return await self._answer(scope, receive, job)

    async def _suggest(self, scope: Scope, receive: Receive) -> Reply:
        fields = dict(parameters(scope, self._limits.request_bytes))
        job = Job("suggest", query=fields.get("q", ""), root=root_of(scope, self._public), accept="application/json",
                  language=asked.reader_language(fields.get("lang", ""), header(scope, b"accept-language")),
                  values={"kind": fields.get("kind", "")})
        await self.ready()
        return await self._answer(scope, receive, job)

    async def _description(self, scope: Scope, _receive: Receive) -> Reply:
        """Describe the search to browsers and other searching programs (OpenSearch 1.1)."""
        root = root_of(scope, self._public)
        body = environment().get_template("opensearch.xml").render(root=root, icon=f"{root}/favicon.svg",
                                                                   name=urlsplit(root).netloc)
        return Reply(200, _DESCRIPTION, body.encode(), {"cache-control": "max-age=86400"})


def search_job(scope: Scope, fields: list[tuple[str, str]], root: str) -> Job:
    """Read a request to search; raise RefusedError 400 for a number or a format that is none."""
    given = dict(fields)
    accept = header(scope, b"accept")
    if form := given.get("format", ""):
        if form not in _CALLED:
            raise RefusedError(400, f"there is no format '{form[:40]}'; there is {', '.join(_CALLED)}")
        accept = _CALLED[form]
    values = {name: "\n".join(value for key, value in fields if key == name and value) for name in FACETS}
    values["limit"] = str(_number(given.get("limit", ""), "limit", _USUAL, 1, MOST))
    values["offset"] = str(_number(given.get("offset", ""), "offset", 0, 0, _FURTHEST))
    return Job("search", query=given.get("q", ""), accept=accept, root=root, values=values,
               gzip=formats.accepts_gzip(header(scope, b"accept-encoding")),
               language=asked.reader_language(given.get("lang", ""), header(scope, b"accept-language")))


def _number(given: str, name: str, usual: int, least: int, most: int) -> int:
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and len(given) < 9) or not least <= int(given) <= most:
        raise RefusedError(400, f"{name}={given[:20]}: write a number from {least} to {most}")
    return int(given)
