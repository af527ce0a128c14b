"""A full disk, an interrupt, a request to end: the earlier output stays whole, and no scrap is left beside it."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from texts import REPORT, SYMBOL

from treatygraph.graph import serialize
from treatygraph.graph.serialize import write_whole
from treatygraph.model import TreatyGraphError

OLD = {"a.ttl": b"old a", "b.ttl": b"old b", "stale.ttl": b"old stale"}
NEW = {"a.ttl": b"new a" * 100, "b.ttl": b"new b" * 100, "c.ttl": b"new c" * 100}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "graph"
    found.mkdir()
    for name, data in OLD.items():
        (found / name).write_bytes(data)
    return found


def test_a_finished_write_replaces_and_clears(folder: Path) -> None:
    write_whole(folder, NEW, ["stale.ttl"])
    assert held(folder) == NEW


@pytest.mark.parametrize("fails_at", range(1, 8))
def test_a_move_that_fails_undoes_those_before_it(fails_at: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.replace, [0]

    def replace(source: Path, target: Path) -> None:
        calls[0] += 1
        if calls[0] == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    monkeypatch.setattr(serialize.os, "replace", replace)
    if fails_at > 6:  # two old files aside, three new ones in, one stale one aside
        write_whole(folder, NEW, ["stale.ttl"])
        assert held(folder) == NEW
        return
    with pytest.raises(TreatyGraphError, match=r"No space left on device.*the earlier output is kept"):
        write_whole(folder, NEW, ["stale.ttl"])
    assert held(folder) == OLD


def test_a_folder_in_the_place_of_a_file_is_not_removed(folder: Path) -> None:
    (folder / "c.ttl").mkdir()
    (folder / "c.ttl" / "precious").write_bytes(b"x")
    with pytest.raises(TreatyGraphError, match=r"'c\.ttl' is a folder there"):
        write_whole(folder, NEW)
    assert (folder / "c.ttl" / "precious").read_bytes() == b"x"
    assert (folder / "a.ttl").read_bytes() == OLD["a.ttl"]
    assert sorted(path.name for path in folder.iterdir()) == ["a.ttl", "b.ttl", "c.ttl", "stale.ttl"]


def build(out: Path, text: Path = REPORT, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "treatygraph", "build", str(text), "--symbol", SYMBOL, "--language",
                             "zh", "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            encoding="utf-8", **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """The first pages of the report: what is written is still more than the room there is."""
    path = tmp_path / "short.txt"
    path.write_text(REPORT.read_text(encoding="utf-8")[:3_000], encoding="utf-8")
    return path


def test_no_room_for_a_file_leaves_the_earlier_output(folder: Path, short: Path) -> None:
    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = build(folder, short, preexec_fn=little_room)
    _, told = done.communicate(timeout=300)
    assert done.returncode == 2, told
    assert len(told.strip().splitlines()) == 1
    assert "cannot be written (File too large); the earlier output is kept" in told
    assert held(folder) == OLD


def test_a_full_disk_leaves_the_earlier_output(tmp_path: Path, short: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: only root may")
    try:
        out = disk / "graph"
        out.mkdir()
        (out / "a.ttl").write_bytes(b"old a")
        done = build(out, short)
        _, told = done.communicate(timeout=300)
        assert done.returncode == 2, told
        assert "cannot be written (No space left on device); the earlier output is kept" in told
        assert held(out) == {"a.ttl": b"old a"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _begun(pid: int) -> bool:
    """Tell whether the command has begun: from then on the process catches a request to end."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        pytest.skip("this system does not say which signals a process catches")
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize(("sent", "code", "says"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")])
@pytest.mark.parametrize("after", [0.0, 0.7, 2.0])
def test_an_interrupt_in_the_middle_changes_nothing(sent: signal.Signals, code: int, says: str, after: float,
                                                    folder: Path) -> None:
    """Whenever it comes, either nothing has changed or all has: a build that was done before it counts too."""
    running = build(folder)
    while not _begun(running.pid):
        time.sleep(0.02)
    time.sleep(after)
    running.send_signal(sent)
    _, told = running.communicate(timeout=300)
    if running.returncode not in {0, 1}:
        # Where the interrupt comes while Python runs a string (a dataclass being made), it ends itself by the signal
        # although the command has caught it; a shell shows 130 for both.
        assert running.returncode in ({code, -sent} if sent is signal.SIGINT else {code}), told
        assert f"{says}; nothing was changed" in told
        assert len(told.strip().splitlines()) == 1
        assert held(folder) == OLD
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_signals_wait_until_the_files_are_moved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, waiting = os.replace, []

    def replace(source: Path, target: Path) -> None:
        waiting.append({signal.SIGINT, signal.SIGTERM} <= signal.pthread_sigmask(signal.SIG_BLOCK, []))
        real(source, target)

    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    monkeypatch.setattr(serialize.os, "replace", replace)
    write_whole(folder, NEW, ["stale.ttl"])
    assert waiting == [True] * 6
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
