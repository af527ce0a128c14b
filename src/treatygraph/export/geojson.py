"""Writes the facilities as GeoJSON (RFC 7946), for maps.

Must not place a facility of which the graph gives no coordinates: its geometry is null.
"""

from __future__ import annotations

import json
from typing import Any

from treatygraph.dataset.answer import Cell
from treatygraph.export.content import Content
from treatygraph.export.rdf import Files

_PLACED = {"latitude", "longitude"}


def geojson_file(content: Content) -> Files:
    """Return the facilities as a collection of features, each a point with the columns of the table as properties."""
    features = [_feature(row) for row in content.table("facilities")]
    collection = {"type": "FeatureCollection", "features": features}
    return {"facilities.geojson": (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()}


def _feature(row: dict[str, Cell]) -> dict[str, Any]:
    longitude, latitude = row["longitude"], row["latitude"]
    placed = isinstance(longitude, float) and isinstance(latitude, float)
    return {
        "type": "Feature",
        "id": row["facility"],
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if placed else None,
        "properties": {name: cell for name, cell in row.items() if name not in _PLACED or not placed},
    }
