"""Says what an inferred triple rests on: the axiom or rule, its file, and the triples it needed.

Must not infer anything new; the store must hold the inferred graph already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from treatygraph import paths
from treatygraph.reason.infer import EntailmentRule, entailment_rules, schema
from treatygraph.vocab import TYPE

_TYPE = NamedNode(TYPE)
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE", re.S | re.I)
_PATTERN = re.compile(r"(\?\w+)\s+(a|[\w-]+:[\w-]+|\?\w+)\s+(\?\w+|[\w-]+:[\w-]+)")


@dataclass(frozen=True)
class Derivation:
    """One way in which a triple follows: the rule's name (of OWL 2 RL, or of our file), the file, the premises."""

    rule: str
    file: str
    premises: tuple[Triple, ...]


def derivations(store: Store, triple: Triple) -> list[Derivation]:
    """Return the ways in which a triple follows from others in the store; none for a triple that is only asserted."""
    found = [*_by_axioms(store, triple), *_by_rules(store, triple)]
    return sorted(dict.fromkeys(found), key=lambda d: (d.rule, str(d.premises)))


def _holds(store: Store, subject: object, predicate: object, target: object) -> Iterator[Triple]:
    for quad in store.quads_for_pattern(subject, predicate, target):  # type: ignore[arg-type]
        yield Triple(quad.subject, quad.predicate, quad.object)


def _by_axioms(store: Store, triple: Triple) -> Iterator[Derivation]:
    s, p, o = triple.subject, triple.predicate, triple.object
    folded = schema()
    if p == _TYPE:
        yield from _types(store, triple)
        return
    for lower, above in folded.superproperties.items():
        if p in above:
            yield from (Derivation("prp-spo1", _declared(lower), (t,)) for t in _holds(store, s, lower, o))
    for inverse in folded.inverses.get(p, ()):
        yield from (Derivation("prp-inv", _declared(inverse), (t,)) for t in _holds(store, o, inverse, s))
    if p in folded.symmetric:
        yield from (Derivation("prp-symp", _declared(p), (t,)) for t in _holds(store, o, p, s))
    if p in folded.transitive:
        yield from _joined(store, "prp-trp", p, (s, p, p, o))
    for prop, first, second in folded.chains:
        if prop == p:
            yield from _joined(store, "prp-spo2", p, (s, first, second, o))


def _joined(store: Store, rule: str, prop: NamedNode, ends: tuple[object, NamedNode, NamedNode, object]
            ) -> Iterator[Derivation]:
    s, first, second, o = ends
    for one in _holds(store, s, first, None):
        for two in _holds(store, one.object, second, o):
            if one.object not in (s, o):
                yield Derivation(rule, _declared(prop), (one, two))


def _types(store: Store, triple: Triple) -> Iterator[Derivation]:
    s, o = triple.subject, triple.object
    folded = schema()
    for lower, above in folded.superclasses.items():
        if o in above:
            yield from (Derivation("cax-sco", _declared(lower), (t,)) for t in _holds(store, s, _TYPE, lower))
    for prop, classes in folded.domains.items():
        if o in classes:
            yield from (Derivation("prp-dom", _declared(prop), (t,)) for t in _holds(store, s, prop, None))
    for prop, classes in folded.ranges.items():
        if o in classes:
            yield from (Derivation("prp-rng", _declared(prop), (t,)) for t in _holds(store, None, prop, s))


@cache
def _declared(term: NamedNode) -> str:
    """Return the ontology's file that declares a term."""
    local = term.value.rpartition("#")[2]
    for path in sorted(paths.ontology().glob("*.ttl")):
        if re.search(rf"^tg:{re.escape(local)} a ", path.read_text(encoding="utf-8"), re.M):
            return f"ontology/{path.name}"
    return "ontology"


def _by_rules(store: Store, triple: Triple) -> Iterator[Derivation]:
    for rule in entailment_rules():
        yield from _by_rule(store, triple, rule)


def _by_rule(store: Store, triple: Triple, rule: EntailmentRule) -> Iterator[Derivation]:
    """Bind a rule's conclusion to the triple, and read its premises off the solutions of its WHERE part."""
    template = _CONSTRUCT.search(rule.query)
    if template is None:
        return
    prologue, body = rule.query[: template.start()], rule.query[template.end() - len("WHERE") :]
    for subject, predicate, target in _conclusions(template.group(1)):
        filters = []
        for variable, term in ((subject, triple.subject), (predicate, triple.predicate), (target, triple.object)):
            if variable.startswith("?"):
                filters.append(f"FILTER({variable} = {term})")
            elif (variable != "a" and not _same_name(prologue, variable, term)) or (variable == "a" and term != _TYPE):
                break
        else:
            query = f"{prologue}SELECT DISTINCT * {body.rstrip().removesuffix('}')} {' '.join(filters)} }}"
            solutions = store.query(query, use_default_graph_as_union=True)
            assert isinstance(solutions, QuerySolutions)
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                bound = {f"?{name}": solution[name] for name in names}
                premises = tuple(dict.fromkeys(_premises(store, prologue, body, bound)))
                yield Derivation(rule.name, f"ontology/rules/{rule.file.name}", premises)


def _conclusions(template: str) -> Iterator[tuple[str, str, str]]:
    """Yield the (subject, predicate, object) patterns of a CONSTRUCT template with `;` lists."""
    for statement in re.split(r"\s\.(?:\s|$)", template):
        subject, *rest = statement.split(None, 1)[0:2] if statement.strip() else ("",)
        for part in (rest[0].split(" ; ") if rest else ()):
            pieces = part.split(None, 1)
            if len(pieces) == 2:
                yield subject, pieces[0], pieces[1].strip()


def _same_name(prologue: str, name: str, term: object) -> bool:
    if isinstance(term, Literal) or name.startswith('"'):
        return isinstance(term, Literal) and name.strip('"') == term.value
    prefix, _, local = name.partition(":")
    base = re.search(rf"PREFIX {re.escape(prefix)}: <([^>]*)>", prologue)
    return bool(base) and NamedNode(base.group(1) + local) == term  # type: ignore[union-attr]


def _premises(store: Store, prologue: str, body: str, bound: dict[str, object]) -> Iterator[Triple]:
    """Yield the triples of the WHERE part's patterns that the solution binds wholly and the store holds."""
    for statement in re.split(r"\s\.(?:\s|$)|[{}]", body):
        subject = ""
        for part in statement.split(" ; "):
            found = _PATTERN.search(part if not subject else f"{subject} {part}")
            if not found:
                continue
            subject = found.group(1)
            terms = [_bound(prologue, name, bound) for name in found.groups()]
            if all(term is not None for term in terms):
                yield from _holds(store, *terms)


def _bound(prologue: str, name: str, bound: dict[str, object]) -> object:
    if name == "a":
        return _TYPE
    if name.startswith("?"):
        return bound.get(name)
    prefix, _, local = name.partition(":")
    base = re.search(rf"PREFIX {re.escape(prefix)}: <([^>]*)>", prologue)
    return NamedNode(base.group(1) + local) if base else None
