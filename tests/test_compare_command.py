"""`treatygraph compare` and the build of several language versions, as a user calls them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import command
import pytest
from copies import replaced
from pyoxigraph import NamedNode
from texts import REPORT, SYMBOL, report_text

from treatygraph import building, iris
from treatygraph.compare.collation import FINDING
from treatygraph.graph.assemble.terms import Triples
from treatygraph.graph.store import hold
from treatygraph.model import PartialDate, Severity, Span, TreatyGraphError
from treatygraph.paths import graph
from treatygraph.reason.validate import validate
from treatygraph.tables import shipped
from treatygraph.vocab import DERIVED_FROM, QUOTED_FROM, START_DATE, TYPE, tg

ENGLISH = Path(__file__).parent / "reports" / "ctbt-2021.en.txt"
C = f"{iris.ID}conference/ctbt-art-xiv-2021"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return command.run("compare", *arguments)


def refused(*arguments: str) -> str:
    done = run(*arguments)
    assert done.returncode == 2, done
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the Chinese report with another number of facilities; it does not say which report it is."""
    path = tmp_path / "copy.txt"
    path.write_text(replaced(report_text(), "302", "303"), encoding="utf-8")
    return path


def test_a_changed_copy_with_the_original(copy: Path) -> None:
    """The copy has no symbol in its header: it is taken for a version of what it is compared with."""
    done = run(str(copy), str(REPORT))
    assert done.returncode == 1, done.stderr
    assert "count-statement, different" in done.stdout
    assert f"{copy}:108:166  “303”" in done.stdout
    assert f"{REPORT}:108:166  “302”" in done.stdout
    assert "value: 303 in A, 302 in B" in done.stdout


def test_kinds_and_json(copy: Path) -> None:
    done = run(str(REPORT), f"{copy}:zh", "--kind", "participation", "--kind", "count-statement", "--json")
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert found["counts"]["participation"] == {"same": 89, "only in A": 0, "only in B": 0, "different": 0,
                                                "not read": 0}
    (variant,) = found["variants"]
    assert variant["differences"] == [{"property": tg("value"), "a": ["302"], "b": ["303"]}]
    for side, words in (("a", "302"), ("b", "303")):
        assert (variant[side]["line"], variant[side]["column"], variant[side]["words"]) == (108, 166, words)
        text = replaced(report_text(), "302", words)
        assert text[variant[side]["start"] : variant[side]["end"]] == words


def test_what_is_the_same_ends_with_0(copy: Path) -> None:
    done = run(str(REPORT), str(copy), "--kind", "participation")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("the same\n")


def test_a_graph_with_a_text(copy: Path) -> None:
    """Of a graph, places are known where sources.csv names its text."""
    done = run(str(graph() / f"{REPORT.stem}.ttl"), str(copy))
    assert done.returncode == 1, done.stderr
    assert f"{REPORT.name}:108:166  “302”" in done.stdout
    assert done.stdout.count("different: ") == 1
    assert run(str(graph()), str(graph() / f"{REPORT.stem}.ttl")).returncode == 0


def test_what_cannot_be_compared(copy: Path, tmp_path: Path) -> None:
    assert "give --symbol" in refused(str(copy), str(copy))
    assert "no kind 'dance'" in refused(str(REPORT), str(copy), "--kind", "dance")
    other = ENGLISH.with_name("ctbt-2001.en.txt")
    assert "no versions of one report" in refused(str(REPORT), str(other))
    assert "cannot be read" in refused(str(REPORT), str(tmp_path / "none.txt"))
    table = tmp_path / "mine.ttl"
    table.write_text("<http://example.org/a> <http://example.org/b> 1 .", encoding="utf-8")
    assert "nothing to compare" in refused(str(REPORT), str(table))
    table.write_text("<a", encoding="utf-8")
    assert "mine.ttl:1" in refused(str(REPORT), str(table))


# ---- several versions, one graph


@cache
def two_versions() -> building.Build:
    """The Chinese report, and an English version with a State less, another number and another first day."""
    folder = Path(tempfile.mkdtemp())
    text = ENGLISH.read_text(encoding="utf-8")
    text = text.replace("Croatia, Cuba,", "Croatia,", 1)
    text = replaced(text, "302 [‡] certified", "303 [‡] certified")
    text = replaced(text, "\n23-24 September 2021\n", "\n22-24 September 2021\n")
    english = folder / "english.txt"
    english.write_text(text, encoding="utf-8")
    tables = shipped()
    sources = [building.source(str(REPORT), tables), building.source(str(english), tables, SYMBOL)]
    assert [source.language for source in sources] == ["zh", "en"]
    return building.build(sources, tables, tables_are_valid=True)


def test_a_fact_has_the_evidence_of_both_versions() -> None:
    store = hold(two_versions().graphs)
    spans = {quad.object.value for quad in store.quads_for_pattern(NamedNode(f"{C}/participation/ITA"),
                                                                   NamedNode(DERIVED_FROM), None, None)}
    versions = {span.partition("#")[0].rpartition("/")[2] for span in spans}
    assert versions == {"zh", "en"}
    query = f"SELECT ?words {{ <{C}/participation/ITA> <{DERIVED_FROM}> ?span . ?span <{tg('quote')}> ?words }}"
    words = {row["words"].value for row in store.query(query, use_default_graph_as_union=True)}
    assert {"意大利", "Italy"} <= words


def test_both_statements_stay() -> None:
    store = hold(two_versions().graphs)
    dates = {quad.object.value for quad in store.quads_for_pattern(NamedNode(C), NamedNode(START_DATE), None, None)}
    assert dates == {"2021-09-23", "2021-09-22"}


def test_a_disagreement_of_versions_is_a_warning_and_no_violation() -> None:
    built = two_versions()
    assert [result for result in built.validation.results if result.severity == Severity.VIOLATION] == []
    assert all(finding.severity is Severity.WARNING for finding in built.disagreements)


@pytest.mark.parametrize(("languages", "severity"), [(("zh", "en"), "Warning"), (("zh", "zh"), "Violation")])
def test_two_values_are_a_violation_unless_two_versions_give_them(languages: tuple[str, str], severity: str) -> None:
    document = iris.document(SYMBOL)
    given = Triples()
    given.link(C, TYPE, tg("Conference"))
    for language, day in zip(languages, ("2021-09-22", "2021-09-23"), strict=True):
        expression = iris.expression(document, language)
        span = iris.span(expression, Span(int(day[-2:]), int(day[-1:]) + 30))
        given.say(C, START_DATE, PartialDate(day))
        given.link(C, DERIVED_FROM, span)
        given.link(span, QUOTED_FROM, expression)
        given.link(expression, tg("expressionOf"), document)
    results = [result for result in validate([given]).results if result.path == START_DATE]
    assert [(result.focus, result.severity) for result in results] == [(C, severity)]


@pytest.mark.parametrize(("what", "place", "words", "other", "quoted"), [
    ("participation/CUB", (18, 135), "古巴", (18, 4), "The following States"),
    ("certified-monitoring-facilities-303", (108, 166), "302", (108, 584), "303"),
    ("startDate is 2021-09-23 here, 2021-09-22 there", (10, 1), "2021年9月23日至24日", (10, 1),
     "22-24 September 2021"),
])
def test_a_warning_names_both_places(what: str, place: tuple[int, int], words: str, other: tuple[int, int],
                                     quoted: str) -> None:
    found = [finding for finding in two_versions().disagreements if what in finding.message]
    assert len(found) == 1
    (finding,) = found
    assert (finding.kind, finding.place.line, finding.place.column, finding.words) == (FINDING, *place, words)
    (related,) = finding.related
    assert Path(finding.place.file).name == REPORT.name
    assert (Path(related.file).name, related.line, related.column) == ("english.txt", *other)
    assert quoted in finding.message


def test_findings_json_has_them() -> None:
    records = [record for record in building.findings_json(two_versions()) if record["kind"] == FINDING]
    assert {"file": "english.txt", "line": 108, "column": 584} in [r["related"][0] for r in records]


def test_one_version_has_one_text(copy: Path) -> None:
    sources = [building.source(str(path), shipped(), SYMBOL) for path in (REPORT, copy)]
    with pytest.raises(TreatyGraphError, match="both given as the zh version"):
        building.build(sources, shipped(), tables_are_valid=True)
