"""Hands out jobs to processes of their own, and takes back what they made; one that ends early is followed by another.

Must not know what the jobs are about.
"""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from treatygraph.convert import confined
from treatygraph.isolated import isolated_call
from treatygraph.read.source import LARGEST

_MODULE = "treatygraph.corpus.worker"
_AHEAD = 2


@dataclass(frozen=True)
class Answer:
    """What became of a job: what was made of it, or why it failed."""

    job: dict[str, Any]
    made: dict[str, Any] | None
    failed: str = ""


class Pool:
    """Some processes that do jobs; they end with the block, and by themselves when this process does."""

    def __init__(self, processes: int) -> None:
        limits = {"size": LARGEST.get(), "seconds": confined.SECONDS.get(), "megabytes": confined.MEGABYTES.get()}
        self._call = isolated_call(_MODULE, json.dumps(limits))
        self._processes = processes
        self._running: set[subprocess.Popen[str]] = set()
        self._ended = threading.Event()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for process in list(self._running):
            process.kill()

    def answers(self, jobs: Iterable[dict[str, Any]]) -> Iterator[Answer]:
        """Yield an answer for each job, in the order in which they come; few jobs are taken before they are needed."""
        waiting: queue.Queue[dict[str, Any] | None] = queue.Queue(maxsize=self._processes + _AHEAD)
        answered: queue.Queue[Answer | BaseException | None] = queue.Queue(maxsize=self._processes + _AHEAD)
        threads = [threading.Thread(target=self._work, args=(waiting, answered), daemon=True)
                   for _ in range(self._processes)]
        for thread in threads:
            thread.start()
        feeding = threading.Thread(target=self._feed, args=(jobs, waiting, answered), daemon=True)
        feeding.start()
        left = len(threads)
        while left:
            answer = answered.get()
            if answer is None:
                left -= 1
            elif isinstance(answer, Answer):
                yield answer
            else:
                raise answer

    def _feed(self, jobs: Iterable[dict[str, Any]], waiting: queue.Queue[dict[str, Any] | None],
              answered: queue.Queue[Answer | BaseException | None]) -> None:
        try:
            for job in jobs:
                waiting.put(job)
        except BaseException as fault:  # told to whoever waits for answers
            answered.put(fault)
        for _ in range(self._processes):
            waiting.put(None)

    def _work(self, waiting: queue.Queue[dict[str, Any] | None],
              answered: queue.Queue[Answer | BaseException | None]) -> None:
        process: subprocess.Popen[str] | None = None
        while (job := waiting.get()) is not None and not self._ended.is_set():
            try:
                process = process or self._started()
                answer, weary = self._asked(process, job)
            except OSError as fault:
                answer, weary = Answer(job, None, f"no process can be started ({fault.strerror or fault})"), True
            if weary and process is not None:
                self._end(process)
                process = None
            answered.put(answer)
        if process is not None:
            self._end(process)
        answered.put(None)

    def _started(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(self._call, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
        self._running.add(process)
        return process

    def _asked(self, process: subprocess.Popen[str], job: dict[str, Any]) -> tuple[Answer, bool]:
        assert process.stdin is not None
        assert process.stdout is not None
        line = ""
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(job, ensure_ascii=True) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        if not line.endswith("\n"):
            return Answer(job, None, _how_it_ended(process.wait())), True
        told = json.loads(line)
        return Answer(job, told.get("made"), told.get("failed", "")), bool(told.get("weary"))

    def _end(self, process: subprocess.Popen[str]) -> None:
        self._running.discard(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _how_it_ended(code: int) -> str:
    if code < 0:
        with suppress(ValueError):
            return f"its process was ended by {signal.Signals(-code).name}; is there enough memory?"
    return f"its process ended with exit code {code}"
