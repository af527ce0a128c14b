"""Answers what a treaty still lacks to enter into force on a day, and when it would, given assumed deposits.

Must not know a treaty: annex, days and years come from a table row, the rule's words from another.
"""

from __future__ import annotations

import calendar
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from pyoxigraph import Store

from treatygraph import iris
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.status.drawing import (
    Bar,
    Stretch,
    Timeline,
    Track,
    bars_text,
    timeline_svg,
    timeline_text,
    width_of,
)
from treatygraph.status.showing import to_turtle as status_turtle
from treatygraph.status.status import (
    STATUSES,
    Certainty,
    Interval,
    Records,
    StateStatus,
    StatusReport,
    a_day,
    label,
    records_of,
)
from treatygraph.tables import Row, TableError, Tables


@dataclass(frozen=True)
class Condition:
    """When a treaty enters into force: so many days after the last deposit of the States an annex lists.

    And not before so many years after it was opened for signature. `words` says so, `provision` where.
    """

    treaty: str
    annex: str
    provision: Iri
    days: int
    years: int
    opened: date
    words: str
    source: str

    @property
    def not_before(self) -> date:
        """The first day on which the treaty can enter into force at all."""
        return _years_later(self.opened, self.years)

    def enters(self, last_deposit: date) -> date:
        """Return the day of entry into force, given the day of the last deposit needed."""
        return max(last_deposit + timedelta(days=self.days), self.not_before)


def _years_later(day: date, years: int) -> date:
    """Return the same day of a later year; 29 February becomes 28 February where there is none."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def condition(tables: Tables, treaty: str = "ctbt") -> Condition:
    """Return the condition for a treaty's entry into force from its table row.

    Raises TreatyGraphError where there is no row, TableError where the row is faulty.
    """
    row = tables.row("entry-into-force", treaty)
    if row is None:
        known = ", ".join(row.key for row in tables.rows("entry-into-force")) or "none"
        raise TreatyGraphError(
            f"no row says how '{treaty}' enters into force; entry-into-force.csv has {known}"
        )
    provision = tables.row("provisions", row["provision"])
    if provision is None:
        raise _fault(row, f"provision '{row['provision']}' has no row in provisions.csv")
    stem = f"{treaty}/annex/"
    if not row["annex"].startswith(stem) or tables.row("provisions", row["annex"]) is None:
        raise _fault(row, f"annex '{row['annex']}' is no annex of '{treaty}' in provisions.csv")
    try:
        opened = date.fromisoformat(row["opened"])
        days, years = int(row["days_after_last"]), int(row["years_after_opening"])
    except ValueError as cause:
        raise _fault(row, f"a day or number cannot be read ({cause})") from None
    return Condition(
        treaty,
        row["annex"].removeprefix(stem),
        iris.thing(f"treaty/{row['provision']}"),
        days,
        years,
        opened,
        provision["text_en"],
        row["source"],
    )


def _fault(row: Row, message: str) -> TableError:
    return TableError(f"{row.table}.csv:{row.line}: {message}")


def earliest(when: str) -> date:
    """Return the first day of a day, a month or a year.

    >>> str(earliest("2014-09"))
    '2014-09-01'
    """
    return date.fromisoformat(when + "0000-01-01"[len(when) :])


def latest(when: str) -> date:
    """Return the last day of a day, a month or a year.

    >>> str(latest("2014-09"))
    '2014-09-30'
    """
    first = earliest(when)
    month = 12 if len(when) == 4 else first.month
    return first if len(when) == 10 else date(first.year, month, calendar.monthrange(first.year, month)[1])


@dataclass(frozen=True)
class Deposit:
    """A State's deposit that counts: recorded in the graph, or assumed; the date may be a month or a year."""

    state: Iri
    iso3: str
    name: str
    on: str
    assumed: bool

    @property
    def earliest(self) -> date:
        """The first day the deposit can have been made."""
        return earliest(self.on)

    @property
    def latest(self) -> date:
        """The last day the deposit can have been made."""
        return latest(self.on)


@dataclass(frozen=True)
class EntryReport:
    """What is there and what is missing on a day, and when the treaty enters into force if it comes."""

    condition: Condition
    on: str
    status: StatusReport
    deposits: tuple[Deposit, ...]
    missing: tuple[StateStatus, ...]
    uncertain: tuple[StateStatus, ...]
    held: Mapping[Iri, tuple[Interval, ...]]

    @property
    def complete(self) -> bool:
        """Whether every deposit needed is recorded or assumed."""
        return not self.missing and not self.uncertain

    @property
    def last(self) -> Deposit | None:
        """The deposit that comes last, where none is missing."""
        return (
            max(self.deposits, key=lambda d: (d.latest, d.iso3)) if self.complete and self.deposits else None
        )

    @property
    def entry(self) -> tuple[date, date] | None:
        """The first and last possible day of entry into force; one day where all days are known."""
        if self.last is None:
            return None
        earliest = max(deposit.earliest for deposit in self.deposits)
        return self.condition.enters(earliest), self.condition.enters(self.last.latest)

    def explanation(self) -> list[str]:
        """Say step by step how the answer follows from the rule."""
        rule, total = self.condition, len(self.status.rows)
        recorded = sum(not deposit.assumed for deposit in self.deposits)
        steps = [
            f"Rule: {rule.words}",
            f"Provision: {iris.path_of(rule.provision)}; source: {rule.source}.",
            f"On {self.on}, {recorded} of the {total} States of annex {rule.annex} have a ratification in "
            f"force; {total - recorded} do not.",
        ]
        assumed = [f"{d.name} ({d.iso3}) on {d.on}" for d in self.deposits if d.assumed]
        if assumed:
            steps.append(f"Assumed: {'; '.join(assumed)}.")
        for words, rows in (("Missing", self.missing), ("Uncertain on that day", self.uncertain)):
            if rows:
                steps.append(f"{words}: {', '.join(f'{row.name} ({row.iso3})' for row in rows)}.")
        if self.last is None or self.entry is None:
            return [*steps, "So no day of entry into force follows yet."]
        first, final = self.entry
        floor = f"it cannot be before {rule.not_before} ({rule.years} years after {rule.opened})"
        when = f"on {first}" if first == final else f"between {first} and {final}"
        return [
            *steps,
            f"The last deposit is that of {self.last.name} ({self.last.iso3}): {self.last.on}.",
            f"{rule.days} days later is {self.last.latest + timedelta(days=rule.days)}; {floor}.",
            f"So the treaty would enter into force {when}."
            if assumed
            else f"So it enters into force {when}.",
        ]


def entry_into_force(
    store: Store, rule: Condition, on: str = "", assumed: Mapping[str, str] | None = None, language: str = "en"
) -> EntryReport:
    """Return what is missing on a day (by default the day of the last recorded action) and what follows.

    `assumed` gives days of deposit by ISO code of States that are missing. Raises TreatyGraphError for a day
    that is none, for a State the annex does not list or whose ratification is in force, and for a deposit
    before the day.
    """
    records = records_of(store, rule.treaty, f"annex-{rule.annex}", language)
    return entry_from(records, rule, on, assumed)


def entry_from(
    records: Records, rule: Condition, on: str = "", assumed: Mapping[str, str] | None = None
) -> EntryReport:
    """Return the same as `entry_into_force` from what was read of the annex's States before; raises as that does."""
    day = a_day(on or records.last or rule.opened.isoformat())
    report, held = records.on(day), records.held
    deposits, missing, uncertain = [], [], []
    given = dict(assumed or {})
    for row in report.rows:
        if row.certainty is Certainty.CERTAIN and row.statuses == ("Ratified",):
            since = [i.since for i in held[row.state] if i.iri in row.intervals]
            deposits.append(Deposit(row.state, row.iso3, row.name, min(since), assumed=False))
            if row.iso3 in given:
                raise TreatyGraphError(
                    f"{row.iso3}: {row.name} has a ratification in force since {min(since)}; "
                    "assume only deposits that are missing"
                )
        elif row.iso3 in given:
            deposits.append(_assumed(row, given[row.iso3], day))
        elif "Ratified" in row.statuses:
            uncertain.append(row)
        else:
            missing.append(row)
    listed = {row.iso3 for row in report.rows}
    for iso3 in given:
        if iso3 not in listed:
            raise TreatyGraphError(
                f"'{iso3}' is no State of annex {rule.annex} of the treaty '{rule.treaty}'; "
                f"missing are {', '.join(row.iso3 for row in missing) or 'none'}"
            )
    return EntryReport(rule, day, report, tuple(deposits), tuple(missing), tuple(uncertain), held)


def _assumed(row: StateStatus, when: str, day: str) -> Deposit:
    if a_day(when) < day:
        raise TreatyGraphError(
            f"{row.iso3}: {when} lies before {day}, on which the ratification is still missing; "
            "assume a later day, or ask about an earlier one with --on"
        )
    return Deposit(row.state, row.iso3, row.name, when, assumed=True)


def assumptions(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read assumptions written as `CHN=2030-01-01`; raise TreatyGraphError for any other form."""
    found: dict[str, str] = {}
    for pair in pairs:
        state, equals, when = pair.partition("=")
        iso3 = state.strip().upper()
        if not equals or not iso3 or not when.strip():
            raise TreatyGraphError(f"'{pair}' is no assumption; write STATE=DATE, such as CHN=2030-01-01")
        if iso3 in found:
            raise TreatyGraphError(f"'{iso3}' is assumed twice; give one day of deposit")
        found[iso3] = a_day(when.strip())
    return found


# ---- the same answer in several forms

_LEGEND = ("ratification in force", "signed, not ratified", "not signed", "assumed ratification in force")
_KINDS = {status: kind for kind, status in enumerate(STATUSES)}
_ASSUMED = 3
_WIDTH, _LEAST_TIMELINE = 80, 30


def title(store: Store, report: EntryReport) -> str:
    """Return one line that says what the answer is about."""
    treaty = label(store, report.status.treaty, report.status.language)
    return f"{treaty}: entry into force, as things stood on {report.on}"


def timeline(report: EntryReport) -> Timeline:
    """Return the States of the annex on a timeline, with what is assumed and the day of entry into force."""
    entry = report.entry
    last = max(
        [date.fromisoformat(report.on), *(deposit.latest for deposit in report.deposits), *(entry or ())]
    ) + timedelta(days=60)
    assumed = {deposit.state: deposit for deposit in report.deposits if deposit.assumed}
    tracks = []
    for row in report.status.rows:
        stop = assumed[row.state].earliest if row.state in assumed else last
        stretches = [
            stretch
            for interval in report.held.get(row.state, ())
            for stretch in _stretch(interval, report.condition.opened, stop, report.on)
        ]
        if not stretches and row.statuses == STATUSES[-1:]:
            # No action is recorded of it, and the treaty names it: it has not signed since there was a treaty to sign.
            unsigned = _KINDS[STATUSES[-1]]
            opened = report.condition.opened
            stretches.append(Stretch(unsigned, opened, stop, f"{_LEGEND[unsigned]} from {opened}"))
        if row.state in assumed:
            stretches.append(Stretch(_ASSUMED, stop, last, f"{_LEGEND[_ASSUMED]} from {stop}"))
        tracks.append(Track(row.name, tuple(stretches)))
    marks = [(date.fromisoformat(report.on), "as things stood")]
    if entry is not None:
        marks.append((entry[1], "entry into force"))
    return Timeline(_LEGEND, tuple(tracks), report.condition.opened, last, tuple(marks))


def _stretch(interval: Interval, start: date, stop: date, on: str) -> list[Stretch]:
    """Return an interval as a stretch; what was recorded after the day asked about is left out."""
    if interval.status not in _KINDS or interval.since > on:
        return []
    begun = max(earliest(interval.since), start) if interval.since else start
    ended = min(earliest(interval.until), stop) if interval.until and interval.until <= on else stop
    until = f" until {interval.until}" if interval.until and interval.until <= on else ""
    words = f"{_LEGEND[_KINDS[interval.status]]} from {interval.since or 'the beginning'}{until}"
    return [Stretch(_KINDS[interval.status], begun, ended, words)] if begun < ended else []


def to_text(store: Store, report: EntryReport) -> str:
    """Write the answer for a terminal: how many deposits there are, who is missing, and what follows why."""
    numbers = (
        sum(not deposit.assumed for deposit in report.deposits),
        sum(deposit.assumed for deposit in report.deposits),
        len(report.missing),
        len(report.uncertain),
    )
    legend = ("in force", "assumed", "missing", "uncertain")
    lines = [
        title(store, report),
        "",
        bars_text(legend, [Bar(f"annex {report.condition.annex}", numbers)], 44),
        "",
    ]
    for number, step in enumerate(report.explanation(), 1):
        lines.append(f"{number}. {step}")
    waiting = {row.name for row in (*report.missing, *report.uncertain)} | {
        deposit.name for deposit in report.deposits if deposit.assumed
    }
    whole = timeline(report)
    shown = replace(whole, tracks=tuple(track for track in whole.tracks if track.label in waiting))
    if shown.tracks:
        margin = max(width_of(track.label) for track in shown.tracks) + 2
        lines += ["", timeline_text(shown, max(_LEAST_TIMELINE, _WIDTH - margin))]
    return "\n".join(lines) + "\n"


def to_svg(store: Store, report: EntryReport) -> str:
    """Draw the States of the annex on a timeline as an SVG image; its description is the explanation."""
    return timeline_svg(title(store, report), " ".join(report.explanation()), timeline(report))


def to_turtle(store: Store, report: EntryReport) -> str:
    """Write the intervals the answer rests on as Turtle; what is assumed is no fact and stays out."""
    return status_turtle(store, report.status)


def to_csv(report: EntryReport) -> str:
    """Write one line for each State of the annex: deposited, assumed, missing or uncertain."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("iso3", "name", "deposit", "date", "status"))
    lines: list[tuple[str, ...]] = [
        (d.iso3, d.name, "assumed" if d.assumed else "recorded", d.on, "Ratified" if not d.assumed else "")
        for d in report.deposits
    ]
    for words, rows in (("missing", report.missing), ("uncertain", report.uncertain)):
        lines += [(row.iso3, row.name, words, "", "|".join(row.statuses)) for row in rows]
    lines.sort(key=lambda line: (line[1], line[0]))
    writer.writerows(lines)
    return buffer.getvalue()


def to_json(report: EntryReport) -> str:
    """Write the condition, what is there, what is missing, and the day of entry into force as JSON."""
    rule = asdict(report.condition) | {
        "opened": report.condition.opened.isoformat(),
        "not_before": report.condition.not_before.isoformat(),
    }
    entry = report.entry
    return json.dumps(
        {
            "treaty": report.status.treaty,
            "on": report.on,
            "condition": rule,
            "deposits": [asdict(deposit) for deposit in report.deposits],
            "missing": [row.iso3 for row in report.missing],
            "uncertain": [row.iso3 for row in report.uncertain],
            "enters_into_force": None
            if entry is None
            else {"earliest": entry[0].isoformat(), "latest": entry[1].isoformat()},
            "explanation": report.explanation(),
        },
        ensure_ascii=False,
        indent=1,
    )
