"""Answers jobs on a store: queries, graphs, descriptions of things, and the description of the service itself.

Must not know how a job arrived, nor write into the store.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from treatygraph.ask import QueryError, Question
from treatygraph.ask.evaluating import evaluate
from treatygraph.ask.faults import worded
from treatygraph.ask.results import BOM
from treatygraph.ask.tokens import is_update, names_a_service
from treatygraph.graph.as_xml import ENDS_IN_NAME, NO_CHARACTER
from treatygraph.graph.jelly import write_jelly
from treatygraph.graph.serialize import sort_key
from treatygraph.model import TreatyGraphError
from treatygraph.serve import asked, describing, formats, pages
from treatygraph.serve.browsing import list_page
from treatygraph.serve.editing import known_to_editor
from treatygraph.serve.formats import Format
from treatygraph.serve.messages import READ_ONLY, Job, Limits, RefusedError, Reply
from treatygraph.serve.nearest import missing_page, sitemap
from treatygraph.serve.nesting import check_nesting
from treatygraph.serve.reconcile_answers import ReconcileAnswers
from treatygraph.serve.search_answers import SearchAnswers
from treatygraph.serve.spreadsheets import answer_workbook
from treatygraph.serve.status_page import status_page
from treatygraph.serve.surroundings import in_graphs, of_files, surroundings
from treatygraph.vocab import PREFIXES, SH

NO_SERVICE = ("the query asks another endpoint (SERVICE), which is off on this server; its operator can allow it with "
              "--allow-service")
_ADDRESSES = 8
_MOST_EMBEDDED = 400


class Answers:
    """Answers one job after another on a store opened for reading."""

    def __init__(self, store: Store, limits: Limits, *, united: bool = False, index: Path | None = None) -> None:
        self.store = store
        self.united = united
        self.limits = limits
        self.things = describing.Things(store, united=united)
        self._translated: dict[str, describing.Things] = {}
        self._services: dict[str, list[Triple]] = {}
        self._searches = SearchAnswers(index, self._things_in)
        self._reconciles = ReconcileAnswers(store, self._searches, united=united)

    def warm_up(self) -> None:
        """Work out what the first page would wait for."""
        self.things.warm_up()

    def answer(self, job: Job) -> Reply:
        """Return the answer to a job; raise RefusedError where there is none."""
        reply = {"query": self._query, "question": self._question, "questions": self._questions,
                 "graph": self._graph, "describe": self._describe, "known": self._known,
                 "service": self._service, "home": self._home, "list": self._list, "missing": self._missing,
                 "sitemap": self._sitemap, "editor": self._editor,
                 "search": self._searches.search, "suggest": self._searches.suggest,
                 "reconcile": self._reconciles.answer}[job.kind](job)
        if job.gzip and reply.status == 200 and len(reply.body) >= formats.WORTH_COMPRESSING:
            packed = gzip.compress(reply.body, compresslevel=5, mtime=0)
            return Reply(reply.status, reply.media_type, packed, {**reply.headers, "content-encoding": "gzip"})
        return reply

    # ---- queries

    def _query(self, job: Job) -> Reply:
        if not self.limits.allow_service and names_a_service(job.query):
            raise RefusedError(403, NO_SERVICE)
        check_nesting(job.query)
        try:
            result = self._run(job)
            if isinstance(result, QueryTriples):
                return self._written_triples(job, result)
            return self._written_results(job, result)
        except SyntaxError as fault:
            if is_update(job.query):
                raise RefusedError(403, READ_ONLY) from None
            raise RefusedError(400, worded(job.query, str(fault.msg))) from None
        except (OSError, RuntimeError) as fault:
            remote = names_a_service(job.query)
            what = "another endpoint did not answer" if remote else "the query cannot be answered"
            # What the disk refuses is the server's matter; what cannot be evaluated, such as a function that there is
            # not, is that of whoever asks.
            own = 500 if isinstance(fault, OSError) else 400
            raise RefusedError(502 if remote else own, f"{what}: {fault}") from None
        except ValueError as fault:
            raise RefusedError(400, f"the query cannot be answered: {fault}") from None

    def _question(self, job: Job) -> Reply:
        """Return the answer to a competency question: as text for people, as a page, or as a query's answer."""
        question = asked.asked_question(job.iri)
        query, settings = asked.bound_query(question, job.values, self.store)
        form, _ = _chosen(job, formats.GRAPH_ANSWERS if question.constructs else formats.ANSWERS)
        if form is formats.HTML:
            return self._question_page(replace(job, query=query), question, settings)
        if form is formats.XLSX:
            found = self._query(replace(job, query=query, accept=formats.JSON.media_type)).body
            return answer_workbook(replace(job, query=query), found, self._things_in(job.language), question, settings)
        if form is not formats.PLAIN:
            return self._query(replace(job, query=query, accept=form.media_type))
        if not self.limits.allow_service and names_a_service(query):
            raise RefusedError(403, NO_SERVICE)
        try:
            text, rows = asked.as_text(question, settings, query, self.store, language=job.language, width=job.width,
                                       united=self.united, federated=True, iris=job.only_iris)
        except QueryError as fault:
            raise RefusedError(500, str(fault)) from None
        self._bound(rows)
        return Reply(200, form.media_type, text.encode())

    def _question_page(self, job: Job, question: Question, settings: dict[str, str]) -> Reply:
        things = self._things_in(job.language)
        if question.constructs:
            page = pages.constructing_page(job, question, settings, things)
        elif not self.limits.allow_service and names_a_service(job.query):
            page = pages.elsewhere_page(job, question, settings, things)
        else:
            rows = self._query(replace(job, accept=formats.JSON.media_type)).body
            page = pages.question_page(job, question, settings, rows, things)
        return Reply(200, pages.MEDIA_TYPE, page)

    def _questions(self, job: Job) -> Reply:
        form, _ = _chosen(job, (formats.PLAIN, formats.HTML))
        if form is formats.HTML:
            return Reply(200, pages.MEDIA_TYPE, pages.questions_page(job, self._things_in(job.language)))
        return Reply(200, form.media_type, asked.listed(job.root, job.language).encode())

    def _run(self, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples:
        return evaluate(self.store, job.query, united=self.united, base=job.root + "/sparql",
                        default=None if job.default is None else [_graph(iri) for iri in job.default],
                        named=None if job.named is None else [_graph(iri) for iri in job.named])

    def _written_results(self, job: Job, result: QuerySolutions | QueryBoolean) -> Reply:
        form, name = _chosen(job, (*formats.RESULTS, formats.HTML))
        writer = form.writer if isinstance(form.writer, QueryResultsFormat) else QueryResultsFormat.JSON
        sink = _Sink(self.limits.answer_bytes)
        result.serialize(sink, format=writer)  # type: ignore[arg-type] # anything that can write will do
        body = sink.content()
        self._bound(count_rows(body, writer, self.limits.rows))
        body = _as_xml(body, form)
        if form is formats.HTML:
            return Reply(200, pages.MEDIA_TYPE, pages.results_page(job, body, self._things_in(job.language)))
        if form is formats.XLSX:
            return answer_workbook(job, body, self._things_in(job.language))
        if job.bom and form is formats.CSV:
            body = BOM.encode() + body
        return Reply(200, name, body)

    def _things_in(self, language: str) -> describing.Things:
        """Return the things with names in a language, kept from question to question."""
        if language in {"", "en"}:
            return self.things
        if language not in self._translated:
            self._translated[language] = self.things.in_language(language)
        return self._translated[language]

    def _written_triples(self, job: Job, triples: Iterable[Triple]) -> Reply:
        form, name = _chosen(job, (*formats.GRAPHS, formats.HTML))
        found = dict.fromkeys(self._counted(triples))
        if form is formats.HTML:
            return Reply(200, pages.MEDIA_TYPE, pages.triples_page(job, list(found), self._things_in(job.language)))
        return Reply(200, name, self._written(found, form))

    def _counted(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        for number, triple in enumerate(triples, start=1):
            self._bound(number)
            yield triple

    def _bound(self, rows: int) -> None:
        if rows > self.limits.rows:
            raise RefusedError(403, f"the answer has more than {self.limits.rows} rows or triples, the limit of this "
                                    "server; ask for a part of it, with LIMIT and OFFSET or a narrower pattern")

    def _written(self, triples: Iterable[Triple | Quad], form: Format, **more: str) -> bytes:
        sink = _Sink(self.limits.answer_bytes)
        if form is formats.JELLY:
            try:
                write_jelly((one if isinstance(one, Triple) else one.triple for one in triples), sink)
            except TreatyGraphError as fault:
                raise RefusedError(406, f"{fault}; ask for another type") from None
            return sink.content()
        assert isinstance(form.writer, RdfFormat)
        if form is formats.RDF_XML:
            triples = list(triples)
            # The writer would make them an element without a name.
            for nameless in sorted({t.predicate.value for t in triples if not ENDS_IN_NAME.search(t.predicate.value)}):
                raise RefusedError(406, f"the triples cannot be written as {form.media_type}: <{nameless}> does not "
                                        "end in an XML name; ask for another type")
        serialize(triples, sink, form.writer, prefixes={**PREFIXES, **more})  # type: ignore[arg-type] # as above
        return _as_xml(sink.content(), form)

    # ---- graphs, things, the service

    def _graph(self, job: Job) -> Reply:
        """Return a named graph, or the default graph where the job names none."""
        form, name = _chosen(job, formats.GRAPHS)
        if job.iri:
            node = _graph(job.iri)
            if not self.store.contains_named_graph(node):
                raise RefusedError(404, f"there is no graph <{job.iri}> here")
            triples = [quad.triple for quad in self.store.quads_for_pattern(None, None, None, node)]
        else:
            triples = list(dict.fromkeys(quad.triple for quad in self.store.quads_for_pattern(
                None, None, None, DefaultGraph() if self.united else None)))
        return Reply(200, name, self._written(triples, form))

    def _known(self, job: Job) -> Reply:
        if not self.things.known(job.iri):
            raise RefusedError(404, f"no graph here says anything of <{job.iri}>")
        return Reply(200, "text/plain", b"known")

    def _describe(self, job: Job) -> Reply:
        form, name = _chosen(job, formats.DOCUMENTS)
        held = of_files(job.iri)
        if held is not None:
            if form is formats.HTML:
                shown = replace(job, query=f"DESCRIBE <{job.iri}>")
                return Reply(200, pages.MEDIA_TYPE, pages.triples_page(shown, held, self._things_in(job.language)))
            return Reply(200, name, self._written(held, form, sh=SH))
        if not self.things.known(job.iri):
            raise RefusedError(404, f"no graph here says anything of <{job.iri}>")
        if form is formats.HTML:
            page = pages.described_page(job, self._things_in(job.language), self._embedded(job.iri))
            return Reply(200, pages.MEDIA_TYPE, page)
        triples = self.things.about(job.iri)
        if not self.things.is_ontology(job.iri) and not self.things.is_graph(job.iri):
            triples = sorted({*triples, *surroundings(self.things, job.iri, job.root, triples)}, key=sort_key)
        if form in {formats.TRIG, formats.N_QUADS}:
            return Reply(200, name, self._written(in_graphs(self.things, triples), form))
        return Reply(200, name, self._written(triples, form))

    def _embedded(self, iri: str) -> str:
        """Return what is said of a thing as JSON-LD for its page; nothing where it is too much for one."""
        if iri in self.things.fragments or self.things.is_graph(iri) or self.things.is_ontology(iri):
            return ""
        triples = self.things.about(iri)
        return self._written(triples, formats.JSON_LD).decode() if len(triples) <= _MOST_EMBEDDED else ""

    def _service(self, job: Job) -> Reply:
        form, name = _chosen(job, (*formats.GRAPHS, formats.HTML))
        if form is formats.HTML:
            return Reply(200, pages.MEDIA_TYPE, pages.endpoint_page(job, self.limits))
        if job.root not in self._services:
            # Addresses under which clients know the server are few; whoever makes them up shall not fill the memory.
            if len(self._services) >= _ADDRESSES:
                self._services.clear()
            self._services[job.root] = describing.service(self.things, job.root, self.limits.allow_service)
        return Reply(200, name, self._written(self._services[job.root], form, sd=describing.SD))

    def _editor(self, job: Job) -> Reply:
        return known_to_editor(job, self._things_in(job.language))

    def _missing(self, job: Job) -> Reply:
        return missing_page(job, self._things_in(job.language))

    def _sitemap(self, job: Job) -> Reply:
        return sitemap(job, self.things)

    def _list(self, job: Job) -> Reply:
        page = status_page if job.iri == "status" else list_page
        return Reply(200, pages.MEDIA_TYPE, page(job, self._things_in(job.language)))

    def _home(self, job: Job) -> Reply:
        return Reply(200, pages.MEDIA_TYPE, pages.home_page(job, self._things_in(job.language)))


class _Sink:
    """Collects what is written, and stops the writer at the limit."""

    def __init__(self, limit: int) -> None:
        self._parts: list[bytes] = []
        self._left = limit
        self._limit = limit

    def write(self, part: bytes) -> int:
        self._left -= len(part)
        if self._left < 0:
            raise RefusedError(403, f"the answer is longer than {self._limit} bytes, the limit of this server; "
                                    "ask for a part of it, with LIMIT and OFFSET or a narrower pattern")
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        return

    def content(self) -> bytes:
        return b"".join(self._parts)


def count_rows(body: bytes, form: QueryResultsFormat, enough: int) -> int:
    """Return the number of rows of a SELECT's written answer; 0 without counting where it cannot reach `enough`."""
    if len(body) <= enough:
        return 0
    if form == QueryResultsFormat.XML:
        return body.count(b"<result>")
    if form == QueryResultsFormat.TSV:
        return body.count(b"\n") - 1
    # Every other piece between quotes is structure, once escaped quotes are out of the way.
    if form == QueryResultsFormat.CSV:
        return b"".join(body.split(b'"')[::2]).count(b"\n") - 1
    structure = b"".join(body.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    return structure.count(b"[{") + structure.count(b",{")


def _chosen(job: Job, offers: tuple[Format, ...]) -> tuple[Format, str]:
    chosen = formats.choose(job.accept, offers)
    if chosen is None:
        raise RefusedError(406, f"nothing here is of a type you accept ({job.accept}); there is "
                                f"{formats.listed(offers)}")
    return chosen


def _as_xml(body: bytes, form: Format) -> bytes:
    """Return a body that XML readers read as it was meant, if it is XML; raise RefusedError 406 where there is none."""
    if form not in {formats.XML, formats.RDF_XML}:
        return body
    if found := NO_CHARACTER.search(body):
        sign = f"U+{ord(found.group().decode()):04X}"
        raise RefusedError(406, f"the answer cannot be written as {form.media_type}: a value holds the sign {sign}, "
                                "which XML has no way to write; ask for another type")
    # Written plainly, a reader would make a line feed of it (XML 1.0, section 2.11).
    return body.replace(b"\r", b"&#13;")


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as fault:
        raise RefusedError(400, f"<{iri}> is not an absolute IRI, so it names no graph ({fault})") from None
