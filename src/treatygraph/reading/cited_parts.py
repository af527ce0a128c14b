"""Describes the parts of other documents that a text refers to: their class, number and whole, up to the document.

Must not describe a part of the report itself, which its own text does.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from treatygraph import iris
from treatygraph.facts import Document, Provision
from treatygraph.find.symbols import parse_symbol
from treatygraph.model import Iri, LangText, Span

PART_KINDS = frozenset({"rule", "article", "treaty_annex", "provision", "paragraph", "own_annex", "own_appendix"})
"""Kinds of sightings that mean parts of something."""

_CLASSES = {"paragraph": "Paragraph", "rule": "RuleOfProcedure", "article": "Article", "annex": "Annex",
            **dict.fromkeys(("appendix", "section", "chapter", "regulation", "decision", "action"), "Provision")}


_RULES = "rules-of-procedure"


def rules_without_symbol(conference: Iri) -> Iri:
    """Return the IRI of a conference's rules of procedure where the text gives them no symbol."""
    return iris.document(f"{iris.local(conference)}/{_RULES}")


def described_part(document: Iri, part: Iri, span: Span, rules: LangText) -> Iterator[Document | Provision]:
    """Yield what a reference tells of a part of another document than `document`: the part and all that it is part of.

    The words of the reference are the evidence; a document is described as far as its symbol tells. `rules` are the
    words for rules of procedure, which name those without a symbol.
    """
    if (part == document or part.startswith(f"{document}/")) and f"/{_RULES}" not in part:
        return
    whole, kind, number = _parted(part)
    if not kind:
        official = unquote(iris.path_of(part).removeprefix("document/"))
        if parse_symbol(official):
            yield Document(iri=part, evidence=(span,), symbol=official)
        elif part.endswith(f"/{_RULES}"):
            yield Document(iri=part, evidence=(span,), title=rules)
        return
    article = whole.rpartition("/article/")[2] if kind == "paragraph" and "/article/" in whole else ""
    number = f"{article}.{number}" if article else number  # joined to its parent's, as the tables have it
    of_treaty = part.startswith(iris.ID + "treaty/")
    subclass = "Provision" if kind == "article" and not of_treaty else _CLASSES[kind]
    yield Provision(iri=part, evidence=(span,), subclass=subclass, number=number or None, part_of=whole)
    yield from described_part(document, whole, span, rules)


def _parted(part: Iri) -> tuple[Iri, str, str]:
    """Return the whole, kind and number of a part; no kind where the IRI is of a whole."""
    head, _, last = part.rpartition("/")
    if last in _CLASSES:
        return Iri(head), last, ""
    whole, _, kind = head.rpartition("/")
    return (Iri(whole), kind, unquote(last)) if kind in _CLASSES else (part, "", "")
