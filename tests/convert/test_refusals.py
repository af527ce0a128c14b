"""What cannot be converted is refused in one clear line, in bounded time, and nothing is half written."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from contextvars import ContextVar
from pathlib import Path

import made_documents as made
import pytest

from treatygraph.cli import main
from treatygraph.convert import confined
from treatygraph.convert.blocks import ConversionError
from treatygraph.convert.conversion import convert, detect
from treatygraph.convert.formats import Format, check_archive

pytestmark = pytest.mark.hardening


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

    def stalled(_call: object, _data: bytes, seconds: int, _progress: object) -> None:
        raise subprocess.TimeoutExpired("converter", seconds)

    monkeypatch.setattr(confined, "_run", stalled)
    with pytest.raises(ConversionError, match=r"x: converting takes more than 30 seconds; .*--max-seconds 120 before"):
        confined.convert_confined(b"<html>", Format.HTML, "x")


@pytest.mark.parametrize(("answer", "message"), [
    ((-11, b"", ""), "x: converting takes more than 512 MB; .*--max-memory 2048 before the command"),
    ((-24, b"", ""), "x: converting takes more than 30 seconds"),
    ((1, b"", "MemoryError"), "x: converting takes more than 512 MB"),
    ((1, b"", "ZeroDivisionError: division by zero"), "^x: the converter broke down on this file; save it again"),
    ((0, b'{"full": true}', ""), "x: converting takes more than 512 MB"),
    ((0, json.dumps({"error": "x: why"}).encode(), ""), "^x: why$"),
])
def test_a_converter_that_breaks_down(answer: tuple[int, bytes, str], message: str,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lxml")
    monkeypatch.setattr(confined, "_run", lambda *_: answer)
    with pytest.raises(ConversionError, match=message):
        confined.convert_confined(b"<html>", Format.HTML, "x")


def test_memory_is_bounded() -> None:
    pytest.importorskip("resource", reason="memory is limited where the system can")
    code = "from treatygraph.convert import confined; confined._limit(60, 100); held = bytearray(60_000_000); print(len(held), flush=True); bytearray(60_000_000)"
    import os
    import sys

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.stdout == b"60000000\n"
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


FEW = ["--max-seconds", "5", "--max-memory", "100"]


def convert_file(path: Path, *limits: str) -> str:
    """Convert a file by the command within these limits, and return what came of it."""
    with pytest.MonkeyPatch.context() as patch:
        # What these options set holds for the rest of the process otherwise.
        patch.setattr(confined, "SECONDS", ContextVar("SECONDS", default=30))
        patch.setattr(confined, "MEGABYTES", ContextVar("MEGABYTES", default=512))
        with pytest.raises(SystemExit) as ended:
            main([*limits, "convert", str(path), "-o", str(path.parent / "out.txt")])
    return "refused" if ended.value.code else ""


def test_a_form_that_stands_for_ten_of_another_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seven forms, each drawn ten times by the next, are 49 million letters in three kilobytes."""
    pytest.importorskip("pypdfium2")
    path = tmp_path / "x.pdf"
    path.write_bytes(made.forms_within_forms(7))
    assert convert_file(path, *FEW) == "refused"
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1
    assert f"{path}: converting takes more than " in told
    path.write_bytes(made.forms_within_forms(2))
    assert convert_file(path, *FEW) == ""


@pytest.mark.parametrize("body", [
    "".join(f"<tr><td colspan=100 rowspan=100>{n}<td colspan=100>x</tr>" for n in range(5_000)),
    ("<tr>" + "<td colspan=100>x" * 9 + "</tr>") * 30,
])
def test_a_table_of_cells_that_span_others(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lxml")
    from treatygraph.convert import markup

    monkeypatch.setattr(markup, "_MOST_CELLS", 20_000)
    with pytest.raises(ConversionError, match="its tables have more than 1,000 columns or 20,000 cells"):
        markup.convert_html(made.page(f"<table>{body}</table>").encode(), "x")


def test_limits_that_are_stated_can_be_raised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "x.html"
    path.write_text(made.page("<p>" + "words " * 1_500_000 + "</p>"), encoding="utf-8")
    assert convert_file(path, "--max-memory", "64") == "refused"
    assert "converting takes more than 64 MB; give a smaller or simpler file, or allow more with --max-memory 256" in \
        capsys.readouterr().err
    assert convert_file(path, "--max-memory", "512") == ""


def test_a_text_that_is_too_large_once_converted_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "x.html"
    path.write_text(made.page("<p>" + "words " * 400_000 + "</p>"), encoding="utf-8")
    code, _, err = call(["read", str(path)], capsys)
    assert (code, "2.4 MB is more than the 2 MB that a text may have" in err) == (2, True)


def test_no_message_is_an_exception() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("1. Text.")
    whole, told = made.saved(document), [""]
    for at in range(0, len(whole), len(whole) // 50):
        data = whole[:at] + bytes(40) + whole[at + 40:]
        try:
            confined.convert_here(data, check_archive(data, "x"), "x")
        except ConversionError as fault:
            told.append(str(fault))
    with pytest.raises(ConversionError) as refused:
        confined.convert_here(b"%PDF-1.7 broken", Format.PDF, "x")
    told.append(str(refused.value))
    assert len(told) > 5
    assert not [words for words in told for word in ("Error", "Exception", "PDFium", "b'", "0x") if word in words]


def test_progress_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    path, told = tmp_path / "x.pdf", []
    path.write_bytes(made.forms_within_forms(2))
    convert(path, progress=told.append)
    assert told == ["page 1 of 1"]
