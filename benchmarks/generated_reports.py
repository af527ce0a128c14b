"""Makes reports of many series in English and Chinese, with what each states beside it: the same for the same seed.

    python benchmarks/generated_reports.py FOLDER [--reports 100] [--seed 1] [--apart] [--paragraphs 40]

Writes FOLDER/texts/NAME.txt and FOLDER/gold/NAME.json. The wordings are those of generated_wordings.toml, with `--apart`
those of generated_wordings_apart.toml, which no frame was written from. A report's facts are drawn first; then each is
put into words, so that the gold is what was meant and not what a program read.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from treatygraph.tables import Tables, shipped

WORDINGS = {apart: Path(__file__).with_name(f"generated_wordings{'_apart' if apart else ''}.toml") for apart in (False, True)}
SUBJECTS = {"Lakes": "湖泊", "Glaciers": "冰川", "Wetlands": "湿地", "Mercury": "汞", "Seabed Cables": "海底电缆",
            "Migratory Fish": "洄游鱼类", "Deserts": "荒漠", "Light Signals": "灯光信号", "Old Manuscripts": "古籍",
            "Seed Exchange": "种子交换", "Mountain Passes": "山口", "Tide Gauges": "验潮站"}
KINDS = {"Convention": "公约", "Treaty": "条约", "Agreement": "协定"}
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
FIRST_NAMES = ("Amina", "Boris", "Carla", "Dinesh", "Elena", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Karim", "Lucia")
LAST_NAMES = ("Okafor", "Petrov", "Quiroga", "Rahman", "Silva", "Tanaka", "Urbano", "Vasquez", "Weber", "Yilmaz", "Zanetti")
SYLLABLES = "阿巴卡达埃法加哈伊雅科拉马纳奥帕里萨塔乌瓦维泽托罗米内斯尔恩特克"
POSTS = ("常驻代表", "外交部长", "外交部副部长")
TITLES = {"report of the Credentials Committee": "全权证书委员会的报告", "programme of work": "工作方案",
          "budget for the next biennium": "下一个两年期预算", "guidelines on national reporting": "国家报告编写准则",
          "rules of procedure": "议事规则", "progress report of the secretariat": "秘书处的进展报告"}
MATTERS = {"the progress made in the regions": "各区域取得的进展", "the work of the secretariat": "秘书处的工作",
           "the exchange of data among States Parties": "缔约国之间的数据交换", "regional training courses": "区域培训班",
           "the contributions of civil society": "民间社会的贡献", "the strategic plan": "战略计划"}
ITEMS = {"Opening of the session": "会议开幕", "Election of officers": "选举主席团成员", "Adoption of the agenda": "通过议程",
         "Organization of work": "安排工作", "General debate": "一般性辩论", "Review of implementation": "审查执行情况",
         "Other matters": "其他事项", "Adoption of the report": "通过报告"}
# Names that a reader of either language would take in two ways are no matter of these measures.
TWO_WAYS = {"COD", "COG", "GIN", "GNB", "GNQ", "PNG", "PRK", "KOR", "DMA", "DOM", "NIU", "COK", "VAT", "PSE", "SWZ"}
WITH_ARTICLE = ("Republic", "United", "Federation", "Netherlands", "Philippines", "Gambia", "Bahamas", "Sudan")
BODY = (("statements", 5), ("adopted", 4), ("noted", 3), ("spoke", 3), ("urged", 3), ("said", 3), ("presided", 2), ("cited", 2),
        ("vote", 1), ("joined", 1))

Fact = dict[str, Any]


class Maker:
    """Makes one report."""

    def __init__(self, number: int, language: str, wordings: dict[str, list[str]], tables: Tables, seed: str) -> None:
        self.random = random.Random(seed)
        self.language, self.wordings = language, wordings
        subject, kind = self.random.choice(list(SUBJECTS)), self.random.choice(list(KINDS))
        self.nth = self.random.randrange(len(ORDINALS))
        year = 2031 + number % 40
        self.first = datetime.date(year, self.random.randint(1, 11), self.random.randint(1, 20))
        self.last = self.first + datetime.timedelta(self.random.randint(3, 6))
        self.head = f"{''.join(word[0] for word in subject.split())}{kind[0]}/MSP/{year}/{number}"
        self.symbol = f"{self.head}/20"
        if language == "en":
            self.self = "Meeting"
            self.treaty = f"{kind} on {subject}"
            self.body = f"{ORDINALS[self.nth]} Meeting of States Parties to the {self.treaty}"
            self.title = f"Report of the {self.body}"
        else:
            self.self = "会议"
            self.treaty = f"《{SUBJECTS[subject]}{KINDS[kind]}》"
            self.body = f"{self.treaty}缔约国第{NUMERALS[self.nth]}次会议"
            self.title = f"{self.body}的报告"
        self.states = [(row.key, row[f"name_{language}"]) for row in tables.rows("states")
                       if row[f"name_{language}"] and row.key not in TWO_WAYS and "(" not in row[f"name_{language}"]
                       and "（" not in row[f"name_{language}"] and " and " not in row[f"name_{language}"]]
        self.items = list(ITEMS)
        self.at = 1
        self.documents = 1
        self.facts: list[Fact] = []
        self.paragraph = ""

    # ---- what is drawn

    def some(self, least: int, most: int) -> list[tuple[str, str]]:
        return self.random.sample(self.states, self.random.randint(least, most))

    def person(self) -> str:
        if self.language == "en":
            return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"
        return "·".join("".join(self.random.sample(SYLLABLES, self.random.randint(2, 3))) for _ in range(2))

    def document(self) -> str:
        self.documents += 1
        return f"{self.head}/{self.documents}" if self.documents != 20 else self.document()

    def day_of(self, meeting: int) -> datetime.date:
        """Meetings follow each other through the days, two a day."""
        return self.first + datetime.timedelta(min((meeting - 1) // 2, (self.last - self.first).days))

    # ---- how it is written

    def written(self, day: datetime.date) -> str:
        if self.language == "en":
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def listed(self, states: list[tuple[str, str]]) -> str:
        names = [f"the {name}" if self.language == "en" and any(word in name for word in WITH_ARTICLE) else name
                 for _, name in states]
        joint, last = (", ", " and ") if self.language == "en" else ("、", "和")
        return names[0] if len(names) == 1 else joint.join(names[:-1]) + last + names[-1]

    def meeting(self, number: int) -> str:
        if self.language == "zh":
            return NUMERALS[number - 1]
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th')} plenary meeting"

    def put(self, kind: str, **slots: object) -> tuple[str, str]:
        """Return a wording of a kind, filled, and the wording itself."""
        wording = self.random.choice(self.wordings[kind])
        slots |= {"self": self.self, "body": self.body, "treaty": self.treaty, "post": self.random.choice(POSTS)}
        return wording.format(**slots), wording

    def tell(self, kind: str, **fields: Any) -> None:
        self.facts.append({"kind": kind, "paragraph": self.paragraph, **fields})

    def tell_act(self, verb: str | list[str], **fields: Any) -> None:
        """What an act says besides is no matter of these measures: right if it is found, and not asked for."""
        self.tell("act", verb=verb, optional=True, **fields)

    def tell_meeting(self, number: int, wording: str) -> None:
        if "{meeting}" in wording:
            day = {"date": self.day_of(number).isoformat()} if "{day}" in wording else {}
            self.tell("meeting", n=number, of="conference", **day)

    def placed(self, number: int, wording: str, item: str = "") -> Fact:
        """Return the details of where something happened that a wording gives."""
        found: Fact = {"meeting": number} if "{meeting}" in wording else {}
        return found | ({"item": item} if "{item}" in wording else {})

    # ---- events

    def held(self) -> str:
        words, _ = self.put("held", first=self.written(self.first), last=self.written(self.last))
        self.tell("conference", name=[self.body, self.treaty], start=self.first.isoformat(), end=self.last.isoformat())
        self.tell_act(["hold", "convene", "meet", "host", "举行", "召开"])
        return words

    def president(self) -> str:
        (code, name), person = self.some(1, 1)[0], self.person()
        words, wording = self.put("president", meeting=self.meeting(1), day=self.written(self.day_of(1)), person=person, state=name)
        self.tell("office", who=f"person:{person}", office="President", of="conference", **{"for": f"state:{code}"})
        self.tell("decision", type="Election", what=[f"person:{person}", "words:President", "words:主席"], method="acclamation",
                  **self.placed(1, wording))
        self.tell_meeting(1, wording)
        return words

    def vice_presidents(self) -> str:
        states = self.some(2, 5)
        words, wording = self.put("vice_presidents", meeting=self.meeting(1), states=self.listed(states))
        for code, _ in states:
            self.tell("office", who=f"state:{code}", office="VicePresident", of="conference")
        self.tell("decision", type="Election", meeting=1,
                  what=[*(f"state:{code}" for code, _ in states), "words:Vice-Presidents", "words:副主席"])
        if "{meeting}" in wording:
            self.tell_meeting(1, wording)
        else:
            self.tell("meeting", n=1, of="conference", optional=True)
        return words

    def agenda(self) -> str:
        symbol = self.document()
        words, wording = self.put("agenda", meeting=self.meeting(1), symbol=symbol)
        self.tell("decision", type="Adoption", what=[symbol, "words:agenda", "words:议程"], **self.placed(1, wording))
        self.tell("citation", cites=symbol)
        self.tell("document", symbol=symbol)
        self.tell_meeting(1, wording)
        lines = []
        for number, item in enumerate(self.items, start=1):
            title = item if self.language == "en" else ITEMS[item]
            lines.append(f" {number}. {title}{'.' if self.language == 'en' else '。'}")
            self.tell("agenda", number=str(number), title=title)
        return "\n".join([words, *lines])

    def _on_a_document(self, kind: str, decision: str, verbs: list[str]) -> str:
        title, symbol, item = self.random.choice(list(TITLES)), self.document(), str(self.random.randint(4, len(ITEMS)))
        shown = title if self.language == "en" else TITLES[title]
        number = self.at
        words, wording = self.put(kind, meeting=self.meeting(number), day=self.written(self.day_of(number)), title=shown,
                                  symbol=symbol, item=item)
        method = {"method": "consensus"} if "consensus" in wording or "协商一致" in wording else {}
        self.tell("decision", type=decision, what=[symbol, f"words:{shown}"], **method, **self.placed(number, wording, item))
        self.tell("citation", cites=symbol)
        self.tell("document", symbol=symbol, title=shown)
        self.tell_meeting(number, wording)
        self.tell_act(verbs)
        return words

    def adopted(self) -> str:
        return self._on_a_document("adopted", "Adoption", ["adopt", "approve", "consider"])

    def noted(self) -> str:
        return self._on_a_document("noted", "TakingNote", ["take note of", "note"])

    def parties(self) -> str:
        return self._participated("parties", "state-party")

    def observers(self) -> str:
        return self._participated("observers", "observer-state")

    def _participated(self, kind: str, capacity: str) -> str:
        taken = {fact["who"] for fact in self.facts if fact["kind"] == "participation"}
        states = [state for state in self.some(5, 30) if f"state:{state[0]}" not in taken]
        words, _ = self.put(kind, states=self.listed(states), number=len(states))
        for code, _ in states:
            self.tell("participation", who=f"state:{code}", capacity=capacity)
        self.tell("count", value=len(states))
        return words

    def statements(self) -> str:
        states, item, number = self.some(1, 8), str(self.random.randint(4, len(ITEMS))), self.at
        words, wording = self.put("statements", meeting=self.meeting(number), day=self.written(self.day_of(number)), item=item,
                                  states=self.listed(states))
        if len(states) == 1:
            words = words.replace("representatives", "representative").replace("Delegates", "A delegate")
        for code, _ in states:
            self.tell("statement", who=f"state:{code}", **self.placed(number, wording, item))
        self.tell_meeting(number, wording)
        return words

    def spoke(self) -> str:
        (code, name), person, number = self.some(1, 1)[0], self.person(), self.at
        item = str(self.random.randint(4, len(ITEMS)))
        words, wording = self.put("spoke", meeting=self.meeting(number), day=self.written(self.day_of(number)), item=item,
                                  state=name, person=person)
        self.tell("statement", who=f"person:{person}", **{"for": f"state:{code}"}, **self.placed(number, wording, item))
        self.tell_meeting(number, wording)
        return words

    def committee(self) -> str:
        states = self.some(3, 6)
        words, wording = self.put("committee", meeting=self.meeting(1), day=self.written(self.day_of(1)), states=self.listed(states))
        organ = "Credentials Committee" if self.language == "en" else "全权证书委员会"
        for code, _ in states:
            self.tell("office", who=f"state:{code}", office="CommitteeMember",
                      of=["Credentials Committee", "全权证书委员会"])
        self.tell("decision", type=["Establishment", "Election"], meeting=1,
                  what=[f"words:{organ}", *(f"state:{code}" for code, _ in states)])
        self.tell_meeting(1, wording)
        return words

    def meetings(self) -> str:
        words, _ = self.put("meetings", count=10)
        self.tell("count", value=10)
        self.tell_act(["hold", "举行"])
        return words

    def vote(self) -> str:
        symbol, number = self.document(), self.at
        yes, no, abstained = self.random.randint(60, 120), self.random.randint(2, 20), self.random.randint(2, 30)
        words, wording = self.put("vote", meeting=self.meeting(number), day=self.written(self.day_of(number)), symbol=symbol,
                                  yes=yes, no=no, abstained=abstained)
        self.tell("vote", in_favour=yes, against=no, abstaining=abstained, question=symbol)
        self.tell("decision", type="Adoption", what=symbol, method="vote", **self.placed(number, wording))
        self.tell("citation", cites=symbol)
        self.tell("document", symbol=symbol)
        self.tell_meeting(number, wording)
        return words

    def presided(self) -> str:
        (_, name), person, number = self.some(1, 1)[0], self.person(), self.at
        words, wording = self.put("presided", meeting=self.meeting(number), day=self.written(self.day_of(number)), state=name,
                                  person=person)
        self.tell("presiding", who=f"person:{person}", meeting=number)
        self.tell("office", who=f"person:{person}", office="Chair", optional=True)
        self.tell_meeting(number, wording)
        return words

    def joined(self) -> str:
        states = self.some(1, 4)
        words, _ = self.put("joined", states=self.listed(states))
        for code, _ in states:
            self.tell("status", who=f"state:{code}", status="ratified")
        self.tell_act(["welcome", "欢迎", "欣见", "note", "ratify", "deposit"])
        return words

    def cited(self) -> str:
        resolution, rule = f"{self.random.randint(60, 79)}/{self.random.randint(1, 250)}", self.random.randint(5, 60)
        words, wording = self.put("cited", resolution=resolution, rule=rule)
        self.tell("citation", cites=f"A/RES/{resolution}")
        self.tell("document", symbol=f"A/RES/{resolution}")
        self.tell_act(["recall", "refer", "mention"])
        if "{rule}" in wording:
            self.tell("citation", cites=f"rule:{rule}")
            self.tell_act(["take account", "take account of"])
        return words

    def urged(self) -> str:
        states = self.some(1, 3)
        words, wording = self.put("urged", states=self.listed(states))
        verbs = {"urge": "urged 敦促", "call upon": "called 呼吁", "invite": "invited 邀请", "encourage": "encouraged 鼓励",
                 "appeal": "appealed", "request": "要求"}
        verb = next(verb for verb, forms in verbs.items() if any(form in wording for form in forms.split()))
        self.tell("act", verb=[verb, "appeal"] if verb == "call upon" else verb,
                  addressee=[f"state:{code}" for code, _ in states])
        return words

    def said(self) -> str:
        matter = self.random.choice(list(MATTERS))
        words, wording = self.put("said", matter=matter if self.language == "en" else MATTERS[matter])
        verbs = {"reaffirm": "reaffirmed 重申 再次申明", "welcome": "welcomed 欢迎", "express appreciation": "appreciation 感谢",
                 "emphasize": "emphasized 强调", "express satisfaction": "Satisfaction"}
        verb = next(verb for verb, forms in verbs.items() if any(form in wording for form in forms.split()))
        alike = {"express appreciation": ["express its appreciation", "thank", "express"], "reaffirm": ["affirm"],
                 "express satisfaction": ["voice satisfaction", "express its satisfaction", "voice"]}
        self.tell("act", verb=[verb, *alike.get(verb, ())])
        return words

    # ---- the report

    def sentences(self, paragraphs: int) -> Iterator[Callable[[], str]]:
        yield from (self.held, self.president, self.vice_presidents, self.agenda, self.committee, self.parties, self.observers)
        kinds = [kind for kind, weight in BODY for _ in range(weight)]
        for number in range(paragraphs - 8):
            # Meetings only go forward, as in a report.
            self.at = 2 + number * 8 // max(1, paragraphs - 8)
            yield getattr(self, self.random.choice(kinds))
        yield self.meetings

    def made(self, paragraphs: int) -> tuple[str, dict[str, Any]]:
        """Return the text and what it states."""
        self.paragraph = "header"
        self.tell("conference", name=[self.body, self.treaty], start=self.first.isoformat(), end=self.last.isoformat(), optional=True)
        self.tell("document", symbol=self.symbol, title=self.title, optional=True)
        language = "English" if self.language == "en" else "中文"
        days = f"Geneva, {self.written(self.first)} to {self.written(self.last)}" if self.language == "en" else \
            f"{self.written(self.first)}至{self.written(self.last)}，日内瓦"
        lines = [self.body, "", self.symbol, "", language, "", days, "", self.title, ""]
        for number, sentence in enumerate(self.sentences(paragraphs), start=1):
            self.paragraph = str(number)
            lines += [f"{number}. {sentence()}", ""]
        facts = _met(self.facts)
        return "\n".join(lines), {
            "document": self.symbol, "language": self.language, "body": self.body, "start": self.first.isoformat(),
            "end": self.last.isoformat(), "treaty": self.treaty, "covers": ["*"], "facts": facts, "traps": []}


def _met(facts: list[Fact]) -> list[Fact]:
    """Put together facts that are one thing said twice: they have all their paragraphs."""
    found: dict[str, Fact] = {}
    for fact in facts:
        same = {key: value for key, value in fact.items() if key != "paragraph" and not (fact["kind"] == "meeting" and key == "date")}
        known = found.setdefault(json.dumps(same, sort_keys=True, ensure_ascii=False), {**fact, "paragraph": []})
        known["paragraph"].append(fact["paragraph"])
        known.update({key: fact[key] for key in ("date",) if key in fact})
    return list(found.values())


def wordings(apart: bool) -> dict[str, dict[str, list[str]]]:
    """Return the wordings by language and kind."""
    return tomllib.loads(WORDINGS[apart].read_text(encoding="utf-8"))


def reports(number: int, seed: int, apart: bool, paragraphs: int = 40) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, text and gold of reports, every other one in Chinese."""
    tables, said = shipped(), wordings(apart)
    for at in range(1, number + 1):
        language = "en" if at % 2 else "zh"
        text, gold = Maker(at, language, said[language], tables, f"{seed}/{at}/{apart}").made(paragraphs)
        yield f"report-{at:05d}.{language}", text, gold


def write(folder: Path, number: int, seed: int, apart: bool, paragraphs: int) -> None:
    """Write reports with their gold into a folder."""
    for part in ("texts", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, text, gold in reports(number, seed, apart, paragraphs):
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / "gold" / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--apart", action="store_true", help="wordings that no frame was written from")
    given = parser.parse_args()
    write(given.folder, given.reports, given.seed, given.apart, given.paragraphs)


if __name__ == "__main__":
    main()
