"""Hands out the words that stand around questions and answers, in the reader's language.

Must not hold them: they are in interface.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FALLBACK = "en"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "interface.toml").read_text(encoding="utf-8"))


def said(name: str, language: str, **values: object) -> str:
    """Return words by their name with values set in, in a language, in English where it has none of its own.

    >>> said("rows", "fr", rows=3)
    '3 rows'
    """
    found = _words().get(language, {}).get(name) or _words()[_FALLBACK][name]
    return str(found).format(**values)


def said_rows(number: int, language: str) -> str:
    """Return how many rows an answer has, in words."""
    return said("one_row", language) if number == 1 else said("rows", language, rows=number)


def kind_in(kind: str, language: str) -> str:
    """Return what a kind of parameter is called in a language, else its name in the question's header.

    >>> kind_in("State", "es")
    'State'
    """
    return str(_words().get(language, {}).get("kinds", {}).get(kind, kind))
