"""The tools: what each is asked and answers; docstrings and descriptions are what an assistant reads of them.

Must not print: standard output belongs to the protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any

import anyio.to_thread
from pydantic import Field

from treatygraph.ask import QueryError, questions
from treatygraph.ask.parameters import settled
from treatygraph.ask.questions import known_question
from treatygraph.dataset.answer import Answer
from treatygraph.dataset.answering import answered
from treatygraph.dataset.filling import filled
from treatygraph.dataset.flat import flat_tables
from treatygraph.dataset.naming import Naming
from treatygraph.dataset.opening import open_files
from treatygraph.dataset.places import Memory
from treatygraph.graph.store import hold, hold_union
from treatygraph.mcp.bounded import Bounded
from treatygraph.mcp.evidence import evidence
from treatygraph.model import brief
from treatygraph.report import read_text
from treatygraph.search import Index, build_index
from treatygraph.search.written import hit_as_json
from treatygraph.serve.messages import Limits

Lang = Annotated[str, Field(description="Language of names: en, zh, fr, es, ru or ar; what has no name in it is named "
                            "in another, with that language behind the name.")]
Rows = Annotated[int, Field(ge=1, le=1000, description="How many rows to give at most; `total` counts all.")]


class Tools:
    """The tools over some RDF files, with limits for queries."""

    def __init__(self, data: Sequence[Path], limits: Limits) -> None:
        self._graph = open_files(data, "the graph")
        self._place = Memory(self._graph.store)
        self._bounded = Bounded(data, limits)

    async def close(self) -> None:
        """End what queries are asked of."""
        await self._bounded.close()

    @cached_property
    def _index(self) -> Index:
        return Index(build_index(self._graph.store, united=True))

    async def search(
        self,
        words: Annotated[str, Field(description="Names, symbols, codes, or words of texts, in any of six languages.")],
        kind: Annotated[str, Field(description="Only things of this class: State, Person, Document, Fact …")] = "",
        conference: Annotated[str, Field(description="Only what belongs to it: its year, name or path.")] = "",
        state: Annotated[str, Field(description="Only what concerns a State: its code or name.")] = "",
        lang: Lang = "en",
        limit: Annotated[int, Field(ge=1, le=100)] = 10,
    ) -> dict[str, Any]:
        """Find things by their names, symbols and codes, and by the words of texts, misspelt ones too.

        Each hit has an IRI for the other tools, and the words that were found with their place.
        """
        filters = self._index.filters([kind] if kind else [], conference, state)
        found = self._index.search(words, filters, language=lang, limit=limit)
        return {"total": found.total, "meant": list(found.meant),
                "hits": [hit_as_json(hit, lang) for hit in found.hits],
                "evidence": evidence(self._graph.store, [hit.iri for hit in found.hits])}

    def questions(self, lang: Lang = "en") -> dict[str, Any]:
        """List the questions that `ask` answers, each with what it asks, its parameters, their kinds and defaults."""
        return {"questions": [
            {"question": one.name, "asks": one.asks_in(lang),
             "parameters": {name: {"kind": one.kinds.get(name, "value"), "default": one.default(name),
                                   "meaning": one.meaning_in(name, lang)} for name in one.parameters}}
            for one in questions()]}

    async def ask(
        self,
        question: Annotated[str, Field(description="The question's name, such as CQ-15; `questions` lists them.")],
        parameters: Annotated[dict[str, str] | None, Field(
            description="A State by code or name, a conference by name or year, a document by symbol, a day as "
                        "2021-09-23, or any thing by its IRI or path.")] = None,
        lang: Lang = "en",
        rows: Rows = 100,
    ) -> dict[str, Any]:
        """Answer one of the questions, with the query that was asked and the evidence of the things in its rows."""
        found = known_question(question)
        if found is None:
            raise QueryError(f"there is no question '{brief(question)}'; the tool `questions` lists those there are")
        query = found.bound(settled(found, parameters or {}, self._graph.store))
        meanings = {name: found.meaning_in(name, lang) for name in found.meanings}
        answer = answered(await self._bounded.ask(query), self._place, found.asks_in(lang), meanings, lang)
        return {"question": found.asks_in(lang), **self._shown(answer, rows), "query": query}

    async def sparql(
        self,
        query: Annotated[str, Field(description="SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes tg, rdfs, skos, "
                                    "dcterms, prov, schema … need no declaration. Asked of the union of all graphs.")],
        lang: Lang = "en",
        rows: Rows = 100,
        seconds: Annotated[float, Field(gt=0, description="How long it may take; the server has a limit too.")] = 10,
    ) -> dict[str, Any]:
        """Answer a SPARQL query within limits of time, rows and memory, with the evidence of the things in its rows."""
        answer = answered(await self._bounded.ask(query, seconds), self._place, "SPARQL", {}, lang)
        return self._shown(answer, rows)

    def thing(
        self,
        name: Annotated[str, Field(description="An IRI, a path such as state/KEN, or a prefixed name.")],
        lang: Lang = "en",
        rows: Rows = 100,
    ) -> dict[str, Any]:
        """Show a thing: its name, its kinds, what is said of it and by others that name it, and its evidence."""
        found = self._graph.thing(name, lang=lang)
        return {"iri": found.iri, "label": found.label, "kinds": list(found.kinds), **self._shown(found.facts, rows),
                "evidence": evidence(self._graph.store, [found.iri])}

    def explain(
        self,
        subject: Annotated[str, Field(description="The thing: an IRI, a path such as state/KEN, or a prefixed name.")],
        predicate: Annotated[str, Field(description="Only what is said with this property, such as tg:holder.")] = "",
        value: Annotated[str, Field(description="Only the statement with this value.")] = "",
    ) -> dict[str, Any]:
        """Say where a thing or a statement comes from: rule and quoted words, table row, or what it follows from."""
        found = self._graph.thing(subject).explain(predicate or None, value or None)
        return {"text": found.text, **found.record}

    def status(
        self,
        on: Annotated[str, Field(description="The day, as 2021-09-23; by default the last of which an action is "
                                 "recorded.")] = "",
        treaty: str = "ctbt",
        group: Annotated[str, Field(description="all, an annex (annex-2), or a region (africa).")] = "all",
        lang: Lang = "en",
        rows: Rows = 200,
    ) -> dict[str, Any]:
        """Say which status every State had under a treaty on a day, how certain that is, and since when.

        The evidence of a row are its intervals; `explain` says from which recorded actions they follow.
        """
        answer = self._graph.status(on or None, treaty=treaty, group=group, lang=lang)
        return {"title": answer.title, **self._shown(answer, rows)}

    async def read(
        self,
        text: Annotated[str, Field(description="The text of a report, or of a part of one; 2 MB at most.")],
        symbol: Annotated[str, Field(description="The report's symbol, where the text does not say it.")] = "",
        language: Annotated[str, Field(description="The text's language, where it does not tell it.")] = "",
        lang: Lang = "en",
    ) -> dict[str, Any]:
        """Read the text of a report: the facts it states as tables, the words each was read from, and the findings."""
        return await anyio.to_thread.run_sync(partial(_read, text, symbol or None, language or None, lang))

    def _shown(self, answer: Answer, rows: int) -> dict[str, Any]:
        """Return the beginning of an answer, and the evidence of the things in it."""
        shown = [_told(row) for row in answer.rows[:rows]]
        things = [cell for row in answer.cells[:rows] for cell in row if isinstance(cell, str) and "://" in cell]
        return {"columns": {column.name: column.meaning for column in answer.columns if column.meaning},
                "total": len(answer), "rows": shown, "evidence": evidence(self._graph.store, things)}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without the cells for which the graph states nothing."""
    return {name: cell for name, cell in row.items() if cell is not None}


def _read(text: str, symbol: str | None, language: str | None, lang: str) -> dict[str, Any]:
    report = read_text(text, symbol=symbol, language=language)
    store = hold({"text": report.triples})
    hold_union(store)
    place = Memory(store)
    naming = Naming(place, lang)
    tables = {name: filled(table, place, naming) for name, table in flat_tables().items()}
    findings = [{"severity": one.severity.value, "kind": one.kind, "line": one.place.line, "column": one.place.column,
                 "words": one.words, "message": one.message} for one in report.findings]
    return {"symbol": report.symbol, "language": report.language, "findings": findings,
            "tables": {name: [_told(row) for row in answer] for name, answer in tables.items() if len(answer)}}
