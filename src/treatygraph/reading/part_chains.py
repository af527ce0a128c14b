"""Reads the parts that words refer to (paragraph 3, article 9, rule 6 (3), annex II) and what they are parts of.

Must not give a part to the report only because no other owner was understood: an owner that is named but not known
leaves the reference unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from treatygraph.find.numbers import NumberReader, roman_at
from treatygraph.model import Iri
from treatygraph.reading.part_owners import Owner, Owners
from treatygraph.reading.units import Unit

RANKS = {"decision": 0, "chapter": 1, "annex": 1, "appendix": 1, "section": 2, "article": 3, "rule": 3,
         "regulation": 3, "paragraph": 4, "action": 4}
"""The kinds of parts, the larger before the smaller."""

_LABEL = re.compile(r" ?\(([0-9]{1,3}|[A-Za-z]{1,4})\)")
_OWN_KINDS = {"paragraph": "paragraph", "annex": "own_annex", "appendix": "own_appendix"}
_MOST_PARTS, _MOST_NUMBERS, _LONGEST_RANGE = 5, 40, 100


@dataclass(frozen=True)
class Phrase:
    """A kind of part with its numbers: paragraphs 1 and 2; `bare`: none."""

    kind: str
    numbers: tuple[str, ...]
    start: int
    end: int
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Chain:
    """What a reference to parts means: its kind, folded range, and the parts, none where the owner is not known."""

    kind: str
    start: int
    end: int
    things: tuple[Iri, ...]
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)


class PartWords:
    """A language's words for parts and around them, from its [references_around] section."""

    def __init__(self, around: Mapping[str, Sequence[str]], numbers: NumberReader) -> None:
        self.numbers = numbers
        self.nouns = sorted(((noun, kind) for kind in RANKS for noun in around.get(f"{kind}_nouns", ())),
                            key=lambda row: (-len(row[0]), row))
        self.nouns_behind = sorted(((noun, kind) for kind in RANKS for noun in around.get(f"{kind}_nouns_behind", ())),
                                   key=lambda row: (-len(row[0]), row))
        self.signs = around.get("number_signs", ())
        apart = not self.nouns_behind  # words are parted by spaces
        self.joints = sorted(around.get("part_joints", ()), key=len, reverse=True)
        self.ranges = sorted(around.get("part_ranges", ()), key=len, reverse=True)
        self.inside = [*sorted(around.get("part_in", ()), key=len, reverse=True), *([] if apart else [""])]
        self.of = sorted(around.get("part_of", ()), key=len, reverse=True)
        self.annexed_to = sorted(around.get("annexed_to", ()), key=len, reverse=True)
        self.alone = frozenset(around.get("parts_alone", ()))
        begins = [*(noun.rstrip() for noun, _ in self.nouns), *self.signs]
        self.begins = re.compile("|".join(map(re.escape, begins))) if begins else None

    def phrase_at(self, unit: Unit, at: int) -> Phrase | None:
        """Read a kind of part with its numbers that begins at a place; a noun alone has no numbers."""
        if at and unit.text[at - 1].isalnum() and unit.text[at - 1].isascii():
            return None
        for noun, kind in self.nouns:
            if unit.plain.startswith(noun, at):
                numbers, spans, end = self._numbers(unit, at + len(noun))
                if numbers:
                    return Phrase(kind, numbers, at, end, spans)
        for noun, kind in self.nouns:
            end = at + len(noun.rstrip())
            if noun.rstrip() in self.alone and unit.plain.startswith(noun.rstrip(), at) \
                    and not (unit.text[end : end + 1].isalnum() and unit.text[end].isascii()):
                return Phrase(kind, (), at, end)
        sign = next((sign for sign in self.signs if unit.text.startswith(sign, at)), None)
        return self._noun_behind(unit, at, len(sign)) if sign is not None else None

    def _noun_behind(self, unit: Unit, at: int, sign: int) -> Phrase | None:
        numbers, spans, end = self._numbers(unit, at + sign)
        noun = next((row for row in self.nouns_behind if numbers and unit.plain.startswith(row[0], end)), None)
        if noun is None:
            return None
        end += len(noun[0])
        for _ in range(_MOST_NUMBERS):  # each with its own noun: 第6条和第7条
            places = (end + len(joint) for joint in self.joints if unit.text.startswith(joint, end))
            start = next((place for place in places if self._sign_end(unit, place) > place), None)
            more = self._numbers(unit, self._sign_end(unit, start)) if start is not None else ((), (), end)
            if not more[0] or not unit.plain.startswith(noun[0], more[2]):
                break
            numbers, spans, end = numbers + more[0], spans + more[1], more[2] + len(noun[0])
        return Phrase(noun[1], numbers, at, end, spans)

    def _numbers(self, unit: Unit, at: int) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...], int]:
        """Read numbers in a row, with ranges written out, and the range of each."""
        found: list[str] = []
        spans: list[tuple[int, int]] = []
        end = at
        place: int | None = at
        while place is not None and len(found) < _MOST_NUMBERS:
            read = self._number(unit, place)
            if read is None or (found and unit.text[place - 2 : place] == ", " and not self._lists(unit, read[0])):
                break
            stop, number = read
            found.append(number)
            spans.append((place, stop))
            end = stop
            to = next((word for word in self.ranges if unit.plain.startswith(word, stop)), None)
            last = self._number(unit, stop + len(to)) if to else None
            if last and number.isdigit() and last[1].isdigit() and 0 < int(last[1]) - int(number) <= _LONGEST_RANGE:
                found += [str(n) for n in range(int(number) + 1, int(last[1]) + 1)]
                spans[-1:] = [(place, last[0])] * (len(found) - len(spans) + 1)
                end = last[0]
            place = next((self._sign_end(unit, end + len(joint)) for joint in self.joints
                          if unit.plain.startswith(joint, end)), None)
        return tuple(found), tuple(spans), end

    def _lists(self, unit: Unit, end: int) -> bool:
        """Tell whether a number behind a comma is of the row, not one that counts what follows it."""
        behind = (*self.joints, *self.ranges, *self.of)
        return not unit.text[end : end + 2].strip().isalpha() or any(unit.plain.startswith(b, end) for b in behind)

    def _sign_end(self, unit: Unit, at: int) -> int:
        return at + next((len(sign) for sign in self.signs if unit.text.startswith(sign, at)), 0)

    def _number(self, unit: Unit, at: int) -> tuple[int, str] | None:
        """Read one number with what stands in brackets behind it: 6 (3), 12(2)(b), IX, 12.3; not a symbol's."""
        text = unit.text
        roman = roman_at(text, at)
        if roman and not text[roman[0] : roman[0] + 1].isalnum():
            end, number = roman[0], text[at : roman[0]]
        else:
            read = self.numbers.number_at(text, at)
            if read is None:
                return None
            end, number = read[0], str(read[1])
            if text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
                tail = _DECIMAL.match(text, end)
                end, number = (tail.end(), number + tail.group()) if tail else (end, number)
        while label := _LABEL.match(text, end):
            if label.group(1).isalpha() and label.group(1).lower() != label.group(1) and len(label.group(1)) > 1:
                break  # an abbreviation, no letter of a part
            end, number = label.end(), f"{number}({label.group(1)})"
        if text[end : end + 1] in {"/", "%"} or (text[end : end + 1].isalnum() and text[end : end + 1].isascii()):
            return None
        return end, number


_DECIMAL = re.compile(r"(?:\.[0-9]{1,3}){1,3}")


def chains(unit: Unit, words: PartWords, owners: Owners) -> Iterator[Chain]:
    """Yield the references to parts in a unit, in order, none inside another."""
    reach = 0
    for found in words.begins.finditer(unit.plain) if words.begins else ():
        at = found.start()
        phrase = words.phrase_at(unit, at) if at >= reach else None
        chain = _chain(unit, phrase, words, owners) if phrase else None
        if chain:
            yield chain
        reach = max(reach, phrase.end if phrase else 0, chain.end if chain else 0)


def chain_at(unit: Unit, at: int, words: PartWords, owners: Owners) -> Chain | None:
    """Return the reference to parts whose own words begin at a place."""
    phrase = words.phrase_at(unit, at)
    chain = _chain(unit, phrase, words, owners) if phrase else None
    return chain if chain and chain.start == at else None


def _chain(unit: Unit, first: Phrase, words: PartWords, owners: Owners) -> Chain | None:
    """Put phrases together, find whose parts they are, and say what they mean; None where they refer to nothing."""
    parts = [first]  # the larger before the smaller
    end = first.end
    owner: Owner | None = None
    for _ in range(_MOST_PARTS):
        inner = next((p for joint in words.inside if unit.plain.startswith(joint, end)
                      and (p := words.phrase_at(unit, end + len(joint)))
                      and RANKS[p.kind] > RANKS[parts[-1].kind] and p.numbers), None)
        if inner:
            parts.append(inner)
            end = inner.end
            continue
        links = [*words.of, *(words.annexed_to if parts[0].kind in {"annex", "appendix"} else ())]
        of = [end + len(word) for word in links if unit.plain.startswith(word, end)]
        outer = next((p for place in of if (p := words.phrase_at(unit, owners.after_article(unit, place)))
                      and RANKS[p.kind] < RANKS[parts[0].kind] and (p.numbers or p.kind == "annex")), None)
        if outer:
            parts.insert(0, outer)
            end = outer.end
            continue
        owner = owners.behind(unit, end, of[0] if of else None)
        break
    if owner is None:
        owner = owners.before(unit, first.start, parts[0].kind)
    if owner is None and owners.names_unknown_treaty(unit, end):
        owner = Owner(None, end, end)
    if owner is None:
        owner = owners.unnamed(unit, parts[0].kind, first.start, end, bool(parts[0].numbers))
    if owner is None:
        return None
    if owner.is_rules and parts[0].kind == "article":
        parts[0] = replace(parts[0], kind="rule")
    start, end = min(first.start, owner.start if owner.leads else first.start), max(end, owner.end)
    things = _things(owner, parts, owners) if owner.iri else ()
    kind = _kind(owner, parts, owners)
    spans = parts[-1].spans if len(parts[-1].numbers) == len(things) > 1 else ()
    return Chain(kind, start, end, things, spans)


def _kind(owner: Owner, parts: list[Phrase], owners: Owners) -> str:
    if parts[0].kind in {"rule", "article"}:
        return parts[0].kind
    if owner.iri and owners.is_own(owner.iri):
        return _OWN_KINDS.get(parts[-1].kind, "provision")
    return "treaty_annex" if owner.is_treaty and parts[-1].kind == "annex" else "provision"


def _things(owner: Owner, parts: list[Phrase], owners: Owners) -> tuple[Iri, ...]:
    """Return the parts meant: each number of one list of them, within the larger part; none for two lists."""
    if sum(len(part.numbers) > 1 for part in parts) > 1 or owner.iri is None:
        return ()
    found = [owner.iri]
    for part in parts:
        found = [made for whole in found for number in (part.numbers or ("",))
                 if (made := owners.part(whole, part.kind, number)) is not None]
    return tuple(dict.fromkeys(found))
