"""Reads a short report of another body in Chinese, whose conference no table knows, by its clauses."""

from __future__ import annotations

from functools import cache

import treatygraph

TEXT = """《渡口公约》缔约国会议

2024年5月6日至8日

《渡口公约》缔约国第三次会议的报告

一. 组织事项

1. 下列缔约国出席了会议：肯尼亚、挪威、秘鲁和日本。
2. 巴西以观察员身份出席了会议。
3. 在5月6日第1次会议上，会议以鼓掌方式选举挪威的代表担任会议主席。
4. 会议还选出肯尼亚和秘鲁为副主席。
5. 会议设立了起草委员会，由下列国家的代表组成：日本、肯尼亚和秘鲁。
6. 日本的代表当选为起草委员会主席。
7. 起草委员会举行了两次会议。

二. 会议的工作

8. 在第2次会议上，下列国家的代表作了发言：日本、挪威和秘鲁。
9. 在第3次会议上，会议注意到秘书处的报告（FC/MSP/2024/2）。
10. 会议没有通过工作计划（FC/MSP/2024/3）。
11. 会议将在下次会议上审议该项目。
12. 会议请秘书处编写一份研究报告。
13. 会议通过报告（FC/MSP/2024/4）后，主席宣布会议闭幕。
14. 主席说，会议通过了宣言（FC/MSP/2024/5）。
15. 会议通过的宣言（FC/MSP/2024/6）由挪威提出。
"""
TG, ID = "https://w3id.org/treatygraph/ontology#", "https://w3id.org/treatygraph/id/"
CONFERENCE = "document/FC/MSP/2024/9/conference"


@cache
def report() -> treatygraph.Report:
    return treatygraph.read_text(TEXT, symbol="FC/MSP/2024/9", language="zh")


def said(kind: str, name: str) -> set[tuple[str, str]]:
    """Return (local IRI, value) of a property of the things of a class."""
    things = {t.subject.value for t in report().triples if getattr(t.object, "value", "") == TG + kind}
    return {(t.subject.value.removeprefix(ID).removeprefix(CONFERENCE + "/"),
             str(getattr(t.object, "value", t.object)).removeprefix(ID).removeprefix(TG))
            for t in report().triples if t.subject.value in things and t.predicate.value.rsplit("#", 1)[-1] == name}


def test_who_took_part_in_which_capacity() -> None:
    assert said("Participation", "capacity") == {
        ("participation/KEN", "StateParty"), ("participation/NOR", "StateParty"), ("participation/PER", "StateParty"),
        ("participation/JPN", "StateParty"), ("participation/BRA", "ObserverState")}


def test_offices_are_of_the_body_that_they_are_named_with() -> None:
    holders = {(iri.split("/")[1], who) for iri, who in said("OfficeHolding", "holder")}
    assert holders == {("President", "state/NOR"), ("VicePresident", "state/KEN"), ("VicePresident", "state/PER"),
                       ("CommitteeMember", "state/JPN"), ("CommitteeMember", "state/KEN"),
                       ("CommitteeMember", "state/PER"), ("Chair", "state/JPN")}
    of_organ = {iri for iri, _ in said("OfficeHolding", "ofOrgan")}
    assert {iri for iri, _ in said("OfficeHolding", "holder")} - of_organ == {
        "office/President/NOR", "office/VicePresident/KEN", "office/VicePresident/PER"}


def test_speakers_spoke_at_the_meeting_named() -> None:
    meeting = f"{CONFERENCE}/meeting/2"
    assert said("Statement", "atMeeting") == {("statement/JPN", meeting), ("statement/NOR", meeting), ("statement/PER", meeting)}


def test_only_what_is_asserted_is_decided() -> None:
    decided = {what for _, what in said("Decision", "decidedOn") if what.startswith("document/FC/MSP/2024/")
               and "/conference/" not in what}
    assert decided == {"document/FC/MSP/2024/2"}
    assert said("Decision", "decisionType") >= {("decision/TakingNote/paragraph-9-FC/MSP/2024/2", "TakingNote")}


def test_a_request_is_addressed_to_whom_it_names() -> None:
    assert said("Act", "addressee") == {
        ("document/FC/MSP/2024/9/paragraph/12/act/request/secretariat",
         "document/FC/MSP/2024/9/conference/organ/secretariat")}


def test_a_committee_counts_its_own_meetings() -> None:
    assert ("document/FC/MSP/2024/9/paragraph/7/count/meetings-2", "2") in said("CountStatement", "value")


def test_what_is_not_read_is_reported() -> None:
    told = [finding.words for finding in report().findings]
    for words in ("会议没有通过工作计划", "会议将在下次会议上审议该项目", "会议通过报告", "主席说"):
        assert any(words in one for one in told), words
