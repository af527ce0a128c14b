"""Compares two versions of the ontology term by term: what is new, gone, retired, or said otherwise.

Must not judge a change, nor put it into words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph import iris, vocab
from treatygraph.vocab import DESCRIPTION_PREFIXES, OWL, RDF, RDFS, SKOS

HEADER = iris.ONTOLOGY.rstrip("#")
"""The IRI of the ontology itself."""
AXIOMS = "axiom"
_OWN = "tg:"
_PREFIXES = sorted({**DESCRIPTION_PREFIXES, "vann": "http://purl.org/vocab/vann/",
                    "bibo": "http://purl.org/ontology/bibo/"}.items(), key=lambda item: -len(item[1]))
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_JOINED = {OWL + "unionOf": " or ", OWL + "intersectionOf": " and ", OWL + "oneOf": ", "}
_KINDS = (("Class", "class"), ("ObjectProperty", "property between things"),
          ("DatatypeProperty", "property with a value"), ("AnnotationProperty", "annotation property"))
_DEPRECATED, _ONTOLOGY = OWL + "deprecated", NamedNode(OWL + "Ontology")

Saying = tuple[str, str]
"""A property, and a value as it is shown."""


@dataclass(frozen=True)
class Term:
    """A term as a version of the ontology has it: what it is, is called and means, and all that is said of it."""

    name: str
    kind: str
    label: str
    definition: str
    said: frozenset[Saying]
    retired: bool


@dataclass(frozen=True)
class TermChange:
    """A term in the version before and in this one; None where it was not, or is no longer."""

    before: Term | None
    now: Term | None

    @property
    def term(self) -> Term:
        """The term as it is now, else as it was."""
        found = self.now or self.before
        assert found is not None
        return found

    @property
    def what(self) -> str:
        """Whether the term is `new`, `gone`, `retired` or `changed`."""
        if self.before is None or self.now is None:
            return "new" if self.before is None else "gone"
        return "retired" if self.now.retired and not self.before.retired else "changed"

    @property
    def sayings(self) -> list[tuple[str, list[str], list[str]]]:
        """The properties whose values differ, each with the values that fell away and those that came."""
        was, now = (one.said if one else frozenset() for one in (self.before, self.now))
        return differing(was, now)


def differing(was: frozenset[Saying], now: frozenset[Saying]) -> list[tuple[str, list[str], list[str]]]:
    """Return the properties whose values differ, each with the values that fell away and those that came."""
    return [(name, sorted(value for one, value in was - now if one == name),
             sorted(value for one, value in now - was if one == name))
            for name in sorted({name for name, _ in was ^ now})]


def term_changes(before: Collection[Triple], now: Collection[Triple]) -> list[TermChange]:
    """Return the terms that differ between two versions, our own first; the ontology's own metadata is no term."""
    was, becomes = terms(before), terms(now)
    named = sorted(was.keys() | becomes.keys(), key=lambda name: (not name.startswith(_OWN), name))
    return [TermChange(was.get(name), becomes.get(name)) for name in named if was.get(name) != becomes.get(name)]


def terms(triples: Iterable[Triple]) -> dict[str, Term]:
    """Return the terms of an ontology by their short names, with the axioms that belong to no single term.

    An ontology itself, this one or another version, is no term.
    """
    said: defaultdict[NamedNode | BlankNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, NamedNode | BlankNode):
            said[triple.subject].append(triple)
    inner = {triple.object for told in said.values() for triple in told if isinstance(triple.object, BlankNode)}
    found: dict[str, Term] = {}
    for subject, told in said.items():
        if isinstance(subject, NamedNode) and not any(triple.object == _ONTOLOGY for triple in told):
            name = short(subject.value)
            found[name] = _term(name, frozenset((short(t.predicate.value), _shown(t.object, said)) for t in told), told)
        elif isinstance(subject, BlankNode) and subject not in inner:
            name = _shown(subject, said)
            found[name] = Term(name, AXIOMS, "", "", frozenset(), retired=False)
    return found


def short(iri: str) -> str:
    """Return an IRI with a prefix where it has one.

    >>> short("https://w3id.org/treatygraph/ontology#State")
    'tg:State'
    """
    return next((f"{prefix}:{iri.removeprefix(base)}" for prefix, base in _PREFIXES if iri.startswith(base)),
                f"<{iri}>")


def _term(name: str, said: frozenset[Saying], told: list[Triple]) -> Term:
    types = {t.object.value for t in told if t.predicate.value == vocab.TYPE and isinstance(t.object, NamedNode)}
    kind = next((words for one, words in _KINDS if OWL + one in types), "individual")
    retired = any(t.predicate.value == _DEPRECATED and isinstance(t.object, Literal) and t.object.value == "true"
                  for t in told)
    return Term(name, kind, _in_english(told, RDFS + "label"), _in_english(told, SKOS + "definition"), said, retired)


def _in_english(told: list[Triple], predicate: str) -> str:
    return next((t.object.value for t in told if t.predicate.value == predicate and isinstance(t.object, Literal)
                 and t.object.language == "en"), "")


def _shown(term: object, said: dict[NamedNode | BlankNode, list[Triple]], above: tuple[object, ...] = ()) -> str:
    """Return a value as words that do not depend on how blank nodes are called."""
    if isinstance(term, NamedNode):
        return short(term.value)
    if isinstance(term, Literal):
        return f'"{term.value}"' + (f" ({term.language})" if term.language else "")
    if not isinstance(term, BlankNode) or term in above:
        return str(term) if isinstance(term, Triple) else "…"
    own, within = said.get(term, []), (*above, term)
    if any(t.predicate == _FIRST for t in own):
        return f"({', '.join(_list(term, said, within))})"
    for triple in own:
        if triple.predicate.value in _JOINED:
            return f"({_JOINED[triple.predicate.value].join(_list(triple.object, said, within))})"
    return f"[{'; '.join(sorted(f'{short(t.predicate.value)} {_shown(t.object, said, within)}' for t in own))}]"


def _list(node: object, said: dict[NamedNode | BlankNode, list[Triple]], above: tuple[object, ...]) -> list[str]:
    found: list[str] = []
    seen: set[object] = set()
    while isinstance(node, BlankNode) and node not in seen:
        seen.add(node)
        own = {t.predicate: t.object for t in said.get(node, [])}
        if _FIRST in own:
            found.append(_shown(own[_FIRST], said, above))
        node = own.get(_REST, _NIL)
    return found
