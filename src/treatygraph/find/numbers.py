"""Reads numbers and ordinals, in digits or in words of a language, at a place of a folded text: whole or not at all.

Must not decide what is counted, nor whether the number is a bound.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from treatygraph.find.fold import fold_words, lower
from treatygraph.find.names import in_word
from treatygraph.language.languages import Language

_MOST_PARTS = 8
_SMALLEST_TENS, _HUNDRED, _THOUSAND = 20, 100, 1000
_LONGEST_DIGITS = 9
_LONGEST_WORD = 24
_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_PARTS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_GOES_ON = re.compile(r"[.,’]?\d")


class NumberReader:
    """Reads the numbers of one language from its [numbers] data.

    `digits` gives the value of each digit character, `units` of each multiplier (十 = 10) for positional
    numerals; `words` gives whole words (`six = 6`), which `joints` join to compound ones (those of `hundred_joints`
    only behind a round hundred) and `multipliers` multiply; `units_first` tells that ones stand before tens;
    `ordinals` gives whole ordinal words (`first = 1`), `ordinal_prefixes` and `ordinal_suffixes` what makes ordinals of
    numbers; `thousands` lists what may part the digits of thousands; `vague` lists what makes a numeral behind it mean
    no number, `no_numerals` words that begin with a numeral's sign and are none, `few` what makes a round numeral
    before it mean one to nine more (十几).
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._digits: dict[str, int] = data.get("digits", {})
        self._units: dict[str, int] = data.get("units", {})
        self._words = _folded(data.get("words", {}))
        self._ordinals = _folded(data.get("ordinals", {}))
        self.numerals = "".join([*self._digits, *self._units])
        self._numeral = re.compile(f"[{re.escape(self.numerals)}]{{1,12}}") if self.numerals else None
        self._multipliers = _folded(data.get("multipliers", {}))
        self._vague: tuple[str, ...] = tuple(data.get("vague", []))
        self._no_numerals: tuple[str, ...] = tuple(data.get("no_numerals", []))
        self._few: tuple[str, ...] = tuple(data.get("few", []))
        self._units_first: bool = data.get("units_first", False)
        self._hundred_joints = [fold_words(joint) for joint in data.get("hundred_joints", [])]
        self._joints = [*(fold_words(joint) for joint in data.get("joints", [])), *self._hundred_joints]
        self._prefixes: list[str] = data.get("ordinal_prefixes", [])
        self._suffixes = [fold_words(suffix) for suffix in data.get("ordinal_suffixes", [])]
        self._word = _any_word(self._words)
        self._part = _any_word(self._words | self._multipliers)
        self._ordinal = _any_word(self._ordinals)
        parting = "".join(sorted({fold_words(sign) for sign in data.get("thousands", [",", " "])})) or ","
        self._written = re.compile(f"\\d{{1,3}}([{re.escape(parting)}])\\d{{3}}(?:\\1\\d{{3}})*(?!\\d)|\\d+")
        self._group_before = re.compile(f"(?<!\\d)\\d{{1,3}}([{re.escape(parting)}])(?:\\d{{3}}\\1)*$")
        self._first_letters = frozenset(word[0] for word in (self._words | self._ordinals))

    def may_begin(self, char: str) -> bool:
        """Tell whether a number or an ordinal in words can begin with a character."""
        return char.isdigit() or char in self.numerals or char.lower() in self._first_letters

    def number_at(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the longest number that starts here, or None; part of a number is none."""
        found = self.numbers_at(text, start)
        return (found[0], found[1]) if found and found[2] is None else None

    def numbers_at(self, text: str, start: int, *, second: bool = False) -> tuple[int, int, int | None] | None:
        """Return (end, value, upper value) of the number that starts here; some numerals name two values (两三, 十几).

        `second` tells that a form has read the number before it, which it is no part of.
        """
        char = text[start : start + 1]
        if "0" <= char <= "9":
            return self._in_digits(text, start)
        if self._numeral and (found := self._numeral.match(text, start)):
            if self._no_numerals and text.startswith(self._no_numerals, start):
                return None
            return self._in_numerals(text, start, found)
        if not char or char.lower() not in self._first_letters or (start and in_word(text[start - 1])) \
                or (not second and self._goes_back(text, start)):
            return None
        word = self._in_words(text, start)
        return (*word, None) if word else None

    def ordinal_at(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the ordinal that starts here, or None."""
        if word := _word_at(text, start, self._ordinal, self._ordinals):
            return word
        if (tens := _word_at(text, start, self._word, self._words)) and tens[1] >= _SMALLEST_TENS:
            for joint in self._joints:
                if text.startswith(joint, tens[0]) and (
                        last := _word_at(text, tens[0] + len(joint), self._ordinal, self._ordinals)):
                    return last[0], tens[1] + last[1]
        for prefix in self._prefixes or [""]:
            if text.startswith(prefix, start) and (number := self.number_at(text, start + len(prefix))):
                for suffix in self._suffixes or [""]:
                    if text.startswith(suffix, number[0]):
                        return number[0] + len(suffix), number[1]
        return None

    # ---- digits

    def _in_digits(self, text: str, start: int) -> tuple[int, int, int | None] | None:
        found = self._written.match(text, start)
        before = text[max(0, start - 2) : start]
        if found is None or _GOES_ON.match(text, found.end()) or (len(before) > 0 and (
                before[-1].isdigit() or before[-1] in self.numerals
                or (before[-1] in ".,’" and before[0].isdigit() and len(before) > 1))):
            return None
        if found.group(1) is None and self._group_before.search(text[max(0, start - 24) : start]) \
                and len(found.group()) == 3:
            return None
        digits = re.sub(r"\D", "", found.group())
        if len(digits) > _LONGEST_DIGITS:
            return None
        end, value = found.end(), int(digits)
        for unit, size in self._units.items():
            if size > _THOUSAND and text.startswith(unit, end):
                end, value = end + 1, value * size
        if text[end : end + 1] in self.numerals and end < len(text):
            return None
        return end, value, None

    # ---- numerals

    def _in_numerals(self, text: str, start: int, found: re.Match[str]) -> tuple[int, int, int | None] | None:
        end = found.end()
        around = text[start - 1 : start]
        if (around and (around in self.numerals or around.isdigit() or around in self._vague)) \
                or (text[end : end + 1] in self.numerals and end < len(text)) or text[end : end + 1].isdigit():
            return None
        if text.startswith(self._few, end) and self._few:
            value = self._numeral_value(found.group())
            # "Ten and some" is eleven to nineteen.
            return None if value is None or value % 10 or value > 90 else (end + 1, value + 1, value + 9)
        values = self._numeral_values(found.group())
        return None if values is None else (end, *values)

    def _numeral_values(self, numeral: str) -> tuple[int, int | None] | None:
        """Value of a numeral, or the two values of one with neighbouring digits side by side (两三, 三四十)."""
        value = self._numeral_value(numeral)
        if value is not None:
            return value, None
        pairs = [at for at in range(len(numeral) - 1) if self._digits.get(numeral[at], 0)
                 and self._digits.get(numeral[at + 1], 0) == self._digits[numeral[at]] + 1]
        if len(pairs) != 1:
            return None
        low = self._numeral_value(numeral[: pairs[0] + 1] + numeral[pairs[0] + 2 :])
        high = self._numeral_value(numeral[: pairs[0]] + numeral[pairs[0] + 1 :])
        return None if low is None or high is None else (low, high)

    def _numeral_value(self, numeral: str) -> int | None:
        """Value of a positional numeral such as 二十五 or 三百零二; digit strings such as 二〇二一 read as digits.

        A digit right behind hundreds or thousands counts the next lower unit: 一百五 is 150, 一百零五 is 105.
        """
        if all(char in self._digits for char in numeral):
            if len(numeral) == 2 and all(self._digits[char] for char in numeral):
                return None
            return int("".join(str(self._digits[char]) for char in numeral))
        total, section, pending, lowest = 0, 0, -1, 10 * _THOUSAND
        zero = False
        for at, char in enumerate(numeral):
            if char in self._digits:
                value = self._digits[char]
                if (value == 0 and (zero or pending > 0 or not at)) or (value and pending > 0):
                    return None
                zero, pending = zero or not value, value or -1
                continue
            unit = self._units[char]
            if unit > _THOUSAND:
                section += max(pending, 0)
                if (section or total) == 0 or (total and total % (unit * 10)):
                    return None
                total, section, lowest = (total + section) * unit, 0, 10 * _THOUSAND
            elif unit >= lowest or (pending < 0 and (at and not (zero and unit == 10))):
                return None
            else:
                section, lowest = section + max(pending, 1) * unit, unit
            pending, zero = -1, False
        if pending > 0 and not zero and lowest > 10:
            last = lowest if lowest <= _THOUSAND else 10 * _THOUSAND
            pending *= last // 10
        return total + section + max(pending, 0) if not zero or pending > 0 else None

    # ---- words

    def _in_words(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the longest number in words here, compound ones (forty-four) put together.

        A part adds to what stands before it where that leaves room for it (twenty-five, one hundred and five); a
        multiplier (hundred) multiplies it. Words that would make no number end it.
        """
        found = _word_at(text, start, self._word, self._words)
        if found is None:
            return None
        end, total, group, largest = found[0], 0, found[1], 0
        whole = [(end, group)]
        if group >= _THOUSAND and lower(text[start:end]) in self._multipliers:
            total, group, largest = group, 0, group
        for _ in range(_MOST_PARTS):
            part = self._next_part(text, end, group)
            if part is None:
                break
            word = lower(text[part[0] : part[1]])
            by = self._multipliers.get(word, 0)
            if by and (taken := self._multiplied(group, by, largest)) is not None:
                if by >= _THOUSAND:
                    total, group, largest = total + taken, 0, by
                else:
                    group = taken
            elif by and word not in self._words:
                # What would be multiplied is not the number before but its last part: "one hundred and two hundred".
                return whole[-2] if len(whole) > 1 else None
            elif self._fits(group, part[2], fresh=bool(largest) and not group):
                group += part[2]
            else:
                break
            end = part[1]
            whole.append((end, total + group))
        return whole[-1]

    def _next_part(self, text: str, end: int, group: int) -> tuple[int, int, int] | None:
        for joint in self._joints:
            if text.startswith(joint, end) and (joint not in self._hundred_joints or group % _HUNDRED == 0):
                at = end + len(joint)
                if found := _word_at(text, at, self._part, self._words | self._multipliers):
                    return at, *found
        return None

    @staticmethod
    def _multiplied(group: int, by: int, largest: int) -> int | None:
        if by == _HUNDRED:
            return group * by if 0 < group < _HUNDRED else None
        return group * by if group and not (largest and by >= largest) and group < by else None

    def _fits(self, group: int, value: int, *, fresh: bool) -> bool:
        """Tell whether a part adds to a number that has room for it."""
        if fresh:
            return value < _THOUSAND
        if self._units_first and 0 < group % _HUNDRED < 10 and _SMALLEST_TENS <= value < _HUNDRED:
            return True
        size = 1
        while group and group % (size * 10) == 0:
            size *= 10
        return value < size and (group % _HUNDRED == 0 or group % _HUNDRED >= _SMALLEST_TENS)

    def _goes_back(self, text: str, start: int) -> bool:
        """Tell whether the number word at a place is the later part of a number that begins before it."""
        here = _word_at(text, start, self._part, self._words | self._multipliers)
        before = text[max(0, start - _LONGEST_WORD - 8) : start]
        for joint in self._joints if here else ():
            if not before.endswith(joint):
                continue
            rest = lower(before[: -len(joint)])
            for word, value in (self._words | self._multipliers).items():
                if rest.endswith(word) and not in_word(rest[: -len(word)][-1:] or " ") and here:
                    if word in self._multipliers and (joint not in self._hundred_joints or value >= _HUNDRED):
                        return True
                    if lower(text[start : here[0]]) in self._multipliers or (
                            self._fits(value, here[1], fresh=False)
                            and (joint not in self._hundred_joints or value % _HUNDRED == 0)):
                        return True
        return False


def roman_at(text: str, start: int) -> tuple[int, int] | None:
    """Return (end, value) of the Roman numeral below 100 that starts here, or None.

    >>> roman_at("article XIV of", 8)
    (11, 14)
    """
    found = _ROMAN.match(text, start)
    if found is None or not found.group() or (start and text[start - 1].isalpha()):
        return None
    values = [_ROMAN_VALUES[letter] for letter in found.group()]
    return found.end(), sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def roman_numeral(number: int) -> str:
    """Write a positive number as a Roman numeral, in capitals.

    >>> roman_numeral(14), roman_numeral(1999)
    ('XIV', 'MCMXCIX')
    """
    numeral = ""
    for value, letters in _ROMAN_PARTS:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def _folded(words: dict[str, int]) -> dict[str, int]:
    return {lower(fold_words(word)): value for word, value in words.items()}


def _any_word(words: dict[str, int]) -> re.Pattern[str] | None:
    """Return a pattern for any of some words, the longest first, none of them the beginning of a longer word."""
    if not words:
        return None
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?![^\W\d_])")


def _word_at(text: str, start: int, pattern: re.Pattern[str] | None, words: dict[str, int]) -> tuple[int, int] | None:
    found = pattern.match(lower(text[start : start + _LONGEST_WORD + 1])) if pattern else None
    return (start + found.end(), words[found.group()]) if found else None


@cache
def numbers_of(language: Language) -> NumberReader:
    """Return the reader of a language's numbers, made once: folding and compiling all its words takes a while."""
    return NumberReader(language.numbers)
