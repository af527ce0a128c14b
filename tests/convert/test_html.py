"""What a browser shows of a page, and only that, comes out as text."""

from __future__ import annotations

import made_documents as made
import pytest

pytest.importorskip("lxml")

from treatygraph.convert.blocks import ConversionError, Converted, layout
from treatygraph.convert.markup import convert_html


def converted(body: str, head: str = '<meta charset="utf-8">') -> Converted:
    return convert_html(made.page(body, head).encode(), "case.html")


def lines(body: str) -> list[str]:
    return [line for line in layout(converted(body))[0].split("\n") if line]


@pytest.mark.parametrize(("body", "expected"), [
    ("<ol><li>One.<li>Two.</ol>", ["1. One.", "2. Two."]),
    ('<ol start="8"><li>Eight.</li><li value="12">Twelve.</li><li>Thirteen.</li></ol>', ["8. Eight.", "12. Twelve.", "13. Thirteen."]),
    ('<ol type="a"><li>x;</li><li>y.</li></ol>', ["(a) x;", "(b) y."]),
    ('<ol type="i"><li>x;</li><li>y.</li></ol>', ["(i) x;", "(ii) y."]),
    ('<ol style="list-style-type: lower-alpha" start="3"><li>x;</li></ol>', ["(c) x;"]),
    ("<ol reversed><li>x.</li><li>y.</li></ol>", ["2. x.", "1. y."]),
    ("<ol><li>As follows:<ol type='a'><li>x;</li></ol></li><li>Two.</li></ol>", ["1. As follows:", " (a) x;", "2. Two."]),
    ("<ol style='list-style: none'><li>Bare.</li></ol>", ["Bare."]),
    ("<ol><li>1. Typed too.</li></ol>", ["1. Typed too."]),
    ("<ul><li>One</li></ul>", ["• One"]),
    ("<ol><li><p>One.</p><p>Still one.</p></li></ol>", ["1. One.", "Still one."]),
])
def test_numbers_of_lists_are_those_a_browser_shows(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(("body", "expected"), [
    ("<p>a &amp; b&nbsp;c &lt;d&gt; &#x4E2D;</p>", ["a & b c <d> 中"]),
    ("<p>one\n   line</p>", ["one line"]),
    ("<p>one<br>two</p>", ["one", "two"]),
    ("<p>a<b>b</b>c</p><div>d</div>e", ["abc", "d", "e"]),
    ("<p>Seen.</p><script>alert('x')</script><style>p {}</style><noscript>no</noscript>", ["Seen."]),
    ("<p>Seen <span hidden>not</span><span style='display:none'>nor</span>this.</p>", ["Seen this."]),
    ("<p>It <del>rejected</del><ins>adopted</ins> the report.</p>", ["It adopted the report."]),
    ("<nav><a href='/'>Home</a></nav><p>Text.</p>", ["Text."]),
    ("<pre>one\ntwo</pre>", ["one", "two"]),
    ("<p>soft&shy;ened</p>", ["softened"]),
    ("<!-- not --><p>Seen.<!-- nor --> Too.</p>", ["Seen. Too."]),
])
def test_words_are_those_a_browser_shows(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_what_is_left_out_is_reported() -> None:
    changes = converted("<p>x <span hidden>secret words</span></p><nav>Home</nav>").changes
    assert [(change.kind, change.words) for change in changes] == [
        ("hidden-words-dropped", "secret words"), ("hidden-words-dropped", "Home")]


@pytest.mark.parametrize(("body", "expected"), [
    ("<table><tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d<br>e</td></tr></table>", ["A\tB", "c\td e"]),
    ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a\tb", "\tc"]),
    ("<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr></table>", ["a\t\tb", "c\td\te"]),
    ("<table><tr><td><p>1. One.</p><p>2. Two.</p></td><td></td></tr></table>", ["1. One.", "2. Two."]),
    ("<table><tr><td>大不列颠及北爱尔兰<br>联合王国</td><td>法国</td></tr></table>", ["大不列颠及北爱尔兰联合王国\t法国"]),
])
def test_tables(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize("link", [
    '<sup><a href="#n1" id="r1">1</a></sup>', '<a href="#n1"><sup>[1]</sup></a>', '<a href="#n1" role="doc-noteref">1</a>',
    '<a href="#n1">[1]</a>',
])
@pytest.mark.parametrize("note", [
    '<p id="n1"><a href="#r1">1</a> Note.</p>', '<p><a name="n1">[1]</a> Note.</p>',
    '<ol><li id="n1">Note. <a href="#r1">↩</a></li></ol>', '<aside id="n1">^ Note.</aside>',
])
def test_a_linked_footnote_follows_what_carries_its_mark(link: str, note: str) -> None:
    assert lines(f"<p>Said{link} so.</p><p>More.</p>{note}") == ["Said[1] so.", "[1] Note.", "More."]


def test_a_link_to_a_heading_or_backwards_is_no_footnote() -> None:
    assert lines('<h2 id="a">Part</h2><p>See <a href="#a">1</a>, <sup><a href="#b">2</a></sup>.</p><h2 id="b">Next</h2>') \
        == ["Part", "See 1, [2].", "Next"]


@pytest.mark.parametrize(("data", "text"), [
    ("<html><meta charset=gb2312><p>会议</p>".encode("gb18030"), "会议"),
    ('<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><p>لائحة</p>'.encode("cp1256"), "لائحة"),
    ("\ufeff<html><p>会议</p>".encode("utf-16-le"), "会议"),
    ("\ufeff<html><meta charset=latin1><p>État</p>".encode(), "État"),
    ("<html><p>État</p>".encode(), "État"),
    ('<?xml version="1.0" encoding="iso-8859-1"?><html><p>État</p></html>'.encode("latin-1"), "État"),
])
def test_encodings(data: bytes, text: str) -> None:
    assert layout(convert_html(data, "x"))[0].strip() == text


def test_a_wrong_encoding_is_named() -> None:
    with pytest.raises(ConversionError, match=r"x: not utf-8, which its declaration 'utf-8' asks for, at byte \d+; it looks like"):
        convert_html("<html><meta charset=utf-8><p>会议通过了其议事规则和议程</p>".encode("gb18030"), "x")
    with pytest.raises(ConversionError, match="'klingon', which nobody knows"):
        convert_html(b"<html><meta charset=klingon><p>x", "x")


def test_nothing_is_fetched_or_resolved() -> None:
    body = ('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><link rel=stylesheet href="http://127.0.0.1:9/x">'
            '<img src="http://127.0.0.1:9/y"><iframe src="file:///etc/hostname"></iframe><p>Only &x; this.</p>')
    assert layout(convert_html(body.encode(), "x"))[0] == "]>\n\nOnly &x; this.\n"  # as a browser shows it


def test_an_empty_page_and_a_bottomless_one_are_refused() -> None:
    with pytest.raises(ConversionError, match="shows no text"):
        converted("<script>document.write('x')</script>")
    with pytest.raises(ConversionError, match=r"x:\d+: elements nest too deep here"):
        convert_html(b"<html>" + b"<div>" * 5000 + b"x", "x")


def test_right_to_left_text_keeps_its_order() -> None:
    assert lines("<ol><li>عقد المؤتمر في نيويورك.</li></ol>") == ["1. عقد المؤتمر في نيويورك."]


@pytest.mark.parametrize(("body", "expected"), [
    ("The Conference held 3<sup>1</sup> meetings.", "The Conference held 3[1] meetings."),
    ("Document A/2/2<sup>4</sup>.", "Document A/2/2[4]."),
    ("Peru, Chile<sup>1, 2</sup> and Togo.", "Peru, Chile[1][2] and Togo."),
    ("Peru<sup>*</sup> and Togo<sup>(a)</sup>.", "Peru[*] and Togo[a]."),
    ("The 1<sup>st</sup>, 2<sup>nd</sup> and 5<sup>e</sup> meetings, N<sup>o</sup> 7.", "The 1st, 2nd and 5e meetings, No 7."),
    ("Le 1<sup><i>er</i></sup> mars.", "Le 1er mars."),
    ("About 3 t of CO<sub>2</sub>.", "About 3 t of CO[2]."),
    ('Held 3<span style="vertical-align: super; font-size: 70%">1</span> meetings.', "Held 3[1] meetings."),
    ('Held 3<span style="vertical-align:4px">1</span> meetings.', "Held 3[1] meetings."),
    ('Held 3<span style="position:relative; top:-0.5em; font-size:smaller">1</span> meetings.', "Held 3[1] meetings."),
    ('Held 3<span style="vertical-align: baseline; font-size: small">1</span> meetings.', "Held 31 meetings."),
    ('Held 3<span style="vertical-align: top; font-size: 60%">1</span> meetings.', "Held 3[1] meetings."),
    ('Words <span style="vertical-align: top">of</span> it.', "Words of it."),
    ("Held 3<sup></sup> meetings.", "Held 3 meetings."),
    ("Adopted<sup>without a vote at all, as they said</sup>.", "Adopted without a vote at all, as they said."),
    ("Sea (x<sup>1</sup><sup>2</sup>).", "Sea (x[1][2])."),
])
def test_raised_signs_are_marks_and_ordinals_stay(body: str, expected: str) -> None:
    assert lines(f"<p>{body}</p>") == [expected]


def test_raised_signs_are_reported() -> None:
    changes = converted("<p>3<sup>1</sup> and 4<sup>th</sup></p><table><tr><td>Peru<sup>2</sup></td><td>x</td></tr></table>").changes
    assert [(change.kind, change.words) for change in changes] == [("raised-marks", "[1]"), ("raised-marks", "[2]")]
