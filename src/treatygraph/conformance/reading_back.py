"""Writes the graph in four formats and has independent parsers read it back: all must see the same graph.

The writer, pyoxigraph, is none of the readers. Must not judge a format that fewer than three readers could read.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from treatygraph import paths
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged, not_run
from treatygraph.graph.serialize import read_turtle
from treatygraph.graph.store import load
from treatygraph.isolated import isolated_call
from treatygraph.vocab import PREFIXES

_JAVA = "/usr/share/java"
_SECONDS = 300
_QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_WANTED = 3
# Archives that Jena's command line tools need, by the names Debian gives them; those that are absent are left out.
_JENA_NEEDS = ("slf4j-api", "slf4j-nop", "commons-lang3", "commons-csv", "commons-io", "commons-cli", "commons-codec",
               "commons-compress", "protobuf", "thrift", "xercesImpl", "guava", "gson", "caffeine", "jsonld-java",
               "jackson-core", "jackson-databind", "jackson-annotations", "httpclient", "httpclient-cache", "httpcore",
               "commons-logging", "titanium-json-ld", "jakarta.json-api")


@dataclass(frozen=True)
class Format:
    """A format: its name and ending, what pyoxigraph and each reader call it, and whether it has named graphs."""

    name: str
    ending: str
    written: RdfFormat
    named: bool
    calls: dict[str, str]


FORMATS = (
    Format("Turtle", "ttl", RdfFormat.TURTLE, False,
           {"rdflib": "turtle", "Jena": "turtle", "rapper": "turtle", "N3.js": "text/turtle"}),
    Format("N-Quads", "nq", RdfFormat.N_QUADS, True,
           {"rdflib": "nquads", "Jena": "nquads", "rapper": "nquads", "N3.js": "application/n-quads"}),
    Format("RDF/XML", "rdf", RdfFormat.RDF_XML, False, {"rdflib": "xml", "Jena": "rdfxml", "rapper": "rdfxml"}),
    Format("JSON-LD", "jsonld", RdfFormat.JSON_LD, True,
           {"rdflib": "json-ld", "Jena": "jsonld10", "PyLD": "json-ld"}),
)


@dataclass(frozen=True)
class Reader:
    """A parser outside this package: its name, what is missing to run it, and the command that prints N-Quads.

    In the command, `FILE` and `FORM` stand for the file and what the reader calls its format; `NQ` and `NQUADS` for
    the format it is to write, which is N-Triples where the file has no named graphs.
    """

    name: str
    missing: str
    command: tuple[str, ...]

    def called(self, file: Path, form: Format) -> list[str]:
        """Return the command that reads a file in a format."""
        name = form.calls[self.name]
        stands_for = {"FILE": str(file), "FORM": name, "--syntax=FORM": f"--syntax={name}",
                      "--output=NQ": f"--output={'nq' if form.named else 'nt'}",
                      "NQUADS": "nquads" if form.named else "ntriples"}
        return [stands_for.get(word, word) for word in self.command]


def readers(folder: Path) -> list[Reader]:
    """Return the readers; `folder` takes what one of them needs to be unpacked."""
    module = isolated_call("treatygraph.conformance.python_readers")
    jena = _jena(folder)
    script = str(Path(__file__).with_name("read_with_n3.cjs"))
    return [
        Reader("rdflib", "", (*module, "rdflib", "FORM", "FILE")),
        Reader("PyLD", "" if _importable("pyld") else "no PyLD", (*module, "pyld", "FORM", "FILE")),
        Reader("Jena", "" if jena else "no Jena (Debian: libapache-jena-java)",
               ("java", *_QUICK_START, "-cp", jena, "riotcmd.riot", "--syntax=FORM", "--output=NQ", "FILE")),
        Reader("rapper", "" if shutil.which("rapper") else "no rapper (Debian: raptor2-utils)",
               ("rapper", "-q", "-i", "FORM", "-o", "NQUADS", "FILE")),
        Reader("N3.js", "" if _has_n3() else "no N3.js (Debian: node-n3)", ("node", script, "FORM", "FILE")),
    ]


def _importable(name: str) -> bool:
    from importlib.util import find_spec  # noqa: PLC0415

    return find_spec(name) is not None


def _has_n3() -> bool:
    if not shutil.which("node"):
        return False
    # Node looks for modules beside what it runs, and without a script from the current folder upwards.
    tried = subprocess.run(["node", "-e", "require('n3')"], capture_output=True, check=False, env=_environment(),
                           cwd=Path(__file__).parent)
    return tried.returncode == 0


def _environment() -> dict[str, str]:
    """Return an environment in which Node finds Debian's modules too."""
    known = os.environ.get("NODE_PATH", "")
    return {**os.environ, "NODE_PATH": os.pathsep.join(part for part in (known, "/usr/share/nodejs") if part)}


def _jena(folder: Path) -> str:
    """Return Jena's class path as Debian installs it, or nothing.

    Debian's Jena looks for the message files of Xerces in another package than they lie in, so they are unpacked.
    """
    core = sorted(glob.glob(f"{_JAVA}/jena-core-*.jar"))
    if not (core and shutil.which("java")):
        return ""
    from zipfile import ZipFile  # noqa: PLC0415

    inside = "org/apache/jena/ext/xerces/"
    with ZipFile(core[-1]) as jar:
        for name in jar.namelist():
            if name.startswith(inside) and name.endswith(".properties"):
                target = folder / "xerces" / name.removeprefix(inside)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    needed = [f"{_JAVA}/{name}.jar" for name in _JENA_NEEDS if Path(f"{_JAVA}/{name}.jar").is_file()]
    jena = [jar for jar in sorted(glob.glob(f"{_JAVA}/jena-*.jar")) if any(c.isdigit() for c in Path(jar).name)]
    return os.pathsep.join([str(folder), *jena, *needed])


def read_back(quads: Sequence[Quad], form: Format, with_readers: Iterable[Reader], folder: Path
              ) -> tuple[list[str], list[Found], list[str]]:
    """Write quads in a format and read them back.

    Returns who read the same graph, what others read instead, and who could not be run.
    """
    given = quads if form.named else [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads]
    file = folder / f"graph.{form.ending}"
    prefixes = PREFIXES if form.written in {RdfFormat.TURTLE, RdfFormat.RDF_XML} else None
    serialize(given if form.named else {q.triple for q in given}, str(file), form.written, prefixes=prefixes)
    expected = _canonical(given)
    same, other = [], []
    called = [reader for reader in with_readers if reader.name in form.calls]
    with ThreadPoolExecutor(2) as pool:
        able = [reader for reader in called if not reader.missing]
        absent = [reader.missing for reader in called if reader.missing]
        for reader, (answer, fault) in zip(able, pool.map(lambda reader: _answer(reader, form, file), able),
                                           strict=True):
            if fault or answer != expected:
                told = fault or _difference(expected, answer)
                other.append(Found(f"{form.name} read by {reader.name}", told))
            else:
                same.append(reader.name)
    return same, other, absent


def _answer(reader: Reader, form: Format, file: Path) -> tuple[frozenset[str], str]:
    """Have a reader read a file: what it saw, or what went wrong."""
    done = subprocess.run(reader.called(file, form), capture_output=True, check=False, timeout=_SECONDS,
                          env=_environment())
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        return frozenset(), f"stopped: {words[-1][:160] if words else 'without a word'}"
    try:
        return _canonical(parse(done.stdout, format=RdfFormat.N_QUADS)), ""
    except SyntaxError as fault:
        return frozenset(), f"wrote what is no N-Quads: {fault}"


def _canonical(quads: Iterable[Quad]) -> frozenset[str]:
    """Return quads as lines that are equal where the graphs are isomorphic (RDFC-1.0, W3C 2024)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _difference(expected: frozenset[str], answer: frozenset[str]) -> str:
    lost, new = sorted(expected - answer), sorted(answer - expected)
    return f"{len(lost)} lost, {len(new)} new, such as {(lost + new)[0][:160]}"


def outcomes(explanations: Explanations) -> list[Outcome]:
    """Read the built graph and the ontology back in every format."""
    quads = list(load([paths.graph()]))
    for path in sorted(paths.ontology().glob("*.ttl")):
        quads += [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in read_turtle(path)]
    rows = []
    with tempfile.TemporaryDirectory(prefix="treatygraph-") as made:
        every = readers(Path(made))
        for form in FORMATS:
            title = f"{form.name} is read back the same by three independent parsers"
            check = Check(form.name.upper(), title, "RDF 1.1")
            same, other, absent = read_back(quads, form, every, Path(made))
            if not other and len(same) < _WANTED:
                rows.append(not_run(check, f"{len(same)} of {_WANTED} parsers: {'; '.join(absent)}"))
            else:
                rows.append(judged(check, other, explanations, passes=", ".join(same)))
    return rows
