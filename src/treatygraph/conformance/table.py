"""Runs all checks and puts their outcomes into one table.

Must not print it, and must not know what a check looks for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from treatygraph.conformance import declared, negotiation, pitfalls, reading_back, reasoning, shacl
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, Result, judged
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import TreatyGraphError

_SOURCES = ("FOOPS!", "OOPS!", "OWL 2", "SHACL", "RDF 1.1", "TreatyGraph")
EXPLAINED = Check("EXPLAINED", "Every explanation explains something that is found", "TreatyGraph")


def conformance(endpoint: str = "", progress: Callable[[str], None] = lambda _: None) -> list[Outcome]:
    """Run every check and return the rows, by catalogue and id.

    The checks of a published ontology ask the server at `endpoint`; without one, `treatygraph serve` is started.
    """
    explanations = Explanations()
    triples = ontology_triples()
    progress("queries")
    rows = [*pitfalls.outcomes(triples, explanations), *pitfalls.never_run()]
    progress("terms")
    rows += declared.outcomes(triples, explanations)
    progress("shapes")
    rows.append(shacl.outcome(explanations))
    progress("content negotiation")
    rows += _web(endpoint, explanations)
    progress("reasoners and parsers")
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(reasoning.outcomes, triples, explanations)
        rows += reading_back.outcomes(explanations)
        rows += asked.result()
    ran = [row.check.id for row in rows if row.result is not Result.NOT_RUN]
    rows.append(judged(EXPLAINED, explanations.unused(ran), explanations))
    return sorted(rows, key=lambda row: (_SOURCES.index(row.check.source), row.check.id))


def _web(endpoint: str, explanations: Explanations) -> list[Outcome]:
    if endpoint:
        return negotiation.outcomes(endpoint, explanations)
    try:
        with negotiation.served() as address:
            return [Outcome(row.check, row.result, row.why.replace(f"at {address}", "by treatygraph serve"), row.found)
                    for row in negotiation.outcomes(address, explanations)]
    except TreatyGraphError as fault:
        return negotiation.none_run(f"no server: {fault}")


def is_open(rows: list[Outcome]) -> bool:
    """Tell whether anything is open: a check found what no decision note explains."""
    return any(row.result is Result.FAIL for row in rows)


def records(rows: list[Outcome]) -> list[dict[str, Any]]:
    """Return the rows as plain records."""
    return [{"id": row.check.id, "title": row.check.title, "source": row.check.source, "result": row.result.value,
             "why": row.why, "found": [asdict(each) for each in row.found]} for row in rows]


__all__ = ["Found", "Outcome", "Result", "conformance", "is_open", "records"]
