"""Lines that stand in columns, as they come from a page."""

from __future__ import annotations

from treatygraph.convert.columns import in_reading_order
from treatygraph.convert.page_lines import PageLine, Segment

LEFT = "which the States parties had agreed upon"
RIGHT = "and whose results were to be reported to"


def test_a_line_keeps_its_looks_where_columns_are_read_one_after_the_other() -> None:
    lines = [PageLine([Segment(LEFT, 0, 20), Segment(RIGHT, 24, 44)], 1.2, size=1.1, page=3, bold=at == 2,
                      head=at == 1) for at in range(6)]
    ordered, moved = in_reading_order(lines)
    assert moved == 6
    assert [line.text for line in ordered] == [LEFT] * 6 + [RIGHT] * 6
    assert [(line.bold, line.head) for line in ordered] == 2 * [(at == 2, at == 1) for at in range(6)]
    assert {(line.size, line.page, line.note) for line in ordered} == {(1.1, 3, False)}
