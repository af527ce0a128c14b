"""Puts footnotes behind the paragraph or the table that carries their mark, all of them in one pass.

Must not change the words of a block or of a note.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace

from treatygraph.convert.blocks import FOOTNOTE_MARK, Block, BlockKind, Converted
from treatygraph.model import Severity


def place_footnotes(converted: Converted) -> None:
    """Insert the notes that wait in `converted` among its blocks, and let each change keep its block.

    A note stands behind the first block, among those it may belong to, that carries its mark and has no note for it
    yet; in a table, behind the last row. A note whose mark no such block carries stands behind the last of them, and
    is reported.
    """
    waiting, converted.notes = converted.notes, []
    if not waiting:
        return
    blocks = converted.blocks
    carriers: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        for mark in dict.fromkeys(FOOTNOTE_MARK.findall(block.text)):
            carriers[mark].append(index)
    taken: dict[str, int] = defaultdict(int)
    behind: dict[int, list[str]] = defaultdict(list)
    lost: list[tuple[int, str]] = []
    ends = _table_ends(blocks)
    for note in waiting:
        found = FOOTNOTE_MARK.match(note.text)
        at = _carrier(carriers.get(found.group(), ()), note.first, note.last, taken, found.group()) if found else None
        last = min(note.last, len(blocks)) - 1
        if at is None:
            lost.append((max(last, 0), note.text))
        behind[ends[last if at is None else at] if blocks else -1].append(note.text)
    moved = _insert(converted, behind)
    converted.changes[:] = [replace(change, block=moved[change.block] if change.block < len(moved) else change.block)
                            for change in converted.changes]
    for _, text in lost:
        converted.note("footnote-without-mark", "no text carries the mark of this footnote", text, Severity.WARNING)


def _carrier(indices: list[int] | tuple[int, ...], first: int, last: int, taken: dict[str, int], mark: str
             ) -> int | None:
    at = max(bisect_left(indices, first), taken[mark])
    if at < len(indices) and indices[at] < last:
        taken[mark] = at + 1
        return indices[at]
    before = at - 1
    return indices[before] if before >= 0 and first <= indices[before] < last else None


def _table_ends(blocks: list[Block]) -> list[int]:
    """Return, for each block, the index of the last row of the table that goes on behind it; else its own."""
    ends = list(range(len(blocks)))
    for index in range(len(blocks) - 2, -1, -1):
        if blocks[index].kind is BlockKind.ROW and blocks[index + 1].kind is BlockKind.ROW:
            ends[index] = ends[index + 1]
    return ends


def _insert(converted: Converted, behind: dict[int, list[str]]) -> list[int]:
    """Insert notes behind the blocks of these indices; return where each block stands now."""
    placed = [Block(BlockKind.FOOTNOTE, text) for text in behind.get(-1, ())]
    moved = []
    for index, block in enumerate(converted.blocks):
        moved.append(len(placed))
        placed.append(block)
        placed += [Block(BlockKind.FOOTNOTE, text) for text in behind.get(index, ())]
    converted.blocks[:] = placed
    return moved
