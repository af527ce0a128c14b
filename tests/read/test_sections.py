"""Checks sections: chapters with their title on the next line, and which section stands within which."""

from __future__ import annotations

import pytest

from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, Node, NodeKind
from treatygraph.reading.engine import read_tree


def tree(text: str, language: str = "en") -> DocumentTree:
    found = read_tree(SourceText.from_bytes(text.encode(), "case.txt"), language)
    assert found.write() == found.source.text
    return found


def sections(found: DocumentTree) -> list[tuple[str, str]]:
    return [(node.number, " ".join(node.body.split())) for node in found.nodes(NodeKind.SECTION)]


def path(node: Node) -> str:
    around = [*reversed([n for n in node.ancestors() if n.kind is NodeKind.SECTION]), node]
    return " > ".join(" ".join(n.body.split()) for n in around)


CHAPTERS = """Report of the Commission

Chapter I
Matters calling for action

A. Draft decisions

1. The Commission recommends a decision.

B. Matters brought to attention

2. The Commission draws attention to a resolution.

Chapter II

Consideration of reports

A. Ministerial segment

1. Round tables

3. The Commission held two round tables.

Round table 1

4. The Commission held a round table.

2. Dialogues

5. The Commission held a dialogue.

Chapter III. Adoption of the report

6. The Commission adopted its report.
"""


def test_a_chapter_and_the_title_on_its_next_line_are_one_section() -> None:
    assert sections(tree(CHAPTERS)) == [
        ("I", "Matters calling for action"), ("I.A", "Draft decisions"), ("I.B", "Matters brought to attention"),
        ("II", "Consideration of reports"), ("II.A", "Ministerial segment"), ("II.A.1", "Round tables"),
        ("", "Round table 1"), ("II.A.2", "Dialogues"), ("III", "Adoption of the report")]


def test_sections_stand_within_their_chapter() -> None:
    found = tree(CHAPTERS)
    assert [path(node) for node in found.nodes(NodeKind.SECTION)][4:8] == [
        "Consideration of reports > Ministerial segment",
        "Consideration of reports > Ministerial segment > Round tables",
        "Consideration of reports > Ministerial segment > Round tables > Round table 1",
        "Consideration of reports > Ministerial segment > Dialogues"]
    numbers = {node.number: path(node.parent) for node in found.nodes(NodeKind.PARAGRAPH) if node.parent}
    assert numbers["4"].endswith("> Round table 1")
    assert numbers["6"] == "Adoption of the report"


def test_a_title_that_ends_in_a_colon_has_lettered_parts() -> None:
    found = tree("""1. One.

Chapter II
General debate:
(a) Implementation of the programme at the global,
regional and national levels
(b) Healthy lives at all ages

2. The Commission considered agenda item 3.
""")
    assert sections(found) == [("II", "General debate: (a) Implementation of the programme at the global, regional "
                                      "and national levels (b) Healthy lives at all ages")]
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == ["1", "2"]


def test_a_chapter_without_a_title_keeps_its_own_line() -> None:
    found = tree("1. One.\n\nCHAPTER II\n\n2. The Commission met.\n\n3. It rose.\n")
    assert sections(found) == [("II", "CHAPTER II")]


def test_prose_that_follows_a_chapter_is_not_its_title() -> None:
    found = tree("1. One.\n\nChapter II\n\nThe Commission decided to hold its session in Geneva.\n\n2. Two.\n")
    assert sections(found) == [("II", "Chapter II")]
    assert [node.body for node in found.nodes(NodeKind.PARAGRAPH)][1].startswith("The Commission decided")


def test_a_sentence_that_goes_on_with_a_chapter_opens_none() -> None:
    found = tree("1. The Commission agreed on the text in\nChapter II\nof the draft report.\n2. Two.\n")
    assert sections(found) == []


def test_a_chapter_on_the_cover_opens_nothing() -> None:
    found = tree("Final Document\n\nPart I\n\nOrganization of the Conference\n\nNew York, 2010\n\n"
                 "Part I\n\nOrganization of the Conference\n\nIntroduction\n\n1. One.\n\nPart II\n\nDocuments\n\n2. Two.\n")
    assert sections(found) == [("I", "Organization of the Conference"), ("", "Introduction"), ("II", "Documents")]


def test_a_letter_that_begins_nothing_and_goes_on_with_nothing_is_a_part_of_the_whole() -> None:
    found = tree("I. Opening\n\n1. One.\n\nB. Attendance\n\n2. Two.\n")
    assert [path(node) for node in found.nodes(NodeKind.SECTION)] == ["Opening", "Attendance"]


def test_i_behind_h_is_a_letter() -> None:
    text = "".join(f"{letter}. Subject {letter}\n\n{at}. Words.\n\n" for at, letter in enumerate("ABCDEFGHIJ", 1))
    assert [number for number, _ in sections(tree(text))] == list("ABCDEFGHIJ")


def test_imprint_lines_are_no_sections() -> None:
    found = tree("Note\n\nSymbols of documents are composed of letters combined with figures.\n\nISSN 0251-7760\n\n"
                 "[25 April 2025]\n\nChapter I\n\nOpening\n\n1. One.\n\n25-03320* (E) 250325\n")
    assert sections(found) == [("I", "Opening")]
    assert "[25 April 2025]" in [node.body for node in found.nodes(NodeKind.HEADER_LINE)]


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("zh", "1. 一。\n\n第二章\n\n会议的组织\n\nA. 开幕\n\n2. 二。\n", [("II", "会议的组织"), ("II.A", "开幕")]),
    ("zh", "1. 一。\n\n第三章 通过报告\n\n2. 二。\n", [("III", "通过报告")]),
    ("fr", "1. Un.\n\nChapitre II\n\nOrganisation de la session\n\n2. Deux.\n", [("II", "Organisation de la session")]),
    ("es", "1. Uno.\n\nCapítulo II\n\nOrganización\n\n2. Dos.\n", [("II", "Organización")]),
    ("ru", "1. Один.\n\nГлава II\n\nОрганизация сессии\n\n2. Два.\n", [("II", "Организация сессии")]),
])
def test_chapters_of_other_languages(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert sections(tree(text, language)) == expected


QUOTED = """1. The Commission met.

2. The Commission decided to take note of the report. The report of the Working Group read as follows:

1. The Working Group met in closed meetings.

2. The Working Group recalled its mandate:

(a) To consider communications;

(b) To report.

3. It thanked the secretariat.

3. The Commission took no further action.
"""


def test_the_paragraphs_of_a_quoted_document_are_provisions_of_their_own() -> None:
    found = tree(QUOTED)
    assert [(node.kind.value, node.number) for node in found.nodes(NodeKind.PARAGRAPH, NodeKind.ITEM)] == [
        ("paragraph", "1"), ("paragraph", "2"), ("paragraph", "1"), ("paragraph", "2"), ("item", "2(a)"),
        ("item", "2(b)"), ("paragraph", "3"), ("paragraph", "3")]
    quoted = [node for node in found.nodes(NodeKind.PARAGRAPH) if node.parent and node.parent.kind is NodeKind.PARAGRAPH]
    assert [node.body for node in quoted][-1] == "It thanked the secretariat."


def test_an_agenda_is_a_list_and_quotes_nothing() -> None:
    found = tree("1. One.\n\n2. The agenda read as follows:\n\n1. Opening.\n2. Closing.\n\n3. Three.\n")
    assert [node.kind.value for node in found.nodes(NodeKind.PARAGRAPH, NodeKind.ITEM)] == [
        "paragraph", "paragraph", "item", "item", "paragraph"]


DECIDED = """1. One.

2. The following decision and the Chair’s summary of the discussion are brought to the attention of the Council:

Decision 2025/101

Special theme for the sixtieth session

{second}

Delegations undertook discussions. There was strong interest in the theme.

Chapter II

Adoption

3. Three.
"""


@pytest.mark.parametrize(("second", "parent"), [
    ("Chair’s summary of the discussion on the draft resolution", "section"), ("Priorities of the theme", "decision")])
def test_a_text_announced_beside_a_decision_is_no_part_of_it(second: str, parent: str) -> None:
    found = tree(DECIDED.format(second=second))
    summary = next(node for node in found.nodes(NodeKind.PARAGRAPH) if node.body.startswith("Delegations"))
    assert summary.parent is not None
    assert summary.parent.kind.value == parent
