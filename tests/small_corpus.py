"""A small corpus with small tables, and a pool that does its jobs in this process: what is tested is not how it starts."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from treatygraph import paths
from treatygraph.corpus import worker
from treatygraph.corpus.pool import Answer
from treatygraph.corpus.whole import CorpusBuild, Outcome
from treatygraph.graph.swapping import writing_into
from treatygraph.tables import COLUMNS

STATES = ("CHE", "ITA", "KEN", "PER")
WHOLE = ("bibliography", "regions", "concepts")

KENYA = """\
A/CONF.9/2031/7
Conference on Rivers

1. The Conference on Rivers was held on 3 March 2031.
2. At its 1st meeting, the Conference elected Kenya Vice-President by acclamation.
3. The representative of Kenya made a statement.
"""
ITALY = """\
A/CONF.9/2032/4
Conference on Lakes

1. The Conference on Lakes was held on 5 May 2032.
2. At its 2nd meeting, the Conference elected Italy Vice-President by acclamation.
"""
CHINESE = """\
A/CONF.9/2031/7
河流会议

1. 河流会议于2031年3月3日举行。
2. 在第1次会议上，会议以鼓掌方式选举肯尼亚为副主席。
"""
TEXTS = {"kenya.en.txt": KENYA, "kenya.zh.txt": CHINESE, "italy.txt": ITALY, "nothing.txt": ""}


def small_tables(folder: Path) -> Path:
    """Write tables with four States and no bodies, and return their folder."""
    (folder / "sources").mkdir(parents=True)
    tables = folder / "tables"
    tables.mkdir()
    for name, columns in COLUMNS.items():
        kept = [list(columns)]
        if name != "sources":
            kept += [list(cells) for cells in _rows(name) if name in WHOLE
                     or (name == "states" and cells[0] in STATES) or (name == "state-names" and cells[1] in STATES)]
        path = folder / "sources" / "sources.csv" if name == "sources" else tables / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(kept)
    return tables


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    with (paths.tables() / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(map(tuple, csv.reader(handle)))[1:]


def change_cell(tables: Path, name: str, key: str, column: str, value: str) -> None:
    """Put another value into a cell."""
    path = tables / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    row = next(row for row in rows if row[0] == key)
    row[rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)


def texts_in(folder: Path, texts: dict[str, str]) -> Path:
    """Write texts into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class AtOnce:
    """Does the jobs of a pool in this process; `asked` is told of each."""

    def __init__(self, _processes: int, asked: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        self._asked = asked
        worker.tables_of.cache_clear()

    def __enter__(self) -> AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def answers(self, jobs: Iterable[dict[str, Any]]) -> Iterator[Answer]:
        for job in jobs:
            self._asked(job)
            told = worker.done(job)
            yield Answer(job, told.get("made"), told.get("failed", ""))


def build(given: Path, out: Path, tables: Path, built: list[str] | None = None) -> Outcome:
    """Build a corpus; `built` receives the symbols of the reports that are built now."""
    def asked(job: dict[str, Any]) -> None:
        if built is not None and job["work"] == "build":
            built.append(job["texts"][0]["symbol"])

    with writing_into(out) as writer:
        return CorpusBuild(out, writer, (), 1, lambda *_: None, tables, lambda n: AtOnce(n, asked)).run([str(given)])


def files_of(out: Path) -> dict[str, bytes]:
    """Return the output as bytes by name, without what the next build rests on."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(out).parts)}


def lines(data: bytes) -> list[str]:
    """Return the lines of a compressed file."""
    return gzip.decompress(data).decode().splitlines()
