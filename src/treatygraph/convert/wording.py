"""Loads what conversion knows of languages: page numbers, mastheads, ordinals, hyphens, and which glyphs are letters.

Must not decide anything; it only hands out the data of wording.toml, and the headings of contents that the files of the
languages have.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from treatygraph.language.languages import available, load

# Radicals, compatibility ideographs, Latin, Armenian, Hebrew and Arabic presentation forms; full-width letters stay.
_BLOCKS = ((0x2F00, 0x2FE0), (0xF900, 0xFB07), (0xFB13, 0xFB50), (0xFB50, 0xFDFC), (0xFE70, 0xFEFD))


@dataclass(frozen=True)
class Wording:
    """What conversion knows of languages; each field is explained beside its words in wording.toml."""

    page_numbers: tuple[str, ...]
    job_number: re.Pattern[str]
    prefixes: frozenset[str]
    endings: frozenset[str]
    glyphs: dict[int, str]
    contents: frozenset[str]
    contents_columns: frozenset[str]
    masthead: tuple[str, ...]
    ordinals: frozenset[str]
    raised_words: dict[str, list[str]]
    joiners: frozenset[str]
    hyphen_before_space: frozenset[str]


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
        contents=frozenset(" ".join(words.lower().split()) for code in available()
                           for words in load(code).layout.get("contents", ())),
        contents_columns=frozenset(data["contents"]["columns"]),
        masthead=tuple(data["masthead"]["openings"]),
        ordinals=frozenset(data["raised"]["ordinals"]),
        raised_words=data["raised"]["words"],
        joiners=frozenset(data["spaces"]["joiners"]),
        hyphen_before_space=frozenset([*data["hyphens"]["prefixes"], *data["spaces"]["prefixes"]]),
    )


def unfold_glyphs(text: str) -> str:
    """Write ligatures, radicals and presentation forms as the letters they stand for.

    PDF files name glyphs, not letters, and some map a glyph to such a form.

    >>> unfold_glyphs("ratiﬁcation of the oﬃce, ⼀⽇")
    'ratification of the office, 一日'
    """
    return text.translate(wording().glyphs)
