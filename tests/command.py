"""Calls the command line as its users do, but in the process of the tests, which has imported everything already.

Must not be used where the process itself is looked at: its signals, its memory, its pipes.
"""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
import sys
from pathlib import Path

from treatygraph import cli


def run(*arguments: str, stdin: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call the command line with arguments; return its exit code and what it printed, as a process would."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO((stdin or "").encode()), encoding="utf-8")
    at_end, before = signal.getsignal(signal.SIGTERM), sys.stdin
    sys.stdin = given
    try:
        with (contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
              contextlib.chdir(cwd or Path.cwd())):
            cli.main(list(arguments))
        code: object = 0
    except SystemExit as left:
        code = left.code
    finally:
        sys.stdin = before
        signal.signal(signal.SIGTERM, at_end)
    printed, told = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(["treatygraph", *arguments], int(str(code or 0)), printed, told)
