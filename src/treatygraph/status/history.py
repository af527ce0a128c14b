"""Follows the answers of States from day to day: the days on which one changes, and the numbers between.

Must not decide what holds on a day; records do.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from treatygraph.status.status import Certainty, Records, StateStatus


@dataclass(frozen=True)
class Step:
    """The answer of a State from a day on, until its next step."""

    day: str
    row: StateStatus

    @property
    def answer(self) -> str:
        """The status where it is certain, else how sure one is."""
        return answer_of(self.row)


def answer_of(row: StateStatus) -> str:
    """Return the one status of a State where it is certain, else how sure one is."""
    return row.statuses[0] if row.certainty is Certainty.CERTAIN else row.certainty.value


def steps(records: Records) -> dict[str, tuple[Step, ...]]:
    """Return for each State, by its IRI, the days from which on another answer holds, the first action's day first.

    Nothing where no action is recorded.
    """
    if not records.first:
        return {}
    found = {}
    for member in records.members:
        bounds = [bound for one in records.held.get(member.state, ()) for bound in (one.since, one.until) if bound]
        days = sorted({records.first, *(day for bound in bounds for day in _turns(bound) if day > records.first)})
        told = [Step(day, records.of(member, day)) for day in days]
        found[str(member.state)] = tuple(one for before, one in zip([None, *told], told, strict=False)
                                         if before is None or _said(before.row) != _said(one.row))
    return found


def _said(row: StateStatus) -> tuple[object, ...]:
    return row.certainty, row.statuses, row.since


def _turns(bound: str) -> list[str]:
    """Return the days on which an answer may change at a bound: the day, or the first of a month or year and behind it.

    >>> _turns("2014-09")
    ['2014-09-01', '2014-10-01']
    """
    if len(bound) == 10:
        return [bound]
    year, month = int(bound[:4]), int(bound[5:7] or 12)
    last = date(year, month, calendar.monthrange(year, month)[1])
    return [f"{bound}-01" if len(bound) == 7 else f"{bound}-01-01", (last + timedelta(days=1)).isoformat()]


def numbers(held: Iterable[tuple[Step, ...]]) -> list[tuple[str, Counter[str]]]:
    """Return how many States have which answer, from each day on which a number changes."""
    turns: dict[str, list[tuple[str, str]]] = {}
    for one in held:
        for before, step in zip([None, *one], one, strict=False):
            turns.setdefault(step.day, []).append((before.answer if before else "", step.answer))
    count: Counter[str] = Counter()
    found = []
    for day, changes in sorted(turns.items()):
        for old, new in changes:
            count[new] += 1
            if old:
                count[old] -= 1
        found.append((day, Counter({answer: number for answer, number in count.items() if number})))
    return found
