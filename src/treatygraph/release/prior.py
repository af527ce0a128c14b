"""Reads an earlier release: its number, its days, its facts and its ontology, each held against its checksums.

Must not compare anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from treatygraph import iris, vocab
from treatygraph.model import TreatyGraphError
from treatygraph.release.sums import verified
from treatygraph.release.terms_changed import HEADER

FACTS, ONTOLOGY, DESCRIPTION = "rdf/treatygraph.nq", "ontology/ontology.ttl", "about/dcat.ttl"
"""Where a release has its facts in their named graphs, its ontology, and the description of itself."""
VERSION_OF, VERSION = NamedNode(vocab.DCAT + "isVersionOf"), NamedNode(vocab.DCAT + "version")
ISSUED, MODIFIED = NamedNode(vocab.DCTERMS + "issued"), NamedNode(vocab.DCTERMS + "modified")
_HEADER = NamedNode(HEADER)


@dataclass(frozen=True)
class Prior:
    """The release before: where it lies, its number, when it was issued and when its facts last changed."""

    folder: Path
    version: str
    issued: str
    modified: str

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Its facts; raises TreatyGraphError where the file is missing or not what its release wrote."""
        return tuple(parse(verified(self.folder, FACTS), format=RdfFormat.N_QUADS))

    @cached_property
    def ontology(self) -> tuple[Triple, ...]:
        """The ontology it came with; raises TreatyGraphError as `quads` does."""
        return tuple(quad.triple for quad in parse(verified(self.folder, ONTOLOGY), format=RdfFormat.TURTLE))

    @property
    def ontology_version(self) -> tuple[str, str]:
        """The version IRI of its ontology, and when that last changed; empty where it says none."""
        found = {t.predicate.value: t.object.value for t in self.ontology
                 if t.subject == _HEADER and isinstance(t.object, Literal | NamedNode)}
        return found.get(vocab.OWL + "versionIRI", ""), found.get(MODIFIED.value, "")


def prior_release(folder: Path) -> Prior:
    """Return the release that a folder holds; raise TreatyGraphError where it holds none, or one that was changed."""
    said: dict[NamedNode, dict[NamedNode, str]] = {}
    for quad in parse(verified(folder, DESCRIPTION), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            said.setdefault(quad.subject, {})[quad.predicate] = quad.object.value
    for of in said.values():
        if of.get(VERSION_OF) == iris.DATASET and {VERSION, ISSUED, MODIFIED} <= of.keys():
            return Prior(folder, of[VERSION], of[ISSUED], of[MODIFIED])
    raise TreatyGraphError(f"{folder / DESCRIPTION}: does not say which release this is; name a folder that "
                           "'treatygraph release' wrote")
