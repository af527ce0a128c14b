"""Writes graphs as deterministic Turtle, and swaps finished output in whole.

Must not change a triple.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from treatygraph.model import TreatyGraphError
from treatygraph.vocab import PREFIXES, TYPE

_TYPE = NamedNode(TYPE)


def sort_key(triple: Triple) -> tuple[str, bool, str, str]:
    """Order triples by subject, then rdf:type first, then predicate and object."""
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def turtle(triples: Iterable[Triple], comment: str = "") -> bytes:
    """Write triples as Turtle, sorted, under the project's prefixes: the same bytes for the same triples."""
    body = serialize(sorted(triples, key=sort_key), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head.encode() + (body or b"")


def read_turtle(path: Path) -> list[Triple]:
    """Read a Turtle file; raise TreatyGraphError with file and line where it is faulty."""
    try:
        return [Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=RdfFormat.TURTLE)]
    except SyntaxError as fault:
        raise TreatyGraphError(f"{path}:{fault.lineno or 1}: not well-formed Turtle: {fault.msg}") from None
    except OSError as fault:
        raise TreatyGraphError(f"{path}: cannot be read ({fault.strerror or fault})") from None


def write_whole(folder: Path, files: Mapping[str, bytes], stale: Iterable[str] = ()) -> None:
    """Write files into a folder so that either all of them are the new ones or none is.

    Everything is written beside the folder first and moved in only when complete; `stale` names files of an
    earlier run that the new ones replace. Raises TreatyGraphError where the disk refuses, leaving the old files.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".treatygraph-", dir=folder))
    except OSError as fault:
        raise TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault})") from None
    try:
        for name, data in files.items():
            target = staging / name
            target.write_bytes(data)
            with target.open("rb") as handle:
                os.fsync(handle.fileno())
        for name in files:
            os.replace(staging / name, folder / name)
        for name in stale:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
    except OSError as fault:
        raise TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault}); "
                               "the earlier output is kept") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
