"""What follows from several reports is drawn, and what they contradict each other in is told with both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import small_corpus as small
from pyoxigraph import RdfFormat, parse

from treatygraph import iris, vocab
from treatygraph.corpus.across import across
from treatygraph.corpus.ledger import Ledger
from treatygraph.corpus.standing import Standing
from treatygraph.tables import Tables
from treatygraph.vocab import tg

SERIES = iris.series("rivers")
TREATY = iris.thing("treaty/rivers")


def record(**given: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"sha256": "", "size": 0, "quads": 0, "converted": {}, "findings": [], "used": {}, "facts": [],
                             "claims": [], "symbols": [], "labels": [], "conferences": []}
    return empty | given


def fact(subject: str, predicate: str, value: str) -> tuple[str, str, str]:
    return f"<{subject}>", f"<{predicate}>", f"<{value}>" if value.startswith("http") else value


def conference(year: int, ordinal: int) -> list[tuple[str, str, str]]:
    this = iris.conference("rivers", year)
    return [fact(this, tg("inSeries"), SERIES), fact(this, tg("ordinal"), f'"{ordinal}"^^<{vocab.XSD}integer>')]


def action(state: str, kind: str, day: str) -> list[tuple[str, str, str]]:
    this = f"{TREATY}/action/{state}/{kind}"
    return [fact(this, vocab.TYPE, tg("TreatyAction")), fact(this, tg("state"), iris.state(state)),
            fact(this, tg("treaty"), TREATY), fact(this, tg("actionType"), tg(kind)),
            fact(this, vocab.DATE, f'"{day}"^^<{vocab.XSD}date>')]


def put_together(tmp_path: Path, tables: Path, *records: dict[str, Any]) -> tuple[set[str], list[dict[str, Any]]]:
    """Return the triples that follow, as text, and the findings."""
    ledger = Ledger(tmp_path)
    for number, one in enumerate(records, start=1):
        ledger.keep(iris.document(f"A/{number}"), "", "", one)
    given = Tables(tables)
    _, met, findings = across(ledger, Standing(given), given, {})
    ledger.close()
    quads = parse("\n".join(small.lines(met.data)).encode(), format=RdfFormat.N_QUADS)
    return {f"{q.subject} {q.predicate} {q.object}" for q in quads}, findings


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.small_tables(tmp_path_factory.mktemp("tables"))


def test_conferences_in_a_row(tmp_path: Path, tables: Path) -> None:
    follows, _ = put_together(tmp_path, tables, record(facts=conference(2021, 3)), record(facts=conference(2023, 4)),
                              record(facts=conference(2027, 6)))
    before = {line for line in follows if "previousConference" in line}
    assert before == {f"<{iris.conference('rivers', 2023)}> <{tg('previousConference')}> "
                      f"<{iris.conference('rivers', 2021)}>"}


def test_two_conferences_of_one_number_are_followed_by_none(tmp_path: Path, tables: Path) -> None:
    follows, _ = put_together(tmp_path, tables, record(facts=conference(2021, 3)), record(facts=conference(2022, 3)),
                              record(facts=conference(2023, 4)))
    assert not [line for line in follows if "previousConference" in line]


def test_reports_that_differ_are_both_named(tmp_path: Path, tables: Path) -> None:
    this = iris.conference("rivers", 2021)
    days = [fact(this, vocab.END_DATE, f'"2021-09-{day}"^^<{vocab.XSD}date>') for day in (24, 24, 25)]
    _, findings = put_together(tmp_path, tables, *(record(facts=[day]) for day in days))
    assert [(one["kind"], one["severity"], one["reports"], one["focus"]) for one in findings] == [
        ("reports-differ", "Warning", ["A/1", "A/2", "A/3"], this)]
    assert "2021-09-24" in findings[0]["message"]
    assert "2021-09-25" in findings[0]["message"]


def test_reports_that_agree_are_not_named(tmp_path: Path, tables: Path) -> None:
    this = iris.conference("rivers", 2021)
    same = fact(this, vocab.END_DATE, f'"2021-09-24"^^<{vocab.XSD}date>')
    assert put_together(tmp_path, tables, record(facts=[same]), record(facts=[same]))[1] == []


def test_a_status_that_reports_differ_in(tmp_path: Path, tables: Path) -> None:
    claims = [(f"{iris.document(f'A/{n}')}/status/x", TREATY, iris.state("KEN"), day, tg(status))
              for n, day, status in ((1, "2021-09-23", "Ratified"), (2, "2021-09-23", "SignedNotRatified"),
                                     (3, "2023-09-23", "NotSigned"))]
    _, findings = put_together(tmp_path, tables, *(record(claims=[claim]) for claim in claims))
    assert [(one["kind"], one["reports"]) for one in findings] == [("reports-differ", ["A/1", "A/2"])]


def test_an_action_one_report_tells_gives_a_status_that_another_contradicts(tmp_path: Path, tables: Path) -> None:
    claim = (f"{iris.document('A/2')}/status/x", TREATY, iris.state("KEN"), "2021-09-23", tg("NotSigned"))
    follows, findings = put_together(tmp_path, tables, record(facts=action("KEN", "Ratification", "2000-11-30")),
                                     record(claims=[claim]))
    status = f"{TREATY}/status/KEN/Ratified-2000-11-30"
    assert f"<{status}> <{tg('status')}> <{tg('Ratified')}>" in follows
    assert [one["kind"] for one in findings] == ["shape/RecordedStatusShape"]
    assert "NotSigned" in findings[0]["message"]
