"""Puts a whole folder in the place of another in one step, so that nobody ever sees half of it.

Must not know what the folder holds.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from treatygraph.graph.swapping import beside
from treatygraph.model import TreatyGraphError

MARK = ".treatygraph-site"
"""The file by which a folder is known as one that may be replaced."""
_SCRATCH = ".treatygraph-site-"
# Linux, renameat2(2): paths are relative to the working directory; the two names are exchanged.
_HERE, _EXCHANGE = -100, 2


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside another, whose place it takes when the block ends without a fault.

    Until then, and where it does not, what was there stays. Raises TreatyGraphError where the disk refuses, or where
    there is something that was not written so.
    """
    folder = folder.absolute()
    _check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = beside(folder, _SCRATCH)
    except OSError as fault:
        raise _refused(folder, fault) from None
    try:
        yield new
        (new / MARK).touch()
        _check(folder)
        _swap(new, folder)
    except OSError as fault:
        raise _refused(folder, fault) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _check(folder: Path) -> None:
    """Raise TreatyGraphError unless a folder is not there, empty, or was written so."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise TreatyGraphError(f"{folder}: is no folder; name a new or an empty one")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise TreatyGraphError(f"{folder}: holds files that this command did not write; name a new or an empty folder, "
                               "or one that it wrote before")


def _swap(new: Path, folder: Path) -> None:
    """Give the new folder the name of the other; the other has the name of the new one then, or is gone."""
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        earlier = new.with_name(f"{new.name}-earlier")
        folder.rename(earlier)
        try:
            new.rename(folder)
        except OSError:
            earlier.rename(folder)
            raise
        earlier.rename(new)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders at once; return False where the system cannot."""
    with suppress(OSError, AttributeError):
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
        done: int = exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
        return done == 0
    return False


def _refused(folder: Path, fault: OSError) -> TreatyGraphError:
    return TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault}); what was there is kept")
