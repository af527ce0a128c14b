"""Views what was read from a copy of the report without its offsets, so that two copies can be compared.

Must not know what either copy says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields

from texts import SYMBOL, read_text

from treatygraph import iris
from treatygraph.facts import Provision
from treatygraph.model import Iri, LangText, PartialDate
from treatygraph.reading.engine import ReadReport

Value = tuple[str, str | int]
Facts = dict[str, frozenset[Value]]
"""By IRI below the base: the (property, value) pairs; values are paths, dates, strings or integers."""

C = "conference/ctbt-art-xiv-2021"
R = f"document/{SYMBOL}"


def facts(report: ReadReport, *, words: bool = False) -> Facts:
    """Return what the records of a report say, evidence left out; words in a language only when asked for."""
    found: dict[str, set[Value]] = {}
    for record in report.records:
        says = found.setdefault(iris.path_of(record.iri), set())
        kinds = (record.subclass,) if isinstance(record, Provision) else record.types
        says.update(("type", kind) for kind in kinds or (str(getattr(record, "subclass", "")),))
        says.add(("rule", record.rule))
        for member in fields(record):
            if member.metadata.get("property"):
                says.update(_values(member.name, getattr(record, member.name), words))
        for prop, value in record.extra:
            says.update(_values(prop, value, words))
    for says in found.values():
        says.discard(("checksum", report.reading.source.sha256))
    return {iri: frozenset(says) for iri, says in found.items()}


def _values(name: str, value: object, words: bool) -> Iterable[Value]:
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, LangText):
            if words:
                yield name, one.text
        elif isinstance(one, PartialDate):
            yield name, one.lexical
        elif isinstance(one, int):
            yield name, one
        elif one is not None:
            yield name, iris.path_of(Iri(str(one)))


def read(text: str, symbol: str = SYMBOL) -> Facts:
    """Read a copy and return its facts."""
    return facts(read_text(text, symbol))


def each(found: Facts, change: Callable[[str], str]) -> Facts:
    """Rewrite every IRI and every string in facts."""
    return {change(iri): frozenset((name, change(value) if isinstance(value, str) else value) for name, value in says)
            for iri, says in found.items()}


def renamed(found: Facts, renames: Mapping[str, str]) -> Facts:
    """Rewrite whole IRIs wherever they stand."""
    return each(found, lambda iri: renames.get(iri, iri))


def without(found: Facts, *kinds: str) -> Facts:
    """Leave out the facts of some classes."""
    return {iri: says for iri, says in found.items() if not any(("type", kind) in says for kind in kinds)}


def one(found: Facts, iri: str, name: str) -> set[str | int]:
    """Return the values of a property of a thing."""
    return {value for prop, value in found[iri] if prop == name}


def differences(found: Facts, wanted: Facts) -> list[str]:
    """Say in lines what is found and not wanted, or wanted and not found."""
    lines = []
    for iri in sorted({*found, *wanted}):
        if found.get(iri) == wanted.get(iri):
            continue
        has, should = found.get(iri, frozenset()), wanted.get(iri, frozenset())
        lines += [f"unexpected  {iri}  {name} {value}" for name, value in sorted(has - should, key=str)]
        lines += [f"missing     {iri}  {name} {value}" for name, value in sorted(should - has, key=str)]
    return lines


def replaced(text: str, old: str, new: str) -> str:
    """Replace words that stand in the text exactly once."""
    assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times"
    return text.replace(old, new)


@dataclass(frozen=True)
class Rewrite:
    """A change of words, and what must follow from it: IRIs that change, and values of some properties of some things.

    `words` are pairs of old and new words; every place of the old ones changes. `renames` maps whole IRIs; `parts`
    maps parts of IRIs, wherever they stand. `values` gives, for an IRI after renaming, all values of a property (none
    for an empty set), `swaps` one value for another of any property. `gone` and `new` are IRIs that vanish or appear,
    `open` are classes in which anything may change.
    """

    id: str
    words: tuple[tuple[str, str], ...]
    renames: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Iterable[str | int]]] = field(default_factory=dict)
    swaps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def copy(self, text: str) -> str:
        """Write the copy."""
        for old, new in self.words:
            assert old in text, old
            text = text.replace(old, new)
        return text

    def wanted(self, base: Facts) -> Facts:
        """Rewrite the facts as a reader would."""
        def change(value: str) -> str:
            value = self.renames.get(value, value)
            for old, new in self.parts.items():
                value = re.sub(re.escape(old) + r"(?![\w.])", new.replace("\\", r"\\"), value)
            return value

        facts_ = {iri: says for iri, says in each(base, change).items() if iri not in self.gone}
        for iri, properties in self.values.items():
            kept = {pair for pair in facts_.get(iri, frozenset()) if pair[0] not in properties}
            facts_[iri] = frozenset(kept | {(name, value) for name, values in properties.items() for value in values})
        for iri, swaps in self.swaps.items():
            facts_[iri] = frozenset((name, swaps.get(str(value), value)) for name, value in facts_[iri])
        return facts_

    def differences(self, base: Facts, found: Facts) -> list[str]:
        """Compare with what is wanted, leaving aside what may change freely."""
        wanted = without(self.wanted(base), *self.open)
        missing = [f"missing     {iri}" for iri in self.new if iri not in found]
        return missing + differences({iri: says for iri, says in without(found, *self.open).items() if iri not in self.new},
                                     {iri: says for iri, says in wanted.items() if iri not in self.new})
