"""Makes a page of the notebook as it is committed: its words, its programs, and what they gave.

Must not run it.
"""

from __future__ import annotations

import re

import nbformat
from gathering import DOCS
from nbconvert import MarkdownExporter

NOTEBOOK = DOCS / "notebook" / "five-questions.ipynb"


def notebook_page() -> dict[str, bytes]:
    """Return the page and its charts by their paths on the site."""
    if not NOTEBOOK.exists():
        return {}
    text, beside = MarkdownExporter().from_notebook_node(nbformat.read(NOTEBOOK, as_version=4))
    titles = iter(re.findall(r"^## (.*)$", text, re.M))
    text = re.sub(r"^(## .*$)|!\[svg\]", lambda found: found[1] or f"![{next(titles)}]", text, flags=re.M)
    charts = {f"notebook/{name}": content for name, content in beside["outputs"].items()}
    return {"notebook/five-questions.md": text.encode(), **charts}
