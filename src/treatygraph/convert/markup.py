"""Reads an HTML page with lxml: paragraphs, list numbers as a browser shows them, tables, linked footnotes.

Must not fetch, run or resolve anything that the page names, nor keep what a browser does not show.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from treatygraph.convert.blocks import (
    MARKED,
    Block,
    BlockKind,
    Cell,
    ConversionError,
    Converted,
    joined,
    kind_of,
    table_blocks,
    tidy,
)
from treatygraph.convert.footnotes import place_footnotes
from treatygraph.convert.raised import BEGIN, END, TOLD, marks_written
from treatygraph.read.numbering import letters, roman

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
                       rb"|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]{2,40})", re.IGNORECASE)
# As browsers do (WHATWG Encoding, §4.2): the label of a subset means the set that holds it.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252",
              "us-ascii": "cp1252", "ascii": "cp1252", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
              "big5": "big5hkscs", "shift_jis": "cp932", "windows-1256": "cp1256", "windows-1251": "cp1251",
              "unicode": "utf-16-le", "utf-16": "utf-8"}
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "menu", "ol", "p", "pre", "section", "summary", "ul", "caption", "tr", "td", "th", "table", "tbody",
    "thead", "tfoot"))
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object", "embed", "canvas",
    "svg", "audio", "video", "map", "select", "datalist", "button", "input", "textarea", "nav"))
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_STYLE = re.compile(r"(display|visibility|list-style(?:-type)?)\s*:\s*([\w -]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOTE_LINK = re.compile(r"\[?[\dA-Za-z]{1,3}\]?|\[?[*†‡§¶]{1,4}\]?")
_BACK = re.compile(r"^(?:[\^↑↩]\s*)+|\s*[↩↑]\ufe0e?\s*$")
_SIGNS_OF_OURS = dict.fromkeys((0, 1, 2, 3))
_MOVED = re.compile(r"-?(?:0?\.)?[1-9]")
_SMALL = {"small", "smaller", "x-small", "xx-small"}
_SMALLER = re.compile(r"(?:[1-8]?\d(?:\.\d+)?%|0?\.\d+r?em|[1-9](?:\.\d+)?p[tx])")
_ENOUGH_TO_GUESS = 65_536
_MOST_COLUMNS = 1_000
_MOST_CELLS = 1_000_000
_HEADINGS = {f"h{level}" for level in range(1, 7)}


class TooManyCellsError(Exception):
    """A table that its spans make larger than any report's."""


def convert_html(data: bytes, name: str) -> Converted:
    """Return the blocks of an HTML page.

    Raises ConversionError where its encoding is wrong or unknown, where it nests too deep, or where it has no words.
    """
    from lxml import etree, html  # noqa: PLC0415 - an optional extra

    text = decoded(data, name).translate(_SIGNS_OF_OURS)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise ConversionError(f"{name}: the HTML page holds no text; save it again from a browser") from None
    deep = next((entry for entry in parser.error_log if "xcessive depth" in entry.message), None)
    if deep is not None:
        raise ConversionError(f"{name}:{deep.line}: elements nest too deep here; save the page again from a browser")
    try:
        converted = _Page(root).convert()
    except TooManyCellsError:
        raise ConversionError(f"{name}: its tables have more than {_MOST_COLUMNS:,} columns or {_MOST_CELLS:,} cells, "
                              "counted with those that span others; give a simpler page") from None
    if not converted.blocks:
        raise ConversionError(f"{name}: the HTML page shows no text; if a script draws it, save the page from a "
                              "browser, complete")
    return converted


def decoded(data: bytes, name: str) -> str:
    """Decode a page by its byte order mark, its declaration, or UTF-8; raise ConversionError where that fails."""
    body, encoding, source = data, "utf-8", "no declaration"
    marked = next(((mark, coding) for mark, coding in _BOMS if data.startswith(mark)), None)
    if marked:
        body, encoding, source = data[len(marked[0]) :], marked[1], "its byte order mark"
    else:
        declared = _DECLARED.search(data[:4096])
        if declared:
            given = (declared.group(1) or declared.group(2)).decode("ascii", "replace").lower()
            encoding, source = _SUPERSETS.get(given, given), f"its declaration '{given}'"
    try:
        return body.decode(encoding)
    except LookupError:
        raise ConversionError(f"{name}: the page declares the encoding '{encoding}', which nobody knows; save it as "
                              "UTF-8") from None
    except UnicodeDecodeError as fault:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - only a faulty input pays for this import

        guess = from_bytes(data[:_ENOUGH_TO_GUESS]).best()
        looks = f"; it looks like {guess.encoding}" if guess else ""
        raise ConversionError(f"{name}: not {encoding}, which {source} asks for, at byte {fault.start}{looks}; save it "
                              "as UTF-8") from None


@dataclass(slots=True)
class _List:
    """A list in progress: how its numbers are written, the next one, and whether they run down."""

    style: str
    number: int
    step: int


class _Page:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.alive = list(root.iter())  # lxml gives an element a new identity once nobody holds it
        self.converted = Converted()
        self.words: list[str] = []
        self.prefix = ""
        self.heading = False
        self.lists: list[_List] = []
        self.pending: list[str] = []
        self.notes: set[int] = set()
        self.inside: set[int] = set()
        self.targets: dict[str, Any] = {}
        self.linked: dict[int, tuple[str, Any]] = {}
        self.hidden: list[str] = []
        self.cells = 0
        self.told: set[int] = set()

    def convert(self) -> Converted:
        self._find_notes()
        self._walk(self.root)
        self._flush()
        self.pending = self.converted.let_wait(self.pending, len(self.converted.blocks))
        place_footnotes(self.converted)
        for words in self.hidden:
            self.converted.note("hidden-words-dropped", "words that a browser does not show, or shows as deleted or as "
                                "navigation, were left out", words)
        return self.converted

    # ---- footnotes

    def _find_notes(self) -> None:
        """Find links that are the marks of footnotes: short, pointing into the page at a later block."""
        order: dict[int, int] = {}
        for position, element in enumerate(self.alive):
            order[id(element)] = position
            for key in ("id", "name"):
                if element.get(key):
                    self.targets.setdefault(element.get(key), element)
        for link in self.root.iter("a"):
            words = "".join(link.itertext()).strip()
            target = self.targets.get(link.get("href", "")[1:]) if link.get("href", "").startswith("#") else None
            if target is None or not _NOTE_LINK.fullmatch(words) or order[id(target)] <= order[id(link)]:
                continue
            raised = link.find(".//sup") is not None or any(up.tag == "sup" for up in link.iterancestors()) \
                or "noteref" in f"{link.get('role', '')} {link.get('class', '')}" or words[:1] in "[*†‡§¶"
            block = target
            while block is not None and block.tag not in _BLOCKS:
                block = block.getparent()
            if raised and block is not None and block.tag not in _HEADINGS | {"body", "html", "table"}:
                mark = words.strip("[]")
                self.linked[id(link)] = (mark, block)
                self.notes.add(id(block))

    def _note(self, mark: str, block: Any) -> None:
        whole = tidy(joined(tidy(part) for part in self._inline(block).split("\n") if part.strip()))
        text = _BACK.sub("", whole)
        for printed in (f"[{mark}]", f"({mark})", f"{mark}.", f"{mark})", mark):
            if text.startswith(printed):
                text = text.removeprefix(printed)
                break
        self.pending.append(f"[{mark}] {_BACK.sub('', text.strip()).strip()}")

    # ---- walking

    def _walk(self, root: Any) -> None:
        """Walk the tree in order, without recursion: open each element, take its text, close it, take its tail."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, closing = stack.pop()
            if closing:
                self._close(element)
                self.words.append(element.tail or "")
                continue
            if not isinstance(element.tag, str) or self._unseen(element):
                self.words.append(element.tail or "")
                continue
            if element.tag == "table":
                self._flush()
                self._table(element)
                self.words.append(element.tail or "")
                continue
            self._open(element)
            self.words.append(element.text or "" if element.tag != "pre" else _kept(element.text or ""))
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))

    def _unseen(self, element: Any) -> bool:
        if id(element) in self.notes and id(element) not in self.inside:
            return True
        asked = dict(_STYLE.findall(element.get("style", "")))
        hidden = element.get("hidden") is not None or asked.get("display", "").strip() == "none" \
            or asked.get("visibility", "").strip() == "hidden" or element.tag in {"del", "nav"}
        if hidden and (words := tidy(_SPACES.sub(" ", "".join(element.itertext())))):
            self.hidden.append(words)
        return hidden or element.tag in _UNSEEN

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag == "br":
            self.words.append("\n")
        elif tag in {"ol", "ul", "menu"}:
            self.lists.append(_list(element))
        elif tag == "li":
            self.prefix = self._item(element)
        elif tag in _HEADINGS:
            self.heading = True
        elif tag == "a" and id(element) in self.linked:
            mark, block = self.linked[id(element)]
            if id(block) not in self.told:  # however many links lead to a note, the page shows it once
                self.told.add(id(block))
                self._note(mark, block)
            self.words.append("\x00[")
        elif tag == "q":
            self.words.append("“")
        elif tag not in _BLOCKS and _raised(element):
            self.words.append(BEGIN)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag in {"ol", "ul", "menu"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.prefix = ""
        elif tag in _HEADINGS:
            self.heading = False
        elif tag == "a" and id(element) in self.linked:
            self.words.append("]\x00")
        elif tag == "q":
            self.words.append("”")
        elif tag not in _BLOCKS and _raised(element):
            self.words.append(END)

    def _item(self, element: Any) -> str:
        """Count a list item, and return the mark a browser prints before it."""
        if not self.lists:
            return ""
        here = self.lists[-1]
        value = element.get("value", "")
        if value.lstrip("-").isdigit():
            here.number = int(value)
        number, here.number = here.number, here.number + here.step
        style = _style(element) or here.style
        indent = " " * (len(self.lists) > 1)
        if style == "decimal" or number < 1:
            return f"{indent}{number}. "
        kind, _, script = style.partition("-")
        if kind not in {"lower", "upper"} or script not in {"alpha", "roman"}:
            return "" if style == "none" else f"{indent}• "
        written = letters(number) if script == "alpha" else roman(number)
        return f"{indent}({written.upper() if kind == 'upper' else written}) "

    def _flush(self) -> None:
        """Make a block of the words gathered."""
        whole, marks = marks_written(_words(self.words))
        for mark in marks:
            self.converted.note("raised-marks", TOLD, mark)
        self.words = []
        prefix = self.prefix
        first = len(self.converted.blocks)
        for line in whole.split("\n"):
            words = tidy(line)
            if not words:
                continue
            if prefix and (prefix.strip() == "•" or not MARKED.match(words)):
                words = prefix + words
            elif prefix.startswith(" "):
                words = f" {words}"
            prefix = self.prefix = ""
            kind = kind_of(words)
            if self.heading and kind is BlockKind.TEXT:
                kind = BlockKind.HEADING
            self.converted.blocks.append(Block(kind, words))
        self.pending = self.converted.let_wait(self.pending, first)

    def _inline(self, element: Any) -> str:
        """Return the words of an element, a line for each block in it, and take in the notes it links to."""
        kept = self.words, self.prefix, self.converted, self.lists, self.heading
        self.words, self.prefix, self.converted, self.lists, self.heading = [], "", Converted(), [], False
        self.inside.add(id(element))
        tail, element.tail = element.tail, None
        pending, self.pending = self.pending, []
        self._walk(element)
        self._flush()
        element.tail = tail
        text = "\n".join(block.text for block in self.converted.blocks)
        found = [note.text for note in self.converted.notes]
        changes = self.converted.changes
        self.words, self.prefix, self.converted, self.lists, self.heading = kept
        self.inside.discard(id(element))
        for change in changes:
            self.converted.note(change.kind, change.message, change.words, change.severity)
        pending += [*found, *self.pending]
        self.pending = pending
        return text

    def _table(self, table: Any) -> None:
        rows: list[list[Cell]] = []
        below: dict[int, int] = {}
        for row in _rows(table):
            cells: list[Cell] = []
            waiting = deque(cell for cell in row if cell.tag in {"td", "th"} and not self._unseen(cell))
            while waiting or below.get(len(cells), 0):
                if below.get(len(cells), 0):
                    below[len(cells)] -= 1
                    cells.append([])
                    continue
                cell = waiting.popleft()
                lines = self._inline(cell).split("\n")
                if len(cells) > _MOST_COLUMNS or self.cells > _MOST_CELLS:
                    raise TooManyCellsError
                for extra in range(_span(cell, "colspan")):
                    below[len(cells)] = _span(cell, "rowspan") - 1
                    cells.append([] if extra else lines)
            rows.append(cells)
            self.cells += len(cells)
        first = len(self.converted.blocks)
        self.converted.blocks += table_blocks(rows, joined)
        self.pending = self.converted.let_wait(self.pending, first)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, those of tables in it left out."""
    for row in table.iter("tr"):
        if next((up for up in row.iterancestors("table")), None) is table:
            yield row


def _span(cell: Any, key: str) -> int:
    value = cell.get(key, "1")
    return max(1, min(int(value), 100)) if value.isdigit() else 1


def _list(element: Any) -> _List:
    style = _style(element) or ("decimal" if element.tag == "ol" else "disc")
    down = element.tag == "ol" and element.get("reversed") is not None
    start = element.get("start", "")
    items = sum(child.tag == "li" for child in element)
    number = int(start) if start.lstrip("-").isdigit() else items if down else 1
    return _List(style, number, -1 if down else 1)


def _style(element: Any) -> str:
    """Return how the numbers of a list are written, from its type attribute or its own style."""
    asked = {key.lower(): value.strip().lower() for key, value in _STYLE.findall(element.get("style", ""))}
    style = asked.get("list-style-type") or asked.get("list-style", "")
    style = {"lower-latin": "lower-alpha", "upper-latin": "upper-alpha"}.get(style, style)
    return style or _TYPES.get(element.get("type", ""), "")


def _raised(element: Any) -> bool:
    """Tell whether an element is raised or lowered: `sup`, `sub`, or a style that aligns or moves small letters so."""
    if element.tag in {"sup", "sub"}:
        return True
    style = element.get("style", "")
    if not style:
        return False
    asked = {key.strip().lower(): value.strip().lower() for key, _, value in
             (part.partition(":") for part in style.split(";"))}
    align = asked.get("vertical-align", "")
    if align in {"super", "sub"} or _MOVED.match(align) is not None:
        return True
    small = asked.get("font-size", "") in _SMALL or _SMALLER.match(asked.get("font-size", "")) is not None
    moved = any(_MOVED.match(asked.get(side, "")) for side in ("top", "bottom")) and asked.get("position") == "relative"
    return small and (moved or align in {"top", "text-top"})


def _kept(text: str) -> str:
    return text.replace("\n", "\x01")


def _words(pieces: list[str]) -> str:
    """Collapse white space as a browser does; `<br>` stays a line end, and brackets of note marks are not doubled."""
    lines: list[str] = []
    line: list[str] = []
    for piece in pieces:
        if piece == "\n":
            lines.append("".join(line))
            line = []
        else:
            line.append(piece)
    lines.append("".join(line))
    text = "\n".join(_SPACES.sub(" ", each).replace("\x01", "\n") for each in lines)
    text = text.replace(f"\x00[{BEGIN}", f"{BEGIN}\x00[").replace(f"{END}]\x00", f"]\x00{END}")
    return text.replace("\x00[[", "[").replace("]]\x00", "]").replace("\x00[", "[").replace("]\x00", "]")
