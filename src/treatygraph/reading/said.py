"""Defines the things that a text says and where each went: a fact, words that a record quotes, or nowhere.

Must not find them, nor say which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treatygraph.model import Iri


class Kind(StrEnum):
    """What sort of thing is said."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    REFERENCE = "reference"
    VERB = "verb"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class ThingSaid:
    """One thing said: its kind, the folded range, and what it may mean: things, numbers, or the days of a date.

    `sort` is finer than the kind where one is known: the kind of thing that a name or a reference was sighted as.
    """

    kind: Kind
    start: int
    end: int
    things: tuple[Iri, ...] = ()
    values: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    sort: str = ""


class Where(StrEnum):
    """Where a thing said went."""

    IN_FACT = "in a fact"
    KEPT = "kept in words"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Said:
    """A thing said, where it went, and whether it opens the words that a record quotes without saying to whom."""

    what: ThingSaid
    where: Where
    opens: bool = False
