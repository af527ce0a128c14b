"""Asks the store what pages show, by the queries in `lookups/`.

Must not word or order anything for a reader: the queries find, the pages show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution

from treatygraph.serve.describing import Things


@dataclass(frozen=True)
class Found:
    """A row of an answer; a variable that is not bound is an empty string."""

    row: QuerySolution

    def __getitem__(self, name: str) -> str:
        value = self.row[name]
        return value.value if isinstance(value, NamedNode | Literal | BlankNode) else ""

    def number(self, name: str) -> int:
        """Return a number, 0 where there is none."""
        return int(self[name]) if self[name].lstrip("-").isdigit() else 0

    def language(self, name: str) -> str:
        """Return the language of a text, empty where it has none."""
        value = self.row[name]
        return (value.language or "") if isinstance(value, Literal) else ""


def look_up(things: Things, query: str, **given: str) -> Iterator[Found]:
    """Yield the rows of a query, its variables of some names replaced by IRIs.

    Raises ValueError for what is no IRI.
    """
    nodes = {name: str(NamedNode(iri)) for name, iri in given.items()}
    text = _text(query)
    if nodes:
        text = re.sub(rf"\?({'|'.join(nodes)})\b", lambda found: nodes[found.group(1)], text)
    return (Found(row) for row in things.rows(text))


@cache
def _text(name: str) -> str:
    return (files("treatygraph.serve") / "lookups" / f"{name}.rq").read_text(encoding="utf-8")
