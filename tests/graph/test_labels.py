"""Everything in the graph has a label in English and in Chinese; those of facts say who did what."""

from __future__ import annotations

from collections import defaultdict

import built
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, vocab
from treatygraph.graph.labels.compose import compose_labels
from treatygraph.graph.labels.wording import template, wordings
from treatygraph.graph.store import LABELS, graph_iri
from treatygraph.vocab import tg

REPORT = "document/CTBT-Art.XIV/2021/6"


def labels() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for graph in built.build().graphs.values():
        for triple in graph:
            if triple.predicate.value == vocab.LABEL:
                found[triple.subject.value][triple.object.language or ""].append(triple.object.value)
    return found


def test_everything_that_a_graph_describes_is_labelled_in_both_languages_once() -> None:
    known = labels()
    subjects = {t.subject.value for graph in built.build().graphs.values() for t in graph}
    ours = {subject for subject in subjects if subject.startswith("https://w3id.org/treatygraph/")
            and not subject.startswith(iris.ONTOLOGY.rstrip("#"))}
    assert len(ours) > 4000
    assert not [subject for subject in ours if sorted(known[subject]) != ["en", "zh"]]
    assert not [subject for subject in ours if any(len(words) != 1 for words in known[subject].values())]


def test_composed_labels_stand_in_a_graph_of_their_own() -> None:
    graphs = built.build().graphs
    assert graph_iri(LABELS) == "https://w3id.org/treatygraph/graph/labels"
    assert {t.predicate.value for t in graphs[LABELS]} == {vocab.LABEL}
    for stem, graph in graphs.items():
        if stem not in {LABELS, "dataset"}:
            of_facts = {t.subject.value for t in graph if t.predicate.value == vocab.LABEL}
            assert all("/rule/" in subject for subject in of_facts), stem


WRITTEN_BY_HAND = [
    ("conference/ctbt-art-xiv-2021/office/VicePresident/KEN", "Kenya, Vice-President, 2021", "肯尼亚担任2021年副主席"),
    ("conference/ctbt-art-xiv-2021/statement/CUB/item/8", "Cuba speaking under agenda item 8, 2021",
     "古巴在议程项目8下于2021年会议发言"),
    ("conference/ctbt-art-xiv-2021/agenda-item/8", "Agenda item 8, 2021", None),
    ("conference/ctbt-art-xiv-2021/agenda-item/1", "Agenda item 1, 2021", "会议开幕"),
    ("conference/ctbt-art-xiv-2021/meeting/2/presiding/rapulane-sydney-molekane",
     "Rapulane Sydney Molekane presiding on behalf of Naledi Pandor, meeting 2, 2021",
     "Rapulane Sydney Molekane代表娜莱迪·潘多尔主持2021年会议第2次会议"),
    ("conference/ctbt-art-xiv-2021/decision/Confirmation/Secretary", "Robert Floyd confirmed as Secretary, 2021", None),
    ("treaty/ctbt/action/POL/Ratification", "Poland: ratification, CTBT, 1999-05-25",
     "波兰于1999-05-25批准《禁核试条约》"),
    ("treaty/ctbt/article/XIV", "Article XIV of CTBT: Entry into force", "《禁核试条约》第十四条：生效"),
    ("treaty/ctbt/protocol/annex/2", "Annex 2 of Protocol to the Comprehensive Nuclear-Test-Ban Treaty: "
     "Annex 2 to the Protocol", "全面禁止核试验条约议定书附件2"),
    (f"{REPORT}", "CTBT-Art.XIV/2021/6: Report of the Conference", "CTBT-Art.XIV/2021/6：会议报告"),
    ("document/CTBT-Art.XIV/2021/5", "Report on credentials CTBT-Art.XIV/2021/5", None),
    (f"{REPORT}/annex/paragraph/10(l)", "Measure 10(l) of declaration, annex of CTBT-Art.XIV/2021/6", None),
    (f"{REPORT}/annex/list/B.2", "List B.2 of declaration, annex of CTBT-Art.XIV/2021/6 (signed, not ratified)", None),
    (f"{REPORT}/zh#char=822,845", "Characters 822 to 845 of CTBT-Art.XIV/2021/6, version in Chinese",
     "CTBT-Art.XIV/2021/6中文文本第822至845字符"),
    ("event/ctbt-ratification-com", "Event: Comprehensive Nuclear-Test-Ban Treaty, ratification (Comoros)", None),
    ("document/npt-review-2010/outcome-document", "Outcome document: Review Conference of the Parties to the Treaty on the "
     "Non-Proliferation of Nuclear Weapons, 2010, outcome document", None),
    ("document/un-security-council/relevant-resolutions",
     "Collective reference: United Nations Security Council, relevant resolutions", None),
    ("person/janaina-tewaney", "Janaina Tewaney", "个人：Janaina Tewaney"),
    ("state/KEN", "Kenya", "肯尼亚"),
]


@pytest.mark.parametrize(("path", "english", "chinese"), WRITTEN_BY_HAND)
def test_labels_written_by_hand(path: str, english: str, chinese: str | None) -> None:
    known = labels()[iris.thing(path) if "#" not in path else iris.ID + path]
    assert known["en"] == [english]
    assert chinese is None or known["zh"] == [chinese]


def said(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(iris.thing(subject)), NamedNode(predicate),
                  NamedNode(value) if value.startswith("http") else Literal(value, language="en"))


def test_what_has_no_name_is_called_by_what_it_is() -> None:
    of = iris.thing("conference/x-2031")
    graph = [said("conference/x-2031/decision/Election/a", vocab.TYPE, tg("Decision")),
             said("conference/x-2031/decision/Election/a", tg("decisionType"), tg("Election")),
             said("conference/x-2031/decision/Election/a", tg("ofConference"), of)]
    found = {t.object.language: t.object.value for t in compose_labels([graph])}
    assert found == {"en": "Election, 2031", "zh": "2031年选举"}


def test_a_fact_that_leads_back_to_itself_has_a_label() -> None:
    graph = [said("document/X/act/a", vocab.TYPE, tg("Act")),
             said("document/X/act/a", tg("actor"), iris.thing("document/X/act/a")),
             said("document/X/act/a", tg("operativeVerb"), tg("Urge"))]
    assert len(compose_labels([graph])) == 2


def test_every_wording_names_known_slots_and_has_both_languages() -> None:
    classes = {t.object.value.rpartition("#")[2] for graph in built.build().graphs.values() for t in graph
               if t.predicate.value == vocab.TYPE and t.object.value.startswith(iris.ONTOLOGY)}
    for kind in classes:
        assert bool(wordings(kind, "en")) == bool(wordings(kind, "zh")), kind


def test_brackets_that_do_not_match_are_told() -> None:
    with pytest.raises(ValueError, match="do not match"):
        template("Meeting {ordinal}[, {year}")
