"""Answers searches from an index: what was found, by which words, and how much of it there is of each sort.

Must not write into the index, nor read the store that it was made of.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from treatygraph import iris
from treatygraph.search.asking import Asked, Filters, asked, filters, ranges
from treatygraph.search.building import SearchError
from treatygraph.search.content import CODE, FORM, OTHER_NAME, SYMBOL
from treatygraph.search.folding import is_unspaced, key
from treatygraph.search.kinds import WEIGHT_OF_FACTS, broader, narrowest
from treatygraph.search.ranking import EXACT, PART, WAYS, Ranked, Ranking, Row
from treatygraph.vocab import tg

_BEFORE, _SHOWN = 60, 240
_MOST_OF_A_FACET = 50
_MOST_MEANT = 3
_DIGITS_OF_A_YEAR = 4


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its name in the reader's language, and the words that were found with where they stand.

    `way` says how (see WAYS); `place` is the IRI of the words' place in a text, where they were quoted from one; `cut`
    tells that the words are a part of a longer passage.
    """

    iri: str
    name: str
    name_language: str
    kinds: tuple[str, ...]
    way: str
    words: str
    words_language: str
    ranges: tuple[tuple[int, int], ...]
    place: str = ""
    cut: bool = False
    conference: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Alike:
    """A thing with a name like one given: how like (0 to 100), the name, and whether it is the one given itself."""

    iri: str
    likeness: float
    words: str
    exact: bool


@dataclass(frozen=True)
class Found:
    """What a search found: a part of the hits, how many there are (`more`: at least), and the facets.

    The facets are `kind`, `conference`, `state`, `year`, `language`, each with its values and the number of hits that
    it leaves, the largest first. `meant` are words or names that may have been meant, where nothing fits as given.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    meant: tuple[str, ...] = ()


class Index:
    """An index that was built, asked by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._index = connection
        self._ranking = Ranking(connection)

    @classmethod
    def opened(cls, file: Path) -> Index:
        """Open an index that nobody writes any more; raise SearchError where there is none."""
        try:
            connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("SELECT count(*) FROM thing")
        except sqlite3.Error as fault:
            raise SearchError(f"{file}: the index of words cannot be opened ({fault})") from None
        return cls(connection)

    def warm_up(self) -> None:
        """Read what the first misspelt word would wait for."""
        self._ranking.warm_up()

    def search(self, text: str, filters: Filters | None = None, *, language: str = "en", limit: int = 20,
               offset: int = 0) -> Found:
        """Find things by their names and codes, and by the words of texts, the best first.

        `language` is that of the names shown. Raises SearchError for what holds no word or is far too long.
        """
        wanted = asked(text)
        ranked = self._ranking.ranked(wanted, filters or Filters(), language=language)
        part = ranked.rows[offset : offset + limit]
        return Found(self._hits(part, wanted, ranked, language), len(ranked.rows), ranked.more,
                     self._facets(ranked), self._meant(wanted, ranked, language))

    def suggest(self, text: str, filters: Filters | None = None, *, language: str = "en", limit: int = 10,
                offset: int = 0) -> tuple[Hit, ...]:
        """Find things whose names begin with what is being written, or have all of its words, the best first.

        Raises SearchError as `search` does.
        """
        wanted = asked(text)
        ranked = self._ranking.ranked(wanted, filters or Filters(), language=language, names_only=True)
        return self._hits(ranked.rows[offset : offset + limit], wanted, ranked, language)

    def alike(self, text: str, filters: Filters | None = None, *, least: float = 70.0, most: int = 50) -> list[Alike]:
        """Return things that are no facts with the name of each that is most like one given, the likest first.

        Raises SearchError as `search` does.
        """
        found = self._ranking.alike(asked(text), filters or Filters(), least, most)
        return [Alike(iri, likeness, words, exact) for (_, likeness, words, exact), iri in
                zip(found, self._iris(one[0] for one in found), strict=True)]

    def known(self, iri: str, filters: Filters | None = None) -> bool:
        """Tell whether there is a thing of an IRI that filters leave."""
        return self._ranking.known(iri, filters or Filters())

    def keys(self, iri: str) -> frozenset[str]:
        """Return the keys of all names, symbols and codes of a thing (see `folding.key`)."""
        return frozenset(found for found, in self._index.execute(
            "SELECT n.key FROM name n JOIN thing t ON t.id = n.thing WHERE t.iri = ?", [iri]))

    def described(self, things: Iterable[str], language: str = "en") -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return the name and the classes of things, by their IRIs; those that the index does not have are left out."""
        named = self.names(things, language)
        kinds = defaultdict(list)
        for iri, kind in self._index.execute(
                "SELECT t.iri, k.class FROM thing t JOIN kind k ON k.thing = t.id WHERE t.iri IN "
                "(SELECT value FROM json_each(?))", [json.dumps(sorted(named))]):
            kinds[iri].append(kind)
        return {iri: (name, narrowest(kinds[iri])) for iri, name in named.items()}

    def filters(self, kinds: Sequence[str] = (), conference: str = "", state: str = "", year: str = "",
                language: str = "") -> Filters:
        """Read filters as people write them: a kind, State or conference by any of its names, a year, a language.

        A State may be given by a code, a conference by its year, both by IRI or path (state/KEN). Raises SearchError,
        which says what there is, for a value that is none or may be several.
        """
        found = filters(kinds, year=year, language=language)
        return replace(found, state=self._one(state, "State"), conference=self._one(conference, "Conference"))

    def _one(self, text: str, kind: str) -> str:
        """Return the IRI of the thing of a kind that a text names; nothing for no text."""
        if not text.strip():
            return ""
        of_kind = Filters((tg(kind),))
        readings = [text, iris.thing(text), iris.thing(f"{kind.lower()}/{text}")]
        found = [iri for iri, in self._index.execute(
            "SELECT t.iri FROM thing t JOIN kind k ON k.thing = t.id WHERE k.class = ? AND t.iri IN (?, ?, ?)",
            [tg(kind), *readings])]
        if not found and text.isascii() and text.isdecimal() and len(text) == _DIGITS_OF_A_YEAR:
            found = [iri for iri, in self._index.execute(
                "SELECT t.iri FROM thing t JOIN kind k ON k.thing = t.id WHERE k.class = ? AND t.year = ? ORDER BY 1",
                [tg(kind), int(text)])]
        if not found:
            ranked = self._ranking.ranked(asked(text), of_kind, names_only=True)
            found = self._iris(row.thing for row in ranked.rows if row.way == EXACT)
        if len(found) == 1:
            return found[0]
        if found:
            raise SearchError(f"'{text[:80]}' may be {' or '.join(map(_path, found))}; write one of them")
        near = self.suggest(text, of_kind, limit=_MOST_MEANT)
        hint = " or ".join(f"{hit.name} ({_path(hit.iri)})" for hit in near)
        raise SearchError(f"no {kind} here is called '{text[:80]}'" + (f"; did you mean {hint}?" if hint else ""))

    def _iris(self, things: Iterable[int]) -> list[str]:
        """Return the IRIs of things by their numbers, in the order given."""
        wanted = list(things)
        found = dict(self._index.execute("SELECT id, iri FROM thing WHERE id IN (SELECT value FROM json_each(?))",
                                         [json.dumps(wanted)]))
        return [found[one] for one in wanted]

    def names(self, things: Iterable[str], language: str = "en") -> dict[str, str]:
        """Return what things are called, by their IRIs; those that the index does not have are left out."""
        wanted = json.dumps(sorted(set(things)))
        numbers = dict(self._index.execute(
            "SELECT iri, id FROM thing WHERE iri IN (SELECT value FROM json_each(?))", [wanted]))
        called = self._called(numbers.values(), language)
        return {iri: called[number][0] for iri, number in numbers.items() if number in called}

    # ---- hits

    def _hits(self, rows: Sequence[Row], wanted: Asked, ranked: Ranked, language: str) -> tuple[Hit, ...]:
        numbers = json.dumps([row.thing for row in rows])
        things = {number: (iri, conference, year) for number, iri, conference, year in self._index.execute(
            "SELECT id, iri, conference, year FROM thing WHERE id IN (SELECT value FROM json_each(?))", [numbers])}
        kinds = defaultdict(list)
        for number, kind in self._index.execute(
                "SELECT thing, class FROM kind WHERE thing IN (SELECT value FROM json_each(?))", [numbers]):
            kinds[number].append(kind)
        called = self._called((row.thing for row in rows), language)
        marked = [one for word in wanted.words for one in (word, *ranked.readings.get(word, ()))]
        begins = wanted.words[-1] if wanted.open and not is_unspaced(wanted.words[-1]) else ""
        found = []
        for row in rows:
            text = self._text(row)
            found_at = [(0, len(text))] if row.way == EXACT else ranges(
                text, marked, begins=begins, part=wanted.key if row.way == PART else "")
            shown, marks, cut = _excerpt(text, found_at)
            iri, conference, year = things[row.thing]
            name, name_language = called.get(row.thing, (iri, ""))
            found.append(Hit(iri, name, name_language, narrowest(kinds[row.thing]), WAYS[row.way], shown,
                             row.language, marks, row.place, cut, conference, year))
        return tuple(found)

    def _text(self, row: Row) -> str:
        table, number = ("name", row.words) if row.words > 0 else ("passage", -row.words)
        text: str = self._index.execute(f"SELECT text FROM {table} WHERE id = ?", [number]).fetchone()[0]
        return text

    def _called(self, things: Iterable[int], language: str) -> dict[int, tuple[str, str]]:
        """Return what things are called and in which language: a document by its title with its symbol."""
        rows = defaultdict(list)
        for thing, sort, spoken, text in self._index.execute(
                "SELECT thing, sort, language, text FROM name WHERE sort < ? AND thing IN "
                "(SELECT value FROM json_each(?)) ORDER BY thing, sort, language, text",
                [FORM, json.dumps(list(things))]):
            rows[thing].append((sort, spoken, text))
        found = {}
        for thing, names in rows.items():
            shown = [name for name in names if name[0] not in {CODE, OTHER_NAME}] or names
            _, spoken, text = min(shown, key=lambda name: (_liking(name[1], language), name))
            symbol = next((name for sort, _, name in names if sort == SYMBOL), "")
            found[thing] = f"{text} ({symbol})" if symbol and symbol not in text else text, spoken
        return found

    # ---- what else can be said of all that was found

    def _facets(self, ranked: Ranked) -> dict[str, list[tuple[str, int]]]:
        numbers = json.dumps([row.thing for row in ranked.rows])
        of_things = defaultdict(set)
        for thing, kind in self._index.execute(
                "SELECT thing, class FROM kind WHERE thing IN (SELECT value FROM json_each(?))", [numbers]):
            of_things[thing].add(kind)
        kinds: Counter[str] = Counter()
        alike = Counter(frozenset(given) for given in of_things.values())
        for given, number in alike.items():
            kinds.update(dict.fromkeys({above for kind in given for above in broader(kind)}, number))
        shown = {kind for given in alike for kind in given}
        counted = {"conference": "t.conference", "year": "t.year"}
        facets = {"kind": _largest((kind, number) for kind, number in kinds.items() if kind in shown)}
        for name, column in counted.items():
            facets[name] = _largest((str(value), number) for value, number in self._index.execute(
                f"SELECT {column}, count(*) FROM thing t WHERE t.id IN (SELECT value FROM json_each(?)) "
                f"AND {column} IS NOT NULL AND {column} <> '' GROUP BY 1", [numbers]))
        facets["state"] = _largest(self._index.execute(
            "SELECT state, count(*) FROM concerns WHERE thing IN (SELECT value FROM json_each(?)) GROUP BY 1",
            [numbers]))
        facets["language"] = _largest(Counter(
            language for spoken in ranked.languages.values() for language in spoken if language).items())
        return facets

    def _meant(self, wanted: Asked, ranked: Ranked, language: str) -> tuple[str, ...]:
        """Return what may have been meant, where only what is like it was found."""
        if not ranked.rows or WAYS[ranked.rows[0].way] != "similar":
            return ()
        best = [row for row in ranked.rows[:_MOST_MEANT] if row.weight < WEIGHT_OF_FACTS and row.words > 0]
        named = [name for name, _ in self._called((row.thing for row in best), language).values()]
        if not ranked.readings:
            return tuple(named)
        read = " ".join(ranked.readings.get(word, [word])[0] for word in wanted.words)
        # The name itself, with its capitals and accents, is better than its folded words.
        shown = [*named, *(self._text(row) for row in best)]
        return (next((name for name in shown if key(name) == key(read)), read),)


def _path(iri: str) -> str:
    return iri.removeprefix(iris.ID)


def _liking(spoken: str, language: str) -> int:
    """Order the languages of names: the reader's, English, none, any other."""
    return [language, "en", ""].index(spoken) if spoken in {language, "en", ""} else 3


def _largest(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda one: (-one[1], one[0]))[:_MOST_OF_A_FACET]


def _excerpt(text: str, found: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...], bool]:
    """Return the part of a text around the first words found, and where they stand in it."""
    if len(text) <= _SHOWN:
        return text, tuple(found), False
    begin = max(0, (found[0][0] if found else 0) - _BEFORE)
    # A word is not cut where a blank is near.
    if begin and (blank := text.find(" ", begin, begin + _BEFORE // 2)) > 0 and (not found or blank < found[0][0]):
        begin = blank + 1
    end = min(len(text), begin + _SHOWN)
    inside = tuple((start - begin, min(stop, end) - begin) for start, stop in found if begin <= start < end)
    return text[begin:end], inside, True
