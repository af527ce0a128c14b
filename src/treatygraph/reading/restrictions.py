"""Tells whether words around a group's name restrict it to some of its members; must not say which these are.

"All States that have not yet signed the Harbour Convention" are not all States. A restriction that is understood is
part of a longer name (a row of `state-groups.csv`, or a described group of the language); one that is not leaves the
name without a meaning, never with the wider one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from treatygraph.find.fold import lower
from treatygraph.find.names import Mention
from treatygraph.language.languages import Language
from treatygraph.reading.units import Unit

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading


def restricted_groups(named: Sequence[Mention], unit: Unit, reading: Reading) -> list[Mention]:
    """Return which of the names of a unit are those of groups that words right before or behind them restrict.

    "The ratifiers of the Treaty" are not restricted where that is the treaty the body meets under.
    """
    language = reading.report.language
    frame = reading.header.frame
    own = frame.treaty if frame else None
    treaties = [one for one in named if one.of_kind("treaty") and own in {name.iri for name in one.names}]
    own_begins = {one.start for one in treaties}
    groups = [one for one in named if one.of_kind("group")]
    return [one for one in groups if _restricted(unit, language, one, own_begins)]


def _restricted(unit: Unit, language: Language, group: Mention, own_begins: set[int]) -> bool:
    lists, plain = language.lists, unit.plain
    if plain.startswith(tuple(lists.get("restrictions", ())), group.end):
        return True
    before = list(lists.get("restrictions_before", ()))
    if plain.startswith(tuple(lists.get("whole_groups", ())), group.start):
        before += lists.get("restrictions_before_whole", ())
    if plain.endswith(tuple(before), 0, group.start):
        return not plain.endswith(tuple(language.clauses.get("defining", ())), 0, group.start)
    for link in lists.get("restricting_links", ()):
        if plain.startswith(link, group.end):
            at = group.end + len(link)
            articles = [word for word in lists.get("articles", ()) if lower(unit.text[at : at + len(word)]) == word]
            return not own_begins & {at, at + len(max(articles, key=len, default=""))}
    return False
