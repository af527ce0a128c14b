"""Turns the curated reference tables into RDF, one graph per subject.

Must not read a text, nor say of a thing what its row does not say.
"""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Triple

from treatygraph.graph.assemble.reference_conferences import conferences, series
from treatygraph.graph.assemble.reference_facilities import facilities
from treatygraph.graph.assemble.reference_identifiers import identifiers
from treatygraph.graph.assemble.reference_things import (
    concepts,
    documents,
    events,
    organizations,
    persons,
    places,
    programmes,
    state_groups,
    states,
    titles,
)
from treatygraph.graph.assemble.reference_treaties import treaties, treaty_actions
from treatygraph.graph.assemble.sources import Bibliography
from treatygraph.graph.assemble.terms import Triples
from treatygraph.tables import Tables

# The graph of a subject also holds what belongs to it alone: regions stand with the States, provisions with
# the treaties, monitoring networks with the facilities, schemes with the identifiers.
_GRAPHS: dict[str, Callable[[Tables], Triples]] = {
    "states": states,
    "state-groups": state_groups,
    "organizations": organizations,
    "persons": persons,
    "treaties": treaties,
    "treaty-actions": treaty_actions,
    "series": series,
    "conferences": conferences,
    "documents": documents,
    "titles": titles,
    "events": events,
    "programmes": programmes,
    "places": places,
    "concepts": concepts,
    "facilities": facilities,
    "identifiers": identifiers,
}


def assemble_tables(tables: Tables) -> dict[str, frozenset[Triple]]:
    """Return the triples of each table by the table's name; a table without rows has no graph.

    Raises TableError, naming file and line, where a row contradicts itself or points at one that is missing.
    """
    bibliography = Bibliography(tables)
    graphs = {name: bibliography.linked(graph(tables)) for name, graph in _GRAPHS.items()}
    graphs["bibliography"] = bibliography.described(tables)
    return {name: triples for name, triples in graphs.items() if triples}
