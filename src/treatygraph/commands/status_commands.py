"""The commands `status` and `entry-into-force`: read options, ask, and show the answer.

Must not work out an answer; status and entry_into_force do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import click
from pyoxigraph import Store

from treatygraph import paths
from treatygraph.ask.names import LANGUAGES, language_of
from treatygraph.commands import completing
from treatygraph.model import TreatyGraphError
from treatygraph.status import showing
from treatygraph.status.status import status_on

ReportT_contra = TypeVar("ReportT_contra", contravariant=True)

_DATA = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder or file of RDF to ask instead of the built graph; may be given several times.",
)
_TREATY = click.option("--treaty", default="ctbt", show_default=True, help="The treaty, by its short name.",
                       shell_complete=completing.treaties)
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "ttl"]),
    default="table",
    show_default=True,
)
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), help="The language of names; by default the locale's.")
_SVG = click.option(
    "--svg",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also draw the answer into this file.",
)

_STATUS_EPILOG = """\b
Examples:
  treatygraph status --on 2021-09-23
  treatygraph status --on 2023-11-03 --group annex-2
  treatygraph status --on 2014-09-20 --group africa --format csv
  treatygraph status --on 2021-09-23 --svg status.svg

A State is uncertain on days inside a month or year in which its status changed on a day no source gives.
"""

_ENTRY_EPILOG = """\b
Examples:
  treatygraph entry-into-force
  treatygraph entry-into-force --on 2021-09-24
  treatygraph entry-into-force --assume CHN=2030-01-01 --assume USA=2030-06-30
  treatygraph entry-into-force --on 1999-10-06 --svg missing.svg
"""


@click.command(epilog=_STATUS_EPILOG)
@click.option("--on", "on", required=True, metavar="DATE", help="The day, as 2021-09-23.")
@_TREATY
@click.option(
    "--group", default="all", show_default=True, help="all, an annex (annex-2), or a region (africa).",
    shell_complete=completing.groups,
)
@_FORMAT
@_LANG
@_SVG
@_DATA
def status(*, on: str, treaty: str, group: str, form: str, lang: str | None, svg: Path | None,
           data: Sequence[Path]) -> int:
    """Say which States had which status under a treaty on a day."""
    store = _load(data)
    return _show(showing, store, status_on(store, on, treaty, group, lang or language_of()), form, svg)


@click.command(epilog=_ENTRY_EPILOG)
@click.option(
    "--on",
    "on",
    default="",
    metavar="DATE",
    help="As things stood on this day; by default, the last recorded.",
)
@click.option(
    "--assume", multiple=True, metavar="STATE=DATE", help="Assume a deposit that is missing; repeatable.",
    shell_complete=completing.assumptions,
)
@_TREATY
@_FORMAT
@_LANG
@_SVG
@_DATA
def entry_into_force(
    *, on: str, assume: Sequence[str], treaty: str, form: str, lang: str | None, svg: Path | None,
    data: Sequence[Path],
) -> int:
    """Say which deposits a treaty lacks to enter into force, and when it would, given those assumed."""
    from treatygraph.status import entry_into_force as entry  # noqa: PLC0415 - only this command pays for it
    from treatygraph.tables import shipped  # noqa: PLC0415

    assumed = entry.assumptions(tuple(assume))
    rule = entry.condition(shipped(), treaty)
    store = _load(data)
    return _show(entry, store, entry.entry_into_force(store, rule, on, assumed, lang or language_of()), form, svg)


class _Writers(Protocol[ReportT_contra]):
    """What writes the answer to one of the two questions, in every form."""

    def to_text(self, store: Store, report: ReportT_contra) -> str: ...
    def to_csv(self, report: ReportT_contra) -> str: ...
    def to_json(self, report: ReportT_contra) -> str: ...
    def to_turtle(self, store: Store, report: ReportT_contra) -> str: ...
    def to_svg(self, store: Store, report: ReportT_contra) -> str: ...


def _show(writers: _Writers[ReportT_contra], store: Store, report: ReportT_contra, form: str, svg: Path | None) -> int:
    """Print an answer in the form asked for, and draw it where a file is named for that."""
    if svg is not None:
        _write(svg, writers.to_svg(store, report))
    if form == "csv":
        click.echo(writers.to_csv(report), nl=False)
    elif form == "json":
        click.echo(writers.to_json(report))
    elif form == "ttl":
        click.echo(writers.to_turtle(store, report), nl=False)
    else:
        click.echo(writers.to_text(store, report), nl=False)
    return 0


def _load(data: Sequence[Path]) -> Store:
    from treatygraph.graph.store import load  # noqa: PLC0415

    return load(list(data) or [paths.graph()])


def _write(file: Path, svg: str) -> None:
    try:
        file.write_text(svg, encoding="utf-8")
    except OSError as fault:
        raise TreatyGraphError(f"{file}: cannot be written ({fault.strerror or fault})") from None
