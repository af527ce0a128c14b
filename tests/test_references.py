"""Checks resolutions by number in six languages, and that finding references takes work in proportion to the text."""

from __future__ import annotations

import pytest
from counted import calls

import treatygraph
from treatygraph.find.fold import fold
from treatygraph.language.languages import load
from treatygraph.model import Iri, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading import numbered_resolutions
from treatygraph.reading.units import Unit

HEADER = """Distr. GENERAL
22 September 2023
English
Original: English

Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

22 September 2023

Report of the Conference

Introduction

1. """

CASES = [
    ("en", "resolutions 64/35 and 75/87 of the General Assembly", ["A/RES/64/35", "A/RES/75/87"]),
    ("en", "General Assembly resolution 44/119 C, annex", ["A/RES/44/119 C"]),
    ("en", "Assembly resolutions 55/33 A-C", ["A/RES/55/33 A", "A/RES/55/33 B", "A/RES/55/33 C"]),
    ("en", "General Assembly resolution 64/35 A world without", ["A/RES/64/35 A"]),
    ("en", "General Assembly resolution 2373 (XXII) of 12 June", ["A/RES/2373 (XXII)"]),
    ("en", "Council resolution 1996/31 of 25 July 1996", ["E/RES/1996/31"]),
    ("en", "Human Rights Council resolution 43/1", ["A/HRC/RES/43/1"]),
    ("en", "Security Council resolution 1887(2009)", ["S/RES/1887 (2009)"]),
    ("en", "by its decision 79/526, the Assembly", ["A/DEC/79/526"]),
    ("en", "the Commission on Ports adopted resolution 69/1", []),
    ("en", "a Harbour Council resolution 69/1", []),
    ("en", "the resolution 12 States had asked for", []),
    ("zh", "大会第64/35号和第75/87号决议", ["A/RES/64/35", "A/RES/75/87"]),
    ("zh", "安全理事会第1887（2009）号决议", ["S/RES/1887 (2009)"]),
    ("zh", "安全理事会第1887（2009年）号决议", ["S/RES/1887 (2009)"]),
    ("zh", "大会第44/119 C号决议", ["A/RES/44/119 C"]),
    ("zh", "大会第79/526号决定", ["A/DEC/79/526"]),
    ("zh", "第64/35号文件", []),
    ("fr", "les résolutions 1718 (2006) et 2270 (2016) du Conseil de sécurité", ["S/RES/1718 (2006)", "S/RES/2270 (2016)"]),
    ("es", "las resoluciones 64/35 y 75/87 de la Asamblea General", ["A/RES/64/35", "A/RES/75/87"]),
    ("ru", "резолюции 64/35 и 75/87 Генеральной Ассамблеи", ["A/RES/64/35", "A/RES/75/87"]),
    ("ar", "القرارين 1718 (2006) و2270 (2016)", ["S/RES/1718 (2006)", "S/RES/2270 (2016)"]),
]


def unit(text: str) -> Unit:
    return Unit("sentence", Node(NodeKind.PARAGRAPH, 0), Span(0, len(text)), fold(text), Iri("x"))


@pytest.mark.parametrize(("language", "text", "symbols"), CASES, ids=[text for _, text, _ in CASES])
def test_resolutions_by_number(language: str, text: str, symbols: list[str]) -> None:
    words = numbered_resolutions.Words.from_data(load(language).references_around)
    found = numbered_resolutions.find(unit(text), words, lambda _: None, "CTBT-Art.XIV/2023/6")
    assert [symbol for one in found for _, _, symbol in one.symbols] == symbols


def test_a_document_of_the_assembly_speaks_of_its_resolutions() -> None:
    words = numbered_resolutions.Words.from_data(load("en").references_around)

    def symbols(own: str) -> list[str]:
        found = numbered_resolutions.find(unit("pursuant to resolution 79/72"), words, lambda _: None, own)
        return [symbol for one in found for _, _, symbol in one.symbols]

    assert symbols("A/80/42") == ["A/RES/79/72"]
    assert symbols("A/HRC/58/2") == []
    assert symbols("E/2025/27") == []


@pytest.mark.parametrize("piece", ["paragraph 1 of article 2, ", "resolution 1540 (2004), ", "article 5 of the Convention ",
                                   "paragraphs 1, 2, 3, ", "Harbour Convention, article 5, "])
def test_references_take_work_in_proportion_to_the_text(piece: str) -> None:
    def work(length: int) -> int:
        text = HEADER + "It recalled " + piece * (length // len(piece)) + "all.\n"
        return calls(lambda: treatygraph.read_text(text, symbol="CTBT-Art.XIV/2023/6", language="en"))

    work(100)  # loads what is loaded once
    few, many = work(1000), work(4000)
    assert many < 4.4 * few
