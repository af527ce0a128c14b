"""Writes the page of a treaty's status: a map and a table on a day, the numbers over time, and what is still missing.

Must not work out a status or a day of entry into force: `treatygraph.status` does, here as at the command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from treatygraph import iris
from treatygraph.model import TreatyGraphError
from treatygraph.serve.describing import Things
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.messages import Job, RefusedError
from treatygraph.serve.page_parts import Link, Page
from treatygraph.serve.standing import (
    Answer,
    Standing,
    answers,
    as_data,
    kind_of,
    map_of,
    parts,
    standing,
    stands,
    treaties,
    words_of,
)
from treatygraph.serve.timeline import Line, line_of
from treatygraph.serve.world_map import WorldMap
from treatygraph.status.drawing import Track
from treatygraph.status.entry_into_force import Condition, EntryReport, assumptions, condition, entry_from, timeline
from treatygraph.status.history import answer_of
from treatygraph.status.status import STATUSES, StatusReport, a_day, records_of
from treatygraph.tables import shipped

# Kinds of stretches of the timeline, in the order of its legend.
_STRETCHES = (*(kind_of(one) for one in STATUSES), "assumed")
# The lowest layer first.
_LAYERS = (*STATUSES, "uncertain")
_HEIGHT = 1000


@dataclass(frozen=True)
class Layer:
    """A status on the chart: its name in the stylesheet, and the outline of its numbers in thousandths."""

    kind: str
    path: str


@dataclass(frozen=True)
class Chart:
    """The numbers of each status over time: layers on a line of years, and the same at the end of each year."""

    line: Line
    layers: tuple[Layer, ...]
    conferences: tuple[tuple[Link, str], ...]
    years: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Waited:
    """A State whose deposit is missing, uncertain or assumed: what its box sends, and its time drawn as stretches."""

    state: Link
    value: str
    assumed: bool
    kind: str
    words: str
    stretches: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Entry:
    """What is missing for entry into force, and what follows from what is assumed."""

    report: EntryReport
    provision: Link
    annex: Link
    recorded: int
    waited: tuple[Waited, ...]
    line: Line
    deposit: str
    days: tuple[str, str]
    after_last: str


@dataclass(frozen=True)
class Overview:
    """Where the States stand at the last recorded action, for the first page."""

    name: str
    treaty: Link
    day: str
    map: WorldMap
    answers: list[Answer]


def status_page(job: Job, things: Things) -> bytes:
    """Return the page of the treaty and the day that a job names, else of the one with most recorded actions.

    Raises RefusedError 404 for a treaty that there is not, 400 for a day or an assumption that is none.
    """
    page = Page(job, things)
    known = treaties(page)
    name = job.values.get("treaty") or (known[0][0] if known else "")
    if not name:
        return page.render("status.html", treaty=None, name="", on="", treaties=[], map=None, entry=None,
                           reach=page.words["standing"]["no_treaty"])
    if name not in dict(known):
        told = ", ".join(one for one, _ in known) or "none"
        raise RefusedError(404, f"the graph knows no treaty '{name[:40]}'; it knows {told}")
    try:
        found = standing(page, name)
        report = found.records.on(a_day(job.values.get("on") or found.records.last or _today()))
        entry = _entry(page, found, report.on)
    except TreatyGraphError as fault:
        raise RefusedError(400, str(fault)) from None
    counted = Counter(answer_of(row) for row in report.rows)
    data = page.things.kept(f"steps {name} {page.language}", lambda: as_data(page, found))
    return page.render(
        "status.html", name=name, treaty=page.link(found.treaty), on=report.on, report=report,
        treaties=[(one, page.link(iris.thing(f"treaty/{one}")), number) for one, number in known],
        answers=answers(page, counted), reach=reach(page, report), parts_of=parts(page, found, report.rows),
        map=map_of(page, report.rows) if found.records.first else None, stands=stands(page, report.rows),
        data=data, chart=_chart(page, found), entry=entry)


def overview(page: Page) -> Overview | None:
    """Return where the States stand under the treaty with most recorded actions; None where none is recorded."""
    name = next((one for one, number in treaties(page) if number), "")
    if not name:
        return None
    found = standing(page, name)
    report = found.records.on(found.records.last)
    drawn = page.things.kept(f"map {name} {page.language}", lambda: map_of(page, report.rows))
    return Overview(name, page.link(found.treaty), page.day(report.on), drawn,
                    answers(page, Counter(answer_of(row) for row in report.rows)))


def reach(page: Page, report: StatusReport) -> str:
    """Return what the recorded actions cannot tell of the day; empty where they tell all."""
    w = page.words["standing"]
    if not report.last:
        return str(w["nothing_recorded"])
    if report.too_early:
        return str(w["too_early"]).format(day=page.day(report.first))
    return str(w["too_late"]).format(day=page.day(report.last)) if report.on > report.last else ""


def _today() -> str:
    return date.today().isoformat()


# ---- numbers over time


def _chart(page: Page, found: Standing) -> Chart | None:
    line = line_of([found.records.first, found.records.last]) if found.records.first else None
    if line is None:
        return None
    whole = len(found.steps)
    layers, below = [], [0] * len(found.numbers)
    xs = [line.at(day) * 10 for day, _ in found.numbers]
    end = line.at(found.records.last) * 10
    for answer in _LAYERS:
        above = [under + counted[answer] for under, (_, counted) in zip(below, found.numbers, strict=True)]
        if above != below:
            layers.append(Layer(kind_of(answer), _outline(xs, end, below, above, whole)))
        below = above
    return Chart(line, tuple(layers), _conferences(page, found, line), _years(found))


def _outline(xs: list[float], end: float, below: list[int], above: list[int], whole: int) -> str:
    """Return a band as a path: along its upper edge, step by step, and back along its lower one."""
    def y(number: int) -> str:
        return f"{_HEIGHT - number / whole * _HEIGHT:.0f}"

    there = "".join(f"H{x:.1f}V{y(number)}" for x, number in zip(xs, above, strict=True))
    back = "".join(f"V{y(number)}H{x:.1f}" for x, number in zip(reversed(xs), reversed(below), strict=True))
    return f"M{xs[0]:.1f},{y(below[0])}{there}H{end:.1f}{back}z"


def _conferences(page: Page, found: Standing, line: Line) -> tuple[tuple[Link, str], ...]:
    starts = {row["conference"]: row["start"] for row in look_up(page.things, "treaty_conferences", this=found.treaty)
              if row["start"]}
    return tuple((page.link(iri), line.x(start)) for iri, start in sorted(starts.items(), key=lambda one: one[1])
                 if found.records.first <= start <= found.records.last)


def _years(found: Standing) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the numbers of each status at the end of each year, the last one as things stood at the last action."""
    told = []
    for year in range(int(found.records.first[:4]), int(found.records.last[:4]) + 1):
        counted = [numbers for day, numbers in found.numbers if day <= f"{year}-12-31"][-1]
        told.append((year, tuple(counted[one] for one in _LAYERS)))
    return tuple(told)


# ---- entry into force


@cache
def _condition(name: str) -> Condition | None:
    """Return when a treaty enters into force; None where no table says so."""
    tables = shipped()
    return condition(tables, name) if tables.row("entry-into-force", name) else None


def _entry(page: Page, found: Standing, on: str) -> Entry | None:
    rule = _condition(found.name)
    group = f"annex-{rule.annex}" if rule else ""
    if rule is None or group not in found.groups:
        return None
    records = page.things.kept(f"standing {found.name} {group}", lambda: records_of(
        page.things.store, found.name, group, page.things.language))
    deposit = page.job.values.get("deposit") or on
    boxes = page.job.values.get("assume", "").split()
    report = entry_from(records, rule, on, assumptions(tuple(
        box if "=" in box else f"{box}={deposit}" for box in boxes)))
    last = report.last
    after = (last.latest + timedelta(days=rule.days)).isoformat() if last else ""
    days = tuple(one.isoformat() for one in report.entry) if report.entry else ("", "")
    drawn = timeline(report)
    line = Line(drawn.start.year, drawn.end.year)
    waited = _waited(page, report, drawn.tracks, line, boxes)
    return Entry(report, page.link(rule.provision), page.link(found.group_iri(group)),
                 sum(not one.assumed for one in report.deposits), waited, line, deposit, (days[0], days[1]), after)


def _waited(page: Page, report: EntryReport, tracks: Iterable[Track], line: Line,
            boxes: list[str]) -> tuple[Waited, ...]:
    waiting = {row.state for row in (*report.missing, *report.uncertain)}
    assumed = {one.state for one in report.deposits if one.assumed}
    sent: Mapping[str, str] = {box.partition("=")[0].upper(): box for box in boxes}
    found = []
    for row, track in zip(report.status.rows, tracks, strict=True):
        if row.state in waiting or row.state in assumed:
            stretches = tuple((_STRETCHES[one.kind], line.x(one.start.isoformat()),
                               line.width(one.start.isoformat(), one.end.isoformat())) for one in track.stretches)
            found.append(Waited(page.link(row.state), sent.get(row.iso3, row.iso3), row.state in assumed,
                                kind_of(answer_of(row)), words_of(page, row), stretches))
    return tuple(found)
