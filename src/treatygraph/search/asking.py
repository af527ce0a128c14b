"""Understands what somebody searches for, and says it in SQLite's full-text language with nothing of the words in it.

Must not ask the index.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from treatygraph.ask.names import LANGUAGES
from treatygraph.search.building import SearchError
from treatygraph.search.folding import Word, key, plain_words, terms, words
from treatygraph.search.kinds import kind_called, kinds_known

LONGEST = 300
_MOST_WORDS = 24
_MOST_LEFT_OUT = 6
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
    """What is searched for: the words as given, their key, and groups of words that stand together.

    Those of a quotation are one group (`quoted`), and so are those written without a blank, such as 10(a). `open`
    tells that the last word may go on.
    """

    text: str
    key: str
    groups: tuple[tuple[str, ...], ...]
    quoted: tuple[bool, ...]
    open: bool

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in order."""
        return tuple(word for group in self.groups for word in group)

    def parted(self) -> Asked:
        """Return the same with every word by itself that is not in a quotation."""
        groups: list[tuple[str, ...]] = []
        for group, quoted in zip(self.groups, self.quoted, strict=True):
            groups += [group] if quoted else [(word,) for word in group]
        return replace(self, groups=tuple(groups), quoted=tuple(len(group) > 1 for group in groups))

    def expression(self, readings: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return the full-text expression of what is searched for; a word with readings may be any of them."""
        parts = []
        for number, group in enumerate(self.groups):
            if readings and len(group) == 1 and group[0] in readings:
                parts.append("(" + " OR ".join(_phrase(terms([one])) for one in readings[group[0]]) + ")")
            else:
                parts.append(_group(group, goes_on=self.open and number == len(self.groups) - 1))
        return " AND ".join(parts)

    def in_part(self) -> list[str]:
        """Return expressions of what has not all groups: first those of all but one, then those of any."""
        parts = [_group(group, goes_on=False) for group in self.groups]
        found = []
        if 2 < len(parts) <= _MOST_LEFT_OUT:
            without_one = (" AND ".join(parts[:at] + parts[at + 1 :]) for at in range(len(parts)))
            found.append(" OR ".join(f"({part})" for part in without_one))
        return [*found, " OR ".join(parts)]


def asked(text: str) -> Asked:
    """Read what somebody searches for: words, all of which are to be found, and "words in quotation marks" together.

    Raises SearchError where there is no word, or so many that nobody wrote them.
    """
    if len(text) > LONGEST:
        raise SearchError(f"the words are longer than {LONGEST} signs; search for fewer of them")
    # Halves of a letter, which only a broken request holds, no database takes.
    text = text.encode("utf-8", "replace").decode()
    groups: list[tuple[str, ...]] = []
    quoted: list[bool] = []
    at, rest = 0, ""
    for quotation in _QUOTED.finditer(text):
        before = _glued(text[at : quotation.start()])
        together = tuple(word.folded for word in words(quotation[1] or quotation[2] or ""))
        groups += [*before, together] if together else before
        quoted += [*(False for _ in before), *([True] if together else [])]
        at = quotation.end()
    rest = text[at:]
    behind = _glued(rest)
    groups += behind
    quoted += [False for _ in behind]
    if not groups:
        raise SearchError("there is no word to search for; give letters or digits")
    if sum(map(len, groups)) > _MOST_WORDS:
        raise SearchError(f"there are more than {_MOST_WORDS} words; search for fewer of them")
    goes_on = not quoted[-1] and not text[-1:].isspace()
    return Asked(text.strip(), key(text), tuple(groups), tuple(quoted), goes_on)


def _glued(text: str) -> list[tuple[str, ...]]:
    """Return the words of a text, those between which no white space stands in one group."""
    groups: list[list[str]] = []
    end = -1
    for word in words(text):
        if groups and not any(map(str.isspace, text[end : word.start])):
            groups[-1].append(word.folded)
        else:
            groups.append([word.folded])
        end = word.end
    return [tuple(group) for group in groups]


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
            found += _within(word, wanted, text)
        elif word.folded in wanted or (begins and word.folded.startswith(begins)):
            found.append((word.start, word.end))
        elif part and part in word.folded:
            found += _within(word, [part], text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _within(word: Word, wanted: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where signs stand in a word, as far as it is stored sign by sign; else the whole word."""
    places = [at for at in range(word.start, word.end) if plain_words(text[at])]
    if len(places) != len(word.folded):
        return [(word.start, word.end)] if any(one in word.folded for one in wanted) else []
    return [(places[at], places[at + len(one) - 1] + 1) for one in wanted
            for at in range(len(word.folded)) if one and word.folded.startswith(one, at)]
