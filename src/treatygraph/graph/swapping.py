"""Writes files into a folder so that all of them are the new ones or none is, whatever ends the process and whenever.

Must not know what the files hold.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from treatygraph.model import TreatyGraphError, brief

try:
    import fcntl
except ImportError:  # a system without it has no lock; the swap is whole there too
    fcntl = None  # type: ignore[assignment]

LOCK = ".treatygraph-lock"
"""The file that whoever writes into a folder holds a lock on; the system lets go of it when the process ends."""
SCRATCH = ".treatygraph-writing-"
"""How the name of a folder begins in which new files wait; one without a journal is a scrap of a process that ended."""
JOURNAL, UNDO = "journal", "undo"
_NEW, _EARLIER = "new", "earlier"
_PATIENCE = 30.0
# What file systems answer that have no locks, as some that lie on another machine; the swap is whole there too.
_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_GLANCE = 0.05


@dataclass(frozen=True)
class _Plan:
    """What is to come and what is to go; `had` are the names of both that a file bore before."""

    new: list[str]
    stale: list[str]
    had: list[str]


class Writer:
    """A folder that this process alone writes into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, files: Mapping[str, bytes], stale: Callable[[], Iterable[str]] = tuple) -> None:
        """Replace files by new ones, and remove those that are `stale` by then.

        Everything is written aside first. A journal then says what is to be moved; from there on a process that is
        ended is finished by the next command that reads or writes the folder. Raises TreatyGraphError where the disk
        refuses, with the earlier files as they were.
        """
        folder = self._folder
        staging: Path | None = None
        try:
            staging = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=folder))
            plan = _prepared(folder, staging, files, [name for name in stale() if name not in files])
            with undisturbed():
                os.replace(staging / f"{JOURNAL}.new", staging / JOURNAL)
                try:
                    _forward(folder, staging, plan)
                except OSError:
                    os.replace(staging / JOURNAL, staging / UNDO)
                    _back(folder, staging, plan)
                    raise
        except OSError as fault:
            kept = "what was begun is undone by the next command" if staging and _pending(staging) \
                else "the earlier output is kept"
            raise _refused(folder, fault, kept) from None
        finally:
            if staging and not _pending(staging):
                shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def writing_into(folder: Path, patience: float = 1.0) -> Iterator[Writer]:
    """Make a folder this process's own to write into, and mend first what one that was ended has left there.

    Raises TreatyGraphError where it cannot be written, or where another process still has it after so many seconds.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _refused(folder, fault) from None
    try:
        with _locked(folder, patience):
            _mend(folder)
            yield Writer(folder)
    finally:
        with suppress(OSError):  # a folder that nothing was written into was not asked for
            for path in made:
                path.rmdir()


def write_whole(folder: Path, files: Mapping[str, bytes], stale: Iterable[str] = ()) -> None:
    """Write files into a folder so that either all of them are the new ones or none is.

    `stale` names files of an earlier run that the new ones replace. Raises TreatyGraphError where the disk refuses,
    leaving the old files, or where another process goes on writing there.
    """
    with writing_into(folder, _PATIENCE) as writer:
        writer.write(files, lambda: stale)


def mended(folder: Path) -> Path:
    """Return a folder to be read, after finishing or undoing what a process that was ended had begun to move there.

    Raises TreatyGraphError where that cannot be done.
    """
    if any(_pending(scratch) for scratch in folder.glob(f"{SCRATCH}*")):
        with _locked(folder, _PATIENCE):
            _mend(folder)
    return folder


def _mend(folder: Path) -> None:
    for scratch in sorted(path for path in folder.glob(f"{SCRATCH}*") if not path.is_symlink()):
        try:
            for journal, move in ((JOURNAL, _forward), (UNDO, _back)):
                if (scratch / journal).is_file():
                    with undisturbed():
                        move(folder, scratch, _plan(scratch / journal))
        except (OSError, ValueError, TypeError) as fault:
            raise _refused(folder, fault, f"what a process that was ended left in {scratch.name} cannot be moved into "
                                          "place; write into another folder, or empty this one") from None
        if fcntl is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _prepared(folder: Path, staging: Path, files: Mapping[str, bytes], stale: Sequence[str]) -> _Plan:
    """Write the new files, second names for the earlier ones, and the journal; nothing has moved yet."""
    for name in (*files, *stale):
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, f"'{name}' is a folder there")
    for part in (_NEW, _EARLIER):
        (staging / part).mkdir()
    for name, data in files.items():
        write_settled(staging / _NEW / name, data)
    plan = _Plan(list(files), list(stale), [name for name in (*files, *stale) if os.path.lexists(folder / name)])
    for name in plan.had:
        try:
            os.link(folder / name, staging / _EARLIER / name, follow_symlinks=False)
        except (OSError, NotImplementedError):  # not every file system has second names
            shutil.copy2(folder / name, staging / _EARLIER / name, follow_symlinks=False)
    write_settled(staging / f"{JOURNAL}.new", json.dumps(asdict(plan)).encode())
    for path in (staging / _NEW, staging / _EARLIER, staging):
        _settle(path)
    return plan


def _plan(journal: Path) -> _Plan:
    """Read a journal; raise ValueError or TypeError where it is none, or names what does not lie in the folder."""
    plan = _Plan(**json.loads(journal.read_bytes()))
    for name in (*plan.new, *plan.stale, *plan.had):
        if not isinstance(name, str) or Path(name).name != name:
            raise ValueError(f"the journal names {name!r}")
    return plan


def _forward(folder: Path, staging: Path, plan: _Plan) -> None:
    """Move in what has not been moved yet, and remove what is stale; done twice, it is as done once."""
    for name in plan.new:
        if os.path.lexists(staging / _NEW / name):
            os.replace(staging / _NEW / name, folder / name)
    for name in plan.stale:
        (folder / name).unlink(missing_ok=True)
    _settle(folder)
    (staging / JOURNAL).unlink()


def _back(folder: Path, staging: Path, plan: _Plan) -> None:
    """Put back what was there; done twice, it is as done once."""
    for name in plan.had:
        if os.path.lexists(staging / _EARLIER / name):
            os.replace(staging / _EARLIER / name, folder / name)
    for name in plan.new:
        if name not in plan.had:
            (folder / name).unlink(missing_ok=True)
    _settle(folder)
    (staging / UNDO).unlink()


def _pending(scratch: Path) -> bool:
    return not scratch.is_symlink() and any((scratch / name).is_file() for name in (JOURNAL, UNDO))


def beside(folder: Path, prefix: str = SCRATCH) -> Path:
    """Make a folder next to another, whose place it is to take, as open to others as any that is made here.

    Returns it; raises OSError where the disk refuses.
    """
    new = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    mask = os.umask(0)
    os.umask(mask)
    new.chmod(0o777 & ~mask)  # mkdtemp lets nobody else in
    return new


def write_settled(path: Path, data: bytes) -> None:
    """Write a new file and have it on the disk before what comes next; raise OSError where the disk refuses."""
    with path.open("xb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk before what comes next; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let an interrupt or a request to end wait until the block is done."""
    ours = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ours) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _locked(folder: Path, patience: float) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    path = folder / LOCK
    try:
        handle = _lock(folder, path, patience)
    except OSError as fault:
        raise _refused(folder, fault) from None
    try:
        who = f"process {os.getpid()} on {socket.gethostname()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n"
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, who.encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _lock(folder: Path, path: Path, patience: float) -> int:
    """Return the open lock file once no other process holds it; raise TreatyGraphError that says who does."""
    until = time.monotonic() + patience
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it before has removed the file; one that was opened before that locks nobody out.
            if path.exists() and os.path.samestat(os.fstat(handle), path.lstat()):
                return handle
        except BlockingIOError:
            if time.monotonic() >= until:
                who = brief(os.pread(handle, 200, 0).decode("utf-8", "replace"), 200) or "another process"
                os.close(handle)
                raise TreatyGraphError(f"{folder}: {who}, is writing here; wait until it has ended, or write into "
                                       "another folder") from None
        except OSError as fault:
            if fault.errno in _WITHOUT_LOCKS:
                return handle
            os.close(handle)
            raise
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        time.sleep(_GLANCE)


def _refused(folder: Path, fault: Exception, kept: str = "") -> TreatyGraphError:
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else fault
    return TreatyGraphError(f"{folder}: cannot be written ({why})" + (f"; {kept}" if kept else ""))
