"""Shows which status every State had on a day: in a terminal, as a drawing, as CSV, JSON and Turtle.

Must not work out an answer.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

from pyoxigraph import NamedNode, Quad, Store, Triple

from treatygraph import iris
from treatygraph.graph.serialize import turtle
from treatygraph.status.drawing import Bar, bars_svg, bars_text, width_of
from treatygraph.status.status import ALL, STATUSES, Certainty, StateStatus, StatusReport, label

_WIDTH = 80
_LEAST_BAR = 8

LEGEND = (
    "ratified",
    "signed, not ratified",
    "not signed",
    "uncertain: changed on an unknown day of this month or year",
    "not known: no action recorded, and the treaty does not list the State",
)
"""What the statuses are called, then what a State is that has none of them for certain."""
_NAMES = dict(zip(STATUSES, LEGEND, strict=False))


def title(store: Store, report: StatusReport) -> str:
    """Return one line that says what the answer is about."""
    whom = "all States" if report.group == ALL else report.group
    return f"{label(store, report.treaty, report.language)}: {whom} on {report.on}"


def reach(report: StatusReport) -> str:
    """Return one line on what the recorded actions cannot tell of the day asked about; empty where they tell all."""
    if not report.last:
        return "No action under this treaty is recorded here, so nothing is said of any State."
    if report.too_early:
        return f"The first signature recorded is of {report.first}; before it no State had a status towards the treaty."
    if report.on > report.last:
        return f"The last action recorded is of {report.last}; what was done after it is not known here."
    return ""


def bars(store: Store, report: StatusReport) -> tuple[Bar, ...]:
    """Return the numbers by status as bars: one for all States of the group, then one for each region by its name."""
    found = [_bar("all", report.rows)] if report.rows else []
    regions = sorted({row.region for row in report.rows})
    if len(regions) > 1:
        found += [
            _bar(
                label(store, iris.thing(f"region/{region}"), report.language) if region else "in no region",
                [row for row in report.rows if row.region == region],
            )
            for region in sorted(regions, key=lambda name: (not name, name))
        ]
    return tuple(found)


def _bar(name: str, rows: Sequence[StateStatus]) -> Bar:
    sure = [
        sum(row.certainty is Certainty.CERTAIN and row.statuses == (status,) for row in rows)
        for status in STATUSES
    ]
    others = [
        sum(row.certainty is certainty for row in rows)
        for certainty in (Certainty.UNCERTAIN, Certainty.UNKNOWN)
    ]
    return Bar(name, (*sure, *others))


def to_text(store: Store, report: StatusReport) -> str:
    """Write the answer for a terminal: how far the data reach, bars by region, totals, then every State."""
    lines = [title(store, report), *([reach(report)] if reach(report) else [])]
    if not report.last or report.too_early:
        return "\n".join(lines) + "\n"
    drawn = bars(store, report)
    taken = max((width_of(bar.label) for bar in drawn), default=0) + max((len(bar.words) for bar in drawn), default=0)
    lines += ["", bars_text(LEGEND, drawn, max(_LEAST_BAR, _WIDTH - taken - 4)), ""]
    for status, numbers in report.totals().items():
        more = f", and {numbers['possible']} more that may be" if numbers["possible"] else ""
        lines.append(f"{_NAMES.get(status, LEGEND[-1])}: {numbers['certain']}{more}")
    lines.append("")
    margin = max((width_of(row.name) for row in report.rows), default=0)
    for row in report.rows:
        words = " or ".join(_NAMES.get(status, status) for status in row.statuses) or "not known"
        since = f" since {row.since}" if row.since else f" until {row.until}" if row.until else ""
        claims = f"; claimed {'; '.join(row.claims)}" if row.claims else ""
        space = " " * (margin - width_of(row.name))
        lines.append(
            f"{row.iso3}  {row.name}{space}  {words}{since if len(row.statuses) == 1 else ''}{claims}"
        )
    return "\n".join(lines) + "\n"


def to_svg(store: Store, report: StatusReport) -> str:
    """Draw the numbers by status and region as an SVG image."""
    totals = "; ".join(
        f"{number} {words}"
        for number, words in zip(_bar("", report.rows).numbers, LEGEND, strict=True)
        if number
    )
    return bars_svg(
        title(store, report),
        f"Numbers of States by status and region. All: {totals or 'none'}. {reach(report)}".strip(),
        LEGEND,
        bars(store, report),
    )


def to_csv(report: StatusReport) -> str:
    """Write the rows as CSV; several values of a cell are joined by `|`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("iso3", "name", "region", "certainty", "status", "since", "until", "state"))
    for row in report.rows:
        writer.writerow(
            (
                row.iso3,
                row.name,
                row.region,
                row.certainty.value,
                "|".join(row.statuses),
                row.since,
                row.until,
                row.state,
            )
        )
    return buffer.getvalue()


def to_json(report: StatusReport) -> str:
    """Write day, group, totals and rows as JSON."""
    return json.dumps(
        {
            "treaty": report.treaty,
            "on": report.on,
            "group": report.group,
            "firstAction": report.first,
            "lastAction": report.last,
            "totals": report.totals(),
            "states": [asdict(row) for row in report.rows],
        },
        ensure_ascii=False,
        indent=1,
    )


def to_turtle(store: Store, report: StatusReport) -> str:
    """Write the intervals the answer rests on as Turtle."""
    used = {interval for row in report.rows for interval in row.intervals}
    quads: list[Quad] = [
        quad for iri in sorted(used) for quad in store.quads_for_pattern(NamedNode(iri), None, None)
    ]
    return turtle({Triple(quad.subject, quad.predicate, quad.object) for quad in quads}).decode()
