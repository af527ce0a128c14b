"""Turns the table of outside identifiers into links, and describes each linkset with its size (VoID).

Must not decide whether two things are the same: the row says how close the match is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from treatygraph import iris, vocab
from treatygraph.graph.assemble.reference_rows import fault, pointed_at
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import LangText
from treatygraph.tables import Row, Tables

_MATCHES = {
    "exactMatch": vocab.SKOS + "exactMatch",
    "closeMatch": vocab.SKOS + "closeMatch",
    "seeAlso": vocab.RDFS + "seeAlso",
    "subject": vocab.DCTERMS + "subject",
}


def _pattern(row: Row) -> re.Pattern[str]:
    try:
        return re.compile(row["pattern"])
    except re.error as wrong:
        raise fault(row, f"'{row['pattern'][:60]}' is no regular expression: {wrong}") from None


def identifiers(tables: Tables) -> Triples:
    """Return the links to things of others, and a linkset for each scheme and kind of match with its count.

    Raises TableError where an identifier has not its scheme's form, or two things have the same exact match.
    """
    out = Triples()
    counts: Counter[tuple[str, str]] = Counter()
    sources: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    claimed: dict[str, Row] = {}
    forms = {row.key: _pattern(row) for row in tables.rows("identifier-schemes")}
    for row in tables.rows("identifiers"):
        pointed_at(tables, row, "scheme", "identifier-schemes")
        if row["match"] not in _MATCHES:
            raise fault(row, f"match '{row['match']}' is unknown; known are {', '.join(_MATCHES)}")
        if not forms[row["scheme"]].fullmatch(row["iri"]):
            raise fault(
                row,
                f"'{row['iri']}' has not the form of '{row['scheme']}', "
                f"{forms[row['scheme']].pattern} (identifier-schemes.csv)",
            )
        if row["match"] == "exactMatch":
            other = claimed.setdefault(row["iri"], row)
            if other["thing"] != row["thing"]:
                raise fault(row, f"'{row['iri']}' is already given to {other['thing']} in line {other.line}")
        out.link(iris.thing(row["thing"]), _MATCHES[row["match"]], row["iri"])
        counts[row["scheme"], row["match"]] += 1
        sources[row["scheme"], row["match"]].add(row["source"])
    _describe_linksets(out, tables, counts, sources)
    return out


def _describe_linksets(out: Triples, tables: Tables, counts: Counter[tuple[str, str]],
                       sources: Mapping[tuple[str, str], set[str]]) -> None:
    for row in tables.rows("identifier-schemes"):
        scheme = iris.thing(f"identifier-scheme/{row.key}")
        out.link(scheme, vocab.TYPE, vocab.VOID + "Dataset")
        out.say(scheme, vocab.TITLE, LangText(row["name_en"], "en"))
        out.say(scheme, vocab.VOID + "uriRegexPattern", f"^{row['pattern']}$")
        out.say(scheme, vocab.SOURCE, row["source"])
    for (scheme_key, match), count in sorted(counts.items()):
        linkset = iris.thing(f"linkset/{scheme_key}/{match}")
        out.link(linkset, vocab.TYPE, vocab.VOID + "Linkset")
        out.link(linkset, vocab.VOID + "subjectsTarget", iris.DATASET)
        out.link(linkset, vocab.VOID + "objectsTarget", iris.thing(f"identifier-scheme/{scheme_key}"))
        out.link(linkset, vocab.VOID + "linkPredicate", _MATCHES[match])
        out.say(linkset, vocab.VOID + "triples", count)
        for source in sources[scheme_key, match]:
            out.say(linkset, vocab.SOURCE, source)
