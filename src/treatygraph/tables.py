"""Reads the curated reference tables strictly: known columns, unique sorted keys, every row with its source.

Must not turn a row into RDF or search a text for its names.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from treatygraph import paths
from treatygraph.model import TreatyGraphError


class TableError(TreatyGraphError):
    """A table that cannot be used; the message names file, line and what to do."""


LANGUAGES = ("ar", "zh", "en", "es", "fr", "ru")
_NAMES = tuple(f"name_{code}" for code in LANGUAGES)
_OTHERS = tuple(f"other_{code}" for code in LANGUAGES)
_LISTED = tuple(f"names_{code}" for code in LANGUAGES)
_SHORTS = tuple(f"short_{code}" for code in LANGUAGES)

_FURTHER = ("other_", "short_", "forms_")

# The first column is the key. A name column `name_zh` holds the preferred form, `other_zh` further ones, `short_zh`
# those that need the full name before them; `forms_ru` and `short_forms_ru` the same names declined: no labels.
COLUMNS: dict[str, tuple[str, ...]] = {
    "states": ("iso3", "iso2", "m49", "un_member_since", "region", *_NAMES, *_OTHERS, "forms_ru", "source"),
    "state-names": ("key", "state", "kind", *_LISTED, "source"),
    "longer-names": ("key", "language", "words", "source"),
    "state-groups": ("slug", *_NAMES, *_OTHERS, "forms_ru", "annex", "statuses", "remainder_of", "source"),
    "organizations": ("slug", "kind", "part_of", *_NAMES, *_OTHERS, *_SHORTS, "forms_ru", "short_forms_ru",
                      "resolution_symbol", "source"),
    "persons": ("name", "name_zh", "other_en", "other_zh", "short_en", "short_zh", "source"),
    "treaties": ("slug", *_NAMES, *_OTHERS, *_SHORTS, "forms_ru", "short_forms_ru", "source"),
    "series": ("slug", "treaty", "article", "declaration_measures", *_NAMES, *_OTHERS, "forms_ru", "source"),
    "documents": ("path", "type", *_NAMES, *_OTHERS, "source"),
    "events": ("slug", *_NAMES, *_OTHERS, "source"),
    "programmes": ("slug", *_NAMES, *_OTHERS, "forms_ru", "source"),
    "places": ("slug", *_NAMES, *_OTHERS, "forms_ru", "source"),
    "concepts": ("slug", *_NAMES, "source"),
    "treaty-actions": ("key", "treaty", "state", "action", "date", "precision", "source"),
    "conferences": ("key", "series", "year", "ordinal", "start", "end", "place", "presidency_states",
                    "presidency_persons", "report_symbol", "participating_states", "signatories", "ratifiers", "note",
                    "source"),
    "facilities": ("code", "network", "number", "state", "state_en", "station_code", "location_en", "location_fr",
                   "latitude", "longitude", "type", "note", "source"),
    "provisions": ("key", "treaty", "kind", "number", "part_of", "position", "title_en", "text_en", "members",
                   "source"),
    "titles": ("thing", "title_en", "title_zh", "source"),
    "bibliography": ("slug", "title", "publisher", "address", "date", "licence", "cited_as", "note", "source"),
    "symbol-addresses": ("scheme", "heads", "pattern", "source"),
    "identifiers": ("key", "thing", "scheme", "match", "iri", "source"),
    "identifier-schemes": ("slug", "name_en", "pattern", "source"),
    "regions": ("slug", "name_zh", "name_en", "source"),
    "networks": ("slug", "name_zh", "name_en", "source"),
    "entry-into-force": ("treaty", "provision", "annex", "days_after_last", "years_after_opening", "opened",
                         "source"),
    "sources": ("file", "symbol", "language", "series", "date", "sha256", "licence", "source"),
}


MOST_ROWS = 50_000
LARGEST = 20_000_000
"""How many rows and bytes a table may have: fifty times the largest of ours. Each row takes some kilobytes."""


@dataclass(frozen=True)
class Row:
    """One row: its table, its 1-based line in the file, and its cells by column."""

    table: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def key(self) -> str:
        """The cell of the table's key column."""
        return self.cells[COLUMNS[self.table][0]]

    def several(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that may hold several, separated by `|`; none for a missing column."""
        return tuple(part.strip() for part in self.cells.get(column, "").split("|") if part.strip())

    def only_adds_names(self) -> bool:
        """Tell whether a row holds nothing but its key, its source and further names."""
        given = {column for column, cell in self.cells.items() if cell.strip()}
        rest = given - {COLUMNS[self.table][0], "source"}
        return bool(rest) and all(column.startswith(_FURTHER) for column in rest)

    def with_names_of(self, other: Row) -> Row:
        """Return this row with the further names of another, whose source is named beside its own."""
        cells = dict(self.cells)
        for column, cell in other.cells.items():
            if column.startswith(_FURTHER) and cell.strip():
                cells[column] = "|".join(dict.fromkeys((*self.several(column), *other.several(column))))
        cells["source"] = f"{self.cells['source']}; {other.cells['source']}"
        return Row(self.table, self.line, cells)

    def names(self, language: str) -> tuple[str, ...]:
        """Return all full names in a language, the preferred one first."""
        return (*self.several(f"name_{language}"), *self.several(f"other_{language}"))


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise TableError(f"{path}: {path.stat().st_size:,} bytes, more than the {LARGEST:,} that a table may have")
    return path.read_text(encoding="utf-8")


def parse(name: str, text: str, file: str, *, complete: bool = True) -> tuple[Row, ...]:
    """Parse a table's text; raise TableError for unknown columns, missing, unsorted or doubled keys, or no source.

    A table that only adds rows to another (`complete` is false) may leave out columns, which are empty then.
    """
    columns = COLUMNS[name]
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[Row] = []
    try:
        header = tuple(next(reader, ()))
        _check_header(header, columns if complete else (columns[0], "source"), columns, file)
        for cells in reader:
            if len(cells) != len(header):
                raise TableError(f"{file}:{reader.line_num}: {len(cells)} cells where the header has {len(header)}; "
                                 "quote a cell that holds a comma")
            given = dict(zip(header, cells, strict=True))
            if len(rows) >= MOST_ROWS:
                raise TableError(f"{file}:{reader.line_num}: more than the {MOST_ROWS:,} rows that a table may have")
            rows.append(Row(name, reader.line_num, {column: given.get(column, "") for column in columns}))
    except csv.Error as fault:
        raise TableError(f"{file}:{reader.line_num}: not well-formed CSV ({fault})") from None
    _check_rows(rows, file)
    return tuple(rows)


def _check_header(header: tuple[str, ...], needed: tuple[str, ...], columns: tuple[str, ...], file: str) -> None:
    if header and header[0].startswith("\ufeff"):
        raise TableError(f"{file}:1: the file begins with a byte order mark; save it as UTF-8 without one")
    for column in header:
        if header.count(column) > 1:
            raise TableError(f"{file}:1: column '{column[:60]}' stands there {header.count(column)} times")
        if column not in columns:
            raise TableError(f"{file}:1: unknown column '{column[:60]}'; the columns are {', '.join(columns)}")
    missing = [column for column in needed if column not in header]
    if missing:
        raise TableError(f"{file}:1: column '{missing[0]}' is missing; the columns are {', '.join(columns)}")


def _check_rows(rows: list[Row], file: str) -> None:
    seen: dict[str, int] = {}
    previous = ""
    for row in rows:
        if not row.key.strip():
            raise TableError(f"{file}:{row.line}: the key '{COLUMNS[row.table][0]}' is empty")
        if row.key in seen:
            raise TableError(f"{file}:{row.line}: key '{row.key[:60]}' stands already in line {seen[row.key]}")
        if row.key < previous:
            raise TableError(f"{file}:{row.line}: '{row.key[:60]}' must stand before '{previous[:60]}'; "
                             "sort the rows by key")
        if not row["source"].strip():
            raise TableError(f"{file}:{row.line}: '{row.key[:60]}' has no source; say where the row comes from")
        seen[row.key] = row.line
        previous = row.key


@dataclass(frozen=True)
class Tables:
    """All reference tables of a folder; each is read when first asked for.

    Each folder of `more` may add rows: a file of the same name as a table, with the columns it needs, and patterns of
    a language (`en.toml`).
    """

    folder: Path
    more: tuple[Path, ...] = ()

    @cached_property
    def _read(self) -> dict[str, tuple[Row, ...]]:
        return {}

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table, in key order; raise TableError where the file is missing or faulty."""
        if name not in self._read:
            folder = self.folder.parent / "sources" if name == "sources" else self.folder
            path = folder / f"{name}.csv"
            try:
                text = _text(path)
            except FileNotFoundError:
                raise TableError(f"{path}: the table is missing") from None
            except UnicodeDecodeError as fault:
                line = fault.object.count(b"\n", 0, fault.start) + 1
                raise TableError(f"{path}:{line}: not UTF-8 at byte {fault.start}; save it as UTF-8") from None
            except OSError as fault:
                raise TableError(f"{path}: cannot be read ({fault.strerror or fault})") from None
            rows = {row.key: row for row in parse(name, text, f"{path.name}")}
            for row in self._added(name, rows):
                rows[row.key] = row
            self._read[name] = tuple(rows.values())
        return self._read[name]

    def _added(self, name: str, known: dict[str, Row]) -> Iterator[Row]:
        """Yield the rows that further folders add, and the known rows that they give more names."""
        for folder in self.more:
            path = folder / f"{name}.csv"
            if not path.is_file():
                continue
            try:
                rows = parse(name, _text(path), str(path), complete=False)
            except (OSError, UnicodeDecodeError) as fault:
                raise TableError(f"{path}: cannot be read ({fault})") from None
            for row in rows:
                if row.key not in known:
                    yield row
                elif row.only_adds_names():
                    yield known[row.key].with_names_of(row)
                else:
                    raise TableError(f"{path}:{row.line}: there is a row '{row.key}' already; give it another key, or "
                                     "only further names (other_…, short_…)")

    def row(self, name: str, key: str) -> Row | None:
        """Return the row with this key, or None."""
        return self._keyed(name).get(key)

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Row]]:
        return {}

    def _keyed(self, name: str) -> dict[str, Row]:
        if name not in self._indexes:
            self._indexes[name] = {row.key: row for row in self.rows(name)}
        return self._indexes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS)


def shipped(more: tuple[Path, ...] = ()) -> Tables:
    """Return the tables of the package, with the rows that further folders add."""
    return Tables(paths.tables(), more)
