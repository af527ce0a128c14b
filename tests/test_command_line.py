"""The commands do what their help says, and say in one line why they cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import built
import pytest
from command import run

from treatygraph import cli
from treatygraph.ask import questions


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 or lines[0].startswith("Usage:"), done.stderr
    return lines[-1]


@pytest.mark.parametrize(("arguments", "stdin"), [
    (("query", "CQ-01", "--format", "csv"), None),
    (("query", "-"), "SELECT * { ?s ?p"),
    (("query", "-", "--format", "csv"), "SELECT ('会' AS ?word) {}"),
    (("read", "no-such-file.txt"), None),
    (("build", "a.txt"), None),
    (("--version",), None),
])
def test_a_process_of_its_own_says_the_same(arguments: tuple[str, ...], stdin: str | None, tmp_path: Path) -> None:
    """What the other tests call in their own process is what a user's process gives, byte for byte."""
    done = subprocess.run([sys.executable, "-m", "treatygraph", *arguments], input=stdin, capture_output=True,
                          text=True, encoding="utf-8", cwd=tmp_path, check=False)
    here = run(*arguments, stdin=stdin, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (here.returncode, here.stdout, here.stderr)


def test_help_has_examples_for_every_command() -> None:
    for name in cli._COMMANDS:
        done = run(name, "--help")
        assert done.returncode == 0, done.stderr
        assert "Examples:" in done.stdout, name


def test_query_in_four_formats() -> None:
    assert "state/CHN" in run("query", "CQ-01").stdout
    table = run("query", "CQ-01", "--format", "csv").stdout
    assert len(table.splitlines()) == 9
    answer = json.loads(run("query", "CQ-01", "--format", "json").stdout)
    assert len(answer["results"]["bindings"]) == 8
    construct = "CONSTRUCT { ?s a tg:Decision } WHERE { ?s a tg:Decision }"
    assert "tg:Decision" in run("query", "-", "--format", "ttl", stdin=construct).stdout


def test_query_with_a_parameter() -> None:
    done = run("query", "CQ-19", "--bind", "addressee=organization/ctbto-preparatory-commission", "--format", "csv")
    assert "10(i)" in done.stdout
    assert "10(k)" not in done.stdout


def test_the_word_service_in_a_literal_is_no_request() -> None:
    done = run("query", "-", "--format", "csv", stdin='SELECT ("SERVICE" AS ?word) { } # SERVICE <http://x/>')
    assert done.stdout.splitlines() == ["word", "SERVICE"]


def test_query_list_names_all() -> None:
    listed = run("query", "--list").stdout
    assert all(question.name in listed for question in questions())
    assert all(question.title in listed for question in questions())
    assert "       --bind state=STATE  (default state/CZE)\n" in listed
    in_chinese = run("query", "--list", "--lang", "zh").stdout
    # The beginning, since the rest may stand on the next line.
    assert all(f"{question.name}  {question.translations['zh'][:10]}" in in_chinese for question in questions())
    assert "       --bind state=国家  （默认为 state/CZE）\n" in in_chinese
    assert run("query", "--list", "--lang", "ar").stdout == listed


@pytest.mark.parametrize(("arguments", "stdin", "says"), [
    (("query", "CQ-99"), None, "no question 'CQ-99'"),
    (("query",), None, "say what to ask"),
    (("query", "CQ-01", "--bind", "x"), None, "write NAME=VALUE"),
    (("query", "CQ-01", "--bind", "nothing=1"), None, "no parameter 'nothing'"),
    (("query", "-"), "SELECT * { ?s ?p", "the query is faulty"),
    (("query", "-"), "INSERT DATA { <a:a> <a:b> <a:c> }", "this is an update"),
    (("query", "-"), "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "--allow-service"),
    (("query", "-"), "SELECT * {?a ?b ?c FILTER(?c<1)SERVICE?e{?x?y?z}FILTER(2>1)}", "--allow-service"),
    (("query", "-", "--format", "ttl"), "SELECT * { ?s ?p ?o } LIMIT 1", "needs a CONSTRUCT"),
    (("query", "CQ-01", "--data", "no/such/folder"), None, "cannot be read"),
    (("read", "no-such-file.txt"), None, "cannot be read"),
    (("build", "a.txt", "--symbol", "X/1", "--language", "zh"), None, "say where to write"),
    (("build", "a.txt", "b.txt", "c.txt", "--out", "o", "--symbol", "A", "--symbol", "B"), None, "need one --symbol"),
    (("build", "a.txt", "--out", "o", "--language", "zh"), None, "a.txt: cannot be read"),
    (("build", "--symbol", "X"), None, "name the text to build"),
    (("validate", "no-such-file.ttl"), None, "no-such-file.ttl"),
])
def test_what_cannot_be_used(arguments: tuple[str, ...], stdin: str | None, says: str, tmp_path: Path) -> None:
    assert says in one_line(run(*arguments, stdin=stdin, cwd=tmp_path))


@pytest.mark.parametrize(("data", "says"), [
    (b"", "is empty"),
    (b"   \n\n", "is empty"),
    ("会议报告".encode("gb18030") * 50, "not UTF-8"),
    ("Dist. GENERAL\n".encode("utf-16"), "not UTF-8"),
    (b"abc\x00def", "NUL"),
])
def test_unusable_texts(data: bytes, says: str, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(data)
    done = run("build", str(text), "--symbol", "A/1", "--language", "zh", "--out", str(tmp_path / "out"))
    assert says in one_line(done)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(("text", "language", "kind", "says"), [
    ("Hello world.\n", "en", "conference-unknown", "names the body whose report this is"),
    ("Hello world.\n", "en", "days-unknown", "on which days it was held"),
    (built.text_of()[:75], "zh", "conference-unknown", "names the body whose report this is"),
    (built.text_of(), "xx", "version-in-doubt", "there are words for ar, en, es, fr, ru, zh"),
])
def test_every_text_gives_a_graph_and_what_it_lacks_is_a_warning(text: str, language: str, kind: str, says: str,
                                                                 tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    done = run("build", str(tmp_path / "text.txt"), "--symbol", "A/1", "--language", language, "--out", str(tmp_path / "o"))
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "o" / "text.ttl").stat().st_size > 1000
    found = json.loads((tmp_path / "o" / "findings.json").read_text(encoding="utf-8"))
    assert [(one["severity"], says in one["message"]) for one in found if one["kind"] == kind] == [("Warning", True)]


def test_half_a_report_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    text = tmp_path / "half.txt"
    text.write_text(built.text_of()[:3000], encoding="utf-8")
    done = run("build", str(text), "--symbol", "CTBT-Art.XIV/2021/6", "--language", "zh", "--out", str(tmp_path / "o"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "o" / "half.ttl").stat().st_size > 10_000


def test_an_unknown_name_is_reported_with_line_and_column(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text(built.text_of().replace("巴基斯坦。", "亚特兰蒂斯。", 1), encoding="utf-8")
    out = tmp_path / "o"
    run("build", str(text), "--symbol", "CTBT-Art.XIV/2021/6", "--language", "zh", "--out", str(out))
    found = [f for f in json.loads((out / "findings.json").read_text()) if f["kind"] == "unknown-name"]
    assert [(f["line"], f["words"]) for f in found] == [(19, "亚特兰蒂斯")]
    assert "亚特兰蒂斯" in (out / "report.ttl").read_text(encoding="utf-8")


def test_read_writes_back_byte_for_byte(tmp_path: Path) -> None:
    for data in (built.REPORT.read_bytes(), b"\xef\xbb\xbf" + built.REPORT.read_bytes().replace(b"\n", b"\r\n")):
        text = tmp_path / "text.txt"
        text.write_bytes(data)
        done = subprocess.run([sys.executable, "-m", "treatygraph", "read", str(text), "--write-back"],
                              capture_output=True, check=True)
        assert done.stdout == data
    assert "item 2(g)" in run("read", str(built.REPORT)).stdout
    assert json.loads(run("read", str(built.REPORT), "--format", "json").stdout)["kind"] == "report"


def test_validate_exit_codes(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix tg: <https://w3id.org/treatygraph/ontology#> .\n"
                   "<https://w3id.org/treatygraph/id/conference/x-1/participation/NOR> a tg:Participation .\n")
    done = run("validate", str(bad), "--alone", "--format", "json")
    assert done.returncode == 1, done.stderr
    assert any(r["shape"] == "ParticipationShape" for r in json.loads(done.stdout))
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix tg: <https://w3id.org/treatygraph/ontology#> .\n\ntg:a tg:b\n")
    assert "broken.ttl:" in one_line(run("validate", str(broken)))
    assert run("validate").returncode == 0
    assert run("validate", "--strict").returncode == 1


def test_a_closed_pipe_is_no_fault() -> None:
    done = subprocess.run(f"{sys.executable} -m treatygraph query CQ-09 --format csv | head -1", shell=True,
                          capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
