"""An answer of many rows: a table shows the first, and says of how many; what is for machines has them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from treatygraph import cli
from treatygraph.ask.asking import Answer
from treatygraph.ask.results import json_parts, to_json


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["query", *arguments])
    assert left.value.code == 0
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_a_table_shows_the_first_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, query = tmp_path / "x.nt", tmp_path / "x.rq"
    data.write_text("".join(f"<urn:s> <urn:p> <urn:o{n:04}> .\n" for n in range(1_200)), encoding="utf-8")
    query.write_text("SELECT ?o { ?s ?p ?o } ORDER BY ?o", encoding="utf-8")
    given = (str(query), "--data", str(data))
    out, err = asked(capsys, *given)
    assert "1200 rows, of which 1000 are shown; --rows 1200 shows all, --format csv writes them" in err
    assert out.count("urn:o") == 1_000
    out, err = asked(capsys, *given, "--rows", "1200")
    assert (out.count("urn:o"), err.strip()) == (1_200, "1200 rows")
    assert asked(capsys, *given, "--format", "csv")[0].count("urn:o") == 1_200
    assert len(json.loads(asked(capsys, *given, "--format", "json")[0])["results"]["bindings"]) == 1_200


@pytest.mark.parametrize("answer", [
    Answer(("a", "b"), ()),
    Answer(("a",), ((None,),)),
    Answer(("a", "b"), ((NamedNode("urn:x"), Literal('a "[]"\n会', language="zh")), (None, Literal("4")))),
])
def test_json_in_parts_is_laid_out_as_one(answer: Answer) -> None:
    parts = list(json_parts(answer))
    assert "".join(parts) == to_json(answer) == json.dumps(json.loads(to_json(answer)), ensure_ascii=False, indent=1)
    assert len(parts) == len(answer.rows) + 2
