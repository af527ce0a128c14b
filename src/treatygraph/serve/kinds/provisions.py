"""Finds what people ask of a document and of its parts: the words, what stands where, what rests on it, who cites it.

Must not word what it finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from treatygraph import vocab
from treatygraph.model import brief
from treatygraph.serve.describing import Things
from treatygraph.serve.kinds.around import LONGEST, Around
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.vocab import tg

_BRIEF = 160


@dataclass(frozen=True)
class Part:
    """A part of a document: its number, how its words begin, and its own parts."""

    part: Link
    number: str
    text: Shown
    below: tuple[Part, ...]


@dataclass(frozen=True)
class Cited:
    """A citation: what cites or is cited, in which words."""

    fact: Link
    other: Link
    words: tuple[Shown, ...]


@dataclass(frozen=True)
class Asking:
    """An act that a provision states: who does what, to whom, about what."""

    act: Link
    actors: tuple[Link, ...]
    verbs: tuple[Link, ...]
    addressees: tuple[Link, ...]
    matters: tuple[Shown, ...]


def provision(page: Page, iri: str) -> dict[str, object]:
    """Return what the page of a part of a document shows."""
    around = Around(page, iri)
    above = chain(page.things, iri)
    siblings = _ordered(page.things, _direct(page.things, above[-1])) if above else []
    at = siblings.index(iri) if iri in siblings else -1
    neighbours = (siblings[at - 1] if at > 0 else "", siblings[at + 1] if 0 <= at < len(siblings) - 1 else "")
    return {
        "above": [page.link(one) for one in above], "texts": around.worded(tg("text")),
        "before": page.link(neighbours[0]) if neighbours[0] else None,
        "after": page.link(neighbours[1]) if neighbours[1] else None,
        "parts": parts(page, iri), "acts": _acts(page, around), "facts": _stated(page, around),
        "cites": _citations(page, around.into.get(tg("citingProvision"), ()), "cited"),
        "cited_by": _citations(page, around.into.get(tg("cited"), ()), "citingProvision"),
        "members": page.links(_other(page.things, fact, "listed") for fact in around.into.get(tg("inList"), ())),
        "listed": around.from_("listedIn") if not around.into.get(tg("inList")) else [],
        "groups": around.from_("membersListedIn"), "notes": around.links("noteOn"),
        "adopted": around.from_("decidedOn"), "conferences": around.from_("convenedUnder"), "longest": LONGEST,
    }


def document(page: Page, iri: str) -> dict[str, object]:
    """Return what a document's page shows."""
    around = Around(page, iri)
    facts = [
        ("symbol", [Shown(text) for text in around.plain(tg("symbol"))]),
        ("kind", [Shown(links=(link,)) for link in around.links("documentType")]),
        ("date", [Shown(text) for text in around.days(vocab.DATE)]),
        ("conference", [Shown(links=(link,)) for link in around.links("ofConference")]),
        ("adopted", [Shown(links=(link,)) for link in around.from_("decidedOn")]),
        ("creator", [Shown(links=(page.link(one),)) for one in around.out.get(vocab.CREATOR, ())]),
        ("part_of", [Shown(links=(page.link(one),)) for one in chain(page.things, iri)[-1:]]),
        ("versions", [Shown(links=(link,)) for link in around.from_("expressionOf")]),
        ("covers", _covered(page, around)),
        ("outside", [Shown(links=(page.link(one),)) for one in around.out.get(vocab.RDFS + "seeAlso", ())]),
    ]
    return {
        "facts": [(name, values) for name, values in facts if values], "parts": parts(page, iri),
        "cites": _citations(page, (fact for part in _all(page.things, iri) for fact in _into(page.things, part,
                                                                                          "citingProvision")), "cited"),
        "cited_by": _citations(page, around.into.get(tg("cited"), ()), "citingProvision"),
        "acts": _acts(page, around), "longest": LONGEST,
    }


def _covered(page: Page, around: Around) -> list[Shown]:
    begin, end = (min(around.plain(tg(name)), default="") for name in ("coversFrom", "coversUntil"))
    return [Shown(page.days(begin, end))] if begin else []


def chain(things: Things, iri: str) -> list[str]:
    """Return what a provision is part of, the whole document first and what holds it at once last."""
    above = _out(things, iri, "partOf")
    return sorted(above, key=lambda one: (len(_out(things, one, "partOf")), one))


def parts(page: Page, iri: str) -> tuple[Part, ...]:
    """Return the parts of a provision or document in the order of the text, each with its own parts."""
    things = page.things
    everything = set(_all(things, iri))
    below: dict[str, list[str]] = defaultdict(list)
    for part in everything:
        holding = chain(things, part)
        # What holds it at once, among what is part of this; else this itself.
        below[next((one for one in reversed(holding) if one in everything), iri)].append(part)

    def made(above: str) -> tuple[Part, ...]:
        return tuple(_part(page, one, made(one)) for one in _ordered(things, below.get(above, [])))

    return made(iri)


def _part(page: Page, iri: str, below: tuple[Part, ...]) -> Part:
    texts = {literal.language or "": literal.value for literal in _literals(page.things, iri, tg("text"))}
    for language in (page.things.language, "en", *sorted(texts)):
        if language in texts:
            text = Shown(brief(texts[language], _BRIEF), language)
            break
    else:
        text = Shown()
    number = min((one.value for one in _literals(page.things, iri, tg("number"))), default="")
    return Part(page.link(iri), number, text, below)


def _ordered(things: Things, iris: Iterable[str]) -> list[str]:
    """Order parts of one thing as they are printed: by position, those without one last, then by kind and number."""
    def place(iri: str) -> tuple[int, int, str]:
        positions = [int(one.value) for one in _literals(things, iri, tg("position")) if one.value.isdigit()]
        annexed = any(piece in iri for piece in ("/annex", "/footnote", "/protocol"))
        return int(annexed), min(positions, default=1 << 30), iri
    return sorted(set(iris), key=place)


def _direct(things: Things, iri: str) -> list[str]:
    """Return the parts of a thing that are part of no other part of it."""
    everything = set(_all(things, iri))
    return [one for one in everything if not _out(things, one, "partOf") & everything]


def _all(things: Things, iri: str) -> list[str]:
    return sorted(_into(things, iri, "partOf"))


def _out(things: Things, iri: str, name: str) -> set[str]:
    return {quad.object.value for quad in things.store.quads_for_pattern(NamedNode(iri), NamedNode(tg(name)), None)
            if isinstance(quad.object, NamedNode)} - {iri}


def _into(things: Things, iri: str, name: str) -> set[str]:
    return {quad.subject.value for quad in things.store.quads_for_pattern(None, NamedNode(tg(name)), NamedNode(iri))
            if isinstance(quad.subject, NamedNode)} - {iri}


def _literals(things: Things, iri: str, predicate: str) -> list[Literal]:
    return [quad.object for quad in things.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
            if isinstance(quad.object, Literal)]


def _other(things: Things, fact: str, name: str) -> str:
    return min(_out(things, fact, name), default=fact)


def _acts(page: Page, around: Around) -> list[Asking]:
    found = []
    for fact in sorted(around.into.get(tg("statedIn"), ())):
        act = Around(page, fact)
        if act.is_a("Act"):
            found.append(Asking(page.link(fact), tuple(act.links("actor")), tuple(act.links("operativeVerb")),
                                tuple(act.links("addressee")), tuple(act.worded(tg("matter"))[:1])))
    return found


def _stated(page: Page, around: Around) -> list[tuple[Link, list[Link]]]:
    """Return the facts that a provision states, but for acts, citations and listings, by their class."""
    elsewhere = {tg(name) for name in ("Act", "Citation", "Listing")}
    general = {tg(name) for name in ("Fact", "Event", "Entity")}
    found: dict[str, list[str]] = defaultdict(list)
    for fact in around.into.get(tg("statedIn"), ()):
        kinds = {quad.object.value for quad in page.things.store.quads_for_pattern(
            NamedNode(fact), NamedNode(vocab.TYPE), None) if isinstance(quad.object, NamedNode)}
        if not kinds & elsewhere:
            found[min(kinds - general, default=tg("Fact"))].append(fact)
    return [(page.link(kind), page.links(facts)) for kind, facts in sorted(found.items())]


def _citations(page: Page, facts: Iterable[str], other: str) -> list[Cited]:
    found = []
    for fact in sorted(set(facts)):
        citation = Around(page, fact)
        for link in citation.links(other):
            found.append(Cited(page.link(fact), link, tuple(citation.worded(tg("citedAs"))[:1])))
    return sorted(found, key=lambda one: (one.other.name, one.fact.iri))
