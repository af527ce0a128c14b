"""Reads an RDF file by rdflib or PyLD, in a process of its own, and writes N-Quads to standard output.

Must not use pyoxigraph, which wrote the file.

    python -m treatygraph.conformance.python_readers rdflib turtle graph.ttl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def rdflib_quads(file: str, form: str) -> str:
    """Read a file by rdflib, keeping literals as they are written."""
    import rdflib  # noqa: PLC0415

    rdflib.NORMALIZE_LITERALS = False
    if form in {"nquads", "json-ld"}:
        dataset = rdflib.Dataset()
        dataset.parse(file, format=form)
        return str(dataset.serialize(format="nquads"))
    return str(rdflib.Graph().parse(file, format=form).serialize(format="nt11"))


def pyld_quads(file: str) -> str:
    """Read a JSON-LD file by PyLD."""
    from pyld import jsonld  # noqa: PLC0415

    document = json.loads(Path(file).read_text(encoding="utf-8"))
    return str(jsonld.to_rdf(document, {"format": "application/n-quads"}))


if __name__ == "__main__":
    name, given_form, given_file = sys.argv[1:]
    quads = rdflib_quads(given_file, given_form) if name == "rdflib" else pyld_quads(given_file)
    sys.stdout.buffer.write(quads.encode("utf-8"))
