"""Checks the language in which wordings are written: what it matches, what it refuses, and how much work it does."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from counted import calls
from test_reading_rules import DECLARATION, HEADER
from texts import read_anew, read_text

from treatygraph import paths
from treatygraph.find.fold import fold
from treatygraph.language import languages
from treatygraph.language.frame_words import frame_words
from treatygraph.language.languages import PatternError, available, load, parse
from treatygraph.reading import engine
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.matching import MOST_ADVERBIALS, Bindings, Matcher
from treatygraph.reading.registry import Rule, RuleError, Use, patterns, rule, rules
from treatygraph.reading.wording import Wording, compile_wording

KNOWN = frozenset({"text", "clause", "word", "number"})


def compiled(source: str) -> Wording:
    return compile_wording(source, KNOWN, "zh.toml:7")


def slot_reader(text: str) -> Callable[[str, bool, int], list[tuple[int, object]]]:
    """A reader for tests: a `word` is a run of capitals, a `number` of digits, a list is parted by commas."""

    def read(type_: str, many: bool, at: int) -> list[tuple[int, object]]:
        fits = str.isupper if type_ == "word" else str.isdigit
        ends = []
        stop = at
        while stop < len(text) and fits(text[stop]):
            stop += 1
            ends.append((stop, text[at:stop]))
        found: list[tuple[int, object]] = list(reversed(ends))
        if many and found and text[stop : stop + 1] == "、":
            found = [(end, (text[at:stop], *(rest if isinstance(rest, tuple) else (rest,))))
                     for end, rest in read(type_, True, stop + 1)] + found
        return found

    return read


def matches(source: str, text: str, adverbials: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """Return the fillings of each way a wording reads the whole of a text."""
    folded = fold(text).text
    rows = tuple(("way", compiled(adverbial)) for adverbial in adverbials)
    ends = Matcher(folded, slot_reader(folded), rows).ends(compiled(source), 0)
    return [{filling.name: filling.value for filling in bound} for end, bound in ends.items() if end == len(folded)]


# ---- what a wording matches


@pytest.mark.parametrize(
    ("source", "text", "fillings"),
    [
        ("会议，开幕", "会议, 开 幕", {}),
        ("会议,开幕", "会议，开幕", {}),
        ("第（１）项", "第(1)项", {}),
        ("A b {n:number}", "A b 5", {"n": "5"}),
        ("{word}开幕", "ABC开幕", {"word": "ABC"}),
        ("{a:word}和{b:word}", "AB和C", {"a": "AB", "b": "C"}),
        ("{a:words}开幕", "A、B、C开幕", {"a": ("A", "B", "C")}),
        ("{a:words}开幕", "A开幕", {"a": "A"}),
        ("<甲|乙>开幕", "乙开幕", {}),
        ("<甲>?开幕", "开幕", {}),
        ("<甲>?开幕", "甲开幕", {}),
        ("<甲{a:word}|乙{b:number}>?开幕", "乙7开幕", {"b": "7"}),
        ("<甲<乙|丙>?>?{a:word}", "甲丙X", {"a": "X"}),
        ("就{matter:text}开幕", "就一，二；三开幕", {"matter": "一,二;三"}),
        ("就{matter:clause}", "就一二三", {"matter": "一二三"}),
        ("就{matter:text}开幕，{b:word}", "就开幕式开幕，X", {"matter": "开幕式", "b": "X"}),
        ("{a:word}{b:word}", "AB", {"a": "A", "b": "B"}),
    ],
)
def test_matches(source: str, text: str, fillings: dict[str, object]) -> None:
    assert fillings in matches(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("会议开幕", "会议闭幕"),
        ("会议开幕", "会议开幕了"),
        ("<甲|乙>开幕", "甲乙开幕"),
        ("<甲|乙>开幕", "开幕"),
        ("{word}开幕", "开幕"),
        ("{a:word}开幕", "A、B开幕"),
        ("就{matter:clause}开幕", "就一，二开幕"),
        ("就{matter:text}开幕", "就开幕"),
    ],
)
def test_does_not_match(source: str, text: str) -> None:
    assert matches(source, text) == []


@pytest.mark.parametrize("text", ["会议在1处以A方式开幕", "会议以A方式在1处开幕", "会议在1处开幕", "会议以A方式，在1处，开幕", "会议开幕"])
def test_adverbials_in_any_order(text: str) -> None:
    found = matches("会议{~}开幕", text, ("在{n:number}处", "以{a:word}方式"))
    wanted = {name: value for name, value, mark in (("n", "1", "处"), ("a", "A", "方式")) if mark in text}
    assert found == [wanted]


def test_no_more_adverbials_than_a_sentence_has() -> None:
    assert matches("会议{~}开幕", "会议" + "在1处" * MOST_ADVERBIALS + "开幕", ("在{n:number}处",))
    assert not matches("会议{~}开幕", "会议" + "在1处" * (MOST_ADVERBIALS + 1) + "开幕", ("在{n:number}处",))


def test_search_takes_the_longest_and_goes_on_behind_it() -> None:
    text = "A、B 1 C2"
    folded = fold(text).text
    matcher = Matcher(folded, slot_reader(folded))
    found = [folded[start:end] for start, end, _ in matcher.search(compiled("{a:words}"))]
    assert found == ["A、B", "C"]


def test_free_text_ends_before_what_ends_a_sentence() -> None:
    folded = fold("就一二三。").text
    ends = Matcher(folded, slot_reader(folded)).ends(compiled("就{matter:text}"), 0)
    assert max(ends) == len(folded) - 1


# ---- what a wording may not be


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("会议{a:nothing}", "unknown slot type 'nothing'"),
        ("会议{nothings}", "unknown slot type 'nothings'"),
        ("会议{texts}", "unknown slot type 'texts'"),
        ("会议<甲", "'<' is never closed"),
        ("会议甲>", "'>' closes nothing"),
        ("会议甲>?", "'>?' closes nothing"),
        ("会议|甲", "'|' stands outside <…>"),
        ("会议<甲|>", "an empty alternative"),
        ("会议{甲", "a brace that is no slot"),
        ("会议}", "a brace that is no slot"),
        ("会议{a b}", "a brace that is no slot"),
        ("{a:word}和{a:word}", "slot 'a' is used twice"),
        ("{word}和{word}", "slot 'word' is used twice"),
        ("{a:word}<和{a:number}>?", "slot 'a' is used twice"),
        ("会议{a:text}{b:clause}", "two free texts side by side"),
        ("会议。开幕", "a sentence's end inside a wording"),
        ("会议<甲！|乙>", "a sentence's end inside a wording"),
        ("{a:text}", "nothing but free text"),
        ("{~}{a:clause}", "nothing but free text"),
        ("{~}", "nothing but free text"),
        ("", "nothing but free text"),
    ],
)
def test_refused_wordings(source: str, message: str) -> None:
    with pytest.raises(PatternError) as refused:
        compiled(source)
    assert message in str(refused.value)
    assert str(refused.value).startswith("zh.toml:7: ")
    assert f'"{source}"' in str(refused.value)


def test_one_slot_name_in_two_alternatives() -> None:
    assert matches("<甲{a:word}|乙{a:number}>", "乙3") == [{"a": "3"}]


# ---- what a language file may not be

FILE = """[language]
code = "xx"

[[rules.DEC-03]]
sentence = "会议通过了{documents:own_report}"
%s
[references]
own_report = ["其报告"]
[lexicon.office]
"主席" = "President"
"""


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('[[rules.ZZZ-99]]\nsentence = "会议"', "xx.toml:6: no rule ZZZ-99"),
        ('[[rules.DEC-03]]\nheading = "会议"', "xx.toml:6: DEC-03 reads a sentence, not a heading"),
        ('[[rules.DEC-02]]\nsentence = "会议通过了{documents:own_report}"', "xx.toml:6: the same wording stands at xx.toml:4"),
        ('[[rules.FRE-01]]\nsentence = "会议"', "xx.toml:6: FRE-01 declares a sentence free of facts but gives no reason"),
        ('[[rules.DEC-03]]\nsentence = "会议{x:nothing}"', "xx.toml:6: unknown slot type 'nothing'"),
        ('[[rules.DEC-03]]\ntext = "会议"', "xx.toml:6: a wording of DEC-03 needs exactly one of"),
        ('[[rules.DID-01]]\nclause = "会议"', "xx.toml:6: a wording of DID-01 needs exactly one of sentence, phrase, heading"),
        ('[[rules.DEC-03]]\nsentence = "会议"\nheading = "会议"', "xx.toml:6: a wording of DEC-03 needs exactly one of"),
        ('[rules.DEC-05]\nsentence = "会议"', "xx.toml: write [[rules.DEC-05]] with double brackets"),
        ('[sentences]\na = "b"', "xx.toml: unknown section [sentences]"),
        ('[[rules.DEC-03]\n', "xx.toml:6: not well-formed TOML: "),
    ],
)
def test_refused_files(rows: str, message: str) -> None:
    with pytest.raises(PatternError) as refused:
        patterns(parse(FILE % rows, "xx.toml"))
    assert message in str(refused.value)


def test_a_file_names_its_language() -> None:
    with pytest.raises(PatternError, match=r"xx\.toml: \[language\] must give"):
        parse("[language]\n", "xx.toml")
    with pytest.raises(PatternError, match=r"no patterns for language 'tlh'; there are patterns for .*zh"):
        languages.load("tlh")


def test_fact_free_wordings_need_a_reason_and_are_kept() -> None:
    language = parse(FILE % '[[rules.FRE-01]]\nsentence = "会议鼓掌"\nreason = "courtesy"', "xx.toml")
    rows = {row.rule: row for row in patterns(language)["sentence"]}
    assert rows["FRE-01"].reason == "courtesy"
    assert rows["DEC-03"].reason == ""
    assert rows["FRE-01"].place == "xx.toml:6"


# ---- what a rule may not be


def good(*_: object) -> list[object]:
    """Read something.

    If: a. Then: b. Near miss: c.
    """
    return []


def bare(*_: object) -> list[object]:
    """Read something."""
    return []


def test_refused_rules() -> None:
    before = set(rules())
    for id_, reads, function, message in (
        ("dec-3", "sentence", good, "is no rule id"),
        ("DEC-03", "sentence", good, "rule id DEC-03 is taken by adoption"),
        ("ZZZ-01", "word", good, "it may read sentence"),
        ("ZZZ-02", "sentence", bare, "does not say its If / Then / Near miss"),
    ):
        with pytest.raises(RuleError, match=message):
            rule(id_, reads=reads, emits=())(function)  # type: ignore[arg-type]
    with pytest.raises(RuleError, match="is to be used for act, which DID-01 is used for"):
        rule("ZZZ-01", reads="clause", emits=(), use=Use.ACT)(good)
    assert set(rules()) == before


def asking(signature: str) -> Callable[..., list[object]]:
    """Make a function of these parameters that is a rule but for them."""
    scope: dict[str, Callable[..., list[object]]] = {}
    exec(f"from __future__ import annotations\ndef asked({signature}):\n    return []", scope)
    scope["asked"].__doc__ = good.__doc__
    return scope["asked"]


@pytest.mark.parametrize(("reads", "signature", "message"), [
    ("sentence", "match, weather: Weather", "asks for 'weather'; it may ask for report, outline, conference"),
    ("sentence", "report: ReportText", "reads a sentence, so its first parameter must be match"),
    ("report", "match, report: ReportText", "asks for 'match'"),
    ("sentence", "match, facts: Findings", "asks for facts as 'Findings'; write Facts or FactsInTheMaking"),
    ("sentence", "match, facts", "asks for facts as"),
    ("sentence", "match, *, reading: Reading", "asks for 'reading'"),
    ("sentence", "match, conference: ConferenceInTheMaking", "only a rule that reads the header may make the"),
    ("report", "conference: ConferenceInTheMaking", "only a rule that reads the header may make the conference"),
])
def test_a_rule_may_ask_only_for_parts_that_there_are(reads: str, signature: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        rule("ZZZ-03", reads=reads, emits=())(asking(signature))  # type: ignore[arg-type]
    assert "ZZZ-03" not in rules()


def test_a_rule_is_given_just_what_it_asks_for() -> None:
    given: dict[str, object] = {}

    def asked(match: object, facts: object, conference: object) -> list[object]:
        given.update(match=match, facts=facts, conference=conference)
        return []

    reading = read_text(HEADER + "1. 会议共举行了两次全体会议。\n", "CTBT-Art.XIV/2023/6").reading
    parts = (("facts", "Facts"), ("conference", "ConferenceFrame"))
    match = object()
    Rule("ZZZ-04", "sentence", (), asked, parts=parts).apply(reading, match)  # type: ignore[arg-type]
    assert given == {"match": match, "facts": reading.facts, "conference": reading.conference}


def test_only_the_headers_rules_make_the_conference_and_nobody_writes_it_afterwards() -> None:
    makers = {id_ for id_, known in rules().items() if ("conference", "ConferenceInTheMaking") in known.parts}
    assert makers == {"CNF-01", "DOC-02"}
    conference = read_text(HEADER + "1. 会议共举行了两次全体会议。\n", "CTBT-Art.XIV/2023/6").reading.conference
    with pytest.raises(FrozenInstanceError):
        conference.year = 1999  # type: ignore[misc]


def test_a_rule_may_not_emit_what_it_does_not_declare() -> None:
    silent = rules()["CTR-01"]
    record = next(iter(read_text(HEADER + "1. 会议共举行了两次全体会议。\n", "CTBT-Art.XIV/2023/6").records))
    with pytest.raises(RuleError, match="rule CTR-01 emitted"):
        list(silent.checked([record]))


# ---- patterns against each other


def with_rows(monkeypatch: pytest.MonkeyPatch, rows: str, text: str) -> ReadReport:
    """Read a text with further rows at the end of the Chinese file."""
    source = (paths.languages() / "zh.toml").read_text(encoding="utf-8") + textwrap.dedent(rows)
    language = parse(source, "zh.toml")
    monkeypatch.setattr(engine, "load", lambda _code, **_more: language)
    return read_anew(HEADER + text, "CTBT-Art.XIV/2023/6")


def test_two_patterns_that_read_one_sentence_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    report = with_rows(monkeypatch, """
        [[rules.CNT-02]]
        sentence = "会议共举行了{value:number}次全体会{matter:text}"
        counts = "concept/plenary-meetings"
        [[rules.STM-05]]
        sentence = "会议共举行了{value:number}次全体会{matter:clause}"
        """, "1. 会议共举行了两次全体会谈。\n")
    findings = [finding for finding in report.findings if finding.kind == "ambiguous-pattern"]
    assert [finding.words for finding in findings] == ["会议共举行了两次全体会谈"]
    assert "(CNT-02)" in findings[0].message
    assert "(STM-05)" in findings[0].message
    assert "zh.toml:" in findings[0].message


def test_the_pattern_that_pins_down_more_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    report = with_rows(monkeypatch, """
        [[rules.FRE-01]]
        sentence = "会议共举行了{matter:text}"
        reason = "a looser wording"
        """, "1. 会议共举行了两次全体会议。\n")
    assert not [finding for finding in report.findings if finding.kind == "ambiguous-pattern"]
    assert [claim.rule for unit in report.units for claim in unit.claims if unit.kind == "sentence"] == ["CNT-02"]


def test_a_sentence_free_of_facts_is_accounted_for(monkeypatch: pytest.MonkeyPatch) -> None:
    report = with_rows(monkeypatch, """
        [[rules.FRE-01]]
        sentence = "会议全体起立{matter:text}"
        reason = "courtesy"
        """, "1. 会议全体起立默哀。\n2. 会议全体落座。\n")
    assert [finding.words for finding in report.findings] == ["会议全体落座。"]
    reasons = [claim.reason for unit in report.units for claim in unit.claims if claim.rule == "FRE-01"]
    assert reasons == ["courtesy"]


# ---- bounded work

LONGEST = 18_000
REPEATED: dict[str, tuple[str, str, str, str]] = {
    # what a text repeats: frame, words before, repeated words, words behind
    "commas": (HEADER, "1. ", "，", "。"),
    "clauses": (HEADER, "1. ", "会议，", "会议。"),
    "adverbials": (HEADER, "1. 会议", "依照议事规则第1条，", "通过了其报告。"),
    "adverbials before the subject": (HEADER, "1. ", "依照议事规则第1条，", "会议通过了其报告。"),
    "adverbials without a pause": (HEADER, "1. 会议", "在第一次全体会议上", "通过了其报告。"),
    "States": (HEADER, "1. 会议选举", "挪威、", "秘鲁担任会议主席。"),
    "States parted by commas": (HEADER, "1. 会议选举", "挪威，", "秘鲁担任会议主席。"),
    "unknown States": (HEADER, "1. 会议选举", "大洋国、", "秘鲁担任会议主席。"),
    "an unfinished list": (HEADER, "1. 以下其他国家出席了会议：", "挪威、", "。"),
    "opening brackets": (HEADER, "1. 会议通过了", "（", "。"),
    "nested brackets": (HEADER, "1. 会议通过了", "（）（", "）。"),
    "borders of a free text": (HEADER, "1. 会议就", "就", "做出了决定。"),
    "beginnings of a wording": (HEADER, "1. ", "会议通过了", "。"),
    "ordinals": (HEADER, "1. 在", "第一次、", "第一次全体会议上，会议通过了其报告。"),
    "digits": (HEADER, "1. 会议共举行了", "9", "次全体会议。"),
    "numerals": (HEADER, "1. 会议共举行了", "九", "次全体会议。"),
    "symbols": (HEADER, "1. 会议通过了其报告（", "CTBT-Art.XIV/2021/1 和 ", "Add.1）。"),
    "honorifics": (HEADER, "1. ", "先生", "在会上致辞。"),
    "posts": (HEADER, "1. ", "外交部长", "在会上致辞。"),
    "persons": (HEADER, "1. ", "德国外交部长海科·马斯先生和", "德国外交部长海科·马斯先生致辞。"),
    "quotation marks": (HEADER, "1. ", "“会议", "”。"),
    "verbs": (DECLARATION, "2. 我们", "重申，我们", "支持。"),
    "verbs joined": (DECLARATION, "2. 我们", "鼓励和", "鼓励各国。"),
    "addressees": (DECLARATION, "2. 我们敦促", "印度、", "埃及签署。"),
    "phrases": (DECLARATION, "2. ", "印度自1974年以来进行的两次核试验", "。"),
}


class Steps:
    """Counts the steps of all matchers; no clock, so that a busy machine changes nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken = 0
        step = Matcher._step

        def counted(matcher: Matcher, *args: object) -> dict[int, Bindings]:
            self.taken += 1
            return step(matcher, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Matcher, "_step", counted)

    def over(self, frame: str, before: str, words: str, behind: str, length: int) -> int:
        self.taken = 0
        read_anew(frame + before + words * (length // len(words)) + behind + "\n", "CTBT-Art.XIV/2023/6")
        return self.taken


@pytest.mark.parametrize("name", REPEATED)
def test_work_grows_with_the_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(monkeypatch)
    small, large = (steps.over(*REPEATED[name], length) for length in (1_000, 2_000))
    assert small > 50
    assert large / small <= 5


@pytest.mark.parametrize("name", ["adverbials", "adverbials without a pause", "States", "unknown States", "commas",
                                  "nested brackets", "verbs", "persons"])
def test_the_longest_sentence_is_read_without_deep_recursion(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """About as long as a sentence may be; 2,000 and more adverbials, names or brackets in it."""
    steps = Steps(monkeypatch)
    assert steps.over(*REPEATED[name], LONGEST) < 40 * LONGEST
    few, many = (calls(lambda length=length: steps.over(*REPEATED[name], length)) for length in (500, 1_500))
    assert many < 3.6 * few


def test_a_longer_sentence_is_refused_not_read() -> None:
    report = read_text(HEADER + "1. 会议" + "通过了其报告" * 4_000 + "。\n", "CTBT-Art.XIV/2023/6")
    assert [finding.kind for finding in report.findings] == ["sentence-too-long"]


@pytest.mark.parametrize("language", available())
def test_a_noun_of_bodies_stands_in_one_table(language: str) -> None:
    words = frame_words(language)
    assert words is not None
    nouns = [*load(language).layout["bodies"], *words.bodies["more_nouns"]]
    assert len(nouns) == len(set(nouns))
