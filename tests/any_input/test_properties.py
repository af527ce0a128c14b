"""A report edited at random (cut, doubled, moved, mixed with odd words) keeps every promise that the fuzzer checks."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import report_text

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))

import targets
import words

LINES = report_text().split("\n\n")
ODD = [piece.decode() for piece in words.dictionary("report")]
EDIT = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 2_000), st.integers(0, 300)),
    st.tuples(st.just("double"), st.integers(0, 2_000), st.integers(0, 300)),
    st.tuples(st.just("move"), st.integers(0, 2_000), st.integers(0, 2_000)),
    st.tuples(st.sampled_from(ODD), st.integers(0, 2_000), st.integers(1, 20)),
)


def edited(text: str, edits: list[tuple[str, int, int]]) -> str:
    for what, place, length in edits:
        at = min(place, len(text))
        if what == "cut":
            text = text[:at] + text[at + length :]
        elif what == "double":
            text = text[: at + length] + text[at:]
        elif what == "move":
            text = text[at:] + text[:at]
        else:
            text = text[:at] + what * length + text[at:]
    return text


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=5), st.lists(EDIT, max_size=4))
def test_an_edited_report_keeps_every_promise(pieces: list[str], edits: list[tuple[str, int, int]]) -> None:
    targets.report(edited("\n\n".join(pieces), edits).encode())


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from([*ODD, *LINES[:6]]), max_size=12).map("".join))
def test_odd_words_keep_every_promise(text: str) -> None:
    targets.find(text[:400].encode())
    targets.tree(text.encode())
