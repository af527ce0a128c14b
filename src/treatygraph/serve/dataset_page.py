"""Writes the page of the dataset: what it holds in words and numbers, its files, how to ask it and how to cite it.

Must not count what the dataset's own description counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph import vocab
from treatygraph.serve.kinds.around import Around
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page, local_path
from treatygraph.serve.rendering import release
from treatygraph.serve.thing_page import View

_CITATION = vocab.DCTERMS + "bibliographicCitation"


@dataclass
class Holding:
    """A named graph: what it holds, how many triples, and its file."""

    graph: Link
    title: str
    description: str
    triples: int
    file: str
    name: str


def dataset(page: Page, view: View) -> dict[str, object]:
    """Return what the dataset's page shows."""
    around = Around(page, view.iri)
    graphs = {}
    for row in look_up(page.things, "dataset_graphs"):
        graphs[row["graph"]] = Holding(page.link(row["graph"], row["title"]), row["title"], row["description"],
                                       row.number("triples"), local_path(row["file"], page.root),
                                       row["file"].rpartition("/")[2])
    texts = [(page.link(row["text"]), page.link(row["document"]), row["language"], row.number("passages"))
             for row in look_up(page.things, "dataset_texts")]
    ordered = sorted(graphs.values(), key=lambda one: (-one.triples, one.title))
    return {"descriptions": around.worded(vocab.DCTERMS + "description")[:1], "graphs": ordered,
            "triples": sum(one.triples for one in ordered), "texts": texts,
            "cited": next(iter(around.plain(_CITATION)), ""), "release": release()}
