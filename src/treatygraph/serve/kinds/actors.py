"""Finds what a State, an organization or a person did at conferences, and what is asked of it.

Must not word what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal

from treatygraph.explain.names import short
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page, Shown

WHATS = ("participation", "office", "statement", "presiding", "vote")


@dataclass
class Deed:
    """A fact of a conference: what was done, as what, under which items, at which meetings, by and for whom."""

    fact: Link
    roles: dict[str, Link] = field(default_factory=dict)
    items: dict[str, Link] = field(default_factory=dict)
    meetings: dict[str, Link] = field(default_factory=dict)
    persons: dict[str, Link] = field(default_factory=dict)
    behalf: dict[str, Link] = field(default_factory=dict)
    organs: dict[str, Link] = field(default_factory=dict)


@dataclass
class Attendance:
    """What somebody did at a conference, by kind of fact."""

    conference: Link
    start: str
    days: str
    deeds: dict[str, dict[str, Deed]] = field(default_factory=lambda: {what: {} for what in WHATS})

    def of(self, what: str) -> list[Deed]:
        """Return the facts of a kind in the order of their IRIs."""
        return [deed for _, deed in sorted(self.deeds[what].items())]


@dataclass(frozen=True)
class Request:
    """An act that asks something: the provision that states it, the verb, whom it addresses and what it asks."""

    act: Link
    provision: Link
    verb: Link
    addressee: Link
    matter: Shown
    named: bool


def attendances(page: Page, iri: str) -> list[Attendance]:
    """Return what somebody did at conferences, the latest first."""
    days = {row["conference"]: (row["start"], row["end"]) for row in look_up(page.things, "conference_starts")}
    found: dict[str, Attendance] = {}
    for row in look_up(page.things, "actor_conferences", this=iri):
        conference = row["conference"]
        start, end = days.get(conference, ("", ""))
        one = found.setdefault(conference, Attendance(page.link(conference), start,
                                                      page.days(start, end) if start else ""))
        deed = one.deeds[row["what"]].setdefault(row["fact"], Deed(page.link(row["fact"])))
        for name, kept in (("as", deed.roles), ("item", deed.items), ("meeting", deed.meetings),
                           ("person", deed.persons), ("behalf", deed.behalf), ("organ", deed.organs)):
            if row[name] and row[name] != iri:
                kept[row[name]] = page.link(row[name])
    for one in found.values():
        for deeds in one.deeds.values():
            for deed in deeds.values():
                deed.meetings = dict(sorted(deed.meetings.items()))
    return sorted(found.values(), key=lambda one: (one.start, one.conference.iri), reverse=True)


def requests(page: Page, iri: str) -> list[Request]:
    """Return what is asked of somebody in the order of the text, in the reader's language where it is there."""
    best: dict[tuple[str, str], tuple[int, Request]] = {}
    order: dict[tuple[str, str], tuple[str, int]] = {}
    for row in look_up(page.things, "asked_of", this=iri):
        key = row["act"], row["addressee"]
        language = row.language("matter")
        rank = 0 if language == page.things.language else 1 if language == "en" else 2
        if key not in best or rank < best[key][0]:
            best[key] = rank, Request(
                page.link(row["act"]), page.link(row["provision"]), page.link(row["verb"]),
                page.link(row["addressee"]), Shown(row["matter"], language), row["addressee"] == iri)
            order[key] = short(row["provision"]).rpartition("/")[0], row.number("position")
    return [request for key, (_, request) in sorted(best.items(), key=lambda item: (order[item[0]], item[0]))]


def names_in_languages(page: Page, iri: str, predicate: str) -> list[tuple[str, str]]:
    """Return the names of a thing with their languages, in the order of the languages of names, each name once."""
    found: dict[str, str] = {}
    for quad in page.things.said(iri):
        if quad.predicate.value == predicate and isinstance(quad.object, Literal) and quad.object.language:
            found.setdefault(quad.object.language, quad.object.value)
    names: dict[str, str] = {}
    for language in page.words["languages"]:
        if language in found:
            names.setdefault(found[language], language)
    return [(language, name) for name, language in names.items()]
