"""The command `annotations`: writes the evidence of the graph as Web Annotations.

Must not read a text, nor add anything to what the graph holds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.graph.swapping import write_whole

_EPILOG = """\b
Examples:
  treatygraph annotations > annotations.jsonld
  treatygraph annotations --data graph/ --out annotations.jsonld
"""


@click.command("annotations", epilog=_EPILOG)
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to take instead of the built graph; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file to write instead of the output.")
def write_annotations(*, data: Sequence[Path], out: Path | None) -> int:
    """Write every span of the texts, with what it names and what was read from it, as W3C Web Annotations (JSON-LD)."""
    from treatygraph.graph.store import load  # noqa: PLC0415
    from treatygraph.graph.web_annotations import annotation_page  # noqa: PLC0415

    page = annotation_page(load(list(data) or [paths.graph()]))
    text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out.parent, {out.name: text.encode()})
    return 0
