"""Finds what people ask of a series of conferences: which there were, when and where, and who presided.

Must not word what it finds.
"""

from __future__ import annotations

from treatygraph import vocab
from treatygraph.serve.browsing import sessions
from treatygraph.serve.kinds.actors import names_in_languages
from treatygraph.serve.page_parts import Page


def series(page: Page, iri: str) -> dict[str, object]:
    """Return what the page of a series shows."""
    return {"names": names_in_languages(page, iri, vocab.PREF_LABEL), "sessions": sessions(page).get(iri, [])}
