"""Reads references put together of parts (a rule, an article, a measure of a declaration, a conference of a year).

Must not state that anything cites anything: it says which thing the words mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from treatygraph import iris
from treatygraph.find.dates import DateMention
from treatygraph.find.numbers import numbers_of, roman_numeral
from treatygraph.find.symbols import SymbolMention
from treatygraph.model import Iri, Span
from treatygraph.reading.matching import Filling, Matcher

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading
    from treatygraph.reading.units import Unit


@dataclass(frozen=True)
class Reference:
    """What a composite slot means: the things, the kind, where it stands, and the fillings it was made of."""

    kind: str
    things: tuple[Iri, ...]
    start: int
    end: int
    span: Span
    parts: tuple[Filling, ...]
    number: str = ""
    members: tuple[tuple[int, int], ...] = ()
    """Where each of several things has its own words, if it has."""

    @property
    def iri(self) -> Iri | None:
        """The one thing meant, or None."""
        return self.things[0] if len(self.things) == 1 else None

    def part(self, name: str) -> object:
        """Return the value of an inner slot, or None."""
        return next((filling.value for filling in self.parts if filling.name == name), None)


class Slots(Protocol):
    """What references ask of whoever reads the slots of a unit: the unit, its matcher, and what may stand where."""

    reading: Reading
    unit: Unit
    matcher: Matcher

    def __call__(self, type_: str, many: bool, at: int) -> list[tuple[int, object]]:
        """Return the (end, value) pairs of a type that may stand at a folded position."""


_MOST_MEETINGS, _MOST_ITEMS = 100, 60

Resolver = Callable[[dict[str, object], "Unit", "Reading", int], "tuple[Iri, ...] | None"]
_RESOLVERS: dict[str, Resolver] = {}


def _resolves(*types: str) -> Callable[[Resolver], Resolver]:
    def register(function: Resolver) -> Resolver:
        for type_ in types:
            _RESOLVERS[type_] = function
        return function

    return register


def resolve(type_: str, bound: tuple[Filling, ...], at: int, end: int, slots: Slots) -> Reference | None:
    """Work out what a composite's fillings mean together, or None where they mean nothing."""
    parts = {filling.name: filling.value for filling in bound}
    number = _number(parts)
    resolver = _RESOLVERS.get(type_)
    things = resolver(parts, slots.unit, slots.reading, at) if resolver else ()
    if things is None:
        return None
    return Reference(type_, things, at, end, slots.unit.span_of(at, end), bound, number)


def _number(parts: dict[str, object]) -> str:
    """Join the printed number of an item or measure: 10 and c give `10(c)`."""
    whole = str(parts["n"]) if isinstance(parts.get("n"), int) else ""
    letter = parts.get("l")
    return f"{whole}({letter})" if isinstance(letter, str) else whole


def _one(value: object) -> Iri | None:
    return getattr(value, "iri", None)


def _year(value: object) -> int | None:
    return value.first.year if isinstance(value, DateMention) else None


@_resolves("rule")
def _rule(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    rules = reading.introduced.rules_of_procedure
    listed = parts.get("ns")
    numbers = [part.number for part in listed if isinstance(part, Reference)] if isinstance(listed, tuple) \
        else [str(parts["n"])] if isinstance(parts.get("n"), int) else []
    if not numbers:
        return None
    return tuple(iris.part(rules, "rule", number) for number in numbers) if rules else ()


@_resolves("item", "items")
def _items(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    frame = reading.header.frame
    if frame is None:
        return None
    listed = parts.get("ns")
    numbers = [part.number for part in (listed if isinstance(listed, tuple) else (parts.get("n"),))
               if isinstance(part, Reference)]
    numbers = numbers or [str(number) for number in _range(parts, _MOST_ITEMS)]
    return tuple(iris.agenda_item(frame.iri, number) for number in numbers) or None


def _range(parts: dict[str, object], most: int) -> range:
    """Return the numbers from the first to the last of a range; none where it is no range, or a longer one."""
    first, last = parts.get("first"), parts.get("last")
    sound = isinstance(first, int) and isinstance(last, int) and 0 < last - first < most
    return range(int(str(first)), int(str(last)) + 1) if sound else range(0)


def ordinals_of(listed: object) -> tuple[int, ...]:
    """Return the ordinals that a list of them names, those within its ranges too."""
    found: list[int] = []
    for part in listed if isinstance(listed, tuple) else ():
        if isinstance(part, Reference):
            inner = {filling.name: filling.value for filling in part.parts}
            found += [int(part.number)] if part.number else _range(inner, _MOST_MEETINGS)
    return tuple(found)


@_resolves("meeting", "meetings")
def _meetings(parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    frame = reading.header.frame
    if frame is None or (reading.bodies is not None and reading.bodies.is_body(unit, at)):
        return None
    owners = tuple(reading.report.language.references_around.get("meeting_owners", ()))
    if owners and unit.plain.endswith(owners, 0, at) and not (
        reading.bodies is not None and reading.bodies.is_named_before(unit, at)
    ):
        return None
    if "same_meeting" in parts:  # one meeting: of several last named none is the same
        return reading.discourse.meetings if len(reading.discourse.meetings) == 1 else None
    ordinals = list(ordinals_of(parts.get("ns")))
    if isinstance(parts.get("n"), int):
        ordinals = [int(str(parts["n"]))]
    ordinals = ordinals or list(_range(parts, _MOST_MEETINGS))
    return tuple(iris.meeting(frame.iri, ordinal) for ordinal in ordinals) or None


@_resolves("article")
def _article(parts: dict[str, object], unit: Unit, _reading: Reading, at: int) -> tuple[Iri, ...] | None:
    treaty = _one(parts.get("t")) or _nearest_before(unit, at, "treaty")
    number = parts.get("n")
    return (iris.treaty_part(treaty, "article", roman_numeral(number)),) if treaty and isinstance(number, int) else None


@_resolves("treaty_annex")
def _treaty_annex(parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    frame = reading.header.frame
    treaty = _one(parts.get("t")) or _nearest_before(unit, at, "treaty") or (frame and frame.treaty)
    return (iris.treaty_part(treaty, "annex", str(parts["n"])),) if treaty and "n" in parts else None


@_resolves("own_annex")
def _own_annex(_parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    nouns = [str(noun).strip() for noun in reading.report.language.references_around.get("annex_nouns", ())]
    ends = [place + len(noun) for noun in nouns if (place := unit.plain.find(noun, at)) >= 0]
    if ends and numbers_of(reading.report.language).number_at(unit.text, min(ends)):
        return None  # one of several: the number right behind says which
    return (reading.outline.annex,) if reading.outline.annex else None


@_resolves("own_appendix")
def _own_appendix(_parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    return (reading.outline.appendix,) if reading.outline.appendix else None


@_resolves("own_report")
def _own_report(_parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    return (reading.report.document,)


@_resolves("declaration")
def _declaration(parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    """A declaration is the annex of the report named beside it; one of a year is that year's conference's.

    Where the text names no report, the tables may; where neither does, it is known of, but not which it is.
    """
    symbol, year = parts.get("s"), _year(parts.get("y"))
    frame = reading.header.frame
    if isinstance(symbol, SymbolMention):
        annex = iris.part(iris.document(symbol.symbol), "annex")
        if year is not None:
            reading.introduced.declare(year, annex)
        return (annex,)
    if year is not None and frame and year != frame.year:
        series = _one(parts.get("c")) or frame.series
        if series is None:
            return ()
        conference = iris.conference(iris.local(series), year)
        known = reading.introduced.declaration(year) or reading.report.declaration_of(conference)
        return (known,) if known and series == frame.series else ()
    if "other" in parts:
        return ()
    indefinite = tuple(reading.report.language.lists.get("indefinite", ()))
    if year is None and (_is_told_apart(unit, reading, at) or unit.plain.endswith(indefinite, 0, at)):
        return None
    return (reading.outline.annex,) if reading.outline.annex else None


def _is_told_apart(unit: Unit, reading: Reading, at: int) -> bool:
    """Tell whether a year or a conference stands right before a place, so that the words there go on from it."""
    dated = any(mention.end == at for _, mention in reading.report.dates_in(unit))
    return dated or any(s.end == at for s in unit.sightings if s.kind in {"series", "conference"})


@_resolves("measure")
def _measure(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    declaration, mark = _one(parts.get("d")), parts.get("m")
    if not isinstance(mark, Reference):
        return None
    if declaration is None:
        return ()
    whole, _, letter = mark.number.partition("(")
    if whole:
        reading.introduced.measures_in(declaration, whole)
    else:
        whole = reading.introduced.measure_parent(declaration) or _own_measure(reading, declaration, letter.lower())
        if not whole:
            return ()
    return (iris.part(declaration, "paragraph", f"{whole}({letter.lower()}"),)


def _own_measure(reading: Reading, declaration: Iri, letter: str) -> str:
    """Return the number of the one paragraph of our own declaration that has a part of this letter."""
    numbers = reading.outline.lettered(declaration, letter.removesuffix(")"))
    return numbers[0] if len(numbers) == 1 else ""


@_resolves("paragraph")
def _paragraph(parts: dict[str, object], unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    annex = reading.outline.annex
    base = annex if annex and str(unit.provision).startswith(annex) else reading.report.document
    listed = parts.get("ns")
    numbers = [part.number for part in listed if isinstance(part, Reference)] if isinstance(listed, tuple) \
        else [str(parts["n"])]
    return tuple(iris.part(base, "paragraph", number) for number in numbers)


@_resolves("conference")
def _conference(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    frame = reading.header.frame
    year = _year(parts.get("y"))
    treaty = _one(parts.get("t"))
    series = _one(parts.get("series")) or (reading.report.series_of(treaty) if treaty else None)
    if series is None and treaty is None and frame:
        series = frame.series
    if year is None:
        return (frame.iri,) if frame else None
    return (iris.conference(iris.local(series), year),) if series else None


@_resolves("conference_document")
def _conference_document(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    conference = _one(parts.get("c"))
    kind = parts.get("conference_document_kind")
    return (iris.document(f"{iris.local(conference)}/{kind}"),) if conference else None


@_resolves("resolution")
def _resolution(parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    """A resolution named by its number alone is of the organ, and of the year, that stand nearest before it."""
    session = parts.get("session")

    def suits(organ: Iri) -> bool:
        form = reading.report.resolution_form(organ) or ""
        return bool(form) and ("{session}" in form) == isinstance(session, int)

    organ = _nearest_before(unit, at, "organization", having=suits)
    if organ is None:
        return None
    form = reading.report.resolution_form(organ) or ""
    year = _year(parts.get("y")) or _nearest_year(unit, reading, at)
    if "{year}" in form and year is None:
        return None
    return (iris.document(form.format(number=parts["n"], year=year, session=session)),)


@_resolves("session")
def _session(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    organization = _one(parts.get("organization"))
    return (iris.event(f"{iris.local(organization)}-session-{parts['n']}"),) if organization else None


@_resolves("organ_document")
def _organ_document(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    """A document an organ issued, named by its kind: `{organ}/{session or year}/{kind}`."""
    organization, session = _one(parts.get("organization")), _one(parts.get("session"))
    kind = parts.get("organ_document_kind")
    when = parts.get("when")
    years = ""
    if isinstance(when, DateMention):
        years = when.first.lexical + (f"-{when.last.lexical}" if when.last != when.first else "")
    base = iris.local(session) if session else iris.local(organization) if organization else None
    return (iris.document("/".join(part for part in (base, str(kind), years) if part)),) if base else None


@_resolves("own_document")
def _own_document(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    """A document of this conference called by its title: the one whose symbol stands beside that title."""
    found = reading.introduced.titled(str(parts.get("own_document_kind")))
    return (found,) if found else ()


def _nearest_before(unit: Unit, at: int, kind: str, having: Callable[[Iri], object] | None = None) -> Iri | None:
    """Return the nearest thing of a kind named before a place of the unit."""
    for sighting in reversed([s for s in unit.sightings if s.kind == kind and s.end <= at]):
        if sighting.iri and (having is None or having(sighting.iri)):
            return sighting.iri
    return None


def _nearest_year(unit: Unit, reading: Reading, at: int) -> int | None:
    years = [mention for start, mention in reading.report.dates_in(unit) if start < at]
    return years[-1].first.year if years else None


@_resolves("previous_conference")
def _previous(parts: dict[str, object], unit: Unit, reading: Reading, at: int) -> tuple[Iri, ...] | None:
    return _conference(parts, unit, reading, at)


@_resolves("titled_document")
def _titled_document(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    symbol = parts.get("s")
    return (iris.document(symbol.symbol),) if isinstance(symbol, SymbolMention) else None


@_resolves("membership", "depositary")
def _organization(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    organization = _one(parts.get("o"))
    return (organization,) if organization else None


@_resolves("founding_resolution")
def _founding_resolution(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int
                         ) -> tuple[Iri, ...] | None:
    organization, when = _one(parts.get("organization")), parts.get("when")
    if organization is None or not isinstance(when, DateMention):
        return None
    return (iris.document(f"{iris.local(organization)}/founding-resolution/{when.first.lexical}"),)


@_resolves("collective")
def _collective(parts: dict[str, object], _unit: Unit, _reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    """A set of documents that the text does not enumerate: those of an organ, of certain years, or all relevant."""
    organization, when = _one(parts.get("organization")), parts.get("when")
    if organization is None:
        return None
    years = ""
    if isinstance(when, DateMention):
        years = f"/{when.first.lexical}" + (f"-{when.last.lexical}" if when.last != when.first else "")
    treaty = _one(parts.get("t"))
    about = f"/{iris.local(treaty)}" if treaty else ""
    return (iris.document(f"{iris.local(organization)}/relevant-resolutions{about}{years}"),)


@_resolves("state_group")
def _state_group(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    """What remains of a group is the group whose row says so; one described is the group of its words' slug.

    A description by what was done about another treaty than the conference's names no group that a row knows.
    """
    if (whole := _one(parts.get("w"))) is not None:
        return (whole,)
    treaty, frame = _one(parts.get("t")), reading.header.frame
    if treaty is not None and (frame is None or treaty != frame.treaty):
        return None
    if isinstance(described := parts.get("d") or parts.get("f"), str):
        known = any(row.key == described for row in reading.report.tables.rows("state-groups"))
        return (iris.thing(f"state-group/{described}"),) if known else None
    group = _one(parts.get("g"))
    if group is None:
        return None
    rows = [row for row in reading.report.tables.rows("state-groups") if row["remainder_of"] == iris.local(group)]
    return (iris.thing(f"state-group/{rows[0].key}"),) if len(rows) == 1 else None


@_resolves("body_office")
def _body_office(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    """The office of a body, apart from whoever holds it: the row of that office among those that are part of the body.
    """
    body, kind = _one(parts.get("o")), parts.get("office_of_body")
    rows = [row for row in reading.report.tables.rows("organizations") if body and row["kind"] == "office"
            and row["part_of"] == iris.local(body) and row.key.endswith(f"-{kind}")]
    return (iris.thing(f"organization/{rows[0].key}"),) if len(rows) == 1 else None


@_resolves("action")
def _action(parts: dict[str, object], _unit: Unit, reading: Reading, _at: int) -> tuple[Iri, ...] | None:
    frame = reading.header.frame
    state, actions = _one(parts.get("s")), parts.get("a")
    treaty = _one(parts.get("t")) or (frame.treaty if frame else None)
    if treaty is None or state is None or not isinstance(actions, tuple):
        return None
    return tuple(iris.treaty_action(treaty, state, str(action)) for action in actions)
