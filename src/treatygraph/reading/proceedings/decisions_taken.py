"""Rules for clauses that tell what a body adopted, noted or decided.

Must not read who was elected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, AgendaItem, Agent, Decision
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText, Span
from treatygraph.read.tree import NodeKind
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.proceedings.addressees import addressed
from treatygraph.reading.proceedings.decided_to import decided_to
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim


def decided_documents(told: Telling, where: tuple[int, int]) -> tuple[Iri, ...]:
    """Return what an object names as decided on: a part of a document, the document of a symbol, or the report itself.

    Of a thing that stands in a document ("the draft resolution set out in paragraph 14 of the report (A/1)") it is
    the part, never the document around it.
    """
    unit, reading = told.unit, told.reading
    symbols = told.symbols(where)
    if (around := _contained_in(told, where)) is not None:
        inside = [s for s in unit.sightings if where[0] <= s.start and s.end <= where[1]]
        there = [s for s in inside if around[0] <= s.start and s.end <= around[1]]
        parts = tuple(s.iri for s in there if s.kind in {"paragraph", "provision", "own_annex"} and s.iri)
        return parts or (() if any(s.kind == "paragraph" for s in inside) else symbols)
    if symbols:
        return symbols
    own = told.body is not None and told.body == told.thread.bodies.own
    stop = where[0] + len(unit.text[where[0] : where[1]].rstrip(" ,."))
    if own and any(end == stop for end, _ in told.sentence.slots("own_report", False, where[0])):
        return (reading.document,)
    return tuple(
        s.iri for s in unit.sightings if s.kind == "own_annex" and s.iri and where[0] <= s.start and s.end <= where[1]
    )


def _contained_in(told: Telling, where: tuple[int, int]) -> tuple[int, int] | None:
    """Return the folded range that names where an object stands: behind words for it, or before them."""
    text, roles = told.unit.plain[where[0] : where[1]], told.sentence.grammar.words.roles
    for mark in roles.get("contained", ()):
        if (at := text.find(mark)) >= 0:
            return where[0] + at, where[1]
    for mark in roles.get("contained_before", ()):
        if (at := text.find(mark)) >= 0:
            return where[0], where[0] + at
    return None


def _decided_on(told: Telling, where: tuple[int, int]) -> tuple[tuple[Iri, ...], tuple[Span, ...]]:
    """Return what was decided on, and where else than in the clause it is named: before it, or in notes to its words.

    Where words name no document themselves, they may go back to one that the section named ("the draft resolution").
    """
    papers = told.thread.papers
    named: tuple[Span, ...] = ()
    decided = decided_documents(told, where) or papers.in_notes(told.unit, where)
    if not decided and (paper := papers.meant(told.sentence, where)) is not None:
        decided, named = (paper.iri,), (paper.where,)
    papers.decided(decided)
    return decided, named


def _evident(decision: Decision, named: tuple[Span, ...]) -> Decision:
    return replace(decision, evidence=(*decision.evidence, *named)) if named else decision


@rule("ADO-01", reads="clause", emits=(Decision, AgendaItem), use=Use.OF_THE_BODY)
def adopted(told: Telling) -> Iterator[Emission]:
    """Read what a body adopted or approved.

    If: a clause says that the conference, or an organ of it, adopted something, or that it was adopted.
    Then: one decision of adoption on the document of the symbol named, the part of a document, or the report itself;
        where the words name none, on what they say. Of an agenda the items that follow are items of the conference.
    Near miss: an adoption by another body; a draft that is set out in a document, which is not the document.
    """
    where = told.clause.object("agent") if told.verb.passive else told.clause.object()
    if not told.own or where is None:
        return
    if not told.verb.passive:
        where = told.clause.with_what_depends(where) or where
    if several := _one_by_one(told, where):
        for number, piece in enumerate(several, start=1):
            yield told.decision("Adoption", told.local(f"part-{number}"), told.symbols(piece), piece)
        return
    decided, named = _decided_on(told, where)
    what = iris.local(decided[0]) if decided else told.local()
    what = told.local(what if decided else "") if told.organ else what
    yield _evident(told.decision("Adoption", what, decided, where), named)
    yield from agenda_items(told, where)


def _one_by_one(told: Telling, where: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the folded ranges of what was adopted, where words lead to several things that semicolons part."""
    words = told.sentence.grammar.words.bodies
    lead = told.unit.plain[where[0] : where[1]]
    colon = told.sentence.masked.find(":", where[0], where[1])
    if colon < 0 or not lead.startswith(tuple(words.get("following", ()))) or ";" not in lead[colon - where[0] :]:
        return []
    found: list[tuple[int, int]] = []
    at = colon + 1
    for stop in [*(i for i in range(colon, where[1]) if told.sentence.masked[i] == ";"), where[1]]:
        start = at + len(told.unit.text[at:stop]) - len(told.unit.text[at:stop].lstrip(" "))
        for joint in told.sentence.grammar.joints:
            if told.unit.plain.startswith(f"{joint} ", start):
                start += len(joint) + 1
                break
        if start < stop:
            found.append((start, stop))
        at = stop + 1
    return found


def agenda_items(told: Telling, where: tuple[int, int]) -> Iterator[AgendaItem]:
    """Yield the items of an agenda that stand below a sentence that speaks of it and leads to them."""
    text = lower(told.text(where))
    if not any(word in text for word in told.sentence.grammar.words.bodies.get("agenda_words", ())):
        return
    yield from items_below(told)


def items_below(told: Telling) -> Iterator[AgendaItem]:
    """Yield the numbered items below the clause's paragraph as items of the conference's agenda."""
    reading, node = told.reading, told.unit.node
    if told.around is None or told.around.organ is not None:
        return
    items = [child for child in node.walk() if child.kind is NodeKind.ITEM and child is not node]
    items = [
        item
        for item in items
        if item.mark[:1].isdigit() or any(a.mark[:1].isdigit() for a in item.ancestors() if a.kind is NodeKind.ITEM)
    ]
    listed = {id(item) for item in items}
    for position, item in enumerate(items, start=1):
        number = _number(item, listed)
        parent = item.parent if item.parent and id(item.parent) in listed else None
        yield AgendaItem(
            iri=iris.agenda_item(told.conference, number),
            evidence=(item.body_span,),
            label=LangText(item.body.rstrip("。.;；:：，, "), reading.identity.language),
            of_conference=told.conference,
            number=number,
            position=position,
            sub_item_of=iris.agenda_item(told.conference, _number(parent, listed)) if parent else None,
        )
        for unit in reading.outline.units_of(item):
            unit.claims.append(Claim("ADO-01", unit.span))


def _number(item: object, listed: set[int]) -> str:
    """Return an item's printed number joined to those of the items above it in the list."""
    chain = [item]
    while (above := getattr(chain[0], "parent", None)) is not None and id(above) in listed:
        chain.insert(0, above)
    first, *rest = (str(getattr(one, "mark", "")) for one in chain)
    return first + "".join(f"({mark})" for mark in rest)


@rule("NOT-01", reads="clause", emits=(Decision,), use=Use.OF_THE_BODY)
def took_note(told: Telling) -> Iterator[Emission]:
    """Read of what a body took note.

    If: a clause says that the conference, or an organ of it, took note of something.
    Then: one decision of taking note, on the documents named by symbol, or on what the words say.
    Near miss: a preamble's "noting", which decides nothing.
    """
    where = told.clause.object()
    if told.own and where is not None:
        decided, named = _decided_on(told, where)
        where = told.clause.with_what_depends(where) or where
        note = told.decision("TakingNote", told.local(iris.local(decided[0]) if decided else ""), decided, where)
        yield _evident(note, named)


@rule("DCD-01", reads="clause", emits=(Act, Agent, Decision), use=Use.OF_THE_BODY)
def decided_otherwise(told: Telling) -> Iterator[Emission]:
    """Read what a body decided that is no adoption, election or taking note.

    If: a clause says that the conference, or an organ of it, decided or agreed to do something, or that something be.
    Then: there is that act of the body, towards whom the words name first, on what they say; where it decided to
        establish, adopt or note something, also a decision of that kind.
    Near miss: a proposal, or a decision of another body.
    """
    where = told.clause.object() or told.clause.with_what_depends(None)
    if told.own and where is not None and told.body is not None and told.body.actor is not None:
        found = addressed(told, where)
        yield from found.described
        if isinstance(told.sentence, Sentence):
            whole = told.clause.with_what_depends(where) or where
            yield from decided_to(told, told.sentence, whole, told.evidence)
        yield told.act(told.verb_concept, (told.body.actor,), found.who, told.clause.with_what_depends(found.rest))
