"""Turns the tables of agents, groups, places and other named things into RDF.

Must not link them to anything their row does not name.
"""

from __future__ import annotations

from treatygraph import iris, vocab
from treatygraph.graph.assemble.reference_rows import dated, describe, fault, name, named
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import LANGUAGES, Tables
from treatygraph.vocab import tg


def states(tables: Tables) -> Triples:
    """Return the States with their codes and names in six languages, and the regions they stand in."""
    out = Triples()
    regions: dict[str, Iri] = {}
    for row in tables.rows("regions"):
        region = regions[row["name_en"]] = iris.thing(f"region/{row.key}")
        describe(out, row, region, "Region", ("en", "zh"))
    for row in tables.rows("states"):
        state = iris.state(row.key)
        describe(out, row, state, "State")
        for column in ("iso3", "iso2", "m49"):
            if row[column]:
                out.say(state, tg(column), row[column])
        if row["un_member_since"]:
            out.say(state, tg("unMemberSince"), dated(row, "un_member_since", "year"))
        if row["region"] in regions:
            out.link(state, tg("inRegion"), regions[row["region"]])
        elif row["region"]:
            raise fault(
                row, f"region '{row['region']}' has no row in regions.csv; add the row or correct the cell"
            )
    _further_names(tables, out)
    return out


# A name turned round, declined, or in other characters is to be found in a text, and is no label.
_LABELS = {"formal": True, "short": True, "former": True, "everyday": True, "indexed": False, "inverted": False,
           "declined": False, "traditional": False}


def _further_names(tables: Tables, out: Triples) -> None:
    """Say the formal, former and everyday names of the States."""
    for row in tables.rows("state-names"):
        named(tables, row, "state", row["state"], "states")
        if row["kind"] not in _LABELS:
            raise fault(row, f"kind '{row['kind']}' is unknown; the kinds are {', '.join(_LABELS)}")
        if row.key != f"{row['state']}/{row['kind']}":
            raise fault(row, f"the key of these names is '{row['state']}/{row['kind']}'")
        for language in LANGUAGES if _LABELS[row["kind"]] else ():
            for name_ in row.several(f"names_{language}"):
                out.say(iris.state(row["state"]), vocab.ALT_LABEL, LangText(name_, language))


def state_groups(tables: Tables) -> Triples:
    """Return the groups of States; one that is a whole annex says where its members are listed."""
    out = Triples()
    for row in tables.rows("state-groups"):
        group = iris.thing(f"state-group/{row.key}")
        describe(out, row, group, "StateGroup")
        if row["annex"] and row["statuses"] == "*":
            annexes = [
                annex
                for annex in tables.rows("provisions")
                if annex["kind"] == "Annex" and annex["number"] == row["annex"] and annex["members"]
            ]
            if len(annexes) != 1:
                raise fault(
                    row,
                    f"annex '{row['annex']}' names {len(annexes)} annexes with members in "
                    "provisions.csv, where it must name one",
                )
            out.link(group, tg("membersListedIn"), iris.thing(f"treaty/{annexes[0].key}"))
    return out


def organizations(tables: Tables) -> Triples:
    """Return the organizations, organs and groups; short names need a context, so they are no labels."""
    out = Triples()
    for row in tables.rows("organizations"):
        if row["part_of"]:
            named(tables, row, "part_of", row["part_of"], "organizations")
        describe(out, row, iris.thing(f"organization/{row.key}"), "Organization")
    return out


def persons(tables: Tables) -> Triples:
    """Return the persons, each under the name in Latin script that is the row's key."""
    out = Triples()
    for row in tables.rows("persons"):
        person = iris.person(row.key)
        describe(out, row, person, "Person", ("zh",))
        out.say(person, vocab.PREF_LABEL, LangText(row.key, "en"))
        for other in row.several("other_en"):
            out.say(person, vocab.ALT_LABEL, LangText(other, "en"))
    return out


def documents(tables: Tables) -> Triples:
    """Return the documents without a symbol, under their titles."""
    out = Triples()
    for row in tables.rows("documents"):
        document = iris.thing(f"document/{row.key.removeprefix('document/')}")
        out.link(document, vocab.TYPE, tg("Document"))
        out.say(document, vocab.SOURCE, row["source"])
        name(out, row, document, LANGUAGES)
        if row["type"]:
            out.link(document, tg("documentType"), tg(row["type"]))
    return out


def titles(tables: Tables) -> Triples:
    """Return the titles that sources give of things described elsewhere: by a report, or by another table."""
    out = Triples()
    for row in tables.rows("titles"):
        for language in ("en", "zh"):
            if row[f"title_{language}"]:
                out.say(iris.thing(row["thing"]), vocab.TITLE, LangText(row[f"title_{language}"], language))
        out.say(iris.thing(row["thing"]), vocab.SOURCE, row["source"])
    return out


def events(tables: Tables) -> Triples:
    """Return the named events; their dates come from the texts that tell of them."""
    return _named(tables, "events", "event", "Event")


def programmes(tables: Tables) -> Triples:
    """Return the systems, regimes and observances."""
    return _named(tables, "programmes", "programme", "Programme")


def places(tables: Tables) -> Triples:
    """Return the places."""
    return _named(tables, "places", "place", "Place")


def concepts(tables: Tables) -> Triples:
    """Return what stated numbers count where it is neither a list nor a group."""
    return _named(tables, "concepts", "concept", "CountedConcept")


def _named(tables: Tables, table: str, path: str, kind: str) -> Triples:
    out = Triples()
    for row in tables.rows(table):
        describe(out, row, iris.thing(f"{path}/{row.key}"), kind)
    return out
