"""Looks up what lies behind a thing of the graph: reading rules, words in their sentence, and table rows.

Must not know how a triple was inferred.
"""

from __future__ import annotations

import inspect
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from treatygraph import iris
from treatygraph.convert.conversion import open_text
from treatygraph.explain.accounts import Quoted, RuleAccount, TableRow, Wording
from treatygraph.explain.names import short
from treatygraph.find.names import KINDS, thing_of
from treatygraph.language import languages
from treatygraph.language.frame_words import frame_words
from treatygraph.language.languages import PatternError
from treatygraph.model import Iri, Span, TreatyGraphError
from treatygraph.read.sentences import SentenceCutter
from treatygraph.read.source import SourceText
from treatygraph.reading.engine import read_tree
from treatygraph.reading.registry import rules
from treatygraph.tables import COLUMNS, Row, Tables
from treatygraph.vocab import tg

_SPAN = re.compile(r"(?P<expression>.+)#char=(?P<start>\d+),(?P<end>\d+)")


def rule_account(iri: str) -> RuleAccount:
    """Return what is known of a reading rule, from its function and from every language's wordings and frames."""
    rule_id = iri.rpartition("/")[2]
    rule = rules().get(rule_id)
    if rule is None:
        return RuleAccount(rule_id)
    says = (inspect.getdoc(rule.function) or "").partition("\n")[2].strip()
    function = f"{rule.function.__module__}.{rule.function.__qualname__}"
    return RuleAccount(
        rule_id, rule.title, says, function, f"treatygraph/{rule.place}", tuple(_wordings(rule_id))
    )


def _wordings(rule_id: str) -> Iterator[Wording]:
    """Yield the wordings and the frames that call a rule, language by language."""
    for code in languages.available():
        for row in languages.load(code).rows:
            if row.rule == rule_id:
                yield Wording(f"treatygraph/language/{row.file}:{row.line}", row.unit, row.wording)
        words = frame_words(code)
        for frame in words.frames if words else ():
            if words and frame.rule == rule_id:
                yield Wording(f"treatygraph/language/{words.file}:{frame.line}", "frame", ", ".join(frame.verbs))


# ---- words


@dataclass(frozen=True)
class _Text:
    """A text at hand, with its sentences."""

    source: SourceText
    language: str

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences in text order; none where the language has no patterns to tell them by."""
        try:
            cutter = SentenceCutter(languages.load(self.language).layout)
            bodies = [node for node in read_tree(self.source, self.language).root.walk() if node.body]
        except PatternError:
            return []
        return [span for node in bodies for span in cutter.cut(node.body, node.body_span.start)]

    def around(self, span: Span) -> tuple[str, str]:
        """Return the words before and after a stretch, as far as its sentence goes."""
        index = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        if index < 0 or self.sentences[index].end <= span.start:
            return "", ""
        first = self.sentences[index]
        last = next((s for s in self.sentences[index:] if s.end >= span.end), first)
        after = self.source.text[span.end : last.end] if last.start < span.end else ""
        return self.source.text[first.start : span.start], after


class Texts:
    """The texts that sources.csv names, by the language version they are."""

    def __init__(self, tables: Tables, folder: Path) -> None:
        self._rows = {
            iris.expression(iris.document(row["symbol"]), row["language"]): row
            for row in tables.rows("sources")
        }
        self._folder = folder
        self._read: dict[str, _Text | None] = {}

    def _text(self, expression: str) -> _Text | None:
        if expression not in self._read:
            row = self._rows.get(Iri(expression))
            text: _Text | None = None
            if row is not None:
                try:
                    text = _Text(open_text(self._folder / row["file"]).source, row["language"])
                except TreatyGraphError:
                    text = None
            self._read[expression] = text
        return self._read[expression]

    def quote(self, span_iri: str, words: str, provision: str) -> Quoted:
        """Return the words of a span inside their sentence, as the graph quotes them.

        `words` is what the graph says they are, `provision` the IRI of the provision they stand in.
        """
        found = _SPAN.fullmatch(span_iri)
        text = self._text(found["expression"]) if found else None
        where = short(provision)
        if found is None or text is None:
            return Quoted(short(span_iri), words, where, doubt="the text is not at hand")
        span = Span(int(found["start"]), int(found["end"]))
        file = Path(text.source.name).name
        if words and text.source.quote(span) != words:
            return Quoted(
                short(span_iri),
                words,
                where,
                file,
                doubt=f"{file} does not hold these words there; the graph was built from another text",
            )
        line, column = text.source.line_column(span.start)
        before, after = text.around(span)
        return Quoted(short(span_iri), text.source.quote(span), where, file, line, column, before, after)


# ---- table rows

_FEEDING = {
    "states": ("states", "regions"),
    "treaties": ("treaties", "provisions", "entry-into-force"),
    "facilities": ("facilities", "networks"),
    "identifiers": ("identifiers", "identifier-schemes"),
}
_PATHS = {
    "conferences": "conference",
    "facilities": "facility",
    "provisions": "treaty",
    "regions": "region",
    "networks": "network",
    "entry-into-force": "treaty",
}


class TableRows:
    """The rows of the reference tables, by the things they describe."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def _by_thing(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for table in COLUMNS:
            if not (self._tables.folder / f"{table}.csv").is_file():
                continue
            for row in self._tables.rows(table):
                found[_thing(row)].append(row)
        return found

    def of(self, iri: str, graph: str | None = None, value: str | None = None) -> tuple[TableRow, ...]:
        """Return the rows that describe a thing, or the thing it is a part of.

        `graph` limits them to the tables that feed the graph of that table, `value` to those that give this
        value where a thing has many rows.
        """
        at = iri
        while at.startswith(iris.ID):
            rows = [
                row
                for row in self._by_thing.get(at, ())
                if graph is None or row.table in _FEEDING.get(graph, (graph,))
            ]
            exact = [row for row in rows if value is not None and value in row.cells.values()]
            if rows:
                return tuple(_row(row) for row in exact or rows)
            at = at.rpartition("/")[0]
        return ()

    def naming(self, iri: str) -> tuple[TableRow, ...]:
        """Return the row that gives a thing its names; none for a thing no table of names has."""
        return tuple(_row(row) for row in self._by_thing.get(iri, ()) if row.table in KINDS)


def _thing(row: Row) -> str:
    if row.table in KINDS or row.table == "concepts":
        return thing_of(row)
    if row.table == "treaty-actions":
        return iris.treaty_action(
            iris.thing(f"treaty/{row['treaty']}"), iris.state(row["state"]), tg(row["action"])
        )
    if row.table == "identifiers":
        return iris.thing(row["thing"])
    return iris.thing(f"{_PATHS.get(row.table, row.table)}/{row.key}")


def _row(row: Row) -> TableRow:
    return TableRow(short(_thing(row)), f"data/tables/{row.table}.csv", row.line, row.key, row["source"])
