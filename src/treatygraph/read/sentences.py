"""Cuts the words of a node into sentences, by the terminators of the language.

Must not cut inside quotation marks or brackets, nor judge what a sentence says.
"""

from __future__ import annotations

from typing import Any

from treatygraph.find.fold import mark_at
from treatygraph.model import Span
from treatygraph.read.lines import DIRECTIONS

_OPENING = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉", "[": "]",
            "«": "»"}
_STRAIGHT = "\"＂"
_LONGEST_QUOTATION = 2000


class SentenceCutter:
    """Cuts sentences by a language's [layout] data.

    `terminators` end a sentence wherever they stand; `stops` do so only before white space and a capital letter,
    or a letter of a script without capitals, and not after one of the `abbreviations` nor a name's initial; behind
    one of the `lettered_things` a letter is none. Signs of direction between them do not count; the marks of notes
    behind a sentence's end belong to it.
    """

    def __init__(self, layout: dict[str, Any]) -> None:
        self._terminators = frozenset(layout.get("terminators", "。！？"))
        self._stops = frozenset(layout.get("stops", ""))
        self._abbreviations = tuple(layout.get("abbreviations", ()))
        told_apart = (*layout.get("annex_words", ()), *layout.get("lettered_things", ()))
        self._lettered = frozenset(word.casefold() for word in told_apart)

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
        after = text[end : end + 6].lstrip(DIRECTIONS)
        begun = after[1:].lstrip(DIRECTIONS)[:1]
        if after and not (after[0].isspace() and not begun.islower() and not begun.isdigit()):
            return False
        before = text[max(0, index - 48) : index + 1].split()
        word = before[-1].lstrip("(“\"'’‘[«") if before else ""
        if any(word.endswith(short) and not word[: -len(short)][-1:].isalnum() for short in self._abbreviations):
            return False
        follows = text[index + 1 : index + 7].split()
        return not self._is_initial(word, before[-2] if len(before) > 1 else "", follows[0] if follows else "")

    def _is_initial(self, word: str, before: str, after: str) -> bool:
        """Tell whether a capital with a stop stands for a name: beside a name, an honorific or another such letter.

        Behind the word for what letters tell apart, an annex or a group, it is no name.
        """
        letters = word.removesuffix(".").replace("-", "").split(".")
        if not letters or not all(len(letter) == 1 and letter.isupper() for letter in letters):
            return False
        if len(after) == len("K.") and after[0].isupper() and after[1] in self._stops:
            return True
        previous = before.lstrip("(“\"'’‘[«")
        return (previous[:1].isupper() or previous.endswith(self._abbreviations)) \
            and previous.casefold() not in self._lettered


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
