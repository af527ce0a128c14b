"""Tells which reports a change of the tables can have touched, from what each report looked at.

Must not build anything. Where it cannot tell it says yes: a report built once too often is only late.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from treatygraph.convert.hyphens import words_in_names
from treatygraph.corpus.standing import Standing, keys_of_subject
from treatygraph.find.fold import fold, one_apostrophe
from treatygraph.find.longer_names import DIGIT, STATE
from treatygraph.find.names import NameIndex
from treatygraph.tables import COLUMNS, Row, Tables

_HAN = re.compile("[\u3400-\u9fff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LETTERS = re.compile(r"[^\W\d_]+")


def snapshot(tables: Tables) -> bytes:
    """Return all rows of the tables as bytes: the same for the same cells, wherever the files lie."""
    rows = {name: [list(row.cells.values()) for row in tables.rows(name)] for name in COLUMNS}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(taken: bytes) -> str:
    """Return the checksum of a snapshot."""
    return hashlib.sha256(taken).hexdigest()


class StoredTables(Tables):
    """The tables as they were when a snapshot was taken: never the same as those that lie in their folder now."""

    __hash__ = object.__hash__

    def __init__(self, taken: bytes, folder: Path) -> None:
        super().__init__(folder)
        for name, rows in json.loads(taken).items():
            self._read[name] = tuple(Row(name, line, dict(zip(COLUMNS[name], cells, strict=True)))
                                     for line, cells in enumerate(rows, start=2))

    def __eq__(self, other: object) -> bool:
        return self is other


def plain_letters(text: str) -> str:
    """Return the letters of a text in small ones without accents, a space between words: what names are looked for in.

    >>> plain_letters("Côte d’Ivoire³ and Guinea-\\nBissau")
    'cote d ivoire and guinea bissau'
    """
    stripped = unicodedata.normalize("NFKD", one_apostrophe(fold(text).text))
    letters = "".join(char for char in stripped if not unicodedata.combining(char))
    return " ".join(_LETTERS.findall(letters.casefold()))


def holds(letters: str, form: str) -> bool:
    """Tell whether a text, given by its letters, may hold a name, given by its own.

    Names in scripts that join words to their neighbours are looked for without the spaces.

    >>> holds("cote d ivoire and guinea", "guinea"), holds("guineans", "guinea"), holds("在肯尼亚的", "肯尼亚")
    (True, False, True)
    """
    if _HAN.search(form) or _ARABIC.search(form):
        return form.replace(" ", "") in letters.replace(" ", "")
    return f" {form} " in f" {_HAN.sub(' ', letters)} "


@dataclass
class Change:
    """What two states of the tables differ in."""

    before: Tables
    after: Tables
    _names: dict[str, set[str]] = field(default_factory=dict, init=False)

    @cached_property
    def cells(self) -> set[tuple[str, str, str]]:
        """The cells that differ, of rows that both have."""
        return {(name, row.key, column) for name in COLUMNS for row in self.after.rows(name)
                if (old := self.before.row(name, row.key)) is not None and old.cells != row.cells
                for column in COLUMNS[name] if old[column] != row[column]}

    @cached_property
    def keys(self) -> set[tuple[str, str]]:
        """The rows that only one of the two has."""
        return {(name, key) for name in COLUMNS
                for key in {row.key for row in self.before.rows(name)} ^ {row.key for row in self.after.rows(name)}}

    @cached_property
    def subjects(self) -> set[str]:
        """The keys of all things of which the tables say something else, or which follow from them otherwise."""
        before, after = Standing(self.before).about, Standing(self.after).about
        found: set[str] = set()
        for subject in before.keys() | after.keys():
            old, new = before.get(subject, ()), after.get(subject, ())
            if set(old) != set(new):
                found |= keys_of_subject(subject, old) | keys_of_subject(subject, new)
        return found

    def names(self, language: str) -> set[str]:
        """Return the letters of the names of a language, and of words around names, that mean something else."""
        if language not in self._names:
            before, after = NameIndex(self.before, language), NameIndex(self.after, language)
            forms = {form for form in before.forms.keys() | after.forms.keys()
                     if before.forms.get(form) != after.forms.get(form)}
            longer = [{row["words"] for row in tables.rows("longer-names") if row["language"] == language}
                      for tables in (self.before, self.after)]
            forms |= {words.replace(STATE, " ").replace(DIGIT, " ") for words in longer[0] ^ longer[1]}
            self._names[language] = {letters for form in forms if (letters := plain_letters(form))}
        return self._names[language]

    @cached_property
    def joining_words(self) -> set[str]:
        """The words by which broken words of a converted text are judged, where only one state knows them."""
        return {plain_letters(word) for word in words_in_names(self.before) ^ words_in_names(self.after)}

    def touches(self, record: dict[str, Any]) -> bool:
        """Tell whether a report may come out otherwise, from the record of what it looked at."""
        looked = record["looked"]
        through, asked = set(looked["through"]), {(name, key) for name, key in looked["keys"]}
        if any(name in through or (name, key) in asked for name, key in self.keys):
            return True
        if any(key in looked["cells"].get(name, {}).get(column, ()) for name, key, column in self.cells):
            return True
        if not self.subjects.isdisjoint(record["keys"]):
            return True
        return any(self._in_text(text) for text in record["texts"])

    def _in_text(self, text: dict[str, Any]) -> bool:
        forms = self.names(text["language"])
        forms = forms | self.joining_words if text["converted"] else forms
        if not forms:
            return False
        letters = text["letters"]
        return any(holds(letters, form) for form in forms)


def packed(record: dict[str, Any]) -> bytes:
    """Return a record as few bytes."""
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(data: bytes) -> dict[str, Any]:
    """Return the record that was packed."""
    found: dict[str, Any] = json.loads(zlib.decompress(data))
    return found
