"""Signals, to the server and to its workers: who asks meanwhile gets an answer, and nobody a traceback."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from treatygraph.serve.kept import Answered
from treatygraph.serve.messages import Reply

from .serving import Response, served, start
from .test_limits import HOSTILE

pytestmark = pytest.mark.hardening


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_queries_is_told_to_those_who_ask(number: signal.Signals, tmp_path: Path,
                                                          many: Path) -> None:
    answers: list[Response] = []
    with served("--data", str(many), "--seconds", "600", "--workers", "1", temporary=tmp_path) as found:
        # More than there are workers, so that some wait.
        asking = [threading.Thread(target=lambda: answers.append(found.query(HOSTILE))) for _ in range(6)]
        for one in asking:
            one.start()
        time.sleep(1)
        found.process.send_signal(number)
        _, lines = found.process.communicate(timeout=30)
        for one in asking:
            one.join()
    assert found.process.returncode == 0
    assert lines == "stopped\n"
    assert [(answer.status, answer.text) for answer in answers] == [
        (503, "the server is stopping; try again soon\n")] * 6
    assert {answer.headers["retry-after"] for answer in answers} == {"5"}
    assert list(tmp_path.iterdir()) == []


def test_a_second_signal_ends_at_once(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--seconds", "600", "--workers", "1") as found:
        for _ in range(3):
            found.process.send_signal(signal.SIGTERM)
        _, lines = found.process.communicate(timeout=30)
    assert (found.process.returncode, lines) == (0, "stopped\n")


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.2])
def test_a_signal_during_the_start(seconds: float, three_graphs: Path, tmp_path: Path) -> None:
    process = start("--port", "0", "--workers", "1", "--data", str(three_graphs), temporary=tmp_path)
    time.sleep(seconds)
    process.send_signal(signal.SIGTERM)
    _, lines = process.communicate(timeout=30)
    assert process.returncode in {0, -signal.SIGTERM, 130, 143}
    assert "Traceback" not in lines
    assert list(tmp_path.iterdir()) == []


def test_the_first_query_after_idle_workers_died_is_answered(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "2", "--cache", "0") as found:
        for _ in range(3):
            assert found.recovered()
            for worker in found.workers():
                os.kill(worker, signal.SIGKILL)
            assert found.query(f"ASK {{}} # {time.monotonic_ns()}").status == 200
            assert found.get("/dataset").status in {200, 404}
        found.process.terminate()
        *told, last = found.process.communicate(timeout=20)[1].splitlines()
        assert last == "stopped"
        # One that was killed while it came up is told of; nothing else is.
        assert all(line.startswith("a worker could not be started") and line.endswith("trying again") for line in told)


def test_empty_answers_are_counted() -> None:
    answered = Answered(100 * 1024)
    for number in range(1000):
        answered.keep(str(number), Reply(200, "application/n-triples", b""))
    assert sum(answered.get(str(number)) is not None for number in range(1000)) == 100
    assert answered.get("999") is not None
    assert answered.get("0") is None
