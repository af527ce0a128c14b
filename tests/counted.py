"""Counts the work something takes: what it calls, or every single step; no clock, so a busy machine changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """Return how many functions some work calls, Python's own ones in C included."""
    counted = 0

    def noted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


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
