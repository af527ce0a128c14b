"""Holds graphs in the embedded store, one named graph per source, per table, and for what is inferred.

Must not infer, validate or ask.
"""

from __future__ import annotations

import gzip
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from treatygraph import iris
from treatygraph.graph import rdf_xml
from treatygraph.graph.swapping import mended
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.tables import COLUMNS

_ATTEMPTS = 3
INFERRED = "inferred"
DATASET = "dataset"
LABELS = "labels"
LINKS = "derived-links"
FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG,
           ".rdf": RdfFormat.RDF_XML, ".jsonld": RdfFormat.JSON_LD}


COMPRESSED = ".nq.gz"
"""What the files of a corpus end with: N-Quads, compressed."""


def graph_iri(stem: str) -> Iri:
    """Return the named graph that a file of the graph folder holds, from the file's stem."""
    if stem in {INFERRED, LABELS, LINKS, DATASET}:
        return iris.graph(stem, "")
    return iris.graph("table" if stem in COLUMNS else "source", stem)


def graph_files(folder: Path) -> list[Path]:
    """Return the RDF files of a folder in order, those of a corpus from its folders; raise TreatyGraphError without.

    What a build that was ended had begun to move into the folder is finished first.
    """
    files = sorted(path for path in mended(folder).iterdir() if path.suffix in FORMATS) if folder.is_dir() else []
    files += sorted(path for path in folder.rglob(f"*{COMPRESSED}")
                    if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    if not files:
        raise TreatyGraphError(f"{folder}: no RDF files here; build a graph first, or name a folder that holds one")
    return files


def load(paths: Iterable[Path], *, united: bool = False) -> Store:
    """Load files, or all RDF files of folders, each into its own named graph; if `united`, hold their union as well.

    Raises TreatyGraphError, naming file and line, where a file is missing or not well-formed.
    """
    store = _steadily(paths, lambda file: NamedNode(graph_iri(file.stem)))
    if united:
        hold_union(store)
    return store


def _steadily(paths: Iterable[Path], graph_of: Callable[[Path], NamedNode | DefaultGraph]) -> Store:
    """Load files that nobody changes meanwhile: a build may move new ones in between the first and the last."""
    named = list(paths)
    for _ in range(_ATTEMPTS):
        files = list(_files(named))
        before = _state(files)
        store = Store()
        try:
            for file in files:
                _load_file(store, file, graph_of(file))
        except TreatyGraphError:
            if _state(files) == before:
                raise
        if _state(files) == before and (not any(path.is_dir() for path in named) or list(_files(named)) == files):
            return store
    raise TreatyGraphError(f"{named[0]}: its files change while they are read; wait until whoever writes them has "
                           "ended")


def _state(files: Iterable[Path]) -> list[tuple[int, int, int] | None]:
    """Return what tells whether files were replaced or written: nothing of pipes, which are read once."""
    found: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            known = file.stat()
        except OSError:
            found.append(None)
            continue
        found.append((known.st_ino, known.st_size, known.st_mtime_ns) if stat.S_ISREG(known.st_mode) else None)
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise TreatyGraphError(f"{path}: cannot be read (no such file or folder)")
        yield from graph_files(path) if path.is_dir() else [path]


def load_union(paths: Iterable[Path]) -> Store:
    """Load files, or all RDF files of folders, into the default graph alone, each triple once.

    For questions that name no graph: it takes half the room of `load` with the union, and the memory store, which keeps
    no order by graph, answers faster. Raises TreatyGraphError as `load` does.
    """
    return _steadily(paths, lambda _file: DefaultGraph())


def hold_union(store: Store) -> None:
    """Give the store's default graph every triple of its named graphs once more.

    A question asked of all graphs at once is then asked of one: Oxigraph looks into every graph for every pattern of
    a union, and a triple that stands in two graphs would count twice.
    """
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def holds_union(store: Store) -> bool:
    """Tell whether the default graph has every triple of the named graphs; takes a look at each of them."""
    lacking = store.query("ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }")
    return not bool(lacking)


def _load_file(store: Store, file: Path, graph: NamedNode | DefaultGraph) -> None:
    """Load a file, its triples into a graph; quads go where the file says, or all into the default graph."""
    if file.name.endswith(COMPRESSED):
        _load_compressed(store, file, everything_into=graph if isinstance(graph, DefaultGraph) else None)
        return
    rdf_format = FORMATS.get(file.suffix)
    if rdf_format is None:
        raise TreatyGraphError(f"{file}: not an RDF file; known endings are {', '.join(FORMATS)}")
    named = rdf_format not in {RdfFormat.N_QUADS, RdfFormat.TRIG}
    try:
        if rdf_format == RdfFormat.RDF_XML:
            rdf_xml.check(file)
        if named:
            store.bulk_load(path=str(file), format=rdf_format, to_graph=graph)
        elif isinstance(graph, DefaultGraph):
            store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object)
                              for quad in parse(path=str(file), format=rdf_format))
        else:
            store.bulk_load(path=str(file), format=rdf_format)
    except rdf_xml.UnboundedXmlError as fault:
        raise TreatyGraphError(f"{file}:{fault.line}: {fault}") from None
    except SyntaxError as fault:
        raise TreatyGraphError(f"{file}:{fault.lineno or 1}: not well-formed: {fault.msg}") from None
    except (OSError, ValueError) as fault:
        raise TreatyGraphError(f"{file}: cannot be read ({fault})") from None


def _load_compressed(store: Store, file: Path, everything_into: DefaultGraph | None) -> None:
    try:
        with gzip.open(file, "rb") as packed:
            if everything_into is None:
                store.bulk_load(packed, format=RdfFormat.N_QUADS)  # type: ignore[arg-type]
            else:
                store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object)
                                  for quad in parse(packed, format=RdfFormat.N_QUADS))  # type: ignore[arg-type]
    except SyntaxError as fault:
        raise TreatyGraphError(f"{file}:{fault.lineno or 1}: not well-formed: {fault.msg}") from None
    except (OSError, EOFError, ValueError, zlib.error) as fault:
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


__all__ = ["DATASET", "FORMATS", "INFERRED", "LABELS", "LINKS", "DefaultGraph", "graph_files", "graph_iri", "hold",
           "hold_union", "holds_union", "load", "load_union", "triples"]
