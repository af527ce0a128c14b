"""Turns the tables of conferences and their series into RDF: dates, places, presidencies, reports.

Must not turn a number a source states of a conference into a count: no provision states it.
"""

from __future__ import annotations

from treatygraph import iris, vocab
from treatygraph.graph.assemble.reference_rows import dated, describe, fault, named, pointed_at, whole_number
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import LANGUAGES, Row, Tables
from treatygraph.vocab import tg

_STATED = {
    "participating_states": "participating States",
    "signatories": "States that had signed",
    "ratifiers": "States that had ratified",
}


def series(tables: Tables) -> Triples:
    """Return the series of conferences."""
    out = Triples()
    for row in tables.rows("series"):
        describe(out, row, iris.series(row.key), "ConferenceSeries")
    return out


def conferences(tables: Tables) -> Triples:
    """Return the conferences, each linked to the one before it in its series, and who presided over them.

    One without an ordinal, such as a session that nobody counts, is linked to none.
    """
    out = Triples()
    rows = tables.rows("conferences")
    counted = [row for row in rows if row["ordinal"]]
    by_place = {(row["series"], row["ordinal"]): row for row in counted}
    if len(by_place) != len(counted):
        double = next(row for row in counted if by_place[row["series"], row["ordinal"]] is not row)
        raise fault(double, f"the series '{double['series']}' has two conferences number {double['ordinal']}")
    for row in rows:
        conference = _conference(out, tables, row)
        before = by_place.get((row["series"], str(whole_number(row, "ordinal") - 1))) if row["ordinal"] else None
        if before:
            out.link(conference, tg("previousConference"), iris.conference(before["series"], before["year"]))
        _places(out, tables, row, conference)
        _presidency(out, tables, row, conference)
        _report(out, row, conference)
    return out


def _conference(out: Triples, tables: Tables, row: Row) -> Iri:
    of_series = pointed_at(tables, row, "series", "series")
    conference = iris.conference(row["series"], row["year"])
    if row.key != f"{row['series']}-{row['year']}":
        raise fault(row, f"the key of this conference is '{row['series']}-{row['year']}'")
    out.link(conference, vocab.TYPE, tg("Conference"))
    out.say(conference, vocab.SOURCE, row["source"])
    for language in LANGUAGES:
        for place, words in enumerate(of_series.names(language)):
            label = vocab.ALT_LABEL if place else vocab.PREF_LABEL
            out.say(conference, label, LangText(f"{words} ({row['year']})", language))
    out.link(conference, tg("inSeries"), iris.series(row["series"]))
    if row["ordinal"]:
        out.say(conference, tg("ordinal"), whole_number(row, "ordinal"))
    start, end = dated(row, "start"), dated(row, "end")
    if start.lexical > end.lexical:
        raise fault(row, f"the conference ends on {end.lexical}, before it starts")
    out.say(conference, vocab.START_DATE, start)
    out.say(conference, vocab.END_DATE, end)
    if of_series["article"]:
        article = f"{of_series['treaty']}/article/{of_series['article']}"
        out.link(conference, tg("convenedUnder"), iris.thing(f"treaty/{article}"))
    for column, what in _STATED.items():
        if row[column]:
            words = f"The sources state {whole_number(row, column)} {what}."
            out.say(conference, vocab.NOTE, LangText(words, "en"))
    if row["note"]:
        out.say(conference, vocab.NOTE, LangText(row["note"], "en"))
    return conference


def _places(out: Triples, tables: Tables, row: Row, conference: Iri) -> None:
    """Link the city; the building behind it in brackets becomes a note."""
    for place in row.several("place"):
        city, _, venue = place.partition(" (")
        out.link(
            conference,
            vocab.LOCATION,
            iris.thing(f"place/{named(tables, row, 'place', iris.slug(city), 'places').key}"),
        )
        if venue:
            out.say(conference, vocab.NOTE, LangText(f"Venue: {venue.rstrip(')')}, {city}.", "en"))


def _presidency(out: Triples, tables: Tables, row: Row, conference: Iri) -> None:
    """Say that each State held the presidency, and which person exercised it where one is named."""
    holders, persons = row.several("presidency_states"), row.several("presidency_persons")
    if persons and len(persons) != len(holders):
        raise fault(
            row,
            f"{len(persons)} persons for a presidency of {len(holders)} States; name one for each, or none",
        )
    for place, holder in enumerate(holders):
        named(tables, row, "presidency_states", holder, "states")
        holding = iris.office(conference, tg("President"), iris.state(holder))
        out.link(holding, vocab.TYPE, tg("OfficeHolding"))
        out.link(holding, tg("office"), tg("President"))
        out.link(holding, tg("holder"), iris.state(holder))
        out.link(holding, tg("ofConference"), conference)
        out.say(holding, vocab.SOURCE, row["source"])
        if persons:
            out.link(holding, tg("exercisedBy"), _person(out, tables, row, persons[place]))


def _person(out: Triples, tables: Tables, row: Row, words: str) -> Iri:
    """Return the person of this name, described here where the table of persons does not describe them."""
    person = iris.person(words)
    if tables.row("persons", words) is None:
        out.link(person, vocab.TYPE, tg("Person"))
        out.say(person, vocab.PREF_LABEL, LangText(words, "en"))
        out.say(person, vocab.SOURCE, row["source"])
    return person


def _report(out: Triples, row: Row, conference: Iri) -> None:
    if not row["report_symbol"]:
        return
    report = iris.document(row["report_symbol"])
    out.link(report, vocab.TYPE, tg("Document"))
    out.say(report, tg("symbol"), row["report_symbol"])
    out.link(report, tg("documentType"), tg("Report"))
    out.link(report, tg("ofConference"), conference)
    out.say(report, vocab.SOURCE, row["source"])
