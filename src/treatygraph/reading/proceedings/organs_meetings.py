"""The rule for the one meeting of an organ that has a day and no number.

Must not number a meeting.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, Meeting
from treatygraph.find.dates import DateMention
from treatygraph.reading.frames.telling import Telling, completed
from treatygraph.reading.proceedings.elections import organ_of
from treatygraph.reading.registry import Emission, rule

_LONGEST_BETWEEN = 24
_DAY = 10


@rule("MTG-04", reads="clause", emits=(Meeting, Agent))
def one_meeting_held(told: Telling) -> Iterator[Emission]:
    """Read on which day an organ held its one meeting.

    If: a clause says that an organ of the conference held one meeting, on a day.
    Then: there is that meeting of the organ, known by its day; it has no number.
    Near miss: several meetings, which no words tell from each other; a meeting of the conference, which is numbered.
    """
    where = told.clause.object("members")
    days = [c.value("date") for c in told.clause.all_circumstances("date")]
    if not told.own or told.body is None or told.organ is None or told.sittings or where is None or len(days) != 1:
        return
    day, frame = days[0], told.reading.header.frame
    if not isinstance(day, DateMention) or day.first != day.last or not _one(told, where):
        return
    date = completed(day.first, frame.year if frame else None)
    if date is None or len(date.lexical) != _DAY:
        return
    yield from organ_of(told.body, told)
    yield Meeting(iri=iris.meeting_of_day(told.organ, date.lexical), evidence=(told.clause.span,),
                  of_conference=told.conference, of_organ=told.organ, date=date)


def _one(told: Telling, where: tuple[int, int]) -> bool:
    """Tell whether the object is one meeting."""
    sentence = told.sentence
    for end, value in sentence.slots("number", False, where[0]):
        rest = sentence.plain[end : where[1]]
        for word in sentence.grammar.words.bodies.get("meeting_words", ()):
            if value == 1 and 0 <= rest.find(word) <= _LONGEST_BETWEEN:
                return True
    return False
