"""Loads what conversion knows of languages: how page numbers are printed, which hyphens stay, which glyphs are letters.

Must not decide anything; it only hands out the data of wording.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Radicals, compatibility ideographs, Latin, Armenian, Hebrew and Arabic presentation forms; full-width letters stay.
_BLOCKS = ((0x2F00, 0x2FE0), (0xF900, 0xFB07), (0xFB13, 0xFB50), (0xFB50, 0xFDFC), (0xFE70, 0xFEFD))


@dataclass(frozen=True)
class Wording:
    """Patterns of page and job numbers, prefixes that keep their hyphen, endings that lose it, and glyphs by letter."""

    page_numbers: tuple[str, ...]
    job_number: re.Pattern[str]
    prefixes: frozenset[str]
    endings: frozenset[str]
    glyphs: dict[int, str]


@cache
def wording() -> Wording:
    """Return the data, read once."""
    data = tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
    glyphs = {code: unicodedata.normalize("NFKC", chr(code)) for start, stop in _BLOCKS for code in range(start, stop)}
    forms = data["radicals"]["forms"]
    glyphs |= {ord(radical): letter for radical, letter in zip(forms[::2], forms[1::2], strict=True)}
    return Wording(
        page_numbers=tuple(data["pages"]["numbers"]),
        job_number=re.compile(data["pages"]["jobs"]),
        prefixes=frozenset(data["hyphens"]["prefixes"]),
        endings=frozenset(data["hyphens"]["endings"]),
        glyphs={code: text for code, text in glyphs.items() if text != chr(code)},
    )


def unfold_glyphs(text: str) -> str:
    """Write ligatures, radicals and presentation forms as the letters they stand for.

    PDF files name glyphs, not letters, and some map a glyph to such a form.

    >>> unfold_glyphs("ratiﬁcation of the oﬃce, ⼀⽇")
    'ratification of the office, 一日'
    """
    return text.translate(wording().glyphs)
