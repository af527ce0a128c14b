"""Tells whether a short form of a name may stand for the name at its place; must not find a name, nor resolve one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treatygraph.find.fold import lower
from treatygraph.find.names import Name
from treatygraph.reading.units import Unit

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading


_PRINCIPAL_ORGANS = frozenset({"A", "E", "S", "T"})  # as symbols of their documents begin


def stands(reading: Reading, unit: Unit, name: Name, start: int, end: int) -> bool:
    """Tell whether a name counts at a folded range: a short form only behind its full form, and where it is whole.

    "The Treaty" followed by what it is on is another treaty's full name; and where the body reported on meets under a
    treaty that no row knows, "the Treaty" means that one.
    """
    if not reading.introduced.valid(name, unit.folded.starts[start]):
        return False
    if name.kind == "organization" and _is_of_the_united_nations(reading, unit.text[start:end]):
        return False
    if not name.short or name.kind != "treaty":
        return True
    lists = reading.report.language.lists
    for link in lists.get("name_goes_on", ()):
        if unit.plain.startswith(link, end):
            rest = unit.text[end + len(link) :]
            for article in lists.get("articles", ()):
                rest = rest[len(article) :] if lower(rest[: len(article)]) == article else rest
            if rest[:1].isupper():
                return False
    return not _under_another(reading)


def _is_of_the_united_nations(reading: Reading, words: str) -> bool:
    """Tell whether a document of a principal organ of the United Nations means by these words an organ of these.

    "The Secretariat" is there the one that Article 7 of the Charter names, not the secretariat of a conference.
    """
    return words in reading.report.language.lists.get("of_the_united_nations", ()) \
        and reading.identity.symbol.partition("/")[0] in _PRINCIPAL_ORGANS


def _under_another(reading: Reading) -> bool:
    """Tell whether the body's own name holds that of a treaty which no row knows."""
    frame = reading.header.frame
    if frame is None or frame.treaty is not None or frame.name is None:
        return False
    plain = lower(frame.name.text)
    return any(noun in plain for noun in reading.report.language.lists.get("treaty_nouns", ()))
