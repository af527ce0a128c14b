"""Conversion takes work in proportion to the text: many links, notes, rows or pages do not stall it."""

from __future__ import annotations

from collections.abc import Callable

import made_documents as made
import pytest
from counted import steps

from treatygraph.convert.blocks import Block, BlockKind, Converted, Note
from treatygraph.convert.contents import find_contents
from treatygraph.convert.footnotes import place_footnotes
from treatygraph.convert.furniture import PageNumbers, find_furniture
from treatygraph.convert.note_lines import mark_notes
from treatygraph.convert.page_lines import PageLine, Segment
from treatygraph.convert.raised import BEGIN, END, marks_written
from treatygraph.convert.spaces import without_strays
from treatygraph.convert.wording import wording

pytestmark = pytest.mark.hardening


def linked(count: int) -> object:
    from treatygraph.convert.markup import convert_html

    body = "".join(f'<p>Said<sup><a href="#n{at}">{at % 90}</a></sup> so.</p>' for at in range(count))
    notes = "".join(f'<p id="n{at}">{at % 90} Note.</p>' for at in range(count))
    return convert_html(made.page(body + notes).encode(), "x")


def noted(count: int) -> object:
    converted = Converted([Block(BlockKind.ROW, f"a[{at % 7}]\tb[*]") for at in range(count)])
    converted.notes = [Note(f"[{mark}] note", 0, count) for at in range(count) for mark in ("*", at % 7)]
    return place_footnotes(converted)


def furnished(count: int) -> object:
    pages = [[f"A/2031/{page % 3}", *(f"words {page} {line}" for line in range(20)), f"{page + 1}/{count} 31-06847"] for page in range(count)]
    return find_furniture(pages, PageNumbers(wording().page_numbers), wording().job_number)


def listed(count: int) -> object:
    return find_contents([[f"{line}. Matter ........ {page}" for line in range(20)] for page in range(count)])


def unfooted(count: int) -> object:
    lines = [PageLine([Segment(f"[1] note {at}", 0, 9)], 1.0) for at in range(count)]
    return mark_notes([[*lines, PageLine([Segment("The end.", 0, 9)], 3.0)]])


def raised(count: int) -> object:
    return marks_written(f"x{BEGIN}1{END} " * count + BEGIN * count), without_strays("a -b , c- d" * count)


@pytest.mark.parametrize(("work", "size"), [(linked, 60), (noted, 300), (furnished, 30), (listed, 30), (unfooted, 300), (raised, 300)])
def test_four_times_the_text_takes_about_four_times_the_work(work: Callable[[int], object], size: int) -> None:
    if work is linked:
        pytest.importorskip("lxml")
    work(1)  # loads what is loaded once
    few, many = steps(lambda: work(size)), steps(lambda: work(4 * size))
    assert size < few < many < 5 * few
