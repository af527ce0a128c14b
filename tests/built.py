"""One build of the shipped report, shared by the tests of a worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import Store

from treatygraph import building, paths
from treatygraph.graph.store import hold
from treatygraph.reading.engine import ReadReport
from treatygraph.tables import shipped

REPORT = paths.sources() / "ctbt-art-xiv-2021-6.zh.txt"
SOURCE = building.Source(REPORT, "CTBT-Art.XIV/2021/6", "zh")


@cache
def build() -> building.Build:
    return building.build([SOURCE], shipped())


@cache
def report() -> ReadReport:
    return building.read_source(SOURCE, shipped())


@cache
def store() -> Store:
    return hold(build().graphs)


def text_of(path: Path = REPORT) -> str:
    return path.read_text(encoding="utf-8")
