"""Blank nodes that only their links tell apart: in one canonical form where that is quick, refused where it is not."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.model import Iri
from treatygraph.stores import canonical
from treatygraph.stores.content import content
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import load
from treatygraph.stores.target import StoreError

pytestmark = pytest.mark.hardening

P = NamedNode("urn:p")


def cycle(count: int, name: str = "b") -> list[Triple]:
    return [Triple(BlankNode(f"{name}{at}"), P, BlankNode(f"{name}{(at + 1) % count}")) for at in range(count)]


def every_pair(count: int) -> list[Triple]:
    return [Triple(BlankNode(f"b{one}"), P, BlankNode(f"b{other}")) for one, other in permutations(range(count), 2)]


def test_a_short_cycle_has_one_form() -> None:
    assert content(cycle(8)) == content(reversed(cycle(8, "other")))
    assert content(cycle(8)) != content(cycle(9))
    two_of_four = cycle(4) + cycle(4, "c")
    assert content(two_of_four) != content(cycle(8))
    assert len(content(two_of_four)) == 8


def test_nodes_that_their_own_triples_tell_apart_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "isolated_call", lambda *_: pytest.fail("a process was started"))
    chain = [Triple(BlankNode(f"b{at}"), NamedNode("urn:size"), Literal(str(at))) for at in range(3_000)]
    assert len(content(chain + cycle(3_000))) == 6_000


@pytest.mark.parametrize("triples", [cycle(3_000), every_pair(14)])
def test_those_that_nothing_tells_apart_are_refused(triples: list[Triple], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "SECONDS", 1)
    with open_target(Call(str(tmp_path / "store"))) as target:
        with pytest.raises(StoreError, match=r"urn:g: its blank nodes are linked so much alike .* within 1 seconds and 1,000 MB; give them IRIs"):
            load(target, {Iri("urn:g"): triples})
        assert target.sizes() == {}


def test_a_load_that_is_told_to_end_does_so_in_the_middle_of_it(tmp_path: Path) -> None:
    data = tmp_path / "x.nt"
    data.write_text("".join(f"{triple} .\n" for triple in cycle(3_000)), encoding="utf-8")
    running = subprocess.Popen([sys.executable, "-m", "treatygraph", "load", str(tmp_path / "store"), "--data", str(data)],
                               stderr=subprocess.PIPE, text=True)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if not children.exists():
        running.kill()
        running.communicate()
        pytest.skip("this system does not say which processes another has started")
    while running.poll() is None and not (found := children.read_text(encoding="ascii").split()):
        time.sleep(0.02)
    running.send_signal(signal.SIGTERM)
    _, told = running.communicate(timeout=300)
    assert (running.returncode, len(told.strip().splitlines())) == (143, 1), told
    until = time.monotonic() + 30  # whoever takes over a child that lost its parent may be slow to bury it
    while any(runs(int(child)) for child in found) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(runs(int(child)) for child in found)


def runs(child: int) -> bool:
    """Tell whether a process runs: it is there, and not dead and unburied."""
    try:
        return Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
