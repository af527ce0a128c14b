"""Stands before a terminal: of what is printed, only line ends, tabs and colours reach it as what they are.

Must not touch what is written into a file or a pipe. A report, a graph or a store may hold signs that move the cursor
and so write a line that no command has printed.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from treatygraph.model import visible

_COLOUR = re.compile(r"(\x1b\[[0-9;]{0,40}m)")
_OF_A_PALETTE = re.compile(r"[34]8;(?:5;\d+|2;\d+;\d+;\d+)")
_CONCEALED = "8"


class Terminal:
    """A text stream to a terminal that shows control characters instead of obeying them."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Write a text, with colours as they are."""
        # Split by a pattern with one group, every second part is a colour.
        parts = _COLOUR.split(text.replace("\r\n", "\n"))
        self.stream.write("".join(part if at % 2 and _is_seen(part) else visible(part)
                                  for at, part in enumerate(parts)))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write texts one after the other."""
        for line in lines:
            self.write(line)


def _is_seen(colour: str) -> bool:
    return _CONCEALED not in _OF_A_PALETTE.sub("", colour[2:-1]).split(";")


def guard() -> None:
    """Put a guard before each standard stream that leads to a terminal."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, Terminal) and stream is not None and stream.isatty():
            setattr(sys, name, Terminal(stream))


def unguarded(stream: Any) -> Any:
    """Return the stream behind the guard, for what moves the cursor itself, as progress does."""
    return stream.stream if isinstance(stream, Terminal) else stream
