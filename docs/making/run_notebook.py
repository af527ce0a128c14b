"""Runs the notebook and writes it again with what its programs give; nothing in it tells when or where it was run.

    python docs/making/run_notebook.py

Needs the extra `docs`. Must not change a word or a program of it.
"""

from __future__ import annotations

import copy
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebook" / "five-questions.ipynb"


def executed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook as it is after running: its outputs, numbered; raises CellExecutionError where a cell fails."""
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    found = copy.deepcopy(notebook)
    NotebookClient(
        found, timeout=300, kernel_name="python3", record_timing=False, extra_arguments=["--log-level=ERROR"]
    ).execute()
    found.metadata["language_info"] = {"name": "python"}
    for cell in found.cells:
        cell.metadata = {}
    return found


def main() -> int:
    """Run it and write it."""
    nbformat.write(executed(nbformat.read(NOTEBOOK, as_version=4)), NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
