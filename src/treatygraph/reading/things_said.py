"""Finds what a unit of the text says: names, numbers, dates, references, verbs and negations, each where it stands.

Must not know what was read of it, nor decide what a word means: it only says that something is said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from treatygraph.find.fold import is_wide, lower
from treatygraph.find.numbers import numbers_of
from treatygraph.language.frame_words import frame_words
from treatygraph.language.languages import Language
from treatygraph.reading.frames.verb_groups import verb_finder
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.said import Kind, ThingSaid
from treatygraph.reading.units import Unit, outermost

_FEWEST = 2
_QUOTED = re.compile(r"“[^“”,;.，；。]{2,60}”|《[^《》]{2,60}》|«[^«»,;.]{2,60}»")
_CAPITALISED = re.compile(r"(?<![\w-])[^\W\d_][\w’'-]*(?:\.(?=\s[^\W\d_]))?")
_BRACKETS = re.compile(r"\[[^\[\]]{1,6}\]")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SPACE_BETWEEN = re.compile(r" (?:(?:of|for|on|de|du|des|la) (?:the )?)?|-")
_WEB = re.compile(r"(?<![\w.])(?:https?://|www\.)[^\s()]+")


_NAMES = frozenset({
    "state", "organization", "person", "post", "group", "state_group", "treaty", "programme", "place", "conference",
    "series", "session", "facility", "collective", "depositary", "event_name",
})
_NO_THING = frozenset({"event", "measures", "annexed"})


class ThingsSaid:
    """Finds the things said in the units of one report, in time linear in their length.

    `year` is the one that days without a year are of.
    """

    def __init__(self, report: ReportText, year: int | None = None) -> None:
        self._report, self._year = report, year
        self._numbers = numbers_of(report.language)
        self._multiples = frozenset(report.language.numbers.get("units", ()))
        code = report.language.code
        words = frame_words(code)
        self._verbs = verb_finder(code)
        self._framed = frozenset(verb for row in words.frames for verb in row.verbs) if words else frozenset()
        self._negation = _any_of(report.language.clauses.get("negations", ()))
        self._common = _common_words(report.language)

    def of(self, unit: Unit) -> tuple[ThingSaid, ...]:
        """Return the things said in a unit, in order; none lies within another, verbs and negations apart."""
        taken = _Taken(len(unit.text))
        found: list[ThingSaid] = []

        def take(things: Iterable[ThingSaid]) -> None:
            for one in things:
                if not taken.overlaps(one.start, one.end):
                    taken.add(one.start, one.end)
                    found.append(one)

        take(self._sighted(unit))
        take(self._dated(unit.text))
        for noted in _BRACKETS.finditer(unit.text):
            if noted.group()[1:-1] in self._report.footnote_marks:
                taken.add(*noted.span())
        take(ThingSaid(Kind.REFERENCE, m.start(), m.end(), sort="address") for m in _WEB.finditer(unit.text))
        if unit.kind in {"sentence", "cell"}:
            take(self._capitalised(unit.text))
        take(self._counted(unit.text, taken))
        take(ThingSaid(Kind.NAME, m.start(), m.end(), sort="quoted") for m in _QUOTED.finditer(unit.text))
        if unit.kind in {"sentence", "title"}:
            found += self._done(unit, taken)
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))

    def _sighted(self, unit: Unit) -> Iterator[ThingSaid]:
        for one in outermost(unit.sightings, 0, len(unit.text)):
            if one.kind not in _NO_THING and one.end > one.start:
                kind = Kind.NAME if one.kind in _NAMES else Kind.REFERENCE
                yield ThingSaid(kind, one.start, one.end, one.things, sort=one.kind)

    def _dated(self, text: str) -> Iterator[ThingSaid]:
        dates = self._report.dates
        at = 0
        while at < len(text):
            read = dates.dates_at(text, at, self._year) if dates.may_begin(text[at]) else []
            if read:
                days = tuple(dict.fromkeys((read[0].first.lexical, read[0].last.lexical)))
                yield ThingSaid(Kind.DATE, at, read[0].end, days=days)
            at = read[0].end if read else at + 1

    def _capitalised(self, text: str) -> Iterator[ThingSaid]:
        """Yield runs of words written like a name: capitals that do not begin the sentence, common words apart."""
        run: list[re.Match[str]] = []
        for word in _CAPITALISED.finditer(text):
            if not word.group()[0].isupper():
                continue
            if run and not _SPACE_BETWEEN.fullmatch(text, run[-1].end(), word.start()):
                yield from self._name(text, run)
                run = []
            run.append(word)
        yield from self._name(text, run)

    def _name(self, text: str, run: Sequence[re.Match[str]]) -> Iterator[ThingSaid]:
        if run and not any(char.isalnum() for char in text[: run[0].start()]) and len(run) < _FEWEST:
            return
        strange = [word for word in run if lower(word.group().rstrip(".")) not in self._common]
        if strange and any(len(word.group()) > 1 for word in strange):
            yield ThingSaid(Kind.NAME, run[0].start(), run[-1].end(), sort="capitalised")

    def _counted(self, text: str, taken: _Taken) -> Iterator[ThingSaid]:
        """Yield the numbers: in digits, or in words; a lone "one", ten or hundred is too often part of another word."""
        at = 0
        while at < len(text):
            within = at > 0 and text[at].isascii() and text[at - 1].isascii() and text[at - 1].isalnum()
            read = None
            if not taken.at(at) and not within and self._numbers.may_begin(text[at]):
                read = self._numbers.numbers_at(text, at)
            if read is None:
                at += 1
                continue
            end, value, upper = read
            vague = not text[at].isdigit() and (value == 1 or (end == at + 1 and text[at] in self._multiples))
            if not vague:
                yield ThingSaid(Kind.NUMBER, at, end, values=(value,) if upper is None else (value, upper))
            at = max(end, at + 1)

    def _done(self, unit: Unit, taken: _Taken) -> Iterator[ThingSaid]:
        for verb in self._verbs.find(unit.text) if self._verbs else ():
            told = (verb.finite or verb.negated) and verb.lemma in self._framed
            if told and not taken.overlaps(verb.verb_start, verb.end):
                yield ThingSaid(Kind.VERB, verb.verb_start, verb.end, sort=verb.lemma)
        for found in self._negation.finditer(unit.text) if self._negation else ():
            if not taken.overlaps(*found.span()):
                yield ThingSaid(Kind.NEGATION, *found.span())


class _Taken:
    """Which characters of a unit something was already found at."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\x01" * (min(end, len(self._marks)) - start)

    def at(self, place: int) -> bool:
        return bool(self._marks[place])

    def overlaps(self, start: int, end: int) -> bool:
        return self._marks.find(1, start, end) >= 0


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds any of some words; those of a script without spaces may stand inside a run of letters."""
    forms = [re.escape(word) if is_wide(word[0]) else rf"(?<![\w-]){re.escape(word)}(?![\w-])"
             for word in sorted(words, key=lambda word: (-len(word), word)) if word]
    return re.compile("|".join(forms), re.I) if forms else None


@cache
def _common_words(language: Language) -> frozenset[str]:
    """Return words, in small letters, whose capitals make no name: those of bodies, offices, honorifics and months."""
    words = frame_words(language.code)
    given: list[str] = [*language.lists.get("articles", ()), *language.persons.get("honorifics", ())]
    for name in ("office", "organ", "document_type", "own_document_kind", "conference_document_kind", "title_type"):
        given += language.lexicon.get(name, {})
    given += language.dates.get("months", {})
    given += language.clauses.get("no_names", ())
    if words is not None:
        given += (*language.layout.get("bodies", ()), *words.bodies.get("more_nouns", ()))
        given += words.bodies.get("group_words", ())
    return frozenset(lower(word.group()) for row in given for word in _WORD.finditer(row))
