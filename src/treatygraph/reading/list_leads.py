"""Finds the words that lead to a list ("the following 72 States: …") and says what it is a list of.

Must not read the list itself, and knows nouns only from a language's frame file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from treatygraph.language.frame_words import FrameWords, frame_words

COLONS = (":", "：")
_LONGEST_LEAD = 90
_COUNTED = re.compile(r"(?<![\w/.-])\d{1,4} (?:[a-z]+ ){0,2}$")
_BREAKS = re.compile(r"[,:;.，：；。]")


@dataclass(frozen=True)
class Lead:
    """Words that lead to a list: their folded range, where their noun ends, and the kind of thing it names."""

    start: int
    noun_start: int
    end: int
    kind: str


class ListNouns:
    """The nouns by which one language names what its lists are of; `kinds` gives the kind by noun."""

    def __init__(self, words: FrameWords) -> None:
        self.kinds: Mapping[str, str] = words.bodies.get("listed", {})
        self.following: tuple[str, ...] = tuple(words.bodies.get("following", ()))
        self.marks: tuple[str, ...] = tuple(words.bodies.get("list_marks", ()))
        self.annexes: tuple[str, ...] = tuple(words.bodies.get("list_annexes", ()))
        self.annex_ends: tuple[str, ...] = tuple(words.bodies.get("list_annex_ends", ()))
        nouns = sorted(self.kinds, key=len, reverse=True)
        edges = (r"(?<!\w)", r"(?!\w)") if words.group.get("spaced", True) else ("", "")
        self._noun = re.compile(edges[0] + "(?:" + ("|".join(map(re.escape, nouns)) or "(?!)") + ")" + edges[1])

    def leads(self, plain: str, start: int, end: int) -> list[Lead]:
        """Return the nouns of a folded range that lead to a list, each with the word such as "following" before it.

        A noun right before a colon needs no such word if a number stands before it: "by 72 States: …".
        """
        found: list[Lead] = []
        for noun in self._noun.finditer(plain, start, end):
            begin = max(start, noun.start() - _LONGEST_LEAD)
            window = plain[begin : noun.start()]
            cut = max((mark.end() for mark in _BREAKS.finditer(window)), default=0)
            at = max((window.rfind(word) for word in self.following), default=-1)
            counted = next(iter(_COUNTED.finditer(window, cut)), None) if plain.startswith(COLONS, noun.end()) else None
            if at >= cut:
                found.append(Lead(begin + at, noun.start(), noun.end(), self.kinds[noun.group()]))
            elif counted is not None:
                found.append(Lead(begin + counted.start(), noun.start(), noun.end(), self.kinds[noun.group()]))
        return found

    def kinds_in(self, plain: str) -> set[str]:
        """Return the kinds of all nouns in folded words."""
        return {self.kinds[noun.group()] for noun in self._noun.finditer(plain)}

    def titled(self, plain: str) -> set[str]:
        """Return the kinds that a title says its list is of: "List of …", or a noun that ends the title."""
        if any(mark in plain for mark in self.marks if mark.endswith(" of")):
            return self.kinds_in(plain)
        last = [noun for noun in self._noun.finditer(plain) if not plain[noun.end() :].strip(" *:：")]
        return {self.kinds[noun.group()] for noun in last}

    def tells(self, plain: str) -> bool:
        """Tell whether a sentence may say what an annex holds."""
        return any(mark in plain for mark in self.marks) and self._noun.search(plain) is not None

    def contained(self, plain: str, mark: str) -> set[str]:
        """Return the kinds of what a sentence says an annex of its own text holds, by the annex's printed number."""
        for word in self.annexes:
            named = word.replace("{mark}", mark.lower()).strip()
            at = plain.find(named)
            while at >= 0:
                end = at + len(named)
                if plain.startswith(self.annex_ends, end) or end == len(plain):
                    before = plain[:at].rstrip()
                    if before.endswith(self.marks) or any(one in before for one in self.marks if one.endswith(" of")):
                        return self.kinds_in(before)
                at = plain.find(named, end)
        return set()


@cache
def list_nouns(code: str) -> ListNouns | None:
    """Return the nouns of a language's lists, or None where no frames are written for it."""
    words = frame_words(code)
    return ListNouns(words) if words else None
