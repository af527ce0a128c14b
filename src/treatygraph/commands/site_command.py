"""The command `site`: writes the pages of the server as a folder of files.

Must not write a page itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths

_EPILOG = """\b
Examples:
  treatygraph site --out public
  treatygraph site --out public --base https://example.org/ctbt
  treatygraph site --out public --data graph/
  python3 -m http.server --directory public

\b
All pages of `treatygraph serve` in English and Chinese, with texts, questions
and their answers, and a search that runs in the browser. Without --base, links
are relative, so the folder can lie anywhere. The folder takes the place of an
earlier one at once; every link is followed, and one that leads nowhere is a
fault. A query of one's own takes a server: `treatygraph serve`.
"""
_MEGABYTE = 1_000_000


@click.command(epilog=_EPILOG)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="The folder to write: a new or an empty one, or one that this command wrote before.")
@click.option("--base", default="", metavar="URL",
              help="The address that the site will have; gives it a sitemap, and each page its address.")
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF instead of the built graph; may be given several times.")
def site(*, out: Path, base: str, data: Sequence[Path]) -> int:
    """Write all pages as a static site, for any web space."""
    from treatygraph.commands.output import working  # noqa: PLC0415 - asking for help must not load a graph
    from treatygraph.commands.serve_command import check_public  # noqa: PLC0415
    from treatygraph.graph.store import load  # noqa: PLC0415
    from treatygraph.serve.server import files_of  # noqa: PLC0415
    from treatygraph.site.building import write_site  # noqa: PLC0415
    from treatygraph.site.replacing import replacing  # noqa: PLC0415

    check_public(base, "--base")
    began, given = time.monotonic(), list(data) or [paths.graph()]
    with replacing(out) as folder, working("Writing the site") as progress:
        written = write_site(load(given, united=True), folder, base=base, files=files_of(given), progress=progress)
    click.echo(f"{written.pages} pages and {written.others} other files written to {out}: "
               f"{written.size / _MEGABYTE:.1f} MB in {time.monotonic() - began:.0f} s; "
               f"{written.links} links followed, none leads nowhere")
    return 0
