"""Rules for clauses that tell which States signed, ratified or joined a treaty.

Must not read such an action where it is asked for, hoped for or denied, nor one under a treaty nobody is sure of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from treatygraph import iris
from treatygraph.facts import TreatyAction
from treatygraph.find.dates import DateMention
from treatygraph.model import Iri, PartialDate
from treatygraph.reading.frames.telling import Telling, completed
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.vocab import tg


@rule("STA-01", reads="clause", emits=(TreatyAction,), use=Use.STATUS)
def joined(told: Telling) -> Iterator[Emission]:
    """Read who signed, ratified or joined the treaty.

    If: a clause welcomes or notes "the ratification by …" of States named, or says of them that they ratified, or
        deposited their instruments of ratification; the treaty is the conference's own, or the one that the words name.
    Then: each State took that action under the treaty, on the day given, else no later than the conference ended.
    Near miss: a ratification that somebody is urged to make; one "by all States"; a clause with a treaty of another
        name beside a noun that names none.
    """
    words = told.sentence.grammar.words.statuses
    if told.verb.lemma in words.get("verbs", {}):
        yield from _by_verb(told, words)
    elif told.verb.lemma in words.get("depositing", ()):
        yield from _by_instrument(told, words)
    elif told.verb.lemma in words.get("factive", ()) and (where := told.clause.object()) and not told.verb.passive:
        yield from _by_noun(told, where, words)


def _by_verb(told: Telling, words: dict[str, Any]) -> Iterator[Emission]:
    where = told.clause.object()
    if not _by_states(told) or where is None:
        return
    named = [s for s in told.unit.seen("treaty", start=where[0], end=where[1]) if s.iri]
    treaty = named[0].iri if len(named) == 1 else None
    if treaty is None and not _bare(told, where, words):
        return
    states = [one.iri for one in told.elements(_who(told)) if one.iri]
    yield from _actions(told, tuple(states), words["verbs"][told.verb.lemma], treaty)


def _by_instrument(told: Telling, words: dict[str, Any]) -> Iterator[Emission]:
    """Read "Kiribati deposited its instrument of accession", and "instruments of ratification were deposited by …"."""
    passive, plain = told.verb.passive, told.sentence.plain
    where, who = told.clause.object(), told.clause.roles("agent").get("agent") if passive else _who(told)
    if where is None or not who or not (passive or _by_states(told)):
        return
    found = [(at + len(form), action) for form, action in words.get("instruments", {}).items()
             if (at := plain.find(form, *where)) >= 0]
    if len(found) != 1:
        return
    behind, action = found[0]
    rest = plain[behind : where[1]].split(",")[0].strip()
    named = [s.iri for s in told.unit.seen("treaty", start=behind, end=where[1]) if s.iri]
    if rest and len(named) != 1 and rest not in _of_own(told, words):
        return
    states = tuple(one.iri for one in told.elements(who) if one.iri and "/state/" in one.iri)
    yield from _actions(told, states, action, named[0] if named else None)


def _by_states(told: Telling) -> bool:
    """Tell whether States are the subject, and act."""
    return told.clause.actor is not None and told.clause.actor.kind == "states" and not told.verb.passive


def _who(told: Telling) -> tuple[int, int]:
    actor = told.clause.actor
    filling = actor.slots["who"] if actor is not None else None
    return (filling.start, filling.end) if filling is not None else (0, 0)


def _bare(told: Telling, where: tuple[int, int], words: dict[str, Any]) -> bool:
    """Tell whether the object is the bare noun of the conference's own treaty: "the Treaty"."""
    rest = told.sentence.plain[where[0] : where[1]].split(",")[0].strip()
    return any(f"{lead} {rest}" in _of_own(told, words) for lead in words.get("of_lead", ()))


def _of_own(told: Telling, words: dict[str, Any]) -> tuple[str, ...]:
    """Return the words that say of a noun that it is about the conference's own treaty: "of the Treaty"."""
    name = told.reading.header.treaty_name
    nouns = [noun for noun in told.reading.report.language.lists.get("treaty_nouns", ()) if noun in name]
    return tuple(form.format(treaty=noun) for noun in nouns for form in words.get("of_bare", ()))


def _by_noun(told: Telling, where: tuple[int, int], words: dict[str, Any]) -> Iterator[Emission]:
    """Read "the recent signature by …, the ratifications by … and …" within an object, each noun with its list."""
    plain = told.sentence.plain
    if any(mark in plain[where[0] : where[1]] for mark in words.get("dependent", ())):
        return
    places: list[tuple[int, int, str]] = []
    for noun, action in words.get("nouns", {}).items():
        at = plain.find(noun, where[0], where[1])
        while at >= 0:
            if not plain[at - 1 : at].isalnum() and not plain[at + len(noun) : at + len(noun) + 1].isalnum():
                places.append((at, at + len(noun), action))
            at = plain.find(noun, at + 1, where[1])
    places.sort()
    own = [s for s in told.unit.seen("treaty") if s.iri]
    for (start, end, action), after in zip(places, [*(p[0] for p in places), where[1]][1:], strict=True):
        if not _happened(told, where[0], start, words):
            continue
        for mark in words.get("by", ()):
            at = plain.find(mark, end, after)
            if at < 0:
                continue
            between = plain[end:at].strip()
            named = [s.iri for s in own if end <= s.start and s.end <= at]
            if between and len(named) != 1 and between not in _of_own(told, words):
                continue
            if not between and any(s.iri != told.reading.conference.treaty for s in own):
                continue
            states = _states(told, at + len(mark), after)
            yield from _actions(told, states, action, named[0] if named else None)


def _happened(told: Telling, left: int, start: int, words: dict[str, Any]) -> bool:
    """Tell whether the words before the noun are just an article and how new it is, behind a list or the verb."""
    lead = told.sentence.plain[left:start].rsplit(",", 1)[-1].strip()
    pieces = [w for w in lead.split(" ") if w]
    return all(piece in words.get("before", ()) for piece in pieces)


def _states(told: Telling, start: int, stop: int) -> tuple[Iri, ...]:
    """Return the States of the list that stands here, up to the first thing that is none."""
    best: list[Iri] = []
    for end, values in told.sentence.slots("state", True, start):
        found = []
        for value in values if isinstance(values, tuple) else (values,):
            if getattr(value, "iri", None) is None:
                break
            found.append(Iri(value.iri))
        if end <= stop and len(found) > len(best):
            best = found
    return tuple(best)


def _actions(told: Telling, states: tuple[Iri, ...], action: str, treaty: Iri | None) -> Iterator[Emission]:
    frame = told.reading.conference
    treaty = treaty or frame.own_treaty
    if treaty is None:
        return
    day = _day(told, frame.year)
    for state in states:
        yield TreatyAction(
            iri=iris.treaty_action(treaty, state, tg(action)),
            evidence=told.evidence,
            state=state,
            treaty=treaty,
            action_type=tg(action),
            date=day,
            not_after=None if day else frame.end,
        )


def _day(told: Telling, year: int | None) -> PartialDate | None:
    dates = [c.value("date") for c in told.clause.all_circumstances("date")]
    if len(dates) == 1 and isinstance(dates[0], DateMention) and dates[0].first == dates[0].last:
        return completed(dates[0].first, year)
    return None
