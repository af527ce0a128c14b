"""Holds graphs in the embedded store, one named graph per source, per table, and for what is inferred.

Must not infer, validate or ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from treatygraph import iris
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.tables import COLUMNS

INFERRED = "inferred"
DATASET = "dataset"
FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG,
           ".rdf": RdfFormat.RDF_XML, ".jsonld": RdfFormat.JSON_LD}


def graph_iri(stem: str) -> Iri:
    """Return the named graph that a file of the graph folder holds, from the file's stem."""
    if stem in {INFERRED, DATASET}:
        return iris.graph(stem, "")
    return iris.graph("table" if stem in COLUMNS else "source", stem)


def graph_files(folder: Path) -> list[Path]:
    """Return the RDF files of a folder in order; raise TreatyGraphError where there is none."""
    files = sorted(path for path in folder.iterdir() if path.suffix in FORMATS) if folder.is_dir() else []
    if not files:
        raise TreatyGraphError(f"{folder}: no RDF files here; build a graph first, or name a folder that holds one")
    return files


def load(paths: Iterable[Path]) -> Store:
    """Load files, or all RDF files of folders, each into its own named graph.

    Raises TreatyGraphError, naming file and line, where a file is missing or not well-formed.
    """
    store = Store()
    for path in paths:
        if not path.exists():
            raise TreatyGraphError(f"{path}: cannot be read (no such file or folder)")
        for file in graph_files(path) if path.is_dir() else [path]:
            _load_file(store, file)
    return store


def _load_file(store: Store, file: Path) -> None:
    rdf_format = FORMATS.get(file.suffix)
    if rdf_format is None:
        raise TreatyGraphError(f"{file}: not an RDF file; known endings are {', '.join(FORMATS)}")
    named = rdf_format not in {RdfFormat.N_QUADS, RdfFormat.TRIG}
    try:
        if named:
            store.bulk_load(path=str(file), format=rdf_format, to_graph=NamedNode(graph_iri(file.stem)))
        else:
            store.bulk_load(path=str(file), format=rdf_format)
    except SyntaxError as fault:
        raise TreatyGraphError(f"{file}:{fault.lineno or 1}: not well-formed: {fault.msg}") from None
    except (OSError, ValueError) as fault:
        raise TreatyGraphError(f"{file}: cannot be read ({fault})") from None


def hold(graphs: Mapping[str, Iterable[Triple]]) -> Store:
    """Hold graphs, given by the stem of their file, in a new store."""
    store = Store()
    for stem, triples in graphs.items():
        name = NamedNode(graph_iri(stem))
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in triples)
    return store


def triples(store: Store) -> set[Triple]:
    """Return the triples of all graphs, each once."""
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in store}


__all__ = ["DATASET", "FORMATS", "INFERRED", "DefaultGraph", "graph_files", "graph_iri", "hold", "load", "triples"]
