"""Rewords single sentences of the Chinese report and expects what the new words say: the same facts, others, or a
finding on the words; never something else in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from copies import C, Facts, R, differences, each, facts, replaced
from texts import read_text, report_text

from treatygraph.model import Severity

BASE = facts(read_text(report_text()))
A = f"{R}/annex/paragraph"
TG = "https://w3id.org/treatygraph/ontology#"
GRP, ORG = "state-group", "organization"
REST, OUT = f"{GRP}/remaining-annex-2-states", f"{GRP}/non-signatory-states"


@dataclass(frozen=True)
class Case:
    """Old words, new ones, and what follows: facts that go or come, values of properties, words a finding is on.

    `gone` and `new` are IRIs (new ones with some of their values); `values` gives all values of a property of a thing;
    `loose` are things that may change as they like, because the case is not about them.
    """

    id: str
    old: str
    text: str
    gone: tuple[str, ...] = ()
    new: Mapping[str, Mapping[str, set[str | int]]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, set[str | int]]] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    reported: str = ""
    info: str = ""


def unrules(found: Facts) -> Facts:
    """Leave out which rule read a fact: another wording may be read by another."""
    return {iri: frozenset(p for p in says if p[0] not in {"rule", "text"}) for iri, says in found.items()}


ELECTED = "会议以鼓掌方式选举意大利和南非担任会议主席一职。"
VICE = "依照议事规则第 6 条，会议选举肯尼亚、荷兰和西班牙的代表担任会议副主席。"
COMMITTEE = "会议应主席的提议，依照议事规则第 4 条，设立了一个由加拿大、爱尔兰、肯尼亚、纳米比亚和荷兰的代表组成的全权证书委员会。"
REPORT = "在第三次全体会议上，会议在议程项目 11 下通过了全权证书委员会的报告（CTBT-Art.XIV/2021/5）。"
SHAHID = "联合国大会主席阿卜杜拉·沙希德先生在会议第一次全体会议上致辞。"
FLOYD = "在同一次会议上，全面禁核试条约组织筹备委员会执行秘书罗伯特·弗洛伊德先生在议程项目 5 下做了发言。"
TESTS = "自 2006 年以来进行的六次核试验"
OTHERS = "鼓励余下附件 2 国家在自愿基础上"
COUNTS = "我们欣见 185 个国家已经签署以及 170 个国家已经批准了《全面禁核试条约》，"
SIX = f"{A}/7/count/nuclear-tests-prk-6"
ASKED = f"{A}/10(e)/act/encourage"
MOLEKANE = "南非常驻全面禁核试组织代表 Rapulane Sydney Molekane 先生代表潘多尔部长主持了第二次全体会议。"
ADOPTED = f"{C}/decision/Adoption/CTBT-Art.XIV/2021"

CASES = [
    # counts and their bounds
    Case("counts, signed and ratified in turn", COUNTS, "我们欣见已有 185 个国家签署了《全面禁核试条约》、170 个国家批准了《全面禁核试条约》，"),
    Case("counts of signatories and ratifiers", COUNTS, "我们欣见现有 185 个签署国，已有 170 个国家批准《全面禁核试条约》，",
         loose=(f"{A}/4/act/welcome",)),
    Case("years, not quite", "开放供签署已超过 25 年", "开放供签署已不到 25 年",
         values={f"{A}/4/count/years-since-opening-for-signature-25": {"bound": {TG + "LessThan"}}}),
    Case("remaining ones, worded otherwise", "余下八个附件 2 国家", "其余的八个附件 2 国家"),
    Case("facilities", "（该系统目前有 302 个[‡]经核证设施）", "（该系统目前有 302 个[‡]已获核证的台站）"),
    # restricted groups
    Case("those that have yet to ratify", OTHERS, "鼓励还没有批准《条约》的附件 2 国家在自愿基础上"),
    Case("those of them that have yet to sign", OTHERS, "鼓励尚未签署《条约》的附件 2 国家在自愿基础上",
         gone=(f"{ASKED}/remaining-annex-2-states",), loose=(ASKED,), reported="尚未签署《条约》的附件 2 国家"),
    Case("those with a reactor", OTHERS, "鼓励拥有研究堆的附件 2 国家在自愿基础上",
         gone=(f"{ASKED}/remaining-annex-2-states",), loose=(ASKED,), reported="拥有研究堆的附件 2 国家"),
    Case("some of them", OTHERS, "鼓励部分批准国在自愿基础上",
         gone=(f"{ASKED}/remaining-annex-2-states",), loose=(ASKED,), reported="部分批准国"),
    Case("their coordinators", OTHERS, "鼓励批准国的议会在自愿基础上",
         gone=(f"{ASKED}/remaining-annex-2-states",), loose=(ASKED,), reported="批准国的议会"),
    Case("all that have not signed", OTHERS, "鼓励所有还没有签署《条约》的国家在自愿基础上",
         renames={f"{ASKED}/remaining-annex-2-states": f"{ASKED}/non-signatory-states"},
         values={f"{ASKED}/non-signatory-states": {"addressees": {OUT}}}),
    Case("every signatory", "鼓励批准国继续其指派协调员", "鼓励各签署国继续其指派协调员",
         renames={f"{A}/10(c)/act/encourage/ratifying-states": f"{A}/10(c)/act/encourage/signatory-states"},
         values={f"{A}/10(c)/act/encourage/signatory-states": {"addressees": {f"{GRP}/signatory-states"}}},
         loose=(f"{A}/10(c)/act/encourage/signatory-states",)),
    Case("nobody known is meant by these", "我们欣见有机会能与非签署国尤其是附件 2 国家开展合作。", "我们欣见有机会能与捐助国开展合作。",
         gone=(f"{A}/4/act/encourage/non-signatory-states",), loose=(f"{A}/4/act/encourage", f"{A}/4/act/welcome/3"),
         reported="这些国家作为观察员"),
    # negation, plans, wishes
    Case("no commitment", "我们坚定地回顾所有核武器国家承诺迅速批准《全面禁核试条约》，", "我们遗憾地注意到，没有任何核武器国家承诺迅速批准《全面禁核试条约》，",
         gone=(f"{A}/6/act/commit", f"{A}/6/act/recall-firmly"), loose=(f"{A}/6/act/note-with-regret/2",),
         info="核武器国家承诺迅速批准《全面禁核试条约》"),
    Case("a commitment wished for", "我们坚定地回顾所有核武器国家承诺迅速批准《全面禁核试条约》，", "我们期待核武器国家承诺迅速批准《全面禁核试条约》，",
         gone=(f"{A}/6/act/commit", f"{A}/6/act/recall-firmly"), loose=(f"{A}/6/act/look-forward",),
         info="核武器国家承诺迅速批准《全面禁核试条约》"),
    Case("not adopted", REPORT, "在第三次全体会议上，会议没有通过全权证书委员会的报告（CTBT-Art.XIV/2021/5）。",
         gone=(f"{ADOPTED}/5",), info="会议没有通过"),
    Case("adopted, somebody said", "在同一次会议上，会议通过了其报告，", "主席说，会议通过了其报告，", gone=(f"{ADOPTED}/6",),
         reported="主席说"),
    # tests, exercises, treaty actions
    Case("tests, one after another", TESTS, "自 2006 年以来陆续进行的六次地下核试验"),
    Case("tests, at least", TESTS, "2006 年以来进行的至少六次核试验", values={SIX: {"bound": {TG + "AtLeast"}}}),
    Case("tests, condemned by the international community", "我们回顾我们曾谴责朝鲜", "我们回顾国际社会一再谴责朝鲜",
         values={f"{A}/7/act/condemn": {"actors": {f"{ORG}/international-community"}}}, loose=(f"{A}/7/act/recall",)),
    Case("exercise", "借鉴从 2014 年在约旦成功举行的综合实地演练中吸取的经验教训", "借鉴从在约旦举办的 2014 年综合实地演练中吸取的经验教训"),
    Case("exercise to come", "从 2014 年在约旦成功举行的综合实地演练中吸取", "从将于 2014 年在约旦举行的综合实地演练中吸取",
         gone=("event/integrated-field-exercise-2014",), loose=(f"{A}/8/act/note-with-satisfaction",),
         info="2014 年在约旦举行的综合实地演练"),
    Case("ratified on a day", "我们欣见各国普遍加入《条约》方面取得的进展", "我们欣见汤加于 2021 年 3 月 4 日批准了《条约》",
         new={"event/ctbt-ratification-ton": {"date": {"2021-03-04"}, "involves": {"state/TON", "treaty/ctbt"}}},
         loose=(f"{A}/4/act/welcome/2",)),
    # resolutions
    Case("resolution by number", "在 A/RES/75/87 号决议中表达了", "在第 75/87 号决议中表示了"),
    Case("day set up by a resolution", "联合国大会第 A/RES/64/35 号决议设立的", "联合国大会第 64/35 号决议确立的"),
    # who and when
    Case("he, of two", "两人曾担任2019年上一次会议的主席", "她曾担任2019年上一次会议的主席",
         gone=tuple(f"conference/ctbt-art-xiv-2019/office/{office}/{who}" for office in ("President", "Coordinator")
                    for who in ("heiko-maas", "ramtane-lamamra")), reported="她曾担任2019年上一次会议的主席"),
    Case("three, of two", "两人曾担任2019年上一次会议的主席", "三人曾担任2019年上一次会议的主席",
         gone=tuple(f"conference/ctbt-art-xiv-2019/office/{office}/{who}" for office in ("President", "Coordinator")
                    for who in ("heiko-maas", "ramtane-lamamra")), reported="三人曾担任2019年上一次会议的主席"),
    Case("meetings from the first to the third", "在其第一次、第二次和第三次全体会议上，", "在会议第一次到第三次全体会议上，"),
    Case("same meeting", FLOYD, FLOYD.replace("同一次会议", "同次全体会议").replace("做了发言", "发了言")),
    # elections
    Case("elected as", ELECTED, "会议以鼓掌方式推选意大利和南非出任会议主席。"),
    Case("were elected", ELECTED, "意大利和南非以鼓掌方式被选为会议主席。"),
    Case("vice-presidents, were elected", VICE, "按照议事规则第 6 条，肯尼亚、荷兰和西班牙的代表当选担任会议副主席。"),
    Case("the chair of a committee", COMMITTEE, COMMITTEE + "爱尔兰的代表当选为全权证书委员会主席。",
         new={f"{C}/office/Chair/IRL;credentials-committee": {"holder": {"state/IRL"}}},
         loose=(f"{C}/decision/Election/Chair-paragraph-13",)),
    Case("committee set up of", COMMITTEE, "会议根据主席的建议，按照议事规则第 4 条，成立了全权证书委员会，其成员由下列国家的代表组成：加拿大、爱尔兰、肯尼亚、纳米比亚和荷兰。"),
    Case("on a State's proposal", COMMITTEE, COMMITTEE.replace("主席的提议", "挪威代表的建议"),
         values={f"{R}/paragraph/13/act/propose": {"actors": {"state/NOR"}}}),
    # adoptions
    Case("adopted in principle", "会议在议程项目 6 下通过了《促进", "会议在议程项目 6 下原则上通过了《促进", gone=(f"{ADOPTED}/6/annex",),
         reported="原则上通过了"),
    Case("adopted by consensus", "会议通过了其议事规则（CTBT-Art.XIV/2021/1 和 Add.1）。",
         "会议协商一致通过了 CTBT-Art.XIV/2021/1 和 Add.1 号文件所载的议事规则。".replace("协商一致", "经协商一致"),
         values={f"{ADOPTED}/1": {"method": {TG + "ByConsensus"}}}),
    Case("noted", REPORT, "在第三次全体会议上，会议在议程项目 11 下表示注意到全权证书委员会的报告（CTBT-Art.XIV/2021/5）。",
         gone=(f"{ADOPTED}/5",),
         new={f"{C}/decision/TakingNote/paragraph-26-CTBT-Art.XIV/2021/5": {"under_items": {f"{C}/agenda-item/11"}}}),
    # who took part and spoke
    Case("observer", "依照议事规则第40条，以下其他国家出席了会议：巴基斯坦。", "依照议事规则第40条，巴基斯坦以观察员身份列席了会议。"),
    Case("heard", SHAHID, "会议在第一次全体会议上听取了联合国大会主席阿卜杜拉·沙希德先生的致辞。"),
    Case("speakers in the exchange", "下列与会国的代表作了发言：", "以下国家的代表在一般性交换意见过程中做了发言："),
    Case("a State speaks", FLOYD, FLOYD + "在第二次全体会议上，挪威代表在议程项目 9 下作了发言。",
         new={f"{C}/statement/NOR/item/9": {"speaker": {"state/NOR"}, "at_meetings": {f"{C}/meeting/2"}}},
         loose=(f"{C}/statement/heiko-maas/item/1", f"{C}/statement/ramtane-lamamra/item/1", f"{R}/paragraph/22/act/present")),
    Case("a presiding told the other way round", MOLEKANE, "第二次全体会议随后由南非常驻全面禁核试组织代表 Rapulane Sydney Molekane 先生代表潘多尔部长主持。"),
    Case("more items", "项目 1 和 2 的审议", "项目 1 至 3 的审议",
         values={f"{C}/meeting/1/presiding/izumi-nakamitsu": {"under_items": {f"{C}/agenda-item/{n}" for n in (1, 2, 3)}}}),
    Case("intends to ask", "主席告知会议其打算请作为《条约》保存人的联合国秘书长将《最后宣言》尽快转发给所有国家。",
         "主席通知会议，主席拟请作为《条约》保存人的联合国秘书长尽早将《最后宣言》转发给所有国家。"),
    Case("opened on a Thursday", "（以下称“会议”）于2021年9月23日由", "（下称“会议”）于2021年9月23日星期四由"),
    # the declaration's verbs
    Case("concern about", "我们深感关切，在《全面禁核试条约》开放供签署二十五年之后，《条约》生效的前景仍不明朗。",
         "我们对《全面禁核试条约》开放供签署二十五年之后《条约》生效的前景仍不明朗表示关切。"),
    Case("urged too", "我们呼吁朝鲜签署和批准《全面禁核试条约》。", "我们呼吁朝鲜签署和批准《全面禁核试条约》，并鼓励其履行承诺。",
         new={f"{A}/7/act/encourage/PRK": {"addressees": {"state/PRK"}}}),
    Case("heading of a list", "2. 《条约》附件 2 所列国家中已签署但未批准《条约》国", "2. 列于《条约》附件 2 并已签署但尚未批准《条约》的国家",
         loose=(f"{R}/annex/list/B.2",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rewording(case: Case) -> None:
    report = read_text(replaced(report_text(), case.old, case.text))
    found = unrules(facts(report))
    wanted = unrules(each(BASE, lambda iri: case.renames.get(iri, iri)))
    gone = {*case.gone, *case.loose}
    wanted = {iri: says for iri, says in wanted.items() if iri not in case.gone}
    for iri, properties in case.values.items():
        kept = {pair for pair in wanted.get(iri, frozenset()) if pair[0] not in properties}
        wanted[iri] = frozenset(kept | {(name, value) for name, values in properties.items() for value in values})
    for iri, properties in case.new.items():
        assert iri in found, f"{iri} is not in the graph"
        for name, values in properties.items():
            assert {v for p, v in found[iri] if p == name} == values
    wrong = [line for line in differences(found, wanted)
             if not any(f"  {iri}  " in line for iri in (*gone, *case.new)) and not _follows(line, case)]
    assert not wrong, "\n".join(wrong)
    for iri in case.gone:
        assert iri not in found, f"{iri} is in the graph all the same"
    if case.reported:
        warned = [f.words for f in report.findings if f.severity is not Severity.INFO]
        assert any(case.reported in words or (words in case.text and case.reported in case.text) for words in warned), warned
    if case.info:
        assert any(f.kind == "not-asserted" and case.info in f.words for f in report.findings)


def _follows(line: str, case: Case) -> bool:
    """Tell whether a difference is a mere consequence: a citation, a mention or a name told of in the changed words."""
    iri = line.split("  ")[-2].strip()
    about = ("/citation/", "person/", "event/") if case.gone or case.new or case.loose or case.values else ("person/",)
    pointing = any(f" {thing}" in line.replace("decided_on ", " ") for thing in case.gone)
    return any(part in iri for part in about) or pointing
