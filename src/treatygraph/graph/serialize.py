"""Writes graphs as deterministic Turtle, and swaps finished output in whole.

Must not change a triple.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from treatygraph.model import TreatyGraphError
from treatygraph.vocab import PREFIXES, TYPE

_TYPE = NamedNode(TYPE)


def sort_key(triple: Triple) -> tuple[str, bool, str, str]:
    """Order triples by subject, then rdf:type first, then predicate and object."""
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def turtle(triples: Iterable[Triple], comment: str = "", prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples as Turtle, sorted, under the project's prefixes: the same bytes for the same triples."""
    body = serialize(sorted(triples, key=sort_key), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
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


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let an interrupt or a request to end wait until the block is done."""
    ours = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ours) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _swap(folder: Path, staging: Path, new: Sequence[str], stale: Sequence[str]) -> None:
    """Move new files in and stale ones out; where one move fails, undo those before it and raise OSError."""
    kept = staging / "earlier"
    kept.mkdir()
    done: list[str] = []
    try:
        for name in (*new, *stale):
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, f"'{name}' is a folder there")
            if (folder / name).exists():
                os.replace(folder / name, kept / name)
            done.append(name)
            if (staging / name).exists():
                os.replace(staging / name, folder / name)
    except OSError:
        for name in done:
            (folder / name).unlink(missing_ok=True)
            if (kept / name).exists():
                os.replace(kept / name, folder / name)
        raise


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
            with (staging / name).open("xb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
        with _undisturbed():
            _swap(folder, staging, list(files), [name for name in stale if name not in files])
    except OSError as fault:
        raise TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault}); "
                               "the earlier output is kept") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
