"""The text of a PDF file comes out in reading order, without the furniture of its pages."""

from __future__ import annotations

import io

import made_documents as made
import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab", reason="reportlab sets the PDF files")

from treatygraph.convert.blocks import ConversionError, Converted, layout
from treatygraph.convert.hyphens import Break, Hyphens
from treatygraph.convert.pdf import convert_pdf
from treatygraph.convert.wording import unfold_glyphs

LONG = ("The Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty was held in "
        "New York, and the non-governmental organizations that had asked to attend its meetings were admitted to them. ")


def converted(paper: made.Paper) -> Converted:
    return convert_pdf(paper.finish(), "case.pdf")


def lines(paper: made.Paper) -> list[str]:
    return [line for line in layout(converted(paper))[0].split("\n") if line]


def latin(head: str = "", page_number: str = "") -> made.Paper:
    return made.Paper("Helvetica", head, page_number)


def test_wrapped_lines_are_joined_and_paragraphs_kept_apart() -> None:
    paper = latin()
    paper.paragraph(f"1. {LONG}")
    paper.paragraph("2. It was good.")
    assert lines(paper) == [f"1. {LONG.strip()}", "2. It was good."]


def test_pages_are_joined_and_their_furniture_is_reported() -> None:
    paper = latin(head="CTBT-Art.XIV/2021/6", page_number="Page {}")
    paper.paragraph("CTBT-Art.XIV/2021/6")
    text = " ".join(f"Sentence {number} of a long paragraph that runs over the end of a page." for number in range(90))
    paper.paragraph(f"1. {text}")
    result = converted(paper)
    assert [block.text for block in result.blocks] == ["CTBT-Art.XIV/2021/6", f"1. {text}"]
    dropped = [(change.message, change.words) for change in result.changes if change.kind == "page-furniture-dropped"]
    assert dropped == [("page number left out on page(s) 1, 2", "Page 1 | Page 2"),
                       ("running head left out on page(s) 2", "CTBT-Art.XIV/2021/6")]


def test_a_line_that_merely_looks_like_furniture_stays() -> None:
    paper = latin(page_number="")
    paper.paragraph("Page 7 of the annex says more than others do, and 12 is its number.")
    paper.paragraph("1999")
    assert lines(paper) == ["Page 7 of the annex says more than others do, and 12 is its number.", "1999"]


@pytest.mark.parametrize("letter", ["家", "个", "A"])
def test_a_letter_alone_stays_whose_font_the_file_does_not_hold(letter: str) -> None:
    paper = made.Paper("STSong-Light", page_number="")
    paper.line(made.LEFT, "列于附件二的国", 10.5, 700)
    paper.line(made.LEFT, letter, 10.5, 684)
    assert "".join(lines(paper)) == f"列于附件二的国{letter}"


@pytest.mark.parametrize(("left", "right", "elsewhere", "joined", "kind", "severity"), [
    ("non-", "governmental", "", "non-governmental", "hyphen-kept", "Info"),
    ("test-", "ban", "A test and a ban.", "test-ban", "hyphen-kept", "Info"),
    ("govern-", "ment", "", "government", "hyphen-removed", "Info"),
    ("coop-", "eration", "All cooperation.", "cooperation", "hyphen-removed", "Info"),
    ("Guinea-", "Bissau", "", "Guinea-Bissau", "hyphen-kept", "Info"),
    ("odd-", "zzyx", "", "oddzzyx", "hyphen-removed", "Warning"),
    ("capacity-", "nuclear", "The capacity of it.", "capacity-nuclear", "hyphen-kept", "Warning"),
])
def test_hyphens_at_line_ends(left: str, right: str, elsewhere: str, joined: str, kind: str, severity: str) -> None:
    paper = latin()
    paper.canvas.setFont("Helvetica", 10)
    for at, text in enumerate((f"1. The words run to the margin of the page, and there it says {left}",
                               f"{right} and goes on to the margin again as far as it can, as lines of text do,",
                               f"and ends. {elsewhere}")):
        paper.canvas.drawString(80, 700 - 15 * at, text)
    result = converted(paper)
    assert f" {joined} and" in result.blocks[0].text
    assert [(c.kind, c.words, c.severity) for c in result.changes if c.kind.startswith("hyphen")] == [(kind, joined, severity)]


def test_the_hyphen_of_an_address_at_a_line_end_stays() -> None:
    words = Hyphens(["The government said so."])
    assert words.judge("See https://example.org/files/2025 -concept-", "government.pdf") == Break("concept-government", kept=True, certain=True)
    assert words.judge("It asked the govern-", "ment of all") == Break("government", kept=False, certain=True)


def test_a_footnote_at_the_foot_of_the_page_goes_behind_its_mark() -> None:
    paper = latin()
    paper.paragraph(f"1. {LONG}Said[*] so.", notes={"*": LONG.strip()})
    paper.paragraph(f"2. {LONG}")
    assert lines(paper) == [f"1. {LONG}Said[*] so.", f"[*] {LONG.strip()}", f"2. {LONG.strip()}"]


def test_names_in_columns_are_rows_and_wrapped_cells_are_joined() -> None:
    paper = made.Paper(page_number="")
    paper.row(["大不列颠及北爱尔兰联合王国及其海外领土", "法国", "德国"], [85, 227, 369])
    paper.row(["意大利", "日本"], [85, 227])
    result = converted(paper)
    assert [block.text for block in result.blocks] == ["大不列颠及北爱尔兰联合王国及其海外领土\t法国\t德国", "意大利\t日本\t"]
    assert [change.kind for change in result.changes if change.kind == "cell-lines-joined"] == ["cell-lines-joined"]


def test_prose_in_two_columns_is_read_column_by_column() -> None:
    paper = latin(page_number="")
    words = (["left", "column", "says", "that", "the", "parties", "came", "together", "and", "agreed", "on", "all", "of", "it"],
             ["right", "column", "says", "what", "remained", "to", "be", "done", "by", "the", "others", "in", "later", "years"])
    for side, column in enumerate(words):
        text = paper.wrap(" ".join(f"{word} {word}ing {word}s" for word in column * 2), 190, 10)
        for at, line in enumerate(text):
            paper.line(80 + 230 * side, line, 10, 700 - 14 * at)
    result = converted(paper)
    whole = " ".join(block.text for block in result.blocks)
    assert whole.index("yearsing") > whole.index("right") > whole.rindex("iting") > whole.index("left")
    assert "columns-read-in-order" in {change.kind for change in result.changes}


def test_letters_are_letters_not_glyphs() -> None:
    assert unfold_glyphs("ratiﬁcation oﬃce ⼀⺠") == "ratification office 一民"
    assert unfold_glyphs("ﻻ") == "لا"
    assert unfold_glyphs("（A）１") == "（A）１"


def test_a_turned_watermark_is_left_out_and_reported() -> None:
    paper = latin()
    paper.paragraph("1. Upright.")
    paper.canvas.saveState()
    paper.canvas.translate(300, 400)
    paper.canvas.rotate(45)
    paper.canvas.drawString(0, 0, "DRAFT")
    paper.canvas.restoreState()
    result = converted(paper)
    assert [block.text for block in result.blocks] == ["1. Upright."]
    assert [(c.kind, c.severity) for c in result.changes] == [("turned-text-dropped", "Warning")]


def picture(paper: made.Paper) -> None:
    from reportlab.lib.utils import ImageReader

    pillow = pytest.importorskip("PIL.Image")
    paper.canvas.drawImage(ImageReader(pillow.new("RGB", (20, 20), "red")), 100, 100, 400, 600)


def test_a_scan_is_refused_and_a_scanned_page_among_others_is_reported() -> None:
    paper = latin(page_number="")
    picture(paper)
    with pytest.raises(ConversionError, match=r"case\.pdf: no text in the PDF file: its pages are pictures"):
        converted(paper)
    paper = latin(page_number="")
    paper.paragraph("1. Text.")
    paper.turn()
    picture(paper)
    assert [(c.kind, c.message[:9]) for c in converted(paper).changes] == [("page-without-text", "page(s) 2")]


def test_empty_encrypted_and_broken_files_are_refused() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    with pytest.raises(ConversionError, match="its pages are empty"):
        converted(latin(page_number=""))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, "x")
    canvas.save()
    with pytest.raises(ConversionError, match="the PDF file is encrypted; save a copy without a password first"):
        convert_pdf(buffer.getvalue(), "x")
    for data in (b"%PDF-1.7\nnothing more", b"%PDF-1.4" + bytes(2000)):
        with pytest.raises(ConversionError, match="not a PDF file that can be read"):
            convert_pdf(data, "x")
