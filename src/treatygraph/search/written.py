"""Writes what a search found, for programs: as JSON and as CSV.

Must not search.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from treatygraph.search.index import Found, Hit, Index
from treatygraph.search.kinds import kind_name, local_name

_COLUMNS = ("iri", "name", "kind", "way", "words", "language", "place", "conference", "year")


def as_json(found: Found, index: Index, text: str, language: str, offset: int = 0) -> dict[str, Any]:
    """Return an answer as JSON has it: hits, how many there are, facets with names in a language.

    Places in words count Unicode characters from 0, the end exclusive, as offsets into texts do elsewhere here.
    """
    things = [value for name in ("conference", "state") for value, _ in found.facets.get(name, ())]
    named = index.names(things, language)
    facets = {name: [{"value": local_name(value) if name == "kind" else value,
                      "name": kind_name(value, language) if name == "kind" else named.get(value, value),
                      "count": count} for value, count in values] for name, values in found.facets.items()}
    return {"query": text, "total": found.total, "more": found.more, "offset": offset, "meant": list(found.meant),
            "hits": [hit_as_json(hit, language) for hit in found.hits], "facets": facets}


def hit_as_json(hit: Hit, language: str) -> dict[str, Any]:
    """Return one hit as JSON has it."""
    return {"iri": hit.iri, "name": hit.name, "nameLanguage": hit.name_language,
            "kinds": [{"id": local_name(kind), "iri": kind, "name": kind_name(kind, language)} for kind in hit.kinds],
            "way": hit.way,
            "words": {"text": hit.words, "language": hit.words_language, "cut": hit.cut, "place": hit.place or None,
                      "ranges": [list(one) for one in hit.ranges]},
            "conference": hit.conference or None, "year": hit.year}


def as_csv(found: Found, language: str) -> str:
    """Return the hits as CSV (RFC 4180), a row each."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for hit in found.hits:
        kinds = dict.fromkeys(kind_name(kind, language) for kind in hit.kinds)
        writer.writerow([hit.iri, hit.name, "; ".join(kinds), hit.way, hit.words, hit.words_language,
                         hit.place, hit.conference, "" if hit.year is None else hit.year])
    return sink.getvalue()
