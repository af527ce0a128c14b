"""Clients that people use, against a real server: curl, SPARQLWrapper, Jena's rsparql, Comunica."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from treatygraph.ask import find_question

from .serving import Served

STATES = ("PREFIX tg: <https://w3id.org/treatygraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
          'SELECT ?iso ?name { ?s tg:iso3 ?iso ; skos:prefLabel ?name FILTER(LANG(?name) = "en") } '
          "ORDER BY ?iso LIMIT 3")
ROWS = [["AFG", "Afghanistan"], ["AGO", "Angola"], ["ALB", "Albania"]]
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/treatygraph/id/state/CZE> ?p ?o }"
COMUNICA = "5.4.1"
JENA = Path("/usr/share/java")
_JARS = ("slf4j-api slf4j-nop commons-lang3 commons-csv commons-io commons-cli commons-codec commons-compress "
         "protobuf thrift xercesImpl guava gson caffeine jsonld-java jackson-core jackson-databind "
         "jackson-annotations httpclient httpclient-cache httpcore commons-logging titanium-json-ld jakarta.json-api")


def rows_of(text: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text)) if row][1:]


def run(command: Sequence[str], seconds: float = 120, **more: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False,
                          env={**os.environ, **more})
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def expected(server: Served) -> list[list[str]]:
    assert rows_of(server.query(STATES, "text/csv").text) == ROWS
    return ROWS


# ---- curl

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@needs_curl
@pytest.mark.parametrize("options", [
    ("-G", "--data-urlencode", f"query={STATES}"), ("--data-urlencode", f"query={STATES}"),
    ("-H", "Content-Type: application/sparql-query", "--data-binary", STATES)])
def test_curl_asks(server: Served, expected: list[list[str]], options: Sequence[str]) -> None:
    out = run(["curl", "-sf", "-H", "Accept: text/csv", *options, f"{server.address}/sparql"])
    assert rows_of(out) == expected


@needs_curl
def test_curl_follows_a_thing_to_its_description(server: Served) -> None:
    out = run(["curl", "-sfL", "--compressed", "-H", "Accept: text/turtle", f"{server.address}/id/state/CZE"])
    assert '"Czechia"@en' in out


@needs_curl
def test_the_commands_of_the_operators_page_work_as_they_are_printed(server: Served) -> None:
    page = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.S) for line in block.splitlines()
                if line.startswith("curl ")]
    said = [run(["bash", "-c", command.replace("curl ", "curl -sf ", 1).replace("http://127.0.0.1:8000",
                                                                                server.address)])
            for command in commands]
    expected = ["s,p,o", "<boolean>true</boolean>", "prefLabel", "supportedLanguage", '"Czechia"@en', "tg:iso3"]
    assert len(said) == len(expected)
    assert [words for words, output in zip(expected, said, strict=True) if words not in output] == []


# ---- SPARQLWrapper


def wrapper(server: Served) -> object:
    found = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    return found.SPARQLWrapper(f"{server.address}/sparql")


def answer_to(client: object) -> Any:
    """Send what the client was given to ask, and return what it makes of the answer."""
    with warnings.catch_warnings():
        # SPARQLWrapper warns of a type it did not ask for; rdflib under it, of its own names.
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        return client.query().convert()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("method", "way"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_selects(server: Served, expected: list[list[str]], method: str, way: str, form: str) -> None:
    client = wrapper(server)
    client.setMethod(method)  # type: ignore[attr-defined]
    client.setRequestMethod(way)  # type: ignore[attr-defined]
    client.setQuery(STATES)  # type: ignore[attr-defined]
    client.setReturnFormat(form)  # type: ignore[attr-defined]
    answer = answer_to(client)
    if form == "json":
        found = [[row["iso"]["value"], row["name"]["value"]] for row in answer["results"]["bindings"]]
    elif form == "xml":
        found = [[cell.firstChild.data for cell in row.getElementsByTagName("literal")]
                 for row in answer.getElementsByTagName("result")]
    elif form == "csv":
        found = rows_of(answer.decode())
    else:
        found = [[cell.partition('"')[2].rpartition('"')[0] for cell in line.split("\t")]
                 for line in answer.decode().splitlines()[1:]]
    assert found == expected


@pytest.mark.parametrize("form", ["turtle", "n3", "xml", "json-ld"])
def test_sparqlwrapper_constructs(server: Served, form: str) -> None:
    from rdflib import Graph

    client = wrapper(server)
    client.setQuery(CONSTRUCT)  # type: ignore[attr-defined]
    client.setReturnFormat(form)  # type: ignore[attr-defined]
    answer = answer_to(client)
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    counted = server.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?p ?o { "
                           "<https://w3id.org/treatygraph/id/state/CZE> ?p ?o } }", "text/csv")
    assert len(graph) == int(counted.text.split()[1])


def test_sparqlwrapper_reads_a_refusal(server: Served) -> None:
    client = wrapper(server)
    client.setQuery("SELECT * {")  # type: ignore[attr-defined]
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed, match="line 1"):
        client.query()  # type: ignore[attr-defined]


# ---- Jena


@pytest.fixture(scope="module")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The class path of Debian's Jena, whose shaded classes look for their messages where they do not lie."""
    jars = sorted(JENA.glob("jena-*-*.jar"))
    if shutil.which("java") is None or not (core := [jar for jar in jars if jar.name.startswith("jena-core-")]):
        pytest.skip("Jena is not installed (Debian: libapache-jena-java libxerces2-java libcaffeine-java)")
    fix = tmp_path_factory.mktemp("jena")
    (fix / "xerces").mkdir()
    prefix = "org/apache/jena/ext/xerces/"
    with zipfile.ZipFile(core[0]) as archive:
        for name in archive.namelist():
            if name.startswith(prefix) and name.endswith(".properties"):
                target = fix / "xerces" / name.removeprefix(prefix)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    return os.pathsep.join([str(fix), *map(str, jars), *(str(JENA / f"{name}.jar") for name in _JARS.split())])


def test_jena_selects(server: Served, expected: list[list[str]], classpath: str) -> None:
    out = run(["java", "-cp", classpath, "arq.rsparql", "--service", f"{server.address}/sparql", "--results=CSV",
               STATES])
    assert rows_of(out) == expected


def test_jena_asks_and_constructs(server: Served, classpath: str) -> None:
    service = ["java", "-cp", classpath, "arq.rsparql", "--service", f"{server.address}/sparql"]
    assert "yes" in run([*service, "ASK {}"]).lower()
    assert "Czechia" in run([*service, CONSTRUCT])


# ---- Comunica


@pytest.fixture(scope="module")
def comunica() -> str:
    """Comunica's command, installed once into a cache folder."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("npm or node is not installed, so Comunica cannot be had")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "treatygraph-tests"
    folder = cache / f"comunica-{COMUNICA}"
    command = folder / "node_modules" / ".bin" / "comunica-sparql"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be installing it; closing the file lets go
        if command.exists():
            return str(command)
        # Comunica's own choice of undici needs a newer Node than Debian has.
        wanted = {"private": True, "dependencies": {"@comunica/query-sparql": COMUNICA},
                  "overrides": {"undici": "^7.0.0"}}
        (folder / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=folder, capture_output=True,
                              text=True, timeout=600, check=False)
        if done.returncode:
            shutil.rmtree(folder / "node_modules", ignore_errors=True)
            pytest.skip(f"npm cannot install Comunica here: {done.stderr.strip().splitlines()[-1:]}")
    return str(command)


@pytest.mark.parametrize("prefix", ["sparql@", ""])
def test_comunica_selects(server: Served, expected: list[list[str]], comunica: str, prefix: str) -> None:
    out = run([comunica, f"{prefix}{server.address}/sparql", "-q", STATES, "-t", "text/csv"])
    assert rows_of(out) == expected


def test_comunica_follows_a_thing_itself(server: Served, comunica: str) -> None:
    """Comunica reads the document of a thing, found by content negotiation, and asks that."""
    name = ("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
            "SELECT ?name { <https://w3id.org/treatygraph/id/state/CZE> skos:prefLabel ?name "
            'FILTER(LANG(?name) = "en") }')
    out = run([comunica, f"{server.address}/id/state/CZE", "-q", name, "-t", "text/csv"])
    assert rows_of(out) == [["Czechia"]]


# ---- the same answers as without a server


@pytest.mark.parametrize("name", ["CQ-01", "CQ-11", "CQ-28", "CQ-34"])
def test_a_question_has_the_same_answer_as_on_the_command_line(server: Served, name: str) -> None:
    from treatygraph import paths
    from treatygraph.ask import ask, to_csv
    from treatygraph.graph.store import load

    query = find_question(name).query
    local = to_csv(ask(load([paths.graph()]), query))
    assert server.query(query, "text/csv").text.replace("\r\n", "\n") == local
