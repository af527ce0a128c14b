"""Shows an answer on a map beside its table, where its rows give States a status under a treaty.

Must not work out a status, nor leave out the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from treatygraph import iris
from treatygraph.serve.page_parts import Page
from treatygraph.serve.standing import Answer, answers
from treatygraph.serve.world_map import Told, WorldMap, world_map
from treatygraph.status.status import STATUSES, Certainty
from treatygraph.vocab import tg

# Fewer States are seen sooner in a table.
_LEAST = 10
_KINDS: dict[str, str] = {tg(one): one.lower() for one in STATUSES}
_SEVERAL = Certainty.UNCERTAIN.value
_STATE = iris.thing("state/")


@dataclass(frozen=True)
class AnswerMap:
    """A map and what its colours mean, with the numbers of each."""

    drawn: WorldMap
    answers: list[Answer]


def answer_map(page: Page, names: Iterable[str], rows: list[Mapping[str, Any]]) -> AnswerMap | None:
    """Return the map of an answer, given as the bindings of SPARQL's JSON; None where it says no more than the table.

    A State with several statuses is uncertain; one without any has no colour.
    """
    columns = {name: {row[name]["value"] for row in rows if name in row} for name in names}
    state = next((name for name, values in columns.items()
                  if len(values) >= _LEAST and all(value.startswith(_STATE) for value in values)), None)
    status = next((name for name, values in columns.items() if values and values <= _KINDS.keys()), None)
    if state is None or status is None:
        return None
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if state in row and status in row:
            found.setdefault(row[state]["value"], {})[row[status]["value"]] = None
    w = page.words["standing"]
    told = {}
    for iri, held in found.items():
        words = w["told"].format(state=page.name(iri)[0], status=w["or"].join(page.name(one)[0] for one in held))
        told[iri] = Told(_KINDS[next(iter(held))] if len(held) == 1 else _SEVERAL, words)
    kinds = [one.kind for one in told.values()]
    return AnswerMap(world_map(page, told), [replace(one, number=kinds.count(one.kind)) for one in answers(page)])
