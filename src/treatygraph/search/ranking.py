"""Asks the index in one way after the other, from the name itself to words like it, and keeps the best of each thing.

Must not decide what of a thing is shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from treatygraph.search.asking import Asked, Filters
from treatygraph.search.building import SearchError
from treatygraph.search.content import CODE
from treatygraph.search.folding import is_unspaced
from treatygraph.search.kinds import WEIGHT_OF_FACTS, WEIGHT_OF_TERMS, narrower
from treatygraph.search.similar import Names, likeness, near_words

EXACT, PREFIX, WORDS, PART, TEXT, SIMILAR, SOME = range(7)
"""How something was found, best first: the name or code itself, its beginning, all words in a name, a part of a word,
all words in a text, words or names like those given, some of the words."""
WAYS = ("exact", "prefix", "words", "part", "text", "similar", "some")
MOST = 1000
"""How many things are found at most in one way; the rest is only known to be there."""
_SHORTEST_PART = 3
# Names that are at least so much like what was given, in hundredths; of a word of few signs one sign is much.
_LEAST_LIKE, _LEAST_LIKE_UNSPACED = 80, 70
_MOST_SIMILAR = 20
# Instructions of SQLite's machine, thousands of them in a millisecond: no search comes near, a hostile one ends there.
_STEPS_AT_ONCE, _MOST_STEPS = 10_000, 20_000_000
_LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that was found: how, by which row of the names or passages, and its place among those found likewise."""

    thing: int
    way: int
    weight: int
    rank: float
    words: int
    sort: int
    language: str
    place: str = ""

    @property
    def order(self) -> tuple[int, int, float, int]:
        """What rows are sorted by: a fact, whose name is composed, stands behind the texts that have the words.

        So does a term of the ontology, even one that is called just so.
        """
        composed = self.weight >= (WEIGHT_OF_FACTS if self.way != EXACT else WEIGHT_OF_TERMS)
        return max(self.way, TEXT) if composed else self.way, self.weight, self.rank, self.thing


@dataclass(slots=True)
class Ranked:
    """Things in the order of how well they fit, the languages in which each was found, and what may have been meant.

    `more` tells that there are further ones. `readings` are the words that were taken for misspelt ones.
    """

    rows: list[Row] = field(default_factory=list)
    languages: dict[int, set[str]] = field(default_factory=dict)
    more: bool = False
    readings: dict[str, list[str]] = field(default_factory=dict)


class Ranking:
    """Ranks the things of an index for one question after another."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._index = connection

    def warm_up(self) -> None:
        """Read the names and words that others are compared with."""
        _ = self._folded, self._known

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        left = [_MOST_STEPS // _STEPS_AT_ONCE]

        def spent() -> bool:
            left[0] -= 1
            return left[0] < 0

        self._index.set_progress_handler(spent, _STEPS_AT_ONCE)
        try:
            yield
        except sqlite3.OperationalError as fault:
            if left[0] < 0:
                raise SearchError("the search takes too long; search for fewer or longer words") from None
            raise SearchError(f"the index of words cannot be read ({fault})") from None
        finally:
            self._index.set_progress_handler(None, 0)

    def ranked(self, asked: Asked, filters: Filters, *, language: str = "en", names_only: bool = False) -> Ranked:
        """Return what fits; of each thing the best row, in the reader's language where it is as good as others.

        Raises SearchError where the search takes more of the machine than any should.
        """
        with self._bounded():
            return self._ranked(asked, filters, language, names_only)

    def alike(self, asked: Asked, filters: Filters, least: float, most: int) -> list[tuple[int, float, str, bool]]:
        """Return things that are no facts with how like their likest name is, that name, and whether it is the same.

        Looked at are names that begin so, have all the words, or are like the one given by their letters. Raises
        SearchError as `ranked` does.
        """
        with self._bounded():
            return self._alike(asked, filters, least, most)

    def _alike(self, asked: Asked, filters: Filters, least: float, most: int) -> list[tuple[int, float, str, bool]]:
        found = Ranked()
        given = " ".join(asked.words)
        by_key = self._by_key(asked, filters, found)
        by_words = self._by_words(replace(asked, open=False).expression(), filters, WORDS, found)
        numbers = {row.words for rows in (by_key, by_words) for row in rows if row.weight < WEIGHT_OF_FACTS}
        numbers |= {number for number, _ in self._folded.near(given, least, most)}
        condition, values = _condition(filters, "n.language")
        best: dict[int, tuple[bool, float, int, str]] = {}
        for thing, sort, folded, text in self._index.execute(
                "SELECT t.id, n.sort, n.folded, n.text FROM name n JOIN thing t ON t.id = n.thing "
                f"WHERE t.weight < ? AND n.id IN (SELECT value FROM json_each(?)) {condition} ORDER BY n.id",
                [WEIGHT_OF_FACTS, json.dumps(sorted(numbers)), *values]):
            exact = folded.replace(" ", "") == asked.key
            # A code is right or wrong.
            if sort == CODE and not exact:
                continue
            one = exact, 100.0 if exact else likeness(given, folded), -sort, text
            if one[1] >= least and (thing not in best or one[:3] > best[thing][:3]):
                best[thing] = one
        likest = sorted(best.items(), key=lambda item: (-item[1][1], item[0]))[:most]
        return [(thing, like, text, exact) for thing, (exact, like, _, text) in likest]

    def known(self, iri: str, filters: Filters) -> bool:
        """Tell whether there is a thing of an IRI that filters leave."""
        condition, values = _condition(filters, "''")
        return self._index.execute(f"SELECT 1 FROM thing t WHERE t.iri = ? {condition}", [iri, *values]
                                   ).fetchone() is not None

    def _ranked(self, asked: Asked, filters: Filters, language: str, names_only: bool) -> Ranked:
        found = Ranked()
        best: dict[int, Row] = {}
        for row in self._ways(asked, filters, names_only, found):
            found.languages.setdefault(row.thing, set()).add(row.language)
            known = best.get(row.thing)
            if known is None or _preferred(row, language) < _preferred(known, language):
                best[row.thing] = row
        found.rows = sorted(best.values(), key=lambda row: row.order)
        return found

    def _ways(self, asked: Asked, filters: Filters, names_only: bool, found: Ranked) -> Iterator[Row]:
        """Yield what fits in the best ways that there are: as written, with each word by itself, similar, in part."""
        parted = asked.parted()
        steps = [self._fitting(asked, filters, names_only, found)]
        if parted.groups != asked.groups:
            steps.append(self._fitting(parted, filters, names_only, found))
        if names_only:
            steps.append(self._by_part(asked, filters, found))
        steps.append(self._similar(parted, filters, names_only, found))
        if len(parted.groups) > 1 and not names_only:
            steps += [self._in_part(expression, filters, found) for expression in parted.in_part()]
        for step in steps:
            first = next(step, None)
            if first is not None:
                yield first
                yield from step
                return

    def _fitting(self, asked: Asked, filters: Filters, names_only: bool, found: Ranked) -> Iterator[Row]:
        yield from self._by_key(asked, filters, found)
        yield from self._by_words(asked.expression(), filters, WORDS, found)
        if not names_only:
            yield from self._by_part(asked, filters, found)
            yield from self._by_text(asked.expression(), filters, TEXT, found)

    def _in_part(self, expression: str, filters: Filters, found: Ranked) -> Iterator[Row]:
        """Yield what has some of the words, by how rare those are and not by what it is; texts behind names."""
        by_words, by_text = (way(expression, filters, SOME, found) for way in (self._by_words, self._by_text))
        for weight, rows in enumerate((by_words, by_text)):
            for row in rows:
                yield replace(row, weight=weight) if row.weight < WEIGHT_OF_TERMS else row

    # ---- one way after the other

    def _by_key(self, asked: Asked, filters: Filters, found: Ranked) -> Iterator[Row]:
        condition, values = _condition(filters, "n.language")
        for thing, weight, words, sort, language, length in self._rows(
                "SELECT t.id, t.weight, n.id, n.sort + (n.text <> ?), n.language, length(n.key) FROM name n "
                f"JOIN thing t ON t.id = n.thing WHERE n.key >= ? AND n.key < ? {condition} "
                "ORDER BY n.key <> ?, t.weight, length(n.key), t.id, n.id",
                [asked.text, asked.key, asked.key + _LAST_LETTER, *values, asked.key], found):
            if length == len(asked.key):
                yield Row(thing, EXACT, weight, sort, words, sort, language)
            elif asked.open:
                yield Row(thing, PREFIX, weight, length, words, sort, language)

    def _by_words(self, expression: str, filters: Filters, way: int, found: Ranked) -> Iterator[Row]:
        condition, values = _condition(filters, "n.language")
        for thing, weight, words, sort, language, rank in self._rows(
                "SELECT t.id, t.weight, n.id, n.sort, n.language, bm25(words) FROM words f JOIN name n "
                "ON n.id = f.rowid JOIN thing t ON t.id = n.thing WHERE words MATCH ? "
                f"{condition} ORDER BY t.weight, bm25(words), t.id, n.id", [expression, *values], found):
            yield Row(thing, way, weight, rank, words, sort, language)

    def _by_part(self, asked: Asked, filters: Filters, found: Ranked) -> Iterator[Row]:
        """Find a part of a word; between signs without blanks every part is a word."""
        if len(asked.key) < _SHORTEST_PART or any(map(is_unspaced, asked.words)) or len(asked.words) > 1:
            return
        condition, values = _condition(filters, "n.language")
        for thing, weight, words, sort, language, length in self._rows(
                "SELECT t.id, t.weight, n.id, n.sort, n.language, length(n.key) FROM parts f JOIN name n "
                "ON n.id = f.rowid JOIN thing t ON t.id = n.thing WHERE parts MATCH ? "
                f"{condition} ORDER BY t.weight, length(n.key), t.id, n.id", [f'"{asked.key}"', *values], found):
            yield Row(thing, PART, weight, length, words, sort, language)

    def _by_text(self, expression: str, filters: Filters, way: int, found: Ranked) -> Iterator[Row]:
        condition, values = _condition(filters, "p.language")
        for thing, weight, words, language, place, rank in self._rows(
                "SELECT t.id, t.weight, p.id, p.language, s.place, bm25(texts) FROM texts f JOIN passage p "
                "ON p.id = f.rowid JOIN tells s ON s.passage = p.id JOIN thing t ON t.id = s.thing WHERE texts MATCH ? "
                f"{condition} ORDER BY t.weight, bm25(texts), t.id, p.id", [expression, *values], found):
            yield Row(thing, way, weight, rank, -words, 0, language, place)

    def _similar(self, asked: Asked, filters: Filters, names_only: bool, found: Ranked) -> Iterator[Row]:
        """Find names like the one given, and the words given with letters changed."""
        likest = self._folded.near(" ".join(asked.words), _least(asked), _MOST_SIMILAR)
        like = dict(likest)
        condition, values = _condition(filters, "n.language")
        for thing, weight, words, sort, language in self._rows(
                "SELECT t.id, t.weight, n.id, n.sort, n.language FROM name n JOIN thing t ON t.id = n.thing "
                f"WHERE n.id IN (SELECT value FROM json_each(?)) {condition} ORDER BY n.id",
                [json.dumps(sorted(like)), *values], found):
            yield Row(thing, SIMILAR, 0, weight / 100 - like[words], words, sort, language)
        readings = {word: near for word in asked.words
                    if word not in self._known and (near := near_words(word, self._vocabulary))}
        if readings and len(asked.words) == len(asked.groups):
            found.readings = readings
            yield from self._by_words(asked.expression(readings), filters, SIMILAR, found)
            if not names_only:
                yield from self._by_text(asked.expression(readings), filters, SIMILAR, found)

    # ---- the index

    def _rows(self, query: str, values: Sequence[object], found: Ranked) -> Iterator[tuple]:  # type: ignore[type-arg]
        rows = self._index.execute(f"{query} LIMIT {MOST + 1}", values).fetchall()
        found.more = found.more or len(rows) > MOST
        return iter(rows[:MOST])

    @cached_property
    def _folded(self) -> Names:
        """The folded names of things that are no facts; codes are no names."""
        return Names(dict(self._index.execute("SELECT n.id, n.folded FROM name n JOIN thing t ON t.id = n.thing "
                                              "WHERE t.weight < ? AND n.sort <> ? ORDER BY n.id",
                                              [WEIGHT_OF_FACTS, CODE])))

    @cached_property
    def _vocabulary(self) -> list[str]:
        """The words of names and texts, those that most names and texts have first."""
        counted = self._index.execute("SELECT term, sum(doc) FROM (SELECT term, doc FROM words_known UNION ALL "
                                      "SELECT term, doc FROM texts_known) GROUP BY term ORDER BY 2 DESC, 1")
        return [term for term, _ in counted if not is_unspaced(term)]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._vocabulary)


def _least(asked: Asked) -> float:
    return _LEAST_LIKE_UNSPACED if any(map(is_unspaced, asked.words)) else _LEAST_LIKE


def _preferred(row: Row, language: str) -> tuple[int, int, float, bool, int, int]:
    """Order the rows of one thing: the better way, the reader's language, the better known name."""
    return row.way, row.words < 0, 0 if row.way <= PREFIX else row.rank, row.language not in {language, ""}, row.sort, \
        abs(row.words)


def _condition(filters: Filters, language: str) -> tuple[str, list[object]]:
    """Return what must hold besides, as SQL over the thing `t`, and the values in it."""
    condition = ""
    values: list[object] = []
    if filters.kinds:
        below = sorted({one for kind in filters.kinds for one in narrower(kind)})
        condition += (" AND EXISTS (SELECT 1 FROM kind k WHERE k.thing = t.id AND k.class IN "
                      "(SELECT value FROM json_each(?)))")
        values.append(json.dumps(below))
    if filters.conference:
        condition += " AND t.conference = ?"
        values.append(filters.conference)
    if filters.state:
        condition += " AND EXISTS (SELECT 1 FROM concerns c WHERE c.thing = t.id AND c.state = ?)"
        values.append(filters.state)
    if filters.year is not None:
        condition += " AND t.year = ?"
        values.append(filters.year)
    if filters.language:
        condition += f" AND {language} = ?"
        values.append(filters.language)
    return condition, values
