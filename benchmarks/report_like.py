"""Makes report-like texts of any length: numbered paragraphs with the kinds of sentences that reports hold.

Must not hold an expectation. No paragraph is another one repeated: every sentence draws its States, persons,
symbols, dates and numbers anew, from a generator that gives the same text for the same length and seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from treatygraph.tables import Tables, shipped

SYMBOL = "CTBT-Art.XIV/2021/6"
_HEADER = """Dist. GENERAL
30 September 2021
Chinese
Original: English

促进《全面禁止核试验条约》生效会议

2021年9月23日至24日

会议报告
"""
_ANNEX = """
附件

《全面禁止核试验条约》生效最后宣言和措施

最后宣言
"""
_NUMERALS = "零一二三四五六七八九"
_SYLLABLES = "阿巴卡达埃法加哈伊雅科拉马纳奥帕里萨塔乌瓦维泽托罗米内斯尔恩特克夫姆丹尼洛赛德"
_POSTS = ("外交部长", "外交部副部长", "国务秘书", "常驻代表", "国防部长", "裁军大使")
_VERBS = ("重申", "强调", "欢迎", "敦促", "注意到", "回顾", "赞赏", "支持", "承认", "满意地注意到")
_MATTERS = ("《条约》尽早生效至关重要", "核查制度的各项要素", "国际监测系统的建设进展", "各国普遍加入《条约》方面取得的进展",
            "区域研讨会和培训班的作用", "暂停核武器试爆的重要性", "能力建设和专门知识的分享", "联合国大会所有有关决议")
_TITLES = ("关于促进《条约》生效的说明", "背景文件", "非政府组织提供的信息。秘书处的说明", "程序和组织事项", "会议报告草案",
           "与会者须知", "关于区域活动的进展情况报告", "关于国家联络点名录的说明")
_SECTIONS = ("导言", "组织性和程序性决定", "会议的工作", "一般性交换意见", "区域活动", "会议闭幕")
_FIRST = ("依据《全面禁止核试验条约》（《全面禁核试条约》）第十四条召开的促进《条约》生效会议（以下称“会议”）于2021年9月23日由联合国"
          "副秘书长兼裁军事务高级代表中满泉女士代表《条约》保存人联合国秘书长宣布开幕。")
_IN_ANNEX = 0.55
_MOST_PARAGRAPHS = 9_999
_LONGEST_SECTION = 40


class ReportLike:
    """Makes the paragraphs of one text."""

    def __init__(self, seed: int, tables: Tables) -> None:
        self.random = random.Random(seed)
        self.states = [row["name_zh"] for row in tables.rows("states") if row["name_zh"]]
        self.sentences: list[Callable[[], str]] = [
            self.participants, self.others, self.spoke, self.several_spoke, self.elected, self.established,
            self.adopted, self.presided, self.exchange, self.received, self.unread, self.long_list,
        ]
        self.operative: list[Callable[[], str]] = [
            self.we, self.we, self.we_twice, self.figures, self.since, self.resolution, self.quotation, self.addressed,
        ]

    def some(self, least: int, most: int) -> str:
        """Return a list of States."""
        chosen = self.random.sample(self.states, self.random.randint(least, most))
        return chosen[0] if len(chosen) == 1 else "、".join(chosen[:-1]) + "和" + chosen[-1]

    def person(self) -> str:
        """Return a person with post and honorific; no table knows the name."""
        name = "·".join("".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4))) for _ in range(2))
        return f"{self.some(1, 1)}{self.random.choice(_POSTS)}{name}{self.random.choice(('先生', '女士'))}"

    def symbol(self) -> str:
        """Return a document symbol."""
        kind = self.random.choice(("INF.", "WP.", ""))
        return f"CTBT-Art.XIV/{self.random.randrange(1999, 2026, 2)}/{kind}{self.random.randint(1, 999)}"

    def meeting(self) -> str:
        return f"第{_NUMERALS[self.random.randint(1, 9)]}次全体会议"

    def date(self) -> str:
        return (f"{self.random.randint(1996, 2021)}年{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日")

    def item(self) -> str:
        return str(self.random.randint(1, 13))

    # ---- proceedings

    def participants(self) -> str:
        return f"以下其他国家出席了会议：{self.some(1, 30)}。"

    def others(self) -> str:
        return f"依照议事规则第{self.random.randint(1, 60)}条，以下其他国家出席了会议：{self.some(1, 5)}。"

    def spoke(self) -> str:
        return f"在{self.meeting()}上，{self.person()}在议程项目{self.item()}下做了发言。"

    def several_spoke(self) -> str:
        return f"{self.person()}和{self.person()}在会议{self.meeting()}上致辞。"

    def elected(self) -> str:
        return f"依照议事规则第{self.item()}条，会议选举{self.some(2, 6)}的代表担任会议副主席。"

    def established(self) -> str:
        return f"会议应主席的提议，设立了一个由{self.some(4, 9)}的代表组成的全权证书委员会。"

    def adopted(self) -> str:
        return f"在{self.meeting()}上，会议在议程项目{self.item()}下通过了全权证书委员会的报告（{self.symbol()}）。"

    def presided(self) -> str:
        return f"{self.person()}主持召开了{self.meeting()}，{self.person()}随后代表主席主持了{self.meeting()}。"

    def exchange(self) -> str:
        return (f"在其第一次、第二次和{self.meeting()}上，根据会议议程项目{self.item()}，批准国和签署国就促进《条约》生效一般性交换了"
                f"意见。下列与会国的代表作了发言：{self.some(5, 60)}。")

    def received(self) -> str:
        return f"秘书处于{self.date()}分发了{self.symbol()}和Add.{self.random.randint(1, 9)}号文件，另见{self.symbol()}。"

    def unread(self) -> str:
        return (f"在{self.date()}的会外活动中，{self.person()}介绍了{self.some(2, 8)}为{self.random.choice(_MATTERS)}所做的"
                f"{self.random.randint(2, 400)}项工作，与会者就此进行了讨论，并参观了有关设施。")

    def long_list(self) -> str:
        return (f"下列在会议开幕前已交存《条约》批准书的国家和在会议开幕之前尚未交存批准书的签署国出席了会议：{self.some(60, 110)}。")

    # ---- the declaration

    def we(self) -> str:
        return f"我们{self.random.choice(_VERBS)}{self.random.choice(_MATTERS)}，并{self.random.choice(_VERBS)}" \
               f"{self.random.choice(_MATTERS)}。"

    def we_twice(self) -> str:
        return f"我们进一步{self.random.choice(_VERBS)}，{self.some(1, 4)}{self.date()}关于{self.random.choice(_MATTERS)}的声明，" \
               f"同时{self.random.choice(_VERBS)}{self.random.choice(_MATTERS)}。"

    def figures(self) -> str:
        return f"我们欣见{self.random.randint(100, 190)}个国家已经签署以及{self.random.randint(90, 180)}个国家已经批准了《全面禁核试条约》。"

    def since(self) -> str:
        return f"我们回顾{self.random.randrange(1999, 2021, 2)}年促进《全面禁核试条约》生效会议以来{self.some(1, 1)}签署和批准《条约》。"

    def resolution(self) -> str:
        return (f"我们重申，联合国大会最近在A/RES/{self.random.randint(51, 79)}/{self.random.randint(1, 300)}号决议中表达了对《条约》的支持，"
                f"并注意到第{self.random.randint(1000, 2700)}号决议。")

    def quotation(self) -> str:
        return f"我们指出“{self.random.choice(_MATTERS)}，{self.random.choice(_MATTERS)}”，同时强调{self.random.choice(_MATTERS)}。"

    def addressed(self) -> str:
        return f"我们敦促{self.some(1, 3)}签署和批准《条约》，呼吁各国{self.random.choice(_VERBS)}{self.random.choice(_MATTERS)}。"

    # ---- parts

    def body(self, kinds: list[Callable[[], str]], least: int) -> str:
        """Return sentences of some kinds, at least so many characters long."""
        words = self.random.choice(kinds)()
        while len(words) < least:
            words += self.random.choice(kinds)()
        return words

    def table(self) -> str:
        """Return a table of documents, with the sentence that leads to it."""
        rows = "".join(f"{self.symbol()}\t{self.random.choice(_TITLES)}\n" for _ in range(self.random.randint(3, 12)))
        return f"会议收到了下列文件：\n\n{rows}\n"

    def items(self) -> str:
        """Return lettered items, with the sentence that leads to them."""
        rows = "".join(f"- ({chr(97 + index)}) 鼓励{self.some(1, 3)}{self.random.choice(_VERBS)}{self.random.choice(_MATTERS)}；\n"
                       for index in range(self.random.randint(2, 15)))
        return f"我们将为此采取以下措施：\n\n{rows}\n"

    def paragraphs(self, room: int, kinds: list[Callable[[], str]], block: Callable[[], str], least: int
                   ) -> Iterator[str]:
        """Yield numbered paragraphs until the room is used up."""
        used = number = 0
        section = 0
        while used < room:
            if number % _LONGEST_SECTION == 0 and kinds is self.sentences:
                title = f"\n{_SECTIONS[section % len(_SECTIONS)]}{_NUMERALS[section % 10]}\n\n"
                section += 1
                used += len(title)
                yield title
            number += 1
            words = _FIRST if number == 1 and kinds is self.sentences else self.body(kinds, least)
            piece = f"{number}. {block() if number % 25 == 24 else words + chr(10)}"
            used += len(piece)
            yield piece


def text_of(length: int, seed: int = 1, tables: Tables | None = None) -> str:
    """Return a report-like text of about so many characters."""
    made = ReportLike(seed, tables or shipped())
    body = length - len(_HEADER) - len(_ANNEX)
    annex = int(body * _IN_ANNEX)
    # A number has four digits at most, so that a long text has long paragraphs; all lengths get the same ones.
    least = max(600, 12_000_000 // (2 * _MOST_PARAGRAPHS) + 1)
    main = made.paragraphs(body - annex, made.sentences, made.table, least)
    declared = made.paragraphs(annex, made.operative, made.items, least)
    return "".join([_HEADER, *main, _ANNEX, "\n", *declared])
