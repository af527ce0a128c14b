"""Tells what kind of line each line of a text is: blank, numbered, lettered, table row, footnote, heading or plain.

Must not relate lines to each other; the tree does that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
    ANNEX = "annex"
    APPENDIX = "appendix"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: offsets of its start, of its words and of its end before and after the line end, and its mark.

    `mark` is the printed number, letter or footnote sign without punctuation; `indented` tells whether white
    space or a bullet stands before the mark.
    """

    kind: LineKind
    start: int
    body: int
    stop: int
    end: int
    mark: str = ""
    indented: bool = False


@dataclass(frozen=True)
class LayoutWords:
    """The few words of a language that the layout hangs on, as regular expressions over whole lines."""

    annex: re.Pattern[str]
    appendix: re.Pattern[str]

    @classmethod
    def from_data(cls, layout: dict[str, Any]) -> LayoutWords:
        """Build from a language file's [layout] section: lists of literal words for `annex` and `appendix`."""
        return cls(_any_of(layout.get("annex", [])), _any_of(layout.get("appendix", [])))


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Make a pattern for whole lines; `*` in a word stands for any run of characters."""
    alternatives = [re.escape(word).replace(r"\*", ".{0,120}?") for word in words]
    return re.compile(f"(?:{'|'.join(alternatives) or '(?!)'})", re.IGNORECASE)


# Full-width digits, letters and stops are the same marks in another width. Quantifiers are bounded, so that a
# line of one repeated character costs no more than a line of words.
_RULE = re.compile(r"[\s|]*[-=_]{3,}[-=_|\s:]*")
_FOOTNOTE = re.compile(r"[ \t\u3000]{0,40}[\[［]([^\]］\s]{1,4})[\]］][ \u3000]*")
_NUMBERED = re.compile(r"([ \t\u3000]{0,40})((?:[-•–][ \u3000]*)?)([0-9０-９]{1,4})[.．、)][ \t\u3000]*(?=\D|$)")
_LETTERED = re.compile(r"([ \t\u3000]{0,40})((?:[-•–][ \u3000]*)?)[(（]([A-Za-zａ-ｚ]{1,5})[)）][ \t\u3000]*")
_CAPITAL = re.compile(r"([ \t\u3000]{0,40})()([A-ZＡ-Ｚ])[.．、](?:[ \t\u3000]+|(?=[\u2e80-\u9fff\u3008-\u300f]))")


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
    stripped = line.strip()
    if not stripped:
        return Line(LineKind.BLANK, start, start, stop, end)
    if _RULE.fullmatch(line):
        return Line(LineKind.RULE, start, start, stop, end)
    lead = start + len(line) - len(line.lstrip())
    if words.annex.fullmatch(stripped):
        return Line(LineKind.ANNEX, start, lead, stop, end)
    if words.appendix.fullmatch(stripped):
        return Line(LineKind.APPENDIX, start, lead, stop, end)
    for kind, pattern in ((LineKind.NUMBERED, _NUMBERED), (LineKind.LETTERED, _LETTERED), (LineKind.CAPITAL, _CAPITAL)):
        if (found := pattern.match(line)) and found.end() < len(line):
            mark = unicodedata.normalize("NFKC", found.group(3))
            indented = bool(found.group(1) or found.group(2))
            return Line(kind, start, start + found.end(), stop, end, mark, indented)
    if (found := _FOOTNOTE.match(line)) and found.end() < len(line):
        return Line(LineKind.FOOTNOTE, start, start + found.end(), stop, end, found.group(1))
    if "\t" in line.strip(" "):
        return Line(LineKind.ROW, start, start, stop, end)
    return Line(LineKind.PLAIN, start, lead, stop, end)
