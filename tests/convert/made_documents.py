"""Makes .docx, .pdf and .html files of a report's plain text; must not hold an expectation."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

REPORT = Path(__file__).parents[2] / "data" / "sources" / "ctbt-art-xiv-2021-6.zh.txt"
_MARK = re.compile(r"( *(?:- )?)(\d{1,2}\.|\([a-z]\)|[A-Z]\.) ?(.*)")
_NOTE = re.compile(r"\[(.)\] (.*)")


@dataclass
class Piece:
    """A line of the report: `kind` is heading, entry, row, note or text."""

    kind: str
    text: str
    mark: str = ""
    indent: int = 0
    cells: list[str] = field(default_factory=list)


@cache
def report() -> str:
    return REPORT.read_text(encoding="utf-8")


def pieces(text: str) -> list[Piece]:
    found = []
    for line in text.split("\n"):
        if not line.strip() or set(line) <= set("-\t"):
            continue
        if note := _NOTE.fullmatch(line):
            found.append(Piece("note", note.group(2), note.group(1)))
        elif "\t" in line:
            found.append(Piece("row", line, cells=line.split("\t")))
        elif entry := _MARK.fullmatch(line):
            found.append(Piece("entry", entry.group(3), entry.group(2), len(entry.group(1))))
        else:
            found.append(Piece("heading", line))
    return found


def tables(found: list[Piece]) -> list[Piece | list[Piece]]:
    """Gather the rows that stand together."""
    grouped: list[Piece | list[Piece]] = []
    for piece in found:
        if piece.kind != "row":
            grouped.append(piece)
        elif grouped and isinstance(grouped[-1], list):
            grouped[-1].append(piece)
        else:
            grouped.append([piece])
    return grouped


# ---- PDF, drawn line by line as a word processor would

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595, 842, 85, 510, 760, 90
_NEVER_FIRST = set("，。、；：！？）》」』”,.;:)")


class Paper:
    """A PDF in the making: text wrapped at the margin, footnotes at the foot of the page, heads and feet."""

    def __init__(self, font: str = "STSong-Light", head: str = "", page_number: str = "{}") -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        if font == "STSong-Light":
            pdfmetrics.registerFont(UnicodeCIDFont(font))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.font, self.head, self.page_number = font, head, page_number
        self.page, self.y = 1, float(TOP)
        self.notes: list[tuple[str, str]] = []

    def width(self, text: str, size: float) -> float:
        return sum(self.canvas.stringWidth(char, self._font(char), size) for char in text)

    def _font(self, char: str) -> str:
        return "Helvetica" if char in "†‡" else self.font

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        """Break a text into lines: between Chinese characters, and behind spaces and hyphens."""
        units = re.findall(r"[A-Za-z0-9.,;:()'/’]+[-]?[ ]?|.[ ]?", text)
        lines = [""]
        for unit in units:
            bare = re.sub(r"\[.\]", "*", lines[-1] + unit).rstrip()
            if lines[-1] and self.width(bare, size) > width and unit[0] not in _NEVER_FIRST:
                lines.append(unit)
            else:
                lines[-1] += unit
        return lines

    def line(self, x: float, text: str, size: float, y: float | None = None) -> None:
        """Draw one line; `[†]` becomes a small raised sign."""
        at = self.y if y is None else y
        for part in re.split(r"(\[[†‡*]\])", text):
            raised = bool(re.fullmatch(r"\[.\]", part))
            shown = part[1] if raised else part
            for run in re.findall(r"[†‡]+|[^†‡]+", shown):
                self.canvas.setFont(self._font(run[0]), size * 0.6 if raised else size)
                self.canvas.drawString(x, at + (size * 0.4 if raised else 0), run)
                x += self.width(run, size * 0.6 if raised else size)

    def room(self, height: float) -> None:
        if self.y - height < BOTTOM + 30 * len(self.notes):
            self.turn()

    def turn(self) -> None:
        """End the page: footnotes, head and foot, then a new one."""
        y = BOTTOM
        for mark, text in self.notes:
            for line in self.wrap(f"[{mark}] {text}", RIGHT - LEFT, 8):
                self.line(LEFT, line, 8, y)
                y -= 10
        self.notes = []
        if self.page > 1 and self.head:
            self.line(LEFT, self.head, 9, HEIGHT - 45)
        if self.page_number:
            self.line(WIDTH / 2, self.page_number.format(self.page), 9, 40)
        self.canvas.showPage()
        self.page += 1
        self.y = TOP

    def paragraph(self, text: str, *, left: float = LEFT, size: float = 10.5, notes: dict[str, str] | None = None,
                  before: float = 6, right: float = RIGHT) -> None:
        self.y -= before
        for line in self.wrap(text, right - left, size):
            self.room(size * 1.5)
            for mark in re.findall(r"\[([†‡*])\]", line):
                self.notes.append((mark, (notes or {})[mark]))
            self.line(left, line, size)
            self.y -= size * 1.5

    def row(self, cells: list[str], lefts: list[float], size: float = 10.5, notes: dict[str, str] | None = None) -> None:
        wrapped = [self.wrap(cell, end - left - 18, size)
                   for cell, left, end in zip(cells, lefts, [*lefts[1:], RIGHT + 18], strict=False)]
        height = max(map(len, wrapped)) * size * 1.25
        self.room(height)
        for at in range(max(map(len, wrapped))):
            for lines, left in zip(wrapped, lefts, strict=False):
                if at < len(lines):
                    for mark in re.findall(r"\[([†‡*])\]", lines[at]):
                        self.notes.append((mark, (notes or {})[mark]))
                    self.line(left, lines[at], size, self.y - at * size * 1.25)
        self.y -= height + 6

    def finish(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self.buffer.getvalue()


def pdf(text: str, head: str = "CTBT-Art.XIV/2021/6") -> bytes:
    """Set a report as a PDF of several pages, with its footnotes at the foot of the page that carries their mark."""
    found = pieces(text)
    notes = {piece.mark: piece.text for piece in found if piece.kind == "note"}
    paper = Paper(head=head)
    for group in tables(found):
        if isinstance(group, list):
            columns = max(len(piece.cells) for piece in group)
            lefts = [LEFT, LEFT + 150] if columns == 2 else [LEFT, LEFT + 142, LEFT + 284]
            paper.y -= 6
            for piece in group:
                paper.row(piece.cells, lefts, notes=notes)
        elif group.kind == "heading":
            paper.paragraph(group.text, size=10.5, before=12)
            paper.y -= 4
        elif group.kind == "entry":
            paper.paragraph(f"{group.mark} {group.text}", left=LEFT + 20 * (group.indent > 0), notes=notes)
    return paper.finish()


# ---- HTML

def forms_within_forms(depth: int) -> bytes:
    """A page that draws a form, which draws another ten times, and so on; the last of them prints a sentence."""
    drawn = " ".join(f"q 1 0 0 1 0 -{3 * at} cm /X Do Q" for at in range(10))
    words = "BT /F1 10 Tf 50 700 Td (The Conference adopted its agenda and its rules.) Tj ET"
    inner = [(f"/XObject << /X {7 + at} 0 R >>", drawn) for at in range(depth - 1)]
    streams = [("", "/X Do"), *inner, ("/Font << /F1 4 0 R >>", words)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
               "/Resources << /XObject << /X 6 0 R >> >> >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for resources, stream in streams:
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {resources} >>" if resources else ""
        objects.append(f"<< {form} /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    whole, offsets = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(f"{len(whole):010} 00000 n \n")
        whole += f"{number} 0 obj\n{one}\nendobj\n"
    count = len(objects) + 1
    return (f"{whole}xref\n0 {count}\n0000000000 65535 f \n{''.join(offsets)}trailer << /Size {count} /Root 1 0 R >>\n"
            f"startxref\n{len(whole)}\n%%EOF").encode()


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html>\n<html><head>{head}<title>Not part of the text</title></head>\n<body>{body}</body></html>\n"


def _inline(text: str) -> str:
    return re.sub(r"\[(.)\]", lambda m: f'<sup><a href="#n{ord(m.group(1))}" id="r">{m.group(1)}</a></sup>',
                  html.escape(text))


CUT_OFF = {"通过会议报告", "会议闭幕。"}  # the two agenda items that the text's layout cuts off from their list


@dataclass
class Placed:
    """An entry with the list it belongs to and its level; `typed` where its number is part of the words."""

    piece: Piece
    name: str
    level: int
    typed: bool = False


def placed(found: list[Piece]) -> list[Piece | Placed | list[Piece]]:
    """Say of each entry which automatic list would number it."""
    zone, result = "report", []
    for group in tables(found):
        if isinstance(group, list) or group.kind != "entry":
            if not isinstance(group, list) and group.text == "附件":
                zone = "annex"
            if not isinstance(group, list) and group.text.endswith("的附录"):
                zone = "appendix"
            result.append(group)
        elif zone == "appendix":
            result.append(Placed(group, zone, 0, typed=True))
        elif zone == "report" and (group.indent or group.text in CUT_OFF):
            result.append(Placed(group, "agenda", int(group.mark.startswith("("))))
        else:
            result.append(Placed(group, zone, int(group.mark.startswith("("))))
    return result


def html_of(text: str) -> bytes:
    """Write a report as a page: numbers by ordered lists, notes by links."""
    found = placed([piece for piece in pieces(text) if piece.kind != "note"])
    notes = [piece for piece in pieces(text) if piece.kind == "note"]
    lines: list[str] = []
    last: dict[str, int] = {}
    for item in found:
        if isinstance(item, list):
            lines.append("<table>")
            lines += ["<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in piece.cells) + "</tr>" for piece in item]
            lines.append("</table>")
        elif isinstance(item, Piece):
            lines.append(f"<h2>{_inline(item.text)}</h2>")
        elif item.typed:
            lines.append(f"<p>{item.piece.mark} {_inline(item.piece.text)}</p>")
        else:
            key = f"{item.name}{item.level}"
            last[key] = last.get(key, 0) + 1
            kind = ' type="a"' if item.level else ""
            nested = item.name == "agenda" or item.level
            before, after = ("<ul style='list-style: none'><li>", "</li></ul>") if nested else ("", "")
            lines.append(f'{before}<ol start="{last[key]}"{kind}>\n  <li>{_inline(item.piece.text)}</li>\n</ol>{after}')
    lines += [f'<p id="n{ord(note.mark)}"><a href="#r">{note.mark}</a> {_inline(note.text)}</p>' for note in notes]
    return page("\n".join(lines)).encode()


# ---- Word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERED = f"""<w:numbering {W}>
 <w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
   <w:pPr><w:ind w:left="360"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
   <w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
   <w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
   <w:pPr><w:ind w:left="1080"/></w:pPr></w:lvl>
 </w:abstractNum>
 <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
 <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
 <w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
NUM_ID = {"report": 1, "agenda": 2, "annex": 3}


def part(document: object, name: str, xml: str) -> None:
    """Put a part such as the footnotes or the numbering into a document, in place of the template's."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    main = document.part  # type: ignore[attr-defined]
    for key in [key for key, relation in main.rels.items() if relation.reltype == base + name]:
        del main.rels[key]
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    main.relate_to(Part(PackURI(f"/word/{name}.xml"), kind, xml.encode(), main.package), base + name)


def runs(text: str, identities: dict[str, int]) -> str:
    """Return the runs of a text; `[†]` becomes a footnote with a mark of its own."""
    result = ""
    for piece in re.split(r"(\[[†‡]\])", text):
        if re.fullmatch(r"\[.\]", piece):
            result += (f'<w:r {W}><w:footnoteReference w:customMarkFollows="1" w:id="{identities[piece[1]]}"/>'
                       f"<w:t>{piece[1]}</w:t></w:r>")
        elif piece:
            result += f'<w:r {W}><w:t xml:space="preserve">{html.escape(piece)}</w:t></w:r>'
    return result


def footnotes(notes: dict[int, str]) -> str:
    inner = "".join(f'<w:footnote w:id="{key}"><w:p>{text}</w:p></w:footnote>' for key, text in notes.items())
    return (f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            f"{inner}</w:footnotes>")


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def docx_of(text: str) -> bytes:
    """Write a report as a Word document: numbers by numbering, notes as footnotes, running heads."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "CTBT-Art.XIV/2021/6"
    found = pieces(text)
    identities = {piece.mark: number for number, piece in enumerate((p for p in found if p.kind == "note"), start=2)}
    part(document, "numbering", NUMBERED)
    part(document, "footnotes", footnotes({identities[p.mark]: runs(f"{p.mark} {p.text}", {})
                                           for p in found if p.kind == "note"}))
    for item in placed([piece for piece in found if piece.kind != "note"]):
        if isinstance(item, list):
            table = document.add_table(0, max(len(piece.cells) for piece in item))
            for piece in item:
                for cell, words in zip(table.add_row().cells, piece.cells, strict=False):
                    for run in parse_xml(f"<w:p {W}>{runs(words, identities)}</w:p>"):
                        cell.paragraphs[0]._p.append(run)
            continue
        piece = item if isinstance(item, Piece) else item.piece
        paragraph = document.add_paragraph()
        typed = isinstance(item, Piece) or item.typed
        words = f"{piece.mark} {piece.text}" if piece.mark and typed else piece.text
        if not isinstance(item, Piece) and not item.typed:
            paragraph._p.insert(0, parse_xml(
                f'<w:pPr {W}><w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{NUM_ID[item.name]}"/></w:numPr></w:pPr>'))
        for run in parse_xml(f"<w:p {W}>{runs(words, identities)}</w:p>"):
            paragraph._p.append(run)
    return saved(document)


# ---- text copied out of pages

def _columns(text: str) -> int:
    return sum(1 + (char > "\u2e7f") for char in text)


def copied(text: str, width: int = 80, lines_a_page: int = 38, *, feeds: bool = True) -> str:
    """Wrap a Chinese report at so many columns, with page numbers and a running head between the pages."""
    lines: list[str] = []
    for whole in text.split("\n"):
        line = whole
        if set(line) <= set("-\t"):
            lines.append("")
            continue
        while "\t" not in line and _columns(line) > width:
            cut = next(at for at in range(len(line)) if _columns(line[: at + 1]) > width)
            while line[cut] in _NEVER_FIRST or line[cut] == " " or (line[cut - 1].isascii() and line[cut].isascii()):
                cut += 1
                if cut == len(line):
                    break
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    pages = [lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    result = []
    for number, page in enumerate(pages, start=1):
        head = ["CTBT-Art.XIV/2021/6", ""] if number > 1 else []
        feed = "\f" if feeds and number > 1 else ""
        result.append(feed + "\n".join([*head, *page, "", f"Page {number}"]))
    return "\n".join(result)
