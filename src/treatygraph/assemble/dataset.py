"""Describes the dataset: its graphs, their sizes, licence and vocabulary (VoID, DCMI Terms), computed from them.

Must not state anything that is not counted or fixed by the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import __version__, iris, vocab
from treatygraph.assemble.terms import Triples
from treatygraph.model import LangText
from treatygraph.tables import COLUMNS

DATASET = "https://w3id.org/treatygraph/dataset"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_OURS = "https://w3id.org/treatygraph/"


def describe_dataset(graphs: Mapping[str, Iterable[Triple]]) -> frozenset[Triple]:
    """Return the description of the graphs, given by the stem of their file."""
    out = Triples()
    out.link(DATASET, vocab.TYPE, vocab.VOID + "Dataset")
    out.say(DATASET, vocab.TITLE, LangText("TreatyGraph: treaty conferences as linked data", "en"))
    out.say(DATASET, vocab.TITLE, LangText("TreatyGraph：条约会议关联数据", "zh"))
    out.say(DATASET, vocab.DCTERMS + "creator", "TreatyGraph contributors")
    out.link(DATASET, vocab.LICENSE, _LICENCE)
    out.say(DATASET, vocab.OWL + "versionInfo", __version__)
    out.say(DATASET, vocab.VOID + "uriSpace", iris.ID)
    out.link(DATASET, vocab.VOID + "vocabulary", iris.ONTOLOGY.rstrip("#"))
    total = 0
    for stem, triples in sorted(graphs.items()):
        name = _name(stem)
        count = sum(1 for _ in triples)
        total += count
        out.link(DATASET, vocab.VOID + "subset", name)
        out.link(name, vocab.TYPE, vocab.VOID + "Dataset")
        out.say(name, vocab.TITLE, LangText(stem, "en"))
        out.link(name, vocab.LICENSE, _LICENCE)
        out.say(name, vocab.VOID + "triples", count)
        _links(out, name, triples)
    out.say(DATASET, vocab.VOID + "triples", total)
    return out.frozen()


def _name(stem: str) -> str:
    kind = "table" if stem in COLUMNS else stem if stem == "inferred" else "source"
    return iris.graph(kind, "" if kind == "inferred" else stem)


def _links(out: Triples, name: str, triples: Iterable[Triple]) -> None:
    """Describe the links of a graph to things of others, one linkset per predicate."""
    predicates = {vocab.SKOS + "exactMatch": "exact", vocab.SKOS + "closeMatch": "close",
                  vocab.RDFS + "seeAlso": "see-also"}
    counts: dict[str, int] = {}
    for triple in triples:
        outside = isinstance(triple.object, NamedNode) and not triple.object.value.startswith(_OURS)
        if outside and not isinstance(triple.object, Literal) and triple.predicate.value in predicates:
            counts[triple.predicate.value] = counts.get(triple.predicate.value, 0) + 1
    for predicate, count in sorted(counts.items()):
        linkset = f"{name}/links/{predicates[predicate]}"
        out.link(name, vocab.VOID + "subset", linkset)
        out.link(linkset, vocab.TYPE, vocab.VOID + "Linkset")
        out.link(linkset, vocab.VOID + "linkPredicate", predicate)
        out.link(linkset, vocab.VOID + "subjectsTarget", DATASET)
        out.say(linkset, vocab.VOID + "triples", count)
