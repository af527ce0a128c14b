"""Brings a graph with blank nodes into its canonical form (RDFC-1.0), in bounded time and so that it can be ended.

Must not read or write a store. Nodes that nothing but other blank nodes tells apart are told apart by trying, which in
a graph made for it never ends; that is done in a process of its own, for the library cannot be stopped in the middle.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from treatygraph.isolated import isolated_call
from treatygraph.model import TreatyGraphError

SECONDS = 30
_MOST_MEMORY = 1_000_000_000


class IndistinctError(TreatyGraphError):
    """A graph whose blank nodes cannot be told apart in bounded time."""


def canonical(quads: Iterable[Quad]) -> bytes:
    """Return the canonical N-Quads of quads with blank nodes; raise IndistinctError where that takes too long."""
    dataset = Dataset(quads)
    if not _shared(dataset):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return serialize(dataset, format=RdfFormat.N_QUADS) or b""
    written = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    try:
        done = subprocess.run(isolated_call("treatygraph.stores.canonical", str(SECONDS)), input=written,
                              capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        raise IndistinctError("its blank nodes are linked so much alike that they cannot be told apart within "
                              f"{SECONDS} seconds and {_MOST_MEMORY // 1_000_000:,} MB; give them IRIs")
    return done.stdout


def _shared(dataset: Dataset) -> int:
    """Return how many blank nodes cannot be told apart by their own triples alone (RDFC-1.0, 4.6: first degree)."""
    own: defaultdict[BlankNode, list[tuple[str, str, str]]] = defaultdict(list)
    for quad in dataset:
        for node in {term for term in (quad.subject, quad.object) if isinstance(term, BlankNode)}:
            subject, value = ("_:a" if term == node else "_:z" if isinstance(term, BlankNode) else str(term)
                              for term in (quad.subject, quad.object))
            own[node].append((subject, str(quad.predicate), value))
    alike = Counter(tuple(sorted(triples)) for triples in own.values())
    return sum(count for count in alike.values() if count > 1)


def main() -> None:
    """Read N-Quads from standard input and write their canonical form, in at most the seconds given."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        seconds = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass
    dataset = Dataset(parse(sys.stdin.buffer.read(), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    sys.stdout.buffer.write(serialize(dataset, format=RdfFormat.N_QUADS) or b"")


if __name__ == "__main__":
    main()
