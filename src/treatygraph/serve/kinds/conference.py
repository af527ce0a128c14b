"""Finds what people ask of a conference: when and where, who presided, what happened under each item, who took part.

Must not word what it finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from treatygraph import vocab
from treatygraph.serve.kinds.actors import names_in_languages
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.vocab import tg


@dataclass
class Happening:
    """A fact of a conference: who did what, at which meeting, for whom, on what."""

    fact: Link
    what: str
    who: dict[str, Link] = field(default_factory=dict)
    kinds: dict[str, Link] = field(default_factory=dict)
    meetings: dict[str, Link] = field(default_factory=dict)
    behalf: dict[str, Link] = field(default_factory=dict)
    on: dict[str, Link] = field(default_factory=dict)
    represented: dict[str, Link] = field(default_factory=dict)
    extents: dict[str, Shown] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)


@dataclass
class Item:
    """An item of the agenda, the items under it, and what happened under it."""

    item: Link
    number: str
    position: int
    title: Shown
    above: str
    below: list[Item] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)

    def of(self, what: str) -> list[Happening]:
        """Return what happened of a kind."""
        return [one for one in self.happened if one.what == what]


@dataclass
class Meeting:
    """A meeting, its day, and what happened at it and nowhere else."""

    meeting: Link
    ordinal: int
    day: str
    presided: list[Happening] = field(default_factory=list)
    decided: list[Happening] = field(default_factory=list)


@dataclass
class Participant:
    """Who took part, in which capacities, and the statements by which they spoke."""

    who: Link
    fact: Link
    capacities: dict[str, Link] = field(default_factory=dict)
    statements: dict[str, Link] = field(default_factory=dict)


@dataclass
class Measure:
    """A measure with its words, its verbs and whom it addresses."""

    measure: Link
    number: str
    position: int
    text: Shown
    verbs: dict[str, Link] = field(default_factory=dict)
    addressees: dict[str, Link] = field(default_factory=dict)


def conference(page: Page, iri: str) -> dict[str, object]:
    """Return what a conference's page shows."""
    happened = _happened(page, iri)
    items = _agenda(page, iri, happened)
    return {
        **_head(page, iri), "names": names_in_languages(page, iri, vocab.PREF_LABEL), "items": items,
        "meetings": _meetings(page, iri, happened), **_participants(page, iri), "offices": _offices(page, iri),
        "loose": [one for one in happened if one.what == "decision" and not one.items],
        "statements": [one for one in happened if one.what == "statement" and not one.items],
        "documents": _documents(page, iri), "declarations": _measures(page, iri),
    }


def _head(page: Page, iri: str) -> dict[str, object]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in look_up(page.things, "conference_head", this=iri):
        for name in ("start", "end", "place", "series", "under", "before", "after"):
            if row[name]:
                found[name][row[name]] = None
    start, end = (next(iter(found[name]), "") for name in ("start", "end"))
    return {"days": page.days(start, end) if start else "", "start": start,
            **{name: page.links(found[name]) for name in ("place", "series", "under", "before", "after")}}


def _happened(page: Page, iri: str) -> list[Happening]:
    found: dict[str, Happening] = {}
    for row in look_up(page.things, "conference_facts", this=iri):
        one = found.setdefault(row["fact"], Happening(page.link(row["fact"]), row["what"]))
        for name, kept in (("who", one.who), ("kind", one.kinds), ("meeting", one.meetings), ("behalf", one.behalf),
                           ("on", one.on), ("represented", one.represented)):
            if row[name]:
                kept[row[name]] = page.link(row[name])
        if row["item"]:
            one.items.add(row["item"])
        if row["extent"]:
            one.extents[row["extent"]] = Shown(row["extent"], row.language("extent"))
    return sorted(found.values(), key=lambda one: (_named(one.who.values()), one.fact.iri))


def _named(links: Iterable[Link]) -> str:
    return min((link.name for link in links), default="")


def _agenda(page: Page, iri: str, happened: list[Happening]) -> list[Item]:
    found: dict[str, Item] = {}
    for row in look_up(page.things, "conference_items", this=iri):
        language = row.language("title")
        one = found.setdefault(row["item"], Item(page.link(row["item"]), row["number"], row.number("position"),
                                                 Shown(row["title"], language), row["above"]))
        if language == page.things.language:
            one.title = Shown(row["title"], language)
    for fact in happened:
        for item in fact.items & set(found):
            found[item].happened.append(fact)
    ordered = sorted(found.values(), key=lambda one: one.position)
    for one in ordered:
        if one.above in found:
            found[one.above].below.append(one)
    return [one for one in ordered if one.above not in found]


def _meetings(page: Page, iri: str, happened: list[Happening]) -> list[Meeting]:
    found: dict[str, Meeting] = {}
    for row in look_up(page.things, "conference_meetings", this=iri):
        found[row["meeting"]] = Meeting(page.link(row["meeting"]), row.number("ordinal"), page.day(row["date"]))
    for one in happened:
        for meeting in set(one.meetings) & set(found):
            kept = {"presiding": found[meeting].presided, "decision": found[meeting].decided}.get(one.what)
            if kept is not None:
                kept.append(one)
    return sorted(found.values(), key=lambda one: one.ordinal)


def _participants(page: Page, iri: str) -> dict[str, object]:
    found: dict[str, Participant] = {}
    regions: dict[str, str] = {}
    for row in look_up(page.things, "conference_participants", this=iri):
        one = found.setdefault(row["who"], Participant(page.link(row["who"]), page.link(row["fact"])))
        if row["capacity"]:
            one.capacities[row["capacity"]] = page.link(row["capacity"])
        if row["statement"]:
            one.statements[row["statement"]] = page.link(row["statement"])
        if row["region"]:
            regions[row["who"]] = row["region"]
    counted = Counter(capacity for one in found.values() for capacity in one.capacities)
    common = next((capacity for capacity, _ in counted.most_common(1)), "")
    groups: dict[str, list[Participant]] = defaultdict(list)
    for iri_of, one in found.items():
        # What most are needs no saying beside each.
        one.capacities.pop(common, None)
        groups[regions.get(iri_of, "")].append(one)
    by_region = [(page.link(region) if region else None, sorted(members, key=lambda one: one.who.name))
                 for region, members in groups.items()]
    return {"participants": sorted(by_region, key=lambda group: (group[0] is None, group[0].name if group[0] else "")),
            "capacities": [(page.link(capacity), number) for capacity, number in counted.most_common()],
            "spoke": sum(bool(one.statements) for one in found.values()), "took_part": len(found)}


def _offices(page: Page, iri: str) -> list[tuple[Link, list[Link], list[tuple[Link, Link, list[Link]]]]]:
    """Return the offices, that of the President first, each with its organs and its holders' facts and persons."""
    found: dict[tuple[str, str], dict[str, tuple[Link, Link, dict[str, Link]]]] = defaultdict(dict)
    for row in look_up(page.things, "conference_offices", this=iri):
        _, _, persons = found[row["office"], row["organ"]].setdefault(
            row["fact"], (page.link(row["fact"]), page.link(row["holder"]), {}))
        if row["person"]:
            persons[row["person"]] = page.link(row["person"])
    ordered = sorted(found.items(), key=lambda item: (item[0][0] != tg("President"), bool(item[0][1]), item[0]))
    return [(page.link(office), [page.link(organ)] if organ else [],
             sorted(((fact, holder, list(persons.values())) for fact, holder, persons in held.values()),
                    key=lambda one: one[1].name)) for (office, organ), held in ordered]


def _documents(page: Page, iri: str) -> list[tuple[Link, str, Link | None, str, Link | None]]:
    found: dict[str, tuple[Link, str, Link | None, str, Link | None]] = {}
    for row in look_up(page.things, "conference_documents", this=iri):
        kind, adoption = (page.link(row[name]) if row[name] else None for name in ("kind", "adoption"))
        found.setdefault(row["document"], (page.link(row["document"]), row["symbol"], kind, page.day(row["date"]),
                                           adoption))
    return [one for _, one in sorted(found.items())]


def _measures(page: Page, iri: str) -> list[tuple[Link, list[Measure]]]:
    found: dict[str, dict[str, Measure]] = defaultdict(dict)
    for row in look_up(page.things, "conference_measures", this=iri):
        language = row.language("text")
        one = found[row["document"]].setdefault(row["measure"], Measure(
            page.link(row["measure"]), row["number"], row.number("position"), Shown(row["text"], language)))
        if language == page.things.language:
            one.text = Shown(row["text"], language)
        for name, kept in (("verb", one.verbs), ("addressee", one.addressees)):
            if row[name]:
                kept[row[name]] = page.link(row[name])
    # A measure of an annexed declaration is part of the report too, and shown once: with the narrower of the two.
    narrow = sorted(found, key=len, reverse=True)
    shown: set[str] = set()
    listed = []
    for document in narrow:
        measures = [one for measure, one in found[document].items() if measure not in shown]
        shown |= set(found[document])
        if measures:
            listed.append((page.link(document), sorted(measures, key=lambda one: (one.position, one.number))))
    return listed
