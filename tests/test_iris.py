"""IRIs are promises: these are frozen."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from pyoxigraph import NamedNode

from treatygraph import iris
from treatygraph.model import Span
from treatygraph.vocab import tg

BASE = "https://w3id.org/treatygraph/id/"
REPORT = iris.document("CTBT-Art.XIV/2021/6")
CONFERENCE = iris.conference("ctbt-art-xiv", 2021)

FROZEN = [
    (iris.state("ITA"), "state/ITA"),
    (iris.person("Luigi Di Maio"), "person/luigi-di-maio"),
    (iris.person("Miguel Marín Bosch"), "person/miguel-marin-bosch"),
    (iris.unidentified_person(REPORT, "张三"), "document/CTBT-Art.XIV/2021/6/person/张三"),
    (iris.unidentified_organization(REPORT, "Reaching Critical Will"),
     "document/CTBT-Art.XIV/2021/6/organization/Reaching%20Critical%20Will"),
    (iris.unidentified_organization(REPORT, "Guild [\ufffd]"),
     "document/CTBT-Art.XIV/2021/6/organization/Guild%20%5B%EF%BF%BD%5D"),
    (iris.document("S/RES/1887 (2009)"), "document/S/RES/1887%20(2009)"),
    (iris.document("CTBT-Art.XIV/2021/6*"), "document/CTBT-Art.XIV/2021/6"),
    (iris.part(REPORT, "annex"), "document/CTBT-Art.XIV/2021/6/annex"),
    (iris.part(iris.part(REPORT, "annex"), "paragraph", "10(c)"), "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(c)"),
    (iris.part(iris.part(REPORT, "annex"), "list", "B.1"), "document/CTBT-Art.XIV/2021/6/annex/list/B.1"),
    (iris.part(REPORT, "footnote", "†"), "document/CTBT-Art.XIV/2021/6/footnote/†"),
    (iris.expression(REPORT, "zh"), "document/CTBT-Art.XIV/2021/6/zh"),
    (iris.span(iris.expression(REPORT, "zh"), Span(1203, 1240)), "document/CTBT-Art.XIV/2021/6/zh#char=1203,1240"),
    (CONFERENCE, "conference/ctbt-art-xiv-2021"),
    (iris.series("ctbt-art-xiv"), "series/ctbt-art-xiv"),
    (iris.treaty_part(iris.thing("treaty/ctbt"), "article", "XIV"), "treaty/ctbt/article/XIV"),
    (iris.meeting(CONFERENCE, 1), "conference/ctbt-art-xiv-2021/meeting/1"),
    (iris.meeting(iris.organ(CONFERENCE, "credentials-committee"), 2),
     "conference/ctbt-art-xiv-2021/organ/credentials-committee/meeting/2"),
    (iris.agenda_item(CONFERENCE, "2(a)"), "conference/ctbt-art-xiv-2021/agenda-item/2(a)"),
    (iris.organ(CONFERENCE, "credentials-committee"), "conference/ctbt-art-xiv-2021/organ/credentials-committee"),
    (iris.participation(CONFERENCE, iris.state("PAK")), "conference/ctbt-art-xiv-2021/participation/PAK"),
    (iris.office(CONFERENCE, tg("President"), iris.state("ITA")), "conference/ctbt-art-xiv-2021/office/President/ITA"),
    (iris.office_in_term(iris.series("ctbt-art-xiv"), tg("CoChair"), iris.state("DZA"), "2019-09"),
     "series/ctbt-art-xiv/office/CoChair/DZA;2019-09"),
    (iris.post(CONFERENCE, iris.person("Marina Sereni"), iris.state("ITA")),
     "conference/ctbt-art-xiv-2021/post/marina-sereni/ITA"),
    (iris.statement(CONFERENCE, iris.state("NOR"), "8"), "conference/ctbt-art-xiv-2021/statement/NOR/item/8"),
    (iris.statement(CONFERENCE, iris.person("Abdulla Shahid")), "conference/ctbt-art-xiv-2021/statement/abdulla-shahid"),
    (iris.decision(CONFERENCE, tg("Adoption"), iris.local(iris.document("A/75/1"))),
     "conference/ctbt-art-xiv-2021/decision/Adoption/A/75/1"),
    (iris.part(REPORT, "decision", "4"), "document/CTBT-Art.XIV/2021/6/decision/4"),
    (iris.part(iris.part(REPORT, "decision", "4"), "paragraph", "2(a)"),
     "document/CTBT-Art.XIV/2021/6/decision/4/paragraph/2(a)"),
    (iris.voting(CONFERENCE, iris.local(iris.document("A/75/1"))), "conference/ctbt-art-xiv-2021/voting/A/75/1"),
    (iris.voting(CONFERENCE, iris.local(iris.document("A/75/1")), 2), "conference/ctbt-art-xiv-2021/voting/A/75/1/2"),
    (iris.vote(iris.voting(CONFERENCE, "rule-40"), iris.state("NOR")),
     "conference/ctbt-art-xiv-2021/voting/rule-40/vote/NOR"),
    (iris.vote(iris.voting(CONFERENCE, "rule-40"), iris.unidentified_organization(REPORT, "A/B Group")),
     "conference/ctbt-art-xiv-2021/voting/rule-40/vote/A%2FB%20Group"),
    (iris.presiding(iris.meeting(CONFERENCE, 2), iris.person("Marina Sereni")),
     "conference/ctbt-art-xiv-2021/meeting/2/presiding/marina-sereni"),
    (iris.citation(iris.part(REPORT, "paragraph", "8"), iris.document("A/RES/64/35")),
     "document/CTBT-Art.XIV/2021/6/paragraph/8/citation/document/A/RES/64/35"),
    (iris.count(iris.part(REPORT, "paragraph", "16"), iris.thing("concept/plenary-meetings"), 3),
     "document/CTBT-Art.XIV/2021/6/paragraph/16/count/plenary-meetings-3"),
    (iris.act(iris.part(REPORT, "paragraph", "1"), tg("CallUpon"), iris.state("PRK"), 1),
     "document/CTBT-Art.XIV/2021/6/paragraph/1/act/call-upon/PRK"),
    (iris.act(iris.part(REPORT, "paragraph", "1"), tg("Recall"), None, 2),
     "document/CTBT-Art.XIV/2021/6/paragraph/1/act/recall/2"),
    (iris.listing(iris.part(REPORT, "list", "A"), iris.state("AFG")), "document/CTBT-Art.XIV/2021/6/list/A/listing/AFG"),
    (iris.status_assertion(REPORT, iris.thing("treaty/ctbt"), iris.state("CHN"), tg("SignedNotRatified")),
     "document/CTBT-Art.XIV/2021/6/status/ctbt/CHN/SignedNotRatified"),
    (iris.treaty_action(iris.thing("treaty/ctbt"), iris.state("CUB"), "Signature"), "treaty/ctbt/action/CUB/Signature"),
    (iris.event("nuclear-tests-prk"), "event/nuclear-tests-prk"),
    (iris.reading_rule("OFF-01"), "rule/OFF-01"),
]


@pytest.mark.parametrize(("minted", "path"), FROZEN, ids=[path for _, path in FROZEN])
def test_minted(minted: str, path: str) -> None:
    assert minted == BASE + path


def test_graphs_are_named() -> None:
    assert iris.graph("inferred", "") == "https://w3id.org/treatygraph/graph/inferred"
    assert iris.graph("table", "states") == "https://w3id.org/treatygraph/graph/table/states"


@pytest.mark.parametrize("written", ["a b", "a<b>", 'a"b', "a#b", "a?b", "a%b", "a\\b", "a|b", "a\tb", "a\u00a0b"])
def test_nothing_unsafe_enters_an_iri(written: str) -> None:
    assert not set(' <>"#?\\|\t\u00a0') & set(iris.document(written).removeprefix(BASE))


def test_a_name_of_any_letters_gives_an_iri_that_rfc_3987_allows() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    made = iris.unidentified_organization(REPORT, every)
    assert unquote(NamedNode(made).value).endswith(f"/organization/{every}")
