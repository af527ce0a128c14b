"""Checks how bytes become a text, what is refused, and how places are counted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import report_text

from treatygraph.model import Span
from treatygraph.read.source import SourceText, UnreadableTextError

TEXT = report_text()


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"", ["the file is empty"]),
        (b"\xef\xbb\xbf", ["the file is empty"]),
        (b" \r\n\t\n", ["the file is empty"]),
        (TEXT.encode("utf-16"), ["not UTF-8 but UTF-16, little-endian", "convert it to UTF-8 first"]),
        (TEXT.encode("gb18030"), ["not UTF-8 at byte 61", "it looks like gb18030", "convert it to UTF-8 first"]),
        (TEXT.encode("big5", "ignore"), ["not UTF-8 at byte", "it looks like"]),
        ("Café crème, déjà vu à l'été: où est le naïf garçon? Élève, forêt, île, âme, cœur".replace("œ", "oe").encode("latin-1"),
         ["not UTF-8 at byte 3", "it looks like"]),
        (b"1. \x00abc", ["NUL bytes at byte 3", "binary or UTF-16"]),
        ("Report".encode("utf-16-le"), ["NUL bytes at byte 1", "save it as plain text in UTF-8"]),
        (b"\xef\xbb\xbf1. \x00abc", ["NUL bytes at byte 3"]),
        (b"1. abc \xff", ["not UTF-8 at byte 7"]),
        (bytes(range(128, 256)) * 8, ["not UTF-8 at byte 0"]),
        (b"\xed\xa0\x80 lone surrogate", ["not UTF-8 at byte 0"]),
    ],
)
def test_refused_bytes(data: bytes, parts: list[str]) -> None:
    with pytest.raises(UnreadableTextError) as refused:
        SourceText.from_bytes(data, "report.txt")
    message = str(refused.value)
    assert message.startswith("report.txt: ")
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_refused_files(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTextError, match="cannot be read"):
        SourceText.from_file(tmp_path / "absent.txt")
    with pytest.raises(UnreadableTextError, match="cannot be read"):
        SourceText.from_file(tmp_path)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufeff"), min_size=1), st.booleans())
def test_bytes_come_back(text: str, bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    if not text.strip():
        return
    source = SourceText.from_bytes(data, "x")
    assert source.to_bytes() == data
    assert source.has_bom is bom
    assert "\r" not in source.text
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("data", "ends"), [(b"a\nb\n", ()), (b"a\r\nb", ("\r\n",)), (b"a\rb\nc\r\nd", ("\r", "\n", "\r\n"))])
def test_line_ends_are_kept_only_where_they_differ(data: bytes, ends: tuple[str, ...]) -> None:
    source = SourceText.from_bytes(data, "x")
    assert source.line_ends == ends
    assert source.text == data.decode().replace("\r\n", "\n").replace("\r", "\n")


def test_a_changed_text_is_written_with_the_file_s_line_ends() -> None:
    source = SourceText.from_bytes(b"\xef\xbb\xbfa\r\nb\r\n", "x")
    assert source.to_bytes("c\nd\ne\n") == b"\xef\xbb\xbfc\r\nd\r\ne\n"


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (3, (3, 1)), (5, (3, 3)), (6, (4, 1)), (7, (4, 2))],
)
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]) -> None:
    source = SourceText.from_bytes("甲\n\n乙\U0001f600\n丙".encode(), "x")
    assert source.line_column(offset) == place


def test_a_place_names_file_line_column_and_span() -> None:
    source = SourceText.from_bytes("\ufeff一\r\n二三\r\n".encode(), "x.txt")
    place = source.place(Span(3, 4))
    assert (place.file, place.line, place.column, place.span) == ("x.txt", 2, 2, Span(3, 4))
    assert source.quote(place.span) == "三"


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(["a", "\n", "甲"]), min_size=1).map("".join).filter(str.strip), st.data())
def test_lines_and_columns_agree_with_the_text(text: str, data: st.DataObject) -> None:
    source = SourceText.from_bytes(text.encode(), "x")
    offset = data.draw(st.integers(0, len(text) - 1))
    line, column = source.line_column(offset)
    assert text.split("\n")[line - 1][column - 1 : column] == text[offset].strip("\n")
