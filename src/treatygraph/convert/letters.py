"""Gathers the letters of a page into lines: by their baselines, cut where a gap or a gutter parts columns.

Must not join lines into paragraphs, nor open a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from treatygraph.convert.blocks import FOOTNOTE_MARK, MARKED, is_wide
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.raised import as_mark
from treatygraph.convert.spaces import without_strays

_WIDE_GAP = 1.6
_NARROW_GAP = 0.9
_SAME_GUTTER = 0.6
_NEIGHBOURS = 4
_MOST_GAPS = 30
_FEWEST_NEIGHBOURS = 3
_SAME_LINE = 0.45
_SMALLER = 0.85
_RAISED = 0.12
_LOWERED = 0.06
_FAR_RAISED = 0.28
_BESIDE = 0.5
_LONGEST_MARK = 12
_SIGNS = "*†‡§¶"
BLANKS = {"\x00", " ", "\u00a0"}  # NUL stands for a space that the file does not hold

Cut = float
"""A place on a line where a gutter runs."""


@dataclass(slots=True)
class Letter:
    """A letter: where it begins and ends, the height it stands at, its size, and whether it is heavy."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


Run = list[Letter]


def lines_of(letters: list[Letter], page: int, odd: Counter[str]) -> list[PageLine]:
    """Gather letters into lines, from the top of the page down; `odd` counts the marks and stray spaces met."""
    runs = _runs(letters)
    runs.sort(key=lambda run: -run[0].base)
    grouped: list[list[Run]] = []
    tall: list[float] = []
    for run in runs:
        size = _size(run)
        near = next((grouped[at] for at in range(len(grouped) - 1, max(-1, len(grouped) - 4), -1)
                     if abs(grouped[at][0][0].base - run[0].base) < _SAME_LINE * max(size, tall[at])), None)
        if near is None:
            grouped.append([run])
            tall.append(size)
        else:
            near.append(run)
    lines: list[PageLine] = []
    above: float | None = None
    for group, cuts in zip(grouped, _gutters(grouped), strict=True):
        main = max(group, key=len)
        size, base = _size(main), main[0].base
        segments = _segments([part for run in group for part in _cut(run, cuts)], base, size, cuts, odd)
        if not segments:
            continue
        pitch = None if above is None else above - base
        lines.append(PageLine(segments, pitch, size, page, bold=_is_bold(group)))
        above = base
    return lines


def _size(run: Run) -> float:
    return Counter(round(letter.size, 1) for letter in run).most_common(1)[0][0] or 1.0


def _is_bold(group: Sequence[Run]) -> bool:
    inked = [letter for run in group for letter in run if letter.text not in BLANKS]
    return sum(letter.bold for letter in inked) * 10 >= len(inked) * 9


def _runs(letters: list[Letter]) -> list[Run]:
    """Cut the letters where the line, the size, or the direction of writing jumps."""
    runs: list[Run] = []
    last: Letter | None = None
    near: Letter | None = None
    for letter in letters:
        blank = letter.text in BLANKS
        if runs and blank:
            runs[-1].append(letter)
            near = letter if letter.text != "\x00" else near
            continue
        if last is not None and near is not None and abs(last.base - letter.base) < 0.1 * last.size \
                and abs(last.size - letter.size) < 0.1 * last.size \
                and max(letter.left - near.right, near.left - letter.right) < _WIDE_GAP * letter.size:
            runs[-1].append(letter)
        elif not blank:
            runs.append([letter])
        if not blank:
            last = near = letter
    return runs


# ---- gutters

def _gutters(grouped: Sequence[Sequence[Run]]) -> list[list[Cut]]:
    """Return where gutters run through each line that are narrower than what parts columns on a line by itself.

    A gap counts as one where the lines next to it have a gap at the same place.
    """
    gaps = [_gaps(group) for group in grouped]
    found: list[list[Cut]] = []
    for at, mine in enumerate(gaps):
        near = [gaps[other] for other in range(max(0, at - _NEIGHBOURS), min(len(gaps), at + _NEIGHBOURS + 1))
                if other != at]
        cuts = []
        for begin, end in mine:
            most = (end - begin) * _SAME_GUTTER
            shared = sum(any(min(end, right) - max(begin, left) >= most for left, right in other) for other in near)
            if shared >= _FEWEST_NEIGHBOURS:
                cuts.append((begin + end) / 2)
        found.append(cuts)
    return found


def _gaps(group: Sequence[Run]) -> list[tuple[float, float]]:
    """Return the gaps of a line that are too wide for a space between words."""
    inked = sorted((letter for run in group for letter in run if letter.text not in BLANKS), key=lambda one: one.left)
    found = []
    end: float | None = None
    for letter in inked:
        if end is not None and letter.left - end >= _NARROW_GAP * letter.size:
            found.append((end, letter.left))
        end = letter.right if end is None else max(end, letter.right)
    return found if len(found) <= _MOST_GAPS else []


def _cut(run: Run, cuts: Sequence[Cut]) -> list[Run]:
    if not cuts:
        return [run]
    parts: dict[int, Run] = {}
    for letter in run:
        parts.setdefault(sum(letter.left > cut for cut in cuts), []).append(letter)
    return list(parts.values())


# ---- segments

def _segments(runs: Sequence[Run], base: float, size: float, cuts: Sequence[Cut], odd: Counter[str]) -> list[Segment]:
    """Join the runs of one line, from left to right, where no wide gap stands between them.

    A small raised or lowered sign becomes a mark.
    """
    found: list[Segment] = []
    ordered = sorted((run for run in runs if any(letter.text not in BLANKS for letter in run)),
                     key=lambda run: min(letter.left for letter in run if letter.text not in BLANKS))
    right_to_left = sum("\u0590" <= letter.text <= "\u08ff" for run in runs for letter in run) * 2 > sum(map(len, runs))
    for run in reversed(ordered) if right_to_left else ordered:
        inked = [letter for letter in run if letter.text not in BLANKS]
        left, right = min(letter.left for letter in inked), max(letter.right for letter in inked)
        words, own = _words(run), _size(run)
        gap = min(abs(left - found[-1].right), abs(found[-1].left - right)) if found else 0.0
        before = found[-1].text if found and gap < _WIDE_GAP * size else ""
        marked = _marked(words, before, own, run[0].base - base, size, gap)
        raised = marked is not None
        marked = words if marked is None else marked
        odd["raised-marks"] += raised and marked != words and "[" in marked
        tall = size if raised else min(own, found[-1].size if found else own)
        parted = bool(found) and any(min(right, found[-1].right) <= cut <= max(left, found[-1].left) for cut in cuts)
        if found and ((gap < _WIDE_GAP * tall and not parted) or MARKED.fullmatch(found[-1].text)
                      or FOOTNOTE_MARK.fullmatch(found[-1].text.strip()) or found[-1].text.strip() in "•–—-"):
            last = found[-1]
            spaced = last.text[-1:].isspace() or marked[:1].isspace() or gap < 0.15 * size or raised
            last.text += marked if spaced and not MARKED.fullmatch(last.text) else f" {marked}"
            last.left, last.right = min(last.left, left), max(last.right, right)
            last.size = max(last.size, own)
        else:
            found.append(Segment(marked, left, right, own, run[0].base))
    kept = [segment for segment in found if segment.text.strip()]
    for segment in kept:
        segment.text, strays = without_strays(segment.text)
        odd["stray-spaces-removed"] += strays
    return kept


def _marked(words: str, before: str, own: float, shift: float, size: float, gap: float) -> str | None:
    """Return how a run is written that is small and raised or lowered beside other words; None where it is not."""
    mark = words.strip()
    if not mark or len(mark) > _LONGEST_MARK:
        return None
    if len(mark) <= 4 and set(mark) <= set(_SIGNS) and (shift > _RAISED * size or own < size * _SMALLER):
        return words.replace(mark, f"[{mark}]")
    small = own < size * _SMALLER and (shift > _RAISED * size or shift < -_LOWERED * size)
    shifted = small or (own <= size * 1.02 and _FAR_RAISED * size < shift)
    if not shifted or gap > _BESIDE * size or not any(char.isalnum() for char in mark):
        return None
    if not before and not (mark.isdigit() or len(mark) == 1):
        return None
    return as_mark(words, before.rstrip())


def _words(run: Run) -> str:
    """Return the text of a run; a space that the file does not hold stays out beside Chinese or Japanese."""
    text = "".join(letter.text for letter in run).rstrip("\x00")
    pieces = text.split("\x00")
    whole = [pieces[0]]
    for above, piece in pairwise(pieces):
        beside = (above[-1:], piece[:1])
        whole.append(piece if any(not char or char.isspace() or is_wide(char) for char in beside) else f" {piece}")
    return "".join(whole)


def measure(pages: Sequence[Sequence[PageLine]]) -> None:
    """Express all places in heights of the letters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    for page in pages:
        for line in page:
            line.size /= body
            line.pitch = None if line.pitch is None else line.pitch / body
            line.segments = [Segment(s.text, s.left / body, s.right / body, s.size / body, s.base / body)
                             for s in line.segments]
