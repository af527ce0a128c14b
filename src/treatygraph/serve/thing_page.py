"""Writes the page of a thing: what is said of it, the words it was read from, and what points at it.

Must not leave out a statement without saying so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import vocab
from treatygraph.explain.names import short
from treatygraph.serve import formats
from treatygraph.serve.describing import BASE, Things, evidence
from treatygraph.serve.kinds.conference import conference
from treatygraph.serve.kinds.people import organization, person
from treatygraph.serve.kinds.provisions import chain, document, provision
from treatygraph.serve.kinds.series import series
from treatygraph.serve.kinds.state import state
from treatygraph.serve.kinds.text import text
from treatygraph.serve.kinds.treaty import treaty
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import Link, Page, Shown, local_path
from treatygraph.serve.quotations import Quotation, quotations, span_of
from treatygraph.vocab import tg

_SHOWN = 40
_GENERAL = {tg(name) for name in ("Agent", "Fact", "Event", "Entity")}
_LISTED = 150
_NAMES = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL, vocab.ALT_LABEL, tg("symbol"), vocab.SKOS + "definition")
_ELSEWHERE = {vocab.DERIVED_FROM, tg("byRule"), vocab.TYPE}
_FORMS = ((formats.TURTLE, "Turtle"), (formats.JSON_LD, "JSON-LD"), (formats.RDF_XML, "RDF/XML"),
          (formats.N_TRIPLES, "N-Triples"), (formats.TRIG, "TriG"), (formats.N_QUADS, "N-Quads"),
          (formats.JELLY, "Jelly"))


# What a page of a kind is made of; of several kinds that a thing is of, the first here decides.
_DESIGNED: dict[str, tuple[str, Callable[[Page, str], dict[str, object]]]] = {
    tg("State"): ("state.html", state), tg("Conference"): ("conference.html", conference),
    tg("ConferenceSeries"): ("series.html", series), tg("Person"): ("actor.html", person),
    tg("Organization"): ("actor.html", organization),
    tg("StateGroup"): ("actor.html", organization), tg("Treaty"): ("treaty.html", treaty),
    tg("Document"): ("document.html", document), tg("Provision"): ("provision.html", provision),
    tg("Expression"): ("text.html", text),
    tg("Fact"): ("fact.html", lambda _page, _iri: {}),
}
_ABOVE: dict[str, tuple[str, ...]] = {tg("State"): ("states",), tg("Conference"): ("conferences",),
                                     tg("ConferenceSeries"): ("conferences",)}


@dataclass(frozen=True)
class Row:
    """A property of a thing with its values, some of them only where `all` leads to the rest of their number."""

    property: Link
    values: tuple[Shown, ...]
    number: int
    all: str = ""
    inverse: bool = False


@dataclass(frozen=True)
class Stretch:
    """Words of a language version, the fragment that names them, what they name and what rests on them."""

    fragment: str
    start: int
    end: int
    quote: str
    language: str
    names: Link | None
    resting: tuple[Link, ...]


@dataclass(frozen=True)
class Group:
    """The things of one class that a named graph speaks of."""

    name: str
    number: int
    members: tuple[Link, ...]
    all: str = ""


@dataclass(frozen=True)
class File:
    """A form in which the page's data is given."""

    name: str
    href: str
    media_type: str


@dataclass
class View:
    """All that the graph says of a thing, as its page shows it; `above` are the pages it is found under."""

    iri: str
    name: str
    language: str
    kinds: list[str]
    files: list[File]
    classes: frozenset[str] = frozenset()
    above: list[Link] = field(default_factory=list)
    folded: bool = False
    said: list[Row] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    rules: list[Link] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    graph: list[Group] = field(default_factory=list)
    pointing: list[Row] = field(default_factory=list)
    graphs: list[Link] = field(default_factory=list)


def thing_page(job: Job, things: Things, data: str = "") -> bytes:
    """Return the page of the thing a job names, with JSON-LD in it for machines."""
    page = Page(job, things)
    view = view_of(page, job.iri)
    if tg("Expression") not in view.classes:
        # A text shows its passages in place.
        view.stretches = _stretches(page, job.iri)
    for kind, (template, found) in _DESIGNED.items():
        if kind in view.classes:
            view.folded = True
            it = found(page, job.iri)
            view.above = [Link(page.path(f"/{name}"), page.words["site"][name], "", name)
                          for name in _ABOVE.get(kind, ())]
            view.above += [page.link(one) for one in chain(things, job.iri)] if kind == tg("Provision") else []
            return page.render(template, view=view, data=data, it=it)
    return page.render("thing.html", view=view, data=data)


def view_of(page: Page, iri: str) -> View:
    """Return all that the graph says of a thing."""
    things = page.things
    said = things.said(iri)
    triples = list(dict.fromkeys([quad.triple for quad in said] + things.terms.get(iri, [])))
    name, language = page.name(iri)
    view = View(iri, name, language, _kinds(page, triples), files_of(page, iri))
    view.classes = frozenset(t.object.value for t in triples if t.predicate.value == vocab.TYPE
                             and isinstance(t.object, NamedNode))
    view.said = statements_of(page, iri, triples)
    view.quotes = quotations(evidence(triples, iri), page)
    view.rules = page.links(t.object.value for t in triples if t.predicate.value == tg("byRule")
                            and isinstance(t.object, NamedNode))
    view.graph = _graph(page, iri)
    view.pointing = _pointing(page, iri)
    view.graphs = [page.link(graph, short(graph)) for graph in
                   sorted({quad.graph_name.value for quad in said if isinstance(quad.graph_name, NamedNode)})]
    return view


def _kinds(page: Page, triples: list[Triple]) -> list[str]:
    """Return the names of a thing's classes, without those that hold nearly everything where it has a narrower one."""
    narrow = [t for t in triples if t.predicate.value != vocab.TYPE or getattr(t.object, "value", "") not in _GENERAL]
    return page.things.kinds(narrow) or page.things.kinds(triples)


def files_of(page: Page, iri: str) -> list[File]:
    """Return the forms in which what is said of a thing is given."""
    path = local_path(iri.partition("#")[0], page.root)
    return [File(name, f"{path}.{form.suffix}", form.media_type) for form, name in page.offered(_FORMS)]


def statements_of(page: Page, iri: str, triples: Iterable[Triple]) -> list[Row]:
    """Return statements of a thing as rows by property, names first; words it rests on are told of elsewhere."""
    by_property: dict[str, list[object]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value not in _ELSEWHERE or _is_fact_behind(triple):
            by_property[triple.predicate.value].append(triple.object)
    return [_row(page, prop, sorted(values, key=lambda value: _order(value, page)),
                 f"SELECT ?value {{ <{iri}> <{prop}> ?value }}")
            for prop, values in sorted(by_property.items(), key=_named_first)]


def _row(page: Page, prop: str, values: list[object], query: str, *, inverse: bool = False) -> Row:
    more = page.query(query) if len(values) > _SHOWN else ""
    return Row(page.link(prop), tuple(page.term(value) for value in values[:_SHOWN]), len(values), more, inverse)


def _is_fact_behind(triple: Triple) -> bool:
    """Tell whether a thing rests on another thing rather than on words, which have a section of their own."""
    return (triple.predicate.value == vocab.DERIVED_FROM and isinstance(triple.object, NamedNode)
            and "#" not in triple.object.value)


def _named_first(item: tuple[str, list[object]]) -> tuple[int, str]:
    rank = _NAMES.index(item[0]) if item[0] in _NAMES else len(_NAMES) + (not item[0].startswith(BASE))
    return rank, item[0]


def _order(value: object, page: Page) -> tuple[str, str]:
    if isinstance(value, NamedNode):
        return "", page.name(value.value)[0]
    if isinstance(value, Literal):
        return ("" if value.language == page.things.language else value.language or ""), value.value
    return "", str(value)


def _stretches(page: Page, iri: str) -> list[Stretch]:
    """Return the stretches of words of a language version, each under the fragment that names it."""
    found = []
    for fragment in page.things.fragments.get(iri, []):
        span = span_of(fragment, page.things)
        resting = sorted({quad.subject.value for quad in page.things.pointing(fragment)
                          if isinstance(quad.subject, NamedNode)})
        found.append(Stretch(fragment.partition("#")[2], span.start, span.end, span.quote, span.language,
                             page.link(span.denotes) if span.denotes else None,
                             tuple(page.link(one) for one in resting[:_SHOWN])))
    return found


def _graph(page: Page, iri: str) -> list[Group]:
    """Return what a named graph speaks of, by class."""
    if not page.things.is_graph(iri):
        return []
    by_class: dict[str, set[str]] = defaultdict(set)
    for quad in page.things.store.quads_for_pattern(None, NamedNode(vocab.TYPE), None, NamedNode(iri)):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            by_class[quad.object.value].add(quad.subject.value)
    groups = []
    for kind, members in sorted(by_class.items(), key=lambda item: (-len(item[1]), item[0])):
        query = f"SELECT ?thing {{ GRAPH <{iri}> {{ ?thing a <{kind}> }} }}"
        groups.append(Group(page.name(kind)[0], len(members),
                            tuple(page.link(member) for member in sorted(members)[:_LISTED]),
                            page.query(query) if len(members) > _LISTED else ""))
    return groups


def _pointing(page: Page, iri: str) -> list[Row]:
    by_property: dict[str, set[str]] = defaultdict(set)
    for quad in page.things.pointing(iri):
        if isinstance(quad.subject, NamedNode) and "#char=" not in quad.subject.value:
            by_property[quad.predicate.value].add(quad.subject.value)
    rows = []
    for prop, subjects in sorted(by_property.items()):
        # Read from this thing, a link has the name of its inverse, where the ontology names one.
        inverse = page.things.inverses.get(prop)
        rows.append(_row(page, inverse or prop, [NamedNode(subject) for subject in sorted(subjects)],
                         f"SELECT ?thing {{ ?thing <{prop}> <{iri}> }}", inverse=not inverse))
    return rows
