"""Every source is a thing one can follow: described with title, publisher, address, licence, and a date where one was seen."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import built
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, vocab
from treatygraph.graph.assemble.sources import Bibliography, cited
from treatygraph.graph.ontology import ontology_triples
from treatygraph.tables import COLUMNS, shipped
from treatygraph.vocab import tg

ISSUED, RIGHTS, PUBLISHER = vocab.DCTERMS + "issued", vocab.DCTERMS + "rights", vocab.DCTERMS + "publisher"


@cache
def described() -> dict[str, dict[str, list[NamedNode | Literal]]]:
    found: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in built.build().graphs["bibliography"]:
        found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


def sources() -> set[NamedNode | Literal]:
    graphs = [*built.build().graphs.values(), ontology_triples()]
    return {t.object for graph in graphs for t in graph if t.predicate.value == vocab.SOURCE}


def test_every_source_of_graphs_and_ontology_is_a_described_thing() -> None:
    assert len(sources()) > 100
    for source in sources():
        assert isinstance(source, NamedNode), source
        assert source.value.startswith(iris.ID + "source/"), source
        said = described()[source.value]
        for needed in (vocab.TITLE, PUBLISHER, vocab.SCHEMA + "url"):
            assert len(said[needed]) == 1, (source.value, needed)
        assert isinstance(said[vocab.SCHEMA + "url"][0], NamedNode)
        assert len(said[vocab.LICENSE]) + len(said[RIGHTS]) == 1, source.value
        not_seen = Literal("date not seen", language="en") in said[vocab.NOTE]
        assert len(said[ISSUED]) + not_seen == 1, source.value


def test_no_source_cell_names_what_the_bibliography_does_not_know() -> None:
    bibliography = Bibliography(shipped())
    for table in COLUMNS:
        if table not in {"bibliography", "sources"}:
            for row in shipped().rows(table):
                for piece in cited(row["source"]):
                    bibliography.named(piece)
    assert bibliography.others == {}


# Sites that copy documents whose publisher has an address of its own.
COPIES = ("readkong", "vdocument", "docsplayer", "yumpu", "pubt.io", "scribd", "news-pravda")


def test_no_address_leads_to_a_copy() -> None:
    addresses = {t.object.value for graph in built.build().graphs.values() for t in graph
                 if t.predicate.value in {vocab.SCHEMA + "url", vocab.RDFS + "seeAlso", vocab.SKOS + "exactMatch"}}
    assert len(addresses) > 100
    assert not [address for address in addresses for copy in COPIES if copy in address]


@pytest.mark.parametrize(("piece", "source"), [
    ("report CTBT-Art.XIV/2021/6 (Chinese)", "report-2021-zh"),
    ("zmjones/untreaties@003ce1309c treaties/26-4.csv (UN Treaty Collection MTDSG XXVI-4, scraped 2014/15)", "mtdsg-xxvi-4"),
    ("UN Treaty Collection, Historical Information", "untc-historical"),
    ("CTBT Protocol, Annex 1, Table 4 (S.C. 1998, c. 32)", "ctbt-canada"),
    ("forms_ru: Russian grammar", "tables"),
])
def test_sources_named_by_hand(piece: str, source: str) -> None:
    assert Bibliography(shipped()).named(piece) == iris.source(source)


def test_a_source_that_only_a_row_of_ones_own_names_is_a_thing_with_its_words() -> None:
    bibliography = Bibliography(shipped())
    words = "Harbour gazette, no. 3; letter of 1999 (a; b)"
    out = bibliography.linked([Triple(NamedNode("urn:x"), NamedNode(vocab.SOURCE), Literal(words))])
    assert {t.object.value for t in out if t.predicate.value == vocab.SOURCE} == {
        iris.ID + "source/harbour-gazette-no-3", iris.ID + "source/letter-of-1999-a-b"}
    assert {t.object.value for t in out if t.predicate.value == tg("sourceWording")} == {words}
    titles = {t.object.value for t in bibliography.described(shipped()) if t.predicate.value == vocab.TITLE}
    assert {"Harbour gazette, no. 3", "letter of 1999 (a; b)"} <= titles
