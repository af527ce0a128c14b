"""Runs the checks that are queries over the ontology: FOOPS! tests, OOPS! pitfalls and our own.

Must not know a pitfall: each is a query in ontology/checks/, with what it finds in its header.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, QuerySolutions, Store, Triple

from treatygraph import paths
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged, not_run
from treatygraph.model import TreatyGraphError

_HEADER = re.compile(r"^# (id|title|source|finds): (.+)$", re.M)


def query_checks(folder: Path | None = None) -> list[tuple[Check, str]]:
    """Return the checks with their queries, in order of their ids; raise TreatyGraphError for a faulty header."""
    found = []
    for path in sorted((folder or paths.checks()).glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = dict(_HEADER.findall(text))
        if set(header) != {"id", "title", "source", "finds"} or not path.stem.startswith(header["id"] + "_"):
            raise TreatyGraphError(f"{path}:1: a check begins with '# id:', '# title:', '# source:' and '# finds:', "
                                   "and its file with its id")
        found.append((Check(header["id"], header["title"], header["source"]), text))
    return found


def find(query: str, triples: Iterable[Triple]) -> Iterator[Found]:
    """Run a check's query over triples."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    yield from _ask(store, query)


def _ask(store: Store, query: str) -> Iterator[Found]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        focus, why = row["focus"], row["why"]
        yield Found(getattr(focus, "value", str(focus)), getattr(why, "value", str(why)))


def outcomes(triples: Iterable[Triple], explanations: Explanations) -> list[Outcome]:
    """Run every query over the ontology's triples."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return [judged(check, _ask(store, query), explanations) for check, query in query_checks()]


def never_run() -> list[Outcome]:
    """Return the published checks that nothing here can run, with the reason that not-run.csv gives."""
    with (paths.checks() / "not-run.csv").open(encoding="utf-8", newline="") as handle:
        return [not_run(Check(row["check"], row["title"], row["source"]), row["why"])
                for row in csv.DictReader(handle, strict=True)]
