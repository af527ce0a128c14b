"""Places States on a map of the world: the shape of each, and a dot for those too small to be seen.

Must not know what a map shows of a State, nor draw it: a template does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Page


@dataclass(frozen=True)
class Told:
    """What a map tells of a State: the name that the stylesheet has for it, and in words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Shape:
    """A State on a map: its key in addresses, a path and the place of a dot, either of which may be missing."""

    key: str
    told: Told
    path: str
    dot: tuple[int, int] | None


@dataclass(frozen=True)
class WorldMap:
    """A map: its size, the land of no State that it tells something of as one path, and its States."""

    width: int
    height: int
    land: str
    shapes: tuple[Shape, ...]


@cache
def _world() -> dict[str, Any]:
    text = (files("treatygraph.serve") / "world.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def key_of(state: str) -> str:
    """Return what names a State in addresses and parts of a page: the end of its IRI.

    >>> key_of("https://w3id.org/treatygraph/id/state/KEN")
    'KEN'
    """
    return state.rpartition("/")[2]


def world_map(page: Page, told: Mapping[str, Told]) -> WorldMap:
    """Return the map that tells something of States, by their IRIs; what has no place on it is left out."""
    world = _world()
    areas, dots = world["areas"], world["dots"]
    codes = page.things.kept("codes", lambda: {row["code"]: row["state"]
                                               for row in look_up(page.things, "state_codes")})
    shapes = []
    rest = dict(areas)
    for code, state in sorted(codes.items()):
        if state in told and (code in areas or code in dots):
            place = dots.get(code)
            shapes.append(Shape(key_of(state), told[state], rest.pop(code, ""), tuple(place) if place else None))
    return WorldMap(world["width"], world["height"], "".join(rest.values()), tuple(shapes))
