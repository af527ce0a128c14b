"""Tells what lines look like beside their neighbours: a title or prose, an entry of a list, a line of the contents.

Must not make nodes of them, nor know what the words mean; the builder does the one, the rules the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from treatygraph.read.lines import Line, LineKind, leads_to_page

STOPS = "。．.！!？?؟；;؛：:"
MAY_END = (*STOPS, *"”\"’»」』）)]")
OPENS_LIST = ("：", ":")
_COMMAS = "，,、،"
_GOES_ON = tuple(f"{_COMMAS}-–—(（")
_AFTER_STOP = re.compile(r"(?:[”\"’»」』）)\]]|[\[［][^\]］\s]{1,4}[\]］]|\s){1,12}$")
_COLUMNS = re.compile(r"\S {3,}\S")
_LONGEST_TITLE = 300
_LONGEST_WIDE_TITLE = 90
_LONGEST_ENTRY = 240
_LONGEST_LEAD = 80
_LONGEST_NAME = 60
_LONGEST_WIDE_NAME = 16
_MOST_NAMES = 1000
_UNWRAPPED = 120
_SHORTEST_PROSE = 40
_SHORTEST_WIDE_PROSE = 12
_WIDEST_GAP = 8
_FEW = 3
_IN_LIST = frozenset({LineKind.PLAIN, LineKind.BULLET, LineKind.DECISION})
_BETWEEN = frozenset({LineKind.BLANK, LineKind.FOOTNOTE, LineKind.RULE})
_ZONES = frozenset({LineKind.ANNEX, LineKind.APPENDIX})


def is_wide(words: str) -> bool:
    """Tell whether words are written in characters that each say as much as a short word does."""
    return bool(re.search("[\u3040-\u30ff\u3400-\u9fff]", words[:40]))


class Looks:
    """The lines of a text with what their looks, and those of the lines around them, tell.

    All of it is worked out in time linear in the text.
    """

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        self._next = self._next_with_words()
        self._next_number = self._next_numbered()
        self._block_ends = self._blocks()
        self.contents = self._contents()
        self.header_end = self._header_end()
        self._first_number = next((at for at, line in enumerate(lines) if line.kind is LineKind.NUMBERED), len(lines))
        self.named_again = self._named_again()

    def words(self, index: int) -> str:
        """Return the words of a line without white space behind them."""
        line = self.lines[index]
        return self.text[line.body : line.stop].rstrip()

    def ended(self, index: int) -> bool:
        """Tell whether a line ends as a sentence, or a part of one that stands alone, may end."""
        return self.words(index).endswith(MAY_END)

    def next_with_words(self, index: int) -> int | None:
        """Return the next line that is not blank."""
        return self._next[index]

    def next_of_text(self, index: int) -> int | None:
        """Return the next line that is neither blank nor a footnote."""
        at = self._next[index]
        while at is not None and self.lines[at].kind in {LineKind.FOOTNOTE, LineKind.RULE}:
            at = self._next[at]
        return at

    def next_number(self, index: int) -> int | None:
        """Return the next numbered line, if no annex begins before it."""
        return self._next_number[index]

    def before_numbers(self, index: int) -> bool:
        """Tell whether a line stands before the first numbered one, and so in what precedes the text itself."""
        return index < self._first_number

    def after_titles(self, index: int) -> int | None:
        """Return the first line behind this one that is no title."""
        at = self.next_of_text(index)
        for _ in range(6):
            if at is None or self.lines[at].kind is not LineKind.PLAIN or self.is_prose(at):
                break
            at = self.next_of_text(at)
        return at

    def block(self, index: int) -> str:
        """Return the words of the plain lines from this one on, up to a blank line or one of another kind."""
        return " ".join(self.words(at) for at in range(index, min(self._block_ends[index], index + 40)))

    def is_prose(self, index: int) -> bool:
        """Tell whether the lines from this one on are prose: a title is short and ends in no stop."""
        words = self.block(index)
        if words[:1].islower():
            return True
        last = _AFTER_STOP.sub("", words[-200:])
        if last.endswith(tuple(STOPS + _COMMAS)) and not (len(words) < _LONGEST_LEAD and last.endswith(".")
                                                           and " " not in last):
            return True
        return len(words) > (_LONGEST_WIDE_TITLE if is_wide(words) else _LONGEST_TITLE)

    def is_whole_sentence(self, index: int) -> bool:
        """Tell whether a line of a header is none: prose, as a note on a reissue is."""
        words = self.block(index)
        last = _AFTER_STOP.sub("", words[-200:])
        least = _SHORTEST_WIDE_PROSE if is_wide(words) else _SHORTEST_PROSE
        return last.endswith(tuple("。．.！!？?؟；;؛")) and len(words) >= least

    def begins_anew(self, index: int) -> bool:
        """Tell whether a line begins a paragraph though no blank line stands above it: that above is no wrapped one."""
        above = self.lines[index - 1]
        words = self.words(index - 1)
        least = _UNWRAPPED // 2 if is_wide(words) else _UNWRAPPED
        return above.stop - above.start > least and not self.words(index)[:1].islower() and self.ended(index - 1)

    def goes_on(self, body: str, index: int, *, numbered: bool) -> bool:
        """Tell whether a line behind a blank one goes on with words that came to no end before it."""
        if numbered and body.endswith(_GOES_ON) and self.is_prose(index):
            return True
        if _AFTER_STOP.sub("", body[-200:]).endswith(tuple(STOPS)):
            return False
        words = self.words(index)
        return words[:1].islower() or (numbered and self.is_whole_sentence(index))

    def entries(self, first: int, expected: frozenset[str]) -> range | None:
        """Return the lines from here on that are entries of the list that the words above announce, or None.

        `expected` are the numbers with which the text would go on behind the list.
        """
        run: list[int] = []
        at: int | None = first
        told = False
        while at is not None and self.lines[at].kind in _IN_LIST:
            words, bulleted = self.words(at), self.lines[at].kind is LineKind.BULLET
            last = _AFTER_STOP.sub("", words[-20:])
            opens = words.endswith(OPENS_LIST) and len(words) <= _LONGEST_LEAD
            parted = last.endswith((";", "；", "؛"))
            final = told and bool(run) and last.endswith((".", "。")) and len(words) <= _LONGEST_ENTRY
            prose = len(words) > _LONGEST_ENTRY or (self.is_prose(at) and not self._one_name_a_line(at))
            if not (bulleted or opens or parted or final) and prose:
                break
            told = told or bulleted or opens or parted
            run.append(at)
            if final and not bulleted:
                at = self._next[at]
                break
            at = self._next_behind_notes(at)
        if not run:
            return None
        behind = self.lines[at] if at is not None else None
        if behind is not None and behind.kind in {LineKind.LETTERED, LineKind.NUMBERED} \
                and behind.mark not in expected and self.words(run[-1]).endswith(OPENS_LIST):
            return None
        if told:
            return range(run[0], run[-1] + 1)
        if behind is None or behind.kind in _ZONES or behind.kind is LineKind.CAPITAL \
                or (behind.kind is LineKind.NUMBERED and behind.mark in expected):
            return range(run[0], self._without_title(run) + 1)
        return None

    def _one_name_a_line(self, index: int) -> bool:
        """Tell whether the lines from this one on, up to a blank one, are short and each begins anew, as names do."""
        run = range(index, min(self._block_ends[index], index + _MOST_NAMES))
        if len(run) < _FEW:
            return False
        for words in map(self.words, run):
            longest = _LONGEST_WIDE_NAME if is_wide(words) else _LONGEST_NAME
            begins = words[:1].isupper() or (is_wide(words) and words[:1].isalpha())
            if not begins or len(words) > longest or words.endswith(tuple(STOPS + _COMMAS)):
                return False
        return True

    def _without_title(self, run: Sequence[int]) -> int:
        """Leave out of a list its last line where a blank line stands before that one alone: a section's title."""
        if len(run) < _FEW:
            return run[-1]
        gaps = [below - above for above, below in pairwise(run)]
        return run[-2] if gaps[-1] > 1 and max(gaps[:-1]) == 1 else run[-1]

    def _next_behind_notes(self, index: int) -> int | None:
        at = self._next[index]
        while at is not None and self.lines[at].kind in _BETWEEN:
            at = self._next[at]
        return at

    def in_columns(self, index: int) -> bool:
        """Tell whether a line has cells that several blanks part, and the line above or below it too."""
        def parted(at: int) -> bool:
            if not 0 <= at < len(self.lines) or self.lines[at].kind is not LineKind.PLAIN:
                return False
            return len(self.words(at)) <= 2 * _LONGEST_ENTRY and _COLUMNS.search(self.words(at)) is not None

        if not parted(index):
            return False
        above = next((at for at in (index - 1, index - 2) if at >= 0 and self.lines[at].kind is not LineKind.BLANK), -1)
        below = self._next[index]
        return parted(above) or (below is not None and parted(below))

    # ---- worked out once

    def _next_with_words(self) -> list[int | None]:
        found: list[int | None] = [None] * len(self.lines)
        following: int | None = None
        for at in range(len(self.lines) - 1, -1, -1):
            found[at] = following
            if self.lines[at].kind is not LineKind.BLANK:
                following = at
        return found

    def _next_numbered(self) -> list[int | None]:
        found: list[int | None] = [None] * len(self.lines)
        following: int | None = None
        for at in range(len(self.lines) - 1, -1, -1):
            found[at] = following
            if self.lines[at].kind in _ZONES:
                following = None
            elif self.lines[at].kind is LineKind.NUMBERED:
                following = at
        return found

    def _blocks(self) -> list[int]:
        """Return for each line where the run of plain lines it stands in ends; a line that ends a paragraph ends it."""
        ends = list(range(1, len(self.lines) + 1))
        for at in range(len(self.lines) - 2, -1, -1):
            if self.lines[at].kind is LineKind.PLAIN and self.lines[at + 1].kind is LineKind.PLAIN \
                    and not self.begins_anew(at + 1):
                ends[at] = ends[at + 1]
        return ends

    def _contents(self) -> frozenset[int]:
        """Return the lines of the tables of contents: from their heading to the last line that leads to a page."""
        found: set[int] = set()
        at = 0
        while at < len(self.lines):
            last, gap, next_at = at, 0, at + 1
            if self.lines[at].kind is LineKind.CONTENTS:
                while next_at < len(self.lines) and gap <= _WIDEST_GAP:
                    if self.lines[next_at].kind is not LineKind.BLANK:
                        gap += 1
                        if leads_to_page(self.text, self.lines[next_at]):
                            last, gap = next_at, 0
                    next_at += 1
                found.update(range(at, last + 1))
            at = last + 1
        return frozenset(found)

    def _header_end(self) -> int:
        """Return the line before which plain lines are the header's.

        That is the first numbered one; where more than a note or two stands before it, the first line of that prose.
        """
        first: int | None = None
        count = 0
        last_contents = max(self.contents, default=-1)
        for at, line in enumerate(self.lines):
            if at in self.contents or at <= last_contents:
                continue
            if line.kind in {LineKind.NUMBERED, LineKind.DECISION} or line.kind in _ZONES:
                return at if count < _FEW or first is None else first
            if line.kind is LineKind.PLAIN and not (at and self.lines[at - 1].kind is LineKind.PLAIN) \
                    and self.is_whole_sentence(at):
                count += 1
                first = at if first is None else first
        return len(self.lines) if first is None else first

    def _named_again(self) -> frozenset[int]:
        """Return the lines before the first number that name a part or chapter that a line behind them opens."""
        seen: set[tuple[str, str, str]] = set()
        found: set[int] = set()
        first = self._first_number
        end = next((at for at in range(first, len(self.lines)) if self.lines[at].kind in _ZONES), len(self.lines))
        for at in range(end - 1, -1, -1):
            line = self.lines[at]
            if line.kind is LineKind.DIVISION:
                below = self._next[at]
                title = self.words(at) or (self.words(below) if below is not None else "")
                if (line.sort, line.mark, title) in seen and at < first:
                    found.add(at)
                seen.add((line.sort, line.mark, title))
        return frozenset(found)
