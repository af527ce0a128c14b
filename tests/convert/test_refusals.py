"""What cannot be converted is refused in one clear line, in bounded time, and nothing is half written."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import made_documents as made
import pytest

from treatygraph.cli import main
from treatygraph.convert import confined
from treatygraph.convert.blocks import ConversionError
from treatygraph.convert.conversion import convert, detect
from treatygraph.convert.formats import Format


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in members.items():
            whole.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


def call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.mark.parametrize(("data", "message"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc file or an encrypted Office file"),
    (b"{\\rtf1 x}", "an RTF file"),
    (b"\x89PNG\r\n\x1a\n", "a picture; run text recognition over it"),
    (b"\x1f\x8b\x08", "a gzip archive; unpack it"),
    (b"PK\x05\x06" + bytes(18), "an empty archive"),
    (b"PK\x03\x04 cut off", "a broken archive"),
    (archive(xl__workbook_xml=b"x"), "a spreadsheet, not a Word document"),
    (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
    (archive(bomb=bytes(50_000_000)), r"would unpack to 50,000,000 bytes in 1 files, out of all proportion"),
    (archive(**{"[Content_Types]_xml": b"wordprocessingml.template.main"}), "a Word template, or a document with macros"),
])
def test_other_formats_are_named(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(data)
    with pytest.raises(ConversionError, match=message):
        convert(path)


@pytest.mark.parametrize(("name", "data", "form"), [
    ("a.txt", b"%PDF-1.7\n", Format.PDF), ("a.pdf", b"1. Text.\n", Format.TEXT),
    ("a.txt", b"<!DOCTYPE html><p>x", Format.HTML), ("a.txt", b"\xef\xbb\xbf<html lang=en>", Format.HTML),
    ("a.txt", "\ufeff<html>".encode("utf-16-le"), Format.HTML), ("a.html", b"<p>1. Text.</p>", Format.HTML),
    ("a.txt", b"<p>1. Text.</p>", Format.TEXT), ("a.html", b"1. Text", Format.TEXT),
    ("a.pdf", archive(**{"[Content_Types]_xml": b"wordprocessingml.document.main"}), Format.DOCX),
])
def test_content_tells_the_format(name: str, data: bytes, form: Format, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert detect(path) is form


def test_a_missing_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(confined, "find_spec", lambda _: None)
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    code, out, err = call(["convert", str(path)], capsys)
    assert (code, out) == (2, "")
    assert err == f"treatygraph: {path}: reading .pdf needs pypdfium2; run: pip install 'treatygraph[formats]'\n"


@pytest.mark.parametrize("command", [
    ["convert", "FILE", "-o", "out.txt"], ["read", "FILE"],
    ["build", "FILE", "--symbol", "CTBT-Art.XIV/2021/6", "--language", "zh", "--out", "out"],
    ["audit", "FILE", "--symbol", "CTBT-Art.XIV/2021/6", "--language", "zh"],
])
def test_a_broken_file_ends_every_command_and_writes_nothing(command: list[str], tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pypdfium2")
    monkeypatch.chdir(tmp_path)
    Path("broken.pdf").write_bytes(b"%PDF-1.7 broken")
    code, out, err = call([word.replace("FILE", "broken.pdf") for word in command], capsys)
    assert (code, out) == (2, "")
    assert err.startswith("treatygraph: broken.pdf: not a PDF file that can be read")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.pdf"]


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lxml")

    def stalled(*_: object, timeout: int, **__: object) -> None:
        raise subprocess.TimeoutExpired("converter", timeout)

    monkeypatch.setattr(subprocess, "run", stalled)
    with pytest.raises(ConversionError, match="x: converting takes more than 7 seconds"):
        confined.convert_confined(b"<html>", Format.HTML, "x", seconds=7)


@pytest.mark.parametrize(("answer", "message"), [
    (subprocess.CompletedProcess([], -11, b"", b""), r"broke down on this file \(signal 11\)"),
    (subprocess.CompletedProcess([], 1, b"", b"Traceback\nMemoryError"), r"\(MemoryError\)"),
    (subprocess.CompletedProcess([], 0, json.dumps({"error": "x: why"}).encode(), b""), "^x: why$"),
])
def test_a_converter_that_breaks_down(answer: subprocess.CompletedProcess[bytes], message: str,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lxml")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(ConversionError, match=message):
        confined.convert_confined(b"<html>", Format.HTML, "x")


def test_memory_is_bounded() -> None:
    pytest.importorskip("resource", reason="memory is limited where the system can")
    code = "from treatygraph.convert import confined; confined._limit(60); bytearray(confined.MEMORY)"
    import os
    import sys

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_the_command_writes_text_and_record_and_keeps_the_original(tmp_path: Path,
                                                                  capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "report.html"
    path.write_text(made.page("<ol><li>One.</li></ol><nav>Home</nav>"), encoding="utf-8")
    code, out, err = call(["convert", str(path)], capsys)
    assert (code, out) == (0, "1. One.\n")
    assert f"{path.name}:1:1: Info: conversion/hidden-words-dropped:" in err
    assert call(["convert", str(path), "-o", str(tmp_path)], capsys)[0] == 0
    assert (tmp_path / "report.html.txt").read_text(encoding="utf-8") == "1. One.\n"
    record = json.loads((tmp_path / "report.html.conversion.json").read_text(encoding="utf-8"))
    assert [change["words"] for change in record["changes"]] == ["Home"]
    code, _, err = call(["convert", str(path), "-o", str(path)], capsys)
    assert code == 2
    assert "this is the original, which stays as it is" in err


def test_a_text_that_need_not_change_stays_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "copy.txt"
    assert call(["convert", str(made.REPORT), "-o", str(target)], capsys)[0] == 0
    assert target.read_bytes() == made.REPORT.read_bytes()
