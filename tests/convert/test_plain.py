"""A text copied out of pages is joined again; a text that was not is left alone."""

from __future__ import annotations

import made_documents as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.convert.blocks import Converted, layout
from treatygraph.convert.plain import convert_plain, wrapped

ENGLISH = """\
CTBT-Art.XIV/2019/6

Report of the Conference

1. The Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-
Ban Treaty was held in New York. The non-governmental organizations that had asked to
attend were admitted. The following States participated in it: Albania, Algeria, Bosnia and
Herzegovina, Guinea-Bissau, the United Kingdom of Great Britain and Northern Ireland, Trinidad and

CTBT-Art.XIV/2019/6
Page 2

Tobago and Zambia, as said in document CTBT-Art.XIV/2019/INF.5, and the govern-
ments of others.
2. The Conference adopted its agenda, and elected the representatives of Algeria and
Germany by acclamation.

Closing of the Conference

CTBT-Art.XIV/2019/6
Page 3

3. The Conference closed.
"""
JOINED = """\
CTBT-Art.XIV/2019/6

Report of the Conference

1. The Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty was held in New York. \
The non-governmental organizations that had asked to attend were admitted. The following States participated in it: \
Albania, Algeria, Bosnia and Herzegovina, Guinea-Bissau, the United Kingdom of Great Britain and Northern Ireland, \
Trinidad and Tobago and Zambia, as said in document CTBT-Art.XIV/2019/INF.5, and the governments of others.
2. The Conference adopted its agenda, and elected the representatives of Algeria and Germany by acclamation.

Closing of the Conference

3. The Conference closed.
"""


def text_of(converted: Converted) -> str:
    return layout(converted)[0]


def test_an_english_text_is_joined_over_lines_and_pages() -> None:
    assert wrapped(ENGLISH)
    result = convert_plain(ENGLISH)
    assert text_of(result) == JOINED
    assert [(c.message.partition(" left")[0], c.words) for c in result.changes if c.kind == "page-furniture-dropped"] == [
        ("page number", "Page 2 | Page 3"), ("running head", "CTBT-Art.XIV/2019/6")] or \
        {c.words for c in result.changes if c.kind == "page-furniture-dropped"} == {"Page 2 | Page 3", "CTBT-Art.XIV/2019/6"}
    assert [(c.kind, c.words) for c in result.changes if c.kind.startswith("hyphen")] == [
        ("hyphen-kept", "Nuclear-Test-Ban"), ("hyphen-removed", "governments")]
    assert sum(c.kind == "lines-joined" for c in result.changes) == 2


def test_form_feeds_part_pages() -> None:
    text = ENGLISH.replace("\nCTBT-Art.XIV/2019/6\nPage", "\fCTBT-Art.XIV/2019/6\nPage")
    assert text_of(convert_plain(text)) == JOINED


def test_a_running_head_without_page_numbers() -> None:
    text = ENGLISH.replace("Page 2\n", "").replace("Page 3\n", "")
    assert text_of(convert_plain(text)) == JOINED


def test_joining_twice_changes_nothing_more() -> None:
    assert not wrapped(JOINED)
    assert not wrapped(made.report())
    assert text_of(convert_plain(JOINED)) == JOINED


@pytest.mark.parametrize(("text", "joined"), [
    ("1. 会议通过了其议事规则和载有下列议程项目的议\n程，并选举意大利和南非的代表担任会议的主席职\n务。\n", "1. 会议通过了其议事规则和载有下列议程项目的议程，并选举意大利和南非的代表担任会议的主席职务。\n"),
    ("1. La Conférence a adopté l'ordre du jour, puis elle a élu les représentants de la France et du\nRoyaume-Uni.\n",
     "1. La Conférence a adopté l'ordre du jour, puis elle a élu les représentants de la France et du Royaume-Uni.\n"),
    ("1. عقد المؤتمر المعني بتيسير بدء نفاذ معاهدة الحظر الشامل للتجارب\nالنووية في نيويورك.\n",
     "1. عقد المؤتمر المعني بتيسير بدء نفاذ معاهدة الحظر الشامل للتجارب النووية في نيويورك.\n"),
    ("1. First item of some length that goes to the edge\n2. Second item of some length that goes to the edge\n",
     "1. First item of some length that goes to the edge\n2. Second item of some length that goes to the edge\n"),
    ("The ratiﬁcation of the Treaty\n", "The ratification of the Treaty\n"),
    ("1. See document CTBT-Art.XIV/\n2021/6.\n", "1. See document CTBT-Art.XIV/2021/6.\n"),
    ("1. Said† so by all of the States that were there.\n\n2. More.\n\n† A note on it.\n",
     "1. Said[†] so by all of the States that were there.\n\n[†] A note on it.\n\n2. More.\n"),
    ("Albania      Finland      Poland\nAlgeria      France       Romania\nAndorra      Gabon\n",
     "Albania\tFinland\tPoland\nAlgeria\tFrance\tRomania\nAndorra\tGabon\t\n"),
])
def test_short_texts(text: str, joined: str) -> None:
    assert text_of(convert_plain(text)) == joined


@given(st.text(alphabet=st.sampled_from(list("ab 1.\n\f\t-中。(Page)† ")), max_size=400))
def test_no_text_breaks_it_and_no_letter_is_lost_unreported(text: str) -> None:
    result = convert_plain(text)
    made_of = text_of(result)
    if not result.changes:
        assert sorted(made_of.replace("[", "").replace("]", "").split()) == sorted(text.split()) or "-" in text
    assert sum(char.isalpha() for char in made_of) + sum(
        len(c.words) for c in result.changes if c.kind == "page-furniture-dropped") >= sum(map(str.isalpha, text)) \
        or any(c.kind == "page-furniture-dropped" for c in result.changes)


@pytest.mark.parametrize("text", ["a" * 300_000, "ab \n" * 10_000, "Page 1\n" * 3_000, "a-\n" * 5_000, "a   b\n" * 5_000])
def test_texts_made_to_stall_a_reader(text: str) -> None:
    result = convert_plain(text)
    assert result.blocks or result.changes
