"""Finds the words that a thing was read from, the shorter ones marked inside the longer ones that hold them.

Must not read a text: the graph holds the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from treatygraph.serve import rendering
from treatygraph.serve.describing import Things
from treatygraph.serve.page_parts import Link, Page
from treatygraph.vocab import tg


@dataclass(frozen=True)
class Span:
    """A span of text: its IRI, its offsets, its words, where they stand and what they name."""

    iri: str
    quote: str = ""
    language: str = ""
    start: int = 0
    end: int = 0
    provision: str = ""
    denotes: str = ""

    @property
    def document(self) -> str:
        """The language version that the span is of."""
        return self.iri.partition("#")[0]

    def holds(self, other: Span) -> bool:
        """Tell whether another span's words are part of these."""
        return (self.document == other.document and self.iri != other.iri and self.start <= other.start
                and other.end <= self.end and len(self.quote) == self.end - self.start)


@dataclass(frozen=True)
class Quotation:
    """Words as a page quotes them: pieces, each marked or not, where they stand, and the span they are."""

    pieces: tuple[tuple[str, bool], ...]
    language: str
    provision: Link | None
    place: Link


def span_of(iri: str, things: Things) -> Span:
    """Return a span by its IRI; what the graph does not say of it is empty."""
    said = {quad.predicate.value: quad.object for quad in things.said(iri)}
    quote = said.get(tg("quote"))
    where, denoted = said.get(tg("inProvision")), said.get(tg("denotes"))
    words, language = (quote.value, quote.language or "") if isinstance(quote, Literal) else ("", "")
    return Span(iri, words, language, _offset(said.get(tg("start"))), _offset(said.get(tg("end"))),
                where.value if isinstance(where, NamedNode) else "",
                denoted.value if isinstance(denoted, NamedNode) else "")


def quotations(iris: Iterable[str], page: Page) -> list[Quotation]:
    """Return spans as quotations in the order of the text, those that others hold as marks within them."""
    spans = [span for span in (span_of(iri, page.things) for iri in dict.fromkeys(iris)) if span.quote]
    spans.sort(key=lambda span: (span.document, span.start, -span.end))
    return [_quotation(span, [part for part in spans if span.holds(part)], page) for span in spans
            if not any(other.holds(span) for other in spans)]


def _quotation(span: Span, parts: Iterable[Span], page: Page) -> Quotation:
    pieces, at = [], 0
    for part in parts:
        start, end = part.start - span.start, part.end - span.start
        if start >= at:
            pieces += [(span.quote[at:start], False), (span.quote[start:end], True)]
            at = end
    pieces.append((span.quote[at:], False))
    place = rendering.filled(page.words["thing"]["characters"], start=span.start, end=span.end)
    return Quotation(tuple(piece for piece in pieces if piece[0]), span.language,
                     page.link(span.provision) if span.provision else None, page.link(span.iri, place))


def _offset(value: object) -> int:
    return int(value.value) if isinstance(value, Literal) and value.value.isdigit() else 0
