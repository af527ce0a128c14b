"""Reads the mini reports of rules/<ID>/ and compares what they give with what was written down by hand beside them.

A case is a TOML file. `text` is set into a frame that gives it a conference of 2023 (`whole` for no frame,
`declaration` for one that ends inside a declaration, `lists` inside its appendix), Chinese unless `language` says
otherwise. `expect` and `absent` are triples
in a short hand: `c:` is the conference, `r:` the report, `d:` a document. Beside real predicates there are `quotes`
(the evidence of the subject has these words), `denotes` and `in` (of the words at the left). `*` is anything.
`findings` are all findings, as `kind` or `kind @ words`; `error` is part of the message of a text that is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from frames import FRAMES as SMALL_FRAMES
from pyoxigraph import Literal, NamedNode
from texts import read_text

from treatygraph import iris, vocab
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.language import languages
from treatygraph.model import Finding, TreatyGraphError
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.registry import FREE, rules
from treatygraph.vocab import tg

FOLDER = Path(__file__).with_name("rules")
FILES = sorted(FOLDER.glob("*/*.toml"))

HEADER = """Dist. GENERAL
22 September 2023
Chinese
Original: English

促进《全面禁止核试验条约》生效会议

2023年9月22日

会议报告

导言

"""
DECLARATION = HEADER + """1. 会议共举行了两次全体会议。

附件

《全面禁止核试验条约》生效最后宣言

1. 我们，批准国，连同签署国，于 2023 年 9 月 22 日举行会议，讨论《全面禁止核试验条约》的生效。
"""
LISTS = DECLARATION + """
附录

国家名单

"""

ENGLISH_HEADER = """Distr. GENERAL
22 September 2023
English
Original: English

Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

22 September 2023

Report of the Conference

Introduction

"""
ENGLISH_DECLARATION = ENGLISH_HEADER + """1. The Conference held two plenary meetings.

Annex

Final Declaration on the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

1. We, the ratifying States, together with the States Signatories, met on 22 September 2023 to discuss the entry into force of the Comprehensive Nuclear-Test-Ban Treaty.
"""
ENGLISH_LISTS = ENGLISH_DECLARATION + """
Appendix

List of States

"""
FRAMES = {"zh": (HEADER, DECLARATION, LISTS), "en": (ENGLISH_HEADER, ENGLISH_DECLARATION, ENGLISH_LISTS),
          **SMALL_FRAMES}

Term = NamedNode | Literal
Statement = tuple[Term, Term, Term]


@dataclass(frozen=True)
class Case:
    text: str
    why: str
    expect: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    symbol: str = "CTBT-Art.XIV/2023/6"
    language: str = "zh"
    whole: bool = False
    declaration: bool = False
    lists: bool = False
    elsewhere: str = ""
    error: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)

    @property
    def report(self) -> str:
        """The text in its frame."""
        header, declaration, lists = FRAMES[self.language]
        frame = declaration if self.declaration else lists if self.lists else "" if self.whole else header
        return frame + self.text


def prefixes(symbol: str) -> dict[str, str]:
    """Return what the prefixes of the short hand stand for in a report of that symbol."""
    year = re.search(r"/(\d{4})/", symbol)
    conference = iris.conference("ctbt-art-xiv", year.group(1) if year else "2023")
    return {
        "tg": iris.ONTOLOGY, "id": iris.ID, "c": conference, "r": iris.document(symbol),
        "skos": vocab.SKOS, "dcterms": vocab.DCTERMS, "schema": vocab.SCHEMA, "xsd": vocab.XSD,
        "d": iris.ID + "document/", "conf": iris.ID + "conference/", "state": iris.ID + "state/",
        "org": iris.ID + "organization/", "person": iris.ID + "person/", "grp": iris.ID + "state-group/",
        "treaty": iris.ID + "treaty/", "event": iris.ID + "event/", "concept": iris.ID + "concept/",
        "series": iris.ID + "series/", "rule": iris.ID + "rule/",
    }


def load(path: Path) -> Case:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    case = Case(**fields)
    case.prefixes.update(prefixes(case.symbol))
    return case


# ---- the short hand

TOKEN = re.compile(r'"[^"]*"(?:@[a-z-]+|\^\^\S+)?|\S+')
LITERAL = re.compile(r'"([^"]*)"(?:@([a-z-]+)|\^\^(\S+))?')


def term(token: str, prefixes: dict[str, str]) -> Term:
    """Expand a token: `a`, a number, a literal, or a prefixed name, whose local part may hold anything."""
    if token == "a":
        return NamedNode(vocab.TYPE)
    if token.isdigit():
        return Literal(token, datatype=NamedNode(vocab.XSD + "integer"))
    if found := LITERAL.fullmatch(token):
        words, language, datatype = found.groups()
        if datatype:
            kind = term(datatype, prefixes)
            assert isinstance(kind, NamedNode)
            return Literal(words, datatype=kind)
        return Literal(words, language=language) if language else Literal(words)
    prefix, colon, local = token.partition(":")
    assert colon, f"{token} has no prefix"
    assert prefix in prefixes, f"{token} has an unknown prefix"
    base = prefixes[prefix]
    return NamedNode(f"{base}/{local}" if prefix in {"c", "r"} and local else base + local)


def plain(value: object) -> Term:
    """Data has no blank nodes."""
    assert isinstance(value, NamedNode | Literal)
    return value


class Graph:
    """The triples of a report, and the questions that the short hand asks of them."""

    def __init__(self, report: ReadReport) -> None:
        self.triples: set[Statement] = {(plain(t.subject), t.predicate, plain(t.object)) for t in assemble_report(report)}
        self.words: dict[Term, str] = {s: o.value for s, p, o in self.triples if p.value == tg("quote")}

    def holds(self, line: str, prefixes: dict[str, str]) -> bool:
        """Tell whether some triple fits a line of the short hand."""
        subject, predicate, target = TOKEN.findall(line)
        if predicate == "quotes":
            words = term(target, prefixes).value
            return any(self.words.get(o) == words for s, p, o in self.triples
                       if p.value == vocab.DERIVED_FROM and self._fits(s, subject, prefixes))
        if predicate in {"denotes", "in"}:
            wanted = tg("denotes") if predicate == "denotes" else tg("inProvision")
            return any(p.value == wanted and self._fits(o, target, prefixes)
                       and (subject == "*" or self.words[s] == term(subject, prefixes).value)
                       for s, p, o in self.triples)
        return any(self._fits(s, subject, prefixes) and self._fits(p, predicate, prefixes)
                   and self._fits(o, target, prefixes) for s, p, o in self.triples)

    def _fits(self, value: Term, token: str, prefixes: dict[str, str]) -> bool:
        if token == "*":
            return True
        if token.endswith((":*", "/*")):
            return isinstance(value, NamedNode) and (
                value.value.startswith(term(token[:-1], prefixes).value) or value == term(token, prefixes))
        return value == term(token, prefixes)

    def about(self, line: str, prefixes: dict[str, str]) -> str:
        """What the graph says of a line's subject, for the message of a failing case."""
        subject = TOKEN.findall(line)[0]
        if subject == "*" or subject.startswith('"'):
            return ""
        return "\n".join(sorted(f"    {p} {o}" for s, p, o in self.triples if self._fits(s, subject, prefixes)))


ACCOUNTING = {"in-no-fact", "kept-in-words"}


def shown(finding: Finding, expected: tuple[str, ...]) -> str:
    """Write a finding as the case writes it: with its words, unless the case gives the kind alone."""
    return finding.kind if finding.kind in expected else f"{finding.kind} @ {finding.words}"


def expected(finding: Finding, listed: tuple[str, ...]) -> bool:
    """Tell whether a case must list a finding: what the accounting adds of things said, only where a case is about it."""
    return finding.kind not in ACCOUNTING or any(one.partition(" @ ")[0] == finding.kind for one in listed)


def fired(report: ReadReport) -> Counter[str]:
    """How many records and mentions each rule gave."""
    return Counter([record.rule for record in report.records] + [mention.rule for mention in report.mentions])


# ---- tests


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_case(path: Path) -> None:
    case, rule = load(path), rules()[path.parent.name]
    if case.error:
        with pytest.raises(TreatyGraphError, match=re.escape(case.error)):
            read_text(case.report, case.symbol, case.language)
        return
    report = read_text(case.report, case.symbol, case.language)
    graph = Graph(report)
    missing = [f"{line}\n{graph.about(line, case.prefixes)}" for line in case.expect
               if not graph.holds(line, case.prefixes)]
    assert not missing, f"{case.why}: not in the graph:\n" + "\n".join(missing)
    wrong = [line for line in case.absent if graph.holds(line, case.prefixes)]
    assert not wrong, f"{case.why}: must not be in the graph:\n" + "\n".join(wrong)
    found = Counter(shown(finding, case.findings) for finding in report.findings if expected(finding, case.findings))
    assert found == Counter(case.findings), case.why
    if path.stem.endswith(".fires"):
        assert not rule.emits or fired(report)[rule.id], f"{rule.id} gave nothing"
    elif not case.elsewhere:
        assert not fired(report)[rule.id], f"{rule.id} fired: {[r for r in report.records if r.rule == rule.id]}"


def test_every_rule_has_a_case_that_fires_and_a_near_miss() -> None:
    kinds = {(path.parent.name, path.stem.rpartition(".")[2]) for path in FILES}
    wanted = {(rule_id, kind) for rule_id in rules() for kind in ("fires", "misses")}
    assert kinds == wanted


def worded(language: str) -> set[str]:
    """Return the rules for which a language has wordings."""
    return {row.rule for row in languages.load(language).rows if not row.rule.startswith(FREE)}


def test_english_has_wordings_for_every_rule_that_chinese_has_wordings_for() -> None:
    assert worded("zh") - worded("en") == set()


def test_every_rule_with_english_wordings_has_an_english_case_that_fires_and_a_near_miss() -> None:
    kinds = {(path.parent.name, path.stem.rpartition(".")[2]) for path in FILES if load(path).language == "en"}
    wanted = {(rule_id, kind) for rule_id in worded("en") for kind in ("fires", "misses")}
    assert wanted - kinds == set()


@pytest.mark.parametrize("language", sorted(SMALL_FRAMES))
def test_every_rule_with_wordings_has_a_case_that_fires_and_a_near_miss_in_each_language(language: str) -> None:
    kinds = {(path.parent.name, path.stem.rpartition(".")[2]) for path in FILES if load(path).language == language}
    assert kinds == {(rule_id, kind) for rule_id in worded(language) for kind in ("fires", "misses")}


def claims(case: Case) -> Iterator[str]:
    yield from case.expect
    yield from case.findings
    if case.error:
        yield case.error


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_case_says_why_and_what_happens(path: Path) -> None:
    case = load(path)
    assert case.why
    assert list(claims(case)), "a case must say what happens, not only what does not"
    assert all(len(TOKEN.findall(line)) == 3 for line in (*case.expect, *case.absent))
    assert not case.elsewhere or case.absent, "a rule that fires elsewhere must name what it leaves alone"


def test_no_two_cases_read_the_same_text() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for path in FILES:
        case = load(path)
        key = (path.parent.name, case.report, case.symbol)
        assert key not in seen, f"{path} reads what {seen.get(key)} reads"
        seen[key] = str(path)
