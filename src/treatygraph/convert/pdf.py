"""Reads a PDF file's text with pypdfium2: letters with their places, and how they stand.

Must not gather them into lines itself, and runs nothing that a file brings along: no script, form or link.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from treatygraph.convert.blocks import ConversionError, Converted
from treatygraph.convert.flow import Flow
from treatygraph.convert.letters import Letter, lines_of, measure
from treatygraph.convert.stand_in_font import use_stand_in_font
from treatygraph.convert.wording import wording
from treatygraph.model import Severity

MOST_PAGES = 3000
_LEAST_LETTERS = 8
_INVISIBLE = 3
_HEAVY = 600
_SLACK = 0.02
_PAGES_BETWEEN = 10


def convert_pdf(data: bytes, name: str, progress: Callable[[str], None] = lambda _: None) -> Converted:
    """Return the blocks of a PDF file.

    Raises ConversionError where it is broken, encrypted, has too many pages, or pages without a text layer.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - an optional extra

    use_stand_in_font()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise ConversionError(f"{name}: the PDF file is encrypted; save a copy without a password first") from None
        raise ConversionError(f"{name}: not a PDF file that can be read; save or download it again") from None
    try:
        return _convert(document, name, progress)
    finally:
        document.close()


def _convert(document: Any, name: str, progress: Callable[[str], None]) -> Converted:
    count = len(document)
    if count > MOST_PAGES:
        raise ConversionError(f"{name}: {count} pages, more than {MOST_PAGES}; give the pages of one report")
    pages, silent, converted = [], [], Converted()
    odd: Counter[str] = Counter()
    for index in range(count):
        if index % _PAGES_BETWEEN == 0:
            progress(f"page {index + 1} of {count}")
        letters = list(_letters(document, index, odd))
        pages.append(lines_of(letters, index, odd))
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
        ("raised-marks", "raised or lowered signs were written as marks in square brackets", Severity.INFO),
        ("stray-spaces-removed", "spaces that stood inside a word or before a comma were removed", Severity.INFO),
        ("glyphs-unfolded", "ligatures, radicals or presentation forms were written as the letters they stand for",
         Severity.INFO),
    ):
        if odd[kind]:
            converted.note(kind, f"{odd[kind]} {message}", severity=severity)
    measure(pages)
    return Flow(pages, _SLACK, converted=converted).run()


def _letters(document: Any, index: int, odd: Counter[str]) -> Iterator[Letter]:
    """Yield the letters of a page in the order of the file, which for right-to-left text is the order of reading."""
    from pypdfium2 import raw  # noqa: PLC0415

    page = document[index]
    text = page.get_textpage()
    handle, glyphs = text.raw, wording().glyphs
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    known: int | None = None
    size, turned, unseen, heavy = 1.0, False, False, False
    try:
        for at in range(raw.FPDFText_CountChars(handle)):
            code = raw.FPDFText_GetUnicode(handle, at)
            char = chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "-" if code == 2 else ""
            raw.FPDFText_GetCharBox(handle, at, left, right, bottom, top)
            raw.FPDFText_GetCharOrigin(handle, at, x, y)
            # The letters of one text object are set alike, so what holds for all of them is asked of the first.
            item = raw.FPDFText_GetTextObject(handle, at)
            here = ctypes.addressof(item.contents) if item else None
            if here is None or here != known:
                size, known = raw.FPDFText_GetFontSize(handle, at), here
                matrix = raw.FS_MATRIX()
                if raw.FPDFText_GetMatrix(handle, at, matrix):
                    size *= (matrix.c**2 + matrix.d**2) ** 0.5
                turned = abs(raw.FPDFText_GetCharAngle(handle, at)) % 6.28 > 0.2
                unseen = bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
                heavy = raw.FPDFText_GetFontWeight(handle, at) >= _HEAVY
            generated = raw.FPDFText_IsGenerated(handle, at) == 1
            if not char or (generated and not char.isspace()):
                continue
            if not generated:
                if turned and not char.isspace():
                    odd["turned-text-dropped"] += 1
                    continue
                odd["glyph-without-letter"] += raw.FPDFText_HasUnicodeMapError(handle, at) == 1
                odd["invisible-text"] += unseen
            plain = glyphs.get(ord(char), char)  # as unfold_glyphs does
            odd["glyphs-unfolded"] += plain != char
            yield Letter("\x00" if generated else plain, left.value, right.value, y.value, size or 1.0,
                          not generated and heavy)
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
