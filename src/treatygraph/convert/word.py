"""Reads a Word document (.docx) with python-docx and lxml: paragraphs, automatic numbers, tables, notes, text boxes.

Must not keep what a reader of the accepted document does not see: deleted or hidden words. Runs no macro or field.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

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
from treatygraph.convert.word_numbering import Numbering, W, written
from treatygraph.model import Severity

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_LEFT_OUT = {W + "del", W + "moveFrom", _MC + "Fallback", W + "instrText", W + "delText", W + "pPr", W + "rPr"}
_BARE_NUMBER = re.compile(r"\d{1,4}")
_OFF = {"0", "false", "off"}
_PRIVATE = (0xE000, 0xF8FF)
_RAISED = 3


def convert_docx(data: bytes, name: str) -> Converted:
    """Return the blocks of a Word document; raise ConversionError where it is broken or has no words."""
    import docx  # noqa: PLC0415 - an optional extra
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    try:
        part = docx.Document(io.BytesIO(data)).part
        converted = _Document(part).convert()
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError, EOFError, RuntimeError,
            BadZipFile, zlib.error, NotImplementedError):
        if os.environ.get("TREATYGRAPH_DEBUG"):
            raise
        raise ConversionError(f"{name}: not a Word document that can be read; open it in a word processor and save it "
                              "again as .docx") from None
    if not converted.blocks:
        raise ConversionError(f"{name}: the Word document holds no text; if its pages are pictures, run text "
                              "recognition over them first")
    return converted


class _Document:
    def __init__(self, part: Any) -> None:
        self.part = part
        self.body = part.element.body
        self.numbering = Numbering(self._root("numbering"), self._root("styles"))
        styles = self._root("styles")
        self.hidden_styles = {style.get(W + "styleId") for style in styles.iter(W + "style")
                              if _on(style.find(f"{W}rPr/{W}vanish"))} if styles is not None else set()
        self.raised_styles = {style.get(W + "styleId"): style.find(W + "rPr") for style in styles.iter(W + "style")
                              if style.find(W + "rPr") is not None} if styles is not None else {}
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote")}
        self.counted = dict.fromkeys(self.notes, 0)
        self.forms = {"footnote": "decimal", "endnote": "lowerRoman"}
        for kind in self.forms:
            self.forms[kind] = next((one.get(W + "val") for one in self.body.iter(W + "numFmt")
                                     if one.getparent().tag == f"{W}{kind}Pr"), self.forms[kind])
        self.converted = Converted()
        self.pending: list[str] = []
        self.boxes: list[Any] = []
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.least: int | None = None

    def convert(self) -> Converted:
        numbered = [paragraph for paragraph in self.body.iter(W + "p") if self.numbering.numbers(paragraph)]
        self.least = min((self.numbering.left(paragraph) for paragraph in numbered), default=0)
        self._walk(self.body)
        self.pending = self.converted.let_wait(self.pending, len(self.converted.blocks))
        self._report_parts()
        place_footnotes(self.converted)
        return self.converted

    # ---- parts

    def _root(self, kind: str) -> Any:
        from docx.oxml import parse_xml  # noqa: PLC0415

        for relation in self.part.rels.values():
            if relation.reltype == _PARTS + kind and not relation.is_external:
                target = relation.target_part
                return target.element if hasattr(target, "element") else parse_xml(target.blob)
        return None

    def _notes(self, kind: str) -> dict[str, Any]:
        root = self._root(f"{kind}s")
        return {} if root is None else {
            note.get(W + "id"): note for note in root.iter(W + kind)
            if note.get(W + "type") in {None, "normal"}}

    def _report_parts(self) -> None:
        heads: dict[str, str] = {}
        for relation in self.part.rels.values():
            kind = relation.reltype.removeprefix(_PARTS)
            if kind in {"header", "footer"} and not relation.is_external:
                root = relation.target_part.element if hasattr(relation.target_part, "element") else None
                words = tidy(" ".join(self._text(p) for p in root.iter(W + "p"))) if root is not None else ""
                if words:
                    heads.setdefault(words, kind)
        for words, kind in heads.items():
            where = "head" if kind == "header" else "foot"
            self.converted.note("page-furniture-dropped", f"running {where} left out", words)
        for words in self.deleted:
            self.converted.note("deleted-words-dropped", "words deleted with changes tracked were left out", words)
        for words in self.hidden:
            self.converted.note("hidden-words-dropped", "hidden words were left out", words, Severity.WARNING)

    # ---- blocks

    def _walk(self, holder: Any) -> None:
        for child in holder:
            if not isinstance(child.tag, str):
                self._unresolved(child)
            elif child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in {W + "del", W + "moveFrom"}:
                self.deleted.append("".join(child.itertext()))
            elif child.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"}:
                self._walk(child)

    def _paragraph(self, paragraph: Any) -> None:
        first = len(self.converted.blocks)
        text = self._whole(paragraph)
        for block in self._blocks_of(text, paragraph):
            self.converted.blocks.append(block)
        self.pending = self.converted.let_wait(self.pending, first)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._walk(box)

    def _blocks_of(self, text: str, paragraph: Any) -> Iterator[Block]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and re.match(r"(?i)heading|title", style.get(W + "val", "")) is not None
        for line in text.split("\n") if MARKED.match(text) is None else [joined(text.split("\n"))]:
            words = tidy(line) if line.strip() else ""
            if not words:
                continue
            marked = MARKED.match(words)
            if marked or words.startswith("•"):
                words = words.replace("\t", " ")
            indent = " " if marked and line.startswith(" ") else ""
            kind = kind_of(words)
            yield Block(BlockKind.HEADING if heading and kind is BlockKind.TEXT else kind, indent + words)

    def _whole(self, paragraph: Any) -> str:
        """Return a paragraph's words behind its automatic number; count it where only deleted words are in it too."""
        removed = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
        text = self._text(paragraph)
        if removed and not text.strip():
            return ""
        mark = self.numbering.mark(paragraph)
        if mark is None or not text.strip():
            return text
        printed = mark.text.strip()
        if _BARE_NUMBER.fullmatch(printed):
            self.converted.note("number-without-stop", "an automatic number is printed without a stop; one was added",
                                f"{printed} {text[:40]}")
            printed += "."
        if mark.approximate:
            self.converted.note("number-in-other-form", "an automatic number in a form that is not known was written "
                                "in digits", f"{printed} {text[:40]}", Severity.WARNING)
        inner = mark.level > 0 or self.numbering.left(paragraph) > (self.least or 0)
        return f"{' ' * inner}{printed} {text.lstrip()}"

    def _table(self, table: Any) -> None:
        rows: list[list[Cell]] = []
        for row in _children(table, W + "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.deleted.append("".join(row.itertext()))
                continue
            cells: list[Cell] = [[] for _ in range(_count(row.find(f"{W}trPr/{W}gridBefore")))]
            for cell in _children(row, W + "tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                below = merged is not None and merged.get(W + "val", "continue") == "continue"
                cells.append([] if below else list(self._cell(cell)))
                cells += [[] for _ in range(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)]
            rows.append(cells)
        first = len(self.converted.blocks)
        self.converted.blocks += table_blocks(rows, joined)
        self.pending = self.converted.let_wait(self.pending, first)

    def _cell(self, cell: Any) -> Iterator[str]:
        for child in cell.iter(W + "p"):
            if not any(above.tag in {W + "txbxContent", W + "del"} for above in child.iterancestors()):
                yield self._whole(child)

    # ---- words

    def _text(self, paragraph: Any) -> str:
        pieces: list[str] = []
        self._gather(paragraph, pieces)
        text, marks = marks_written("".join(pieces).replace(END + BEGIN, ""))
        for mark in marks:
            self.converted.note("raised-marks", TOLD, mark)
        return text

    def _gather(self, element: Any, pieces: list[str]) -> None:
        """Gather the words of an element and those in it, in order; without recursion, for files nest at will."""
        stack = [iter(element)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            elif not isinstance(child.tag, str):
                self._unresolved(child)
            elif child.tag in _LEFT_OUT:
                if child.tag in {W + "del", W + "moveFrom"}:
                    self.deleted.append("".join(child.itertext()))
            elif child.tag == W + "txbxContent":
                self.boxes.append(child)
            elif child.tag == W + "r":
                self._run(child, pieces, stack)
            elif child.tag == _MATH + "t":
                pieces.append(child.text or "")
            elif child.tag != W + "p":
                stack.append(iter(child))

    def _run(self, run: Any, pieces: list[str], stack: list[Iterator[Any]]) -> None:
        properties = run.find(W + "rPr")
        if properties is not None:
            style = properties.find(W + "rStyle")
            vanish = properties.find(W + "vanish")
            hidden = _on(vanish) if vanish is not None \
                else style is not None and style.get(W + "val") in self.hidden_styles
            if hidden:
                words = "".join(t.text or "" for t in run.iter(W + "t"))
                self.hidden += [words] if words.strip() else []
                return
        custom = None
        raised = self._raised(properties)
        for child in run:
            if not isinstance(child.tag, str):
                self._unresolved(child)
            elif child.tag == W + "t":
                text = self._plain(child)
                if custom is not None and text.strip():
                    mark = text.split()[0]
                    pieces.append(f"[{mark}]{text[text.index(mark) + len(mark):]}")
                    self._note(custom, mark)
                    custom = None
                else:
                    pieces.append(f"{BEGIN}{text}{END}" if raised else text)
            elif child.tag in {W + "footnoteReference", W + "endnoteReference"}:
                custom = self._reference(child, pieces)
            elif child.tag in {_MC + "AlternateContent", W + "pict", W + "drawing", W + "object"}:
                stack.append(iter(child))
            else:
                pieces.append(self._sign(child))

    def _plain(self, text: Any) -> str:
        """Return the words of a text element, without what entities in it stand for."""
        for child in text:
            self._unresolved(child)
        return "".join([text.text or "", *(child.tail or "" for child in text)])

    def _unresolved(self, node: Any) -> None:
        """Tell of an entity, which may stand for words or whole paragraphs; comments and the like stand for none."""
        words = getattr(node, "text", "") or ""
        if words.startswith("&") and words.endswith(";"):
            self.converted.note("entity-not-resolved", "the file has an entity of its own here, which is not resolved: "
                                "what it stands for is missing", words, Severity.WARNING)

    def _raised(self, properties: Any) -> bool:
        """Tell whether a run is raised or lowered: by itself or by its style."""
        if properties is None:
            return False
        style = properties.find(W + "rStyle")
        holders = [properties, *filter(lambda one: one is not None, [
            self.raised_styles.get(style.get(W + "val")) if style is not None else None])]
        align = next((found for holder in holders if (found := holder.find(W + "vertAlign")) is not None), None)
        if align is not None:
            return align.get(W + "val") in {"superscript", "subscript"}
        height = next((found for holder in holders if (found := holder.find(W + "position")) is not None), None)
        value = height.get(W + "val", "") if height is not None else ""
        return value.lstrip("-").isdigit() and abs(int(value)) >= _RAISED

    def _sign(self, child: Any) -> str:
        """Return what a child of a run that is no text stands for."""
        if child.tag == W + "br":
            return "\n" if child.get(W + "type", "textWrapping") == "textWrapping" else ""
        if child.tag == W + "sym":
            code = int(child.get(W + "char", "0"), 16)
            if _PRIVATE[0] <= code <= _PRIVATE[1] or not code:
                self.converted.note("symbol-without-letter", "a sign of a symbol font has no letter and was left out",
                                    f"{child.get(W + 'font')} {code:04X}", Severity.WARNING)
                return ""
            return chr(code)
        return {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}.get(child.tag, "")

    # ---- notes

    def _reference(self, reference: Any, pieces: list[str]) -> Any:
        """Put the mark of a note; return the reference where the mark is printed by the words that follow."""
        kind = "footnote" if reference.tag == W + "footnoteReference" else "endnote"
        if reference.get(W + "customMarkFollows") not in {None, *_OFF}:
            return reference
        self.counted[kind] += 1
        mark = written(self.counted[kind], self.forms[kind]) or str(self.counted[kind])
        pieces.append(f"[{mark}]")
        self._note(reference, mark)
        return None

    def _note(self, reference: Any, mark: str) -> None:
        kind = "footnote" if reference.tag == W + "footnoteReference" else "endnote"
        note = self.notes[kind].get(reference.get(W + "id"))
        if note is None:
            self.converted.note("footnote-without-text", f"the file holds no text for note {mark}", f"[{mark}]",
                                Severity.WARNING)
            return
        text = tidy(joined(filter(None, (tidy(self._text(p)) for p in note.iter(W + "p"))))).replace("\t", " ")
        self.pending.append(f"[{mark}] {text.removeprefix(mark).strip()}")


def _children(holder: Any, tag: str) -> Iterator[Any]:
    """Yield the children of a kind, and those in wrappers such as content controls."""
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins"}:
            yield from _children(child, tag)


def _on(element: Any) -> bool:
    return element is not None and element.get(W + "val") not in _OFF


def _count(element: Any, otherwise: int = 0) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return min(int(value), 100) if value.isdigit() else otherwise

