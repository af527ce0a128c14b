"""What is fuzzed: one function per reader, which takes bytes and fails where a promise of the reader is broken.

Must not know a fuzzer: the same functions run the inputs that were once found, as tests.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from treatygraph import tables
from treatygraph.ask import ask, to_csv, to_json
from treatygraph.find.dates import DateReader
from treatygraph.find.fold import Folded, fold
from treatygraph.find.names import index
from treatygraph.find.numbers import NumberReader
from treatygraph.find.symbols import find_symbols, parse_symbol
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.graph.serialize import read_turtle, turtle
from treatygraph.graph.store import load
from treatygraph.language import languages
from treatygraph.model import Span, TreatyGraphError
from treatygraph.read.sentences import SentenceCutter
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport, read_report, read_tree, uncovered
from treatygraph.reading.registry import patterns
from treatygraph.reading.slots import Grammar

HEADER = """Dist. GENERAL
30 September 2021
Chinese

促进《全面禁止核试验条约》生效会议

2021年9月23日至24日

会议报告

"""
ENGLISH_HEADER = """Dist. GENERAL
30 September 2021
English

Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

23-24 September 2021

Report of the Conference

"""
IDENTITY = ReportIdentity("CTBT-Art.XIV/2021/6", "zh")
ENGLISH_IDENTITY = ReportIdentity("CTBT-Art.XIV/2021/6", "en")
_MOST_PATTERNS = 60
_LONGEST_QUERY = 400


class BrokenPromiseError(AssertionError):
    """A reader did what it promises not to do."""


def promise(kept: object, what: str) -> None:
    """Fail where a promise is not kept."""
    if not kept:
        raise BrokenPromiseError(what)


@cache
def shipped() -> tables.Tables:
    return tables.shipped()


# ---- text to tree


def tree(data: bytes) -> None:
    """Decode bytes and build the tree: the bytes come back, parts lie in order, sentences lie in their part."""
    try:
        source = SourceText.from_bytes(data, "fuzz.txt")
    except TreatyGraphError as refused:
        _one_line(refused)
        return
    promise(source.to_bytes() == data, "a source gives its bytes again")
    for code in languages.available():
        found = read_tree(source, code)
        check_tree(found)
        cutter = SentenceCutter(languages.load(code).layout)
        for node in found.root.walk():
            _cut(cutter, node.body, node.body_span)


def check_tree(found: DocumentTree) -> None:
    """Check that a tree is the whole text, and that every part lies within the one it belongs to."""
    text = found.source.text
    promise(found.write() == text, "a tree gives its text again")
    promise(found.root.start == 0 and found.root.end == len(text), "a tree covers the text")
    at = 0
    for node in found.root.walk():
        promise(node.start == at, "the parts follow one another without gap")
        at = node.own_end
        promise(found.source.quote(node.body_span) == node.body, "a part's words stand at its offsets")
        promise(all(child.parent is node for child in node.children), "a part knows where it belongs")
    for finding in found.findings:
        promise(0 <= finding.place.span.start <= finding.place.span.end <= len(text), "a finding lies in the text")
        promise(finding.place.line >= 1 and finding.place.column >= 1, "lines and columns count from 1")


def _cut(cutter: SentenceCutter, body: str, within: Span) -> None:
    last = within.start
    kept = 0
    for span in cutter.cut(body, within.start):
        promise(last <= span.start < span.end <= within.end, "sentences follow one another in their part")
        last = span.end
        kept += sum(not char.isspace() for char in body[span.start - within.start : span.end - within.start])
    promise(kept == sum(not char.isspace() for char in body), "no sentence loses a character")


# ---- names, dates, numbers, symbols


def find(data: bytes) -> None:
    """Find names, dates, numbers and symbols in any text, in every language that has patterns."""
    text = data.decode("utf-8", errors="replace").replace("\x00", " ")
    folded = fold(text, 7)
    check_folded(folded, text, 7)
    promise(fold(text, 7) == folded, "folding is deterministic")
    for code in languages.available():
        language = languages.load(code)
        _names(folded.text, code)
        numbers = NumberReader(language.numbers)
        dates = DateReader(language.dates, numbers)
        for at in range(len(folded.text)):
            for found in (numbers.number_at(folded.text, at), numbers.ordinal_at(folded.text, at)):
                promise(found is None or (at < found[0] <= len(folded.text) and found[1] >= 0), "a number lies in the text")
            for mention in dates.dates_at(folded.text, at):
                promise(at < mention.end <= len(folded.text), "a date lies in the text")
    for within in (text, folded.text):
        last = 0
        for symbol in find_symbols(within):
            promise(last <= symbol.start < symbol.end <= len(within), "symbols follow one another")
            promise(within[symbol.start : symbol.end] == symbol.written, "a symbol is quoted as it stands")
            again = parse_symbol(symbol.symbol)
            promise(again is None or again.symbol == symbol.symbol, f"the official form of {symbol.symbol} reads as itself")
            last = symbol.end


def check_folded(folded: Folded, text: str, offset: int) -> None:
    """Check that every folded character maps to a stretch of the stored text, in order."""
    promise(len(folded.text) == len(folded.starts) == len(folded.ends), "every folded character has a place")
    last = offset
    for start, end in zip(folded.starts, folded.ends, strict=True):
        promise(last <= start <= end <= offset + len(text), "folded places lie in order in the text")
        last = start


def _names(text: str, code: str) -> None:
    names = index(shipped(), code)
    last = 0
    for mention in names.find(text):
        promise(last <= mention.start < mention.end <= len(text), "names follow one another")
        promise(mention.names, "a name means something")
        last = mention.end


# ---- a whole report


def report(data: bytes) -> None:
    """Read a whole Chinese report and assemble its graph; text without a header of its own gets one."""
    _report(data, HEADER, IDENTITY)


def english(data: bytes) -> None:
    """Read a whole English report and assemble its graph; text without a header of its own gets one."""
    _report(data, ENGLISH_HEADER, ENGLISH_IDENTITY)


def _report(data: bytes, header: str, identity: ReportIdentity) -> None:
    text = data.decode("utf-8", errors="replace").replace("\x00", " ")
    own = text.startswith("Dist")
    whole = (text if own else header + text).encode()
    try:
        source = SourceText.from_bytes(whole, "fuzz.txt")
        read = read_report(source, identity, shipped())
    except TreatyGraphError as refused:
        promise(own or "another report begins here" in str(refused), f"a text under a good header is read ({refused})")
        _one_line(refused)
        return
    triples = check_report(read)
    if hashlib.sha256(data).digest()[0] < 16:
        again = read_report(source, identity, shipped())
        promise(assemble_report(again) == triples, "a text read twice gives the same graph")


def check_report(read: ReadReport) -> frozenset[Triple]:
    """Check what was read from a report, and return its graph."""
    source = read.reading.source
    check_tree(read.reading.tree)
    inside = Span(0, len(source.text))
    for span in _spans(read):
        promise(inside.covers(span) and span.start <= span.end, f"{span} lies in the text")
    reported = [finding.place.span for finding in read.findings]
    for unit in read.units:
        check_folded(unit.folded, source.quote(unit.span), unit.span.start)
        if unit.kind == "cell":
            continue
        for gap in uncovered(unit):
            where = unit.folded.span(*gap)
            promise(any(span.overlaps(where) for span in reported), "what no rule reads is reported")
    triples = assemble_report(read)
    written = turtle(triples)
    promise(frozenset(_triples(written)) == triples, "the graph's Turtle reads as the graph")
    promise(turtle(frozenset(triples)) == written, "a graph is written in one way")
    return triples


def _spans(read: ReadReport) -> Iterable[Span]:
    for record in read.records:
        promise(record.evidence, f"{record.iri} has evidence")
        yield from record.evidence
    for mention in read.mentions:
        yield mention.span
    for finding in read.findings:
        yield finding.place.span
        yield from (place.span for place in finding.related)
    for unit in read.units:
        yield unit.span


def _triples(data: bytes) -> Iterable[Triple]:
    return (Triple(quad.subject, quad.predicate, quad.object) for quad in parse(data, format=RdfFormat.TURTLE))


# ---- files that users edit


def pattern_file(data: bytes) -> None:
    """Load a language file and compile its patterns; what is faulty is refused by name of file and line."""
    text = data.decode("utf-8", errors="replace")
    try:
        language = languages.parse(text, "fuzz.toml")
        if len(language.rows) > _MOST_PATTERNS:
            return
        compiled = patterns(language)
        Grammar(language)
    except TreatyGraphError as refused:
        _one_line(refused)
        promise("fuzz.toml" in str(refused), f"'{refused}' names the file")
        return
    tomllib.loads(text)
    promise(sum(len(rows) for rows in compiled.values()) == len(language.rows), "every row is compiled")


def table(data: bytes) -> None:
    """Load a table; what is faulty is refused by file and line, and what is read is what the file says."""
    if not data:
        return
    names = sorted(tables.COLUMNS)
    name = names[data[0] % len(names)]
    text = data[1:].decode("utf-8", errors="replace")
    try:
        rows = tables.parse(name, text, f"{name}.csv")
    except TreatyGraphError as refused:
        _one_line(refused)
        promise(str(refused).startswith(f"{name}.csv:"), f"'{refused}' names file and line")
        return
    keys = [row.key for row in rows]
    promise(keys == sorted(set(keys)), "keys are sorted and unique")
    promise(all(row["source"].strip() for row in rows), "every row has a source")


# ---- graphs and queries


def graph(data: bytes) -> None:
    """Load Turtle, and ask it the query that stands behind a NUL byte."""
    turtle_part, _, query = data.partition(b"\x00")
    with tempfile.TemporaryDirectory(prefix="treatygraph-fuzz-") as folder:
        file = Path(folder) / "fuzz.ttl"
        file.write_bytes(turtle_part)
        try:
            triples = read_turtle(file)
            store = load([file])
        except TreatyGraphError as refused:
            _one_line(refused)
            promise("fuzz.ttl" in str(refused), f"'{refused}' names the file")
            return
    promise({t.predicate for t in triples} == {q.predicate for q in store}, "the store holds what the file says")
    promise(turtle(triples) == turtle(reversed(triples)), "a graph is written in one way")
    if len(query) > _LONGEST_QUERY or len(triples) > 30:
        return
    try:
        answer = ask(store, query.decode("utf-8", errors="replace"))
    except TreatyGraphError as refused:
        promise(str(refused).strip(), "a refusal says why")
        return
    if answer.triples is None:
        to_csv(answer)
        to_json(answer)
    else:
        turtle(answer.triples)


def _one_line(refused: TreatyGraphError) -> None:
    words = str(refused)
    promise(words.strip(), "a refusal says why")
    promise(len(words) < 2_000, f"a refusal is short, not {len(words)} characters")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "tree": tree, "find": find, "report": report, "english": english, "patterns": pattern_file, "tables": table, "graph": graph,
}
