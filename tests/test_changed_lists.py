"""Rewrites the lists of States of the real report and expects exactly the same rewriting in the facts.

Each example changes every list at once: permutes, drops, replaces and adds names, in any spelling of the tables.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from copies import C, Facts, R, differences, one, read, renamed, replaced, without
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import read_text, report_text, tables

from treatygraph.find.fold import fold

NAMES: dict[str, list[str]] = {row.key: list(row.names("zh")) for row in tables().rows("states")}
ISO = {fold(name).text: iso for iso, names in NAMES.items() for name in names}


def sites() -> dict[str, tuple[str, list[str]]]:
    """Find the lists of the text: by name, the words of the list and the States in it."""
    text, found = report_text(), {}
    for name, pattern in {
        "participants": r"签署国出席了会议：(.+?)。\n4\.",
        "others": r"以下其他国家出席了会议：(.+?)。",
        "presidents": r"方式选举(.+?)担任会议主席",
        "vice": r"会议选举(.+?)的代表担任会议副主席",
        "committee": r"设立了一个由(.+?)的代表组成",
        "speakers": r"代表作了发言：(.+?)。欧盟",
    }.items():
        match = re.search(pattern, text, re.S)
        assert match, name
        found[name] = (match.group(1), [ISO[fold(part).text] for part in split(match.group(1))])
    return found


def split(words: str) -> list[str]:
    """Cut a list at its separators and at the last joining word that leaves two names."""
    *parts, last = words.split("、")
    if fold(last).text not in ISO:
        at = next(i for i, char in enumerate(last) if char == "和" and fold(last[:i]).text in ISO)
        return [*parts, last[:at], last[at + 1 :]]
    return [*parts, last]


SITES = sites()
LISTS = {"A": "A. 已批准", "B": "B. 依据", "B.1": "1. 《条约》附件 2", "B.2": "2. 《条约》附件 2", "B.3": "3. 《条约》附件 2"}


def table_bounds(text: str, label: str) -> tuple[int, int]:
    """Return where the rows of a list of the appendix begin and end."""
    heading = text.index(LISTS[label], text.index("国家名单"))
    begin = text.index("\n\n", heading) + 2
    end = text.find("\n\n", begin)
    return begin, len(text) if end < 0 else end


def rows_of(label: str) -> list[str]:
    begin, end = table_bounds(report_text(), label)
    rows = [line.split("\t") for line in report_text()[begin:end].split("\n") if not line.startswith("--")]
    columns = max(len(row) for row in rows)
    return [ISO[fold(row[c]).text] for c in range(columns) for row in rows if c < len(row) and row[c].strip()]


@dataclass(frozen=True)
class Changed:
    """What each list of a copy is to hold, how its names are spelled, and how its tables are laid out."""

    lists: dict[str, list[str]]
    spelled: dict[str, list[str]]
    columns: dict[str, int]


@st.composite
def changes(draw: st.DrawFn) -> Changed:
    lists, spelled, columns = {}, {}, {}
    for name in (*SITES, *LISTS):
        states = list(SITES[name][1] if name in SITES else rows_of(name))
        keep = draw(st.integers(1, len(states)))
        states = draw(st.permutations(states))[:keep] if draw(st.booleans()) else states
        for _ in range(draw(st.integers(0, 4))):
            new = draw(st.sampled_from([iso for iso in NAMES if iso not in states]))
            at = draw(st.integers(0, len(states)))
            if draw(st.booleans()) and at < len(states):
                states = [*states[:at], new, *states[at + 1 :]]
            else:
                states = [*states[:at], new, *states[at:]]
        lists[name] = states
        spelled[name] = [draw(st.sampled_from(NAMES[iso])) for iso in states]
        columns[name] = draw(st.integers(1, 5))
    return Changed(lists, spelled, columns)


def rewritten(changed: Changed, joiner: str) -> str:
    """Write the copy."""
    text = report_text()
    for name, (words, _) in SITES.items():
        names = changed.spelled[name]
        text = replaced(text, f"{words}", listed(names, joiner)) if text.count(words) == 1 else around(text, name, names, joiner)
    for label in LISTS:
        begin, end = table_bounds(text, label)
        text = text[:begin] + laid_out(changed.spelled[label], changed.columns[label]) + text[end:]
    return text


def around(text: str, name: str, names: list[str], joiner: str) -> str:
    before = {"others": "以下其他国家出席了会议：", "presidents": "方式选举"}[name]
    return replaced(text, before + SITES[name][0], before + listed(names, joiner))


def listed(names: list[str], joiner: str) -> str:
    return "、".join(names[:-1]) + (joiner if len(names) > 1 else "") + names[-1]


def laid_out(names: list[str], columns: int) -> str:
    """Lay names out down the columns, as the report does."""
    height = -(-len(names) // columns)
    lines = []
    for row in range(height):
        cells = [names[row + height * c] if row + height * c < len(names) else "" for c in range(columns)]
        lines.append("\t".join(cells).rstrip("\t") if columns > 1 else cells[0])
    return "\n".join(lines)


BASE = read(report_text())


def check_offices(found: Facts, lists: dict[str, list[str]]) -> None:
    for name, office, decision in (("presidents", "President", "Election/President"),
                                   ("vice", "VicePresident", "Election/VicePresident"),
                                   ("committee", "CredentialsCommitteeMember", "Establishment/credentials-committee")):
        holdings = {f"{C}/office/{office}/{iso}" for iso in lists[name]}
        assert {iri for iri in found if iri.startswith(f"{C}/office/{office}/")} == holdings
        assert all(one(found, iri, "holder") == {f"state/{iri[-3:]}"} for iri in holdings)
        assert {v for v in one(found, f"{C}/decision/{decision}", "decided_on") if "/office/" in str(v)} == holdings
    presidency = {f"{C}/office/President/{iso}" for iso in lists["presidents"]}
    for speaker in ("naledi-pandor", "marina-sereni"):
        assert one(found, f"{C}/statement/{speaker}/item/4", "on_behalf_of") == presidency
    for act in ("paragraph/13/act/propose", "paragraph/25/act/inform",
                "paragraph/25/act/intend-to-request/un-secretary-general"):
        assert one(found, f"{R}/{act}", "actors") == presidency


def check_lists(found: Facts, lists: dict[str, list[str]]) -> None:
    statuses = {(iso, "Ratified") for iso in lists["A"] + lists["B.1"]}
    statuses |= {(iso, "SignedNotRatified") for iso in lists["B.2"]} | {(iso, "NotSigned") for iso in lists["B.3"]}
    assert {iri for iri, says in found.items() if ("type", "StatusAssertion") in says} == {
        f"{R}/status/ctbt/{iso}/{status}" for iso, status in statuses}
    for label in LISTS:
        for position, iso in enumerate(lists[label], start=1):
            assert one(found, f"{R}/annex/list/{label}/listing/{iso}", "position") == {position}, (label, iso)
        assert sum(iri.startswith(f"{R}/annex/list/{label}/listing/") for iri in found) == len(lists[label])
    assert {iri for iri in found if iri.startswith("treaty/ctbt/annex/2/listing/")} == {
        f"treaty/ctbt/annex/2/listing/{iso}" for iso in lists["B"]}


@settings(max_examples=examples(25), deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(changes(), st.sampled_from(["和", "以及", "及", "与"]))
def test_every_list_follows_its_names(changed: Changed, joiner: str) -> None:
    found, lists = read(rewritten(changed, joiner)), changed.lists
    capacities = {"participants": "RatifyingOrSignatoryState", "others": "OtherState"}
    attended = Counter({(iso, capacity) for name, capacity in capacities.items() for iso in lists[name]})
    assert Counter(
        (iri[-3:], str(capacity).rpartition("#")[2]) for iri, says in found.items() if ("type", "Participation") in says
        for capacity in one(found, iri, "capacity") if iri[-4] == "/") == attended
    assert {iri for iri in found if re.fullmatch(rf"{C}/statement/[A-Z]{{3}}(/.*)?", iri)} == {
        f"{C}/statement/{iso}/item/8" for iso in lists["speakers"]}
    assert all(one(found, f"{C}/statement/{iso}/item/8", "at_meetings") == {f"{C}/meeting/{n}" for n in (1, 2, 3)}
               for iso in lists["speakers"])
    check_offices(found, lists)
    check_lists(found, lists)
    untouched = ("Participation", "OfficeHolding", "Statement", "Listing", "StatusAssertion", "Decision", "Act")
    assert differences(without(found, *untouched), without(BASE, *untouched)) == []


@settings(max_examples=examples(6), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_one_name_for_another_changes_nothing_else(data: st.DataObject) -> None:
    text, renames = report_text(), {}
    for name, kind in (("vice", "office/VicePresident"), ("committee", "office/CredentialsCommitteeMember"),
                       ("presidents", "office/President"), ("others", "participation"), ("speakers", "statement")):
        words, states = SITES[name]
        taken = {*states, *SITES["participants"][1], *SITES["others"][1]}
        old = data.draw(st.sampled_from(states), label=name)
        new = data.draw(st.sampled_from([iso for iso in NAMES if iso not in taken]))
        written = next(part for part in split(words) if ISO[fold(part).text] == old)
        changed = listed([NAMES[new][0] if part == written else part for part in split(words)], "和")
        text = replaced(text, words, changed) if text.count(words) == 1 else around(text, name, [NAMES[new][0]] if len(
            states) == 1 else [NAMES[new][0] if part == written else part for part in split(words)], "和")
        tail = "/item/8" if name == "speakers" else ""
        renames[f"{C}/{kind}/{old}{tail}"] = f"{C}/{kind}/{new}{tail}"
    found = read(text)
    wanted = {}
    for iri, says in renamed(BASE, renames).items():
        was = next((old for old, new in renames.items() if new == iri), None)
        swap = (f"state/{was.split('/item')[0][-3:]}", f"state/{iri.split('/item')[0][-3:]}") if was else ("", "")
        wanted[iri] = frozenset((name, swap[1] if value == swap[0] else value) for name, value in says)
    assert differences(found, wanted) == []


def test_a_name_no_table_knows_keeps_its_neighbours() -> None:
    words, states = SITES["vice"]
    names = [*split(words)[:1], "大洋国", *split(words)[1:]]
    report = read_text(replaced(report_text(), words, listed(names, "和")))
    assert differences(read(replaced(report_text(), words, listed(names, "和"))), BASE) == []
    assert [f.words for f in report.findings if f.kind == "unknown-name"] == ["大洋国"]
    assert len(states) == 3
