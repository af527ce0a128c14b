"""Finds terms that nobody declared: ours in data, queries, shapes, rules and patterns, and those of others.

Must not look at what a term means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple

from treatygraph import iris, paths, vocab
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged
from treatygraph.graph.serialize import read_turtle
from treatygraph.graph.swapping import mended
from treatygraph.language.frame_words import parse_frames
from treatygraph.language.languages import UNITS
from treatygraph.reading.registry import Use, rules_for

UNDECLARED = Check("DECLARED", "No undeclared term in data, queries, shapes, rules and patterns", "TreatyGraph")
HIJACKED = Check("P40", "Namespace hijacking", "OOPS!")
_IN_WORDS = re.compile(r"\btg:([A-Za-z]\w*)|" + re.escape(iris.ONTOLOGY) + r"([A-Za-z]\w*)")
# Vocabularies that rdflib lists term by term; its lists are made from the vocabularies' own files.
_LISTED = {vocab.RDF: "RDF", vocab.RDFS: "RDFS", vocab.OWL: "OWL", vocab.SKOS: "SKOS", vocab.DCTERMS: "DCTERMS",
           vocab.PROV: "PROV", vocab.SCHEMA: "SDO", vocab.VOID: "VOID", vocab.DCAT: "DCAT", vocab.GEO: "GEO",
           "http://purl.org/vocab/vann/": "VANN"}
# What DCAT 3 (W3C, 2024) added to DCAT 2, which is what rdflib lists.
_ADDED = {vocab.DCAT: {"DatasetSeries", "first", "hasCurrentVersion", "hasVersion", "inSeries", "last", "prev",
                       "previousVersion", "resource", "version"}}


def outcomes(ontology: Iterable[Triple], explanations: Explanations) -> list[Outcome]:
    """Look for undeclared terms of ours everywhere, and for terms that a namespace of others does not have."""
    triples = tuple(ontology)
    declared = {t.subject.value for t in triples
                if t.predicate.value == vocab.RDFS + "isDefinedBy" and isinstance(t.subject, NamedNode)}
    graph = [(path, read_turtle(path)) for path in sorted(mended(paths.graph()).glob("*.ttl"))]
    shapes = [(path, read_turtle(path)) for path in sorted(paths.shapes().glob("*.ttl"))]
    undeclared = [found for path, read in (*graph, *shapes) for found in in_triples(read, declared, path.name)]
    for path in _texts():
        undeclared += in_words(path.read_text(encoding="utf-8"), declared, path.name)
    for path in sorted(paths.languages().rglob("*.toml")):
        undeclared += in_words_of_a_language(path, declared)
    foreign = [found for path, read in ((Path("ontology"), triples), *graph, *shapes)
               for found in hijacked(read, path.name)]
    return [judged(UNDECLARED, undeclared, explanations), judged(HIJACKED, foreign, explanations)]


def _texts() -> Iterator[Path]:
    for folder, ending in ((paths.queries(), "*.rq"), (paths.entailment_rules(), "*.rq"), (paths.shapes(), "*.ttl")):
        yield from sorted(folder.glob(ending))


def in_triples(triples: Iterable[Triple], declared: set[str], name: str) -> set[Found]:
    """Return our terms in triples, in whatever place, that are not declared."""
    used = {term.value for triple in triples for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, NamedNode) and term.value.startswith(iris.ONTOLOGY)}
    return {Found(term, name) for term in used - declared}


def in_words(text: str, declared: set[str], name: str) -> set[Found]:
    """Return our terms in a query, a rule or the query inside a shape that are not declared; comments do not count."""
    plain = re.sub(r"(?m)(^|\s)#.*$", "", text)
    used = {iris.ONTOLOGY + (short or full) for short, full in _IN_WORDS.findall(plain)}
    return {Found(term, name) for term in used - declared}


def in_words_of_a_language(path: Path, declared: set[str]) -> set[Found]:
    """Return what a language's file of wordings, or of frames, gives as a term of ours that is not declared."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(paths.languages()).as_posix()
    return in_patterns(text, declared, name) | (in_frames(text, declared, name) if "/" in name else set())


def in_patterns(text: str, declared: set[str], name: str) -> set[Found]:
    """Return what a language's file gives as the name of a class or concept and is not declared.

    The constants of wordings and frames, and the meanings that a table gives words, are names of ours where they begin
    with a capital and hold letters only; numbers of annexes, and other names of a post, are none.
    """
    given: set[str] = set()
    for section, keys in tomllib.loads(text).items():
        if section in {"rules", "frames"}:
            given.update(value for table in keys.values() for value in _constants(table))
        elif section not in {"layout", "persons"}:
            given.update(value for table in [keys, *keys.values()] if isinstance(table, dict)
                         for value in table.values() if isinstance(value, str))
    return {Found(iris.ONTOLOGY + value, name) for value in given
            if iris.ONTOLOGY + value not in declared and re.fullmatch(r"[A-Z][A-Za-z]+", value)}


def in_frames(text: str, declared: set[str], name: str) -> set[Found]:
    """Return the concepts of verbs that nobody declared: of those whose frame may give an act with that verb."""
    words = parse_frames(text, name)
    acting = {rule.id for use in (Use.ACT, Use.OF_THE_BODY) for rule in rules_for(use)}
    concepts = {iris.ONTOLOGY + words.concept(verb) for frame in words.frames if frame.rule in acting
                for verb in frame.verbs}
    return {Found(concept, name) for concept in concepts - declared}


def _constants(table: Any) -> Iterator[str]:
    rows = table if isinstance(table, list) else [table]
    for row in rows:
        if isinstance(row, dict):
            for key, value in row.items():
                if key not in {*UNITS, "rule", "reason"}:
                    yield from ([value] if isinstance(value, str) else [])


def hijacked(triples: Iterable[Triple], name: str) -> set[Found]:
    """Return terms in a listed namespace of others that the namespace does not have."""
    import rdflib.namespace  # noqa: PLC0415

    used = {term.value for triple in triples for term in (triple.predicate, triple.object)
            if isinstance(term, NamedNode)}
    found = set()
    for term in used:
        for namespace, listed in _LISTED.items():
            local = term.removeprefix(namespace)
            if local in {term, ""} or re.fullmatch(r"_\d+", local):
                continue
            if local not in getattr(rdflib.namespace, listed) and local not in _ADDED.get(namespace, ()):
                found.add(Found(term, name))
    return found
