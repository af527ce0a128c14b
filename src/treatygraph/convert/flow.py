"""Makes paragraphs, tables and footnotes of the lines of pages, without the furniture of the pages.

Must not know whether the lines come from a PDF file or from a text copied out of one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from treatygraph.convert.blocks import (
    ENDS,
    ENDS_SENTENCE,
    FOOTNOTE_MARK,
    MARKED,
    BlockKind,
    Converted,
    Note,
    is_wide,
    joined,
    joint,
    kind_of,
)
from treatygraph.convert.columns import Bands, bands, belongs, in_reading_order, rows, whole_rows
from treatygraph.convert.contents import find_contents
from treatygraph.convert.footnotes import place_footnotes
from treatygraph.convert.furniture import PageNumbers, find_furniture
from treatygraph.convert.hyphens import Break, Hyphens, named_words
from treatygraph.convert.masthead import masthead
from treatygraph.convert.note_lines import mark_notes
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.wording import wording
from treatygraph.model import Severity

_WIDER = 1.25
_OTHER_SIZE = 0.1
_INDENT = 0.8
_HALF_A_LETTER = 0.5
_MARK_AND_WORDS = re.compile(rf"^({FOOTNOTE_MARK.pattern})\s*")
ENDS_OF_PARAGRAPH = ("。", "．", ".", "!", "！", "?", "？", ":", "：", "؟", ".”", ".’", '."', ".)")
_BREAKS_OFF = ("-", "/", ",", "，", "、", "،", "\u00ad")
_ENOUGH_LINES = 4
_FAR = 0.25
_WIDEST_PITCH = 1.6
_SLACK_OF_WIDE = 0.08
_ORDINAL = re.compile(r"[ \t\u3000]*(?:[-•–] *)?(?:([0-9]{1,4})[.．、)]|[(（]([a-z])[)）])")
_ITEM_PITCH = 1.7
_TITLE = 1.08
_TITLE_PITCH = 1.3
_LONGEST_TITLE = 300
_TITLE_WIDTH = 0.35
_SHORT_WORD = 4
_LONGEST_TABLE = 200
_SHORTEST_BROKEN = 40
_WIDEST_SPACE = 4.0
_STRETCHED = 2.0
_RAGGED = 0.7
_HYPHEN_FIRST = re.compile(r"\s*-[^\W\d_]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}$")
_OF_ADDRESS = re.compile(r"\S{0,100}(?:[/?=_]|[a-z][0-9]|[0-9][a-z]|[a-z]\.[a-z])\S{0,100}")
_UNIT = re.compile(r"[^\s\-/\u2e80-\u9fff]+[-/]?|[-/]")


@dataclass
class Flow:
    """The lines of a text's pages, and how they are joined.

    `slack` is by how much a line may fall short of the margin, as a share of the line, and still be full: little
    where positions are known, more where only characters can be counted. `pitch` is the distance of lines in a
    paragraph, where it is known beforehand.
    """

    pages: list[list[PageLine]]
    slack: float
    pitch: float | None = None
    converted: Converted = field(default_factory=Converted)
    hyphens: Hyphens = field(init=False)
    margin: float = field(init=False, default=0.0)
    usual: float = field(init=False, default=1.0)
    edge: float = field(init=False, default=0.0)
    left: float = field(init=False, default=0.0)
    spans: list[tuple[int, int]] = field(init=False, default_factory=list)

    def run(self) -> Converted:
        """Return the blocks of the text, and every change made."""
        self._drop_furniture()
        self._drop_contents()
        rules = mark_notes(self.pages)
        if rules:
            self.converted.note("rules-dropped", f"{len(rules)} rule(s) drawn with low lines were left out")
        self._rebuild_masthead()
        notes = [line for page in self.pages for line in page if line.note]
        lines = self._ordered([line for line in page if not line.note] for page in self.pages)
        self.hyphens = Hyphens((line.text for line in [*lines, *notes]), named_words())
        self._measure(lines)
        self._close_stretched(lines)
        self._blocks(whole_rows(lines, self._cell_joined))
        self._footnotes(notes)
        return self.converted

    # ---- what is left out, and the order of the rest

    def _drop_furniture(self) -> None:
        texts = [[line.text for line in page] for page in self.pages]
        found = find_furniture(texts, PageNumbers(wording().page_numbers), wording().job_number)
        dropped: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for furniture in found:
            text = texts[furniture.page][furniture.line].strip()
            name = text if furniture.what != "page number" else ""
            dropped.setdefault((furniture.what, name), []).append((furniture.page + 1, text))
        gone = {(furniture.page, furniture.line) for furniture in found}
        self.pages = [[line for at, line in enumerate(page) if (number, at) not in gone]
                      for number, page in enumerate(self.pages)]
        for (what, _), where in dropped.items():
            pages = ", ".join(str(page) for page, _ in where)
            words = " | ".join(dict.fromkeys(text for _, text in where))
            self.converted.note("page-furniture-dropped", f"{what} left out on page(s) {pages}", words)

    def _drop_contents(self) -> None:
        found = set(find_contents([[line.text for line in page] for page in self.pages]))
        if not found:
            return
        words = next(self.pages[page][at].text for page, at in sorted(found))
        pages = ", ".join(str(page + 1) for page in sorted({page for page, _ in found}))
        self.pages = [[line for at, line in enumerate(page) if (number, at) not in found]
                      for number, page in enumerate(self.pages)]
        self.converted.note("contents-dropped", f"a table of contents was left out: {len(found)} lines on page(s) "
                            f"{pages}", words)

    def _rebuild_masthead(self) -> None:
        first = next((at for at, page in enumerate(self.pages) if page), None)
        if first is None:
            return
        head, replaced = masthead(self.pages[first])
        if replaced:
            self.pages[first] = [*head, *self.pages[first][replaced:]]
            self.converted.note("masthead-rebuilt", f"the head of the first page, {replaced} lines in two columns, was "
                                "put one column after the other", head[0].text)

    def _ordered(self, pages: Iterable[list[PageLine]]) -> list[PageLine]:
        lines: list[PageLine] = []
        for page in pages:
            ordered, moved = in_reading_order(page)
            if moved:
                self.converted.note("columns-read-in-order", f"page {page[0].page + 1}: {moved} lines in two columns "
                                    "of prose were put one column after the other", ordered[0].text)
            if ordered:
                ordered[0].pitch = None
            lines += ordered
        return lines

    def _measure(self, lines: Sequence[PageLine]) -> None:
        single = [line for line in lines if len(line.segments) == 1 and not line.head]
        rights = sorted(line.right for line in single)
        if rights:
            widest = rights[-1]
            same = Counter(round(right) for right in rights if right > widest / 2)
            common, times = max(same.items(), key=lambda pair: (pair[1], pair[0]), default=(widest, 0))
            trusted = times >= max(3, len(rights) * 0.2)
            self.margin = float(common) + _HALF_A_LETTER if trusted else rights[int((len(rights) - 1) * 0.98)]
        self.edge = min((line.left for line in single if MARKED.match(line.text)), default=0.0)
        pitches = Counter(round(line.pitch, 1) for line in single if line.pitch is not None)
        if self.pitch is not None:
            self.usual = self.pitch
        elif pitches:
            most = max(pitches.values())
            self.usual = min(pitch for pitch, times in pitches.items() if times >= most * 0.5)
            if pitches.total() < _ENOUGH_LINES:
                self.usual = min(self.usual, _WIDEST_PITCH)

    def _close_stretched(self, lines: Sequence[PageLine]) -> None:
        """Make one segment of a line of prose whose words were driven apart to fill it: it goes on with full lines."""
        for above, line in pairwise(lines):
            gaps = [right.left - left.right for left, right in pairwise(line.segments)]
            if gaps and max(gaps) < _WIDEST_SPACE and len(above.segments) == 1 and not (line.head or above.head) \
                    and line.pitch is not None and line.pitch <= self.usual * _WIDER \
                    and not above.text.rstrip().endswith(ENDS) and not MARKED.match(line.text) \
                    and min(above.right, line.right) > self.margin - _STRETCHED and line.left < self.margin / 2:
                line.segments = _in_one(line).segments

    # ---- blocks

    def _blocks(self, lines: Sequence[PageLine]) -> None:
        at = 0
        while at < len(lines):
            end = self._table(lines, at)
            if end > at:
                counted: list[str] = []
                if end == at + 1 and lines[at].segments[0].text.rstrip().endswith((":", "：")):
                    self._paragraph([_in_one(lines[at])])
                    at = end
                    continue
                for row in rows(lines[at:end], counted.append, self._cells_joined):
                    self.converted.add(BlockKind.ROW, row)
                self._stand_on(lines[at].page, lines[end - 1].page)
                for text in counted:
                    self._cell_joined(text)
                at = end
                continue
            end = at + 1
            while end < len(lines) and self._goes_on(lines, at, end) and self._table(lines, end) == end:
                end += 1
            self._paragraph(lines[at:end])
            at = end

    def _cell_joined(self, text: str) -> None:
        self.converted.note("cell-lines-joined", "a line was joined to the table row it belongs to", text)

    def _table(self, lines: Sequence[PageLine], begin: int) -> int:
        """Return the index after the table that begins at a line; `begin` where none does."""
        if not self._is_row(lines[begin]):
            return begin
        end = begin + 1
        columns = bands(lines[begin].segments)
        while end < len(lines):
            line = lines[end]
            if self._is_row(line):
                grown = bands(line.segments, columns)
                if len(grown) < min(len(columns), len(line.segments)) or len(grown) < 2:
                    break
                columns = grown
            elif not self._in_cell(line, columns, lines[end - 1], lines[end + 1] if end + 1 < len(lines) else None):
                break
            end += 1
        return end

    def _in_cell(self, line: PageLine, columns: Bands, above: PageLine,
                 below: PageLine | None) -> bool:
        """Tell whether a line of one segment belongs to the table above it."""
        if not belongs(line, columns) or self._wide(line, above) or MARKED.match(line.text):
            return False
        if line.left > columns[0][1]:
            return True
        return below is None or below.pitch is None or self._wide(below, line) or self._is_row(below)

    @staticmethod
    def _is_row(line: PageLine) -> bool:
        return len(line.segments) > 1 and not line.note

    def _wide(self, line: PageLine, above: PageLine) -> bool:
        """Tell whether a line stands farther below the one above it than a table's rows do."""
        if line.pitch is None or above.pitch is None:
            return False
        return line.pitch > max(above.pitch, self.usual) * _WIDER * 1.2

    def _goes_on(self, lines: Sequence[PageLine], first: int, at: int) -> bool:
        """Tell whether a line goes on with the paragraph that began at `first`."""
        line, above = lines[at], lines[at - 1]
        if line.head or above.head:
            return False
        if self._same_title(above, line):
            return True
        if line.pitch is not None and line.pitch > self.usual * _WIDER:
            return False
        if abs(line.size - above.size) > above.size * _OTHER_SIZE:
            return False
        text = above.text.rstrip()
        if self._set_apart(above, line):
            return False
        if not self._full(above, line) and not _unfinished(text, line.text) \
                and not self._is_ragged(lines[first], above, line):
            return False
        ended = text.endswith(ENDS)
        body = lines[first + 1] if at - first > 1 else None
        if _next_in_order(lines[first].text, line.text):
            return False
        if MARKED.match(line.text) and (ended or (body is not None and abs(line.left - body.left) > _INDENT)):
            return False
        if line.pitch is None and text.endswith(ENDS_SENTENCE) and self._looks_like_heading(line):
            return False
        indented = body is not None and line.left - body.left > _INDENT
        return not (indented and text.endswith(ENDS_SENTENCE))

    def _same_title(self, above: PageLine, line: PageLine) -> bool:
        """Tell whether two lines are one title: taller than the text, set alike, close, the first of some length."""
        if min(above.size, line.size) < _TITLE or abs(above.size - line.size) > 0.02 or above.bold != line.bold \
                or len(line.segments) > 1 or len(above.segments) > 1:
            return False
        flush = abs(above.left - line.left) < _INDENT or abs(above.left + above.right - line.left - line.right) < 2
        close = line.pitch is not None and line.pitch <= _TITLE_PITCH * line.size
        last = above.text.split()[-1]
        long = above.right - above.left > self.margin * _TITLE_WIDTH or line.text.lstrip()[:1].islower() \
            or line.text.lstrip()[:1] in "(（" or (last.islower() and len(last) <= _SHORT_WORD)
        return flush and close and long and not MARKED.match(line.text)

    def _is_ragged(self, first: PageLine, above: PageLine, line: PageLine) -> bool:
        """Tell whether a numbered paragraph goes on though its line is short, as where the right edge is ragged."""
        return MARKED.match(first.text) is not None and MARKED.match(line.text) is None \
            and above.right > self.margin * _RAGGED and not above.text.rstrip().endswith(ENDS_OF_PARAGRAPH)

    def _set_apart(self, above: PageLine, line: PageLine) -> bool:
        """Tell whether lines stand one below another far from the margin, as the lines of a document's head do.

        There the widths say nothing; only a small letter shows that a line goes on.
        """
        far = min(above.left, line.left) - self.edge > self.margin * _FAR
        return far and abs(above.left - line.left) < _INDENT and not line.text.lstrip()[:1].islower()

    @staticmethod
    def _looks_like_heading(line: PageLine) -> bool:
        return not line.text.rstrip().endswith(ENDS) and len(line.text) < 30

    def _full(self, above: PageLine, line: PageLine) -> bool:
        """Tell whether the first word of a line would not have fitted on the line above it."""
        letters = max(1, sum(2 if is_wide(char) else 1 for char in above.text))
        width = (above.right - above.left) / letters
        first = line.text.lstrip()
        word = _UNIT.match(first)
        unit = 2 if is_wide(first[:1]) or word is None else len(word.group())
        slack = self.slack
        if is_wide(first[:1]) or is_wide(above.text.rstrip()[-1:]):
            unit += 4
            slack = min(slack, _SLACK_OF_WIDE)
        elif not above.text.rstrip().endswith("-"):
            unit += 1
        return above.right + unit * width > self.margin * (1 - slack)

    def _paragraph(self, lines: Sequence[PageLine]) -> None:
        whole, doubts = self._joined(lines)
        if self._goes_on_behind_table(lines[0], whole):
            return
        marked = MARKED.match(whole) is not None and lines[0].left >= self.edge + 1
        item = len(lines) == 1 and self._is_item(lines[0])
        title = len(whole) < _LONGEST_TITLE and (
            lines[0].size > _TITLE or (whole.isupper() and lines[0].left > self.edge + _INDENT))
        self._emit(" " + whole.lstrip() if marked else whole, len(lines), doubts,
                   BlockKind.ITEM if item else BlockKind.HEADING if title else None)
        self._stand_on(lines[0].page, lines[-1].page)
        self.left = lines[0].left

    def _goes_on_behind_table(self, line: PageLine, whole: str) -> bool:
        """Put a paragraph that begins in the middle of a sentence back to the words before the table above it."""
        blocks = self.converted.blocks
        if not blocks or blocks[-1].kind is not BlockKind.ROW or not whole.lstrip()[:1].islower() or line.head:
            return False
        at = next((at for at in range(len(blocks) - 1, max(-1, len(blocks) - _LONGEST_TABLE), -1)
                   if blocks[at].kind is not BlockKind.ROW), None)
        if at is None or blocks[at].text.endswith(ENDS) or len(blocks[at].text) < _SHORTEST_BROKEN \
                or blocks[at].kind is BlockKind.ITEM:
            return False
        blocks[at].text = joined([blocks[at].text, whole.lstrip()])
        blocks[at].kind = kind_of(blocks[at].text)
        self.spans[at] = (self.spans[at][0], line.page)
        self.converted.note("joined-behind-table", "a paragraph that a table interrupts was put together before the "
                            "table", whole[:60])
        return True

    def _stand_on(self, first: int, last: int) -> None:
        """Record on which pages the blocks stand that were added since."""
        self.spans += [(first, last)] * (len(self.converted.blocks) - len(self.spans))

    def _is_item(self, line: PageLine) -> bool:
        """Tell whether a short line belongs to a list of such lines: below words that announce it, or below another."""
        above = self.converted.blocks[-1] if self.converted.blocks else None
        if above is None or line.head or line.bold or abs(line.size - 1) > _OTHER_SIZE \
                or (line.pitch is not None and line.pitch > self.usual * _ITEM_PITCH):
            return False
        return above.text.endswith((":", "：")) or (
            above.kind is BlockKind.ITEM and abs(self.left - line.left) < _INDENT)

    def _cells_joined(self, above: str, below: str) -> str:
        """Join two lines of a cell; a word broken between them is put together."""
        broken = self.hyphens.judge(above, below)
        if broken is None:
            return joined([above, below])
        self._report_hyphens([broken])
        return (above.rstrip() if broken.kept else above.rstrip()[:-1]) + below.lstrip()

    def _joined(self, lines: Sequence[PageLine]) -> tuple[str, list[Break]]:
        """Join lines into one text; return also the words that were broken between them."""
        pieces, doubts = [lines[0].text], []
        for line in lines[1:]:
            last, text = pieces[-1], line.text
            broken = self.hyphens.judge(last, text)
            if broken is not None:
                doubts.append(broken)
                pieces[-1] = last.rstrip() if broken.kept else last.rstrip()[:-1]
                pieces.append(text.lstrip())
                continue
            if last[-1:].isspace() and is_wide(last.rstrip()[-1:]) and is_wide(text.lstrip()[:1]):
                pieces[-1] = last = last.rstrip()
            whole = last.endswith("-") or _HYPHEN_FIRST.match(text) or (_ADDRESS.search(last[-_LONGEST_TITLE:])
                                           and _OF_ADDRESS.fullmatch(text.split(maxsplit=1)[0]))
            pieces.append(("" if whole else joint(last, text)) + text.lstrip())
        return "".join(pieces), doubts

    def _emit(self, text: str, count: int, doubts: Sequence[Break], looks: BlockKind | None) -> None:
        words = re.sub(r"(?<=\S)[ \t\u00a0]+", " ", text).rstrip()
        kind = kind_of(words)
        if looks and (kind is BlockKind.HEADING or (looks is BlockKind.HEADING and kind is BlockKind.ENTRY)):
            kind = looks
        self.converted.add(kind, words)
        if count > 1:
            self.converted.note("lines-joined", f"{count} lines were joined into one paragraph", words[:60])
        self._report_hyphens(doubts)

    def _report_hyphens(self, doubts: Sequence[Break]) -> None:
        for broken in doubts:
            done = "kept" if broken.kept else "removed"
            doubt = "" if broken.certain else "; nothing in the text tells whether it is part of the word: look at it"
            self.converted.note(f"hyphen-{done}", f"the hyphen at a line end was {done}{doubt}", broken.word,
                                Severity.INFO if broken.certain else Severity.WARNING)

    # ---- footnotes

    def _footnotes(self, notes: Sequence[PageLine]) -> None:
        """Put each footnote behind the block that carries its mark, or behind the last block of its page's text."""
        at = 0
        while at < len(notes):
            end = at + 1
            while end < len(notes) and not FOOTNOTE_MARK.match(notes[end].text):
                end += 1
            whole, doubts = self._joined(notes[at:end])
            text = _MARK_AND_WORDS.sub(r"\1 ", " ".join(whole.split()))
            page = notes[at].page
            first = bisect_left(self.spans, page, key=lambda span: span[1])
            last = bisect_right(self.spans, page, key=lambda span: span[0])
            self.converted.notes.append(Note(text, *((first, last) if first < last else (0, len(self.spans)))))
            self._report_hyphens(doubts)
            at = end
        place_footnotes(self.converted)


def _in_one(line: PageLine) -> PageLine:
    """Return a line with its segments made one."""
    first = line.segments[0]
    return replace(line, segments=[Segment(line.text, line.left, line.right, first.size, first.base)])


def _next_in_order(above: str, below: str) -> bool:
    """Tell whether two lines begin with numbers or letters of which the second follows the first."""
    first, second = (_ORDINAL.match(text) for text in (above, below))
    if not first or not second:
        return False
    one, two = (found.group(1) or found.group(2) for found in (first, second))
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def _unfinished(above: str, line: str) -> bool:
    """Tell whether a short line goes on all the same: it breaks off a word or a series, or a small letter follows."""
    return not MARKED.match(line) and (
        above.endswith(_BREAKS_OFF) or above.count("(") > above.count(")")
        or (line.lstrip()[:1].islower() and not above.endswith(ENDS_SENTENCE)))

