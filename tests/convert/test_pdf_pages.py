"""What stands on the pages of a report comes out as a person would read it: heads, columns, notes, tables, marks."""

from __future__ import annotations

import made_documents as made
import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab", reason="reportlab sets the PDF files")

from treatygraph.convert.blocks import BlockKind, Converted, layout
from treatygraph.convert.pdf import convert_pdf

Line = tuple[float, float, str] | tuple[float, float, str, float]
BODY = [(85.0, 500.0 - 14 * at, text) for at, text in enumerate((
    "1. The Meeting was opened on 3 March by its President, who made some introductory remarks and",
    "thanked all the delegations for coming to it."))]


def pages(*drawn: list[Line], font: str = "Helvetica") -> Converted:
    """Draw lines given as left end, height, words and size (10 where none is given), a list for each page."""
    paper = made.Paper(font, page_number="")
    for number, lines in enumerate(drawn):
        if number:
            paper.turn()
        for left, height, text, *size in lines:
            paper.canvas.setFont(font, size[0] if size else 10)
            paper.canvas.drawString(left, height, text)
    return convert_pdf(paper.finish(), "case.pdf")


def marked(height: float, text: str) -> list[Line]:
    """A line with a small raised 1 behind it."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return [(85, height, text), (85 + stringWidth(text, "Helvetica", 10), height + 4, "1", 6)]


def texts(converted: Converted) -> list[str]:
    return [block.text for block in converted.blocks]


def kinds(converted: Converted) -> list[str]:
    return [change.kind for change in converted.changes]


# ---- mastheads

@pytest.mark.parametrize("drop", [0.0, 7.0])
def test_a_masthead_is_read_one_column_after_the_other(drop: float) -> None:
    result = pages([
        (430, 760, "OTPM/MSP/2031/4", 12), (60, 720, "Fifth Meeting of States Parties to the", 18),
        (400, 720 - drop, "Distr.: General"), (60, 700, "Treaty on the Protection of", 18), (400, 700 - drop, "9 May 2031"),
        (60, 680, "Migratory Rivers", 18), (400, 680 - drop, "Original: English"), (60, 600, "Geneva, 5–9 May 2031"), *BODY])
    assert texts(result)[:6] == [
        "Fifth Meeting of States Parties to the Treaty on the Protection of Migratory Rivers", "OTPM/MSP/2031/4",
        "Distr.: General", "9 May 2031", "Original: English", "Geneva, 5–9 May 2031"]
    assert kinds(result).count("masthead-rebuilt") == 1


def test_what_is_set_differently_in_the_left_column_stays_apart() -> None:
    result = pages([(60, 750, "United Nations", 14), (400, 750, "A/CONF.900/3", 14), (60, 720, "General Assembly", 20),
                    (400, 722, "Distr.: Limited"), (400, 709, "2 June 2031"), (400, 680, "Original: French"), *BODY])
    assert texts(result)[:6] == ["United Nations", "General Assembly", "A/CONF.900/3", "Distr.: Limited", "2 June 2031",
                                 "Original: French"]


def test_a_table_at_the_top_of_a_page_is_no_masthead() -> None:
    result = pages([(60, 750, "Peru"), (300, 750, "Chile"), (60, 730, "Chad"), (300, 730, "Togo"), *BODY])
    assert texts(result)[:2] == ["Peru\tChile", "Chad\tTogo"]


# ---- columns

LEFT = ["left words run on through the column", "and further, to where the sentence is", "at its end. Another one begins then and",
        "goes on for a line, and for", "one more, and it says what all those", "present had agreed upon before."]
RIGHT = ["right words come behind all those of", "the other column, wherever they may", "stand. They say", "that nothing is read across the two",
         "columns, and that the order is", "kept as it was printed."]


@pytest.mark.parametrize("gutter", [12, 20, 40, 60])
@pytest.mark.parametrize("shift", [0, 5])
def test_ragged_prose_in_two_columns(gutter: int, shift: int) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    right = 60 + max(stringWidth(text, "Helvetica", 10) for text in LEFT) + gutter
    result = pages([(60, 700 - 12 * at, text) for at, text in enumerate(LEFT)]
                   + [(right, 700 - shift - 12 * at, text) for at, text in enumerate(RIGHT)])
    assert " ".join(texts(result)) == " ".join(LEFT + RIGHT)
    assert "columns-read-in-order" in kinds(result)


def test_a_table_of_documents_is_no_prose_and_goes_on_over_the_page() -> None:
    rows = [(f"OTPM/MSP/2031/{number}", [f"Report of the working group on matter {number} and on", "what belongs to it, with an annex"])
            for number in range(1, 9)]
    drawn: list[list[Line]] = [[(85, 760, "The following documents were before the Meeting, which took note of each of them:")], []]
    for number, (symbol, title) in enumerate(rows):
        page, top = drawn[number // 4], 720 - 40 * (number % 4)
        page += [(85, top, symbol), (230, top, title[0]), (230, top - 12, title[1])]
    drawn[0] += [(85, 560, "OTPM/MSP/2031/INF/1"), (230, 560, "List of those who took part, and of")]
    drawn[1].insert(0, (230, 750, "those who sent word that they could not"))
    result = pages(*drawn)
    assert texts(result)[1:] == [
        *(f"{symbol}\t{' '.join(title)}" for symbol, title in rows[:4]),
        "OTPM/MSP/2031/INF/1\tList of those who took part, and of those who sent word that they could not",
        *(f"{symbol}\t{' '.join(title)}" for symbol, title in rows[4:])]


def test_a_cell_set_above_its_row_belongs_to_it() -> None:
    result = pages([
        (65, 720, "Ms. Ada Example, on behalf of the"), (65, 708, "League of Rivers (A/C.9/1)"), (450, 708, "3rd"),
        (65, 684, "Mr. Ben Sample (A/C.9/2)"), (450, 684, "4th"),
        (65, 660, "Ms. Cy Instance, speaking for all the"), (65, 648, "others who were there"), (65, 636, "(A/C.9/3)"), (450, 636, "4th")])
    assert texts(result) == ["Ms. Ada Example, on behalf of the League of Rivers (A/C.9/1)\t3rd", "Mr. Ben Sample (A/C.9/2)\t4th",
                             "Ms. Cy Instance, speaking for all the others who were there (A/C.9/3)\t4th"]


# ---- footnotes

def test_a_footnote_that_runs_over_the_page_is_one_and_stands_behind_its_mark() -> None:
    result = pages([
        *marked(700, "1. The Meeting heard several addresses by officials of high rank who had come to it from afar."),
        (85, 682, "2. It adopted its agenda as follows, without any change to what had been proposed to it before:"),
        (105, 664, "(a) Opening of the Meeting;"),
        (85, 120, "__________________", 8),
        (95, 110, "1", 5), (101, 107, "The following officials spoke: the Observer of a league, on behalf of its head; the Chair", 8),
        (85, 97, "of another league; and the", 8),
        (85, 50, "31-04516 (E)"), (85, 30, "*3104516*", 14)], [
        (105, 700, "(b) Closure of the Meeting."),
        (85, 682, "3. The Meeting ended."),
        (85, 110, "__________________", 8),
        (85, 97, "Deputy Minister of a country, who spoke last.", 8),
        (85, 40, "2/2"), (450, 40, "31-04516")])
    assert texts(result) == [
        "1. The Meeting heard several addresses by officials of high rank who had come to it from afar.[1]",
        "[1] The following officials spoke: the Observer of a league, on behalf of its head; the Chair of another league; and "
        "the Deputy Minister of a country, who spoke last.",
        "2. It adopted its agenda as follows, without any change to what had been proposed to it before:",
        " (a) Opening of the Meeting;", " (b) Closure of the Meeting.", "3. The Meeting ended."]
    assert "footnote-without-mark" not in kinds(result)


def test_notes_that_begin_anew_stand_behind_the_marks_of_their_own_page() -> None:
    page: list[Line] = [*marked(700, "1. It was said by all of those present, and nobody spoke against it."),
                        (95, 107, "1", 5), (101, 104, "First note.", 8)]
    other: list[Line] = [*marked(700, "2. It was said again, by all of those who had not yet said it before."),
                         (95, 107, "1", 5), (101, 104, "Second note.", 8)]
    result = texts(pages(page, other))
    assert result[1::2] == ["[1] First note.", "[1] Second note."]


def test_a_paragraph_goes_on_after_page_footnote_and_table() -> None:
    result = pages([
        (85, 700, "1. The Committee had before it a memorandum of the Secretary concerning the credentials of all the"),
        (85, 686, "representatives of States and of the"),
        (85, 60, "31-09141 (E)"), (85, 40, "*3109141*", 14)], [
        (85, 750, "Europe"), (300, 750, "twelve"), (85, 735, "Africa"), (300, 735, "ten"),
        (85, 700, "league of rivers. It took note of it."), (85, 682, "2. It ended."), (85, 40, "2/2"), (480, 40, "31-09141")])
    assert texts(result) == [
        "1. The Committee had before it a memorandum of the Secretary concerning the credentials of all the representatives "
        "of States and of the league of rivers. It took note of it.",
        "Europe\ttwelve", "Africa\tten", "2. It ended."]
    assert "joined-behind-table" in kinds(result)


# ---- furniture and contents

@pytest.mark.parametrize(("even", "odd"), [
    (("{0}/5", "31-06847"), ("31-06847", "{0}/5")), (("{0}", "GE.31-06847"), ("GE.31-06847", "{0}")), (("{0}/5 31-06847 ", ""), ("31-06847 {0}/5", "")),
])
def test_feet_that_change_sides_are_left_out(even: tuple[str, str], odd: tuple[str, str]) -> None:
    drawn: list[list[Line]] = []
    for number in range(1, 6):
        foot = even if number % 2 else odd
        drawn.append([(85, 700, f"{number}. Something was said about matter {number * 7}, and no more than that."),
                      (85, 40, foot[0].format(number + 2)), (480, 40, foot[1].format(number + 2) or " ")])
    result = pages(*drawn)
    assert texts(result) == [f"{number}. Something was said about matter {number * 7}, and no more than that." for number in range(1, 6)]


def test_the_contents_are_left_out_and_reported_once() -> None:
    dots = " ................................"
    result = pages([(85, 760, "[30 April 2031]"), (85, 720, "Contents", 14), (500, 700, "Page"),
                    (85, 680, "I. Introduction" + dots), (505, 680, "4"),
                    (85, 660, "II. Organization of the session and all that"), (95, 646, "was done before it" + dots + "  ....."), (505, 646, "5"),
                    (85, 626, "Annexes"), (85, 606, "I. List of documents" + dots + " 9")],
                   [(85, 760, "II. Decisions" + dots + " 11")], BODY)
    assert texts(result) == ["[30 April 2031]", " ".join(text for _, _, text in BODY)]
    told = [(change.kind, change.message) for change in result.changes if change.kind == "contents-dropped"]
    assert told == [("contents-dropped", "a table of contents was left out: 8 lines on page(s) 1, 2")]


def test_a_rule_far_down_the_page_behind_the_contents_is_no_entry() -> None:
    dots = " ................................"
    prose = [(85, 740 - 14 * row, f"It was said in line {row} that more was to be said of the matter before.") for row in range(16)]
    result = pages([(85, 720, "Contents", 14), (85, 680, "I. Introduction" + dots + " 4"), (85, 660, "II. Closing" + dots + " 5")],
                   [(85, 760, "Chapter I"), *prose, (85, 300, "__________________"), (85, 280, "¹ A/2031/2.")])
    assert "Chapter I" in texts(result)[0]


def test_dots_in_prose_are_no_contents() -> None:
    result = pages([(85, 760, "1. The words are: so be it .... and no more of them."), *BODY])
    assert len(texts(result)) == 2
    assert "contents-dropped" not in kinds(result)


# ---- marks

@pytest.mark.parametrize(("rise", "sign", "before", "behind", "expected"), [
    (4, "1", "The Conference held 3", " meetings.", "The Conference held 3[1] meetings."),
    (4, "4", "It adopted A/2031/2", ".", "It adopted A/2031/2[4]."),
    (4, "st", "At its 1", " meeting it spoke.", "At its 1st meeting it spoke."),
    (4, "e", "Le 5", " jour.", "Le 5e jour."),
    (4, "o", "See N", " 7.", "See No 7."),
    (4, "1,2", "Peru, Chile", " and Togo.", "Peru, Chile[1][2] and Togo."),
    (4, "*", "Peru, Chile", " and Togo.", "Peru, Chile[*] and Togo."),
    (-2, "2", "Much CO", " was there.", "Much CO[2] was there."),
])
def test_raised_and_lowered_signs(rise: int, sign: str, before: str, behind: str, expected: str) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    at = 85 + stringWidth(before, "Helvetica", 10)
    end = at + stringWidth(sign, "Helvetica", 6)
    result = pages([(85, 700, before), (at, 700 + rise, sign, 6), (end, 700, behind)])
    assert texts(result) == [expected]
    assert ("raised-marks" in kinds(result)) == ("[" in expected)


# ---- lists, titles and spaces

def test_a_list_of_officers_stays_a_list() -> None:
    result = pages([*BODY, *((left, height + 40, text.replace("1.", "0.")) for left, height, text in BODY), (85, 470, "Vice-Presidents:"), (105, 456, "Austria"), (105, 442, "Cambodia"), (105, 428, "Kiribati"),
                    (85, 414, "Rapporteur:"), (105, 400, "Ada Example (Peru)")])
    assert layout(result)[0].split("\n", 2)[2] == (
        "Vice-Presidents:\nAustria\nCambodia\nKiribati\nRapporteur:\nAda Example (Peru)\n")
    assert [block.kind for block in result.blocks[3:6]] == [BlockKind.ITEM] * 3


def test_a_title_over_several_lines_is_one() -> None:
    result = pages([(85, 720, "Report of the Meeting on the Protection and the Uses of", 14), (85, 704, "Migratory Rivers", 14),
                    (85, 660, "B. Other documents, and those that were submitted by", 12), (85, 646, "Member States", 12), *BODY])
    assert texts(result)[:2] == ["Report of the Meeting on the Protection and the Uses of Migratory Rivers",
                                 "B. Other documents, and those that were submitted by Member States"]
    assert [block.kind for block in result.blocks[:2]] == [BlockKind.HEADING] * 2


def test_a_stretched_line_is_prose() -> None:
    first = "1. The Commission held a panel of experts on the programme of work, of which the record of the"
    result = pages([(85, 700, first),
                    *((left, 686, word) for left, word in (
                        (85, "panel of"), (145, "presentations"), (230, "and a long"), (302, "and lively"), (375, "debate, is"), (445, "available"), (505, "at"))), (85, 672, "the place that is named in the annex."),
                    *((85, 650 - 18 * at, f"{at + 2}. {first[3:]}") for at in range(4))])
    assert texts(result)[0] == (f"{first} panel of presentations and a long and lively debate, is available at the place that is named in the "
                                "annex.")


@pytest.mark.parametrize(("printed", "read"), [
    ("The Secretary -General spoke.", "The Secretary-General spoke."), ("Peru, Botswana , Chad.", "Peru, Botswana, Chad."),
    ("It will be co- chaired by Peru.", "It will be co-chaired by Peru."), ("Short- and long-term aims.", "Short- and long-term aims."),
    ("Rivers - all of them - matter.", "Rivers - all of them - matter."),
])
def test_stray_spaces(printed: str, read: str) -> None:
    result = pages([(85, 700, printed)])
    assert texts(result) == [read]
    assert ("stray-spaces-removed" in kinds(result)) == (printed != read)
