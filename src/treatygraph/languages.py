"""Loads the language files: layout words, lexicons, date forms and sentence patterns, as plain data.

Must not compile or match a pattern; it only checks that a file has the sections it may have.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from treatygraph import paths
from treatygraph.model import TreatyGraphError

_SECTIONS = {"language", "layout", "lexicon", "dates", "numbers", "lists", "references", "persons", "adverbial",
             "clauses", "anaphora", "references_around", "rules"}
_RULE_HEADER = re.compile(r"^\s*\[\[rules\.([A-Z]+-\d+)\]\]", re.M)


class PatternError(TreatyGraphError):
    """A language file that cannot be used; the message names file and line."""


@dataclass(frozen=True)
class PatternRow:
    """One wording of a rule: where it is written, which unit it reads, and the constants it carries."""

    rule: str
    unit: str
    wording: str
    constants: dict[str, Any]
    file: str
    line: int


@dataclass(frozen=True, eq=False)
class Language:
    """What one language's file says; `code` is its BCP 47 tag."""

    code: str
    layout: dict[str, Any]
    lexicon: dict[str, dict[str, str]]
    dates: dict[str, Any]
    numbers: dict[str, Any]
    lists: dict[str, Any]
    references: dict[str, Any]
    persons: dict[str, Any]
    adverbial: dict[str, list[str]]
    clauses: dict[str, Any]
    anaphora: dict[str, Any]
    references_around: dict[str, Any]
    rows: tuple[PatternRow, ...] = field(repr=False)


UNITS = ("sentence", "phrase", "clause", "heading", "header", "title")


def parse(text: str, file: str) -> Language:
    """Parse a language file's text; raise PatternError for TOML faults and unknown sections or keys."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PatternError(f"{file}: {fault}") from None
    for unknown in sorted(set(data) - _SECTIONS):
        raise PatternError(f"{file}: unknown section [{unknown}]; known are {', '.join(sorted(_SECTIONS))}")
    header = data.get("language", {})
    if not isinstance(header.get("code"), str):
        raise PatternError(f"{file}: [language] must give the language's code, such as code = \"zh\"")
    return Language(
        code=header["code"],
        rows=tuple(_rows(data.get("rules", {}), text, file)),
        **{name: data.get(name, {}) for name in sorted(_SECTIONS - {"language", "rules"})},
    )


def _rows(rules: dict[str, Any], text: str, file: str) -> list[PatternRow]:
    lines: dict[str, list[int]] = {}
    for header in _RULE_HEADER.finditer(text):
        lines.setdefault(header.group(1), []).append(text.count("\n", 0, header.start(1)) + 1)
    rows = []
    for rule, wordings in rules.items():
        if not isinstance(wordings, list):
            raise PatternError(f"{file}: write [[rules.{rule}]] with double brackets, one per wording")
        for position, row in enumerate(wordings):
            line = lines.get(rule, [])[position] if position < len(lines.get(rule, [])) else 1
            units = [unit for unit in UNITS if unit in row]
            if len(units) != 1:
                raise PatternError(f"{file}:{line}: a wording of {rule} needs exactly one of {', '.join(UNITS)}")
            constants = {key: value for key, value in row.items() if key != units[0]}
            rows.append(PatternRow(rule, units[0], row[units[0]], constants, file, line))
    return rows


@cache
def load(code: str, folder: Path | None = None) -> Language:
    """Load the language file `{code}.toml`; raise PatternError where there is none, naming those there are."""
    folder = folder or paths.patterns()
    path = folder / f"{code}.toml"
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        raise PatternError(
            f"no patterns for language '{code}'; there are patterns for {', '.join(available(folder)) or 'none'}"
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise PatternError(f"{path}: cannot be read ({fault})") from None


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that have a file."""
    return tuple(sorted(path.stem for path in (folder or paths.patterns()).glob("*.toml")))
