"""Builds one report, in all its language versions: reads, assembles, infers, labels and validates it.

Must not look at another report, nor at more of the tables than the part the report touches.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from treatygraph import iris, vocab
from treatygraph.building import Build, collated, findings_json, validated
from treatygraph.convert.conversion import Opened
from treatygraph.corpus.changes import plain_letters
from treatygraph.corpus.standing import Part, Standing, rules_within_a_report
from treatygraph.corpus.watched import Looked, WatchedTables
from treatygraph.find import names
from treatygraph.graph.labels.compose import compose_labels
from treatygraph.graph.ontology import ontology_triples
from treatygraph.graph.store import INFERRED, LABELS, graph_iri
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport
from treatygraph.reason.infer import infer
from treatygraph.report import assemble_opened, read_opened
from treatygraph.vocab import tg

_LEVEL = 6
# What the pass over all reports needs of a conference, beside what only one value may be given of.
_OF_ACTIONS = {vocab.TYPE, vocab.DATE, tg("state"), tg("treaty"), tg("actionType")}
_OF_CONFERENCES = {tg("inSeries"), tg("ordinal"), tg("previousConference")}


@dataclass(frozen=True)
class Version:
    """A language version of a report: the text as opened, and which report and language it is."""

    opened: Opened
    identity: ReportIdentity


def graph_of(symbol: str, language: str) -> str:
    """Return the named graph of a language version: made of the symbol, for files of a corpus may bear one name."""
    return iris.graph("source", f"{symbol}/{language}")


def build_report(versions: Sequence[Version], tables: WatchedTables, standing: Standing
                 ) -> tuple[bytes, dict[str, Any]]:
    """Return a report's graphs as compressed N-Quads, and the record of what it holds, found and looked at.

    The graphs are that of each version, what follows from them with the tables, and labels. Raises TreatyGraphError
    where a text or a table cannot be used.
    """
    for version in versions:
        names.index(tables, version.identity.language)  # made of all rows, whoever asks first
    with tables.watching() as looked:
        reports = [read_opened(version.opened, version.identity, tables) for version in versions]
    graphs = [assemble_opened(report, version.opened) for report, version in zip(reports, versions, strict=True)]
    document = reports[0].reading.document
    asserted = frozenset().union(*graphs)
    inferred = infer([asserted, standing.part(asserted, document).triples], rules_within_a_report())
    part = standing.part([*asserted, *inferred], document)
    own, shared = _labels(asserted, inferred, part, document)
    findings = _findings(reports, versions, graphs, inferred, part.triples)
    quads: list[Quad] = []
    for graph, version in zip(graphs, versions, strict=True):
        quads += quads_of(graph, graph_of(version.identity.symbol, version.identity.language))
    quads += quads_of(inferred, graph_iri(INFERRED)) + quads_of(own, graph_iri(LABELS))
    data = written(quads)
    record: dict[str, Any] = {
        "quads": len(quads), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "findings": findings,
        "used": _used(reports, versions, looked, part.keys), **_facts(asserted, document), "labels": shared,
    }
    return data, record


def quads_of(triples: Iterable[Triple], graph: str) -> list[Quad]:
    """Return triples as quads of a named graph."""
    name = NamedNode(graph)
    return [Quad(t.subject, t.predicate, t.object, name) for t in triples]


def written(quads: Iterable[Quad]) -> bytes:
    """Return quads as N-Quads, sorted and compressed: the same bytes for the same quads."""
    return compressed(sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)))


def compressed(lines: Iterable[bytes]) -> bytes:
    """Return lines as a gzip file without name and time: the same bytes for the same lines."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=_LEVEL, mtime=0) as packed:
        packed.writelines(lines)
    return out.getvalue()


def _labels(asserted: frozenset[Triple], inferred: frozenset[Triple], part: Part, document: str
            ) -> tuple[list[Triple], list[tuple[str, str, str]]]:
    """Return the labels of what is the report's own, and those of things that other reports may know more of."""
    own: list[Triple] = []
    shared: list[tuple[str, str, str]] = []
    known = {triple.subject for triple in part.triples}
    described = {triple.subject for triples in (asserted, inferred) for triple in triples}
    for label in compose_labels([asserted, inferred, part.triples]):
        words = label.object
        if label.subject in described and isinstance(label.subject, NamedNode) and isinstance(words, Literal):
            if label.subject not in known and _is_own(label.subject.value, document):
                own.append(label)
            else:
                shared.append((label.subject.value, words.language or "", words.value))
    return own, sorted(shared)


def _is_own(subject: str, document: str) -> bool:
    """Tell whether a thing is a part of a document or of a conference, and none that others speak of as well."""
    path = iris.path_of(subject)
    of_a_conference = path.startswith("conference/") and path.count("/") > 1
    return of_a_conference or _is_within(subject, document)


def _is_within(subject: str, document: str) -> bool:
    """Tell whether a thing is the document, a part of it, or a place in one of its texts."""
    return f"{subject}/".startswith(f"{document}/") or "#char=" in subject


def _findings(reports: list[ReadReport], versions: Sequence[Version], graphs: Sequence[frozenset[Triple]],
              inferred: frozenset[Triple], known: frozenset[Triple]) -> list[dict[str, Any]]:
    """Return what reading, collating the versions and validating found, as plain records."""
    differing = collated(reports, graphs)
    validation = validated(reports, [version.opened for version in versions], graphs, inferred, [known], differing)
    return findings_json(Build(reports, {}, {}, validation, disagreements=differing))


def _used(reports: list[ReadReport], versions: Sequence[Version], looked: Looked, keys: frozenset[str]
          ) -> dict[str, Any]:
    return {
        "looked": looked.record(), "keys": sorted(keys),
        "texts": [{"language": report.reading.identity.language, "converted": version.opened.conversion is not None,
                   "letters": plain_letters(version.opened.source.text)}
                  for report, version in zip(reports, versions, strict=True)],
    }


# ---- what the pass over all reports needs

@cache
def single_valued() -> frozenset[str]:
    """Return the properties of which a thing has one value at most, as the ontology declares them."""
    functional = NamedNode(vocab.OWL + "FunctionalProperty")
    declared = {t.subject.value for t in ontology_triples()
                if t.object == functional and isinstance(t.subject, NamedNode)}
    return frozenset(declared | {vocab.START_DATE, vocab.END_DATE})


def _facts(asserted: frozenset[Triple], document: str) -> dict[str, Any]:
    """Return the facts that other reports may bear on: of things that are not the report's own, in N-Triples terms."""
    about: dict[str, list[Triple]] = {}
    for triple in asserted:
        about.setdefault(triple.subject.value, []).append(triple)  # type: ignore[union-attr]
    facts: list[tuple[str, str, str]] = []
    claims: list[tuple[str, str, str, str, str]] = []
    conferences: set[str] = set()
    symbols: set[tuple[str, str]] = set()
    for subject, triples in about.items():
        told = [(t.predicate.value, t.object.value) for t in triples]  # type: ignore[union-attr]
        types = {iris.local(value) for prop, value in told if prop == vocab.TYPE}
        symbols |= {(subject, value) for prop, value in told if prop == tg("symbol")}
        if "StatusAssertion" in types:
            said = {iris.local(prop): value for prop, value in told}
            claims.append((subject, said.get("treaty", ""), said.get("state", ""), said.get("asOf", ""),
                           said.get("status", "")))
        path = iris.path_of(subject)
        if not subject.startswith(iris.ID) or _is_within(subject, document):
            continue
        kind, _, rest = path.partition("/")
        if kind == "conference" and "/" in rest:
            conferences.add(f"{iris.ID}conference/{rest.partition('/')[0]}")
            continue  # of these the pass looks into the files, and only where two reports speak of one conference
        kept = single_valued() | _OF_CONFERENCES | (_OF_ACTIONS if "TreatyAction" in types else set())
        if kind == "conference":
            conferences.add(subject)
        facts += [(str(t.subject), str(t.predicate), str(t.object)) for t in triples if t.predicate.value in kept]
    return {"facts": sorted(facts), "claims": sorted(claims), "conferences": sorted(conferences),
            "symbols": sorted(symbols)}
