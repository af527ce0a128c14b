"""Reads days, months, years and ranges of them at a place of a folded text, from a language's date forms.

Must not complete a date: what the text leaves out stays out.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from treatygraph.find.names import in_word
from treatygraph.find.numbers import NumberReader
from treatygraph.model import PartialDate

_SLOT = re.compile(r"\{[YMDN]2?\}")
_PART = {"Y": r"[12]\d{3}", "M": r"\d{1,2}", "D": r"\d{1,2}"}
_IN_NUMERALS = {"Y": "{4}", "M": "{1,2}", "D": "{1,3}"}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: folded end, first and last moment (the same for a single date)."""

    end: int
    first: PartialDate
    last: PartialDate


def compose(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Make a date of the parts given, or None where there is no such day.

    >>> compose(2021, 9).lexical, compose(2021, 2, 30)
    ('2021-09', None)
    """
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return PartialDate("-".join(parts))


class DateReader:
    """Reads the dates of one language.

    Its [dates] data has `forms`, in which {Y}, {M}, {D}, {N} stand for year, month number, day and month name,
    with a second set {Y2}, {M2}, {D2}, {N2} for the end of a range, and `months`, the month names. Years, months and
    days may also be written in the numerals that `numbers` reads.
    """

    def __init__(self, data: dict[str, Any], numbers: NumberReader | None = None) -> None:
        self._numbers = numbers
        self._numerals = numbers.numerals if numbers else ""
        self._months: dict[str, int] = {name.lower(): n for name, n in data.get("months", {}).items()}
        names = "|".join(sorted(map(re.escape, data.get("months", {})), key=len, reverse=True)) or "(?!)"
        self._forms = [self._compile(form, names) for form in data.get("forms", [])]
        beginnings = [form[0] for form in data.get("forms", []) if not form.startswith("{")]
        if any(form.startswith("{N") for form in data.get("forms", [])):
            beginnings += [name[0] for name in data.get("months", {})]
        self._first_letters = frozenset(letter for char in beginnings for letter in (char.lower(), char.upper()))
        self._forms_by_need = sorted(self._forms, key=lambda form: -len(form.pattern))

    def may_begin(self, char: str) -> bool:
        """Tell whether a date can begin with a character."""
        return char.isdigit() or char in self._numerals or char in self._first_letters

    def _compile(self, form: str, names: str) -> re.Pattern[str]:
        def part(found: re.Match[str]) -> str:
            letter, second = found.group(1)[0], found.group(1)[1:]
            if letter == "N":
                return f"(?P<N{second}>{names})"
            in_numerals = f"|[{re.escape(self._numerals)}]{_IN_NUMERALS[letter]}" if self._numerals else ""
            return f"(?P<{letter}{second}>{_PART[letter]}{in_numerals})"

        pieces = re.split(r"(\{[YMDN]2?\})", form)
        body = "".join(part(re.match(r"\{([YMDN]2?)\}", piece)) if _SLOT.fullmatch(piece) else re.escape(piece)  # type: ignore[arg-type]
                       for piece in pieces)
        return re.compile(body, re.IGNORECASE)

    def dates_at(self, text: str, start: int) -> list[DateMention]:
        """Return every reading of a date that starts here, the longest first."""
        if start >= len(text) or not self.may_begin(text[start]) \
                or (start and self._goes_on(text[start - 1], text[start])):
            return []
        found = []
        for form in self._forms_by_need:
            match = form.match(text, start)
            if match and (mention := self._read(match)) is not None and mention not in found:
                found.append(mention)
        return sorted(found, key=lambda mention: -mention.end)

    def _read(self, match: re.Match[str]) -> DateMention | None:
        parts = {key: value for key, value in match.groupdict().items() if value is not None}
        if match.end() < len(match.string) and self._goes_on(match.string[match.end() - 1], match.string[match.end()]):
            return None
        first = self._moment(parts, "")
        if first is None:
            return None
        if not any(key.endswith("2") for key in parts):
            return DateMention(match.end(), first, first)
        inherited = {key + "2": value for key, value in parts.items() if not key.endswith("2")}
        named = {key for key in parts if key.endswith("2")}
        if named & {"M2", "N2"}:
            inherited.pop("M2", None)
            inherited.pop("N2", None)
        last = self._moment({**inherited, **{key: parts[key] for key in named}}, "2")
        # Two bare years are an enumeration ("2023 and 2020"); days and months in the wrong order are no range.
        backwards = last is not None and len(last.lexical) == len(first.lexical) > 4 and last.lexical < first.lexical
        if last is None or backwards:
            return None
        return DateMention(match.end(), first, last)

    def _goes_on(self, before: str, after: str) -> bool:
        """Tell whether two characters are of one number or word."""
        return (before.isdigit() and after.isdigit()) or (before in self._numerals and after in self._numerals) \
            or (in_word(before) and in_word(after))

    def _number(self, written: str) -> int:
        read = None if written.isdigit() or self._numbers is None else self._numbers.number_at(written, 0)
        if read is None:
            return int(written) if written.isdigit() else 0
        return read[1] if read[0] == len(written) else 0

    def _moment(self, parts: dict[str, str], second: str) -> PartialDate | None:
        if f"Y{second}" not in parts:
            return None
        month = self._months.get(parts[f"N{second}"].lower()) if f"N{second}" in parts else None
        if f"M{second}" in parts:
            month = self._number(parts[f"M{second}"])
        day = self._number(parts[f"D{second}"]) if f"D{second}" in parts else None
        return compose(self._number(parts[f"Y{second}"]), month, day)
