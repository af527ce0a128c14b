"""However much a store answers, however slowly, and whatever words it uses: one line, in bounded room and time."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple
from store_servers import Stub, bulk

from treatygraph import cli, iris
from treatygraph.model import Iri
from treatygraph.stores.answer import without_secrets
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import compare
from treatygraph.stores.session import Access
from treatygraph.stores.target import StoreError

pytestmark = pytest.mark.hardening

OURS = Iri(f"{iris.GRAPH}source/a")
GRAPHS = {OURS: [Triple(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"))]}
MB = 1_000_000
Handler = BaseHTTPRequestHandler


def fault_of(stub: Stub, **more: object) -> str:
    """The one line that a comparison with the stub ends in."""
    call = Call(stub.url, kind="graph-store", attempts=1, first_wait=0.0, **{"timeout": 20.0, "largest": 5 * MB, **more})  # type: ignore[arg-type]
    with open_target(call) as target, pytest.raises(StoreError) as caught:
        compare(target, GRAPHS)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert len(told) < 600
    return told


def sending(parts: Callable[[], Iterator[bytes]], status: int = 200, **headers: str) -> Callable[[Handler, str], bool]:
    """Answer with parts until there are no more, or nobody listens; each says how it comes over the line."""
    def answer(handler: Handler, _graph: str) -> bool:
        handler.send_response(status)
        for name, value in {"Content-Type": "application/n-triples", "Connection": "close", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        with suppress(OSError):
            for part in parts():
                handler.wfile.write(part)
                handler.wfile.flush()
        handler.close_connection = True
        return True

    return answer


def test_an_answer_without_end_is_left_off() -> None:
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(4_000):
            yield b"<urn:s> <urn:p> <urn:o> .\n" * 40_000
            sent += MB

    with Stub() as stub:
        stub.on_get = sending(parts)
        assert "answers GET with more than 5 MB; allow more with --max-answer" in fault_of(stub)
    assert sent < 100 * MB


def test_a_packed_answer_counts_as_unpacked() -> None:
    with Stub() as stub:
        stub.on_get = sending(lambda: iter([gzip.compress(b"\n" * 50 * MB)]), Content_Encoding="gzip")
        assert "more than 5 MB" in fault_of(stub)


@pytest.mark.parametrize("packed", ["gzip, gzip", "deflate, gzip", "br", "zstd", "gzip\t, x"])
def test_an_answer_packed_in_layers_is_not_unpacked(packed: str) -> None:
    with Stub() as stub:
        stub.on_get = sending(lambda: iter([gzip.compress(gzip.compress(b"\n" * MB))]), Content_Encoding=packed)
        assert "packs its answer by" in fault_of(stub)


@pytest.mark.parametrize("status", [400, 401, 403, 500, 503])
@pytest.mark.parametrize("packed", ["", "gzip"])
def test_a_refusal_without_end_is_left_off(status: int, packed: str) -> None:
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        squeezed = zlib.compressobj(wbits=31)
        for _ in range(4_000):
            part = b"no " * 330_000
            yield squeezed.compress(part) + squeezed.flush(zlib.Z_SYNC_FLUSH) if packed else part
            sent += 1

    headers = {"WWW_Authenticate": 'Basic realm="r"', **({"Content_Encoding": packed} if packed else {})}
    with Stub() as stub:
        stub.on_get = sending(parts, status, **headers)
        assert str(status) in fault_of(stub, access=Access("clerk", "secret"))
    assert sent < 1_000


@pytest.mark.parametrize("page", [b"<style" * 100_000, b"<" * 600_000, b"<script>" * 80_000, b"</style" * 80_000,
                                  b"<title <title>" * 40_000])
def test_a_page_of_marks_that_nothing_ends(page: bytes) -> None:
    with Stub() as stub:
        stub.on_get = lambda handler, _: handler.answer(400, page) or True  # type: ignore[attr-defined]
        assert "<" not in fault_of(stub)


def drip(what: bytes) -> Iterator[bytes]:
    for _ in range(400):
        yield what
        time.sleep(0.05)


def test_an_answer_that_drips() -> None:
    with Stub() as stub:
        stub.on_get = sending(lambda: drip(b"\n"))
        assert "did not answer GET within 0.4 s; give it longer with --timeout" in fault_of(stub, timeout=0.4)
        stub.on_get = sending(lambda: drip(b"x"), 401)
        assert "did not answer GET within 0.4 s" in fault_of(stub, timeout=0.4)


def test_headers_that_drip() -> None:
    def answer(handler: Handler, _graph: str) -> bool:
        handler.close_connection = True
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            for part in drip(b"x"):
                handler.wfile.write(part)
                handler.wfile.flush()
        return True

    with Stub() as stub:
        stub.on_get = answer
        assert "did not answer GET within 0.4 s" in fault_of(stub, timeout=0.4)


def test_entities_within_entities() -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 6))
    page = f'<!DOCTYPE r [<!ENTITY e0 "{"x" * 100}">{nested}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&e5;</rdf:RDF>'
    with Stub() as stub:
        stub.on_get = lambda handler, _: handler.answer(200, page.encode(), Content_Type="application/rdf+xml") or True  # type: ignore[attr-defined]
        assert "RDF/XML that is refused, in line 1: a document type" in fault_of(stub)


@pytest.mark.parametrize("body", [
    b"[" * 1_000_000, b'{"results": {"bindings": 7}}', b'{"results": {"bindings": [7]}}', b'[]', b'"x"',
    b'{"results": {"bindings": [{"g": {"value": "urn:g"}, "n": {"value": "-1"}}]}}',
    b'{"results": {"bindings": [{"g": {"value": "urn:g"}, "n": {"value": "' + b"9" * 10_000 + b'"}}]}}',
    b'{"results": {"bindings": [{"g": {"value": "urn:g"}}]}}',
], ids=["deep", "no-rows", "no-row", "list", "string", "negative", "long-number", "no-number"])
def test_rows_that_are_none(body: bytes) -> None:
    with Stub() as stub:
        stub.on_post = lambda handler, _: handler.answer(200, body) or True  # type: ignore[attr-defined]
        assert "counts triples as" in (told := fault_of(stub, query=stub.url)) or "SPARQL results in JSON" in told


def test_a_store_that_counts_more_than_it_ever_gives() -> None:
    asked = 0

    def answer(handler: Handler, text: str) -> bool:
        nonlocal asked
        asked += 1
        if "CONSTRUCT" in text:
            handler.answer(200, b"<urn:s> <urn:p> <urn:o> .\n", Content_Type="application/n-triples")  # type: ignore[attr-defined]
        else:
            row = {"g": {"value": OURS}, "n": {"value": str(10**14)}}
            handler.answer(200, json.dumps({"results": {"bindings": [row]}}).encode())  # type: ignore[attr-defined]
        return True

    with Stub() as stub:
        stub.on_post = answer
        call = Call(stub.url, kind="update", query=stub.url, update=stub.url, attempts=1)
        with open_target(call) as target, pytest.raises(StoreError, match="gives only 1 of them"):
            compare(target, GRAPHS)
    assert asked < 10


# What signs in ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("access", [Access("clerk", "s3cret"), Access(token="s3cret")])
@pytest.mark.parametrize("status", [400, 401, 403, 500, 507])
def test_a_store_that_says_back_what_signed_in(access: Access, status: int) -> None:
    def echo(handler: Handler, _graph: str) -> bool:
        signed = handler.headers.get("Authorization", "")
        if access.user and not signed:
            handler.answer(401, WWW_Authenticate='Basic realm="r"')  # type: ignore[attr-defined]
        else:
            handler.answer(status, f"{signed} s3cret is no good".encode())  # type: ignore[attr-defined]
        return True

    with Stub() as stub:
        stub.on_get = echo
        told = fault_of(stub, access=access)
    assert "s3cret" not in told
    assert "Y2xlcms6czNjcmV0" not in told


@pytest.mark.parametrize(("given", "shown"), [
    ("http://h:1/store?key=s3cret#s3cret", "http://h:1/store"),
    ("http://clerk:s3cret@h/store", "http://h/store"),
    ("http://clerk:s3@cret@h/a@b", "http://h/a@b"),
    ("http://h?s3cret", "http://h"),
    ("s3cret?s3cret", "s3cret"),
])
def test_an_address_is_shown_without_what_signs_in(given: str, shown: str) -> None:
    assert without_secrets(given) == shown


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out + shown.err


def test_a_key_in_an_address_is_in_no_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bulk(tmp_path, 2)
    with Stub() as stub:
        address = f"{stub.url}?key=s3cret"
        for arguments in (("load", address, "--kind", "graph-store"), ("diff", address, "--kind", "graph-store", "--json"),
                          ("load", address), ("load", address, "--kind", "tdb2")):
            code, told = run(capsys, *arguments, "--data", data)
            assert "s3cret" not in told
            assert stub.url.rpartition("/")[2] in told or code == 0
        stub.on_put = stub.on_get = lambda handler, *_: handler.answer(  # type: ignore[attr-defined]
            307, Location="http://clerk:s3cret@elsewhere/store?key=s3cret") or True
        code, told = run(capsys, "load", address, "--kind", "graph-store", "--data", data)
        assert (code, "s3cret" in told, "sends on to http://elsewhere/store" in told) == (2, False, True)
    assert "s3cret" not in run(capsys, "load", "http://127.0.0.1:9/?key=s3cret", "--attempts", "1", "--data", data)[1]


@pytest.mark.parametrize("option", ["--query", "--update", "--graph-store"])
def test_a_password_in_any_address_is_refused(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "load", "http://127.0.0.1:9/", option, "http://clerk:s3cret@127.0.0.1:9/", "--data", bulk(tmp_path, 2))
    assert (code, "may not carry a user and password" in told, "s3cret" in told) == (2, True, False)


@pytest.mark.parametrize("token", ["s3cret\x01", "s3cret会", "s3\x1bcret", "s3cret\tx"])
def test_a_token_that_no_request_may_carry(token: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "token").write_text(token, encoding="utf-8")
    code, told = run(capsys, "load", "http://127.0.0.1:9/", "--kind", "graph-store", "--token-file", tmp_path / "token",
                     "--data", bulk(tmp_path, 2))
    assert (code, "the token holds signs that no request may carry" in told, "cret" in told) == (2, True, False)


@pytest.mark.parametrize("challenge", ['Digest realm="r", nonce="n", algorithm=RST', "Digest x", 'Digest realm="会"'])
def test_a_way_to_sign_in_that_is_not_known(challenge: str) -> None:
    with Stub() as stub:
        stub.on_get = lambda handler, _: handler.answer(401, WWW_Authenticate=challenge.encode().decode("latin-1")) or True  # type: ignore[attr-defined]
        told = fault_of(stub, access=Access("clerk", "s3cret"))
        assert "in a way that is not known here" in told or "Malformed Digest" in told
