"""Reads the English reports written for tests and compares them with what was written down by hand beside them.

Every line of a `reports/*.facts.csv` is accounted for: by a check for its kind (lists, documents, agenda items,
speakers, measures, acts of the declaration), or by an entry of `reports/*.expected.toml`, which gives triples in the
short hand of test_reading_rules.py, or says why the line is not read. What is not read must be reported as unread, or
its words be kept as a mention or within what another fact quotes. The report of 2021 is compared with the Chinese one.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from copies import Facts, differences, facts
from test_reading_rules import Graph, prefixes
from texts import SYMBOL, read_text, report_text

from treatygraph import iris
from treatygraph.convert.conversion import convert
from treatygraph.facts import (
    Act,
    AgendaItem,
    Document,
    Listing,
    Participation,
    Provision,
    Record,
    Statement,
    StatusAssertion,
)
from treatygraph.model import Iri
from treatygraph.reading.engine import ReadReport

Kind = TypeVar("Kind", bound=Record)
FOLDER = Path(__file__).with_name("reports")


@dataclass(frozen=True)
class Report:
    year: str
    symbol: str
    file: str

    @property
    def text(self) -> str:
        return (FOLDER / self.file).read_text(encoding="utf-8")

    @property
    def read(self) -> ReadReport:
        return read_file(self)

    @property
    def prefixes(self) -> dict[str, str]:
        return prefixes(self.symbol)

    def rows(self, kind: str) -> list[dict[str, str]]:
        return csv_rows(FOLDER / f"ctbt-{self.year}.{kind}.csv")

    def provision(self, paragraph: str) -> Iri:
        """Return the part of the report that the paragraph column of the expectations means."""
        document = iris.document(self.symbol)
        if paragraph.startswith("annex/list/"):
            return Iri(f"{document}/{paragraph}")
        annex, slash, number = paragraph.rpartition("/")
        return Iri(f"{document}/{annex}{slash}paragraph/{number}")

    def words(self, record: Record) -> str:
        return self.read.reading.source.quote(record.evidence[0])


@cache
def read_file(report: Report) -> ReadReport:
    return read_text(report.text, report.symbol, "en")


@cache
def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REPORTS = (Report("1999", "CTBT-Art.XIV/1999/5", "ctbt-1999.flat.en.txt"),
           Report("2001", "CTBT-Art.XIV/2001/6", "ctbt-2001.en.txt"),
           Report("2021", SYMBOL, "ctbt-2021.en.txt"))
BY_YEAR = pytest.mark.parametrize("report", REPORTS, ids=[report.year for report in REPORTS])


# ---- who took part


@BY_YEAR
def test_participants(report: Report) -> None:
    found = [(iris.local(r.stated_in or "").rpartition("/")[2], (r.capacity or "").rpartition("#")[2], iris.local(r.participant or ""),
              report.words(r)) for r in of_kind(report, Participation)]
    wanted, unknown = [], []
    for row in report.rows("participants"):
        written = row["name_as_written"]
        known = row["iso3"] or ORGANIZATIONS.get(written, "")
        if written in UNPARTED:
            continue
        wanted.append((row["paragraph"], row["capacity"], known or written.replace("'", "’").replace(" ", "%20"), written))
        unknown += [] if known else [written]
    assert found == wanted
    reported = [finding.words for finding in report.read.findings if finding.kind == "unidentified-organization"]
    assert reported == unknown
    together = " and ".join(UNPARTED)
    assert [f.words for f in report.read.findings if f.kind == "unknown-name"] == [together] * (report.year == "2001")


# Two names that no table knows, and twice the word that may part them: one of them, or two, or three?
UNPARTED = ("Quiet Earth Coalition", "Verification Research and Training Association")


ORGANIZATIONS = {
    "European Union": "european-union", "European Commission": "european-commission",
    "International Atomic Energy Agency": "iaea", "League of Arab States": "league-of-arab-states",
    "World Meteorological Organization": "wmo", "Organization of African Unity": "organization-of-african-unity",
    "Agency for the Prohibition of Nuclear Weapons in Latin America and the Caribbean": "opanal",
}


@BY_YEAR
def test_participants_stand_where_they_are_said_to_stand(report: Report) -> None:
    text = report.read.reading.source.text
    names = {row["name_as_written"] for row in report.rows("participants")}
    for record in report.read.records:
        if isinstance(record, Participation):
            span = record.evidence[0]
            assert text[span.start : span.end] in names
            assert not text[span.start - 1].isalnum()
            assert not text[span.end].isalnum()


# ---- lines of the facts files, by kind


@cache
def of_kind(report: Report, kind: type[Kind]) -> list[Kind]:
    """Return the records of a kind."""
    return [record for record in report.read.records if isinstance(record, kind)]


def quoted(fact: str) -> list[str]:
    """Return what stands in double quotes."""
    return re.findall(r'"([^"]*)"', fact)


def starts_in(report: Report, provision: Iri, words: str) -> list[Record]:
    """Return the records of a provision whose evidence holds the first words of a quotation."""
    text = report.read.reading.source.text
    at = text.find(words)
    assert at >= 0, words
    found = []
    while at >= 0:
        found += [r for r in report.read.records if getattr(r, "stated_in", None) == provision
                  and any(span.start <= at < span.end for span in r.evidence)]
        at = text.find(words, at + 1)
    return found


def agenda_item(report: Report, _paragraph: str, match: re.Match[str]) -> bool:
    iri = iris.agenda_item(report.read.reading.conference.iri, match.group(1))
    return any(r.iri == iri and r.label and r.label.text == match.group(2)
               for r in report.read.records if isinstance(r, AgendaItem))


def document(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    symbols, title = match.groups()
    first, _, second = symbols.rstrip("*").partition(" and ")
    wanted = [first, *([second if "/" in second and second.count("/") > 1 else _beside(first, second)] if second else [])]
    listed = {r.listed for r in report.read.records
              if isinstance(r, Listing) and r.in_list == report.provision(paragraph)}
    titled = {r.iri for r in of_kind(report, Document) if r.title and r.title.text == title}
    return all(iris.document(symbol) in listed and iris.document(symbol) in titled for symbol in wanted)


def _beside(first: str, second: str) -> str:
    """Expand "…/WP.1 and WP.1/Rev.1" and "…/3 and Corr.1": what is joined replaces, or adds to, the last part."""
    stem, _, last = first.rpartition("/")
    return f"{stem}/{second}" if second.startswith(last) else f"{first}/{second}"


def speaker(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    item = iris.agenda_item(report.read.reading.conference.iri, match.group(1))
    name = match.group(2).removeprefix("the ")
    return any(r.stated_in == report.provision(paragraph) and item in r.under_items
               and report.words(r).removeprefix("the ") == name for r in of_kind(report, Statement))


def measure(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    provision = report.provision(paragraph)
    return any(r.iri == provision and r.subclass == "Measure" and r.text is not None
               and r.text.text.rstrip(";. ") == match.group(1) for r in of_kind(report, Provision))


def operative_words(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    provision = report.provision(paragraph)
    told = [report.words(r).lower() for r in report.read.records
            if isinstance(r, Act) and r.stated_in == provision]
    return all(any(words.strip().lower() in one for one in told) for words in match.group(1).split(";"))


def act(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    return any(isinstance(r, Act) for r in starts_in(report, report.provision(paragraph), match.group(1)))


def listing(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    """The name is listed, and has the status that the list ascribes."""
    provision, name = listed_in(report, paragraph), match.group(1).removeprefix("the ")
    rows = [r for r in of_kind(report, Listing) if r.in_list == provision
            and report.words(r).removeprefix("the ") == name]
    status = STATUS[paragraph]
    return len(rows) == 1 and (status is None or any(
        r.state == rows[0].listed and (r.status or "").endswith(f"#{status}") for r in of_kind(report, StatusAssertion)))


STATUS = {"annex/list/A": "Ratified", "annex/list/B": None, "annex/list/B.1": "Ratified",
          "annex/list/B.2": "SignedNotRatified", "annex/list/B.3": "NotSigned"}


def listed_in(report: Report, paragraph: str) -> Iri:
    """In 1999 the lists under B stand in the paragraphs of the appendix."""
    if report.year == "1999" and "B." in paragraph:
        return Iri(f"{iris.document(report.symbol)}/annex/appendix/paragraph/{paragraph[-1]}")
    return report.provision(paragraph)


def counted(report: Report, paragraph: str, match: re.Match[str]) -> bool:
    """A number that nobody prints: as many were read."""
    provision = report.provision(paragraph)
    many = [r for r in report.read.records if (isinstance(r, Listing) and r.in_list == provision)
            or (isinstance(r, Participation | Statement) and r.stated_in == provision)]
    unknown = [f for f in report.read.findings if f.kind == "unknown-name" and f"paragraph {paragraph}" in f.message]
    return len(many) + len(unknown) == int(match.group(1)) or "organizations" in match.group(0)


KINDS = (
    (r'Agenda item (\d+(?:\([a-z]\))?): "(.*)"', agenda_item),
    (r'Document before the Conference: "(.*)", titled "(.*)"', document),
    (r'Statement under item (\d+) by "(.*)"', speaker),
    (r'Measure \([a-z]\): "(.*)"', measure),
    (r"Operative words of measure \([a-z]\): (.*)", operative_words),
    (r'(?:Act|Declaration act): [^"]*"(.*)"', act),
    (r'List [A-Z0-9.]+: "([^"]*)".*', listing),
    (r"Count \((?:not stated, counted|counted from the list)\): (\d+) .*", counted),
)


def by_kind(report: Report) -> Iterator[tuple[str, str, bool]]:
    """Yield each line of the facts file that a kind reads, and whether it is in what was read."""
    for row in report.rows("facts"):
        for pattern, check in KINDS:
            if match := re.fullmatch(pattern, row["fact"]):
                yield row["paragraph"], row["fact"], check(report, row["paragraph"], match)
                break


@BY_YEAR
def test_lists_documents_items_speakers_and_measures(report: Report) -> None:
    lines = list(by_kind(report))
    assert len(lines) > 150
    assert [line for line in lines if not line[2]] == []


@BY_YEAR
def test_lists_stand_in_their_order(report: Report) -> None:
    for paragraph in STATUS:
        wanted = [quoted(row["fact"])[0] for row in report.rows("facts")
                  if row["paragraph"] == paragraph and row["fact"].startswith("List ")]
        rows = sorted((r.position or 0, report.words(r)) for r in report.read.records
                       if isinstance(r, Listing) and r.in_list == listed_in(report, paragraph))
        assert [name.removeprefix("the ") for _, name in rows] == [name.removeprefix("the ") for name in wanted]


# ---- the other lines, by hand


@dataclass(frozen=True)
class Expected:
    """What a line of a facts file, told by its paragraph and its first words, must lead to."""

    at: str
    says: str
    expect: tuple[str, ...] = ()
    unread: str = ""


@cache
def expected(year: str) -> tuple[Expected, ...]:
    data = tomllib.loads((FOLDER / f"ctbt-{year}.expected.toml").read_text(encoding="utf-8"))
    return tuple(Expected(row["at"], row["says"], tuple(row.get("expect", ())), row.get("unread", ""))
                 for row in data["fact"])


BY_HAND = [(report, entry) for report in REPORTS[:2] for entry in expected(report.year)]


@pytest.mark.parametrize("report", REPORTS[:2], ids=[report.year for report in REPORTS[:2]])
def test_every_line_is_accounted_for_once(report: Report) -> None:
    kinds = {(paragraph, fact) for paragraph, fact, _ in by_kind(report)}
    for row in report.rows("facts"):
        line = (row["paragraph"], row["fact"])
        if line not in kinds:
            entries = [e for e in expected(report.year) if e.at == line[0] and line[1].startswith(e.says)]
            assert len(entries) == 1, line


@pytest.mark.parametrize(("report", "entry"), BY_HAND, ids=[f"{r.year}-{e.at}-{e.says[:40]}" for r, e in BY_HAND])
def test_line(report: Report, entry: Expected) -> None:
    row = next(row for row in report.rows("facts") if row["paragraph"] == entry.at and row["fact"].startswith(entry.says))
    if entry.unread:
        assert not entry.expect
        kept = [words for words in quoted(row["fact"]) if not is_kept(report, words)]
        assert quoted(row["fact"])
        assert not kept, "neither reported as unread, nor a mention, nor quoted by another fact"
        return
    assert entry.expect
    graph = graph_of(report)
    missing = [f"{line}\n{graph.about(line, report.prefixes)}" for line in entry.expect
               if not graph.holds(line, report.prefixes)]
    assert not missing, "not in the graph:\n" + "\n".join(missing)


@cache
def graph_of(report: Report) -> Graph:
    return Graph(report.read)


def is_kept(report: Report, words: str) -> bool:
    """Tell whether words are reported, mentioned, or quoted by a fact other than the text of the paragraph itself."""
    text = report.read.reading.source.text
    start = text.find(words)
    spans = [finding.place.span for finding in report.read.findings]
    spans += [mention.span for mention in report.read.mentions]
    spans += [span for record in report.read.records if not isinstance(record, Provision) for span in record.evidence]
    return start >= 0 and any(span.start < start + len(words) and start < span.end for span in spans)


# ---- the same report in two languages

# What the English words of our own do not say as the Chinese ones do: IRIs (their beginnings), and why.
OTHERWISE = {
    "conference/ctbt-art-xiv-2021/post/Abdullah%20Shahid/": "spelt as the Chinese text spells him the second time",
    "conference/ctbt-art-xiv-2021/post/abdulla-shahid/": "the same: his second mention is another name here",
    "conference/ctbt-art-xiv-2021/statement/Abdullah%20Shahid": "the same",
    "conference/ctbt-art-xiv-2021/statement/abdulla-shahid": "the same",
    "document/CTBT-Art.XIV/2021/6/person/Abdullah%20Shahid": "the same",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(a)/act/spare-no-effort": "goes on to encouraging in one clause",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(d)/act/establish": "'coordinators in various regions'",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(a)/act/encourage": "more States are not addressed, but signatures",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(c)/act/encourage/ratifying-states": "more States are not named",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(k)/act/request/": "'States' for 各国",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/2/act/express-support/2": "the opening for signature is a noun here",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/2/act/reaffirm": "the treaty's full name stands in the conference's",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/4/act/welcome/2": "'progress' names no States",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/6/act/note": "'noting' for 指出",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/6/act/point-out": "the same",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/7/act/note/2": "the same",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/7/act/point-out": "the same",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/8/act/welcome": "'States' for 各国",
    "document/CTBT-Art.XIV/2021/6/annex/paragraph/9/act/note-with-": "'with satisfaction' for 赞赏地",
    "document/CTBT-Art.XIV/2021/6/en": "the English version",
    "document/CTBT-Art.XIV/2021/6/zh": "the Chinese version",
    "document/CTBT-Art.XIV/2021/WP.1": "'Draft Final Declaration' says what it is",
}


def without_order(found: Facts) -> Facts:
    """Lists are sorted by their language's names."""
    return {iri: frozenset(pair for pair in says if pair[0] != "position" or "/listing/" not in iri)
            for iri, says in found.items()}


def test_english_and_chinese_give_the_same_facts() -> None:
    chinese, english = (without_order(facts(one)) for one in (read_text(report_text()), REPORTS[2].read))
    told = [line for line in differences(english, chinese) if not line.split()[1].startswith(tuple(OTHERWISE))]
    assert told == []
    assert len(english) > 1000


def test_every_difference_that_is_explained_exists() -> None:
    chinese, english = (without_order(facts(one)) for one in (read_text(report_text()), REPORTS[2].read))
    lines = [line.split()[1] for line in differences(english, chinese)]
    assert [iri for iri in OTHERWISE if not any(line.startswith(iri) for line in lines)] == []




# ---- the same report as it is copied out of pages


def test_text_copied_out_of_pages_gives_the_same_facts() -> None:
    """Hard-wrapped lines, words broken at line ends and page furniture, put together again by convert."""
    flat = REPORTS[0]
    text = convert(FOLDER / "ctbt-1999.en.txt", rejoin=True).text
    assert differences(facts(read_text(text, flat.symbol, "en")), facts(flat.read)) == []
