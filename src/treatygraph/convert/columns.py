"""Reads lines that stand in columns: tables row by row, prose column by column.

Must not join lines of running text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from treatygraph.convert.blocks import ENDS_SENTENCE, is_wide, joined
from treatygraph.convert.page_lines import PageLine, Segment

_TIGHTER = 0.85
_FEWEST_PROSE_LINES = 6
_RAGGED = 0.6
_FLOWING = 0.3
_MANY = 0.6
_NEAR = 0.6
_NARROWEST = 8
_MOST_LINES = 6
_SET_OFF = 1.4

Bands = tuple[tuple[float, float], ...]


def bands(segments: Iterable[Segment], known: Bands = ()) -> Bands:
    """Return the columns in which segments stand, beside those known before: intervals that no gutter cuts."""
    found: list[tuple[float, float]] = []
    for left, right in sorted([*known, *((segment.left, segment.right) for segment in segments)]):
        if found and left <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return tuple(found)


def belongs(line: PageLine, columns: Bands) -> bool:
    """Tell whether every segment of a line stands within one of the columns."""
    return all(_column(segment, columns) is not None for segment in line.segments)


def _column(segment: Segment, columns: Bands) -> int | None:
    for index, (left, right) in enumerate(columns):
        end = columns[index + 1][0] - _NEAR if index + 1 < len(columns) else right + (right - left) + 1
        if left - _NEAR <= segment.left < end and segment.right <= end:
            return index
    return None


def rows(lines: Sequence[PageLine], report: Callable[[str], None],
         join: Callable[[str, str], str] = lambda above, below: joined([above, below])) -> list[str]:
    """Return the rows of a table as tab-separated cells.

    A line without a first cell goes on with the cells above it; so does one that follows closer than rows do.
    `report` is called with the text of each line that was joined to the row above; `join` joins the two.
    """
    columns = bands(segment for line in lines if len(line.segments) > 1 for segment in line.segments)
    pitches = sorted(line.pitch for line in lines[1:] if line.pitch is not None)
    usual = pitches[(len(pitches) * 3) // 4] if pitches else None
    found: list[list[str]] = []
    for line in lines:
        cells = [""] * len(columns)
        for segment in line.segments:
            at = _column(segment, columns)
            cells[at or 0] = joined([cells[at or 0], segment.text])
        tight = bool(usual and line.pitch is not None and line.pitch < usual * _TIGHTER)
        if found and (not cells[0] or tight):
            found[-1] = [join(above, below) for above, below in zip(found[-1], cells, strict=True)]
            report(line.text)
        else:
            found.append(cells)
    return ["\t".join(cell.strip() for cell in cells) for cells in found]


def whole_rows(lines: Sequence[PageLine], report: Callable[[str], None]) -> list[PageLine]:
    """Join the lines of a first cell that stand above the line which prints the other cells.

    They are set close, apart from what is above and below, and leave the room of the other cells empty.
    `report` is called with the text of each line that was joined.
    """
    result: list[PageLine] = []
    for at, line in enumerate(lines):
        first = len(result)
        below = lines[at + 1] if at + 1 < len(lines) else None
        if len(line.segments) > 1 and line.pitch is not None and _is_set_off(below, line.pitch):
            while first > 0 and len(result) - first < _MOST_LINES and len(result[first - 1].segments) == 1 \
                    and abs(result[first - 1].left - line.left) < _NEAR and result[first - 1].page == line.page \
                    and result[first - 1].right < line.segments[1].left and not result[first - 1].note \
                    and not _is_set_off(result[first] if first < len(result) else line, line.pitch):
                first -= 1
        if first < len(result) and _is_set_off(result[first], line.pitch or 0):
            cell = joined([*(above.text for above in result[first:]), line.segments[0].text])
            whole = replace(line.segments[0], text=cell, right=max(one.right for one in [*result[first:], line]))
            whole.right = min(whole.right, line.segments[1].left - 1)
            for above in result[first:]:
                report(above.text)
            result[first:] = [replace(line, segments=[whole, *line.segments[1:]], pitch=result[first].pitch)]
        else:
            result.append(line)
    return result


def _is_set_off(line: PageLine | None, pitch: float) -> bool:
    """Tell whether a line begins a page, or stands farther from what is above it than lines of a cell do."""
    return line is None or line.pitch is None or line.pitch > pitch * _SET_OFF


def in_reading_order(lines: list[PageLine]) -> tuple[list[PageLine], int]:
    """Put prose set in two columns one column after the other; return the lines and how many were moved.

    Two columns are prose where sentences run on from line to line in both; columns of names do not.
    """
    result: list[PageLine] = []
    moved = 0
    at = 0
    while at < len(lines):
        end = max(_two_columns(lines, at), at + 1)
        region = lines[at:end]
        if _is_prose(region):
            result += _column_by_column(region)
            moved += len(region)
        else:
            result += region
        at = end
    return result, moved


def _column_by_column(region: Sequence[PageLine]) -> list[PageLine]:
    result: list[PageLine] = []
    gutter = bands(segment for line in region for segment in line.segments)[1][0] - _NEAR
    for side in (False, True):
        pitch: float | None = None
        for line in region:
            mine = [segment for segment in line.segments if (segment.left >= gutter) == side]
            pitch = (pitch or 0) + line.pitch if line.pitch is not None else None
            if mine:
                result.append(replace(line, segments=mine, pitch=pitch))
                pitch = 0
    return result


def _two_columns(lines: Sequence[PageLine], begin: int) -> int:
    """Return the index after the lines from `begin` on that stand in the same two columns, or `begin`."""
    columns: Bands = ()
    end = begin
    for line in (lines[at] for at in range(begin, len(lines))):
        grown = bands(line.segments, columns)
        if len(line.segments) > 2 or len(grown) > 2 or (len(grown) == 1 and end > begin):
            break
        columns = grown
        end += 1
    return end if len(columns) == 2 else begin


def _is_prose(region: Sequence[PageLine]) -> bool:
    """Tell whether lines in two columns are running text.

    In both of them many lines fill much of the column, and words go on from line to line: a line begins with a small
    letter, or ends within a sentence where letters are not small or great. Columns of names or of symbols do not.
    """
    columns = bands(segment for line in region for segment in line.segments)
    if len(columns) != 2:
        return False
    gutter = columns[1][0] - _NEAR
    for side, (left, right) in enumerate(columns):
        mine = [segment for line in region for segment in line.segments if (segment.left >= gutter) == bool(side)]
        full = sum(segment.right - left >= (right - left) * _RAGGED for segment in mine)
        on = sum(_goes_on(above.text, below.text) for above, below in pairwise(mine))
        if len(mine) < _FEWEST_PROSE_LINES or right - left < _NARROWEST or full < len(mine) * _MANY \
                or on < len(mine) * _FLOWING:
            return False
    return True


def _goes_on(above: str, below: str) -> bool:
    """Tell whether a sentence runs from one line into the next."""
    first = below.lstrip()[:1]
    if first.islower():
        return True
    return is_wide(first) and not above.rstrip().endswith(ENDS_SENTENCE) and len(above.strip()) >= _NARROWEST
