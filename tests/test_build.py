"""The build is whole, reproducible to the byte, and every fact can be traced to its words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import built
import pytest
from pyoxigraph import NamedNode, Triple

from treatygraph import building, iris, paths
from treatygraph.graph.serialize import turtle
from treatygraph.graph.swapping import write_whole
from treatygraph.tables import shipped
from treatygraph.vocab import DERIVED_FROM, QUOTED_FROM, TYPE, tg

REPORT = "ctbt-art-xiv-2021-6.zh"


def instances(name: str, graph: str = REPORT) -> set[str]:
    wanted = NamedNode(tg(name))
    return {t.subject.value for t in built.build().graphs[graph] if t.predicate.value == TYPE and t.object == wanted}


def values(predicate: str, graph: str = REPORT) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for triple in built.build().graphs[graph]:
        if triple.predicate.value == predicate:
            found.setdefault(triple.subject.value, []).append(triple.object.value)
    return found


def test_status_assertions_are_170_5_and_3() -> None:
    statuses = Counter(values[0].removeprefix(iris.ONTOLOGY) for subject, values in values(tg("status")).items()
                       if subject in instances("StatusAssertion"))
    assert statuses == {"Ratified": 170, "SignedNotRatified": 5, "NotSigned": 3}


def test_a_second_list_is_second_evidence() -> None:
    """Algeria stands in list A and in list B.1: one claim, with the evidence of both."""
    evidence = values(DERIVED_FROM)[iris.thing("document/CTBT-Art.XIV/2021/6/status/ctbt/DZA/Ratified")]
    assert len(evidence) == 4  # the cell and the heading of either list


def test_annex_2_has_44_states() -> None:
    listed = values(tg("inList"))
    assert sum(iris.thing("treaty/ctbt/annex/2") in lists for lists in listed.values()) == 44


def test_participations_are_87_1_and_1() -> None:
    capacities = Counter(value[0].removeprefix(iris.ONTOLOGY) for value in values(tg("capacity")).values())
    assert capacities == {"RatifyingOrSignatoryState": 87, "OtherState": 1, "InvitedOrganization": 1}


def test_the_agenda_has_20_items() -> None:
    assert len(instances("AgendaItem")) == 20


def test_symbols() -> None:
    symbols = {value[0] for value in values(tg("symbol")).values()}
    own = {f"CTBT-Art.XIV/2021/{part}" for part in ("1", "1/Add.1", "2", "3", "4", "5", "6", "WP.1", "INF.1", "INF.2",
                                                    "INF.3", "INF.4", "INF.5", "INF.6")}
    assert symbols == own | {"CTBT-Art.XIV/2019/6", "A/RES/75/87", "A/RES/64/35", "S/RES/1887 (2009)"}


def test_stated_counts() -> None:
    stated = Counter(int(values(tg("value"))[count][0]) for count in instances("CountStatement"))
    # 25 years stand in the first and in the fourth paragraph of the declaration.
    assert stated == {185: 1, 170: 1, 44: 1, 36: 1, 8: 1, 3: 1, 302: 1, 6: 1, 25: 2}


def test_every_quote_is_the_stored_text() -> None:
    text = built.text_of()
    quotes, starts, ends = values(tg("quote")), values(tg("start")), values(tg("end"))
    assert len(quotes) > 700
    for span, quote in quotes.items():
        start, end = int(starts[span][0]), int(ends[span][0])
        assert quote == [text[start:end]]
        assert span.endswith(f"#char={start},{end}")
        assert values(QUOTED_FROM)[span] == [iris.thing("document/CTBT-Art.XIV/2021/6/zh")] if start < 60 else True


def test_everything_read_says_where_from_and_by_which_rule() -> None:
    derived, ruled = values(DERIVED_FROM), values(tg("byRule"))
    skipped = instances("TextSpan") | instances("ReadingRule")
    subjects = {t.subject.value for t in built.build().graphs[REPORT]} - skipped
    assert {s for s in subjects if s not in derived} == set()
    assert {s for s in subjects if s not in ruled} == set()


def test_no_blank_nodes() -> None:
    for stem, graph in built.build().graphs.items():
        for triple in graph:
            assert isinstance(triple.subject, NamedNode), stem
            assert type(triple.object).__name__ != "BlankNode", stem


def test_the_graph_has_no_violation() -> None:
    assert [r for r in built.build().validation.results if r.severity == "Violation"] == []


def test_committed_graph_is_what_a_build_gives() -> None:
    checkout = paths.checkout()
    assert checkout is not None
    for name, data in built.build().files().items():
        assert (paths.graph() / name).read_bytes() == data, f"{name} is stale: run `treatygraph build`"


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_reproducible_under_hash_seeds(seed: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "treatygraph", "build", str(built.REPORT), "--symbol", "CTBT-Art.XIV/2021/6",
               "--language", "zh", "--out", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, data in built.build().files().items():
        assert (tmp_path / name).read_bytes() == data, name


def test_order_of_texts_does_not_matter(tmp_path: Path) -> None:
    other = tmp_path / "other.zh.txt"
    front = built.text_of().partition("\n附件")[0]
    other.write_text(front.replace("2021年9月23日至24日", "2023年9月22日至23日"), encoding="utf-8")
    one, two = built.SOURCE, building.Source(other, "CTBT-Art.XIV/2023/6", "zh")
    forth, back = (building.build(pair, shipped(), tables_are_valid=True) for pair in ([one, two], [two, one]))
    assert {n: d for n, d in forth.files().items() if n != "findings.json"} == {
        n: d for n, d in back.files().items() if n != "findings.json"}


def test_turtle_is_sorted_and_stable() -> None:
    graph = built.build().graphs["persons"]
    assert turtle(graph) == turtle(sorted(graph, key=str, reverse=True))


def test_half_written_output_never_replaces_good_output(tmp_path: Path) -> None:
    write_whole(tmp_path, {"a.ttl": b"old"})

    class Full(bytes):
        pass

    with pytest.raises(Exception, match="cannot be written"):
        write_whole(tmp_path / "a.ttl", {"b.ttl": b"new"})
    assert (tmp_path / "a.ttl").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_findings_have_their_places() -> None:
    records = json.loads(built.build().files()["findings.json"])
    kinds = {record["kind"] for record in records}
    assert {"several-spellings", "absent-from-participants", "capital-measure", "received-and-adopted"} <= kinds
    for record in records:
        assert {"kind", "severity", "file", "line", "column", "words", "message"} <= set(record)
        if record["file"]:  # a shape may look at a row of a table, which is in no text
            assert record["words"], record
            line = built.text_of().split("\n")[record["line"] - 1]
            first = record["words"].split("\n")[0]
            assert line[record["column"] - 1 :].startswith(first), record


def test_tables_known_to_be_valid_change_no_result() -> None:
    """The comparisons see the tables whole; only the tables' own nodes are not looked at again."""
    quick = building.build([built.SOURCE], shipped(), tables_are_valid=True)
    assert set(quick.validation.results) == set(built.build().validation.results)


def test_what_shapes_cannot_see_is_told_from_their_words() -> None:
    from pyoxigraph import Literal

    from treatygraph.reason.shapes_graph import seen_predicates
    from treatygraph.reason.validate import shape_triples
    from treatygraph.vocab import SH

    seen = seen_predicates([t for t in shape_triples() if t.predicate.value != SH + "select"])
    assert seen is not None
    assert {TYPE, tg("participant"), tg("quote"), DERIVED_FROM} <= seen
    shape = NamedNode("https://example.org/shape")
    assert seen_predicates([Triple(shape, NamedNode(SH + "closed"), Literal(True))]) is None
    for query in ("SELECT $this WHERE { $this ?any ?value . }", "SELECT $this WHERE { $this a ?c ; ?any ?value }"):
        assert seen_predicates([Triple(shape, NamedNode(SH + "select"), Literal(query))]) is None
