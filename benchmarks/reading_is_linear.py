"""Shows that reading costs the same per character however long a text is: tree, names, rules, and assembly.

    python benchmarks/reading_is_linear.py [LENGTH...]

Without lengths: 10 thousand to 10 million characters. Each length is read in a process of its own, which has read a
short text before; short lengths are read several times, with different texts. Triples are written as they are
assembled, to nowhere. Time is processor time per 1,000 characters, collector off, as in a build; memory is the peak
above what the process held before. The ratio is the dearest length over the cheapest; exit code 1 where it is
above 1.5.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time

from pyoxigraph import RdfFormat, serialize
from report_like import SYMBOL, text_of

from treatygraph.graph.assemble.report import triples_of
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import read_report, read_tree
from treatygraph.tables import Tables, shipped

LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
LIMIT = 1.5
_CHARACTERS_IN_ALL = 100_000
_WARM_UP = 20_000


def read_once(length: int, seed: int, tables: Tables) -> dict[str, float]:
    source = SourceText.from_bytes(text_of(length, seed, tables).encode(), "long.zh.txt")
    started = time.process_time()
    read_tree(source, "zh")
    tree = time.process_time()
    report = read_report(source, ReportIdentity(SYMBOL, "zh"), tables)
    read = time.process_time()
    with open(os.devnull, "wb") as nowhere:
        serialize(triples_of(report), nowhere, format=RdfFormat.N_TRIPLES)
    end = time.process_time()
    return {"characters": len(source.text), "tree": tree - started, "read": read - tree, "assemble": end - read,
            "facts": len(report.records), "mentions": len(report.mentions), "units": len(report.units)}


def measure(length: int) -> None:
    """Read one length, and print what it cost as a line of JSON."""
    tables = shipped()
    read_once(_WARM_UP, 0, tables)
    gc.collect()
    gc.disable()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total: dict[str, float] = {}
    for seed in range(1, 1 + max(1, _CHARACTERS_IN_ALL // length)):
        for name, value in read_once(length, seed, tables).items():
            total[name] = total.get(name, 0.0) + value
        gc.collect()
    total["kilobytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    total["texts"] = max(1, _CHARACTERS_IN_ALL // length)
    print(json.dumps(total))


def main(lengths: list[int]) -> int:
    print(f"{'characters':>11} {'units':>8} {'facts':>9} {'mentions':>9} {'tree':>8} {'read':>9} {'assemble':>9} "
          f"{'ms/1,000':>9} {'memory':>9} {'per char':>9}")
    costs = []
    for length in lengths:
        done = subprocess.run([sys.executable, __file__, "--one", str(length)], capture_output=True, text=True, check=True)
        cost = json.loads(done.stdout)
        seconds = cost["tree"] + cost["read"] + cost["assemble"]
        costs.append(1e6 * seconds / cost["characters"])
        texts = cost["texts"]
        print(f"{cost['characters'] / texts:11,.0f} {cost['units'] / texts:8,.0f} {cost['facts'] / texts:9,.0f} "
              f"{cost['mentions'] / texts:9,.0f} {cost['tree'] / texts:7.2f}s {cost['read'] / texts:8.2f}s "
              f"{cost['assemble'] / texts:8.2f}s {costs[-1]:9.2f} {cost['kilobytes'] / 1024:6,.0f} MB "
              f"{1024 * cost['kilobytes'] * texts / cost['characters']:7.0f} B", flush=True)
    ratio = max(costs) / min(costs)
    print(f"the dearest length costs {ratio:.2f} times the cheapest per character (limit {LIMIT})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        sys.exit(0)
    sys.exit(main([int(text) for text in sys.argv[1:]] or list(LENGTHS)))
