"""Turns the tables of monitoring facilities and their networks into RDF.

Must not choose between readings that the sources give differently: the row does, and its note is kept.
"""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from treatygraph import iris, vocab
from treatygraph.graph.assemble.reference_rows import describe, fault, named, pointed_at
from treatygraph.graph.assemble.terms import Triples, decimal
from treatygraph.model import Iri, LangText
from treatygraph.tables import Row, Tables
from treatygraph.vocab import tg

_WKT = NamedNode(vocab.GEO + "wktLiteral")
_DEGREES = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)


def facilities(tables: Tables) -> Triples:
    """Return the stations and laboratories a treaty lists, with hosts and coordinates where printed."""
    out = Triples()
    for row in tables.rows("networks"):
        describe(out, row, _network(row.key), "MonitoringNetwork", ("en", "zh"))
    for row in tables.rows("facilities"):
        pointed_at(tables, row, "network", "networks")
        facility = iris.thing(f"facility/{row.key}")
        out.link(facility, vocab.TYPE, tg("Facility"))
        out.say(facility, vocab.SOURCE, row["source"])
        out.say(facility, tg("facilityCode"), row["code"])
        out.link(facility, tg("network"), _network(row["network"]))
        for column, language in (("location_en", "en"), ("location_fr", "fr")):
            words = f"{row['code']}, {row[column]}" if row[column] else row["code"]
            out.say(facility, vocab.PREF_LABEL, LangText(words, language))
        for column, name in (("station_code", "stationCode"), ("type", "stationType")):
            if row[column]:
                out.say(facility, tg(name), row[column])
        if row["note"]:
            out.say(facility, tg("facilityNote"), LangText(row["note"], "en"))
        for host in row.several("state"):
            named(tables, row, "state", host, "states")
            out.link(facility, tg("hostState"), iris.state(host))
        _coordinates(out, row, facility)
    return out


def _network(code: str) -> Iri:
    return iris.thing(f"network/{code}")


def _coordinates(out: Triples, row: Row, facility: Iri) -> None:
    """Say where a facility is: WGS 84 latitude and longitude, and a point (GeoSPARQL: longitude first).

    The South Pole has a latitude alone.
    """
    if not row["latitude"] and not row["longitude"]:
        return
    latitude = _degrees(row, "latitude", 90)
    out.say(facility, vocab.WGS84 + "lat", latitude)
    if not row["longitude"] and abs(float(row["latitude"])) == 90:
        return
    longitude = _degrees(row, "longitude", 180)
    out.say(facility, vocab.WGS84 + "long", longitude)
    geometry = Iri(f"{facility}/geometry")
    out.link(facility, vocab.GEO + "hasGeometry", geometry)
    out.link(geometry, vocab.TYPE, vocab.GEO + "Geometry")
    point = Literal(f"POINT({longitude.value} {latitude.value})", datatype=_WKT)
    out.say(geometry, vocab.GEO + "asWKT", point)


def _degrees(row: Row, column: str, limit: int) -> Literal:
    if not _DEGREES.fullmatch(row[column]) or abs(float(row[column])) > limit:
        raise fault(row, f"{column} '{row[column]}' is no number of degrees between -{limit} and {limit}")
    return decimal(row[column])
