"""Reads a text that was copied out of a printed page: hard-wrapped lines, page numbers and running heads between.

Must not touch a text whose paragraphs stand on lines of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from treatygraph.convert.blocks import ENDS, MARKED, Converted, is_wide
from treatygraph.convert.flow import Flow
from treatygraph.convert.furniture import PageNumbers
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.wording import unfold_glyphs, wording

_SLACK = 0.18
_NARROWEST, _WIDEST = 20, 160
_FEWEST_WRAPPED = 3
_FEWEST_HEADS = 3
_CELLS = re.compile(r"(?<=\S) {3,}(?=\S)")
_APART = 1000.0
_EDGE = 3
_NOTE = re.compile(r"\s*([*†‡§¶]{1,4})(?=\s|[^\s*†‡§¶]|$)\s*")
_DEEPEST_NOTES = 15


def wrapped(text: str) -> bool:
    """Tell whether a text looks copied out of pages: form feeds, or most long lines breaking off in a sentence."""
    if "\f" in text:
        return True
    lines = text.split("\n")
    widths = sorted(_width(line) for line in lines if line.strip() and "\t" not in line)
    if not widths or widths[-1] > 2 * _WIDEST or widths[int((len(widths) - 1) * 0.9)] > _WIDEST:
        return False
    widest = widths[int((len(widths) - 1) * 0.9)]
    if widest < _NARROWEST:
        return False
    full = [(above, below) for above, below in pairwise(lines)
            if _width(above) >= widest * 0.8 and below.strip() and "\t" not in above + below]
    broken = sum(not above.rstrip().endswith(ENDS) and not MARKED.match(below) for above, below in full)
    return broken >= _FEWEST_WRAPPED and broken * 2 >= len(full)


def convert_plain(text: str) -> Converted:
    """Return the blocks of a text, its lines joined into paragraphs and the furniture of its pages left out."""
    converted = Converted()
    plain = unfold_glyphs(text)
    if plain != text:
        count = sum(a != b for a, b in zip(text, plain, strict=False))
        converted.note("glyphs-unfolded", f"{count} ligatures, radicals or presentation forms were written as the "
                       "letters they stand for")
    pages = [_with_notes(_page(lines, number)) for number, lines in enumerate(_pages(plain))]
    return Flow([page for page in pages if page], _SLACK, 1.0, converted).run()


def _pages(text: str) -> list[list[str]]:
    """Cut the text into pages: at form feeds, else behind page numbers and running heads that stand between lines."""
    if "\f" in text:
        return [page.split("\n") for page in text.split("\f")]
    lines = text.split("\n")
    cuts = _breaks(lines)
    return [lines[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


def _breaks(lines: Sequence[str]) -> list[int]:
    """Return the indices of the lines that begin a page, where furniture shows them."""
    numbers = PageNumbers(wording().page_numbers)
    at = [(index, number) for index, line in enumerate(lines) if (number := numbers.number(line)) is not None]
    chain = [pair for pair in at if numbers.spelt_out(lines[pair[0]])] or _chain(at)
    if chain:
        return [index + 1 for index, _ in chain]
    times = Counter(line.strip() for line in lines if line.strip() and "\t" not in line)
    heads = {line for line, count in times.items() if count >= _FEWEST_HEADS and not MARKED.match(line)
             and len(line) < 100 and _interrupts(lines, line)}
    return [index for index, line in enumerate(lines) if line.strip() in heads
            and not any(other.strip() in heads for other in lines[max(0, index - 2) : index])]


def _chain(at: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of bare numbers that count up one by one, some lines apart; at least three of them."""
    best: list[tuple[int, int]] = []
    length: dict[int, list[tuple[int, int]]] = {}
    for index, number in at:
        before = length.get(number - 1, [])
        run = [*before, (index, number)] if not before or index - before[-1][0] > 2 * _EDGE else [(index, number)]
        if len(run) > len(length.get(number, [])):
            length[number] = run
        best = max(best, run, key=len)
    return best if len(best) >= 3 else []


def _interrupts(lines: Sequence[str], head: str) -> bool:
    """Tell whether a line stands, at least once, where a sentence goes on behind it."""
    for index, line in enumerate(lines):
        if line.strip() != head:
            continue
        above = next((other for other in reversed(lines[max(0, index - _EDGE) : index]) if other.strip()), "")
        below = next((other for other in lines[index + 1 : index + 1 + _EDGE] if other.strip()), "")
        if len(above) > _NARROWEST and not above.rstrip().endswith(ENDS) and below and not MARKED.match(below):
            return True
    return False


def _page(lines: Sequence[str], number: int) -> list[PageLine]:
    found: list[PageLine] = []
    blanks = 0
    for line in lines:
        if not line.strip():
            blanks += 1
            continue
        pitch = None if not found else 1.0 + blanks
        found.append(PageLine(_segments(line), pitch, 1.0, number))
        blanks = 0
    return found


def _with_notes(lines: list[PageLine]) -> list[PageLine]:
    """Mark the footnotes at the foot of a page: lines from one that begins with a sign which the page prints above."""
    for at in range(max(1, len(lines) - _DEEPEST_NOTES), len(lines)):
        found = _NOTE.match(lines[at].text)
        carrier = next((line for line in reversed(lines[:at]) if found and found.group(1) in line.text), None)
        if found is None or carrier is None:
            continue
        mark = found.group(1)
        for segment in carrier.segments:
            segment.text = segment.text.replace(mark, f"[{mark}]", 1)
        words = f"[{mark}] {lines[at].text[found.end():]}".rstrip()
        lines[at].segments = [Segment(words, lines[at].left, lines[at].right)]
        for line in lines[at:]:
            line.note = True
        break
    return lines


def _segments(line: str) -> list[Segment]:
    """Cut a line at tabs or at wide gaps; places are counted in columns of a terminal, two for a wide letter.

    What tabs part are cells, wherever they stand: each is put in a column of its own, far from the others.
    """
    if "\t" in line.strip():
        cells = enumerate(line.strip(" ").split("\t"))
        return [Segment(cell, at * _APART, at * _APART + 1) for at, cell in cells if cell.strip()]
    found: list[Segment] = []
    indent = len(line) - len(line.lstrip(" \u3000\t"))
    at = float(_width(line[:indent]))
    begin = indent
    for gap in [*_CELLS.finditer(line, indent), None]:
        words = line[begin : gap.start() if gap else len(line)]
        width = _width(words)
        if words.strip():
            if found and MARKED.fullmatch(found[-1].text.strip() + " "):
                found[-1] = Segment(f"{found[-1].text} {words}", found[-1].left, at + width)
            else:
                found.append(Segment(words, at, at + width))
        at += width + (_width(gap.group()) if gap else 0)
        begin = gap.end() if gap else len(line)
    return found


def _width(text: str) -> int:
    return sum(8 if char == "\t" else 2 if is_wide(char) else 1 for char in text)
