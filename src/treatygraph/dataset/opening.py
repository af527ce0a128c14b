"""Opens a graph that is there, and builds one of texts.

Must not ask it anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from treatygraph import paths
from treatygraph.dataset.places import Memory
from treatygraph.dataset.treaty_graph import TreatyGraph
from treatygraph.graph.store import hold, hold_union, load
from treatygraph.model import TreatyGraphError

_FINDINGS = "findings.json"


def open(path_or_url: str | Path | None = None) -> TreatyGraph:
    """Open the graph that comes with the package, a folder or file of RDF, or a SPARQL endpoint.

    An endpoint must answer over the union of the graphs, as `treatygraph serve` does; what one query cannot tell (a
    thing, the status on a day, names given for parameters, rdflib) is read from a copy made when it is first needed.
    Raises TreatyGraphError where a file is missing or not well-formed; an endpoint is not asked before a question is.

    >>> import treatygraph
    >>> treatygraph.open()
    <TreatyGraph: the graph that comes with treatygraph>
    """
    if path_or_url is None:
        return open_files([paths.graph()], "the graph that comes with treatygraph")
    if "://" in str(path_or_url):
        from treatygraph.dataset.endpoint import Endpoint  # noqa: PLC0415 - files need nothing that speaks HTTP

        place = Endpoint(str(path_or_url))
        return TreatyGraph(place, place.name)
    return open_files([Path(path_or_url)], str(path_or_url))


def open_files(files: Sequence[Path], name: str) -> TreatyGraph:
    """Open RDF files and folders of such files; raise TreatyGraphError where one is missing or not well-formed."""
    found = [one for path in files for one in _findings(path / _FINDINGS)]
    return TreatyGraph(Memory(load(files, united=True)), name, found)


def build(texts: str | Path | Sequence[str | Path], *, symbol: str | None = None, language: str | None = None,
          rows: Sequence[str | Path] = ()) -> TreatyGraph:
    """Build the graph of one's own texts, with the reference tables and what follows: read, inferred and validated.

    A text is a file of plain text, `.docx`, `.pdf` or `.html`, or `FILE:LANG`; several language versions of a report
    give one set of facts. `symbol` and `language` are looked for in the texts where they are not given; `rows` are
    folders with further rows, as `treatygraph new-series` makes them. What was not read, not resolved, contradictory or
    ill-formed is in `findings`. Raises TreatyGraphError where a text, a symbol, a language or a table cannot be used.

    >>> import pathlib, tempfile, treatygraph
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = pathlib.Path(folder, "report.txt")
    ...     _ = report.write_text("1. The Conference adopted its agenda (A/CONF.9/2031/1).", encoding="utf-8")
    ...     graph = treatygraph.build(report, symbol="A/CONF.9/2031/7")
    >>> graph.decisions().column("decided_on_symbol")
    ('A/CONF.9/2031/1',)
    """
    from treatygraph import building  # noqa: PLC0415 - whoever only opens a graph need not know how one is built
    from treatygraph.tables import shipped  # noqa: PLC0415

    given = [texts] if isinstance(texts, str | Path) else list(texts)
    if not given:
        raise TreatyGraphError("name the text to build, or several")
    tables = shipped(tuple(Path(folder) for folder in rows))
    sources = [building.source(str(text), tables, symbol, language) for text in given]
    built = building.build(sources, tables, tables_are_valid=not rows)
    store = hold(built.graphs)
    hold_union(store)
    return TreatyGraph(Memory(store), ", ".join(source.symbol for source in sources), building.findings_json(built))


def _findings(file: Path) -> list[dict[str, Any]]:
    if not file.is_file():
        return []
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise TreatyGraphError(f"{file}: cannot be read ({fault}); build the graph again") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise TreatyGraphError(f"{file}: holds no list of findings; build the graph again")
    return found
