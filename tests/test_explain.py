"""Explanations: what is found behind a thing or a triple, what is said when nothing is, and how it shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Store, Triple
from texts import REPORT, read_text, report_text, tables

from treatygraph import iris, vocab
from treatygraph.commands.explain_command import explain as explain_command
from treatygraph.explain import Explainer, NotInGraphError, UnknownThingError, as_json, as_text, short
from treatygraph.explain.accounts import Explanation, Origin
from treatygraph.explain.names import find_predicate, find_thing, means, readings
from treatygraph.explain.origins import rule_account
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.graph.store import INFERRED, hold
from treatygraph.vocab import tg

CONFERENCE = "conference/ctbt-art-xiv-2021"
ITALY = f"{CONFERENCE}/office/President/ITA"
SHORTCUT = Triple(
    NamedNode(iris.state("ITA")), NamedNode(tg("hasOfficeAt")), NamedNode(iris.thing(CONFERENCE))
)
FACT = Triple(NamedNode(iris.thing(ITALY)), NamedNode(vocab.TYPE), NamedNode(tg("Fact")))
HOLDS = Triple(NamedNode(iris.thing(ITALY)), NamedNode(tg("holder")), NamedNode(iris.state("ITA")))
OF_CONFERENCE = Triple(FACT.subject, NamedNode(tg("ofConference")), NamedNode(iris.thing(CONFERENCE)))
A_HOLDING = Triple(FACT.subject, FACT.predicate, NamedNode(tg("OfficeHolding")))


@dataclass(frozen=True)
class Given:
    """A derivation as inference hands it out."""

    rule: str
    file: str | Path
    premises: tuple[Triple, ...]


def derive(_store: Store, triple: Triple) -> list[Given]:
    if triple == SHORTCUT:
        return [Given("21-has-office-at", "ontology/rules/21-has-office-at.rq", (HOLDS, OF_CONFERENCE, FACT))]
    if triple == FACT:
        # The second one rests on itself and explains nothing.
        return [
            Given("cax-sco", "ontology/actors.ttl", (A_HOLDING,)),
            Given("loop", "x.rq", (SHORTCUT, FACT)),
        ]
    return []


@cache
def store() -> Store:
    graphs = assemble_tables(tables())
    report = assemble_report(read_text(report_text()))
    return hold({**graphs, REPORT.stem: report, INFERRED: [SHORTCUT, FACT]})


@cache
def explainer() -> Explainer:
    return Explainer(store(), tables(), derive, REPORT.parent)


def explain(*what: str) -> Explanation:
    return explainer().explain(*what)


def _line(path: Path, words: str) -> int:
    """Return the 1-based number of the one line that begins with words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines, start=1) if line.startswith(words))
    return number


class TestReadFact:
    def test_words_in_their_sentence(self) -> None:
        narrow = min(explain(ITALY).quotes, key=lambda quote: len(quote.words))
        assert (narrow.before, narrow.words, narrow.after) == (
            "会议以鼓掌方式选举",
            "意大利",
            "和南非担任会议主席一职。",
        )
        assert (narrow.file, narrow.line, narrow.column) == (REPORT.name, 30, 13)
        assert narrow.provision == "document/CTBT-Art.XIV/2021/6/paragraph/9"
        assert narrow.doubt == ""

    def test_rule_with_what_it_says_and_its_places(self) -> None:
        (rule,) = explain(ITALY).rules
        assert rule.id == "DEC-02"
        assert rule.title == "Read an election to an office of the conference"
        assert rule.says.startswith("If: ")
        assert "Near miss: " in rule.says
        file, _, line = rule.place.rpartition(":")
        source = Path(__file__).parent.parent / "src" / file
        assert '@rule("DEC-02"' in source.read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert rule.function.endswith(".election")

    def test_wordings_with_their_lines(self) -> None:
        (rule,) = explain(ITALY).rules
        assert rule.wordings
        for wording in rule.wordings:
            file, _, line = wording.place.rpartition(":")
            source = Path(__file__).parent.parent / "src" / file
            assert "[[rules.DEC-02]]" in source.read_text(encoding="utf-8").splitlines()[int(line) - 1]

    def test_frames_with_their_lines(self) -> None:
        frames = [wording for wording in rule_account("https://w3id.org/treatygraph/id/rule/ELE-06").wordings
                  if "/en.toml" in wording.place]
        assert [(wording.unit, wording.words) for wording in frames] == [("frame", "chair, co-chair")]
        file, _, line = frames[0].place.rpartition(":")
        source = Path(__file__).parent.parent / "src" / file
        assert source.read_text(encoding="utf-8").splitlines()[int(line) - 1] == "[frames.chair]"

    def test_rows_that_name_what_is_said(self) -> None:
        (row,) = (row for row in explain(ITALY).named if row.thing == "state/ITA")
        assert (row.file, row.key) == ("data/tables/states.csv", "ITA")
        assert row.line == _line(tables().folder / "states.csv", "ITA,")

    def test_one_triple(self) -> None:
        found = explain(ITALY, "tg:holder", "state/ITA")
        (statement,) = found.statements
        assert statement.triple == HOLDS
        assert Origin.READ in statement.origins
        assert found.rules
        assert found.quotes

    def test_every_value_of_a_property(self) -> None:
        found = explain(f"{CONFERENCE}/decision/Election/President", "decidedOn")
        assert {
            short(s.triple.object.value) for s in found.statements if isinstance(s.triple.object, NamedNode)
        } == {f"{CONFERENCE}/office/President/ITA", f"{CONFERENCE}/office/President/ZAF"}

    def test_span_is_explained_by_itself(self) -> None:
        start = report_text().index("意大利和南非")
        found = explain(f"document/CTBT-Art.XIV/2021/6/zh#char={start},{start + 3}")
        assert [quote.words for quote in found.quotes] == ["意大利"]
        assert "DEC-02" in {rule.id for rule in found.rules}
        assert {row.thing for row in found.named} == {"state/ITA"}

    def test_another_text_is_noticed(self, tmp_path: Path) -> None:
        (tmp_path / REPORT.name).write_text(report_text().replace("导言", "引言前言"), encoding="utf-8")
        found = Explainer(store(), tables(), derive, tmp_path).explain(ITALY)
        assert all("built from another text" in quote.doubt and not quote.line for quote in found.quotes)
        assert {"意大利"} <= {quote.words for quote in found.quotes}

    def test_missing_text_leaves_the_words(self, tmp_path: Path) -> None:
        found = Explainer(store(), tables(), derive, tmp_path).explain(ITALY)
        assert {"意大利"} <= {quote.words for quote in found.quotes}
        assert all(quote.doubt == "the text is not at hand" for quote in found.quotes)

    def test_rule_of_another_version(self) -> None:
        graph = [Triple(FACT.subject, NamedNode(tg("byRule")), NamedNode(iris.reading_rule("OLD-99")))]
        found = Explainer(hold({REPORT.stem: graph}), tables(), derive, REPORT.parent).explain(ITALY)
        assert [(rule.id, rule.title) for rule in found.rules] == [("OLD-99", "")]
        assert "OLD-99  (this version of the package has no such rule)" in as_text(found).plain


class TestTables:
    def test_entity(self) -> None:
        found = explain("state/CZE")
        (row,) = (row for row in found.rows if row.file == "data/tables/states.csv")
        assert row.line == _line(tables().folder / "states.csv", "CZE,")
        assert row.source.startswith("ISO 3166-1")
        assert found.names[0] == "Czechia"
        assert found.rules == ()
        assert found.quotes == ()

    def test_treaty_action(self) -> None:
        (row,) = explain("treaty/ctbt/action/ITA/Ratification").rows
        assert row.line == _line(tables().folder / "treaty-actions.csv", "ctbt/ITA/Ratification,")

    def test_identifier_is_the_one_row_that_gives_it(self) -> None:
        (row,) = explain("state/CZE", "skos:exactMatch", "http://www.wikidata.org/entity/Q213").rows
        assert row.file == "data/tables/identifiers.csv"
        assert (
            "http://www.wikidata.org/entity/Q213"
            in ((tables().folder / "identifiers.csv").read_text(encoding="utf-8").splitlines()[row.line - 1])
        )

    def test_part_of_a_row(self) -> None:
        (row,) = explain("conference/ctbt-art-xiv-2007/office/President/AUT").rows
        assert (row.file, row.key) == ("data/tables/conferences.csv", "ctbt-art-xiv-2007")

    def test_thing_that_only_another_row_names(self) -> None:
        (row,) = explain("person/bruno-stagno-ugarte").rows
        assert row.key == "ctbt-art-xiv-2007"

    @pytest.mark.parametrize(
        ("thing", "file"),
        [
            ("region/africa", "regions"),
            ("network/AS", "networks"),
            ("facility/AS001", "facilities"),
            ("treaty/ctbt/article/XIV", "provisions"),
            ("treaty/ctbt", "treaties"),
            ("series/ctbt-art-xiv", "series"),
            ("person/izumi-nakamitsu", "persons"),
            ("organization/european-union", "organizations"),
            ("state-group/annex-2-states", "state-groups"),
            ("place/vienna", "places"),
            ("concept/plenary-meetings", "concepts"),
            ("programme/six-party-talks", "programmes"),
        ],
    )
    def test_row_of_each_table(self, thing: str, file: str) -> None:
        assert f"data/tables/{file}.csv" in {row.file for row in explain(thing).rows}


class TestInferred:
    def test_rule_file_and_premises(self) -> None:
        (statement,) = explain("state/ITA", "hasOfficeAt", CONFERENCE).statements
        assert statement.origins == (Origin.INFERRED,)
        (inference,) = statement.inferences
        assert (inference.rule, inference.file) == ("21-has-office-at", "ontology/rules/21-has-office-at.rq")
        assert [step.triple for step in inference.premises] == [HOLDS, OF_CONFERENCE, FACT]

    def test_premise_that_was_read_leads_to_its_words(self) -> None:
        (statement,) = explain("state/ITA", "hasOfficeAt").statements
        first = statement.inferences[0].premises[0]
        assert first.origin is Origin.READ
        assert f"{REPORT.name}:30:13 “意大利”, read by DEC-02" in first.rests_on
        assert any(line.startswith("data/tables/conferences.csv:") for line in first.rests_on)

    def test_inferred_premise_is_explained_in_turn(self) -> None:
        (statement,) = explain("state/ITA", "hasOfficeAt").statements
        step = statement.inferences[0].premises[2]
        assert step.origin is Origin.INFERRED
        assert [(i.rule, i.premises[0].triple) for i in step.inferences] == [("cax-sco", A_HOLDING)]

    def test_no_triple_explains_itself(self) -> None:
        (statement,) = explain(ITALY, "a", "tg:Fact").statements
        assert [inference.rule for inference in statement.inferences] == ["cax-sco"]

    def test_many_ways_are_cut_to_the_plainest_of_each_rule(self) -> None:
        ways = [
            Given("prp-dom", "o.ttl", (HOLDS, OF_CONFERENCE)),
            Given("prp-dom", "o.ttl", (HOLDS, A_HOLDING)),
            Given("prp-dom", "o.ttl", (A_HOLDING,)),
            Given("prp-rng", "o.ttl", (HOLDS, OF_CONFERENCE)),
        ]
        given = Explainer(store(), tables(), lambda *_: ways, REPORT.parent)
        (statement,) = given.explain("state/ITA", "hasOfficeAt").statements
        assert [(i.rule, len(i.premises)) for i in statement.inferences] == [
            ("prp-dom", 1),
            ("prp-rng", 2),
            ("prp-dom", 2),
        ]
        assert statement.omitted == 1
        assert "… and 1 more way" in as_text(given.explain("state/ITA", "hasOfficeAt")).plain

    def test_inferred_triple_claims_no_words_of_its_own(self) -> None:
        found = explain(ITALY, "a", "tg:Fact")
        assert (found.rules, found.quotes, found.rows) == ((), (), ())

    def test_too_many_inferred_statements_are_left_for_later(self) -> None:
        many = [
            Triple(FACT.subject, NamedNode(tg("mentions")), NamedNode(iris.state(f"A{n:02}")))
            for n in range(31)
        ]
        found = Explainer(hold({INFERRED: many}), tables(), derive, REPORT.parent).explain(ITALY)
        assert found.underived
        assert "explain SUBJECT PREDICATE OBJECT" in as_text(found).plain

    def test_file_inside_the_checkout_is_shown_from_its_root(self) -> None:
        file = Path(__file__).parent.parent / "ontology" / "actors.ttl"
        given = Explainer(store(), tables(), lambda *_: [Given("cax-sco", file, (A_HOLDING,))], REPORT.parent)
        (statement,) = given.explain(ITALY, "a", "tg:Fact").statements
        assert statement.inferences[0].file == "ontology/actors.ttl"


class TestNotThere:
    def test_triple_in_no_graph(self) -> None:
        with pytest.raises(NotInGraphError, match=r"for this property they say: state/ITA"):
            explain(ITALY, "holder", "state/FRA")

    def test_property_the_thing_does_not_have(self) -> None:
        with pytest.raises(NotInGraphError, match=r"the properties of this thing are: .*tg:holder"):
            explain(ITALY, "tg:speaker")

    @pytest.mark.parametrize(
        ("written", "near"),
        [
            ("state/ITAL", "state/ITA"),
            ("ITA", "state/ITA"),
            ("conference/ctbt-art-xiv-2021/office/Presidnt/ITA", ITALY),
            ("document/s/res/1887 (2009)", "1887%20"),
        ],
    )
    def test_unknown_thing_gets_the_nearest_names(self, written: str, near: str) -> None:
        with pytest.raises(UnknownThingError) as fault:
            explain(written)
        assert near in str(fault.value)

    def test_nothing_like_it(self) -> None:
        with pytest.raises(UnknownThingError, match=r"^no graph knows 'ΩΩΩ'$"):
            explain("ΩΩΩ")

    def test_thing_that_is_only_pointed_at(self) -> None:
        found = explain("tg:President")
        assert found.statements == ()
        assert found.pointed_at > 1
        assert "statements point at it" in as_text(found).plain


class TestNames:
    @pytest.mark.parametrize(
        "written",
        [
            "document/S/RES/1887 (2009)",
            "document/S/RES/1887%20(2009)",
            "id:document/S/RES/1887%20(2009)",
            "id:document/S/RES/1887 (2009)",
            f"{iris.ID}document/S/RES/1887%20(2009)",
            f"<{iris.ID}document/S/RES/1887%20(2009)>",
        ],
    )
    def test_forms_of_one_thing(self, written: str) -> None:
        assert find_thing(store(), written).value == iris.thing("document/S/RES/1887 (2009)")

    @pytest.mark.parametrize(
        ("written", "iri"),
        [
            ("a", vocab.TYPE),
            ("holder", tg("holder")),
            ("tg:holder", tg("holder")),
            ("rdf:type", vocab.TYPE),
            ("skos:prefLabel", vocab.PREF_LABEL),
            (f"<{tg('holder')}>", tg("holder")),
        ],
    )
    def test_forms_of_a_property(self, written: str, iri: str) -> None:
        assert find_predicate(written).value == iri

    def test_what_can_be_no_property(self) -> None:
        with pytest.raises(UnknownThingError, match="is no property"):
            find_predicate("state/ITA")

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2021-09-23", True),
            ('"2021-09-23"', True),
            ('"2021-09-23"^^xsd:date', True),
            ('"2021-09-23"^^xsd:gYear', False),
            ('"2021-09-24"', False),
            ('"2021-09-23"@en', False),
        ],
    )
    def test_forms_of_a_date(self, written: str, meant: bool) -> None:
        assert means(Literal("2021-09-23", datatype=NamedNode(vocab.XSD + "date")), written) is meant

    def test_forms_of_words(self) -> None:
        assert means(Literal("捷克", language="zh"), '"捷克"@ZH')
        assert not means(Literal("捷克", language="zh"), '"捷克"@en')

    def test_odd_names_are_names_that_nobody_knows(self) -> None:
        for written in ("", " ", "<>", "http://", "a b\nc", "x:y", "\"'{}", "#"):
            assert list(readings(written)) or written
            with pytest.raises(UnknownThingError):
                find_thing(store(), written)


class TestRenderers:
    def test_text(self) -> None:
        shown = as_text(explain(ITALY, "holder", "state/ITA")).plain
        assert shown.startswith(ITALY + "\n")
        assert "会议以鼓掌方式选举⟦意大利⟧和南非担任会议主席一职。" in shown
        assert "DEC-02  Read an election" in shown
        assert "tg:holder  state/ITA  [source/ctbt-art-xiv-2021-6.zh" in shown

    def test_text_of_an_inference(self) -> None:
        shown = as_text(explain("state/ITA", "hasOfficeAt")).plain
        assert "follows by 21-has-office-at  ontology/rules/21-has-office-at.rq" in shown
        assert f"from {ITALY}  tg:holder  state/ITA" in shown
        assert "“意大利”, read by DEC-02" in shown

    def test_json(self) -> None:
        data = json.loads(as_json(explain("state/ITA", "hasOfficeAt")))
        (statement,) = data["statements"]
        assert statement["object"] == {"iri": iris.thing(CONFERENCE)}
        assert statement["inferences"][0]["premises"][0]["origin"] == "read"
        words = json.loads(as_json(explain(ITALY)))["words"]
        assert {"意大利"} <= {quote["words"] for quote in words}
        assert all(quote["line"] == 30 for quote in words)


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        from treatygraph.graph.serialize import turtle

        (tmp_path / f"{REPORT.stem}.ttl").write_bytes(turtle([A_HOLDING, HOLDS, OF_CONFERENCE]))
        (tmp_path / "inferred.ttl").write_bytes(turtle([SHORTCUT, FACT]))
        monkeypatch.setattr("treatygraph.reason.derivations.derivations", derive)
        return str(tmp_path)

    def _run(self, *arguments: str) -> tuple[str, str, int]:
        result = CliRunner().invoke(explain_command, arguments, standalone_mode=False, catch_exceptions=False)
        return result.stdout, result.stderr, result.return_value

    def test_explained(self, folder: str) -> None:
        shown, _, code = self._run("state/ITA", "hasOfficeAt", CONFERENCE, "--data", folder)
        assert code == 0
        assert "follows by 21-has-office-at" in shown
        assert "\x1b" not in shown

    def test_json(self, folder: str) -> None:
        shown, _, _ = self._run(ITALY, "--data", folder, "--format", "json")
        assert json.loads(shown)["subject"] == iris.thing(ITALY)

    def test_triple_not_there(self, folder: str) -> None:
        shown, fault, code = self._run(ITALY, "holder", "state/FRA", "--data", folder)
        assert (shown, code) == ("", 1)
        assert "no graph says" in fault

    def test_unknown_thing(self, folder: str) -> None:
        with pytest.raises(UnknownThingError, match="did you mean"):
            self._run("state/ITAL", "--data", folder)
