"""Reads days, months, years and ranges of them at a place of a folded text, from a language's date forms.

Must not complete a date: what the text leaves out stays out.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from treatygraph.model import PartialDate

_PART = {"Y": r"(?P<Y>[12]\d{3})", "M": r"(?P<M>\d{1,2})", "D": r"(?P<D>\d{1,2})"}


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
    with a second set {Y2}, {M2}, {D2}, {N2} for the end of a range, and `months`, the month names.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._months: dict[str, int] = {name.lower(): n for name, n in data.get("months", {}).items()}
        names = "|".join(sorted(map(re.escape, data.get("months", {})), key=len, reverse=True)) or "(?!)"
        self._forms = [self._compile(form, names) for form in data.get("forms", [])]
        self.by_digits = all(form.startswith(("{Y}", "{M}", "{D}")) for form in data.get("forms", []))
        self._forms_by_need = sorted(self._forms, key=lambda form: -len(form.pattern))

    @staticmethod
    def _compile(form: str, names: str) -> re.Pattern[str]:
        def part(found: re.Match[str]) -> str:
            letter, second = found.group(1)[0], found.group(1)[1:]
            if letter == "N":
                return f"(?P<N{second}>{names})"
            return _PART[letter].replace(f"?P<{letter}>", f"?P<{letter}{second}>")

        pieces = re.split(r"(\{[YMDN]2?\})", form)
        body = "".join(part(re.match(r"\{([YMDN]2?)\}", piece)) if piece.startswith("{") else re.escape(piece)  # type: ignore[arg-type]
                       for piece in pieces)
        return re.compile(body, re.IGNORECASE)

    def dates_at(self, text: str, start: int) -> list[DateMention]:
        """Return every reading of a date that starts here, the longest first."""
        if start >= len(text) or (start and text[start - 1].isdigit() and text[start].isdigit()):
            return []
        found = []
        for form in self._forms_by_need:
            match = form.match(text, start)
            if match and (mention := self._read(match)) is not None and mention not in found:
                found.append(mention)
        return sorted(found, key=lambda mention: -mention.end)

    def _read(self, match: re.Match[str]) -> DateMention | None:
        parts = {key: value for key, value in match.groupdict().items() if value is not None}
        if match.end() < len(match.string) and match.string[match.end() - 1].isdigit() \
                and match.string[match.end()].isdigit():
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
        return DateMention(match.end(), first, last) if last else None

    def _moment(self, parts: dict[str, str], second: str) -> PartialDate | None:
        if f"Y{second}" not in parts:
            return None
        month = self._months.get(parts[f"N{second}"].lower()) if f"N{second}" in parts else None
        if f"M{second}" in parts:
            month = int(parts[f"M{second}"])
        day = int(parts[f"D{second}"]) if f"D{second}" in parts else None
        return compose(int(parts[f"Y{second}"]), month, day)
