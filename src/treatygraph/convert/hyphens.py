"""Decides what becomes of a hyphen at the end of a line: part of the word, or set by the printer.

Must not guess where nothing tells: then the hyphen stays, and the doubt is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from treatygraph.convert.wording import wording
from treatygraph.tables import Tables, shipped

_BEFORE = re.compile(r"([^\W_]+(?:['’-][^\W_]+)*)[-\u2010\u00ad]$")
_AFTER = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{0,300}(?: -\S{0,100})?$")  # a blank before a hyphen may be the setter's
_LONGEST = 80
_LONGEST_ADDRESS = 400
_NAMED = ("states", "state-groups", "organizations", "treaties", "series", "programmes", "places", "events")
_SOFT = "\u00ad"


@dataclass(frozen=True, slots=True)
class Break:
    """A word broken at a line end: how it is written when joined, and whether anything in the text tells so."""

    word: str
    kept: bool
    certain: bool


@cache
def named_words() -> frozenset[str]:
    """Return the words, in small letters, that the names of the shipped tables are made of."""
    return words_in_names(shipped())


def words_in_names(tables: Tables) -> frozenset[str]:
    """Return the words, in small letters, that the names of tables are made of, in languages that break words."""
    columns = ("name_en", "name_fr", "name_es", "name_ru", "other_en", "other_fr", "other_es", "other_ru")
    return frozenset(word for table in _NAMED for row in tables.rows(table) for column in columns
                     for word in _WORDS.findall(row.cells.get(column, "").lower()))


class Hyphens:
    """Judges broken words by the words that the same text prints unbroken, then by prefixes and endings.

    `known` are further words that there are; where one half of a broken word is none, the printer set the hyphen.
    """

    def __init__(self, lines: Iterable[str], known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self._words: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORDS.findall(line.lower())
            if broken and words:
                words = words[1:]
            broken = bool(_BEFORE.search(line[-_LONGEST:].rstrip()))
            self._words.update(words[:-1] if broken else words)

    def _is_word(self, word: str) -> bool:
        return bool(self._words[word]) or word in self._known

    def judge(self, left: str, right: str) -> Break | None:
        """Say how the word that ends `left` goes on in `right`; None where no word is broken there."""
        address = _ADDRESS.search(left[-_LONGEST_ADDRESS:].rstrip()) is not None
        left, right = left[-_LONGEST:].rstrip(), right[:_LONGEST].lstrip()
        before, after = _BEFORE.search(left), _AFTER.match(right)
        if before is None or after is None:
            return None
        head, tail = before.group(1), after.group()
        whole, compound = f"{head}{tail}", f"{head}-{tail}"
        if left.endswith(_SOFT):
            return Break(whole, kept=False, certain=True)
        if address or not tail[0].islower() or not head[-1].isalpha():
            return Break(compound, kept=True, certain=True)
        as_one, as_two = self._words[whole.lower()], self._words[compound.lower()]
        one_known, two_known = whole.lower() in self._known, compound.lower() in self._known
        if not as_one and not as_two and one_known != two_known:
            return Break(whole if one_known else compound, kept=two_known, certain=True)
        if bool(as_one) != bool(as_two):
            return Break(whole if as_one else compound, kept=not as_one, certain=True)
        last = re.split("['’-]", head.lower())[-1]
        if last in wording().prefixes:
            return Break(compound, kept=True, certain=not as_one)
        if tail.lower() in wording().endings and not as_two:
            return Break(whole, kept=False, certain=True)
        if self._known and not (self._is_word(last) and self._is_word(tail.lower())):
            return Break(whole, kept=False, certain=False)
        return Break(compound, kept=True, certain=bool(self._words[last] and self._words[tail.lower()]) and not as_one)
