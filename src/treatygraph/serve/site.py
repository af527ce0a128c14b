"""The web application: routes each request, has it answered by a worker, and puts the answer into HTTP.

Must not evaluate a query or read the store: workers do.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from treatygraph import paths
from treatygraph.serve import assets, editing, formats, pages
from treatygraph.serve.browsing import LISTS
from treatygraph.serve.clients import client_behind, client_key
from treatygraph.serve.formats import Format
from treatygraph.serve.indexing import Indexing
from treatygraph.serve.kept import Answered
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.metrics import MEDIA_TYPE, Metrics
from treatygraph.serve.page_parts import local_path
from treatygraph.serve.pool import Pool
from treatygraph.serve.protocol import (
    Receive,
    Scope,
    accepted,
    body_of,
    graph_job,
    header,
    iri_of,
    parameters,
    query_job,
    question_job,
    root_of,
    several,
)
from treatygraph.serve.reader import cookie, reader_of, theme_chosen, without
from treatygraph.serve.reconciling import Reconciling
from treatygraph.serve.routing import Endpoint, Handler, Paths
from treatygraph.serve.searching import Searching
from treatygraph.serve.sending import Send, Watch, give_back, respond
from treatygraph.serve.wording import one_line, without_secrets

Log = Callable[[str], None]
_READING = ("GET", "HEAD", "OPTIONS")
_ASKING = ("GET", "HEAD", "POST", "OPTIONS")
_VARY = "Accept, Accept-Encoding, Accept-Language, Cookie"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Answers that differ from one time to the next.
_FLEETING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|SERVICE", re.I)
# Forms and jobs that are written in the reader's language, the jobs whatever is accepted.
_FOR_PEOPLE = (formats.HTML, formats.XLSX)
_READ = {"home", "list", "editor"}
# What names a part of a page that is too long for one, and what a page is about: a treaty, a day, what is assumed.
_PARTS = {"subject", "part", "on", "treaty", "assume", "deposit"}
_FILES = "/data/graph/"
_MAPPINGS = "/ontology/alignments.sssom.tsv"
_CLIENT = "treatygraph.client"
_ASKED = "treatygraph.asked"
_HEALTHY, _READY = "/-/healthy", "/-/ready"


@dataclass(frozen=True)
class Pools:
    """The workers for queries, for pages and documents, and for whole graphs."""

    queries: Pool
    pages: Pool
    graphs: Pool

    @property
    def named(self) -> dict[str, Pool]:
        """Each of them by its name."""
        return {"queries": self.queries, "pages": self.pages, "graphs": self.graphs}

    @property
    def all(self) -> tuple[Pool, ...]:
        """Each of them."""
        return tuple(self.named.values())


class Site:
    """Answers requests for one store, whose `version` changes whenever its content does.

    Queries have workers of their own, and so have pages and whole graphs: each is answered while all workers for the
    others are busy.
    """

    def __init__(self, pools: Pools, limits: Limits, version: str, *, public: str = "",
                 room: int = 0, log: Log | None = None, tell: Log | None = None,
                 files: Mapping[str, Path] | None = None, client_header: str = "",
                 receive_seconds: float = 20.0, indexing: Indexing,
                 metrics: Metrics | None = None) -> None:
        self._pools = pools
        self._limits = limits
        self._version = version
        self._public = public
        self._answered = Answered(room)
        self._log = log
        self._tell = tell or (lambda _line: None)
        self._files = files or {}
        self._client_header = client_header.lower().encode("ascii")
        self._receive_seconds = receive_seconds
        self._metrics = metrics
        on_pages = partial(self._negotiated, pool=pools.pages)
        self._searching = Searching(indexing, limits, public, on_pages)
        self._reconciling = Reconciling(self._searching, limits, receive_seconds, public, on_pages)

    def application(self) -> Starlette:
        """Return the ASGI application."""
        routes = [Route(path, Endpoint(self, self._sparql, _ASKING)) for path in ("/sparql", "/sparql/")]
        routes += [Route(path, Endpoint(self, self._graph_store, _READING))
                   for path in ("/graph-store", "/graph-store/")]
        routes.append(Route("/.well-known/void", Endpoint(self, self._well_known, _READING)))
        routes.append(Route(_MAPPINGS, Endpoint(self, self._mappings, _READING)))
        routes.append(Route(f"{_FILES}{{name}}", Endpoint(self, self._file, _READING)))
        routes += [Route(path, Endpoint(self, self._question, _READING))
                   for path in ("/questions", "/questions/", "/questions/{name}")]
        routes += [Route(path, Endpoint(self, self._health, _READING)) for path in (_HEALTHY, _READY)]
        if self._metrics:
            routes.append(Route("/metrics", Endpoint(self, self._measured, _READING)))
        routes += [Route(path, Endpoint(self, self._asset, _READING))
                   for path in (f"{assets.PATH}{{name}}", assets.ICON)]
        routes.append(Route(editing.ADDRESS, Endpoint(self, self._editor, _READING)))
        routes.append(Route("/robots.txt", Endpoint(self, self._robots, _READING)))
        routes.append(Route("/sitemap.xml", Endpoint(self, self._sitemap, _READING)))
        routes += [Route(f"/{name}", Endpoint(self, self._list, _READING)) for name in LISTS]
        routes += [Route(path, Endpoint(self, handle, methods)) for path, handle, methods in
                   (*self._searching.routes(), *self._reconciling.routes())]
        routes.append(Route("/", Endpoint(self, self._home, _READING)))
        cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=list(_ASKING), allow_headers=["*"],
                          expose_headers=["ETag", "Link", "Content-Location"], max_age=86400)
        application = Starlette(routes=routes, middleware=[Middleware(Paths), cors])
        # It would send to an absolute address made from whatever Host a client gave.
        application.router.redirect_slashes = False
        # Not a route: a route's pattern passes over a path with a line end in it.
        application.router.default = Endpoint(self, self._dereference, _READING)
        return application

    # ---- what is asked

    async def _sparql(self, scope: Scope, receive: Receive) -> Reply:
        fields = parameters(scope, self._limits.request_bytes)
        body = b""
        if scope["method"] == "POST":
            body = await body_of(scope, receive, self._limits.request_bytes, self._receive_seconds)
        job = query_job(scope, fields, body, root_of(scope, self._public))
        scope[_ASKED] = job.query
        if job.kind == "service":
            return await self._negotiated(scope, receive, job, self._pools.pages)
        if _FLEETING.search(job.query):
            reply = await self._work(scope, receive, job, self._pools.queries)
            return _with(reply, {"vary": _VARY, "cache-control": "no-store"})
        return await self._negotiated(scope, receive, job, self._pools.queries)

    async def _graph_store(self, scope: Scope, receive: Receive) -> Reply:
        job = graph_job(scope, parameters(scope, self._limits.request_bytes), root_of(scope, self._public))
        return await self._negotiated(scope, receive, job, self._pools.graphs)

    async def _question(self, scope: Scope, receive: Receive) -> Reply:
        """Give the answer to a question, in the language of whoever reads it."""
        name = unquote(scope["path"]).removeprefix("/questions").strip("/")
        job = question_job(scope, parameters(scope, self._limits.request_bytes), name, root_of(scope, self._public))
        reply = await self._negotiated(scope, receive, job, self._pools.queries)
        return _with(reply, {"content-language": job.language})

    async def _home(self, scope: Scope, receive: Receive) -> Reply:
        self._searching.expect()
        return await self._negotiated(scope, receive, self._job(scope, "home"), self._pools.pages)

    async def _list(self, scope: Scope, receive: Receive) -> Reply:
        job = self._job(scope, "list", scope["path"].strip("/"))
        return await self._negotiated(scope, receive, job, self._pools.pages)

    async def _asset(self, scope: Scope, _receive: Receive) -> Reply:
        """Give a file that pages load."""
        found = assets.given(scope["path"], packed=formats.accepts_gzip(header(scope, b"accept-encoding")))
        if found is None:
            raise RefusedError(404, f"pages load no file '{one_line(scope['path'], 80)}'")
        return found

    async def _editor(self, scope: Scope, receive: Receive) -> Reply:
        """Tell the query editor what it completes and offers."""
        return await self._negotiated(scope, receive, self._job(scope, "editor"), self._pools.pages)

    async def _robots(self, scope: Scope, _receive: Receive) -> Reply:
        """Tell crawlers what is worth their while."""
        return assets.robots(root_of(scope, self._public))

    async def _sitemap(self, scope: Scope, receive: Receive) -> Reply:
        return await self._negotiated(scope, receive, self._job(scope, "sitemap"), self._pools.pages)

    async def _well_known(self, scope: Scope, _receive: Receive) -> Reply:
        """Lead to the description of the dataset (VoID, section 7.2)."""
        return self._see_other(scope, "/dataset", None)

    async def _health(self, scope: Scope, _receive: Receive) -> Reply:
        """Tell whether the server answers at all, and whether every kind of request has a living worker."""
        missing = [name for name, pool in self._pools.named.items() if not pool.ready]
        if scope["path"] == _READY and missing:
            raise RefusedError(503, f"not ready: no worker for {', '.join(missing)}, or the server is stopping",
                               {"cache-control": "no-store"})
        return Reply(200, formats.PLAIN.media_type, b"ok\n", {"cache-control": "no-store"})

    async def _measured(self, _scope: Scope, _receive: Receive) -> Reply:
        """Give what is counted, to Prometheus."""
        assert self._metrics
        return Reply(200, MEDIA_TYPE, self._metrics.written(), {"cache-control": "no-store"})

    async def _mappings(self, _scope: Scope, _receive: Receive) -> Reply:
        """Give the mapping set at the address that it has for an id (SSSOM)."""
        body = await asyncio.to_thread((paths.ontology() / _MAPPINGS.rpartition("/")[2]).read_bytes)
        return Reply(200, formats.TSV.media_type, body, {"cache-control": "no-cache"})

    async def _file(self, scope: Scope, _receive: Receive) -> Reply:
        """Give a file of the graph folder as it lies there, so that its published checksum holds."""
        name = unquote(scope["path"]).removeprefix(_FILES)
        path = self._files.get(name)
        form = formats.SUFFIXES.get(name.rpartition(".")[2])
        if path is None or form is None:
            raise RefusedError(404, f"there is no file '{one_line(name, 80)}' here; each graph is at its own address "
                                    "and at /graph-store?graph=IRI")
        try:
            body = await asyncio.to_thread(path.read_bytes)
        except OSError as fault:
            raise RefusedError(500, f"the file '{name}' cannot be read ({fault.strerror or fault})") from None
        tag = hashlib.blake2b(body, digest_size=16).hexdigest()
        headers = {"etag": f'"{tag}"', "cache-control": "no-cache"}
        if tag in _tags(header(scope, b"if-none-match")):
            return Reply(304, "", b"", headers)
        return Reply(200, form.media_type, body, headers)

    async def _dereference(self, scope: Scope, receive: Receive) -> Reply:
        """Answer for an IRI of ours: a thing is elsewhere described (303), a document is given (200)."""
        raw: bytes = scope["raw_path"]
        if b"%23" in raw:
            # Clients do not send fragments; one that was encoded belongs to the client again.
            return self._see_other(scope, raw.decode("latin-1").replace("%23", "#", 1), None)
        iri, form = iri_of(raw)
        job = self._job(scope, "describe", iri)
        fields = parameters(scope, self._limits.request_bytes)
        job = replace(job, accept=accepted(scope, fields))
        if form is None and formats.choose(job.accept, formats.DOCUMENTS) is None:
            raise RefusedError(406, f"nothing here is of a type you accept ({job.accept}); there is "
                                    f"{formats.listed(formats.DOCUMENTS)}")
        if form is None and raw.startswith(b"/id/"):
            give_back(await self._work(scope, receive, replace(job, kind="known"), self._pools.pages))
            chosen = formats.choose(job.accept, formats.DOCUMENTS)
            assert chosen
            spoken = f"?lang={quote(dict(fields)['lang'])}" if dict(fields).get("lang") else ""
            return self._see_other(scope, f"{local_path(iri, '')}.{chosen[0].suffix}{spoken}", iri)
        if form is not None:
            job = replace(job, accept=form.media_type)
        pool = self._pools.graphs if raw.startswith(b"/graph/") else self._pools.pages
        reply = await self._negotiated(scope, receive, job, pool)
        return _with(reply, self._links(iri, job.root, form or formats.choose(job.accept, formats.DOCUMENTS)))

    def _see_other(self, scope: Scope, path: str, iri: str | None) -> Reply:
        location = urlsplit(root_of(scope, self._public)).path + path
        headers = {"location": location, "vary": _VARY}
        if iri:
            headers |= self._links(iri, root_of(scope, self._public), None)
        return Reply(303, "text/plain; charset=utf-8", f"see {location}\n".encode(), headers)

    def _links(self, iri: str, root: str, form: Format | tuple[Format, str] | None) -> dict[str, str]:
        """Return the headers that name a document's other forms, its licence, and what it is about (RFC 8288)."""
        path = local_path(iri, root)
        links = [f'<{path}.{other.suffix}>; rel="alternate"; type="{other.media_type}"' for other in formats.DOCUMENTS]
        links.append(f'<{_LICENCE}>; rel="license"')
        if form is None:
            return {"link": ", ".join(links)}
        chosen = form if isinstance(form, Format) else form[0]
        links.append(f'<{quote(iri, safe="/:%#()=,")}>; rel="describes"')
        return {"link": ", ".join(links), "content-location": f"{path}.{chosen.suffix}"}

    # ---- how it is answered

    def _job(self, scope: Scope, kind: str, iri: str = "") -> Job:
        fields = parameters(scope, self._limits.request_bytes)
        return Job(kind, iri=iri, accept=header(scope, b"accept"), root=root_of(scope, self._public),
                   gzip=formats.accepts_gzip(header(scope, b"accept-encoding")), values=several(fields, _PARTS))

    async def _negotiated(self, scope: Scope, receive: Receive, job: Job, pool: Pool) -> Reply:
        """Answer a job whose answer depends on the store and the request alone: from memory, or not at all."""
        kept: dict[str, str] = {}
        if job.kind in _READ or any(form.media_type in job.accept for form in _FOR_PEOPLE):
            job, kept = self._for_reader(scope, job)
        key = hashlib.blake2b(self._version.encode() + job.packed(), digest_size=16).hexdigest()
        # Weak: two forms of compression of one answer share it (RFC 9110, section 8.8.1).
        headers = {"vary": _VARY, "etag": f'W/"{key}"', "cache-control": "no-cache", **kept}
        if scope["method"] in {"GET", "HEAD"} and key in _tags(header(scope, b"if-none-match")):
            return Reply(304, "", b"", headers)
        reply = self._answered.get(key)
        if reply is None:
            reply = await self._work(scope, receive, job, pool)
            self._answered.keep(key, reply)
        elif self._metrics:
            self._metrics.of_kept()
        return _with(reply, headers) if reply.status == 200 else reply

    def _for_reader(self, scope: Scope, job: Job) -> tuple[Job, dict[str, str]]:
        """Return a page's job as its reader has it, and the header that keeps a language chosen in the address.

        Raises RefusedError 400 for a language in which there are no names.
        """
        fields = parameters(scope, self._limits.request_bytes)
        reader = reader_of(fields, header(scope, b"cookie"), header(scope, b"accept-language"))
        asked = without(fields, "lang", "theme") if scope["method"] != "POST" else ""
        address = scope["raw_path"].decode("latin-1") + (f"?{asked}" if asked else "")
        job = replace(job, interface=reader.interface, language=reader.names, theme=reader.theme, address=address)
        chosen = dict(fields).get("lang", "")
        return job, {"set-cookie": cookie("lang", reader.names, urlsplit(job.root).path)} if chosen else {}

    def _themed(self, scope: Scope) -> Reply | None:
        """Return what keeps a theme that an address chooses, and leads back to the page; None where none is chosen."""
        if b"theme=" not in scope["query_string"] or scope["method"] not in {"GET", "HEAD"}:
            return None
        fields = parameters(scope, self._limits.request_bytes)
        return theme_chosen(fields, scope["raw_path"].decode("latin-1"), urlsplit(root_of(scope, self._public)).path)

    async def _work(self, scope: Scope, receive: Receive, job: Job, pool: Pool) -> Reply:
        """Have a job done; raise RefusedError where it is not, or where the client has gone meanwhile."""
        watch = Watch(receive)
        try:
            reply = await pool.answer(job, scope[_CLIENT])
        except asyncio.CancelledError:
            if watch.gone:
                raise RefusedError(499, "the client has gone") from None
            # Nothing else cancels a request but the end of the server.
            raise RefusedError(503, "the server is stopping; try again soon") from None
        finally:
            watch.end()
        if reply.status != 200:
            give_back(reply)
            raise RefusedError(reply.status, reply.body.decode().rstrip("\n"), reply.headers)
        return reply

    async def answer(self, scope: Scope, receive: Receive, send: Send, handle: Handler,
                     methods: tuple[str, ...]) -> None:
        """Answer a request by a handler, and put its answer or refusal into HTTP."""
        started = time.monotonic()
        method = scope["method"]
        scope[_CLIENT] = self._client(scope)
        allow = {"allow": ", ".join(methods)}
        try:
            root_of(scope, self._public)
            if method not in methods:
                raise RefusedError(405, f"{method} is not allowed here, only {allow['allow']}; nothing can be changed "
                                        "through this server", allow)
            reply = (Reply(204, "", b"", allow) if method == "OPTIONS"
                     else self._themed(scope) or await handle(scope, receive))
        except RefusedError as refused:
            reply = await self._helped(scope, receive, refused) or self._refusal(scope, refused)
        except Exception as fault:
            self._tell(f"internal fault while answering {_shown(scope)} ({type(fault).__name__}: {fault})")
            reply = self._refusal(scope, RefusedError(500, "internal fault of the server; its operator has been told"))
        size = reply.size
        try:
            await respond(send, receive, reply, method)
        except asyncio.CancelledError:
            # Its client has gone, or the server ends: nobody is there to be told.
            return
        finally:
            give_back(reply)
        took = time.monotonic() - started
        if self._metrics:
            self._metrics.of_request(handle.__name__.strip("_"), reply.status, took, size)
        if self._log and scope["path"] not in {_HEALTHY, _READY}:
            self._write(f"{scope[_CLIENT]} {method} {_shown(scope)} {reply.status} {size} bytes {took * 1000:.0f} ms")

    def _write(self, line: str) -> None:
        assert self._log
        try:
            self._log(line)
        except OSError as fault:
            # The request was answered all the same.
            self._tell(f"the access log cannot be written ({fault.strerror or fault})")

    def _client(self, scope: Scope) -> str:
        address = (scope.get("client") or ("",))[0]
        if not self._client_header:
            return client_key(address)
        return client_behind(address, header(scope, self._client_header))

    async def _helped(self, scope: Scope, receive: Receive, refused: RefusedError) -> Reply | None:
        """Return the page of a thing that is not there with those nearest to it; None where nobody reads one."""
        chosen = formats.choose(header(scope, b"accept"), (formats.PLAIN, formats.HTML))
        if refused.status != 404 or not chosen or chosen[0] is formats.PLAIN or not scope["path"].startswith("/id/"):
            return None
        job = replace(self._refused_job(scope), kind="missing", query=refused.message)
        try:
            reply = await self._work(scope, receive, replace(job, iri=iri_of(scope["raw_path"])[0]), self._pools.pages)
        except RefusedError:
            return None
        return _with(replace(reply, status=404), {"vary": _VARY, **refused.headers})

    def _refusal(self, scope: Scope, refused: RefusedError) -> Reply:
        chosen = formats.choose(header(scope, b"accept"), (formats.PLAIN, formats.HTML))
        if chosen and chosen[0] is formats.HTML:
            job = replace(self._refused_job(scope), query=scope.get(_ASKED, ""))
            page = pages.refusal_page(job, refused.status, refused.message)
            return Reply(refused.status, pages.MEDIA_TYPE, page, {"vary": _VARY, **refused.headers})
        return _with(refused.reply(), {"vary": _VARY})

    def _refused_job(self, scope: Scope) -> Job:
        """Return what the page of a refusal is written for, whatever it is that was refused."""
        try:
            return self._for_reader(scope, Job("fault", root=root_of(scope, self._public)))[0]
        except RefusedError:
            return Job("fault", root=self._public, address=scope["raw_path"].decode("latin-1"))


def _with(reply: Reply, headers: dict[str, str]) -> Reply:
    return replace(reply, headers={**reply.headers, **headers})


def _tags(if_none_match: str) -> set[str]:
    return set(re.findall(r'"([^"]*)"', if_none_match))


def _shown(scope: Scope) -> str:
    """Return the address of a request for a log."""
    query = scope["query_string"].decode("latin-1")
    return one_line(without_secrets(scope["path"] + (f"?{query}" if query else "")))
