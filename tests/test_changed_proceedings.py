"""Rewrites single words of the real report's paragraphs 1 to 27 and expects the same rewriting in the facts."""

from __future__ import annotations

import pytest
from copies import C, R, Rewrite, read
from texts import report_text

BASE = read(report_text())
RULES = "document/CTBT-Art.XIV/2021/1/rule"
TG = "https://w3id.org/treatygraph/ontology#"
VICE = tuple(f"{C}/office/VicePresident/{iso}" for iso in ("ESP", "KEN", "NLD"))
BASED_ON_DECIDING = ("Election/President", "Adoption/CTBT-Art.XIV/2021/1", "Adoption/CTBT-Art.XIV/2021/2",
                     "Election/VicePresident", "Establishment/credentials-committee", "Confirmation/Secretary",
                     "Admission/InvitedOrganization")
SPEAKERS = [iri for iri in BASE if iri.startswith(f"{C}/statement/") and iri.endswith("/item/8")]


def meeting(number: int) -> str:
    return f"{C}/meeting/{number}"


def item(number: int) -> str:
    return f"{C}/agenda-item/{number}"


APPLY = f"{R}/paragraph/15/act/apply/secretariat-of-the-conference"

REWRITES = [
    Rewrite("1 opened a day later", (("于2021年9月23日由", "于2021年9月24日由"),),
            values={f"{R}/paragraph/1/act/open": {"date": {"2021-09-24"}}}),
    Rewrite("1 opened by another", (("由联合国副秘书长兼裁军事务高级代表中满泉女士", "由联合国副秘书长兼裁军事务高级代表海科·马斯先生"),),
            values={f"{R}/paragraph/1/act/open": {"actors": {"person/heiko-maas"}}},
            renames={f"{C}/post/izumi-nakamitsu/united-nations": f"{C}/post/heiko-maas/united-nations"},
            open=("PostHolding", "Presiding", "Statement", "Person", "Act")),
    Rewrite("1 under another article", (("《全面禁核试条约》）第十四条召开", "《全面禁核试条约》）第十二条召开"),),
            values={C: {"convened_under": {"treaty/ctbt/article/XII"}},
                    f"{R}/paragraph/1/act/open": {"mentions": {C, "treaty/ctbt/article/XII"}}},
            renames={f"{R}/paragraph/1/citation/treaty/ctbt/article/XIV": f"{R}/paragraph/1/citation/treaty/ctbt/article/XII"},
            new=("treaty/ctbt/article/XII", f"{R}/paragraph/1/citation/treaty/ctbt/article/XII")),
    Rewrite("2 another meeting", (("沙希德先生在会议第一次全体会议上致辞", "沙希德先生在会议第二次全体会议上致辞"),),
            values={f"{C}/statement/abdulla-shahid": {"at_meetings": {meeting(2)}}}),
    Rewrite("2 another office", (("两人曾担任2019年上一次会议的主席", "两人曾担任2019年上一次会议的副主席"),),
            parts={"ctbt-art-xiv-2019/office/President": "ctbt-art-xiv-2019/office/VicePresident"},
            values={f"conference/ctbt-art-xiv-2019/office/VicePresident/{who}": {"office": {f"{TG}VicePresident"}}
                    for who in ("heiko-maas", "ramtane-lamamra")}),
    Rewrite("2 another measure", (("措施10(c)当选", "措施9(e)当选"),),
            values={f"conference/ctbt-art-xiv-2019/office/Coordinator/{who}":
                    {"under_rules": {"document/CTBT-Art.XIV/2019/6/annex/paragraph/9(e)"}}
                    for who in ("heiko-maas", "ramtane-lamamra")},
            open=("Citation", "Measure", "Paragraph")),
    Rewrite("2 swapped speakers", (("阿尔及利亚外交部长拉姆丹·拉马拉先生和德国联邦外交部长海科·马斯先生",
                                    "德国联邦外交部长海科·马斯先生和阿尔及利亚外交部长拉姆丹·拉马拉先生"),)),
    Rewrite("2 swapped States", (("阿尔及利亚外交部长拉姆丹·拉马拉先生和德国联邦外交部长海科·马斯先生",
                                  "德国联邦外交部长拉姆丹·拉马拉先生和阿尔及利亚外交部长海科·马斯先生"),),
            renames={f"{C}/post/ramtane-lamamra/DZA": f"{C}/post/ramtane-lamamra/DEU",
                     f"{C}/post/heiko-maas/DEU": f"{C}/post/heiko-maas/DZA"},
            values={f"{C}/post/ramtane-lamamra/DEU": {"representing": {"state/DEU"}},
                    f"{C}/post/heiko-maas/DZA": {"representing": {"state/DZA"}}}),
    Rewrite("4 another rule", (("议事规则第40条", "议事规则第45条"),), parts={"/rule/40": "/rule/45"},
            values={f"{RULES}/45": {"number": {"45"}}}),
    Rewrite("5 another organisation", (("政府间组织出席了会议：欧洲联盟。", "政府间组织出席了会议：欧盟委员会。"),),
            renames={f"{C}/participation/european-union": f"{C}/participation/european-commission"},
            values={f"{C}/participation/european-commission": {"participant": {"organization/european-commission"}},
                    APPLY: {"actors": {"organization/european-commission"}}}),
    Rewrite("5 two organisations", (("政府间组织出席了会议：欧洲联盟。", "政府间组织出席了会议：欧洲联盟和联合国。"),),
            values={f"{C}/decision/Admission/InvitedOrganization":
                    {"decided_on": {f"{C}/participation/european-union", f"{C}/participation/united-nations"}},
                    APPLY: {"actors": {"organization/european-union", "organization/united-nations"}}},
            new=(f"{C}/participation/united-nations",)),
    Rewrite("6 one group", (("6. 知名人士小组成员和全面禁止核试验条约组织（全面禁核试条约组织）青年小组成员也在会上致辞",
                             "6. 知名人士小组成员也在会上致辞"),), gone=(f"{C}/statement/ctbto-youth-group",)),
    Rewrite("8 other items", (("项目 1 和 2 的审议", "项目 2 和 3 的审议"),),
            values={f"{meeting(1)}/presiding/izumi-nakamitsu": {"under_items": {item(2), item(3)}}}),
    Rewrite("8 one item", (("项目 1 和 2 的审议", "项目 2(a) 的审议"),),
            values={f"{meeting(1)}/presiding/izumi-nakamitsu": {"under_items": {f"{C}/agenda-item/2(a)"}}}),
    Rewrite("8 deciding at another meeting", (("会议的第一次全体会议就这些", "会议的第二次全体会议就这些"),),
            values={**{f"{C}/decision/{what}": {"at_meetings": {meeting(2)}} for what in BASED_ON_DECIDING},
                    f"{R}/paragraph/8/act/decide": {"at_meetings": {meeting(2)}},
                    f"{R}/paragraph/13/act/propose": {"at_meetings": {meeting(2)}}}),
    Rewrite("8 another place", (("会议开幕前在维也纳举行", "会议开幕前在日内瓦举行"),),
            values={"event/open-ended-informal-consultations-ctbt-art-xiv-2021": {"locations": {"place/geneva"}}}),
    Rewrite("8 other groups", (("举行的批准国和签署国不限成员名额", "举行的签署国和非签署国不限成员名额"),),
            values={"event/open-ended-informal-consultations-ctbt-art-xiv-2021":
                    {"involves": {"state-group/signatory-states", "state-group/non-signatory-states"}},
                    f"{R}/paragraph/8/act/agree":
                    {"actors": {"state-group/signatory-states", "state-group/non-signatory-states"}}}),
    Rewrite("8 another paper", (("基于 CTBT-Art.XIV/2021/INF.4", "基于 CTBT-Art.XIV/2021/INF.3"),),
            values={f"{R}/paragraph/8/act/agree": {"mentions": {"document/CTBT-Art.XIV/2021/INF.3"}}},
            open=("Citation",)),
    Rewrite("9 another method", (("以鼓掌方式选举", "以协商一致方式选举"),),
            values={f"{C}/decision/Election/President": {"method": {f"{TG}ByConsensus"}}}),
    Rewrite("9 no method", (("会议以鼓掌方式选举", "会议选举"),), values={f"{C}/decision/Election/President": {"method": set()}}),
    Rewrite("10 another addendum", (("议事规则（CTBT-Art.XIV/2021/1 和 Add.1）", "议事规则（CTBT-Art.XIV/2021/1 和 Add.2）"),),
            values={f"{C}/decision/Adoption/CTBT-Art.XIV/2021/1":
                    {"decided_on": {"document/CTBT-Art.XIV/2021/1", "document/CTBT-Art.XIV/2021/1/Add.2"}}},
            new=("document/CTBT-Art.XIV/2021/1/Add.2",), open=("Citation",)),
    Rewrite("12 another rule", (("依照议事规则第 6 条", "依照议事规则第 16 条"),), parts={"/rule/6": "/rule/16"},
            values={f"{RULES}/16": {"number": {"16"}}}),
    Rewrite("12 rule behind the subject", (("依照议事规则第 6 条，会议选举", "会议按照议事规则第 6 条，选举"),)),
    Rewrite("13 proposed by others", (("会议应主席的提议", "会议应副主席的提议"),),
            values={f"{R}/paragraph/13/act/propose": {"actors": set(VICE)}}),
    Rewrite("13 adverbials the other way round", (("应主席的提议，依照议事规则第 4 条", "依照议事规则第 4 条，应主席的提议"),)),
    Rewrite("14 nominated by another", (("确认联合国秘书长提名", "确认联合国大会提名"),),
            values={f"{R}/paragraph/14/act/nominate": {"actors": {"organization/un-general-assembly"}}}),
    Rewrite("14 another nominee", (("委员会秘书罗伯特·弗洛伊德先生担任", "委员会秘书娜莱迪·潘多尔女士担任"),),
            renames={f"{C}/office/Secretary/robert-floyd": f"{C}/office/Secretary/naledi-pandor"},
            values={f"{C}/office/Secretary/naledi-pandor": {"holder": {"person/naledi-pandor"}},
                    f"{R}/paragraph/14/act/nominate":
                    {"mentions": {"person/naledi-pandor", f"{C}/office/Secretary/naledi-pandor"}}},
            new=(f"{C}/post/naledi-pandor/ctbto-preparatory-commission",), open=("PostHolding",)),
    Rewrite("15 another paragraph", (("就第 5 段所列", "就第 4 段所列"),),
            renames={f"{C}/decision/Admission/InvitedOrganization": f"{C}/decision/Admission/OtherState"},
            parts={"citation/document/CTBT-Art.XIV/2021/6/paragraph/5": "citation/document/CTBT-Art.XIV/2021/6/paragraph/4"},
            values={f"{C}/decision/Admission/OtherState": {"decided_on": {f"{C}/participation/PAK"}},
                    APPLY: {"actors": {"state/PAK"}},
                    f"{R}/paragraph/15/citation/{R}/paragraph/4": {"cited": {f"{R}/paragraph/4"}}}),
    Rewrite("18 other meetings", (("主持了第一次全体会议余下部分的会议和第三次", "主持了第二次全体会议余下部分的会议和第三次"),),
            renames={f"{meeting(1)}/presiding/alessandro-cortese": f"{meeting(2)}/presiding/alessandro-cortese"},
            values={f"{meeting(2)}/presiding/alessandro-cortese": {"at_meetings": {meeting(2)}}}),
    Rewrite("18 another State", (("南非国际关系与合作部部长", "挪威外交大臣"), ("南非常驻", "挪威常驻")),
            parts={"naledi-pandor/ZAF": "naledi-pandor/NOR", "rapulane-sydney-molekane/ZAF": "rapulane-sydney-molekane/NOR"},
            values={f"{C}/post/naledi-pandor/NOR": {"representing": {"state/NOR"}},
                    f"{C}/post/rapulane-sydney-molekane/NOR": {"representing": {"state/NOR"}},
                    f"{meeting(1)}/presiding/naledi-pandor": {"representing": {"state/NOR"}},
                    f"{meeting(2)}/presiding/rapulane-sydney-molekane": {"representing": {"state/NOR"}}}),
    Rewrite("18 a principal of the other State", (("代表意大利外交部长路易吉", "代表南非外交部长路易吉"),),
            renames={f"{C}/post/luigi-di-maio/ITA": f"{C}/post/luigi-di-maio/ZAF"},
            values={f"{C}/post/luigi-di-maio/ZAF": {"representing": {"state/ZAF"}},
                    f"{meeting(1)}/presiding/naledi-pandor": {"on_behalf_of": {"person/luigi-di-maio"}},
                    f"{meeting(1)}/presiding/marina-sereni": {"on_behalf_of": set()}}),
    Rewrite("18 for nobody", (("代表潘多尔部长主持了", "主持了"),),
            values={f"{meeting(2)}/presiding/rapulane-sydney-molekane": {"on_behalf_of": set()}}),
    Rewrite("19 another item", (("在议程项目 3 下", "在议程项目 9 下"),),
            renames={f"{C}/statement/izumi-nakamitsu/item/3": f"{C}/statement/izumi-nakamitsu/item/9"},
            values={f"{C}/statement/izumi-nakamitsu/item/9": {"under_items": {item(9)}}}),
    Rewrite("19 another author", (("宣读了联合国秘书长对会议", "宣读了海科·马斯先生对会议"),),
            values={f"{C}/statement/izumi-nakamitsu/item/3": {"on_behalf_of": {"person/heiko-maas"}}}),
    Rewrite("19 another meeting, which the same meeting then is", (("在第一次全体会议上，副秘书长", "在第二次全体会议上，副秘书长"),),
            values={**{f"{C}/statement/{who}": {"at_meetings": {meeting(2)}} for who in (
                "izumi-nakamitsu/item/3", "naledi-pandor/item/4", "marina-sereni/item/4", "robert-floyd/item/5",
                "heiko-maas/item/1", "ramtane-lamamra/item/1")},
                f"{R}/paragraph/22/act/present": {"at_meetings": {meeting(2)}}}),
    Rewrite("20 for others", (("发言时代表主席在会上致辞", "发言时代表副主席在会上致辞"),),
            values={f"{C}/statement/{who}/item/4": {"on_behalf_of": set(VICE)} for who in ("naledi-pandor", "marina-sereni")}),
    Rewrite("20 another item", (("在议程项目 4 下", "在议程项目 7 下"),),
            parts={f"{C}/statement/naledi-pandor/item/4": f"{C}/statement/naledi-pandor/item/7",
                   f"{C}/statement/marina-sereni/item/4": f"{C}/statement/marina-sereni/item/7"},
            values={f"{C}/statement/{who}/item/7": {"under_items": {item(7)}} for who in ("naledi-pandor", "marina-sereni")}),
    Rewrite("21 another speaker", (("执行秘书罗伯特·弗洛伊德先生在", "执行秘书海科·马斯先生在"),),
            renames={f"{C}/statement/robert-floyd/item/5": f"{C}/statement/heiko-maas/item/5"},
            values={f"{C}/statement/heiko-maas/item/5": {"speaker": {"person/heiko-maas"}}},
            new=(f"{C}/post/heiko-maas/ctbto-preparatory-commission",), open=("PostHolding",)),
    Rewrite("22 one speaker by post alone", (("阿尔及利亚外交部部长和德国联邦外交部部长在", "德国联邦外交部部长在"),),
            gone=(f"{C}/statement/ramtane-lamamra/item/1",),
            values={f"{R}/paragraph/22/act/present": {"actors": {"person/heiko-maas"}}}, open=("PostHolding",)),
    Rewrite("23 other meetings", (("在其第一次、第二次和第三次全体会议上", "在其第二次和第三次全体会议上"),),
            values={**{iri: {"at_meetings": {meeting(2), meeting(3)}} for iri in SPEAKERS},
                    f"{R}/paragraph/23/act/exchange-views": {"at_meetings": {meeting(2), meeting(3)}}}),
    Rewrite("23 another item", (("根据会议议程项目 8", "根据会议议程项目 9"),),
            renames={iri: iri[:-1] + "9" for iri in SPEAKERS},
            values={**{iri[:-1] + "9": {"under_items": {item(9)}} for iri in SPEAKERS},
                    f"{R}/paragraph/23/act/exchange-views": {"under_items": {item(9)}}}),
    Rewrite("23 other groups", (("项目 8，批准国和签署国就", "项目 8，签署国和非签署国就"),),
            values={f"{R}/paragraph/23/act/exchange-views":
                    {"actors": {"state-group/signatory-states", "state-group/non-signatory-states"}}}),
    Rewrite("23 for another", (("也代表欧洲联盟做了", "也代表知名人士小组做了"),),
            values={f"{C}/statement/josep-borrell/item/8": {"on_behalf_of": {"organization/group-of-eminent-persons"}}}),
    Rewrite("24 another meeting and item", (("24. 在第一次全体会议上，会议在议程项目 6 下", "24. 在第二次全体会议上，会议在议程项目 9 下"),),
            values={f"{C}/decision/Adoption/CTBT-Art.XIV/2021/6/annex":
                    {"at_meetings": {meeting(2)}, "under_items": {item(9)}},
                    # What the declaration tells of happened by the day on which it was adopted.
                    **{f"event/ctbt-{action}": {"not_after": {"2021-09-24"}}
                       for action in ("ratification-com", "ratification-cub", "signature-cub")}}),
    Rewrite("25 another depositary", (("作为《条约》保存人的联合国秘书长", "作为《条约》保存人的联合国大会"),
                                      ("代表《条约》保存人联合国秘书长", "代表《条约》保存人联合国大会")),
            renames={f"{R}/paragraph/25/act/intend-to-request/un-secretary-general":
                     f"{R}/paragraph/25/act/intend-to-request/un-general-assembly"},
            values={f"{R}/paragraph/25/act/intend-to-request/un-general-assembly":
                    {"addressees": {"organization/un-general-assembly"}},
                    f"{R}/paragraph/25/act/inform":
                    {"mentions": {"organization/un-general-assembly", f"{R}/annex", "state-group/all-states"}},
                    "treaty/ctbt/depositary": {"holder": {"organization/un-general-assembly"}},
                    f"{R}/paragraph/1/act/open": {"on_behalf_of": {"organization/un-general-assembly"}}}),
    Rewrite("25 other recipients", (("尽快转发给所有国家", "尽快转发给签署国"),),
            values={f"{R}/paragraph/25/act/intend-to-request/un-secretary-general":
                    {"mentions": {f"{R}/annex", "state-group/signatory-states"}},
                    f"{R}/paragraph/25/act/inform":
                    {"mentions": {"organization/un-secretary-general", f"{R}/annex", "state-group/signatory-states"}}}),
    Rewrite("26 another meeting, which the same meeting then is", (("26. 在第三次", "26. 在第二次"),),
            values={f"{C}/decision/Adoption/CTBT-Art.XIV/2021/{n}": {"at_meetings": {meeting(2)}} for n in (5, 6)}),
    Rewrite("26 another item", (("项目 11 下通过了", "项目 12 下通过了"),),
            values={f"{C}/decision/Adoption/CTBT-Art.XIV/2021/5": {"under_items": {item(12)}}}),
    Rewrite("27 issued elsewhere", (("该报告将作为 CTBT-Art.XIV/2021/6 号文件", "该报告将作为 CTBT-Art.XIV/2021/8 号文件"),),
            values={f"{R}/paragraph/27/act/issue": {"mentions": {"document/CTBT-Art.XIV/2021/8"}}},
            new=("document/CTBT-Art.XIV/2021/8",), open=("Citation",)),
]


@pytest.mark.parametrize("rewrite", REWRITES, ids=[rewrite.id for rewrite in REWRITES])
def test_paragraphs(rewrite: Rewrite) -> None:
    assert rewrite.differences(BASE, read(rewrite.copy(report_text()))) == []
