"""Rewrites single words of the real report's declaration and expects the same rewriting in the facts."""

from __future__ import annotations

import re

import pytest
from copies import Facts, R, Rewrite, differences, each, read
from texts import report_text

BASE = read(report_text())
A = f"{R}/annex/paragraph"
TG = "https://w3id.org/treatygraph/ontology#"
ORG, GRP = "organization", "state-group"


def verb(old: str, new: str, path: str, concept: str, number: str) -> Rewrite:
    """Another operative verb: the act's IRI and its verb follow."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", concept).lower()
    return Rewrite(f"{number} {old} → {new}", ((old, new),),
                   renames={f"{A}/{number}/act/{path}": f"{A}/{number}/act/{path.replace(path.split('/', maxsplit=1)[0], words)}"},
                   values={f"{A}/{number}/act/{path.replace(path.split('/', maxsplit=1)[0], words)}":
                           {"operative_verb": {TG + concept}}})


def addressee(old: str, new: str, path: str, to: str, number: str, again: str = "") -> Rewrite:
    """Another addressee: the act's IRI and its addressee follow, and an act that goes back to the same addressee."""
    first, _, before = path.partition("/")
    acts = {f"{A}/{number}/act/{word}/{before}": f"{A}/{number}/act/{word}/{to.rpartition('/')[2]}"
            for word in (first, again) if word}
    return Rewrite(f"{number} {old} → {new}", ((old, new),), renames=acts,
                   values={act: {"addressees": {to}} for act in acts.values()},
                   gone=(f"{A}/{number}/count/{before}-8",) if again else ())


REWRITES = [
    Rewrite("1 other declaring groups", (("我们，批准国，连同其他签署国，", "我们，签署国，连同非签署国，"),),
            values={iri: {"actors": {f"{GRP}/signatory-states", f"{GRP}/non-signatory-states"}}
                    for iri, says in BASE.items() if ("actors", f"{GRP}/other-signatory-states") in says}),
    Rewrite("1 one day", (("于 2021 年 9 月 23 日和 24 日举行会议", "于 2021 年 9 月 23 日举行会议"),),
            values={f"{A}/1/act/meet": {"date": {"2021-09-23"}}}),
    Rewrite("1 another anniversary", (("2021 年 9 月恰逢《全面禁核试条约》二十五周年", "2021 年 9 月 24 日恰逢《全面禁核试条约》三十周年"),),
            renames={"event/ctbt-25th-anniversary": "event/ctbt-30th-anniversary"},
            values={"event/ctbt-30th-anniversary": {"date": {"2021-09-24"}},
                    f"{A}/1/count/years-since-opening-for-signature-25": {"rule": {"CNT-01"}}},
            new=(f"{A}/1/count/years-since-opening-for-signature-30",)),
    verb("。我们申明，一项", "。我们强调，一项", "affirm", "Emphasize", "1"),
    verb("我们深感关切，在", "我们回顾，在", "express-concern", "Recall", "1"),
    verb("并敦促各国在最高政治级别继续", "并呼吁各国在最高政治级别继续", "urge/all-states", "CallUpon", "1"),
    addressee("并敦促各国在最高政治级别继续", "并敦促非签署国在最高政治级别继续", "urge/all-states", f"{GRP}/non-signatory-states", "1"),
    Rewrite("2 another organ", (("联合国大会(联大)最近在 A/RES", "联合国安全理事会最近在 A/RES"),),
            values={f"{A}/2/act/express-support": {"actors": {f"{ORG}/un-security-council"}}}, open=("Act",)),
    Rewrite("2 another method", (("建议以协商一致方式获得通过", "建议以表决方式获得通过"),),
            values={"conference/npt-review-2010/decision/Adoption/npt-review-2010/conclusions-and-recommendations":
                    {"method": {f"{TG}ByVote"}}}),
    Rewrite("2 another year of review", (("缔约国 2010 年审议大会结论和后续", "缔约国 2000 年审议大会结论和后续"),),
            new=("conference/npt-review-2000",
                 "conference/npt-review-2000/decision/Adoption/npt-review-2000/conclusions-and-recommendations"),
            gone=("conference/npt-review-2010/decision/Adoption/npt-review-2010/conclusions-and-recommendations",),
            open=("Citation", "Document", "Act", "Conference")),
    Rewrite("2 other places", (("在维也纳、日内瓦和纽约举行的 2020 年", "在纽约和维也纳举行的 2020 年"),),
            values={"event/npt-review-2020-preparatory-process": {"locations": {"place/new-york", "place/vienna"}}},
            open=("Act",)),
    Rewrite("2 a process of another year", (("举行的 2020 年不扩散条约审议大会筹备进程", "举行的 2015 年不扩散条约审议大会筹备进程"),),
            parts={"npt-review-2020": "npt-review-2015"}),
    Rewrite("2 opened in another year", (("1996 年《全面禁核试条约》开放供签署以来", "1995 年《全面禁核试条约》开放供签署以来"),),
            values={"event/ctbt-opening-for-signature": {"date": {"1995"}}}),
    verb("我们赞赏全面禁核试条约组织筹备委员执行秘书", "我们支持全面禁核试条约组织筹备委员执行秘书", "appreciate", "Support", "3"),
    Rewrite("4 another action", (("古巴签署和批准《条约》", "印度签署《条约》"),),
            parts={"event/ctbt-signature-cub": "event/ctbt-signature-ind"}, gone=("event/ctbt-ratification-cub",),
            values={"event/ctbt-signature-ind": {"involves": {"state/IND", "treaty/ctbt"}, "recorded_as": set()}},
            swaps={f"{A}/4/act/recognize": {"state/CUB": "state/IND", "event/ctbt-ratification-cub": "state/IND"}}),
    Rewrite("4 another State ratifies", (("科摩罗联盟批准", "几内亚批准"),),
            parts={"event/ctbt-ratification-com": "event/ctbt-ratification-gin"},
            values={"event/ctbt-ratification-gin": {"involves": {"state/GIN", "treaty/ctbt"}, "recorded_as": set()}},
            swaps={f"{A}/4/act/recognize": {"state/COM": "state/GIN"}}),
    addressee("我们敦促《全面禁核试条约》必须得到其批准才能生效的余下八个附件 2 国家（列于附录）",
              "我们敦促《全面禁核试条约》必须得到其批准才能生效的核武器国家（列于附录）",
              "urge/remaining-annex-2-states", f"{GRP}/nuclear-weapon-states", "4", again="call-upon"),
    verb("因此，我们乐于鼓励这些国家", "因此，我们乐于吁请这些国家", "encourage/non-signatory-states", "CallUpon", "4"),
    verb("我们遗憾地注意到，自", "我们满意地注意到，自", "note-with-regret", "NoteWithSatisfaction", "6"),
    verb("我们坚定地回顾所有", "我们回顾所有", "recall-firmly", "Recall", "6"),
    Rewrite("7 tests of another State", (("曾谴责朝鲜民主主义人民共和国（朝鲜）自 2006", "曾谴责印度自 1974"),),
            parts={"event/nuclear-tests-prk": "event/nuclear-tests-ind", "nuclear-tests-prk-6": "nuclear-tests-ind-6"},
            values={"event/nuclear-tests-ind": {"involves": {"state/IND"}, "not_before": {"1974"}}},
            swaps={f"{A}/7/act/{act}": {"state/PRK": "state/IND"} for act in ("condemn", "recall")}),
    Rewrite("7 announced in another month", (("朝鲜 2018 年 4 月关于", "朝鲜 2017 年 11 月关于"),),
            parts={"event/statement-prk-2018-04": "event/statement-prk-2017-11"},
            values={"event/statement-prk-2017-11": {"date": {"2017-11"}}}),
    Rewrite("7 announced on a day by another", (("朝鲜于 2020 年 1 月发表声明", "巴基斯坦于 2020 年 1 月 9 日发表声明"),),
            parts={"event/statement-prk-2020-01": "event/statement-pak-2020-01-09"},
            values={"event/statement-pak-2020-01-09": {"date": {"2020-01-09"}, "involves": {"state/PAK"}}},
            swaps={f"{A}/7/act/note": {"state/PRK": "state/PAK"}, f"{A}/7/act/announce/2": {"state/PRK": "state/PAK"}}),
    addressee("我们呼吁朝鲜签署和批准", "我们呼吁印度签署和批准", "call-upon/PRK", "state/IND", "7"),
    Rewrite("7 two addressees", (("我们呼吁朝鲜签署和批准", "我们呼吁朝鲜和印度签署和批准"),),
            values={f"{A}/7/act/call-upon/PRK": {"addressees": {"state/PRK", "state/IND"}}}),
    Rewrite("8 another exercise", (("从 2014 年在约旦成功举行的综合实地演练", "从 2022 年在斯洛伐克举行的综合实地演练"),),
            parts={"event/integrated-field-exercise-2014": "event/integrated-field-exercise-2022"},
            values={"event/integrated-field-exercise-2022": {"date": {"2022"}, "locations": {"state/SVK"}}},
            swaps={f"{A}/8/act/note-with-satisfaction": {"state/JOR": "state/SVK"}}),
    Rewrite("8 another session", (("筹备委员会第十九届会议核定", "筹备委员会第五十五届会议核定"),),
            parts={"ctbto-preparatory-commission-session-19": "ctbto-preparatory-commission-session-55"}),
    Rewrite("8 under another article", (("根据其第十四条生效", "根据其第二条生效"),),
            parts={f"{A}/8/citation/treaty/ctbt/article/XIV": f"{A}/8/citation/treaty/ctbt/article/II"},
            values={f"{A}/8/citation/treaty/ctbt/article/II": {"cited": {"treaty/ctbt/article/II"}}},
            swaps={f"{A}/8/act/look-forward": {"treaty/ctbt/article/XIV": "treaty/ctbt/article/II"}},
            new=("treaty/ctbt/article/II",)),
    Rewrite("8 founded in another year", (("1996 年设立筹备委员会的决议", "1997 年设立筹备委员会的决议"),),
            parts={"founding-resolution/1996": "founding-resolution/1997"},
            values={"document/ctbto-preparatory-commission/founding-resolution/1997": {"date": {"1997"}},
                    f"{A}/8/act/establish": {"date": {"1997"}}}),
    verb("- (c) 鼓励批准国继续", "- (c) 敦促批准国继续", "encourage/ratifying-states", "Urge", "10(c)"),
    verb("- (d) 建立一份", "- (d) 考虑一份", "establish", "Consider", "10(d)"),
    addressee("- (e) 鼓励余下附件 2 国家", "- (e) 鼓励非签署国", "encourage/remaining-annex-2-states", f"{GRP}/non-signatory-states", "10(e)"),
    addressee("- (g) 鼓励各国积极", "- (g) 鼓励签署国积极", "encourage/all-states", f"{GRP}/signatory-states", "10(g)"),
    Rewrite("10(g) set up by another organ", (("联合国大会第 A/RES/64/35 号决议设立", "联合国安全理事会第 A/RES/64/35 号决议设立"),),
            values={f"{A}/10(g)/act/establish": {"actors": {f"{ORG}/un-security-council"}}},
            swaps={f"{A}/10(g)/act/encourage/all-states":
                   {f"{ORG}/un-general-assembly": f"{ORG}/un-security-council"}}),
    addressee("- (i) 吁请筹备委员会为", "- (i) 吁请临时技秘处为", "call-upon/ctbto-preparatory-commission",
              f"{ORG}/provisional-technical-secretariat", "10(i)"),
    verb("- (j) 吁请筹备委员会继续", "- (j) 请筹备委员会继续", "call-upon/ctbto-preparatory-commission", "Request", "10(j)"),
    verb("- (k) 请临时技秘处继续", "- (k) 鼓励临时技秘处继续", "request/provisional-technical-secretariat", "Encourage", "10(k)"),
    addressee("- (l) 请临时技秘处继续", "- (l) 请区域协调员继续", "request/provisional-technical-secretariat",
              f"{ORG}/regional-coordinators", "10(l)"),
    verb("- (n) 重申需要", "- (n) 承认需要", "reaffirm", "Recognize", "10(n)"),
    addressee("- (o) 鼓励各国参与", "- (o) 鼓励印度参与", "encourage/all-states", "state/IND", "10(o)"),
]


@pytest.mark.parametrize("rewrite", REWRITES, ids=[rewrite.id for rewrite in REWRITES])
def test_declaration(rewrite: Rewrite) -> None:
    assert rewrite.differences(BASE, read(rewrite.copy(report_text()))) == []


@pytest.mark.parametrize(("first", "second"), [("b", "m"), ("c", "k"), ("e", "f"), ("i", "o")])
def test_two_measures_change_places(first: str, second: str) -> None:
    """Each measure's acts follow it to its new letter."""
    lines = report_text().split("\n")
    places = {line[3]: at for at, line in enumerate(lines) if at > 110 and re.match(r"- \([a-o]\) ", line)}
    one, other = lines[places[first]][6:], lines[places[second]][6:]
    lines[places[first]], lines[places[second]] = f"- ({first}) {other}", f"- ({second}) {one}"
    swap = {first: second, second: first}

    def change(words: str) -> str:
        return re.sub(rf"{re.escape(A)}/10\(([a-z])\)", lambda m: f"{A}/10({swap.get(m.group(1), m.group(1))})", words)

    def acts(found: Facts) -> Facts:
        return {iri: says for iri, says in found.items() if iri.startswith(f"{A}/10(") and "/act/" in iri}

    assert differences(acts(read("\n".join(lines))), acts(each(BASE, change))) == []
