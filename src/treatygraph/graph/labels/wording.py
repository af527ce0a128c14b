"""Reads the wordings: templates with slots, and words that stay away where a slot is empty.

Must not look at a graph: what fills a slot is the caller's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "wordings.toml"
_PART = re.compile(r"\[(?P<optional>[^\[\]]*)\]|\{(?P<slot>[A-Za-z.]+)\}|(?P<words>[^\[\]{}]+)")
_TOLD = 3
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
Fill = Callable[[str], str]


@dataclass(frozen=True)
class Template:
    """A wording, cut into words, slots, and parts that may stay away (each a template of its own)."""

    parts: tuple[str | Slot | Template, ...]

    def filled(self, fill: Fill) -> str:
        """Return the words with every slot filled, or the empty string where one that is needed stays empty."""
        words = []
        for part in self.parts:
            if isinstance(part, Template):
                words.append(part.filled(fill))
            elif isinstance(part, Slot):
                value = fill(part.path)
                if not value:
                    return ""
                words.append(value)
            else:
                words.append(part)
        return "".join(words)


@dataclass(frozen=True)
class Slot:
    """A place to be filled: a property's local name, or a path of them."""

    path: str


def template(text: str) -> Template:
    """Cut a wording into its parts; raise ValueError where its brackets do not match.

    >>> template("Meeting {ordinal}[, {year}]").filled({"ordinal": "2", "year": ""}.__getitem__)
    'Meeting 2'
    """
    parts: list[str | Slot | Template] = []
    end = 0
    for match in _PART.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        if match["optional"] is not None:
            parts.append(template(match["optional"]))
        else:
            parts.append(Slot(match["slot"]) if match["slot"] else match["words"])
    if end != len(text):
        raise ValueError(f"{_FILE.name}: the brackets of '{text}' do not match at '{text[end:end + 10]}'")
    return Template(tuple(parts))


@cache
def _read() -> dict[str, dict[str, object]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def wordings(kind: str, language: str) -> tuple[Template, ...]:
    """Return the wordings of a class in a language, the most telling first; none where it has no table."""
    texts = _read().get(kind, {}).get(language, ())
    assert isinstance(texts, list | tuple)
    return tuple(template(text) for text in texts)


def chinese(roman: str) -> str:
    """Return a Roman number below a hundred in Chinese; the empty string for anything else.

    >>> [chinese(number) for number in ("IV", "X", "XIV", "XXX", "3")]
    ['四', '十', '十四', '三十', '']
    """
    values = [_ROMAN.get(letter, 0) for letter in roman]
    number = sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
    if 0 in values or not 0 < number < 100:
        return ""
    digits = _read()["_digits"]["zh"]
    assert isinstance(digits, list)
    tens, ones = divmod(number, 10)
    return "".join((digits[tens] if tens > 1 else "", digits[10] if tens else "", digits[ones] if ones else ""))


def told(table: str, key: str, language: str) -> str:
    """Return a word of the tables of kinds and languages, or the empty string."""
    entry = _read()[table].get(key, {})
    assert isinstance(entry, dict)
    return str(entry.get(language, ""))


def joined(values: list[str], language: str) -> str:
    """Join the values of a slot as the language does; of more than three, the first two are told by name."""
    words = _read()["_joining"][language]
    assert isinstance(words, dict)
    if len(values) > _TOLD:
        values = [*values[:2], words["more"].format(number=len(values) - 2)]
    return str(words["last"].join([words["between"].join(values[:-1]), values[-1]] if len(values) > 1 else values))
