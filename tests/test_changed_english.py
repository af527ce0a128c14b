"""Changes words of the English reports and expects just what the change says: which facts go, come or say otherwise.

Each change names the things that differ from the unchanged report, and the findings that it adds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest
from copies import Facts, differences, facts, replaced
from test_english_reports import REPORTS
from texts import read_text

from treatygraph.reading.engine import ReadReport

REPORT = REPORTS[0]
C, R = "conference/ctbt-art-xiv-1999", "document/CTBT-Art.XIV/1999/5"
P = f"{C}/participation/"
TAIL = "Uzbekistan, Venezuela and Viet Nam."


def read(text: str) -> ReadReport:
    return read_text(text, REPORT.symbol, "en")


@cache
def base() -> Facts:
    return facts(REPORT.read)


ACCOUNTING = {"in-no-fact", "kept-in-words"}


def found(report: ReadReport) -> Counter[str]:
    return Counter(f"{one.kind} @ {one.words}" for one in report.findings if one.kind not in ACCOUNTING)


@dataclass(frozen=True)
class Change:
    """Words replaced (each stands once), the IRIs that differ afterwards, and the findings that are new."""

    id: str
    words: tuple[tuple[str, str], ...]
    differ: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def copy(self) -> str:
        text = REPORT.text
        for old, new in self.words:
            text = replaced(text, old, new)
        return text


NUMBER = "number-differs-from-list @ 92"
UNCHANGED = (
    Change("a final comma before the last name", (("Venezuela and Viet Nam.\n", "Venezuela, and Viet Nam.\n"),)),
    Change("a doubled space within a name", (("Panama, Peru, the Philippines, Poland, Portugal,",
                                              "Panama, Peru, the  Philippines, Poland,  Portugal,"),)),
    Change("a name broken over two lines", (("Thailand, the former Yugoslav Republic of Macedonia, Turkey, Ukraine, the "
                                             "United Kingdom of Great Britain and Northern Ireland, the United States "
                                             "of America, Uz", "Thailand, the former Yugoslav\nRepublic of Macedonia, "
                                             "Turkey, Ukraine, the United Kingdom of Great Britain\nand Northern "
                                             "Ireland, the United States of America, Uz"),)),
    Change("names without their articles", (("Denmark, Egypt, El Salvador, Estonia, Finland, France, Germany, Greece, "
                                             "Guatemala, Guinea-Bissau, the Holy See,", "Denmark, Egypt, El Salvador, "
                                             "Estonia, Finland, France, Germany, Greece, Guatemala, Guinea-Bissau, Holy "
                                             "See,"),)),
    Change("a full name inverted with brackets", (("Bangladesh, Belarus, Belgium, Bolivia,", "Bangladesh, Belarus, "
                                                   "Belgium, Bolivia (Plurinational State of),"),),
           findings=("several-spellings @ Bolivia (Plurinational State of)",)),
)
CHANGES = (
    Change("a State is removed", (("Jordan, Kazakhstan, Kenya, Kuwait, the Lao", "Jordan, Kazakhstan, Kuwait, the Lao"),),
           (P + "KEN",), (NUMBER,)),
    Change("a State that spoke is removed", (("Finland, France, Germany, Greece,", "Finland, France, Greece,"),),
           (P + "DEU",), (NUMBER, "absent-from-participants @ Germany")),
    Change("a State is added", (("Ukraine, the United Kingdom of Great Britain and Northern Ireland, the United States of "
                                 "America, Uz", "Ukraine, the United Kingdom of Great Britain and Northern Ireland, the "
                                 "United Republic of Tanzania, the United States of America, Uz"),), (P + "TZA",), (NUMBER,)),
    Change("a State is replaced", (("Kenya, Kuwait, the Lao", "Kenya, Lebanon, the Lao"),), (P + "KWT", P + "LBN")),
    Change("three names with joining words of their own at the end",
           ((TAIL, "Uzbekistan, Bosnia and Herzegovina, Trinidad and Tobago and Zambia."),),
           (P + "BIH", P + "TTO", P + "ZMB", P + "VEN", P + "VNM"), (NUMBER, "absent-from-participants @ Viet Nam")),
    Change("a State nobody knows", (("Poland, Portugal, the Republic of Korea, the Republic of Moldova, Romania, the "
                                     "Russian Federation, Senegal,", "Poland, Portugal, the Republic of Korea, the Republic "
                                     "of Moldova, Romania, Ruritania, the Russian Federation, Senegal,"),), (),
           ("unknown-name @ Ruritania", NUMBER)),
    Change("a State nobody knows at the end", ((TAIL, "Uzbekistan, Venezuela, Viet Nam and Ruritania."),), (),
           ("unknown-name @ Ruritania", NUMBER)),
    Change("a wrong number", (("The following 92 States,", "The following 93 States,"),),
           (f"{R}/paragraph/3/count/listed-participants-92", f"{R}/paragraph/3/count/listed-participants-93"),
           ("number-differs-from-list @ 93",)),
    Change("a wrong number in a list within a sentence", (("ratified the Treaty (15):", "ratified the Treaty (16):"),),
           (), ("number-differs-from-list @ 16",)),
    Change("a wrong number of speakers", (("the following 55 States", "the following 54 States"),), (),
           ("number-differs-from-list @ 54",)),
    Change("another total", (("We note that 154 States", "We note that 155 States"),),
           (f"{R}/annex/paragraph/3/count/signatory-states-154", f"{R}/annex/paragraph/3/count/signatory-states-155")),
    Change("another day of a meeting", (("At the fourth plenary meeting, on 8 October 1999,",
                                         "At the fourth plenary meeting, on 7 October 1999,"),), (f"{C}/meeting/4",)),
    Change("another item", (("At the same meeting, under agenda item 12,", "At the same meeting, under agenda item 15,"),),
           (f"{C}/agenda-item/12", f"{C}/agenda-item/15", f"{C}/statement/Philippa%20Ansdell-Roy/item/12",
            f"{C}/statement/Philippa%20Ansdell-Roy/item/15")),
    Change("other officers", (("Hungary, the Republic of Korea and South Africa as Vice",
                               "Hungary, Mongolia and South Africa as Vice"),),
           (f"{C}/office/VicePresident/KOR", f"{C}/office/VicePresident/MNG", f"{C}/decision/Election/VicePresident")),
    Change("another rule of procedure", (("in accordance with rule 5 of", "in accordance with rule 7 of"),),
           ("document/CTBT-Art.XIV/1999/1/rule/5", "document/CTBT-Art.XIV/1999/1/rule/7",
            f"{C}/decision/Election/VicePresident",
            *(f"{C}/office/VicePresident/{iso}" for iso in ("AUT", "BRA", "GNB", "HUN", "KOR", "ZAF")))),
    Change("another person, with two hyphens", (("Ms. Philippa Ansdell-Roy made", "Ms. Jean-Marie Ansdell-Roy made"),),
           (f"{R}/person/Philippa%20Ansdell-Roy", f"{R}/person/Jean-Marie%20Ansdell-Roy",
            f"{C}/statement/Philippa%20Ansdell-Roy/item/12", f"{C}/statement/Jean-Marie%20Ansdell-Roy/item/12"),
           ("unidentified-person @ Jean-Marie Ansdell-Roy",), ("unidentified-person @ Philippa Ansdell-Roy",)),
    Change("a person behind an honorific nobody knows", (("Ms. Philippa Ansdell-Roy made", "Rabbi Philippa Ansdell made"),),
           (f"{R}/person/Philippa%20Ansdell-Roy", f"{C}/statement/Philippa%20Ansdell-Roy/item/12"),
           ("unread-sentence @ At the same meeting, under agenda item 12, Rabbi Philippa Ansdell made a statement on "
            "behalf of the non-governmental organizations attending the Conference.",),
           ("unidentified-person @ Philippa Ansdell-Roy",)),
)


@pytest.mark.parametrize("change", [*UNCHANGED, *CHANGES], ids=[change.id for change in (*UNCHANGED, *CHANGES)])
def test_change(change: Change) -> None:
    report = read(change.copy())
    differ = {line.split()[1] for line in differences(facts(report), base())}
    assert differ == set(change.differ)
    before, after = found(REPORT.read), found(report)
    assert after - before == Counter(change.findings)
    assert before - after == Counter(change.gone)


def test_quotation_marks_and_apostrophes_change_nothing() -> None:
    curly = replaced(REPORT.text, '"the Conference"', "“the Conference”").replace("'", "’")
    report = read(curly)
    assert differences(facts(report), base()) == []


def test_semicolons_between_the_names_change_nothing() -> None:
    start = REPORT.text.index("Algeria, Argentina,")
    end = REPORT.text.index(".", start)
    report = read(REPORT.text[:start] + REPORT.text[start:end].replace(", ", "; ") + REPORT.text[end:])
    assert differences(facts(report), base()) == []
    assert found(report) == found(REPORT.read)


def test_another_symbol_of_a_document() -> None:
    text = REPORT.text.replace("CTBT-Art.XIV/1999/4", "CTBT-Art.XIV/1999/9")
    lines = differences(facts(read(text)), base())
    assert {line.split()[1] for line in lines} == {
        path.replace("/4", number) for number in ("/4", "/9") for path in (
            "document/CTBT-Art.XIV/1999/4", f"{C}/decision/Adoption/CTBT-Art.XIV/1999/4",
            f"{R}/paragraph/15/listing/CTBT-Art.XIV/1999/4", f"{R}/paragraph/23/citation/document/CTBT-Art.XIV/1999/4")}


def test_another_president() -> None:
    """Neither name is one that the tables know, so that all that differs is the name."""
    text = REPORT.text.replace("Mr. Masahiko Koumura", "Ms. Aino Virtanen-Kaski")
    other = REPORT.text.replace("Mr. Masahiko Koumura", "Ms. Saga Lindholm-Moe")
    renamed: Facts = {}
    for iri, says in facts(read(other)).items():
        change = ("Saga%20Lindholm-Moe", "Aino%20Virtanen-Kaski")
        renamed[iri.replace(*change)] = frozenset(
            (name, value.replace(*change) if isinstance(value, str) else value) for name, value in says)
    assert differences(facts(read(text)), renamed) == []


def test_another_letter_of_a_measure() -> None:
    report = read(replaced(REPORT.text, " - (h) Encourage", " - (j) Encourage"))
    annex = f"{R}/annex/paragraph/7"
    assert {line.split()[1] for line in differences(facts(report), base())} == {
        f"{annex}/act/take-measures", f"{annex}(h)", f"{annex}(h)/act/encourage", f"{annex}(j)",
        f"{annex}(j)/act/encourage"}
    assert [line.split()[0] for line in found(report) - found(REPORT.read)] == ["numbering-out-of-order"]
