"""A release is the same when made again, opens with the ordinary tools, and is in its folder whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
import rdflib
from command import run
from csvw import CSVW
from pyld import jsonld
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse
from pyshacl import validate

from treatygraph import __version__, iris, paths
from treatygraph.dataset.flat import flat_tables
from treatygraph.graph.assemble.dataset import describe_dataset
from treatygraph.graph.serialize import turtle
from treatygraph.graph.store import hold_union, load
from treatygraph.model import TreatyGraphError
from treatygraph.release.edition import Edition, checked_address, issue_day, precedence
from treatygraph.release.folder import check_free, write_release
from treatygraph.release.ontology_files import ontology_files, turtle_triples
from treatygraph.release.prior import prior_release
from treatygraph.release.releasing import Released, released
from treatygraph.release.sums import SUMS_FILE, graph_hash
from treatygraph.vocab import DESCRIPTION_PREFIXES

MADE = f"""
@prefix tg: <{iris.ONTOLOGY}> . @prefix : <{iris.ID}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> . @base <{iris.ID}> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:said a tg:Statement ; tg:speaker :kenya ; tg:atMeeting :m1, :m2 ; prov:wasDerivedFrom :words1 ; rdfs:label "Kenya speaking"@en .
:kenya a tg:State ; tg:iso3 "KEN" ; skos:prefLabel "Kenya"@en .
:m1 a tg:Meeting ; tg:ordinal 1 . :m2 a tg:Meeting ; tg:ordinal 2 .
:kenya dcterms:source <source/report-99> . <source/report-99> dcterms:issued "1999-10"^^xsd:gYearMonth .
"""
STEMS = ("conferences", "persons")
SHAPES = next((found for folder in Path(__file__).resolve().parents if (found := folder / "shared" / "dcat-ap").is_dir()), None)
FIRST, SECOND = Edition("1.0.0", date(2030, 2, 3)), Edition("1.1.0", date(2030, 5, 6), "https://example.org/tg/1.1.0/")


def data(folder: Path, made: str = MADE) -> Path:
    """A small graph in a folder, which describes itself."""
    folder.mkdir()
    files = {f"{stem}.ttl": (paths.graph() / f"{stem}.ttl").read_bytes() for stem in STEMS} | {"made.ttl": made.encode()}
    graphs = {name.removesuffix(".ttl"): frozenset(turtle_triples(written)) for name, written in files.items()}
    described = describe_dataset(graphs, files, [], published=False)
    for name, written in {**files, "dataset.ttl": turtle(described, "", DESCRIPTION_PREFIXES)}.items():
        (folder / name).write_bytes(written)
    return folder


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data(tmp_path_factory.mktemp("data") / "graph")


@pytest.fixture(scope="module")
def first(graph: Path) -> Released:
    return released(load([graph], united=True), FIRST, "Written by hand.", own=False)


@pytest.fixture(scope="module")
def folder(first: Released, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("releases") / "1.0.0"
    write_release(made, first.files, replace=False)
    return made


@pytest.fixture(scope="module")
def second(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Kenya spoke at another meeting, the statement rests on other words, there is a State more and a meeting less."""
    later = (MADE.replace(":m2", ":m3").replace(":m1 a tg:Meeting ; tg:ordinal 1 .", "").replace("words1", "words2")
             + ':ghana a tg:State ; skos:prefLabel "Ghana"@en . :kenya tg:iso2 "KE" .')
    store = load([data(tmp_path_factory.mktemp("later") / "graph", later)], united=True)
    return released(store, replace(SECOND, prior=prior_release(folder)), own=False)


def test_a_release_made_twice_is_identical(graph: Path, first: Released) -> None:
    """Whatever the order in which a store was given its quads."""
    quads = [quad for quad in load([graph]) if isinstance(quad.graph_name, NamedNode)]
    random.Random(7).shuffle(quads)
    store = Store()
    store.extend(quads)
    hold_union(store)
    again = released(store, FIRST, "Written by hand.", own=False)
    assert [name for name in first.files if again.files.get(name) != first.files[name]] == []
    assert again.files.keys() == first.files.keys()


def opened_csv(path: Path) -> bool:
    return len(pd.read_csv(path, dtype="string").columns) > 1


def opened_parquet(path: Path) -> bool:
    return [(len(pd.read_parquet(path)),)] == duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()


def opened_turtle(path: Path) -> bool:
    """The ontology's parts are read by rdflib elsewhere, which takes its time; here, that they make one file."""
    return (len(turtle_triples(path.read_bytes())) if path.parent.name == "ontology" else len(rdflib.Graph().parse(path))) > 10


def opened_quads(path: Path) -> bool:
    return len(list(rdflib.Dataset().parse(path).quads())) > 10  # type: ignore[attr-defined]


def opened_sqlite(path: Path) -> bool:
    database = sqlite3.connect(path)
    try:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        database.close()


def opened_cff(path: Path) -> bool:
    fields = dict(line.split(": ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {name for name in fields if json.loads(fields[name])} >= {"cff-version", "message", "title", "authors"}


OPENED: dict[str, Callable[[Path], bool]] = {
    ".ttl": opened_turtle,
    ".rdf": lambda path: len(rdflib.Graph().parse(path)) > 10,
    ".jelly": lambda path: len(rdflib.Graph().parse(path, format="jelly")) > 10,
    ".nq": opened_quads,
    ".trig": opened_quads,
    ".jsonld": lambda path: "@context" in json.loads(path.read_bytes()),
    ".csv": opened_csv,
    ".parquet": opened_parquet,
    ".sqlite": opened_sqlite,
    ".xlsx": lambda path: openpyxl.load_workbook(path, read_only=True).sheetnames == ["columns", *flat_tables()],
    ".geojson": lambda path: json.loads(path.read_bytes())["type"] == "FeatureCollection",
    ".tsv": lambda path: "subject_id" in pd.read_csv(path, sep="\t", comment="#"),
    ".json": lambda path: bool(json.loads(path.read_bytes())),
    ".cff": opened_cff,
    ".md": lambda path: path.read_text(encoding="utf-8").startswith("# "),
    ".txt": lambda path: "licenses/by" in path.read_text(encoding="utf-8"),
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl on a workbook without default style
def test_every_file_opens_with_the_ordinary_tool_of_its_form(folder: Path) -> None:
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS_FILE]
    assert len(names) > 80
    assert [str(path) for path in names if not OPENED[path.suffix](path)] == []


@pytest.mark.filterwarnings("default::UserWarning")  # how the validator tells what is not as described
def test_csv_is_what_its_description_says(folder: Path) -> None:
    assert CSVW(str(folder / "tables" / "csv-metadata.json"), validate=True).is_valid


def test_the_list_of_checksums_has_every_file(folder: Path) -> None:
    lines = dict(reversed(line.split("  ")) for line in (folder / SUMS_FILE).read_text(encoding="utf-8").splitlines())
    held = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file() and path.name != SUMS_FILE}
    assert lines == held


def test_hashes_are_those_of_the_graphs_whatever_their_form(folder: Path) -> None:
    rows = {row["graph"]: row for row in csv.DictReader((folder / "about" / "rdfc10.csv").read_text(encoding="utf-8").splitlines())}
    for form, file in ((RdfFormat.TRIG, "treatygraph.trig"), (RdfFormat.JSON_LD, "treatygraph.jsonld")):
        quads = list(parse(path=str(folder / "rdf" / file), format=form))
        assert rows["all graphs"] == {"graph": "all graphs", "statements": str(len(quads)), "sha256_of_rdfc10": graph_hash(quads)}
    persons = iris.graph("table", "persons")
    found = [Quad(q.subject, q.predicate, q.object) for q in quads if q.graph_name == NamedNode(persons)]
    assert rows[persons]["sha256_of_rdfc10"] == graph_hash(found)
    assert "ontology/shapes.ttl" in rows


def test_a_hash_is_that_of_another_canonicaliser() -> None:
    """PyLD's, which shares no code with ours."""
    written = b'_:x <http://x/p> _:y .\n_:y <http://x/p> "a\\n\\"b\\" \xe4\xb8\xad"@en .\n_:x <http://x/q> "07"^^<http://x/d> .\n'
    other = jsonld.normalize(written.decode(), {"inputFormat": "application/n-quads", "format": "application/n-quads",
                                                "algorithm": "URDNA2015"})
    assert graph_hash(parse(written, format=RdfFormat.N_QUADS)) == hashlib.sha256(other.encode()).hexdigest()
    renamed = parse(written.replace(b"_:x", b"_:b").replace(b"_:y", b"_:a"), format=RdfFormat.N_QUADS)
    assert graph_hash(renamed) == graph_hash(parse(written, format=RdfFormat.N_QUADS))
    loop = [Quad(BlankNode("a"), NamedNode("http://x/p"), BlankNode("a"))]
    assert graph_hash(loop) != graph_hash([Quad(BlankNode("a"), NamedNode("http://x/p"), BlankNode("b"))])


def said(data: bytes, subject: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for triple in turtle_triples(data):
        if triple.subject == NamedNode(subject):
            found.setdefault(re.split("[/#]", triple.predicate.value)[-1], set()).add(triple.object.value)  # type: ignore[union-attr]
    return found


def test_a_release_is_described_by_what_it_holds(first: Released) -> None:
    release = f"{iris.DATASET}/release/1.0.0"
    described = said(first.files["about/dcat.ttl"], release)
    assert described["version"] == {"1.0.0"}
    assert described["isVersionOf"] == {iris.DATASET}
    assert described["issued"] == described["modified"] == {"2030-02-03"}
    assert "previousVersion" not in described
    assert described["license"] == {"https://creativecommons.org/licenses/by/4.0/"}
    files = {name for name in first.files if name.partition("/")[0] in {"rdf", "tables", "parquet"}}
    assert {one.removeprefix(f"{release}/file/") for one in described["distribution"]} == files
    states = said(first.files["about/dcat.ttl"], f"{release}/file/tables/states.csv")
    assert states["byteSize"] == {str(len(first.files["tables/states.csv"]))}
    assert states["mediaType"] == {"https://www.iana.org/assignments/media-types/text/csv"}
    assert states["accessURL"] == {iris.DATASET}
    assert "downloadURL" not in states
    checksum = said(first.files["about/dcat.ttl"], states["checksum"].pop())
    assert checksum["checksumValue"] == {hashlib.sha256(first.files["tables/states.csv"]).hexdigest()}
    assert "mediaType" not in said(first.files["about/dcat.ttl"], f"{release}/file/rdf/treatygraph.jelly")
    counted = said(first.files["about/void.ttl"], release)
    whole = {quad.triple for quad in parse(first.files["rdf/treatygraph.nq"], format=RdfFormat.N_QUADS)
             if quad.graph_name != NamedNode(iris.graph("dataset", ""))}
    assert counted["triples"] == {str(len(whole))}
    assert iris.graph("table", "persons") in counted["subset"]


@pytest.mark.skipif(SHAPES is None, reason="the shapes of DCAT-AP (shared/dcat-ap) do not stand beside the project")
def test_the_description_meets_the_shapes_of_dcat_ap(second: Released) -> None:
    assert SHAPES is not None
    graph = rdflib.Graph().parse(data=second.files["about/dcat.ttl"], format="turtle")
    conforms, _, told = validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES / "shapes.ttl"), inference="none")
    assert conforms, told


def test_days_are_those_of_the_sources(first: Released) -> None:
    written = first.files["about/prov.ttl"]
    assert said(written, f"{iris.DATASET}/release/1.0.0")["hadPrimarySource"] == {f"{iris.ID}source/report-99"}
    assert said(written, f"{iris.ID}source/report-99")["issued"] == {"1999-10"}
    assert b"AtTime" not in written


def test_the_graph_bears_the_number_of_the_release(first: Released) -> None:
    told = said(first.files["rdf/treatygraph.ttl"], iris.DATASET)
    assert (told["version"], told["versionInfo"], told["issued"]) == ({"1.0.0"}, {"1.0.0"}, {"2030-02-03"})
    assert told["bibliographicCitation"] == {
        "The TreatyGraph contributors (2030). TreatyGraph: treaty conferences as linked data, version 1.0.0. "
        f"{iris.DATASET}/release/1.0.0"}


def test_it_is_citable_and_ready_for_deposit(first: Released, second: Released) -> None:
    deposit = json.loads(first.files[".zenodo.json"])
    assert (deposit["upload_type"], deposit["version"], deposit["publication_date"]) == ("dataset", "1.0.0", "2030-02-03")
    assert (deposit["license"], deposit["creators"]) == ("cc-by-4.0", [{"name": "The TreatyGraph contributors"}])
    lines = first.files["CITATION.cff"].decode().splitlines()
    assert {'type: "dataset"', 'version: "1.0.0"', 'date-released: "2030-02-03"', 'license: "CC-BY-4.0"'} <= set(lines)
    assert f'version: "{__version__}"' in first.files["software/CITATION.cff"].decode()
    page = json.loads(second.files["about/schema-org.jsonld"])
    assert page["datePublished"] == "2030-05-06"
    assert {"@id": "https://example.org/tg/1.1.0/tables/states.csv"} in [one["contentUrl"] for one in page["distribution"]]
    assert first.files["RELEASE-NOTES.md"].decode().splitlines()[4] == "Written by hand."


def test_the_bill_of_materials_names_what_is_used(first: Released) -> None:
    bill = json.loads(first.files["about/sbom.cdx.json"])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = {one["name"]: one for one in bill["components"]}
    assert {"pyoxigraph", "rdflib", "pyparsing"} <= set(names)
    assert "pytest" not in names
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert "pyparsing" in needs["rdflib"]
    assert {ref for one in needs.values() for ref in one} | {"treatygraph"} == set(needs)
    assert names["rdflib"]["purl"] == f"pkg:pypi/rdflib@{rdflib.__version__}"


def test_changes_are_told_in_words(second: Released) -> None:
    page = second.files["changes/CHANGES.md"].decode()
    assert page.startswith("# Changes from 1.0.0 to 1.1.0\n\n2 things new, 2 things gone, 2 things stated otherwise.\n")
    assert "## Terms of the ontology\n\nNone has changed.\n" in page
    assert "| State | 1 | 0 | 1 | 0 | 0 |\n" in page
    assert "New (1):\n\n- Ghana (`ghana`)\n" in page
    assert "- Kenya speaking (`said`)\n  - `tg:atMeeting` was m1, m2, is now m3\n" not in page
    assert "- Kenya speaking (`said`)\n  - `prov:wasDerivedFrom` was words1, is now words2\n  - `tg:atMeeting` was m2, is now m3\n" in page
    assert '- Kenya (`kenya`)\n  - `tg:iso2` is now stated: "KE"\n' in page
    rows = list(csv.DictReader(second.files["changes/facts.csv"].decode().splitlines()))
    assert [(row["change"], row["thing"].removeprefix(iris.ID)) for row in rows] == [
        ("new", "ghana"), ("changed", "kenya"), ("gone", "m1"), ("gone", "m2"), ("new", "m3"), ("changed", "said"), ("changed", "said")]
    assert "Since 1.0.0, which was issued on 2030-02-03: 2 things new" in second.files["RELEASE-NOTES.md"].decode()


def test_the_exact_changes_lead_from_one_release_to_the_next(first: Released, second: Released) -> None:
    def quads(files: dict[str, bytes], name: str) -> set[Quad]:
        return {quad for quad in parse(files[name], format=RdfFormat.N_QUADS) if quad.graph_name != NamedNode(iris.graph("dataset", ""))}

    before, now = (quads(one.files, "rdf/treatygraph.nq") for one in (first, second))
    assert before - quads(second.files, "changes/removed.nq") | quads(second.files, "changes/added.nq") == now


def test_the_ontology_says_which_release_it_is_of(first: Released, folder: Path) -> None:
    prior = replace(prior_release(folder), version="0.0.1", issued="2029-01-01")
    files = ontology_files(Edition(__version__, date(2030, 1, 2), prior=prior), own=True)
    header = iris.ONTOLOGY.rstrip("#")
    told = said(files["ontology/ontology.ttl"], header)
    assert told["versionIRI"] == told["priorVersion"] == {f"{header}/{__version__}"}
    assert (told["issued"], told["status"]) == ({"2030-01-02"}, {"http://purl.org/ontology/bibo/status/published"})
    assert told["modified"] == said((paths.ontology() / "core.ttl").read_bytes(), header)["modified"]
    assert ontology_files(Edition(__version__, date(2030, 1, 2)), own=True)["ontology/ontology.ttl"].count(b'"2030-01-02"') == 2
    assert said(first.files["ontology/ontology.ttl"], header)["status"] == {"http://purl.org/ontology/bibo/status/draft"}
    with pytest.raises(TreatyGraphError, match=f"the ontology is version {re.escape(__version__)}, and this release 9.9.9"):
        ontology_files(Edition("9.9.9", date(2030, 1, 2)), own=True)


def test_the_command_makes_compares_and_refuses(graph: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing has changed since the release before, nothing is modified."""
    out = tmp_path / "deep" / "out"
    call = ["release", "--version", "1.1.0", "--out", str(out), "--data", str(graph), "--previous", str(folder)]
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert (run(*call).returncode, out.parent.exists()) == (2, False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1904299200")
    assert "1.0.0 was issued on 2030-02-03; a later release cannot be of" in run(*call, "--issued", "2030-02-02").stderr
    done = run(*call)
    assert done.stdout == (f"release 1.1.0 of 2030-05-06: {sum(path.is_file() for path in out.rglob('*'))} files in {out}\n"
                           "changes: No term of the ontology and no fact has changed.\n"), done.stderr
    described = said((out / "about" / "dcat.ttl").read_bytes(), f"{iris.DATASET}/release/1.1.0")
    assert (described["issued"], described["modified"]) == ({"2030-05-06"}, {"2030-02-03"})
    assert described["previousVersion"] == {f"{iris.DATASET}/release/1.0.0"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert out.stat().st_mode & 0o777 == 0o777 & ~current_umask()
    refused = run(*call)
    assert (refused.returncode, refused.stderr) == (2, f"treatygraph: {out}: is not empty; name another folder, or add --replace "
                                                       "if it holds an earlier release that this one is to replace\n")
    (out / "mine.txt").write_text("x", encoding="utf-8")
    assert "holds what no release put there (mine.txt)" in run(*call, "--replace").stderr


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_earlier_release_is_replaced_whole_or_kept(first: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    small = {name: first.files[name] for name in ("README.md", "about/dcat.ttl")}
    write_release(out, {**small, SUMS_FILE: b"0" * 64 + b"  README.md\n" + b"0" * 64 + b"  about/dcat.ttl\n"}, replace=False)
    write_release(out, {"other.md": b"x", SUMS_FILE: b"0" * 64 + b"  other.md\n"}, replace=True)
    assert sorted(path.name for path in out.rglob("*")) == [SUMS_FILE, "other.md"]
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        with pytest.raises(TreatyGraphError, match="cannot be written \\(No space left on device\\)"):
            write_release(out, small, replace=True)
    assert sorted(path.name for path in out.rglob("*")) == [SUMS_FILE, "other.md"]
    assert list(tmp_path.iterdir()) == [out]


def full_disk(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_process_that_was_ended_between_leaves_the_earlier_release_to_be_put_back(tmp_path: Path) -> None:
    out, aside = tmp_path / "out", tmp_path / ".out.treatygraph-earlier"
    aside.mkdir()
    (aside / SUMS_FILE).write_bytes(b"0" * 64 + b"  README.md\n")
    check_free(out, replace=True)
    assert (out / SUMS_FILE).is_file()
    assert not aside.exists()


@pytest.mark.parametrize("held", ["x", "x  ../../etc\n", ""])
def test_what_is_no_release_is_neither_compared_nor_replaced(held: str, tmp_path: Path) -> None:
    (tmp_path / SUMS_FILE).write_text(held, encoding="utf-8")
    with pytest.raises(TreatyGraphError, match="no release"):
        prior_release(tmp_path)
    with pytest.raises(TreatyGraphError, match="no release"):
        check_free(tmp_path, replace=True)


def test_a_release_that_was_changed_is_not_compared_with(first: Released, tmp_path: Path) -> None:
    write_release(tmp_path / "r", {**first.files, "rdf/treatygraph.nq": b""}, replace=False)
    with pytest.raises(TreatyGraphError, match="not the file of that release"):
        assert prior_release(tmp_path / "r").quads


def test_a_graph_that_miscounts_itself_is_not_released(graph: Path) -> None:
    store = load([graph], united=True)
    store.add(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), NamedNode("http://x/o"), NamedNode("http://x/g")))
    with pytest.raises(TreatyGraphError, match=r"describes itself as \d+ triples and holds \d+"):
        released(store, FIRST, own=False)
    with pytest.raises(TreatyGraphError, match="does not say what it is"):
        released(load([graph / "persons.ttl"], united=True), FIRST, own=False)


def test_numbers_and_days_in_order(folder: Path) -> None:
    ordered = ["0.9.0", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.2", "1.0.0-rc.11", "1.0.0"]
    assert sorted(ordered, key=precedence) == ordered
    prior = prior_release(folder)
    with pytest.raises(TreatyGraphError, match=r"1\.0\.0 is not later than 1\.0\.0"):
        Edition("1.0.0", date(2031, 1, 1), prior=prior)
    with pytest.raises(TreatyGraphError, match="a later release cannot be of 2030-02-02"):
        Edition("1.0.1", date(2030, 2, 2), prior=prior)


@pytest.mark.parametrize("version", ["", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0/x", "1.0.0\n", "١.٠.٠"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(TreatyGraphError, match="is no version"):
        precedence(version)


@pytest.mark.parametrize(("given", "epoch"), [("2030-2-30", ""), ("tomorrow", ""), (None, "soon"), (None, "-1"), (None, "9" * 30), (None, "")])
def test_a_day_is_given_and_never_guessed(given: str | None, epoch: str) -> None:
    with pytest.raises(TreatyGraphError, match=r"is no day|no number of seconds|no clock is read"):
        issue_day(given, {"SOURCE_DATE_EPOCH": epoch})


@pytest.mark.parametrize("address", ["", "x", "ftp://x/y", "https://", "https://x/?a=b", "https://x/#y", "https://x/a b"])
def test_what_is_no_address_of_a_folder_is_refused(address: str) -> None:
    with pytest.raises(TreatyGraphError, match="is no address of a folder"):
        checked_address(address)
    assert checked_address("https://x/y") == "https://x/y/"
