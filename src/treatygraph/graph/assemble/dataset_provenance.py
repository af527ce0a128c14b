"""Says how the graphs were built: from which texts, tables, patterns and rules, by which version (PROV-O).

Must not look at a clock: the same inputs give the same description.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from treatygraph import __version__, iris, paths, vocab
from treatygraph.graph.assemble.terms import Triples
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import COLUMNS, Tables

BUILD = iris.described("build", "")
_PROV, _SCHEMA = vocab.PROV, vocab.SCHEMA


@dataclass(frozen=True, order=True)
class Input:
    """A file that a build reads: its kind, name and SHA-256; of a text, also its language version and its licence."""

    kind: str
    name: str
    sha256: str
    expression: str = ""
    licence: str = ""

    @property
    def iri(self) -> Iri:
        """The IRI of this file as an input of the build."""
        return iris.described("input", f"{self.kind}/{self.name}")


def text_input(file: Path, symbol: str, language: str, tables: Tables) -> Input:
    """Return a text as an input; its licence is what sources.csv says of a text with the same bytes."""
    digest = _sha256(file)
    known = next((row for row in tables.rows("sources") if row["sha256"] == digest), None)
    return Input("sources", file.name, digest, iris.expression(iris.document(symbol), language),
                 known["licence"] if known else "")


def standing_inputs(tables: Tables, languages: Iterable[str]) -> list[Input]:
    """Return the tables, the words and frames of these languages and the entailment rules as inputs."""
    files = [("tables", "", tables.folder / f"{name}.csv") for name in COLUMNS if name != "sources"]
    for language in sorted(set(languages)):
        files += [("patterns", "", paths.languages() / f"{language}.toml"),
                  ("patterns", "frames/", paths.frames(language))]
    files += [("rules", "", path) for path in sorted(paths.entailment_rules().glob("*.rq"))]
    return [Input(kind, within + path.name, _sha256(path)) for kind, within, path in files if path.is_file()]


def is_published(texts: Sequence[Input], tables: Tables) -> bool:
    """Tell whether exactly the texts of sources.csv were built, so that the result is what the project publishes."""
    return sorted(text.sha256 for text in texts) == sorted(row["sha256"] for row in tables.rows("sources"))


def ontology_version() -> Iri:
    """Return the ontology's version IRI."""
    predicate = vocab.OWL + "versionIRI"
    return next(Iri(t.object.value) for t in ontology_triples()
                if t.predicate.value == predicate and isinstance(t.object, NamedNode))


def describe_build(out: Triples, inputs: Iterable[Input]) -> None:
    """Add the activity that built the graphs, what it used, and the software that did it."""
    software = iris.described("software", __version__)
    out.link(BUILD, vocab.TYPE, _PROV + "Activity")
    out.say(BUILD, vocab.LABEL, LangText("build of the graphs", "en"))
    out.link(BUILD, _PROV + "wasAssociatedWith", software)
    out.link(BUILD, _PROV + "used", ontology_version())
    out.link(software, vocab.TYPE, _PROV + "SoftwareAgent")
    out.link(software, vocab.TYPE, _SCHEMA + "SoftwareApplication")
    out.say(software, _SCHEMA + "name", "treatygraph")
    out.say(software, _SCHEMA + "softwareVersion", __version__)
    for given in sorted(inputs):
        out.link(BUILD, _PROV + "used", given.iri)
        out.link(given.iri, vocab.TYPE, _PROV + "Entity")
        out.say(given.iri, vocab.TITLE, f"{given.kind}/{given.name}")
        out.say(given.iri, _SCHEMA + "sha256", given.sha256)
        if given.expression:
            out.link(given.iri, _SCHEMA + "encodesCreativeWork", given.expression)
        if given.licence:
            out.say(given.iri, vocab.DCTERMS + "rights", f"licence of the text: {given.licence}")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
