"""Reads resolutions and decisions that are named by their number: resolutions 1718 (2006) and 2270 (2016), 90/12 C.

Must not guess an organ: where the words name one that no row knows, or none, the reference stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from treatygraph import iris
from treatygraph.find.symbols import parse_symbol
from treatygraph.model import Iri
from treatygraph.reading.matching import occurrences
from treatygraph.reading.units import Unit

# session/number, number (year), number (roman session), each with a letter or a range of letters; all of bounded length
_NUMBER = re.compile(
    r"(?:(?P<session>E?S-[0-9IVX]{1,5}|[0-9]{1,4})/(?P<number>[0-9]{1,4})|(?P<running>[0-9]{1,5}))(?![0-9/.]*[0-9/])"
    r"(?: (?P<part>[A-Z])(?= \([IVXL]))?"
    r"(?: ?\((?P<when>[0-9]{4}|[IVXL]{1,8}|E?S-[IVXL]{1,5})[^\W\d_A-Za-z]?\))?"
    r"(?: (?P<letter>[A-Z])(?:-(?P<last>[A-Z])|(?: (?:[^\W\d_]{1,3}) (?P<more>[A-Z])))?(?![A-Za-z0-9]))?"
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2050
_LONGEST_NAME_BEFORE = 80
_MOST = 40


@dataclass(frozen=True)
class Numbered:
    """Resolutions named together: folded range, symbols in order with their own ranges; no symbols: unresolved."""

    start: int
    end: int
    symbols: tuple[tuple[int, int, str], ...]

    @property
    def things(self) -> tuple[Iri, ...]:
        """The documents meant."""
        return tuple(dict.fromkeys(iris.document(symbol) for _, _, symbol in self.symbols))


@dataclass(frozen=True)
class Words:
    """A language's words around numbers of resolutions, as its [references_around] section gives them."""

    nouns: Mapping[str, Sequence[str]]
    signs: Sequence[str]
    signs_behind: Sequence[str]
    joints: Sequence[str]
    organs: Mapping[str, str]
    behind: bool
    begins: re.Pattern[str] | None
    possessives: Sequence[str] = ()
    bodies: Sequence[str] = ()
    dated: Sequence[str] = ()

    @classmethod
    def from_data(cls, around: Mapping[str, Sequence[str]]) -> Words:
        """Take the words from the section."""
        behind = bool(around.get("number_signs"))
        nouns = {"RES": around.get("resolution_nouns", ()), "DEC": around.get("decision_nouns", ())}
        firsts = [*map(re.escape, around.get("number_signs", ())), "[0-9]"] if behind \
            else [re.escape(noun) for kind in nouns.values() for noun in kind]
        return cls(nouns,
                   (*around.get("number_signs", ()), ""), around.get("number_signs_behind", ("",)),
                   sorted(around.get("number_joints", ()), key=len, reverse=True),
                   dict(row.split(" = ", 1) for row in around.get("organ_words", ()) if " = " in row), behind,
                   re.compile("|".join(firsts)) if firsts else None,
                   around.get("possessives", ()), around.get("own_bodies", ()), around.get("dated", ()))


def find(unit: Unit, words: Words, form_of: Callable[[Iri], str | None], own_symbol: str,
         days: Mapping[int, int] = MappingProxyType({})) -> Iterator[Numbered]:
    """Yield the resolutions and decisions that a unit names by number, in order.

    `form_of` says how an organ writes its resolutions (S/RES/{number} ({year})), None where no row tells;
    `own_symbol` is the report's own; `days` tells where each date of the unit ends, by where it begins.
    """
    reach = 0
    for begin in words.begins.finditer(unit.plain) if words.begins else ():
        if begin.start() < reach:
            continue
        read = (_at(unit, begin.start(), kind, words, form_of, own_symbol, days) for kind in words.nouns)
        found = next((one for one in read if one), None)
        if found:
            yield found
            reach = found.end


def _at(unit: Unit, at: int, kind: str, words: Words, form_of: Callable[[Iri], str | None], own_symbol: str,
        days: Mapping[int, int]) -> Numbered | None:
    """Read the resolutions whose words begin at a place."""
    if at and ((unit.text[at - 1].isalnum() and (unit.text[at - 1].isascii() or not words.behind))
               or unit.text[at - 1] in "/."):
        return None
    begin = at
    if not words.behind:
        noun = next((noun for noun in words.nouns[kind] if unit.plain.startswith(noun, at)), None)
        if noun is None:
            return None
        begin = at + len(noun)
    read = list(_numbers(unit, begin, words, days))
    if not read:
        return None
    end = read[-1][1]
    if words.behind:
        noun = next((noun for noun in words.nouns[kind] if unit.plain.startswith(noun, end)), None)
        if noun is None:
            return None
        end += len(noun)
    symbols: list[tuple[int, int, str]] = []
    for start, stop, number in read:
        made = _symbols(number, kind, _head(number, _organs(unit, at, end, words, form_of), own_symbol))
        if not made:
            return Numbered(at, end, ())
        symbols += [(start, stop, symbol) for symbol in made]
    return Numbered(at, end, tuple(symbols))


def _numbers(unit: Unit, at: int, words: Words, days: Mapping[int, int]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield numbers in a row, each with its range: signs around them, joints between them, a day behind or before."""
    place: int | None = at
    for _ in range(_MOST):
        if place is None:
            return
        sign = next((sign for sign in words.signs if unit.text.startswith(sign, place)), None)
        number = _NUMBER.match(unit.text, place + len(sign)) if sign is not None else None
        if sign is None or number is None:
            return
        end = number.end()
        behind = next((sign for sign in words.signs_behind if unit.text.startswith(sign, end)), None)
        if words.behind and behind is None:
            return
        if not _names(number):
            return
        end += len(behind or "")
        yield place, end, number
        dated = (days.get(end + len(link)) for link in words.dated if unit.plain.startswith(link, end))
        end = next((day for day in dated if day), end)
        place = next((end + len(joint) for joint in words.joints if unit.plain.startswith(joint, end)), None)
        if place is not None and words.behind:
            place = days.get(place, place)


def _names(number: re.Match[str]) -> bool:
    """Tell whether a number names a resolution by itself: it has its session or year, not a bare count."""
    return bool(number["session"] or number["when"])


def _organs(unit: Unit, start: int, end: int, words: Words, form_of: Callable[[Iri], str | None]) -> list[str]:
    """Return the heads of the symbols of the organs that may be meant, the likeliest first; "" for one unknown.

    The name right before the words alone counts; else the organs before them in the sentence, the nearest first, then
    those behind.
    """
    before = unit.text[max(0, start - _LONGEST_NAME_BEFORE) : start].rstrip("( ")
    reach = start - (min(start, _LONGEST_NAME_BEFORE) - len(before))
    organs = [(s.start, s.end, (form_of(s.iri) or "").partition("/RES/")[0]) for s in unit.sightings
              if s.kind == "organization" and s.iri]
    beside = [head for _, stop, head in organs if stop == reach]
    if any(beside):
        return beside
    word = next((word for word in words.organs if before.endswith(word)
                 and not (word.isascii() and before[: -len(word)][-1:].isalpha())), None)
    if word:
        return [words.organs[word]]
    last = before.rpartition(" ")[2]
    if beside or (last[:1].isupper() and " " in before and not words.behind):
        return [""]
    if unit.plain.endswith(tuple(words.possessives) or ("\0",), 0, start):
        said = [(stop, head) for _, stop, head in organs if head and stop <= start]
        said += [(at + len(word), head) for word, head in words.organs.items()
                 for at in _whole_words(unit.text, word) if at < start]
        owners = tuple(f" {noun}" for nouns in words.nouns.values() for noun in nouns)
        said = [one for one in said if not unit.plain.startswith(owners, one[0])]
        last_body = max((unit.text.rfind(body, 0, start) for body in words.bodies), default=-1)
        nearest = max(said, default=(-1, ""))
        if max(nearest[0], last_body) >= 0:  # "its" is whose name stands nearest before
            return [nearest[1]] if nearest[0] > last_body else [""]
    organs += [(at, at + len(word), head) for word, head in words.organs.items() if head != "*"
               for at in _whole_words(unit.text, word)]
    return [head for _, _, head in [*sorted((o for o in organs if o[1] <= start), key=lambda o: -o[1]),
                                    *sorted(o for o in organs if o[0] >= end)] if head]


def _whole_words(text: str, word: str) -> Iterator[int]:
    """Yield where an organ's short name stands by itself, not before more of a longer name."""
    for at in occurrences(text, word):
        around = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
        inside = word.isascii() and any(char.isalpha() for char in around)
        if not inside and not text.startswith(" of ", at + len(word)):
            yield at


def _head(number: re.Match[str], organs: list[str], own_symbol: str) -> str:
    """Return the first of the organs whose symbols have the form of the number; nothing where none has.

    Numbers with a year in brackets are the Security Council's whatever else the sentence names; where it names no
    organ, a document of a session of the General Assembly speaks of that Assembly's.
    """
    first, when = number["session"] or "", number["when"] or ""
    by_year = first.isdigit() and _FIRST_YEAR <= int(first) < _LAST_YEAR
    own = "E" if by_year else "A" if first or not when.isdigit() else "S"
    roman = bool(when) and not when.isdigit() and not first  # as resolutions of organs were counted until 1977
    if organs == ["*"]:  # "the Council": which one, the form of the number tells
        return own if own != "A" else "E" if roman and own_symbol.startswith("E/") else ""
    for head in organs:
        if head == own or (own == "A" and head.startswith("A/")) or (head == "E" and roman):
            return head
    if own == "S" and organs != [""]:
        return "S"
    base, _, session = own_symbol.partition("/")
    return "A" if own == "A" and not organs and base == "A" and session[:1].isdigit() else ""


def _symbols(number: re.Match[str], kind: str, head: str) -> list[str]:
    """Return the official symbols that a number means (several for a range of letters), or none."""
    if not head:
        return []
    session, running, when = number["session"], number["running"], number["when"]
    symbol = f"{head}/{kind}/{session}/{number['number']}" if session else f"{head}/{kind}/{running}"
    symbol += f" ({when})" if when and not session else ""
    first, last = number["letter"] or number["part"], number["last"]
    if not first:
        made = [symbol]
    else:
        letters = [chr(code) for code in range(ord(first), ord(last or first) + 1)] or [first]
        made = [f"{symbol} {letter}" for letter in (*letters, *([number["more"]] if number["more"] else []))]
    return made if all(parse_symbol(one) for one in made) else []
