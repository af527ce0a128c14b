"""Works out checksums of what a report is built from beside its text: code, words, shapes, and rows of tables.

Must not read a report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from treatygraph import __version__, paths
from treatygraph.corpus.changes import Change, StoredTables, digest_of, snapshot
from treatygraph.language.languages import available
from treatygraph.tables import Tables

_PACKAGE = Path(__file__).resolve().parent.parent


def checksum(plain: Any) -> str:
    """Return the checksum of plain data."""
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _of_files(files: Iterable[Path], folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(files):
        data = file.read_bytes()
        whole.update(f"{file.relative_to(folder).as_posix()} {len(data)}\n".encode() + data)
    return whole.hexdigest()


@cache
def code() -> str:
    """Return the checksum of the package, the ontology, its rules and the shapes: what every report is built with."""
    words = paths.languages()
    files = [file for ending in ("*.py", "*.toml") for file in _PACKAGE.rglob(ending)
             if not (file.suffix == ".toml" and words in file.parents)]
    standing = [file for folder in (paths.ontology(), paths.shapes()) for file in folder.rglob("*") if file.is_file()]
    return checksum([__version__, _of_files(files, _PACKAGE), _of_files(standing, paths.root())])


@cache
def words(language: str, more: tuple[Path, ...] = ()) -> str:
    """Return the checksum of a language's words and frames, with what further folders add."""
    files = [paths.languages() / f"{language}.toml", paths.frames(language)]
    found = [_of_files([file], file.parent) for file in files if file.is_file()]
    return checksum([*found, *(_of_files([file], file.parent) for folder in more
                               if (file := folder / f"{language}.toml").is_file())])


@cache
def all_words() -> str:
    """Return the checksum of all languages' words, by which the language of a text is told."""
    return checksum([words(language) for language in available()])


class TablesNow:
    """The tables as they are, with further rows of folders, and what has changed since reports were built."""

    def __init__(self, folder: Path, more: tuple[Path, ...]) -> None:
        self.tables = Tables(folder, more)
        self._since: dict[str, Change | None] = {}

    @cached_property
    def rows(self) -> bytes:
        """All rows, as bytes."""
        return snapshot(self.tables)

    @cached_property
    def digest(self) -> str:
        """The checksum of all rows."""
        return digest_of(self.rows)

    @cached_property
    def texts_known(self) -> str:
        """The checksum of what sources.csv says of texts, by which one is told before it is read."""
        return checksum([[row["sha256"], row["symbol"], row["language"]] for row in self.tables.rows("sources")])

    def since(self, digest: str, rows: bytes | None) -> Change | None:
        """Return what differs from the rows of an earlier day; None where they are not known any more."""
        if digest not in self._since:
            self._since[digest] = Change(StoredTables(rows, self.tables.folder), self.tables) if rows else None
        return self._since[digest]
