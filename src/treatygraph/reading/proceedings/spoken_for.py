"""Reads for whom somebody spoke, from the remark in brackets behind the name; must not say that anybody spoke."""

from __future__ import annotations

from treatygraph import iris
from treatygraph.facts import Agent
from treatygraph.model import Iri, Severity
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling

_TYPES = ("state_group", "group", "organization", "state", "person", "post")


def spoken_for(told: Telling, one: Element) -> tuple[tuple[Iri, ...], tuple[Agent, ...]]:
    """Return those on whose behalf the brackets behind a name say it spoke, and the groups of the text among them.

    They are known one by one, or one group that the text calls so ("a cross-regional group of 36 countries"). Of a
    list with a name that nobody knows those before it are taken: what stands behind may be a part of its name.
    """
    where = _principals(told, one)
    if where is None:
        return (), ()
    found = told.elements(where, _TYPES)
    known = [iri for element in found if (iri := element.iri)]
    if len(known) == len(found):
        return tuple(dict.fromkeys(known)), ()
    if not known and (group := _group(told, where)) is not None:
        told.take(*where)
        return (group.iri,), (group,)
    first = next(index for index, element in enumerate(found) if element.iri is None)
    told.reading.findings.report(
        "unread-words", Severity.WARNING, "no rule reads these words of the remark",
        told.sentence.span(found[first].start, where[1]),
    )
    return tuple(dict.fromkeys(known[:first])), ()


def _principals(told: Telling, one: Element) -> tuple[int, int] | None:
    """Return the folded range of the words behind "on behalf of" in a name's remark."""
    if one.remark is None:
        return None
    marks = told.sentence.grammar.words.roles.get("behalf", ())
    for mark in sorted(marks, key=len, reverse=True):
        if told.unit.plain.startswith(mark, one.remark[0]):
            return one.remark[0] + len(mark), one.remark[1]
    return None


def _group(told: Telling, where: tuple[int, int]) -> Agent | None:
    """Return the group of States that words describe or name, or None where no word among them says that it is one."""
    words = told.sentence.grammar.words.bodies
    begin = where[0] + len(told.text(where)) - len(told.text(where).lstrip(" "))
    for article in sorted(told.sentence.slots.grammar.articles, key=len, reverse=True):
        if told.unit.plain.startswith(article, begin):
            begin += len(article)
            break
    named = told.text((begin, where[1])).rstrip(" ")
    plain = told.unit.plain[begin : begin + len(named)]
    heads = (*words.get("group_words", ()), *words.get("group_heads", ()))
    spaced = told.sentence.grammar.spaced
    if not named or not any(head in plain.replace("-", " ").split(" ") if spaced else head in plain for head in heads):
        return None
    iri = iris.part(told.reading.document, "group", iris.slug(named) or named)
    return Agent(
        iri=iri,
        evidence=(told.sentence.span(begin, begin + len(named)),),
        subclass="StateGroup",
        label=None if told.reading.facts.read_of(iri) else told.words((begin, begin + len(named))),
    )
