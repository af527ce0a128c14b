"""Writes the lists that people begin with: the States and where they stand, the conferences and who presided.

Must not show more of a thing than its own page does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from treatygraph.model import Iri
from treatygraph.serve.describing import Things
from treatygraph.serve.looking_up import Found, look_up
from treatygraph.serve.messages import Job, RefusedError
from treatygraph.serve.page_parts import Link, Page
from treatygraph.status.status import Holds, Interval

LISTS = ("conferences", "states", "status")


@dataclass(frozen=True)
class Held:
    """A status that a State has or, where its days are not known, may have."""

    status: Link
    kind: str
    since: str
    certain: bool


@dataclass
class Standing:
    """A State as the list shows it: its region, its status under each treaty on the day, and the annexes it is in."""

    state: Link
    region: Link | None = None
    statuses: dict[str, list[Held]] = field(default_factory=dict)
    annexes: dict[str, Link] = field(default_factory=dict)


@dataclass
class Session:
    """A conference as the list shows it."""

    conference: Link
    start: str
    days: str
    places: dict[str, Link] = field(default_factory=dict)
    presidents: dict[str, Link] = field(default_factory=dict)


def list_page(job: Job, things: Things) -> bytes:
    """Return the list that a job names."""
    page = Page(job, things)
    return _states(page) if job.iri == "states" else _conferences(page)


def status_of(iri: str) -> str:
    """Return the name that the stylesheet has for a status: the end of its IRI, in lower case."""
    return iri.rpartition("#")[2].lower()


def _states(page: Page) -> bytes:
    """Return the list of States on the day that the job names, else as they stand today."""
    on = page.job.values.get("on", "")
    if on:
        try:
            date.fromisoformat(on)
        except ValueError:
            raise RefusedError(400, f"'{on[:20]}' is no day; write it as 2021-09-23") from None
    found: dict[str, Standing] = {}
    treaties: dict[str, Link] = {}
    annexed: dict[str, Link] = {}
    for row in look_up(page.things, "states"):
        one = found.setdefault(row["state"], Standing(page.link(row["state"])))
        if row["region"]:
            one.region = page.link(row["region"])
        if row["treaty"]:
            treaties[row["treaty"]] = page.link(row["treaty"])
            held = _held(page, row, on)
            if held and held not in one.statuses.setdefault(row["treaty"], []):
                one.statuses[row["treaty"]].append(held)
        if row["annex"]:
            annexed[row["annex"]] = one.annexes[row["annex"]] = page.link(row["annex"])
    states = sorted(found.values(), key=lambda one: one.state.name)
    counted = {treaty: Counter(held.status for one in states for held in one.statuses.get(treaty, ()) if held.certain)
               for treaty in treaties}
    return page.render("states.html", states=states, treaties=treaties, annexes=annexed, on=on,
                       day=page.day(on) if on else "", counted=counted)


def _held(page: Page, row: Found, on: str) -> Held | None:
    """Return the status of a row if it holds on a day, today where the day is empty; None where it does not."""
    if on:
        interval = Interval(Iri(""), Iri(row["state"]), row["status"], row["from"], row["until"])
        holds = interval.holds_on(on)
    else:
        holds = Holds.NO if row["until"] else Holds.YES
    if holds is Holds.NO:
        return None
    return Held(page.link(row["status"]), status_of(row["status"]), page.day(row["from"]), holds is Holds.YES)


def _conferences(page: Page) -> bytes:
    found = sessions(page)
    listed = [(page.link(iri) if iri else None, held)
              for iri, held in sorted(found.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))]
    return page.render("conferences.html", series=listed)


def sessions(page: Page) -> dict[str, list[Session]]:
    """Return the conferences of each series, the latest first; those of none under an empty name."""
    found: dict[str, dict[str, Session]] = {}
    for row in look_up(page.things, "conferences"):
        series = found.setdefault(row["series"], {})
        one = series.setdefault(row["conference"], Session(
            page.link(row["conference"]), row["start"], page.days(row["start"], row["end"]) if row["start"] else ""))
        if row["place"]:
            one.places[row["place"]] = page.link(row["place"])
        if row["president"]:
            one.presidents[row["president"]] = page.link(row["president"])
    return {iri: sorted(held.values(), key=lambda one: one.start, reverse=True) for iri, held in found.items()}
