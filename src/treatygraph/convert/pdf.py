"""Reads a PDF file's text with pypdfium2: letters with their places, gathered into lines, notes told apart.

Must not join lines into paragraphs, and runs nothing that a file brings along: no script, form or link.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from treatygraph.convert.blocks import FOOTNOTE_MARK, MARKED, ConversionError, Converted, is_wide
from treatygraph.convert.flow import Flow
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.wording import unfold_glyphs
from treatygraph.model import Severity

MOST_PAGES = 3000
_WIDE_GAP = 1.6
_SAME_LINE = 0.45
_SMALLER = 0.8
_NOTE_SIZE = 0.93
_LEAST_LETTERS = 8
_INVISIBLE = 3
_SIGNS = "*†‡§¶"
_SLACK = 0.02
_BLANKS = {"\x00", " ", "\u00a0"}  # NUL stands for a space that the file does not hold


@dataclass(slots=True)
class _Letter:
    text: str
    left: float
    right: float
    base: float
    size: float


def convert_pdf(data: bytes, name: str) -> Converted:
    """Return the blocks of a PDF file.

    Raises ConversionError where it is broken, encrypted, has too many pages, or pages without a text layer.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - an optional extra

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise ConversionError(f"{name}: the PDF file is encrypted; save a copy without a password first") from None
        raise ConversionError(f"{name}: not a PDF file that can be read ({fault}); save or download it again") from None
    try:
        return _convert(document, name)
    finally:
        document.close()


def _convert(document: Any, name: str) -> Converted:
    count = len(document)
    if count > MOST_PAGES:
        raise ConversionError(f"{name}: {count} pages, more than {MOST_PAGES}; give the pages of one report")
    pages, silent, converted = [], [], Converted()
    odd: Counter[str] = Counter()
    for index in range(count):
        letters = list(_letters(document, index, odd))
        pages.append(_lines(letters, index))
        if sum(not letter.text.isspace() for letter in letters) < _LEAST_LETTERS and _has_picture(document, index):
            silent.append(index + 1)
    if not any(pages):
        what = "its pages are pictures (a scan)" if silent else "its pages are empty"
        raise ConversionError(f"{name}: no text in the PDF file: {what}; run text recognition over it, or give a "
                              "text file")
    if silent:
        converted.note("page-without-text", f"page(s) {', '.join(map(str, silent))} are pictures without a text "
                       "layer; what they say is missing", severity=Severity.WARNING)
    for kind, message, severity in (
        ("glyph-without-letter", "letters have no Unicode value in the file and may be wrong", Severity.WARNING),
        ("invisible-text", "letters are invisible, as in a scan with recognised text; they may be wrong",
         Severity.WARNING),
        ("turned-text-dropped", "letters do not stand upright (a watermark or margin note) and were left out",
         Severity.WARNING),
        ("glyphs-unfolded", "ligatures, radicals or presentation forms were written as the letters they stand for",
         Severity.INFO),
    ):
        if odd[kind]:
            converted.note(kind, f"{odd[kind]} {message}", severity=severity)
    _measure(pages)
    _mark_notes(pages)
    return Flow(pages, _SLACK, converted=converted).run()


def _letters(document: Any, index: int, odd: Counter[str]) -> Iterator[_Letter]:
    """Yield the letters of a page in the order of the file, which for right-to-left text is the order of reading."""
    from pypdfium2 import raw  # noqa: PLC0415

    page = document[index]
    text = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    try:
        for at in range(raw.FPDFText_CountChars(text)):
            code = raw.FPDFText_GetUnicode(text, at)
            char = chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "-" if code == 2 else ""
            raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            size = raw.FPDFText_GetFontSize(text, at)
            matrix = raw.FS_MATRIX()
            if raw.FPDFText_GetMatrix(text, at, matrix):
                size *= (matrix.c**2 + matrix.d**2) ** 0.5
            generated = raw.FPDFText_IsGenerated(text, at) == 1
            if not char or (generated and not char.isspace()):
                continue
            if not generated:
                if abs(raw.FPDFText_GetCharAngle(text, at)) % 6.28 > 0.2 and not char.isspace():
                    odd["turned-text-dropped"] += 1
                    continue
                odd["glyph-without-letter"] += raw.FPDFText_HasUnicodeMapError(text, at) == 1
                item = raw.FPDFText_GetTextObject(text, at)
                odd["invisible-text"] += bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
            plain = unfold_glyphs(char)
            odd["glyphs-unfolded"] += plain != char
            yield _Letter("\x00" if generated else plain, left.value, right.value, y.value, size or 1.0)
    finally:
        text.close()
        page.close()


def _has_picture(document: Any, index: int) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415

    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    finally:
        page.close()


# ---- lines

def _lines(letters: list[_Letter], page: int) -> list[PageLine]:
    """Gather letters into lines by their baselines, from the top of the page down."""
    runs = _runs(letters)
    runs.sort(key=lambda run: -run[0].base)
    grouped: list[list[list[_Letter]]] = []
    for run in runs:
        near = next((group for group in reversed(grouped[-3:])
                     if abs(group[0][0].base - run[0].base) < _SAME_LINE * max(_size(run), _size(group[0]))), None)
        if near is None:
            grouped.append([run])
        else:
            near.append(run)
    lines: list[PageLine] = []
    above: float | None = None
    for group in grouped:
        main = max(group, key=len)
        size, base = _size(main), main[0].base
        segments = _segments(group, base, size)
        if not segments:
            continue
        pitch = None if above is None else above - base
        lines.append(PageLine(segments, pitch, size, page))
        above = base
    return lines


def _size(run: list[_Letter]) -> float:
    return Counter(round(letter.size, 1) for letter in run).most_common(1)[0][0] or 1.0


def _runs(letters: list[_Letter]) -> list[list[_Letter]]:
    """Cut the letters where the line, the size, or the direction of writing jumps."""
    runs: list[list[_Letter]] = []
    for letter in letters:
        blank = letter.text in _BLANKS
        if runs and blank:
            runs[-1].append(letter)
            continue
        last = next((other for other in reversed(runs[-1]) if other.text not in _BLANKS), None) if runs else None
        near = next((other for other in reversed(runs[-1]) if other.text != "\x00"), None) if runs else None
        if last is not None and near is not None and abs(last.base - letter.base) < 0.1 * last.size \
                and abs(last.size - letter.size) < 0.1 * last.size \
                and max(letter.left - near.right, near.left - letter.right) < _WIDE_GAP * letter.size:
            runs[-1].append(letter)
        elif not blank:
            runs.append([letter])
    return runs


def _segments(group: list[list[_Letter]], base: float, size: float) -> list[Segment]:
    """Join the runs of one line, from left to right, where no wide gap stands between them.

    A small raised sign is the mark of a footnote.
    """
    found: list[Segment] = []
    runs = sorted(group, key=lambda run: min(letter.left for letter in run))
    right_to_left = sum("\u0590" <= letter.text <= "\u08ff" for run in runs for letter in run) * 2 > sum(map(len, runs))
    for run in reversed(runs) if right_to_left else runs:
        inked = [letter for letter in run if letter.text not in _BLANKS]
        if not inked:
            continue
        left, right = min(letter.left for letter in inked), max(letter.right for letter in inked)
        words = _words(run)
        mark = words.strip()
        raised = _size(run) < size * _SMALLER and run[0].base > base + 0.12 * size
        if (raised and mark.isalnum() and len(mark) <= 3) or (mark and len(mark) <= 4 and set(mark) <= set(_SIGNS)):
            words = words.replace(mark, f"[{mark}]")
        gap = min(abs(left - found[-1].right), abs(found[-1].left - right)) if found else 0.0
        if found and (gap < _WIDE_GAP * size or MARKED.fullmatch(found[-1].text) or
                      FOOTNOTE_MARK.fullmatch(found[-1].text.strip())):
            spaced = found[-1].text[-1:].isspace() or words[:1].isspace() or gap < 0.15 * size or words.startswith("[")
            found[-1].text += words if spaced and not MARKED.fullmatch(found[-1].text) else f" {words}"
            found[-1].left, found[-1].right = min(found[-1].left, left), max(found[-1].right, right)
        else:
            found.append(Segment(words, left, right))
    return [segment for segment in found if segment.text.strip()]


def _words(run: list[_Letter]) -> str:
    """Return the text of a run; a space that the file does not hold stays out beside Chinese or Japanese."""
    text = "".join(letter.text for letter in run).rstrip("\x00")
    pieces = text.split("\x00")
    whole = pieces[0]
    for piece in pieces[1:]:
        beside = (whole[-1:], piece[:1])
        whole += piece if any(not char or char.isspace() or is_wide(char) for char in beside) else f" {piece}"
    return whole


def _measure(pages: list[list[PageLine]]) -> None:
    """Express all places in heights of the letters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    for page in pages:
        for line in page:
            line.size /= body
            line.pitch = None if line.pitch is None else line.pitch / body
            line.segments = [Segment(s.text, s.left / body, s.right / body) for s in line.segments]


def _mark_notes(pages: list[list[PageLine]]) -> None:
    """Mark the lines at the foot of each page that are footnotes: smaller than the text, and opened by a mark."""
    for page in pages:
        first = next((at for at, line in enumerate(page) if line.size < _NOTE_SIZE
                      and FOOTNOTE_MARK.match(line.text.strip()) and at > 0
                      and all(later.size < _NOTE_SIZE or len(later.text) < 40 for later in page[at:])), None)
        for line in page[first:] if first is not None else ():
            line.note = line.size < _NOTE_SIZE
            if line.note:
                line.segments = [Segment(line.text.strip(), line.left, line.right)]
