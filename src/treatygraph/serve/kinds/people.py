"""Finds what people ask of a person, an organization or a group of States: who it is, what it did, what is asked of it.

Must not word what it finds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from treatygraph import vocab
from treatygraph.serve.kinds.actors import attendances, names_in_languages, requests
from treatygraph.serve.kinds.around import LONGEST, Around
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.vocab import tg


@dataclass(frozen=True)
class Post:
    """A post that a person held at the time of a conference, as the text words it, and for whom."""

    fact: Link
    titles: tuple[Shown, ...]
    represented: tuple[Link, ...]
    conferences: tuple[Link, ...]


def person(page: Page, iri: str) -> dict[str, object]:
    """Return what a person's page shows."""
    around = Around(page, iri)
    posts = []
    for fact in sorted(around.into.get(tg("holder"), ())):
        held = Around(page, fact)
        if held.is_a("PostHolding"):
            posts.append(Post(page.link(fact), tuple(held.worded(tg("postTitle"))), tuple(held.links("representing")),
                              tuple(held.links("ofConference"))))
    return {"names": names_in_languages(page, iri, vocab.PREF_LABEL), "posts": posts, "written": _written(page, iri),
            "attendances": attendances(page, iri), "requests": [], "parts": [], "mentioned": [],
            "outside": _outside(around), "longest": LONGEST}


def organization(page: Page, iri: str) -> dict[str, object]:
    """Return what the page of an organization or of a group of States shows."""
    around = Around(page, iri)
    measures = [one for one in around.from_("mentions") if _is_a(page, one.iri, "Measure")]
    return {"names": names_in_languages(page, iri, vocab.PREF_LABEL), "posts": [], "written": _written(page, iri),
            "attendances": attendances(page, iri), "requests": requests(page, iri), "mentioned": measures,
            "parts": [(name, links) for name, links in (
                ("lists", around.links("membersListedIn")), ("of_conference", around.links("ofConference")),
                ("part_of", around.links("partOf", "subOrganizationOf")), ("acted", around.from_("actor")),
                ("documents", page.links(around.into.get(vocab.CREATOR, ())))) if links],
            "outside": _outside(around), "longest": LONGEST}


def _is_a(page: Page, iri: str, name: str) -> bool:
    return next(iter(page.things.store.quads_for_pattern(NamedNode(iri), NamedNode(vocab.TYPE), NamedNode(tg(name)))),
                None) is not None


def _written(page: Page, iri: str) -> list[tuple[str, str, int]]:
    """Return how texts write a name, with its language and how often, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for quad in page.things.store.quads_for_pattern(None, NamedNode(tg("denotes")), NamedNode(iri), None):
        if page.things.united and isinstance(quad.graph_name, NamedNode):
            continue
        for said in page.things.store.quads_for_pattern(quad.subject, NamedNode(tg("quote")), None, quad.graph_name):
            if isinstance(said.object, Literal):
                found[said.object.value, said.object.language or ""] += 1
    return [(text, language, number) for (text, language), number in sorted(
        found.items(), key=lambda item: (-item[1], item[0]))]


def _outside(around: Around) -> list[str]:
    return sorted({*around.out.get(vocab.SKOS + "exactMatch", ()), *around.out.get(vocab.RDFS + "seeAlso", ())})
