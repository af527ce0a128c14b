"""Finds what a part is part of: a treaty, a document by its symbol, the rules of procedure, the report itself.

Must not take the nearest thing for the owner: only what the words tie the part to, and else the report alone where
nothing else in the sentence has parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.find.numbers import roman_numeral
from treatygraph.model import Iri
from treatygraph.reading.introduced import IntroducedInTheMaking
from treatygraph.reading.units import Sighting, Unit

_WITH_PARTS = frozenset({"symbol", "resolution", "treaty", "declaration", "document", "conference_document",
                         "organ_document", "founding_resolution"})
_LONGEST_PHRASE, _FARTHEST_NAME = 160, 1000
_NEAR = 60  # characters within which a phrase behind a part still says whose it is
_BREAKS = re.compile(r"[,;:.()。,;:]")


@dataclass(frozen=True)
class Owner:
    """The whole that a part belongs to, with its words' range; no IRI: named, but not known. `leads`: stands first."""

    iri: Iri | None
    start: int
    end: int
    leads: bool = False
    is_treaty: bool = False
    is_rules: bool = False


class OwnerWords:
    """A language's words around owners, from its [references_around] section."""

    def __init__(self, around: Mapping[str, Sequence[str]]) -> None:
        def longest_first(key: str) -> list[str]:
            return sorted(around.get(key, ()), key=len, reverse=True)

        self.articles = longest_first("owner_articles")
        self.joints = longest_first("owner_joints")
        self.own_after = longest_first("own_after")
        self.own_leads = longest_first("own_leads")
        self.own_leads_behind = longest_first("own_leads_behind")
        self.own_before = longest_first("own_before")
        self.own = longest_first("own_documents")
        self.rules = longest_first("rules_of_procedure")
        self.bodies = longest_first("own_bodies")
        self.of = longest_first("part_of")
        self.treaty_nouns = longest_first("treaty_nouns")
        self.symbol_nouns = longest_first("symbol_nouns")
        self.other_documents = longest_first("other_documents")
        self.discussed = longest_first("of_a_text_discussed")
        self.closings = longest_first("owner_closings")


@dataclass(frozen=True)
class Own:
    """What the report itself has: its document, the place of the unit, its parts, its conference's treaty and rules."""

    document: Iri
    base: Iri
    has: Callable[[Iri], bool]
    treaty: Iri | None
    treaty_names: str
    rules: Iri | None
    treaty_annexes: Callable[[Iri, str], bool]
    body_name: str


class Owners:
    """Answers, for one unit, whose part a reference means."""

    def __init__(self, words: OwnerWords, own: Own, introduced: IntroducedInTheMaking) -> None:
        self.words, self.own, self.introduced = words, own, introduced

    def is_own(self, iri: Iri) -> bool:
        """Tell whether a whole is the report, or an annex of it."""
        return iri in {self.own.document, self.own.base}

    def after_article(self, unit: Unit, at: int) -> int:
        """Return the place behind an article or possessive that stands here, or the place itself."""
        return at + next((len(word) for word in self.words.articles if unit.plain.startswith(word, at)), 0)

    # ---- owners behind the part

    def behind(self, unit: Unit, end: int, of: int | None) -> Owner | None:
        """Return the owner that stands behind a part: "above", "of the present report", "of the Convention"."""
        for word in self.words.own_after:
            stop = end + len(word)
            if unit.plain.startswith(word, end) and not unit.text[stop : stop + 1].isalpha():
                return Owner(self.own.base, end, stop)
        if of is None:
            return self._direct(unit, end)
        return self._at(unit, of) or Owner(None, end, end)

    def _direct(self, unit: Unit, end: int) -> Owner | None:
        """Return a treaty or document that follows without a word between, as names in the genitive do."""
        place = end + 1 if unit.text[end : end + 1] == " " else end
        found = next((s for s in unit.sightings if s.start == place and s.iri and s.kind == "treaty"), None)
        return Owner(found.iri, place, found.end, is_treaty=True) if found and place > end else None

    def _at(self, unit: Unit, at: int) -> Owner | None:
        """Return the owner whose words begin at a place, behind a word such as "of"."""
        place = self.after_article(unit, at)
        if own := next((word for word in self.words.own for begin in (at, place)
                        if unit.plain.startswith(word, begin)), None):
            begin = at if unit.plain.startswith(own, at) else place
            return Owner(self.own.document, at, begin + len(own))
        for word in self.words.rules:
            if unit.plain.startswith(word, place):
                return self._rules(unit, at, place + len(word))
        if noun := self._bare_treaty(unit, place):
            return noun
        start = place
        for _ in range(3):  # the organ before its resolution, a noun before a symbol
            seen = [s for s in unit.sightings if s.start in {at, start} and s.iri]
            whole = max((s for s in seen if s.kind in _WITH_PARTS), key=lambda s: s.end, default=None)
            if whole:
                return Owner(whole.iri, at, whole.end, is_treaty=whole.kind == "treaty")
            organ = max((s for s in seen if s.kind == "organization"), key=lambda s: s.end, default=None)
            noun_end = next((start + len(w) for w in self.words.symbol_nouns if unit.plain.startswith(w, start)), None)
            if organ:
                start = organ.end + (unit.text[organ.end : organ.end + 1] == " ")
            elif noun_end:
                start = noun_end
            else:
                break
        return self._in_brackets(unit, at)

    def _in_brackets(self, unit: Unit, at: int) -> Owner | None:
        """Return the document whose symbol stands in brackets right behind a noun phrase that begins here."""
        stop = _BREAKS.search(unit.text, at, at + _LONGEST_PHRASE)
        if stop is None or stop.group() != "(":
            return None
        symbol = next((s for s in unit.sightings if s.start == stop.end() and s.kind == "symbol"), None)
        if symbol is None:
            return None
        closed = unit.text[symbol.end : symbol.end + 1] == ")"
        return Owner(symbol.iri, at, symbol.end + closed)

    def _rules(self, unit: Unit, at: int, end: int) -> Owner:
        """Return the rules of procedure named at a place: our own, unless another body's name follows."""
        of = next((end + len(word) for word in self.words.of if unit.plain.startswith(word, end)), None)
        if of is None:
            return Owner(self.own.rules, at, end, is_rules=True)
        place = self.after_article(unit, of)
        names = (self.own.body_name, *self.words.bodies) if self.own.body_name else self.words.bodies
        body = next((word for word in names if unit.text.startswith(word, place)), None)
        if body is None or unit.text[place + len(body) : place + len(body) + 1].isalnum():
            return Owner(None, at, end)
        return Owner(self.own.rules, at, place + len(body), is_rules=True)

    def _bare_treaty(self, unit: Unit, place: int) -> Owner | None:
        """Return the treaty that a bare noun ("the Convention") goes back to; unknown where the last named is."""
        noun = next((n for n in self.words.treaty_nouns if unit.text.startswith(n, place)), None)
        if noun is None or (noun.isascii() and unit.text[place + len(noun) : place + len(noun) + 1].isalnum()):
            return None
        longer = [s for s in unit.sightings if s.kind == "treaty" and s.start <= place and s.end > place + len(noun)]
        if longer:
            return None
        end = place + len(noun)
        if self.own.treaty and unit.plain.startswith(self.own.treaty_names, place):
            return Owner(self.own.treaty, place, place + len(self.own.treaty_names), is_treaty=True)
        if unit.text.startswith((" on ", " for ", " against ", " concerning ", " relating "), end):
            return Owner(None, place, end)  # a full name that no row knows
        here = self.treaty_before(unit, place, noun)
        if here:
            return Owner(here[0], place, end, is_treaty=True)
        if self.own.treaty and noun.strip("《》").lower() in self.own.treaty_names:
            return Owner(self.own.treaty, place, end, is_treaty=True)
        return Owner(self.introduced.treaty_called(noun), place, end, is_treaty=True)

    def treaty_before(self, unit: Unit, place: int, noun: str) -> tuple[Iri | None] | None:
        """Return the last treaty named in full before a place, in a tuple that holds None if no row knows it."""
        last: tuple[int, Iri | None] | None = None
        for s in unit.sightings:
            name = unit.text[s.start : s.end]
            if s.kind == "treaty" and s.end <= place and s.iri and self._may_be_called(name, noun):
                last = (s.end, s.iri)
        begin = max(0, place - _FARTHEST_NAME)
        for found in re.finditer(_named(noun), unit.text[begin:place]):
            start, end = found.start() + begin, found.end() + begin
            if (last is None or end > last[0]) and not any(s.start < end and start < s.end for s in unit.sightings):
                last = (end, None)
        return (last[1],) if last else None

    def _may_be_called(self, name: str, noun: str) -> bool:
        """Tell whether a treaty's name is a full one that a bare noun may go back to: with the noun, or initials."""
        nouns = self.words.treaty_nouns
        article = next((word for word in self.words.articles if name.lower().startswith(word)), "")
        core = noun.strip("《》")
        return name[len(article) :] not in nouns and (core in name or not any(n.strip("《》") in name for n in nouns))

    def remember(self, unit: Unit) -> None:
        """Keep which treaty each noun last named in full, for the sentences that follow."""
        for noun in self.words.treaty_nouns:
            if noun in unit.text:
                found = self.treaty_before(unit, len(unit.text), noun)
                if found:
                    self.introduced.call_treaty(noun, found[0])

    def names_unknown_treaty(self, unit: Unit, end: int) -> bool:
        """Tell whether the phrase behind a part is of a treaty no row knows: "annex 2 States of the Harbour Pact"."""
        phrase = re.split(r"[,;:.(]", unit.text[end : end + _NEAR], maxsplit=1)[0]
        leads = tuple(of + article for of in self.words.of for article in ("", *self.words.articles))
        for noun in self.words.treaty_nouns:
            for found in re.finditer(_named(noun), phrase):
                start, stop = found.start() + end, found.end() + end
                known = any(s.kind == "treaty" and s.start < stop and start < s.end for s in unit.sightings)
                if not known and unit.plain.endswith(leads, 0, start):
                    return True
        return False

    # ---- owners before the part

    def before(self, unit: Unit, start: int, kind: str) -> Owner | None:
        """Return the owner that stands right before a part: "decision 1/CP.21, paragraph 2", "the report above"."""
        if self.words.discussed and unit.plain.endswith(tuple(self.words.discussed), 0, start):
            return Owner(None, start, start)  # "operative paragraph 3" is one of a text that is talked about
        for word in self.words.own_before:
            if unit.plain.endswith(word, 0, start):
                return Owner(self.own.base, start - len(word), start, leads=True)
        for word in self.words.rules:
            if unit.plain.endswith(word, 0, start):
                return Owner(self.own.rules, start - len(word), start, leads=True, is_rules=True)
        if kind == "rule":
            return None
        for joint in ("", *self.words.joints):
            if joint and not unit.plain.endswith(joint, 0, start):
                continue
            place = start - len(joint)
            for noun in self.words.treaty_nouns:
                if unit.text.endswith(noun, 0, place) and (bare := self._bare_treaty(unit, place - len(noun))):
                    return Owner(bare.iri, place - len(noun), start, leads=True, is_treaty=True)
            for closing in ("", *self.words.closings):
                if closing and not unit.text.endswith(closing, 0, place):
                    continue
                stop = place - len(closing)
                ending = [s for s in unit.sightings if s.end == stop and s.iri and s.kind in _WITH_PARTS]
                whole = min(ending, key=lambda s: s.start, default=None)
                if whole and not (whole.kind == "treaty" and joint.strip() == ","):
                    return Owner(whole.iri, _named_before_brackets(unit, whole), start, leads=True,
                                 is_treaty=whole.kind == "treaty")
        return None

    # ---- no owner named beside the part

    def unnamed(self, unit: Unit, kind: str, start: int, end: int, numbered: bool) -> Owner | None:
        """Return whose part is meant where none is named beside it; None where the words refer to nothing."""
        if not numbered or kind in {"decision", "regulation", "action"}:
            return None
        if kind == "rule":
            return Owner(self.own.rules, start, end, is_rules=True)
        others = [s for s in unit.sightings if s.kind in _WITH_PARTS and s.iri and (s.end <= start or s.start >= end)
                  and s.iri != self.own.document]
        if kind == "article":
            treaties = {s.iri for s in others if s.kind == "treaty" and s.end <= start}
            unknown = any(self.treaty_before(unit, start, noun) == (None,) for noun in self.words.treaty_nouns)
            if len(treaties) > 1 or unknown:
                return Owner(None, start, end)
            return Owner(next(iter(treaties), self.own.treaty), start, end, is_treaty=True)
        if kind == "annex" and not self._own_annex(unit, start, end):
            return Owner(self.own.treaty, start, end, is_treaty=True)
        if kind in {"annex", "appendix", "chapter", "section"}:
            return Owner(self.own.document, start, end)
        led = unit.plain.endswith(tuple(self.words.own_leads), 0, start) if self.words.own_leads else False
        others_noun = unit.plain.endswith(tuple(self.words.other_documents), 0, start)
        led = led or (not others_noun and any(unit.plain.startswith(word, end) for word in self.words.own_leads_behind))
        if not led and (others or any(word in unit.plain for word in self.words.other_documents)):
            return Owner(None, start, end)
        return Owner(self.own.base, start, end)

    def _own_annex(self, unit: Unit, start: int, end: int) -> bool:
        """Tell whether the report has the annex of these words, and they do not say of what kind something is.

        "Annex 2 States" are those of a treaty's annex.
        """
        if unit.text[end : end + 1] == " " and unit.text[end + 1 : end + 2].isupper():
            return False
        return self.part(self.own.document, "annex", unit.text[start:end].rpartition(" ")[2]) is not None

    # ---- parts of a known whole

    def part(self, whole: Iri, kind: str, number: str) -> Iri | None:
        """Return the IRI of a part of a whole; None where the whole, as far as known, has no such part."""
        if whole.startswith(iris.thing("treaty/")) and kind in {"article", "annex"}:
            label, bracket, rest = number.partition("(")
            if kind == "annex":
                return iris.treaty_part(whole, kind, number) if self.own.treaty_annexes(whole, number) else None
            article = iris.treaty_part(whole, kind, roman_numeral(int(label)) if label.isdigit() else label)
            return iris.part(article, "paragraph", rest.replace(")", "", 1)) if bracket else article
        if kind == "paragraph" and (base := whole.rpartition("/rule/"))[1]:
            return Iri(f"{base[0]}/rule/{base[2]}({number})") if "(" not in base[2] else None
        if whole == self.own.document and kind in {"annex", "appendix", "chapter", "section"}:
            made = [iris.part(whole, kind, number)]
            if number in {"I", "1"}:  # where there is but one, it has no number
                made.append(iris.part(whole, kind))
            return next((one for one in made if self.own.has(one)), None)
        return iris.part(whole, kind, number)


def _named_before_brackets(unit: Unit, short: Sighting) -> int:
    """Return where a whole's words begin: at its full name, where its short name stands in brackets behind that."""
    if unit.text[short.start - 1 : short.start] != "(":
        return short.start
    stop = short.start - 1 - (unit.text[short.start - 2 : short.start - 1] == " ")
    full = [s.start for s in unit.sightings if s.end == stop and s.iri == short.iri and s.kind == short.kind]
    return min(full, default=short.start)


def _named(noun: str) -> str:
    """Return a pattern of a treaty's noun with a name before it: "Harbour Convention", 《港口公约》."""
    if noun.startswith("《"):
        return rf"《[^《》]{{1,40}}{re.escape(noun[1:])}"
    return rf"\b(?!The\b|This\b|That\b)[A-Z][\w-]{{2,30}} {re.escape(noun)}\b"
