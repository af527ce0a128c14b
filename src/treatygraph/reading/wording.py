"""Compiles the wording of a pattern: literal words, typed slots, alternatives and adverbials.

Must not match anything; it only says what a wording is made of and refuses one that cannot work.

The language of wordings:

    {name:type}   a slot; {type} alone is a slot named after its type
    {name:types}  a list of them, joined as the language joins lists
    {~}           any adverbials of the language's [adverbial] section, in any order
    <a|b>         one of several wordings, each a wording of its own
    <a|b>?        one of them or nothing
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from treatygraph.find.fold import fold, is_wide, lower
from treatygraph.language.languages import PatternError

TEXT_TYPES = frozenset({"text", "clause"})
_LONGEST_SHOWN, _LONGEST_MESSAGE = 160, 800
_TOKEN = re.compile(r"\{~\}|\{(\w+)(?::(\w+))?\}|<|\||>\?|>")


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """Words that must stand there, folded and in small letters; the case of letters in the text does not count."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A typed place to fill; `many` asks for a list."""

    name: str
    type: str
    many: bool


@dataclass(frozen=True, slots=True, eq=False)
class Adverbials:
    """Any number of adverbials."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several sequences, or none of them where it is optional."""

    options: tuple[Sequence, ...]
    optional: bool


Element = Literal | Slot | Adverbials | Choice


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """Elements one after another."""

    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Wording:
    """A compiled wording: its elements, the literals any match must hold, and its slots' names."""

    source: str
    sequence: Sequence
    required: tuple[str, ...]
    slots: frozenset[str]
    weight: int = field(default=0)


def compile_wording(source: str, known: Collection[str], where: str, terminators: str = "。！？") -> Wording:
    """Compile a wording whose slot types must be among `known`.

    Raises PatternError, naming `where`, for an unknown slot type, an unbalanced bracket, a slot name used twice,
    two free texts side by side, or a wording that no sentence can match.
    """

    def wrong(message: str) -> PatternError:
        shown = source if len(source) <= _LONGEST_SHOWN else source[:_LONGEST_SHOWN] + "…"
        return PatternError(f"{where}: {message[:_LONGEST_MESSAGE]} in \"{shown}\"")

    sequence = _Parser(source, known, wrong).parse()
    names: list[str] = []
    _check(sequence, wrong, names, terminators + fold(terminators).text)
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise wrong(f"slot '{doubled}' is used twice")
    required = tuple(el.text for el in sequence.elements if isinstance(el, Literal))
    if not required and all(isinstance(el, Adverbials) or (isinstance(el, Slot) and el.type in TEXT_TYPES)
                            for el in sequence.elements):
        raise wrong("nothing but free text, which matches every sentence,")
    return Wording(source, sequence, required, frozenset(_all_names(sequence)), _weight(sequence))


class _Parser:
    def __init__(self, source: str, known: Collection[str], wrong: Callable[[str], PatternError]) -> None:
        self.source, self.known, self.wrong = source, known, wrong
        self.tokens = list(_TOKEN.finditer(source))
        self.at = 0
        self.index = 0

    def parse(self) -> Sequence:
        options = self._options()
        if self.index < len(self.tokens):
            raise self.wrong(f"'{self.tokens[self.index].group()}' closes nothing")
        if len(options) != 1:
            raise self.wrong("'|' stands outside <…>")
        return options[0]

    def _options(self) -> list[Sequence]:
        options: list[Sequence] = []
        elements: list[Element] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self._literal(elements, token.start())
            text = token.group()
            if text in {">", ">?"}:
                break
            self.index += 1
            self.at = token.end()
            if text == "|":
                options.append(Sequence(tuple(elements)))
                elements = []
            elif text == "<":
                elements.append(self._choice())
            elif text == "{~}":
                elements.append(Adverbials())
            else:
                elements.append(self._slot(token.group(1), token.group(2) or token.group(1)))
        else:
            self._literal(elements, len(self.source))
        options.append(Sequence(tuple(elements)))
        return options

    def _choice(self) -> Choice:
        options = self._options()
        if self.index >= len(self.tokens):
            raise self.wrong("'<' is never closed")
        closing = self.tokens[self.index]
        self.index += 1
        self.at = closing.end()
        if any(not option.elements for option in options):
            raise self.wrong("an empty alternative")
        return Choice(tuple(options), closing.group() == ">?")

    def _literal(self, elements: list[Element], end: int) -> None:
        piece = self.source[self.at : end]
        if "{" in piece or "}" in piece:
            raise self.wrong("a brace that is no slot")
        folded = fold(piece).text if piece.strip() else piece[:1]
        if piece[:1] == " " and folded and not folded.startswith(" ") and not is_wide(folded[0]):
            folded = " " + folded
        if piece[-1:] == " " and folded and not folded.endswith(" ") and not is_wide(folded[-1]):
            folded += " "
        if folded:
            elements.append(Literal(lower(folded)))
        self.at = end

    def _slot(self, name: str, type_: str) -> Slot:
        if type_ in self.known:
            return Slot(name, type_, many=False)
        if type_.endswith("s") and type_[:-1] in self.known and type_[:-1] not in TEXT_TYPES:
            return Slot(name, type_[:-1], many=True)
        raise self.wrong(f"unknown slot type '{type_}' (known: {', '.join(sorted(self.known))})")


def _check(sequence: Sequence, wrong: Callable[[str], PatternError], names: list[str], terminators: str) -> None:
    before: Element | None = None
    for element in sequence.elements:
        if isinstance(element, Slot):
            names.append(element.name)
            if element.type in TEXT_TYPES and isinstance(before, Slot) and before.type in TEXT_TYPES:
                raise wrong("two free texts side by side, whose border nothing tells,")
        elif isinstance(element, Choice):
            longest: list[str] = []
            for option in element.options:
                inner: list[str] = []
                _check(option, wrong, inner, terminators)
                longest += [name for name in inner if name not in longest]
            names += longest
        elif isinstance(element, Literal) and any(char in element.text for char in terminators):
            raise wrong("a sentence's end inside a wording, which no sentence can match,")
        before = element


def _all_names(sequence: Sequence) -> list[str]:
    names = []
    for element in sequence.elements:
        if isinstance(element, Slot):
            names.append(element.name)
        elif isinstance(element, Choice):
            for option in element.options:
                names += _all_names(option)
    return names


def _weight(sequence: Sequence) -> int:
    """How much a wording pins down: literal characters, and a little for each typed slot."""
    weight = 0
    for element in sequence.elements:
        if isinstance(element, Literal):
            weight += 2 * len(element.text)
        elif isinstance(element, Slot):
            weight += 0 if element.type in TEXT_TYPES else 3
        elif isinstance(element, Choice):
            weight += min(_weight(option) for option in element.options)
    return weight
