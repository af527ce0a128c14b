"""Every check finds what it is for, and nothing in its near miss; what stays is explained by a note that is needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import iris, vocab
from treatygraph.conformance import declared, pitfalls, reasoning, shacl
from treatygraph.conformance.outcome import Check, Explanations, Found, Result, judged
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import TreatyGraphError

CASES = Path(__file__).parent / "cases"
CHECKS = {check.id: (check, query) for check, query in pitfalls.query_checks()}
EXPECTATION = re.compile(r"^# expect: focus=<(\S+)> why=(.*)$", re.M)


def triples(text: str) -> list[Triple]:
    return [Triple(q.subject, q.predicate, q.object) for q in parse(text.encode(), format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_check_finds_what_it_is_for(check: str) -> None:
    text = (CASES / check / "fires.ttl").read_text(encoding="utf-8")
    expected = {Found(*match) for match in EXPECTATION.findall(text)}
    assert expected
    assert set(pitfalls.find(CHECKS[check][1], triples(text))) == expected


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_check_finds_nothing_in_its_near_miss(check: str) -> None:
    text = (CASES / check / "near_miss.ttl").read_text(encoding="utf-8")
    assert triples(text)
    assert set(pitfalls.find(CHECKS[check][1], triples(text))) == set()


def test_no_case_without_a_check() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(CHECKS)


def test_the_catalogues_are_whole() -> None:
    """OOPS! has 41 pitfalls, FOOPS! 24 tests; each is a query, is done in code, or says why it is not run."""
    ids = {*CHECKS, *(row.check.id for row in pitfalls.never_run()), declared.HIJACKED.id}
    assert {f"P{number:02}" for number in range(1, 42)} <= ids
    asked_of_a_server = {"CN1", "DOC1", "RDF1", "URI1", "VER2"}
    foops = {"FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1", "OM5.2",
             "PURL1", "URI2", "VER1", "VOC1", "VOC2", "VOC3", "VOC4"}
    assert len(foops | asked_of_a_server) == 24
    assert foops <= ids


def test_nothing_that_a_query_finds_is_open() -> None:
    explanations = Explanations()
    rows = pitfalls.outcomes(ontology_triples(), explanations)
    assert [(row.check.id, row.found) for row in rows if row.result is Result.FAIL] == []
    assert {row.check.id for row in rows if row.result is Result.EXPLAINED} == {"OM3", "OM5.2", "P04", "P11", "P12",
                                                                               "P13", "P30"}
    assert list(explanations.unused(row.check.id for row in rows)) == []


def test_what_no_note_explains_is_open_and_alone_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "explained.csv"
    file.write_text("check,focus,detail,decision\nX1,urn:a,*,0004\nX1,*,known,0005\n", encoding="utf-8")
    check = Check("X1", "a check", "here")
    found = [Found("urn:a", "one"), Found("urn:b", "known")]
    explained = judged(check, found, Explanations(file))
    assert (explained.result, explained.why) == (Result.EXPLAINED, "2, by decision 0004, 0005")
    still_open = judged(check, [*found, Found("urn:b", "new")], Explanations(file))
    assert (still_open.result, still_open.found) == (Result.FAIL, (Found("urn:b", "new"),))
    assert judged(check, [], Explanations(file)).result is Result.PASS


def test_an_explanation_that_explains_nothing_is_told(tmp_path: Path) -> None:
    file = tmp_path / "explained.csv"
    file.write_text("check,focus,detail,decision\nX1,urn:a,*,0004\nX2,urn:b,*,0004\n", encoding="utf-8")
    explanations = Explanations(file)
    judged(Check("X1", "a check", "here"), [], explanations)
    assert [found.focus for found in explanations.unused(["X1"])] == ["X1: urn:a"]


@pytest.mark.parametrize(("text", "message"), [
    ("check,focus,decision\n", "the columns are"),
    ("check,focus,detail,decision\nP04,*,*,9999\n", "explained.csv:2: there is no note '9999'"),
])
def test_a_faulty_list_of_explanations_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "explained.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TreatyGraphError, match=re.escape(message)):
        Explanations(file)


def test_a_check_without_a_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "P99_x.rq").write_text("# id: P99\nSELECT * {}", encoding="utf-8")
    with pytest.raises(TreatyGraphError, match="a check begins with"):
        pitfalls.query_checks(tmp_path)


# ---- terms that nobody declared


KNOWN = {iris.ONTOLOGY + "State"}


def test_undeclared_terms_in_triples() -> None:
    given = triples("@prefix tg: <https://w3id.org/treatygraph/ontology#> . <urn:x> a tg:State, tg:Stat ; tg:holder <urn:y> .")
    assert {found.focus.removeprefix(iris.ONTOLOGY) for found in declared.in_triples(given, KNOWN, "f")} == {"Stat", "holder"}


def test_undeclared_terms_in_queries() -> None:
    text = "# tg:Comment does not count\nSELECT * { ?x a tg:State ; <https://w3id.org/treatygraph/ontology#holds> ?y ; tg:held ?z }"
    assert {found.focus.removeprefix(iris.ONTOLOGY) for found in declared.in_words(text, KNOWN, "f")} == {"holds", "held"}


def test_undeclared_terms_in_patterns() -> None:
    text = ('[[rules.X-01]]\nsentence = "Tg:Nothing {x}"\ncapacity = "State"\nkind = "Stat"\nword = "small"\n'
            'mark = "A B"\n')
    assert {found.focus.removeprefix(iris.ONTOLOGY) for found in declared.in_patterns(text, KNOWN, "f")} == {"Stat"}
    meanings = ('[lexicon.office]\n"Chair" = "Chairing"\n[layout]\nbodies = ["Conference"]\nterminators = "X"\n'
                '[persons.post_synonyms]\n"Head" = "Chief"\n[frames.f]\nverbs = ["do"]\nrule = "DID-01"\nkind = "Kind"\n')
    assert {found.focus.removeprefix(iris.ONTOLOGY) for found in declared.in_patterns(meanings, KNOWN, "f")} == {
        "Chairing", "Kind"}


def test_undeclared_concepts_of_verbs() -> None:
    known = {iris.ONTOLOGY + name for name in ("CallUpon", "Elect")}
    text = ('[operative.concepts]\n"re-elect" = "Elect"\n[frames.did]\nverbs = ["call upon", "set up"]\nrule = "DID-01"\n'
            '[frames.elect]\nverbs = ["elect", "re-elect"]\nrule = "ELE-01"\n'
            '[frames.attend]\nverbs = ["attend"]\nrule = "ATT-01"\n')
    assert {found.focus.removeprefix(iris.ONTOLOGY) for found in declared.in_frames(text, known, "f")} == {"SetUp"}


def test_terms_that_a_namespace_does_not_have() -> None:
    given = [Triple(NamedNode("urn:x"), NamedNode(vocab.SKOS + "prefLable"), Literal("x")),
             Triple(NamedNode("urn:x"), NamedNode(vocab.TYPE), NamedNode(vocab.SKOS + "Concept")),
             Triple(NamedNode("urn:x"), NamedNode(vocab.DCAT + "version"), Literal("1")),
             Triple(NamedNode("urn:x"), NamedNode(vocab.DCTERMS + "source"), NamedNode(vocab.PROV))]
    assert declared.hijacked(given, "f") == {Found(vocab.SKOS + "prefLable", "f")}


def test_every_term_is_declared() -> None:
    assert [(row.check.id, row.found) for row in declared.outcomes(ontology_triples(), Explanations())
            if row.result is not Result.PASS] == []


# ---- shapes for shapes


def test_an_ill_formed_shape_is_found() -> None:
    given = triples("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:property <urn:p> . "
                    '<urn:p> sh:path <urn:q> ; sh:minCount "x" .')
    assert {(found.focus, found.detail) for found in shacl.ill_formed(given)} == {("urn:p", vocab.SH + "minCount")}


def test_the_shapes_are_well_formed() -> None:
    assert shacl.outcome(Explanations()).result is Result.PASS


# ---- reasoners


def test_the_copy_for_owl_2_changes_only_datatypes_it_does_not_have() -> None:
    given = triples("""@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <urn:x> <urn:p> "2021-09-23"^^xsd:date, "2021-09"^^xsd:gYearMonth, "2021"^^xsd:gYear, "2021"^^xsd:integer, "二"@zh, rdf:langString, xsd:date .""")
    values = {str(t.object) for t in reasoning.copy(given)}
    moment = "^^<http://www.w3.org/2001/XMLSchema#dateTime>"
    assert values == {f'"2021-09-23T00:00:00"{moment}', f'"2021-09-01T00:00:00"{moment}', f'"2021-01-01T00:00:00"{moment}',
                      '"2021"^^<http://www.w3.org/2001/XMLSchema#integer>', '"二"@zh',
                      "<http://www.w3.org/1999/02/22-rdf-syntax-ns#PlainLiteral>", "<http://www.w3.org/2001/XMLSchema#dateTime>"}


def test_without_java_the_reasoners_are_not_run_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning.shutil, "which", lambda _: None)
    rows = reasoning.outcomes(ontology_triples(), Explanations())
    assert {(row.result, row.why) for row in rows} == {(Result.NOT_RUN, "no Java compiler (Debian: default-jdk-headless)")}


@pytest.fixture(scope="module")
def reasoner(tmp_path_factory: pytest.TempPathFactory) -> reasoning.Reasoner:
    if reasoning.missing():
        pytest.skip(reasoning.missing())
    return reasoning.Reasoner(tmp_path_factory.mktemp("java"), reasoning.archives())


HEAD = ("@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <urn:x:> . <urn:x> a owl:Ontology . "
        ":A a owl:Class . :B a owl:Class ; owl:disjointWith :A . :p a owl:ObjectProperty . "
        ":on a owl:DatatypeProperty, owl:FunctionalProperty . ")


def test_reasoners_find_what_is_wrong(reasoner: reasoning.Reasoner) -> None:
    assert reasoner.is_consistent(triples(HEAD + ":x a :A ; :on \"2021-09-23\"^^xsd:date ."))
    assert not reasoner.is_consistent(triples(HEAD + ":x a :A, :B ."))
    assert not reasoner.is_consistent(triples(HEAD + ':x :on "2021-09-23"^^xsd:date, "2021-09-24"^^xsd:date .'))
    empty = HEAD + ":C a owl:Class ; rdfs:subClassOf :A, :B ."
    assert reasoner.unsatisfiable(triples(empty)) == [Found("urn:x:C", "unsatisfiable")]
    assert reasoner.unsatisfiable(triples(HEAD)) == []


def test_profiles_are_told_apart(reasoner: reasoning.Reasoner) -> None:
    union = HEAD + ":p rdfs:range [ a owl:Class ; owl:unionOf ( :A :B ) ] ."
    assert reasoner.violations(triples(union), "DL") == []
    assert {found.detail for found in reasoner.violations(triples(union), "RL")} == {"UseOfNonSuperClassExpression"}
    chained = HEAD + ":p a owl:FunctionalProperty, owl:TransitiveProperty ."
    assert reasoner.violations(triples(chained), "DL")


def test_a_property_on_a_thing_outside_its_domain_is_a_contradiction(reasoner: reasoning.Reasoner) -> None:
    """As in the ontology: kinds of fact exclude each other, so a domain that forgets one of them shows."""
    given = list(ontology_triples())
    fact, holder = NamedNode(iris.thing("fact")), NamedNode(vocab.tg("capacity"))
    assert reasoner.is_consistent([*given, Triple(fact, NamedNode(vocab.TYPE), NamedNode(vocab.tg("Statement")))])
    wrong = [Triple(fact, NamedNode(vocab.TYPE), NamedNode(vocab.tg("Statement"))),
             Triple(fact, holder, NamedNode(vocab.tg("OtherState")))]
    assert not reasoner.is_consistent([*given, *wrong])


def test_the_printed_table_has_a_row_for_every_check() -> None:
    from treatygraph.conformance import negotiation, reading_back, table

    text = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| [^|]+ \| (\S+) \| [^|]+ \| (pass|explained|not run) \|", text, re.M))
    ids = {*CHECKS, *negotiation.CHECKS, *(row.check.id for row in pitfalls.never_run()), declared.HIJACKED.id,
           declared.UNDECLARED.id, shacl.CHECK.id, reasoning.DL.id, reasoning.RL.id, reasoning.CONSISTENT.id,
           reasoning.SATISFIABLE.id, table.EXPLAINED.id, *(form.name.upper() for form in reading_back.FORMATS)}
    assert set(printed) == ids
