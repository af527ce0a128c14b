"""Folds a stretch of text to one form for matching, and maps every folded character back to the stored one.

Must not change the meaning of a word: it unifies widths, digits, dots, commas, hyphens, quotation marks and white
space, composes letters with their accents, and sets the marks of notes aside.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache

from treatygraph.model import Span

# What is written with these signs has no spaces between words.
HAN = re.compile("[\u3400-\u9fff]")

# Each sort of sign in one form. A hyphen joins, a dash parts: they stay two sorts.
_ONE_FORM = {
    **dict.fromkeys("•・‧∙⋅", "·"),
    **dict.fromkeys("\u2010\u2011\u2043\u2212", "-"),
    **dict.fromkeys("\u2012\u2014\u2015\u2e3a\u2e3b\ufe58", "\u2013"),
    **dict.fromkeys("'\uff07\u02b9\u02bb\u02bc\u00b4`\u2032", "’"),
    **dict.fromkeys("„‟〝", "“"), "〞": "”", "‚": "‘", "‛": "‘", "‹": "‘", "›": "’",
    "「": "“", "」": "”", "『": "‘", "』": "’", "«": "“", "»": "”",
    # Arabic writes its comma, semicolon and question mark turned round.
    "\u060c": ",", "\u061b": ";", "\u061f": "?",
    "º": "º", "ª": "ª",
}
_OPENING_WITH_SPACE, _CLOSING_WITH_SPACE = "«‹", "»›"
_STRAIGHT, _TURNED_APOSTROPHE = "\"＂", "‘"
# Marks that are not to be seen or only help to read: soft hyphens, joiners and directions, the Arabic vowel signs and
# the stroke that lengthens a word. A text has them or not, with the same words.
_SOFT_HYPHEN = "\u00ad"
_UNWRITTEN = frozenset("\u00ad\u034f\u061c\u0640\u0670\u180e\u200b\u200c\u200d\u200e\u200f\ufeff") | frozenset(
    map(chr, (*range(0x064B, 0x0653), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A),
              *range(0xFE00, 0xFE10))))
# What is printed high behind a word or number to send the reader to a note, and what stands in brackets for it.
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED_DIGITS = "".join(map(chr, (*range(0x2460, 0x2474), 0x24EA, *range(0x24F5, 0x24FF), *range(0x2776, 0x2794),
                                   *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
_RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_SIGNS = "*†‡※✽＊"
_RAISED = re.compile(f"[{_RAISED_DIGITS}⁽⁾⁻⁺]{{1,12}}(?:[,，、][{_RAISED_DIGITS}⁽⁾⁻]{{1,12}}){{0,8}}"
                     f"|[{_CIRCLED_DIGITS}]")
_RAISED_LETTER = re.compile(f"[{_RAISED_LETTERS}](?![\\w{_RAISED_LETTERS}])")
_GLUED_SIGN = re.compile(rf"[{_SIGNS}]{{1,4}}(?![\w{_SIGNS}])")
_IN_BRACKETS = re.compile(r"[\[［](?:(\d{1,3}|(?:[a-rt-z]|[ivxl]{2,5})(?=[\]］](?!\w)))"
                          rf"|[{_SIGNS}§¶#]{{1,4}})[\]］]")
_MARK_BEGINS = frozenset(f"{_RAISED_DIGITS}⁽{_CIRCLED_DIGITS}{_RAISED_LETTERS}{_SIGNS}[［")
_MARKED_BEHIND = frozenset(".,;:!?)]}％%”’»›》」』〉）］。，、；：！？…\"'")
_FIRST_COMPOSING, _LAST_COMPOSING = "\u1161", "\u11c2"


def is_wide(char: str) -> bool:
    """Tell whether white space beside a character is layout only.

    Between letters or digits it parts words, be they of full width or not.
    """
    width = unicodedata.east_asian_width(char)
    return width == "W" or (width == "F" and not char.isalnum())


def _fold_char(char: str) -> str:
    if char in _ONE_FORM:
        return _ONE_FORM[char]
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isdigit() or char in _CIRCLED_DIGITS:
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


_NARROW, _WIDE, _SPACE, _UNSEEN, _ACCENT, _MARK, _TURNED, _QUOTING, _WIDE_QUOTING = range(9)
_WIDE_SORTS = frozenset({_WIDE, _WIDE_QUOTING})


class _Sorts(dict[str, tuple[str, int]]):
    """What each character folds to, and which sort it is of, worked out when it is first met."""

    def __missing__(self, char: str) -> tuple[str, int]:
        if char.isspace():
            sort = _SPACE
        elif char in _UNWRITTEN:
            sort = _UNSEEN
        elif unicodedata.combining(char) or _FIRST_COMPOSING <= char <= _LAST_COMPOSING:
            sort = _ACCENT
        elif char in _MARK_BEGINS:
            sort = _MARK
        elif char == _TURNED_APOSTROPHE:
            sort = _TURNED
        elif char in _STRAIGHT:
            sort = _WIDE_QUOTING if is_wide(char) else _QUOTING
        else:
            sort = _WIDE if is_wide(char) else _NARROW
        self[char] = found = (_fold_char(char), sort)
        return found


_SORTS = _Sorts()


_APOSTROPHES = str.maketrans(dict.fromkeys("'´`‘ʼ′", "’"))


def one_apostrophe(text: str) -> str:
    """Return a text whose apostrophes, whatever stands for them, are all the curved one, character for character.

    >>> one_apostrophe("d'Ivoire, d´Ivoire"), one_apostrophe("d‘Ivoire")
    ('d’Ivoire, d’Ivoire', 'd’Ivoire')
    """
    return text.translate(_APOSTROPHES)


def lower(text: str) -> str:
    """Return a text in small letters, with one sort of apostrophe, character for character.

    A letter that would become two stays as it is.

    >>> lower("The İ"), lower("L'Iran")
    ('the İ', 'l’iran')
    """
    text = text.replace("'", "’")
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def fold_words(words: str) -> str:
    """Return the folded form of words of a language file, with a blank at their beginning or end kept.

    >>> fold_words(" y "), fold_words("l'an"), fold_words("e\\u0301 ")
    (' y ', 'l’an', 'é ')
    """
    folded = fold(words).text
    before, behind = words[:1].isspace() and bool(folded), words[-1:].isspace()
    return (" " if before else "") + folded + (" " if behind else "")


def mark_at(text: str, index: int) -> tuple[int, str] | None:
    """Return the end and the sign of a note's mark that begins at a place of a stored text, or None.

    Raised and circled digits are marks wherever they stand. A raised letter, an asterisk or a dagger is one directly
    behind a word, number or closing sign; so is what stands in square brackets, a sign among them behind a blank too.
    At the beginning of a line the brackets are those of the note itself.

    >>> mark_at("Chile[1]", 5), mark_at("3¹", 1), mark_at("[1] Late", 0), mark_at("State[s]", 5)
    ((8, '1'), (2, '1'), None, None)
    """
    if text[index : index + 1] not in _MARK_BEGINS:
        return None
    if raised := _RAISED.match(text, index):
        return raised.end(), unicodedata.normalize("NFKC", raised.group()).strip("()")
    before = text[index - 1 : index]
    glued = bool(before) and (before.isalnum() or before in _MARKED_BEHIND or unicodedata.combining(before) > 0
                              or (before in _MARK_BEGINS and before not in "[［"))
    if bracketed := _IN_BRACKETS.match(text, index):
        begun = text[text.rfind("\n", 0, index) + 1 : index][-_LONGEST_BLANK:].strip()
        known = glued or (bracketed.group(1) is None and bool(begun))
        return (bracketed.end(), bracketed.group()[1:-1]) if known else None
    if not glued:
        return None
    letter = _RAISED_LETTER.match(text, index)
    if letter and text[index - 2 : index - 1].isalpha() and before.isalpha() and not before.isupper():
        return letter.end(), unicodedata.normalize("NFKC", letter.group())
    # The asterisk of a document's reissue belongs to its symbol.
    word = text[max(0, index - _LONGEST_SYMBOL) : index].rsplit(None, 1)[-1]
    sign = None if "/" in word else _GLUED_SIGN.match(text, index)
    return (sign.end(), unicodedata.normalize("NFKC", sign.group())) if sign else None


_LONGEST_BLANK, _LONGEST_SYMBOL = 40, 60


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a note that folding set aside: before which folded character, its sign, and its stored span."""

    at: int
    sign: str
    span: Span


@dataclass(frozen=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` are the stored offsets of its i-th character, `marks` those set aside."""

    text: str
    starts: array[int]
    ends: array[int]
    marks: tuple[NoteMark, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The text in small letters, of the same length: what literal words are compared with."""
        lowered = lower(self.text)
        return self.text if lowered == self.text else lowered

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of the folded range [start, end)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def piece(self, start: int, end: int) -> Folded:
        """Return the folded range [start, end) as a text of its own."""
        marks = tuple(NoteMark(mark.at - start, mark.sign, mark.span) for mark in self.marks if start < mark.at <= end)
        return Folded(self.text[start:end], self.starts[start:end], self.ends[start:end], marks)

    def marks_in(self, start: int, end: int) -> tuple[NoteMark, ...]:
        """Return the marks that stand behind the folded place `start` or later, and not behind `end`."""
        return tuple(mark for mark in self.marks if start <= mark.at <= end)


def fold(text: str, offset: int = 0) -> Folded:
    """Fold a text whose first character stands at `offset` of the stored text.

    Full-width forms become half-width where one exists, the digits of any script those of ASCII, hyphens, dashes,
    apostrophes and quotation marks one form each; a letter and the accents behind it become one (NFC). White space
    beside a wide character is layout and goes, as does a line's end behind a hyphen or stroke within a word; any other
    run of white space becomes one space. Signs of direction, vowel signs and the marks of notes go. Of straight
    quotation marks, every other one closes.

    >>> fold("2021 年 9 月，A  B（1）").text, fold("Chile[1] and Co\\u0302te²").text
    ('2021年9月,A B(1)', 'Chile and Côte')
    """
    return _fold_again(text, offset) if len(text) <= _LONGEST_REMEMBERED else _fold(text, offset)


# The lines of a header, titles and cells are folded by everyone who looks at them; of long texts few come again.
_LONGEST_REMEMBERED, _REMEMBERED = 600, 4096


@lru_cache(maxsize=_REMEMBERED)
def _fold_again(text: str, offset: int) -> Folded:
    return _fold(text, offset)


def _fold(text: str, offset: int) -> Folded:
    chars: list[str] = []
    starts, ends = array("I"), array("I")
    marks: list[NoteMark] = []
    wide_before, quoting = True, False
    space, blank, passed = -1, -1, 0
    for index, char in enumerate(text, offset):
        folded, sort = _SORTS[char]
        if index < passed or sort == _UNSEEN:
            continue
        if sort == _MARK:
            if found := mark_at(text, index - offset):
                passed = offset + found[0]
                marks.append(NoteMark(len(chars), found[1], Span(index, passed)))
                continue
            sort = _NARROW
        if sort == _SPACE:
            if space < 0 or blank == index:
                blank = index + 1
            space = index if space < 0 else space
            continue
        if sort == _ACCENT:
            composed = unicodedata.normalize("NFC", chars[-1] + char) if chars and space < 0 else ""
            if len(composed) == 1:
                chars[-1], ends[-1] = composed, index + 1
                continue
            sort = _NARROW
        wide = sort in _WIDE_SORTS
        if space >= 0:
            if not wide_before and not wide and not _goes_on(text, space - offset, char):
                chars.append(" ")
                starts.append(space)
                ends.append(blank)
            space = -1
        if sort >= _QUOTING:
            folded = "”" if quoting else "“"
            quoting = not quoting
        elif sort == _TURNED and chars and chars[-1].isalpha() and _letter_at(text, index - offset + 1):
            folded = "’"
        chars.append(folded)
        starts.append(index)
        ends.append(index + 1)
        wide_before = wide or char in _OPENING_WITH_SPACE
    return Folded("".join(chars), starts, ends, tuple(marks))


def _letter_at(text: str, at: int) -> bool:
    return text[at : at + 1].isalpha()


def _goes_on(text: str, space: int, char: str) -> bool:
    """Tell whether white space before a character parts nothing: a line's end within a word, or a quotation's edge."""
    if char in _CLOSING_WITH_SPACE:
        return True
    before = text[space - 1 : space]
    if text[space] not in "\r\n" or not char.isalnum():
        return False
    return before == _SOFT_HYPHEN or (_fold_char(before) in {"-", "/"} and text[space - 2 : space - 1].isalnum())
