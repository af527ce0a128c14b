"""Writes the lists that people begin with: the States and where they stand, the conferences and who presided.

Must not show more of a thing than its own page does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from treatygraph.serve.describing import Things
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import Link, Page

LISTS = ("conferences", "states")


@dataclass
class Standing:
    """A State as the list shows it: its region, its status under each treaty, and the annexes it stands in."""

    state: Link
    region: Link | None = None
    statuses: dict[str, tuple[Link, str, str]] = field(default_factory=dict)
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
    found: dict[str, Standing] = {}
    treaties: dict[str, Link] = {}
    annexed: dict[str, Link] = {}
    for row in look_up(page.things, "states"):
        one = found.setdefault(row["state"], Standing(page.link(row["state"])))
        if row["region"]:
            one.region = page.link(row["region"])
        if row["treaty"]:
            treaties[row["treaty"]] = page.link(row["treaty"])
            one.statuses[row["treaty"]] = page.link(row["status"]), status_of(row["status"]), page.day(row["from"])
        if row["annex"]:
            annexed[row["annex"]] = one.annexes[row["annex"]] = page.link(row["annex"])
    states = sorted(found.values(), key=lambda one: one.state.name)
    return page.render("states.html", states=states, treaties=treaties, annexes=annexed)


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
