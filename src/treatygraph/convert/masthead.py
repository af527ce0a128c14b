"""Rebuilds the head of a first page that is set in two columns: what stands at the left, then what stands at the right.

Must not touch a table, nor anything below the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from treatygraph.convert.blocks import MARKED, joined
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.wording import wording

_DEEPEST = 16
_MOST_AT_RIGHT = 9
_SHORT = 45
_ALIGNED = 3.0
_OTHER_SIZE = 0.1
_CLOSE = 1.6
_TALL = 1.12


def masthead(lines: Sequence[PageLine]) -> tuple[list[PageLine], int]:
    """Return the lines of a masthead, one column after the other, and how many lines of the page they replace.

    Lines of the left column that are set alike and close together are one line. Nothing is returned, and 0, where
    the page does not begin with a masthead.
    """
    edge = _edge(lines)
    if edge is None:
        return [], 0
    end = 0
    for at, line in enumerate(lines[:_DEEPEST]):
        if any(segment.left < edge < segment.right - 1 for segment in line.segments) or MARKED.match(line.text):
            break
        if any(segment.left >= edge for segment in line.segments):
            end = at + 1
    region = lines[:end]
    right = [segment for line in region for segment in line.segments if segment.left >= edge]
    left = [segment for line in region for segment in line.segments if segment.left < edge]
    if len(right) < 2 or len(right) > _MOST_AT_RIGHT or not left or not _is_head(region, right, edge):
        return [], 0
    page = lines[0].page
    found = [PageLine([segment], None, segment.size, page, head=True) for segment in _rejoined(left)]
    found += [PageLine([segment], None, segment.size, page, head=True) for segment in right]
    return found, end


def _edge(lines: Sequence[PageLine]) -> float | None:
    """Return where the right column begins: the left end of words that say so, or of what stands below them."""
    width = max((line.right for line in lines), default=0.0)
    starts = [segment.left for line in lines[:_DEEPEST] for segment in line.segments
              if segment.left > width * 0.4 and segment.text.strip().lower().startswith(wording().masthead)]
    return min(starts) - _ALIGNED if starts else None


def _is_head(region: Sequence[PageLine], right: Sequence[Segment], edge: float) -> bool:
    """Tell whether lines in two columns are a masthead: short words at the right, flush with each other."""
    flush = sum(segment.left - edge < 2 * _ALIGNED for segment in right)
    return all(len(segment.text.strip()) <= _SHORT for segment in right) and flush * 2 >= len(right) \
        and all(line.page == region[0].page for line in region)


def _rejoined(left: Sequence[Segment]) -> list[Segment]:
    """Join segments of the left column that are set alike, close to each other, and broken only by the column's end."""
    found: list[Segment] = []
    widest = max(segment.right for segment in left)
    for segment in left:
        above = found[-1] if found else None
        if above is not None and _alike(above, segment, widest) and above.base - segment.base <= _CLOSE * segment.size:
            found[-1] = replace(segment, text=joined([above.text.strip(), segment.text.strip()]))
        else:
            found.append(replace(segment, text=segment.text.strip()))
    return found


def _alike(above: Segment, below: Segment, widest: float) -> bool:
    if abs(above.size - below.size) > _OTHER_SIZE * above.size or abs(above.left - below.left) > 1:
        return False
    first = below.text.split()[0] if below.text.split() else ""
    letter = (below.right - below.left) / max(1, len(below.text.strip()))
    full = above.right + (len(first) + 1) * letter > widest
    return above.size > _TALL or below.text.lstrip()[:1].islower() or full
