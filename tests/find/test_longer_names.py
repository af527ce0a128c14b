"""Checks that words which only hold a State's name are no mention of it, and that names turned round are read whole."""

from __future__ import annotations

import pytest
from texts import tables

from treatygraph import iris
from treatygraph.find import names
from treatygraph.find.fold import fold


def states(language: str, text: str) -> list[str]:
    """Return the codes of the States that a text names, in order."""
    mentions = names.index(tables(), language).find(fold(text).text)
    return [iris.local(name.iri) for mention in mentions for name in mention.of_kind("state")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Northern Ireland, New Mexico, the Niger Delta, Lake Chad, the Gulf of Guinea and the Jordan River"),
        ("en", "the Japan Atomic Energy Agency, the Korea Institute, the United States Institute of Peace"),
        ("en", "the former Yugoslavia, the German Democratic Republic, Democratic Yemen, American Samoa"),
        ("en", "100 United States dollars; Taiwan Province of China; Eastern Ukraine"),
        ("fr", "l’Irlande du Nord, le golfe de Guinée, 100 dollars des États-Unis, l'ex-Yougoslavie"),
        ("es", "Irlanda del Norte, el golfo de México, 100 dólares de los Estados Unidos"),
        ("ru", "Северной Ирландии, 100 долл. США, дельте Нигера"),
        ("ar", "أيرلندا الشمالية، نهر الأردن"),
        ("zh", "印度洋、北爱尔兰、发展中国家、拉美国家、沿海地区、捷克斯洛伐克、马里兰、几内亚湾"),
        ("zh", "9月22日本会议、十二日本次会议、前南斯拉夫、审议过程中国际社会"),
    ],
)
def test_words_that_hold_a_name_are_no_mention(language: str, text: str) -> None:
    assert states(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "South Sudan, Papua New Guinea, North Macedonia and the Republic of South Africa", ["SSD", "PNG", "MKD", "ZAF"]),
        ("en", "the United Kingdom of Great Britain and Northern Ireland and Ireland", ["GBR", "IRL"]),
        ("en", "Japan and the Korea Institute", ["JPN"]),
        ("en", "Trinidad and Tobago and the Russian Federation", ["TTO", "RUS"]),
        ("zh", "大不列颠及北爱尔兰联合王国、爱尔兰、中国、日本、印度、海地", ["GBR", "IRL", "CHN", "JPN", "IND", "HTI"]),
        ("zh", "22日日本代表发言", ["JPN"]),
    ],
)
def test_the_name_itself_beside_such_words_is_one(language: str, text: str, found: list[str]) -> None:
    assert states(language, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iran, Islamic Republic of, Chile and Togo", ["IRN", "CHL", "TGO"]),
        ("Congo, Democratic Republic of the, Congo and Chad", ["COD", "COG", "TCD"]),
        ("Korea, Republic of; Korea, Democratic People’s Republic of", ["KOR", "PRK"]),
        ("Chile, Republic of Korea and Peru", ["CHL", "KOR", "PER"]),
        ("Chile, Republic of the Congo", ["CHL", "COG"]),
        ("Gambia (the), Bahamas (The), Netherlands (Kingdom of the), Niger, the", ["GMB", "BHS", "NLD", "NER"]),
        ("Gambia, the Netherlands", ["GMB", "NLD"]),
        ("Tanzania, United Republic of, Venezuela, Bolivarian Republic of", ["TZA", "VEN"]),
    ],
)
def test_inverted_names_and_lists_that_only_look_so(text: str, found: list[str]) -> None:
    assert states("en", text) == found


@pytest.mark.parametrize("apostrophe", "'’‘´`ʼ′")
def test_any_apostrophe(apostrophe: str) -> None:
    assert states("en", f"Côte d{apostrophe}Ivoire and Lao People{apostrophe}s Democratic Republic") == ["CIV", "LAO"]
    assert states("fr", f"l{apostrophe}Iran et la Côte d{apostrophe}Ivoire") == ["IRN", "CIV"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", "Республике Корея, Королевством Бельгия, в Исламской Республике Иран, Ботсваной, Египте",
         ["KOR", "BEL", "IRN", "BWA", "EGY"]),
        ("ru", "Соединённым Королевством, Нидерландам, Кыргызской Республикой", ["GBR", "NLD", "KGZ"]),
        ("zh", "美国、英国、俄罗斯、韩国、朝鲜、联合王国、伊朗、扎伊尔、刚果（金）", ["USA", "GBR", "RUS", "KOR", "PRK", "GBR", "IRN", "COD", "COD"]),
        ("zh", "德意志聯邦共和國、烏克蘭、緬甸、剛果民主共和國", ["DEU", "UKR", "MMR", "COD"]),
        ("fr", "la République d’Angola, Corée (République de), la Gambie (la)", ["AGO", "KOR", "GMB"]),
        ("es", "el Reino de Bélgica, la República Oriental del Uruguay", ["BEL", "URY"]),
        ("ar", "لجمهورية أنغولا، ومملكة البحرين", ["AGO", "BHR"]),
        ("en", "Swaziland, Zaire, Cape Verde, Burma, Guinea Bissau, DR Congo, St. Lucia", ["SWZ", "COD", "CPV", "MMR", "GNB", "COD", "LCA"]),
    ],
)
def test_formal_former_declined_and_everyday_names(language: str, text: str, found: list[str]) -> None:
    assert states(language, text) == found
