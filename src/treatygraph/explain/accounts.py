"""Defines the records of an explanation, and what it asks of inference.

Must not look anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pyoxigraph import Store, Triple


class Derivation(Protocol):
    """One way in which a triple follows: a rule or axiom, its file, and the triples it rests on."""

    @property
    def rule(self) -> str:
        """The name of the rule or axiom."""

    @property
    def file(self) -> str | Path:
        """The file it stands in."""

    @property
    def premises(self) -> tuple[Triple, ...]:
        """The triples it rests on."""


Derive = Callable[[Store, Triple], Sequence[Derivation]]
"""Says how a triple follows from the others in a store; every way that is known."""


class Origin(StrEnum):
    """Where a triple comes from, by the graph that holds it."""

    READ = "read"
    TABLE = "table"
    INFERRED = "inferred"
    OTHER = "stated"


@dataclass(frozen=True)
class Wording:
    """A sentence pattern of a rule in one language, or the verbs of a frame that calls it, and where it is written."""

    place: str
    unit: str
    words: str


@dataclass(frozen=True)
class RuleAccount:
    """A reading rule: id, title, what it says (If, Then, Near miss), its function and place, its wordings.

    A rule that this version of the package does not have has an id only.
    """

    id: str
    title: str = ""
    says: str = ""
    function: str = ""
    place: str = ""
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Quoted:
    """Words that a fact was read from, inside their sentence.

    `line` and `column` count from 1; they are 0, and `before` and `after` empty, where no text is at hand.
    `doubt` says what is wrong where the text at hand does not hold these words there.
    """

    span: str
    words: str
    provision: str
    file: str = ""
    line: int = 0
    column: int = 0
    before: str = ""
    after: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class TableRow:
    """A row of a reference table: what it describes, its file and line, its key and its source."""

    thing: str
    file: str
    line: int
    key: str
    source: str


@dataclass(frozen=True)
class Inference:
    """One way in which a triple follows, with the triples it rests on explained in turn."""

    rule: str
    file: str
    premises: tuple[Step, ...]


@dataclass(frozen=True)
class Step:
    """A triple inside an explanation: where it comes from, what it rests on, and if inferred, how.

    `omitted` counts the further ways in which it follows; `cut` tells that none is given, being too far away.
    """

    triple: Triple
    origin: Origin
    graphs: tuple[str, ...]
    rests_on: tuple[str, ...] = ()
    inferences: tuple[Inference, ...] = ()
    omitted: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Statement:
    """A triple that is being explained, with the graphs that hold it and, if inferred, how it follows.

    `omitted` counts the further ways in which it follows.
    """

    triple: Triple
    origins: tuple[Origin, ...]
    graphs: tuple[str, ...]
    inferences: tuple[Inference, ...] = ()
    omitted: int = 0


@dataclass(frozen=True)
class Explanation:
    """Where a thing, or some of what is said of it, comes from.

    `rows` describe the thing itself, `named` the things that the statements name, `sources` are the literals
    of its dcterms:source. `underived` tells that the inferences of inferred statements were left out.
    """

    subject: str
    names: tuple[str, ...]
    rules: tuple[RuleAccount, ...]
    quotes: tuple[Quoted, ...]
    rows: tuple[TableRow, ...]
    named: tuple[TableRow, ...]
    sources: tuple[str, ...]
    statements: tuple[Statement, ...]
    pointed_at: int
    underived: bool = False
