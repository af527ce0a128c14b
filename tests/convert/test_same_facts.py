"""A report that comes as .docx, .pdf, .html or copied out of pages says the same as its plain text."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import made_documents as documents
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import building, vocab
from treatygraph.convert.confined import convert_here, offsets
from treatygraph.convert.conversion import convert, open_text
from treatygraph.convert.formats import Format
from treatygraph.convert.plain import convert_plain
from treatygraph.graph.assemble.conversions import describe_conversion
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport, read_report
from treatygraph.tables import shipped

SYMBOL = "CTBT-Art.XIV/2021/6"
EXPRESSION = f"https://w3id.org/treatygraph/id/document/{SYMBOL}/zh"


def read(text: str) -> ReadReport:
    return read_report(SourceText.from_bytes(text.encode(), "case.txt"), ReportIdentity(SYMBOL, "zh"), shipped())


def facts(report: ReadReport) -> frozenset[Triple]:
    """All triples but those about spans, and the checksum of the text itself."""
    return frozenset(triple for triple in assemble_report(report)
                     if "#char=" not in str(triple.subject) and "#char=" not in str(triple.object)
                     and triple.predicate.value != vocab.tg("checksum"))


@cache
def plain() -> frozenset[Triple]:
    return facts(read(documents.report()))


def made(form: Format) -> bytes:
    if form is Format.PDF:
        pytest.importorskip("reportlab", reason="reportlab sets the PDF file")
        pytest.importorskip("pypdfium2")
        return documents.pdf(documents.report())
    if form is Format.DOCX:
        pytest.importorskip("docx", reason="python-docx writes the Word document")
        return documents.docx_of(documents.report())
    pytest.importorskip("lxml")
    return documents.html_of(documents.report())


@pytest.mark.parametrize("form", [Format.DOCX, Format.PDF, Format.HTML])
def test_the_whole_report_says_the_same(form: Format) -> None:
    text, _ = offsets(convert_here(made(form), form, "report"))
    assert len(plain()) > 5000
    assert facts(read(text)) == plain()


@pytest.mark.parametrize("feeds", [True, False])
def test_the_report_copied_out_of_pages_says_the_same(feeds: bool) -> None:
    text, changes = offsets(convert_plain(documents.copied(documents.report(), feeds=feeds)))
    assert facts(read(text)) == plain()
    furniture = [change for change, _ in changes if change.kind == "page-furniture-dropped"]
    assert {change.words for change in furniture if "head" in change.message} == {SYMBOL}
    assert any(change.words.startswith("Page 1 | Page 2 | Page 3") for change in furniture)


def test_a_converted_text_leaves_its_trace(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    original = tmp_path / "report.html"
    original.write_bytes(documents.html_of(documents.report()))
    built = building.build([building.Source(original, SYMBOL, "zh")], shipped(), tables_are_valid=True)
    assert built.validation.conforms
    files = built.files()
    text = files["report.html.txt"].decode()
    record = json.loads(files["report.html.conversion.json"])
    assert record["original"] == {"file": "report.html", "mediaType": "text/html",
                                  "sha256": hashlib.sha256(original.read_bytes()).hexdigest()}
    assert record["converted"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert "lxml" in record["converter"]
    graph = {(t.subject.value, t.predicate.value, t.object.value) for t in built.graphs["report"]
             if isinstance(t.object, Literal | NamedNode)}
    original_iri = f"{EXPRESSION}/original"
    assert {(EXPRESSION, vocab.DERIVED_FROM, original_iri), (EXPRESSION, vocab.tg("convertedBy"), record["converter"]),
            (EXPRESSION, vocab.tg("checksum"), record["converted"]["sha256"]),
            (original_iri, vocab.TITLE, "report.html"), (original_iri, vocab.SCHEMA + "encodingFormat", "text/html"),
            (original_iri, vocab.SCHEMA + "sha256", record["original"]["sha256"])} <= graph
    quotes = {subject: value for subject, predicate, value in graph if predicate == vocab.tg("quote")}
    assert len(quotes) > 500
    for span, quote in quotes.items():
        start, end = map(int, span.rpartition("#char=")[2].split(","))
        assert text[start:end] == quote


def test_a_plain_text_is_not_converted() -> None:
    opened = open_text(documents.REPORT)
    assert opened.conversion is None
    assert opened.source.text == documents.report()
    conversion = convert(documents.REPORT)
    assert (conversion.text, conversion.changes) == (documents.report(), ())


def test_what_was_done_is_described_for_each_format(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "a.html"
    path.write_text(documents.page("<p>1. One.</p>"), encoding="utf-8")
    predicates = {triple.predicate.value for triple in describe_conversion(vocab.tg("x"), convert(path))}
    assert predicates == {vocab.DERIVED_FROM, vocab.tg("convertedBy"), vocab.TYPE, vocab.TITLE,
                          vocab.SCHEMA + "encodingFormat", vocab.SCHEMA + "sha256"}
