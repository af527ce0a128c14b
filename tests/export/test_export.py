"""Every exported file opens with the ordinary tool of its form and holds what the graph states, byte for byte again."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
import rdflib
from command import run
from csvw import CSVW
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from treatygraph import iris, paths
from treatygraph.ask import workbooks
from treatygraph.dataset.answer import Answer, plain
from treatygraph.dataset.flat import flat_tables
from treatygraph.export import exporting
from treatygraph.export.content import Content
from treatygraph.export.exporting import FORMS, exported
from treatygraph.graph.store import hold_union, load
from treatygraph.model import TreatyGraphError

MADE = f"""
@prefix tg: <{iris.ONTOLOGY}> . @prefix : <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
:said a tg:Statement ; tg:speaker :kenya ; tg:atMeeting :m1, :m2 ; tg:statedIn :p ; dcterms:date "2021-09"^^xsd:gYearMonth .
:kenya a tg:State ; tg:iso3 "KEN" ; skos:prefLabel "=1+1"@en, "肯尼亚"@zh .
:m1 a tg:Meeting ; tg:ordinal 1 . :m2 a tg:Meeting ; tg:ordinal 2 ; dcterms:date "2021-09-24"^^xsd:date .
:here a tg:Facility ; tg:facilityCode "PS01" ; wgs84:lat -31.6 ; wgs84:long 150.25 .
:somewhere a tg:Facility ; tg:facilityCode "PS02" .
:odd :flag true ; :count 9007199254740993, "07"^^xsd:integer, "x"^^xsd:integer ; tg:speaker "a word", :kenya ; tg:symbol 5 ;
    tg:asOf "2021"^^xsd:gYear, "2021-09-23"^^xsd:date, "2021-09-23" ; :text "a\\nb\\t\\"c\\"" .
"""
FILES = [paths.graph() / name for name in ("conferences.ttl", "persons.ttl", "programmes.ttl")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = tmp_path_factory.mktemp("made") / "made.ttl"
    made.write_text(MADE, encoding="utf-8")
    return load([*FILES, made], united=True)


@pytest.fixture(scope="module")
def files(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for name, data in exported(Content(store), FORMS).items():
        (folder / name).write_bytes(data)
    return folder


def table(store: Store, name: str) -> Answer:
    return Content(store).table(name)


def test_the_same_graph_gives_the_same_bytes(store: Store, files: Path) -> None:
    """Whatever the order in which a store was given its quads."""
    quads = list(store)
    random.Random(5).shuffle(quads)
    other = Store()
    other.extend(quads)
    again = exported(Content(other), FORMS)
    assert {path.name for path in files.iterdir()} == set(again)
    assert [name for name, data in again.items() if (files / name).read_bytes() != data] == []


def test_blank_nodes_have_the_same_names_again() -> None:
    def made(first: str, second: str) -> dict[str, bytes]:
        store = Store()
        for node, word in ((first, "a"), (second, "b")):
            store.add(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), BlankNode(node), NamedNode("http://x/g")))
            store.add(Quad(BlankNode(node), NamedNode("http://x/p"), Literal(word), NamedNode("http://x/g")))
        hold_union(store)
        return exported(Content(store), ["turtle", "nquads", "jsonld", "rdfxml"])

    assert made("n1", "n2") == made("z", "a")


def triples(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple[:3]) for triple in graph}


def test_rdflib_reads_the_triples(store: Store, files: Path) -> None:
    graphs = {name: triples(rdflib.Graph().parse(files / f"treatygraph.{name}")) for name in ("ttl", "rdf")}
    assert graphs["ttl"] == graphs["rdf"]
    assert len(graphs["ttl"]) == len({quad.triple for quad in store})
    assert triples(rdflib.Graph().parse(files / "treatygraph.jelly", format="jelly")) == graphs["ttl"]


def test_rdflib_reads_the_named_graphs(store: Store, files: Path) -> None:
    names = {quad.graph_name.value for quad in store if isinstance(quad.graph_name, NamedNode)}
    for name in ("nq", "trig"):
        dataset = rdflib.Dataset()
        dataset.parse(files / f"treatygraph.{name}")
        assert {str(graph.identifier) for graph in dataset.graphs() if len(graph)} == names
        assert len(list(dataset.quads())) == sum(isinstance(quad.graph_name, NamedNode) for quad in store)


def test_json_ld_is_the_same_dataset_in_short_names(store: Store, files: Path) -> None:
    written = (files / "treatygraph.jsonld").read_bytes()
    named = {quad for quad in store if isinstance(quad.graph_name, NamedNode)}
    assert set(parse(written, format=RdfFormat.JSON_LD)) == named
    document = json.loads(written)
    assert document["@context"] == json.loads((files / "context.jsonld").read_bytes())["@context"]
    said = next(node for graph in document["@graph"] for node in graph["@graph"] if node["@id"] == "http://x/said")
    assert said == {"@id": "http://x/said", "@type": "Statement", "atMeeting": ["http://x/m1", "http://x/m2"],
                    "dcterms:date": {"@value": "2021-09", "@type": "xsd:gYearMonth"}, "speaker": "http://x/kenya",
                    "statedIn": "http://x/p"}


@pytest.mark.filterwarnings("default::UserWarning")  # how the validator tells what is not as described
def test_csv_is_what_its_description_says(store: Store, files: Path, tmp_path: Path) -> None:
    described = CSVW(str(files / "csv-metadata.json"), validate=True)
    assert described.is_valid, described.warnings
    assert len(described.tables) == len(flat_tables())
    read = pd.read_csv(files / "statements.csv", dtype="string", keep_default_na=False)
    assert read.to_numpy().tolist() == [[plain(cell) for cell in row] for row in table(store, "statements").cells]
    said = read.iloc[0]
    assert (said["speaker_name"], said["speaker_iso3"], said["meeting_number"], said["date"]) == ("=1+1", "KEN", "1|2", "2021-09")
    for name in ("csv-metadata.json", *(f"{name}.csv" for name in flat_tables())):
        (tmp_path / name).write_bytes((files / name).read_bytes())
    broken = (tmp_path / "meetings.csv").read_text(encoding="utf-8").replace("2021-09-24", "yesterday")
    (tmp_path / "meetings.csv").write_text(broken, encoding="utf-8")
    assert not CSVW(str(tmp_path / "csv-metadata.json"), validate=True).is_valid


def test_columns_are_described_in_two_languages_and_lead_back_to_rdf(files: Path) -> None:
    tables = {one["url"]: one for one in json.loads((files / "csv-metadata.json").read_bytes())["tables"]}
    columns = {one["name"]: one for one in tables["statements.csv"]["tableSchema"]["columns"]}
    speaker = columns["speaker"]
    assert (speaker["propertyUrl"], speaker["valueUrl"]) == (f"{iris.ONTOLOGY}speaker", "{+speaker}")
    assert [one["@language"] for one in speaker["dc:description"]] == ["en", "zh"]
    assert columns["speaker_name"]["suppressOutput"] is True
    assert columns["meeting"]["separator"] == "|"


def test_parquet_is_read_by_pandas_and_duckdb(store: Store, files: Path) -> None:
    for name in ("meetings", "facilities", "votes"):
        read = pd.read_parquet(files / f"{name}.parquet")
        assert list(read.columns) == [column.name for column in table(store, name).columns]
        assert len(read) == len(table(store, name))
    counted = duckdb.sql(f"SELECT ordinal, meeting FROM '{files / 'meetings.parquet'}' WHERE meeting LIKE 'http://x/%' ORDER BY 1")
    assert counted.fetchall() == [(1, "http://x/m1"), (2, "http://x/m2")]


def test_the_database_has_all_tables_and_says_what_they_mean(store: Store, files: Path) -> None:
    database = sqlite3.connect(files / "treatygraph.sqlite")
    try:
        names = {name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert names == {*flat_tables(), "columns"}
        joined = pd.read_sql("SELECT s.speaker_iso3, t.state_name FROM statements s JOIN states t ON t.state = s.speaker", database)
        assert joined.to_numpy().tolist() == [["KEN", "=1+1"]]
        assert database.execute("SELECT latitude, longitude FROM facilities ORDER BY code").fetchall() == [(-31.6, 150.25), (None, None)]
        meaning, = database.execute('SELECT meaning FROM "columns" WHERE "table" = ? AND "column" = ?', ("states", "iso3")).fetchone()
        assert meaning == "its ISO 3166-1 alpha-3 code"
    finally:
        database.close()


def test_the_workbook_has_text_where_a_cell_looks_like_a_formula(store: Store, files: Path) -> None:
    book = openpyxl.load_workbook(files / "treatygraph.xlsx")
    assert book.sheetnames == ["columns", *flat_tables()]
    name = book["states"]["B2"]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert [row[0].value for row in book["meetings"].iter_rows(min_row=2)] == list(table(store, "meetings").column("meeting"))


def test_a_cell_that_a_workbook_cannot_hold_is_cut_where_all_see_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LONGEST", 60)
    written = openpyxl.load_workbook(io.BytesIO(exported(Content(store), ["xlsx"])["treatygraph.xlsx"]))
    cells = [cell.value for row in written["conferences"].iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert max(map(len, cells)) == 60
    assert any(cell.endswith("(cut here: a cell of a workbook holds no more)") for cell in cells)


def test_the_page_of_the_tables_is_the_data_dictionary(files: Path) -> None:
    """After a change of a column: treatygraph export --format dictionary --out docs"""
    page = (files / "tables.md").read_text(encoding="utf-8")
    assert (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8") == page
    assert "| `speaker`, `speaker_name` | anyURI | the State, organisation or person that spoke | `tg:speaker` |\n" in page
    assert page.count("\n## ") == len(flat_tables())


def test_a_facility_without_coordinates_is_on_no_place_of_the_map(files: Path) -> None:
    collection = json.loads((files / "facilities.geojson").read_bytes())
    placed, unplaced = sorted(collection["features"], key=lambda one: one["properties"]["code"])
    assert placed["geometry"] == {"type": "Point", "coordinates": [150.25, -31.6]}
    assert placed["id"] == "http://x/here"
    assert unplaced["geometry"] is None


def test_the_command_writes_what_is_asked_for(tmp_path: Path) -> None:
    data = [option for file in FILES for option in ("--data", str(file))]
    done = run("export", "--out", str(tmp_path / "out"), "--format", "geojson", "--format", "csv", "--lang", "zh", *data)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{len(flat_tables()) + 2} files written to {tmp_path / 'out'}: geojson, csv\n"
    names = pd.read_csv(tmp_path / "out" / "conferences.csv")["conference_name"]
    assert "促进《全面禁止核试验条约》生效会议 (1999)" in set(names)


def test_the_page_s_program_runs_where_the_files_are(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    program, = re.findall(r"```python\n(.*?)```", page, re.S)
    monkeypatch.chdir(files)
    found: dict[str, object] = {}
    exec(compile(program, "docs/export.md", "exec"), found)
    assert (found["spoken"]["=1+1"], sorted(found["numbers"])) == (1, [(1, 1), (2, 1)])
    told = {name for cell in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page, re.M) for name in re.findall(r"\w+", cell)}
    assert told == set(FORMS)


def test_what_is_not_installed_is_left_out_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "is_installed", lambda name: name != "pyarrow")
    monkeypatch.setattr("treatygraph.optional.import_module", lambda name: __import__(f"no_{name}"))
    assert [name for name, form in FORMS.items() if not form.possible] == ["parquet"]
    done = run("export", "--out", str(tmp_path), "--format", "parquet", "--data", str(FILES[1]))
    assert done.returncode == 2
    assert done.stderr == ("treatygraph: this form needs pyarrow, which is not installed; install treatygraph[export]\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "words", "says"), [("1", "a", "which does not end in a name"), ("p", "a\x01", r"the sign U\+0001")])
def test_what_has_no_form_in_rdf_xml_is_refused(name: str, words: str, says: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("http://x/s"), NamedNode(f"http://x/{name}"), Literal(words), NamedNode("http://x/g")))
    with pytest.raises(TreatyGraphError, match=says):
        exported(Content(store), ["rdfxml"])
