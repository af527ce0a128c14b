"""Reads what a client of the reconciliation service sends: batches of queries, and requests for values.

Must not answer them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from treatygraph.model import TreatyGraphError
from treatygraph.reconcile.matching import Asked
from treatygraph.reconcile.types import type_named

BATCH = 50
"""How many queries a batch may hold."""
MOST_THINGS, MOST_PROPERTIES = 1000, 50
_MOST_CANDIDATES = 50
_MOST_VALUES = 20
_STRICT = ("any", "all", "should")


class ReconcileError(TreatyGraphError):
    """A request that is not as the specification has it; `too_large` where it only asks for too much at once."""

    def __init__(self, message: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


@dataclass(frozen=True)
class Extension:
    """Values that are asked for: of which things, of which properties, with the settings of each."""

    things: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, Any]], ...]


def batch_of(text: str) -> dict[str, Asked | None]:
    """Read a batch of queries; one that only knows types that there are not is None, for nothing can fit it.

    Raises ReconcileError for what is no batch, and for one with too many queries.
    """
    found = _object(text, "queries")
    if len(found) > BATCH:
        raise ReconcileError(f"the batch has {len(found)} queries; send {BATCH} at a time", too_large=True)
    return {name: _query(query, f"query '{name[:40]}'") for name, query in found.items()}


def extension_of(text: str) -> Extension:
    """Read a request for values; raise ReconcileError for what is none, and for one that asks for too much."""
    found = _object(text, "extend")
    things, properties = found.get("ids"), found.get("properties")
    if not isinstance(things, list) or not all(isinstance(one, str) for one in things):
        raise ReconcileError("extend: 'ids' is a list of identifiers")
    if not isinstance(properties, list) or not all(
            isinstance(one, dict) and isinstance(one.get("id"), str) for one in properties):
        raise ReconcileError("extend: 'properties' is a list of objects with an 'id'")
    if len(things) > MOST_THINGS or len(properties) > MOST_PROPERTIES:
        raise ReconcileError(f"extend: ask for at most {MOST_PROPERTIES} properties of {MOST_THINGS} things at a time",
                             too_large=True)
    settings = [one.get("settings") or {} for one in properties]
    if not all(isinstance(one, dict) for one in settings):
        raise ReconcileError("extend: the 'settings' of a property are an object")
    return Extension(tuple(things), tuple((one["id"], setting)
                                          for one, setting in zip(properties, settings, strict=True)))


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ReconcileError(f"{what}: not well-formed JSON ({fault})") from None
    if not isinstance(found, dict):
        raise ReconcileError(f"{what}: a JSON object is wanted here")
    return found


def _query(query: object, where: str) -> Asked | None:
    if isinstance(query, str):
        query = {"query": query}
    if not isinstance(query, dict):
        raise ReconcileError(f"{where}: a query is an object with 'query' or 'properties'")
    name, properties = query.get("query", ""), query.get("properties") or []
    if not isinstance(name, str) or not isinstance(properties, list):
        raise ReconcileError(f"{where}: 'query' is a text, 'properties' a list")
    # An empty cell says nothing of a property.
    wanted = tuple(one for one in (_property(one, where) for one in properties) if one[1])
    if not name.strip() and not wanted:
        raise ReconcileError(f"{where}: there is neither a name nor a property to match")
    strict = query.get("type_strict") or "any"
    if strict not in _STRICT:
        raise ReconcileError(f"{where}: 'type_strict' is one of {', '.join(_STRICT)}")
    given = query.get("type") or []
    types = [given] if isinstance(given, str | dict) else given
    # Some clients send a type as the manifest has it.
    types = [one.get("id") if isinstance(one, dict) else one for one in types] if isinstance(types, list) else types
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        raise ReconcileError(f"{where}: 'type' is an identifier or a list of them")
    known = tuple(one for one in map(type_named, types) if one)
    if types and not known:
        return None
    return Asked(name.strip(), known, wanted, strict, _limit(query.get("limit"), where))


def _limit(given: object, where: str) -> int:
    if given is None:
        return Asked.limit
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 1:
        raise ReconcileError(f"{where}: 'limit' is a positive number")
    return int(min(given, _MOST_CANDIDATES))


def _property(one: object, where: str) -> tuple[str, tuple[object, ...]]:
    if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
        raise ReconcileError(f"{where}: each of its properties is an object with 'pid' and 'v'")
    values = [value for value in (one["v"] if isinstance(one["v"], list) else [one["v"]]) if value is not None]
    for value in values:
        fits = isinstance(value, str | int | float | bool) or (
            isinstance(value, dict) and isinstance(value.get("id"), str))
        if not fits:
            raise ReconcileError(f"{where}: the value of a property is a text, a number, true, false, or an object "
                                 "with an 'id'")
    if len(values) > _MOST_VALUES:
        raise ReconcileError(f"{where}: a property has more than {_MOST_VALUES} values", too_large=True)
    return one["pid"], tuple(values)
