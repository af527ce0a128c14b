"""Finds the lines of a table of contents: entries that a row of dots leads to their page, and what stands among them.

Must not drop a line; it only says which ones to drop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from treatygraph.convert.wording import wording

_LEADER = re.compile(r"(?:[.…·_][ \t\u00a0]?){4,}")
_PAGE = re.compile(r"\s(?:\d{1,4}|[ivxlc]{1,6})\s*$")
_FEWEST = 3
_FARTHEST = 6
_SPACES = re.compile(r"\s+")


def find_contents(pages: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the page and the index of each line that belongs to a table of contents.

    It goes from its heading, or from the first entry on a page where none is printed, to the last entry of the page.
    A page with fewer than three entries and no heading holds none; one right behind a page of contents may.
    """
    found: list[tuple[int, int]] = []
    open_before = False
    for number, lines in enumerate(pages):
        entries = [at for at, line in enumerate(lines) if _LEADER.search(line)]
        heading = next((at for at, line in enumerate(lines) if _plain(line) in wording().contents), None)
        if heading is not None:
            entries = [at for at in entries if at > heading] or _by_page(lines, heading)
        few = len(entries) < (1 if heading is not None or open_before else _FEWEST)
        if few:
            open_before = False
            continue
        begin = heading if heading is not None else 0 if open_before else _begin(lines, entries[0])
        if heading is None and entries[0] - begin > 2 * _FARTHEST:  # a rule above footnotes, far down the page behind
            open_before = False
            continue
        end = _end(entries, begin)
        found += [(number, at) for at in range(begin, end + 1)]
        open_before = end >= len(lines) - 2
    return found


def _plain(line: str) -> str:
    return _SPACES.sub(" ", line).strip().lower()


def _begin(lines: Sequence[str], first: int) -> int:
    """Return where the first entry begins: it may run over lines, below the words that head the columns."""
    at = first
    while at > 0 and (_plain(lines[at - 1]) in wording().contents_columns):
        at -= 1
    return at


def _by_page(lines: Sequence[str], heading: int) -> list[int]:
    """Return the entries below a heading that end with a page number but have no dots, where there are some."""
    found = [at for at in range(heading + 1, len(lines)) if _PAGE.search(lines[at])]
    return found if len(found) >= _FEWEST else []


def _end(entries: Sequence[int], begin: int) -> int:
    """Return the last entry: those too far below the one before belong to something else."""
    last = entries[0] if entries[0] - begin <= 2 * _FARTHEST else begin
    for at in entries:
        if at - last > _FARTHEST:
            break
        last = at
    return last
