"""Asks the server's own application for pages, within this process and without a network.

Must not write a page itself, nor change one.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from pyoxigraph import Store

from treatygraph.serve import formats
from treatygraph.serve.answers import Answers
from treatygraph.serve.indexing import Indexing
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.page_parts import KEPT
from treatygraph.serve.pages import refusal_page
from treatygraph.serve.pool import Pool
from treatygraph.serve.protocol import iri_of
from treatygraph.serve.search_page import search_page
from treatygraph.serve.searching import FACETS
from treatygraph.serve.site import Pools, Site

_HERE = ("127.0.0.1", 0)
# The addresses that are IRIs of ours once the server's own is put before them.
_THINGS = ("/id/", "/dataset", "/catalog", "/graph/")


@dataclass(frozen=True)
class Given:
    """What the application answers: the status, the media type and the bytes."""

    status: int
    media_type: str
    body: bytes


class Asked:
    """The application over one store, whose pages stand still; `root` is the address that they are to have."""

    def __init__(self, store: Store, root: str, files: Mapping[str, Path]) -> None:
        limits = Limits()
        self.root = root
        self._answers = Answers(store, limits, united=True)
        self._answers.warm_up()
        self._known: dict[str, bool] = {}
        pool = cast(Pool, _Here(self._answers))
        site = Site(Pools(pool, pool, pool), limits, "still", public=root, files=files,
                    indexing=cast(Indexing, _NoIndex()))
        self._application = site.application()

    async def get(self, address: str, language: str) -> Given:
        """Return what is at an address, its path percent-encoded, for who reads a language."""
        at = urlsplit(address)
        if at.path == "/search":
            return Given(200, formats.HTML.media_type, self._search(language))
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": at.path, "raw_path": at.path.encode("ascii"), "root_path": "", "server": _HERE, "client": _HERE,
            "query_string": at.query.encode("ascii"),
            "headers": [(b"host", b"localhost"), (b"accept", b"text/html"), (b"cookie", f"lang={language}".encode())]}
        sent: list[MutableMapping[str, Any]] = []

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await self._application(scope, _nothing_more, send)
        kinds = dict(sent[0]["headers"]).get(b"content-type", b"").decode("ascii")
        return Given(sent[0]["status"], kinds.partition(";")[0], b"".join(one.get("body", b"") for one in sent[1:]))

    def elsewhere(self, address: str) -> str:
        """Return the IRI of a thing of which nothing is said here, by its address; nothing where there is a page."""
        path = urlsplit(address).path
        if not path.startswith(_THINGS):
            return ""
        iri = iri_of(path.encode("ascii"))[0]
        if iri not in self._known:
            self._known[iri] = self._answers.things.known(iri)
        return "" if self._known[iri] else quote(iri, safe=KEPT)

    def _search(self, language: str) -> bytes:
        """Return the page of a search that a script in the browser does."""
        job = Job("search", root=self.root, language=language, interface=language, address="/search", still=True,
                  values={**dict.fromkeys(FACETS, ""), "offset": "0", "limit": "20"})
        return search_page(job, self._answers.things if language == "en" else
                           self._answers.things.in_language(language), None)

    def missing(self, language: str, message: str) -> bytes:
        """Return the page of an address at which nothing is."""
        return refusal_page(Job("fault", root=self.root, interface=language, address="/404", still=True), 404, message)


class _Here:
    """In the place of the server's worker processes: answers at once, in this one."""

    ready = True

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def answer(self, job: Job, _client: str) -> Reply:
        """Answer a job, its page standing still."""
        try:
            return self._answers.answer(replace(job, still=True))
        except RefusedError as refused:
            return refused.reply()


class _NoIndex:
    """In the place of the server's index of words, which pages that stand still do not use."""

    def begin(self) -> None:
        """Make nothing."""


async def _nothing_more() -> MutableMapping[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}
