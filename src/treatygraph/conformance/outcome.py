"""What came of a check, and which of what it found is explained by a decision note.

Must not run a check.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from treatygraph import paths
from treatygraph.model import TreatyGraphError

_COLUMNS = ("check", "focus", "detail", "decision")


class Result(StrEnum):
    """What came of a check; only `FAIL` is open."""

    PASS = "pass"
    EXPLAINED = "explained"
    FAIL = "fail"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Check:
    """A check: its id and title in the catalogue it comes from."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, order=True)
class Found:
    """What a check found: the term or file it is about, and what about it."""

    focus: str
    detail: str


@dataclass(frozen=True)
class Outcome:
    """A row of the table: the check, its result, why, and what it found."""

    check: Check
    result: Result
    why: str
    found: tuple[Found, ...] = ()


class Explanations:
    """Which findings of which check a decision note explains; `*` stands for any focus or any detail."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or paths.checks() / "explained.csv"
        self._rows = _read(self._file)
        self._used: set[int] = set()

    def of(self, check: str, found: Found) -> str:
        """Return the decision notes that explain a finding, or nothing."""
        notes = []
        for number, row in enumerate(self._rows):
            if row["check"] == check and row["focus"] in {"*", found.focus} and row["detail"] in {"*", found.detail}:
                self._used.add(number)
                notes.append(row["decision"])
        return ", ".join(sorted(set(notes)))

    def unused(self, ran: Iterable[str]) -> Iterator[Found]:
        """Return what is explained and was not found by the checks that ran: the note is out of date."""
        known = set(ran)
        for number, row in enumerate(self._rows):
            if row["check"] in known and number not in self._used:
                yield Found(f"{row['check']}: {row['focus']}", row["decision"])


def _read(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                raise TreatyGraphError(f"{file}:1: the columns are {', '.join(_COLUMNS)}")
            rows = list(reader)
    except (OSError, csv.Error) as fault:
        raise TreatyGraphError(f"{file}: cannot be read ({fault})") from None
    for line, row in enumerate(rows, start=2):
        if not list((paths.ontology() / "decisions").glob(f"{row['decision']}-*.md")):
            raise TreatyGraphError(f"{file}:{line}: there is no note '{row['decision']}' in ontology/decisions/")
    return rows


def judged(check: Check, found: Iterable[Found], explanations: Explanations, passes: str = "nothing found") -> Outcome:
    """Judge what a check found: nothing, only what notes explain, or something open, which alone is then shown."""
    every = sorted(set(found))
    notes = {each: explanations.of(check.id, each) for each in every}
    still_open = tuple(each for each in every if not notes[each])
    if still_open:
        return Outcome(check, Result.FAIL, f"{len(still_open)} open", still_open)
    if every:
        named = ", ".join(sorted({note for each in notes.values() for note in each.split(", ")}))
        return Outcome(check, Result.EXPLAINED, f"{len(every)}, by decision {named}", tuple(every))
    return Outcome(check, Result.PASS, passes)


def not_run(check: Check, why: str) -> Outcome:
    """Return the row of a check that could not be run."""
    return Outcome(check, Result.NOT_RUN, why)
