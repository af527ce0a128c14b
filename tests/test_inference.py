"""What is inferred equals what OWL 2 RL infers, and the rules that OWL 2 RL cannot state do what their headers say."""

from __future__ import annotations

import re

import built
import owlrl
import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph

from treatygraph import iris
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import TreatyGraphError
from treatygraph.reason.infer import Closure, entailment_rules, fold_schema, infer, schema
from treatygraph.reason.validate import Converter
from treatygraph.vocab import OWL, RDFS, TYPE, tg

REPORT = "ctbt-art-xiv-2021-6.zh"
NAMES = ("states", "state-groups", "organizations", "persons", "treaties", "series", "conferences")


def asserted() -> set[Triple]:
    graphs = built.build().graphs
    return set(graphs[REPORT]).union(*(graphs[name] for name in NAMES))


def of_ours(subject: str, predicate: str, target: str) -> bool:
    """Instance triples of our own vocabulary: what users see of a closure."""
    return subject.startswith(iris.ID) and (predicate.startswith(iris.ONTOLOGY)
                                            or (predicate == TYPE and target.startswith(iris.ONTOLOGY)))


def test_closure_equals_owlrl_on_the_real_graph() -> None:
    triples = asserted()
    # Quotes, titles and labels take no part in any axiom; without them owlrl ends in reasonable time.
    schema_of = schema()
    lean = {t for t in triples if t.predicate == NamedNode(TYPE) or schema_of.touches(t.predicate)}
    graph = Graph(store="SimpleMemory")  # the store of rdflib's that keeps no account of graphs, and is quicker
    for triple in Converter().graph({*lean, *ontology_triples()}):
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    theirs = {tuple(map(str, triple)) for triple in graph if of_ours(*map(str, triple))}
    ours = {(t.subject.value, t.predicate.value, t.object.value) for t in Closure(schema_of, lean).all
            if of_ours(t.subject.value, t.predicate.value, t.object.value)}
    assert ours - theirs == set()
    assert theirs - ours == set()
    assert len(ours) > len(lean)


def one(*triples: tuple[str, str, str]) -> list[Triple]:
    return [Triple(NamedNode(s), NamedNode(p), NamedNode(o)) for s, p, o in triples]


def thing(name: str) -> str:
    return iris.thing(name)


def test_a_participation_gives_the_shortcut() -> None:
    found = infer([one((thing("p"), TYPE, tg("Participation")), (thing("p"), tg("participant"), thing("state/NOR")),
                       (thing("p"), tg("ofConference"), thing("conference/x-2023")))])
    assert Triple(NamedNode(thing("state/NOR")), NamedNode(tg("participatedIn")),
                  NamedNode(thing("conference/x-2023"))) in found


def test_a_post_is_no_office() -> None:
    """A post holding has a holder and a conference too, and gives no office at it."""
    found = infer([one((thing("p"), TYPE, tg("PostHolding")), (thing("p"), tg("holder"), thing("person/a")),
                       (thing("p"), tg("ofConference"), thing("conference/x-2023")))])
    assert not [t for t in found if t.predicate.value == tg("hasOfficeAt")]


def test_an_election_adopts_nothing() -> None:
    found = infer([one((thing("d"), TYPE, tg("Decision")), (thing("d"), tg("decisionType"), tg("Election")),
                       (thing("d"), tg("decidedOn"), thing("document/a")), (thing("d"), tg("atMeeting"), thing("m")))])
    assert not [t for t in found if t.predicate.value == tg("adoptedAt")]


OFFICE = (
    (thing("o"), TYPE, tg("OfficeHolding")), (thing("o"), tg("holder"), thing("state/NOR")),
    (thing("o"), tg("ofConference"), thing("conference/x-2023")),
)


def test_an_office_of_the_conference_counts_and_one_of_its_organ_does_not() -> None:
    wanted = Triple(NamedNode(thing("state/NOR")), NamedNode(tg("hasOfficeAt")), NamedNode(thing("conference/x-2023")))
    assert wanted in infer([one(*OFFICE)])
    organ = (thing("o"), tg("ofOrgan"), thing("conference/x-2023/organ/drafting-committee"))
    assert wanted not in infer([one(*OFFICE, organ)])


SCHEMA = "https://schema.org/"
DAYS = [
    Triple(NamedNode(thing("conference/x-2023")), NamedNode(SCHEMA + "startDate"), Literal("2023-03-06")),
    Triple(NamedNode(thing("conference/x-2023")), NamedNode(SCHEMA + "endDate"), Literal("2023-03-10")),
]


@pytest.mark.parametrize(("bound", "day", "held"), [
    ("notAfter", "2022", False), ("notAfter", "2023-03-05", False), ("notAfter", "2023", True),
    ("notBefore", "2023-03-10", False), ("notBefore", "2023-03-09", True), ("notBefore", "2023", True),
])
def test_an_office_over_before_or_begun_at_the_end_is_none_at_the_conference(bound: str, day: str, held: bool) -> None:
    bounded = Triple(NamedNode(thing("o")), NamedNode(tg(bound)), Literal(day))
    found = infer([[*one(*OFFICE), *DAYS, bounded]])
    assert any(t.predicate.value == tg("hasOfficeAt") for t in found) is held


HELD_TOGETHER = (
    (thing("conference/x/office/President/NOR"), TYPE, tg("OfficeHolding")),
    (thing("conference/x/office/President/NOR"), tg("holder"), thing("state/NOR")),
    (thing("conference/x/office/President/NOR"), tg("office"), tg("President")),
    (thing("conference/x/office/President/NOR"), tg("ofConference"), thing("conference/x")),
    (thing("conference/x/office/President/a"), TYPE, tg("OfficeHolding")),
    (thing("conference/x/office/President/a"), tg("holder"), thing("person/a")),
    (thing("conference/x/office/President/a"), tg("office"), tg("President")),
    (thing("conference/x/office/President/a"), tg("ofConference"), thing("conference/x")),
    (thing("conference/x/office/President/a"), tg("statedIn"), thing("document/r/paragraph/2")),
)


def _post(name: str, state: str, paragraph: str) -> tuple[tuple[str, str, str], ...]:
    return ((thing(name), TYPE, tg("PostHolding")), (thing(name), tg("holder"), thing("person/a")),
            (thing(name), tg("representing"), thing(f"state/{state}")),
            (thing(name), tg("statedIn"), thing(f"document/r/paragraph/{paragraph}")))


@pytest.mark.parametrize(("posts", "exercised"), [
    (_post("p", "NOR", "2"), True),
    (_post("p", "KEN", "2"), False),  # for a State that does not hold the office
    (_post("p", "NOR", "3"), False),  # said elsewhere, perhaps of another time
    ((*_post("p", "NOR", "2"), *_post("q", "KEN", "2")), False),  # for one of two
])
def test_a_person_exercises_the_office_of_the_state_whose_post_stands_beside_it(
        posts: tuple[tuple[str, str, str], ...], exercised: bool) -> None:
    wanted = Triple(NamedNode(thing("conference/x/office/President/NOR")), NamedNode(tg("exercisedBy")),
                    NamedNode(thing("person/a")))
    assert (wanted in infer([one(*HELD_TOGETHER, *posts)])) is exercised


ADOPTED = (
    (thing("d"), TYPE, tg("Voting")), (thing("d"), tg("decisionType"), tg("Adoption")),
    (thing("d"), tg("atMeeting"), thing("m")),
)


def test_a_vote_that_carried_adopts_and_one_that_failed_does_not() -> None:
    wanted = Triple(NamedNode(thing("document/a")), NamedNode(tg("adoptedAt")), NamedNode(thing("m")))
    assert wanted in infer([one(*ADOPTED, (thing("d"), tg("decidedOn"), thing("document/a")))])
    assert wanted not in infer([one(*ADOPTED, (thing("d"), tg("votedOn"), thing("document/a")))])


def test_a_measure_has_the_verb_of_what_it_asserts_and_not_of_what_it_only_plans() -> None:
    act = ((thing("m/act/urge"), TYPE, tg("Act")), (thing("m/act/urge"), tg("statedIn"), thing("m")),
           (thing("m/act/urge"), tg("operativeVerb"), tg("Urge")), (thing("m"), TYPE, tg("Measure")))
    wanted = Triple(NamedNode(thing("m")), NamedNode(tg("operativeVerb")), NamedNode(tg("Urge")))
    assert wanted in infer([one(*act)])
    assert wanted not in infer([one(*act, (thing("m/act/urge"), tg("modality"), tg("Planned")))])


def test_only_plenary_meetings_are_counted() -> None:
    conference, report = thing("conference/x-2023"), thing("document/X/2023/6")
    organ = thing("conference/x-2023/organ/drafting-committee")
    met = [(iris.meeting(where, 1), predicate, value) for where in (conference, organ)
           for predicate, value in ((TYPE, tg("Meeting")), (tg("ofConference"), conference))]
    found = infer([one(*met, (iris.meeting(organ, 1), tg("ofOrgan"), organ), (report, tg("ofConference"), conference),
                       (report, tg("documentType"), tg("Report")), (f"{report}/en", tg("expressionOf"), report))])
    assert [t.object.value for t in found if t.predicate.value == tg("value")] == ["1"]


def test_nothing_asserted_is_inferred_again() -> None:
    graphs = built.build().graphs
    stated = set().union(*(graph for stem, graph in graphs.items() if stem not in {"inferred", "dataset"}))
    assert not stated & graphs["inferred"]


def test_inferring_again_gives_nothing_new() -> None:
    graphs = built.build().graphs
    assert infer([graph for stem, graph in graphs.items() if stem != "dataset"]) == frozenset()


def test_every_rule_says_if_and_then() -> None:
    for rule in entailment_rules():
        assert re.match(r"# If: .*\n(# .*\n)*# Then: ", rule.query), rule.file


def test_a_chain_over_unnamed_properties_is_refused() -> None:
    with pytest.raises(TreatyGraphError, match="two named properties"):
        fold_schema(one((tg("x"), OWL + "propertyChainAxiom", "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")))


def test_a_hierarchy_with_a_circle_is_closed() -> None:
    folded = fold_schema(one((tg("A"), RDFS + "subClassOf", tg("B")), (tg("B"), RDFS + "subClassOf", tg("A"))))
    assert folded.superclasses[NamedNode(tg("A"))] == {NamedNode(tg("B"))}
