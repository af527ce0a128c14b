"""Finds what people ask of a State: where it stands, what it did, what is asked of it, what it hosts.

Must not word what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from treatygraph import vocab
from treatygraph.serve.browsing import status_of
from treatygraph.serve.kinds.actors import attendances, names_in_languages, requests
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page
from treatygraph.serve.timeline import Line, line_of
from treatygraph.vocab import tg


@dataclass
class Action:
    """What a State did under a treaty, when, and who says so."""

    action: Link
    kind: Link
    date: str
    day: str
    sources: dict[str, Link] = field(default_factory=dict)


@dataclass(frozen=True)
class Interval:
    """A status and how long it held; a day that is not known is empty."""

    interval: Link
    status: Link
    kind: str
    begin: str
    end: str
    since: str
    until: str


@dataclass(frozen=True)
class Claim:
    """What a document claims of a State's status."""

    claim: Link
    status: Link
    kind: str
    day: str
    where: Link | None


@dataclass
class Standing:
    """A State under a treaty: what it did, its status in between, and what documents claim of it."""

    treaty: Link
    actions: dict[str, Action] = field(default_factory=dict)
    intervals: list[Interval] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    line: Line | None = None

    @property
    def now(self) -> Interval | None:
        """The status that has no end."""
        return next((one for one in self.intervals if not one.end), None)


def state(page: Page, iri: str) -> dict[str, object]:
    """Return what a State's page shows."""
    facts = {name: [quad.object.value for quad in page.things.said(iri) if quad.predicate.value == predicate
                    and hasattr(quad.object, "value")]
             for name, predicate in (("regions", tg("inRegion")), ("same", vocab.SKOS + "exactMatch"),
                                     ("iso3", tg("iso3")), ("iso2", tg("iso2")), ("m49", tg("m49")),
                                     ("member", tg("unMemberSince")), ("lists", tg("listedIn")))}
    facilities = sorted(look_up(page.things, "state_facilities", this=iri), key=lambda row: row["code"])
    return {
        "names": names_in_languages(page, iri, vocab.PREF_LABEL),
        "standings": _standings(page, iri), "attendances": attendances(page, iri), "requests": requests(page, iri),
        "facilities": [(page.link(row["facility"]), page.link(row["network"]) if row["network"] else None,
                        _place(row["lat"], row["long"])) for row in facilities],
        "outside": sorted({(urlsplit(one).hostname or "", one) for one in facts["same"]}),
        "lists": page.links(facts["lists"]), "regions": page.links(facts["regions"]),
        "codes": list(dict.fromkeys([*facts["iso3"], *facts["iso2"], *facts["m49"]])), "member": facts["member"],
    }


def _standings(page: Page, iri: str) -> list[Standing]:
    found: dict[str, Standing] = {}

    def of(treaty: str) -> Standing:
        return found.setdefault(treaty, Standing(page.link(treaty)))

    intervals: dict[str, Interval] = {}
    for row in look_up(page.things, "state_status", this=iri):
        standing = of(row["treaty"])
        if row["action"]:
            action = standing.actions.setdefault(row["action"], Action(
                page.link(row["action"]), page.link(row["type"]), row["date"], page.day(row["date"])))
            if row["source"]:
                action.sources[row["source"]] = page.link(row["source"])
        elif row["interval"] not in intervals:
            intervals[row["interval"]] = Interval(
                page.link(row["interval"]), page.link(row["status"]), status_of(row["status"]), row["from"],
                row["until"], page.day(row["from"]), page.day(row["until"]))
            standing.intervals.append(intervals[row["interval"]])
    for row in look_up(page.things, "state_claims", this=iri):
        of(row["treaty"]).claims.append(Claim(
            page.link(row["claim"]), page.link(row["status"]), status_of(row["status"]), page.day(row["day"]),
            page.link(row["where"]) if row["where"] else None))
    latest = [row["start"] for row in look_up(page.things, "conference_starts")]
    for standing in found.values():
        standing.actions = dict(sorted(standing.actions.items(), key=lambda item: item[1].date))
        standing.intervals.sort(key=lambda one: (bool(one.begin), one.begin))
        days = [one.date for one in standing.actions.values()]
        standing.line = line_of([*days, *latest]) if standing.intervals else None
    return sorted(found.values(), key=lambda one: (not one.intervals, one.treaty.name))


def _place(lat: str, long: str) -> str:
    """Return a place as maps write it, or nothing where it is not known."""
    if not lat or not long:
        return ""
    north, east = float(lat), float(long)
    return f"{abs(north):g}° {'N' if north >= 0 else 'S'}, {abs(east):g}° {'E' if east >= 0 else 'W'}"
