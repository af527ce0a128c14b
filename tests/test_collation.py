"""Two versions of a report are collated: what both state, what only one does, and where they differ, with both places.

What differs in a changed copy is written here by hand, from the change that was made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from copies import C, R, replaced
from texts import SYMBOL, read_text, report_text

from treatygraph import iris
from treatygraph.compare.collation import Collation, collate, disagreements
from treatygraph.compare.variants import State, Variant
from treatygraph.compare.witness import Witness, witness_of
from treatygraph.graph.assemble.report import assemble_report

ENGLISH = Path(__file__).parent / "reports" / "ctbt-2021.en.txt"


@cache
def version(text: str, language: str = "zh") -> Witness:
    report = read_text(text, SYMBOL, language)
    return witness_of(report, assemble_report(report))


def with_copy(text: str, *, wording: bool = False) -> Collation:
    return collate(version(report_text()), version(text), wording=wording)


def changed(old: str, new: str) -> Collation:
    """Collate the report with a copy in which words that stand there once are replaced."""
    return with_copy(replaced(report_text(), old, new))


def below(marker: str, old: str, new: str) -> str:
    """Replace words once in what follows a marker."""
    text = report_text()
    at = text.index(marker)
    return text[:at] + text[at:].replace(old, new, 1)


def told(variant: Variant) -> list[tuple[str, list[str], list[str]]]:
    return [(d.name, [iris.path_of(v) for v in d.a], [iris.path_of(v) for v in d.b]) for d in variant.differences]


def places(variant: Variant) -> tuple[str, str]:
    found = []
    for passage in (variant.in_a, variant.in_b):
        assert passage is not None
        found.append(f"{passage.place.line}:{passage.place.column} {passage.quote}")
    return found[0], found[1]


def only(collation: Collation) -> Variant:
    assert len(collation.variants) == 1, [variant.what for variant in collation.variants]
    return collation.variants[0]


def test_a_text_is_the_same_as_itself() -> None:
    collation = with_copy(report_text() + "\n")
    assert collation.agrees
    assert collation.same["participation"] == 89
    assert collation.same["status-assertion"] == 178
    assert sum(collation.same.values()) == len(collation.a.things) == len(collation.b.things) > 900


def test_a_state_that_one_version_leaves_out() -> None:
    variant = only(with_copy(below("3. 下列", "古巴、", "")))
    assert (variant.state, variant.what) == (State.ONLY_IN_A, f"{C}/participation/CUB")
    assert variant.in_a
    assert variant.in_b
    assert (variant.in_a.place.line, variant.in_a.quote) == (18, "古巴")
    assert (variant.in_b.place.line, variant.in_b.place.column) == (18, 4)  # the paragraph that would name it
    assert not variant.along


def test_the_sides_are_not_mixed_up() -> None:
    variant = only(collate(version(below("3. 下列", "古巴、", "")), version(report_text())))
    assert variant.state is State.ONLY_IN_B
    assert variant.in_b
    assert variant.in_b.quote == "古巴"
    assert (variant.a, variant.thing) == (None, variant.b)


def test_a_state_in_the_place_of_another() -> None:
    variant = only(with_copy(below("3. 下列", "古巴、", "海地、")))
    assert variant.state is State.DIFFERENT
    assert told(variant) == [("participant", ["state/CUB"], ["state/HTI"])]
    assert [place.split()[1] for place in places(variant)] == ["古巴", "海地"]


def test_another_date_is_one_disagreement_with_all_that_rests_on_it() -> None:
    variant = only(changed("2021年9月23日至24日", "2021年9月22日至24日"))
    assert variant.what == C
    assert told(variant) == [("startDate", ["2021-09-23"], ["2021-09-22"])]
    assert places(variant) == ("10:1 2021年9月23日至24日", "10:1 2021年9月22日至24日")
    # the 178 claims hold as of the first day; the consultations were held before it
    assert sum(other.kind == "status-assertion" for other in variant.along) == 178
    assert [other.kind for other in variant.along if other.kind != "status-assertion"] == ["event"]


def test_another_office() -> None:
    variant = only(changed("选举意大利和南非担任会议主席", "选举意大利和南非担任会议秘书"))
    assert variant.what == f"{C}/office/President/ITA / {C}/office/Secretary/ITA"
    assert variant.differences[0].name == "office"
    assert places(variant) == ("30:13 意大利", "30:13 意大利")
    # The other State; and "the President" in later paragraphs no longer means the two: who speaks for it, who
    # proposes the committee, who informs the conference and intends to ask the depositary.
    assert {iris.path_of(other.thing.iri) for other in variant.along if other.kind != "decision"} == {
        f"{C}/office/President/ZAF", f"{C}/statement/naledi-pandor/item/4", f"{C}/statement/marina-sereni/item/4",
        f"{R}/paragraph/13/act/propose", f"{R}/paragraph/25/act/inform",
        f"{R}/paragraph/25/act/intend-to-request/un-secretary-general"}


def test_another_number() -> None:
    variant = only(changed("302", "303"))
    assert told(variant) == [("value", ["302"], ["303"])]
    assert places(variant) == ("108:166 302", "108:166 303")


def test_another_verb_of_one_act() -> None:
    variant = only(changed("(i) 吁请筹备", "(i) 鼓励筹备"))
    assert variant.kind == "act"
    assert [(d.name, d.a[0].rpartition("#")[2], d.b[0].rpartition("#")[2]) for d in variant.differences] == [
        ("operativeVerb", "CallUpon", "Encourage")]


def test_another_meeting_and_the_one_that_is_called_the_same() -> None:
    collation = changed("在第三次全体会议上，会议在议程项目 11", "在第二次全体会议上，会议在议程项目 11")
    assert [iris.path_of(v.thing.iri) for v in collation.variants] == [
        f"{C}/decision/Adoption/{SYMBOL[:-1]}5", f"{C}/decision/Adoption/{SYMBOL}"]
    for variant in collation.variants:
        assert told(variant) == [("atMeeting", [f"{C}/meeting/3"], [f"{C}/meeting/2"])]


def test_another_symbol_in_a_list_is_one_disagreement() -> None:
    variant = only(with_copy(below("收到了下列文件", "2021/3\t", "2021/33\t")))
    assert told(variant) == [("listed", ["document/CTBT-Art.XIV/2021/3"], ["document/CTBT-Art.XIV/2021/33"])]
    assert places(variant) == ("65:1 CTBT-Art.XIV/2021/3", "65:1 CTBT-Art.XIV/2021/33")
    assert {(other.state, other.kind) for other in variant.along} == {
        (State.ONLY_IN_A, "document"), (State.ONLY_IN_B, "document")}


def test_a_row_of_a_list_and_the_claim_read_from_it_are_one_disagreement() -> None:
    variant = only(with_copy(below("2. 《条约》附件 2", "\n中国\t", "\n巴西\t")))
    assert told(variant) == [("listed", ["state/CHN"], ["state/BRA"])]
    assert [told(other) for other in variant.along] == [[("state", ["state/CHN"], ["state/BRA"])]]


def test_another_order_of_participants_states_the_same() -> None:
    assert with_copy(below("3. 下列", "克罗地亚、古巴、", "古巴、克罗地亚、")).agrees


def test_another_order_of_a_list_is_told_once_with_the_members_that_moved() -> None:
    swapped = below("A. 已批准", "\n阿富汗\t", "\nXX\t").replace("\n阿根廷\t", "\n阿富汗\t", 1)
    variant = only(with_copy(swapped.replace("\nXX\t", "\n阿根廷\t", 1)))
    assert variant.thing.iri.endswith("/list/A/listing/AFG")
    assert told(variant) == [("position", ["first"], ["after state/ATG"])]
    assert [told(other) for other in variant.along] == [[("position", ["after state/ATG"], ["first"])]]


def test_words_count_only_when_asked_for() -> None:
    text = replaced(report_text(), "讲习班、研讨会", "培训、研讨会")
    assert with_copy(text).agrees
    assert [(v.kind, v.differences[0].name) for v in with_copy(text, wording=True).variants] == [
        ("measure", "text"), ("act", "matter")]


def test_a_paragraph_that_is_missing_takes_its_facts_along() -> None:
    text = report_text()
    start, end = text.index("\n22."), text.index("\n23.")
    variant = next(v for v in with_copy(text[:start] + text[end:]).variants if v.kind == "paragraph")
    assert (variant.what, variant.in_b) == (f"{R}/paragraph/22", None)
    assert {f"{C}/statement/heiko-maas/item/1", f"{C}/statement/ramtane-lamamra/item/1"} <= {
        iris.path_of(other.thing.iri) for other in variant.along}


def test_words_that_were_not_read_are_no_disagreement() -> None:
    """A sentence no rule reads says nothing, neither that something is so nor that it is not."""
    collation = changed("5. 根据议事规则第41条，以下专门机构、相关组织和政府间组织出席了会议：",
                        "5. 据悉议事规则第41条提到的一些机构亦在场，即：")
    states = {iris.path_of(v.thing.iri): v.state for variant in collation.variants for v in variant.all()}
    assert states[f"{C}/participation/european-union"] is State.NOT_READ
    assert not collation.agrees
    unread = next(v for v in collation.variants if v.state is State.NOT_READ)
    assert unread.in_a
    assert (unread.b, unread.in_a.quote) == (None, "欧洲联盟")
    assert states[f"{C}/decision/Admission/InvitedOrganization"] is State.NOT_READ  # it admits what was not read
    assert not [finding for finding in disagreements(collation) if "participation/european-union" in finding.message]


def test_a_kind_can_be_looked_at_alone() -> None:
    collation = changed("2021年9月23日至24日", "2021年9月22日至24日")
    claims = collation.of_kinds(["status-assertion"])
    assert len(claims.variants) == 1
    assert len(list(claims.variants[0].all())) == 178
    assert set(claims.same) <= {"status-assertion"}
    assert collation.of_kinds(["participation"]).agrees


# ---- two languages


ENTIRELY_EQUAL = ("participation", "office-holding", "decision", "meeting", "presiding", "agenda-item", "listing",
                  "status-assertion", "state-list", "count-statement", "paragraph", "measure", "footnote")

# What the English test text and the Chinese report say differently; each is so in the words.
DIFFERENT_WORDS = {
    # zh: encourage more States to sign, by all avenues; en: use all avenues to encourage further signature
    f"{R}/annex/paragraph/10(a)/act/encourage/more-states",
    # zh: 欣慰地注意到, note with appreciation; en: note with satisfaction
    f"{R}/annex/paragraph/9/act/note-with-appreciation / {R}/annex/paragraph/9/act/note-with-satisfaction",
    # zh: 指出, point out; en: noting that
    f"{R}/annex/paragraph/6/act/point-out / {R}/annex/paragraph/6/act/note",
    f"{R}/annex/paragraph/7/act/point-out / {R}/annex/paragraph/7/act/note/2",
    # One person in two spellings in either text; the table knows both Chinese spellings and one English one.
    f"{R}/person/Abdullah%20Shahid",
    f"{C}/statement/abdulla-shahid",
}

# The Chinese pattern takes the type of a working paper from its symbol, the English one from its title.
TYPED_BY_TITLE = {"document/CTBT-Art.XIV/2021/WP.1"}


@cache
def languages() -> Collation:
    return collate(version(report_text()), version(ENGLISH.read_text(encoding="utf-8"), "en"))


@pytest.mark.parametrize("kind", ENTIRELY_EQUAL)
def test_both_languages_state_the_same(kind: str) -> None:
    collation = languages()
    assert collation.same[kind] == sum(thing.kind == kind for thing in collation.a.things.values()) > 0
    assert not [state for state in State if collation.count(kind, state)]


def test_the_same_speakers_in_both_languages() -> None:
    """59 States, one organisation, and the persons; but for the one in two spellings."""
    collation = languages()
    assert collation.same["statement"] == 70
    assert collation.same["document"] >= 25


def test_what_is_left_between_the_languages_is_in_their_words() -> None:
    assert {variant.what for variant in languages().variants} - TYPED_BY_TITLE == DIFFERENT_WORDS


def test_a_difference_of_languages_names_both_places() -> None:
    variant = next(v for v in languages().variants if "/6/act/point-out" in v.what)
    assert variant.in_a
    assert variant.in_b
    assert variant.in_a.quote.startswith("同时指出核武器国家的积极决定")
    assert variant.in_b.quote.startswith("while noting that positive decisions")
    assert (variant.in_a.place.line, variant.in_b.place.line) == (106, 106)


def test_the_order_of_another_alphabet_is_told_only_when_asked_for() -> None:
    assert not languages().of_kinds(["listing"]).variants
    worded = collate(languages().a, languages().b, wording=True).of_kinds(["listing"])
    variant = only(worded)  # Eswatini stands where Swaziland stood, in the Chinese list
    assert variant.thing.iri.endswith("/list/A/listing/SWZ")
    assert told(variant) == [("position", ["after state/SUR"], ["after state/EST"])]
