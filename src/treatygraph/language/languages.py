"""Loads the language files: layout words, lexicons, date forms and sentence patterns, as plain data.

Must not compile or match a pattern; it only checks that a file has the sections it may have.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
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
    file: str = ""
    lines: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def place(self, section: str, key: str) -> str:
        """Return file and line of a key, for messages."""
        return f"{self.file}:{self.lines.get((section, key), 1)}: [{section}] {key}"


_WORD, _WORDS, _NUMBER, _MEANINGS, _VALUES, _YES_OR_NO = "a string", "a list of strings", "a whole number", \
    "a table of strings", "a table of whole numbers", "true or false"
_ANY = (_WORD, _WORDS, _NUMBER, _MEANINGS, _VALUES, _YES_OR_NO)
_KINDS: dict[str, tuple[str, ...]] = {
    "layout": _ANY, "lexicon": (_MEANINGS,), "dates": _ANY, "numbers": _ANY, "lists": _ANY, "references": (_WORDS,),
    "persons": _ANY, "adverbial": (_WORDS,), "clauses": _ANY, "anaphora": (_WORDS,), "references_around": (_WORDS,),
}
"""What the keys of a section may hold; of the keys below, just the one kind."""
_KIND_OF: dict[tuple[str, str], str] = {
    ("layout", "terminators"): _WORD, ("layout", "stops"): _WORD, ("layout", "abbreviations"): _WORDS,
    ("layout", "annex"): _WORDS, ("layout", "appendix"): _WORDS, ("layout", "drafts"): _WORDS,
    ("layout", "annex_words"): _WORDS, ("layout", "annex_numbers"): _MEANINGS, ("layout", "contents"): _WORDS,
    ("layout", "decisions"): _MEANINGS, ("layout", "decision_numbers"): _MEANINGS,
    ("layout", "number_suffixes"): _WORDS, ("layout", "letters"): _MEANINGS, ("layout", "capitals"): _MEANINGS,
    ("layout", "brackets"): _WORD, ("layout", "script"): _WORD,
    ("layout", "stops_of_numbers"): _WORDS, ("layout", "stops_of_capitals"): _WORDS,
    ("lists", "separators"): _WORDS, ("lists", "joiners"): _WORDS, ("lists", "articles"): _WORDS,
    ("lists", "longest_unknown_name"): _NUMBER,
    **{("lists", key): _WORDS for key in ("words_within_names", "joins_within_names", "proclitics",
                                          "proclitics_before_others")},
    ("dates", "months"): _VALUES,
    **{("dates", key): _WORDS for key in ("forms", "forms_without_year", "to", "openers", "day_joints", "day_marks",
                                          "weekdays")},
    **{("numbers", key): _VALUES for key in ("digits", "units", "words", "ordinals", "multipliers")},
    **{("numbers", key): _WORDS for key in (
        "joints", "hundred_joints", "ordinal_prefixes", "ordinal_suffixes", "thousands", "few", "vague", "ranges",
        "shares", "modifiers", "unclear", "unclear_endings", "unclear_behind")},
    ("numbers", "before"): _MEANINGS, ("numbers", "behind"): _MEANINGS, ("numbers", "units_first"): _YES_OR_NO,
    ("persons", "order"): _WORD, ("persons", "unknown_name"): _WORD, ("persons", "post_synonyms"): _MEANINGS,
    **{("persons", key): _WORDS for key in ("posts", "honorifics", "post_joints", "posts_that_are_verbs")},
    **{("clauses", key): _WORDS for key in ("actors", "adverbs", "connectors", "infixes", "verb_joiners", "past")},
}
_REGULAR_EXPRESSIONS = (("persons", "unknown_name"),)
_KEY_LINE = re.compile(r'\s*(?:"([^"]*)"|([\w-]+))\s*=')
_SECTION_LINE = re.compile(r"\s*\[\s*([\w-]+)\s*(?:\.\s*([\w-]+)\s*)?\]")
_DATE_SLOT = re.compile(r"\{(?:[YMDN]2?|Ds|W|to)\}")
_CHOICE_OF_WORDS = re.compile(r"<[^<>|{}]*(?:\|[^<>|{}]*)*>\??")
_FORM_OF_TWO = re.compile(r"[^{}]*\{([AB])\}[^{}]+\{([AB])\}[^{}]*")
_BOUNDS = frozenset({"", "AtLeast", "MoreThan", "About", "LessThan", "AtMost"})
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")
_LONGEST_SHOWN = 60

UNITS = ("sentence", "phrase", "heading", "header", "title", "work_title")
"""What a wording may be of; clauses are read by frames, which have a file of their own."""


def parse(text: str, file: str) -> Language:
    """Parse a language file's text; raise PatternError for TOML faults and unknown sections or keys."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        line = _AT_LINE.search(str(fault))
        where = line.group(1) if line else str(text.count("\n") + 1 if "end of document" in str(fault) else 1)
        raise PatternError(f"{file}:{where}: not well-formed TOML: {_AT_LINE.sub('', str(fault))[:200]}") from None
    for unknown in sorted(set(data) - _SECTIONS):
        raise PatternError(f"{file}: unknown section [{unknown[:_LONGEST_SHOWN]}]; known are "
                           f"{', '.join(sorted(_SECTIONS))}")
    header = data.get("language", {})
    if not isinstance(header, dict) or not isinstance(header.get("code"), str):
        raise PatternError(f"{file}: [language] must give the language's code, such as code = \"zh\"")
    lines = _key_lines(text)
    for section in sorted(_KINDS):
        _check_section(section, data.get(section, {}), lines, file)
    return Language(
        code=header["code"],
        rows=tuple(_rows(data.get("rules", {}), text, file)),
        file=file,
        lines=lines,
        **{name: data.get(name, {}) for name in sorted(_SECTIONS - {"language", "rules"})},
    )


def _key_lines(text: str) -> dict[tuple[str, str], int]:
    """Return the lines on which the keys of the sections stand, as far as the looks of a line tell."""
    found: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _SECTION_LINE.match(line):
            section = header.group(1)
            found.setdefault((section, header.group(2) or ""), number)
        elif key := _KEY_LINE.match(line):
            found.setdefault((section, key.group(1) or key.group(2) or ""), number)
    return found


def _check_section(section: str, keys: Any, lines: dict[tuple[str, str], int], file: str) -> None:
    """Raise PatternError where a section is no table, or a key of it holds what nobody can read."""
    if not isinstance(keys, dict):
        raise PatternError(f"{file}: [{section}] must be a section with keys")
    for key, value in keys.items():
        place = f"{file}:{lines.get((section, key), lines.get((section, ''), 1))}: [{section}] {key[:_LONGEST_SHOWN]}"
        allowed = (_KIND_OF[section, key],) if (section, key) in _KIND_OF else _KINDS[section]
        if _kind(value) not in allowed and not (value in ([], {}) and allowed[0] != _WORD):
            raise PatternError(f"{place} must be {' or '.join(allowed)}, none of them empty")
        if (section, key) in _REGULAR_EXPRESSIONS:
            try:
                re.compile(value)
            except (re.error, OverflowError, RecursionError) as fault:
                raise PatternError(f"{place} is no regular expression: {fault}") from None
        _check_forms(section, key, value, place)
        if (section, key) in {("numbers", "digits"), ("numbers", "units")} and any(len(char) != 1 for char in value):
            raise PatternError(f"{place} must give the values of single characters")


def _check_forms(section: str, key: str, value: Any, place: str) -> None:
    """Raise PatternError where a form of dates or of numbers, or the bound of one, cannot be used."""
    if section == "dates" and key in {"forms", "forms_without_year"}:
        for form in value:
            slots = [slot for slot in _DATE_SLOT.findall(form) if slot != "{W}"]
            rest = _CHOICE_OF_WORDS.sub("", _DATE_SLOT.sub("", form))
            if len(set(slots)) < len(slots) or set("{}<|>") & set(rest) or not slots:
                raise PatternError(f"{place} has '{form[:_LONGEST_SHOWN]}', which must be made of words, <a|b> or "
                                   "<a|b>? and, once each, of {Y}, {M}, {D}, {Ds}, {N}, {to}, {Y2}, {M2}, {D2}, {N2}")
    elif section == "numbers" and key in {"ranges", "shares"}:
        for form in value:
            found = _FORM_OF_TWO.fullmatch(form)
            if not found or found.group(1) == found.group(2):
                raise PatternError(f"{place} has '{form[:_LONGEST_SHOWN]}', which must hold {{A}} and {{B}}, with "
                                   "words or signs between them")
    elif section == "numbers" and key in {"before", "behind"}:
        unknown = sorted(set(value.values()) - _BOUNDS)
        if unknown:
            raise PatternError(f"{place} has the bound '{unknown[0][:_LONGEST_SHOWN]}'; known are "
                               f"{', '.join(sorted(_BOUNDS - {''}))}, and '' for words that set none")


def _kind(value: Any) -> str:
    """Say which kind a value is of; "" for one that is of none, or that holds an empty word."""
    if isinstance(value, str):
        return _WORD
    if isinstance(value, bool):
        return _YES_OR_NO
    if isinstance(value, int):
        return _NUMBER
    if isinstance(value, list):
        return _WORDS if all(isinstance(word, str) and word for word in value) else ""
    if isinstance(value, dict) and all(value):
        if all(isinstance(word, str) for word in value.values()):
            return _MEANINGS
        return _VALUES if all(_kind(number) == _NUMBER for number in value.values()) else ""
    return ""


def _rows(rules: dict[str, Any], text: str, file: str) -> list[PatternRow]:
    lines: dict[str, list[int]] = {}
    for header in _RULE_HEADER.finditer(text):
        lines.setdefault(header.group(1), []).append(text.count("\n", 0, header.start(1)) + 1)
    rows = []
    if not isinstance(rules, dict):
        raise PatternError(f"{file}: rules are written as [[rules.ID]], one for each wording")
    for rule, wordings in rules.items():
        if not isinstance(wordings, list) or not all(isinstance(row, dict) for row in wordings):
            raise PatternError(f"{file}: write [[rules.{rule[:_LONGEST_SHOWN]}]] with double brackets, one per wording")
        for position, row in enumerate(wordings):
            line = lines.get(rule, [])[position] if position < len(lines.get(rule, [])) else 1
            units = [unit for unit in UNITS if unit in row]
            if len(units) != 1:
                raise PatternError(f"{file}:{line}: a wording of {rule} needs exactly one of {', '.join(UNITS)}")
            if not isinstance(row[units[0]], str):
                raise PatternError(f"{file}:{line}: the {units[0]} of {rule} must be a string")
            constants = {key: value for key, value in row.items() if key != units[0]}
            rows.append(PatternRow(rule, units[0], row[units[0]], constants, file, line))
    return rows


@cache
def load(code: str, folder: Path | None = None, more: tuple[Path, ...] = ()) -> Language:
    """Load the language file `{code}.toml`, with what files of that name in further folders add to it.

    Raises PatternError where there is none, naming those there are, and for whatever `parse` refuses.
    """
    folder = folder or paths.languages()
    files = [path / f"{code}.toml" for path in (folder, *more)]
    if not any(path.is_file() for path in files):
        raise PatternError(
            f"no patterns for language '{code}'; there are patterns for {', '.join(available(folder)) or 'none'}")
    found = [_parse_file(path, shown=path.name if path is files[0] else str(path)) for path in files if path.is_file()]
    first, *others = found
    for other in others:
        sections = {name: _merged(getattr(first, name), getattr(other, name))
                    for name in sorted(_SECTIONS - {"language", "rules"})}
        first = replace(first, rows=(*first.rows, *other.rows), **sections)
    return first


def wordless(code: str) -> Language:
    """Return a language of which no words are known: its texts have a layout, and nothing of them is read."""
    sections: dict[str, Any] = {name: {} for name in sorted(_SECTIONS - {"language", "rules"})}
    return Language(code=code, rows=(), **sections)


def _parse_file(path: Path, shown: str) -> Language:
    try:
        return parse(path.read_text(encoding="utf-8"), shown)
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise PatternError(f"{path}:{line}: not UTF-8 at byte {fault.start}; save it as UTF-8") from None
    except OSError as fault:
        raise PatternError(f"{path}: cannot be read ({fault.strerror or fault})") from None


def _merged(one: Any, other: Any) -> Any:
    """Put two sections together: tables key by key, lists one behind the other; of single values the second counts."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {key: _merged(one[key], value) if key in one else value for key, value in other.items()}
    return [*one, *other] if isinstance(one, list) and isinstance(other, list) else other


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that have a file."""
    return _codes_in(folder or paths.languages())


@cache
def _codes_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))
