"""Gives the flat tables by name: for each kind of fact or thing, its rows with codes and names.

Must not define a table: flat_tables.csv and flat_columns.csv do.
"""

from __future__ import annotations

from treatygraph.ask.parameters import called
from treatygraph.dataset.answer import Answer, Column, Kind
from treatygraph.dataset.filling import filled
from treatygraph.dataset.flat import FlatTable, flat_table, flat_tables
from treatygraph.dataset.naming import Naming
from treatygraph.dataset.places import Place
from treatygraph.model import TreatyGraphError

_LISTED = (
    Column("table", Kind.TEXT, "the table's name"),
    Column("column", Kind.TEXT, "the column's name"),
    Column("kind", Kind.TEXT, "the kind of its cells; a date is as precise as known: 2021-09-23, 2021-09 or 2021"),
    Column("several", Kind.BOOLEAN, "whether a cell may have several values, joined by |"),
    Column("meaning", Kind.TEXT, "what its cells mean"),
    Column("found_by", Kind.TEXT, "the SPARQL property path that finds it from the row's thing; . is the thing itself"),
)


def dictionary(language: str) -> Answer:
    """Return the data dictionary: the columns of all flat tables, described in Chinese or else in English."""
    rows = [(table.name, column.name, column.kind.value, column.several, column.meaning, defined.path)
            for table in flat_tables().values() for defined in table.defined for column in defined.columns(language)]
    return Answer("columns of the flat tables", _LISTED, tuple(rows))


class FlatTables:
    """The flat tables of a place that can be asked.

    Each row is one thing or fact, under its IRI; a column of things has one of their names beside it (`speaker`,
    `speaker_name`), and States their ISO 3166-1 codes. A name that there is not in the language asked for is given in
    English, else in any, with the language behind it (`Robert Floyd [en]`). What the graph does not state is None.
    """

    _place: Place

    def table(self, name: str, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return one of the flat tables, of one conference if it is given: by its year, its name or its IRI.

        Raises TreatyGraphError where there is no such table or conference, or its rows belong to no conference.

        >>> import treatygraph
        >>> treatygraph.open().table("depositaries").column("holder_name")
        ('Secretary-General of the United Nations',)
        """
        found = flat_table(name)
        return filled(found, self._place, Naming(self._place, lang), self._conference(found, conference))

    def tables(self, *, lang: str = "en") -> Answer:
        """Return the data dictionary: every column of every table, with what it means (lang: `en` or `zh`).

        >>> import treatygraph
        >>> words = treatygraph.open().tables(lang="zh")
        >>> [row["meaning"] for row in words if (row["table"], row["column"]) == ("statements", "speaker_iso3")]
        ['发言国的ISO 3166-1三字母代码；非国家则为空']
        """
        return dictionary(lang)

    def _conference(self, table: FlatTable, conference: str | int | None) -> str | None:
        if conference is None:
            return None
        if not table.conference:
            raise TreatyGraphError(f"the rows of '{table.name}' belong to no one conference; leave conference out")
        return called(str(conference), "conference", self._place.store)

    def states(self, *, lang: str = "en") -> Answer:
        """Return the States, with their codes and regions.

        >>> import treatygraph
        >>> [(row["state_name"], row["iso2"]) for row in treatygraph.open().states(lang="fr") if row["iso3"] == "CIV"]
        [("Côte d'Ivoire", 'CI')]
        """
        return self.table("states", lang=lang)

    def organizations(self, *, lang: str = "en") -> Answer:
        """Return organisations, organs and groups.

        >>> import treatygraph
        >>> "European Union" in treatygraph.open().organizations().column("organization_name")
        True
        """
        return self.table("organizations", lang=lang)

    def persons(self, *, lang: str = "en") -> Answer:
        """Return the persons.

        >>> import treatygraph
        >>> "Robert Floyd [en]" in treatygraph.open().persons(lang="fr").column("person_name")
        True
        """
        return self.table("persons", lang=lang)

    def treaties(self, *, lang: str = "en") -> Answer:
        """Return the treaties.

        >>> import treatygraph
        >>> treatygraph.open().treaties().column("short_name")
        ('ctbt', 'npt')
        """
        return self.table("treaties", lang=lang)

    def conferences(self, *, lang: str = "en") -> Answer:
        """Return the conferences, with their days and places.

        >>> import treatygraph
        >>> [row["start"] for row in treatygraph.open().conferences() if row["ordinal"] == 1]
        ['1999-10-06']
        """
        return self.table("conferences", lang=lang)

    def meetings(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return the meetings of conferences and their organs.

        >>> import treatygraph
        >>> treatygraph.open().meetings(conference=2021).column("date")
        ('2021-09-23', None, None)
        """
        return self.table("meetings", conference=conference, lang=lang)

    def agenda_items(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return the items of the agendas.

        >>> import treatygraph
        >>> treatygraph.open().agenda_items(conference=2021).column("number")[:3]
        ('1', '2', '2(a)')
        """
        return self.table("agenda_items", conference=conference, lang=lang)

    def participations(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return who took part, in which capacity.

        >>> import treatygraph
        >>> len(treatygraph.open().participations(conference=2021))
        89
        """
        return self.table("participations", conference=conference, lang=lang)

    def offices(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return who held which office.

        >>> import treatygraph
        >>> held = treatygraph.open().offices(conference=2021, lang="zh")
        >>> [row["holder_name"] for row in held if row["office"] == "President"]
        ['意大利', '南非']
        """
        return self.table("offices", conference=conference, lang=lang)

    def presidings(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return who presided over which meeting, for whom.

        >>> import treatygraph
        >>> sorted(set(treatygraph.open().presidings(conference=2021).column("representing_iso3")) - {None})
        ['ITA', 'ZAF']
        """
        return self.table("presidings", conference=conference, lang=lang)

    def statements(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return who took the floor, for whom, under which item, at which meetings.

        >>> import treatygraph
        >>> said = treatygraph.open().statements(conference=2021)
        >>> [row["agenda_item_number"] for row in said if row["speaker_iso3"] == "KEN"]
        ['8']
        """
        return self.table("statements", conference=conference, lang=lang)

    def decisions(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return what was decided, how, at which meeting.

        >>> import treatygraph
        >>> "CTBT-Art.XIV/2021/6" in treatygraph.open().decisions(conference=2021).column("decided_on_symbol")
        True
        """
        return self.table("decisions", conference=conference, lang=lang)

    def measures(self, *, conference: str | int | None = None, lang: str = "en") -> Answer:
        """Return the measures of final declarations, with what they ask of whom.

        >>> import treatygraph
        >>> treatygraph.open().measures(conference=2021).column("number")[:2]
        ('10(a)', '10(b)')
        """
        return self.table("measures", conference=conference, lang=lang)

    def documents(self, *, lang: str = "en") -> Answer:
        """Return the documents, with their symbols.

        >>> import treatygraph
        >>> "S/RES/1887 (2009)" in treatygraph.open().documents().column("symbol")
        True
        """
        return self.table("documents", lang=lang)

    def citations(self, *, lang: str = "en") -> Answer:
        """Return which provision cites what, in which words.

        >>> import treatygraph
        >>> cited = treatygraph.open().citations()
        >>> [row["cited_as"] for row in cited if row["cited_symbol"] == "A/RES/75/87"]
        ['A/RES/75/87 号决议']
        """
        return self.table("citations", lang=lang)

    def treaty_actions(self, *, lang: str = "en") -> Answer:
        """Return the signatures, ratifications and other actions that the depositary recorded.

        >>> import treatygraph
        >>> actions = treatygraph.open().treaty_actions()
        >>> [row["date"] for row in actions if (row["iso3"], row["action"]) == ("ITA", "Ratification")]
        ['1999-02-01']
        """
        return self.table("treaty_actions", lang=lang)

    def events(self, *, lang: str = "en") -> Answer:
        """Return the named events: tests, exercises, announcements.

        >>> import treatygraph
        >>> "2021-09" in treatygraph.open().events().column("date")
        True
        """
        return self.table("events", lang=lang)

    def facilities(self, *, lang: str = "en") -> Answer:
        """Return the monitoring stations and laboratories, with their coordinates.

        >>> import treatygraph
        >>> [row["latitude"] for row in treatygraph.open().facilities() if row["code"] == "AS001"]
        [-31.6]
        """
        return self.table("facilities", lang=lang)

    def evidence(self, *, lang: str = "en") -> Answer:
        """Return the words that facts were read from, with their places in the texts.

        >>> import treatygraph
        >>> words = treatygraph.open().evidence()
        >>> [row["words"] for row in words if row["start"] == 1203 and row["end"] == 1206]
        ['意大利']
        """
        return self.table("evidence", lang=lang)
