"""Checks that lists in English, French, Russian, Spanish and Arabic give just the States they name, at their places."""

from __future__ import annotations

import csv
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from texts import tables

from treatygraph import iris
from treatygraph.find import names
from treatygraph.find.fold import fold
from treatygraph.tables import LANGUAGES

LISTS = Path(__file__).parents[1] / "reports" / "lists"
FIVE = ("ar", "en", "es", "fr", "ru")
STATES = tables().rows("states")


def found(text: str, language: str) -> list[tuple[str, str]]:
    """Return the code of each State named in a text and the words that name it, cut from the text as it is."""
    folded = fold(text)
    return [(iris.local(name.iri), text[span.start : span.end])
            for mention in names.index(tables(), language).find(folded.text)
            for name in mention.of_kind("state")
            for span in [folded.span(mention.start, mention.end)]]


def expected(file: str) -> list[dict[str, str]]:
    with (LISTS / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def participants(language: str) -> tuple[str, list[tuple[str, str]]]:
    text = (LISTS / f"participants.{language}.txt").read_text(encoding="utf-8")
    return text, [(row["iso3"], row["name_as_written"]) for row in expected(f"participants.{language}.csv")]


@pytest.mark.parametrize("language", FIVE)
def test_the_participants_are_found_in_order_and_nothing_else_is(language: str) -> None:
    text, wanted = participants(language)
    assert len(wanted) >= 87
    assert found(text, language) == wanted


@pytest.mark.parametrize("width", [23, 37, 72])
@pytest.mark.parametrize("language", FIVE)
def test_names_broken_at_line_ends(language: str, width: int) -> None:
    text, wanted = participants(language)
    wrapped = "\n".join(textwrap.wrap(text, width))
    read = [(code, re.sub(r"(?<=\S-)\n", "", words).replace("\n", " ")) for code, words in found(wrapped, language)]
    assert read == wanted
    assert any("\n" in words for _, words in found(wrapped, language))


@pytest.mark.parametrize("language", FIVE)
def test_other_print_of_the_same_list(language: str) -> None:
    """Decomposed accents, capitals all through, the other apostrophe and hyphens that do not break."""
    text, wanted = participants(language)
    codes = [code for code, _ in wanted]
    for other in (
        unicodedata.normalize("NFD", text),
        text.upper(),
        text.replace("\u2019", "'"),
        text.replace("'", "\u2019"),
        text.replace("-", "\u2011"),
        text.replace(" ", "\u00a0"),
    ):
        assert [code for code, _ in found(other, language)] == codes


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_texts_that_lost_their_accents(language: str) -> None:
    text, wanted = participants(language)
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    assert [code for code, _ in found(bare, language)] == [code for code, _ in wanted]


def test_signs_of_direction_and_vowels_are_no_part_of_an_arabic_name() -> None:
    text, wanted = participants("ar")
    marked = text.replace("(", "\u200f(").replace("، ", "،\u200f ").replace("عمان", "عُمان").replace("تر", "تـر")
    assert [code for code, _ in found(marked, "ar")] == [code for code, _ in wanted]
    assert found("و\u200fإيران (جمهورية\u200e - الإسلامية)\u200f، وعُـمان", "ar") == [
        ("IRN", "إيران (جمهورية\u200e - الإسلامية)"), ("OMN", "عُـمان")]


# ---- lists set in columns


def cells(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield the number of the table, the offset and the words of each cell, down one column and then the next."""
    start, table, rows = 0, 0, list[list[tuple[int, str]]]()
    for line in [*text.splitlines(keepends=True), ""]:
        if "\t" in line:
            parts, at = list[tuple[int, str]](), start
            for part in line.rstrip("\n").split("\t"):
                parts.append((at, part))
                at += len(part) + 1
            rows.append(parts)
        elif rows:
            for column in zip_longest(*rows, fillvalue=(0, "")):
                yield from (("AB123"[table], offset, words) for offset, words in column if words)
            table, rows = table + 1, []
        start += len(line)


@pytest.mark.parametrize("language", FIVE)
def test_each_cell_of_the_lists_is_the_whole_name_of_one_state(language: str) -> None:
    text = (LISTS / f"status.{language}.txt").read_text(encoding="utf-8")
    index = names.index(tables(), language)
    read = []
    for table, offset, words in cells(text):
        assert text[offset : offset + len(words)] == words
        meant = index.exactly(fold(words).text, "state")
        assert len(meant) == 1, words
        read.append({"list": table, "iso3": iris.local(meant[0].iri), "name_as_written": words})
    wanted = expected(f"status.{language}.csv")
    assert read == wanted
    assert [sum(row["list"] == table for row in wanted) for table in "AB123"] == [170, 44, 36, 5, 3]


def test_the_five_languages_list_the_same_states() -> None:
    lists = {language: sorted((row["list"], row["iso3"]) for row in expected(f"status.{language}.csv"))
             for language in FIVE}
    assert all(rows == lists["en"] for rows in lists.values())


# ---- every name of the table


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_means_two_states(language: str) -> None:
    forms = names.index(tables(), language).forms
    assert not {form: meant for form, meant in forms.items()
                if len({name.iri for name in meant if name.kind == "state"}) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_found_by_each_of_its_names(language: str) -> None:
    for row in STATES:
        forms = (*row.names(language), *row.several(f"forms_{language}"))
        assert forms, row.key
        for form in forms:
            assert found(form, language) == [(row.key, form)]


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("en", "Iran (Islamic Republic of), the Islamic Republic of Iran and Iran", ["IRN", "IRN", "IRN"]),
        ("en", "Bosnia and Herzegovina, Trinidad and Tobago and Zambia", ["BIH", "TTO", "ZMB"]),
        ("en", "the Democratic People’s Republic of Korea (DPRK) and the Republic of Korea", ["PRK", "PRK", "KOR"]),
        ("en", "the Congo, the Democratic Republic of the Congo and the Republic of the Congo", ["COG", "COD", "COG"]),
        ("en", "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("en", "The former Yugoslav Republic of Macedonia and Yugoslavia", ["MKD", "SRB"]),
        ("en", "Serbia and Montenegro", ["SRB"]),
        ("en", "Montenegro and Serbia", ["MNE", "SRB"]),
        ("en", "Cote d'Ivoire, CÔTE D’IVOIRE and Sao Tome and Principe", ["CIV", "CIV", "STP"]),
        ("en", "Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("en", "Nigerian, Omani, Malian and Chadian delegations; Mexicans; Indiana", []),
        ("fr", "l’Iran, d'Irlande, Etats-Unis d'Amérique, ÉMIRATS ARABES UNIS, Egypte", ["IRN", "IRL", "USA", "ARE", "EGY"]),
        ("fr", "la Guinée équatoriale, la Papouasie-Nouvelle-Guinée et la Guinée", ["GNQ", "PNG", "GIN"]),
        ("fr", "l’ex-République yougoslave de Macédoine, la Yougoslavie et la Jamahiriya arabe libyenne",
         ["MKD", "SRB", "LBY"]),
        ("fr", "les délégations nigériane, omanaise et maliennes", []),
        ("es", "la ex República Yugoslava de Macedonia, Swazilandia y el Zaire", ["MKD", "SWZ", "COD"]),
        ("es", "Guinea Ecuatorial, Guinea-Bissau y Papua Nueva Guinea", ["GNQ", "GNB", "PNG"]),
        ("es", "el Reino Unido, los Estados Unidos y Bolivia (Estado Plurinacional de)", ["GBR", "USA", "BOL"]),
        ("es", "los chinos, la dominicana y el cubano", []),
        ("ru", "Соединённое Королевство Великобритании и Северной Ирландии и Соединенные Штаты", ["GBR", "USA"]),
        ("ru", "Папуа – Новая Гвинея, Папуа-Новая Гвинея и Экваториальная Гвинея", ["PNG", "PNG", "GNQ"]),
        ("ru", "представители Гвинеи-Бисау, Нигера и Нигерии", ["GNB", "NER", "NGA"]),
        ("ru", "бывшая югославская Республика Македония, Югославия и Ливийская Арабская Джамахирия",
         ["MKD", "SRB", "LBY"]),
        ("ru", "индийский, мексиканцы, китайская, конголезский", []),
        ("ar", "وعمان، ولبنان، وبالبرازيل، للأردن، فألمانيا", ["OMN", "LBN", "BRA", "JOR", "DEU"]),
        ("ar", "جنوب السودان والسودان، وغينيا الاستوائية وغينيا", ["SSD", "SDN", "GNQ", "GIN"]),
        ("ar", "جمهورية إيران الإسلامية وإيران (جمهورية – الإسلامية)", ["IRN", "IRN"]),
        ("ar", "جمهورية كوريا وجمهورية كوريا الشعبية الديمقراطية", ["KOR", "PRK"]),
        ("ar", "ايران (جمهورية - الاسلامية)، والمانيا واسبانيا وجنوب إفريقيا", ["IRN", "DEU", "ESP", "ZAF"]),
        ("ar", "الهندسة، لبناني، المصرية، وزير، القطرية", []),
    ],
)
def test_names_in_sentences(language: str, text: str, states: list[str]) -> None:
    assert [code for code, _ in found(text, language)] == states


@pytest.mark.parametrize(
    ("language", "text", "things"),
    [
        ("en", "Ratifying States, other States Signatories and the remaining Annex 2 States",
         ["state-group/ratifying-states", "state-group/other-signatory-states", "state-group/remaining-annex-2-states"]),
        ("en", "CONFERENCE ON FACILITATING THE ENTRY INTO FORCE OF THE COMPREHENSIVE NUCLEAR-TEST-BAN TREATY",
         ["series/ctbt-art-xiv"]),
        ("en", "the Provisional Technical Secretariat of the Preparatory Commission and the Secretary-General of the "
               "United Nations", ["organization/provisional-technical-secretariat", "organization/un-secretary-general"]),
        ("fr", "la Commission préparatoire de l’Organisation du Traité d’interdiction complète des essais nucléaires",
         ["organization/ctbto-preparatory-commission"]),
        ("fr", "Conférence visant à faciliter l’entrée en vigueur du Traité d’interdiction complète des essais nucléaires",
         ["series/ctbt-art-xiv"]),
        ("es", "el Tratado de Prohibición Completa de los Ensayos Nucleares y la Unión Europea",
         ["treaty/ctbt", "organization/european-union"]),
        ("ru", "вступление в силу Договора о всеобъемлющем запрещении ядерных испытаний", ["treaty/ctbt"]),
        ("ru", "Генеральному секретарю Организации Объединенных Наций", ["organization/un-secretary-general"]),
        ("ar", "بمعاهدة الحظر الشامل للتجارب النووية", ["treaty/ctbt"]),
        ("ar", "اللجنة التحضيرية لمنظمة معاهدة الحظر الشامل للتجارب النووية",
         ["organization/ctbto-preparatory-commission"]),
    ],
)
def test_other_names(language: str, text: str, things: list[str]) -> None:
    mentions = names.index(tables(), language).find(fold(text).text)
    assert [iris.path_of(name.iri) for mention in mentions for name in mention.names] == things
