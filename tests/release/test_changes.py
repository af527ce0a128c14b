"""What changed between two releases is told term by term and fact by fact, whatever blank nodes are called."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph import iris
from treatygraph.release.changes import change_files, page, summary
from treatygraph.release.edition import Edition
from treatygraph.release.facts_changed import fact_changes
from treatygraph.release.ontology_files import turtle_triples
from treatygraph.release.prior import Prior
from treatygraph.release.terms_changed import term_changes, terms

EDITION = Edition("2.0.0", date(2030, 1, 1), prior=Prior(Path("x"), "1.0.0", "2029-01-01", "2029-01-01"))
PREFIXES = f"""@prefix tg: <{iris.ONTOLOGY}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<{iris.ONTOLOGY.rstrip("#")}> a owl:Ontology ; owl:versionInfo "VERSION" .
"""
BEFORE = PREFIXES.replace("VERSION", "1.0.0") + """
tg:Vote a owl:Class ; rdfs:label "vote"@en ; skos:definition "How somebody votes."@en .
tg:voter a owl:ObjectProperty ; rdfs:label "voter"@en ; rdfs:domain tg:Vote ; rdfs:range [ owl:unionOf ( tg:A tg:B ) ] .
tg:Old a owl:Class ; rdfs:label "old"@en ; skos:definition "What was."@en .
tg:Kept a owl:Class ; owl:disjointUnionOf ( tg:A [ owl:complementOf tg:B ] ) .
[] a owl:AllDifferent ; owl:distinctMembers ( tg:x tg:y ) .
"""
NOW = PREFIXES.replace("VERSION", "2.0.0") + """
_:z a owl:AllDifferent ; owl:distinctMembers ( tg:x tg:y tg:z ) .
tg:Kept owl:disjointUnionOf ( tg:A [ owl:complementOf tg:B ] ) ; a owl:Class .
tg:Vote a owl:Class ; rdfs:label "vote"@en ; skos:definition "What somebody votes."@en ; owl:deprecated true .
tg:voter a owl:ObjectProperty ; rdfs:label "voter"@en ; rdfs:range [ owl:unionOf ( tg:A tg:B tg:C ) ] .
tg:New a owl:Class ; rdfs:label "new"@en ; skos:definition "What is."@en .
foaf:Agent a owl:Class .
"""


def test_terms_are_compared_by_what_is_said_of_them() -> None:
    found = term_changes(turtle_triples(BEFORE.encode()), turtle_triples(NOW.encode()))
    assert [(change.term.name, change.what) for change in found if change.term.kind != "axiom"] == [
        ("tg:New", "new"), ("tg:Old", "gone"), ("tg:Vote", "retired"), ("tg:voter", "changed"), ("foaf:Agent", "new")]
    assert found[3].sayings == [("rdfs:domain", ["tg:Vote"], []),
                                ("rdfs:range", ["(tg:A or tg:B)"],
                                 ["(tg:A or tg:B or tg:C)"])]
    assert term_changes(turtle_triples(BEFORE.encode()), turtle_triples(BEFORE.replace("1.0.0", "9").encode())) == []


def test_terms_are_told_in_words() -> None:
    changed = term_changes(turtle_triples(BEFORE.encode()), turtle_triples(NOW.encode()))
    facts = fact_changes([], [], {})
    told = page(EDITION, changed, facts)
    assert told.startswith("# Changes from 1.0.0 to 2.0.0\n\n2 terms new, 1 term gone, 1 term retired, 1 term said otherwise.\n")
    assert '### New (2)\n\n- `tg:New` (class), "new": What is.\n- `foaf:Agent` (class), defined elsewhere\n' in told
    assert '### Gone (1)\n\n- `tg:Old` (class), "old": What was.\n' in told
    assert ("- `tg:Vote` (class):\n  - `owl:deprecated` is now stated: \"true\"\n"
            '  - `skos:definition` was "How somebody votes." (en), is now "What somebody votes." (en)\n') in told
    assert "  - `rdfs:domain` is no longer stated: tg:Vote\n" in told
    assert "- gone: [owl:distinctMembers (tg:x, tg:y); rdf:type owl:AllDifferent]\n" in told
    assert "No thing is new or gone, and of none is anything else stated.\n" in told
    rows = list(csv.DictReader(change_files(EDITION, changed, facts)["changes/terms.csv"].decode().splitlines()))
    assert {row["change"] for row in rows if row["thing"] == "tg:New"} == {"new"}
    assert [row["now"] for row in rows if row["thing"] == "tg:New" and row["property"] == "skos:definition"] == ['"What is." (en)']


GRAPHS = {"source": "source/a", "table": "table/states", "labels": "labels", "inferred": "inferred", "dataset": "dataset"}


def quads(text: str) -> list:
    """Facts a line each: graph, subject, property and object."""
    written = []
    for line in text.strip().splitlines():
        graph, subject, name, value = line.split(" ", 3)
        written.append(f"<{iris.ID}{subject}> {name if name == 'a' else f'<{name}>'} {value} <{iris.GRAPH}{GRAPHS[graph]}> .".replace(
            " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "))
    return list(parse("\n".join(written), format=RdfFormat.N_QUADS))


LABEL, TG = "http://www.w3.org/2000/01/rdf-schema#label", iris.ONTOLOGY
EARLIER = f"""
table ken a <{TG}Vote>
table ken {TG}iso3 "KEN"
labels ken {LABEL} "Kenya"@en
labels ken {LABEL} "Kenia"@es
inferred ken {TG}partOf <http://x/africa>
dataset d {TG}iso3 "1"
source p1 {TG}text "a"
source p1 http://www.w3.org/ns/prov#wasDerivedFrom <http://x/1>
source p2 a <http://x/y/Odd>
"""
LATER = EARLIER.replace("Kenia", "Kenya").replace("africa", "Africa").replace("<http://x/1>", "<http://x/2>").replace('"1"', '"2"')


def test_names_evidence_and_what_follows_are_counted_apart() -> None:
    found = fact_changes(quads(EARLIER), quads(LATER), terms(turtle_triples(BEFORE.encode())))
    assert [(change.thing, change.kind, change.what) for change in found.changes] == [
        (f"{iris.ID}p1", "thing of no class", "evidence")]
    assert found.renamed == ((f"{iris.ID}ken", "Kenya", "Kenya"),)
    assert found.follows == (("tg:partOf", 1, 1),)
    assert dict(found.same) == {"vote": 1, "`<http://x/y/Odd>`": 1}
    told = page(EDITION, [], found)
    assert '- `ken`: "Kenya" as before; another of its names has changed\n' in told
    assert "| `tg:partOf` | 1 | 1 |\n" in told
    assert summary([], found) == "1 thing resting on other words, rules or sources, 1 called otherwise."


@pytest.mark.parametrize(("line", "told"), [
    (f'inferred ken {TG}iso2 "x"', "Only what follows from the facts has changed."),
    (f'dataset ken {TG}iso2 "x"', "No term of the ontology and no fact has changed."),
    ("", "No term of the ontology and no fact has changed.")])
def test_the_summary_says_what_kind_of_change_it_is(line: str, told: str) -> None:
    assert summary([], fact_changes(quads(EARLIER), quads(EARLIER + line), {})) == told


def test_a_change_of_axioms_alone_is_told() -> None:
    changed = term_changes(turtle_triples(BEFORE.encode()), turtle_triples(BEFORE.replace("tg:x tg:y", "tg:x tg:z").encode()))
    assert summary(changed, fact_changes([], [], {})) == \
        "Only axioms of the ontology that belong to no single term have changed."


def test_long_lists_are_cut_and_say_where_the_rest_is() -> None:
    many = "\n".join(f"table s{number:02} a <{TG}Vote>" for number in range(12))
    told = page(EDITION, [], fact_changes([], quads(many), terms(turtle_triples(BEFORE.encode()))))
    assert "New (12), of which 5 here and all in `facts.csv`:" in told
    assert told.count("(`s") == 5
