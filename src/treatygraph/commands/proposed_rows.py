"""Proposes the rows by which the reports of a conference series are read: what a report's header gives, with its words,
and what the caller says.

Must not write a file, nor take anything for known: a person approves what is proposed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.find.fold import fold, lower
from treatygraph.find.numbers import NumberReader
from treatygraph.language.languages import Language
from treatygraph.model import Span, TreatyGraphError
from treatygraph.reading.engine import ReadReport
from treatygraph.tables import Tables

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KEYS = {"series": "slug", "treaties": "slug", "conferences": "key"}

_WORDS = """# Words of the conferences of {name}, added to those of the shipped language/{code}.toml.
# docs/patterns.md tells the language of wordings; `treatygraph audit --unread` lists the sentences none of them reads.

[language]
code = "{code}"

# What the body calls itself, where the shipped file has no such noun.
[layout]
bodies = [{bodies}]

# Offices that the reports name and the shipped file does not: words = "term of the ontology".
[lexicon.office]

# A wording of a rule, for example of who took part:
# [[rules.PAR-01]]
# sentence = "…: {{participants:states}}"
# capacity = "StateParty"
"""


@dataclass(frozen=True)
class Given:
    """What a caller says of a series; None for what is to be looked for in a report, or is not known."""

    name: str | None = None
    article: str | None = None
    treaty: str | None = None
    treaty_name: str | None = None
    treaty_short: str | None = None


@dataclass(frozen=True)
class Proposal:
    """A value for a column of a row; the words of the text it rests on, 0-based, end-exclusive, or None if given."""

    table: str
    key: str
    column: str
    value: str
    span: Span | None = None


def given_rows(slug: str, language: str, given: Given, tables: Tables) -> Iterator[Proposal]:
    """Yield what the caller says of the series `slug`, and of its treaty: a new one, or further names of a known one.

    Raises TreatyGraphError where names of a treaty are given without its slug, or a new treaty without its name.
    """
    if given.treaty is None and (given.treaty_name or given.treaty_short or given.article):
        raise TreatyGraphError("--treaty-name, --treaty-short and --article are of a treaty; say which with --treaty")
    known = given.treaty is None or tables.row("treaties", given.treaty) is not None
    if not known and not given.treaty_name:
        raise TreatyGraphError(f"the shipped tables have no treaty '{given.treaty}'; give its name with --treaty-name")
    for column, value in (("treaty", given.treaty), ("article", given.article), (f"name_{language}", given.name)):
        if value:
            yield Proposal("series", slug, column, value)
    for column, value in ((f"{'other' if known else 'name'}_{language}", given.treaty_name),
                          (f"short_{language}", given.treaty_short)):
        if value and given.treaty:
            yield Proposal("treaties", given.treaty, column, value)


def propose(read: ReadReport, slug: str, given: Given) -> list[Proposal]:
    """Return the rows for the series `slug` that a report's header gives: its names, days, nouns and symbols.

    What the caller gives counts before what the header says. The treaty is, where the caller does not say it, that
    of the tables which the name holds.
    """
    frame, report = read.reading.conference, read.reading.report
    language = report.identity.language
    found = list(given_rows(slug, language, given, report.tables))
    whole = frame.named_at
    printed = frame.name.text if frame.name else ""
    name, ordinal = _without_count(printed, report.language)
    if name and not given.name:
        found.append(Proposal("series", slug, f"name_{language}", name, whole))
    known = next((iris.local(one.iri) for mention in report.names.find(printed)
                  for one in mention.of_kind("treaty")), "")
    if known and not given.treaty:
        found.append(Proposal("series", slug, "treaty", known, whole))
    if frame.start and frame.end and frame.dated_at:
        key = f"{slug}-{frame.start.year}"
        found += [Proposal("conferences", key, column, value, at) for column, value, at in (
            ("series", slug, frame.dated_at), ("year", str(frame.start.year), frame.dated_at),
            ("ordinal", str(ordinal or ""), whole), ("start", frame.start.lexical, frame.dated_at),
            ("end", frame.end.lexical, frame.dated_at),
            ("report_symbol", report.identity.symbol, frame.dated_at)) if value]
    for noun in dict.fromkeys(noun for noun in (frame.noun, frame.organ_noun) if noun):
        found.append(Proposal(f"{language}.toml", "layout", "bodies", noun, whole))
    at = report.source.text.find(report.identity.symbol)
    if at >= 0:
        scheme = _YEAR.sub("{year}", report.identity.symbol)
        found.append(Proposal("symbols", slug, "scheme", re.sub(r"\d+$", "{number}", scheme),
                              Span(at, at + len(report.identity.symbol))))
    return found


def _without_count(printed: str, language: Language) -> tuple[str, int | None]:
    """Return a body's name without the article, year and ordinal of the one meeting, and the ordinal.

    Where words are written without spaces, what counts the ordinal stays, for it may be a part of a longer word.
    """
    words, ordinal = printed.strip(), None
    text = fold(words).text
    for article in sorted(language.lists.get("articles", ()), key=len, reverse=True):
        if lower(text).startswith(article):
            text = words = text[len(article) :].strip()
            break
    if year := re.match(rf"{_YEAR.pattern} ", text):
        text = words = text[year.end() :].strip()
    counted = NumberReader(language.numbers).ordinal_at(text, 0)
    if counted and not text[: counted[0]].isdigit():
        ordinal = counted[1]
        if text[counted[0] : counted[0] + 1] == " ":
            words = text[counted[0] :].strip()
    return words[:1].upper() + words[1:], ordinal


def files_of(proposals: Iterable[Proposal], slug: str, language: str, source: str) -> dict[str, str]:
    """Return the files of rows by name: a table each, with its source, and the language's words."""
    proposals = list(proposals)
    files = {}
    for table in sorted({one.table for one in proposals} & _KEYS.keys()):
        rows: dict[str, dict[str, str]] = {}
        for one in proposals:
            if one.table == table:
                rows.setdefault(one.key, {_KEYS[table]: one.key})[one.column] = one.value
        files[f"{table}.csv"] = _csv([{**row, "source": source} for row in rows.values()])
    nouns = [one.value for one in proposals if one.table == f"{language}.toml"]
    files[f"{language}.toml"] = _WORDS.format(name=slug, code=language, bodies=", ".join(f'"{noun}"' for noun in nouns))
    return files


def with_words(proposals: Iterable[Proposal], read: ReadReport) -> str:
    """Return the table of what was proposed, each value with the words it rests on and where they stand."""
    source = read.reading.source
    return _csv([
        {"table": one.table, "key": one.key, "column": one.column, "value": one.value,
         "words": " ".join(source.quote(one.span).split()) if one.span else "",
         "start": str(one.span.start) if one.span else "", "end": str(one.span.end) if one.span else ""}
        for one in proposals])


def _csv(rows: list[dict[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
