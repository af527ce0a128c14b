"""Reads the ontology's files, once.

Must not draw conclusions from them.
"""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, Triple, parse

from treatygraph import paths


@cache
def ontology_triples() -> tuple[Triple, ...]:
    """Return the triples of the ontology's files (alignments left out: nothing of ours follows from them)."""
    found: list[Triple] = []
    for path in sorted(paths.ontology().glob("*.ttl")):
        if path.stem != "alignments":
            found += [Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=RdfFormat.TURTLE)]
    return tuple(found)
