"""A faulty query is told where it is faulty and what is wrong there."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Store

from treatygraph.ask import QueryError, ask

FAULTY = [
    ("", "line 1, column 1: it is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("SELCT * {}", "line 1, column 1: 'SELCT' begins no query; did you mean SELECT?"),
    ("hello", "line 1, column 1: 'hello' begins no query; begin with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("SELECT * { ?s ?p", "line 1, column 17: the query ends, but the brace { of line 1, column 10 is not closed"),
    ("SELECT * { ?s ?p ?o }}", "line 1, column 22: this } closes nothing that is open"),
    ("SELECT * {\n  FILTER(?s > 1 }", "line 2, column 17: here stands }, but the parenthesis ( of line 2, column 9 is "
                                       "still open"),
    ("SELECT * { ?s foo:bar ?o }", "line 1, column 15: the prefix 'foo:' of foo:bar is not declared; "
                                   "write PREFIX foo: <…> before the query"),
    ("SELECT * { ?s skoss:note ?o }", "line 1, column 15: the prefix 'skoss:' of skoss:note is not declared; "
                                      "did you mean skos:?"),
    ("SELECT * { ?s ?p 'abc }", "line 1, column 18: the quotation mark before abc } is never closed"),
    ("SELECT * { FILTER(CONTANS(?x, 'a')) }", "line 1, column 19: SPARQL has no function 'CONTANS'; did you mean "
                                              "CONTAINS?"),
    ("SELECT * { <not an iri> ?p ?o }", "line 1, column 12: <not an iri> is no IRI: it holds a space or another "
                                        "character that must be encoded, or it is relative and there is no BASE"),
    ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "line 1, column 1: a variable is selected that is neither grouped by nor "
                                           "aggregated; name it after GROUP BY, or write (SAMPLE(?x) AS ?y)"),
    ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "line 1, column 36: ?x has a value already where BIND gives it one; "
                                                 "use another variable"),
    ("SELECT * { ?s ?p ?o } LIMIT many", "line 1, column 23: a whole number must stand behind LIMIT"),
    ("SELECT * { ?s ?p ?o } LIMT 3", "line 1, column 23: 'LIMT' is no word of SPARQL; did you mean LIMIT?"),
    ("SELECT * { ?s a State }", "line 1, column 17: 'State' is no word of SPARQL; write a variable as ?State, a term "
                                "of ours as tg:State, a text in quotes"),
    ("SELECT * { ?s ?p ?o FILTER(?o > ) }", "line 1, column 33: nothing stands behind >; give a variable, a term or an "
                                            "expression"),
    ("SELECT * { ?s ?p ?o } ORDER BY LIMIT 1", "line 1, column 29: nothing to order or group by is given; name a "
                                               "variable after BY"),
    ("SELECT ?a {\n ?s a tg:State\n ?s tg:iso3 ?a }", "line 3, column 5: 'tg:iso3' cannot stand here after ?s; a triple "
                                                      "is a subject, a property and a value, and ends with a full stop"),
]


@pytest.mark.parametrize(("query", "says"), FAULTY, ids=[query[:30] for query, _ in FAULTY])
def test_where_and_what(query: str, says: str) -> None:
    with pytest.raises(QueryError) as fault:
        ask(Store(), query)
    assert str(fault.value) == f"the query is faulty at {says}"


@pytest.mark.parametrize("query", [query for query, _ in FAULTY], ids=[query[:30] for query, _ in FAULTY])
def test_no_grammar_of_the_parser_comes_through(query: str) -> None:
    with pytest.raises(QueryError) as fault:
        ask(Store(), query)
    assert not re.search(r"expected one of|\\u\{|\.\.=", str(fault.value))
    assert "\n" not in str(fault.value)
