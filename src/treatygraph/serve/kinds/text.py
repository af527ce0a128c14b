"""Puts the text of a language version together again from the passages that the graph quotes, each with what it names.

Must not read a text from a file: what no passage quotes is shown as a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pyoxigraph import NamedNode

from treatygraph import vocab
from treatygraph.serve.describing import Things
from treatygraph.serve.page_parts import Link, Page
from treatygraph.serve.quotations import Span, span_of
from treatygraph.vocab import tg

PASSAGES = 1500
"""How many passages a page of a text holds at most; a longer text has several pages."""
_NOTHING = ""
_FEW = 3
_NO_WORDS = 8


@dataclass
class Stretch:
    """Words between two neighbouring ends of passages: those that begin there, and what the narrowest is about."""

    text: str
    begins: list[str] = field(default_factory=list)
    link: Link | None = None
    gap: bool = False


@dataclass
class Block:
    """Words of one provision that stand together, and how many facts it states."""

    provision: Link | None
    first: bool
    stretches: list[Stretch] = field(default_factory=list)
    facts: int = 0


@dataclass(frozen=True)
class Piece:
    """Words with the passages that begin with them and the narrowest passage that holds them, if any; and how long."""

    text: str
    begins: tuple[Span, ...]
    narrowest: Span | None
    length: int


def text(page: Page, iri: str) -> dict[str, object]:
    """Return what the page of a text shows: its blocks in order, and the parts it is cut into."""
    parts = page.things.kept(f"text {iri}", lambda: _parts(page.things, iri))
    wanted = page.job.values.get("part", "1")
    number = min(int(wanted), len(parts)) if wanted.isascii() and wanted.isdigit() and int(wanted) else 1
    pieces = parts[number - 1] if parts else []
    about = next((page.link(quad.object.value) for quad in page.things.said(iri)
                  if quad.predicate.value == tg("expressionOf") and isinstance(quad.object, NamedNode)), None)
    language = next((quad.object.value for quad in page.things.said(iri)
                     if quad.predicate.value == vocab.LANGUAGE and not isinstance(quad.object, NamedNode)
                     and hasattr(quad.object, "value")), "")
    return {"blocks": _blocks(page, pieces), "number": number, "document": about, "written": language,
            "parts": [(at, page.here(part=str(at) if at > 1 else "")) for at in range(1, len(parts) + 1)],
            "passages": len(page.things.fragments.get(iri, ()))}


def _parts(things: Things, iri: str) -> list[list[Piece]]:
    """Return the text in pieces, cut into parts of so many passages each."""
    spans = [span for span in (span_of(one, things) for one in things.fragments.get(iri, ()))
             if span.quote and len(span.quote) == span.end - span.start]
    parts: list[list[Piece]] = []
    held = PASSAGES
    for piece in pieces_of(spans):
        if held >= PASSAGES and (not parts or piece.begins):
            parts.append([])
            held = 0
        parts[-1].append(piece)
        held += len(piece.begins)
    return parts


def pieces_of(spans: Iterable[Span]) -> list[Piece]:
    """Return the words that spans quote in the order of the text, cut wherever one begins or ends.

    Words that none quotes are one empty piece.
    """
    starting: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        starting[span.start].append(span)
    ends = sorted({*starting, *(span.end for found in starting.values() for span in found)})
    pieces: list[Piece] = []
    open_spans: list[Span] = []
    for at, until in pairwise(ends):
        begins = sorted(starting.get(at, ()), key=lambda span: -span.end)
        open_spans = [span for span in open_spans if span.end > at] + begins
        narrowest = min(open_spans, key=lambda span: span.end - span.start, default=None)
        words = narrowest.quote[at - narrowest.start: until - narrowest.start] if narrowest else _NOTHING
        pieces.append(Piece(words, tuple(begins), narrowest, until - at))
    return pieces


def _blocks(page: Page, pieces: Iterable[Piece]) -> list[Block]:
    blocks: list[Block] = []
    seen: set[str] = set()
    about: dict[str, str] = page.things.kept(f"about {page.job.iri}", dict)
    for piece in pieces:
        provision = piece.narrowest.provision if piece.narrowest else _NOTHING
        same = blocks and blocks[-1].provision and blocks[-1].provision.iri == provision
        if piece.narrowest is None:
            # Numbers of paragraphs and the ends of lines stand between the passages of most texts.
            if blocks and piece.length > _NO_WORDS:
                blocks[-1].stretches.append(Stretch("", gap=True))
            continue
        if not blocks or not same:
            link = page.link(provision) if provision else None
            blocks.append(Block(link, provision not in seen, facts=_stated(page.things, provision) if provision else 0))
            seen.add(provision)
        if piece.narrowest.iri not in about:
            about[piece.narrowest.iri] = _about(page.things, piece.narrowest)
        target = about[piece.narrowest.iri] if piece.text.strip() else ""
        blocks[-1].stretches.append(Stretch(piece.text, [span.iri.partition("#")[2] for span in piece.begins],
                                            page.link(target) if target else None))
    return blocks


def _stated(things: Things, provision: str) -> int:
    return len({quad.subject for quad in things.store.quads_for_pattern(
        None, NamedNode(tg("statedIn")), NamedNode(provision))})


def _about(things: Things, span: Span) -> str:
    """Return what a passage is about: the fact that rests on it, or what it names; nothing for a whole provision's."""
    resting = sorted({quad.subject.value for quad in things.store.quads_for_pattern(
        None, NamedNode(vocab.DERIVED_FROM), NamedNode(span.iri)) if isinstance(quad.subject, NamedNode)})
    # A text and its parts rest on nearly all of it.
    others = [one for one in resting if one not in {span.provision, span.document}]
    # Of many facts that rest on the same words, such as those of a list's head, none is meant more than the others.
    if len(others) == 1 or (others and not span.denotes and len(others) <= _FEW):
        return others[0]
    return span.denotes
