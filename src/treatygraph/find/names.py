"""Finds the names of the tables in a folded text: the longest name wins, a name inside a name is no mention.

Must not decide which of several things a name means; resolving is a stage of its own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import ahocorasick_rs

from treatygraph import iris
from treatygraph.find.fold import fold, one_apostrophe
from treatygraph.find.longer_names import LongerNames
from treatygraph.find.spellings import behind_preposition, spellings
from treatygraph.language.languages import available, load
from treatygraph.model import Iri
from treatygraph.tables import Row, Tables

_LONGER_WORD = re.compile(r" [^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Name:
    """What a form may mean: the kind and IRI of the thing, and what sort of form it is.

    A `short` form leans on a fuller one before it; an `inflected` one is the name as grammar changes it; an `inverted`
    one ("Iran, Islamic Republic of") goes over a comma and may as well be one name and the beginning of the next.
    """

    kind: str
    iri: Iri
    short: bool = False
    inflected: bool = False
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a folded text: folded range [start, end) and everything it may mean."""

    start: int
    end: int
    names: tuple[Name, ...]

    def of_kind(self, *kinds: str) -> tuple[Name, ...]:
        """Return the meanings of the given kinds."""
        return tuple(name for name in self.names if name.kind in kinds)


KINDS: dict[str, str] = {
    "states": "state",
    "state-groups": "group",
    "organizations": "organization",
    "persons": "person",
    "treaties": "treaty",
    "series": "series",
    "documents": "document",
    "events": "event",
    "programmes": "programme",
    "places": "place",
}


# A form that means none of the things of the tables, and keeps the names within it from being mentions.
_LONGER = Name("longer", Iri(""))
_INFLECTED = frozenset({"declined"})
# What names of institutions and instruments hold: "Fiji Women's Rights Movement", "United Nations Forum on Rivers".
_HELD = ("state", "organization", "place")
# A text is asked for its names several times while it is read, and many reports say the same words.
_TEXTS_REMEMBERED = 1024


def thing_of(row: Row) -> Iri:
    """Return the IRI of the thing that a row of one of the name tables describes."""
    if row.table == "states":
        return iris.state(row.key)
    if row.table == "persons":
        return iris.person(row.key)
    if row.table == "documents":
        return iris.document(row.key)
    folder = {"organizations": "organization", "state-groups": "state-group", "treaties": "treaty",
              "series": "series", "events": "event", "programmes": "programme", "places": "place",
              "concepts": "concept"}[row.table]
    return iris.thing(f"{folder}/{row.key}")


class NameIndex:
    """All names of one language, in one automaton."""

    def __init__(self, tables: Tables, language: str) -> None:
        self.forms: dict[str, list[Name]] = {}
        for table, kind in KINDS.items():
            for row in tables.rows(table):
                self._add_row(row, kind, language)
        for row in tables.rows("state-names"):
            for form in row.several(f"names_{language}"):
                self._add(form, Name("state", iris.state(row["state"]), inflected=row["kind"] in _INFLECTED,
                                     inverted=row["kind"] == "inverted"))
        lists = load(language).lists if language in available() else {}
        self._proclitics = frozenset(lists.get("proclitics", ()))
        self._leading_proclitics = frozenset(lists.get("proclitics_before_others", ()))
        self.longer = LongerNames(tables, language, lists)
        for words in self.longer.whole:
            self._add(words, _LONGER)
        # Who presided over a conference is known by the conference's row too.
        for row in tables.rows("conferences"):
            for person in row.several("presidency_persons"):
                self._add(person, Name("person", iris.person(person)))

    def _add_row(self, row: Row, kind: str, language: str) -> None:
        iri = thing_of(row)
        forms = list(row.names(language))
        if row.table == "persons":
            forms += [row.key, *row.names("en")]
        for form in forms:
            self._add(form, Name(kind, iri))
        for form in row.several(f"forms_{language}"):
            self._add(form, Name(kind, iri, inflected=form not in forms))
        for form in (*row.several(f"short_{language}"), *row.several(f"short_forms_{language}")):
            self._add(form, Name(kind, iri, short=True))

    def _add(self, form: str, name: Name) -> None:
        folded = one_apostrophe(fold(form).text)
        for spelling in spellings(folded):
            entry = self.forms.setdefault(spelling, [])
            meant = replace(name, inflected=True) if behind_preposition(spelling, folded) else name
            if not any(known.iri == meant.iri and known.kind == meant.kind and known.short == meant.short
                       for known in entry):
                entry.append(meant)

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(list(self.forms), matchkind=ahocorasick_rs.MatchKind.Standard)

    @cached_property
    def _entries(self) -> list[tuple[Name, ...]]:
        return [tuple(names) for names in self.forms.values()]

    @cached_property
    def _found(self) -> Callable[[str], tuple[tuple[Mention, ...], tuple[Mention, ...]]]:
        return lru_cache(maxsize=_TEXTS_REMEMBERED)(self._find)

    def hits(self, text: str) -> tuple[Mention, ...]:
        """Return every place of a name in a folded text, those inside longer names too, in no order.

        A name inside words that mean something else (`longer-names.csv`) is none.
        """
        return self._found(text)[0]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the mentions in a folded text, in order, none overlapping another."""
        return self._found(text)[1]

    def _find(self, text: str) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return every place of a name in a text, and those of them that overlap no longer one, in order."""
        found, others = self._all_hits(text)
        reach = _Reach(others)
        hits = [*found, *(Mention(start, end, ()) for start, end in others)]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, not hit.names))
        taken = bytearray(len(text))
        chosen = []
        for hit in hits:
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                if hit.names:
                    chosen.append(hit)
        return (tuple(hit for hit in found if not reach.over(hit.start, hit.end)),
                tuple(sorted(chosen, key=lambda mention: mention.start)))

    def _all_hits(self, text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
        """Return the places of names, and the ranges of words that hold a name but mean something else."""
        searched = one_apostrophe(text)
        found = self._automaton.find_matches_as_indexes(searched, overlapping=True)
        all_hits = [Mention(start, end, self._entries[index]) for index, start, end in found
                    if self._stands_alone(searched, start, end)]
        hits = _without_broken(text, [hit for hit in all_hits if _LONGER not in hit.names])
        others = [(hit.start, hit.end) for hit in all_hits if _LONGER in hit.names]
        others += self.longer.around(searched, [(hit.start, hit.end) for hit in hits if hit.of_kind(*_HELD)])
        return hits, others

    def exactly(self, text: str, *kinds: str) -> tuple[Name, ...]:
        """Return what a whole folded text means as a name of the given kinds."""
        return tuple(name for name in self.meanings(text) if name.kind in kinds)

    def meanings(self, text: str) -> tuple[Name, ...]:
        """Return everything that a whole folded text means as a name."""
        return tuple(name for name in self.forms.get(one_apostrophe(text), ()) if name != _LONGER)

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        """A name may not be part of a longer one joined by dots, nor, where words are parted by spaces, of a word."""
        return not (
            text[start - 1 : start] == "·"
            or text[end : end + 1] == "·"
            or (start > 0 and in_word(text[start - 1]) and in_word(text[start])
                and not self._after_proclitic(text, start))
            or (start > 1 and text[start - 1] == "-" and in_word(text[start - 2]))
            or (end < len(text) and in_word(text[end]) and in_word(text[end - 1]))
            or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper())
        )

    def _after_proclitic(self, text: str, start: int) -> bool:
        """Tell whether only words of one letter, one or two, are joined to the beginning of the word at a place."""
        one, two = text[start - 1], text[start - 2 : start - 1]
        if one not in self._proclitics:
            return False
        return not in_word(two or " ") or (
            two in self._leading_proclitics and not in_word(text[start - 3 : start - 2] or " "))


class _Reach:
    """Ranges of a text, asked which of them cover another."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def over(self, start: int, end: int) -> bool:
        """Tell whether one of the ranges begins at or before the start, reaches the end and is the longer one."""
        at = bisect.bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end and (self._starts[at], self._ends[at]) != (start, end)


def _without_broken(text: str, hits: list[Mention]) -> list[Mention]:
    """Leave out the inverted names whose last words begin what follows: "Chile, Republic of" before "Korea".

    No word but a short joining one follows an inverted name: "by Solomon Islands, the ratifications by …".
    """
    if not any(name.inverted for hit in hits for name in hit.names):
        return hits
    reach: dict[int, int] = {}
    for hit in hits:
        reach[hit.start] = max(hit.end, reach.get(hit.start, 0))
    return [hit for hit in hits if not all(name.inverted for name in hit.names) or not (
        (text[hit.end : hit.end + 1] == " " and text[hit.end + 1 : hit.end + 2].isupper())
        or _LONGER_WORD.match(text, hit.end)
        or any(reach.get(at, 0) > hit.end for at in range(hit.start + 1, hit.end)))]


def in_word(char: str) -> bool:
    """Tell whether a character is a letter of a script that parts words by spaces."""
    return char.isalpha() and not "\u2e80" <= char <= "\u9fff"


@lru_cache(maxsize=16)
def index(tables: Tables, language: str) -> NameIndex:
    """Return the index of a language's names over these tables, built once."""
    return NameIndex(tables, language)
