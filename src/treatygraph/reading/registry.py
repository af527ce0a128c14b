"""Keeps the reading rules: their permanent ids, what they read, what they may emit, and their patterns.

Must not hold a rule's logic.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from treatygraph.facts import Mention, Record
from treatygraph.language.languages import UNITS, Language, PatternError
from treatygraph.model import Iri, Span, TreatyGraphError
from treatygraph.reading.matching import Filling
from treatygraph.reading.reading import Reading
from treatygraph.reading.slots import SlotsOf, grammar
from treatygraph.reading.units import Unit
from treatygraph.reading.wording import Wording, compile_wording

if TYPE_CHECKING:
    from treatygraph.reading.frames.telling import Telling

Emission = Record | Mention
_ID = re.compile(r"[A-Z]{3}-\d{2}")


class Use(StrEnum):
    """What a rule is for where sentences are read by clauses, beside what the frames of the language files ask for."""

    MEETINGS = "meetings"
    """Reads the meetings of every clause, before all others."""
    BESIDE = "beside"
    """Reads what stands beside the verb of every clause, whatever its frame."""
    OF_THE_BODY = "of-the-body"
    """Reads what is a decision where the body is the conference's; of another body it is just its act."""
    ACT = "act"
    """Reads that somebody does something."""
    LED = "led"
    """Reads a part below the clause that leads to it."""
    COUNTED = "counted"
    """Reads the numbers of a sentence, in whichever clause."""
    STATUS = "status"
    """Reads what a clause takes for known of States under a treaty."""
    CIRCUMSTANCE = "circumstance"
    """Reads a phrase of when and where: where frames read the clause, the meeting it means is the clause's body's."""


_ONE_RULE = frozenset(Use) - {Use.BESIDE, Use.OF_THE_BODY, Use.CIRCUMSTANCE}


class RuleError(TreatyGraphError):
    """A rule that breaks the registry's terms; a programmer's fault, found when the package is imported."""


@dataclass(frozen=True)
class Match:
    """A wording found in a unit: the folded range, the stored span, the fillings by slot name, the row's constants."""

    unit: Unit
    start: int
    end: int
    span: Span
    slots: dict[str, Filling]
    constants: dict[str, Any]
    rule: str = ""
    works: tuple[Iri, ...] = ()
    """The documents whose title the words stand in, where that is what they were looked for in."""
    within: tuple[int, int] = (0, 0)
    """The folded range of that title."""

    def value(self, name: str) -> Any:
        """Return the value of a slot, or None where it is not filled."""
        filling = self.slots.get(name)
        return None if filling is None else filling.value

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the values of a list slot, or of a single one, as a tuple."""
        value = self.value(name)
        if value is None:
            return ()
        return value if isinstance(value, tuple) else (value,)

    def where(self, name: str) -> Span:
        """Return the stored span of a slot."""
        filling = self.slots[name]
        return self.unit.span_of(filling.start, filling.end)


# What a rule may ask for, by the name of its parameter and the type it gives it: a type "in the making" may be added
# to, the others only read.
PARTS: dict[str, dict[str, Callable[[Reading], object]]] = {
    "report": {"ReportText": lambda reading: reading.report},
    "outline": {"Outline": lambda reading: reading.outline, "OutlineInTheMaking": lambda reading: reading.outline},
    "conference": {"ConferenceFrame": lambda reading: reading.conference,
                   "ConferenceInTheMaking": lambda reading: reading.header},
    "discourse": {"Discourse": lambda reading: reading.discourse,
                  "DiscourseInTheMaking": lambda reading: reading.discourse},
    "introduced": {"Introduced": lambda reading: reading.introduced,
                   "IntroducedInTheMaking": lambda reading: reading.introduced},
    "persons": {"KnownPersons": lambda reading: reading.persons},
    "facts": {"Facts": lambda reading: reading.facts, "FactsInTheMaking": lambda reading: reading.facts},
    "findings": {"Findings": lambda reading: reading.findings},
    "slots_of": {"SlotsOf": SlotsOf},
}
_ONLY_FROM_THE_HEADER = "ConferenceInTheMaking"


def _parts_of(id_: str, reads: str, function: Callable[..., object]) -> tuple[tuple[str, str], ...]:
    """Return the parts that a rule's parameters ask for, by name and type; raise RuleError for any other parameter."""
    parameters = list(inspect.signature(function).parameters.values())
    if reads != "report":
        given = ("match", "told") if reads == "clause" else ("match",)
        if not parameters or parameters[0].name not in given:
            raise RuleError(f"rule {id_} reads a {reads}, so its first parameter must be {' or '.join(given)}")
        del parameters[0]
    for parameter in parameters:
        if parameter.name not in PARTS:
            raise RuleError(f"rule {id_} asks for '{parameter.name}'; it may ask for {', '.join(PARTS)}")
        if parameter.annotation not in PARTS[parameter.name]:
            raise RuleError(f"rule {id_} asks for {parameter.name} as '{parameter.annotation}'; "
                            f"write {' or '.join(PARTS[parameter.name])}")
        if parameter.annotation == _ONLY_FROM_THE_HEADER and reads != "header":
            raise RuleError(f"rule {id_} reads a {reads}; only a rule that reads the header may make the conference")
    return tuple((parameter.name, parameter.annotation) for parameter in parameters)


@dataclass(frozen=True)
class Rule:
    """A reading rule. `unit` is what its wordings are matched against, "clause" where frames call it, or "report"."""

    id: str
    unit: str
    emits: tuple[type[Emission], ...]
    function: Callable[..., Iterable[Emission]]
    stage: int = 0
    parts: tuple[tuple[str, str], ...] = ()
    use: Use | None = None

    @property
    def title(self) -> str:
        """The first sentence of its docstring."""
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0].rstrip(".")

    @property
    def place(self) -> str:
        """File and line of the function, for explanations."""
        code = self.function.__code__
        return f"{code.co_filename.rsplit('/treatygraph/', 1)[-1]}:{code.co_firstlineno}"

    def apply(self, reading: Reading, match: Match | Telling | None = None) -> Iterable[Emission]:
        """Run the rule on what its parameters ask for, and on the match, or the clause, where it reads one."""
        asked = {name: PARTS[name][type_](reading) for name, type_ in self.parts}
        return self.function(**asked) if match is None else self.function(match, **asked)

    def checked(self, emitted: Iterable[Emission]) -> Iterator[Emission]:
        """Yield what the function yields; raise RuleError for what it never declared."""
        for record in emitted:
            if not isinstance(record, self.emits):
                raise RuleError(f"rule {self.id} emitted {type(record).__name__}, which it does not declare")
            yield record


_RULES: dict[str, Rule] = {}


def rule(id_: str, *, reads: str, emits: tuple[type[Emission], ...], stage: int = 0, use: Use | None = None
         ) -> Callable[[Callable[..., Iterable[Emission]]], Callable[..., Iterable[Emission]]]:
    """Register a reading rule under its permanent id.

    `reads` is a unit that wordings are of, "clause" or "report". The docstring must say If, Then and the near miss.
    Beside `match` (unless it reads the report) the function is given the parts of the reading that its parameters
    name; the type of each says whether it is only read or added to. Raises RuleError for any other parameter or type.
    `stage` orders rules over the whole report: before (negative) or after (positive) the sentences. `use` says what
    the reading of clauses asks the rule for; of most uses there is one rule.
    """

    def register(function: Callable[..., Iterable[Emission]]) -> Callable[..., Iterable[Emission]]:
        if not _ID.fullmatch(id_):
            raise RuleError(f"'{id_}' is no rule id; write three capitals, a hyphen and two digits")
        if id_ in _RULES:
            raise RuleError(f"rule id {id_} is taken by {_RULES[id_].function.__qualname__}")
        if reads not in (*UNITS, "clause", "report"):
            raise RuleError(f"rule {id_} reads '{reads}'; it may read {', '.join(UNITS)}, clause or report")
        text = inspect.getdoc(function) or ""
        missing = [word for word in ("If", "Then", "Near miss") if f"{word}:" not in text]
        if missing:
            raise RuleError(f"rule {id_} does not say its {' / '.join(missing)} in its docstring")
        taken = next((one.id for one in _RULES.values() if use in _ONE_RULE and one.use is use), None)
        if taken:
            raise RuleError(f"rule {id_} is to be used for {use}, which {taken} is used for")
        _RULES[id_] = Rule(id_, reads, emits, function, stage, _parts_of(id_, reads, function), use)
        return function

    return register


def rules() -> dict[str, Rule]:
    """Return all rules by id; importing this package's modules registers them."""
    from treatygraph.reading import catalogue  # noqa: PLC0415 - the catalogue imports the rules, which import this

    catalogue.load()
    return dict(_in_order(len(_RULES)))


@lru_cache(maxsize=1)
def _in_order(_count: int) -> dict[str, Rule]:
    """Return the rules by id, sorted anew where more have been registered; none is ever taken away."""
    return dict(sorted(_RULES.items()))


def rules_for(use: Use) -> tuple[Rule, ...]:
    """Return the rules of a use, by id."""
    return tuple(one for one in rules().values() if one.use is use)


@dataclass(frozen=True)
class Pattern:
    """A wording of a rule, compiled. Rules named FREE declare that a sentence carries no fact, with a reason."""

    rule: str
    unit: str
    wording: Wording
    constants: dict[str, Any]
    place: str

    @property
    def reason(self) -> str:
        """Why a sentence of this wording carries no fact; empty where it does."""
        return str(self.constants.get("reason", "")) if self.rule.startswith(FREE) else ""


FREE = "FRE"
STRUCTURE = "PRO"


@cache
def patterns(language: Language) -> dict[str, tuple[Pattern, ...]]:
    """Compile a language's patterns, by unit.

    Raises PatternError for a rule nobody registered, a rule that reads another unit, a wording that stands twice,
    a fact-free wording without a reason, and whatever `compile_wording` refuses.
    """
    known = rules()
    types = grammar(language).types
    found: dict[str, list[Pattern]] = {unit: [] for unit in UNITS}
    seen: dict[tuple[str, str], str] = {}
    for row in language.rows:
        place = f"{row.file}:{row.line}"
        if row.rule.startswith(FREE):
            if not row.constants.get("reason"):
                raise PatternError(f"{place}: {row.rule} declares a sentence free of facts but gives no reason")
        elif row.rule not in known:
            raise PatternError(f"{place}: no rule {row.rule}; patterns can only be added to a rule that exists")
        elif known[row.rule].unit != row.unit:
            raise PatternError(f"{place}: {row.rule} reads a {known[row.rule].unit}, not a {row.unit}")
        if (row.unit, row.wording) in seen:
            raise PatternError(f"{place}: the same wording stands at {seen[row.unit, row.wording]}")
        seen[row.unit, row.wording] = place
        terminators = language.layout.get("terminators", "") if row.unit in {"sentence", "phrase"} else ""
        wording = compile_wording(row.wording, types, place, terminators)
        found[row.unit].append(Pattern(row.rule, row.unit, wording, row.constants, place))
    return {unit: tuple(rows) for unit, rows in found.items()}
