"""Understands what somebody searches for, and says it in SQLite's full-text language with nothing of the words in it.

Must not ask the index.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from treatygraph.ask.names import LANGUAGES
from treatygraph.search.building import SearchError
from treatygraph.search.folding import Word, key, terms, words
from treatygraph.search.kinds import kind_called, kinds_known

LONGEST = 300
_MOST_WORDS = 24
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Filters:
    """What may be found: of which kinds (classes' IRIs), of which conference or State (IRIs), year, and language."""

    kinds: tuple[str, ...] = ()
    conference: str = ""
    state: str = ""
    year: int | None = None
    language: str = ""


def filters(kinds: Sequence[str] = (), year: str = "", language: str = "") -> Filters:
    """Read filters that need no index, as people write them: classes by any of their names, a year, a language.

    Raises SearchError, which says what there is, for a class, a year or a language that is none.
    """
    found = []
    for one in filter(None, kinds):
        kind = kind_called(one)
        if kind is None:
            raise SearchError(f"there is no kind '{one[:40]}'; there is {', '.join(kinds_known())}")
        found.append(kind)
    if year and not _YEAR.fullmatch(year):
        raise SearchError(f"'{year[:20]}' is no year; write it as 2021")
    if language and language.lower() not in LANGUAGES:
        raise SearchError(f"there are no words in '{language[:20]}'; there is {', '.join(LANGUAGES)}")
    return Filters(tuple(found), year=int(year) if year else None, language=language.lower())


@dataclass(frozen=True)
class Asked:
    """What is searched for: the words as given, their key, and groups of words, those of a quotation in one group.

    `open` tells that the last word may go on.
    """

    text: str
    key: str
    groups: tuple[tuple[str, ...], ...]
    open: bool

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in order."""
        return tuple(word for group in self.groups for word in group)

    def expression(self, readings: Mapping[str, Sequence[str]] | None = None, *, joint: str = "AND") -> str:
        """Return the full-text expression of what is searched for; a word with readings may be any of them."""
        parts = []
        for number, group in enumerate(self.groups):
            last = self.open and number == len(self.groups) - 1
            if readings and len(group) == 1 and group[0] in readings:
                parts.append("(" + " OR ".join(_phrase(terms([one])) for one in readings[group[0]]) + ")")
            else:
                parts.append(_group(group, goes_on=last))
        return f" {joint} ".join(parts)


def asked(text: str) -> Asked:
    """Read what somebody searches for: words, all of which are to be found, and "words in quotation marks" together.

    Raises SearchError where there is no word, or so many that nobody wrote them.
    """
    if len(text) > LONGEST:
        raise SearchError(f"the words are longer than {LONGEST} signs; search for fewer of them")
    # Halves of a letter, which only a broken request holds, no database takes.
    text = text.encode("utf-8", "replace").decode()
    groups: list[tuple[str, ...]] = []
    at, last_is_quoted = 0, False
    for quotation in _QUOTED.finditer(text):
        groups += [(word.folded,) for word in words(text[at : quotation.start()])]
        together = tuple(word.folded for word in words(quotation[1] or quotation[2] or ""))
        groups += [together] if together else []
        at, last_is_quoted = quotation.end(), bool(together)
    rest = words(text[at:])
    groups += [(word.folded,) for word in rest]
    if not groups:
        raise SearchError("there is no word to search for; give letters or digits")
    if sum(map(len, groups)) > _MOST_WORDS:
        raise SearchError(f"there are more than {_MOST_WORDS} words; search for fewer of them")
    goes_on = not (last_is_quoted and not rest) and not text[-1:].isspace()
    return Asked(text.strip(), key(text), tuple(groups), goes_on)


def _group(group: Sequence[str], *, goes_on: bool) -> str:
    """Return the expression of words that stand together; one sign of a script without blanks begins a term."""
    held = terms(group)
    # The last sign alone is a term at the end of a run only, and a phrase must not ask for that end.
    single = len(held[-1]) == 1 and not held[-1].isascii() and len(held) > 1
    kept = held[:-1] if single else held
    begins = len(kept[-1]) == 1 and not kept[-1].isascii()
    return _phrase(kept) + (" *" if (goes_on and not single) or begins else "")


def _phrase(held: Sequence[str]) -> str:
    """Return a phrase of terms; they hold letters and digits only, and stand between quotation marks all the same."""
    return '"' + " ".join(held).replace('"', "") + '"'


def ranges(text: str, wanted: Sequence[str], *, begins: str = "", part: str = "") -> list[tuple[int, int]]:
    """Return where words that are searched for stand in a text, to be marked.

    The word `begins` may go on there; of a word that has `part` in it that part is marked, where it is stored so.

    >>> ranges("The Republic of Kenya", ["kenya"]), ranges("《条约》生效", ["生效"]), ranges("Kenya", [], begins="ken")
    ([(16, 21)], [(4, 6)], [(0, 5)])
    """
    found: list[tuple[int, int]] = []
    for word in words(text):
        if word.unspaced:
            found += _within(word, wanted)
        elif word.folded in wanted or (begins and word.folded.startswith(begins)):
            found.append((word.start, word.end))
        elif part and part in word.folded:
            found += _within(word, [part])
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _within(word: Word, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return where signs stand in a run of a script without blanks, as far as the run is stored sign by sign."""
    if word.end - word.start != len(word.folded):
        return [(word.start, word.end)] if any(one in word.folded for one in wanted) else []
    return [(word.start + at, word.start + at + len(one)) for one in wanted
            for at in range(len(word.folded)) if one and word.folded.startswith(one, at)]
