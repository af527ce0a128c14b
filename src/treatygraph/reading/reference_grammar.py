"""Finds the references of a unit: those a language's wordings read, resolutions by number, and parts with their owner.

Must not say what a reference's parts mean together: `references` resolves them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from treatygraph import iris
from treatygraph.find.fold import fold
from treatygraph.find.numbers import numbers_of
from treatygraph.language.languages import Language
from treatygraph.model import Iri
from treatygraph.reading import numbered_resolutions
from treatygraph.reading.cited_parts import rules_without_symbol
from treatygraph.reading.part_chains import Chain, PartWords, chain_at, chains
from treatygraph.reading.part_owners import Own, Owners, OwnerWords
from treatygraph.reading.references import Reference, Slots, resolve
from treatygraph.reading.units import Sighting
from treatygraph.reading.wording import Wording, compile_wording

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading
    from treatygraph.reading.units import Unit

# Types that are only parts of other references.
PARTS = frozenset({"item_number", "measure_number", "rule_number", "paragraph_number", "nth", "sitting", "same_meeting",
                   "action", "own_report", "own_symbol", "previous_conference", "titled_document", "own_document",
                   "membership"})

# Types that are read as parts with their owner wherever the language has words for them.
CHAINED = frozenset({"rule", "article", "paragraph", "treaty_annex"})
# A part's words inside one of these are the name's.
NAMES = frozenset({"group", "treaty", "series", "document", "event", "programme"})


class ReferenceGrammar:
    """The wordings of a language's [references] section, by slot type."""

    def __init__(self, language: Language, types: Collection[str]) -> None:
        self.wordings: dict[str, tuple[Wording, ...]] = {
            name: tuple(compile_wording(wording, types, language.place("references", name))
                        for wording in wordings)
            for name, wordings in language.references.items()
        }

        around = language.references_around
        self.part_words = PartWords(around, numbers_of(language))
        self.owner_words = OwnerWords(around)
        self.resolution_words = numbered_resolutions.Words.from_data(around)

    def read(self, type_: str, at: int, slots: Slots) -> list[tuple[int, object]]:
        """Return the references of a type that start at a folded position, the longest first."""
        found: dict[int, Reference] = {}
        if type_ in CHAINED and self.part_words.nouns:
            chain = chain_at(slots.unit, at, self.part_words, self.owners(slots.reading, slots.unit))
            if chain and chain.kind == type_ and chain.things:
                found[chain.end] = _chained(chain, slots)
        for wording in self.wordings[type_]:
            for end, bound in slots.matcher.ends(wording, at).items():
                if end not in found and (reference := resolve(type_, bound, at, end, slots)) is not None:
                    found[end] = reference
        return [(end, found[end]) for end in sorted(found, reverse=True)]

    def search(self, slots: Slots) -> Iterator[Reference]:
        """Yield every reference of a unit; they may overlap.

        Parts may belong to any document named beside them, so documents are found first.
        """
        report = slots.reading.report
        days = {start: mention.end for start, mention in report.dates_in(slots.unit)}
        numbered = list(numbered_resolutions.find(slots.unit, self.resolution_words, report.resolution_form,
                                                  report.identity.symbol, days))
        found = [_numbered(one, slots) for one in numbered]
        for reference in self._worded(slots):
            if reference.kind != "resolution" or not any(one.start < reference.end and reference.start < one.end
                                                         for one in numbered):
                found.append(reference)
        unit = slots.unit
        unit.sightings = sorted([*unit.sightings, *(Sighting(one.start, one.end, one.kind, one.things, True)
                                                    for one in found if len(one.things) == 1)],
                                key=lambda s: (s.start, -s.end))
        yield from found
        if self.part_words.nouns:
            owners = self.owners(slots.reading, unit)
            for chain in chains(unit, self.part_words, owners):
                if not any(s.start <= chain.start and chain.end <= s.end for s in unit.sightings if s.kind in NAMES):
                    yield _chained(chain, slots)
            owners.remember(unit)

    def _worded(self, slots: Slots) -> Iterator[Reference]:
        """Yield the references that wordings read; where the language has words for parts, parts are read apart."""
        apart = PARTS | CHAINED if self.part_words.nouns else PARTS
        for type_, wordings in self.wordings.items():
            if type_ in apart:
                continue
            for wording in wordings:
                if all(literal in slots.unit.plain for literal in wording.required):
                    for start, _, _ in slots.matcher.search(wording):
                        yield from (value for _, value in slots(type_, False, start)
                                    if isinstance(value, Reference))

    def owners(self, reading: Reading, unit: Unit) -> Owners:
        """Return what tells whose the parts named in a unit are."""
        document, frame = reading.report.document, reading.header.frame
        annexes = reading.outline.annexes.values()
        base = next((annex for annex in annexes if f"{unit.provision}/".startswith(f"{annex}/")), document)
        tables = reading.report.tables

        def has_annex(whole: Iri, number: str) -> bool:
            return tables.row("provisions", f"{iris.local(whole)}/annex/{number}") is not None

        rules = reading.introduced.rules_of_procedure or (rules_without_symbol(frame.iri) if frame else None)
        own = Own(document, base, reading.outline.has, frame.own_treaty if frame else None,
                  reading.header.treaty_name, rules, has_annex,
                  fold(frame.name.text).text if frame and frame.name else "")
        return Owners(self.owner_words, own, reading.introduced)


def _chained(chain: Chain, slots: Slots) -> Reference:
    span = slots.unit.span_of(chain.start, chain.end)
    return Reference(chain.kind, chain.things, chain.start, chain.end, span, (), members=chain.spans)


def _numbered(one: numbered_resolutions.Numbered, slots: Slots) -> Reference:
    members = tuple((start, end) for start, end, _ in one.symbols)
    things = one.things
    return Reference("resolution", things, one.start, one.end, slots.unit.span_of(one.start, one.end), (),
                     members=members if len(members) == len(things) > 1 else ())
