"""Reads requests to the reconciliation service, and has them answered once the index of words is there.

Must not match a name: workers do.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from treatygraph.ask.names import LANGUAGES
from treatygraph.reconcile import manifest
from treatygraph.reconcile.properties import entity_iri
from treatygraph.serve import asked, formats
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.page_parts import local_path
from treatygraph.serve.protocol import Receive, Scope, body_of, header, parameters, root_of
from treatygraph.serve.rendering import release
from treatygraph.serve.searching import Searching

BASE = "/reconcile"
_READING = ("GET", "HEAD", "OPTIONS")
_ASKING = ("GET", "HEAD", "POST", "OPTIONS")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_MOST_PROPERTIES, _FURTHEST = 1000, 1000
_SUGGESTED = ("entity", "property", "type")
Answer = Callable[[Scope, Receive, Job], Awaitable[Reply]]
Handler = Callable[[Scope, Receive], Awaitable[Reply]]


class Reconciling:
    """The addresses of the reconciliation service: one for the reader's language, and one for each language."""

    def __init__(self, searching: Searching, limits: Limits, receive_seconds: float, public: str,
                 answer: Answer) -> None:
        self._searching = searching
        self._limits = limits
        self._receive_seconds = receive_seconds
        self._public = public
        self._answer = answer

    def routes(self) -> list[tuple[str, Handler, tuple[str, ...]]]:
        """Return paths with what answers them and the methods allowed."""
        found: list[tuple[str, Handler, tuple[str, ...]]] = []
        for base in (BASE, *(f"{BASE}/{language}" for language in LANGUAGES)):
            found += [(base, self._service, _ASKING), (f"{base}/", self._service, _ASKING),
                      (f"{base}/properties", self._proposed, _READING), (f"{base}/preview", self._preview, _READING),
                      (f"{base}/view", self._view, _READING)]
            found += [(f"{base}/suggest/{what}", self._suggest, _READING) for what in _SUGGESTED]
        return found

    def _language(self, scope: Scope) -> str:
        """Return the language of names: that in the path, else the reader's."""
        second = scope["path"].split("/")[2:3]
        return second[0] if second and second[0] in LANGUAGES else asked.preferred(
            header(scope, b"accept-language"), LANGUAGES)

    def _job(self, scope: Scope, kind: str, **values: str) -> Job:
        return Job("reconcile", iri=kind, values=values, language=self._language(scope), accept=_JSON,
                   root=root_of(scope, self._public),
                   gzip=formats.accepts_gzip(header(scope, b"accept-encoding")))

    async def _ask(self, scope: Scope, receive: Receive, job: Job) -> Reply:
        await self._searching.ready()
        return await self._answer(scope, receive, job)

    async def _service(self, scope: Scope, receive: Receive) -> Reply:
        """Give the manifest, or answer a batch of queries or a request for values."""
        fields = dict(parameters(scope, self._limits.request_bytes))
        if scope["method"] == "POST":
            kind = header(scope, b"content-type").partition(";")[0].strip().lower()
            if kind != _FORM:
                raise RefusedError(415, f"send 'queries' or 'extend' in {_FORM}; the type of this request is "
                                        f"{kind or 'not given'}")
            body = await body_of(scope, receive, self._limits.request_bytes, self._receive_seconds)
            fields |= _form(body)
        wanted = [name for name in ("queries", "extend") if fields.get(name)]
        if len(wanted) > 1:
            raise RefusedError(400, "send either 'queries' or 'extend'")
        if wanted:
            job = self._job(scope, wanted[0], request=fields[wanted[0]])
            return await self._ask(scope, receive, job)
        if scope["method"] == "POST":
            raise RefusedError(400, "there is neither 'queries' nor 'extend' in the form")
        return self._manifest(scope)

    def _manifest(self, scope: Scope) -> Reply:
        # Whoever reads it is about to ask.
        self._searching.expect()
        root, language = root_of(scope, self._public), self._language(scope)
        base = root + "/".join(scope["path"].rstrip("/").split("/")[:3])
        body = json.dumps(manifest(base, root, release(), language), ensure_ascii=False).encode() + b"\n"
        return Reply(200, _JSON, body, {"vary": "Accept-Language", "cache-control": "no-cache"})

    async def _suggest(self, scope: Scope, receive: Receive) -> Reply:
        fields = dict(parameters(scope, self._limits.request_bytes))
        cursor = _number(fields.get("cursor", ""), "cursor", _FURTHEST) or 0
        job = self._job(scope, "suggest", what=scope["path"].rpartition("/")[2], prefix=fields.get("prefix", ""),
                        cursor=str(cursor), type=fields.get("type", ""))
        return await self._ask(scope, receive, job)

    async def _proposed(self, scope: Scope, receive: Receive) -> Reply:
        fields = dict(parameters(scope, self._limits.request_bytes))
        limit = _number(fields.get("limit", ""), "limit", _MOST_PROPERTIES)
        job = self._job(scope, "properties", type=fields.get("type", ""), limit="" if limit is None else str(limit))
        return await self._ask(scope, receive, job)

    async def _preview(self, scope: Scope, receive: Receive) -> Reply:
        return await self._ask(scope, receive, self._job(scope, "preview", id=self._identifier(scope)))

    async def _view(self, scope: Scope, _receive: Receive) -> Reply:
        """Lead to the page of an entity, whose identifier comes encoded as one piece."""
        path = local_path(entity_iri(self._identifier(scope)), "")
        if not path.startswith("/"):
            raise RefusedError(404, "this is the identifier of nothing here")
        location = urlsplit(root_of(scope, self._public)).path + path
        return Reply(303, "text/plain; charset=utf-8", f"see {location}\n".encode(), {"location": location})

    def _identifier(self, scope: Scope) -> str:
        found = dict(parameters(scope, self._limits.request_bytes)).get("id", "")
        if not found:
            raise RefusedError(400, "give the identifier of an entity as 'id'")
        return found


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict",
                              max_num_fields=_MOST_FIELDS))
    except UnicodeDecodeError:
        raise RefusedError(400, "the form is not UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"the form has more than {_MOST_FIELDS} fields") from None


def _number(given: str, name: str, most: int) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 9) or int(given) > most:
        raise RefusedError(400, f"{name}={given[:20]}: write a number from 0 to {most}")
    return int(given)
