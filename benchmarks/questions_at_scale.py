"""Asks every competency question of a graph of a million triples, and prints ratios against raw pyoxigraph.

    python benchmarks/questions_at_scale.py [TRIPLES] [RUNS]

The graph is the built one with the report, and what is inferred from it, repeated under further symbols and years, so
that every question finds its answer among many alike. One store holds it as `serve` does, with the
union of all graphs as its default graph; the other holds that union alone, and is asked by pyoxigraph with nothing of
ours in between. Both lie on the disk and are opened for reading, as `serve` opens them. Printed are the best of several runs in processor time, the ratio, and what the union costs in time and in memory.
Figures of a busy machine mean nothing; the ratio is what matters. Ends with 1 where a question takes more than a
second, or where the ratio of one that takes longer than ten milliseconds passes its bound.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse, serialize

from treatygraph import paths
from treatygraph.ask import ask, names_a_service, questions
from treatygraph.graph.store import DATASET, graph_files, graph_iri, hold_union, load
from treatygraph.tables import COLUMNS

MOST = 1.2
SLOWEST_SECONDS = 1.0
WORTH_A_RATIO_SECONDS = 0.01
# Where the copies of the report and its conference differ from the report.
_REPORT = re.compile(r"(document/CTBT-Art\.XIV/2021/6|conference/ctbt-art-xiv-2021)(?![\d-])")


def many(triples: int) -> Store:
    """Return a store with named graphs of about so many triples."""
    store = load([paths.graph()])
    copied = {}
    for file in graph_files(paths.graph()):
        if file.stem not in COLUMNS and file.stem != DATASET:
            lines = serialize(parse(path=str(file)), format=RdfFormat.N_TRIPLES)
            assert lines
            # Only what changes belongs to a copy; the rest is said already.
            copied[file.stem] = [line for line in lines.decode().split("\n") if _REPORT.search(line)]
    for number in range(max(0, triples - len(store)) // sum(map(len, copied.values()))):
        for stem, lines_of_one in copied.items():
            copy = _REPORT.sub(rf"\g<1>-{number}", "\n".join(lines_of_one))
            store.bulk_load(copy.encode(), RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{graph_iri(stem)}-{number}"))
    return store


def resident() -> float:
    """Return the memory that the process holds now, in MB (Linux)."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024


def taken(asked: Callable[[], object]) -> float:
    """Return the processor seconds that asking took."""
    started = time.process_time()
    asked()
    return time.process_time() - started


def main() -> None:
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    started = time.perf_counter()
    store = many(triples)
    made, size, before = time.perf_counter() - started, len(store), resident()
    started = time.perf_counter()
    hold_union(store)
    united = time.perf_counter() - started
    print(f"{size} triples in {len(list(store.named_graphs()))} graphs made in {made:.1f} s; the union: {united:.1f} s, "
          f"{resident() - before:.0f} MB more than {before:.0f} MB", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ours", "raw"):
            on_disk = Store(f"{folder}/{name}")
            on_disk.bulk_extend(quad for quad in store if name == "ours" or isinstance(quad.graph_name, DefaultGraph))
            on_disk.flush()
            del on_disk
        del store
        compare(Store.read_only(f"{folder}/ours"), Store.read_only(f"{folder}/raw"), runs)


def compare(ours_store: Store, raw_store: Store, runs: int) -> None:
    """Ask both stores every question and print the times; end with 1 where one is late."""
    late = []
    print(f"{'question':10}{'raw':>11}{'ask':>11}{'ratio':>8}")
    for item in questions():
        if names_a_service(item.query):
            continue
        raw = ours = float("inf")
        for _ in range(runs):
            raw = min(raw, taken(lambda query=item.query: list(raw_store.query(query))))
            ours = min(ours, taken(lambda query=item.query: ask(ours_store, query, united=True)))
        ratio = ours / raw
        print(f"{item.name:10}{raw * 1000:8.1f} ms{ours * 1000:8.1f} ms{ratio:8.2f}", flush=True)
        if ours > SLOWEST_SECONDS or (ratio > MOST and raw > WORTH_A_RATIO_SECONDS):
            late.append(item.name)
    print(f"over {SLOWEST_SECONDS:g} s or {MOST} times raw: {', '.join(late) or 'none'}")
    sys.exit(bool(late))


if __name__ == "__main__":
    main()
