"""Puts a release's files into a folder so that it holds all of them or is as it was before.

Must not know what the files hold. They are written aside, next to the folder, and then take its name; where an earlier
release had that name, it is set aside first, and put back by whoever comes next if the process was ended between.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from treatygraph.graph.swapping import beside, undisturbed, write_settled
from treatygraph.model import TreatyGraphError
from treatygraph.release.sums import SUMS_FILE, listed


def check_free(folder: Path, *, replace: bool) -> None:
    """Put back what an ended process had set aside, and see whether a release may be written to a folder.

    Raises TreatyGraphError where it is a file or holds anything; with `replace`, where that is more than a release.
    """
    aside = _aside(folder)
    try:
        if aside.is_dir():
            if folder.exists():
                shutil.rmtree(aside)
            else:
                aside.rename(folder)
        if not folder.exists() and not folder.is_symlink():
            return
        if folder.is_symlink() or not folder.is_dir():
            raise TreatyGraphError(f"{folder}: is no folder; name one that is empty or not there yet")
        held = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    except OSError as fault:
        raise TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault})") from None
    if held and not replace:
        raise TreatyGraphError(f"{folder}: is not empty; name another folder, or add --replace if it holds an earlier "
                               "release that this one is to replace")
    if held:
        foreign = sorted(set(held) - listed(folder).keys() - {SUMS_FILE})
        if foreign:
            raise TreatyGraphError(f"{folder}: holds what no release put there ({foreign[0]}); move it away, or name "
                                   "another folder")


def write_release(folder: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    """Write a release into a folder, whole; raise TreatyGraphError where that cannot be, with the folder as it was."""
    staging: Path | None = None
    made: list[Path] = []
    try:
        made = [path for path in folder.parents if not path.exists()]
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = beside(folder)
        _fill(staging, files)
        check_free(folder, replace=replace)
        aside = _aside(folder)
        with undisturbed():
            if folder.exists():
                folder.rename(aside)
            try:
                staging.rename(folder)
            except OSError:
                if aside.is_dir():
                    aside.rename(folder)
                raise
            shutil.rmtree(aside, ignore_errors=True)
        made = []
    except OSError as fault:
        raise TreatyGraphError(f"{folder}: cannot be written ({fault.strerror or fault})") from None
    finally:
        if staging:
            shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):
            for path in made:
                path.rmdir()


def _fill(staging: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_settled(path, data)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.treatygraph-earlier")
