"""Validates graphs with the fast validator and with pySHACL alone, compares the results, and prints the ratio.

    python benchmarks/validate_against_pyshacl.py [GRAPH]...

GRAPHs are stems of files in data/graph; by default some small ones, since pySHACL asks each query of each node. Time
is that of the processor, the better of two runs of the fast one, after a run that loads what both need.
"""

from __future__ import annotations

import sys
import time

from pyoxigraph import Triple

from treatygraph import paths
from treatygraph.graph.store import load, triples
from treatygraph.reason.validate import ValidationReport, shape_triples, validate

SMALL = ("conferences", "persons", "places", "series")


def timed(data: set[Triple], *, together: bool, runs: int) -> tuple[float, ValidationReport]:
    taken = []
    for _ in range(runs):
        started = time.process_time()
        report = validate([data], shape_triples(), together=together)
        taken.append(time.process_time() - started)
    return min(taken), report


def main(stems: list[str]) -> int:
    data = triples(load([paths.graph() / f"{stem}.ttl" for stem in stems or SMALL]))
    validate([set()], shape_triples())
    fast, quick = timed(data, together=True, runs=2)
    slow, plain = timed(data, together=False, runs=1)
    same = set(quick.results) == set(plain.results)
    print(f"{len(data)} triples, {len(quick.results)} results, {'equal' if same else 'NOT EQUAL'}")
    print(f"pySHACL {slow:.2f} s, fast {fast:.2f} s: {slow / fast:.0f} times as fast")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
