"""Measures the stages of a build of the shipped report, as ratios against reading alone, and prints them.

    python benchmarks/build_stages.py [RUNS]

Prints the best of several runs, in one process, without interpreter start; figures of a busy machine mean nothing.
The first run pays for imports, tables and automata, as a command does; it is shown apart.
"""

from __future__ import annotations

import sys

from treatygraph import building
from treatygraph.tables import shipped


def run() -> dict[str, float]:
    tables = shipped()
    source = building.shipped_sources(tables)[0]
    return building.build([source], tables, tables_are_valid=True).seconds


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    first, *others = [run() for _ in range(max(2, runs))]
    best = {stage: min(times[stage] for times in others) for stage in first}
    total = sum(best.values())
    print(f"{'stage':10} {'first':>8} {'best':>8} {'share':>6} {'× read':>7}")
    for stage, seconds in best.items():
        print(f"{stage:10} {first[stage]:7.2f}s {seconds:7.2f}s {seconds / total:6.0%} {seconds / best['read']:6.1f}×")
    print(f"{'total':10} {sum(first.values()):7.2f}s {total:7.2f}s")


if __name__ == "__main__":
    main()
