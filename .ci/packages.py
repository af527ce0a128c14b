"""Prints every package that a lock file installs: its version, its licence, and why it is here.

    .venv/bin/python .ci/packages.py [LOCK]

LOCK is requirements.lock, what users install, unless another is named. The reasons of the packages that the project
asks for are the comments beside them in pyproject.toml; the others are needed by those. Ends with 1 where one has no
reason or says no licence. Must not install anything.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
_ASKED = re.compile(r'^\s*"([\w.-]+)(?:\[[\w,-]+\])?[^"]*",\s*#\s*(\S.*)$', re.MULTILINE)
_LOCKED = re.compile(r"^([a-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")
_LONGEST_LICENCE = 60


def plain(name: str) -> str:
    """Return a package's name as lock files write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked() -> dict[str, str]:
    """Return the packages that pyproject.toml asks for with the reason beside each, or nothing where none stands."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    reasons = {plain(name): reason for name, reason in _ASKED.findall(text)}
    building = dict.fromkeys(("hatchling", "editables"), "builds the package where it is installed from a checkout")
    return {**{name: reasons.get(name, "") for one in named if (name := plain(_NAME.match(one).group()))}, **building}


def locked(lock: Path) -> dict[str, str]:
    """Return the packages of a lock file with their versions."""
    return dict(_LOCKED.findall(lock.read_text(encoding="utf-8")))


def licence(name: str) -> str:
    """Return the licence that an installed package declares, in its own words, or nothing."""
    found = distribution(name).metadata
    said = found.get("License-Expression") or found.get("License") or ""
    if said.strip() in {"", "UNKNOWN"} or len(said) > _LONGEST_LICENCE:
        classed = [one for one in found.get_all("Classifier") or [] if one.startswith("License ::")]
        said = ", ".join(one.rpartition(" :: ")[2] for one in classed) or said.strip().partition("\n")[0]
    return " ".join(said.split())


def needed_by(names: dict[str, str]) -> dict[str, list[str]]:
    """Return for each package which others of these ask for it, and those that do so with an extra where none else."""
    found: dict[str, list[str]] = {}
    extras: dict[str, list[str]] = {}
    for name in names:
        try:
            wanted = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for one in wanted:
            asking = extras if "extra ==" in one else found
            asking.setdefault(plain(_NAME.match(one).group()), []).append(name)
    return {**extras, **found}


def rows(lock: Path) -> list[tuple[str, str, str, str]]:
    """Return name, version, licence and reason of every package of a lock file."""
    names, reasons = locked(lock), asked()
    above = needed_by(names)
    found = []
    for name, version in sorted(names.items()):
        reason = reasons.get(name) or (f"needed by {', '.join(sorted(set(above[name])))}" if name in above else "")
        try:
            found.append((name, version, licence(name), reason))
        except PackageNotFoundError:
            found.append((name, version, "not installed here", reason or "needed on another system or Python"))
    return found


def main() -> int:
    """Print the table; return 1 where something is missing in it."""
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    table = rows(lock)
    wide = [max(len(row[column]) for row in table) for column in range(3)]
    for row in table:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row[:3], wide, strict=True)), row[3]]))
    lacking = [name for name, _, said, reason in table if not said or not reason]
    if lacking:
        print(f"no licence or no reason: {', '.join(lacking)}", file=sys.stderr)
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
