"""RDF/XML that would swell or stall the reader is refused in one line; what honest tools write is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from treatygraph import cli
from treatygraph.graph.store import load, load_union
from treatygraph.model import TreatyGraphError
from treatygraph.serve.server import on_disk
from treatygraph.vocab import PREFIXES

pytestmark = pytest.mark.hardening

ROOT = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
END = "</rdf:RDF>"
NESTED = '<!DOCTYPE r [<!ENTITY e0 "xxxxxxxxxx">' + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 7)) + "]>"
TRIPLE = '<rdf:Description rdf:about="urn:a"><e:p>{}</e:p></rdf:Description>'
BOMB = NESTED + ROOT + TRIPLE.format("&e6;") + END

REFUSED = {
    "entities": (BOMB, ":1: a document type"),
    "entities-behind-a-mark": ("\ufeff" + BOMB, ":1: a document type"),
    "entities-in-the-third-line": ('<?xml version="1.0"?>\n<!-- x -->\n' + BOMB, ":3: a document type"),
    "small-letters": (BOMB.replace("DOCTYPE", "doctype"), ":1: not well-formed"),
    "entities-inside": (ROOT + NESTED + TRIPLE.format("&e6;") + END, ":1: not well-formed"),
    "entities-behind": (ROOT + END + NESTED, ":1: not well-formed"),
    "another-encoding": ('<?xml version="1.0" encoding="UTF-7"?>' + BOMB, ":1: a document type"),
    "outside": ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + ROOT + TRIPLE.format("&x;") + END, "a document type"),
    "deep": (ROOT + "<rdf:Description><e:p>" * 200_000, ":1: elements are nested more than 100 deep"),
    "attributes": (ROOT + "<rdf:Description " + " ".join(f'e:p{n}="x"' for n in range(100_000)) + "/>" + END,
                   ":1: an element has more than 200 attributes"),
    "namespaces": (ROOT + "".join("<rdf:Description " + " ".join(f'xmlns:n{d}x{n}="urn:{n}"' for n in range(190)) + "><e:p>"
                                  for d in range(3)), "more than 300 namespaces"),
    "no-xml": ("<rdf:RDF", ":1: not well-formed"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("read", [load, load_union], ids=["load", "union"])
def test_refused(name: str, read: object, tmp_path: Path) -> None:
    text, says = REFUSED[name]
    file = tmp_path / "x.rdf"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TreatyGraphError) as caught:
        read([file])  # type: ignore[operator]
    assert f"{file}:" in str(caught.value)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 500 + len(str(file))


def test_the_commands_refuse_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.rdf"
    file.write_text(BOMB, encoding="utf-8")
    for arguments in (["query", "CQ-01", "--data", str(file)], ["validate", str(file)],
                      ["load", str(tmp_path / "store"), "--data", str(file)], ["explain", "state/CZE", "--data", str(tmp_path)]):
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        told = capsys.readouterr().err
        assert (left.value.code, "a document type" in told, len(told.strip().splitlines())) == (2, True, 1), (arguments, told)
    with pytest.raises(TreatyGraphError, match="a document type"), on_disk([file]):
        pass


def test_what_honest_tools_write_is_read(tmp_path: Path) -> None:
    triples = [Triple(NamedNode("urn:s"), NamedNode("http://purl.org/dc/terms/title"), Literal("a < b & 会议", language="zh"))]
    file = tmp_path / "x.rdf"
    serialize(triples, str(file), RdfFormat.RDF_XML, prefixes=PREFIXES)
    assert [quad.triple for quad in load_union([file])] == triples
    deep = ROOT + "<rdf:Description><e:p>" * 40 + "x" + "</e:p></rdf:Description>" * 40 + END
    file.write_text(deep, encoding="utf-8")
    assert len(load_union([file])) == 40
