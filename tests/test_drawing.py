"""Bars and timelines fit their space, escape what they are given, and hide no small number."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from treatygraph.status.drawing import (
    Bar,
    Stretch,
    Timeline,
    Track,
    bars_svg,
    bars_text,
    timeline_svg,
    timeline_text,
)


def test_bars_and_lines_fit_and_escape() -> None:
    bars = [Bar("A <b>", (3, 0)), Bar("国家", (1, 1)), Bar("none", (0, 0))]
    lines = bars_text(("x & y", "z"), bars, 30).splitlines()
    assert lines[2] == f"A <b>  {'█' * 30}  3 █"
    assert lines[3] == f"国家   {'█' * 10}{'▓' * 10}{' ' * 10}  1 █  1 ▓"
    assert lines[4] == f"none   {' ' * 30}  0"
    svg = bars_svg("T & <t>", "D < d", ("x & y", "z"), bars)
    assert ElementTree.fromstring(svg) is not None
    assert "A &lt;b&gt;" in svg


def test_a_small_number_is_still_seen() -> None:
    lines = bars_text(("a", "b"), [Bar("x", (1000, 1))], 20).splitlines()
    assert "█▓" in lines[2]


def test_a_timeline_shows_its_stretches_in_place() -> None:
    whole = Timeline(
        ("on", "off"),
        (Track("A", (Stretch(0, date(2000, 1, 1), date(2005, 1, 1), "on"),)), Track("B", ())),
        date(2000, 1, 1),
        date(2010, 1, 1),
        ((date(2005, 1, 1), "half"),),
    )
    lines = timeline_text(whole, 20).splitlines()
    assert lines[3] == f"A  {'█' * 10}"
    assert lines[4] == "B"
    assert lines[5].strip() == "^ 2005-01-01: half"
    assert ElementTree.fromstring(timeline_svg("T", "D", whole)) is not None
