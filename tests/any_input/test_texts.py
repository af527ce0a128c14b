"""Whatever a user feeds it: a clear line and exit code 2, or a reading that says what is odd; never half of either."""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command import run as called
from texts import SYMBOL, read_anew, read_text, report_text

from treatygraph.model import TreatyGraphError
from treatygraph.read.source import LARGEST, SourceText, UnreadableTextError
from treatygraph.reading.engine import read_tree

TEXT = report_text()
HEADER, _, BODY = TEXT.partition("1. ")


def run(*arguments: str, cwd: Path | None = None, memory: int = 1_500) -> subprocess.CompletedProcess[str]:
    """Run the command with no more memory (MB of address space) than a small machine has."""
    def little_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))

    return subprocess.run([sys.executable, "-m", "treatygraph", *arguments], capture_output=True, text=True, cwd=cwd,
                          encoding="utf-8", check=False, preexec_fn=little_memory)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("treatygraph: ")
    return lines[0]


# ---- bytes that are no text of a report

UNUSABLE = [
    ("utf-16", TEXT.encode("utf-16"), "not UTF-8 but UTF-16, little-endian, by its byte order mark"),
    ("utf-16-be", b"\xfe\xff" + TEXT.encode("utf-16-be"), "not UTF-8 but UTF-16, big-endian"),
    ("utf-16 without mark", TEXT.encode("utf-16-le"), "it looks like utf_16_le"),
    ("utf-32", TEXT.encode("utf-32"), "not UTF-8 but UTF-32, little-endian"),
    ("gb18030", TEXT.encode("gb18030"), "it looks like gb18030"),
    ("empty", b"", "the file is empty"),
    ("white space", b" \r\n\t" * 1000, "the file is empty"),
    ("wide white space", "\u3000\u00a0\n".encode() * 1000, "white space"),
    ("binary", bytes(range(256)) * 999, "not UTF-8 at byte"),
    ("cut inside a character", TEXT.encode()[: len(TEXT[:5_000].encode()) + 1], "cut off inside its last character, at byte"),
]


@pytest.mark.parametrize(("data", "says"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE])
@pytest.mark.parametrize("command", ["build", "audit"])
def test_what_is_no_text_is_refused_in_one_line(command: str, data: bytes, says: str, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(data)
    out = ["--out", str(tmp_path / "out")] if command == "build" else []
    assert says in refusal(called(command, str(text), "--symbol", SYMBOL, "--language", "zh", *out))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["Hello world.\n", TEXT[:60]], ids=["no report", "half a header"])
@pytest.mark.parametrize("command", ["build", "audit"])
def test_what_is_hardly_a_report_gives_a_graph_and_a_warning(command: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    out = ["--out", str(tmp_path / "out")] if command == "build" else []
    done = called(command, str(tmp_path / "text.txt"), "--symbol", SYMBOL, "--language", "zh", *out)
    assert done.returncode == 0, done
    assert "Warning: conference-unknown" in done.stdout + done.stderr
    assert (tmp_path / "out").exists() == (command == "build")


def test_a_folder_and_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTextError, match="cannot be read"):
        SourceText.from_file(tmp_path)
    closed = tmp_path / "closed.txt"
    closed.write_text(TEXT)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("the tests run as a user who may read every file")
    with pytest.raises(UnreadableTextError, match="Permission denied"):
        SourceText.from_file(closed)


# ---- size

@pytest.mark.parametrize("command", ["build", "audit", "read"])
def test_a_hundred_megabytes_are_refused_at_once_with_the_figure(command: str, tmp_path: Path) -> None:
    text = tmp_path / "large.txt"
    with text.open("wb") as handle:
        handle.write(TEXT.encode())
        handle.truncate(104_857_600)
    out = ["--out", str(tmp_path / "out")] if command == "build" else []
    identity = ["--language", "zh", *(["--symbol", SYMBOL] if command != "read" else [])]
    line = refusal(run(command, str(text), *identity, *out, memory=700))
    assert "104.9 MB is more than the 2 MB" in line
    assert "--max-size 105" in line


def test_an_endless_input_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write_without_end() -> None:
        try:
            with pipe.open("wb") as handle:
                for _ in itertools.repeat(None):
                    handle.write(b"1. endless\n" * 1000)
        except BrokenPipeError:
            pass

    threading.Thread(target=write_without_end, daemon=True).start()
    with pytest.raises(UnreadableTextError, match="the input is more than the 2 MB"):
        SourceText.from_file(pipe)


def test_the_limit_may_be_raised_and_lowered(tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text(HEADER + "1. " + "会议欢迎各国参加。\n" * 80_000, encoding="utf-8")
    assert "2.2 MB is more than" in refusal(run("read", str(text)))
    done = run("--max-size", "3", "read", str(text))
    assert done.returncode == 0, done.stderr
    reset = LARGEST.set(1_000)
    try:
        with pytest.raises(UnreadableTextError, match="more than the 0 MB"):
            SourceText.from_file(text)
    finally:
        LARGEST.reset(reset)


@pytest.mark.parametrize("line", ["会议欢迎各国参加", "a", "（“", "\t", "1. ", "·", "A/"], ids=ascii)
def test_one_endless_line_is_read_and_its_sentence_reported(line: str) -> None:
    text = HEADER + "1. 一" + line * (300_000 // len(line)) + "\n"
    report = read_anew(text)
    assert report.reading.tree.write() == text
    assert {"sentence-too-long", "unread-cell", "unread-sentence", "unread-table"} & {f.kind for f in report.findings}


@pytest.mark.parametrize("deep", [50, 200])
def test_numbering_fifty_deep_is_read_without_recursion(deep: int) -> None:
    marks = itertools.cycle(["1. ", "(a) ", "(i) "])
    text = HEADER + "".join(f"{'  ' * level}{next(marks)}下列事项：\n" for level in range(deep))
    report = read_anew(text)
    assert report.reading.tree.write() == text
    deepest = max(sum(1 for _ in node.ancestors()) for node in report.reading.tree.root.walk())
    assert 40 <= deepest <= 70


# ---- half a text, two texts, pages in disorder

@pytest.mark.parametrize("share", range(5, 100, 5))
def test_half_a_text_is_read_as_far_as_it_goes_or_refused(share: int) -> None:
    text = TEXT[: len(TEXT) * share // 100]
    report = read_anew(text)
    assert report.reading.tree.write() == text
    whole = {record.iri for record in read_text(TEXT).records}
    strange = {record.iri for record in report.records} - whole
    assert len(strange) <= 12, strange  # a name or number cut in the middle, and what rests on it


@pytest.mark.parametrize("between", ["", "\n", "\n\n\f\n", "\n27\n"])
def test_two_reports_in_one_file_are_never_read_as_one(between: str) -> None:
    other = TEXT.replace("2021", "2019")
    line = TEXT.count("\n") + between.count("\n") + (1 if TEXT.endswith("\n") or between else 0)
    with pytest.raises(TreatyGraphError, match="another report begins here, for the header is printed again") as refused:
        read_anew(TEXT.rstrip("\n") + "\n" + between + other)
    assert abs(int(str(refused.value).split(":")[1]) - line) < 8


def test_a_running_head_is_no_second_report() -> None:
    pages = TEXT.split("\n\n")
    headed = "\n\n".join(page + ("\n\nCTBT-Art.XIV/2021/6\n\n会议报告" if number % 6 == 5 else "")
                         for number, page in enumerate(pages))
    assert read_anew(headed).records


def test_shuffled_pages_are_reported() -> None:
    pages = [TEXT[at : at + 1_500] for at in range(0, len(TEXT), 1_500)]
    report = read_anew("".join([pages[0], *reversed(pages[1:])]))
    assert sum(finding.kind == "numbering-out-of-order" for finding in report.findings) >= 5


# ---- characters that are not what they look like

ODD = [
    ("意大利和南非", "意大利\u202e和南非\u202c", "direction-control", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("意大利和南非", "意大利\u2066和\u2069南非", "direction-control", "U+2066 LEFT-TO-RIGHT ISOLATE"),
    ("意大利和南非", "意大利\x1b[31m和南非", "control-character", "U+001B"),
    ("意大利和南非", "意大利\x08和南非", "control-character", "U+0008"),
    ("意大利和南非", "意大\ufffd和南非", "no-character", "U+FFFD REPLACEMENT CHARACTER"),
    ("A/RES/75/87", "\u0410/RES/75/87", "look-alike-letter", "U+0410 CYRILLIC CAPITAL LETTER A"),
    ("Alessandro Cortese", "Alessandro \u0421ortese", "look-alike-letter", "U+0421 CYRILLIC CAPITAL LETTER ES"),
    ("CTBT-Art.XIV/2021/INF.1", "CTBT-Art.XIV/2021/\u0399NF.1", "look-alike-letter", "U+0399 GREEK CAPITAL LETTER IOTA"),
]


@pytest.mark.parametrize(("old", "new", "kind", "named"), ODD, ids=[row[3] for row in ODD])
def test_odd_characters_are_kept_and_reported(old: str, new: str, kind: str, named: str) -> None:
    text = TEXT.replace(old, new, 1)
    report = read_anew(text)
    assert report.reading.tree.write() == text
    found = [finding for finding in report.findings if finding.kind == kind]
    assert found, {finding.kind for finding in report.findings}
    assert named in found[0].message
    assert found[0].place.line == text[: text.index(new)].count("\n") + 1


def test_a_look_alike_letter_is_never_guessed() -> None:
    report = read_anew(TEXT.replace("A/RES/75/87", "\u0410/RES/75/87"))
    assert not [record for record in report.records if record.iri.endswith("document/A/RES/75/87")]


@pytest.mark.parametrize("words", ["Организация по ДВЗЯИ", "Αθήνα", "α-частица, β-распад", "ДВЗЯИ/CTBT", "Ratified (γ)"])
def test_words_of_one_alphabet_are_no_look_alikes(words: str) -> None:
    tree = read_tree(SourceText.from_bytes(f"1. {words}.\n".encode(), "x"), "zh")
    assert not [finding for finding in tree.findings if finding.kind == "look-alike-letter"]


def test_odd_characters_everywhere_make_few_findings() -> None:
    text = HEADER + "1. " + "字\x01" * 5_000 + "。\n"
    findings = read_tree(SourceText.from_bytes(text.encode(), "x"), "zh").findings
    assert 50 <= sum(finding.kind == "control-character" for finding in findings) <= 51
    assert any("4950 more places" in finding.message for finding in findings)


def test_the_shipped_report_has_no_odd_characters() -> None:
    kinds = {"control-character", "direction-control", "no-character", "look-alike-letter"}
    assert not [finding for finding in read_text(TEXT).findings if finding.kind in kinds]
