"""Understands the values that people give a question's parameters, by the kind that its header declares.

Must not guess: what fits several things is refused with their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.ask.names import LANGUAGES, Names, short
from treatygraph.ask.questions import QueryError, Question
from treatygraph.graph.ontology import ontology_triples
from treatygraph.vocab import PREFIXES, tg

_CLASSES: dict[str, tuple[str, ...]] = {
    "State": ("State",), "conference": ("Conference",), "treaty": ("Treaty",), "document": ("Document",),
    "annex": ("Annex",), "provision": ("Provision",), "agenda item": ("AgendaItem",), "series": ("ConferenceSeries",),
    "body": ("Organization", "StateGroup", "State"), "party": ("State", "StateGroup"),
    "group": ("StateGroup",), "fact": ("Fact",),
    "cited thing": ("Document", "Treaty", "Conference", "Provision"),
    "thing": ("State", "Conference", "Treaty", "Organization", "StateGroup", "Person", "Document"),
}
# Things of other kinds may be asked for too, where they are named by their IRI.
_ANYTHING = {"thing", "cited thing"}
_CALLED = (vocab.PREF_LABEL, vocab.ALT_LABEL, vocab.TITLE, vocab.LABEL, tg("symbol"), tg("iso3"), tg("iso2"), tg("m49"))
_SUGGESTED = 3
_LIKENESS = 0.6
_LONGEST = 2000


def settled(question: Question, values: Mapping[str, str], store: Store) -> dict[str, str]:
    """Return values for `Question.bound`, each understood by the kind of its parameter.

    A State may be given by a code or a name in any language, a conference by its name or its year, a document by its
    symbol, any of them by its IRI. A language not given is that of the data's texts where the default is not one.
    Raises QueryError, with what may have been meant, for a value that is none of its kind.
    """
    found = {}
    for name, value in values.items():
        question.check_parameter(name)
        if len(value) > _LONGEST:
            raise QueryError(f"{name}: '{value[:40]}…' has more than {_LONGEST} signs")
        found[name] = _understood(question, name, value.strip(), store)
    for name in question.parameters:
        if name not in values and question.kinds.get(name) == "language":
            written = languages(store)
            if written and question.default(name) not in written:
                found[name] = written[0]
    return found


def classes_of(kind: str) -> tuple[str, ...]:
    """Return the names of the classes whose things a parameter of a kind may be; none where it is no thing.

    >>> classes_of("party"), classes_of("day")
    (('State', 'StateGroup'), ())
    """
    return _CLASSES.get(kind, ())


def languages(store: Store) -> list[str]:
    """Return the languages of the texts that a store holds, in the order of the alphabet."""
    found = set()
    for quad in store.quads_for_pattern(None, NamedNode(vocab.TYPE), NamedNode(tg("Expression"))):
        if isinstance(quad.subject, NamedNode):
            for said in store.quads_for_pattern(quad.subject, NamedNode(vocab.LANGUAGE), None):
                if isinstance(said.object, Literal):
                    found.add(said.object.value)
    return sorted(found)


def called(value: str, kind: str, store: Store) -> str:
    """Return the IRI of the thing of a kind (`State`, `conference`) that a value names, as in `settled`.

    Raises QueryError, with what may have been meant, where it names none or several.
    """
    return _thing(value.strip(), kind, kind, store)


def _understood(question: Question, name: str, value: str, store: Store) -> str:
    kind = question.kinds.get(name, "")
    if kind == "day":
        return _day(value, name)
    if kind == "language":
        return _language(value, name, languages(store))
    if kind in _CLASSES:
        return _thing(value, name, kind, store)
    return value


def _day(value: str, name: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    numbers = [int(part) for part in re.findall(r"\d+", value)]
    hint = ""
    for year, month, day in (numbers, numbers[::-1]) if len(numbers) == 3 else ():
        try:
            hint = hint or (f"; did you mean {date(year, month, day).isoformat()}?" if year > 31 else "")
        except ValueError:
            continue
    raise QueryError(f"{name}: '{value}' is no day{hint or '; write it as 2021-09-23'}")


def _language(value: str, name: str, written: list[str]) -> str:
    known = written or list(LANGUAGES)
    if value.lower() in known:
        return value.lower()
    near = get_close_matches(value.lower(), known, 1) or known[:1]
    what = "no text here is in" if re.fullmatch(r"[A-Za-z]{2,3}", value) else "there is no language"
    raise QueryError(f"{name}: {what} '{value}'; did you mean {near[0]}? There is {', '.join(known)}")


def _thing(value: str, name: str, kind: str, store: Store) -> str:
    classes = with_narrower(tg(one) for one in _CLASSES[kind])
    for iri in _readings(value, kind):
        types = _types(store, iri)
        if types & classes or (types and kind in _ANYTHING):
            return iri
        if types and value.startswith(("http://", "https://")):
            names = Names(store)
            what = names.name(sorted(types, key=lambda one: (one in {tg("Agent"), tg("Fact"), tg("Event")}, one))[0])
            raise QueryError(f"{name}: {short(iri)} is no {kind} but: {what}")
    called = _called(store, classes)
    folded = _folded(value)
    found = sorted(called.get(folded, ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"{name}: '{value}' may be {' or '.join(short(iri) for iri in found)}; write one of them")
    near = get_close_matches(folded, sorted(called), _SUGGESTED, _LIKENESS)
    meant = dict.fromkeys(iri for one in near for iri in sorted(called[one]))
    names = Names(store)
    hint = " or ".join(f"{names.name(iri)} ({short(iri)})" for iri in list(meant)[:_SUGGESTED])
    raise QueryError(f"{name}: no {kind} here is called '{value}'" + (f"; did you mean {hint}?" if hint else ""))


def _readings(value: str, kind: str) -> list[str]:
    """Return the IRIs that a value may stand for: itself, a prefixed name, a path, or the end of a path."""
    if value.startswith(("http://", "https://", "urn:")):
        return [value]
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        return [PREFIXES[prefix] + local]
    plain = value.replace("%20", " ")
    return [iris.thing(plain), iris.thing(f"{kind.replace(' ', '-')}/{plain}")] if plain else []


def _types(store: Store, iri: str) -> set[str]:
    try:
        node = NamedNode(iri)
    except ValueError:
        return set()
    return {quad.object.value for quad in store.quads_for_pattern(node, NamedNode(vocab.TYPE), None)
            if isinstance(quad.object, NamedNode)}


def with_narrower(classes: Iterable[str]) -> set[str]:
    """Return classes and all narrower ones."""
    below = defaultdict(set)
    for triple in ontology_triples():
        if triple.predicate.value == vocab.RDFS + "subClassOf" and isinstance(triple.subject, NamedNode) \
                and isinstance(triple.object, NamedNode):
            below[triple.object.value].add(triple.subject.value)
    found: set[str] = set()
    left = list(classes)
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += below[one]
    return found


def _called(store: Store, classes: set[str]) -> dict[str, set[str]]:
    """Return the things of some classes by all they are called: names, symbols, codes, the end of the IRI, the year."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in classes:
        for quad in store.quads_for_pattern(None, NamedNode(vocab.TYPE), NamedNode(one)):
            if not isinstance(quad.subject, NamedNode):
                continue
            iri = quad.subject.value
            found[_folded(iri.rpartition("/")[2])].add(iri)
            found[_folded(short(iri))].add(iri)
            for said in store.quads_for_pattern(quad.subject, None, None):
                if said.predicate.value in _CALLED and isinstance(said.object, Literal):
                    found[_folded(said.object.value)].add(iri)
                elif said.predicate.value == vocab.START_DATE and isinstance(said.object, Literal):
                    found[said.object.value[:4]].add(iri)
    return found


def _folded(text: str) -> str:
    """Return a name without what people leave out: capitals, accents, points and doubled spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(plain.replace("’", "'").replace(".", " ").replace("-", " ").split())
