"""Writes the index of a store: tables and full-text tables of SQLite, the same bytes for the same store.

Must not ask the index anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from treatygraph import iris
from treatygraph.model import TreatyGraphError
from treatygraph.search.content import Entry, contents
from treatygraph.search.folding import plain_words, terms
from treatygraph.search.kinds import WEIGHT_OF_FACTS, WEIGHT_OF_TERMS, weight

# A term is folded already, so SQLite shall only part at blanks: its tokenizer of ASCII takes every other letter as it
# is. The full-text tables hold no text of their own (content=''); what was found is shown from the plain tables.
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, weight INTEGER NOT NULL, conference TEXT NOT NULL,
                    year INTEGER);
CREATE TABLE kind (thing INTEGER NOT NULL, class TEXT NOT NULL, PRIMARY KEY (thing, class)) WITHOUT ROWID;
CREATE TABLE concerns (thing INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (thing, state)) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, sort INTEGER NOT NULL, language TEXT NOT NULL,
                   text TEXT NOT NULL, folded TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE passage (id INTEGER PRIMARY KEY, language TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE tells (passage INTEGER NOT NULL, thing INTEGER NOT NULL, place TEXT NOT NULL,
                    PRIMARY KEY (passage, thing)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(terms, content='', tokenize='ascii');
CREATE VIRTUAL TABLE parts USING fts5(key, content='', tokenize='trigram', detail='full');
CREATE VIRTUAL TABLE texts USING fts5(terms, content='', tokenize='ascii');
"""
_INDEXES = """
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_thing ON name (thing);
CREATE INDEX tells_thing ON tells (thing);
CREATE VIRTUAL TABLE words_known USING fts5vocab('words', 'row');
CREATE VIRTUAL TABLE texts_known USING fts5vocab('texts', 'row');
"""
_SHORTEST_PART = 3


class SearchError(TreatyGraphError):
    """What is searched for cannot be understood, or the index cannot be made or read."""


def build_index(store: Store, file: Path | None = None, *, united: bool = False) -> sqlite3.Connection:
    """Write the index of a store into a new file, or into memory, and return the connection to it.

    `united` tells that the store's default graph holds everything. Raises SearchError where the file cannot be
    written, or SQLite has no full-text search.
    """
    try:
        connection = sqlite3.connect(str(file) if file else ":memory:", isolation_level=None)
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        _Writing(connection).write(contents(store, united=united))
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)
    except sqlite3.Error as fault:
        raise SearchError(f"{file or 'the index of words'}: cannot be written ({fault}); search needs SQLite 3.34 or "
                          "later with FTS5") from None
    return connection


class _Writing:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._into = connection
        self._passages: dict[tuple[str, str], int] = {}

    def write(self, entries: Iterable[Entry]) -> None:
        """Write what can be searched, row by row in the order given."""
        things, kinds, states, names, tells = [], [], [], [], []
        for number, entry in enumerate(entries, start=1):
            place = WEIGHT_OF_TERMS if entry.iri.startswith(iris.ONTOLOGY) else weight(entry.kinds)
            things.append((number, entry.iri, place, entry.conference, entry.year))
            kinds += [(number, kind) for kind in entry.kinds]
            states += [(number, state) for state in entry.states]
            names += [(number, name.sort, name.language, name.text) for name in entry.names]
            tells += [(self._passage(passage.text, passage.language), number, passage.place)
                      for passage in entry.passages]
        folded = [(*name, plain_words(name[3])) for name in names]
        facts = {thing[0] for thing in things if thing[2] >= WEIGHT_OF_FACTS}
        self._into.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", things)
        self._into.executemany("INSERT INTO kind VALUES (?, ?)", kinds)
        self._into.executemany("INSERT INTO concerns VALUES (?, ?)", states)
        self._into.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *name[:4], " ".join(name[4]), "".join(name[4])) for number, name in enumerate(folded, start=1)))
        self._into.executemany("INSERT INTO words (rowid, terms) VALUES (?, ?)", (
            (number, " ".join(terms(name[4]))) for number, name in enumerate(folded, start=1)))
        # A fact is found by the names of the things in it; parts of words are for the things themselves.
        self._into.executemany("INSERT INTO parts (rowid, key) VALUES (?, ?)", (
            (number, "".join(name[4])) for number, name in enumerate(folded, start=1)
            if name[0] not in facts and len("".join(name[4])) >= _SHORTEST_PART))
        self._into.executemany("INSERT INTO passage VALUES (?, ?, ?)", (
            (number, language, text) for (text, language), number in self._passages.items()))
        self._into.executemany("INSERT INTO texts (rowid, terms) VALUES (?, ?)", (
            (number, " ".join(terms(plain_words(text)))) for (text, _), number in self._passages.items()))
        self._into.executemany("INSERT INTO tells VALUES (?, ?, ?)", tells)

    def _passage(self, text: str, language: str) -> int:
        return self._passages.setdefault((text, language), len(self._passages) + 1)
