"""Holds a text exactly as stored, and counts its characters as RFC 5147 does.

Must not interpret a word of it.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from treatygraph.model import Place, Span, TreatyGraphError

TEXT_FILE = "text"
"""What a text that came from no file is called where a finding gives its place."""
_LINE_END = re.compile(r"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"
_ENOUGH_TO_GUESS = 65_536
MEGABYTE = 1_000_000
LARGEST: ContextVar[int] = ContextVar("LARGEST", default=2 * MEGABYTE)
"""How many bytes a text may have: some twenty times a long report, and what an ordinary machine can build."""
# By its first bytes (Unicode 16.0, 23.8); that of UTF-32 begins with that of UTF-16, so it is tried first.
_OTHER_BOMS = ((b"\xff\xfe\x00\x00", "UTF-32, little-endian"), (b"\x00\x00\xfe\xff", "UTF-32, big-endian"),
               (b"\xff\xfe", "UTF-16, little-endian"), (b"\xfe\xff", "UTF-16, big-endian"))


class UnreadableTextError(TreatyGraphError):
    """The bytes are not a text that can be read: binary, empty, or in another encoding than UTF-8."""


@dataclass(frozen=True)
class SourceText:
    """A text in memory.

    `text` has no byte order mark and one character per line end, so its indices are RFC 5147 character
    positions; `line_ends` and `has_bom` keep what is needed to write the same bytes again.
    """

    name: str
    text: str
    has_bom: bool
    line_ends: tuple[str, ...]
    sha256: str

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> SourceText:
        """Decode UTF-8 with or without BOM; raise UnreadableTextError with what the bytes look like instead."""
        has_bom = data.startswith(_BOM)
        body = data[len(_BOM) :] if has_bom else data
        if not body.strip():
            raise UnreadableTextError(f"{name}: the file is empty; give the text of a report")
        try:
            decoded = body.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise UnreadableTextError(_wrong_encoding(name, data, fault)) from None
        if "\x00" in decoded:
            raise UnreadableTextError(
                f"{name}: the file holds NUL bytes at byte {body.index(0)}, so it is binary or UTF-16; "
                "save it as plain text in UTF-8"
            )
        if not decoded.strip():
            raise UnreadableTextError(f"{name}: the file is empty but for white space; give the text of a report")
        ends = tuple(_LINE_END.findall(decoded)) if "\r" in decoded else ()
        text = _LINE_END.sub("\n", decoded) if ends else decoded
        if set(ends) == {"\n"}:
            ends = ()
        return cls(name, text, has_bom, ends, hashlib.sha256(data).hexdigest())

    @classmethod
    def from_file(cls, path: Path) -> SourceText:
        """Read a file; raise UnreadableTextError where it cannot be opened or decoded."""
        largest = LARGEST.get()
        try:
            size = path.stat().st_size
            with path.open("rb") as handle:
                data = handle.read(largest + 1) if size <= largest else b""
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise UnreadableTextError(f"{path}: cannot be read ({reason})") from None
        if max(size, len(data)) > largest:
            raise UnreadableTextError(_too_large(path, size, largest))
        return cls.from_bytes(data, str(path))

    def to_bytes(self, text: str | None = None) -> bytes:
        """Write `text` (by default the text itself) with the line ends and BOM the file had."""
        body = self.text if text is None else text
        if self.line_ends:
            ends = iter(self.line_ends)
            body = re.sub("\n", lambda _: next(ends, "\n"), body)
        return (_BOM if self.has_bom else b"") + body.encode("utf-8")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of a character offset."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def place(self, span: Span) -> Place:
        """Return where a span begins, for messages."""
        line, column = self.line_column(span.start)
        return Place(self.name, line, column, span)

    def quote(self, span: Span) -> str:
        """Return the stored characters of a span."""
        return self.text[span.start : span.end]


def check_size(name: str, size: int) -> None:
    """Raise UnreadableTextError where a text, of a file or converted, has more bytes than LARGEST."""
    if size > LARGEST.get():
        raise UnreadableTextError(_too_large(name, size, LARGEST.get()))


def _too_large(path: Path | str, size: int, largest: int) -> str:
    given = f"{size / MEGABYTE:,.1f} MB" if size > largest else "the input"
    least = max(size, largest + 1) // MEGABYTE + 1
    return (f"{path}: {given} is more than the {largest / MEGABYTE:,.0f} MB that a text may have; give one report, or "
            f"allow more with --max-size {least} before the command (reading takes about 1 minute and 0.2 GB a MB, "
            "building about 4 minutes and 2 GB)")


def _wrong_encoding(name: str, data: bytes, fault: UnicodeDecodeError) -> str:
    for mark, encoding in _OTHER_BOMS:
        if data.startswith(mark):
            return f"{name}: not UTF-8 but {encoding}, by its byte order mark; convert it to UTF-8 first"
    if fault.reason == "unexpected end of data" and fault.start > 0:
        return f"{name}: cut off inside its last character, at byte {fault.start}; get the whole file"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only a faulty input pays for this import

    guess = from_bytes(data[:_ENOUGH_TO_GUESS]).best()
    looks_like = f"it looks like {guess.encoding}" if guess else "it does not look like text"
    return f"{name}: not UTF-8 at byte {fault.start} ({looks_like}); convert it to UTF-8 first"
