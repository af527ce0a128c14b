"""Cuts a declaration's sentence into operative clauses: verb, addressees, and the words of the matter.

Must not know a verb or an actor: a language's [clauses] section and verb lexicon name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from treatygraph.model import Iri, Severity
from treatygraph.reading.matching import Filling, occurrences
from treatygraph.reading.reading import Reading
from treatygraph.reading.registry import Match
from treatygraph.reading.units import Sighting, Unit, outermost

RULE = "ACT-01"
_SEPARATORS = ",;"
_FINAL = "。.;；:,"
_ADDRESSEES = ("state", "organization", "group", "state_group", "depositary", "person")
_QUOTED = re.compile(r"“[^”]*”|\([^()]*\)|《[^》]*》")
_LONGEST_MODIFIER = 60
_LONGEST_OBJECT = 160
# Where a language parts its words by spaces, a head's words stand apart, and none of them is a piece of a word.
_PAUSE = " ?"
_WORD_BEGINS = r"(?<![^\W\d_\u2e80-\u9fff])"
_WORD_ENDS = r"(?![^\W\d_\u2e80-\u9fff])"


@dataclass(frozen=True)
class ClauseWords:
    """What the clause heads of a language are made of."""

    head: re.Pattern[str]
    verbs: dict[str, str]
    attendant: frozenset[str]
    shared: frozenset[str]
    addressing: frozenset[str]
    modifier_ends: tuple[str, ...]
    anaphora: tuple[str, ...]
    joiners: tuple[str, ...]
    past: tuple[str, ...]
    one: tuple[str, ...]
    defining: tuple[str, ...]
    especially: tuple[str, ...]
    nobody: tuple[str, ...]
    group_words: tuple[str, ...]
    fronted: re.Pattern[str]

    @classmethod
    def of(cls, language: Any) -> ClauseWords:
        """Build from the [clauses] section: actors, adverbs, connectors, infixes, and lists of verb concepts."""
        data, verbs = language.clauses, language.lexicon.get("verb", {})

        def any_of(words: list[str]) -> str:
            return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"

        adverbs = f"(?:(?:{any_of(data.get('adverbs', []))}){_PAUSE}){{0,4}}"
        connectors = f"(?:(?:{any_of(data.get('connectors', []))}){_PAUSE}){{0,2}}"
        begin = (rf"(?P<begin>^|[,;]|(?P<actor>{_WORD_BEGINS}(?:{any_of(data.get('actors', []))}))"
                 rf"|(?P<joint>{any_of(data.get('joints', []))})"
                 rf"|(?P<infix>{_WORD_BEGINS}(?:{any_of(data.get('infixes', []))}))){_PAUSE}")
        head = re.compile(rf"{begin}(?P<connector>{connectors})"
                          rf"(?P<late>(?:(?:{any_of(data.get('actors', []))}){_PAUSE})?)"
                          rf"(?P<adverbs>{adverbs})(?P<verb>{any_of(list(verbs))}){_WORD_ENDS}", re.IGNORECASE)
        return cls(head, {verb.lower(): concept for verb, concept in verbs.items()},
                   frozenset(data.get("attendant", [])), frozenset(data.get("shared_with_addressee", [])),
                   frozenset(data.get("addressing", [])),
                   tuple(data.get("modifier_ends", [])), tuple(language.anaphora.get("groups", [])),
                   tuple(data.get("verb_joiners", [])), tuple(data.get("past", [])),
                   tuple(language.anaphora.get("one", [])), tuple(data.get("defining", [])),
                   tuple(data.get("especially", [])), tuple(data.get("nobody_addressed", [])),
                   tuple(data.get("group_words", [])),
                   re.compile(rf"(?:{any_of(data.get('actors', []))}){adverbs}(?:{any_of(data.get('fronted', []))})"
                              rf"(?P<object>[^,;\x00]{{1,{_LONGEST_OBJECT}}}?)(?P<verb>{any_of(list(verbs))})(?=[,;。.]|$)",
                              re.IGNORECASE))


@lru_cache(maxsize=16)
def _words(language: Any) -> ClauseWords:
    return ClauseWords.of(language)


@dataclass(frozen=True)
class _Head:
    start: int
    verb_start: int
    verb_end: int
    concept: str
    past: bool = False
    object: tuple[int, int] | None = None


def operative_clauses(unit: Unit, reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Match]:
    """Yield one match per operative verb, with the slots `verb`, `addressee` and `matter`.

    `taken` are folded ranges that sentence patterns read; clauses that begin there are left to them. A clause runs
    from its head (the first from the sentence's start) to the next head.
    """
    words = _words(reading.report.language)
    addressed: tuple[Iri, ...] = ()
    heads = [head for head in _heads(unit, words, reading) if not any(a <= head.start < b for a, b in taken)]
    lasts = _lasts(unit.text, heads, words)
    for index, (head, last) in enumerate(zip(heads, lasts, strict=True)):
        start = 0 if index == 0 and not taken else head.start
        end = heads[index + 1].start if index + 1 < len(heads) else len(unit.text)
        matter_start = head.verb_end
        if last > index:
            end = heads[last + 1].start if last + 1 < len(heads) else len(unit.text)
            between = unit.text[head.verb_end : heads[index + 1].verb_start]
            matter_start = heads[last].verb_end if between in words.joiners else head.verb_end
        stop = len(unit.text[:end].rstrip(_FINAL + " "))
        match = _match(unit, reading, words, head, (start, max(stop, head.verb_end), matter_start), addressed)
        addressed = match.value("addressee") or addressed
        yield match


def _lasts(text: str, heads: list[_Head], words: ClauseWords) -> list[int]:
    """Return for each head the last of the heads whose matter it shares, which may be itself."""
    lasts = list(range(len(heads)))
    for index in reversed(range(len(heads) - 1)):
        if _goes_on(text, heads[index], heads[index + 1], words):
            lasts[index] = lasts[index + 1]
    return lasts


def _goes_on(text: str, head: _Head, following: _Head, words: ClauseWords) -> bool:
    """A verb takes what follows for its own matter where nothing but a joining word or a pause stands between."""
    between = text[head.verb_end : following.start]
    return text[head.verb_end : following.verb_start] in words.joiners or not any(char.isalnum() for char in between)


def _heads(unit: Unit, words: ClauseWords, reading: Reading) -> list[_Head]:
    masked = _QUOTED.sub(lambda m: "\x00" * len(m.group()), unit.text)
    heads: list[_Head] = []
    at = 0
    while found := words.head.search(masked, at):
        concept = words.verbs[found.group("verb").lower()]
        bare = found.group("begin") in _SEPARATORS and not found.group("connector") and not found.group("late")
        after_order = bool(heads) and heads[-1].concept in words.addressing and bool(
            _addressees(unit, reading, words, heads[-1].verb_end, found.start()))
        if found.group("joint") and not found.group("late") and not (
                concept in words.addressing and _addresses(unit, reading, words, found.end())):
            at = found.start() + 1
            continue
        if bare and heads and after_order and concept not in words.attendant:
            at = found.start() + 1
            continue
        if heads and after_order and concept in words.shared and found.group("connector"):
            at = found.end()
            continue
        start = found.start() + (1 if found.group("begin") in _SEPARATORS and found.group("begin") else 0)
        start += unit.text.startswith(" ", start)
        told = f"{found.group('adverbs')} {found.group('verb')}".lower()
        past = any(word in told for word in words.past)
        heads.append(_Head(start, found.start("verb"), found.end("verb"), concept, past))
        at = found.end()
        for joiner in words.joiners:
            verb = next((v for v in sorted(words.verbs, key=len, reverse=True)
                         if masked[at : at + len(joiner + v)].lower() == joiner + v), None)
            if verb:
                begin = at + len(joiner)
                heads.append(_Head(begin, begin, begin + len(verb), words.verbs[verb]))
                at = begin + len(verb)
                break
    return _with_fronted(unit.text, words, heads)


def _with_fronted(text: str, words: ClauseWords, heads: list[_Head]) -> list[_Head]:
    """Return the heads with those whose object stands before the verb, where no other head stands within them."""
    masked = _QUOTED.sub(lambda m: "\x01" * len(m.group()), text)
    for found in words.fronted.finditer(masked):
        if not any(found.start() <= head.verb_start < found.end() for head in heads):
            heads.append(_Head(found.start(), found.start("verb"), found.end("verb"),
                               words.verbs[found.group("verb").lower()], object=found.span("object")))
    return sorted(heads, key=lambda head: head.verb_start)


def _match(unit: Unit, reading: Reading, words: ClauseWords, head: _Head, extent: tuple[int, int, int],
           before: tuple[Iri, ...]) -> Match:
    start, end, matter_start = extent
    addressees: tuple[Iri, ...] = ()
    if head.concept in words.addressing:
        found = _addressees(unit, reading, words, head.verb_end, end)
        narrowing = tuple(reading.report.language.clauses.get("narrowing", ()))
        if (found and unit.plain.startswith(narrowing, found[-1][1])) or _begins_restricted(
                unit, reading, head.verb_end, end):
            reading.findings.report("unresolved-addressee", Severity.WARNING,
                                    "further words narrow those addressed; the act has no addressee",
                                    unit.span_of(head.verb_end + unit.text.startswith(" ", head.verb_end), end))
            found = []
        again = next((form for form in words.one if unit.plain.startswith(form, head.verb_end)), "")
        if again and not found and len(before) == 1:
            found = [(before[0], head.verb_end + len(again))]
        if not found:
            _report_addressee(unit, reading, words, head.verb_end, end)
        if found:
            addressees = tuple(iri for iri, _ in found)
            matter_start = found[-1][1]
            if unit.text[matter_start : matter_start + 2].lstrip().startswith("("):
                closing = unit.text.find(")", matter_start, end)
                matter_start = closing + 1 if closing >= 0 else matter_start
    if addressees:
        matter_start = _after_relative(unit, reading, matter_start, end)
    while matter_start < end and unit.text[matter_start] in _SEPARATORS + " ":
        matter_start += 1
    matter = head.object or (matter_start, end)
    fillings = {
        "verb": Filling("verb", "verb", head.verb_start, head.verb_end, head.concept),
        "addressee": Filling("addressee", "agent", head.verb_end, matter_start, addressees),
        "matter": Filling("matter", "text", *matter, unit.text[slice(*matter)]),
    }
    groups = tuple(s.iri for s in outermost(unit.sightings, start, end) if s.kind in {"group", "state_group"} and s.iri)
    match = Match(unit, start, end, unit.span_of(start, end), fillings, {"past": head.past}, RULE)
    if groups and not _unknown_group(unit, words, start, end):
        reading.discourse.groups = groups
    elif _unknown_group(unit, words, start, end):
        reading.discourse.groups = ()
    elif len(addressees) == 1:
        reading.discourse.groups = addressees
    return match


def _after_relative(unit: Unit, reading: Reading, start: int, end: int) -> int:
    """Return the place after a relative clause that tells of the addressees and is closed by a comma."""
    if unit.plain.startswith(tuple(reading.report.language.clauses.get("relatives", ())), start):
        closing = unit.text.find(", ", start + 2, end)
        return closing if closing >= 0 else start
    return start


def _addressees(unit: Unit, reading: Reading, words: ClauseWords, start: int, end: int) -> list[tuple[Iri, int]]:
    """Return those addressed right after a verb, with the folded end of each.

    Between verb and addressee only a modifier may stand; words such as "these States" mean the group last named.
    """
    for form in words.anaphora:
        start += unit.text.startswith(" ", start)
        if unit.plain.startswith(form, start) and reading.discourse.groups:
            return [(reading.discourse.groups[0], start + len(form))]
    found: list[tuple[Iri, int]] = []
    at = start
    for sighting in outermost(unit.sightings, start, end):
        between = _bare(unit.plain[at : sighting.start], reading, found)
        fits = not between or (not found and _says_again(unit, words, at, between))
        lists = reading.report.language.lists
        joined = bool(found) and (between in {*lists.get("separators", ()), *lists.get("joiners", ())}
                                  or between.lstrip(_SEPARATORS) in words.especially)
        if sighting.kind not in _ADDRESSEES or sighting.iri is None:
            if found or not _may_modify(sighting):
                break
            continue
        if not (fits or joined):
            break
        if words.modifier_ends and unit.plain.startswith(words.modifier_ends, sighting.end):
            return []
        found.append((sighting.iri, sighting.end))
        at = sighting.end
    return found


def _begins_restricted(unit: Unit, reading: Reading, start: int, end: int) -> bool:
    """Tell whether what stands right behind a verb is the name of a group that words not understood restrict."""
    first = next(iter(outermost(unit.sightings, start, end)), None)
    if first is None or first.kind != "group" or first.things:
        return False
    between = unit.plain[start : first.start]
    before = tuple(reading.report.language.lists.get("restrictions_before", ()))
    return not _bare(between, reading, []) or between.endswith(before)


def _says_again(unit: Unit, words: ClauseWords, at: int, between: str) -> bool:
    """Tell whether the words between a verb and an addressee are a modifier that leaves the addressee what it is.

    Where the language lists such modifiers, any other narrows the addressee to some of it, and it is not understood.
    """
    if not between.endswith(words.modifier_ends) or any(char in between for char in _SEPARATORS) \
            or len(between) > _LONGEST_MODIFIER:
        return False
    if not words.defining:
        return True
    known = next((form for form in words.defining if between.endswith(form)), None)
    if known is None:
        return False
    rest = len(between) - len(known)
    return not rest or any(s.start == at and s.end == at + rest and _may_modify(s) for s in unit.sightings)


def _report_addressee(unit: Unit, reading: Reading, words: ClauseWords, start: int, end: int) -> None:
    """Report that somebody is addressed whom nobody understood, where the language tells when nobody is."""
    stop = next((at for at in range(start, end) if unit.text[at] in _SEPARATORS), end)
    named = any(s.kind in _ADDRESSEES for s in unit.sightings if start <= s.start and s.end <= stop) or any(
        form in unit.plain[start:stop] for form in (*words.group_words, *words.anaphora)) or unit.plain.startswith(
            words.one, start)
    again = unit.plain.startswith(words.anaphora, start)
    if words.nobody and named and (again or not unit.plain.startswith(words.nobody, start)):
        reading.findings.report("addressee-not-understood", Severity.WARNING,
                                "the words do not say in a known way to whom this is addressed",
                                unit.span_of(start, stop))


def _unknown_group(unit: Unit, words: ClauseWords, start: int, end: int) -> bool:
    """Tell whether the last group of a clause is one that no row knows, so that "these" would mean it."""
    known = [(s.start, s.end) for s in unit.sightings if s.iri or s.things]
    known += [(at, at + len(form)) for form in words.anaphora for at in occurrences(unit.plain, form)]
    last = max((s.end for s in outermost(unit.sightings, start, end) if s.kind in {"group", "state_group"}), default=-1)
    return any(at >= max(start, last) and at + len(word) <= end
               and not any(a <= at and at + len(word) <= b for a, b in known)
               for word in words.group_words for at in occurrences(unit.plain, word))


def _addresses(unit: Unit, reading: Reading, words: ClauseWords, start: int) -> bool:
    """Tell whether somebody is addressed from a place on, be it by words that go back to a group named before."""
    after = start + unit.text.startswith(" ", start)
    return unit.plain.startswith(words.anaphora, after) or bool(
        _addressees(unit, reading, words, start, len(unit.text)))


def _bare(between: str, reading: Reading, found: list[tuple[Iri, int]]) -> str:
    """Return the words before an addressee without an article or "all", and without the space that parts words."""
    lists = reading.report.language.lists
    for word in (*lists.get("articles", ()), *lists.get("wholes", ())):
        between = between.removesuffix(word)
    return between if found else between.strip()


def _may_modify(sighting: Sighting) -> bool:
    return sighting.kind in {"treaty", "treaty_annex", "article", "conference"}
