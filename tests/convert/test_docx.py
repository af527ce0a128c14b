"""What a Word document shows, and only that, comes out as text."""

from __future__ import annotations

from typing import Any

import made_documents as made
import pytest

docx = pytest.importorskip("docx", reason="python-docx writes the Word documents")

from docx.oxml import parse_xml  # noqa: E402

from treatygraph.convert.blocks import ConversionError, Converted, layout  # noqa: E402
from treatygraph.convert.word import convert_docx  # noqa: E402
from treatygraph.convert.word_numbering import written  # noqa: E402
from treatygraph.model import Severity  # noqa: E402

W = made.W


def paragraph(inner: str, *, level: int | None = None, number: int = 1, style: str = "", indent: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if level is not None else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p {W}><w:pPr>{styled}{numbered}{indent}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r {W}><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def document(*blocks: str, numbering: str = made.NUMBERED, notes: dict[int, str] | None = None) -> bytes:
    whole = docx.Document()
    made.part(whole, "numbering", numbering)
    if notes:
        made.part(whole, "footnotes", made.footnotes(notes))
    for block in blocks:
        whole.element.body.insert(len(whole.element.body) - 1, parse_xml(block))
    return made.saved(whole)


def converted(*blocks: str, **parts: Any) -> Converted:
    return convert_docx(document(*blocks, **parts), "case.docx")


def lines(*blocks: str, **parts: Any) -> list[str]:
    return [line for line in layout(converted(*blocks, **parts))[0].split("\n") if line]


def changes(*blocks: str, **parts: Any) -> dict[str, str]:
    return {change.kind: change.words for change in converted(*blocks, **parts).changes}


def test_numbers_that_are_not_in_the_text_are_printed() -> None:
    assert lines(paragraph(run("One."), level=0), paragraph(run("Two:"), level=0), paragraph(run("first;"), level=1),
                 paragraph(run("second."), level=1), paragraph(run("Three."), level=0),
                 paragraph(run("again."), level=1)) \
        == ["1. One.", "2. Two:", " (a) first;", " (b) second.", "3. Three.", " (a) again."]


def test_another_list_starts_again_and_an_empty_numbered_paragraph_counts() -> None:
    assert lines(paragraph(run("One."), level=0), paragraph("", level=0), paragraph(run("Three."), level=0),
                 paragraph(run("Anew."), level=0, number=3), paragraph(run("And on."), level=0, number=3)) \
        == ["1. One.", "3. Three.", "1. Anew.", "2. And on."]


def test_a_list_without_a_start_of_its_own_goes_on_counting() -> None:
    shared = made.NUMBERED.replace("</w:numbering>", '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num></w:numbering>')
    assert lines(paragraph(run("One."), level=0), paragraph(run("Two."), level=0, number=9), numbering=shared) \
        == ["1. One.", "2. Two."]


@pytest.mark.parametrize(("form", "pattern", "mark"), [
    ("lowerRoman", "(%1)", "(iii)"), ("upperLetter", "%1.", "C."), ("upperRoman", "%1.", "III."),
    ("lowerLetter", "(%1)", "(c)"), ("decimalZero", "%1)", "03)"), ("chicago", "%1", "‡"),
])
def test_forms_of_numbers(form: str, pattern: str, mark: str) -> None:
    numbering = made.NUMBERED.replace('<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>',
                                      f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>', 1)
    assert lines(*[paragraph(run("Words."), level=0)] * 3, numbering=numbering)[-1] == f"{mark} Words."


def test_numbers_beyond_the_alphabet_and_of_unknown_forms() -> None:
    assert [written(number, "lowerLetter") for number in (26, 27, 28)] == ["z", "aa", "bb"]
    assert written(49, "lowerRoman") == "xlix"
    assert written(3, "hebrew1") is None
    numbering = made.NUMBERED.replace('"decimal"', '"hebrew1"', 1)
    assert "number-in-other-form" in changes(paragraph(run("One."), level=0), numbering=numbering)


def test_a_number_of_two_levels_and_one_without_a_stop() -> None:
    numbering = made.NUMBERED.replace('w:val="(%2)"', 'w:val="%1.%2"', 1).replace('w:val="lowerLetter"', 'w:val="decimal"', 1)
    assert lines(paragraph(run("One."), level=0), paragraph(run("Under it."), level=1), numbering=numbering)[1] \
        == "1.1 Under it."
    bare = made.NUMBERED.replace('w:val="%1."', 'w:val="%1"', 1)
    assert lines(paragraph(run("One."), level=0), numbering=bare) == ["1. One."]
    assert changes(paragraph(run("One."), level=0), numbering=bare) == {"number-without-stop": "1 One."}


def test_a_number_from_the_style_and_one_taken_away() -> None:
    styled = docx.Document()
    made.part(styled, "numbering", made.NUMBERED)
    style = styled.styles.add_style("Numbered", 1)
    style.element.append(parse_xml(f'<w:pPr {W}><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'))
    styled.add_paragraph("One.", style="Numbered")
    plain = styled.add_paragraph("Without.", style="Numbered")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    styled.add_paragraph("Two.", style="Numbered")
    text = layout(convert_docx(made.saved(styled), "x"))[0]
    assert text.split("\n")[:-1] == ["1. One.", "Without.", "2. Two."]


def test_deleted_words_go_and_inserted_words_stay() -> None:
    block = paragraph(run("The Conference ") + '<w:del w:id="1"><w:r><w:delText>rejected</w:delText></w:r></w:del>'
                      '<w:ins w:id="2">' + run("adopted") + "</w:ins>" + run(" its report."))
    assert lines(block) == ["The Conference adopted its report."]
    assert changes(block) == {"deleted-words-dropped": "rejected"}


def test_a_deleted_numbered_paragraph_counts_no_number() -> None:
    gone = paragraph('<w:del w:id="1"><w:r><w:delText>Gone.</w:delText></w:r></w:del>', level=0) \
        .replace("</w:pPr>", '<w:rPr><w:del w:id="2"/></w:rPr></w:pPr>', 1)
    assert lines(paragraph(run("One."), level=0), gone, paragraph(run("Two."), level=0)) == ["1. One.", "2. Two."]


def test_hidden_words_go_and_words_hidden_no_more_stay() -> None:
    block = paragraph(run("Seen. ") + run("Secret. ", "<w:vanish/>") + run("Seen too.", '<w:vanish w:val="0"/>'))
    assert lines(block) == ["Seen. Seen too."]
    assert changes(block) == {"hidden-words-dropped": "Secret."}


def test_the_result_of_a_field_stays_and_its_code_goes() -> None:
    block = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r>'
                      '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("as printed") +
                      '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("."))
    assert lines(block) == ["as printed."]


def test_hyphens_and_line_ends() -> None:
    block = paragraph(run("non") + "<w:r><w:noBreakHyphen/></w:r>" + run("nuclear rati") + "<w:r><w:softHyphen/></w:r>" +
                      run("fication"))
    assert lines(block) == ["non-nuclear ratification"]
    assert lines(paragraph(run("Dist. GENERAL") + "<w:r><w:br/></w:r>" + run("English"))) == ["Dist. GENERAL", "English"]


def test_footnotes_of_both_kinds_follow_what_carries_their_mark() -> None:
    block = paragraph(run("Said") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" and done") +
                      '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>' + run("."))
    after = paragraph(run("More."))
    notes = {2: "<w:r><w:footnoteRef/></w:r>" + run(" First note."), 3: run("* Second note.")}
    assert lines(block, after, notes=notes) == ["Said[1] and done[*].", "[1] First note.", "[*] Second note.", "More."]


def test_a_footnote_without_text_is_reported() -> None:
    block = paragraph(run("Said") + '<w:r><w:footnoteReference w:id="77"/></w:r>')
    assert changes(block, notes={2: run("x")}) == {"footnote-without-text": "[1]"}


def test_a_table_with_merged_cells_and_a_note() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{text}</w:p></w:tc>"

    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    wide, restart = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    table = (f"<w:tbl {W}><w:tr>{cell(run('CTBT-Art.XIV/2021/1'))}{cell(run('Rules') + note)}</w:tr>"
             f"<w:tr>{cell(run('Both'), wide)}</w:tr>"
             f"<w:tr>{cell(run('A'), restart)}{cell(run('B'))}</w:tr>"
             f"<w:tr>{cell('', '<w:vMerge/>')}{cell(run('C'))}</w:tr></w:tbl>")
    assert lines(table, paragraph(run("After.")), notes={2: run("Note.")}) == [
        "CTBT-Art.XIV/2021/1\tRules[1]", "Both\t", "A\tB", "\tC", "[1] Note.", "After."]


def test_a_list_set_in_columns_of_one_row_becomes_rows() -> None:
    def cell(*names: str) -> str:
        return "<w:tc>" + "".join(f"<w:p>{run(name)}</w:p>" for name in names) + "</w:tc>"

    table = f"<w:tbl {W}><w:tr>{cell('Albania', 'Algeria', 'Andorra', 'Angola')}{cell('Fiji', 'Finland', 'France', 'Gabon')}</w:tr></w:tbl>"
    assert lines(table) == ["Albania\tFiji", "Algeria\tFinland", "Andorra\tFrance", "Angola\tGabon"]


def test_a_table_that_only_lays_out_the_page_is_text() -> None:
    table = (f"<w:tbl {W}><w:tr><w:tc>{paragraph(run('One.'), level=0)}{paragraph(run('Two.'), level=0)}</w:tc>"
             f"<w:tc><w:p/></w:tc></w:tr></w:tbl>").replace(f" {W}", "").replace("<w:tbl", f"<w:tbl {W}", 1)
    assert lines(table) == ["1. One.", "2. Two."]


def test_a_text_box_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    block = paragraph(f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
                      "</mc:Fallback></mc:AlternateContent></w:r>" + run("Before"))
    assert lines(block) == ["Before", "In the box"]


def test_content_controls_are_read() -> None:
    assert lines(f"<w:sdt {W}><w:sdtContent>{paragraph(run('Inside.'))}</w:sdtContent></w:sdt>") == ["Inside."]


def test_no_entity_is_resolved(tmp_path: Any) -> None:
    import io
    import zipfile

    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", encoding="utf-8")
    source = document(paragraph(run("Before MARK after.")))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == "word/document.xml":
                text = data.decode().replace("MARK", "&file;")
                head, _, rest = text.partition("?>")
                data = f'{head}?><!DOCTYPE d [<!ENTITY file SYSTEM "{secret.as_uri()}">]>{rest}'.encode()
            new.writestr(item, data)
    try:
        text = layout(convert_docx(target.getvalue(), "x"))[0]
    except ConversionError:
        return
    assert "secret" not in text


def test_what_an_entity_stands_for_is_told_to_be_missing() -> None:
    """In the words of a run, in the place of a run, of a paragraph: nothing is resolved, and nothing goes in silence."""
    import io
    import zipfile

    source = document(paragraph(run("The INRUN adopted.")), paragraph(run("INTEXT")), paragraph(run("After.")))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == "word/document.xml":
                text = data.decode().replace("INRUN", "&x;").replace("INTEXT", "&x;").replace("</w:p>", "</w:p>&x;", 1)
                head, _, rest = text.partition("?>")
                data = f'{head}?><!DOCTYPE d [<!ENTITY x "Conference">]>{rest}'.encode()
            new.writestr(item, data)
    found = convert_docx(target.getvalue(), "x")
    assert layout(found)[0] == "The adopted.\nAfter.\n"
    assert [(change.kind, change.words, change.severity) for change in found.changes] == [
        ("entity-not-resolved", "&x;", Severity.WARNING)] * 3


def test_an_empty_and_a_broken_document_are_refused() -> None:
    with pytest.raises(ConversionError, match="holds no text"):
        converted(paragraph(""))
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(paragraph(run("x"))))) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            new.writestr(item, old.read(item)[:200] if item == "word/document.xml" else old.read(item))
    with pytest.raises(ConversionError, match=r"x\.docx: not a Word document that can be read"):
        convert_docx(target.getvalue(), "x.docx")


@pytest.mark.parametrize(("properties", "sign", "expected"), [
    ('<w:vertAlign w:val="superscript"/>', "1", "Held 3[1] meetings."),
    ('<w:vertAlign w:val="subscript"/>', "1", "Held 3[1] meetings."),
    ('<w:vertAlign w:val="superscript"/>', "rd", "Held 3rd meetings."),
    ('<w:vertAlign w:val="superscript"/>', "a, b", "Held 3[a][b] meetings."),
    ('<w:vertAlign w:val="baseline"/>', "1", "Held 31 meetings."),
    ('<w:position w:val="8"/><w:sz w:val="12"/>', "1", "Held 3[1] meetings."),
    ('<w:position w:val="-6"/>', "1", "Held 3[1] meetings."),
    ('<w:position w:val="1"/>', "1", "Held 31 meetings."),
])
def test_raised_runs_are_marks_and_ordinals_stay(properties: str, sign: str, expected: str) -> None:
    assert lines(paragraph(run("Held 3") + run(sign, properties) + run(" meetings."))) == [expected]


def test_a_mark_in_several_runs_is_one_and_is_reported() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    made_of = paragraph(run("Adopted (A/2031/2") + run("1", raised) + run("4", raised) + run(")."))
    assert lines(made_of) == ["Adopted (A/2031/2[14])."]
    assert changes(made_of) == {"raised-marks": "[14]"}
