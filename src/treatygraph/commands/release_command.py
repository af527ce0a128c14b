"""The command `release`: makes a numbered release of the graph in a folder.

Must not know how any file of it is made.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.model import TreatyGraphError

_EPILOG = """\b
Examples:
  treatygraph release --version 0.2.0 --issued 2026-11-28 --out dist/0.2.0
  treatygraph release --version 0.3.0 --previous dist/0.2.0 --out dist/0.3.0
  treatygraph release --version 0.3.0 --previous dist/0.2.0 --out dist/0.3.0 --replace
  treatygraph release --version 1.0.0 --issued 2027-03-01 --data graph/ --out mine

\b
Exit codes:
  0  the release is in the folder
  2  it cannot be made, and the folder is as it was; one line says why

The same graph, number, day, earlier release and notes give the same bytes. No clock is read: the day is --issued, or
that of SOURCE_DATE_EPOCH. A release has all forms, for which treatygraph[export] must be installed."""


@click.command(epilog=_EPILOG)
@click.option("--version", "number", required=True, metavar="V",
              help="The number of the release, as 0.2.0 (Semantic Versioning); for the project's own graph, that of "
                   "the ontology.")
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="The folder to make; it must not hold anything.")
@click.option("--issued", metavar="YYYY-MM-DD", help="The day of issue; by default that of SOURCE_DATE_EPOCH.")
@click.option("--previous", type=click.Path(path_type=Path, file_okay=False),
              help="The folder of the release before, for the list of changes.")
@click.option("--notes", type=click.Path(path_type=Path, dir_okay=False),
              help="What you wrote of the release (Markdown), to stand first in its notes.")
@click.option("--url", metavar="ADDRESS", help="Where the folder will lie on the Web, for the addresses of its files.")
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder that 'treatygraph build' wrote, instead of the built graph; may be given several times.")
@click.option("--replace", is_flag=True, help="Replace an earlier release that the folder holds.")
def release(*, number: str, out: Path, issued: str | None, previous: Path | None, notes: Path | None, url: str | None,
            data: Sequence[Path], replace: bool) -> int:
    """Make a numbered release of the graph, described, citable and checked, in a folder that holds all of it or none.

    It has the graph in every form of `export`, the ontology, shapes and alignments, descriptions for catalogues, how to
    cite it, what changed since the release before, a bill of materials and checksums.
    """
    from treatygraph.commands.output import working  # noqa: PLC0415 - asking for help must not load a graph
    from treatygraph.graph.store import load  # noqa: PLC0415
    from treatygraph.release.edition import Edition, checked_address, issue_day  # noqa: PLC0415
    from treatygraph.release.folder import check_free, write_release  # noqa: PLC0415
    from treatygraph.release.prior import prior_release  # noqa: PLC0415
    from treatygraph.release.releasing import released  # noqa: PLC0415

    edition = Edition(number, issue_day(issued, os.environ), checked_address(url) if url else "",
                      prior_release(previous) if previous else None)
    check_free(out, replace=replace)
    with working(f"Releasing {number}") as progress:
        made = released(load(list(data) or [paths.graph()], united=True), edition, _read(notes), own=not data,
                        done=progress)
        progress("writing")
        write_release(out, made.files, replace=replace)
    click.echo(f"release {number} of {edition.issued}: {len(made.files)} files in {out}")
    click.echo(f"changes: {made.summary}" if previous else "changes: not compared; --previous names the release before")
    if made.gone:
        click.echo(f"gone from the ontology, where terms are retired, not deleted: {', '.join(made.gone)}", err=True)
    return 0


def _read(notes: Path | None) -> str:
    if notes is None:
        return ""
    try:
        return notes.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise TreatyGraphError(f"{notes}: cannot be read ({getattr(fault, 'strerror', None) or fault})") from None
