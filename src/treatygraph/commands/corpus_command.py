"""The command `corpus build`: builds many reports, and tells how far it is, what failed, and why.

Must not find, read or write a report itself.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from treatygraph.commands.output import TerminatedError
from treatygraph.commands.terminal import unguarded
from treatygraph.model import Severity, brief, visible

if TYPE_CHECKING:
    from treatygraph.corpus.whole import Outcome, Progress

_EPILOG = """\b
Examples:
  treatygraph corpus build reports --out graph
  treatygraph corpus build reports.zip more.tar.gz --out graph --jobs 8
  treatygraph corpus build manifest.csv --out graph
  treatygraph corpus build 'reports/**/*.en.txt' --out graph
  treatygraph corpus build reports --with bwc-rows --out graph
  cd graph && sha256sum -c SHA256SUMS      look whether all files are whole

\b
A manifest is a CSV with the columns file (beside it) or address (http, https; fetched once), and, where the text
itself does not give them, symbol, language, and rows: a folder as `new-series` makes it.

\b
Written to the folder: reports/NN/SYMBOL.nq.gz (each language version in a graph of its own, what follows from them,
labels), tables.nq.gz (the reference tables), across.nq.gz (what follows from several reports), findings.jsonl.gz,
texts/ (what was converted), manifest.json and SHA256SUMS; the last two are there only while the folder is whole.

\b
Ended at any moment, the same command goes on where it was. Run again, it builds what has changed: texts, words,
code, shapes, and the rows of tables that a report used.

\b
Exit codes:
  0  every report is built, no Violation      1  Violations, or reports that cannot be built
  2  the input or the call cannot be used     130, 143  interrupted; what is finished is kept
"""
_SECONDS_BETWEEN_LINES = 10.0
_STAGES = {"texts": "Looking for texts", "opened": "Opening", "reports": "Building", "across": "Putting together"}


@click.group(epilog=_EPILOG)
def corpus() -> None:
    """Build many reports, in several processes that hold one report at a time, and only what has changed."""


@corpus.command(epilog=_EPILOG)
@click.argument("given", metavar="FOLDER|ARCHIVE|MANIFEST|PATTERN...", nargs=-1, required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--with", "more", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder with further rows of tables and patterns, as `new-series` makes it.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="How many processes; by default one for each processor.")
@click.option("--strict", is_flag=True, help="Let Warnings count: exit 1 where there is one.")
def build(given: Sequence[str], out: Path, more: tuple[Path, ...], jobs: int | None, strict: bool) -> int:
    """Build the reports in folders, archives and manifests, or that fit patterns."""
    from treatygraph.corpus.whole import CorpusBuild  # noqa: PLC0415
    from treatygraph.graph.swapping import writing_into  # noqa: PLC0415

    try:
        with writing_into(out) as writer, _telling() as progress:
            outcome = CorpusBuild(out, writer, tuple(folder.resolve() for folder in more),
                                  jobs or _processors(), progress).run(given)
    except (KeyboardInterrupt, TerminatedError) as fault:
        click.echo("treatygraph: interrupted; what is finished is kept, and the same command goes on from there",
                   err=True)
        return 143 if isinstance(fault, TerminatedError) else 130
    _show(outcome, out)
    warned = strict and outcome.findings[Severity.WARNING]
    return int(bool(outcome.failures or outcome.findings[Severity.VIOLATION] or warned))


def _processors() -> int:
    """Return how many processors this process may use, or, where the system does not say, how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _show(outcome: Outcome, out: Path) -> None:
    for name, reason in outcome.failures:
        click.echo(f"{visible(name)}: not built: {brief(reason, 400)}")
    counts = ", ".join(f"{outcome.findings[severity]} {severity}" for severity in Severity)
    failed = f", {len(outcome.failures)} text(s) failed" if outcome.failures else ""
    click.echo(f"{outcome.reports} report(s) of {outcome.texts} text(s), {outcome.built} built now{failed}; "
               f"{outcome.quads} quads written to {out}; findings: {counts}")


@contextmanager
def _telling() -> Iterator[Progress]:
    """Tell on the error stream how far the work is: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console  # noqa: PLC0415 - only who looks at it pays for it
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    with Bars(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
              TimeRemainingColumn(), console=Console(file=unguarded(sys.stderr)), transient=True) as bars:
        tasks: dict[str, Any] = {}
        begun: dict[str, float] = {}

        def tell(stage: str, done: int, total: int, failed: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_STAGES[stage], total=total or None, rate="")
                begun[stage] = time.monotonic()
            rate = done / max(time.monotonic() - begun[stage], 0.001)
            said = f"{rate:.1f}/s" + (f", {failed} failed" if failed else "") if done else ""
            bars.update(tasks[stage], completed=done, total=total or None, rate=said)

        yield tell


class _Lines:
    """Progress as lines: the first of a stage, one every some seconds, and the last."""

    def __init__(self) -> None:
        self._stage, self._begun, self._told = "", 0.0, 0.0

    def tell(self, stage: str, done: int, total: int, failed: int) -> None:
        """Print a line, unless one was printed a moment ago."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._begun, self._told = stage, now, now
            if not done:
                click.echo(f"{_STAGES[stage]} …", err=True)
        if done and (done == total or now - self._told >= _SECONDS_BETWEEN_LINES):
            self._told = now
            rate = done / max(now - self._begun, 0.001)
            left = f", {_time((total - done) / rate)} left" if done < total else ""
            lost = f", {failed} failed" if failed else ""
            click.echo(f"{_STAGES[stage]}: {done} of {total}, {rate:.1f} a second{left}{lost}", err=True)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
