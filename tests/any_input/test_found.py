"""Runs every input that a fuzzer once found against its target; its name says what it showed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "fuzz"))

from targets import TARGETS  # noqa: E402

KEPT = sorted(file for file in (Path(__file__).parent / "found").glob("*/*") if file.is_file())


def test_inputs_are_kept() -> None:
    assert {file.parent.name for file in KEPT} <= set(TARGETS)
    assert len(KEPT) >= 5


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_was_found_stays_mended(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())
