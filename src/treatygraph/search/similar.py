"""Finds what a misspelt word or name may mean, by the number of letters to change.

Must not decide that it is what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from treatygraph.search.folding import is_unspaced

_SHORTEST = 4
_LONG = 8
_MOST_READINGS = 3
_ORDER_CHANGED = 0.97
_PART_ONLY = 0.82
_ONE_OF_ITS_WORDS = 72.0


def near_words(word: str, known: Sequence[str]) -> list[str]:
    """Return known words that differ from a word by one letter, or by two where it is long; the nearest first.

    Of equals the one that stands first among those known comes first.

    >>> near_words("tretay", ["treaty", "treaties", "test"])
    ['treaty']
    """
    if len(word) < _SHORTEST or is_unspaced(word) or any(sign.isdecimal() for sign in word):
        return []
    most = 1 if len(word) < _LONG else 2
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=_MOST_READINGS)
    return [one for one, _, _ in found]


def likeness(asked: str, name: str) -> float:
    """Return from 0 to 100 how much a folded name is like what was asked; 100 only for the same words in their order.

    The share of letters that both have in one order; somewhat less where the words stand in another order; least where
    one has all words of the other and more besides, and no more than that is said of a single word.

    >>> likeness("kirgyzstan", "kyrgyzstan"), round(likeness("korea republic of", "republic of korea"))
    (90.0, 97)
    >>> likeness("korea", "republic of korea"), round(likeness("republic of korea", "the republic of korea"))
    (72.0, 89)
    """
    plain = fuzz.ratio(asked, name)
    if " " not in asked and " " not in name:
        return plain
    ordered = fuzz.token_sort_ratio(asked, name) * _ORDER_CHANGED
    if " " in asked:
        return max(plain, ordered, fuzz.token_set_ratio(asked, name) * _PART_ONLY)
    part = _ONE_OF_ITS_WORDS if len(asked) >= _SHORTEST and asked in name.split() else 0.0
    return max(plain, ordered, part)


class Names:
    """Folded names by their numbers, to look for those that are like another."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names
        self._sorted = {number: " ".join(sorted(name.split())) for number, name in names.items() if " " in name}

    def near(self, asked: str, least: float, most: int) -> list[tuple[int, float]]:
        """Return the numbers of names that are like what was asked, with how much, the likest first."""
        found = process.extract(asked, self._names, scorer=fuzz.ratio, score_cutoff=least, limit=most)
        if " " in asked:
            found += process.extract(" ".join(sorted(asked.split())), self._sorted, scorer=fuzz.ratio,
                                     score_cutoff=least, limit=most)
        scored = {number: likeness(asked, self._names[number]) for _, _, number in found}
        likest = sorted(scored.items(), key=lambda one: (-one[1], one[0]))
        return [one for one in likest if one[1] >= least][:most]
