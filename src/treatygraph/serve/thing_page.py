"""Writes the page of a thing: what is said of it, the words it was read from, and what points at it.

Must not leave out a statement without saying so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph import vocab
from treatygraph.explain.names import short
from treatygraph.serve import formats
from treatygraph.serve.describing import BASE, ONTOLOGY, Things, evidence
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import frame, link, local_path, query_link, table, term, thing
from treatygraph.vocab import tg

_SHOWN = 40
_LISTED = 400
_NAMES = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL, vocab.ALT_LABEL, tg("symbol"), vocab.SKOS + "definition")
_ELSEWHERE = {vocab.DERIVED_FROM, tg("byRule"), vocab.TYPE}


def thing_page(job: Job, things: Things, data: str = "") -> bytes:
    """Return the page of the thing a job names, with JSON-LD in it for machines."""
    if things.is_ontology(job.iri):
        return _ontology_page(job, things)
    said = things.said(job.iri)
    triples = list(dict.fromkeys([quad.triple for quad in said] + things.terms.get(job.iri, [])))
    name, language = things.name(job.iri)
    parts = [_head(job, name, language, things.kinds(triples)),
             _statements(triples, job, things),
             _evidence(triples, job, things),
             _fragments(job, things),
             _graph(job, things),
             _pointing(job, things)]
    return frame(name, "\n".join(part for part in parts if part), job.root, _foot(job, said), data)


def _head(job: Job, name: str, language: str, kinds: list[str]) -> str:
    marked = f' lang="{escape(language)}"' if language else ""
    kind = f'<p class="kind">{escape(" · ".join(kinds))}</p>' if kinds else ""
    return f'{kind}<h1{marked}>{escape(name)}</h1><p class="iri"><code>{escape(job.iri)}</code></p>'


def _statements(triples: Iterable[Triple], job: Job, things: Things) -> str:
    by_property: dict[str, list[object]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value not in _ELSEWHERE or _is_fact_behind(triple):
            by_property[triple.predicate.value].append(triple.object)
    if not by_property:
        return ""
    rows = "".join(f"<dt>{thing(prop, job.root, things)}</dt>{_values(job, prop, values, things)}"
                   for prop, values in sorted(by_property.items(), key=_named_first))
    return f'<section aria-labelledby="said"><h2 id="said">What is said of it</h2><dl>{rows}</dl></section>'


def _is_fact_behind(triple: Triple) -> bool:
    """Tell whether a thing rests on another thing rather than on words, which have a section of their own."""
    return (triple.predicate.value == vocab.DERIVED_FROM and isinstance(triple.object, NamedNode)
            and "#" not in triple.object.value)


def _named_first(item: tuple[str, list[object]]) -> tuple[int, str]:
    rank = _NAMES.index(item[0]) if item[0] in _NAMES else len(_NAMES) + (not item[0].startswith(BASE))
    return rank, item[0]


def _values(job: Job, prop: str, values: list[object], things: Things) -> str:
    ordered = sorted(values, key=lambda value: _order(value, things))
    shown = "".join(f"<dd>{term(value, job.root, things)}</dd>" for value in ordered[:_SHOWN])
    if len(ordered) > _SHOWN:
        query = f"SELECT ?value {{ <{job.iri}> <{prop}> ?value }}"
        shown += f'<dd><a href="{escape(query_link(query, job.root))}">all {len(ordered)}</a></dd>'
    return shown


def _order(value: object, things: Things) -> tuple[str, str]:
    if isinstance(value, NamedNode):
        return "", things.name(value.value)[0]
    if isinstance(value, Literal):
        return ("" if value.language == "en" else value.language or ""), value.value
    return "", str(value)


# ---- the words


def _evidence(triples: list[Triple], job: Job, things: Things) -> str:
    """Quote the words a thing was read from: the shorter ones marked inside the longer ones that hold them."""
    spans = [span for span in (_Words(iri, things) for iri in evidence(triples, job.iri)) if span.quote]
    spans.sort(key=lambda span: (span.start, -span.end))
    whole = [span for span in spans if not any(other.holds(span) for other in spans)]
    quotes = "".join(_quote(span, [part for part in spans if span.holds(part)], job, things) for span in whole)
    rules = [thing(t.object.value, job.root, things) for t in triples
             if t.predicate.value == tg("byRule") and isinstance(t.object, NamedNode)]
    by = f"<p>Read by {', '.join(rules)}.</p>" if rules else ""
    if not quotes and not by:
        return ""
    return f'<section aria-labelledby="words"><h2 id="words">The words it was read from</h2>{quotes}{by}</section>'


class _Words:
    """A span of text: its IRI, its offsets, its words and where they stand."""

    def __init__(self, iri: str, things: Things) -> None:
        self.iri = iri
        self.document = iri.partition("#")[0]
        said = {t.predicate.value: t.object for t in (quad.triple for quad in things.said(iri))}
        quote = said.get(tg("quote"))
        self.quote = quote.value if isinstance(quote, Literal) else ""
        self.language = (quote.language or "") if isinstance(quote, Literal) else ""
        self.start, self.end = (_offset(said.get(tg(name))) for name in ("start", "end"))
        where = said.get(tg("inProvision"))
        self.provision = where.value if isinstance(where, NamedNode) else ""
        denoted = said.get(tg("denotes"))
        self.denotes = denoted.value if isinstance(denoted, NamedNode) else ""

    def holds(self, other: _Words) -> bool:
        return (self.document == other.document and self.iri != other.iri and self.start <= other.start
                and other.end <= self.end and len(self.quote) == self.end - self.start)


def _offset(value: object) -> int:
    return int(value.value) if isinstance(value, Literal) and value.value.isdigit() else 0


def _quote(span: _Words, parts: list[_Words], job: Job, things: Things) -> str:
    marked, at = "", 0
    for part in parts:
        start, end = part.start - span.start, part.end - span.start
        if start >= at:
            marked += f"{escape(span.quote[at:start])}<mark>{escape(span.quote[start:end])}</mark>"
            at = end
    marked += escape(span.quote[at:])
    where = f"{thing(span.provision, job.root, things)}, " if span.provision else ""
    return (f'<figure><blockquote lang="{escape(span.language)}">{marked}</blockquote><figcaption>{where}'
            f'{link(span.iri, job.root, f"characters {span.start} to {span.end}")}</figcaption></figure>')


def _fragments(job: Job, things: Things) -> str:
    """List the stretches of words of a language version, each under the fragment that names it."""
    fragments = things.fragments.get(job.iri, [])
    rows = []
    for iri in fragments:
        words = _Words(iri, things)
        resting = {quad.subject.value for quad in things.pointing(iri) if isinstance(quad.subject, NamedNode)}
        links = ", ".join(thing(subject, job.root, things) for subject in sorted(resting)[:_SHOWN])
        rows.append(f'<tr id="{escape(iri.partition("#")[2])}"><td>{words.start}–{words.end}</td>'
                    f'<td lang="{escape(words.language)}">{escape(words.quote)}</td>'
                    f"<td>{thing(words.denotes, job.root, things) if words.denotes else ''}</td><td>{links}</td></tr>")
    if not rows:
        return ""
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Characters", "Words", "Names", "Rests on them"))
    return (f'<section aria-labelledby="stretches"><h2 id="stretches">Words that something rests on '
            f'({len(rows)})</h2><div class="scroll"><table class="spans"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div></section>")


# ---- graphs, and what points here


def _graph(job: Job, things: Things) -> str:
    """List what a named graph speaks of, by class."""
    if not things.is_graph(job.iri):
        return ""
    by_class: dict[str, set[str]] = defaultdict(set)
    for quad in things.store.quads_for_pattern(None, NamedNode(vocab.TYPE), None, NamedNode(job.iri)):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            by_class[quad.object.value].add(quad.subject.value)
    parts = []
    for kind, members in sorted(by_class.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = "".join(f"<li>{thing(iri, job.root, things)}</li>" for iri in sorted(members)[:_LISTED])
        query = f"SELECT ?thing {{ GRAPH <{job.iri}> {{ ?thing a <{kind}> }} }}"
        more = (f'<p><a href="{escape(query_link(query, job.root))}">all {len(members)}</a></p>'
                if len(members) > _LISTED else "")
        parts.append(f"<details><summary>{escape(things.name(kind)[0])} ({len(members)})</summary>"
                     f"<ul>{shown}</ul>{more}</details>")
    return f'<section aria-labelledby="holds"><h2 id="holds">What it holds</h2>{"".join(parts)}</section>'


def _pointing(job: Job, things: Things) -> str:
    by_property: dict[str, set[str]] = defaultdict(set)
    for quad in things.pointing(job.iri):
        if isinstance(quad.subject, NamedNode) and "#char=" not in quad.subject.value:
            by_property[quad.predicate.value].add(quad.subject.value)
    if not by_property:
        return ""
    rows = []
    for prop, subjects in sorted(by_property.items()):
        shown = "".join(f"<dd>{thing(iri, job.root, things)}</dd>" for iri in sorted(subjects)[:_SHOWN])
        if len(subjects) > _SHOWN:
            query = f"SELECT ?thing {{ ?thing <{prop}> <{job.iri}> }}"
            shown += f'<dd><a href="{escape(query_link(query, job.root))}">all {len(subjects)}</a></dd>'
        # Read from this thing, a link has the name of its inverse, where the ontology names one.
        inverse = things.inverses.get(prop)
        named = thing(inverse, job.root, things) if inverse else f"is {thing(prop, job.root, things)} of"
        rows.append(f"<dt>{named}</dt>{shown}")
    return (f'<section aria-labelledby="pointing"><h2 id="pointing">What points at it, by which property</h2>'
            f'<dl>{"".join(rows)}</dl></section>')


def _foot(job: Job, said: Iterable[Quad]) -> str:
    graphs = sorted({quad.graph_name.value for quad in said if isinstance(quad.graph_name, NamedNode)})
    held = f"<p>In {', '.join(link(iri, job.root, short(iri)) for iri in graphs)}.</p>" if graphs else ""
    path = local_path(job.iri.partition("#")[0], job.root)
    files = " ".join(f'<a href="{escape(path)}.{form.suffix}">{name}</a>' for form, name in (
        (formats.TURTLE, "Turtle"), (formats.JSON_LD, "JSON-LD"), (formats.RDF_XML, "RDF/XML"),
        (formats.N_TRIPLES, "N-Triples"), (formats.TRIG, "TriG"), (formats.N_QUADS, "N-Quads"),
        (formats.JELLY, "Jelly")))
    return f'{held}<p>This as data: {files}</p>'


# ---- the ontology


def _ontology_page(job: Job, things: Things) -> bytes:
    """Return the page of the ontology: what it says of itself, and each term under its fragment."""
    name, language = things.name(ONTOLOGY)
    own = Job("describe", root=job.root, iri=ONTOLOGY)
    terms = sorted((iri for iri in things.terms if iri.startswith(ONTOLOGY + "#")),
                   key=lambda iri: things.name(iri)[0].lower())
    body = [_head(own, name, language, ["ontology"]), _statements(things.terms.get(ONTOLOGY, []), own, things)]
    for title, members in _by_kind(terms, things).items():
        entries = "".join(_entry(iri, job.root, things) for iri in members)
        body.append(f"<section><h2>{title} ({len(members)})</h2>{entries}</section>")
    return frame(name, "\n".join(body), job.root, _foot(own, []))


def _by_kind(terms: list[str], things: Things) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"Classes": [], "Properties": [], "Concepts": []}
    for iri in terms:
        types = {t.object.value for t in things.terms[iri] if t.predicate.value == vocab.TYPE
                 and isinstance(t.object, NamedNode)}
        kind = ("Classes" if vocab.OWL + "Class" in types
                else "Properties" if any(name.endswith("Property") for name in types) else "Concepts")
        kinds[kind].append(iri)
    return {title: members for title, members in kinds.items() if members}


def _entry(iri: str, root: str, things: Things) -> str:
    fragment = escape(iri.partition("#")[2])
    rows = [[thing(t.predicate.value, root, things), term(t.object, root, things)] for t in things.terms[iri]
            if t.predicate.value not in {vocab.TYPE, vocab.RDFS + "isDefinedBy"}]
    kinds = ", ".join(things.kinds(things.terms[iri]))
    query = f"SELECT ?thing ?value {{ ?thing <{iri}> ?value }}"
    if vocab.OWL + "Class" in {t.object.value for t in things.terms[iri] if isinstance(t.object, NamedNode)}:
        query = f"SELECT ?thing {{ ?thing a <{iri}> }}"
    return (f'<article id="{fragment}"><h3><a href="#{fragment}">{escape(things.name(iri)[0])}</a> '
            f"<code>tg:{fragment}</code></h3><p class=\"kind\">{escape(kinds)} · "
            f'<a href="{escape(query_link(query, root))}">used where</a></p>'
            f"{table(('Property', 'Value'), rows)}</article>")
