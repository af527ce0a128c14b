"""Reads one report of an imaginary body, written in five languages: the facts must be the same in each.

The texts and the expectations were written by hand (reports/README.md); persons are told by the State they represent,
as each language writes their names in letters of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from treatygraph import read_text
from treatygraph.facts import (
    Act,
    Citation,
    CountStatement,
    Decision,
    Meeting,
    OfficeHolding,
    Participation,
    Statement,
)
from treatygraph.report import Report

LANGUAGES = ("en", "fr", "es", "ru", "ar")
SYMBOL = "MLC/CONF.3/7"
REPORTS = Path(__file__).with_name("reports")


@cache
def report(language: str) -> Report:
    return read_text((REPORTS / f"lakes-2031.{language}.txt").read_text(encoding="utf-8"), symbol=SYMBOL,
                     language=language)


def short(thing: object) -> str:
    """Return the last words of an IRI, of an office holder the office."""
    return str(thing).rpartition("/id/")[2].rpartition("#")[2].removeprefix(f"document/{SYMBOL}/")


def several(things: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(short(thing) for thing in things))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_took_part(language: str) -> None:
    found = {(short(r.participant), short(r.capacity or "")) for r in report(language).read.reading.read(Participation)}
    assert found == {("state/CHE", ""), ("state/CHL", ""), ("state/JPN", ""), ("state/KEN", ""), ("state/NPL", ""),
                     ("organization/european-union", "InvitedOrganization"), ("organization/wmo", "InvitedOrganization")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_held_which_office(language: str) -> None:
    found = {(short(r.office), *(several(r.representing) or several([r.holder])), short(r.of_organ or ""))
             for r in report(language).read.reading.read(OfficeHolding)}
    assert found == {("President", "state/CHE", ""), ("Rapporteur", "state/JPN", ""), ("VicePresident", "state/CHL", ""),
                     ("VicePresident", "state/KEN", ""), ("VicePresident", "state/NPL", "")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_decided_at_which_meeting(language: str) -> None:
    found = {(short(r.decision_type), *several(r.at_meetings), *(t for t in several(r.decided_on) if "MLC" in t),
              short(r.method or ""), short(r.of_organ or "")) for r in report(language).read.reading.read(Decision)}
    assert found == {
        ("Election", "conference/meeting/1", "", ""),
        ("Adoption", "conference/meeting/2", "document/MLC/CONF.3/1", "ByConsensus", ""),
        ("TakingNote", "conference/meeting/3", "document/MLC/CONF.3/4", "", ""),
        ("Adoption", "conference/meeting/4", "document/MLC/CONF.3/6", "", ""),
        ("Adoption", "document/MLC/CONF.3/2", "", "conference/organ/credentials-committee"),
    }
    elections = [r for r in report(language).read.reading.read(Decision) if short(r.decision_type) == "Election"]
    assert sorted(len(r.decided_on) for r in elections) == [1, 1, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_which_days_the_meetings_were_held(language: str) -> None:
    dated = {(r.ordinal, r.date.lexical) for r in report(language).read.reading.read(Meeting) if r.date and r.ordinal}
    assert dated == {(1, "2031-05-12"), (2, "2031-05-13"), (3, "2031-05-13"), (4, "2031-05-14")}
    assert {(short(r.counts), r.value) for r in report(language).read.reading.read(CountStatement)} == {
        ("concept/plenary-meetings", 4)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_spoke_under_which_item(language: str) -> None:
    found = {(short(r.speaker), *several(r.at_meetings), *several(r.under_items))
             for r in report(language).read.reading.read(Statement)}
    assert found == {("state/CHL", "conference/meeting/2", "conference/agenda-item/5"),
                     ("state/JPN", "conference/meeting/2", "conference/agenda-item/5")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done_by_whom(language: str) -> None:
    acts = [r for r in report(language).read.reading.read(Act) if short(r.operative_verb) != "Open"]
    assert {(short(r.operative_verb), *several(r.actors), *several(r.at_meetings))
            for r in acts} == {
        ("Decide", "conference", "conference/meeting/4"),
        ("Invite", "conference", "conference/meeting/4"),
        ("Recall", "conference"),
        ("Adopt", "organization/conference-on-disarmament"),
    }
    opened = [r for r in report(language).read.reading.read(Act) if short(r.operative_verb) == "Open"]
    assert [len(r.actors) for r in opened] == [1]
    assert all("/person/" in r.actors[0] for r in opened)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cited(language: str) -> None:
    found = {(short(r.citing_provision), short(r.cited)) for r in report(language).read.reading.read(Citation)}
    assert found == {("paragraph/6", "document/MLC/CONF.3/1"), ("paragraph/9", "document/MLC/CONF.3/4"),
                     ("paragraph/12", "document/MLC/CONF.3/5"), ("paragraph/13", "document/MLC/CONF.3/6"),
                     ("paragraph/14", "document/S/RES/1540%20(2004)"), ("paragraph/16", "document/MLC/CONF.3/2")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_denied_is_reported_and_nothing_else_is_left(language: str) -> None:
    findings = report(language).findings
    assert [f.kind for f in findings if f.kind == "not-asserted"] == ["not-asserted"]
    assert not [f.words for f in findings if f.kind == "unread-sentence"]


# ---- sentences that differ by little


def read_sentence(language: str, sentence: str) -> Report:
    """Read the report's header with one paragraph below it."""
    text = (REPORTS / f"lakes-2031.{language}.txt").read_text(encoding="utf-8")
    mark = "1 - " if language == "ar" else "1. "
    return read_text(text[: text.index("\n" + mark)] + f"\n{mark}{sentence}\n", symbol=SYMBOL, language=language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le document MLC/CONF.3/3 a été adopté."),
        ("fr", "Les documents MLC/CONF.3/3 ont ensuite été adoptés par consensus."),
        ("es", "Se aprobó el documento MLC/CONF.3/3."),
        ("es", "Fue aprobado el documento MLC/CONF.3/3."),
        ("es", "Aprobó la Conferencia el documento MLC/CONF.3/3."),
        ("ru", "Был принят документ MLC/CONF.3/3."),
        ("ru", "Документ MLC/CONF.3/3 был принят."),
        ("ru", "Приняла Конференция документ MLC/CONF.3/3."),
        ("ar", "واعتمد المؤتمر الوثيقة MLC/CONF.3/3."),
    ],
)
def test_other_orders_of_words_say_the_same(language: str, sentence: str) -> None:
    found = [(short(r.decision_type), several(r.decided_on))
             for r in read_sentence(language, sentence).read.reading.read(Decision)]
    assert found == [("Adoption", ("document/MLC/CONF.3/3",))]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le rapport que la Conférence a adopté sera publié."),
        ("fr", "La Conférence adoptera le document MLC/CONF.3/3."),
        ("fr", "La Conférence devrait adopter le document MLC/CONF.3/3."),
        ("fr", "La Conférence d’examen a adopté le document MLC/CONF.3/3."),
        ("fr", "La Conférence s’est ouverte le 12 mai 2031."),
        ("fr", "Aucune délégation n’a adopté le document MLC/CONF.3/3."),
        ("es", "El informe que aprobó la Conferencia se publicará."),
        ("es", "La Conferencia no ha aprobado el documento MLC/CONF.3/3."),
        ("es", "La Conferencia aprobará el documento MLC/CONF.3/3."),
        ("es", "La Conferencia de Examen aprobó el documento MLC/CONF.3/3."),
        ("ru", "Доклад, который приняла Конференция, будет издан."),
        ("ru", "Конференция примет документ MLC/CONF.3/3."),
        ("ru", "Конференцию приняла столица."),
        ("ru", "Конференция экспертов приняла документ MLC/CONF.3/3."),
        ("ar", "افتتح المؤتمر في 12 أيار/مايو 2031."),
        ("ar", "وسيعتمد المؤتمر الوثيقة MLC/CONF.3/3."),
        ("ar", "وسيصدر التقرير الذي اعتمد المؤتمر فقراته."),
        ("ar", "واعتمد المؤتمر الاستعراضي الوثيقة MLC/CONF.3/3."),
        ("ar", "وقد يعتمد المؤتمر الوثيقة MLC/CONF.3/3."),
        ("ar", "وقرر رئيس اللجنة تأجيل الجلسة."),
    ],
)
def test_what_did_not_happen_or_others_did_is_no_decision_of_the_body(language: str, sentence: str) -> None:
    read = read_sentence(language, sentence)
    assert not list(read.read.reading.read(Decision))
    assert not [r for r in read.read.reading.read(Act) if "conference" in several(r.actors)]
    assert [f.kind for f in read.findings if f.kind in {"unread-sentence", "unread-words", "not-asserted"}]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La Conférence a élu Président M. Jean Roy, Vice-Présidents le Chili et le Kenya."),
        ("fr", "La Conférence du désarmement a élu Président M. Jean Roy (France)."),
        ("es", "La Conferencia eligió al Sr. Juan Rey (España) Tesorero."),
        ("ru", "Казначеем был избран г-н Иван Петров (Казахстан)."),
        ("ar", "وانتخب السيد كريم حداد (لبنان) رئيسا."),
    ],
)
def test_an_office_in_doubt_is_nobodys(language: str, sentence: str) -> None:
    assert not list(read_sentence(language, sentence).read.reading.read(OfficeHolding))


def test_a_verb_joined_to_another_may_have_a_subject_of_its_own_behind_it() -> None:
    """"… and the representative of Japan asked …" is no act of the Conference, nor a part of what it adopted."""
    read = read_sentence("ar", "واعتمد المؤتمر الوثيقة MLC/CONF.3/3 وطلب ممثل اليابان إدراج بند.")
    assert [r.matter.text for r in read.read.reading.read(Decision) if r.matter] == ["الوثيقة MLC/CONF.3/3"]
    assert not list(read.read.reading.read(Act))
    assert [f.kind for f in read.findings if f.kind == "unread-words"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "À la 4e séance, le 14 mai, la Conférence a adopté le document MLC/CONF.3/3."),
        ("es", "En la cuarta sesión, el 14 de mayo, la Conferencia aprobó el documento MLC/CONF.3/3."),
        ("ru", "На четвертом заседании 14 мая Конференция приняла документ MLC/CONF.3/3."),
        ("ru", "На 4-м заседании, состоявшемся 14 мая, Конференция приняла документ MLC/CONF.3/3."),
        ("ar", "وفي الجلسة الرابعة، في 14 أيار/مايو، اعتمد المؤتمر الوثيقة MLC/CONF.3/3."),
    ],
)
def test_a_meeting_may_have_its_day_in_many_ways(language: str, sentence: str) -> None:
    read = read_sentence(language, sentence).read.reading
    assert {(r.ordinal, r.date.lexical) for r in read.read(Meeting) if r.date} == {(4, "2031-05-14")}
    assert [several(r.at_meetings) for r in read.read(Decision)] == [("conference/meeting/4",)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La Conférence a créé une commission de vérification des pouvoirs composée des États suivants : Chili et Népal."),
        ("es", "La Conferencia estableció una Comisión de Verificación de Poderes integrada por los siguientes Estados: Chile y "
               "Nepal."),
        ("ru", "Конференция учредила Комитет по проверке полномочий в составе следующих государств: Непал и Чили."),
        ("ar", "وأنشأ المؤتمر لجنة وثائق التفويض مؤلفة من الدول التالية: شيلي ونيبال."),
    ],
)
def test_a_committee_has_the_members_named(language: str, sentence: str) -> None:
    found = {(short(r.office), *several([r.holder]), short(r.of_organ or ""))
             for r in read_sentence(language, sentence).read.reading.read(OfficeHolding)}
    organ = "conference/organ/credentials-committee"
    assert found == {("CredentialsCommitteeMember", "state/CHL", organ), ("CredentialsCommitteeMember", "state/NPL", organ)}


def test_joined_verbs_share_their_subject() -> None:
    for language, sentence in (
        ("fr", "La Conférence a adopté le document MLC/CONF.3/3 et rappelé la résolution 1540 (2004)."),
        ("es", "La Conferencia aprobó el documento MLC/CONF.3/3 y recordó la resolución 1540 (2004)."),
        ("ru", "Конференция приняла документ MLC/CONF.3/3 и напомнила резолюцию 1540 (2004)."),
        ("ar", "واعتمد المؤتمر الوثيقة MLC/CONF.3/3 وأشار إلى القرار 1540 (2004)."),
    ):
        acts = [(short(r.operative_verb), *several(r.actors)) for r in read_sentence(language, sentence).read.reading.read(Act)]
        assert acts == [("Recall", "conference")], language
