"""Holds the persons that a text has named so far: their names, their posts, and the bodies beside them.

Must not know a table: who is known beforehand stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from treatygraph.model import Iri
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.posts import KnownPosts
from treatygraph.reading.units import Unit


class KnownPersons:
    """The persons named, for those who only read of them."""

    def __init__(self) -> None:
        self._posts = KnownPosts()
        self._phrases: list[tuple[Unit, PersonPhrase]] = []
        self._family_names: dict[str, list[Iri]] = {}
        self._names_in_parts: dict[str, Iri] = {}
        self._longest_family_name = 0
        self._full_names: dict[str, dict[str, Iri]] = {}
        self._beside: dict[Iri, list[Iri]] = {}

    @property
    def phrases(self) -> Sequence[tuple[Unit, PersonPhrase]]:
        """Every phrase that named a person, with its unit, in text order."""
        return self._phrases

    @property
    def family_names(self) -> Mapping[str, Sequence[Iri]]:
        """Who was named with a full name of each family name."""
        return self._family_names

    @property
    def names_in_parts(self) -> Mapping[str, Iri]:
        """The full names of foreigners as Chinese writes them, their parts parted by "·", each with its bearer."""
        return self._names_in_parts

    @property
    def longest_family_name(self) -> int:
        """How many characters the longest family name met has."""
        return self._longest_family_name

    def bodies_of(self, person: Iri | None) -> tuple[Iri, ...]:
        """Return the States and organisations that posts tie a person to, as far as the text has told."""
        beside = self._beside.get(person, []) if person else []
        return tuple(dict.fromkeys([*self._posts.bodies_of(person), *beside]))


class KnownPersonsInTheMaking(KnownPersons):
    """The persons named, for those who meet another one."""

    @property
    def posts(self) -> KnownPosts:
        """Who holds which post, to learn more of."""
        return self._posts

    def meet(self, unit: Unit, phrase: PersonPhrase) -> None:
        """Keep a phrase that names a person, with the bodies named beside."""
        self._phrases.append((unit, phrase))
        if phrase.iri and phrase.bodies:
            self._beside.setdefault(phrase.iri, []).extend(phrase.bodies)

    def meet_name(self, name: str, bearer: Iri) -> None:
        """Remember a full name in parts, by which the text may mean its bearer again."""
        self._names_in_parts.setdefault(name, bearer)

    def meet_family(self, family: str, bearer: Iri | None) -> None:
        """Keep a family name met, and who bears it (None where that cannot be told from the whole name)."""
        self._longest_family_name = max(self._longest_family_name, len(family))
        if bearer is not None and bearer not in self._family_names.setdefault(family, []):
            self._family_names[family].append(bearer)

    def share(self, family: str, bearers: Iterable[Iri]) -> None:
        """Keep all who bear a family name, where nobody was known to."""
        self._family_names.setdefault(family, list(bearers))

    def full_names(self, family: str) -> dict[str, Iri]:
        """Return the persons of a family name by their full names, to add to."""
        return self._full_names.setdefault(family, {})
