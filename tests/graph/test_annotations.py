"""Spans as Web Annotations have the offsets and words of the graph, and bodies that the graph links to them."""

from __future__ import annotations

import json
from pathlib import Path

import built
from click.testing import CliRunner

from treatygraph import iris
from treatygraph.commands.annotations_command import write_annotations as command
from treatygraph.graph.web_annotations import CONTEXT, annotation_page

ZH = iris.ID + "document/CTBT-Art.XIV/2021/6/zh"


def test_an_annotation_written_by_hand() -> None:
    items = {item["id"]: item for item in annotation_page(built.store())["items"]}
    found = items[f"{ZH}/annotation/291-309/describing"]
    words = built.text_of().replace("\r\n", "\n")[291:309]
    assert found["type"] == "Annotation"
    assert found["target"] == {
        "id": f"{ZH}#char=291,309", "source": ZH,
        "selector": [{"type": "TextPositionSelector", "start": 291, "end": 309},
                     {"type": "TextQuoteSelector", "exact": words}]}
    assert iris.ID + "conference/ctbt-art-xiv-2019/office/President/heiko-maas" in found["body"]


def test_every_span_with_a_body_is_a_target_and_quotes_the_text() -> None:
    page = annotation_page(built.store())
    text = built.report().reading.source.text
    assert (page["@context"], page["type"]) == (CONTEXT, "AnnotationPage")
    assert len(page["items"]) > 1000
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert text[position["start"]:position["end"]] == quote["exact"]
        assert item["body"]
        assert item["motivation"] in {"identifying", "describing"}


def test_the_command_writes_what_the_function_returns(tmp_path: Path) -> None:
    folder, out = tmp_path / "graph", tmp_path / "annotations.jsonld"
    folder.mkdir()
    for name, data in built.build().files().items():
        if name.endswith(".zh.ttl"):
            (folder / name).write_bytes(data)
    done = CliRunner().invoke(command, ["--data", str(folder), "--out", str(out)])
    assert done.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == annotation_page(built.store())
    assert CliRunner().invoke(command, ["--data", str(folder)]).output == out.read_text(encoding="utf-8")
