"""Tells the lines at the foot of a page that are footnotes, and the rules that are drawn with letters above them.

Must not join lines, nor drop any but rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from treatygraph.convert.blocks import ENDS_SENTENCE, FOOTNOTE_MARK
from treatygraph.convert.page_lines import PageLine, Segment

_SMALLER = 0.93
_TIGHT = 1.7
_RULE = re.compile(r"\s*_(?:\s?_){4,}\s*")


def is_rule(line: PageLine) -> bool:
    """Tell whether a line is a rule drawn with low lines."""
    return _RULE.fullmatch(line.text) is not None


def mark_notes(pages: Sequence[list[PageLine]]) -> list[PageLine]:
    """Mark the lines of each page that are footnotes, take the rules out of the pages, and return the rules.

    Footnotes stand below a rule; or are smaller than the text and open with a mark; or open with a mark that the page
    prints above. What stands there without a mark goes on with the last footnote of the page before.
    """
    rules: list[PageLine] = []
    unfinished = False
    for page in pages:
        first = _first(page, unfinished)
        for line in page[first:]:
            if not is_rule(line):
                line.note = True
                line.segments = [Segment(line.text.strip(), line.left, line.right)]
        rules += [line for line in page if is_rule(line)]
        kept = [line for line in page if not is_rule(line)]
        for above, below in pairwise(page):
            if is_rule(above) and below.pitch is not None and above.pitch is not None:
                below.pitch += above.pitch
        page[:] = kept
        if kept and kept[-1].note:
            unfinished = not kept[-1].text.rstrip().endswith(ENDS_SENTENCE)
        elif kept:
            unfinished = False
    return rules


def _first(page: Sequence[PageLine], unfinished: bool) -> int:
    """Return the index of the first line of a page that belongs to its footnotes."""
    rule = next((at for at in range(len(page) - 1, -1, -1) if is_rule(page[at])), None)
    tail = len(page)
    while tail > 0 and (page[tail - 1].size < _SMALLER or is_rule(page[tail - 1])):
        tail -= 1
    if rule is not None and rule + 1 < len(page) and (
            tail <= rule + 1 or FOOTNOTE_MARK.match(page[rule + 1].text.strip())):
        return rule
    small = next((at for at, line in enumerate(page) if at > 0 and line.size < _SMALLER
                  and FOOTNOTE_MARK.match(line.text.strip()) and tail <= at + 1), None)
    if small is not None:
        return max(tail, 1) if unfinished and tail < small else small
    if unfinished and 0 < tail < len(page):
        return tail
    return _of_full_size(page)


def _of_full_size(page: Sequence[PageLine]) -> int:
    """Return the first of the lines at the foot that are as tall as the text and open with a mark printed above."""
    close = len(page)
    while close > 0 and ((pitch := page[close - 1].pitch) is None or pitch < _TIGHT
                         or FOOTNOTE_MARK.match(page[close - 1].text.strip())):
        close -= 1
    above: set[str] = set()
    marks = [set(FOOTNOTE_MARK.findall(line.text)) for line in page]
    for at, line in enumerate(page):
        found = FOOTNOTE_MARK.match(line.text.strip())
        if found and at > 0 and found.group() in above and at + 1 >= close:
            return at
        above |= marks[at]
    return len(page)
