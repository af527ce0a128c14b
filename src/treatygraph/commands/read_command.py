"""The command `read`: prints a text's document tree, or writes the text back from it.

Must not find or state anything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from treatygraph.convert.conversion import open_text
from treatygraph.language.languages import available
from treatygraph.model import Severity, brief
from treatygraph.read.tree import DocumentTree, Node, NodeKind
from treatygraph.read.which_report import identify
from treatygraph.reading.engine import read_tree
from treatygraph.tables import shipped

_EPILOG = """\b
Examples:
  treatygraph read report.txt
  treatygraph read report.txt --format json
  treatygraph read report.docx            the tree of what `treatygraph convert` makes of it
  treatygraph read report.txt --write-back | cmp - report.txt
"""


@click.command(epilog=_EPILOG)
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--language", help=f"Language of the text ({', '.join(available())}); by default what the text tells.")
@click.option("--format", "form", type=click.Choice(["tree", "json"]), default="tree", show_default=True)
@click.option("--write-back", is_flag=True, help="Write the text from the tree, byte for byte, instead of the tree.")
def read(text: Path, language: str | None, form: str, write_back: bool) -> int:
    """Print the document tree of TEXT: every part with its number and its offsets (0-based, end-exclusive)."""
    opened = open_text(text)
    identity = identify(opened.source, shipped(), language=language, fallback=text.name, received=opened.sha256)
    tree = read_tree(opened.source, identity.language)
    if write_back:
        sys.stdout.buffer.write(tree.source.to_bytes(tree.write()))
        return 0
    if form == "json":
        click.echo(json.dumps(_json(tree.root), ensure_ascii=False, indent=1))
    else:
        for line in _lines(tree):
            click.echo(line)
        for doubt in identity.doubts:
            click.echo(f"{text}: {Severity.INFO}: {doubt}", err=True)
        for finding in tree.findings:
            place = finding.place
            click.echo(f"{place.file}:{place.line}:{place.column}: {finding.severity}: {finding.message}", err=True)
    return 0


def _lines(tree: DocumentTree) -> Iterator[str]:
    for node in tree.root.walk():
        if node.kind is NodeKind.ROW:
            continue
        depth = sum(1 for parent in node.ancestors() if parent.kind is not NodeKind.ROW)
        span = node.body_span
        number = f" {node.number}" if node.number else ""
        yield f"{'  ' * depth}{node.kind}{number} [{span.start},{span.end}) {brief(node.body)}".rstrip()


def _json(node: Node) -> dict[str, Any]:
    span = node.body_span
    record: dict[str, Any] = {"kind": node.kind.value, "start": span.start, "end": span.end}
    if node.number:
        record["number"] = node.number
    if node.body:
        record["text"] = node.body
    if node.children:
        record["parts"] = [_json(child) for child in node.children]
    return record
