"""Cuts a query into SPARQL's tokens, and finds in them what the store does not tell of a query.

Must not decide whether a query is well-formed: the store's parser does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<string>\"\"\"(?:\\.|\"{0,2}[^"\\])*\"\"\"|'''(?:\\.|'{0,2}[^'\\])*'''
               |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_][\w.-]*|_)?:(?:\\.|%[0-9A-Fa-f]{2}|[\w:-]|\.(?=[\w:-]))*)
    |(?P<tag>@[A-Za-z][\w-]*)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d[\d.eE]*)
    |(?P<sign>\S)""", re.X | re.S)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
# What stands between two words of a query, and what names an endpoint there.
_GAP = r"(?:\s|#[^\n\r]*)*+"
_NAMED = r"(?:<[^>]*>|[?$][^\s<{#]++|[^\s<{#:]*+:(?:\\.|[^\s{#\\])*+)"
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAMED}{_GAP}\{{", re.I)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(r"^\s*(?:(?:PREFIX|BASE)\s+[^\n>]*>\s*)*"
                     r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.I)


@dataclass(frozen=True)
class Token:
    """A token of a query: its kind (a group of the grammar's terminals), its text, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The keyword that the token is, in capitals, or nothing."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, comments left out (SPARQL 1.1 Query Language, section 19.8)."""
    for found in _TOKEN.finditer(query):
        if found.lastgroup and found.lastgroup != "comment":
            yield Token(found.lastgroup, found.group(), found.start())


def form_of(found: list[Token]) -> int:
    """Return the place, among the tokens, of the word that says what form the query has; -1 where there is none."""
    return next((place for place, token in enumerate(found) if token.keyword in _FORMS), -1)


@dataclass(frozen=True)
class Clauses:
    """The dataset clauses of a query (section 13.2): prologue, graphs of the default graph, and named ones."""

    prologue: str
    default: tuple[str, ...]
    named: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


def dataset_clauses(query: str) -> Clauses:
    """Return the graphs that a query names by FROM and FROM NAMED, as it writes them."""
    # Most queries name none, and cutting one into tokens takes longer than answering a small one.
    if "FROM" not in query.upper():
        return Clauses("", (), ())
    found = list(tokens(query))
    form = form_of(found)
    default: list[str] = []
    named: list[str] = []
    for place, token in enumerate(found):
        if form < 0 or place <= form or token.keyword != "FROM":
            continue
        rest = found[place + 1: place + 3]
        if rest and rest[0].keyword == "NAMED":
            named += [one.text for one in rest[1:] if one.kind in {"iri", "name"}]
        else:
            default += [one.text for one in rest[:1] if one.kind in {"iri", "name"}]
    return Clauses(query[: found[form].start] if form >= 0 else "", tuple(default), tuple(named))


def names_graphs(query: str) -> bool:
    """Tell whether a query looks into single graphs (GRAPH, FROM), so that a union alone cannot answer it."""
    return any(token.keyword in {"GRAPH", "FROM"} for token in tokens(query))


def in_written_order(query: str, variables: tuple[str, ...]) -> str:
    """Return a `SELECT *` with its variables spelt out in the order in which the query first writes them.

    Returns any other query as it is.
    """
    if "*" not in query:
        return query
    found = list(tokens(query))
    form = form_of(found)
    if form < 0 or found[form].keyword != "SELECT":
        return query
    star = next((token for token in found[form + 1:] if token.keyword not in {"DISTINCT", "REDUCED"}), None)
    if star is None or star.text != "*":
        return query
    written = dict.fromkeys(token.text[1:] for token in found if token.kind == "variable")
    ordered = [name for name in written if name in variables]
    if len(ordered) != len(variables) or not ordered:
        return query
    return query[: star.start] + " ".join(f"?{name}" for name in ordered) + query[star.start + 1:]


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
