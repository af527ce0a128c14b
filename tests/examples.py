"""Says how many random examples a test draws that reads a whole report for each: one, or all with --all-examples."""

from __future__ import annotations

_FEWEST = 1
_all = False


def draw_all() -> None:
    """Let every test draw all its examples; called before the tests are collected."""
    global _all  # noqa: PLW0603 - hypothesis is told the number where a test is defined, before any fixture runs
    _all = True


def examples(most: int) -> int:
    """Return how many examples to draw of so many."""
    return most if _all else min(most, _FEWEST)
