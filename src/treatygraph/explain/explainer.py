"""Puts an explanation together from the graphs of a store.

Must not print, nor work out itself what follows from what: that is asked of inference.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from treatygraph import iris, paths, vocab
from treatygraph.explain.accounts import (
    Derive,
    Explanation,
    Inference,
    Origin,
    Quoted,
    Statement,
    Step,
    TableRow,
)
from treatygraph.explain.names import find_predicate, find_thing, means, short, shown
from treatygraph.explain.origins import TableRows, Texts, rule_account
from treatygraph.model import TreatyGraphError
from treatygraph.tables import Tables
from treatygraph.vocab import tg

_BY_RULE, _DERIVED_FROM = NamedNode(tg("byRule")), NamedNode(vocab.DERIVED_FROM)
_QUOTE, _IN_PROVISION, _SOURCE = NamedNode(tg("quote")), NamedNode(tg("inProvision")), NamedNode(tg("sourceWording"))
_NAMING = [NamedNode(iri) for iri in (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL, tg("symbol"))]
_GRAPHS = {
    Origin.READ: f"{iris.GRAPH}source/",
    Origin.TABLE: f"{iris.GRAPH}table/",
    Origin.INFERRED: f"{iris.GRAPH}inferred",
}
_DEEPEST = 6
_MANY = 30
_WAYS = 3


class NotInGraphError(TreatyGraphError):
    """A triple that no graph holds; the message says what the graphs hold instead."""


class Explainer:
    """Explains things and triples of a store whose graphs are those of sources, tables and inference."""

    def __init__(self, store: Store, tables: Tables, derive: Derive, sources: Path | None = None) -> None:
        self._store = store
        self._derive = derive
        self._tables = tables
        self._sources = sources or paths.sources()

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self._tables, self._sources)

    @cached_property
    def _rows(self) -> TableRows:
        return TableRows(self._tables)

    def explain(self, subject: str, predicate: str | None = None, value: str | None = None) -> Explanation:
        """Explain a thing; or what is said of it with a property; or one triple.

        Raises UnknownThingError where no graph knows the thing, NotInGraphError where none holds the triple.
        """
        thing = find_thing(self._store, subject)
        prop = find_predicate(predicate) if predicate else None
        quads = list(self._store.quads_for_pattern(thing, prop, None))
        if prop is not None:
            quads = self._chosen(thing, prop, quads, value)
        statements = self._statements(quads, whole=prop is None)
        said = [quad for quad in quads if self._origin(quad) in {Origin.READ, Origin.OTHER}]
        told = [quad for quad in quads if self._origin(quad) is Origin.TABLE]
        return Explanation(
            subject=thing.value,
            names=self._names(thing),
            rules=tuple(rule_account(rule) for rule in self._rules(thing)) if said else (),
            quotes=tuple(self._quotes(thing)) if said else (),
            rows=self._own_rows(told, one=value is not None),
            named=self._named(statements),
            sources=self._sources_told(thing, told),
            statements=tuple(statements),
            pointed_at=sum(1 for _ in self._store.quads_for_pattern(None, None, thing)),
            underived=any(Origin.INFERRED in s.origins and not s.inferences for s in statements),
        )

    def _chosen(self, thing: NamedNode, prop: NamedNode, quads: list[Quad], value: str | None) -> list[Quad]:
        chosen = [quad for quad in quads if value is None or means(quad.object, value)]
        if chosen:
            return chosen
        wanted = f"{short(thing.value)} {short(prop.value)} {value or '…'}"
        if quads:
            has = ", ".join(sorted({shown(quad.object) for quad in quads})[:5])
            raise NotInGraphError(f"no graph says {wanted}; for this property they say: {has}")
        known = ", ".join(
            sorted({short(q.predicate.value) for q in self._store.quads_for_pattern(thing, None, None)})
        )
        raise NotInGraphError(f"no graph says {wanted}; the properties of this thing are: {known or 'none'}")

    # ---- what is said, and where

    def _origin(self, quad: Quad) -> Origin:
        name = getattr(quad.graph_name, "value", "")
        return next((origin for origin, base in _GRAPHS.items() if name.startswith(base)), Origin.OTHER)

    def _statements(self, quads: Iterable[Quad], *, whole: bool) -> list[Statement]:
        held: dict[Triple, list[Quad]] = {}
        for quad in quads:
            held.setdefault(quad.triple, []).append(quad)
        inferred = [t for t, where in held.items() if all(self._origin(q) is Origin.INFERRED for q in where)]
        derived = set(inferred) if not whole or len(inferred) <= _MANY else set()
        statements = []
        for triple, where in sorted(held.items(), key=lambda item: _order(item[0])):
            origins = tuple(sorted({self._origin(quad) for quad in where}))
            depth = 1 if whole else _DEEPEST
            inferences, omitted = self._inferences(triple, (), depth) if triple in derived else ((), 0)
            statements.append(Statement(triple, origins, _graph_names(where), inferences, omitted))
        return statements

    def _inferences(
        self, triple: Triple, above: tuple[Triple, ...], depth: int
    ) -> tuple[tuple[Inference, ...], int]:
        """Return some ways in which a triple follows, the plainest of each rule first; and how many more."""
        known = (*above, triple)
        # A triple is not explained by itself.
        ways = [way for way in self._derive(self._store, triple) if not set(known) & set(way.premises)]
        ways.sort(key=lambda way: (sum(map(self._inferred, way.premises)), len(way.premises)))
        plainest = {way.rule: way for way in reversed(ways)}
        ways.sort(key=lambda way: plainest[way.rule] is not way)
        chosen = ways[:_WAYS]
        found = tuple(
            Inference(way.rule, _file(way.file), tuple(self._step(p, known, depth - 1) for p in way.premises))
            for way in chosen
        )
        return found, len(ways) - len(chosen)

    def _inferred(self, triple: Triple) -> bool:
        quads = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return all(self._origin(quad) is Origin.INFERRED for quad in quads)

    def _step(self, triple: Triple, above: tuple[Triple, ...], depth: int) -> Step:
        quads = list(self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object))
        origins = {self._origin(quad) for quad in quads}
        stated = origins - {Origin.INFERRED}
        graphs = _graph_names(quads)
        if stated or not quads:
            origin = min(stated) if stated else Origin.OTHER
            return Step(triple, origin, graphs, tuple(self._behind(triple, quads)))
        if depth <= 0:
            return Step(triple, Origin.INFERRED, graphs, cut=True)
        inferences, omitted = self._inferences(triple, above, depth)
        return Step(triple, Origin.INFERRED, graphs, inferences=inferences, omitted=omitted)

    def _behind(self, triple: Triple, quads: list[Quad]) -> Iterable[str]:
        """Say in lines what a stated triple rests on: words and rules, or table rows."""
        if not isinstance(triple.subject, NamedNode):
            return
        for quad in quads:
            if self._origin(quad) is Origin.READ:
                rules = ", ".join(rule.rpartition("/")[2] for rule in self._rules(triple.subject))
                shortest = min(
                    self._quotes(triple.subject), key=lambda q: (len(q.words), q.span), default=None
                )
                if shortest:
                    yield f"{place_of(shortest)} “{clipped(shortest.words)}”, read by {rules or 'no rule'}"
            elif self._origin(quad) is Origin.TABLE:
                for row in self._rows_behind(quad, getattr(quad.object, "value", None))[:1]:
                    yield f"{row.file}:{row.line} ({row.key})"

    # ---- what lies behind a thing

    def _names(self, thing: NamedNode) -> tuple[str, ...]:
        found = [quad.object for prop in _NAMING for quad in self._store.quads_for_pattern(thing, prop, None)]
        names = [value for value in found if isinstance(value, Literal)]
        names.sort(key=lambda value: (value.language != "en", value.language or "", value.value))
        return tuple(dict.fromkeys(value.value for value in names))

    def _rules(self, thing: NamedNode) -> list[str]:
        """Return the rules that read a thing; of a span, those that read what rests on it."""
        read = [thing]
        if "#char=" in thing.value:
            resting = self._store.quads_for_pattern(None, _DERIVED_FROM, thing)
            read += [quad.subject for quad in resting if isinstance(quad.subject, NamedNode)]
        quads = (quad for one in read for quad in self._store.quads_for_pattern(one, _BY_RULE, None))
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})

    def _quotes(self, thing: NamedNode) -> list[Quoted]:
        spans = {
            quad.object
            for quad in self._store.quads_for_pattern(thing, _DERIVED_FROM, None)
            if isinstance(quad.object, NamedNode) and "#char=" in quad.object.value
        }
        if "#char=" in thing.value:
            spans.add(thing)
        quotes = []
        for span in spans:
            words = "".join(self._literals(span, _QUOTE)[:1])
            provisions = [
                quad.object.value
                for quad in self._store.quads_for_pattern(span, _IN_PROVISION, None)
                if isinstance(quad.object, NamedNode)
            ]
            quotes.append(self._texts.quote(span.value, words, "".join(sorted(provisions)[:1])))
        return sorted(
            quotes, key=lambda quote: (quote.file, quote.line, quote.column, len(quote.words), quote.span)
        )

    def _literals(self, thing: NamedNode, prop: NamedNode) -> tuple[str, ...]:
        return tuple(
            sorted(
                {
                    quad.object.value
                    for quad in self._store.quads_for_pattern(thing, prop, None)
                    if isinstance(quad.object, Literal)
                }
            )
        )

    def _sources_told(self, thing: NamedNode, told: list[Quad]) -> tuple[str, ...]:
        graphs = {quad.graph_name for quad in told}
        quads = [
            quad for name in graphs for quad in self._store.quads_for_pattern(thing, _SOURCE, None, name)
        ]
        return tuple(sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)}))

    def _own_rows(self, told: list[Quad], *, one: bool) -> tuple[TableRow, ...]:
        found: dict[TableRow, None] = {}
        for quad in told:
            value = getattr(quad.object, "value", None) if one else None
            found.update(dict.fromkeys(self._rows_behind(quad, value)))
        return tuple(sorted(found, key=lambda row: (row.file, row.line)))

    def _rows_behind(self, quad: Quad, value: str | None) -> tuple[TableRow, ...]:
        """Return the rows that a triple of a table's graph comes from.

        What has no row of its own (a person that only the table of conferences names) comes from the rows of
        the things that point at it there.
        """
        own = self._rows.of(getattr(quad.subject, "value", ""), _table(quad), value)
        if own or not isinstance(quad.subject, NamedNode):
            return own
        pointing = self._store.quads_for_pattern(None, None, quad.subject, quad.graph_name)
        subjects = sorted({getattr(other.subject, "value", "") for other in pointing})
        return tuple(row for subject in subjects for row in self._rows.of(subject, _table(quad)))

    def _named(self, statements: list[Statement]) -> tuple[TableRow, ...]:
        """Return the rows of what statements read from a text name: they gave the words their meaning."""
        found: dict[TableRow, None] = {}
        for statement in statements:
            if Origin.READ in statement.origins and isinstance(statement.triple.object, NamedNode):
                found.update(dict.fromkeys(self._rows.naming(statement.triple.object.value)))
        return tuple(found)


def _order(triple: Triple) -> tuple[bool, str, str]:
    return triple.predicate.value != vocab.TYPE, short(triple.predicate.value), shown(triple.object)


def _graph_names(quads: Iterable[Quad]) -> tuple[str, ...]:
    return tuple(sorted({getattr(quad.graph_name, "value", "").removeprefix(iris.GRAPH) for quad in quads}))


def _table(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", "").removeprefix(_GRAPHS[Origin.TABLE])


def _file(file: str | Path) -> str:
    """Return a file's path from the checkout's root, or as it is."""
    try:
        return str(Path(file).relative_to(paths.root()))
    except ValueError:
        return str(file)


def place_of(quote: Quoted) -> str:
    """Return where words stand, in the form that editors jump to; the span where the text is not at hand."""
    return f"{quote.file}:{quote.line}:{quote.column}" if quote.line else quote.span


def clipped(words: str, longest: int = 40) -> str:
    """Return words on one line, a long run of them cut in the middle."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest * 2 // 3]} … {line[-longest // 4 :]}"
