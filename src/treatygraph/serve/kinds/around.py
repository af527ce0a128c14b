"""Collects what is linked with a thing in both directions, by property, as pages of kinds need it.

Must not choose what a page shows.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from treatygraph import vocab
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.vocab import tg

LONGEST = 40
"""How many links of one kind a page shows before it leads to the rest."""


class Around:
    """A thing with what it links to, its texts, and what points at it, each by property."""

    def __init__(self, page: Page, iri: str) -> None:
        self.page, self.iri = page, iri
        self.out: dict[str, dict[str, None]] = defaultdict(dict)
        self.texts: dict[str, dict[Literal, None]] = defaultdict(dict)
        for quad in page.things.said(iri):
            if isinstance(quad.object, NamedNode):
                self.out[quad.predicate.value][quad.object.value] = None
            elif isinstance(quad.object, Literal):
                self.texts[quad.predicate.value][quad.object] = None

    @cached_property
    def into(self) -> dict[str, dict[str, None]]:
        """What points at the thing, by property; words of texts are left out."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for quad in self.page.things.pointing(self.iri):
            if isinstance(quad.subject, NamedNode) and "#char=" not in quad.subject.value:
                found[quad.predicate.value][quad.subject.value] = None
        return found

    def links(self, *names: str) -> list[Link]:
        """Return what the thing links to by properties of ours."""
        return self.page.links(iri for name in names for iri in self.out.get(tg(name), ()))

    def from_(self, *names: str) -> list[Link]:
        """Return what points at the thing by properties of ours."""
        return self.page.links(iri for name in names for iri in self.into.get(tg(name), ()))

    def plain(self, predicate: str) -> list[str]:
        """Return the texts of a property without their languages."""
        return sorted({text.value for text in self.texts.get(predicate, ())})

    def worded(self, predicate: str) -> list[Shown]:
        """Return the texts of a property with their languages, the reader's first."""
        reader = self.page.things.language
        return [Shown(text.value, text.language or "") for text in sorted(
            self.texts.get(predicate, ()), key=lambda text: (text.language != reader, text.language or "", text.value))]

    def days(self, *predicates: str) -> list[str]:
        """Return the days of properties as the reader writes them."""
        return [self.page.day(text) for predicate in predicates for text in self.plain(predicate)]

    def is_a(self, name: str) -> bool:
        """Tell whether the thing is of a class of ours."""
        return tg(name) in self.out.get(vocab.TYPE, ())
