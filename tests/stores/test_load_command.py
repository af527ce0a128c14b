"""The commands load, unload and diff: what they print, their exit codes, and that no password is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_servers import Stub, bulk, graph_of

from treatygraph import cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out, shown.err


def test_load_diff_unload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, store = bulk(tmp_path, 5), tmp_path / "store"
    code, out, _ = run(capsys, "load", store, "--data", one)
    assert (code, "holds all 1 graphs, 5 triples; 1 sent" in out) == (0, True)
    code, out, _ = run(capsys, "load", store, "--data", one)
    assert (code, "nothing sent" in out) == (0, True)
    code, out, _ = run(capsys, "diff", store, "--data", one)
    assert (code, "no difference" in out) == (0, True)
    changed = bulk(tmp_path / "changed", 7)
    code, out, _ = run(capsys, "diff", store, "--data", changed)
    assert code == 1
    assert "differs: +2 −0" in out
    assert '+ <urn:s5> <urn:p> "words 5"@en .' in out
    code, out, _ = run(capsys, "diff", store, "--data", changed, "--json")
    record = json.loads(out)
    assert (code, record["well"]) == (1, False)
    assert [(g["graph"], g["outcome"], g["here"], g["there"], len(g["missing"])) for g in record["graphs"]] == [
        (graph_of(one), "differs", 7, 5, 2)]
    code, out, _ = run(capsys, "unload", store)
    assert (code, "1 graph removed" in out) == (0, True)
    code, out, _ = run(capsys, "diff", store, "--data", one, "--json")
    assert (code, json.loads(out)["graphs"][0]["outcome"]) == (1, "missing")


def test_a_broken_load_says_how_to_finish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def half(handler: object, graph: str, body: bytes, _number: int) -> bool:
        stub.graphs[graph] = body.splitlines(keepends=True)[0]
        handler.answer(507)  # type: ignore[attr-defined]
        return True

    with Stub() as stub:
        stub.on_put = half
        code, out, err = run(capsys, "load", stub.url, "--kind", "graph-store", "--data", bulk(tmp_path, 5))
        assert code == 1
        assert "half-loaded: 1 triples, 5 belong there" in out
        assert "the store is full" in err
        assert f"half-loaded: {graph_of(Path('bulk.nt'))}" in err
        assert "run the same command again" in err
        assert len(err.strip().splitlines()) == 1


def test_the_password_is_read_and_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    data = bulk(tmp_path, 2)
    (tmp_path / "password").write_text("s3cret\nanything else\n")
    with Stub() as stub:
        stub.on_put = lambda handler, *_: handler.answer(  # type: ignore[attr-defined]
            401, WWW_Authenticate='Basic realm="r"') or True
        called = ("load", stub.url, "--kind", "graph-store", "--data", data, "--user", "clerk")
        code, out, err = run(capsys, *called, "--password-file", tmp_path / "password")
        assert (code, stub.graphs) == (2, {})
        assert "does not accept user 'clerk'" in err
        assert "s3cret" not in out + err
        assert stub.headers[-1]["Authorization"] == "Basic Y2xlcms6czNjcmV0"
        monkeypatch.delenv("TREATYGRAPH_PASSWORD", raising=False)
        monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
        assert "set TREATYGRAPH_PASSWORD" in run(capsys, *called)[2]
        monkeypatch.setenv("TREATYGRAPH_PASSWORD", "other")
        run(capsys, *called)
        assert stub.headers[-1]["Authorization"] == "Basic Y2xlcms6b3RoZXI="


@pytest.mark.parametrize(("arguments", "says"), [
    (("load", "http://127.0.0.1:9", "--attempts", "1"), "cannot be reached"),
    (("load", "http://127.0.0.1:9", "--kind", "tdb2"), "is an address, and tdb2 is a directory"),
    (("load", "store", "--kind", "virtuoso"), "a directory is an embedded store or Jena's TDB2"),
    (("load", "store", "--query", "http://127.0.0.1:9"), "belong to an address"),
    (("load", "ftp://127.0.0.1/x", "--attempts", "1"), "not an address that can be asked"),
    (("load", "http://clerk:x@127.0.0.1:9"), "may not carry a user and password"),
    (("load", "store", "--password-file", "p"), "needs --user"),
    (("load", "store", "--data", "no-such-folder"), "cannot be read"),
    (("diff", "store"), "there is no store here"),
    (("unload", "store", "--graph", "not an iri"), "is not a graph's IRI"),
    (("load", "http://127.0.0.1:9", "--update", "http://127.0.0.1:9", "--kind", "update"), "--query"),
])
def test_what_cannot_be_used(arguments: tuple[str, ...], says: str, tmp_path: Path,
                             capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data = bulk(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments, *(("--data", data) if arguments[0] == "load" and "--data" not in arguments
                                              else ()))
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "store").exists()


def test_an_interrupted_load_says_how_to_finish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("treatygraph.stores.embedded.Embedded.replace", interrupt)
        code, _, err = run(capsys, "load", tmp_path / "store", "--data", bulk(tmp_path, 2))
    assert code == 130
    assert "run the same command again" in err
    assert "nothing was changed" not in err
    assert run(capsys, "load", tmp_path / "store", "--data", bulk(tmp_path, 2))[0] == 0
