"""Builds corpora of generated reports of growing size, and measures processor time and memory of all their processes.

    python benchmarks/corpus_at_scale.py [SIZE...] [--jobs 2] [--write]

Sizes are 10 and 100 unless given. Per size: processor seconds per report of a first build, the largest process, then of a
build in which nothing, one text, and one row of a table has changed. Processor seconds, because other work on a machine
lengthens what a clock measures. `--write` puts the table into benchmarks/corpus-at-scale.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import generated_reports

import treatygraph

TABLE = Path(__file__).with_name("corpus-at-scale.md")


def measured(command: list[str]) -> tuple[float, float, str]:
    """Run a command; return its processor seconds, the megabytes of its largest process, and what it printed."""
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        printed.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed.read().strip()


def rows_with(folder: Path, name: str) -> None:
    """Write a further row: one State may be called by one more name."""
    folder.mkdir(exist_ok=True)
    with (folder / "states.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([["iso3", "other_en", "source"], ["NRU", name, "benchmark"]])


def size(number: int, jobs: int, folder: Path) -> list[str]:
    given, out, rows = folder / str(number), folder / f"{number}-out", folder / f"{number}-rows"
    generated_reports.write(given, number, 1, apart=False, paragraphs=40)
    rows_with(rows, "Pleasant Island")
    call = [sys.executable, "-m", "treatygraph", "corpus", "build", str(given / "texts"), "--out", str(out), "--jobs", str(jobs),
            "--with", str(rows)]
    first, megabytes, _ = measured(call)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reports"] == number, manifest["failures"]
    nothing, _, _ = measured(call)
    text = min((given / "texts").glob("*.en.txt"))
    text.write_text(text.read_text(encoding="utf-8").replace("Other matters.", "Any other matters."), encoding="utf-8")
    one, _, said = measured(call)
    assert "1 built now" in said, said
    rows_with(rows, "Nauru Island")
    row, _, said = measured(call)
    again = said.partition(" built now")[0].rpartition(" ")[2]
    return [f"{number:,}", f"{manifest['quads']:,}", f"{first:,.0f}", f"{first / number:.2f}", f"{megabytes:,.0f}", f"{nothing:.1f}",
            f"{one:.1f}", f"{row:.1f} ({again} built)"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    given = parser.parse_args()
    columns = ["reports", "quads", "processor s", "s per report", "largest process, MB", "nothing changed, s", "one text changed, s",
               "one name of a State changed, s"]
    lines = ["# Corpora of growing size", "",
             f"Generated reports of 40 paragraphs, every other one in Chinese, built on {datetime.date.today().isoformat()} by "
             f"treatygraph {treatygraph.__version__} with {given.jobs} processes (Python {platform.python_version()}, "
             f"{os.cpu_count()} processors, {platform.machine()}; processor seconds, which other work on the machine does not lengthen).", "",
             f"| {' | '.join(columns)} |", f"|{'---:|' * len(columns)}"]
    with tempfile.TemporaryDirectory() as folder:
        for number in given.sizes or [10, 100]:
            lines.append(f"| {' | '.join(size(number, given.jobs, Path(folder)))} |")
            print(lines[-1], flush=True)
    text = "\n".join([*lines, ""])
    print(text)
    if given.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
