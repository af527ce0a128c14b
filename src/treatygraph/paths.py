"""Says where the ontology, shapes, queries, tables, sources and built graph lie.

Must not read any of them: it only names folders.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "resources"
_CHECKOUT = _PACKAGE.parent.parent


def checkout() -> Path | None:
    """Return the root of the source checkout this code runs from, or None when it was installed as a wheel."""
    return _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() and not _PACKED.is_dir() else None


def root() -> Path:
    """Return the folder that holds ontology/, shapes/, queries/ and data/."""
    return checkout() or _PACKED


def ontology() -> Path:
    """Return the folder of the ontology's Turtle files."""
    return root() / "ontology"


def entailment_rules() -> Path:
    """Return the folder of the CONSTRUCT rules that OWL 2 RL cannot state."""
    return ontology() / "rules"


def checks() -> Path:
    """Return the folder of the checks that hold the ontology against published pitfalls."""
    return ontology() / "checks"


def shapes() -> Path:
    """Return the folder of the SHACL shapes."""
    return root() / "shapes"


def queries() -> Path:
    """Return the folder of the competency questions and their answers."""
    return root() / "queries"


def tables() -> Path:
    """Return the folder of the curated reference tables."""
    return root() / "data" / "tables"


def sources() -> Path:
    """Return the folder of the texts as received."""
    return root() / "data" / "sources"


def graph() -> Path:
    """Return the folder of the built graph."""
    return root() / "data" / "graph"


def languages() -> Path:
    """Return the folder of the languages' words, one TOML file per language."""
    return _PACKAGE / "language"


def frames(language: str) -> Path:
    """Return the file of a language's frames, whether it is there or not."""
    return languages() / "frames" / f"{language}.toml"
