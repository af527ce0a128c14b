"""Words of a report, a graph or a store move no cursor: nobody but the commands prints a line."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import click
import pytest
from rich.console import Console
from store_servers import Stub, bulk

from treatygraph import cli
from treatygraph.commands.terminal import Terminal, guard, unguarded
from treatygraph.model import brief, visible

pytestmark = pytest.mark.hardening

FORGED = "no\x1b[1A\x1b[2K\rtreatygraph: all is well\x9b2K\x07\x08\x7f\u2028"


@pytest.mark.parametrize(("given", "shown"), [
    ("plain\ttext\r\n会议 é\n", "plain\ttext\n会议 é\n"),
    ("a\x1b[1A\x1b[2Kb", "a\\x1b[1A\\x1b[2Kb"),
    ("a\rb\x07\x08\x9bc\x7f", "a\\rb\\x07\\x08\\x9bc\\x7f"),
    ("\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m"),
    ("\x1b[38;5;8mgrey\x1b[38;2;8;8;8m", "\x1b[38;5;8mgrey\x1b[38;2;8;8;8m"),
    ("\x1b[8munseen", "\\x1b[8munseen"),
    ("\x1b[0;8munseen", "\\x1b[0;8munseen"),
    ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
    ("\x1b", "\\x1b"),
])
def test_what_reaches_a_terminal(given: str, shown: str) -> None:
    stream = io.StringIO()
    assert Terminal(stream).write(given) == len(given)
    assert stream.getvalue() == shown


def test_printing_goes_through_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, pipe = Screen(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", pipe)
    guard()
    guard()
    assert unguarded(sys.stdout) is screen
    assert sys.stderr is pipe
    click.echo(FORGED)
    print(FORGED)
    Console(force_terminal=True, markup=False, highlight=False).print(FORGED, style="bold")
    assert "\x1b[1A" not in screen.getvalue()
    assert "\x1b[1m" in screen.getvalue()
    assert "\x9b" not in screen.getvalue()


def test_brief_words_are_visible() -> None:
    assert brief(FORGED, 200) == "no\\x1b[1A\\x1b[2K treatygraph: all is well\\x9b2K\\x07\\x08\\x7f"
    assert visible(visible(FORGED)) == visible(FORGED)


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    with pytest.raises(SystemExit):
        cli.main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_a_file_whose_name_forges_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("read", FORGED), ("convert", FORGED), ("query", "CQ-01", "--data", FORGED)):
        shown = told(capsys, *arguments)
        assert len(shown.strip().splitlines()) == 1
        assert "\x1b" not in shown
        assert "\x9b" not in shown


def test_a_store_whose_words_forge_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: BaseHTTPRequestHandler, *_: object) -> bool:
        handler.answer(400, FORGED.encode())  # type: ignore[attr-defined]
        return True

    data = bulk(tmp_path, 2)
    with Stub() as stub:
        stub.on_put = answer
        shown = told(capsys, "load", stub.url, "--kind", "graph-store", "--data", data)
        stub.on_get = answer
        shown += told(capsys, "diff", stub.url, "--kind", "graph-store", "--data", data)
    assert "all is well" in shown
    assert not [line for line in shown.splitlines() if line.startswith("treatygraph: all is well")]
    assert "\x1b" not in shown


def test_on_a_terminal_a_graph_forges_no_line(tmp_path: Path) -> None:
    data, query = tmp_path / "x.nt", tmp_path / "x.rq"
    data.write_text('<urn:s> <urn:p> "no\\u001B[1A\\u001B[2K\\rforged" .\n', encoding="utf-8")
    query.write_text("SELECT ?o { ?s ?p ?o }", encoding="utf-8")
    ours, theirs = pty.openpty()
    running = subprocess.Popen([sys.executable, "-m", "treatygraph", "query", str(query), "--data", str(data), "--format", "csv"],
                               stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the terminal is closed
        pass
    running.wait(60)
    os.close(ours)
    assert b"no\\x1b[1A\\x1b[2K\\rforged" in shown
    assert b"\x1b[1A" not in shown
