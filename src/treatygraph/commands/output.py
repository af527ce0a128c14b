"""What several commands print alike: progress on the error stream, and findings with their places.

Must not do a command's work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from treatygraph.commands.terminal import unguarded
from treatygraph.model import Finding, brief, visible


class TerminatedError(BaseException):
    """The process was asked to end; what is half done is cleared away on the way out."""


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on, on the error stream of a terminal; yield a function that names the stage."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(file=unguarded(sys.stderr)).status(what) as status:
        yield lambda stage: status.update(f"{what}: {visible(stage)}")


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings, one a line, in the form that editors jump to: file:line:column."""
    for finding in findings:
        place = finding.place
        file = Path(place.file)
        shown_file = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        related = "".join(f"; see {Path(p.file).name}:{p.line}:{p.column}" for p in finding.related)
        click.echo(f"{shown_file}:{place.line}:{place.column}: {finding.severity}: {finding.kind}: "
                   f"{visible(finding.message)} [{brief(finding.words, 40)}]{related}")
