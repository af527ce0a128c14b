"""Says which sorts of things are reconciled: classes of the ontology, by the names that an address gives them.

Must not look at a store.
"""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.search.kinds import broader, kind_name, local_name, narrower
from treatygraph.vocab import tg

TYPES = tuple(tg(name) for name in ("State", "Organization", "Document", "Conference", "Person", "Treaty",
                                    "ConferenceSeries", "StateGroup"))


def type_named(identifier: str) -> str | None:
    """Return the class of a type's identifier, which may be its whole IRI; None for no type of ours."""
    return next((one for one in TYPES if identifier in {one, local_name(one)}), None)


def as_type(kind: str, language: str) -> dict[str, object]:
    """Return a type as the specification has it: identifier, name, and those that it is a sort of."""
    found: dict[str, object] = {"id": local_name(kind), "name": kind_name(kind, language)}
    above = [{"id": local_name(one), "name": kind_name(one, language)}
             for one in TYPES if one in broader(kind) and one != kind]
    return {**found, "broader": above} if above else found


def types_of(kinds: Iterable[str]) -> list[str]:
    """Return the types of a thing of some classes, the narrowest first."""
    reached = {above for kind in kinds for above in broader(kind)}
    return sorted((one for one in TYPES if one in reached), key=lambda one: (len(narrower(one)), TYPES.index(one)))
