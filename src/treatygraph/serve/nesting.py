"""Refuses queries that are nested so deeply, or joined of so many parts, that the store's parser would not come back.

Must not decide whether a query is well-formed: the store's parser does.
"""

from __future__ import annotations

from treatygraph.ask.tokens import tokens
from treatygraph.serve.messages import RefusedError

MOST_NESTED = 100
MOST_JOINED = 1000
_OPENING, _CLOSING = "([{", ")]}"
# Each stands between two parts of one expression, path or group, and takes a level of its own.
_JOINING = {"UNION", "OPTIONAL", "MINUS", "BIND", "FILTER", "VALUES"}
_SIGNS = "+-*/|&^!{"


def check_nesting(query: str) -> None:
    """Raise RefusedError 403, with what to do, for a query that is nested too deeply or joined of too many parts.

    Brackets in what looks like an IRI count, for `?a<(1+2)>3` looks like one.
    """
    # No shorter query can hold as many, and most are shorter.
    if len(query) <= 2 * MOST_NESTED or (len(query) <= MOST_JOINED and _openings(query) <= MOST_NESTED):
        return
    depth, deepest, joined, last = 0, 0, 0, ""
    for token in tokens(query):
        if token.kind == "sign" or (token.kind == "iri" and _openings(token.text)):
            for sign in token.text:
                depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
                deepest = max(deepest, depth)
        # `&&` and `||` are one sign each.
        if token.keyword in _JOINING or (token.text in _SIGNS and not (token.text == last and token.text in "&|")):
            joined += 1
        last = "" if token.text == last else token.text
    if deepest > MOST_NESTED:
        raise RefusedError(403, f"the query is nested {deepest} levels deep, and this server reads {MOST_NESTED} at "
                                "most; write it with fewer brackets within brackets")
    if joined > MOST_JOINED:
        raise RefusedError(403, f"the query joins {joined + 1} parts (UNION, OPTIONAL, FILTER, operators, steps of "
                                f"paths), and this server reads {MOST_JOINED} at most; list values with VALUES or IN, "
                                "or ask in several queries")


def _openings(text: str) -> int:
    return sum(text.count(sign) for sign in _OPENING)
