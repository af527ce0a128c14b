"""The process that opens and builds reports one after the other: a line of JSON for each on its input and its output.

Must not move anything into the output; it writes into a folder of its own and says what it wrote.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import pickle
import signal
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from treatygraph.convert import confined
from treatygraph.convert.conversion import Opened, open_text
from treatygraph.corpus.one_report import Version, build_report
from treatygraph.corpus.standing import Standing
from treatygraph.corpus.watched import WatchedTables
from treatygraph.model import TreatyGraphError
from treatygraph.read.source import LARGEST
from treatygraph.read.which_report import ReportIdentity, identify
from treatygraph.tables import Tables

_WEARY_AT = 500 * 1024
"""With so many kilobytes a process asks to be followed by a fresh one."""
_BETWEEN_COLLECTIONS = 100_000


@lru_cache(maxsize=2)
def tables_of(folder: Path, more: tuple[Path, ...]) -> tuple[WatchedTables, Standing]:
    """Return the tables of a folder with what follows from them, made once."""
    tables = WatchedTables(folder, more)
    return tables, Standing(tables)


def _opened(file: Path, kept: Path | None) -> Opened:
    """Open a text; what had to be converted is kept for the process that builds its report."""
    if kept is not None and kept.is_file():
        # Written a moment ago by a process like this one, into a folder that only their user can write into.
        found: Opened = pickle.loads(kept.read_bytes())
        return found
    opened = open_text(file)
    if opened.conversion is not None and kept is not None:
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(opened))
        part.replace(kept)
    return opened


def _identify(job: dict[str, Any]) -> dict[str, Any]:
    tables = Tables(Path(job["tables"]), tuple(map(Path, job["more"])))
    opened = _opened(Path(job["file"]), Path(job["kept"]))
    found = identify(opened.source, tables, job["symbol"] or None, job["language"] or None, received=opened.sha256)
    return {"symbol": found.symbol, "language": found.language, "doubts": found.doubts}


def _build(job: dict[str, Any]) -> dict[str, Any]:
    tables, standing = tables_of(Path(job["tables"]), tuple(map(Path, job["more"])))
    versions = [Version(_opened(Path(text["file"]), Path(text["kept"])),
                        ReportIdentity(text["symbol"], text["language"], tuple(text["doubts"])))
                for text in job["texts"]]
    data, record = build_report(versions, tables, standing)
    _write(Path(job["graph"]), data)
    files = {}
    for text, version in zip(job["texts"], versions, strict=True):
        if version.opened.conversion is not None:
            for name, data in version.opened.conversion.files(text["converted"]).items():
                _write(Path(job["graph"]).with_name(name), data)
                files[name] = (len(data), hashlib.sha256(data).hexdigest())
    return record | {"converted": files}


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def done(job: dict[str, Any]) -> dict[str, Any]:
    """Do a job, and return what was made of it, or why it failed."""
    work = _identify if job["work"] == "identify" else _build
    gc.disable()
    try:
        return {"made": work(job)}
    except TreatyGraphError as fault:
        return {"failed": " ".join(str(fault).split())}
    except MemoryError:
        return {"failed": "out of memory", "weary": True}
    except Exception as fault:
        return {"failed": f"internal fault ({type(fault).__name__}: {' '.join(str(fault).split())})"}
    finally:
        gc.enable()


def _most_memory() -> int:
    """Return the most kilobytes that this process has had, or 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most  # there it is counted in bytes


def main() -> None:
    """Do what each line asks for, until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits = json.loads(sys.argv[1])
    LARGEST.set(limits["size"])
    confined.SECONDS.set(limits["seconds"])
    confined.MEGABYTES.set(limits["megabytes"])
    gc.set_threshold(_BETWEEN_COLLECTIONS, 50, 100)
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    for line in sys.stdin:
        answer = done(json.loads(line))
        gc.collect()
        if _most_memory() > _WEARY_AT:
            answer["weary"] = True
        told.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")
        told.flush()


if __name__ == "__main__":
    main()
