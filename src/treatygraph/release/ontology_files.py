"""Puts ontology, shapes and alignments into one file each, and says in the ontology which release it belongs to.

Must not change a term: only the dates, status and predecessor in the ontology's own metadata are a release's to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from treatygraph import paths, vocab
from treatygraph.export.rdf import Files
from treatygraph.graph.assemble.dataset_provenance import ontology_version
from treatygraph.model import TreatyGraphError
from treatygraph.release.edition import Edition
from treatygraph.release.prior import ONTOLOGY
from treatygraph.release.terms_changed import HEADER, term_changes
from treatygraph.vocab import DCTERMS, OWL

SHAPES, ALIGNMENTS, MAPPINGS = "ontology/shapes.ttl", "ontology/alignments.ttl", "ontology/alignments.sssom.tsv"
_MODIFIED = re.compile(rf'(<{re.escape(HEADER)}> a owl:Ontology ;.*?dcterms:modified ")[\d-]+(")', re.DOTALL)
_DRAFT = "bibo:status <http://purl.org/ontology/bibo/status/draft>"
_PUBLISHED = "bibo:status <http://purl.org/ontology/bibo/status/published>"


def ontology_files(edition: Edition, *, own: bool) -> Files:
    """Return the ontology, the shapes, the alignments in OWL and SKOS, and the same as SSSOM.

    Where the graph is the project's `own`, the ontology is of this release, and says so. Raises TreatyGraphError where
    it bears another number.
    """
    folder = paths.ontology()
    text = _joined([path for path in sorted(folder.glob("*.ttl")) if path.stem != "alignments"])
    return {
        ONTOLOGY: (_of_this_release(text, edition) if own else text).encode(),
        SHAPES: _joined(sorted(paths.shapes().glob("*.ttl"))).encode(),
        ALIGNMENTS: (folder / "alignments.ttl").read_bytes(),
        MAPPINGS: (folder / "alignments.sssom.tsv").read_bytes(),
    }


def turtle_triples(data: bytes) -> tuple[Triple, ...]:
    """Return the triples of Turtle."""
    return tuple(quad.triple for quad in parse(data, format=RdfFormat.TURTLE))


def _joined(files: Sequence[Path]) -> str:
    """Return hand-written Turtle files as one, with their comments: prefixes may be declared again (Turtle, 2.4)."""
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _of_this_release(text: str, edition: Edition) -> str:
    if not ontology_version().endswith(f"/{edition.version}"):
        raise TreatyGraphError(f"the ontology is version {ontology_version().rpartition('/')[2]}, and this release "
                               f"{edition.version}: give --version that number, or change it in the project first")
    day = _last_change(text, edition)
    said, times = _MODIFIED.subn(rf"\g<1>{day}\g<2>", text)
    if times != 1 or said.count(_DRAFT) != 1:
        raise TreatyGraphError("ontology/core.ttl: the ontology's metadata has no dcterms:modified, or no bibo:status "
                               "of a draft, which a release replaces")
    lines = [f'<{HEADER}> dcterms:issued "{edition.issued}"^^xsd:date .']
    if edition.prior and (before := edition.prior.ontology_version[0]):
        lines += [f"<{HEADER}> owl:priorVersion <{before}> .", f"<{before}> a owl:Ontology ."]
    declared = "".join(f"@prefix {name}: <{base}> .\n" for name, base in
                       (("dcterms", DCTERMS), ("owl", OWL), ("xsd", vocab.XSD)))
    return f"{said.replace(_DRAFT, _PUBLISHED)}\n# --- This release ---\n\n{declared}\n" + "\n".join(lines) + "\n"


def _last_change(text: str, edition: Edition) -> str:
    """Return the day of the release in which a term last changed."""
    if edition.prior and not term_changes(edition.prior.ontology, turtle_triples(text.encode())):
        return edition.prior.ontology_version[1] or edition.prior.issued
    return edition.issued.isoformat()

