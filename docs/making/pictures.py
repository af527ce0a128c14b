"""Makes the pictures of the tutorial from the running program.

    python docs/making/pictures.py [NAME...]

Without names all are made: drawings of what the graph holds (SVG), and, where Chromium is installed, screens of the
pages that `treatygraph serve` and `treatygraph audit --html` make (PNG). They are written to docs/pictures, each in
English and in Chinese. Must not draw what the program did not give: every name, word and code is asked of it.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from gathering import DOCS

import treatygraph
from treatygraph import iris

PICTURES = DOCS / "pictures"
LANGUAGES = ("en", "zh")
_FACT = "conference/ctbt-art-xiv-2021/office/President/ITA"
_DAY = "2021-09-23"
_INK, _PAPER, _RULE, _SOFT = "#1f2933", "#ffffff", "#5b6b7a", "#eef2f5"
_COLOURS = ("#fde68a", "#bbf7d0", "#bfdbfe", "#fbcfe8")
_SIZE = 17
_WORDS = {
    "en": {
        "sentence": "the sentence, as stored",
        "rule": "the rule that reads it",
        "fact": "the fact",
        "answer": "the answer",
        "mine": "your table",
        "status": "the status on",
        "joined": "both",
    },
    "zh": {
        "sentence": "存储的原文",
        "rule": "读取规则",
        "fact": "事实",
        "answer": "答案",
        "mine": "您的表格",
        "status": "当日地位：",
        "joined": "合并后",
    },
}


class Drawing:
    """Collects the shapes of an SVG picture and how far down they reach."""

    def __init__(self, width: int, title: str) -> None:
        self._width, self._title, self._parts, self._bottom = width, title, list[str](), 0.0

    def box(self, x: float, y: float, width: float, height: float, fill: str = _PAPER, line: str = _RULE) -> None:
        """Draw a box with round corners."""
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{fill}" stroke="{line}"/>'
        )
        self._bottom = max(self._bottom, y + height)

    def text(
        self, x: float, y: float, words: str, *, size: float = _SIZE, bold: bool = False, colour: str = _INK
    ) -> None:
        """Write words from x on, above the line y."""
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}>{escape(words)}</text>'
        )
        self._bottom = max(self._bottom, y)

    def arrow(self, x: float, y: float, down: float) -> None:
        """Draw an arrow down."""
        end = y + down
        self._parts.append(
            f'<path d="M{x:g} {y:g}V{end:g}M{x - 5:g} {end - 6:g}L{x:g} {end:g}L{x + 5:g} {end - 6:g}" '
            f'fill="none" stroke="{_RULE}" stroke-width="2"/>'
        )
        self._bottom = max(self._bottom, end)

    def svg(self) -> bytes:
        """Return the picture."""
        height = self._bottom + 16
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width} {height:g}" role="img" '
            f'font-family="system-ui, sans-serif">\n<title>{escape(self._title)}</title>\n'
            f'<rect width="100%" height="100%" fill="{_PAPER}"/>\n' + "\n".join(self._parts) + "\n</svg>\n"
        ).encode()


def wide(words: str, size: float = _SIZE) -> float:
    """Return how wide words are about: a sign of Chinese is as wide as it is high, a letter half of that."""
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.55 for sign in words)


def folded(words: str, width: float, size: float = _SIZE) -> list[str]:
    """Return words in lines that are no wider than a width."""
    lines = [""]
    for piece in re.findall(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*", words):
        if lines[-1] and wide(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def shortened(words: str, width: float, size: float = _SIZE) -> str:
    """Return words, cut with a sign of that where they are wider than a width."""
    first, *more = folded(words, width - size if wide(words, size) > width else width, size)
    return f"{first.rstrip()} …" if more else first


def sentence_to_answer(graph: treatygraph.TreatyGraph, language: str) -> bytes:
    """Draw how one sentence becomes a fact and an answer: its words, the rule, the fact's properties, a row."""
    words, thing = _WORDS[language], graph.thing(_FACT, lang=language)
    facts = thing.facts
    stated = next(row["value"] for row in facts if row["property"] == "statedIn" and not row["inverse"])
    drawing = Drawing(860, str(thing.label))
    drawing.text(20, 30, words["sentence"], size=13, colour=_RULE)
    drawing.box(20, 40, 820, 74, _SOFT)
    sentence, marks = _sentence(graph, str(stated), language)
    x = 40.0
    for number, (piece, name) in enumerate(marks(sentence)):
        if name:
            colour = _COLOURS[number % len(_COLOURS)]
            drawing.box(x - 2, 54, wide(piece, 22) + 4, 30, colour, colour)
            drawing.text(x, 104, name, size=12, colour=_RULE)
        drawing.text(x, 77, piece, size=22)
        x += wide(piece, 22)
    drawing.arrow(430, 118, 26)
    rule = thing.explain("holder").record["rules"][0]
    drawing.text(20, 160, words["rule"], size=13, colour=_RULE)
    lines = folded(f"{rule['id']}: {' '.join(rule['says'].splitlines()[:2])}", 780, 15)
    drawing.box(20, 170, 820, 18 + 22 * len(lines), _SOFT)
    for number, line in enumerate(lines):
        drawing.text(40, 195 + 22 * number, line, size=15)
    top = 188 + 22 * len(lines)
    drawing.arrow(430, top + 4, 26)
    drawing.text(20, top + 46, words["fact"], size=13, colour=_RULE)
    shown = [
        row
        for row in facts
        if not row["inverse"] and row["property"] in {"office", "holder", "ofConference", "statedIn"}
    ]
    shown = list({row["property"]: row for row in shown}.values())
    drawing.box(20, top + 56, 820, 44 + 26 * len(shown), _SOFT)
    drawing.text(40, top + 82, str(thing.label), bold=True)
    for number, row in enumerate(shown):
        y = top + 110 + 26 * number
        drawing.text(60, y, f"tg:{row['property']}", size=15, colour=_RULE)
        drawing.text(230, y, shortened(str(row["value_name"]), 590, 15), size=15)
    top += 100 + 26 * len(shown)
    drawing.arrow(430, top + 4, 26)
    answer = graph.ask("CQ-11", lang=language)
    row = next(row for row in answer if row["holder"] == f"{iris.ID}state/ITA")
    drawing.text(20, top + 46, f"{words['answer']}: treatygraph query CQ-11", size=13, colour=_RULE)
    names = ["office_name", "holder_name", "method_name", "conference_name"]
    drawing.box(20, top + 56, 820, 64, _SOFT)
    for name, x in zip(names, (40, 150, 260, 420), strict=True):
        drawing.text(x, top + 80, name.removesuffix("_name"), size=13, colour=_RULE)
        drawing.text(x, top + 106, shortened(str(row[name]), 410, 15), size=15)
    return drawing.svg()


def _sentence(graph: treatygraph.TreatyGraph, provision: str, language: str):
    spans = graph.sparql(
        f"SELECT DISTINCT ?quote ?thing {{ ?span tg:inProvision <{provision}> ; tg:quote ?quote . "
        "OPTIONAL { ?span tg:denotes ?thing } } ORDER BY ?quote ?thing",
        lang=language,
    ).rows
    quotes = sorted({str(row["quote"]) for row in spans}, key=len)
    named = {str(row["quote"]): str(row["thing_name"]) for row in spans if row["thing_name"]}
    inside = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))

    def marks(words: str) -> Iterator[tuple[str, str]]:
        at = 0
        for found in inside.finditer(words):
            if found.start() > at:
                yield words[at : found.start()], ""
            yield found.group(), named[found.group()]
            at = found.end()
        yield words[at:], ""

    return quotes[-1], marks


def joined_tables(graph: treatygraph.TreatyGraph, language: str) -> bytes:
    """Draw a table of one's own, the status of its States on a day, and both side by side."""
    words = _WORDS[language]
    mine = list(csv.reader(io.StringIO(file_of("tutorial/own-spreadsheet.md", "mine.csv"))))
    status = {row["iso3"]: row for row in graph.status(_DAY, lang=language)}
    told = [
        ["iso3", "status_name", "since"],
        *([row[0], status[row[0]]["status_name"], status[row[0]]["since"] or ""] for row in mine[1:]),
    ]
    both = [[*one, *other[1:]] for one, other in zip(mine, told, strict=True)]
    drawing = Drawing(860, f"mine.csv + {words['status']} {_DAY}")
    left = _table(drawing, 20, 46, mine, words["mine"] + ": mine.csv")
    drawing.text(left + 16, 110, "+", size=28)
    _table(drawing, left + 52, 46, told, f"{words['status']} {_DAY}")
    height = 46 + 30 * len(mine)
    drawing.arrow(300, height + 4, 30)
    _table(drawing, 20, height + 66, both, words["joined"])
    return drawing.svg()


def _table(drawing: Drawing, x: float, y: float, rows: Sequence[Sequence[object]], title: str) -> float:
    """Draw a table with a title above it; return where it ends on the right."""
    drawing.text(x, y - 10, title, size=13, colour=_RULE)
    for column in zip(*rows, strict=True):
        width = max(wide(str(cell), 15) for cell in column) + 28
        for number, cell in enumerate(column):
            drawing.box(x, y + 30 * number, width, 30, _SOFT if number == 0 else _PAPER)
            drawing.text(x + 12, y + 30 * number + 21, str(cell), size=15, bold=number == 0)
        x += width
    return x


def file_of(page: str, name: str) -> str:
    """Return a file that a page shows, by the title of its block."""
    found = re.search(rf'```\w+ title="{re.escape(name)}"\n(.*?)```', (DOCS / page).read_text(encoding="utf-8"), re.S)
    assert found, f"{page} shows no {name}"
    return found.group(1)


@contextmanager
def _serving(port: int) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "treatygraph", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/-/ready", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()


def _screen(chromium: str, address: str, file: Path, size: str, below_bar: int = 0) -> None:
    """Have Chromium take a screen of a page, and write it with 64 colours, which is enough for pages of words.

    With `below_bar`, only so many rows of it, from the page's dark bar on: Chromium does not scroll for a screen.
    """
    from PIL import Image  # noqa: PLC0415 - drawings need no Pillow

    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={size}",
                f"--screenshot={file}",
                address,
            ],
            check=True,
            capture_output=True,
        )
    screen = Image.open(file).convert("RGB")
    if below_bar:
        top = next(row for row in range(screen.height) if max(screen.getpixel((2, row))) < 100)
        screen = screen.crop((0, top, screen.width, min(top + below_bar, screen.height)))
    screen.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def screens(wanted: set[str]) -> None:
    """Make the screens of pages, where Chromium is installed; say so where it is not."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        print("no Chromium is installed: the screens are left as they are", file=sys.stderr)
        return
    if "page" in wanted:
        with _serving(8017) as address:
            for language in LANGUAGES:
                _screen(
                    chromium,
                    f"{address}/id/{_FACT}.html?lang={language}",
                    PICTURES / f"page.{language}.png",
                    "1000,760",
                )
    if "audit" in wanted:
        for language, page in (("en", "tutorial/own-report.md"), ("zh", "zh/own-report.md")):
            with tempfile.TemporaryDirectory() as folder:
                report, account = Path(folder, "report.txt"), Path(folder, "audit.html")
                report.write_text(file_of(page, "report.txt"), encoding="utf-8")
                subprocess.run(
                    [
                        sys.executable,
                        "-m",
                        "treatygraph",
                        "audit",
                        str(report),
                        "--language",
                        language,
                        "--html",
                        str(account),
                    ],
                    check=True,
                    capture_output=True,
                )
                _screen(chromium, account.as_uri(), PICTURES / f"audit.{language}.png", "1100,2100", below_bar=880)


DRAWN = {"sentence-to-answer": sentence_to_answer, "joined-tables": joined_tables}


def main() -> int:
    """Make the pictures named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*DRAWN, "page", "audit"]))
    names = set(asked.parse_args().names) or {*DRAWN, "page", "audit"}
    PICTURES.mkdir(exist_ok=True)
    if names & set(DRAWN):
        graph = treatygraph.open()
        for name in sorted(names & set(DRAWN)):
            for language in LANGUAGES:
                (PICTURES / f"{name}.{language}.svg").write_bytes(DRAWN[name](graph, language))
    screens(names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
