"""Lets test modules import the shared build beside them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

# As the command line does: what the tests share lives to their end, and is not searched for rings again and again.
gc.set_threshold(100_000, 50, 100)

sys.path.insert(0, str(Path(__file__).parent))

from examples import draw_all  # noqa: E402 - it stands beside this file


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-examples", action="store_true",
                     help="draw all random examples of the tests that read a whole report for each")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--all-examples"):
        draw_all()
