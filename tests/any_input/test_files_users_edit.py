"""Tables, language files and Turtle with a fault: the message names file and line, and says what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from treatygraph import paths, tables
from treatygraph.find.fold import fold
from treatygraph.find.names import NameIndex
from treatygraph.graph.serialize import read_turtle
from treatygraph.graph.store import load
from treatygraph.language import languages
from treatygraph.language.languages import PatternError
from treatygraph.model import TreatyGraphError
from treatygraph.reading.registry import patterns
from treatygraph.reading.slots import grammar
from treatygraph.tables import TableError, Tables

# ---- tables

HEAD = "slug,name_zh,name_en,source\n"


@pytest.mark.parametrize(("text", "says"), [
    ("", "regions.csv:1: column 'slug' is missing"),
    ("slug,name_zh,source\n", "regions.csv:1: column 'name_en' is missing"),
    ("slug,name_zh,name_en,colour,source\n", "regions.csv:1: unknown column 'colour'"),
    ("slug,slug,name_zh,name_en,source\n", "regions.csv:1: column 'slug' stands there 2 times"),
    ("\ufeff" + HEAD, "regions.csv:1: the file begins with a byte order mark"),
    (HEAD + "a,甲,A,x\na,甲,B,x\n", "regions.csv:3: key 'a' stands already in line 2"),
    (HEAD + "b,甲,A,x\na,甲,B,x\n", "regions.csv:3: 'a' must stand before 'b'"),
    (HEAD + ",甲,A,x\n", "regions.csv:2: the key 'slug' is empty"),
    (HEAD + " ,甲,A,x\n", "regions.csv:2: the key 'slug' is empty"),
    (HEAD + "a,甲,A,\n", "regions.csv:2: 'a' has no source"),
    (HEAD + "a,甲,A\n", "regions.csv:2: 3 cells where the header has 4"),
    (HEAD + "a,甲,A,x,y\n", "regions.csv:2: 5 cells where the header has 4"),
    (HEAD + "a,甲,A,x\n\nb,甲,B,y\n", "regions.csv:3: 0 cells where the header has 4"),
    (HEAD + 'a,甲,A,x\nb,甲,"B,y\n', "regions.csv:3: not well-formed CSV"),
    (HEAD + 'a,甲,"A"B,y\n', "regions.csv:2: not well-formed CSV"),
    (HEAD + f"a,甲,{'A' * 200_000},y\n", "regions.csv:2: not well-formed CSV (field larger"),
    ("x" * 200_000 + "\n", "regions.csv:1: "),
])
def test_a_faulty_table_is_refused_by_file_and_line(text: str, says: str) -> None:
    with pytest.raises(TableError) as refused:
        tables.parse("regions", text, "regions.csv")
    assert says in str(refused.value)
    assert len(str(refused.value)) < 600


@pytest.mark.hardening
def test_a_table_of_more_rows_than_there_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = HEAD + "".join(f"a{n:06},甲,A,x\n" for n in range(tables.MOST_ROWS))
    assert len(tables.parse("regions", rows, "regions.csv")) == tables.MOST_ROWS
    with pytest.raises(TableError, match=r"regions\.csv:50002: more than the 50,000 rows that a table may have"):
        tables.parse("regions", rows + "b,甲,B,x\n" * 1_000_000, "regions.csv")
    with (tmp_path / "regions.csv").open("wb") as file:
        file.truncate(4_000_000_000)
    with pytest.raises(TableError, match="4,000,000,000 bytes, more than the 20,000,000"):
        Tables(tmp_path).rows("regions")


@pytest.mark.parametrize(("data", "line"), [("slug,name_en,name_zh,source\na,甲,,x\n".encode("gb18030"), 2),
                                            (HEAD.encode("utf-16"), 1)])
def test_a_table_in_another_encoding(data: bytes, line: int, tmp_path: Path) -> None:
    (tmp_path / "concepts.csv").write_bytes(data)
    with pytest.raises(TableError, match=rf"concepts\.csv:{line}: not UTF-8 at byte \d+; save it as UTF-8"):
        Tables(tmp_path).rows("concepts")


def test_a_folder_where_a_table_should_be(tmp_path: Path) -> None:
    (tmp_path / "concepts.csv").mkdir()
    with pytest.raises(TableError, match="cannot be read"):
        Tables(tmp_path).rows("concepts")


@pytest.mark.parametrize("name", [".*", "(a+)+$", "[", "\\", "(?i)x", "^$", "a{1,9}", "|"])
def test_names_are_words_not_regular_expressions(name: str, tmp_path: Path) -> None:
    """A table may separate names by a stroke; whatever else a name is made of stands for itself."""
    folder = tmp_path / "tables"
    shutil.copytree(paths.tables(), folder)
    places = folder / "places.csv"
    head, _, rest = places.read_text(encoding="utf-8").partition("\n")
    places.write_text(f'{head}\n{_row(head, name)}\n{rest}', encoding="utf-8")
    index = NameIndex(Tables(folder), "en")
    found = index.find(fold(f"in {name} and aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!").text)
    ours = [mention for mention in found if any(meant.iri.endswith("/place/aaa") for meant in mention.names)]
    length = len(fold(name).text)  # an asterisk behind a sign is the mark of a note, and folding sets it aside
    assert [(mention.start, mention.end) for mention in ours] == ([(3, 3 + length)] if name != "|" else [])


def _row(head: str, name: str) -> str:
    cells = {"slug": "aaa", "name_en": name, "source": "a test"}
    return ",".join(f'"{cells.get(column, "")}"' for column in head.split(","))


# ---- language files

LANGUAGE = '[language]\ncode = "zh"\n'


@pytest.mark.parametrize(("text", "says"), [
    ("[language\n", "x.toml:1: not well-formed TOML"),
    (LANGUAGE + '[layout]\nannex = "甲\n', "x.toml:4: not well-formed TOML"),
    (LANGUAGE + '[layout]\nannex = ["甲"\n\n\n', "x.toml:7: not well-formed TOML"),
    (LANGUAGE + "[layout]\na = 1\na = 2\n", "x.toml:5: not well-formed TOML"),
    ("a = " + "[" * 5_000, "x.toml:1: not well-formed TOML"),
    (LANGUAGE + "[numbers.words]\na = " + "9" * 5_000, "x.toml:1: not well-formed TOML"),
    ("language = 3\n", "must give the language's code"),
    ("[layout]\n", "must give the language's code"),
    (LANGUAGE + "[colours]\n", "x.toml: unknown section [colours]"),
    (LANGUAGE + '[layout]\nterminators = 5\n', "x.toml:4: [layout] terminators must be a string"),
    (LANGUAGE + '[layout]\nannex = ["", "甲"]\n', "x.toml:4: [layout] annex must be a list of strings, none of them empty"),
    (LANGUAGE + '[lists]\njoiners = [""]\n', "x.toml:4: [lists] joiners must be a list of strings"),
    (LANGUAGE + '[dates]\nforms = ["{Y}年{Y}"]\n', "x.toml:4: [dates] forms has '{Y}年{Y}'"),
    (LANGUAGE + '[dates]\nforms = ["{"]\n', "x.toml:4: [dates] forms has '{'"),
    (LANGUAGE + '[dates]\nmonths = ["May"]\n', "x.toml:4: [dates] months must be a table of whole numbers"),
    (LANGUAGE + '[numbers]\ndigits = { "十二" = 12 }\n', "x.toml:4: [numbers] digits must give the values of single"),
    (LANGUAGE + '[persons]\nunknown_name = "("\n', "x.toml:4: [persons] unknown_name is no regular expression"),
    (LANGUAGE + '[references]\nrule = ["第{n:nothing}条"]\n', "x.toml:4: [references] rule: unknown slot type 'nothing'"),
    (LANGUAGE + '[adverbial]\nrule = ["<依照{text}"]\n', "x.toml:4: [adverbial] rule: '<' is never closed"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = "会议{x:nothing}"\n', "x.toml:3: unknown slot type 'nothing'"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = "会议<通过"\n', "x.toml:3: '<' is never closed"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = "会议>通过"\n', "x.toml:3: '>' closes nothing"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = "会议{通过"\n', "x.toml:3: a brace that is no slot"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = 7\n', "x.toml:3: the sentence of DEC-03 must be a string"),
    ('rules = 3\n' + LANGUAGE, "x.toml: rules are written as [[rules.ID]]"),
    (LANGUAGE + '[[rules.DEC-03]]\nsentence = "' + "甲" * 9_000 + '>"\n', "x.toml:3: '>' closes nothing"),
    (LANGUAGE + '[rules]\nDEC-03 = [1]\n', "x.toml: write [[rules.DEC-03]]"),
])
def test_a_broken_language_file_is_refused_by_file_and_line(text: str, says: str) -> None:
    def compiled() -> None:
        language = languages.parse(text, "x.toml")
        grammar(language)
        patterns(language)

    with pytest.raises(PatternError) as refused:
        compiled()
    assert says in str(refused.value)
    assert len(str(refused.value)) < 1_000


def test_a_language_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_bytes(LANGUAGE.encode() + '[layout]\nannex = ["附件"]\n'.encode("gb18030"))
    with pytest.raises(PatternError, match=r"zh\.toml:4: not UTF-8 at byte \d+"):
        languages.load("zh", tmp_path)


def test_the_shipped_language_files_are_of_the_shape_they_must_have() -> None:
    for code in languages.available():
        language = languages.load(code)
        assert re.fullmatch(rf"{code}\.toml:\d+: \[references\] rule", language.place("references", "rule"))


# ---- Turtle

@pytest.mark.parametrize("line", [1, 2, 17, 400])
@pytest.mark.parametrize("fault", ["<a:a> <a:b> .", "nonsense", "<a:a> <a:b> \"x .", "<a:a> <a:b> <a b> .",
                                   "x:y a x:z .", "<a:a> <a:b> \"\\u00\" ."])
def test_turtle_with_a_fault_is_refused_by_file_and_line(line: int, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<a:a> <a:b> <a:c> .\n" * (line - 1) + fault + "\n", encoding="utf-8")
    for reader in (read_turtle, lambda path: load([path])):
        with pytest.raises(TreatyGraphError, match=rf"graph\.ttl:({line}|{line + 1}): not well-formed"):
            reader(file)


def test_bytes_that_are_no_turtle(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    for data in (bytes(range(256)), b"\xff\xfe<\x00a\x00", b"\x00" * 1000):
        file.write_bytes(data)
        with pytest.raises(TreatyGraphError, match=r"graph\.ttl"):
            load([file])
    file.write_bytes(b"")
    assert isinstance(load([file]), Store)
