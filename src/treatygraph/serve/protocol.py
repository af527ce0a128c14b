"""Reads requests: SPARQL 1.1 Protocol queries, Graph Store reads, and the IRI that a path stands for.

Must not answer them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from treatygraph import iris
from treatygraph.serve import asked, formats
from treatygraph.serve.describing import BASE
from treatygraph.serve.formats import SUFFIXES, Format, accepts_gzip
from treatygraph.serve.messages import READ_ONLY, Job, RefusedError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|[A-Za-z0-9._-]{1,253})(?::[0-9]{0,5})?")
_MOST_FIELDS = 1000


def header(scope: Scope, name: bytes) -> str:
    """Return the value of a header, those given several times joined by commas; empty where it is absent."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def root_of(scope: Scope, public: str) -> str:
    """Return the server's address as the client knows it, without a slash at the end.

    Raises RefusedError 400 for a Host that is none (RFC 9112, section 3.2), even where it is not used.
    """
    host = header(scope, b"host")
    if host and not _is_host(host):
        raise RefusedError(400, f"'{host[:80]}' is not a host, so the header Host names nobody")
    if public:
        return public
    if not host:
        address, port = scope.get("server") or ("localhost", 80)
        host = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    return f"{scope.get('scheme', 'http')}://{host}"


def _is_host(text: str) -> bool:
    found = _HOST.fullmatch(text)
    if found is None or found["v6"] is None:
        return found is not None
    try:
        return bool(IPv6Address(found["v6"]))
    except ValueError:
        return False


def path_of(scope: Scope) -> bytes:
    """Return the path of a request as it was sent, with one slash before it.

    Where the whole address was sent its path is taken (RFC 9112, section 3.2.2). A path that began with two slashes,
    or with what browsers take for some, would lead to another server once it is sent back.
    """
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    whole = re.match(rb"[A-Za-z][A-Za-z0-9+.-]*://[^/]*", raw)
    return b"/" + raw[whole.end() if whole else 0:].lstrip(b"/\\")


async def body_of(scope: Scope, receive: Receive, limit: int, seconds: float) -> bytes:
    """Return the body of a request; raise RefusedError 413 where it is too long, 408 where it takes too long."""
    try:
        async with asyncio.timeout(seconds):
            return await _body(scope, receive, limit)
    except TimeoutError:
        raise RefusedError(408, f"the request did not arrive within {seconds:g} seconds; send it at once",
                           {"connection": "close"}) from None


async def _body(scope: Scope, receive: Receive, limit: int) -> bytes:
    too_long = RefusedError(413, f"the request is longer than {limit} bytes, the limit of this server")
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise too_long
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the request broke off")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise too_long
    return bytes(body)


def parameters(scope: Scope, limit: int) -> list[tuple[str, str]]:
    """Return the parameters of a request's address; raise RefusedError where they are too long or no UTF-8."""
    encoded = scope["query_string"]
    if len(encoded) > limit:
        raise RefusedError(414, f"the address is longer than {limit} bytes, the limit of this server; use POST")
    return _fields(encoded)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict",
                         max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise RefusedError(400, "the parameters are not UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"there are more than {_MOST_FIELDS} parameters") from None


def several(fields: list[tuple[str, str]], names: set[str]) -> dict[str, str]:
    """Return the parameters of some names; the values of one that is given several times stand apart by spaces.

    >>> several([("assume", "CHN"), ("assume", "USA"), ("q", "x")], {"assume", "on"})
    {'assume': 'CHN USA'}
    """
    found: dict[str, list[str]] = {}
    for name, value in fields:
        if name in names:
            found.setdefault(name, []).append(value)
    return {name: " ".join(values) for name, values in found.items()}


def accepted(scope: Scope, fields: list[tuple[str, str]]) -> str:
    """Return what a client accepts: what `format` among the parameters names, else its Accept header.

    Raises RefusedError 400, with the names there are, for a format that is none.
    """
    for name, value in fields:
        if name == "format" and value:
            accept = formats.called(value)
            if accept is None:
                raise RefusedError(400, f"there is no format '{value[:40]}'; there is {formats.names()}")
            return accept
    return header(scope, b"accept")


def query_job(scope: Scope, fields: list[tuple[str, str]], body: bytes, root: str) -> Job:
    """Read a query request (SPARQL 1.1 Protocol, section 2.1); a GET without a query asks for the description.

    Raises RefusedError with the status the request deserves.
    """
    fields = list(fields)
    if scope["method"] == "POST":
        kind, _, rest = header(scope, b"content-type").partition(";")
        kind = kind.strip().lower()
        _check_encoding(scope, rest)
        if kind == _FORM:
            fields += _fields(body)
        elif kind == _QUERY:
            fields.append(("query", _decoded(body)))
        elif kind == _UPDATE:
            raise RefusedError(403, READ_ONLY)
        else:
            raise RefusedError(415, f"send a query as {_QUERY}, or as the parameter 'query' in {_FORM}; "
                                    f"the type of this request is {kind or 'not given'}")
    names = {name for name, _ in fields}
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise RefusedError(403, READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise RefusedError(400, f"there are {len(queries)} queries; send one at a time")
    common = {"accept": accepted(scope, fields), "bom": "bom" in names,
              "gzip": accepts_gzip(header(scope, b"accept-encoding")), "root": root}
    if not queries:
        if scope["method"] == "POST" or names & {"default-graph-uri", "named-graph-uri"}:
            raise RefusedError(400, "there is no query; give it as the parameter 'query'")
        return Job("service", **common)  # type: ignore[arg-type]
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    return Job("query", query=queries[0], default=default or ([] if named else None),
               named=named or ([] if default else None), **common)  # type: ignore[arg-type]


def _check_encoding(scope: Scope, type_parameters: str) -> None:
    found = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", type_parameters, re.I)
    if found and found.group(1).lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"send UTF-8; this request says it is {found.group(1)}")
    if header(scope, b"content-encoding").lower() not in {"", "identity"}:
        raise RefusedError(415, "send the request without compression")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise RefusedError(400, f"the query is not UTF-8 (at byte {fault.start})") from None


def graph_job(scope: Scope, fields: list[tuple[str, str]], root: str) -> Job:
    """Read a request for a graph (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2, indirect identification)."""
    graphs = [value for name, value in fields if name == "graph"]
    default = any(name == "default" for name, _ in fields)
    if len(graphs) + default != 1:
        raise RefusedError(400, "name one graph: ?graph=IRI, or ?default for the union of all")
    if graphs and not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", graphs[0]):
        raise RefusedError(400, f"'{graphs[0]}' is not an absolute IRI, so it names no graph")
    return Job("graph", iri=graphs[0] if graphs else "", accept=accepted(scope, fields), root=root,
               gzip=accepts_gzip(header(scope, b"accept-encoding")))


def question_job(scope: Scope, fields: list[tuple[str, str]], name: str, root: str) -> Job:
    """Read a request for the answer to a question; without a name, for the list of questions."""
    given = dict(fields)
    return Job("question" if name else "questions", iri=name, accept=accepted(scope, fields), root=root,
               gzip=accepts_gzip(header(scope, b"accept-encoding")), bom="bom" in given,
               values={key: value for key, value in fields if key not in asked.RESERVED},
               language=asked.reader_language(given.get("lang", ""), header(scope, b"accept-language")),
               width=asked.width_of(given.get("width", "")), only_iris="iris" in given)


def iri_of(raw_path: bytes) -> tuple[str, Format | None]:
    """Return the IRI of ours that a path stands for, and the format that its suffix asks for.

    What RFC 3987 lets an IRI write plainly is decoded (section 3.2); what it forbids, such as a space, stays encoded.
    Raises RefusedError 404 for a path that is no UTF-8.
    """
    try:
        path = unquote(raw_path.decode("ascii"), errors="strict").lstrip("/")
    except UnicodeDecodeError:
        raise RefusedError(404, "the path is not UTF-8, so it stands for nothing here") from None
    stem, dot, suffix = path.rpartition(".")
    form = SUFFIXES.get(suffix) if dot else None
    return BASE + iris.thing(stem if form else path).removeprefix(iris.ID), form
