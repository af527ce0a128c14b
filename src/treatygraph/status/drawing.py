"""Draws numbers as bars and stretches of time as a timeline, as plain text and as accessible SVG.

Must not know what the numbers or the days mean, and puts no script into what it draws.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

# One sign and one colour for each kind of thing drawn, in the order of the legend: dark to light, so that
# they stay apart in print and for readers who do not tell colours apart.
_SIGNS = ("█", "▓", "▒", "░", "·")
_COLOURS = ("#14532d", "#b45309", "#9f1239", "#7c6fae", "#a3a9b3")
_INK, _PAPER, _RULE = "#1f2933", "#ffffff", "#9aa5b1"
_FONT = 'font-family="sans-serif"'


@dataclass(frozen=True)
class Bar:
    """A line of bars: its label, and one number for each kind of the legend, in the legend's order."""

    label: str
    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        """The numbers that are not nothing, each with the sign of its kind, so that a line is read by itself."""
        signed = zip(self.numbers, _SIGNS, strict=False)
        return "  ".join(f"{number} {sign}" for number, sign in signed if number) or "0"


@dataclass(frozen=True)
class Stretch:
    """A stretch of time: its kind in the legend, from when (inside) until when (outside), and in words."""

    kind: int
    start: date
    end: date
    words: str


@dataclass(frozen=True)
class Track:
    """A line of a timeline: its label and its stretches."""

    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Timeline:
    """A timeline: its legend, its lines, the time it shows, and days marked across all lines."""

    legend: tuple[str, ...]
    tracks: tuple[Track, ...]
    start: date
    end: date
    marks: tuple[tuple[date, str], ...] = ()


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes; wide characters take two.

    >>> width_of("Fiji"), width_of("斐济")
    (4, 4)
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _cells(numbers: Sequence[float], width: int) -> list[int]:
    """Share `width` cells out in proportion, by largest remainder; what is not nothing gets a cell."""
    total = sum(numbers)
    if not total:
        return [0 for _ in numbers]
    exact = [number / total * width for number in numbers]
    shares = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_rest[: width - sum(shares)]:
        shares[index] += 1
    for index, number in enumerate(numbers):
        largest = max(range(len(shares)), key=lambda i: (shares[i], -i))
        if number and not shares[index] and shares[largest] > 1:
            shares[index], shares[largest] = 1, shares[largest] - 1
    return shares


def legend_text(legend: Sequence[str]) -> str:
    """Return the signs with what they stand for, one a line."""
    return "\n".join(f"{_SIGNS[kind]} {words}" for kind, words in enumerate(legend))


def bars_text(legend: Sequence[str], bars: Sequence[Bar], width: int = 50) -> str:
    """Draw bars as lines of text; the longest bar takes `width` columns, and its numbers stand behind it."""
    margin = max((width_of(bar.label) for bar in bars), default=0)
    longest = max((sum(bar.numbers) for bar in bars), default=0) or 1
    lines = [legend_text(legend)]
    for bar in bars:
        room = round(sum(bar.numbers) / longest * width)
        drawn = "".join(sign * share for sign, share in zip(_SIGNS, _cells(bar.numbers, room), strict=False))
        lines.append(f"{_padded(bar.label, margin)}  {_padded(drawn, width)}  {bar.words}")
    return "\n".join(lines)


def timeline_text(timeline: Timeline, width: int = 60) -> str:
    """Draw a timeline as lines of text, a column for each equal share of the time shown."""
    margin = max((width_of(track.label) for track in timeline.tracks), default=0)
    lines = [legend_text(timeline.legend)]
    axis = [" "] * width
    for year in _years(timeline, width // 6):
        column = _column(timeline, date(year, 1, 1), width)
        if column + len(str(year)) <= width:
            axis[column : column + len(str(year))] = str(year)
    lines.append(f"{_padded('', margin)}  {''.join(axis).rstrip()}")
    for track in timeline.tracks:
        row = [" "] * width
        for stretch in track.stretches:
            first, last = (_column(timeline, day, width) for day in (stretch.start, stretch.end))
            for column in range(first, max(last, first + 1)):
                if column < width:
                    row[column] = _SIGNS[stretch.kind]
        lines.append(f"{_padded(track.label, margin)}  {''.join(row).rstrip()}".rstrip())
    for day, words in timeline.marks:
        column = min(_column(timeline, day, width), width - 1)
        told = f"{day}: {words}"
        # Beside the mark, on the side where there is room.
        behind = column + 2 + width_of(told) <= width or width_of(told) >= column
        mark = f"{' ' * column}^ {told}" if behind else f"{' ' * (column - 1 - width_of(told))}{told} ^"
        lines.append(f"{_padded('', margin)}  {mark}")
    return "\n".join(lines)


def _share(timeline: Timeline, day: date) -> float:
    whole = max((timeline.end - timeline.start).days, 1)
    return min(max((day - timeline.start).days / whole, 0.0), 1.0)


def _column(timeline: Timeline, day: date, width: int) -> int:
    return int(_share(timeline, day) * width)


def _years(timeline: Timeline, most: int) -> list[int]:
    """Return at most so many years to write on the axis, evenly apart, all inside the time shown."""
    inside = [
        year
        for year in range(timeline.start.year, timeline.end.year + 1)
        if timeline.start <= date(year, 1, 1) <= timeline.end
    ]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if len(inside) <= step * max(most, 1))
    return [year for year in inside if year % step == 0]


# ---- SVG


def bars_svg(title: str, description: str, legend: Sequence[str], bars: Sequence[Bar]) -> str:
    """Draw bars as an SVG image of its own, with title and description for those who do not see it."""
    longest = max((sum(bar.numbers) for bar in bars), default=0) or 1
    left, room, row = _margin([bar.label for bar in bars]), 480, 26
    top, parts = _head_height(legend), []
    for place, bar in enumerate(bars):
        y = top + place * row
        at = float(left)
        words = [f"{number} {name}" for number, name in zip(bar.numbers, legend, strict=True) if number]
        parts.append(_text(left - 8, y + 15, bar.label, anchor="end"))
        parts.append(f"<g><title>{escape(bar.label)}: {escape(', '.join(words) or '0')}</title>")
        for kind, number in enumerate(bar.numbers):
            if number:
                length = number / longest * room
                parts.append(_box(at, y + 2, length, 18, kind))
                at += length
        parts.append(f"</g>{_text(at + 6, y + 15, ', '.join(words) or '0')}")
    return _image(title, description, left + room + 420, top + len(bars) * row + 10, _legend(legend) + parts)


def timeline_svg(title: str, description: str, timeline: Timeline) -> str:
    """Draw a timeline as an SVG image of its own, with title and description for those who do not see it."""
    left, room, row = _margin([track.label for track in timeline.tracks]), 720, 18
    top = _head_height(timeline.legend) + 16
    bottom = top + len(timeline.tracks) * row
    parts = []
    for year in _years(timeline, room // 48):
        x = left + _share(timeline, date(year, 1, 1)) * room
        parts.append(
            f'<line x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{bottom}" stroke="{_RULE}" '
            'stroke-width="0.5"/>'
        )
        parts.append(_text(x, top - 8, str(year), anchor="middle"))
    for place, track in enumerate(timeline.tracks):
        y = top + place * row
        parts.append(_text(left - 8, y + 12, track.label, anchor="end"))
        parts.append(
            f"<g><title>{escape(track.label)}: "
            f"{escape('; '.join(stretch.words for stretch in track.stretches) or '-')}</title>"
        )
        for stretch in track.stretches:
            x = left + _share(timeline, stretch.start) * room
            length = (_share(timeline, stretch.end) - _share(timeline, stretch.start)) * room
            parts.append(_box(x, y + 2, max(length, 1.5), row - 5, stretch.kind))
        parts.append("</g>")
    for place, (day, words) in enumerate(timeline.marks):
        x = left + _share(timeline, day) * room
        parts.append(
            f'<line x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{bottom + 6 + place * 16}" '
            f'stroke="{_INK}" stroke-width="1.5" stroke-dasharray="4 2"/>'
        )
        anchor = "end" if x > left + room / 2 else "start"
        parts.append(
            _text(x + (-4 if anchor == "end" else 4), bottom + 14 + place * 16, f"{day}: {words}", anchor)
        )
    height = bottom + 20 + len(timeline.marks) * 16
    return _image(title, description, left + room + 40, height, _legend(timeline.legend) + parts)


def _margin(labels: Sequence[str]) -> int:
    return 24 + 7 * max((width_of(label) for label in labels), default=0)


def _head_height(legend: Sequence[str]) -> int:
    return 44 + 18 * len(legend)


def _legend(legend: Sequence[str]) -> list[str]:
    parts = []
    for kind, words in enumerate(legend):
        parts += [_box(12, 36 + kind * 18, 12, 12, kind), _text(30, 46 + kind * 18, words)]
    return parts


def _box(x: float, y: float, width: float, height: float, kind: int) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{_COLOURS[kind]}" '
        f'stroke="{_PAPER}" stroke-width="0.5"/>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="{_INK}">'
        f"{escape(words)}</text>"
    )


def _image(title: str, description: str, width: int, height: int, parts: Sequence[str]) -> str:
    # The ids tell two drawings on one page apart.
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "drawing"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{name}-title {name}-description" {_FONT}>'
    )
    return "\n".join(
        [
            head,
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-description">{escape(description)}</desc>',
            f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
            f'<text x="12" y="22" font-size="15" font-weight="bold" fill="{_INK}">{escape(title)}</text>',
            *parts,
            "</svg>",
            "",
        ]
    )
