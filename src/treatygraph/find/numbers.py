"""Reads numbers and ordinals, in digits or in words of a language, at a place of a folded text.

Must not decide what is counted.
"""

from __future__ import annotations

import re
from typing import Any

_MOST_PARTS = 8
_SMALLEST_TENS = 20
_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|\d{1,9}")


class NumberReader:
    """Reads the numbers of one language from its [numbers] data.

    `digits` gives the value of each digit character, `units` of each multiplier (十 = 10) for positional
    numerals; `words` gives whole words (`six = 6`), which `joints` join to compound ones and `multipliers`
    multiply; `ordinals` gives whole ordinal words (`first = 1`).
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._digits: dict[str, int] = data.get("digits", {})
        self._units: dict[str, int] = data.get("units", {})
        self._words: dict[str, int] = data.get("words", {})
        self._ordinals: dict[str, int] = data.get("ordinals", {})
        self.numerals = "".join([*self._digits, *self._units])
        self._numeral = re.compile(f"[{re.escape(self.numerals)}]{{1,12}}") if self.numerals else None
        self._multipliers: dict[str, int] = data.get("multipliers", {})
        self._parts = self._words | self._multipliers
        self._joints: list[str] = data.get("joints", [])
        self._prefixes: list[str] = data.get("ordinal_prefixes", [])
        self._suffixes: list[str] = data.get("ordinal_suffixes", [])

    def _word_at(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the longest number in words here, compound ones (forty-four) put together.

        A part may follow where it is smaller than the one before, joined by one of the `joints`; a multiplier
        (hundred) multiplies what stands before it.
        """
        found = _longest_word(text, start, self._words)
        if found is None:
            return None
        end, value = found
        last = value
        for _ in range(_MOST_PARTS):
            following = next((part for joint in self._joints if text.startswith(joint, end)
                              and (part := _longest_word(text, end + len(joint), self._parts))), None)
            if following is None:
                break
            word = text[end : following[0]].lower()
            multiplier = next((by for name, by in self._multipliers.items() if word.endswith(name)), 0)
            if multiplier and last < multiplier:
                value, last = value * multiplier, multiplier
            elif not multiplier and following[1] < last and last >= _SMALLEST_TENS:
                value, last = value + following[1], following[1]
            else:
                break
            end = following[0]
        return end, value

    def number_at(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the longest number that starts here, or None."""
        if found := _DIGITS.match(text, start):
            if start and text[start - 1].isdigit():
                return None
            return found.end(), int(re.sub(r"\D", "", found.group()))
        if self._numeral and (found := self._numeral.match(text, start)):
            value = self._numeral_value(found.group())
            return None if value is None else (found.end(), value)
        return self._word_at(text, start)

    def ordinal_at(self, text: str, start: int) -> tuple[int, int] | None:
        """Return (end, value) of the ordinal that starts here, or None."""
        if word := _longest_word(text, start, self._ordinals):
            return word
        if (tens := _longest_word(text, start, self._words)) and tens[1] >= _SMALLEST_TENS:
            for joint in self._joints:
                if text.startswith(joint, tens[0]) and (
                        last := _longest_word(text, tens[0] + len(joint), self._ordinals)):
                    return last[0], tens[1] + last[1]
        for prefix in self._prefixes or [""]:
            if text.startswith(prefix, start) and (number := self.number_at(text, start + len(prefix))):
                for suffix in self._suffixes or [""]:
                    if text.startswith(suffix, number[0]):
                        return number[0] + len(suffix), number[1]
        return None

    def _numeral_value(self, numeral: str) -> int | None:
        """Value of a positional numeral such as 二十五 or 三百零二; digit strings such as 二〇二一 read as digits."""
        if all(char in self._digits for char in numeral):
            return int("".join(str(self._digits[char]) for char in numeral))
        total, pending = 0, 0
        for char in numeral:
            if char in self._digits:
                pending = self._digits[char]
            else:
                total += max(pending, 1) * self._units[char]
                pending = 0
        return total + pending


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


def _longest_word(text: str, start: int, words: dict[str, int]) -> tuple[int, int] | None:
    lowered = text[start : start + 24].lower()
    fitting = [word for word in words if lowered.startswith(word) and not lowered[len(word) : len(word) + 1].isalpha()]
    if not fitting:
        return None
    best = max(fitting, key=len)
    return start + len(best), words[best]
