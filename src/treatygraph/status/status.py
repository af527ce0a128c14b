"""Answers which status every State had under a treaty on a day, from the intervals in the graph.

Must not derive an interval (rules do), nor guess a day that no source gives: such a State is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.vocab import tg

STATUSES = ("Ratified", "SignedNotRatified", "NotSigned")
ALL = "all"
_NOT_SIGNED = STATUSES[-1]
_END_OF_TIME = "9999"


class Certainty(StrEnum):
    """How sure an answer is."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    UNKNOWN = "not known"
    NONE = "no status"


class Holds(StrEnum):
    """Whether something holds on a day."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True)
class Interval:
    """A time in which a State has one status: end exclusive, open sides empty, unknown days left out."""

    iri: Iri
    state: Iri
    status: str
    since: str
    until: str

    def holds_on(self, day: str) -> Holds:
        """Tell whether the day lies inside; maybe, where a bound is an unknown day of its month or year.

        >>> Interval(Iri(""), Iri(""), "Ratified", "2014-09", "").holds_on("2014-09-20").value
        'maybe'
        """
        begun = Holds.YES if not self.since else _reached(self.since, day)
        ended = Holds.NO if not self.until else _reached(self.until, day)
        if begun is Holds.NO or ended is Holds.YES:
            return Holds.NO
        return Holds.YES if begun is Holds.YES and ended is Holds.NO else Holds.MAYBE


def _reached(bound: str, day: str) -> Holds:
    """Tell whether a day lies on or after a bound that may be a month or a year."""
    if len(bound) < len(day) and day.startswith(bound):
        return Holds.MAYBE
    return Holds.YES if bound <= day else Holds.NO


@dataclass(frozen=True)
class StateStatus:
    """A State's status on a day: one if certain, several if uncertain, none if nothing is recorded."""

    state: Iri
    iso3: str
    name: str
    region: str
    certainty: Certainty
    statuses: tuple[str, ...]
    since: str
    until: str
    intervals: tuple[Iri, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusReport:
    """The status of every State of a group on a day, in order of name.

    `first` and `last` are the days of the first and the last action recorded under the treaty, empty where none is;
    names are in a `language`.
    """

    treaty: Iri
    on: str
    group: str
    rows: tuple[StateStatus, ...]
    first: str = ""
    last: str = ""
    language: str = "en"

    @property
    def too_early(self) -> bool:
        """Whether nobody could have a status yet, for the first signature came later."""
        return bool(self.first) and self.on < self.first

    def certain(self, status: str) -> int:
        """Count the States that certainly have a status."""
        return sum(row.certainty is Certainty.CERTAIN and row.statuses == (status,) for row in self.rows)

    def possible(self, status: str) -> int:
        """Count the States that may have a status, for it changed on an unknown day of this month or year."""
        return sum(row.certainty is Certainty.UNCERTAIN and status in row.statuses for row in self.rows)

    @property
    def unknown(self) -> int:
        """The number of States outside the treaty's own circle of which no action is recorded."""
        return sum(row.certainty is Certainty.UNKNOWN for row in self.rows)

    def totals(self) -> dict[str, dict[str, int]]:
        """Return certain and possible numbers by status; no uncertain State is among the certain ones."""
        found = {
            status: {"certain": self.certain(status), "possible": self.possible(status)}
            for status in STATUSES
        }
        found[Certainty.UNKNOWN.value] = {"certain": self.unknown, "possible": 0}
        return found


@dataclass(frozen=True)
class Records:
    """What a graph records of the States of a group under a treaty, read once for as many days as are asked about.

    `members` are the States with nothing said of a day yet; `circle` are those that the treaty itself lists.
    """

    treaty: Iri
    group: str
    language: str
    members: tuple[StateStatus, ...]
    held: Mapping[Iri, tuple[Interval, ...]]
    claims: Mapping[Iri, tuple[str, ...]]
    circle: frozenset[Iri]
    first: str
    last: str

    def on(self, day: str) -> StatusReport:
        """Return the status of every member on a day, in order of name; `day` is one as 2021-09-23."""
        rows = [self.of(member, day) for member in self.members]
        return StatusReport(self.treaty, day, self.group, tuple(sorted(rows, key=lambda row: (row.name, row.iso3))),
                            self.first, self.last, self.language)

    def of(self, member: StateStatus, day: str) -> StateStatus:
        """Return the status of one member on a day."""
        row = _row(member, self.held.get(member.state, ()), self.claims.get(member.state, ()), day)
        if self.first and day < self.first:
            return replace(row, certainty=Certainty.NONE, statuses=(), since="", until="", intervals=())
        if row.certainty is Certainty.UNKNOWN and member.state in self.circle:
            return replace(row, certainty=Certainty.CERTAIN, statuses=(_NOT_SIGNED,), since=self.first)
        return row


def status_on(store: Store, on: str, treaty: str = "ctbt", group: str = ALL, language: str = "en") -> StatusReport:
    """Return the status on a day of every State of a group (`all`, `annex-2`, a region's slug), named in a language.

    Of a State that the treaty itself lists, no action recorded means that it has not signed; of any other it means that
    nothing is known. Before the first signature nobody has a status.

    Raises TreatyGraphError for a day that is none, and for a treaty or group the graph does not know.
    """
    day = a_day(on)
    return records_of(store, treaty, group, language).on(day)


def records_of(store: Store, treaty: str = "ctbt", group: str = ALL, language: str = "en") -> Records:
    """Return what the graph records of a group under a treaty.

    Raises TreatyGraphError for a treaty or group the graph does not know.
    """
    iri = known_treaty(store, treaty)
    members = tuple(_member(store, state, language) for state in states_of(store, iri, group))
    first, last = first_action(store, iri), last_action(store, iri)
    return Records(iri, group, language, members, intervals(store, iri), _claims(store, iri),
                   frozenset(own_circle(store, iri) if first else ()), first, last)


def own_circle(store: Store, treaty: Iri) -> set[Iri]:
    """Return the States that a treaty itself names: those that its annexes list."""
    return {Iri(state) for name in groups(store, treaty) if name.startswith("annex-")
            for state in states_of(store, treaty, name)}


def a_day(text: str) -> str:
    """Return a day as 2021-09-23; raise TreatyGraphError for anything else."""
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        day = ""
    if day != text:
        raise TreatyGraphError(f"'{text}' is no day; write it as 2021-09-23")
    return day


def known_treaty(store: Store, name: str) -> Iri:
    """Return the IRI of a treaty from its short name; raise TreatyGraphError, naming those there are."""
    treaty = iris.thing(f"treaty/{name}") if name else Iri("")
    known = sorted(iris.path_of(node) for node in _subjects(store, vocab.TYPE, NamedNode(tg("Treaty"))))
    if iris.path_of(treaty) not in known:
        names = ", ".join(path.removeprefix("treaty/") for path in known) or "none"
        raise TreatyGraphError(f"the graph knows no treaty '{name}'; it knows {names}")
    return treaty


def states_of(store: Store, treaty: Iri, group: str) -> list[Iri]:
    """Return the States of a group: all, those an annex of the treaty lists, or those of a region."""
    if group == ALL:
        return _subjects(store, vocab.TYPE, NamedNode(tg("State")))
    kind, _, number = group.partition("-")
    annex = iris.treaty_part(treaty, "annex", number)
    if kind == "annex" and number and iris.thing(iris.path_of(annex)) == annex:
        listed = [
            state
            for listing in _subjects(store, tg("inList"), NamedNode(annex))
            for state in _objects(store, listing, tg("listed"))
        ]
        if listed:
            return sorted({Iri(state) for state in listed})
    region = iris.thing(f"region/{iris.slug(group)}")
    found = _subjects(store, tg("inRegion"), NamedNode(region))
    if not found:
        raise TreatyGraphError(
            f"the graph knows no group '{group}'; it knows {', '.join(groups(store, treaty))}"
        )
    return found


def groups(store: Store, treaty: Iri) -> list[str]:
    """Return the names of the groups there are: all, the annexes that list States, the regions."""
    quads = store.quads_for_pattern(None, NamedNode(tg("inList")), None)
    lists = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    annexes = sorted(name.rpartition("/")[2] for name in lists if name.startswith(f"{treaty}/annex/"))
    regions = _subjects(store, vocab.TYPE, NamedNode(tg("Region")))
    return [ALL, *(f"annex-{name}" for name in annexes), *(region.rpartition("/")[2] for region in regions)]


def intervals(store: Store, treaty: Iri) -> dict[Iri, tuple[Interval, ...]]:
    """Return the status intervals of each State under a treaty, in order of time."""
    found: dict[Iri, list[Interval]] = {}
    for node in _subjects(store, tg("treaty"), NamedNode(treaty)):
        statuses = _objects(store, node, tg("status"))
        if NamedNode(tg("TreatyStatus")).value not in _objects(store, node, vocab.TYPE) or not statuses:
            continue
        for state in _objects(store, node, tg("state")):
            found.setdefault(Iri(state), []).append(
                Interval(
                    node,
                    Iri(state),
                    statuses[0].removeprefix(iris.ONTOLOGY),
                    _one(store, node, tg("validFrom")),
                    _one(store, node, tg("validUntil")),
                )
            )
    return {
        state: tuple(sorted(held, key=lambda i: (i.since, i.until or _END_OF_TIME, i.status)))
        for state, held in found.items()
    }


def deposits(store: Store, on: str, treaty: str = "ctbt") -> dict[str, tuple[int, int]]:
    """Return how many actions of each type certainly, and how many more possibly, were taken up to a day.

    These are the numbers that depositaries announce: a revocation does not lower the number of ratifications.
    Raises TreatyGraphError as `status_on` does.
    """
    day = a_day(on)
    found: dict[str, tuple[int, int]] = {}
    for node in _subjects(store, tg("treaty"), NamedNode(known_treaty(store, treaty))):
        when = _one(store, node, vocab.DATE)
        for kind in _objects(store, node, tg("actionType")) if when else ():
            name, reached = kind.removeprefix(iris.ONTOLOGY), _reached(when, day)
            certain, possible = found.get(name, (0, 0))
            found[name] = (certain + (reached is Holds.YES), possible + (reached is Holds.MAYBE))
    return dict(sorted(found.items()))


def last_action(store: Store, treaty: Iri) -> str:
    """Return the last day on which the graph records an action under a treaty, or an empty string."""
    return max(_days_of_actions(store, treaty), default="")


def first_action(store: Store, treaty: Iri) -> str:
    """Return the first day on which the graph records an action under a treaty, or an empty string."""
    return min(_days_of_actions(store, treaty), default="")


def _days_of_actions(store: Store, treaty: Iri) -> list[str]:
    days = [_one(store, node, vocab.DATE) for node in _subjects(store, tg("treaty"), NamedNode(treaty))]
    return [day for day in days if len(day) == len("2021-09-23")]


def label(store: Store, thing: str, language: str = "en") -> str:
    """Return a thing's preferred label in a language, else in English, else the last part of its IRI."""
    found = {quad.object.language: quad.object.value
             for quad in store.quads_for_pattern(NamedNode(thing), NamedNode(vocab.PREF_LABEL), None)
             if isinstance(quad.object, Literal)}
    return found.get(language) or found.get("en") or thing.rpartition("/")[2]


def _member(store: Store, state: Iri, language: str) -> StateStatus:
    regions = _objects(store, state, tg("inRegion"))
    return StateStatus(state, _one(store, state, tg("iso3")), label(store, state, language),
                       regions[0].rpartition("/")[2] if regions else "", Certainty.UNKNOWN, (), "", "", ())


def _row(member: StateStatus, held: Iterable[Interval], claims: tuple[str, ...], day: str) -> StateStatus:
    answers = [(interval, interval.holds_on(day)) for interval in held]
    sure = [interval for interval, answer in answers if answer is Holds.YES]
    possible = sure or [interval for interval, answer in answers if answer is Holds.MAYBE]
    names = {interval.status for interval in possible}
    if not names:
        return replace(member, claims=claims)
    only = possible[0] if len(possible) == 1 else None
    return replace(
        member,
        certainty=Certainty.CERTAIN if sure and len(names) == 1 else Certainty.UNCERTAIN,
        statuses=tuple(name for name in (*STATUSES, *sorted(names - set(STATUSES))) if name in names),
        since=only.since if only else "",
        until=only.until if only else "",
        intervals=tuple(interval.iri for interval in possible),
    )


def _claims(store: Store, treaty: Iri) -> dict[Iri, tuple[str, ...]]:
    """Return what documents claim of each State, as `2021-09-23: NotSigned (document)`."""
    found: dict[Iri, list[str]] = {}
    for node in _subjects(store, tg("treaty"), NamedNode(treaty)):
        as_of, statuses = _one(store, node, tg("asOf")), _objects(store, node, tg("status"))
        if as_of and statuses:
            document = iris.path_of(node.partition("/status/")[0])
            for state in _objects(store, node, tg("state")):
                found.setdefault(Iri(state), []).append(
                    f"{as_of}: {statuses[0].removeprefix(iris.ONTOLOGY)} ({document})"
                )
    return {state: tuple(sorted(words)) for state, words in found.items()}


def _subjects(store: Store, predicate: str, target: NamedNode) -> list[Iri]:
    return sorted(
        {
            Iri(quad.subject.value)
            for quad in store.quads_for_pattern(None, NamedNode(predicate), target)
            if isinstance(quad.subject, NamedNode)
        }
    )


def _objects(store: Store, subject: str, predicate: str) -> list[str]:
    return sorted(
        {
            quad.object.value
            for quad in store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
            if isinstance(quad.object, NamedNode | Literal)
        }
    )


def _one(store: Store, subject: str, predicate: str) -> str:
    return next(iter(_objects(store, subject, predicate)), "")
