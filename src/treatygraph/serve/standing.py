"""Tells where the States stand under a treaty on a day, as pages show it: words, numbers, a map, and days of change.

Must not work out a status: `treatygraph.status` does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.model import Iri
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page
from treatygraph.serve.world_map import Told, WorldMap, key_of, world_map
from treatygraph.status.history import Step, answer_of, numbers, steps
from treatygraph.status.status import ALL, STATUSES, Certainty, Records, StateStatus, groups, records_of, states_of
from treatygraph.vocab import tg

_OTHERS = {Certainty.UNCERTAIN.value: "uncertain", Certainty.UNKNOWN.value: "unknown", Certainty.NONE.value: "none"}
_ANSWERS = (*STATUSES, *_OTHERS)


@dataclass(frozen=True)
class Answer:
    """What may be answered of a State: the name that the stylesheet has for it, its words, and how many have it."""

    kind: str
    words: str
    number: int = 0


@dataclass(frozen=True)
class Stand:
    """A State as the table shows it."""

    key: str
    state: Link
    region: Link | None
    kind: str
    words: str
    since: str


@dataclass(frozen=True)
class Part:
    """A group of States with the numbers of each answer."""

    name: Link | None
    numbers: tuple[int, ...]


class Standing:
    """The States under a treaty of which actions are recorded, worked out once for a language of names."""

    def __init__(self, page: Page, name: str) -> None:
        self.name = name
        self.treaty = iris.thing(f"treaty/{name}")
        store = page.things.store
        self.records: Records = records_of(store, name, ALL, page.things.language)
        self.steps = steps(self.records)
        self.numbers = numbers(self.steps.values())
        members = {name: set(states_of(store, self.treaty, name)) for name in groups(store, self.treaty)}
        self.groups: dict[str, set[Iri]] = {name: states for name, states in members.items() if states}

    def group_iri(self, group: str) -> str:
        """Return the annex or region that a group is; empty for all States."""
        kind, _, number = group.partition("-")
        if group == ALL:
            return ""
        annex = iris.treaty_part(self.treaty, "annex", number) if kind == "annex" and number else ""
        return annex or iris.thing(f"region/{group}")


def standing(page: Page, name: str) -> Standing:
    """Return where the States stand under a treaty; raise TreatyGraphError where the graph knows it not."""
    return page.things.kept(f"standing {name}", lambda: Standing(page, name))


def treaties(page: Page) -> list[tuple[str, int]]:
    """Return the short names of the treaties there are, those with most recorded actions first, and how many."""
    found = page.things.kept("treaties", lambda: [(row["treaty"], row.number("number"))
                                                  for row in look_up(page.things, "treaties")])
    start = iris.thing("treaty/")
    return sorted(((iri.removeprefix(start), number) for iri, number in found
                   if iri.startswith(start) and "/" not in iri.removeprefix(start)), key=lambda one: (-one[1], one[0]))


def kind_of(answer: str) -> str:
    """Return the name that the stylesheet has for an answer."""
    return _OTHERS.get(answer) or answer.lower()


def answers(page: Page, counted: Counter[str] | None = None) -> list[Answer]:
    """Return all that may be answered, with the numbers counted."""
    w = page.words["standing"]
    return [Answer(kind_of(one), page.name(tg(one))[0] if one in STATUSES else w[_OTHERS[one]],
                   counted[one] if counted else 0) for one in _ANSWERS]


def words_of(page: Page, row: StateStatus) -> str:
    """Return an answer in words: of an uncertain one all that it may be."""
    if row.certainty is Certainty.UNCERTAIN:
        return str(page.words["standing"]["or"]).join(_brief(page, one) for one in row.statuses)
    return _brief(page, answer_of(row))


def _brief(page: Page, answer: str) -> str:
    """Return an answer in a word or two; nothing for an uncertain one, which has words of its own."""
    return page.words["standing"].get(f"brief_{_OTHERS[answer]}", "") if answer in _OTHERS else page.name(tg(answer))[0]


def since_of(page: Page, row: StateStatus) -> str:
    """Return since when a status holds, as the reader writes the day; empty where it is not one status."""
    return page.day(row.since) if row.since and len(row.statuses) == 1 else ""


def told_of(page: Page, row: StateStatus) -> Told:
    """Return what a map tells of a State."""
    since = since_of(page, row)
    w = page.words["standing"]
    words = w["told_since" if since else "told"].format(state=page.link(row.state).name, status=words_of(page, row),
                                                        day=since)
    return Told(kind_of(answer_of(row)), words)


def map_of(page: Page, rows: Iterable[StateStatus]) -> WorldMap:
    """Return the map of what is answered of States."""
    return world_map(page, {str(row.state): told_of(page, row) for row in rows})


def stands(page: Page, rows: Iterable[StateStatus]) -> list[Stand]:
    """Return the rows of the table."""
    return [Stand(key_of(row.state), page.link(row.state),
                  page.link(iris.thing(f"region/{row.region}")) if row.region else None,
                  kind_of(answer_of(row)), words_of(page, row), since_of(page, row)) for row in rows]


def parts(page: Page, found: Standing, rows: Iterable[StateStatus]) -> list[Part]:
    """Return the numbers of all States, of those of annexes, and of those of regions."""
    held = {row.state: answer_of(row) for row in rows}
    told = []
    for group, members in found.groups.items():
        counted = Counter(held[state] for state in members if state in held)
        iri = found.group_iri(group)
        told.append(Part(page.link(iri) if iri else None, tuple(counted[one] for one in _ANSWERS)))
    return told


def as_data(page: Page, found: Standing) -> str:
    """Return the days of change of each State as JSON, so that a script can show another day as the server would.

    Each State has the numbers of the groups it is in, and its steps: the day, the number of the answer, since when, and
    words where the answer's own do not do.
    """
    names = list(found.groups)
    states = {}
    for state, one in found.steps.items():
        states[key_of(state)] = [[at for at, name in enumerate(names) if Iri(state) in found.groups[name]],
                                 [_step(page, step) for step in one]]
    return json.dumps({"first": found.records.first, "last": found.records.last,
                       "kinds": [kind_of(one) for one in _ANSWERS],
                       "words": [_brief(page, one) for one in _ANSWERS], "states": states},
                      ensure_ascii=False, separators=(",", ":"))


def _step(page: Page, step: Step) -> list[object]:
    since = step.row.since if len(step.row.statuses) == 1 else ""
    told: list[object] = [step.day, _ANSWERS.index(step.answer), since]
    return [*told, words_of(page, step.row)] if step.row.certainty is Certainty.UNCERTAIN else told
