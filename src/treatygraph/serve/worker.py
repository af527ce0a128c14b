"""The worker process: opens the store for reading and answers one job after another until it is killed.

Must not write into the store, nor print: its standard output is the pipe.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Store

from treatygraph.serve.answers import Answers
from treatygraph.serve.messages import BEGUN, LENGTHS_SIZE, Limits, RefusedError, Reply, job_from, lengths

_WATCH_SECONDS = 1.0
# Less than the distance that Linux leaves below a stack.
_STACK = 100 * 1024 * 1024


def main() -> None:
    """Serve jobs from standard input; the arguments are the store's folder and what one answer may cost."""
    folder, rows, answer_bytes, memory, allow_service, united, index = sys.argv[1:8]
    limits = Limits(rows=int(rows), answer_bytes=int(answer_bytes), memory=int(memory),
                    allow_service=allow_service == "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints by mistake must not end up between two frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        answers = Answers(Store.read_only(folder), limits, united=united == "1", index=Path(index))
    except (OSError, ValueError) as fault:
        _send(outbox, Reply(500, "text/plain", str(fault).encode()))
        return
    _give_stack()
    _bound_memory(limits.memory)
    _send(outbox, Reply(200, "text/plain", b"ready"))
    answers.warm_up()
    while (frame := _receive(inbox)) is not None:
        # From here on it is the job that ends a worker; before, it was not to blame and is given to another one.
        outbox.write(BEGUN)
        outbox.flush()
        _send(outbox, _answer(answers, frame))


def _answer(answers: Answers, frame: bytes) -> Reply:
    try:
        return answers.answer(job_from(frame))
    except RefusedError as refused:
        return refused.reply()
    except MemoryError:
        return RefusedError(503, "the answer needs more memory than this server allows; "
                                 "ask for less, with LIMIT or a narrower pattern").reply()
    except Exception as fault:
        return RefusedError(500, f"internal fault ({type(fault).__name__}: {fault}); please report it").reply()


def _receive(inbox: BinaryIO) -> bytes | None:
    prefix = inbox.read(LENGTHS_SIZE)
    if len(prefix) < LENGTHS_SIZE:
        return None
    head, _ = lengths(prefix)
    return inbox.read(head)


def _send(outbox: BinaryIO, reply: Reply) -> None:
    outbox.write(reply.packed())
    outbox.flush()


def _give_stack() -> None:
    """Let the store's parser go deeper than usual, for a query that is not yet refused for its depth."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_STACK)
        soft = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
        resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))
    except (ImportError, OSError, ValueError):
        return


def _bound_memory(megabytes: int) -> None:
    """Let the process take so much memory more than it has now, where the system can bound it."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        with open("/proc/self/statm", encoding="ascii") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        bound = now + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    except (ImportError, OSError, ValueError):
        return


def _end_with_parent(parent: int) -> None:
    """End this process soon after its parent has ended, even in the middle of a query."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
