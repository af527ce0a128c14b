"""Rules for clauses that tell which meetings were held, and when.

Must not read what was decided at them.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Act, Agent, CountStatement, Meeting
from treatygraph.find.dates import DateMention
from treatygraph.model import Span
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import meetings_of
from treatygraph.reading.frames.telling import Telling, completed, pairs
from treatygraph.reading.proceedings.elections import organ_of
from treatygraph.reading.references import ordinals_of
from treatygraph.reading.registry import Emission, Use, rule

_LONGEST_BETWEEN = 24


@rule("MTG-03", reads="clause", emits=(Meeting, Agent), use=Use.MEETINGS)
def meetings_told_of(told: Telling) -> Iterator[Emission]:
    """Read at which meetings of which body something happened, and on which days.

    If: a clause says that something happened at meetings of the conference, or of an organ of it.
    Then: there are these meetings of that body; as many days as meetings are theirs one by one, else each lies
        between the first day and the last. A day without a year is of the conference's year.
    Near miss: a meeting of another body, or of an earlier conference.
    """
    if told.clause.subordinate:
        return
    yield from _of_their_own(told)
    actor = told.clause.actor
    acting = actor.body if actor is not None and actor.body is not None else told.body
    if acting is not None and acting.organ and told.clause.asserted and not told.reading.facts.read_of(acting.organ):
        yield from organ_of(acting, told)
    if not told.own or told.body is None or not told.sittings:
        return
    yield from organ_of(told.body, told)
    frame = told.reading.header.frame
    year = frame.year if frame else None
    for sitting in told.sittings:
        dates = (sitting.date,) if sitting.date else ()
        yield from _held(told.body, sitting.ordinals, dates, sitting.span, year)


def _of_their_own(told: Telling) -> Iterator[Emission]:
    """Yield the meetings said to be of another of the conference's bodies than the one the clause is about."""
    year = told.reading.header.frame.year if told.reading.header.frame else None
    for circumstance in told.clause.circumstances:
        owner, date = circumstance.value("owner"), circumstance.value("date")
        if not isinstance(owner, Body) or owner == told.body or owner.conference is None:
            continue
        dates = (date,) if isinstance(date, DateMention) else ()
        span = told.sentence.span(circumstance.start, circumstance.end)
        yield from _held(owner, meetings_of(circumstance), dates, span, year)


def _held(body: Body, ordinals: tuple[int, ...], dates: tuple[DateMention, ...], where: Span, year: int | None
          ) -> Iterator[Meeting]:
    """Yield the meetings of a body with these ordinals, each with its day, or with the days it lies between."""
    if body.conference is None:
        return
    for ordinal, first, last in pairs(ordinals, dates):
        begin, end = (completed(day, year) if day else None for day in (first, last))
        one = begin is not None and begin == end
        yield Meeting(
            iri=iris.meeting(body.organ or body.conference, ordinal),
            evidence=(where,),
            ordinal=ordinal,
            of_conference=body.conference,
            of_organ=body.organ,
            date=begin if one else None,
            not_before=None if one else begin,
            not_after=None if one else end,
        )


def _numbered(told: Telling, at: int, count: int) -> Iterator[Meeting]:
    """Yield the meetings whose ordinals stand in brackets behind the words that count them."""
    text = told.unit.text
    bracket = text.find("(", at)
    if bracket < 0 or any(char in " ,;" for char in text[at:bracket].rstrip(" ")):
        return
    for end, value in told.sentence.slots("nth", True, bracket + 1):
        ordinals = ordinals_of(value)
        if text[end : end + 1] != ")" or len(set(ordinals)) != count:
            continue
        told.take(at, end + 1)
        for ordinal in ordinals:
            yield Meeting(iri=iris.meeting(told.base, ordinal), evidence=(told.sentence.span(bracket + 1, end),),
                          ordinal=ordinal, of_conference=told.conference, of_organ=told.organ)
        return


@rule("CNT-03", reads="clause", emits=(CountStatement, Meeting, Agent, Act))
def meetings_counted(told: Telling) -> Iterator[Emission]:
    """Read how many meetings a body held.

    If: a clause says that the conference, or an organ of it, held a number of meetings.
    Then: the provision states that count: of plenary meetings where the words say so, else of meetings. Ordinals in
        brackets behind it, as many as are counted ("nine meetings (1st to 9th)"), are those of its meetings.
    Near miss: meetings that another body held; ordinals that are more or fewer than the number.
    """
    where = told.clause.object("members")
    if not told.own or where is None or told.body is None:
        return
    sentence, words = told.sentence, told.sentence.grammar.words.bodies
    dated = bool(sentence.slots("date", False, where[0]))  # "its 2031 substantive meeting"
    for end, value in sentence.slots("number", False, where[0]) if not dated else ():
        rest = sentence.plain[end : where[1]]
        for word in words.get("meeting_words", ()):
            at = rest.find(word)
            if 0 <= at <= _LONGEST_BETWEEN and isinstance(value, int):
                told.take(where[0], end + at + len(word))
                yield from organ_of(told.body, told)
                yield from _numbered(told, end + at + len(word), value)
                said = rest[: at + len(word) + _LONGEST_BETWEEN]
                plenary = told.organ is None and any(p in said for p in words.get("plenary_words", ()))
                counts = iris.thing("concept/plenary-meetings" if plenary else "concept/meetings")
                yield CountStatement(
                    iri=iris.count(told.unit.provision, counts, value),
                    counts=counts,
                    value=value,
                    evidence=(sentence.span(where[0], end), told.clause.span),
                )
                return
