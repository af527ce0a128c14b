"""Reads a report in Chinese as secretariats write them, of a body that no table knows; the expectations are by hand."""

from __future__ import annotations

from functools import cache

import treatygraph

TEXT = """WC/SES/2031/7

航道委员会2031年的报告

1. 航道委员会于2031年4月7日至25日在日内瓦举行2031年实质性会议。会议期间，委员会举行了六次全体会议。
2. 委员会在4月7日第12次会议上，通过了临时议程（WC/SES/2031/1），并决定将题为“疏浚”的议程项目4分配给第一工作组。
3. 委员会第12次会议选举佩德罗·罗哈斯(智利)、科菲·门萨(加纳)和李文(中国)为副主席。
4. 委员会第13次会议选举拉尔斯·霍尔姆(挪威)为第一工作组(议程项目4)主席。
5. 在4月8日和9日第14次和第15次会议上，委员会就所有议程项目一般性交换意见。下列国家的代表在一般性交换意见期间发了言：巴西(代表不结盟国家运动)、埃及和日本。
6. 第一工作组于4月9日至24日举行了九次会议。
7. 委员会曾任命肯尼亚和秘鲁为全权证书委员会成员。
8. 委员会将在下届会议上审议疏浚报告（WC/SES/2031/5）。
9. 委员会决定将议程项目5交由第二工作组审议。
10. 会议闭幕后将发布与会者名单。
11. 委员会向主席和秘书处表示感谢。
12. 委员会依照议事规则第4条，任命了由加拿大、爱尔兰和荷兰的代表组成的起草委员会。
13. 截至委员会开会之时，以下3个国家已按照要求的形式，向秘书长提交了代表的正式全权证书：阿根廷、澳大利亚和奥地利。
14. 在4月24日第16次会议上，奥地利、法国和大韩民国代表团作了专题介绍。
15. 挪威代表拉尔斯·霍尔姆以全体一致方式当选为报告员。
16. 委员会审议并以协商一致方式通过了其报告（WC/SES/2031/7）。
17. 委员会在第17次会议上，在议程项目6下听取了佩德罗·罗哈斯的发言。肯尼亚代表也在会上发言。
18. 根据2030年的措施当选为协调员。科菲·门萨在第18次会议上代表报告员发言。
19. 委员会共举行了七次全体会议，收到了下列文件：

WC/SES/2031/1	临时议程草案
WC/SES/2031/2	疏浚报告
"""
TG, ID = "https://w3id.org/treatygraph/ontology#", "https://w3id.org/treatygraph/id/"
CONFERENCE = "document/WC/SES/2031/7/conference"
FIRST_GROUP = f"{CONFERENCE}/organ/第一工作组"


@cache
def report() -> treatygraph.Report:
    return treatygraph.read_text(TEXT, symbol="WC/SES/2031/7", language="zh")


def said(kind: str, prop: str) -> set[tuple[str, str]]:
    """Return (subject, object) of a property of all things of a class, as their local names."""
    rdf = {(t.subject.value, t.predicate.value, t.object.value) for t in report().triples}
    things = {s for s, p, o in rdf if p.endswith("#type") and o == TG + kind}
    return {(s.removeprefix(ID), o.removeprefix(ID).removeprefix(TG)) for s, p, o in rdf
            if s in things and p == TG + prop}


def told(kind: str, prop: str, part: str) -> set[str]:
    """Return what a property says of the things of a class whose IRI ends in words."""
    return {value for iri, value in said(kind, prop) if iri.endswith(part)}


def test_the_title_says_whose_report_it_is_and_a_sentence_its_days() -> None:
    days = {t.object.value for t in report().triples
            if t.subject.value == ID + CONFERENCE and t.predicate.value.endswith(("startDate", "endDate"))}
    assert days == {"2031-04-07", "2031-04-25"}
    names = {t.object.value for t in report().triples
             if t.subject.value == ID + CONFERENCE and t.predicate.value.endswith("#prefLabel")}
    assert names == {"航道委员会"}


def test_persons_are_elected_by_a_meeting_each_with_the_state_in_brackets() -> None:
    holders = {(iri.rpartition("/office/")[2].partition("/")[0], who.rpartition("/")[2])
               for iri, who in said("OfficeHolding", "holder")}
    assert holders == {
        ("ViceChair", "佩德罗·罗哈斯"), ("ViceChair", "科菲·门萨"), ("ViceChair", "李文"),
        ("Chair", "拉尔斯·霍尔姆"), ("Rapporteur", "拉尔斯·霍尔姆"),
        ("CommitteeMember", "CAN"), ("CommitteeMember", "IRL"), ("CommitteeMember", "NLD"),
    }
    represented = {(iri.rpartition("/office/")[2].partition("/")[0], state)
                   for iri, state in said("OfficeHolding", "representing")}
    assert represented == {("ViceChair", "state/CHL"), ("ViceChair", "state/GHA"), ("ViceChair", "state/CHN"),
                           ("Chair", "state/NOR"), ("Rapporteur", "state/NOR")}


def test_the_chair_of_a_group_is_its_own() -> None:
    assert {organ for iri, organ in said("OfficeHolding", "ofOrgan") if "/Chair/" in iri} == {FIRST_GROUP}


def test_meetings_stand_for_their_body() -> None:
    assert told("Decision", "atMeeting", "Election/ViceChair") == {f"{CONFERENCE}/meeting/12"}
    assert {m.rpartition("/")[2] for m, _ in said("Meeting", "ordinal") if "/organ/" not in m} == {
        "12", "13", "14", "15", "16", "17", "18"}


def test_the_same_subject_goes_on_behind_a_comma_or_a_joint() -> None:
    adopted = {iri.removeprefix(f"{CONFERENCE}/") for iri, kind in said("Decision", "decisionType") if kind == "Adoption"}
    assert adopted == {"decision/Adoption/WC/SES/2031/1", "decision/Adoption/WC/SES/2031/7"}
    assert told("Decision", "method", "Adoption/WC/SES/2031/7") == {"ByConsensus"}
    assert told("Act", "matter", "/paragraph/2/act/decide") == {"将题为“疏浚”的议程项目4分配给第一工作组"}


def test_speakers_in_the_exchange_spoke_at_its_meetings_and_for_whom_the_brackets_say() -> None:
    at = {(iri.rpartition("/statement/")[2], meeting.rpartition("/")[2]) for iri, meeting in said("Statement", "atMeeting")}
    assert at == {*((state, n) for state in ("BRA", "EGY", "JPN") for n in ("14", "15")),
                  *((state, "16") for state in ("AUT", "FRA", "KOR")), ("佩德罗·罗哈斯/item/6", "17"), ("KEN", "17"),
                  ("科菲·门萨", "18")}
    whom = {(iri.rpartition("/statement/")[2], whom.rpartition("/")[2]) for iri, whom in said("Statement", "onBehalfOf")}
    assert {speaker for speaker, _ in whom} == {"BRA", "科菲·门萨"}
    assert ("科菲·门萨", "拉尔斯·霍尔姆") in whom


def test_counts_are_of_whose_meetings_they_are() -> None:
    counts = {(iri.partition("/paragraph/")[2].partition("/")[0], value) for iri, value in said("CountStatement", "value")}
    assert counts == {("1", "6"), ("6", "9"), ("13", "3"), ("19", "7")}


def test_wordings_read_what_clauses_leave_of_a_sentence() -> None:
    titles = {t.object.value for t in report().triples
              if t.subject.value == f"{ID}document/WC/SES/2031/2" and t.predicate.value.endswith("/title")}
    assert titles == {"疏浚报告"}


def test_who_speaks_too_spoke_at_the_meeting_and_under_no_item_that_is_told() -> None:
    assert {iri.rpartition("/statement/")[2] for iri, _ in said("Statement", "underItem")} == {"佩德罗·罗哈斯/item/6"}


def test_words_that_no_subject_begins_with_are_elected_to_nothing() -> None:
    assert not [iri for iri, _ in said("Decision", "decisionType") if "Coordinator" in iri]


def test_those_thanked_stand_before_the_verb() -> None:
    acts = {iri: verb for iri, verb in said("Act", "operativeVerb") if "/paragraph/11/" in iri}
    assert set(acts.values()) == {"ExpressAppreciation"}
    assert told("Act", "actor", next(iter(acts)).rpartition("/id/")[2]) == {CONFERENCE}


def test_a_list_behind_a_number_is_listed() -> None:
    listed = {thing for iri, thing in said("Listing", "listed") if "/paragraph/13/" in iri}
    assert listed == {"state/ARG", "state/AUS", "state/AUT"}


def test_what_is_planned_or_was_done_at_another_time_is_no_fact() -> None:
    acts = {iri for kind in ("Act", "Decision") for iri, _ in said(kind, "ofConference")}
    assert not [iri for iri in acts if "/paragraph/7/" in iri or "/paragraph/8/" in iri or "/paragraph/10/" in iri]
    assert not [iri for iri, _ in said("OfficeHolding", "holder") if "KEN" in iri or "PER" in iri]
    words = [finding.words for finding in report().findings]
    for sentence in ("委员会曾任命", "委员会将在下届会议上审议"):
        assert any(sentence in one for one in words), sentence


def test_whom_a_matter_is_given_to_does_nothing_yet() -> None:
    actors = {actor for iri, actor in said("Act", "actor") if "/paragraph/9/" in iri}
    assert not [actor for actor in actors if "第二工作组" in actor]


DECLARATION = """WC/SES/2031/9

《渡口公约》第三次缔约国会议的报告

一. 导言

1. 在2029年5月4日第8次会议上，第二次缔约国会议选举肯尼亚为第三次会议主席。
2. 会议文件清单载于本报告附件二。

二. 审议和通过会议最后文件

A. 宣言

3. 会议通过了宣言（WC/SES/2031/8）。

三. 其他事项

4. 会议闭幕。

附件一

1. 我们，《渡口公约》缔约国，重申我们坚定不移地决心保护各条河流。
2. 我们祝贺日本获得奖项，以表彰其工作，并表彰其成就。
3. 我们欢迎秘鲁最近设立研究小组。
4. 我们强调渡口的重要性，因此敦促所有国家维护渡口。
5. 我们对《渡口公约》的承诺不受影响。
"""


@cache
def declared() -> set[tuple[str, str, str]]:
    found = treatygraph.read_text(DECLARATION, symbol="WC/SES/2031/9", language="zh").triples
    return {(t.subject.value.removeprefix(ID), t.predicate.value.removeprefix(TG), t.object.value.removeprefix(ID))
            for t in found}


def acts(paragraph: str) -> set[str]:
    return {iri.rpartition("/act/")[2].split("-2")[0] for iri, prop, _ in declared()
            if prop == "operativeVerb" and f"/annex/paragraph/{paragraph}/" in iri}


def test_a_heading_is_no_body_and_a_numeral_before_it_is_wider_than_a_letter() -> None:
    assert not [iri for iri, _, _ in declared() if "审议和通过会议" in iri]
    parts = {(iri.rpartition("/section/")[2], value.rpartition("/section/")[2]) for iri, prop, value in declared()
             if prop == "partOf" and "/section/" in iri and "/section/" in value}
    assert {whole for _, whole in parts} == {"2"}


def test_another_session_of_the_series_acts_at_its_own_meeting() -> None:
    assert not [iri for iri, prop, value in declared() if prop == "ordinal" and value in {"8", "3"}]


def test_an_annex_of_a_number_is_that_annex() -> None:
    assert not [iri for iri, prop, value in declared()
                if prop == "cited" and "/paragraph/2/" in iri and value.endswith("/annex")]


def test_a_declaration_says_what_its_verbs_say_and_no_more() -> None:
    assert acts("1") == {"reaffirm"}
    assert acts("2") == {"congratulate/JPN"}
    assert acts("3") == {"welcome"}
    assert acts("4") == {"emphasize", "urge/all-states"}
    assert acts("5") == set()


OF_AN_ORGAN = """WC/SES/2031/10

联合国航道会议

2031年6月9日至13日，日内瓦

全权证书委员会的报告

1. 会议主席在2031年6月9日举行的会议第1次全体会议上提议任命加拿大。
2. 全权证书委员会于2031年6月12日举行了一次会议。
3. 委员会接受备忘录第1段所列各国代表的全权证书。
"""


def test_a_meeting_named_with_the_conference_is_the_conferences_in_the_report_of_an_organ() -> None:
    found = treatygraph.read_text(OF_AN_ORGAN, symbol="WC/SES/2031/10", language="zh").triples
    meetings = {t.subject.value.partition("/conference/")[2] for t in found if t.object.value == TG + "Meeting"}
    assert meetings == {"meeting/1", "organ/credentials-committee/meeting/2031-06-12"}


def test_the_states_listed_somewhere_are_not_all_states() -> None:
    found = treatygraph.read_text(OF_AN_ORGAN, symbol="WC/SES/2031/10", language="zh").triples
    assert not [t for t in found if t.predicate.value == TG + "mentions" and t.object.value.endswith("all-states")]


SET_OUT = """WC/SES/2031/11

航道委员会2031年的报告

1. 在第2次会议上，委员会通过了全权证书委员会报告(WC/SES/2031/8)第9段所载决定草案。
2. 在第3次会议上，委员会通过了WC/SES/2031/9号文件所载准则。
3. 在第4次会议上，委员会通过了载于本报告附件一的宣言。

附件一

宣言

1. 我们欢迎航道的开放。
"""


def test_what_stands_in_a_part_of_a_document_is_decided_on_as_that_part() -> None:
    found = treatygraph.read_text(SET_OUT, symbol="WC/SES/2031/11", language="zh").triples
    decided = {t.object.value.partition("/document/")[2] for t in found if t.predicate.value == TG + "decidedOn"}
    assert decided == {"WC/SES/2031/8/paragraph/9", "WC/SES/2031/9", "WC/SES/2031/11/annex"}
