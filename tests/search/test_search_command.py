"""`treatygraph search`, as a user calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import command
import pytest

from treatygraph import iris

from .indexed import PREFIXES

FEW = PREFIXES + """
<state/KEN> a tg:State ; skos:prefLabel "Kenya"@en , "肯尼亚"@zh ; tg:iso3 "KEN" .
<document/X/1> a tg:Document ; tg:symbol "X/1" ; dcterms:title "Kenya and the sea"@en ; tg:text "Of seals, and\\nof ships."@en .
"""


@pytest.fixture
def few(tmp_path: Path) -> str:
    file = tmp_path / "few.ttl"
    file.write_text(FEW, encoding="utf-8")
    return str(file)


def test_names_kinds_iris_and_the_words_found_are_printed(few: str) -> None:
    done = command.run("search", "kenya", "--data", few, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "2 things\n")
    assert done.stdout == (f"Kenya  (State)\n    {iris.ID}state/KEN\n"
                           f"Kenya and the sea (X/1)  (document)\n    {iris.ID}document/X/1\n"
                           "    Kenya and the sea  [en, begins so]\n")


def test_names_are_in_the_language_asked_for(few: str) -> None:
    done = command.run("search", "KEN", "--data", few, "--lang", "zh", "--kind", "State")
    assert done.stdout.startswith("肯尼亚  (国家)\n")


def test_json_has_what_the_server_gives(few: str) -> None:
    done = command.run("search", "seals", "--data", few, "--format", "json", "--lang", "en")
    found = json.loads(done.stdout)
    hit = found["hits"][0]
    assert (found["total"], found["more"], found["query"]) == (1, False, "seals")
    assert (hit["iri"], hit["name"], hit["way"]) == (f"{iris.ID}document/X/1", "Kenya and the sea (X/1)", "text")
    assert hit["words"] == {"text": "Of seals, and\nof ships.", "language": "en", "cut": False, "place": None, "ranges": [[3, 8]]}
    assert {"value": "Document", "name": "document", "count": 1} in found["facets"]["kind"]


def test_csv_has_a_row_for_each_thing(few: str) -> None:
    done = command.run("search", "kenya", "--data", few, "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["iri"], row["kind"], row["way"], row["words"]) for row in rows] == [
        (f"{iris.ID}state/KEN", "State", "exact", "Kenya"), (f"{iris.ID}document/X/1", "document", "prefix", "Kenya and the sea")]


def test_limit_leaves_out_and_says_so(few: str) -> None:
    done = command.run("search", "kenya", "--data", few, "--limit", "1")
    assert done.stderr == "2 things, of which 1 are shown\n"
    assert done.stdout.count(iris.ID) == 1


def test_what_was_meant_is_said(few: str) -> None:
    done = command.run("search", "Kenja", "--data", few, "--lang", "en")
    assert done.returncode == 0
    assert done.stderr == "2 things; did you mean Kenya?\n"


def test_nothing_found_is_no_fault(few: str) -> None:
    done = command.run("search", "zebra", "--data", few)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "nothing was found\n")


@pytest.mark.parametrize(("arguments", "said"), [
    (("???",), "there is no word to search for"), (("x", "--kind", "Nonsense"), "there is no kind 'Nonsense'"),
    (("x", "--state", "Narnia"), "no State here is called 'Narnia'"), (("x", "--in", "xx"), "there are no words in 'xx'")])
def test_what_cannot_be_searched_is_refused_in_one_line(few: str, arguments: tuple[str, ...], said: str) -> None:
    done = command.run("search", *arguments, "--data", few)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"treatygraph: {said}")
    assert done.stderr.count("\n") == 1


def test_help_shows_examples() -> None:
    done = command.run("search", "--help")
    assert "treatygraph search Kenya" in done.stdout
