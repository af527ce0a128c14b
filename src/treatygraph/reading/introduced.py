"""Holds what a short form, title, mark or number means because the text introduced it elsewhere.

Must not resolve a whole reference: that puts together what is kept here with the words at its place.
"""

from __future__ import annotations

from collections.abc import Mapping

from treatygraph import iris
from treatygraph.find.names import Name
from treatygraph.model import Iri


class Introduced:
    """What the text has introduced, for those who only read it."""

    def __init__(self) -> None:
        self._first_full: dict[Iri, int] = {}
        self._titled: dict[str, Iri] = {}
        self._rules_of_procedure: Iri | None = None
        self._declarations: dict[int, Iri] = {}
        self._measure_parents: dict[Iri, str] = {}
        self._notes: dict[str, Iri] = {}
        self._organs: dict[str, Iri] = {}
        self._treaties_called: dict[str, Iri | None] = {}

    @property
    def rules_of_procedure(self) -> Iri | None:
        """The conference's rules of procedure."""
        return self._rules_of_procedure

    @property
    def organs(self) -> Mapping[str, Iri]:
        """The organs that the conference set up, by the concept their words stand for."""
        return self._organs

    def valid(self, name: Name, offset: int) -> bool:
        """A short form counts only where the full form stands earlier in the text."""
        return not name.short or self._first_full.get(name.iri, offset + 1) <= offset

    def titled(self, title: str) -> Iri | None:
        """Return the document whose symbol stands beside a title."""
        return self._titled.get(title)

    def declaration(self, year: int) -> Iri | None:
        """Return the declaration of a year, where a reference has named its report."""
        return self._declarations.get(year)

    def conference_of(self, declaration: Iri, series: Iri) -> Iri | None:
        """Return the conference of a series whose declaration this is, where a reference has named its year."""
        years = [year for year, known in self._declarations.items() if known == declaration]
        return iris.conference(iris.local(series), years[0]) if len(years) == 1 else None

    def measure_parent(self, declaration: Iri) -> str:
        """Return the number of the paragraph that holds a declaration's measures, or nothing."""
        return self._measure_parents.get(declaration, "")

    def treaty_called(self, noun: str) -> Iri | None:
        """Return the treaty that a noun last named in full; None where none was, or one that no row knows."""
        return self._treaties_called.get(noun)

    def noted(self, mark: str) -> Iri | None:
        """Return what a footnote's mark stands behind."""
        return self._notes.get(mark)


class IntroducedInTheMaking(Introduced):
    """What the text has introduced, for those who read an introduction; the first one counts."""

    def full_name(self, thing: Iri, offset: int) -> None:
        """Keep the first place where a thing's full name stands."""
        self._first_full[thing] = min(offset, self._first_full.get(thing, offset))

    def title(self, title: str, document: Iri) -> None:
        """Keep that a bare title means a document."""
        self._titled.setdefault(title, document)

    def rule_by(self, rules: Iri | None) -> None:
        """Keep the conference's rules of procedure."""
        self._rules_of_procedure = self._rules_of_procedure or rules

    def declare(self, year: int, declaration: Iri) -> None:
        """Keep which declaration is the one of a year."""
        self._declarations.setdefault(year, declaration)

    def measures_in(self, declaration: Iri, paragraph: str) -> None:
        """Keep which paragraph holds a declaration's measures."""
        self._measure_parents.setdefault(declaration, paragraph)

    def note(self, mark: str, thing: Iri) -> None:
        """Keep what a footnote's mark stands behind; the last place counts."""
        self._notes[mark] = thing

    def call_treaty(self, noun: str, treaty: Iri | None) -> None:
        """Keep which treaty a noun named in full, None for one that no row knows; the last one counts."""
        self._treaties_called[noun] = treaty

    def organ(self, concept: str, organ: Iri) -> None:
        """Keep an organ that the conference set up; the last one counts."""
        self._organs[concept] = organ
