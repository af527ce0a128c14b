"""Tells what kind of line each line of a text is: blank, numbered, lettered, bulleted, row, footnote, heading or plain.

Must not relate lines to each other; the tree does that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class LineKind(StrEnum):
    """What a line is by its own looks."""

    BLANK = "blank"
    RULE = "rule"
    ROW = "row"
    FOOTNOTE = "footnote"
    NUMBERED = "numbered"
    LETTERED = "lettered"
    CAPITAL = "capital"
    BULLET = "bullet"
    DECISION = "decision"
    DIVISION = "division"
    IMPRINT = "imprint"
    CONTENTS = "contents"
    ANNEX = "annex"
    APPENDIX = "appendix"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: offsets of its start, of its words and of its end before and after the line end, and its mark.

    `mark` is the printed number, letter or footnote sign without punctuation; `indented` tells whether white
    space or a bullet stands before the mark. `sort` says which sort of decision a heading opens; of a chapter's or
    part's line it is the place of its word among those that divide a document, as a digit, the widest first.
    """

    kind: LineKind
    start: int
    body: int
    stop: int
    end: int
    mark: str = ""
    indented: bool = False
    sort: str = ""


# Full-width digits, letters and stops are the same marks in another width, and a sign of direction before a mark is no
# part of it. Quantifiers are bounded, so that a line of one repeated character costs no more than a line of words.
DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACES = re.compile(f"[\\s{DIRECTIONS}]+")
_BEFORE = f"([ \\t\\u3000{DIRECTIONS}]{{0,240}}+)((?:[-•–][ \\u3000]*)?)"
_BEHIND = f"[ \\t\\u3000{DIRECTIONS}]*"
_SIGN = re.compile(f"[{DIRECTIONS}]")
_RULE = re.compile(r"[\s|]*[-=_]{3,}[-=_|\s:]*")
_FOOTNOTE = re.compile(r"[ \t\u3000]{0,240}+[\[［]([^\]］\s]{1,4})[\]］][ \u3000]*")
_BULLET = re.compile(r"[ \t\u3000]{0,240}+([•·▪◦●○■□‣⁃*–—-])[ \t\u3000]{1,240}+(?=\S)")
_PAGE_NUMBER = re.compile(r"(?:[.…·．]{3,240}|(?:\.[ \t]){3,240}|\t)[ \t.…]{0,240}(?:\d{1,4}|[ivxl]{1,6})\s*")
_PIPES = re.compile(r"\s*\|.*\|\s*|[^|]+\|[^|]+\|[^|]+")
_ROMAN_OR_NUMBER = "[IVXLivxl]{1,7}|\\d{1,4}|[A-Z]"
_DIVISION_NUMBER = "[IVXLCivxlc]{1,7}|\\d{1,3}|[A-Z]"
_IMPRINT = re.compile(r"(?:e-?)?IS[SB]N[: ][\dXx -]{8,24}|\d\d-\d{5}\*? \([A-Z]\)[ \d]*")
_DECISION_NUMBER = "\\d{1,4}(?:/[A-Z\\d][A-Za-z\\d.-]{0,12}){0,3}|[IVXL]{1,7}|[A-Z]"
_CAPITAL_NEXT = "[ \\t\\u3000]{1,40}[^\\W\\d_a-z]"
_LONGEST_HEADING = 300


@dataclass(frozen=True)
class LayoutWords:
    """The few words and marks of a language that the layout hangs on.

    `annex` and `appendix` fit whole lines, the number of an annex being their first group that matched; `decisions`
    are the headings that open a decision with paragraphs of its own, with the sort of each, and `decision_numbers` are
    numbers in words; `divisions` are the lines that open a chapter or part, the widest first; `contents` fits the line
    above a table of contents; `quoting` finds the words that announce the text of a document and not an agenda's
    list. `numbered`, `lettered` and `capital` fit the beginning of a line up to its words, with what stands before the
    mark, a bullet, and the mark as groups. `marks` gives the Latin letter for each mark of another alphabet.
    """

    annex: re.Pattern[str]
    appendix: re.Pattern[str]
    numbered: re.Pattern[str]
    lettered: re.Pattern[str]
    capital: re.Pattern[str]
    marks: Mapping[str, str]
    annex_numbers: Mapping[str, str]
    decision_numbers: Mapping[str, str]
    decisions: tuple[tuple[str, re.Pattern[str]], ...]
    divisions: tuple[re.Pattern[str], ...]
    division_numbers: Mapping[str, str]
    quoting: re.Pattern[str]
    contents: re.Pattern[str]

    @classmethod
    def from_data(cls, layout: dict[str, Any]) -> LayoutWords:
        """Build from a language file's [layout] section.

        Lists of literal words for `annex`, `appendix` and `contents`; `annex_words`, what stands before an annex's
        number, and `annex_numbers`, the numbers in words; `decisions`, headings with {n} in the place of the number
        and the sort of each; `divisions`, lines with {n} that open a chapter or part, the widest first, and
        `division_numbers`, their numbers in words; `quoting`, ends of sentences that announce the text of a document,
        and `agendas`, words by which they announce another list; `number_suffixes`, such as "bis"; `stops_of_numbers`
        and `stops_of_capitals`, what may stand between a mark and the words beside a full stop; `letters` and
        `capitals`, the marks of another alphabet with the Latin letters in their place in the order; `brackets`,
        "closing" where a letter need not open its bracket.
        """
        numbers, stops = _marked(layout.get("stops_of_numbers", [])), _marked(layout.get("stops_of_capitals", []))
        letters, capitals = layout.get("letters", {}), layout.get("capitals", {})
        half = f"|({_marked(letters, '[A-Za-z]')})[)）]" if layout.get("brackets") == "closing" else ""
        first, *others = layout.get("number_suffixes") or ["bis", "ter", "quater"]
        more = _marked(others, re.escape(first))
        number = f"\\d{{1,4}}(?:\\.\\d{{1,2}}(?=[.．、)]?[ \\t\\u3000])|[A-Z](?![A-Za-z])| ?(?:{more}))?"
        return cls(
            annex=any_of(layout.get("annex", []), _annex(layout)),
            appendix=any_of(layout.get("appendix", [])),
            numbered=re.compile(f"{_BEFORE}({number})(?:[.．、)]{numbers}|(?<=\\d\\.\\d)(?={_CAPITAL_NEXT})|"
                                f"(?<=\\d\\.\\d\\d)(?={_CAPITAL_NEXT})){_BEHIND}(?=\\D|$)"),
            lettered=re.compile(f"{_BEFORE}(?:[(（]({_marked(letters, '[A-Za-zａ-ｚ]{1,5}')})[)）]{half}){_BEHIND}"),
            capital=re.compile(f"{_BEFORE}({_marked(capitals, '[A-ZＡ-Ｚ]|[IVXL]{2,7}')})(?:[.．、]{stops})"
                               r"(?:[ \t\u3000]+|(?=[\u2e80-\u9fff\u3008-\u300f]))"),
            marks={**letters, **capitals},
            annex_numbers=layout.get("annex_numbers", {}),
            decision_numbers=layout.get("decision_numbers", {}),
            decisions=tuple((sort, _decision(heading, layout.get("decision_numbers", {}))) for heading, sort in sorted(
                layout.get("decisions", {}).items(), key=lambda row: -len(row[0]))),
            divisions=tuple(_division(line, layout.get("division_numbers", {}))
                            for line in layout.get("divisions", [])),
            division_numbers={word.casefold(): mark for word, mark in layout.get("division_numbers", {}).items()},
            quoting=_quoting(layout.get("quoting", []), layout.get("agendas", [])),
            contents=any_of(layout.get("contents", [])),
        )


def any_of(words: list[str], *patterns: str) -> re.Pattern[str]:
    """Make a pattern for whole lines out of literal words; `*` in a word stands for any run of characters."""
    forms = [re.escape(form).replace(r"\*", ".{0,120}?") for word in words for form in _composed_or_not(word)]
    alternatives = [*patterns, *forms]
    return re.compile(f"(?:{'|'.join(alternatives) or '(?!)'})", re.IGNORECASE)


def _annex(layout: dict[str, Any]) -> str:
    """Write a pattern for an annex's heading with its number, and perhaps its title behind a stop."""
    words, numbers = layout.get("annex_words", []), layout.get("annex_numbers", {})
    if not words:
        return "(?!)"
    heads = _marked(words, re.escape(words[0]))
    return f"(?:{heads})[ \u00a0]?({_marked(numbers, _ROMAN_OR_NUMBER)})(?:[.:：．][ \u00a0].{{0,120}})?\\*?"


def _decision(heading: str, numbers: Iterable[str]) -> re.Pattern[str]:
    before, _, behind = heading.partition("{n}")
    return re.compile(f"{re.escape(before)}({_marked(numbers, _DECISION_NUMBER)}){re.escape(behind)}"
                      r"(?:[.:：][ \u00a0].{0,200}|\s*[\[［][^\]］\s]{1,4}[\]］])?", re.IGNORECASE)


def _division(line: str, numbers: Iterable[str]) -> re.Pattern[str]:
    """Write a pattern for the line that opens a chapter, with its title behind a stop where it stands there."""
    before, _, behind = line.partition("{n}")
    words = "|".join(re.escape(form) for form in dict.fromkeys((before, before.upper())))
    return re.compile(f"(?:{words})({_marked(numbers, _DIVISION_NUMBER)}){re.escape(behind)}"
                      r"(?:[ \t\u3000]?[.:：．、–—][ \t\u3000]?(?=\S)|[ \t\u3000](?=[\u3400-\u9fff])|\s*$)")


def _quoting(ends: Iterable[str], others: Iterable[str]) -> re.Pattern[str]:
    """Write a pattern for a last sentence that announces the text of a document, in words of which none are others."""
    not_in_it = "".join(f"(?!{re.escape(word)})" for word in others)
    announced = _marked(ends, "(?!)")
    return re.compile(f"(?:^|[.。]\\s?)(?:{not_in_it}[^.。]){{0,300}}(?:{announced})\\s?[:：]$", re.IGNORECASE)


def _marked(words: Iterable[str], first: str = "") -> str:
    """Write alternatives of a pattern: the first, which is a pattern itself, and literal words behind it."""
    forms = [form for word in words for form in _composed_or_not(word)]
    return "|".join([first, *map(re.escape, sorted(forms, key=len, reverse=True))])


def _composed_or_not(word: str) -> tuple[str, ...]:
    """Return a word with its accents as one letter and, where that differs, behind it: a text may be in either form."""
    return tuple(dict.fromkeys((word, unicodedata.normalize("NFD", word))))


def classify(text: str, words: LayoutWords) -> Iterator[Line]:
    """Yield the lines of a text in order; together they cover it exactly."""
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        stop, end = (len(text), len(text)) if newline < 0 else (newline, newline + 1)
        yield _line(text, start, stop, end, words)
        start = end


def _line(text: str, start: int, stop: int, end: int, words: LayoutWords) -> Line:
    line = text[start:stop] if stop - start <= 2000 else text[start : start + 2000]
    stripped = _SPACES.sub(" ", line).strip() if _SIGN.search(line) else line.strip()
    if not stripped:
        return Line(LineKind.BLANK, start, start, stop, end)
    if _RULE.fullmatch(line):
        return Line(LineKind.RULE, start, start, stop, end)
    lead = start + len(line) - len(line.lstrip())
    if found := words.annex.fullmatch(stripped):
        number = next((group for group in found.groups() if group), "")
        return Line(LineKind.ANNEX, start, lead, stop, end, words.annex_numbers.get(number, number.upper()))
    if words.contents.fullmatch(stripped):
        return Line(LineKind.CONTENTS, start, lead, stop, end)
    if len(stripped) <= _LONGEST_HEADING:
        for sort, heading in words.decisions:
            if found := heading.fullmatch(stripped):
                return Line(LineKind.DECISION, start, lead, stop, end,
                            words.decision_numbers.get(found.group(1), found.group(1)), sort=sort)
    for rank, opening in enumerate(words.divisions):
        found = opening.match(line, lead - start)
        if found and not stripped.endswith((".", "。", ";", "；", ",")):
            mark = words.division_numbers.get(found.group(1).casefold(), found.group(1).upper())
            return Line(LineKind.DIVISION, start, start + found.end(), stop, end, mark, sort=str(rank))
    if _IMPRINT.fullmatch(stripped):
        return Line(LineKind.IMPRINT, start, lead, stop, end)
    if words.appendix.fullmatch(stripped):
        return Line(LineKind.APPENDIX, start, lead, stop, end)
    for kind, pattern in ((LineKind.NUMBERED, words.numbered), (LineKind.LETTERED, words.lettered),
                          (LineKind.CAPITAL, words.capital)):
        if (found := pattern.match(line)) and found.end() < len(line):
            mark = _mark(next(mark for mark in found.groups()[2:] if mark), words)
            indented = bool(_SIGN.sub("", found.group(1)) or found.group(2))
            return Line(kind, start, start + found.end(), stop, end, mark, indented)
    if (found := _FOOTNOTE.match(line)) and found.end() < len(line):
        return Line(LineKind.FOOTNOTE, start, start + found.end(), stop, end, found.group(1))
    if (found := _BULLET.match(line)) and found.end() < len(line):
        return Line(LineKind.BULLET, start, start + found.end(), stop, end, found.group(1))
    if "\t" in line.strip(" ") or _PIPES.fullmatch(line):
        return Line(LineKind.ROW, start, start, stop, end)
    return Line(LineKind.PLAIN, start, lead, stop, end)


def leads_to_page(text: str, line: Line) -> bool:
    """Tell whether a line is one of a table of contents: it ends in leaders or a tab, and the number of a page."""
    last = text[max(line.start, line.stop - _LONGEST_HEADING) : line.stop]
    return any(True for found in _PAGE_NUMBER.finditer(last) if found.end() == len(last))


def _mark(written: str, words: LayoutWords) -> str:
    """Return a mark as the tree keeps it: digits and Latin letters of the usual width."""
    if (composed := unicodedata.normalize("NFC", written)) in words.marks:
        return words.marks[composed]
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char
                   for char in unicodedata.normalize("NFKC", written))
