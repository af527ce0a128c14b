"""Cuts the words of a node into sentences, by the terminators of the language.

Must not cut inside quotation marks or brackets, nor judge what a sentence says.
"""

from __future__ import annotations

import re
from typing import Any

from treatygraph.find.fold import mark_at
from treatygraph.model import Span

_OPENING = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉", "[": "]",
            "«": "»"}
_CLOSING = frozenset(_OPENING.values())
_STRAIGHT = "\"＂"
_LONGEST_QUOTATION = 2000
_DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class SentenceCutter:
    """Cuts sentences by a language's [layout] data.

    `terminators` end a sentence wherever they stand; `stops` do so only before white space and a capital letter,
    or a letter of a script without capitals, and not after one of the `abbreviations`, nor after the initials of a
    name, unless one of the `openers` follows them. Signs of direction between them do not count; the marks of notes
    behind a sentence's end belong to it.
    """

    def __init__(self, layout: dict[str, Any]) -> None:
        self._terminators = frozenset(layout.get("terminators", "。！？"))
        self._stops = frozenset(layout.get("stops", ""))
        self._abbreviations = tuple(layout.get("abbreviations", ()))
        self._openers = frozenset(layout.get("openers", ()))

    def cut(self, text: str, offset: int = 0) -> list[Span]:
        """Return the sentences of a text that begins at `offset`, as spans without surrounding white space."""
        spans, begin = [], 0
        expected: list[tuple[str, int]] = []
        for index, char in enumerate(text):
            while expected and index - expected[0][1] > _LONGEST_QUOTATION:
                expected.pop(0)
            if expected and char == expected[-1][0]:
                expected.pop()
            elif char in _STRAIGHT:
                expected.append((char, index))
            elif char in _OPENING and char not in {"‘"}:
                expected.append((_OPENING[char], index))
            elif not expected and (char in self._terminators or char in self._stops):
                end = _behind_marks(text, index + 1)
                if char in self._terminators or self._stops_at(text, index, end):
                    spans.append((begin, end))
                    begin = end
        spans.append((begin, len(text)))
        return [span for first, last in spans if (span := _trimmed(text, first, last, offset))]

    def _stops_at(self, text: str, index: int, end: int) -> bool:
        after = text[end : end + 6].lstrip(_DIRECTIONS)
        begun = after[1:].lstrip(_DIRECTIONS)[:1]
        if after and not (after[0].isspace() and not begun.islower() and not begun.isdigit()):
            return False
        if self._openers and self._is_initial(text, index):
            return False
        word = re.search(r"\S*$", text[max(0, index - 24) : index + 1])
        return not (word and word.group().lstrip("(“\"").endswith(self._abbreviations)) if self._abbreviations else True

    def _is_initial(self, text: str, index: int) -> bool:
        """Tell whether a full stop ends the initials of a name: "D.R. Congo", "Mr. K. B. Quarcoo", "Kofi B. Quarcoo".

        A single letter behind a small word ("section B.") and a Roman numeral behind a word ("Committee I.") are none.
        """
        found = _INITIALS.search(text[max(0, index - 40) : index + 1])
        follows = _NEXT_WORD.match(text, index + 1)
        if found is None or follows is None or follows.group(1) in self._openers:
            return False
        before, letters = found.group(1) or "", found.group(2)
        if len(follows.group(1)) == 1 and text[follows.end() : follows.end() + 1] == "." and letters[0] not in "IVX":
            return True
        if letters.count(".") > 1 or before.endswith(self._abbreviations) or _INITIALS.fullmatch(before):
            return True
        return before[:1].isupper() and before[-1:].isalpha() and letters[0] not in "IVX"


_INITIALS = re.compile(r"(?:(?<!\S)(\S{1,30})\s)?(?<!\S)[(“\"]?((?:[A-Z]\.-?){1,4})$")
_NEXT_WORD = re.compile(r"\s+(\w+)")


def _behind_marks(text: str, at: int) -> int:
    """Return the place behind the marks of notes that stand at a place."""
    while found := mark_at(text, at):
        at = found[0]
    return at


def _trimmed(text: str, first: int, last: int, offset: int) -> Span | None:
    piece = text[first:last]
    stripped = piece.strip()
    if not stripped:
        return None
    start = first + len(piece) - len(piece.lstrip())
    return Span(offset + start, offset + start + len(stripped))
