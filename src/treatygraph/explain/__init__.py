"""Says where a thing or a triple comes from: rule, quoted words, table row, or the triples it follows from.

Must not infer, nor print. What is asked for is imported then: the server's workers want names alone, and not the rules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from treatygraph.explain.names import UnknownThingError, short

if TYPE_CHECKING:
    from treatygraph.explain.accounts import Derivation, Derive, Explanation, Inference, Statement, Step
    from treatygraph.explain.explainer import Explainer, NotInGraphError
    from treatygraph.explain.rendering import as_json, as_text

__all__ = [
    "Derivation",
    "Derive",
    "Explainer",
    "Explanation",
    "Inference",
    "NotInGraphError",
    "Statement",
    "Step",
    "UnknownThingError",
    "as_json",
    "as_text",
    "short",
]
_HOME = {"Explainer": "explainer", "NotInGraphError": "explainer", "as_json": "rendering", "as_text": "rendering"}


def __getattr__(name: str) -> object:
    """Import what is public and not yet there (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'treatygraph.explain' has no attribute '{name}'")
    return getattr(import_module(f"treatygraph.explain.{_HOME.get(name, 'accounts')}"), name)
