"""Scores how well generated reports are read, kind by kind, with wordings of the frames and with wordings held apart.

    python benchmarks/generated_scores.py SCORER [--reports 40] [--seed 1] [--write] [--misses FILE]

SCORER is the program that compares a graph with a gold file (see reading_scores.py). Half of the reports are in Chinese.
`--write` puts the table into benchmarks/generated-scores.md; `--misses` writes every miss and every wrong fact, with its
sentence, as JSON.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import re
import sys
import tempfile
from collections import Counter, defaultdict
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import generated_reports
from reading_scores import rows

import treatygraph
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.serialize import turtle
from treatygraph.tables import shipped
from treatygraph.vocab import PREFIXES

TABLE = Path(__file__).with_name("generated-scores.md")


def loaded(scorer: Path) -> ModuleType:
    spec = util.spec_from_file_location("scorer", scorer)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["scorer"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def sentence(text: str, paragraph: str) -> str:
    found = re.search(rf"^{re.escape(paragraph)}\. (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def scored(scorer: ModuleType, number: int, seed: int, apart: bool, folder: Path, misses: list[dict[str, Any]]
           ) -> dict[str, dict[str, Counter[str]]]:
    """Read the reports of a seed; return the counts by kind, by language, and add what was missed or wrong."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for _name, text, gold in generated_reports.reports(number, seed, apart):
        report = treatygraph.read_text(text)
        (folder / "report.ttl").write_text(report.to_turtle(), encoding="utf-8")
        found, missing, wrong, _ = scorer.compare(gold, scorer.Graph(folder, gold))
        for kind, count in found.items():
            counts[gold["language"]][kind].update(count)
        about = {"apart": apart, "language": gold["language"], "document": gold["document"]}
        for fact in missing:
            misses.append(about | {"what": "missing", "kind": fact["kind"], "fact": fact,
                                   "sentence": sentence(text, fact["paragraph"][0])})
        for fact in wrong:
            at = next((str(numbers[0]) for _, numbers in sorted(fact.places, key=str) if numbers), "")
            misses.append(about | {"what": "wrong", "kind": fact.kind, "fact": str(fact), "sentence": sentence(text, at)})
    return counts


def table(results: dict[bool, dict[str, dict[str, Counter[str]]]], misses: list[dict[str, Any]], number: int, seed: int) -> str:
    lines = ["# How well generated reports are read", "",
             f"{number} reports (seed {seed}), half of them in Chinese, of series that no table knows, made by generated_reports.py and "
             f"read on {datetime.date.today().isoformat()} by treatygraph {treatygraph.__version__} (Python "
             f"{platform.python_version()}). Once in the frames' own vocabulary, once in wordings held apart, which no frame was "
             "written from.", ""]
    for apart, by_language in results.items():
        for language, kinds in by_language.items():
            whole: Counter[str] = sum(kinds.values(), Counter())
            lines += [f"## {'Wordings held apart' if apart else 'Wordings of the frames'}, {language}", "",
                      *rows({**{kind: count for kind, count in kinds.items() if count}, "overall": whole}), ""]
    lines += ["## Misses and wrong readings by kind", "",
              "| wordings | language | what | kind | number | a sentence |", "|---|---|---|---|---:|---|"]
    groups: dict[tuple[bool, str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for miss in misses:
        groups[miss["apart"], miss["language"], miss["what"], miss["kind"]].append(miss)
    for (apart, language, what, kind), group in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]), item[0])):
        example = Counter(miss["sentence"][:160] for miss in group).most_common(1)[0][0].replace("|", "\\|")
        lines.append(f"| {'apart' if apart else 'frames'} | {language} | {what} | {kind} | {len(group)} | {example} |")
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    parser.add_argument("--misses", type=Path)
    given = parser.parse_args()
    scorer, misses = loaded(given.scorer), list[dict[str, Any]]()
    with tempfile.TemporaryDirectory() as place:
        for stem, triples in assemble_tables(shipped()).items():
            Path(place, f"{stem}.ttl").write_bytes(turtle(triples, "", PREFIXES))
        results = {apart: scored(scorer, given.reports, given.seed, apart, Path(place), misses) for apart in (False, True)}
    text = table(results, misses, given.reports, given.seed)
    print(text)
    if given.write:
        TABLE.write_text(text, encoding="utf-8")
    if given.misses:
        given.misses.write_text(json.dumps(misses, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
