"""Imports what only some files that are written need, and says what to install where it is not there.

Must not install anything.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from treatygraph.model import TreatyGraphError


def library(name: str) -> Any:
    """Return a module; raise TreatyGraphError, saying what to install, where its package is not there."""
    try:
        return import_module(name)
    except ImportError:
        raise TreatyGraphError(f"this form needs {name.partition('.')[0]}, which is not installed; install "
                               "treatygraph[export]") from None


def is_installed(name: str) -> bool:
    """Tell whether a package is there, without importing it."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
