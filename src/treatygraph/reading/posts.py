"""Remembers who is known to hold which post, and answers in the same time however many posts a text names.

Must not read a post, nor decide whom one means.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from treatygraph.find.names import in_word
from treatygraph.model import Iri

_ENOUGH = 2
"""So many holders tell that a post is not one person's; nobody asks for more."""

Key = tuple[Iri, str]


def _endings(title: str) -> Iterator[str]:
    """Yield the endings of a title that a shorter title may be: none begins within a word."""
    for start, char in enumerate(title):
        if not (start and in_word(char) and in_word(title[start - 1])):
            yield title[start:]


class KnownPosts:
    """The posts a text has told of: body and title, and who held it, in the order in which they were told."""

    def __init__(self) -> None:
        self._holders: dict[Key, dict[Iri, None]] = {}
        self._order: dict[Key, int] = {}
        self._told = 0
        self._by_ending: dict[str, dict[Iri, int]] = {}
        self._by_holder: dict[Iri, dict[Key, None]] = {}

    def __bool__(self) -> bool:
        return bool(self._holders)

    def learn(self, whom: Iri, title: str, holder: Iri) -> bool:
        """Remember that somebody holds a post with a body; return whether that is new."""
        key = (whom, title)
        if key not in self._holders:
            self._holders[key] = {}
            self._order[key] = self._told
            self._told += 1
        if holder in self._holders[key]:
            return False
        self._holders[key][holder] = None
        self._by_holder.setdefault(holder, {})[key] = None
        for ending in _endings(title):
            holders = self._by_ending.setdefault(ending, {})
            holders[holder] = holders.get(holder, 0) + 1
        return True

    def forget(self, whom: Iri, title: str, holder: Iri) -> None:
        """Take back what `learn` called new."""
        key = (whom, title)
        del self._holders[key][holder], self._by_holder[holder][key]
        if not self._holders[key]:
            del self._holders[key], self._order[key]
        for ending in _endings(title):
            holders = self._by_ending[ending]
            holders[holder] -= 1
            if not holders[holder]:
                del holders[holder]

    def holders(self, title: str, whom: Iri | None) -> set[Iri]:
        """Return who holds a post with a body, or, where no body is named, any post whose title ends so.

        Of many holders the first two are returned.
        """
        found = self._by_ending.get(title, {}) if whom is None else self._holders.get((whom, title), {})
        return set(islice(found, _ENOUGH))

    def bodies_of(self, holder: Iri | None) -> tuple[Iri, ...]:
        """Return the bodies with which somebody holds posts, each once, in the order told."""
        return tuple(dict.fromkeys(self.bodies_of_post("", holder)))

    def bodies_of_post(self, title: str, holder: Iri | None) -> list[Iri]:
        """Return, for each post of somebody whose title ends in these words, its body, in the order told."""
        keys = self._by_holder.get(holder, {}) if holder else {}
        fitting = [key for key in keys if key[1].endswith(title)]
        return [whom for whom, _ in sorted(fitting, key=self._order.__getitem__)]
