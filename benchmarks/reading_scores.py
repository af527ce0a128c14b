"""Builds real reports as they were issued, scores the graphs against what readers found in them, and writes a table.

    python benchmarks/reading_scores.py FOLDER [--write]

FOLDER holds `texts/` (the reports), `gold/NAME.json` (what each states, written by hand before and apart from any
program) and `score.py`, the scorer that compares. Each report is built from its file with no rows and no edits.
`--write` puts the table into benchmarks/reading-scores.md. Exit 2 where the folder holds none of these.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import treatygraph
from treatygraph.audit.renderings import percent
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.serialize import turtle
from treatygraph.tables import shipped
from treatygraph.vocab import PREFIXES

TABLE = Path(__file__).with_name("reading-scores.md")


def text_of(folder: Path, name: str) -> Path | None:
    return next(iter(sorted((folder / "texts").glob(f"{name}.*"))), None)


def scored(folder: Path, gold: Path) -> dict[str, Any] | None:
    """Build one report into a folder of its own and return what the scorer counts."""
    text = text_of(folder, gold.stem)
    if text is None:
        return None
    report = treatygraph.read_file(text)
    with tempfile.TemporaryDirectory() as place:
        Path(place, "report.ttl").write_text(report.to_turtle(), encoding="utf-8")
        for stem, triples in assemble_tables(shipped()).items():
            Path(place, f"{stem}.ttl").write_bytes(turtle(triples, "", PREFIXES))
        found = subprocess.run([sys.executable, str(folder / "score.py"), str(gold), place, "--json"],
                               capture_output=True, text=True, check=True)
    return json.loads(found.stdout)


def share(part: int, whole: int) -> str:
    """Write a share rounded down, so that 100% means all."""
    return percent(part / whole) if whole else "–"


def rows(kinds: dict[str, Any]) -> list[str]:
    lines = ["| kind | stated | found | recall | in the graph | right | precision |", "|---|---:|---:|---:|---:|---:|---:|"]
    for kind, count in kinds.items():
        numbers = Counter(count)
        lines.append(f"| {kind} | {numbers['expected']} | {numbers['found']} | {share(numbers['found'], numbers['expected'])} "
                     f"| {numbers['in_graph']} | {numbers['right']} | {share(numbers['right'], numbers['in_graph'])} |")
    return lines


def table(results: list[tuple[str, dict[str, Any]]]) -> str:
    day = datetime.date.today().isoformat()
    lines = ["# How well real reports are read", "",
             f"Each report was built from its file as issued, with no rows and no edits, on {day} by treatygraph "
             f"{treatygraph.__version__} (Python {platform.python_version()}). A wrong fact is one that a reader of the "
             "text did not find there; a trap is something a hasty reader would take from it.", ""]
    for name, result in results:
        traps = result["traps"]
        lines += [f"## {name}", "", *rows({**result["kinds"], "overall": result["overall"]}), "",
                  f"Traps fallen into: {traps['hit']} of {traps['listed']}.", ""]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    given = parser.parse_args()
    gold = sorted((given.folder / "gold").glob("*.json"))
    if not gold or not (given.folder / "score.py").is_file():
        print(f"{given.folder}: holds no gold/*.json and score.py", file=sys.stderr)
        return 2
    results = [(json.loads(path.read_text(encoding="utf-8"))["document"], result)
               for path in gold if (result := scored(given.folder, path))]
    text = table(results)
    print(text)
    if given.write:
        TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
