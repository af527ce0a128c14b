"""Answers questions: finds competency questions, fills in their parameters, and runs them on a store.

Must not print, and must not write into the store.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from treatygraph import iris, paths
from treatygraph.graph.serialize import sort_key
from treatygraph.model import TreatyGraphError
from treatygraph.vocab import PREFIXES

_PARAMETER = re.compile(r"^(\s*VALUES\s+\?(\w+)\s*\{)(.*)(\}\s*#\s*parameter)\s*$", re.M)
_ENDPOINT = re.compile(r"(\bSERVICE\s+(?:SILENT\s+)?)\?(\w+)", re.I)
# What stands between two words of a query, and what names an endpoint there.
_GAP = r"(?:\s|#[^\n\r]*)*+"
_NAMED = r"(?:<[^>]*>|[?$][^\s<{#]++|[^\s<{#:]*+:(?:\\.|[^\s{#\\])*+)"
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAMED}{_GAP}\{{", re.I)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_HEADER = re.compile(r"^#\s*(asks|why|order|parameters):\s*(.*)$", re.M)
_UPDATE = re.compile(r"^\s*(?:(?:PREFIX|BASE)\s+[^\n>]*>\s*)*"
                     r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.I)


class QueryError(TreatyGraphError):
    """A question that cannot be asked: unknown, faulty, or with a parameter it does not have."""


@dataclass(frozen=True)
class Question:
    """A question: its name (`CQ-01`), title, what it asks and why, its query, and its parameters' defaults."""

    name: str
    title: str
    asks: str
    why: str
    query: str
    parameters: dict[str, str]
    file: Path | None = None

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters replaced.

        A value is a full IRI, a path below the base of things (`state/ITA`), a prefixed name (`tg:President`), or
        a literal in the form of the default. Raises QueryError for a parameter the question does not have.
        """
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise QueryError(f"{self.name} has no parameter '{name}' (it has: {known})")

        def fill(found: re.Match[str]) -> str:
            name = found.group(2)
            if name not in values:
                return found.group(0)
            return f"{found.group(1)} {_as_term(values[name], found.group(3).strip())} {found.group(4)}"

        query = _PARAMETER.sub(fill, self.query)
        # A store may take no variable behind SERVICE, so a parameter that names an endpoint stands there itself.
        return _ENDPOINT.sub(lambda found: self._endpoint(found, values), query)

    def _endpoint(self, found: re.Match[str], values: Mapping[str, str]) -> str:
        name = found.group(2)
        if name not in self.parameters:
            return found.group(0)
        term = _as_term(values[name], self.parameters[name]) if name in values else self.parameters[name]
        return f"{found.group(1)}{term}"


def _as_term(value: str, default: str) -> str:
    """Write a value as a SPARQL term of the same kind as the default."""
    if default.startswith("<") or ":" in default.partition('"')[0]:
        if value.startswith(("http://", "https://", "urn:")):
            return str(NamedNode(_checked(value)))
        prefix, colon, local = value.partition(":")
        if colon and prefix in PREFIXES:
            return str(NamedNode(_checked(PREFIXES[prefix] + local)))
        return str(NamedNode(iris.thing(value.replace("%20", " "))))
    if default.lstrip("-").isdigit():
        if not value.lstrip("-").isdigit():
            raise QueryError(f"'{value}' is not a number")
        return value
    literal = re.fullmatch(r'"[^"]*"(?:@([\w-]+)|\^\^(\S+))?', default)
    if literal and literal.group(2):
        datatype = literal.group(2)
        prefix, _, local = datatype.partition(":")
        return str(Literal(value, datatype=NamedNode(datatype.strip("<>") if datatype.startswith("<")
                                                     else PREFIXES.get(prefix, "") + local)))
    return str(Literal(value, language=literal.group(1)) if literal and literal.group(1) else Literal(value))


def _checked(iri: str) -> str:
    try:
        NamedNode(iri)
    except ValueError:
        raise QueryError(f"'{iri}' is not an IRI") from None
    return iri


def question(text: str, name: str, file: Path | None = None) -> Question:
    """Read a question from a query's text: its header comments and its parameter lines."""
    header = {found.group(1): found.group(2).strip() for found in _HEADER.finditer(text)}
    parameters = {found.group(2): found.group(3).strip() for found in _PARAMETER.finditer(text)}
    stem = file.stem if file else name
    title = stem.partition("_")[2].replace("_", " ") or name
    return Question(name, title, header.get("asks", ""), header.get("why", ""), text, parameters, file)


def questions(folder: Path | None = None) -> list[Question]:
    """Return the competency questions in order of their numbers."""
    found = []
    for path in sorted((folder or paths.queries()).glob("CQ-*.rq")):
        found.append(question(path.read_text(encoding="utf-8"), path.stem.partition("_")[0], path))
    return found


def find_question(name: str) -> Question:
    """Return the competency question of a name, or the one in a file; raise QueryError where there is none."""
    path = Path(name)
    if path.suffix == ".rq" or path.is_file():
        try:
            return question(path.read_text(encoding="utf-8"), path.stem, path)
        except (OSError, UnicodeDecodeError) as fault:
            raise QueryError(f"{name}: cannot be read ({getattr(fault, 'strerror', None) or fault})") from None
    wanted = name.upper()
    known = questions()
    for candidate in known:
        if candidate.name == wanted or (candidate.file and candidate.file.stem == name):
            return candidate
    raise QueryError(f"no question '{name}'; there are {known[0].name} to {known[-1].name} "
                     "(see `treatygraph query --list`), or give a file that ends in .rq, or - for standard input"
                     if known else "no questions are installed")


@dataclass(frozen=True)
class Answer:
    """An answer: rows under variables, or the triples of a CONSTRUCT or DESCRIBE; an ASK has one row of one cell."""

    variables: tuple[str, ...]
    rows: tuple[tuple[NamedNode | Literal | None, ...], ...]
    triples: tuple[Triple, ...] | None = None
    solutions: bytes = b""


def names_a_service(query: str) -> bool:
    """Tell whether a query may ask another endpoint (SPARQL 1.1 Federated Query, ServiceGraphPattern).

    The text is searched as it stands, strings and comments included: to take those out one must read them exactly
    as the store does, and where the two differ, a query could hide its SERVICE. So words that look just like one
    count as one: the word, an endpoint's name, and an opening brace.
    """
    plain = _ESCAPED.sub(lambda found: _character(int(found.group(1) or found.group(2), 16)), query)
    return bool(_SERVICE.search(query) or _SERVICE.search(plain))


def _character(code: int) -> str:
    return chr(code) if code <= sys.maxunicode else ""


def is_update(query: str) -> bool:
    """Tell whether a text begins as a SPARQL 1.1 Update does."""
    return bool(_UPDATE.match(re.sub(r"^\s*#.*$", "", query, flags=re.M)))


def ask(store: Store, query: str, *, federated: bool = False) -> Answer:
    """Run a query over the union of all graphs; updates are refused, and SERVICE unless the query may be `federated`.

    Raises QueryError with the parser's or evaluator's words.
    """
    if not federated and names_a_service(query):
        raise QueryError("the query asks another endpoint (SERVICE), which is off; allow it with --allow-service")
    if is_update(query):
        raise QueryError("this is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
    try:
        result = store.query(query, use_default_graph_as_union=True)
        if isinstance(result, QueryBoolean):
            return Answer(("answer",), ((Literal(bool(result)),),))
        if isinstance(result, QueryTriples):
            return Answer((), (), tuple(sorted(set(result), key=sort_key)))
        assert isinstance(result, QuerySolutions)
        variables = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(solution[name] for name in variables) for solution in result)
    except SyntaxError as fault:
        raise QueryError(f"the query is faulty: {fault.msg}") from None
    except (OSError, RuntimeError, ValueError) as fault:
        raise QueryError(f"the query cannot be answered: {fault}") from None
    return Answer(variables, rows)


def plain(term: NamedNode | Literal | None) -> str:
    """Return a term as a table shows it: an IRI or a literal's words; nothing for an unbound variable."""
    return "" if term is None else str(getattr(term, "value", term))


def to_csv(answer: Answer) -> str:
    """Write an answer as CSV (SPARQL 1.1 Query Results CSV and TSV Formats), lines ending in LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows([plain(term) for term in row] for row in answer.rows)
    return buffer.getvalue()


def to_json(answer: Answer) -> str:
    """Write an answer as SPARQL 1.1 Query Results JSON."""
    if answer.variables == ("answer",) and answer.rows and plain(answer.rows[0][0]) in {"true", "false"}:
        return json.dumps({"head": {}, "boolean": plain(answer.rows[0][0]) == "true"})
    bindings = [{name: _json_term(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
                for row in answer.rows]
    return json.dumps({"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}},
                      ensure_ascii=False, indent=1)


def _json_term(term: NamedNode | Literal | BlankNode | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        cell["datatype"] = term.datatype.value
    return cell


def to_turtle(answer: Answer) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as Turtle; raise QueryError for an answer of rows."""
    if answer.triples is None:
        raise QueryError("--format ttl needs a CONSTRUCT or DESCRIBE query; use table, csv or json for a SELECT")
    written = serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode()


