"""Checks layouts that secretariats use: paragraphs without numbers, decisions, quoted texts, lists by lines, annexes."""

from __future__ import annotations

import pytest

from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, NodeKind
from treatygraph.reading.engine import read_tree
from treatygraph.reading.provision_names import name_parts

DOCUMENT = "https://w3id.org/treatygraph/id/document/A/1"


def tree(text: str, language: str = "en") -> DocumentTree:
    found = read_tree(SourceText.from_bytes(text.encode(), "case.txt"), language)
    assert found.write() == found.source.text
    return found


def outline(found: DocumentTree, *kinds: NodeKind) -> list[tuple[str, str, str]]:
    return [(node.kind.value, node.number, node.body) for node in found.root.walk() if node.kind in kinds]


def parts(found: DocumentTree) -> list[str]:
    """Return the IRIs of the parts below the document, in text order."""
    names = name_parts(found, DOCUMENT)
    return [names.of[id(node)].removeprefix(f"{DOCUMENT}/") for node in found.root.walk() if id(node) in names.of]


def test_prose_without_a_number_is_a_paragraph() -> None:
    found = tree("1. One.\n\nThe Conference elected its officers.\n\nCredentials\n\n2. Two.\n\nIt thanked the host.\n")
    assert parts(found) == ["paragraph/1", "paragraph/u1", "section/1", "paragraph/2", "section/1/paragraph/u1"]


@pytest.mark.parametrize("last", ["Its officers", "Its officers\n\n", ""])
def test_a_text_that_begins_with_prose_has_no_header_whatever_its_last_line(last: str) -> None:
    prose = "The Conference elected its officers and adopted its agenda.\n\n"
    found = tree(f"{3 * prose}Kenya     Chair\nMali      Secretary\n\n1. The Conference rose.\n\n{last}")
    assert [body for _, _, body in outline(found, NodeKind.CELL)] == ["Kenya", "Chair", "Mali", "Secretary"]


def test_a_bullet_that_nothing_announces_is_a_paragraph() -> None:
    found = tree("1. One.\n\n• The Conference elected its officers.\n\n2. Two.\n")
    assert outline(found, NodeKind.PARAGRAPH)[1] == ("paragraph", "", "The Conference elected its officers.")


@pytest.mark.parametrize("mark", ["1 bis", "1 ter", "1A", "12.3"])
def test_numbers_as_printed(mark: str) -> None:
    found = tree(f"1. One.\n{mark}. Again.\n2. Two.\n")
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == ["1", mark, "2"]
    assert found.findings == ()


def test_a_number_with_a_word_in_chinese() -> None:
    found = tree("1. 一。\n1之二. 又一。\n2. 二。\n", "zh")
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == ["1", "1之二", "2"]


OFFICERS = """1. The Bureau was as follows:
Chair:

Ada Byron (Kenya)

Vice-Chairs:

Blaise Pascal (France)

2. Two.
"""


def test_an_officer_block_belongs_to_its_paragraph() -> None:
    found = tree(OFFICERS)
    entries = list(found.nodes(NodeKind.ENTRY))
    assert [entry.body for entry in entries] == ["Chair:", "Ada Byron (Kenya)", "Vice-Chairs:", "Blaise Pascal (France)"]
    assert {entry.parent.number for entry in entries if entry.parent} == {"1"}


@pytest.mark.parametrize("bullet", ["", "• ", "- ", "– ", "* ", "· "])
def test_names_one_a_line(bullet: str) -> None:
    found = tree(f"1. The following attended:\n\n{bullet}Kenya\n\n{bullet}Peru\n\n2. Two.\n")
    assert [entry.body for entry in found.nodes(NodeKind.ENTRY)] == ["Kenya", "Peru"]


@pytest.mark.parametrize("row", ["Kenya\tPeru", "| Kenya | Peru |", "Kenya     Peru"])
def test_tables_of_any_delimiter(row: str) -> None:
    found = tree(f"1. The following attended:\n\n{row}\n{row}\n\n2. Two.\n")
    assert [cell.body for cell in found.nodes(NodeKind.CELL) if cell.body] == ["Kenya", "Peru"] * 2


QUOTED = """19. One.
20. The report of Working Group I reads as follows:

Report of Working Group I

 1. It met.
 2. It closed.

21. The report was adopted.
"""


def test_a_report_within_a_report() -> None:
    found = tree("".join(f"{n}. Was.\n" for n in range(1, 19)) + QUOTED)
    assert parts(found)[18:] == ["paragraph/19", "paragraph/20", "paragraph/20/paragraph/1",
                                 "paragraph/20/paragraph/2", "paragraph/21"]
    assert found.findings == ()


def test_a_quoted_rule_is_a_part_of_its_paragraph() -> None:
    found = tree("1. Rule 4 provides that:\n\nA committee of nine shall be appointed.\n\n2. It met.\n")
    assert parts(found) == ["paragraph/1", "paragraph/1/paragraph/u1", "paragraph/2"]


DECISIONS = """1. One.

Annex I

Declaration

1. We declare.

Annex II

Decisions

Decision 1

Structure

The Meeting decides:
 (a) To go on:
 (i) Here;
 (ii) There;
 (b) To end.

Decision 2

The Meeting,

Recalling its rules,

 1. Decides to meet;
 2. Requests a report.

Annex I

The programme

It is paid for.

Annex III

Documents
"""


def test_decisions_and_annexes_with_numbers_of_their_own() -> None:
    assert parts(tree(DECISIONS)) == [
        "paragraph/1", "annex/I", "annex/I/paragraph/1", "annex/II", "annex/II/decision/1",
        "annex/II/decision/1/paragraph/u1", "annex/II/decision/1/paragraph/a", "annex/II/decision/1/paragraph/a(i)",
        "annex/II/decision/1/paragraph/a(ii)", "annex/II/decision/1/paragraph/b", "annex/II/decision/2",
        "annex/II/decision/2/paragraph/u1", "annex/II/decision/2/paragraph/u2", "annex/II/decision/2/paragraph/1",
        "annex/II/decision/2/paragraph/2", "annex/II/decision/2/annex", "annex/II/decision/2/annex/paragraph/u1",
        "annex/III"]
    assert tree(DECISIONS).findings == ()


def test_decisions_of_a_document_that_is_nothing_else() -> None:
    found = tree("Decision 1\n\n1. One.\n2. Two.\n\nDecision 2\n\n1. One.\n")
    assert parts(found) == ["decision/1", "decision/1/paragraph/1", "decision/1/paragraph/2", "decision/2",
                            "decision/2/paragraph/1"]


def test_a_single_annex_needs_no_number() -> None:
    assert parts(tree("1. One.\n\nAnnex I\n\n1. We.\n")) == ["paragraph/1", "annex", "annex/paragraph/1"]


@pytest.mark.parametrize(("language", "heading", "number"), [
    ("zh", "附件二", "II"), ("fr", "Annexe II", "II"), ("es", "Anexo II", "II"), ("ru", "Приложение II", "II"),
    ("ar", "المرفق الثاني", "II"), ("en", "Annex 2", "2")])
def test_numbers_of_annexes(language: str, heading: str, number: str) -> None:
    found = tree(f"1. A.\n\n{heading}\n\nB\n", language)
    assert [node.number for node in found.nodes(NodeKind.ANNEX)] == [number]


def test_a_paragraph_goes_on_behind_a_blank_line_or_a_note() -> None:
    found = tree("1. Present were Peru, Chile,\n\nGhana and Togo.\n\n2. Two[1] and\n\n[1] A note.\n\nthree.\n")
    assert [node.body for node in found.nodes(NodeKind.PARAGRAPH)] == ["Present were Peru, Chile,\n\nGhana and Togo.",
                                                                      "Two[1] and"]
    assert [node.body for node in found.nodes(NodeKind.GOING_ON)] == ["three."]


def test_contents_are_no_part_of_the_report() -> None:
    found = tree("Report\n\nContents\n\nI. Introduction ...... 4\nAnnex\nList ..... 9\n\nI. Introduction\n\n1. One.\n")
    assert parts(found) == ["section/1", "paragraph/1"]


def test_a_numbered_title_is_no_paragraph() -> None:
    found = tree("1. One.\n2. Two.\n\n1. Western Sahara\n\n3. Three.\n")
    assert parts(found) == ["paragraph/1", "paragraph/2", "section/1", "paragraph/3"]


def test_footnotes_of_one_number_have_different_names() -> None:
    found = tree("1. One[1].\n\n[1] A.\n\n2. Two[1].\n\n[1] B.\n")
    assert parts(found) == ["paragraph/1", "footnote/1", "paragraph/2", "footnote/1;2"]
