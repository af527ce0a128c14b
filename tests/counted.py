"""Counts the work something takes: what it calls, or every single step; no clock, so a busy machine changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from cProfile import Profile
from types import FrameType


def calls(work: Callable[[], object], *, builtin: bool = True) -> int:
    """Return how many functions some work calls, with those of Python written in C unless `builtin` says not to."""
    profile = Profile(builtins=builtin)
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def steps(work: Callable[[], object]) -> int:
    """Return how many instructions of Python's some work takes: loops without a call count too, but it is slow."""
    counted = 0

    def traced(frame: FrameType, event: str, _argument: object) -> Callable[..., object]:
        nonlocal counted
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        counted += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted
