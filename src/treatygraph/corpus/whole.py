"""Builds a corpus: finds what is to do, has other processes do it, and writes what belongs to all reports at the end.

Must not read or infer itself, nor print; progress is told through a callback.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from treatygraph import __version__, iris, paths
from treatygraph.corpus import inputs
from treatygraph.corpus.across import across
from treatygraph.corpus.inputs import TablesNow, checksum
from treatygraph.corpus.ledger import Finished, Ledger
from treatygraph.corpus.one_report import compressed
from treatygraph.corpus.pool import Pool
from treatygraph.corpus.standing import Standing
from treatygraph.corpus.texts import Text, find, unpack
from treatygraph.graph.swapping import SCRATCH, Writer
from treatygraph.model import Severity

MANIFEST, SUMS, FINDINGS = "manifest.json", "SHA256SUMS", "findings.jsonl.gz"
TABLES, ACROSS = "tables.nq.gz", "across.nq.gz"
REPORTS, TEXTS = "reports", "texts"
_LONGEST_NAME = 120

Progress = Callable[[str, int, int, int], None]
"""Told what is done: the stage, how many of how many, and how many failed."""


@dataclass
class Report:
    """A report of the corpus: its document, its versions, the folders of further rows, and what it is built from."""

    document: str
    texts: list[tuple[Text, str, str, list[str]]] = field(default_factory=list)
    more: tuple[Path, ...] = ()
    inputs: str = ""

    @property
    def symbol(self) -> str:
        """The report's symbol."""
        return self.texts[0][1]

    @property
    def name(self) -> str:
        """The stem of the report's file: the symbol with `_` for each slash, shortened where it is very long.

        >>> Report("", [(Text("a", Path("a")), "A/CONF.9/2031/7 (Part I)", "en", [])]).name
        'A_CONF.9_2031_7%20(Part%20I)'
        """
        written = quote(self.symbol.replace("_", "%5F").replace("/", "_"), safe="()%,;*+-._").removeprefix(".")
        if len(written) <= _LONGEST_NAME:
            return written
        return f"{written[:_LONGEST_NAME]}-{hashlib.sha256(self.symbol.encode()).hexdigest()[:16]}"

    @property
    def place(self) -> str:
        """The folder of the report's file below that of all reports: one of 256, told by the document's IRI."""
        return hashlib.sha256(self.document.encode()).hexdigest()[:2]

    @property
    def file(self) -> str:
        """The report's file below the output."""
        return f"{REPORTS}/{self.place}/{self.name}.nq.gz"


@dataclass
class Outcome:
    """What a corpus build came to: reports in all and built now, failures by text, findings by severity, quads."""

    reports: int = 0
    built: int = 0
    texts: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    quads: int = 0


class CorpusBuild:
    """One build of a corpus into a folder that this process alone writes into."""

    def __init__(self, folder: Path, writer: Writer, more: tuple[Path, ...], processes: int, progress: Progress,
                 tables: Path | None = None, pool: Callable[[int], Pool] = Pool) -> None:
        self._folder, self._writer, self._more, self._progress = folder, writer, more, progress
        self._tables_folder = tables or paths.tables()
        self._ledger = Ledger(folder)
        self._scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=folder))
        self._pool = partial(pool, processes)
        self._files: dict[str, Path] = {}
        self._tables: dict[tuple[Path, ...], TablesNow] = {}
        self._outcome = Outcome()

    def run(self, given: Sequence[str]) -> Outcome:
        """Build what has changed of the texts given, and say what it came to.

        Raises TreatyGraphError where what is given or the tables cannot be used; a text that cannot be is a failure.
        """
        try:
            with self._pool() as pool:
                self._progress("texts", 0, 0, 0)
                texts = find(given, self._folder)
                self._outcome.texts = len(texts)
                reports = self._grouped(texts, pool)
                self._ledger.forget_all_but({report.document for report in reports}, {text.name for text in texts})
                failed = self._build(reports, pool)
            self._outcome.failures.sort()
            done = [report for report in reports if report.document not in failed]
            self._outcome.reports = len(done)
            basis = self._whole_basis(done)
            if not self._is_whole(basis):
                self._finish(done, reports)
                self._ledger.keep_whole(basis, json.dumps([self._outcome.quads, self._outcome.findings]))
            return self._outcome
        finally:
            self._ledger.close()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _fail(self, text: Text, reason: str) -> None:
        self._outcome.failures.append((text.name, reason.removeprefix(f"{self._file_of(text)}: ")))

    def _tables_with(self, more: tuple[Path, ...]) -> TablesNow:
        if more not in self._tables:
            self._tables[more] = TablesNow(self._tables_folder, more)
        return self._tables[more]

    # ---- which report each text is

    def _grouped(self, texts: Iterable[Text], pool: Pool) -> list[Report]:
        """Return the reports that the texts are versions of, by document."""
        known: dict[str, tuple[str, str, list[str]]] = {}
        unknown: list[Text] = []
        sound = []
        for text in texts:
            if text.fault:
                self._fail(text, text.fault)
                continue
            sound.append(text)
            found = self._ledger.identity(text.name, self._basis(text))
            if found:
                known[text.name] = found
            else:
                unknown.append(text)
        self._identify(unknown, known, pool)
        reports: dict[str, Report] = {}
        taken: dict[tuple[str, str], Text] = {}
        for text in sound:
            if text.name not in known:
                continue
            symbol, language, doubts = known[text.name]
            document = iris.document(symbol)
            other = taken.setdefault((document, language), text)
            if other is not text:
                same = "has the same bytes as" if other.sha256 == text.sha256 else "is given as the same version as"
                self._fail(text, f"{same} {other.name}: {symbol} in {language}; a version has one text, so "
                                      "say which symbol or language this one has, or leave it out")
                continue
            report = reports.setdefault(document, Report(document))
            report.texts.append((text, symbol, language, doubts))
            report.more = tuple(dict.fromkeys((*self._more, *report.more, *((Path(text.rows),) if text.rows else ()))))
        for report in reports.values():
            report.texts.sort(key=lambda text: text[2])
            report.inputs = self._inputs_of(report)
        return [reports[document] for document in sorted(reports)]

    def _basis(self, text: Text) -> str:
        known = self._tables_with(self._more).texts_known
        return checksum([text.sha256, Path(text.member or text.file).name, text.symbol, text.language, inputs.code(),
                         inputs.all_words(), known])

    def _inputs_of(self, report: Report) -> str:
        return checksum([inputs.code(), [
            [text.sha256, Path(text.member or text.file).name, symbol, language, doubts,
             inputs.words(language, report.more)] for text, symbol, language, doubts in report.texts]])

    def _identify(self, unknown: list[Text], known: dict[str, tuple[str, str, list[str]]], pool: Pool) -> None:
        self._unpack(unknown)
        jobs = ({"work": "identify", "name": text.name, "symbol": text.symbol, "language": text.language,
                 "tables": str(self._tables_folder), "more": [str(folder) for folder in self._more],
                 "file": str(self._file_of(text)), "kept": str(self._kept(text))} for text in unknown)
        by_name = {text.name: text for text in unknown}
        failed: dict[str, str] = {}
        if unknown:
            self._progress("opened", 0, len(unknown), 0)
        for number, answer in enumerate(pool.answers(jobs) if unknown else (), start=1):
            text = by_name[answer.job["name"]]
            if answer.made is None:
                failed[text.name] = answer.failed
            else:
                found = (answer.made["symbol"], answer.made["language"], answer.made["doubts"])
                self._ledger.identified(text.name, self._basis(text), *found)
                known[text.name] = found
            self._progress("opened", number, len(unknown), len(failed))
        for name in sorted(failed):
            self._fail(by_name[name], failed[name])

    def _file_of(self, text: Text) -> Path:
        return self._files.get(text.name, text.file)

    def _kept(self, text: Text) -> Path:
        return self._scratch / f"{hashlib.sha256(text.name.encode()).hexdigest()}.opened"

    def _unpack(self, texts: Iterable[Text]) -> None:
        """Have the texts that lie in archives as files of their own."""
        wanted: dict[Path, dict[str, Path]] = defaultdict(dict)
        for text in texts:
            if text.member and text.name not in self._files:
                place = self._scratch / "unpacked" / str(len(self._files)) / Path(text.member).name
                self._files[text.name] = wanted[text.file][text.member] = place
        for archive, members in wanted.items():
            unpack(archive, members)

    # ---- what is to do

    def _build(self, reports: list[Report], pool: Pool) -> set[str]:
        """Build the reports that are not built as they would be now; return the documents of those that failed."""
        needed = [report for report in reports if self._is_needed(report)]
        by_document = {report.document: report for report in needed}
        for more in {report.more for report in reports}:
            tables = self._tables_with(more)
            self._ledger.keep_snapshot(tables.digest, tables.rows)
            self._ledger.untouched([report.document for report in reports
                                    if report.more == more and report.document not in by_document], tables.digest)
        if needed:
            self._unlist()
        self._unpack(text for report in needed for text, *_ in report.texts)
        failed: dict[str, str] = {}
        if needed:
            self._progress("reports", 0, len(needed), 0)
        for number, answer in enumerate(pool.answers(self._jobs(needed)) if needed else (), start=1):
            report = by_document[answer.job["document"]]
            if answer.made is None:
                failed[report.document] = answer.failed
                self._clear(report)
            else:
                self._take(report, Path(answer.job["graph"]), answer.made)
            self._progress("reports", number, len(needed), len(failed))
        self._outcome.built = len(needed) - len(failed)
        for document in sorted(failed):
            for text, *_ in by_document[document].texts:
                self._fail(text, failed[document])
        return set(failed)

    def _is_needed(self, report: Report) -> bool:
        before = self._ledger.finished(report.document)
        if before is None or before.inputs != report.inputs or not self._is_there(report, before):
            return True
        now = self._tables_with(report.more)
        if before.tables == now.digest:
            return False
        change = now.since(before.tables, self._ledger.snapshot(before.tables))
        return change is None or change.touches(self._ledger.used(report.document))

    def _is_there(self, report: Report, before: Finished) -> bool:
        files = {report.file: before.size} | {f"{TEXTS}/{report.place}/{name}": size
                                              for name, (size, _) in before.converted.items()}
        return all((path := self._folder / name).is_file() and path.stat().st_size == size
                   for name, size in files.items())

    def _jobs(self, needed: list[Report]) -> Iterator[dict[str, Any]]:
        for number, report in enumerate(needed):
            yield {
                "work": "build", "document": report.document, "tables": str(self._tables_folder),
                "more": [str(folder) for folder in report.more], "graph": str(self._scratch / f"{number}.nq.gz"),
                "texts": [{"file": str(self._file_of(text)), "kept": str(self._kept(text)), "symbol": symbol,
                           "language": language, "doubts": doubts, "converted": f"{report.name}.{language}.txt"}
                          for text, symbol, language, doubts in report.texts],
            }

    def _take(self, report: Report, graph: Path, made: dict[str, Any]) -> None:
        """Move what a process wrote into its place, and keep that it is done; an end in between costs one report."""
        for source, name in [(graph, report.file), *((graph.with_name(name), f"{TEXTS}/{report.place}/{name}")
                                                     for name in made["converted"])]:
            place = self._folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            source.replace(place)
        self._ledger.keep(report.document, report.inputs, self._tables_with(report.more).digest, made)
        self._clear(report)

    def _clear(self, report: Report) -> None:
        for text, *_ in report.texts:
            self._kept(text).unlink(missing_ok=True)
            if text.name in self._files:
                self._files[text.name].unlink(missing_ok=True)

    # ---- what belongs to all

    def _unlist(self) -> None:
        """Take the lists away: from here on the folder is on the way from one state to another, and none is true."""
        self._ledger.keep_whole("", "")
        for name in (MANIFEST, SUMS):
            (self._folder / name).unlink(missing_ok=True)

    def _whole_basis(self, done: list[Report]) -> str:
        tables = [self._tables_with(more).digest for more in sorted({report.more for report in done} | {self._more})]
        built = [[report.document, finished.sha256, [text.name for text, *_ in report.texts]] for report in done
                 if (finished := self._ledger.finished(report.document))]
        return checksum([inputs.code(), tables, built, self._outcome.failures])

    def _is_whole(self, basis: str) -> bool:
        """Tell whether the output is whole on this basis already, and take over what it came to."""
        before = self._ledger.whole()
        if before is None or before[0] != basis or not all((self._folder / name).is_file() for name in (
                MANIFEST, SUMS, FINDINGS, TABLES, ACROSS)):
            return False
        self._outcome.quads, counts = json.loads(before[1])
        self._outcome.findings.update(counts)
        return True

    def _finish(self, done: list[Report], every: list[Report]) -> None:
        """Write the tables, what follows across reports, the findings and the lists, all of them or none."""
        self._progress("across", 0, 0, len(self._outcome.failures))
        self._unlist()
        more = tuple(dict.fromkeys([*self._more, *(folder for report in every for folder in report.more)]))
        standing = Standing(self._tables_with(more).tables)
        self._ledger.forget_all_but({report.document for report in done},
                                    {text.name for report in every for text, *_ in report.texts})
        tables, met, met_findings = across(self._ledger, standing, self._tables_with(more).tables, {
            report.document: self._folder / report.file for report in done})
        files = {TABLES: tables.data, ACROSS: met.data, FINDINGS: self._findings(done, met_findings)}
        finished = {report.document: self._ledger.finished(report.document) for report in done}
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        for report in done:
            before = finished[report.document]
            assert before is not None
            sums[report.file] = before.sha256
            sums |= {f"{TEXTS}/{report.place}/{name}": digest for name, (_, digest) in before.converted.items()}
        self._remove_stale(set(sums))
        self._outcome.quads = tables.quads + met.quads + sum(one.quads for one in finished.values() if one)
        files[MANIFEST] = self._manifest(done, finished, {TABLES: tables.quads, ACROSS: met.quads}, sums)
        sums[MANIFEST] = hashlib.sha256(files[MANIFEST]).hexdigest()
        files[SUMS] = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()
        self._writer.write(files)

    def _findings(self, done: list[Report], met: list[dict[str, Any]]) -> bytes:
        """Return all findings, a line of JSON each: those of each report, then those between reports."""
        def lines() -> Iterator[bytes]:
            of_reports = ({"report": report.symbol} | finding
                          for report in done for finding in self._ledger.findings(report.document))
            for finding in (*of_reports, *met):
                self._outcome.findings[finding["severity"]] += 1
                yield _line(finding)

        return compressed(lines())

    def _manifest(self, done: list[Report], finished: dict[str, Finished | None], common: dict[str, int],
                  sums: dict[str, str]) -> bytes:
        def entry(report: Report) -> dict[str, Any]:
            before = finished[report.document]
            return {
                "document": report.document, "symbol": report.symbol, "file": report.file,
                "sha256": sums[report.file], "quads": before.quads if before else 0,
                "texts": [{"name": text.name, "language": language, "sha256": text.sha256}
                          for text, _, language, _ in report.texts],
            }

        whole = {
            "made by": f"treatygraph {__version__}", "reports": len(done), "quads": self._outcome.quads,
            "findings": {str(one): self._outcome.findings[one] for one in Severity},
            "common": [{"file": name, "sha256": sums[name], "quads": quads} for name, quads in common.items()],
            "files": [entry(report) for report in done],
            "failures": [{"text": name, "reason": reason} for name, reason in self._outcome.failures],
        }
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()

    def _remove_stale(self, kept: set[str]) -> None:
        """Remove files of reports that are no longer there."""
        for folder in (self._folder / REPORTS, self._folder / TEXTS):
            for path in sorted(folder.rglob("*"), reverse=True):
                if path.is_dir():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif path.relative_to(self._folder).as_posix() not in kept:
                    path.unlink()
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _line(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
