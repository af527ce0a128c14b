"""Rules for who presided over a meeting, or over an event at one, and who moderated such an event.

Must not read who holds an office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, Agent, Presiding
from treatygraph.model import Iri, LangText
from treatygraph.reading.frames.clause import meetings_of
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.proceedings.elections import representing
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim

_LONGEST_EVENT = 120
_MODERATE = "Moderate"


@rule("PRE-03", reads="clause", emits=(Act, Presiding, Agent))
def presided(told: Telling) -> Iterator[Emission]:
    """Read who presided over meetings, or over an event at one, and who moderated such an event.

    If: a clause says that persons presided over meetings of the conference or of an organ of it, chaired them, or that
        they were chaired by persons; or that they chaired or moderated a dialogue, a panel or the like, or served as
        its moderators, where one meeting is told of at which it took place.
    Then: each presided over each of these meetings; of an event, to the extent of it. Who moderated an event acted at
        that meeting, and presided over nothing.
    Near miss: a body that is chaired by somebody; meetings of another body; an event of which no meeting is told, or
        several are.
    """
    if told.around is None:
        return
    roles = told.clause.roles("agent", "office")
    who = roles.get("agent") if told.verb.passive else told.clause.subject
    over = told.clause.subject if told.verb.passive else roles.get("object")
    if who is None:
        return
    numbers = [] if over is None else [
        int(iris.local(thing))
        for sighting in told.unit.sightings
        if sighting.kind in {"meeting", "meetings"} and over[0] <= sighting.start and sighting.end <= over[1]
        for thing in sighting.things
    ]
    if not numbers and not told.verb.passive:
        numbers = [n for c in told.clause.all_circumstances("meeting") for n in meetings_of(c)]
    base = told.around.organ or told.around.conference
    meetings = tuple(iris.meeting(base, number) for number in dict.fromkeys(numbers)) if base else ()
    extent = None
    if not meetings and (event := _event(told, over)) is not None:
        meetings, extent = _one_meeting(told), event
    found = told.elements(who, ("person", "post")) if meetings else []
    if _moderates(told):
        yield from _moderating(told, found, meetings, over if numbers else None, extent)
    else:
        for one in found:
            behalf = _behalf(told, one) if len(found) > 1 else told.behalf
            yield from _presiding(told, one, meetings, extent, behalf)
    if extent is not None and found and over is not None:
        told.take(*over)


@rule("PRE-04", reads="clause", emits=(Act, Presiding, Agent), use=Use.BESIDE)
def presided_beside(told: Telling) -> Iterator[Emission]:
    """Read who chaired or moderated an event, where it is said beside that it was held.

    If: a clause says that the conference, or an organ of it, held a dialogue, a panel or the like at one meeting, and
        beside it that it was chaired or moderated by a person.
    Then: who chaired it presided over that meeting, to the extent of the event; who moderated it acted there.
    Near miss: an event at several meetings; a chair without a name.
    """
    where = told.clause.object()
    words = told.sentence.grammar.words
    if not told.own or not told.clause.asserted or told.verb.lemma not in words.group.get("holding", ()):
        return
    extent = _event(told, where)
    meetings = _one_meeting(told)
    if where is None or extent is None or not meetings:
        return
    others = [c.start for c in told.sentence.clauses if c.start > told.verb.end and not c.subordinate]
    stop = min([*others, told.sentence.stop])
    masked = told.sentence.masked.lower()
    chairing, moderating = words.roles.get("chaired", ()), words.roles.get("moderated", ())
    found = {mark: masked.find(f" {mark} ", told.verb.end, stop) for mark in (*chairing, *moderating)}
    places = {mark: at for mark, at in found.items() if at >= 0}
    for mark, at in places.items():
        begin = at + len(mark) + 2
        end = min([stop, *(other for other in places.values() if other > at)])
        named = told.elements((begin, end), ("person",))[:1]
        if named and named[0].iri and named[0].start == begin:
            if mark in moderating:
                yield from _moderating(told, named, meetings, None, extent)
            else:
                yield from _presiding(told, named[0], meetings, extent)
            told.unit.claims.append(Claim("PRE-04", told.sentence.span(at + 1, named[0].end)))


def _moderates(told: Telling) -> bool:
    """Tell whether the verb, or the office that somebody served in, is a moderator's and no chair's."""
    moderating = told.sentence.grammar.words.group.get("moderating", ())
    return told.verb.lemma in moderating or bool(told.row is not None and told.row.constants.get("of_the_section"))


def _moderating(
    told: Telling,
    found: list[Element],
    meetings: tuple[Iri, ...],
    where: tuple[int, int] | None,
    event: LangText | None,
) -> Iterator[Act]:
    """Yield the act of those who moderated an event; `where` are the words for what they moderated, if not one."""
    named = tuple(one.iri for one in found if one.iri is not None)
    if named:
        act = told.act(_MODERATE, named, matter=where)
        spans = tuple(told.sentence.span(one.start, one.end) for one in found if one.iri is not None)
        yield replace(act, matter=act.matter or event, at_meetings=meetings, of_conference=told.conference,
                      of_organ=told.around.organ if told.around else None, evidence=(*spans, *act.evidence))


def _event(told: Telling, where: tuple[int, int] | None) -> LangText | None:
    """Return the words that call something an event that is held at a meeting; of a moderator those of the section."""
    nouns = told.sentence.grammar.words.group.get("events", ())
    if told.row is not None and told.row.constants.get("of_the_section"):
        return told.thread.course.event
    if where is None:
        return None
    start, end = where
    for article in told.sentence.slots.grammar.articles:
        start += len(article) if told.unit.plain.startswith(article, start) else 0
    plain = told.unit.plain[start:end]
    ends = [at + len(noun) for noun in nouns if (at := plain.find(noun)) >= 0]
    if not ends and told.verb.lemma in told.sentence.grammar.words.group.get("moderating", ()):
        ends = [len(plain)]  # whatever is moderated is such an event
    if not ends or min(ends) > _LONGEST_EVENT:
        return None
    return told.words((start, start + min(ends)))


def _one_meeting(told: Telling) -> tuple[Iri, ...]:
    """Return the one meeting at which an event took place: the clause's, the paragraph's, or that of its section."""
    found = told.at_meetings or told.thread.told_at[0] or told.thread.course.event_at
    return found if len(found) == 1 else ()


def _behalf(told: Telling, one: Element) -> tuple[Iri, ...]:
    """Return on whose behalf one of several presided: those named who are of the same State."""
    whose = set(representing(told, one))
    return tuple(iri for iri in told.behalf if whose & set(told.reading.persons.bodies_of(iri)))


def _presiding(
    told: Telling,
    one: Element,
    meetings: tuple[Iri, ...],
    extent: LangText | None,
    behalf: tuple[Iri, ...] = (),
) -> Iterator[Presiding]:
    if one.iri is None or told.around is None:
        return
    for meeting in meetings:
        yield Presiding(
            iri=iris.presiding(meeting, one.iri),
            evidence=(told.sentence.span(one.start, one.end), told.clause.span),
            presider=one.iri,
            representing=representing(told, one),
            at_meetings=(meeting,),
            of_conference=told.conference,
            of_organ=told.around.organ,
            extent=extent,
            on_behalf_of=behalf,
        )
