"""The graph that comes with the package, opened once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import treatygraph

really, building = treatygraph.open, treatygraph.build
BUILT: dict[tuple[bytes, str | None], treatygraph.TreatyGraph] = {}


@cache
def shipped() -> treatygraph.TreatyGraph:
    return really()


@pytest.fixture(scope="session")
def graph() -> treatygraph.TreatyGraph:
    return shipped()


@pytest.fixture
def opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `treatygraph.open()`, which many examples begin with, give the graph that is open already; and build once."""

    def once(path_or_url: str | Path | None = None) -> treatygraph.TreatyGraph:
        return shipped() if path_or_url is None else really(path_or_url)

    def built(text: str | Path, *, symbol: str | None = None) -> treatygraph.TreatyGraph:
        key = (Path(text).read_bytes().strip(), symbol)
        if key not in BUILT:
            BUILT[key] = building(text, symbol=symbol)
        return BUILT[key]

    monkeypatch.setattr(treatygraph, "open", once, raising=False)
    monkeypatch.setattr(treatygraph, "build", built, raising=False)
