"""Writes to a Jena TDB2 directory by Jena's own commands, run in Java.

Must not be used while another process, such as a Fuseki server, has the directory open.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from treatygraph.model import Iri
from treatygraph.stores.target import Change, Done, StoreError, Target, UnusableStoreError, n_triples, written
from treatygraph.stores.updating import removal

MARK = "Data-0001"
"""The folder that every TDB2 directory has."""
_DEBIAN = Path("/usr/share/java")
# What Jena 4.5 needs beside its own jars; the whole Debian folder as class path ends in two logging bindings.
_DEBIAN_JARS = [
    "slf4j-api", "slf4j-nop", "commons-lang3", "commons-csv", "commons-io", "commons-cli", "commons-codec",
    "commons-compress", "protobuf", "thrift", "xercesImpl", "guava", "gson", "caffeine", "jsonld-java", "jackson-core",
    "jackson-databind", "jackson-annotations", "httpclient", "httpclient-cache", "httpcore", "commons-logging",
    "titanium-json-ld", "jakarta.json-api",
]
_XERCES = "org/apache/jena/ext/"
_TO_GET_IT = ("install Debian's libapache-jena-java, libxerces2-java, libcaffeine-java and a Java runtime, or set "
              "JENA_HOME to the folder of Apache Jena's own distribution")
# Starting Java is most of a command's time; a short-lived one starts faster with the plain collector and compiler.
_JAVA_OPTIONS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]


class Commands:
    """Jena's commands, as Apache Jena's distribution (JENA_HOME) or Debian's packages have them.

    `timeout` in seconds for each; `java_options` beside our own.
    """

    def __init__(self, timeout: float | None = None, java_options: Sequence[str] = ()) -> None:
        self._timeout = timeout
        self.java_options = [*_JAVA_OPTIONS, *java_options]
        self._scratch = Path(tempfile.mkdtemp(prefix="treatygraph-jena-"))

    def close(self) -> None:
        """Remove what was unpacked."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    @cached_property
    def _class_path(self) -> str:
        home = os.environ.get("JENA_HOME")
        if home:
            if not any(Path(home, "lib").glob("jena-*.jar")):
                raise UnusableStoreError(f"JENA_HOME is {home}, but there are no Jena jars in its lib folder")
            return str(Path(home, "lib", "*"))
        jena = sorted(path for path in _DEBIAN.glob("jena-*.jar") if path.stem[-1].isdigit())
        core = next((path for path in jena if path.name.startswith("jena-core-")), None)
        if core is None:
            raise UnusableStoreError(f"Jena's commands are not here; {_TO_GET_IT}")
        # Debian's Jena looks for Xerces' resource files in `xerces/`, but packs them below its own package.
        moved = self._scratch / "xerces.jar"
        with zipfile.ZipFile(core) as jar, zipfile.ZipFile(moved, "w") as new:
            for name in jar.namelist():
                if name.startswith(f"{_XERCES}xerces/") and name.endswith(".properties"):
                    new.writestr(name.removeprefix(_XERCES), jar.read(name))
        return os.pathsep.join(map(str, [moved, *jena, *(_DEBIAN / f"{jar}.jar" for jar in _DEBIAN_JARS)]))

    def run(self, command: str, *arguments: str) -> bytes:
        """Run a command and return what it prints; raise StoreError with its own words where it fails."""
        java = shutil.which("java")
        if java is None:
            raise UnusableStoreError(f"there is no Java runtime here; {_TO_GET_IT}")
        try:
            done = subprocess.run([java, *self.java_options, "-cp", self._class_path, command, *arguments],
                                  capture_output=True, check=False, timeout=self._timeout)
        except subprocess.TimeoutExpired:
            raise StoreError(f"Jena's {command} did not end within {self._timeout:g} s and was stopped; give it longer "
                             "with --timeout") from None
        said = done.stderr.decode(errors="replace").strip()
        if "Failed to get a lock" in said:
            raise UnusableStoreError("another process has this TDB2 directory open; stop that one first")
        if done.returncode or "Exception" in said:
            first = next((line for line in said.splitlines() if line.strip()), f"exit code {done.returncode}")
            raise StoreError(f"Jena's {command} failed: {first[:300]}")
        return done.stdout


class Tdb2(Target):
    """A TDB2 directory; all changes of a load are one transaction."""

    kind = "tdb2"

    def __init__(self, folder: Path, commands: Commands) -> None:
        super().__init__(str(folder))
        self._folder, self._commands = folder, commands

    def check(self) -> None:
        """Count what is there, or make sure that Java and Jena are, where there is no store yet."""
        if self._is_new:
            self._commands.run("jena.version")
        else:
            self.sizes()

    @property
    def _is_new(self) -> bool:
        return not (self._folder / MARK).is_dir()

    def sizes(self) -> dict[Iri, int]:
        """Count each named graph by a query."""
        if self._is_new:
            return {}
        rows = self._ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", "CSV").decode()
        return {Iri(row["g"]): int(row["n"]) for row in csv.DictReader(io.StringIO(rows)) if row["g"]}

    def read(self, graph: Iri) -> list[Triple]:
        """Read one graph; read_several reads more in one start of Java."""
        return self.read_several([graph], lambda _: None)[graph]

    def read_several(self, graphs: Sequence[Iri], done: Done) -> dict[Iri, list[Triple]]:
        """Read graphs in one start of Java."""
        found: dict[Iri, list[Triple]] = {graph: [] for graph in graphs}
        if graphs and not self._is_new:
            names = " ".join(map(written, graphs))
            quads = self._ask("CONSTRUCT { GRAPH ?g { ?s ?p ?o } } "
                              f"WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}", "N-Quads")
            for quad in parse(quads, format=RdfFormat.N_QUADS):
                assert isinstance(quad.graph_name, NamedNode)
                found[Iri(quad.graph_name.value)].append(Triple(quad.subject, quad.predicate, quad.object))
        for graph in graphs:
            done(graph)
        return found

    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """Replace one graph; apply changes more in one transaction."""
        self.apply([Change(graph, triples)], lambda _: None)

    def remove(self, graph: Iri) -> None:
        """Remove one graph."""
        self.apply([Change(graph, ())], lambda _: None)

    def apply(self, changes: Sequence[Change], done: Done) -> None:
        """Make all changes in one transaction: where one fails, the directory stays as it was."""
        if not changes:
            return
        with tempfile.TemporaryDirectory(prefix="treatygraph-tdb2-") as scratch:
            steps = []
            for number, change in enumerate(changes):
                steps.append(removal(change.graph))
                if change.triples:
                    file = Path(scratch, f"{number}.nt")
                    file.write_bytes(n_triples(change.triples))
                    steps.append(f"LOAD <{file.as_uri()}> INTO GRAPH {written(change.graph)}")
            update = Path(scratch, "update.ru")
            update.write_text(" ;\n".join(steps), encoding="utf-8")
            self._folder.mkdir(parents=True, exist_ok=True)
            self._commands.run("tdb2.tdbupdate", "--loc", str(self._folder), "--update", str(update))
        for change in changes:
            done(change.graph)

    def close(self) -> None:
        """Remove what was unpacked."""
        self._commands.close()

    def _ask(self, query: str, results: str) -> bytes:
        with tempfile.NamedTemporaryFile("w", suffix=".rq", encoding="utf-8") as file:
            file.write(query)
            file.flush()
            return self._commands.run("tdb2.tdbquery", "--loc", str(self._folder), f"--results={results}",
                                      "--query", file.name)
