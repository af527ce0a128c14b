"""The example of the writer of RDF/XML runs."""

from __future__ import annotations

import doctest

from treatygraph.graph import as_xml


def test_the_example_runs() -> None:
    assert doctest.testmod(as_xml) == (0, 2)
