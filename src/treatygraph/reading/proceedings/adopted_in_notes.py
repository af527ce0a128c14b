"""The rule for notes to the titles of decisions that say how and when they were adopted.

Must not read an adoption from a note to anything else: the report's own words tell it.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Decision
from treatygraph.find.fold import lower
from treatygraph.model import Iri
from treatygraph.read.tree import NodeKind
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.frames.bodies import Bodies
from treatygraph.reading.frames.clause_grammar import clause_grammar
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import Emission, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import SlotReader, SlotsOf
from treatygraph.reading.units import Claim, Unit
from treatygraph.vocab import tg


@rule("ADO-02", reads="report", emits=(Decision,), stage=0)
def adopted_as_noted(report: ReportText, outline: Outline, conference: ConferenceFrame, slots_of: SlotsOf
                     ) -> Iterator[Emission]:
    """Read how a decision was adopted from the note to its title.

    If: the note to the title of a decision printed in the report begins with a word for "adopted", and names a method,
        or the body as the one that adopted it.
    Then: the body adopted that decision by the method, at the meetings of its own that the note names.
    Near miss: a note that says who else adopted it; one to another title, whose adoption the report tells.
    """
    words = clause_grammar(report.language)
    if words is None:
        return
    leads = tuple(words.words.bodies.get("adopted_in_notes", ()))
    titled = [unit for unit in outline.units if unit.node.kind is NodeKind.DECISION and unit.folded.marks]
    for note in outline.units if leads and titled else ():
        if note.node.kind is not NodeKind.FOOTNOTE or not note.plain.startswith(leads):
            continue
        slots = slots_of(note)
        method, own = _method(note, slots), _by_whom(note, slots)
        if own is False or (method is None and not own):
            continue
        sat = [sighting for sighting in note.sightings if sighting.kind in {"meeting", "meetings"}]
        meetings = tuple(dict.fromkeys(iri for sighting in sat for iri in sighting.things))
        if any(not iri.startswith(f"{conference.iri}/meeting/") for iri in meetings):
            continue
        for title in titled:
            if note.node.mark not in {mark.sign for mark in title.folded.marks}:
                continue
            if note.node.within(NodeKind.ANNEX) is not title.node.within(NodeKind.ANNEX):
                continue  # marks begin again in each annex
            provision = outline.provision_of(title.node)
            local = iris.path_of(provision).removeprefix(iris.path_of(report.document)).strip("/").replace("/", "-")
            note.claims.append(Claim("ADO-02", note.span))
            yield Decision(
                iri=iris.decision(conference.iri, tg("Adoption"), local),
                evidence=(title.span, note.span),
                decision_type=tg("Adoption"),
                decided_on=(provision,),
                of_conference=None if (standing := _between_sessions(title, slots)) else conference.iri,
                of_organ=standing,
                at_meetings=meetings,
                method=method,
                matter=report.words(title.span_of(0, len(title.text.rstrip()))),
                stated_in=note.provision,
            )


def _between_sessions(title: Unit, slots: SlotReader) -> Iri | None:
    """Return the body apart from its sessions where it took a decision between two of them, else None."""
    bodies = slots.reading.bodies
    around = bodies.around(title.node) if isinstance(bodies, Bodies) else None
    return around.agent if around is not None and around.between else None


def _method(note: Unit, slots: SlotReader) -> Iri | None:
    """Return how a note says that something was adopted, or None."""
    lexicon = slots.reading.report.language.lexicon
    forms = {**lexicon.get("method", {}), **lexicon.get("method_words", {})}
    found = [(note.plain.find(lower(form)), -len(form), name) for form, name in forms.items()
             if lower(form) in note.plain]
    return tg(min(found)[2]) if found else None


def _by_whom(note: Unit, slots: SlotReader) -> bool | None:
    """Tell whether a note names the body as the one that adopted something; None where it names nobody."""
    words = clause_grammar(slots.reading.report.language)
    for mark in words.words.bodies.get("by_marks", ()) if words else ():
        at = note.plain.find(mark)
        while at >= 0:
            for type_ in ("own_body", "other_body"):
                if slots(type_, False, at + len(mark)):
                    return type_ == "own_body"
            at = note.plain.find(mark, at + 1)
    return None
