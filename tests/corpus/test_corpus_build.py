"""A corpus is built whole whatever ends it, again only where something changed, and one bad text harms no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import built
import command
import pytest
import small_corpus as small
from pyoxigraph import RdfFormat, parse

from treatygraph.building import findings_json
from treatygraph.corpus.pool import Pool
from treatygraph.graph.store import DATASET, load, triples
from treatygraph.graph.swapping import writing_into

BOTH = "A/CONF.9/2031/7"
ONE = "A/CONF.9/2032/4"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.small_tables(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.texts_in(tmp_path_factory.mktemp("given") / "texts", small.TEXTS)


@pytest.fixture(scope="module")
def undisturbed(tables: Path, texts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    small.build(texts, out, tables)
    return small.files_of(out)


def test_each_report_has_one_file_with_a_graph_for_each_version(undisturbed: dict[str, bytes]) -> None:
    file = next(name for name in undisturbed if name.endswith("/A_CONF.9_2031_7.nq.gz"))
    quads = list(parse("\n".join(small.lines(undisturbed[file])).encode(), format=RdfFormat.N_QUADS))
    assert {str(quad.graph_name).strip("<>").removeprefix("https://w3id.org/treatygraph/graph/") for quad in quads} == {
        "source/A/CONF.9/2031/7/en", "source/A/CONF.9/2031/7/zh", "inferred", "labels"}
    office = "https://w3id.org/treatygraph/id/document/A/CONF.9/2031/7/conference/office/VicePresident/KEN"
    assert any(str(quad.subject).strip("<>") == office and quad.predicate.value.endswith("#holder") for quad in quads)


def test_the_manifest_lists_every_file_with_its_checksum(undisturbed: dict[str, bytes]) -> None:
    listed = dict(line.split("  ")[::-1] for line in undisturbed["SHA256SUMS"].decode().splitlines())
    assert listed.keys() == undisturbed.keys() - {"SHA256SUMS"}
    manifest = json.loads(undisturbed["manifest.json"])
    assert [entry["symbol"] for entry in manifest["files"]] == [BOTH, ONE]
    assert {text["name"]: text["language"] for text in manifest["files"][0]["texts"]} == {
        "texts/kenya.en.txt": "en", "texts/kenya.zh.txt": "zh"}
    assert manifest["failures"] == [{"text": "texts/nothing.txt", "reason": "the file is empty; give the text of a report"}]
    assert all(entry["sha256"] == listed[entry["file"]] for entry in (*manifest["files"], *manifest["common"]))


def test_language_versions_are_collated(undisturbed: dict[str, bytes]) -> None:
    kinds = Counter(json.loads(line)["kind"] for line in small.lines(undisturbed["findings.jsonl.gz"])
                    if json.loads(line)["report"] == BOTH)
    assert kinds["versions-differ"] >= 1  # the Chinese text has no third paragraph


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is ended anywhere is forked")
def test_ended_anywhere_the_same_command_gives_the_same_bytes(tables: Path, texts: Path, undisturbed: dict[str, bytes],
                                                              tmp_path: Path) -> None:
    """The process is ended before steps that change the folder: a move, one in the swap at the end, its last step."""
    _ended_at((4, 9, 17), tables, texts, undisturbed, tmp_path)


@pytest.mark.soak
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is ended anywhere is forked")
def test_ended_at_every_step(tables: Path, texts: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    _ended_at(tuple(range(1, 20)), tables, texts, undisturbed, tmp_path)


@pytest.mark.soak
def test_ended_at_any_time_with_its_processes(texts: Path, tmp_path: Path) -> None:
    """The command is ended after ever more of its work, each time in the same folder, until it comes to its end."""
    def started(out: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "treatygraph", "corpus", "build", str(texts), "--out", str(out),
                                 "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    assert started(tmp_path / "undisturbed").wait() == 1
    ended = 0
    for tenths in range(6, 900, 12):
        process = started(tmp_path / "out")
        try:
            process.wait(timeout=tenths / 10)
            break
        except subprocess.TimeoutExpired:
            process.kill()
            ended += process.wait() == -signal.SIGKILL
    assert ended >= 2
    assert small.files_of(tmp_path / "out") == small.files_of(tmp_path / "undisturbed")


def _ended_at(steps: tuple[int, ...], tables: Path, texts: Path, undisturbed: dict[str, bytes], place: Path) -> None:
    done: list[str] = []
    for step in steps:
        out = place / str(step)
        child = os.fork()
        if child == 0:
            _end_at(step)
            small.build(texts, out, tables)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, f"step {step} is none"
        done.clear()
        small.build(texts, out, tables, done)
        assert small.files_of(out) == undisturbed, f"ended before step {step}"
    assert done == []  # the last was ended when every report was finished


def _end_at(step: int) -> None:
    """Let this process end itself, as `kill -9` does, before the given one of the calls that change the disk."""
    seen = 0

    def watch(event: str, _arguments: object) -> None:
        nonlocal seen
        if event in {"os.rename", "os.remove", "sqlite3.connect", "os.link", "tempfile.mkdtemp", "os.rmdir"}:
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def test_a_second_build_is_told_who_has_the_folder(tmp_path: Path, texts: Path) -> None:
    out = tmp_path / "out"
    with writing_into(out):
        done = command.run("corpus", "build", str(texts), "--out", str(out))
    assert done.returncode == 2
    assert f"process {os.getpid()} on " in done.stderr
    assert "is writing here" in done.stderr


# ---- what changed

def test_only_what_used_a_changed_row_is_built_again(texts: Path, tmp_path: Path) -> None:
    tables, out = small.small_tables(tmp_path / "given"), tmp_path / "out"
    small.build(texts, out, tables)
    for table, key, column, value, expected in (
        ("states", "KEN", "name_fr", "République du Kenya", [BOTH]),   # the part of the graph a report touches
        ("states", "PER", "other_en", "Lakes", [ONE]),                 # a name one text holds now
        ("states", "CHE", "other_zh", "河流", [BOTH]),
        ("concepts", "plenary-meetings", "name_en", "meetings in plenary", []),  # nothing a report touches
    ):
        small.change_cell(tables, table, key, column, value)
        done: list[str] = []
        small.build(texts, out, tables, done)
        assert done == expected, (table, key, column, value)
    anew = tmp_path / "anew"
    small.build(texts, anew, tables)
    assert small.files_of(out) == small.files_of(anew)


def test_changed_new_and_missing_texts(tables: Path, tmp_path: Path) -> None:
    texts, out = small.texts_in(tmp_path / "texts", {"a.txt": small.KENYA, "b.txt": small.ITALY}), tmp_path / "out"
    small.build(texts, out, tables)
    small.texts_in(texts, {"c.txt": small.KENYA.replace("2031/7", "2031/8")})
    (texts / "b.txt").unlink()
    done: list[str] = []
    small.build(texts, out, tables, done)
    assert done == ["A/CONF.9/2031/8"]
    assert not [name for name in small.files_of(out) if "2032" in name]
    small.texts_in(texts, {"a.txt": small.KENYA + "4. Italy made a statement.\n"})
    done.clear()
    small.build(texts, out, tables, done)
    assert done == [BOTH]


def test_a_lost_file_and_a_damaged_account_are_made_anew(tables: Path, texts: Path, undisturbed: dict[str, bytes],
                                                         tmp_path: Path) -> None:
    (tmp_path / ".treatygraph-corpus.sqlite").write_bytes(b"no database, but long enough to look like one" * 40)
    small.build(texts, tmp_path, tables)
    next(tmp_path.glob("reports/*/A_CONF.9_2032_4.nq.gz")).unlink()
    done: list[str] = []
    small.build(texts, tmp_path, tables, done)
    assert done == [ONE]
    assert small.files_of(tmp_path) == undisturbed


# ---- processes

def test_a_process_that_ends_fails_its_own_job_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    answering = ("import sys, json\nfor line in sys.stdin:\n    job = json.loads(line)\n"
                 "    if job['n'] == 2: sys.exit(3)\n"
                 "    if job['n'] == 4: __import__('os').kill(__import__('os').getpid(), 9)\n"
                 "    print(json.dumps({'made': job['n']}), flush=True)\n")
    monkeypatch.setattr("treatygraph.corpus.pool.isolated_call", lambda *_: [sys.executable, "-I", "-c", answering])
    with Pool(1) as pool:
        answers = {answer.job["n"]: answer for answer in pool.answers({"n": n} for n in range(6))}
    assert {n: answer.made for n, answer in answers.items() if answer.made is not None} == {0: 0, 1: 1, 3: 3, 5: 5}
    assert answers[2].failed == "its process ended with exit code 3"
    assert answers[4].failed.startswith("its process was ended by SIGKILL")


def test_the_command_builds_with_processes_and_tells_what_failed(texts: Path, tmp_path: Path) -> None:
    done = command.run("corpus", "build", str(texts), "--out", str(tmp_path / "out"), "--jobs", "1")
    assert done.returncode == 1
    assert "texts/nothing.txt: not built: the file is empty" in done.stdout
    assert "2 report(s) of 4 text(s), 2 built now, 1 text(s) failed" in done.stdout
    assert "Building: 2 of 2" in done.stderr


@pytest.mark.soak
def test_a_corpus_of_one_report_is_what_a_build_of_it_is(tmp_path: Path) -> None:
    """Triples and findings are the same, though the report was validated with a part of the tables beside it."""
    small.texts_in(tmp_path / "texts", {built.REPORT.name: built.text_of()})
    done = command.run("corpus", "build", str(tmp_path / "texts"), "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    whole = built.build()
    expected = set().union(*(graph for stem, graph in whole.graphs.items() if stem != DATASET))
    assert triples(load([tmp_path / "out"])) == expected
    findings = [json.loads(line) for line in small.lines((tmp_path / "out" / "findings.jsonl.gz").read_bytes())]
    assert [{key: value for key, value in one.items() if key != "report"} for one in findings] == json.loads(
        json.dumps(findings_json(whole)))
