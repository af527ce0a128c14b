"""Says in one line where a query is faulty, and what is wrong there.

Must not parse a query: the store's parser finds the place, this module words it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from itertools import pairwise

from treatygraph.ask.tokens import Token, form_of, tokens
from treatygraph.model import brief
from treatygraph.vocab import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_NAMES = {"{": "brace", "(": "parenthesis", "[": "bracket"}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PROLOGUE = ("PREFIX", "BASE", "VERSION")
# SPARQL 1.1 Query Language, section 17.4, with its aggregates; and the words that stand before a parenthesis.
_FUNCTIONS = frozenset(re.findall(r"\w+", """
    ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI EXISTS
    FILTER FLOOR GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG
    LANGDIR LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOT NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM
    SAMPLE SECONDS SEPARATOR SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN
    STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID YEAR ADJUST BIND BY ASC DESC HAVING SELECT
    DISTINCT REDUCED WHERE AS VALUES ON ORDER GROUP AND OR"""))
_WORDS = _FUNCTIONS | frozenset(re.findall(r"\w+", """
    A ASK BASE CONSTRUCT DESCRIBE FALSE FROM GRAPH LATERAL LIMIT MINUS NAMED OFFSET
    OPTIONAL PREFIX SERVICE SILENT TRUE UNDEF UNION USING VERSION"""))
_CLAUSES = ("BIND", "DISTINCT", "FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "LIMIT", "MINUS", "NAMED", "OFFSET",
            "OPTIONAL", "ORDER", "SERVICE", "UNION", "VALUES", "WHERE")
_OPERATORS = {"<", ">", "=", "+", "-", "/", "&", "|", ","}
_BEHIND = {"LIMIT", "OFFSET", "HAVING", "ORDER", "GROUP", "VALUES"}
_TERMS = {"iri", "name", "variable", "string", "number", "tag"}
_SHOWN = 40


def worded(query: str, message: str, given: Collection[str] = ()) -> str:
    """Return one line that says where a query is faulty and what is wrong, from the parser's message.

    `given` are the prefixes that the query has without declaring them.
    """
    found = list(tokens(query))
    place = _PLACE.match(message)
    at = _offset(query, int(place.group(1)), int(place.group(2))) if place else len(query)
    said = place.group(3) if place else message
    where, what = _known(query, found, said, at, given) or _unexpected(found, at)
    return f"the query is faulty at {_line_column(query, where)}: {what}"


def _known(query: str, found: list[Token], said: str, at: int, given: Collection[str]
           ) -> tuple[int, str] | None:
    """Return the place and the words of a fault that people are known to make."""
    if not found:
        return 0, "it is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE"
    return (_no_form(found) or _open_string(query, found) or _undeclared(found, given) or _unbalanced(query, found)
            or _no_function(found) or _bad_iri(query, said, at) or _unbound(said, found, at)
            or _bound_twice(found, at) or _incomplete(found) or _stray_word(found))


def _no_form(found: list[Token]) -> tuple[int, str] | None:
    first = next((one for one in found if one.kind == "word" and one.keyword not in _PROLOGUE), found[0])
    if form_of(found) >= 0:
        return None
    near = get_close_matches(first.text.upper(), _FORMS, 1)
    hint = f"did you mean {near[0]}?" if near else "begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
    return first.start, f"'{brief(first.text, _SHOWN)}' begins no query; {hint}"


def _undeclared(found: list[Token], given: Collection[str]) -> tuple[int, str] | None:
    declared = {two.text.partition(":")[0] for one, two in pairwise(found)
                if one.keyword == "PREFIX" and two.kind == "name"} | set(given)
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or prefix in declared | {"_"}:
            continue
        near = [] if prefix in PREFIXES else get_close_matches(prefix, sorted(declared | set(PREFIXES)), 1)
        hint = f"did you mean {near[0]}:?" if near else \
            f"write PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}> before the query"
        return token.start, f"the prefix '{prefix}:' of {brief(token.text, _SHOWN)} is not declared; {hint}"
    return None


def _open_string(query: str, found: list[Token]) -> tuple[int, str] | None:
    for token in found:
        if token.kind == "sign" and token.text in "\"'":
            line = query[token.start:].splitlines()[0]
            return token.start, f"the quotation mark before {brief(line[1:], _SHOWN) or 'the line end'} is never closed"
    return None


def _unbalanced(query: str, found: list[Token]) -> tuple[int, str] | None:
    still_open: list[Token] = []
    for token in found:
        if token.kind != "sign":
            continue
        if token.text in _PAIRS:
            still_open.append(token)
        elif token.text in _PAIRS.values():
            if not still_open:
                return token.start, f"this {token.text} closes nothing that is open"
            last = still_open.pop()
            if _PAIRS[last.text] != token.text:
                return token.start, (f"here stands {token.text}, but the {_NAMES[last.text]} {last.text} of "
                                     f"{_line_column(query, last.start)} is still open")
    if still_open:
        last = still_open[-1]
        return len(query.rstrip()), (f"the query ends, but the {_NAMES[last.text]} {last.text} of "
                                     f"{_line_column(query, last.start)} is not closed")
    return None


def _no_function(found: list[Token]) -> tuple[int, str] | None:
    for one, two in pairwise(found):
        if one.kind == "word" and two.text == "(" and one.keyword not in _FUNCTIONS:
            near = get_close_matches(one.keyword, sorted(_FUNCTIONS), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return one.start, f"SPARQL has no function '{brief(one.text, _SHOWN)}'{hint}"
    return None


def _bad_iri(query: str, said: str, at: int) -> tuple[int, str] | None:
    start = query.rfind("<", 0, at)
    if "IRI parsing failed" not in said or start < 0:
        return None
    end = query.find(">", start)
    written = query[start: end + 1 if end >= 0 else at]
    return start, (f"{brief(written, _SHOWN)} is no IRI: it holds a space or another character that must be "
                   "encoded, or it is relative and there is no BASE")


def _unbound(said: str, found: list[Token], at: int) -> tuple[int, str] | None:
    if "variable that is unbound" not in said:
        return None
    grouped = any(one.keyword == "GROUP" for one in found)
    last = max((one.start for one in found if one.start < at), default=0)
    return (found[form_of(found)].start if grouped else last), (
        "a variable is selected that is neither grouped by nor aggregated; name it after GROUP BY, or write "
        "(SAMPLE(?x) AS ?y)" if grouped else "a variable is selected that no pattern binds")


def _bound_twice(found: list[Token], at: int) -> tuple[int, str] | None:
    seen: set[str] = set()
    for place, token in enumerate(found):
        if token.kind != "variable":
            continue
        if found[place - 1].keyword == "AS" and token.text[1:] in seen and token.start < at:
            return token.start, f"{token.text} has a value already where BIND gives it one; use another variable"
        seen.add(token.text[1:])
    return None


def _incomplete(found: list[Token]) -> tuple[int, str] | None:
    for one, two in zip(found, [*found[1:], None], strict=False):
        if one.text in _OPERATORS and two is not None and two.text == ")":
            return two.start, f"nothing stands behind {one.text}; give a variable, a term or an expression"
        if one.keyword == "BY" and (two is None or two.keyword in _BEHIND):
            return one.start, "nothing to order or group by is given; name a variable after BY"
        if one.keyword in {"LIMIT", "OFFSET"} and (two is None or two.kind != "number"):
            return one.start, f"a whole number must stand behind {one.keyword}"
    return None


def _stray_word(found: list[Token]) -> tuple[int, str] | None:
    for token in found:
        if token.kind == "word" and token.keyword not in _WORDS and token.text != "a":
            near = get_close_matches(token.keyword, _CLAUSES, 1, 0.7)
            hint = f"; did you mean {near[0]}?" if near else \
                f"; write a variable as ?{token.text}, a term of ours as tg:{token.text}, a text in quotes"
            return token.start, f"'{brief(token.text, _SHOWN)}' is no word of SPARQL{hint}"
    return None


def _unexpected(found: list[Token], at: int) -> tuple[int, str]:
    here = next((one for one in found if one.start <= at < one.start + len(one.text)), None) \
        or next((one for one in found if one.start >= at), None)
    before = next((one for one in reversed(found) if one.start < (here.start if here else at)), None)
    after = f" after {brief(before.text, _SHOWN)}" if before else ""
    if here is None:
        return at, f"it ends too early{after}"
    hint = "; a triple is a subject, a property and a value, and ends with a full stop" \
        if before and (before.kind in _TERMS or before.text in ".;,") else ""
    return here.start, f"'{brief(here.text, _SHOWN)}' cannot stand here{after}{hint}"


def _offset(query: str, line: int, column: int) -> int:
    lines = query.split("\n")
    return min(len(query), sum(len(one) + 1 for one in lines[: line - 1]) + column - 1)


def _line_column(query: str, at: int) -> str:
    before = query[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - (before.rfind(chr(10)) + 1) + 1}"
