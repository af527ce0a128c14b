"""Writes the bill of materials of the software that made a release (CycloneDX 1.6, ECMA-424).

Must not ask a registry: it lists what is installed here, as the packages' own metadata tell it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any
from urllib.parse import quote

from treatygraph import __version__
from treatygraph.optional import library

_NAME = "treatygraph"
_EXTRAS = frozenset({"", "export"})
_LICENCE = re.compile(r"[A-Za-z0-9.+()-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+()-]+)*")


def bill_of_materials() -> bytes:
    """Return the packages that the program rests on here, each with version and licence, and which needs which.

    It gives no time: the day of a release is no instant, and the bill is the same whenever it is written. Raises
    TreatyGraphError where `packaging`, which reads what packages need, is not installed.
    """
    found = _closure()
    above = {"type": "application", "bom-ref": _NAME, "name": _NAME, "version": __version__,
             "purl": f"pkg:pypi/{_NAME}@{__version__}",
             "licenses": [{"expression": "Apache-2.0 AND CC-BY-4.0"}]}
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": above},
        "components": [_component(name) for name in sorted(found) if name != _NAME],
        "dependencies": [{"ref": name, "dependsOn": sorted(needs)} for name, needs in sorted(found.items())],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _closure() -> dict[str, set[str]]:
    """Return the installed packages that the program needs, near and far, each with those it needs itself."""
    found: dict[str, set[str]] = {}
    waiting = [(_NAME, _EXTRAS)]
    asked: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        known = _installed(name)
        if known is None or (name, extras) in asked:
            continue
        asked.add((name, extras))
        needs = [(needed, more) for needed, more in _needs(known, extras) if _installed(needed)]
        found.setdefault(name, set()).update(needed for needed, _ in needs if needed != name)
        waiting += needs
    return found


def _needs(known: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    requirement = library("packaging.requirements").Requirement
    for line in known.requires or []:
        wanted = requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            yield _plain(wanted.name), frozenset({"", *wanted.extras})


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _component(name: str) -> dict[str, Any]:
    known = distribution(name)
    component: dict[str, Any] = {"type": "library", "bom-ref": name, "name": name, "version": known.version,
                                 "purl": f"pkg:pypi/{quote(name)}@{quote(known.version)}"}
    if licences := _licences(known):
        component["licenses"] = licences
    return component


def _licences(known: Distribution) -> list[dict[str, Any]]:
    """Return the licence as the package declares it: an expression of SPDX's, else its own words or classifiers."""
    said = known.metadata
    expression = "".join(said.get_all("License-Expression") or [])
    if _LICENCE.fullmatch(expression):
        return [{"expression": expression}]
    classed = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or []
               if one.startswith("License :: OSI Approved :: ")]
    words = "".join(said.get_all("License") or []).strip()
    named = classed or ([words] if words and "\n" not in words else [])
    return [{"license": {"name": one}} for one in sorted(set(named))]


def _plain(name: str) -> str:
    """Return a package's name in its one normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
