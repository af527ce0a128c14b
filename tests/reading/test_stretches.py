"""Many spans asked at once answer as each of them asked by itself would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from treatygraph.model import Span
from treatygraph.reading.stretches import Stretches

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20), st.integers(0, 8))


@given(st.lists(SPANS), SPANS, st.integers(0, 10))
def test_they_answer_as_each_by_itself(spans: list[Span], other: Span, longest: int) -> None:
    all_at_once, one_by_one = Stretches(spans), Stretches()
    for span in spans:
        one_by_one.add(span)
    short = [span for span in spans if span.end - span.start <= longest]
    for found in (all_at_once, one_by_one):
        assert found.cover(other) == any(span.covers(other) for span in spans)
        assert found.overlap(other) == any(span.overlaps(other) for span in spans)
        assert set(found.overlapping(other)) == {span for span in spans if span.overlaps(other)}
        assert found.cover_closely(other, longest) == any(span.covers(other) for span in short)
        assert found.overlap_closely(other, longest) == any(span.overlaps(other) for span in short)


def test_no_spans_touch_nothing() -> None:
    assert not Stretches().cover(Span(0, 1))
    assert not Stretches().overlap(Span(0, 1))
    assert list(Stretches().overlapping(Span(0, 1))) == []
