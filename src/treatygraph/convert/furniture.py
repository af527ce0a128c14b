"""Finds page furniture: page numbers, running heads and running feet between the pages of a text.

Must not drop a line; it names the lines to drop and says why.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DEEPEST = 3
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_LONGEST = 120
# A running foot stands on a good part of the pages; the odd ones may have another than the even ones.
_SHARE_OF_FEET = 0.25
_BARCODE = re.compile(r"(?<!\S)\*\s?\d{5,12}\s?\*(?!\S)")
_GOES_ON = re.compile(r"/ ?(?:\.{3}|…)")
_ROMAN = re.compile(r"[ivxl]{1,7}", re.IGNORECASE)
_TELLING = 6
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line to drop: its page, its index among the page's lines, and what it is."""

    page: int
    line: int
    what: str


class PageNumbers:
    """Recognises page numbers by the words that languages print around them: `Page 3`, `3/12`, `- 3 -`."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take patterns in which `#` stands for the number, such as `Page # of #`."""
        forms = [re.escape(word).replace(r"\#", "#").replace(r"\ ", r"\s*") for word in words]
        self._forms = [re.compile(form.replace("#", r"(\d{1,4})", 1).replace("#", r"\d{1,4}"), re.IGNORECASE)
                       for form in forms]

    def number(self, line: str) -> int | None:
        """Return the page number that a line prints and nothing else, or None."""
        words = line.strip()
        if len(words) > 40:
            return None
        found = next((hit for form in self._forms if (hit := form.fullmatch(words))), None)
        return int(found.group(1)) if found else None

    def spelt_out(self, line: str) -> bool:
        """Tell whether a line prints a page number with a word that says so, and nothing else."""
        return any(char.isalpha() for char in line) and self.number(line) is not None


def find_furniture(pages: Sequence[Sequence[str]], numbers: PageNumbers, job: re.Pattern[str]) -> list[Furniture]:
    """Return the lines at the edges of pages that belong to the page, not to the text.

    Page numbers count where they run on from page to page; other lines where they are printed at the edge of more
    than one page, the page's own number left aside. At the head of the first page they stay: there they are the
    document's own head. A job number (`job`) is furniture wherever it stands at an edge.
    """
    if len(pages) < 2:
        return [Furniture(page, line, what) for page, lines in enumerate(pages) for line in _edges(lines)
                if (what := _of_printing(lines[line], numbers, job))]
    numbered, shift = _numbered(pages, numbers)
    found = {(page, line): Furniture(page, line, "page number") for page, line in numbered}
    found |= {(page, line): Furniture(page, line, what) for page, lines in enumerate(pages)
              for line in _edges(lines) if (what := _of_printing(lines[line], numbers, job))}
    for _ in range(_DEEPEST):
        _repeated(pages, shift, found)
    return [found[key] for key in sorted(found)]


def _repeated(pages: Sequence[Sequence[str]], shift: int, found: dict[tuple[int, int], Furniture]) -> None:
    """Add the outermost lines, furniture left aside, that are printed at the same edge of other pages too.

    Lines behind them count only once they are furniture: what is repeated within the text of pages is text. So is what
    ends a few pages alike, such as the last line of an address in notes; a running foot stands on more of them.
    """
    edges = [_outermost(lines, page, found) for page, lines in enumerate(pages)]
    keys = [{index: _sided(lines, index, page + shift) for index in edge if len(lines[index].strip()) <= _LONGEST}
            for page, (lines, edge) in enumerate(zip(pages, edges, strict=True))]
    printed = Counter(key for edge in keys[1:] for key in set().union(*edge.values()))
    # The head of the first page is the document's own, however deep it stands.
    own = {index for index in _edges(pages[0]) if index < len(pages[0]) / 2} | set(keys[0])
    printed.update(set().union(*(_sided(pages[0], index, shift) for index in own)))
    fewest = {True: 2, False: max(2, math.ceil(len(pages) * _SHARE_OF_FEET))}
    repeated = {key for key, times in printed.items() if times >= fewest[key[0]] and len(key[1]) > 1}
    feet = {key[1] for edge in keys[1:] for both in edge.values() for key in both if key in repeated and not key[0]}
    for page, edge in enumerate(keys):
        for index, both in edge.items():
            top = index < len(pages[page]) / 2
            if page == 0 and (top or not any(_is_foot(key, feet) for _, key in both)):
                continue
            if page == 0 or both & repeated:
                what = "running head" if top else "running foot"
                found.setdefault((page, index), Furniture(page, index, what))


def _sided(lines: Sequence[str], index: int, number: int) -> set[tuple[bool, str]]:
    """Return the keys of a line, each with whether it stands at the head of its page."""
    return {(index < len(lines) / 2, key) for key in _keys(lines[index], number)}


def _outermost(lines: Sequence[str], page: int, found: dict[tuple[int, int], Furniture]) -> list[int]:
    """Return the first and the last line of a page that are not furniture yet, where they lie at its edges."""
    edges = [index for index in _edges(lines) if (page, index) not in found]
    filled = [index for index, line in enumerate(lines) if line.strip() and (page, index) not in found]
    return sorted({*edges} & {*filled[:1], *filled[-1:]})


def _of_printing(line: str, numbers: PageNumbers, job: re.Pattern[str]) -> str:
    """Say what a line is that prints nothing but a job number, its bar code, and perhaps a page number beside it."""
    words = line.strip()
    if len(words) > _LONGEST:
        return ""
    rest = _BARCODE.sub(" ", job.sub(" ", words)).strip()
    if rest == words:
        return "mark of a page that goes on" if _GOES_ON.fullmatch(words) else ""
    if not rest or _GOES_ON.fullmatch(rest):
        return "job number"
    return "page number" if numbers.number(rest) is not None or _ROMAN.fullmatch(rest) else ""


def _numbered(pages: Sequence[Sequence[str]], numbers: PageNumbers) \
        -> tuple[set[tuple[int, int]], int]:
    """Return the page numbers at the edges that run on from page to page, and by how much they exceed the index."""
    at: dict[int, dict[int, int]] = {}
    for page, lines in enumerate(pages):
        for index in _edges(lines):
            number = numbers.number(lines[index])
            if number is not None:
                at.setdefault(page, {}).setdefault(number - page, index)
    shifts = Counter(shift for shown in at.values() for shift in shown)
    best = max(shifts, key=lambda shift: (shifts[shift], -abs(shift)), default=None)
    spelt = {(page, index) for page, shown in at.items() for index in shown.values()
             if numbers.spelt_out(pages[page][index])}
    if best is None or (shifts[best] < 2 and not (len(pages) == 2 and best == 1)):
        return spelt, 1
    return spelt | {(page, shown[best]) for page, shown in at.items() if best in shown}, best


def _edges(lines: Sequence[str]) -> list[int]:
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:_DEEPEST], *filled[-_DEEPEST:]})


def _keys(text: str, number: int) -> set[str]:
    """Return a line as it stands, and without the number of its page: one of them is the same on other pages."""
    words = _SPACES.sub(" ", text.strip())
    return {words, _DIGITS.sub(lambda found: "#" if found.group() == str(number) else found.group(), words)}


def _is_foot(key: str, feet: set[str]) -> bool:
    """Tell whether a line at the foot of the first page belongs to it: a foot of others, or opened by its number.

    The first page of a report prints its job number with more behind it than the other pages do.
    """
    openings = {word for foot in feet for word in foot.split() if len(word) >= _TELLING and _DIGITS.search(word)}
    return key in feet or (len(key) <= _SHORT and key.startswith(tuple(openings)))
