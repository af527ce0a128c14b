"""Names are folded to what people type, in every script."""

from __future__ import annotations

import doctest

import pytest

from treatygraph.search import asking, folding, kinds, similar
from treatygraph.search.folding import key, plain_words, terms, words


@pytest.mark.parametrize("module", [asking, folding, kinds, similar], ids=lambda module: module.__name__)
def test_the_examples_in_the_code_hold(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(("one", "other"), [
    ("Côte d’Ivoire", "cote d'ivoire"), ("Türkiye", "TURKIYE"), ("Viêt Nam", "viet nam"), ("Viet Nam", "vietnam"),
    ("Curaçao", "Curac\u0327ao"), ("Łódź", "lodz"), ("Straße", "STRASSE"), ("U.K.", "UK"), ("S\u00e3o Tom\u00e9", "Sao Tome"),
    ("A/RES/75/87", "a res 75/87"), ("NPT/CONF.2010/50 (Vol. I)", "npt conf 2010 50 vol i"), ("２０２１年", "2021年"),
    ("أفغانستان", "افغانستان"), ("كِينْيَا", "كينيا"), ("سورية", "سوريه"), ("كينـــيا", "كينيا"), ("٢٠٢١", "2021"),
    ("Украи\u0306на", "Украйна"), ("co\u00adoperation", "cooperation"), ("Kenya\u200b", "Kenya")])
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("刚果", "刚果民主共和国"), ("Austria", "Australia")])
def test_two_names_keep_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("text", ["Côte d’Ivoire (2021)", "《全面禁止核试验条约》生效 2021 年", "e\u0301te\u0301 – x", "S/RES/1887 (2009)",
                                  "كِينْيَا، ٢٠٢١", "a_b\u200dc", "ﬁne"])
def test_a_word_stands_where_it_is_said_to_stand(text: str) -> None:
    found = words(text)
    assert found
    assert [word.folded for word in found] == plain_words(text)
    for word in found:
        assert plain_words(text[word.start : word.end]) == [word.folded]


def test_signs_of_a_script_without_blanks_are_held_in_pairs() -> None:
    assert terms(plain_words("禁止核试验 CTBT 法")) == ["禁止", "止核", "核试", "试验", "验", "ctbt", "法"]
