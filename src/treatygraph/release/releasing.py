"""Makes the files of a release: the graph in all its forms, what describes it, what changed, and the checksums.

Must not write into a folder, nor do what a form, a comparison or a description does: it only brings them together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from pyoxigraph import Quad, Store

from treatygraph.export.content import Content
from treatygraph.export.exporting import FORMS
from treatygraph.export.rdf import Files
from treatygraph.graph.store import hold_union
from treatygraph.model import TreatyGraphError
from treatygraph.release.bill import bill_of_materials
from treatygraph.release.changes import change_files, summary
from treatygraph.release.citing import citation, citing_files, licence_text, schema_org
from treatygraph.release.described import SelfDescription
from treatygraph.release.describing import dcat, prov, void
from treatygraph.release.edition import Edition
from treatygraph.release.facts_changed import FactChanges, fact_changes
from treatygraph.release.ontology_files import ALIGNMENTS, SHAPES, ontology_files, turtle_triples
from treatygraph.release.pages import NOTES, README, notes, readme
from treatygraph.release.prior import DESCRIPTION, ONTOLOGY
from treatygraph.release.renumbered import Numbering
from treatygraph.release.sums import SUMS_FILE, graph_hash, sums
from treatygraph.release.terms_changed import TermChange, term_changes, terms

_RDF = frozenset({"turtle", "nquads", "trig", "jsonld", "rdfxml", "jelly", "annotations"})
_TOGETHER = "all graphs"


@dataclass(frozen=True)
class Released:
    """A release's files by their names, and what changed since the release before, where there is one."""

    files: Files
    summary: str = ""
    gone: tuple[str, ...] = ()
    """Terms of the ontology that the release before had and this one has not."""


@dataclass(frozen=True)
class Changed:
    """What changed since the release before: terms, facts, and that in one sentence."""

    terms: list[TermChange]
    facts: FactChanges

    @property
    def summary(self) -> str:
        """The changes in one sentence."""
        return summary(self.terms, self.facts)


def released(store: Store, edition: Edition, by_hand: str = "", *, own: bool = True,
             done: Callable[[str], None] = lambda _: None) -> Released:
    """Return the files of a release of a store's graph; the same bytes for the same graph, edition and notes.

    `by_hand` is what a person wrote of the release, in Markdown; `own` says whether the graph is the project's, whose
    ontology then bears the same number; `done` is told each step. Raises TreatyGraphError where a form needs a package
    that is not installed, where the graph does not describe itself rightly, and where numbers do not agree.
    """
    lacking = sorted({form.needs for form in FORMS.values() if not form.possible})
    if lacking:
        raise TreatyGraphError(f"a release has all forms, and {', '.join(lacking)} is not installed; install "
                               "treatygraph[export]")
    given = Content(store).quads
    described = SelfDescription(given)
    done("ontology")
    ontology = ontology_files(edition, own=own)
    changed = _compared(given, edition, ontology[ONTOLOGY])
    modified = edition.prior.modified if edition.prior and changed and not changed.facts else edition.issued.isoformat()
    numbering = Numbering(edition, modified, citation(described, edition))
    content = _numbered(given, numbering)
    described = replace(described, quads=content.quads)
    files: Files = {}
    names: dict[str, str] = {}
    for name, form in FORMS.items():
        done(name)
        written = {f"{_folder(name)}/{file}": data for file, data in form.write(content).items()}
        names[_shown(list(written))] = form.about
        files |= written
    done("description")
    about = {DESCRIPTION: dcat(described, numbering, files), "about/void.ttl": void(described, numbering, files),
             "about/prov.ttl": prov(described, numbering),
             "about/schema-org.jsonld": schema_org(described, numbering, files),
             "about/rdfc10.csv": _hashes(content.quads, ontology), "about/sbom.cdx.json": bill_of_materials()}
    files |= ontology | about | citing_files(described, numbering) | {"LICENSE.txt": licence_text(described)}
    if changed:
        done("changes")
        files |= change_files(edition, changed.terms, changed.facts)
    files[NOTES] = notes(described, numbering, by_hand, changed.summary if changed else "")
    files[README] = readme(described, numbering, files, names)
    files[SUMS_FILE] = sums(files)
    gone = tuple(change.term.name for change in changed.terms if change.what == "gone"
                 and change.term.name.startswith("tg:")) if changed else ()
    return Released(files, changed.summary if changed else "", gone)


def _compared(quads: Iterable[Quad], edition: Edition, ontology: bytes) -> Changed | None:
    if edition.prior is None:
        return None
    now = turtle_triples(ontology)
    return Changed(term_changes(edition.prior.ontology, now),
                   fact_changes(edition.prior.quads, list(quads), terms(now)))


def _numbered(quads: Iterable[Quad], numbering: Numbering) -> Content:
    store = Store()
    store.bulk_extend(numbering.applied(quads))
    hold_union(store)
    return Content(store)


def _folder(form: str) -> str:
    return "rdf" if form in _RDF else "parquet" if form == "parquet" else "tables"


def _shown(names: list[str]) -> str:
    """Return the names of a form's files; of many, the name that all of them have but for the table's."""
    folder, _, first = names[0].partition("/")
    if len(names) <= 2:
        return ", ".join(f"`{name}`" for name in names)
    ending = first.rpartition(".")[2]
    others = [name for name in names if not name.endswith(f".{ending}")]
    return ", ".join([f"`{folder}/*.{ending}`", *(f"`{name}`" for name in others)])


def _hashes(quads: Iterable[Quad], ontology: Files) -> bytes:
    """Return how many statements each graph has, and all of them, and a hash of the canonical form."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(("graph", "statements", "sha256_of_rdfc10"))
    kept = list(quads)
    writer.writerow((_TOGETHER, len(kept), graph_hash(kept)))
    for name, found in groupby(kept, key=lambda quad: quad.graph_name):
        triples = [Quad(quad.subject, quad.predicate, quad.object) for quad in found]
        writer.writerow((getattr(name, "value", "default graph"), len(triples), graph_hash(triples)))
    for name in (ONTOLOGY, SHAPES, ALIGNMENTS):
        triples = [Quad(t.subject, t.predicate, t.object) for t in turtle_triples(ontology[name])]
        writer.writerow((name, len(set(triples)), graph_hash(triples)))
    return held.getvalue().encode()
