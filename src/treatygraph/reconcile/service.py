"""Answers as the Reconciliation Service API, version 0.2, has it: manifest, matches, values, suggestions, a preview.

Must not speak HTTP, nor match anything itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from treatygraph import iris
from treatygraph.ask.names import LANGUAGES
from treatygraph.reconcile.matching import Candidate, candidates
from treatygraph.reconcile.properties import Properties, Value, entity_id, entity_iri
from treatygraph.reconcile.reading import BATCH, ReconcileError, batch_of, extension_of
from treatygraph.reconcile.types import TYPES, as_type, type_named, types_of
from treatygraph.search import Filters, Index, SearchError
from treatygraph.search.folding import key
from treatygraph.search.kinds import local_name
from treatygraph.vocab import XSD

_SUGGESTED = 20
_SHOWN_VALUES, _SHOWN_PROPERTIES = 3, 16
_MOST_VALUES = 100
_PREVIEW = {"width": 430, "height": 240}
_WHOLE_NUMBERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_NUMBERS = {XSD + name for name in ("decimal", "double", "float")}


def manifest(base: str, root: str, version: str, language: str = "en") -> dict[str, Any]:
    """Return what the service says of itself; `base` is its own address, `root` that of the server."""
    def path(name: str) -> dict[str, str]:
        return {"service_url": base, "service_path": name}

    return {
        "versions": ["0.2"], "name": f"TreatyGraph ({language})", "identifierSpace": iris.ID,
        "schemaSpace": iris.ONTOLOGY, "documentation": f"{root}/", "serviceVersion": version,
        "logo": f"{root}/favicon.svg", "batchSize": BATCH,
        "defaultTypes": [as_type(one, language) for one in TYPES],
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {name: path(f"/suggest/{name}") for name in ("entity", "property", "type")},
        "extend": {"propose_properties": path("/properties"), "property_settings": [
            {"name": "language", "label": "Language of names and texts", "type": "select", "default": "",
             "help_text": "Of texts in several languages, give those in one.",
             "choices": [{"value": "", "name": "all"}, *({"value": one, "name": one} for one in LANGUAGES)]},
            {"name": "limit", "label": "Limit", "type": "number", "default": 0,
             "help_text": "The most values of a thing, 0 for all."}]},
    }


@dataclass(frozen=True)
class Preview:
    """What a small page shows of a thing: its name, its types, and some of its properties with their values."""

    iri: str
    name: str
    types: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]


class Service:
    """Reconciles against one store and the index of its words."""

    def __init__(self, store: Store, index: Index, *, united: bool) -> None:
        self._index = index
        self._properties = Properties(store, index, united=united)

    # ---- matching

    def reconcile(self, queries: str, language: str = "en") -> dict[str, Any]:
        """Return the candidates for each query of a batch; raise ReconcileError for what is no batch."""
        answers: dict[str, Any] = {}
        for name, asked in batch_of(queries).items():
            found = [] if asked is None else candidates(asked, self._index, self._properties)
            answers[name] = {"result": self._results(found, language)}
        return answers

    def _results(self, found: Sequence[Candidate], language: str) -> list[dict[str, Any]]:
        described = self._index.described((one.iri for one in found), language)
        results = []
        for one in found:
            name, _ = described.get(one.iri, (entity_id(one.iri), ()))
            features: list[dict[str, Any]] = [{"id": "name", "value": one.likeness}]
            if one.shared is not None:
                features.append({"id": "properties", "value": round(one.shared, 4)})
            types = [{key: value for key, value in as_type(kind, language).items() if key != "broader"}
                     for kind in types_of(self._properties.kinds(one.iri))]
            result = {"id": entity_id(one.iri), "name": name, "score": one.score, "match": one.match, "type": types,
                      "features": features}
            if one.words and key(one.words) != key(name):
                result["description"] = one.words
            results.append(result)
        return results

    # ---- values

    def extend(self, request: str, language: str = "en") -> dict[str, Any]:
        """Return the values of properties of things; raise ReconcileError for what is no request for them."""
        asked = extension_of(request)
        rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
        types: dict[str, set[str]] = {identifier: set() for identifier, _ in asked.properties}
        for thing in asked.things:
            rows[thing] = {}
            for identifier, settings in asked.properties:
                values = _kept(self._properties.values(entity_iri(thing), identifier), settings, language)
                named = self._index.described((one.value for one in values if isinstance(one, NamedNode)), language)
                for one in values:
                    if isinstance(one, NamedNode):
                        types[identifier] |= set(types_of(named.get(one.value, ("", ()))[1])[:1]) or {""}
                rows[thing][identifier] = [_value(one, named) for one in values]
        meta = []
        for identifier, _ in asked.properties:
            said: dict[str, Any] = {"id": identifier, "name": self._properties.name(identifier, language)}
            if len(types[identifier]) == 1 and (only := next(iter(types[identifier]))):
                said["type"] = {"id": local_name(only), "name": as_type(only, language)["name"]}
            meta.append(said)
        return {"meta": meta, "rows": rows}

    def proposed(self, kind: str, limit: int | None, language: str = "en") -> dict[str, Any]:
        """Return the properties that things of a type have; those of all types where it is none of ours."""
        known = type_named(kind)
        found = self._properties.of_types[known] if known else self._properties.all
        said: dict[str, Any] = {"type": kind, "properties": self._named_properties(found[:limit], language)}
        return {**said, "limit": limit} if limit is not None else said

    def _named_properties(self, found: Iterable[str], language: str) -> list[dict[str, str]]:
        return [{"id": one, "name": self._properties.name(one, language)} for one in found]

    # ---- suggestions

    def suggest(self, what: str, prefix: str, cursor: int, language: str = "en", kind: str = "") -> dict[str, Any]:
        """Return entities, properties or types that somebody may be about to write, after so many others."""
        found = {"entity": self._entities, "property": self._some_properties, "type": self._types}[what]
        return {"result": found(prefix, cursor, language, type_named(kind))}

    def _entities(self, prefix: str, cursor: int, language: str, kind: str | None) -> list[dict[str, Any]]:
        kinds = Filters((kind,) if kind else TYPES)
        iri = entity_iri(prefix.strip())
        if prefix.strip() and self._index.known(iri, kinds):
            found = [] if cursor else [(iri, "")]
        else:
            try:
                hits = self._index.suggest(prefix, kinds, language=language, limit=_SUGGESTED, offset=cursor)
            except SearchError:
                hits = ()
            found = [(hit.iri, hit.words) for hit in hits]
        described = self._index.described((iri for iri, _ in found), language)
        answers = []
        for iri, words in found:
            name, kinds_of = described[iri]
            types = [{"id": local_name(one), "name": as_type(one, language)["name"]} for one in types_of(kinds_of)]
            said = {"id": entity_id(iri), "name": name, "notable": types}
            answers.append({**said, "description": words} if words and key(words) != key(name) else said)
        return answers

    def _some_properties(self, prefix: str, cursor: int, language: str, kind: str | None) -> list[dict[str, Any]]:
        offered = self._properties.of_types[kind] if kind else self._properties.all
        named = self._named_properties(offered, language)
        return _beginning(named, prefix)[cursor : cursor + _SUGGESTED]

    def _types(self, prefix: str, cursor: int, language: str, _kind: str | None) -> list[dict[str, Any]]:
        named = [{"id": local_name(one), "name": str(as_type(one, language)["name"])} for one in TYPES]
        return _beginning(named, prefix)[cursor : cursor + _SUGGESTED]

    # ---- preview

    def preview(self, identifier: str, language: str = "en") -> Preview | None:
        """Return what a small page shows of a thing, or None where there is no such thing."""
        iri = entity_iri(identifier)
        if not self._index.known(iri):
            return None
        name, kinds = self._index.described([iri], language)[iri]
        types = types_of(kinds)
        facts: list[tuple[str, tuple[str, ...]]] = []
        for one in self._properties.of_types[types[0]] if types else ():
            values = _kept(self._properties.values(iri, one), {"language": language}, language)
            named = self._index.names((value.value for value in values if isinstance(value, NamedNode)), language)
            # An address of another site says nothing to who looks at it for a second.
            shown = tuple(dict.fromkeys(named.get(value.value, value.value) for value in values
                                        if isinstance(value, Literal) or value.value in named))
            if shown and shown != (name,) and len(facts) < _SHOWN_PROPERTIES:
                more = ("…",) if len(shown) > _SHOWN_VALUES else ()
                facts.append((self._properties.name(one, language), (*shown[:_SHOWN_VALUES], *more)))
        return Preview(iri, name, tuple(str(as_type(one, language)["name"]) for one in types), tuple(facts))


def _beginning(named: Iterable[Mapping[str, str]], prefix: str) -> list[dict[str, Any]]:
    """Return those whose name or identifier holds what was written, the ones that begin so first; all for nothing."""
    wanted = key(prefix)
    placed = []
    for one in named:
        places = [at for text in (one["name"], one["id"], one["id"].rpartition(":")[2])
                  if (at := key(text).find(wanted)) >= 0]
        if places:
            placed.append((min(places) > 0, one["name"], one["id"], dict(one)))
    return [one for *_, one in sorted(placed, key=lambda item: item[:3])]


def _kept(values: Sequence[Value], settings: Mapping[str, Any], language: str) -> list[Value]:
    """Return the values that the settings leave; where there is one language only, the texts in any other go."""
    spoken = str(settings.get("language") or "")
    if spoken:
        of_one = [one for one in values if not isinstance(one, Literal) or one.language in {None, spoken}]
        # A name that there is in another language only is better than none.
        values = of_one or [one for one in values if isinstance(one, Literal) and one.language == "en"] or values
    else:
        values = sorted(values, key=lambda one: isinstance(one, Literal) and one.language not in {language, None})
    limit = settings.get("limit") or 0
    most = int(limit) if isinstance(limit, int | float) and limit >= 1 else _MOST_VALUES
    return list(values)[: min(most, _MOST_VALUES)]


def _value(value: Value, named: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Return a value as the specification has it: an entity of ours, a number, a day, or a text."""
    if isinstance(value, NamedNode):
        if value.value.startswith(iris.ID) and value.value in named:
            return {"id": entity_id(value.value), "name": named[value.value][0]}
        return {"str": named[value.value][0] if value.value in named else value.value}
    kind = value.datatype.value
    try:
        if kind in _WHOLE_NUMBERS:
            return {"int": int(value.value)}
        if kind in _NUMBERS:
            return {"float": float(value.value)}
    except ValueError:
        return {"str": value.value}
    if kind == XSD + "date" and len(value.value) == len("2021-09-23"):
        return {"date": f"{value.value}T00:00:00Z"}
    return {"str": value.value}


__all__ = ["Preview", "ReconcileError", "Service", "manifest"]
