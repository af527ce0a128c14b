"""Reads days, months, years and ranges of them at a place of a folded text, from a language's date forms.

Must not complete a date by itself: what the text leaves out stays out, unless the caller gives the year.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from treatygraph.find.fold import fold_words, lower
from treatygraph.find.names import in_word
from treatygraph.find.numbers import NumberReader, numbers_of
from treatygraph.language.languages import Language
from treatygraph.model import PartialDate

_TOKEN = re.compile(r"\{(Y2?|M2?|D2?|Ds|N2?|W|to)\}|(<)|(\|)|(>\??)")
_CHOICE = re.compile(r"<([^<>]*)>(\??)")
_PART = {"Y": r"[12]\d{3}", "M": r"\d{1,2}", "D": r"\d{1,2}"}
_IN_NUMERALS = {"Y": "{4}", "M": "{1,2}", "D": "{1,3}"}
_DASH = r" ?[-–~〜∼]{1,2} ?"
_MOST_DAYS_BETWEEN = 12
_LATE_MONTH, _EARLY_MONTH = 10, 3
_YEAR_BEHIND = re.compile(r"[^\w;:()]{0,2}(?:[^\W\d]{1,4} )?[12]\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: folded end, first and last moment (the same for a single date).

    `without_year` tells that the words give no year, and that it is the one the caller gave. `days` are the days of an
    enumeration ("9, 10 and 14 April"), one by one; empty for a single day and for a range.
    """

    end: int
    first: PartialDate
    last: PartialDate
    without_year: bool = False
    days: tuple[PartialDate, ...] = ()


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

    Its [dates] data has `forms`, in which {Y}, {M}, {D}, {N} stand for year, month number, day and month name, with a
    second set {Y2}, {M2}, {D2}, {N2} for the end of a range, {Ds} for one day or several, {to} for what joins the two
    ends (any dash, or one of `to`), {W} for a weekday behind a day, and <a|b>, <a|b>? for words one of which stands
    there, or may. `forms_without_year` are those of days without a year. `months` gives the month names, `weekdays`
    the names that may stand before a day, `day_marks` what may follow its number (1st, 1er), `day_joints` what parts
    several days, `openers` the words that open a range. Years, months and days may also be written in the numerals
    that `numbers` reads.
    """

    def __init__(self, data: dict[str, Any], numbers: NumberReader | None = None) -> None:
        self._numbers = numbers
        self._numerals = numbers.numerals if numbers else ""
        self._months = {_plain(name): n for name, n in data.get("months", {}).items()}
        self._names = _any_of(data.get("months", {})) or "(?!)"
        self._weekdays = _any_of(data.get("weekdays", []))
        self._behind = any("{W}" in form for form in data.get("forms", []))
        marks = _any_of(data.get("day_marks", []))
        self._day_marks = f"(?:{marks})?" if marks else ""
        self._between = _any_of(data.get("day_joints", [", "])) or "(?!)"
        self._joints = tuple(fold_words(words) for words in data.get("to", []))
        joints = _any_of(data.get("to", []))
        self._to = f"(?:{_DASH}{'|' + joints if joints else ''})"
        openers = _any_of(data.get("openers", []))
        self._openers = f"(?:{openers})?" if openers else ""
        forms = " ".join(data.get("forms", []))
        self._larger = tuple(set(re.findall(r"\{[YM]2?\}([^\W\d_])\{", forms)))
        units = "".join(sorted(set(re.findall(r"[YMD]2?\}([^\W\d_])", forms))))
        self._unit = f"[{re.escape(units)}]?" if units else ""
        self._forms = self._compiled(data.get("forms", []))
        self._without_year = self._compiled(data.get("forms_without_year", []))
        begin = [*data.get("openers", []), *([] if self._behind else data.get("weekdays", []))]
        for form in (*data.get("forms", []), *data.get("forms_without_year", [])):
            begin += _beginnings(form, data.get("months", {}))
        self._first_letters = frozenset(
            letter for words in begin if (folded := fold_words(words).lstrip())
            for letter in (folded[0].lower(), folded[0].upper()))

    def may_begin(self, char: str) -> bool:
        """Tell whether a date can begin with a character."""
        return char.isdigit() or char in self._numerals or char in self._first_letters

    def dates_at(self, text: str, start: int, year: int | None = None) -> list[DateMention]:
        """Return every reading of a date that starts here, the longest first.

        Days without a year are read only where the caller says of which `year` they are; their mentions say so.
        """
        if start >= len(text) or not self.may_begin(text[start]) \
                or (start and self._goes_on(text[start - 1], text[start])):
            return []
        found: list[DateMention] = []
        for form in self._forms:
            match = form.match(text, start)
            if match and (mention := self._read(match)) is not None and mention not in found:
                found.append(mention)
        if year is not None and not self._dated(text, start):
            ends = {mention.end for mention in found}
            for form in self._without_year:
                match = form.match(text, start)
                if match and match.end() not in ends and not _YEAR_BEHIND.match(text, match.end()) \
                        and (mention := self._read(match, year)) is not None and mention not in found:
                    found.append(mention)
        # The full stop of an abbreviated "year" may end the sentence as well.
        found += [replace(mention, end=mention.end - 1) for mention in found if text[mention.end - 1] == "."]
        return sorted(found, key=lambda mention: -mention.end)

    # ---- forms

    def _compiled(self, forms: list[str]) -> list[re.Pattern[str]]:
        """Compile forms, those that ask for most first."""
        compiled = [self._compile(form) for form in forms]
        return sorted(compiled, key=lambda form: -len(form.pattern))

    def _compile(self, form: str) -> re.Pattern[str]:
        body, at, ranged = "", 0, False
        for token in _TOKEN.finditer(form):
            body += re.escape(fold_words(form[at : token.start()]))
            at = token.end()
            if token.group(1):
                ranged = ranged or token.group(1) == "to"
                body += self._slot(token.group(1))
            else:
                body += "(?:" if token.group(2) else "|" if token.group(3) else ")" + token.group(4)[1:]
        body += re.escape(fold_words(form[at:]))
        return re.compile((self._openers if ranged else "") + body, re.IGNORECASE)

    def _slot(self, slot: str) -> str:
        if slot == "to":
            return self._to
        if slot == "W":
            return f"(?:\\(?(?:{self._weekdays})\\)?)?" if self._weekdays else ""
        before = f"(?:(?:{self._weekdays})(?:, | |,))?" if self._weekdays and not self._behind else ""
        if slot[0] == "N":
            return f"{before}(?P<{slot}>{self._names})"
        in_numerals = f"|[{re.escape(self._numerals)}]{_IN_NUMERALS[slot[0]]}" if self._numerals else ""
        one = f"(?:{_PART[slot[0]]}{in_numerals})"
        if slot == "Ds":
            more = f"(?:(?:{self._between}){one}{self._day_marks}){{0,{_MOST_DAYS_BETWEEN}}}"
            return f"{before}(?P<D>{one}){self._day_marks}(?P<L>{more})"
        return f"{before}(?P<{slot}>{one}){self._day_marks}" if slot[0] == "D" else f"(?P<{slot}>{one})"

    # ---- what a form has found

    def _read(self, match: re.Match[str], year: int | None = None) -> DateMention | None:
        parts = {key: value for key, value in match.groupdict().items() if value is not None}
        if match.end() < len(match.string) and self._goes_on(match.string[match.end() - 1], match.string[match.end()]):
            return None
        first, second = self._numbers_of(parts, ""), self._numbers_of(parts, "2")
        if year is not None:
            first["Y"] = year
        ranged = bool(second)
        if ranged:
            _share(first, second)
        else:
            second = dict(first)
        if ranged and not {"Y", "Y2"} <= parts.keys():
            _over_the_year(first, second, first_given="Y" in parts or year is not None)
        begin, end = _moment(first), _moment(second)
        if begin is None or end is None or not self._rising(parts, first, second):
            return None
        # Two bare years are an enumeration ("2023 and 2020"); days and months in the wrong order are no range.
        if ranged and len(end.lexical) == len(begin.lexical) > 4 and end.lexical < begin.lexical:
            return None
        listed = [_moment(first | {"D": day}) for day in self._listed(parts)]
        days = (begin, *(day for day in listed if day), *((end,) if end != begin else ())) if listed else ()
        return DateMention(match.end(), begin, days[-1] if days else end, year is not None, tuple(dict.fromkeys(days)))

    def _listed(self, parts: dict[str, str]) -> list[int]:
        """Return the days that are listed behind the first."""
        pieces = re.split(self._between, parts["L"])[1:] if parts.get("L") else []
        return [self._number(re.sub(f"(?:{self._day_marks})$", "", piece, flags=re.IGNORECASE)) for piece in pieces]

    def _rising(self, parts: dict[str, str], first: dict[str, int], second: dict[str, int]) -> bool:
        """Tell whether days that are listed follow one another."""
        if not parts.get("L"):
            return True
        days = [first["D"], *self._listed(parts), *([second["D"]] if second.get("M") == first.get("M") else [])]
        return all(one < other for one, other in pairwise(days))

    def _numbers_of(self, parts: dict[str, str], second: str) -> dict[str, int]:
        found = {key: self._number(parts[key + second]) for key in "YMD" if key + second in parts}
        if f"N{second}" in parts:
            found["M"] = self._months.get(_plain(parts[f"N{second}"]), 0)
        return found

    def _goes_on(self, before: str, after: str) -> bool:
        """Tell whether two characters are of one number or word."""
        return (before.isdigit() and after.isdigit()) or (before in self._numerals and after in self._numerals) \
            or (in_word(before) and in_word(after))

    def _dated(self, text: str, start: int) -> bool:
        """Tell whether what stands before a place may give a date there its year, or is the beginning of its range."""
        before = text[max(0, start - 40) : start]
        if before[-1:] == "/" or before.endswith(self._larger):
            return True
        joint = next((joint for joint in self._joints if before.endswith(joint)), None)
        rest = before[: -len(joint)] if joint else re.sub(f"{_DASH}$", "", before)
        return len(rest) < len(before) and bool(
            re.search(f"(?:\\d{self._unit}|{self._names}|[12]\\d{{3}} ?[^\\W\\d]{{1,4}}\\.?)$", rest, re.IGNORECASE))

    def _number(self, written: str) -> int:
        read = None if written.isdigit() or self._numbers is None else self._numbers.number_at(written, 0)
        if read is None:
            return int(written) if written.isdigit() else 0
        return read[1] if read[0] == len(written) else 0


def _share(first: dict[str, int], second: dict[str, int]) -> None:
    """Give each end of a range the year and month that only the other says."""
    for key in "YM":
        if key in first:
            second.setdefault(key, first[key])
        elif key in second:
            first[key] = second[key]


def _over_the_year(first: dict[str, int], second: dict[str, int], *, first_given: bool) -> None:
    """Set the year that is not said of a range from the end of one year into the beginning of the next."""
    if first.get("M", 0) >= _LATE_MONTH and second.get("M", 13) <= _EARLY_MONTH and "Y" in first:
        if first_given:
            second["Y"] += 1
        else:
            first["Y"] -= 1


def _moment(parts: dict[str, int]) -> PartialDate | None:
    return compose(parts["Y"], parts.get("M"), parts.get("D")) if "Y" in parts else None


def _beginnings(form: str, months: Iterable[str]) -> list[str]:
    """Return words with which a date of a form may begin; those of numbers, which any date may begin with, left out.

    >>> _beginnings("<the |this >?<of >?{N}", ["May"]), _beginnings("on {D}", []), _beginnings("{D} {N}", ["May"])
    (['the ', 'this ', 'of ', 'May'], ['on {D}'], [])
    """
    found: list[str] = []
    while choice := _CHOICE.match(form):
        found += choice.group(1).split("|")
        if not choice.group(2):
            return found
        form = form[choice.end() :]
    if form.startswith("{"):
        return [*found, *months] if form.startswith("{N") else found
    return [*found, form] if form else found


def _plain(name: str) -> str:
    """Return a month's name as it is looked up: folded, in small letters, without blanks around a stroke.

    >>> _plain("Septembre"), _plain("a / b")
    ('septembre', 'a/b')
    """
    return re.sub(" ?/ ?", "/", lower(fold_words(name)))


def _any_of(words: Any) -> str:
    """Write alternatives of a pattern out of words, the longest first."""
    folded = sorted({fold_words(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("/", " ?/ ?") for word in folded)


@cache
def dates_of(language: Language) -> DateReader:
    """Return the reader of a language's dates, made once: folding and compiling all its words takes a while."""
    return DateReader(language.dates, numbers_of(language))
