"""Loads how a language says what happens: verbs, verb groups, actors, circumstances, role markers and frames.

Must not compile or match a wording; it only checks that a file has the sections it may have.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from treatygraph import paths
from treatygraph.language.languages import PatternError

_SECTIONS = ("verbs", "verb_group", "bodies", "actors", "circumstances", "roles", "frames", "pronouns", "operative",
             "counted", "statuses")
_JOINED, _NONE = "_", "-"
_FRAME_HEADER = re.compile(r"^[ \t]*\[frames\.([\w-]+)\]", re.M)


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a verb as it is written: its dictionary form, and which form it is."""

    lemma: str
    form: str


@dataclass(frozen=True)
class FrameRow:
    """A frame: the verbs that call it, the rule that says what follows, its roles, and the constants it hands over.

    `line` is the line of its header in the file.
    """

    name: str
    verbs: tuple[str, ...]
    rule: str
    subject: tuple[str, ...]
    roles: tuple[str, ...]
    constants: dict[str, Any] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, eq=False)
class FrameWords:
    """What one language's frame file says; `file` is its name, for messages."""

    file: str
    forms: dict[str, tuple[VerbForm, ...]]
    group: dict[str, Any]
    bodies: dict[str, Any]
    actors: dict[str, list[str]]
    circumstances: dict[str, list[str]]
    roles: dict[str, list[str]]
    frames: tuple[FrameRow, ...]
    pronouns: dict[str, list[str]]
    operative: dict[str, Any]
    counted: dict[str, Any]
    statuses: dict[str, Any]

    def concept(self, verb: str) -> str:
        """Return the local name of the operative verb's concept: what the file gives, else the verb's own words."""
        given = self.operative.get("concepts", {}).get(verb)
        return str(given or "".join(word.capitalize() for word in verb.replace("-", " ").split(" ")))


def _forms(verbs: dict[str, str], file: str) -> dict[str, tuple[VerbForm, ...]]:
    """Return every written form with what it may be; a row gives third person, past, [participle,] gerund[, base].

    A row of five gives the base form too (of a language whose verbs the lemma's words are none of); "-" is no form.
    """
    found: dict[str, list[VerbForm]] = {}
    for lemma, row in verbs.items():
        given = [form.replace(_JOINED, " ") for form in row.split()]
        if len(given) == 3:
            third, past, gerund = given
            named = {"third": third, "past": past, "participle": past, "gerund": gerund}
        elif len(given) == 4:
            named = dict(zip(("third", "past", "participle", "gerund"), given, strict=True))
        elif len(given) == 5:
            named = dict(zip(("third", "past", "participle", "gerund", "base"), given, strict=True))
        elif len(given) == 1:
            named = {"plain": given[0]}
        else:
            raise PatternError(
                f"{file}: [verbs] {lemma} must give third person, past, participle (if different) and "
                "gerund, all five with the base, or the one form of a language whose verbs have no other"
            )
        if "plain" not in named:
            named.setdefault("base", lemma)
        for form, written in named.items():
            for one in () if written == _NONE else written.split("|"):
                found.setdefault(one, []).append(VerbForm(lemma, form))
    return {written: tuple(dict.fromkeys(forms)) for written, forms in found.items()}


def _frames(data: dict[str, Any], text: str, file: str) -> tuple[FrameRow, ...]:
    rows = []
    lines = {found.group(1): text.count("\n", 0, found.start(1)) + 1 for found in _FRAME_HEADER.finditer(text)}
    for name, row in data.items():
        if not isinstance(row, dict) or not row.get("verbs") or not row.get("rule"):
            raise PatternError(f"{file}: [frames.{name}] must give verbs and a rule")
        known = {"verbs", "rule", "subject", "roles"}
        rows.append(
            FrameRow(
                name,
                tuple(row["verbs"]),
                row["rule"],
                tuple(row.get("subject", ())),
                tuple(row.get("roles", ())),
                {k: v for k, v in row.items() if k not in known},
                lines.get(name, 1),
            )
        )
    return tuple(rows)


@cache
def frame_words(code: str) -> FrameWords | None:
    """Return the frames of a language, or None where none are written yet; raise PatternError as `parse_frames`."""
    path = paths.frames(code)
    return parse_frames(path.read_text(encoding="utf-8"), f"frames/{path.name}") if path.is_file() else None


def parse_frames(text: str, file: str) -> FrameWords:
    """Parse the text of a file of frames; raise PatternError where it is no TOML or has a section that nobody reads."""
    try:
        data = tomllib.loads(text)
    except ValueError as fault:
        raise PatternError(f"{file}: not well-formed TOML: {fault}") from None
    if unknown := sorted(set(data) - set(_SECTIONS)):
        raise PatternError(f"{file}: unknown section [{unknown[0]}]; known are {', '.join(_SECTIONS)}")
    return FrameWords(
        file,
        _forms(data.get("verbs", {}), file),
        data.get("verb_group", {}),
        data.get("bodies", {}),
        data.get("actors", {}),
        data.get("circumstances", {}),
        data.get("roles", {}),
        _frames(data.get("frames", {}), text, file),
        data.get("pronouns", {}),
        data.get("operative", {}),
        data.get("counted", {}),
        data.get("statuses", {}),
    )
