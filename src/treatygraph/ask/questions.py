"""Finds competency questions, reads their headers, and fills in their parameters.

Must not ask them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from treatygraph import iris, paths
from treatygraph.model import TreatyGraphError
from treatygraph.vocab import PREFIXES

_PARAMETER = re.compile(r"^(\s*VALUES\s+\?(\w+)\s*\{)(.*)(\}\s*#\s*parameter)\s*$", re.M)
_ENDPOINT = re.compile(r"(\bSERVICE\s+(?:SILENT\s+)?)\?(\w+)", re.I)
_HEADER = re.compile(r"#\s{0,2}(\w+)(?:@([\w-]+))?:\s*(.*)$")
_LISTED = re.compile(r"#\s{3,}(\w+):\s*(.*)$")
_CONSTRUCTS = re.compile(r"^\s*(?:CONSTRUCT|DESCRIBE)\b", re.M | re.I)
_DECLARED = re.compile(r"(.*?), default (?:<[^>]*>|\"[^\"]*\"\S*|\S+?)(?:, (.*))?$")


class QueryError(TreatyGraphError):
    """A question that cannot be asked: unknown, faulty, or with a parameter it does not have."""


@dataclass(frozen=True)
class Question:
    """A question: its name (`CQ-01`), title, what it asks and why, its query, and its parameters' defaults.

    `kinds` says of what kind each parameter is (`State`, `day`), `meanings` what each parameter and each column means,
    `translations` what it asks in other languages, by their tags, and `translated_meanings` what its columns mean.
    """

    name: str
    title: str
    asks: str
    why: str
    query: str
    parameters: dict[str, str]
    file: Path | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    translations: dict[str, str] = field(default_factory=dict)
    translated_meanings: dict[str, dict[str, str]] = field(default_factory=dict)

    def asks_in(self, language: str) -> str:
        """Return what it asks in a language, in English where the header does not give it in that one."""
        return self.translations.get(language, self.asks)

    def meaning_in(self, name: str, language: str) -> str:
        """Return what a column means in a language, else in English; nothing where the header does not say."""
        return self.translated_meanings.get(language, {}).get(name) or self.meanings.get(name, "")

    @property
    def constructs(self) -> bool:
        """Whether the answer is a graph and has no rows."""
        return bool(_CONSTRUCTS.search(self.query))

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters replaced.

        A value is a full IRI, a path below the base of things (`state/ITA`), a prefixed name (`tg:President`), or
        a literal in the form of the default. Raises QueryError for a parameter the question does not have.
        """
        for name in values:
            self.check_parameter(name)

        def fill(found: re.Match[str]) -> str:
            name = found.group(2)
            if name not in values:
                return found.group(0)
            return f"{found.group(1)} {_as_term(values[name], found.group(3).strip())} {found.group(4)}"

        query = _PARAMETER.sub(fill, self.query)
        # A store may take no variable behind SERVICE, so a parameter that names an endpoint stands there itself.
        return _ENDPOINT.sub(lambda found: self._endpoint(found, values), query)

    def check_parameter(self, name: str) -> None:
        """Raise QueryError, naming those there are, for a parameter the question does not have."""
        if name not in self.parameters:
            known = ", ".join(self.parameters) or "none"
            raise QueryError(f"{self.name} has no parameter '{name}' (it has: {known})")

    def default(self, name: str) -> str:
        """Return the default of a parameter as a value: an IRI without its brackets, a literal without quotes."""
        written = self.parameters[name]
        found = re.fullmatch(r'<(.*)>|"(.*)"\S*', written)
        return next((part for part in found.groups() if part is not None), written) if found else written

    def _endpoint(self, found: re.Match[str], values: Mapping[str, str]) -> str:
        name = found.group(2)
        if name not in self.parameters:
            return found.group(0)
        term = _as_term(values[name], self.parameters[name]) if name in values else self.parameters[name]
        return f"{found.group(1)}{term}"


def _as_term(value: str, default: str) -> str:
    """Write a value as a SPARQL term of the same kind as the default."""
    if default.startswith("<") or ":" in default.partition('"')[0]:
        if value.startswith(("http://", "https://", "urn:")):
            return str(NamedNode(_checked(value)))
        prefix, colon, local = value.partition(":")
        if colon and prefix in PREFIXES:
            return str(NamedNode(_checked(PREFIXES[prefix] + local)))
        return str(NamedNode(iris.thing(value.replace("%20", " "))))
    if default.lstrip("-").isdigit():
        if not re.fullmatch(r"-?[0-9]+", value):
            raise QueryError(f"'{value}' is not a number")
        return value
    literal = re.fullmatch(r'"[^"]*"(?:@([\w-]+)|\^\^(\S+))?', default)
    if literal and literal.group(2):
        datatype = literal.group(2)
        prefix, _, local = datatype.partition(":")
        return str(Literal(value, datatype=NamedNode(datatype.strip("<>") if datatype.startswith("<")
                                                     else PREFIXES.get(prefix, "") + local)))
    return str(Literal(value, language=literal.group(1)) if literal and literal.group(1) else Literal(value))


def _checked(iri: str) -> str:
    try:
        NamedNode(iri)
    except ValueError:
        raise QueryError(f"'{iri}' is not an IRI") from None
    return iri


def question(text: str, name: str, file: Path | None = None) -> Question:
    """Read a question from a query's text: its header comments and its parameter lines."""
    header, listed = _header(text)
    parameters = {found.group(2): found.group(3).strip() for found in _PARAMETER.finditer(text)}
    kinds: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for what, meant in listed.pop("", []):
        declared = _DECLARED.fullmatch(meant)
        if what in parameters and declared:
            kinds[what] = declared.group(1)
            meanings.setdefault(what, declared.group(2) or "")
        else:
            meanings[what] = meant
    stem = file.stem if file else name
    title = stem.partition("_")[2].replace("_", " ") or name
    translations = {language: words for (key, language), words in header.items() if key == "asks" and language}
    return Question(name, title, header.get(("asks", ""), ""), header.get(("why", ""), ""), text, parameters, file,
                    kinds, meanings, translations, {language: dict(pairs) for language, pairs in listed.items()})


def _header(text: str) -> tuple[dict[tuple[str, str], str], dict[str, list[tuple[str, str]]]]:
    """Return what a query's comments say, by name and language, and what they list, by language; "" is English."""
    header: dict[tuple[str, str], str] = {}
    listed: dict[str, list[tuple[str, str]]] = {"": []}
    language = ""
    for line in text.split("\n"):
        if found := _LISTED.match(line):
            listed.setdefault(language, []).append((found.group(1), found.group(2).strip()))
        elif found := _HEADER.match(line):
            language = found.group(2) or ""
            header[found.group(1), language] = found.group(3).strip()
    return header, listed


def questions(folder: Path | None = None) -> list[Question]:
    """Return the competency questions in order of their numbers."""
    found = []
    for path in sorted((folder or paths.queries()).glob("CQ-*.rq")):
        found.append(question(path.read_text(encoding="utf-8"), path.stem.partition("_")[0], path))
    return found


def find_question(name: str) -> Question:
    """Return the competency question of a name, or the one in a file; raise QueryError where there is none."""
    path = Path(name)
    if path.suffix == ".rq" or path.is_file():
        try:
            return question(path.read_text(encoding="utf-8"), path.stem, path)
        except (OSError, UnicodeDecodeError) as fault:
            raise QueryError(f"{name}: cannot be read ({getattr(fault, 'strerror', None) or fault})") from None
    found = known_question(name)
    if found is None:
        known = questions()
        raise QueryError(f"no question '{name}'; there are {known[0].name} to {known[-1].name} "
                         "(see `treatygraph query --list`), or give a file that ends in .rq, or - for standard input"
                         if known else "no questions are installed")
    return found


def known_question(name: str) -> Question | None:
    """Return the competency question of a name (`CQ-01`, `cq-01`, or its whole stem), or None."""
    return next((one for one in questions() if one.name == name.upper() or (one.file and one.file.stem == name)), None)
