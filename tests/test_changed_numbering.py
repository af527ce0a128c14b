"""Renumbers paragraphs, agenda items and measures of the real report and expects the IRIs to follow."""

from __future__ import annotations

import re

import pytest
from copies import C, Facts, R, differences, each, one, read, without
from texts import read_text, report_text

BASE = read(report_text())
NEW = "会议听取了通报。"
ANNEX = report_text().index("\n附件\n")
AGENDA = (report_text().index("\n 1. 会议开幕"), report_text().index("\n12. 依照议事规则"))


def lines_outside(text: str, begin: int, end: int, change: re.Pattern[str], shift: dict[str, str]) -> str:
    """Renumber the lines of a text except those of a stretch."""
    def number(match: re.Match[str]) -> str:
        return f"{shift.get(match.group(1), match.group(1))}. " if not begin <= match.start() < end else match.group()
    return change.sub(number, text)


PARAGRAPH = re.compile(r"^(\d+)\. ", re.M)


def with_paragraph(at: int) -> str:
    """Insert a paragraph before the at-th one, and renumber and refer to the others consistently."""
    head, annex = report_text()[:ANNEX], report_text()[ANNEX:]
    shift = {str(n): str(n + 1) for n in range(at, 28)}
    before = f"\n{at}. " if at not in {12, 13} else f"\n{at}. {'依照' if at == 12 else '会议应'}"
    place = head.rindex(before)
    head = lines_outside(head, *AGENDA, PARAGRAPH, shift)
    head = head[: place + 1] + f"{at}. {NEW}\n" + head[place + 1 :]
    head = re.sub(r"第 (5|16) 段", lambda m: f"第 {shift.get(m.group(1), m.group(1))} 段", head)
    return head + annex


@pytest.mark.parametrize("at", [1, 3, 5, 6, 9, 11, 12, 13, 14, 16, 17, 20, 23, 27])
def test_a_paragraph_inserted(at: int) -> None:
    def shift(words: str) -> str:
        return re.sub(rf"(^|/|){re.escape(R)}/paragraph/(\d+)",
                      lambda m: f"{m.group(1)}{R}/paragraph/{int(m.group(2)) + (int(m.group(2)) >= at)}", words)

    wanted: Facts = {}
    for iri, says in each(BASE, shift).items():
        told = says
        own = re.fullmatch(rf"{re.escape(R)}/paragraph/(\d+)", iri)
        if own and int(own.group(1)) > at:
            told = frozenset((n, own.group(1)) if n == "number" else (n, int(own.group(1))) if n == "position" else (n, v)
                             for n, v in says)
        wanted[iri] = told
    found = read(with_paragraph(at))
    assert one(found, f"{R}/paragraph/{at}", "number") == {str(at)}
    del found[f"{R}/paragraph/{at}"]
    assert differences(found, wanted) == []


@pytest.mark.parametrize("at", [1, 2, 6, 8, 10, 11])
def test_a_paragraph_inserted_behind_restarting_numbers(at: int) -> None:
    """The agenda's last two items, cut off by the layout, stay items whatever number the paragraph behind them has."""
    found = read(with_paragraph(at))
    assert one(found, f"{C}/agenda-item/12", "position") == {19}
    assert one(found, f"{C}/agenda-item/13", "position") == {20}
    assert f"{C}/agenda-item/14" not in found


ITEM = re.compile(r"^( ?)(\d+)\. ", re.M)


@pytest.mark.parametrize("at", [1, 3, 5, 9, 11, 12])
def test_an_agenda_item_inserted(at: int) -> None:
    """Every later item has the next number, in the agenda and wherever it is referred to."""
    text = report_text()
    agenda = text[AGENDA[0] : AGENDA[1]]
    indent = " " if at <= 11 else ""
    place = agenda.index(f"\n{indent}{at}. ") + 1
    changed = ITEM.sub(lambda m: f"{m.group(1)}{int(m.group(2)) + (int(m.group(2)) >= at)}. ", agenda)
    changed = changed[:place] + f"{indent}{at}. 听取通报\n" + changed[place:]
    head, tail = text[: AGENDA[0]], text[AGENDA[1] :]

    def refer(match: re.Match[str]) -> str:
        return match.group(1) + str(int(match.group(2)) + (int(match.group(2)) >= at))

    pattern = re.compile(r"(项目 |项目 1 和 )(\d+)")
    head, tail = (pattern.sub(refer, part) for part in (head, tail))
    head = re.sub(r"(项目 \d+ 和 )2", lambda m: m.group(1) + str(2 + (at <= 2)), head)

    def shift(words: str) -> str:
        return re.sub(r"(agenda-item/|/item/)(\d+)",
                       lambda m: f"{m.group(1)}{int(m.group(2)) + (int(m.group(2)) >= at)}", words)

    found = read(head + changed + tail)
    assert one(found, f"{C}/agenda-item/{at}", "number") == {str(at)}
    statements = {iri for iri, says in found.items() if ("type", "Statement") in says}
    assert statements == {shift(iri) for iri, says in BASE.items() if ("type", "Statement") in says}
    untouched = ("AgendaItem",)
    assert differences(without(found, *untouched), without(each(BASE, shift), *untouched)) == []
    assert sum(("type", "AgendaItem") in says for says in found.values()) == 21
    assert not [f for f in read_text(head + changed + tail).findings if f.kind == "reference-into-nothing"]


@pytest.mark.parametrize("letter", ["c", "h", "o"])
def test_a_measure_taken_out(letter: str) -> None:
    """The measures behind it move up by one letter."""
    text = report_text()
    lines = text.split("\n")
    gone = next(i for i, line in enumerate(lines) if line.startswith(f"- ({letter}) ") and i > 110)
    lines = [re.sub(r"^- \(([a-z])\)", lambda m: f"- ({chr(ord(m.group(1)) - 1)})", line) if i > gone else line
             for i, line in enumerate(lines) if i != gone]
    found = read("\n".join(lines))
    measures = [iri for iri, says in found.items() if ("type", "Measure") in says and iri.startswith(f"{R}/")]
    assert sorted(measures) == [f"{R}/annex/paragraph/10({chr(97 + n)})" for n in range(14)]

    def shift(words: str) -> str:
        return re.sub(rf"({re.escape(R)}/annex/paragraph/10)\(([a-z])\)",
                      lambda m: f"{m.group(1)}({chr(ord(m.group(2)) - (m.group(2) > letter))})", words)

    own = re.compile(rf"{re.escape(R)}/annex/paragraph/10\([a-z]\)(/.*)?")
    wanted = {shift(iri): says for iri, says in BASE.items()
              if own.fullmatch(iri) and f"10({letter})" not in iri and "/act/" in iri}
    wanted = {iri: frozenset((n, shift(v) if isinstance(v, str) else v) for n, v in says) for iri, says in wanted.items()}
    assert differences({iri: says for iri, says in found.items() if own.fullmatch(iri) and "/act/" in iri}, wanted) == []
