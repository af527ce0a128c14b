"""Who waits for input is let go by a signal, and what came before it is read."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

WAITING = """
import sys, threading
from treatygraph.mcp.ending import signals_as_end_of_input
with signals_as_end_of_input() as came:
    found = []
    thread = threading.Thread(target=lambda: found.append(sys.stdin.read()))
    print(sys.stdin.readline().strip(), flush=True)
    thread.start()
    thread.join()
print(came, found)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_input(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("first\n")
        process.stdin.flush()
        assert process.stdout.readline() == "first\n"
        process.send_signal(number)
        assert process.stdout.readline() == f"[{int(number)}] ['']\n"
        assert process.wait() == 0


def test_without_a_signal_the_input_ends_where_it_ends() -> None:
    done = subprocess.run([sys.executable, "-c", WAITING], input="first\nsecond\n", capture_output=True, text=True, check=True)
    assert done.stdout == "first\n[] ['second\\n']\n"
