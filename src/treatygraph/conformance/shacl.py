"""Holds the shapes against SHACL's own shapes for shapes.

Must not validate data.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Triple

from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged
from treatygraph.reason.validate import Converter, shape_triples
from treatygraph.vocab import SH

CHECK = Check("SHSH", "The shapes are well-formed SHACL (SHACL-SHACL)", "SHACL")


def ill_formed(shapes: Iterable[Triple]) -> set[Found]:
    """Return what the shapes for shapes (SHACL, W3C 2017, appendix C), as pySHACL ships them, find."""
    from importlib.resources import files  # noqa: PLC0415

    import pyshacl  # noqa: PLC0415
    import rdflib  # noqa: PLC0415

    rules = rdflib.Graph().parse(data=(files("pyshacl") / "assets" / "shacl-shacl.ttl").read_text("utf-8"),
                                 format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = Converter().graph(shapes)

        def held(first_only: bool) -> tuple[bool, Any, str]:
            found: tuple[bool, Any, str] = pyshacl.validate(given, shacl_graph=rules, inference="none", advanced=False,
                                                            meta_shacl=False, abort_on_first=first_only)
            return found

        # Whether anything is wrong at all is told in a little more than half the time of telling everything.
        if held(first_only=True)[0]:
            return set()
        _, report, _ = held(first_only=False)
    sh = rdflib.Namespace(SH)
    return {Found(str(report.value(result, sh.focusNode)), str(report.value(result, sh.resultPath) or ""))
            for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)}


def outcome(explanations: Explanations) -> Outcome:
    """Check the shapes for data and the shapes about the ontology."""
    return judged(CHECK, ill_formed([*shape_triples(), *shape_triples(hygiene=True)]), explanations)
