"""Reads for which term somebody is given an office: "for 2025–2027", "until 31 December 2027".

Must not guess a term: one of so many years, of which no beginning is said, has no bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from treatygraph.facts import OfficeHolding
from treatygraph.find.dates import DateMention, compose
from treatygraph.model import PartialDate
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.reading import Reading

_YEAR = 4
_MOST_TERMS = 12


@dataclass(frozen=True)
class Term:
    """A term of office: its bounds, or the one year it is, and the folded range of the words that say so."""

    start: int
    end: int
    date: PartialDate | None = None
    not_before: PartialDate | None = None
    not_after: PartialDate | None = None


def term_held(sentence: Words, start: int, stop: int) -> Term | None:
    """Return the term that a folded range of words is, behind an office: "during 2023–2024"."""
    begin = start + len(sentence.text[start:stop]) - len(sentence.text[start:stop].lstrip(" "))
    for mark in sentence.grammar.words.roles.get("term_held", ()):
        if sentence.plain.startswith(mark, begin):
            term = _term(sentence, begin, mark, "term", stop)
            if term is not None and term.end == stop:
                return term
    return None


def terms_within(sentence: Words, start: int, stop: int) -> list[Term]:
    """Return the terms that words of a folded range tell of, in order, without those in brackets or quotations."""
    roles, at = sentence.grammar.words.roles, start
    found: list[Term] = []
    kinds = [(mark, kind) for kind in ("term", "term_until", "term_since") for mark in roles.get(kind, ())]
    kinds.sort(key=lambda pair: -len(pair[0]))
    masked = sentence.masked.lower()
    while at < stop and len(found) < _MOST_TERMS:
        term = None
        if not (sentence.grammar.spaced and at and masked[at - 1].isalnum()):
            read = (_term(sentence, at, mark, kind, stop) for mark, kind in kinds if masked.startswith(mark, at))
            term = next((one for one in read if one is not None), None)
        if term is not None:
            found.append(term)
        at = term.end if term is not None else at + 1
    return found


def _term(sentence: Words, start: int, mark: str, kind: str, stop: int) -> Term | None:
    """Return the term behind a mark: a range of years or days, one year, or a day that it lasts until or begins on."""
    at = start + len(mark)
    at += bool(mark) and sentence.text.startswith(" ", at)
    if not mark and not sentence.text[at : at + 1].isdigit():
        return None
    first, last, end = _range(sentence, at)
    if first is None or end > stop:
        return None
    if kind == "term_until":
        return Term(start, end, not_after=last)
    if kind == "term_since":
        return Term(start, end, not_before=first)
    if first != last:
        return Term(start, end, not_before=first, not_after=last)
    return Term(start, end, date=first) if mark and len(first.lexical) == _YEAR else None


def _range(sentence: Words, at: int) -> tuple[PartialDate | None, PartialDate | None, int]:
    """Return the first and last moment of the period written at a place, and its end."""
    dated = [(end, value) for end, value in sentence.slots("date", False, at) if isinstance(value, DateMention)]
    if dated:
        end, date = max(dated, key=lambda pair: pair[0])
        if date.first != date.last or len(date.first.lexical) > _YEAR:
            return date.first, date.last, end
    first = _year(sentence, at)
    if first is None:
        return None, None, at
    since, end = first
    for joint in sentence.grammar.words.roles.get("term_joints", ()):
        if sentence.plain.startswith(joint, end) and (until := _year(sentence, end + len(joint))) is not None:
            later = until[0] > since
            return (compose(since), compose(until[0]), until[1]) if later else (None, None, at)
    return compose(since), compose(since), end


def _year(sentence: Words, at: int) -> tuple[int, int] | None:
    """Return the year written in four digits at a place, and its end, behind a word for "year" where one is written."""
    text = sentence.text
    digits = text[at : at + _YEAR]
    if len(digits) != _YEAR or not (digits.isascii() and digits.isdigit()) or digits[0] not in "12" \
            or text[at - 1 : at].isdigit() or text[at + _YEAR : at + _YEAR + 1].isdigit():
        return None
    end = at + _YEAR
    for word in sentence.grammar.words.roles.get("term_units", ()):
        if sentence.plain.startswith(word, end):
            return int(digits), end + len(word)
    return int(digits), end


def the_term(terms: list[Term], start: int, stop: int) -> Term | None:
    """Return the one term that belongs to words of a folded range: told within it, or once for the whole clause."""
    within = [term for term in terms if start <= term.start < stop]
    if len(within) == 1:
        return within[0]
    return terms[0] if len(terms) == 1 and not within else None


def in_term(holding: OfficeHolding, term: Term | None) -> OfficeHolding:
    """Return a holding of an office with what is told of its term."""
    if term is None:
        return holding
    return replace(holding, date=term.date, not_before=term.not_before, not_after=term.not_after)


def for_another_session(sentence: Words, reported: frozenset[int], start: int, stop: int) -> bool:
    """Tell whether words of a range say that an office is for a session of the body that the report is not about."""
    masked = sentence.masked.lower()
    for mark in sentence.grammar.words.roles.get("term_of_session", ()):
        at = masked.find(mark, start, stop) if reported else -1
        while at >= 0:
            if not (sentence.grammar.spaced and at and masked[at - 1].isalnum()):
                named = [value for _, value in sentence.slots("sessions", False, at + len(mark))]
                if any(isinstance(value, frozenset) and not value & reported for value in named):
                    return True
            at = masked.find(mark, at + 1, stop)
    return False


def between_conferences(reading: Reading, sentence: Words, start: int, stop: int) -> Term | None:
    """Return the term that words give from this conference on: "between the third Meeting and the Review Conference".

    It begins when the conference ends that is reported on; when the other one meets is not said there.
    """
    ends_on = reading.conference.end
    masked = sentence.masked.lower()
    for mark in sentence.grammar.words.roles.get("term_between", ()):
        at = masked.find(mark, start, stop)
        while at >= 0 and ends_on is not None:
            named = sentence.slots("own_body", False, at + len(mark))
            if any(isinstance(body, Body) and body.own and body.organ is None for _, body in named):
                return Term(at, stop, not_before=ends_on)
            at = masked.find(mark, at + 1, stop)
    return None
