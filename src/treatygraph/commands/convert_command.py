"""The command `convert`: turns a file of another format, or a text copied out of pages, into plain text.

Must not read what the text says.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.model import TreatyGraphError, visible

if TYPE_CHECKING:
    from treatygraph.convert.conversion import Conversion

_EPILOG = """\b
Examples:
  treatygraph convert report.pdf                    prints the text; what was done goes to the error stream
  treatygraph convert report.docx -o report.txt     writes the text, and report.conversion.json beside it
  treatygraph convert copied.txt --rejoin -o report.txt
  treatygraph convert report.html -q | less

\b
The formats are told by content, not by suffix. .docx, .pdf and .html need: pip install 'treatygraph[formats]'.
A plain text is changed only where it looks copied out of pages (lines broken off in a sentence, form feeds):
broken lines are joined, page numbers and running heads left out, and each of these is reported.

\b
Exit codes:
  0  converted      2  the file cannot be used; one line says why
"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="OUT",
              help="Write to this file, or into this folder, with a record of the conversion beside it.")
@click.option("--rejoin/--no-rejoin", default=None, help="Join the broken lines of a plain text, or leave it as it is; "
              "by default, what it looks like decides.")
@click.option("-q", "--quiet", is_flag=True, help="Report warnings only, and how many other changes there were.")
def convert(file: Path, out: Path | None, rejoin: bool | None, quiet: bool) -> int:
    """Turn FILE into plain text that the other commands read, and report what was changed."""
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.convert.conversion import convert as converting  # noqa: PLC0415
    from treatygraph.graph.swapping import write_whole  # noqa: PLC0415

    with working("Converting") as progress:
        conversion = converting(file, rejoin=rejoin, progress=progress)
    if out is None:
        sys.stdout.write(conversion.text)
        name = file.name
    else:
        target = out / f"{file.name}.txt" if out.is_dir() else out
        if target.exists() and target.samefile(file):
            raise TreatyGraphError(f"{target}: this is the original, which stays as it is; name another file")
        write_whole(target.parent, conversion.files(target.name))
        name = str(target)
    _report(conversion, name, quiet)
    return 0


def _report(conversion: Conversion, name: str, quiet: bool) -> None:
    """Print what was changed to the error stream, in the form that editors jump to, and a summary."""
    shown = 0
    for finding in conversion.all_findings:
        if quiet and finding.severity == "Info":
            continue
        shown += 1
        words = f" [{finding.words}]" if finding.words else ""
        click.echo(f"{name}:{finding.place.line}:{finding.place.column}: {finding.severity}: {finding.kind}: "
                   f"{visible(finding.message + words)}", err=True)
    total = len(conversion.changes)
    more = f", {total - shown} not shown" if total > shown else ""
    what = f"{total} change(s){more}" if total else "nothing to change"
    click.echo(f"{conversion.original}: {conversion.format}, {what}; {conversion.converter}", err=True)
