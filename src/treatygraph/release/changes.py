"""Writes what changed since the release before: a page in words, the whole of it as tables, and the exact triples.

Must not compare: it only puts into words what was compared.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import RdfFormat, serialize

from treatygraph import iris
from treatygraph.export.rdf import Files
from treatygraph.release.edition import Edition
from treatygraph.release.facts_changed import FactChange, FactChanges
from treatygraph.release.terms_changed import AXIOMS, TermChange

PAGE = "changes/CHANGES.md"
_SHOWN = 5
_TERMS_SHOWN = 20
_LONG = 160
_VALUES = 3
_TERMS_HEAD = {"new": "New", "gone": "Gone", "retired": "Retired", "changed": "Said otherwise"}
_FACTS_HEAD = {"new": "New", "gone": "Gone", "changed": "Stated otherwise"}
_COLUMNS = ("change", "kind", "thing", "name", "property", "before", "now")
_EXACT = """
## To the triple

`removed.nq` and `added.nq` are the quads that went and came, the description of the dataset left out. Whoever holds the
release before removes the ones, adds the others, and has this one.
"""


def change_files(edition: Edition, terms: Sequence[TermChange], facts: FactChanges) -> Files:
    """Return the page, its long lists, and the quads that came and went."""
    return {
        PAGE: page(edition, terms, facts).encode(),
        "changes/terms.csv": _table((change.what, change.term.kind, change.term.name, change.term.label, *row)
                                    for change in terms for row in _rows(change, whole=change.what in {"new", "gone"})),
        "changes/facts.csv": _table((change.what, change.kind, change.thing, change.name, *row)
                                    for change in facts.changes for row in _rows(change, whole=False)),
        "changes/added.nq": serialize(facts.came, format=RdfFormat.N_QUADS) or b"",
        "changes/removed.nq": serialize(facts.went, format=RdfFormat.N_QUADS) or b"",
    }


def page(edition: Edition, terms: Sequence[TermChange], facts: FactChanges) -> str:
    """Return the changes in words, counted by kind, with examples; the whole lists stand in files of their own."""
    assert edition.prior is not None
    return "\n".join([f"# Changes from {edition.prior.version} to {edition.version}", "", summary(terms, facts), "",
                      "## Terms of the ontology", "", *_terms(terms),
                      "## Facts", "", *_facts(facts), *_names(facts), *_follows(facts)]).rstrip() + "\n" + _EXACT


def summary(terms: Sequence[TermChange], facts: FactChanges) -> str:
    """Return the changes in one sentence, or that there are none.

    >>> summary([], FactChanges((), Counter(), (), (), (), ()))
    'No term of the ontology and no fact has changed.'
    """
    if not terms and not facts:
        return "No term of the ontology and no fact has changed."
    of_facts = Counter(change.what for change in facts.changes)
    of_terms = Counter(change.what for change in terms if change.term.kind != AXIOMS)
    told = [f"{of_terms[what]} {'term' if of_terms[what] == 1 else 'terms'} {words}" for what, words in
            (("new", "new"), ("gone", "gone"), ("retired", "retired"), ("changed", "said otherwise")) if of_terms[what]]
    told += [f"{of_facts[what]:,} {'thing' if of_facts[what] == 1 else 'things'} {words}" for what, words in
             (("new", "new"), ("gone", "gone"), ("changed", "stated otherwise"),
              ("evidence", "resting on other words, rules or sources")) if of_facts[what]]
    if facts.renamed:
        told.append(f"{len(facts.renamed):,} called otherwise")
    if not told and len(terms) > sum(of_terms.values()):
        return "Only axioms of the ontology that belong to no single term have changed."
    return (", ".join(told) or "Only what follows from the facts has changed") + "."


def _terms(changes: Sequence[TermChange]) -> Iterable[str]:
    if not changes:
        yield from ("None has changed.", "")
    for what, head in _TERMS_HEAD.items():
        found = [change for change in changes if change.what == what and change.term.kind != AXIOMS]
        if found:
            rest = f", of which {_TERMS_SHOWN} here and all in `terms.csv`" if len(found) > _TERMS_SHOWN else ""
            yield from (f"### {head} ({len(found)}){rest}", "")
            for change in found[:_TERMS_SHOWN]:
                yield from _term(change)
            yield ""
    axioms = [change for change in changes if change.term.kind == AXIOMS]
    if axioms:
        yield from (f"### Axioms of no single term ({len(axioms)})", "")
        yield from (f"- {change.what}: {_cut(change.term.name)}" for change in axioms)
        yield ""


def _term(change: TermChange) -> Iterable[str]:
    term = change.term
    if change.what in {"new", "gone"}:
        meaning = f"\"{term.label}\": {_cut(term.definition)}" if term.definition else "defined elsewhere"
        yield f"- `{term.name}` ({term.kind}), {meaning}"
    else:
        yield f"- `{term.name}` ({term.kind}):"
        yield from (f"  - {line}" for line in _sayings(change))


def _facts(facts: FactChanges) -> Iterable[str]:
    if not facts.changes:
        yield from ("No thing is new or gone, and of none is anything else stated.", "")
        return
    yield from ("| kind | new | gone | stated otherwise | only on other words, rules or sources | as before |",
                "|---|---:|---:|---:|---:|---:|")
    counted = Counter((change.kind, change.what) for change in facts.changes)
    for kind in facts.kinds:
        row = [counted[kind, what] for what in ("new", "gone", "changed", "evidence")]
        yield f"| {kind} | {' | '.join(f'{number:,}' for number in (*row, facts.same[kind]))} |"
    yield ""
    for kind in facts.kinds:
        if not any(counted[kind, what] for what in _FACTS_HEAD):
            continue
        yield from (f"### {kind[:1].upper()}{kind[1:]}", "")
        for what, head in _FACTS_HEAD.items():
            found = facts.of(kind, what)
            if found:
                yield f"{head} ({len(found):,}){_examples(found)}:"
                yield ""
                yield from _told(found[:_SHOWN])
                yield ""


def _told(changes: Iterable[FactChange]) -> Iterable[str]:
    for change in changes:
        yield f"- {change.name or 'without a name'} (`{iris.path_of(change.thing)}`)"
        if change.what == "changed":
            yield from (f"  - {line}" for line in _sayings(change))


def _examples(found: Sequence[object]) -> str:
    return f", of which {_SHOWN} here and all in `facts.csv`" if len(found) > _SHOWN else ""


def _sayings(change: TermChange | FactChange) -> Iterable[str]:
    """Say for each property what fell away and what came."""
    for name, was, now in change.sayings:
        if was and now:
            yield f"`{name}` was {_several(was)}, is now {_several(now)}"
        elif now:
            yield f"`{name}` is now stated: {_several(now)}"
        else:
            yield f"`{name}` is no longer stated: {_several(was)}"


def _several(values: Sequence[str]) -> str:
    shown = ", ".join(_cut(value) for value in values[:_VALUES])
    return f"{shown} and {len(values) - _VALUES} more" if len(values) > _VALUES else shown


def _names(facts: FactChanges) -> Iterable[str]:
    if not facts.renamed:
        return
    yield from (f"## Names ({len(facts.renamed):,})", "", "Things that are called otherwise in some language:", "")
    for thing, before, now in facts.renamed[:_SHOWN]:
        yield f"- `{iris.path_of(thing)}`: " + (f'"{before}" is now "{now}"' if before != now else
                                                f'"{now}" as before; another of its names has changed')
    yield ""


def _follows(facts: FactChanges) -> Iterable[str]:
    if not facts.follows:
        return
    yield from ("## What follows", "", "Triples that are inferred, by their property:", "",
                "| property | came | went |", "|---|---:|---:|")
    yield from (f"| `{name}` | {came:,} | {went:,} |" for name, came, went in facts.follows)
    yield ""


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONG else f"{line[:_LONG].rstrip()}…" + ('"' if line.startswith('"') else "")


def _rows(change: TermChange | FactChange, *, whole: bool) -> list[tuple[str, str, str]]:
    """Return the properties that differ; of what is new or gone a row is enough, unless `whole` asks for all."""
    if change.what in {"new", "gone"} and not whole:
        return [("", "", "")]
    return [(name, "\n".join(was), "\n".join(now)) for name, was, now in change.sayings] or [("", "", "")]


def _table(rows: Iterable[tuple[str, ...]]) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return held.getvalue().encode()
