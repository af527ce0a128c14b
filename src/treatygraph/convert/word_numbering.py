"""Counts the automatic numbers of a Word document, which its text does not hold.

Must not read the words that are numbered. Follows ISO/IEC 29500-1 §17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from treatygraph.read.numbering import letters, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20
_CHICAGO = "*†‡§"


def written(number: int, form: str) -> str | None:
    """Write a number in a form of the standard (§17.18.59); None for a form that is not known here."""
    if number < 1:
        return str(number)
    if form in {"decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth", "ordinal", "numberInDash"}:
        return f"{number:02}" if form == "decimalZero" else str(number)
    if form in {"lowerLetter", "upperLetter"}:
        mark = letters(number)
        return mark.upper() if form == "upperLetter" else mark
    if form in {"lowerRoman", "upperRoman"}:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form == "chicago":
        return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1)
    return None


@dataclass(frozen=True)
class Mark:
    """An automatic number as printed, its level, and whether its form is one that is written as a plain number."""

    text: str
    level: int
    approximate: bool = False


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int
    restart: int | None
    legal: bool
    left: int | None


class Numbering:
    """The numbering of a document: hand it the paragraphs in order, and it says what is printed before each."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the roots of the numbering and the styles part, either of which may be None."""
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._counters: dict[tuple[str, int], int] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = {style.get(W + "styleId"): style for style in styles.iter(W + "style")} \
            if styles is not None else {}
        self._usual = next((key for key, one in self._styles.items() if one.get(W + "type") == "paragraph"
                            and one.get(W + "default") in {"1", "true", "on"}), None)
        if numbering is not None:
            self._abstract = {one.get(W + "abstractNumId"): one for one in numbering.iter(W + "abstractNum")}
            self._nums = {one.get(W + "numId"): one for one in numbering.iter(W + "num")}

    def mark(self, paragraph: Any) -> Mark | None:
        """Return what is printed before a paragraph, and count it; None where it is not numbered."""
        found = self._of(paragraph)
        if found is None:
            return None
        number, level = found
        abstract = self._abstract_of(number)
        if abstract is None:
            return None
        key = abstract.get(W + "abstractNumId")
        levels = self._levels(number, abstract)
        own = levels.get(level)
        if own is None:
            return None
        fresh = (number, level) not in self._started and self._overrides(number, level)
        self._started.add((number, level))
        before = self._counters.get((key, level))
        self._counters[key, level] = own.start if before is None or fresh else before + 1
        for deeper in range(level + 1, _DEEPEST):
            limit = levels[deeper].restart if deeper in levels else None
            if limit is None or level < limit:
                self._counters.pop((key, deeper), None)
        if own.form == "none" and not own.pattern.strip():
            return None
        if own.form == "bullet":
            return Mark("•", level)
        text, approximate = self._printed(key, level, own, levels)
        return Mark(text, level, approximate) if text.strip() else None

    def numbers(self, paragraph: Any) -> bool:
        """Tell whether a paragraph is numbered, without counting it."""
        return self._of(paragraph) is not None

    def left(self, paragraph: Any) -> int:
        """Return how far a numbered paragraph is indented, in twentieths of a point."""
        for holder in list(self._properties(paragraph))[:1]:
            indent = holder.find(W + "ind")
            given = indent.get(W + "left", indent.get(W + "start")) if indent is not None else None
            if given is not None and given.lstrip("-").isdigit():
                return int(given)
        found = self._of(paragraph)
        abstract = self._abstract_of(found[0]) if found else None
        level = self._levels(found[0], abstract).get(found[1]) if found and abstract is not None else None
        return level.left or 0 if level else 0

    def _printed(self, key: str, level: int, own: _Level, levels: dict[int, _Level]) -> tuple[str, bool]:
        text, approximate = own.pattern, False
        for at in range(level + 1):
            if f"%{at + 1}" not in text or at not in levels:
                continue
            form = "decimal" if own.legal and at < level else levels[at].form
            number = self._counters.setdefault((key, at), levels[at].start)
            shown = written(number, form)
            approximate |= shown is None
            text = text.replace(f"%{at + 1}", str(number) if shown is None else shown)
        return text, approximate

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """Yield the paragraph's properties, then those of its style and of the styles that one is based on."""
        own = paragraph.find(W + "pPr")
        style = None
        if own is not None:
            yield own
            style = own.find(W + "pStyle")
        name = style.get(W + "val") if style is not None else self._usual
        for _ in range(_DEEPEST):
            holder = self._styles.get(name)
            if holder is None:
                return
            properties = holder.find(W + "pPr")
            if properties is not None:
                yield properties
            based = holder.find(W + "basedOn")
            name = based.get(W + "val") if based is not None else None

    def _of(self, paragraph: Any) -> tuple[str, int] | None:
        number = level = None
        for holder in self._properties(paragraph):
            asked = holder.find(W + "numPr")
            if asked is None:
                continue
            if number is None and asked.find(W + "numId") is not None:
                number = asked.find(W + "numId").get(W + "val")
            if level is None and asked.find(W + "ilvl") is not None:
                level = asked.find(W + "ilvl").get(W + "val")
        if number in {None, "0"}:
            return None
        return str(number), int(level) if level and level.isdigit() else 0

    def _abstract_of(self, number: str) -> Any:
        """Return the definition behind a number, through the style that stands between them where one does."""
        for _ in range(_DEEPEST):
            num = self._nums.get(number)
            pointer = num.find(W + "abstractNumId") if num is not None else None
            abstract = self._abstract.get(pointer.get(W + "val")) if pointer is not None else None
            link = abstract.find(W + "numStyleLink") if abstract is not None else None
            if link is None:
                return abstract
            style = self._styles.get(link.get(W + "val"))
            target = next(style.iter(W + "numId"), None) if style is not None else None
            if target is None or target.get(W + "val") == number:
                return None
            number = target.get(W + "val")
        return None

    def _overrides(self, number: str, level: int) -> bool:
        return any(int(one.get(W + "ilvl", "0")) == level and one.find(W + "startOverride") is not None
                   for one in self._nums[number].iter(W + "lvlOverride")) if number in self._nums else False

    def _levels(self, number: str, abstract: Any) -> dict[int, _Level]:
        levels = {int(one.get(W + "ilvl", "0")): _level(one) for one in abstract.iter(W + "lvl")}
        for override in self._nums[number].iter(W + "lvlOverride") if number in self._nums else ():
            at = int(override.get(W + "ilvl", "0"))
            if override.find(W + "lvl") is not None:
                levels[at] = _level(override.find(W + "lvl"))
            start = override.find(W + "startOverride")
            if start is not None and at in levels:
                old = levels[at]
                levels[at] = _Level(old.form, old.pattern, _integer(start, 1), old.restart, old.legal, old.left)
        return levels


def _level(element: Any) -> _Level:
    form = element.find(W + "numFmt")
    pattern = element.find(W + "lvlText")
    restart = element.find(W + "lvlRestart")
    legal = element.find(W + "isLgl")
    indent = next(element.iter(W + "ind"), None)
    left = indent.get(W + "left", indent.get(W + "start", "0")) if indent is not None else None
    return _Level(
        form.get(W + "val", "decimal") if form is not None else "decimal",
        pattern.get(W + "val", "") if pattern is not None else "",
        _integer(element.find(W + "start"), 1),
        _integer(restart, 0) if restart is not None else None,
        legal is not None and legal.get(W + "val") not in {"0", "false", "off"},
        int(left) if left and left.lstrip("-").isdigit() else None,
    )


def _integer(element: Any, otherwise: int) -> int:
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.lstrip("-").isdigit() else otherwise
