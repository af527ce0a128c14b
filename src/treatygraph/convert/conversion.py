"""Opens the text of a file of any format that can be read, and records how it was converted.

Must not write a file, and leaves a plain text as it is unless asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from treatygraph import __version__
from treatygraph.convert.blocks import Change, ConversionError
from treatygraph.convert.confined import Progress, convert_confined, offsets
from treatygraph.convert.formats import HEAD, LARGEST, MEDIA_TYPES, Format, check_archive, format_of
from treatygraph.convert.plain import convert_plain, wrapped
from treatygraph.model import Finding, Severity, Span
from treatygraph.read.source import SourceText, check_size

SUFFIX = ".txt"
RECORD = ".conversion.json"
_MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Conversion:
    """How a text was made of a file: both checksums, what did it, and every change."""

    original: Path
    format: Format
    sha256: str
    text: str
    converter: str
    changes: tuple[tuple[Change, int], ...]
    source: SourceText

    @property
    def media_type(self) -> str:
        """The media type (RFC 6838) of the original."""
        return MEDIA_TYPES[self.format]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader must know: one finding of each kind, at the first place, that says how often it was done."""
        groups: dict[tuple[str, Severity], list[tuple[Change, int]]] = {}
        for change, offset in self.changes:
            groups.setdefault((change.kind, change.severity), []).append((change, offset))
        return tuple(self._finding(*group[0], _told(group)) for group in groups.values())

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every single change as a finding."""
        return tuple(self._finding(change, offset, change.message) for change, offset in self.changes)

    def _finding(self, change: Change, offset: int, message: str) -> Finding:
        place = self.source.place(Span(offset, offset))
        return Finding(f"conversion/{change.kind}", change.severity, message, place, change.words)

    def files(self, name: str | None = None) -> dict[str, bytes]:
        """Return the converted text and the record of its making, by file name: report.docx.txt and so on."""
        name = name or self.original.name + SUFFIX
        record = json.dumps(self.record(name), ensure_ascii=False, indent=1) + "\n"
        return {name: self.text.encode("utf-8"), name.removesuffix(SUFFIX) + RECORD: record.encode("utf-8")}

    def record(self, name: str) -> dict[str, Any]:
        """Return the record of the conversion as plain data; offsets count characters of the converted text."""
        return {
            "original": {"file": self.original.name, "mediaType": self.media_type, "sha256": self.sha256},
            "converted": {"file": name, "sha256": self.source.sha256, "characters": len(self.source.text)},
            "converter": self.converter,
            "changes": [{"kind": change.kind, "severity": change.severity.value, "start": offset,
                         "line": self.source.line_column(offset)[0], "words": change.words, "message": change.message}
                        for change, offset in self.changes],
        }


def _told(group: Sequence[tuple[Change, int]]) -> str:
    """Return the message of changes of one kind: that of the first, how many there are, and what else they say."""
    first = group[0][0].message
    if len(group) == 1:
        return first
    others = [message for message in dict.fromkeys(change.message for change, _ in group) if message != first]
    also = f"; among them: {'; '.join(others[:_MOST_EXAMPLES])}" if others else ""
    more = "; and others" if len(others) > _MOST_EXAMPLES else ""
    return f"{first}; {len(group)} such changes in all{also}{more}"


@dataclass(frozen=True)
class Opened:
    """A text ready to be read, and how it was converted, where it was."""

    source: SourceText
    conversion: Conversion | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file as received."""
        return self.conversion.sha256 if self.conversion else self.source.sha256

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the conversion, if there was one."""
        return self.conversion.findings if self.conversion else ()


def open_text(path: Path) -> Opened:
    """Return the text of a file: plain text as it stands, other formats converted.

    Raises UnreadableTextError where a plain text cannot be read or a text is too large, and ConversionError where
    another format cannot be converted.
    """
    form = detect(path)
    if form is Format.TEXT:
        return Opened(SourceText.from_file(path))
    conversion = convert(path, form)
    check_size(str(path), len(conversion.text.encode("utf-8")))
    return Opened(conversion.source, conversion)


def detect(path: Path) -> Format:
    """Tell the format of a file by its content; a file that cannot be opened counts as text, and fails as such."""
    try:
        with path.open("rb") as handle:
            head = handle.read(HEAD)
    except OSError:
        return Format.TEXT
    form = format_of(head, str(path))
    return check_archive(_bytes(path, Format.DOCX), str(path)) if form is None else form


def convert(path: Path, form: Format | None = None, *, rejoin: bool | None = None,
            progress: Progress = lambda _: None) -> Conversion:
    """Convert a file to the project's plain-text layout.

    `rejoin` says whether the lines of a plain text are joined; by default, where it looks copied out of pages.
    `progress` is told how far it is.
    Raises ConversionError or UnreadableTextError where the file cannot be used.
    """
    form = detect(path) if form is None else form
    if form is Format.TEXT:
        source = SourceText.from_file(path)
        return _plain(path, source, wrapped(source.text) if rejoin is None else rejoin)
    data = _bytes(path, form)
    text, changes, libraries = convert_confined(data, form, str(path), progress)
    return _conversion(path, form, hashlib.sha256(data).hexdigest(), text, changes, libraries)


def _plain(path: Path, source: SourceText, rejoin: bool) -> Conversion:
    if not rejoin:
        return Conversion(path, Format.TEXT, source.sha256, source.to_bytes().decode("utf-8"), _ours(), (), source)
    text, changes = offsets(convert_plain(source.text))
    return _conversion(path, Format.TEXT, source.sha256, text, changes, "")


def _conversion(path: Path, form: Format, sha256: str, text: str, changes: list[tuple[Change, int]],
                libraries: str) -> Conversion:
    if not text.strip():
        raise ConversionError(f"{path}: no text is left after conversion; give the text of a report")
    made = SourceText.from_bytes(text.encode("utf-8"), f"{path}{SUFFIX}")
    return Conversion(path, form, sha256, text, "; ".join(filter(None, (_ours(), libraries))), tuple(changes), made)


def _ours() -> str:
    return f"treatygraph {__version__}"


def _bytes(path: Path, form: Format) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST[form]:
            raise ConversionError(f"{path}: {size:,} bytes, more than the {LARGEST[form]:,} that a .{form} report may "
                                  "have; give a smaller file")
        return path.read_bytes()
    except OSError as fault:
        raise ConversionError(f"{path}: cannot be read ({fault.strerror or type(fault).__name__})") from None


