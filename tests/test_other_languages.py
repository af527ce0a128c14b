"""Reads reports in French, Russian, Spanish and Arabic: the lists are the Chinese report's, the rest is reported.

The texts and the names beside them were written by hand (reports/README.md); the States, symbols and lists expected
are those that the graph of the Chinese report holds.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from rdflib.namespace import DCTERMS
from texts import SYMBOL, read_text

import treatygraph
from treatygraph import iris, vocab
from treatygraph.commands.build_command import build
from treatygraph.facts import (
    Act,
    Conference,
    CountStatement,
    Decision,
    Document,
    Listing,
    Participation,
    Provision,
    StateList,
    Statement,
    StatusAssertion,
)
from treatygraph.find.fold import fold
from treatygraph.language import languages
from treatygraph.model import Iri
from treatygraph.read.sentences import SentenceCutter
from treatygraph.reading.engine import ReadReport
from treatygraph.vocab import tg

FOUR = ("ar", "es", "fr", "ru")
REPORTS = Path(__file__).with_name("reports")
GRAPH = Path(__file__).parents[1] / "data" / "graph" / "ctbt-art-xiv-2021-6.zh.ttl"
CONFERENCE = iris.conference("ctbt-art-xiv", 2021)
REPORT = iris.document(SYMBOL)
UNREAD = frozenset({"unread-sentence", "unread-words"})
FINE = frozenset({"direction-control", "in-no-fact", "kept-in-words", "received-and-adopted", "short-name-without-full",
                  "unidentified-person"})
"""Findings about the letters, about persons and posts that the small files do not read, about what is adopted, and of the accounting."""


@cache
def text(language: str) -> str:
    return (REPORTS / f"ctbt-2021.{language}.txt").read_text(encoding="utf-8")


def report(language: str) -> ReadReport:
    return read_text(text(language), SYMBOL, language)


def rows(name: str) -> list[dict[str, str]]:
    with (REPORTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def chinese() -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(GRAPH)
    return graph


def objects(predicate: str) -> dict[str, str]:
    return {str(s): str(o) for s, o in chinese().subject_objects(rdflib.URIRef(predicate))}


def who(row: dict[str, str]) -> Iri:
    return iris.state(row["iso3"]) if row["iso3"] else iris.thing("organization/european-union")


# ---- the facts


@pytest.mark.parametrize("language", FOUR)
def test_the_participants_are_those_written_down_each_at_its_words(language: str) -> None:
    read = report(language).reading
    found = [(record.participant, str(record.capacity), str(record.stated_in), read.source.quote(record.evidence[0]),
              text(language)[record.evidence[0].start : record.evidence[0].end])
             for record in read.read(Participation)]
    assert found == [
        (who(row), tg(row["capacity"]), iris.part(REPORT, "paragraph", row["paragraph"]), row["name_as_written"],
         row["name_as_written"]) for row in rows(f"ctbt-2021.{language}.participants.csv")]


@pytest.mark.parametrize("language", FOUR)
def test_the_participants_are_those_of_the_chinese_report(language: str) -> None:
    found = {str(r.iri): (str(r.participant), str(r.capacity)) for r in report(language).reading.read(Participation)}
    participant, capacity = objects(tg("participant")), objects(tg("capacity"))
    assert found == {iri: (whom, capacity[iri]) for iri, whom in participant.items()}
    rule = objects(tg("underRule"))
    assert {str(r.iri): str(*r.under_rules) for r in report(language).reading.read(Participation) if r.under_rules} \
        == {iri: rule[iri] for iri in participant if iri in rule}


@pytest.mark.parametrize("language", FOUR)
def test_the_lists_are_those_of_the_chinese_report(language: str) -> None:
    read = report(language).reading
    lists = {str(record.iri) for record in read.read(StateList)}
    assert lists == {str(s) for s in chinese().subjects(rdflib.RDF.type, rdflib.URIRef(tg("StateList")))}
    listed = Counter((str(record.in_list), str(record.listed)) for record in read.read(Listing)
                     if str(record.listed).startswith(iris.ID + "state/"))
    where, what = objects(tg("inList")), objects(tg("listed"))
    assert listed == Counter((where[iri], whom) for iri, whom in what.items() if "/state/" in whom)
    statuses = {(str(r.iri), str(r.state), str(r.status)) for r in read.read(StatusAssertion)}
    state, status = objects(tg("state")), objects(tg("status"))
    assert statuses == {(iri, state[iri], status[iri]) for iri in state if iri in status}


@pytest.mark.parametrize("language", FOUR)
def test_each_list_has_its_states_in_the_order_of_the_text(language: str) -> None:
    read = report(language).reading
    expected = [(row["list"], row["iso3"], row["name_as_written"]) for row in rows(f"lists/status.{language}.csv")]
    numbers = {iris.part(iris.part(REPORT, "annex"), "list", number): mark
               for number, mark in (("A", "A"), ("B", "B"), ("B.1", "1"), ("B.2", "2"), ("B.3", "3"))}
    found = [(numbers[record.in_list], iris.local(record.listed or ""), read.source.quote(record.evidence[0]))
             for record in read.read(Listing) if record.in_list in numbers]
    assert found == expected


@pytest.mark.parametrize("language", FOUR)
def test_the_documents_are_those_of_the_chinese_report(language: str) -> None:
    read = report(language).reading
    where, what = objects(tg("inList")), objects(tg("listed"))
    expected = {thing for iri, thing in what.items() if where[iri] == iris.part(REPORT, "paragraph", "16")}
    paragraph = iris.part(REPORT, "paragraph", "6")
    assert {str(r.listed) for r in read.read(Listing) if r.in_list == paragraph} == expected
    types = objects(tg("documentType"))
    found = {str(r.iri): str(r.document_type) for r in read.read(Document) if r.document_type and str(r.iri) in expected}
    # The Chinese title of the draft declaration ends with the declaration's own name, so that only its symbol tells.
    draft = iris.document("CTBT-Art.XIV/2021/WP.1")
    assert found == {iri: type_ for iri, type_ in types.items() if iri in expected} | {draft: tg("Declaration")}


@pytest.mark.parametrize("language", FOUR)
def test_the_speakers_are_those_written_down(language: str) -> None:
    read = report(language).reading
    found = [(record.speaker, read.source.quote(record.evidence[0])) for record in read.read(Statement)]
    expected = rows(f"ctbt-2021.{language}.speakers.csv")
    assert len(expected) == 59
    assert found == [(iris.state(row["iso3"]), row["name_as_written"]) for row in expected]
    assert {str(speaker) for speaker, _ in found} == {
        speaker for speaker in objects(tg("speaker")).values() if "/state/" in speaker}


@pytest.mark.parametrize("language", FOUR)
def test_header_and_opening(language: str) -> None:
    read = report(language).reading
    own = [record for record in read.read(Document) if record.iri == REPORT]
    assert [r.distribution for r in own if r.distribution] == [
        {"fr": "générale", "es": "general"}.get(language, "General")]
    assert [r.original_language for r in own if r.original_language] == ["en"]
    assert [r.date.lexical for r in own if r.date] == ["2021-09-30"]
    assert [(r.start.lexical, r.end.lexical) for r in read.read(Conference) if r.start and r.end] == [
        ("2021-09-23", "2021-09-24")]
    assert {r.convened_under for r in read.read(Conference) if r.convened_under} == {
        iris.treaty_part(iris.thing("treaty/ctbt"), "article", "XIV")}
    opened = [(r.actors, r.date.lexical if r.date else "") for r in read.read(Act) if r.operative_verb == tg("Open")]
    assert opened == ([((iris.person("izumi-nakamitsu"),), "2021-09-23")] if language in {"es", "fr"} else [])
    assert {r.value for r in read.read(CountStatement)} == {3, 44}


# ---- what is not read


@pytest.mark.parametrize(
    ("language", "unread"),
    [
        ("fr", ["Secrétaire générale adjointe et Haute-Représentante", "M. Ramtane Lamamra", "Nous, États"]),
        ("es", ["Secretaria General Adjunta", "El Sr. Ramtane Lamamra", "Nosotros, los Estados"]),
        ("ru", ["была открыта 23 сентября 2021 года", "На открытии Конференции", "Мы, ратифицировавшие"]),
        ("ar", ["افتتحته في ٢٣ أيلول/سبتمبر ٢٠٢١", "وتكلم في افتتاح المؤتمر", "نحن، الدول المصدقة"]),
    ],
)
def test_what_no_wording_reads_is_reported_and_nothing_else_is(language: str, unread: list[str]) -> None:
    findings = report(language).findings
    reported = [finding for finding in findings if finding.kind in UNREAD]
    assert len(reported) == len(unread)
    for finding, words in zip(reported, unread, strict=True):
        assert finding.words.lstrip(", ").startswith(words)
        span = finding.place.span
        assert text(language)[span.start : span.end] == finding.words
    assert {finding.kind for finding in findings} - UNREAD <= FINE


@pytest.mark.parametrize("language", FOUR)
def test_every_mention_and_record_stands_where_it_says(language: str) -> None:
    read = report(language)
    symbols = {iris.document(f"CTBT-Art.XIV/2021/{number}") for number in (
        "1", "2", "3", "4", "5", "6", "WP.1", "INF.1", "INF.2", "INF.3", "INF.4")}
    named = {thing: text(language)[mention.span.start : mention.span.end]
             for mention in read.mentions for thing in mention.denotes}
    assert symbols <= set(named)
    assert all(str(thing).endswith(named[thing]) for thing in symbols)
    assert any(iris.thing("treaty/ctbt") == thing for thing in named)
    assert read.reading.tree.write() == text(language)


# ---- Arabic: signs of direction, digits, marks


def test_the_arabic_text_holds_what_it_is_to_show() -> None:
    assert {"\u200f", "\u202a", "\u202b", "\u202c"} <= set(text("ar"))
    assert any(unicodedata.name(char, "").startswith("ARABIC-INDIC DIGIT") for char in text("ar"))


@pytest.mark.parametrize(("put", "where"), [("\u200f", "، و"), ("\u200f", "1 - "), ("\u061c", "(")])
def test_more_signs_of_direction_change_offsets_only(put: str, where: str) -> None:
    marked = text("ar").replace(where, put + where)
    read, plain = read_text(marked, SYMBOL, "ar").reading, report("ar").reading
    for kind in (Participation, Listing, StatusAssertion):
        assert [r.iri for r in read.read(kind)] == [r.iri for r in plain.read(kind)]
    shifted = [(r.evidence[0], s.evidence[0])
               for r, s in zip(read.read(Participation), plain.read(Participation), strict=True)]
    assert any(new.start != old.start for new, old in shifted)
    for new, old in shifted:
        assert marked[new.start : new.end].replace(put, "") == text("ar")[old.start : old.end].replace(put, "")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ar", "23 و24 أيلول/سبتمبر 2021\n", "٢٣ و٢٤ أيلول/سبتمبر ٢٠٢١\n"),
        ("ar", "23 و24 أيلول/سبتمبر 2021\n", "من 23 إلى 24 أيلول 2021\n"),
        ("ar", "\n4 - ", "\n٤ - "),
        ("ar", "\n4 - ", "\n4. "),
        ("ar", "وفقاً", "وفقا"),
        ("fr", "23 et 24 septembre 2021\n", "Du 23 au 24 septembre 2021\n"),
        ("fr", "’", "'"),
        ("fr", " :", " :"),
        ("fr", " : ", ": "),
        ("es", "23 y 24 de septiembre de 2021\n", "23 a 24 de septiembre de 2021\n"),
        ("ru", "23 и 24 сентября 2021 года\n", "23–24 сентября 2021 года\n"),
        ("ru", "23 и 24 сентября 2021 года\n", "С 23 по 24 сентября 2021 года\n"),
        ("ru", "до ее открытия", "до её открытия"),
    ],
)
def test_other_print_reads_the_same(language: str, old: str, new: str) -> None:
    assert old in text(language)
    read, plain = (read_text(words, SYMBOL, language).reading
                   for words in (text(language).replace(old, new), text(language)))
    for kind in (Conference, Participation, StatusAssertion, Statement):
        assert sorted(r.iri for r in read.read(kind)) == sorted(r.iri for r in plain.read(kind))
    assert {(r.start, r.end) for r in read.read(Conference)} == {(r.start, r.end) for r in plain.read(Conference)}


def test_signs_and_digits_fold_one_for_one() -> None:
    words = "في ٢٠٢١، و؟"
    folded = fold(words)
    assert folded.text == "في 2021, و?"
    assert [words[start] for start in folded.starts] == list(words)


def test_arabic_sentences_end_at_a_stop_though_no_capital_follows() -> None:
    cutter = SentenceCutter(languages.load("ar").layout)
    words = "افتتح المؤتمر.\u200f وتكلم السيد.\n انظر CTBT-Art.XIV/2021/1 و Add.1."
    assert [words[span.start : span.end] for span in cutter.cut(words)] == [
        "افتتح المؤتمر.", "\u200f وتكلم السيد.", "انظر CTBT-Art.XIV/2021/1 و Add.1."]


# ---- changed copies


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("fr", "l’Albanie, ", "Andorre, "), ("es", "Albania, ", "Andorra, "), ("ru", "Австралия, ", "Алжир, "),
     ("ar", "وإثيوبيا، ", "وألبانيا، ")],
)
def test_a_participant_struck_out_is_gone(language: str, first: str, second: str) -> None:
    head, colon, names = text(language).partition("\u0628\u0639\u062f: " if language == "ar" else {
        "fr": "celle-ci : ", "es": "todavía: ", "ru": "ратифицировали его: "}.get(language, ""))
    assert colon
    struck = head + colon + names.replace(first, "", 1).replace(second, "", 1)
    before = {r.participant for r in report(language).reading.read(Participation)}
    after = {r.participant for r in read_text(struck, SYMBOL, language).reading.read(Participation)}
    assert len(before - after) == 2
    assert not after - before


@pytest.mark.parametrize(
    ("language", "known", "unknown"),
    [("fr", "l’Albanie", "l’Atlantide"), ("es", "Albania,", "Atlántida,"), ("ru", "Албания", "Атлантида"),
     ("ar", "وألبانيا،", "وأطلانتس،")],
)
def test_a_name_that_no_table_knows_is_reported(language: str, known: str, unknown: str) -> None:
    changed = read_text(text(language).replace(known, unknown, 1), SYMBOL, language)
    assert [f.words for f in changed.findings if f.kind == "unknown-name"] == [
        {"fr": "Atlantide", "es": "Atlántida", "ru": "Атлантида", "ar": "أطلانتس"}[language]]
    assert len(list(changed.reading.read(Participation))) == 88


# ---- languages there are and are not


def test_of_a_language_without_a_file_the_layout_is_read_and_those_there_are_are_named() -> None:
    report = treatygraph.read_text(text("fr"), symbol=SYMBOL, language="de")
    doubts = [finding.message for finding in report.findings if finding.kind == "version-in-doubt"]
    assert doubts == ["there are no words for the language 'de', so that nothing but the layout is read; "
                      "there are words for ar, en, es, fr, ru, zh"]
    records = report.read.records
    assert any(isinstance(record, Provision) and record.number == "3" for record in records)
    assert not any(isinstance(record, Participation | Statement | Decision) for record in records)


def test_help_names_the_languages() -> None:
    assert "ar, en, es, fr, ru, zh" in " ".join(CliRunner().invoke(build, ["--help"]).output.split())


@pytest.mark.parametrize("language", FOUR)
def test_each_file_is_small_and_reads_what_it_is_for(language: str) -> None:
    worded = {row.rule for row in languages.load(language).rows}
    assert worded == {"DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "CNF-01", "CNF-02", "PAR-01", "STM-04",
                      "CNT-02", "TBL-01", "LST-01"}


def test_the_chinese_graph_is_the_one_meant() -> None:
    assert (rdflib.URIRef(REPORT), DCTERMS.title, None) in chinese()
    assert str(rdflib.RDF.type) == vocab.TYPE
