"""Measures how much of a short title stands again in other words, in languages with and without spaces.

Must not know what the words are about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_WORD, _STEM = 4, 6
_FEWEST_WORDS, _FEWEST_SIGNS = 4, 8


@dataclass(frozen=True)
class Likeness:
    """The share of a title that stands again in other words (0 to 1), and whether that is enough to go by."""

    share: float
    enough: bool


def likeness(title: str, words: str) -> Likeness:
    """Return how much of a title stands in the words: of its longer words, by how they begin; without spaces, of its
    signs, where two or more stand together in both.

    >>> likeness("Report on cooperation in the field", "a report on cooperative activities in the field").share
    1.0
    """
    if any("\u3400" <= char <= "\u9fff" for char in title):
        signs, others = ("".join(_WORD.findall(text)) for text in (title, words))
        pairs = [others.find(signs[at : at + 2]) >= 0 for at in range(len(signs) - 1)]
        found = sum(any(pairs[max(at - 1, 0) : at + 1]) for at in range(len(signs)))
        return Likeness(found / len(signs) if signs else 0.0, found >= _FEWEST_SIGNS)
    stems = {word[:_STEM] for word in _WORD.findall(title.lower()) if len(word) >= _SHORTEST_WORD}
    others_stems = {word[:_STEM] for word in _WORD.findall(words.lower())}
    common = len(stems & others_stems)
    return Likeness(common / len(stems) if stems else 0.0, common >= _FEWEST_WORDS)
