"""Keeps what a corpus build has finished, in a small database beside the output, so that it is not done again.

Must not hold anything that the texts, the tables and the output do not give again: without it all is built anew.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from treatygraph.corpus.changes import packed, unpacked
from treatygraph.model import TreatyGraphError

FILE = ".treatygraph-corpus.sqlite"
_SCHEMA = """
CREATE TABLE text (name TEXT PRIMARY KEY, basis TEXT, symbol TEXT, language TEXT, doubts TEXT);
CREATE TABLE report (document TEXT PRIMARY KEY, inputs TEXT, tables TEXT, sha256 TEXT, size INTEGER, quads INTEGER,
                     converted TEXT, findings BLOB, used BLOB);
CREATE TABLE fact (report TEXT, s TEXT, p TEXT, o TEXT);
CREATE TABLE claim (report TEXT, claim TEXT, treaty TEXT, state TEXT, as_of TEXT, status TEXT);
CREATE TABLE meets (report TEXT, conference TEXT);
CREATE TABLE symbol (report TEXT, document TEXT, symbol TEXT);
CREATE TABLE label (report TEXT, s TEXT, language TEXT, label TEXT);
CREATE TABLE snapshot (digest TEXT PRIMARY KEY, rows BLOB);
CREATE TABLE whole (basis TEXT, outcome TEXT);
CREATE INDEX fact_of ON fact (report);
CREATE INDEX fact_by ON fact (s, p, o);
CREATE INDEX claim_of ON claim (report);
CREATE INDEX claim_by ON claim (treaty, state, as_of);
CREATE INDEX meets_of ON meets (report);
CREATE INDEX meets_by ON meets (conference);
CREATE INDEX symbol_of ON symbol (report);
CREATE INDEX label_of ON label (report);
CREATE INDEX label_by ON label (s, language);
"""
# A database that was made by another schema is no account that this one can read.
_LAYOUT = zlib.crc32(_SCHEMA.encode()) & 0x7FFFFFFF
_OF_A_REPORT = ("fact", "claim", "meets", "symbol", "label")


@dataclass(frozen=True)
class Finished:
    """A report that was built: what it was built from, what its file holds, and the texts converted for it.

    `converted` gives size and checksum of each file of a converted text.
    """

    inputs: str
    tables: str
    sha256: str
    size: int
    quads: int
    converted: dict[str, tuple[int, str]]


class Ledger:
    """The account of a corpus build; each entry is there wholly or not at all, whatever ends the process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        try:
            self._into = self._opened()
        except sqlite3.DatabaseError:  # of another layout, or damaged: everything in it can be made again
            for path in folder.glob(f"{FILE}*"):
                path.unlink()
            try:
                self._into = self._opened()
            except sqlite3.DatabaseError as fault:
                raise TreatyGraphError(f"{self._path}: cannot be written ({fault})") from None

    def _opened(self) -> sqlite3.Connection:
        into = sqlite3.connect(self._path, isolation_level=None)
        try:
            into.execute("PRAGMA journal_mode = WAL")
            into.execute("PRAGMA synchronous = NORMAL")
            found = into.execute("PRAGMA user_version").fetchone()[0]
            if found not in {0, _LAYOUT}:
                raise sqlite3.DatabaseError(f"layout {found}")
            if found == 0:
                into.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_LAYOUT}; COMMIT;")
        except sqlite3.DatabaseError:
            into.close()
            raise
        return into

    def close(self) -> None:
        """Write everything into the one file, and let go of it."""
        with suppress(sqlite3.Error):
            self._into.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._into.close()

    # ---- texts

    def identity(self, name: str, basis: str) -> tuple[str, str, list[str]] | None:
        """Return symbol, language and doubts of a text, where they were worked out on the same basis."""
        found = self._into.execute("SELECT symbol, language, doubts FROM text WHERE name = ? AND basis = ?",
                                   (name, basis)).fetchone()
        return (found[0], found[1], json.loads(found[2])) if found else None

    def identified(self, name: str, basis: str, symbol: str, language: str, doubts: list[str]) -> None:
        """Keep which report and language a text is."""
        self._into.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?)",
                           (name, basis, symbol, language, json.dumps(doubts, ensure_ascii=False)))

    # ---- reports

    def finished(self, document: str) -> Finished | None:
        """Return what is known of a report that was built."""
        found = self._into.execute("SELECT inputs, tables, sha256, size, quads, converted FROM report "
                                   "WHERE document = ?", (document,)).fetchone()
        if found is None:
            return None
        inputs, tables, sha256, size, quads, converted = found
        return Finished(inputs, tables, sha256, size, quads, json.loads(converted))

    def used(self, document: str) -> dict[str, Any]:
        """Return what a report that was built looked at."""
        return unpacked(self._into.execute("SELECT used FROM report WHERE document = ?", (document,)).fetchone()[0])

    def findings(self, document: str) -> list[dict[str, Any]]:
        """Return the findings of a report that was built."""
        data = self._into.execute("SELECT findings FROM report WHERE document = ?", (document,)).fetchone()[0]
        return list(unpacked(data)["findings"])

    def keep(self, document: str, inputs: str, tables: str, record: dict[str, Any]) -> None:
        """Keep that a report is built, with what it holds, found and looked at."""
        self._into.execute("BEGIN")
        self._forget(document)
        self._into.execute("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            document, inputs, tables, record["sha256"], record["size"], record["quads"],
            json.dumps(record["converted"]), packed({"findings": record["findings"]}), packed(record["used"])))
        for table, key in (("fact", "facts"), ("claim", "claims"), ("symbol", "symbols"), ("label", "labels")):
            rows = [(document, *row) for row in record[key]]
            if rows:
                self._into.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        self._into.executemany("INSERT INTO meets VALUES (?, ?)", [(document, one) for one in record["conferences"]])
        self._into.execute("COMMIT")

    def untouched(self, documents: Iterable[str], tables: str) -> None:
        """Keep that reports are as the tables are now."""
        self._into.execute("BEGIN")
        self._into.executemany("UPDATE report SET tables = ? WHERE document = ?", [(tables, one) for one in documents])
        self._into.execute("COMMIT")

    def forget_all_but(self, documents: set[str], texts: set[str]) -> None:
        """Forget reports and texts that are no longer there."""
        gone = [row[0] for row in self._into.execute("SELECT document FROM report") if row[0] not in documents]
        lost = [row for row in self._into.execute("SELECT name FROM text") if row[0] not in texts]
        self._into.execute("BEGIN")
        for document in gone:
            self._forget(document)
        self._into.executemany("DELETE FROM text WHERE name = ?", lost)
        self._into.execute("DELETE FROM snapshot WHERE digest NOT IN (SELECT tables FROM report)")
        self._into.execute("COMMIT")

    def _forget(self, document: str) -> None:
        self._into.execute("DELETE FROM report WHERE document = ?", (document,))
        for table in _OF_A_REPORT:
            self._into.execute(f"DELETE FROM {table} WHERE report = ?", (document,))

    def whole(self) -> tuple[str, str] | None:
        """Return on what basis the output was last made whole, and what it came to."""
        found: tuple[str, str] | None = self._into.execute("SELECT basis, outcome FROM whole").fetchone()
        return found

    def keep_whole(self, basis: str, outcome: str) -> None:
        """Keep on what basis the output is whole now, and what it came to; with the basis "" it is not."""
        self._into.execute("BEGIN")
        self._into.execute("DELETE FROM whole")
        if basis:
            self._into.execute("INSERT INTO whole VALUES (?, ?)", (basis, outcome))
        self._into.execute("COMMIT")

    # ---- the tables as they were

    def snapshot(self, digest: str) -> bytes | None:
        """Return the rows of tables that reports were built with."""
        found = self._into.execute("SELECT rows FROM snapshot WHERE digest = ?", (digest,)).fetchone()
        return unpacked(found[0])["rows"].encode() if found else None

    def keep_snapshot(self, digest: str, rows: bytes) -> None:
        """Keep the rows of the tables."""
        self._into.execute("INSERT OR IGNORE INTO snapshot VALUES (?, ?)", (digest, packed({"rows": rows.decode()})))

    # ---- across reports

    def ask(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question about what reports hold."""
        yield from self._into.execute(query, values)
