"""No wording and no regular expression of any language backtracks without bound: steps are counted, not seconds."""

from __future__ import annotations

import re
from functools import cache

import pytest
from texts import tables

from treatygraph.find.fold import fold
from treatygraph.find.symbols import find_symbols
from treatygraph.language import languages
from treatygraph.language.languages import PatternRow
from treatygraph.read.source import SourceText
from treatygraph.read.tree import NodeKind
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading import matching
from treatygraph.reading.engine import read_tree
from treatygraph.reading.matching import STEPS_AT_LEAST, STEPS_FOR_A_CHARACTER, Bindings, Matcher
from treatygraph.reading.reading import Reading
from treatygraph.reading.registry import patterns
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Unit

ROWS = [(code, row) for code in languages.available() for row in languages.load(code).rows
        if row.unit in {"sentence", "phrase"}]
_SLOT = re.compile(r"\{(?:~|(\w+)(?::(\w+))?)\}")


@cache
def fillings(code: str) -> dict[str, str]:
    """What stands for a slot in a near match: a name, number, date or symbol as the language writes it."""
    states = [name for row in tables().rows("states")[:3] for name in row.names(code)[:1]]
    language = languages.load(code)
    date = language.dates.get("forms", ["{Y}"])[0]
    month = next(iter(language.dates.get("months", {})), "")
    for slot, value in {"Y": "2021", "M": "9", "D": "23", "N": month}.items():
        date = date.replace(f"{{{slot}}}", value).replace(f"{{{slot}2}}", value)
    joint = (language.lists.get("separators") or [", "])[0]
    return {"state": states[0], "states": joint.join(states), "date": date, "year": "2021", "number": "25",
            "symbol": "A/RES/75/87", "symbols": f"A/RES/75/87{joint}A/RES/75/88", "text": "x", "clause": "x",
            "": (language.adverbial.get("item") or [""])[0].replace("{items}", "8")}


def near_matches(code: str, row: PatternRow, length: int) -> str:
    """Make a sentence that begins the wording again and again, whole, cut off, and with its options doubled."""
    known = fillings(code)

    def fill(found: re.Match[str]) -> str:
        return known.get(found.group(2) or found.group(1) or "", known["state"])

    whole = re.sub(r"<([^|<>]*)[^<>]*>\??", r"\1", _SLOT.sub(fill, row.wording.replace("{~}", known[""] * 3)))
    whole = re.sub(r"[<>|?]", "", whole)
    piece = f"{whole[: max(3, 2 * len(whole) // 3)]}, {whole}, {whole[: max(2, len(whole) // 3)] * 2}"
    return (piece * (length // len(piece) + 1))[:length]


def steps(code: str, row: PatternRow, length: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Match one wording at every place of such a sentence, and count the ways tried."""
    taken = 0
    step = Matcher._step

    def counted(matcher: Matcher, *arguments: object) -> dict[int, Bindings]:
        nonlocal taken
        before = matcher._left
        found = step(matcher, *arguments)  # type: ignore[arg-type]
        taken += 1 + max(0, before - matcher._left)
        return found

    source = SourceText.from_bytes(near_matches(code, row, length).encode(), "near.txt")
    tree = read_tree(source, code)
    reading = Reading(ReportIdentity("A/1", code), tree, languages.load(code), tables())
    node = next(tree.nodes(*NodeKind))
    folded = fold(source.text)
    unit = Unit("sentence", node, tree.root.body_span, folded, reading.document)
    slots = SlotReader(reading, unit, find_symbols(folded.text))
    compiled = next(p for p in patterns(languages.load(code))[row.unit] if p.place == f"{row.file}:{row.line}")
    with monkeypatch.context() as patched:
        patched.setattr(Matcher, "_step", counted)
        for at in range(len(folded.text)):
            slots.matcher.ends(compiled.wording, at)
    slots.forget()
    return taken


@pytest.mark.parametrize(("code", "row"), ROWS, ids=[f"{code}:{row.line}" for code, row in ROWS])
def test_steps_grow_with_the_text_for_every_wording(code: str, row: PatternRow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the text takes at most about four times the steps, past what a free text may be long."""
    base = matching.LONGEST_FREE_TEXT // 2
    small, large = (steps(code, row, length, monkeypatch) for length in (base, 4 * base))
    assert large <= 6 * small + 40 * 4 * base or large <= 3 * (STEPS_AT_LEAST + STEPS_FOR_A_CHARACTER * 4 * base)


def test_fifty_thousand_characters_of_near_matches_end_at_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wording that leaves most open: two free texts, each of which may end anywhere."""
    code, row = next((code, row) for code, row in ROWS if row.wording.count(":text}") + row.wording.count(":clause}") > 0)
    length = 50_000
    assert steps(code, row, length, monkeypatch) <= 3 * (STEPS_AT_LEAST + STEPS_FOR_A_CHARACTER * length)


def test_a_sentence_that_is_too_involved_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    from texts import read_anew, report_text

    monkeypatch.setattr(matching, "STEPS_FOR_A_CHARACTER", 0)
    monkeypatch.setattr(matching, "STEPS_AT_LEAST", 30)
    found = [f for f in read_anew(report_text()).findings if f.kind == "sentence-too-involved"]
    assert found
    assert "not all were tried" in found[0].message


def test_no_sentence_of_the_report_comes_near_the_bound() -> None:
    from texts import read_text, report_text

    assert not [f for f in read_text(report_text()).findings if f.kind == "sentence-too-involved"]
