"""Reads the reports of treaty conferences and emits a knowledge graph that can explain itself.

`open` gives the graph that comes with the package, or another one; `build` makes one of texts; `read_text` and
`read_file` read one report into a `Report`. They and their results keep their meaning from version to version.
Importing the package costs next to nothing: what a function needs is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as type checkers read it: `python -m` looks for typing in the current folder first
if TYPE_CHECKING:
    from treatygraph.dataset.answer import Answer, Column
    from treatygraph.dataset.opening import build, open
    from treatygraph.dataset.thing import Explained, Thing
    from treatygraph.dataset.treaty_graph import TreatyGraph
    from treatygraph.model import Finding, TreatyGraphError
    from treatygraph.report import Report, read_file, read_text

__version__ = "0.2.0"
__all__ = ["Answer", "Column", "Explained", "Finding", "Report", "Thing", "TreatyGraph", "TreatyGraphError",
           "__version__", "build", "open", "read_file", "read_text"]

_HOME = {"Answer": "dataset.answer", "Column": "dataset.answer", "Explained": "dataset.thing", "Finding": "model",
         "Report": "report", "Thing": "dataset.thing", "TreatyGraph": "dataset.treaty_graph",
         "TreatyGraphError": "model", "build": "dataset.opening", "open": "dataset.opening", "read_file": "report",
         "read_text": "report"}


def __getattr__(name: str) -> object:
    """Import what is public and not yet there (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'treatygraph' has no attribute '{name}'")
    return getattr(import_module(f"treatygraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
