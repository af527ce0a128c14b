"""Tells whether a short form of a name may stand for the name at its place; must not find a name, nor resolve one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treatygraph import iris
from treatygraph.find.fold import lower
from treatygraph.find.names import Name
from treatygraph.model import Iri
from treatygraph.reading.units import Unit

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading


_PRINCIPAL_ORGANS = frozenset({"A", "E", "S", "T"})  # as symbols of their documents begin


def stands(reading: Reading, unit: Unit, name: Name, start: int, end: int) -> bool:
    """Tell whether a name counts at a folded range: a short form only behind its full form, and where it is whole.

    "The Treaty" followed by what it is on is another treaty's full name; and where the body reported on meets under a
    treaty that no row knows, "the Treaty" means that one.
    """
    if not reading.introduced.valid(name, unit.folded.starts[start]):
        return False
    if name.kind == "organization" and _means_another(reading, unit, name, start, end):
        return False
    if not name.short or name.kind != "treaty":
        return True
    lists = reading.report.language.lists
    for link in lists.get("name_goes_on", ()):
        if unit.plain.startswith(link, end):
            rest = unit.text[end + len(link) :]
            for article in lists.get("articles", ()):
                rest = rest[len(article) :] if lower(rest[: len(article)]) == article else rest
            if rest[:1].isupper():
                return False
    return not _under_another(reading)


def organ_of_this_body(reading: Reading, iri: Iri | None) -> Iri | None:
    """Return what a name means: for an organ of whatever body meets, that of the body reported on, if no row knows it.

    The tables have "the Secretariat" of the conferences they know; another body's is an organ of that one.
    """
    frame = reading.header.frame
    row = reading.report.tables.row("organizations", iris.local(iri)) if iri and "/organization/" in iri else None
    if row is None or frame is None or frame.series is not None or row["kind"] != "organ" or row["part_of"]:
        return iri
    return iris.organ(frame.iri, row["slug"].partition("-of-the-")[0])


def _means_another(reading: Reading, unit: Unit, name: Name, start: int, end: int) -> bool:
    """Tell whether the words around an organization's name, or the document they stand in, make it another's."""
    if _is_part_of_a_name(reading, unit, start, end) or _is_of_the_united_nations(reading, unit.text[start:end]):
        return True
    return name.short and (_is_of_somebody_else(reading, unit, start, end)
                           or _is_of_the_body(reading, unit, name, end))


def _is_of_the_united_nations(reading: Reading, words: str) -> bool:
    """Tell whether a document of a principal organ of the United Nations means by these words an organ of these.

    "The Secretariat" is there the one that Article 7 of the Charter names, not the secretariat of a conference.
    """
    return words in reading.report.language.lists.get("of_the_united_nations", ()) \
        and reading.identity.symbol.partition("/")[0] in _PRINCIPAL_ORGANS


def _is_of_the_body(reading: Reading, unit: Unit, name: Name, end: int) -> bool:
    """Tell whether an office is said to be one of the body that meets: "the Secretary-General of the Conference".

    Where the full name of an office of somebody else holds the body's noun, it may be that one.
    """
    row = reading.report.tables.row("organizations", iris.local(name.iri))
    if row is None or row["kind"] != "office":
        return False
    lists, full = reading.report.language.lists, lower(row[f"name_{reading.identity.language}"])
    nouns = [lower(noun) for noun in reading.report.language.layout.get("bodies", ())]
    for link in lists.get("name_goes_on", ()):
        at = end + len(link)
        if unit.plain.startswith(link, end):
            at += next((len(word) for word in lists.get("articles", ()) if unit.plain.startswith(word, at)), 0)
            return any(unit.plain.startswith(noun, at) and noun not in full for noun in nouns)
    return False


def _is_part_of_a_name(reading: Reading, unit: Unit, start: int, end: int) -> bool:
    """Tell whether an organization's name is a part of that of something else: "United Nations Headquarters", "UN80".

    Or it ends or begins a title: "Charter of the United Nations", "United Nations, Treaty Series".
    """
    language, lists = reading.report.language, reading.report.language.lists
    titled = unit.plain.endswith(tuple(lists.get("titles_with_names", ())), 0, start)
    goes_on = unit.plain.startswith(tuple(lists.get("names_in_titles_go_on", ())), end)
    if unit.text[end : end + 1].isdigit() or titled or goes_on:
        return True
    if unit.text[start:end] not in lists.get("names_go_on_in_capitals", ()):
        return False
    rest = unit.text[end + 1 :] if unit.text[end : end + 1] == " " else ""
    followers = (*lists.get("may_follow_names", ()), *map(str, language.persons.get("posts", ())))
    follows = any(rest.startswith(one) and not rest[len(one) : len(one) + 1].isalpha() for one in followers)
    return rest[:1].isupper() and not follows


def _is_of_somebody_else(reading: Reading, unit: Unit, start: int, end: int) -> bool:
    """Tell whether a common noun for an organ has another's name before it, or behind it: "the Trust Fund secretariat".

    The name of the body reported on, which makes it that one's own, does not count.
    """
    if not unit.text[end - 1 : end].islower() or unit.text[start:end] != unit.text[start:end].lower():
        return False
    frame = reading.header.frame
    nouns = tuple(noun for noun in (frame.noun, frame.organ_noun) if noun) if frame else ()
    words = unit.text[:start].split()
    named = len(words) > 1 and words[-1][:1].isupper() and words[-1][-1].isalnum() and words[-1] not in nouns
    links = tuple(reading.report.language.references_around.get("part_of", ()))
    of = next((end + len(link) for link in links if unit.plain.startswith(link, end)), None)
    if of is None or named:
        return named
    for article in reading.report.language.lists.get("articles", ()):
        of += len(article) if unit.plain.startswith(article, of) else 0
    return not unit.text.startswith(nouns or ("\0",), of)


def _under_another(reading: Reading) -> bool:
    """Tell whether the body's own name holds that of a treaty which no row knows."""
    frame = reading.header.frame
    if frame is None or frame.treaty is not None or frame.name is None:
        return False
    plain = lower(frame.name.text)
    return any(noun in plain for noun in reading.report.language.lists.get("treaty_nouns", ()))
