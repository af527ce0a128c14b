"""A real server killed in the middle of a load: seen, said, and made whole by the next load."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
import store_servers
from pyoxigraph import Store

from treatygraph.model import Iri
from treatygraph.stores.content import local_graphs
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import Outcome, Report, compare, load, unload
from treatygraph.stores.session import Access
from treatygraph.stores.target import STAGING, UnusableStoreError

pytestmark = pytest.mark.hardening

DBA = Access("dba", "dba")
OLD, NEW, LARGE = 1_200, 10_000, 30_000


def run(call: Call, data: Path) -> Report:
    with open_target(call) as target:
        return load(target, local_graphs([data]))


def made_whole(call: Call, data: Path) -> None:
    """Load, load again, compare: equal, and the second load sends nothing."""
    assert run(call, data).well
    again = run(call, data)
    assert {row.outcome for row in again.rows} == {Outcome.SAME}
    with open_target(call) as target:
        assert compare(target, local_graphs([data])).well
        assert {row.there for row in again.rows} == {len(data.read_text().splitlines())}
        assert not any(name.startswith(STAGING) for name in target.sizes() or {})


def old_and_new(folder: Path, old: int, new: int) -> tuple[Path, Path]:
    """Write two graphs of so many triples, which say different things."""
    return (store_servers.bulk(folder / "old", old, extra="old"), store_servers.bulk(folder / "new", new, extra="new"))


def test_oxigraph_killed_in_the_middle(tmp_path: Path) -> None:
    """Its PUT is a transaction, so the old graph stands after the restart."""
    old, new = old_and_new(tmp_path, OLD, NEW)
    with store_servers.running(store_servers.oxigraph(tmp_path / "server")) as server:
        assert run(Call(server.url), old).well
        with store_servers.cut_after(server, new.stat().st_size // 2) as cut:
            report = run(Call(cut, attempts=2, first_wait=0.0), new)
        assert [row.outcome for row in report.rows] == [Outcome.UNKNOWN]
        assert report.fault
        assert not report.well
        store_servers.restart(server)
        with open_target(Call(server.url)) as target:
            assert compare(target, local_graphs([old])).well
        made_whole(Call(server.url), new)


def test_oxigraph_killed_in_the_middle_of_updates(tmp_path: Path) -> None:
    """The old graph stands until the last request moves the new one into its place; what was left aside goes."""
    old, new = old_and_new(tmp_path, OLD, NEW)
    with store_servers.running(store_servers.oxigraph(tmp_path / "server")) as server:
        def by_update(base: str) -> Call:
            return Call(base, kind="oxigraph", update=f"{base}/update", batch=1_000, attempts=2, first_wait=0.0)

        assert run(by_update(server.url), old).well
        with store_servers.cut_after(server, new.stat().st_size // 2) as cut:
            assert run(by_update(cut), new).fault
        store_servers.restart(server)
        with open_target(by_update(server.url)) as target:
            assert any(name.startswith(STAGING) for name in target.sizes() or {})
            assert [row.outcome for row in compare(target, local_graphs([old])).rows] == [Outcome.SAME, Outcome.EXTRA]
        made_whole(by_update(server.url), new)


def test_virtuoso_killed_in_the_middle(tmp_path: Path) -> None:
    """It commits as it goes, so anything may be there after the restart; the next load sees what, and repairs it."""
    old, new = old_and_new(tmp_path, OLD, LARGE)
    graph = store_servers.graph_of(new)
    with store_servers.running(store_servers.virtuoso(tmp_path / "server")) as server:
        call = Call(server.url, access=DBA, attempts=2, first_wait=0.0)

        with pytest.raises(UnusableStoreError, match=r"does not accept user 'dba' and the password \(401\)"):
            run(Call(server.url, access=Access("dba", "wrong")), old)
        with pytest.raises(UnusableStoreError, match="wants a user"):
            run(Call(server.url), old)
        assert run(call, old).well

        def size() -> int:
            answer = httpx.get(f"{server.url}/sparql", timeout=30, verify=store_servers.NO_CERTIFICATES, params={
                "query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "format": "text/csv"})
            return int(answer.text.split()[-1].strip('"'))

        def kill_once_it_writes() -> None:
            # The new graph is larger, so a count other than the old one's says that the old one is on its way out.
            while size() == OLD:
                time.sleep(0.005)
            server.kill()

        killer = threading.Thread(target=kill_once_it_writes)
        killer.start()
        report = run(call, new)
        killer.join()
        assert not report.well
        assert report.fault
        assert [row.outcome for row in report.rows] == [Outcome.UNKNOWN]
        store_servers.restart(server)
        held = size()
        with open_target(call) as target:
            row = compare(target, local_graphs([new])).rows[0]
        assert (row.there, row.here) == (held, LARGE)
        if held != LARGE:
            assert row.outcome in {Outcome.DIFFERS, Outcome.MISSING}
        made_whole(call, new)
        with open_target(call) as target:
            others = set(target.sizes() or {}) - {Iri(graph)}
            assert unload(target).well
            assert set(target.sizes() or {}) == others


def test_tdb2_keeps_the_old_graphs_where_one_cannot_be_loaded(tmp_path: Path) -> None:
    """All graphs are one transaction; a directory that another process has open is refused."""
    old, new = old_and_new(tmp_path, 20, 30)
    folder = tmp_path / "tdb2"
    call = Call(str(folder), kind="tdb2")
    try:
        assert run(call, old).well
    except UnusableStoreError as fault:
        pytest.skip(str(fault))
    two = {**local_graphs([new]), Iri("urn:other"): local_graphs([new])[Iri(store_servers.graph_of(new))]}
    with pytest.MonkeyPatch.context() as patch, open_target(call) as target:
        patch.setattr("treatygraph.stores.jena.n_triples", lambda _: b'<urn:s> <urn:p> "x" .\n<urn:s> oops\n')
        report = load(target, two)
    assert "tdbupdate failed" in report.fault
    assert [row.outcome for row in report.rows] == [Outcome.OLD_KEPT, Outcome.NOT_SENT]
    assert run(call, new).well


def test_an_embedded_store_killed_in_the_middle(tmp_path: Path) -> None:
    """A process that dies while it writes leaves a graph whole, the old or the new one, and lets the directory go."""
    old, new = old_and_new(tmp_path, OLD, LARGE)
    call = Call(str(tmp_path / "store"))
    assert run(call, old).well
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from treatygraph.stores.content import local_graphs\n"
        "from treatygraph.stores.embedded import Embedded\n"
        "graphs = local_graphs([Path(sys.argv[2])])\n"
        "store = Embedded(Path(sys.argv[1]))\n"
        "print('writing', flush=True)\n"
        "for graph, triples in graphs.items(): store.replace(graph, triples)\n"
        "sys.stdin.read()\n")
    child = subprocess.Popen([sys.executable, "-c", script, call.place, str(new)], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"writing\n"
    time.sleep(0.3)
    child.kill()
    child.communicate()
    with open_target(call) as target:
        assert any(compare(target, local_graphs([whole])).well for whole in (old, new))
    made_whole(call, new)
    assert len(Store.read_only(call.place)) == LARGE


def test_a_full_disk_keeps_the_old_graph(tmp_path: Path) -> None:
    """The embedded store is refused the room it needs, as on a full disk, by the limit on a file's size."""
    old, new = old_and_new(tmp_path, OLD, NEW)
    call = Call(str(tmp_path / "store"))
    assert run(call, old).well
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from treatygraph.stores.content import local_graphs\n"
        "from treatygraph.stores.kinds import Call, open_target\n"
        "from treatygraph.stores.loading import load\n"
        "graphs = local_graphs([Path(sys.argv[2])])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with open_target(Call(sys.argv[1])) as target:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "    report = load(target, graphs)\n"
        "    print(report.rows[0].outcome.value, '|', report.fault)\n")
    done = subprocess.run([sys.executable, "-c", script, call.place, str(new)], check=False, capture_output=True,
                          text=True)
    assert done.stdout.startswith("old graph kept | "), (done.stdout, done.stderr)
    assert "cannot be written" in done.stdout
    with open_target(call) as target:
        assert compare(target, local_graphs([old])).well
    made_whole(call, new)
