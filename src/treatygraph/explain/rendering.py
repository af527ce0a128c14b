"""Renders an explanation for people and for programs.

Must not print, nor leave anything out silently.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple
from rich.text import Text

from treatygraph.explain.accounts import (
    Explanation,
    Inference,
    Origin,
    Quoted,
    RuleAccount,
    Statement,
    Step,
    TableRow,
)
from treatygraph.explain.explainer import clipped, place_of
from treatygraph.explain.names import short, shown

_LONG = 160
_CONTEXT = 80
_MANY = 8
_STYLES = {Origin.READ: "green", Origin.TABLE: "blue", Origin.INFERRED: "magenta", Origin.OTHER: "cyan"}


class _Page:
    """Text that grows line by line, each with an indent and a style."""

    def __init__(self) -> None:
        self.text = Text()

    def line(self, words: str | Text = "", indent: int = 0, style: str = "") -> None:
        self.text.append(" " * indent)
        self.text.append(words if isinstance(words, Text) else Text(words, style))
        self.text.append("\n")

    def head(self, words: str) -> None:
        self.line()
        self.line(words, style="bold underline")


def as_text(one: Explanation) -> Text:
    """Render an explanation as text for a terminal; it reads as well without colours."""
    page = _Page()
    page.line(short(one.subject), style="bold")
    if one.names:
        page.line(" · ".join(clipped(name, _LONG) for name in one.names), 2)
    _quotes(page, one.quotes)
    _rules(page, one.rules)
    _rows(page, "From the tables", one.rows)
    for source in one.sources:
        if all(row.source != source for row in one.rows):
            page.line(f"source: {source}", 2)
    _rows(page, "Names known from the tables", one.named)
    if one.statements:
        page.head("Statement" if len(one.statements) == 1 else f"Statements ({len(one.statements)})")
        for statement in one.statements:
            _statement(page, statement)
        if one.underived:
            page.line("How an inferred statement follows: explain SUBJECT PREDICATE OBJECT", 2, "italic")
    else:
        page.line()
        page.line(f"No graph says anything of it; {one.pointed_at} statements point at it.", style="italic")
    return page.text


def _quotes(page: _Page, quotes: Iterable[Quoted]) -> None:
    for number, quote in enumerate(quotes):
        if number == 0:
            page.head("Read from these words")
        page.line(f"{place_of(quote)}  in {quote.provision or 'no provision'}", 2, "cyan")
        words = Text(_tail(quote.before))
        words.append("⟦" + clipped(quote.words, 2 * _LONG) + "⟧", "bold reverse")
        words.append(_head(quote.after))
        page.line(words, 4)
        if quote.doubt:
            page.line(f"({quote.doubt})", 4, "yellow")


def _tail(words: str) -> str:
    line = " ".join(words.split("\n"))
    return line if len(line) <= _CONTEXT else "…" + line[-_CONTEXT:]


def _head(words: str) -> str:
    line = " ".join(words.split("\n"))
    return line if len(line) <= _CONTEXT else line[:_CONTEXT] + "…"


def _rules(page: _Page, accounts: Iterable[RuleAccount]) -> None:
    for number, rule in enumerate(accounts):
        if number == 0:
            page.head("By these rules")
        if not rule.title:
            page.line(f"{rule.id}  (this version of the package has no such rule)", 2, "yellow")
            continue
        page.line(Text.assemble((rule.id, "bold"), "  ", rule.title), 2)
        page.line(f"{rule.place}  {rule.function}", 4, "cyan")
        for line in rule.says.splitlines():
            page.line(line, 4)
        for wording in rule.wordings:
            page.line(Text.assemble((wording.place, "cyan"), f"  {wording.unit}: {wording.words}"), 4)


def _rows(page: _Page, title: str, rows: Iterable[TableRow]) -> None:
    for number, row in enumerate(rows):
        if number == 0:
            page.head(title)
        page.line(Text.assemble((f"{row.file}:{row.line}", "cyan"), f"  {row.thing}"), 2)
        page.line(f"source: {row.source}", 4)


def _statement(page: _Page, statement: Statement) -> None:
    mark = ", ".join(statement.graphs)
    said = f"{short(statement.triple.predicate.value)}  {clipped(shown(statement.triple.object), _LONG)}"
    page.line(Text.assemble(said, "  ", (f"[{mark}]", _STYLES[statement.origins[0]])), 2)
    for inference in statement.inferences:
        _inference(page, inference, 4)
    _more(page, statement.omitted, "way", 4)


def _inference(page: _Page, inference: Inference, indent: int) -> None:
    page.line(Text.assemble("follows by ", (inference.rule, "bold"), "  ", (inference.file, "cyan")), indent)
    steps = inference.premises[:_MANY]
    for step, following in zip_longest(steps, steps[1:]):
        _step(page, step, indent + 2, told=following is not None and following.rests_on == step.rests_on)
    _more(page, len(inference.premises) - _MANY, "premise", indent + 2)


def _step(page: _Page, step: Step, indent: int, *, told: bool) -> None:
    """Write a premise; what it rests on is left to the next one where that rests on the same."""
    where = ", ".join(step.graphs) or "in no graph here"
    page.line(Text.assemble("from ", _plain(step.triple), "  ", (f"[{where}]", _STYLES[step.origin])), indent)
    for line in () if told else step.rests_on:
        page.line(line, indent + 2, "cyan")
    for inference in step.inferences:
        _inference(page, inference, indent + 2)
    _more(page, step.omitted, "way", indent + 2)
    if step.cut:
        page.line("… itself inferred; explain this triple to go on", indent + 2, "italic")


def _more(page: _Page, left: int, what: str, indent: int) -> None:
    if left > 0:
        page.line(f"… and {left} more {what}{'' if left == 1 else 's'}", indent, "italic")


def _plain(triple: Triple) -> str:
    return f"{shown(triple.subject)}  {short(triple.predicate.value)}  {clipped(shown(triple.object), _LONG)}"


# ---- JSON


def as_json(one: Explanation) -> str:
    """Render an explanation as JSON, with full IRIs."""
    return json.dumps(
        {
            "subject": one.subject,
            "names": list(one.names),
            "words": [_quote_data(quote) for quote in one.quotes],
            "rules": [_rule_data(rule) for rule in one.rules],
            "rows": [_row_data(row) for row in one.rows],
            "sources": list(one.sources),
            "namedIn": [_row_data(row) for row in one.named],
            "statements": [_statement_data(statement) for statement in one.statements],
            "pointedAt": one.pointed_at,
        },
        ensure_ascii=False,
        indent=2,
    )


def _quote_data(quote: Quoted) -> dict[str, Any]:
    place = {"file": quote.file, "line": quote.line, "column": quote.column} if quote.line else {}
    return {
        "span": quote.span,
        "words": quote.words,
        "provision": quote.provision,
        **place,
        "before": quote.before,
        "after": quote.after,
        **({"doubt": quote.doubt} if quote.doubt else {}),
    }


def _rule_data(rule: RuleAccount) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "says": rule.says,
        "function": rule.function,
        "place": rule.place,
        "wordings": [{"place": w.place, "unit": w.unit, "words": w.words} for w in rule.wordings],
    }


def _row_data(row: TableRow) -> dict[str, Any]:
    return {"thing": row.thing, "file": row.file, "line": row.line, "key": row.key, "source": row.source}


def _term_data(term: object) -> dict[str, str]:
    if isinstance(term, Literal):
        kind = {"language": term.language} if term.language else {"datatype": term.datatype.value}
        return {"value": term.value, **kind}
    return {"iri": term.value} if isinstance(term, NamedNode) else {"value": str(term)}


def _triple_data(triple: Triple) -> dict[str, Any]:
    return {
        "subject": _term_data(triple.subject),
        "predicate": triple.predicate.value,
        "object": _term_data(triple.object),
    }


def _statement_data(statement: Statement) -> dict[str, Any]:
    return {
        **_triple_data(statement.triple),
        "origins": [origin.value for origin in statement.origins],
        "graphs": list(statement.graphs),
        "inferences": [_inference_data(i) for i in statement.inferences],
        "omittedInferences": statement.omitted,
    }


def _inference_data(inference: Inference) -> dict[str, Any]:
    return {
        "rule": inference.rule,
        "file": inference.file,
        "premises": [_step_data(s) for s in inference.premises],
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        **_triple_data(step.triple),
        "origin": step.origin.value,
        "graphs": list(step.graphs),
        "restsOn": list(step.rests_on),
        "inferences": [_inference_data(i) for i in step.inferences],
        "omittedInferences": step.omitted,
        **({"cut": True} if step.cut else {}),
    }
