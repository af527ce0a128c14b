"""Runs the table of rewordings that may stand beside the checkout: each is read as the same, as something else, or
reported; skipped where there is no such table."""

from __future__ import annotations

from pathlib import Path

import pytest
from copies import facts
from texts import read_text, report_text

from treatygraph.model import Severity

TABLE = Path(__file__).parents[3] / "shared" / "cases" / "rewordings.zh.md"
BEGIN = "…"
OLD = {
    "organisations, several": "根据议事规则第41条，以下专门机构、相关组织和政府间组织出席了会议：欧洲联盟。",
    "counts 已有…签署": "我们欣见 185 个国家已经签署以及 170 个国家已经批准了《全面禁核试条约》，",
    "尚未批准的附件2": "鼓励余下附件 2 国家在自愿基础上",
    "tests wording": "我们回顾我们曾谴责朝鲜民主主义人民共和国（朝鲜）自 2006 年以来进行的六次核试验。",
    "resolution 第75/87号": "联合国大会(联大)最近在 A/RES/75/87 号决议中表达了",
    "exercise": "包括借鉴从 2014 年在约旦成功举行的综合实地演练中吸取的经验教训举行集结演练。",
    "each ratifier": "鼓励批准国继续其指派协调员",
    "urge with 特别是": "我们敦促《全面禁核试条约》必须得到其批准才能生效的余下八个附件 2 国家（列于附录）勿再迟延，",
    "cited resolution new": "我们重申全面执行联合国安理会所有有关决议的重要性，",
    "UNSG opens himself": "1. 依据…宣布开幕。",
    "as amended": "在第三次全体会议上，会议在议程项目 11 下通过了全权证书委员会的报告（CTBT-Art.XIV/2021/5）。",
    "meetings first and third": "在其第一次、第二次和第三次全体会议上，根据会议议程项目 8，",
    "urge it": "我们呼吁朝鲜签署和批准《全面禁核试条约》。",
    "nearly": "已超过 25 年",
    "36 Annex 2": "包括《条约》必须得到其批准才能生效的 36 个国家（附件 2 国家）",
    "underground tests": "进行的六次核试验",
    "address non-signed": "鼓励余下附件 2 国家在自愿基础上",
    "UN office": "请临时技秘处继续充当",
    "GA committee": "承认知名人士小组在协助",
    "GA res established day": "联合国大会第 A/RES/64/35 号决议设立的",
    "past condemn": "我们回顾我们曾谴责朝鲜",
    "withdraw": "同时承认 2019 年促进《全面禁核试条约》生效会议以来古巴签署和批准《条约》以及科摩罗联盟批准《条约》具有重要意义。",
    "speaker org in list": "、斯洛伐克、斯洛文尼亚、西班牙、瑞典、瑞士、泰国、土耳其、大不列颠及北爱尔兰联合王国、美利坚合众国和乌拉圭。欧盟",
    "group unknown": "有鉴于此，我们欣见有机会能与非签署国尤其是附件 2 国家开展合作。因此，我们乐于鼓励这些国家",
    "opening speech by Executive Secretary too": "联合国大会主席阿卜杜拉·沙希德先生在会议第一次全体会议上致辞。",
    "negative commitment": "我们坚定地回顾所有核武器国家承诺迅速批准《全面禁核试条约》，",
    "at least six": "进行的六次核试验",
    "two articles": "我们期待着《条约》根据其第十四条生效，",
    "table footnote marks": "古巴\t马绍尔群岛",
    "respectively": "两人曾担任2019年上一次会议的主席，",
    "welcome Cuba": "我们欣见各国普遍加入《条约》方面取得的进展",
    "acronym IMS stations": "（该系统目前有 302 个[‡]经核证设施）",
    "election verb": "会议以鼓掌方式选举意大利和南非担任会议主席一职。",
    "election order": "会议以鼓掌方式选举意大利和南非担任会议主席一职。",
    "election terms": "会议以鼓掌方式选举意大利和南非担任会议主席一职。",
    "election passive": "依照议事规则第 6 条，会议选举肯尼亚、荷兰和西班牙的代表担任会议副主席。",
    "committee members colon": "会议应主席的提议，…全权证书委员会。",
    "adoption, contained in": "会议通过了其议事规则（CTBT-Art.XIV/2021/1 和 Add.1）。",
    "admission": "会议依照议事规则第 41 条，就第 5 段所列已向秘书处申请与会的专门机构、有关组织和政府间组织出席其各次会议的问题做出了决定。",
    "participants 与会": "下列在会议开幕前已交存《条约》批准书的国家和在会议开幕之前尚未交存批准书的签署国出席了会议：阿尔巴尼亚、阿尔及利亚、安道尔、阿根廷、亚美尼亚、澳大利亚、阿塞拜疆、白俄罗斯、",
    "names with brackets": "、中国、哥斯达黎加、克罗地亚、古巴、塞浦路斯…朗伊斯兰共和国、伊拉克、爱尔兰、以色",
    "other State subject first": "依照议事规则第40条，以下其他国家出席了会议：巴基斯坦。",
    "groups spoke 发了言": "知名人士小组成员和全面禁止核试验条约组织（全面禁核试条约组织）青年小组成员也在会上致辞。",
    "heard": "联合国大会主席阿卜杜拉·沙希德先生在会议第一次全体会议上致辞。",
    "opening, weekday": "1. 依据…宣布开幕。",
    "presiding passive": "南非常驻全面禁核试组织代表 Rapulane Sydney Molekane 先生代表潘多尔部长主持了第二次全体会议。",
    "presiding 其余部分": "18. 南非国际关系…第三次全体会议。",
    "same meeting 同次": "在同一次会议上，全面禁核试条约组织筹备委员会执行秘书罗伯特·弗洛伊德先生在议程项目 5 下做了发言。",
    "speakers wording": "下列与会国的代表作了发言：阿尔巴尼亚、阿根廷、亚美尼亚、澳大利亚、阿塞拜疆、比利时、巴西、保加利亚、柬埔寨、加拿大、智利、中国、哥斯达黎加、克罗地",
    "speaker + EU and members": "欧盟外交和安全政策高级代表兼欧盟委员会副主席约瑟夫·博雷利先生也代表欧洲联盟做了发言。",
    "non-signatory speaks": "在同一次会议上，全面禁核试条约组织筹备委员会执行秘书罗伯特·弗洛伊德先生在议程项目 5 下做了发言。",
    "adoption contained in annex": "在第一次全体会议上，会议在议程项目 6 下通过了《促进〈全面禁止核试验条约〉生效最后宣言和措施》，其案文载于本报告附件。",
    "noted not adopted": "在第三次全体会议上，会议在议程项目 11 下通过了全权证书委员会的报告（CTBT-Art.XIV/2021/5）。",
    "President informs": "主席告知会议其打算请作为《条约》保存人的联合国秘书长将《最后宣言》尽快转发给所有国家。",
    "order 对…深感关切": "我们深感关切，在《全面禁核试条约》开放供签署二十五年之后，《条约》生效的前景仍不明朗。",
    "strongly condemn": "我们回顾我们曾谴责朝鲜民主主义人民共和国（朝鲜）自 2006 年以来进行的六次核试验。",
    "heading list B3": "3. 《条约》附件 2 所列国家中尚未签署《条约》的国家",
    "recognition verbs": "承认知名人士小组在协助批准国",
    "items range": "在 2021 年 9 月 23 日第一次全体会议上，中满泉女士主持了对临时议程草案（CTBT-Art.XIV/2021/2）项目 1 和 2 的审议。",
    "committee chair": "会议应主席的提议，…全权证书委员会。",
    "two groups addressed": "我们坚定地回顾所有核武器国家承诺",
    "fourth meeting": "在第三次全体会议上，会议在议程项目 11 下通过了全权证书委员会的报告（CTBT-Art.XIV/2021/5）。",
    "two items": "在同一次会议上，全面禁核试条约组织筹备委员会执行秘书罗伯特·弗洛伊德先生在议程项目 5 下做了发言。",
    "conference in New York header": "2021年9月23日至24日",
    "chair proposals": "会议应主席的提议，…全权证书委员会。",
    "postponed decision": "在第一次全体会议上，会议在议程项目 6 下通过了《促进〈全面禁止核试验条约〉生效最后宣言和措施》，其案文载于本报告附件。",
    "speakers under item with break": "下列与会国的代表作了发言：阿尔巴尼亚、阿根廷…加、克罗地亚、古巴、捷克共和国、丹麦",
    "opening on behalf both": "在 2021 年 9 月 23 日第一次全体会议上，中满泉女士主持了对临时议程草案（CTBT-Art.XIV/2021/2）项目 1 和 2 的审议。",
    "statement read on behalf": "联合国大会主席阿卜杜拉·沙希德先生在会议第一次全体会议上致辞。",
    "deposit": "我们欣见 185 个国家已经签署以及 170 个国家已经批准了",
}
"""The words that a row replaces, by what the row says was changed; "…" stands for all between its two ends."""
_KEPT = {"UNSG opens himself": "1. {}", "opening, weekday": "1. {}", "presiding 其余部分": "18. {}",
         "speaker org in list": "{}欧盟"}


def rows() -> list[tuple[str, str, str]]:
    """Return what was changed, the new words, and what they must give, of each row that is known here."""
    if not TABLE.is_file():
        return []
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")]
             for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [(row[0], row[1].replace(" ⇥ ", "\t"), row[2]) for row in cells if len(row) == 4 and row[0] in OLD]


def reworded(title: str, new: str) -> str:
    """Return the report with a row's words in the place of its own."""
    text = report_text()
    first, _, last = OLD[title].partition(BEGIN)
    start = text.index(first)
    end = text.index(last, start + len(first)) + len(last) if last else start + len(first)
    return text[:start] + _KEPT.get(title, "{}").format(new) + text[end:]


def said(text: str) -> dict[str, frozenset[tuple[str, str | int]]]:
    """Return the facts of a text without the rules that read them and the words they quote."""
    return {iri: frozenset(pair for pair in says if pair[0] not in {"rule", "text"})
            for iri, says in facts(read_text(text)).items()}


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of rewordings does not stand beside the checkout")
@pytest.mark.parametrize(("title", "new", "gives"), rows(), ids=[row[0] for row in rows()])
def test_row_is_read_or_reported(title: str, new: str, gives: str) -> None:
    text, base = reworded(title, new), said(report_text())
    known = {(f.kind, f.words) for f in read_text(report_text()).findings}
    reported = [f for f in read_text(text).findings if (f.kind, f.words) not in known]
    same = said(text) == base
    if gives == "same":
        assert same or any(f.severity is not Severity.INFO for f in reported)
    else:
        assert not same or reported or title in READ_BY_WORDS


READ_BY_WORDS = frozenset({"statement read on behalf", "as amended", "deposit", "recognition verbs", "table footnote marks",
                           "order 对…深感关切", "36 Annex 2", "underground tests", "tests wording", "exercise",
                           "counts 已有…签署", "尚未批准的附件2", "each ratifier", "resolution 第75/87号", "GA res established day",
                           "meetings first and third", "heading list B3", "conference in New York header"})
"""Rows whose new words say the same as the old, or more in words that a fact quotes."""
