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

from treatygraph.graph import store, swapping
from treatygraph.graph.store import graph_files
from treatygraph.graph.swapping import LOCK, SCRATCH, mended, write_whole, writing_into
from treatygraph.model import TreatyGraphError

pytestmark = pytest.mark.hardening

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


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_a_move_that_fails_undoes_those_before_it(fails_at: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.replace, [0]

    def replace(source: Path, target: Path) -> None:
        calls[0] += 1
        if calls[0] == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    monkeypatch.setattr(swapping.os, "replace", replace)
    if fails_at > 4:  # the journal, and three new files
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
    monkeypatch.setattr(swapping.os, "replace", replace)
    write_whole(folder, NEW, ["stale.ttl"])
    assert waiting == [True] * 4
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


_KILLED_EVERYWHERE = """
import itertools, os, signal, sys
from pathlib import Path
from treatygraph.graph.swapping import mended, write_whole

OLD, NEW, base = {old!r}, {new!r}, Path(sys.argv[1])
DOING = {{"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "open"}}

def held(folder):
    return {{path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}}

def die_at(number):
    steps = itertools.count(1)
    def hook(event, arguments):
        if event in DOING and next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

for number in itertools.count(1):
    folder = base / str(number)
    folder.mkdir()
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    child = os.fork()
    if not child:
        die_at(number)
        write_whole(folder, NEW, ["stale.ttl"])
        os._exit(0)
    ended = os.waitpid(child, 0)[1]
    seen = held(mended(folder))
    assert seen in (OLD, NEW), (number, sorted(seen))
    write_whole(folder, NEW, ["stale.ttl"])
    assert sorted(path.name for path in folder.iterdir()) == sorted(NEW), number
    print(number, "new" if seen == NEW else "old", flush=True)
    if not ended:
        break
"""


def test_killed_at_every_step_the_folder_is_whole_for_the_next_command(tmp_path: Path) -> None:
    """Before the journal lies there it is the old one, from then on the new one, and no scrap outlives the next write."""
    done = subprocess.run([sys.executable, "-c", _KILLED_EVERYWHERE.format(old=OLD, new=NEW), str(tmp_path)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = [line.split()[1] for line in done.stdout.splitlines()]
    assert len(seen) > 20
    assert seen == sorted(seen, reverse=True), "once it is the new one, it stays so"
    assert seen.count("new") > 4


def test_killed_while_it_undoes(folder: Path) -> None:
    scratch = folder / f"{SCRATCH}x"
    (scratch / "earlier").mkdir(parents=True)
    (scratch / "undo").write_text('{"new": ["a.ttl", "c.ttl"], "stale": ["stale.ttl"], "had": ["a.ttl", "stale.ttl"]}')
    (folder / "stale.ttl").rename(scratch / "earlier" / "stale.ttl")
    for name in ("a.ttl", "c.ttl"):
        (folder / name).write_bytes(b"new")
    (scratch / "earlier" / "a.ttl").write_bytes(OLD["a.ttl"])
    assert held(mended(folder)) == OLD


@pytest.mark.parametrize("journal", ["", "[]", "{}", '{"new": ["../x"], "stale": [], "had": []}',
                                     '{"new": [], "stale": ["/etc/x"], "had": []}', '{"new": [1], "stale": [], "had": []}'])
def test_a_journal_that_is_none_is_told(folder: Path, journal: str) -> None:
    scratch = folder / f"{SCRATCH}x"
    (scratch / "new").mkdir(parents=True)
    (scratch / "new" / "x").write_bytes(b"x")
    (scratch / "journal").write_text(journal)
    with pytest.raises(TreatyGraphError, match=f"what a process that was ended left in {SCRATCH}x cannot be moved"):
        graph_files(folder)
    assert not (folder.parent / "x").exists()


def test_who_writes_into_a_folder_is_told_to_the_next(folder: Path) -> None:
    with writing_into(folder):
        done = build(folder)
        _, told = done.communicate(timeout=300)
    assert done.returncode == 2
    assert f"process {os.getpid()} on " in told
    assert "is writing here; wait until it has ended" in told
    assert len(told.strip().splitlines()) == 1
    assert held(folder) == OLD


def test_what_is_stale_is_asked_for_when_nobody_else_writes(folder: Path) -> None:
    """Of two that write one after the other, the second clears what the first has just written."""
    with writing_into(folder) as writer:
        writer.write(NEW, lambda: ["b.ttl", "stale.ttl"])
    with writing_into(folder) as writer:
        writer.write({"d.ttl": b"d"}, lambda: [path.name for path in folder.glob("*.ttl")])
    assert held(folder) == {"d.ttl": b"d"}


def test_a_lock_whose_holder_is_gone_locks_nobody_out(folder: Path) -> None:
    (folder / LOCK).write_text("process 1 on elsewhere, since ever\n")
    write_whole(folder, NEW, ["stale.ttl"])
    assert held(folder) == NEW


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_written_to(fault: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(swapping.fcntl, "flock", refuse)
    write_whole(folder, NEW, ["stale.ttl"])
    assert held(folder) == NEW


def test_a_link_that_bears_such_a_name_is_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "new").mkdir(parents=True)
    (elsewhere / "new" / "a.ttl").write_bytes(b"forged")
    (elsewhere / "journal").write_text('{"new": ["a.ttl"], "stale": ["b.ttl"], "had": []}')
    (folder / f"{SCRATCH}x").symlink_to(elsewhere)
    write_whole(mended(folder), {"c.ttl": b"c"})
    assert (folder / "a.ttl").read_bytes() == OLD["a.ttl"]
    assert (elsewhere / "new" / "a.ttl").read_bytes() == b"forged"


def test_a_folder_that_was_made_for_nothing_goes(tmp_path: Path) -> None:
    with pytest.raises(TreatyGraphError, match="no"), writing_into(tmp_path / "one" / "two"):
        raise TreatyGraphError("no")
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("times", [1, 9])
def test_a_graph_is_read_whole_while_a_build_moves_a_new_one_in(times: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is begun anew, what is read is of one build; it is given up where that goes on and on."""
    def built(number: int) -> dict[str, bytes]:
        return {f"{stem}.ttl": f"<urn:{stem}> <urn:build> <urn:{number}> .".encode() for stem in ("a", "b", f"c{number}")}

    real, swaps = store._load_file, [0]

    def slowly(into: object, file: Path, graph: object) -> None:
        real(into, file, graph)  # type: ignore[arg-type]
        if swaps[0] < times and file.stem == "a":
            swaps[0] += 1
            write_whole(folder, built(swaps[0]), [path.name for path in folder.glob("*.ttl")])

    write_whole(folder, built(0), ["stale.ttl"])
    monkeypatch.setattr(store, "_load_file", slowly)
    if times > 3:
        with pytest.raises(TreatyGraphError, match="its files change while they are read"):
            store.load_union([folder])
        return
    assert {quad.object.value for quad in store.load_union([folder])} == {"urn:1"}
    assert {quad.object.value for quad in store.load([folder])} == {"urn:1"}
