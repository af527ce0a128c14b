"""Reads what may fill each type of slot at a place of a unit: numbers, dates, names, references and lists of them.

Must not state a fact; a filling is a value and where it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from treatygraph.find.amounts import AmountReader
from treatygraph.find.dates import DateMention, dates_of
from treatygraph.find.fold import lower
from treatygraph.find.names import Mention, in_word
from treatygraph.find.numbers import numbers_of, roman_at
from treatygraph.find.symbols import SymbolMention
from treatygraph.language.languages import Language
from treatygraph.model import Iri, Span
from treatygraph.reading.matching import Filling, Matcher, occurrences
from treatygraph.reading.persons import PersonPhrases
from treatygraph.reading.persons_name_first import NameFirstPhrases
from treatygraph.reading.reading import Reading
from treatygraph.reading.reference_grammar import ReferenceGrammar
from treatygraph.reading.short_forms import organ_of_this_body, stands
from treatygraph.reading.stretches import Stretches
from treatygraph.reading.units import Unit
from treatygraph.reading.wording import TEXT_TYPES, Wording, compile_wording


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands: the thing it means (None where no table knows it, or several fit), words and span."""

    iri: Iri | None
    kind: str
    words: str
    span: Span
    several: tuple[Iri, ...] = ()
    remark: tuple[int, int] = (0, 0)
    """Folded range of what a list says of this one of its names in brackets ("on behalf of …")."""
    aside: Span | None = None
    """Other words in brackets behind a name of a list ("observer"), which belong to this one and are not understood."""


NAME_KINDS = ("state", "organization", "group", "treaty", "series", "document", "event", "programme", "place")
BODY_TYPES = frozenset({"own_body", "other_body", "sessions"})
VALUE_TYPES = frozenset({"number", "amount", "ordinal", "roman", "date", "year", "letter", "symbol", "mark"})
PERSON_TYPES = frozenset({"person", "post", "titleholder"})
UNION_TYPES: dict[str, tuple[str, ...]] = {
    "agent": ("state", "organization", "person", "group", "depositary"),
    "delegation": ("state", "organization"),
    "officeholder": ("person", "post", "titleholder"),
    "thing": ("document", "symbol", *NAME_KINDS),
}
_LETTER = re.compile(r"[a-zA-Z]{1,3}")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_MARK = re.compile(r"\[[^\]\s]{1,4}\]")
_ABBREVIATION = re.compile(r"[A-Z]{2,12}")
_LONGEST_UNKNOWN_NAME = 24
_LONGEST_REMARK = 240
_MOST_ENDS = 32
_ORDERS: dict[str, type[PersonPhrases]] = {"post-first": PersonPhrases, "name-first": NameFirstPhrases}


class Grammar:
    """Everything of a language that the slots of its patterns rest on, compiled once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.numbers = numbers_of(language)
        self.amounts = AmountReader(language.numbers, self.numbers)
        self.dates = dates_of(language)
        self.separators: list[str] = language.lists.get("separators", [","])
        self.joiners: list[str] = sorted(language.lists.get("joiners", []), key=len, reverse=True)
        self.articles: list[str] = sorted(language.lists.get("articles", []), key=len, reverse=True)
        self.remarks: tuple[str, ...] = tuple(language.lists.get("remarks", ()))
        self.longest_unknown_name: int = language.lists.get("longest_unknown_name", _LONGEST_UNKNOWN_NAME)
        self.names_in_capitals = bool(language.lists.get("names_in_capitals", False))
        self.small_words = frozenset(language.lists.get("small_words", ()))
        self.lexicon = {name: sorted(((lower(form), value) for form, value in words.items()),
                                     key=lambda row: -len(row[0]))
                        for name, words in language.lexicon.items()}
        self.types = (TEXT_TYPES | BODY_TYPES | VALUE_TYPES | PERSON_TYPES | frozenset(UNION_TYPES)
                      | frozenset(NAME_KINDS) | frozenset(self.lexicon) | frozenset(language.references))
        self.references = ReferenceGrammar(language, self.types)
        self.adverbials: tuple[tuple[str, Wording], ...] = tuple(
            (name, compile_wording(wording, self.types, language.place("adverbial", name)))
            for name, wordings in language.adverbial.items() for wording in wordings
        )


@cache
def grammar(language: Language) -> Grammar:
    """Return the compiled grammar of a language."""
    return Grammar(language)


class SlotReader:
    """Reads the slots of one unit; what it read once it remembers."""

    def __init__(self, reading: Reading, unit: Unit, symbols: list[SymbolMention]) -> None:
        self.reading = reading
        self.unit = unit
        self.text = unit.text
        self.plain = unit.plain
        self.grammar = grammar(reading.report.language)
        self.symbols = {symbol.start: symbol for symbol in symbols}
        self._starts: dict[str, list[int] | None] = {}
        self.matcher = Matcher(self.text, self, self.grammar.adverbials, self.starts)
        self._mentions = {mention.start: mention for mention in reading.report.names.find(self.text)}
        self._inner: dict[int, Mention] = {}
        organizations = Stretches(Span(m.start, m.end) for m in self._mentions.values() if m.of_kind("organization"))
        for hit in sorted(reading.report.names.hits(self.text), key=lambda hit: hit.end):
            self._inner[hit.start] = hit
            # A full name inside a longer one introduces its short form too.
            offset = unit.folded.starts[hit.start]
            own = Span(hit.start, hit.end)
            within = any(one.covers(own) and one != own for one in organizations.overlapping(own))
            for name in hit.names:
                if not name.short and not (within and name.kind == "treaty"):
                    reading.introduced.full_name(name.iri, offset)
        order = _ORDERS[reading.report.language.persons.get("order", "post-first")]
        self.persons = order(reading, unit, list(self._mentions.values()))
        for start, end, _ in self.persons.names:
            self._forget_names_within(start, end)
        self._memo: dict[tuple[str, bool, int], list[tuple[int, object]]] = {}

    def _forget_names_within(self, start: int, end: int) -> None:
        """Leave out the names of other things that are a part of a person's name: "Mr. Jordan" is no State."""
        for at in range(start, end):
            for known in (self._mentions, self._inner):
                mention = known.get(at)
                if mention and mention.end <= end and not mention.of_kind("person"):
                    del known[at]

    def forget(self) -> None:
        """Let go of what was worked out, once the unit is read: the reader and its matcher hold each other."""
        self._memo.clear()
        del self.matcher

    @property
    def mentions(self) -> list[Mention]:
        """The names found in the unit, in order."""
        return list(self._mentions.values())

    def __call__(self, type_: str, many: bool, at: int) -> list[tuple[int, object]]:
        """Return the (end, value) pairs of a slot type, or of a list of it, at a folded position."""
        key = (type_, many, at)
        if key not in self._memo:
            self._memo[key] = []
            self._memo[key] = self._list(type_, at) if many else self._one(type_, at)
        return self._memo[key]

    def starts(self, type_: str) -> list[int] | None:
        """Return where a slot of a type may begin, or None where only trying tells."""
        if type_ not in self._starts:
            self._starts[type_] = None
            self._starts[type_] = self._find_starts(type_)
        return self._starts[type_]

    def _find_starts(self, type_: str) -> list[int] | None:
        if type_ in NAME_KINDS:
            named = [mention.start for mention in self._mentions.values() if mention.of_kind(type_)]
            return sorted({at for start in named for at in (start, *self._articles_before(start))})
        if type_ in {"date", "year"}:
            dates = self.grammar.dates
            return [at for at, char in enumerate(self.text) if dates.may_begin(char)]
        if type_ in {"number", "amount"}:
            reader = self.grammar.numbers if type_ == "number" else self.grammar.amounts
            return [at for at, char in enumerate(self.text) if reader.may_begin(char)]
        if type_ in self.grammar.lexicon:
            return sorted({at for form, _ in self.grammar.lexicon[type_] for at in occurrences(self.plain, form)})
        if type_ == "symbol":
            return sorted(self.symbols)
        if type_ not in self.grammar.references.wordings:
            return None
        found: set[int] = set()
        for wording in self.grammar.references.wordings[type_]:
            places = self.matcher.places(wording.sequence)
            if places is None:
                return None
            found.update(places)
        return sorted(found)

    # ---- single values

    def _one(self, type_: str, at: int) -> list[tuple[int, object]]:
        if at >= len(self.text):
            return []
        if type_ in UNION_TYPES:
            found = [pair for member in UNION_TYPES[type_] for pair in self(member, False, at)]
            return sorted(found, key=lambda pair: -pair[0])
        if type_ in self.grammar.lexicon:
            found = [(at + len(form), value) for form, value in self.grammar.lexicon[type_]
                     if self.plain.startswith(form, at) and self._ends_word(at + len(form))]
            bodies = self.reading.bodies
            if type_ != "office" or bodies is None:
                return list(found)
            return [(end, bodies.office_called(self.unit, at, str(value))) for end, value in found]
        if type_ in BODY_TYPES:
            bodies = self.reading.bodies
            if bodies is None or type_ == "sessions":
                return list(bodies.sessions_named(self.unit, at)) if bodies else []
            return list(bodies.read(self.unit, at, own=type_ == "own_body"))
        if type_ == "titleholder":
            return list(self.persons.untold(at))
        if type_ in PERSON_TYPES:
            return list(self.persons.at(at, named=type_ == "person"))
        if type_ in VALUE_TYPES:
            return self._value(type_, at)
        if type_ in self.grammar.references.wordings:
            return self.grammar.references.read(type_, at, self)
        return self._name(type_, at)

    def _value(self, type_: str, at: int) -> list[tuple[int, object]]:
        numbers, dates = self.grammar.numbers, self.grammar.dates
        if type_ == "number":
            # A number with a bound beside it is no number, but an amount.
            read = numbers.number_at(self.text, at)
            return [read] if read and not self.grammar.amounts.unclear(self.text, at, read[0]) else []
        if type_ == "amount":
            return [(amount.end, amount) for amount in self.grammar.amounts.amounts_at(self.text, at)]
        if type_ == "ordinal":
            read = numbers.ordinal_at(self.text, at)
            return [read] if read else []
        if type_ == "roman":
            read = roman_at(self.text, at)
            return [read] if read else []
        if type_ == "date":
            frame = self.reading.header.frame
            year = frame.year if frame and self.unit.kind == "sentence" else None
            return [(mention.end, mention) for mention in dates.dates_at(self.text, at, year)]
        if type_ == "year":
            return [(mention.end, mention) for mention in dates.dates_at(self.text, at)
                    if len(mention.first.lexical) == 4 and mention.first == mention.last]
        if type_ == "letter":
            letter = _LETTER.match(self.text, at)
            return [(letter.end(), letter.group())] if letter else []
        if type_ == "symbol":
            symbol = self.symbols.get(at)
            return [(symbol.end, symbol)] if symbol else []
        mark = _MARK.match(self.text, at)
        return [(mark.end(), mark.group())] if mark else []

    def _name(self, kind: str, at: int) -> list[tuple[int, object]]:
        # A name inside a longer one is no mention, but the words of a wording may end where it begins.
        after = self._after_article(at)
        mention = self._mentions.get(at) or self._mentions.get(after) or self._inner.get(at) or self._inner.get(after)
        if mention is None:
            return []
        at = mention.start
        names = [name for name in mention.of_kind(kind) if stands(self.reading, self.unit, name, at, mention.end)]
        if not names:
            return []
        things = tuple(dict.fromkeys(name.iri for name in names))
        span = self.unit.span_of(at, mention.end)
        words = self.text[at : mention.end]
        iri = self.preferred(things)
        return [(mention.end, Named(iri, kind, words, span, things if iri is None else ()))]

    def _after_article(self, at: int) -> int:
        """Return the place after an article that stands here, or the place itself."""
        return next((at + len(article) for article in self.grammar.articles if self.plain.startswith(article, at)), at)

    def _articles_before(self, start: int) -> list[int]:
        """Return where an article begins that stands right before a place."""
        return [start - len(article) for article in self.grammar.articles
                if self.plain.endswith(article, 0, start) and not in_word(self.plain[start - len(article) - 1 :][:1])]

    def _ends_word(self, at: int) -> bool:
        """Tell whether no word goes on over a place, where words are parted by spaces."""
        return not (0 < at < len(self.text) and in_word(self.text[at - 1]) and in_word(self.text[at]))

    def preferred(self, things: tuple[Iri, ...]) -> Iri | None:
        """Choose the one thing a name means: the only one, or the conference's own treaty among several."""
        if len(things) == 1:
            return organ_of_this_body(self.reading, things[0])
        frame = self.reading.header.frame
        return frame.treaty if frame and frame.treaty in things else None

    # ---- lists

    def _list(self, type_: str, at: int) -> list[tuple[int, object]]:
        """Read a list: values joined by separators, the last also by a joining word; unknown names are kept.

        Of the places where the list may end, those before any guess come first, then those that guess the fewest and
        the shortest unknown names; of both kinds those that leave the fewest names out, and no more than a sentence
        can need.
        """
        nameable = type_ in {"state", "organization", "person", "delegation"}
        values: list[object] = []
        ends: dict[int, tuple[int, int, object]] = {}
        guesses = 0
        position = at
        while position < len(self.text):
            read = self(type_, False, position)
            end = read[0][0] if read else position
            value = read[0][1] if read else None
            if isinstance(value, Named):
                value, end = self._with_brackets(value, end)
            if read:
                ends.setdefault(end, (guesses, len(values), value))
            after = self._joint(end) if read else None
            if after is not None:
                values.append(value)
                position = after
                continue
            kind = "state" if type_ == "delegation" else type_
            unknown = [pair for pair in self._unknown(kind, position) if pair[0] > end] if nameable else []
            if unknown:
                named, stop = self._with_brackets(unknown[0][1], unknown[0][0])
                unknown = [(stop, named), *unknown] if stop > unknown[0][0] else unknown
            for stop, named in unknown:
                ends.setdefault(stop, (guesses + 1, len(values), named))
            going_on = next((pair for pair in unknown if self._joint(pair[0]) is not None), None)
            if going_on is None:
                break
            guesses += 1
            values.append(going_on[1])
            position = self._joint(going_on[0]) or len(self.text)
        ordered = sorted(ends.items(), key=lambda item: (-item[1][1], item[1][0], item[0]))
        sure = [item for item in ordered if not item[1][0]][:_MOST_ENDS]
        guessed = [item for item in ordered if item[1][0]][:_MOST_ENDS]
        return [(end, (*values[:count], last)) for end, (_, count, last) in (*sure, *guessed)]

    def _with_brackets(self, value: Named, end: int) -> tuple[Named, int]:
        """Return a name of a list with what stands behind it in brackets, one pair within another too, and its end."""
        opening = end + int(self.text.startswith(" (", end))
        closing = self._closing(opening)
        inside = self.plain[opening + 1 : closing - 1]
        if not closing or not inside.strip():
            return value, end
        if inside.startswith(self.grammar.remarks) and self.grammar.remarks:
            return replace(value, remark=(opening, closing)), closing
        if f"{inside} " in self.grammar.articles or _ABBREVIATION.fullmatch(self.text, opening + 1, closing - 1):
            return value, closing
        return replace(value, aside=self.unit.span_of(opening, closing)), closing

    def _closing(self, opening: int) -> int:
        """Return the end of what a bracket here encloses, or 0 where none opens here or it is not closed soon."""
        if not self.text.startswith("(", opening):
            return 0
        depth = 0
        for at in range(opening, min(len(self.text), opening + _LONGEST_REMARK)):
            depth += {"(": 1, ")": -1}.get(self.text[at], 0)
            if depth == 0:
                return at + 1
        return 0

    def _joint(self, at: int) -> int | None:
        """Return the position after a separator, a joining word, or both, at this place."""
        position = at
        for separator in self.grammar.separators:
            if self.text.startswith(separator, position):
                position += len(separator)
                break
        for joiner in self.grammar.joiners:
            if self.plain.startswith(joiner, position):
                return position + len(joiner)
        return position if position > at else None

    def _unknown(self, kind: str, at: int) -> list[tuple[int, Named]]:
        """Return every stretch from here that could be a name no table knows, up to the next border."""
        at = self._after_article(at)
        if max(self.matcher.adverbials(at, 1)) > at:  # words that tell when or how begin no name
            return []
        limit = min(len(self.text), at + self.grammar.longest_unknown_name)
        border = limit
        for mark in (*self.grammar.separators, ",", ";", ":", "(", ")", "。", "“", "”"):
            pos = self.text.find(mark, at, limit)
            if pos >= 0:
                border = min(border, pos)
        joints = {pos for joiner in self.grammar.joiners
                  if (pos := self.plain.find(joiner, at + 1, border)) > at and self(kind, False, pos + len(joiner))}
        if joints:
            border = min(joints)
        if kind == "state" and any(start < border and at < stop for start, stop, _ in self.persons.names):
            return []  # a person is no State that the tables lack
        return [(end, Named(None, kind, self.text[at:end], self.unit.span_of(at, end)))
                for end in range(border, at + 1, -1) if self._ends_word(end) and self.text[end - 1] != " "
                and (kind == "person" or self._like_a_name(self.text[at:end], whole=kind == "state"))]

    def _like_a_name(self, words: str, *, whole: bool) -> bool:
        """Tell whether words could be a name, where the language says which words of a name are small.

        The last word of a name is none in small letters; of a State's (`whole`), none but the small words are.
        """
        small = self.grammar.small_words
        found = _WORD.findall(words)
        if not small or not (whole or self.grammar.names_in_capitals):
            return True
        if not found or found[-1] in small:
            return False
        return all(word in small or not word[0].islower() for word in (found if whole else found[-1:]))


class SlotsOf:
    """Gives a rule the slots of another unit than the one it matched, such as a table's cell."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __call__(self, unit: Unit) -> SlotReader:
        """Return the reader of a unit's slots; it finds no symbols there."""
        return SlotReader(self._reading, unit, [])


def by_name(fillings: tuple[Filling, ...]) -> dict[str, Filling]:
    """Return fillings by slot name."""
    return {filling.name: filling for filling in fillings}


__all__ = ["DateMention", "Grammar", "Named", "SlotReader", "SlotsOf", "by_name", "grammar"]
