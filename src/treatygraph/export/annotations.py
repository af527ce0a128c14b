"""Writes the evidence as one file of Web Annotations (W3C, Web Annotation Data Model), in JSON-LD.

Must not choose what is annotated.
"""

from __future__ import annotations

import json

from treatygraph.export.content import Content
from treatygraph.export.rdf import Files
from treatygraph.graph.web_annotations import annotation_page


def annotations_file(content: Content) -> Files:
    """Return every span of the texts with what it names and what was read from it, as an annotation page."""
    page = annotation_page(content.store)
    return {"annotations.jsonld": (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()}
