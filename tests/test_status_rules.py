"""The rules derive status intervals from actions, and nothing else, on more than one engine."""

from __future__ import annotations

from itertools import pairwise

import pytest
import tables_graph
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple
from rdflib import Graph

from treatygraph import iris, vocab
from treatygraph.graph.serialize import turtle
from treatygraph.graph.store import hold
from treatygraph.reason.infer import entailment_rules, infer
from treatygraph.status.status import intervals
from treatygraph.vocab import tg

CTBT = iris.thing("treaty/ctbt")


def action(iso3: str, kind: str, date: str, treaty: str = CTBT) -> set[Triple]:
    node = NamedNode(iris.treaty_action(treaty, iris.state(iso3), tg(kind)))
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return {
        Triple(node, NamedNode(vocab.TYPE), NamedNode(tg("TreatyAction"))),
        Triple(node, NamedNode(tg("state")), NamedNode(iris.state(iso3))),
        Triple(node, NamedNode(tg("treaty")), NamedNode(treaty)),
        Triple(node, NamedNode(tg("actionType")), NamedNode(tg(kind))),
        Triple(node, NamedNode(vocab.DATE), Literal(date, datatype=NamedNode(vocab.XSD + datatype))),
    }


def derived(*actions: tuple[str, str]) -> list[tuple[str, str, str]]:
    triples = [action("AAA", kind, date) for kind, date in actions]
    store = hold({"treaty-actions": set().union(*triples), "inferred": infer(triples)})
    return [(i.status, i.since, i.until) for i in intervals(store, CTBT).get(iris.state("AAA"), ())]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (
            [("Signature", "2000-01-01")],
            [("NotSigned", "", "2000-01-01"), ("SignedNotRatified", "2000-01-01", "")],
        ),
        ([("Accession", "2000-01-01")], [("NotSigned", "", "2000-01-01"), ("Ratified", "2000-01-01", "")]),
        # A successor was there before it succeeded as what, nobody says.
        ([("Succession", "2000-01-01")], [("Ratified", "2000-01-01", "")]),
        (
            [("Signature", "2000-01-01"), ("Approval", "2001-01-01"), ("Withdrawal", "2002-01-01")],
            [
                ("NotSigned", "", "2000-01-01"),
                ("SignedNotRatified", "2000-01-01", "2001-01-01"),
                ("Ratified", "2001-01-01", "2002-01-01"),
            ],
        ),
        (
            [("Signature", "2000-01-01"), ("Ratification", "2001-05"), ("RevocationOfRatification", "2002")],
            [
                ("NotSigned", "", "2000-01-01"),
                ("SignedNotRatified", "2000-01-01", "2001-05"),
                ("Ratified", "2001-05", "2002"),
                ("SignedNotRatified", "2002", ""),
            ],
        ),
        (
            [("Signature", "2000"), ("Ratification", "2000")],
            [("NotSigned", "", "2000"), ("Ratified", "2000", "")],
        ),
        ([("Ratification", "2000-01-01")], [("Ratified", "2000-01-01", "")]),
        ([], []),
    ],
    ids=lambda value: (
        "+".join(part[0] for part in value) or "nothing" if value and len(value[0]) == 2 else ""
    ),
)
def test_intervals_follow_from_actions(
    actions: list[tuple[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    assert derived(*actions) == sorted(expected, key=lambda i: (i[1], i[2] or "9999", i[0]))


def test_another_treaty_or_state_ends_nothing() -> None:
    npt = iris.thing("treaty/npt")
    triples = action("AAA", "Signature", "2000-01-01") | action("AAA", "Ratification", "2001-01-01", npt)
    triples |= action("BBB", "Ratification", "2001-01-01")
    store = hold({"treaty-actions": triples, "inferred": infer([triples])})
    held = intervals(store, CTBT)
    assert [(i.status, i.since, i.until) for i in held[iris.state("AAA")]][-1] == (
        "SignedNotRatified",
        "2000-01-01",
        "",
    )


def test_an_action_without_a_date_yields_no_interval() -> None:
    undated = {t for t in action("AAA", "Ratification", "2001-01-01") if t.predicate.value != vocab.DATE}
    store = hold({"treaty-actions": undated, "inferred": infer([undated])})
    assert intervals(store, CTBT) == {}


def test_intervals_of_a_state_never_overlap_and_are_named_by_their_beginning() -> None:
    for state, held in intervals(tables_graph.store(), CTBT).items():
        for one, other in pairwise(held):
            assert one.until == other.since, state
        for interval in held:
            tail = f"-{interval.since}" if interval.since else ""
            assert interval.iri == f"{CTBT}/status/{state[-3:]}/{interval.status}{tail}"
        assert held[-1].until == ""


def test_every_interval_says_which_actions_and_which_rule_it_rests_on() -> None:
    store = tables_graph.store()
    names = {iris.source(rule.name) for rule in entailment_rules()}
    for held in intervals(store, CTBT).values():
        for interval in held:
            node = NamedNode(interval.iri)
            rests = [q.object for q in store.quads_for_pattern(node, NamedNode(vocab.DERIVED_FROM), None)]
            assert rests
            for thing in rests:
                assert next(store.quads_for_pattern(thing, NamedNode(vocab.DATE), None), None) is not None
            sources = {q.object.value for q in store.quads_for_pattern(node, NamedNode(vocab.SOURCE), None)}
            assert sources
            assert sources <= names


def test_the_rules_are_portable() -> None:
    """Another engine, given the same actions, finds the same intervals."""
    actions = set().union(
        *(
            action(iso3, kind, date)
            for iso3, kind, date in [
                ("RUS", "Signature", "1996-09-24"),
                ("RUS", "Ratification", "2000-06-30"),
                ("RUS", "RevocationOfRatification", "2023-11-03"),
                ("AFG", "Signature", "2003-09-24"),
                ("AFG", "Ratification", "2003-09-24"),
                ("COG", "Signature", "1997-02-11"),
                ("COG", "Ratification", "2014-09"),
                ("DMA", "Signature", "2022"),
                ("DMA", "Ratification", "2022-06-30"),
                ("CHN", "Signature", "1996-09-24"),
            ]
        )
    )
    rules = [rule for rule in entailment_rules() if rule.name.startswith("4")]
    ours = Store()
    ours.extend(Quad(t.subject, t.predicate, t.object) for t in actions)
    theirs = Graph().parse(data=turtle(actions), format="turtle")
    for _ in range(2):
        for rule in rules:
            ours.extend(Quad(t.subject, t.predicate, t.object) for t in list(ours.query(rule.query)))  # type: ignore[union-attr]
            for triple in list(theirs.query(rule.query)):
                theirs.add(triple)  # type: ignore[arg-type]
    plain = {
        tuple(str(getattr(term, "value", term)) for term in (q.subject, q.predicate, q.object)) for q in ours
    }
    assert {tuple(str(term) for term in triple) for triple in theirs} == plain
    assert len(plain) > len(actions)
