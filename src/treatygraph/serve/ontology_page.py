"""Writes the pages of the ontology: an index of all terms by subject, and each subject with its terms in full.

Must not define a term: the ontology's files do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from treatygraph import paths, vocab
from treatygraph.serve.describing import ONTOLOGY
from treatygraph.serve.kinds.around import LONGEST
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.serve.question_pages import library
from treatygraph.serve.thing_page import Row, files_of, statements_of, view_of

_DEFINITION = vocab.SKOS + "definition"
_EXAMPLE = "http://purl.org/vocab/vann/example"
# What is told in another way: names, the kind, the definition, and where the term is defined.
_TOLD = {vocab.TYPE, vocab.PREF_LABEL, vocab.LABEL, _DEFINITION, _EXAMPLE, vocab.RDFS + "isDefinedBy"}
# The words of an IRI that a name in a query is.
_USED = re.compile(r"\btg:([A-Za-z]\w*)")


@dataclass(frozen=True)
class Term:
    """A term: its fragment, name, kinds and definition; in full also what else is said of it, an example, questions."""

    fragment: str
    name: str
    kinds: tuple[str, ...]
    definition: Shown
    said: tuple[Row, ...] = ()
    example: Link | None = None
    uses: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A file of the ontology with its terms."""

    stem: str
    name: str
    address: str
    terms: tuple[Term, ...]


@cache
def _files() -> dict[str, tuple[str, ...]]:
    """Return the terms of ours that each file of the ontology defines, by the file's stem."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(paths.ontology().glob("*.ttl")):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{ONTOLOGY}#") \
                    and quad.predicate.value == vocab.TYPE:
                found[path.stem][quad.subject.value] = None
    return {stem: tuple(terms) for stem, terms in found.items() if stem != "alignments"}


@cache
def _questions_by_term() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, question in library().items():
        for term in _USED.findall(question.query):
            found[term][name] = None
    return {term: tuple(names) for term, names in found.items()}


def ontology_page(page: Page) -> bytes:
    """Return the index of all terms, or the page of the subject that the job names among its values."""
    wanted = page.job.values.get("subject", "")
    view = view_of(page, ONTOLOGY)
    chosen = [stem for stem in _files() if stem == wanted]
    subjects = [_subject(page, stem, full=bool(chosen)) for stem in chosen or _ordered()]
    return page.render("ontology.html", view=view, subjects=subjects, chosen=bool(chosen),
                       said=statements_of(page, ONTOLOGY, page.things.terms.get(ONTOLOGY, [])),
                       files=files_of(page, ONTOLOGY), longest=LONGEST)


def _ordered() -> list[str]:
    """Return the subjects: the core first, what there is only for evidence and verbs last."""
    known = ("core", "conferences", "actors", "documents", "decisions", "treaty-status", "verbs", "evidence")
    return sorted(_files(), key=lambda stem: (known.index(stem) if stem in known else len(known), stem))


def _subject(page: Page, stem: str, *, full: bool) -> Subject:
    terms = sorted((iri for iri in _files()[stem] if iri in page.things.terms),
                   key=lambda iri: (not _is_class(page, iri), page.name(iri)[0].lower()))
    return Subject(stem, page.words["ontology"]["subjects"].get(stem, stem), page.path("/ontology", subject=stem),
                   tuple(_term(page, iri, full=full) for iri in terms))


def _is_class(page: Page, iri: str) -> bool:
    return any(t.predicate.value == vocab.TYPE and t.object == NamedNode(vocab.OWL + "Class")
               for t in page.things.terms[iri])


def _term(page: Page, iri: str, *, full: bool) -> Term:
    said = page.things.terms[iri]
    fragment = iri.partition("#")[2]
    kinds = sorted({page.name(t.object.value)[0] for t in said if t.predicate.value == vocab.TYPE
                    and isinstance(t.object, NamedNode)})
    made = Term(fragment, page.name(iri)[0], tuple(kinds), _definition(page, iri))
    if not full:
        return made
    is_class = _is_class(page, iri)
    node = NamedNode(iri)
    prop, kind = (NamedNode(vocab.TYPE), node) if is_class else (node, None)
    first = next(iter(page.things.store.quads_for_pattern(None, prop, kind)), None)
    shown = [t.object for t in said if t.predicate.value == _EXAMPLE] or ([first.subject] if first else [])
    query = f"SELECT ?thing {{ ?thing a <{iri}> }}" if is_class else f"SELECT ?thing ?value {{ ?thing <{iri}> ?value }}"
    rows = statements_of(page, iri, [t for t in said if t.predicate.value not in _TOLD])
    return Term(made.fragment, made.name, made.kinds, made.definition, tuple(rows),
                next((page.link(one.value) for one in shown if isinstance(one, NamedNode)), None),
                page.query(query) if first else "", _questions_by_term().get(fragment, ()))


def _definition(page: Page, iri: str) -> Shown:
    texts = {t.object.language or "": t.object.value for t in page.things.terms[iri]
             if t.predicate.value == _DEFINITION and isinstance(t.object, Literal)}
    for language in (page.language, "en", *sorted(texts)):
        if language in texts:
            return Shown(texts[language], "" if language == page.language else language)
    return Shown()
