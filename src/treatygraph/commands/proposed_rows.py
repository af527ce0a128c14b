"""Proposes the rows that reading a report needs where the tables do not know its conference, each with its words.

Must not write a file, nor take anything for known: a person approves what is proposed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from treatygraph import iris
from treatygraph.model import Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.engine import ReadReport

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Proposal:
    """A value for a column of a row, and the words of the text it rests on, 0-based, end-exclusive."""

    table: str
    key: str
    column: str
    value: str
    span: Span


def propose(read: ReadReport, slug: str, treaty: str | None) -> list[Proposal]:
    """Return the rows for the series `slug` that a report's header gives: its names, days, nouns and symbols.

    `treaty` is the slug of its treaty where the caller knows it; else the tables' treaty that the name holds.
    """
    frame, report = read.reading.conference, read.reading.report
    language, found = report.identity.language, []
    name = _without_count(frame, report.language.numbers.get("ordinals", {}))
    known = next((iris.local(one.iri) for mention in report.names.find(frame.name.text if frame.name else "")
                  for one in mention.of_kind("treaty")), "")
    whole = frame.named_at
    if name:
        found.append(Proposal("series", slug, f"name_{language}", name, whole))
    if treaty or known:
        found.append(Proposal("series", slug, "treaty", treaty or known, whole))
    if frame.start and frame.end and frame.dated_at:
        key = f"{slug}-{frame.start.year}"
        found += [Proposal("conferences", key, column, value, frame.dated_at) for column, value in (
            ("series", slug), ("year", str(frame.start.year)), ("start", frame.start.lexical),
            ("end", frame.end.lexical), ("report_symbol", report.identity.symbol))]
    for noun in dict.fromkeys(noun for noun in (frame.noun, frame.organ_noun) if noun):
        found.append(Proposal(f"{language}.toml", "layout", "bodies", noun, whole))
    at = report.source.text.find(report.identity.symbol)
    if at >= 0:
        scheme = _YEAR.sub("{year}", report.identity.symbol)
        found.append(Proposal("symbols", slug, "scheme", re.sub(r"\d+$", "{number}", scheme),
                              Span(at, at + len(report.identity.symbol))))
    return found


def _without_count(frame: ConferenceFrame, ordinals: Mapping[str, int]) -> str:
    """Return the body's name without the year or the ordinal of the one meeting."""
    words = frame.name.text.split() if frame.name else []
    while words and (words[0].lower() in ordinals or _YEAR.fullmatch(words[0]) or words[0].lower() in {"the"}):
        words.pop(0)
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def files_of(proposals: list[Proposal], read: ReadReport, file: Path) -> dict[str, str]:
    """Return the files of rows by name: a table each, the language's words, and what each value rests on."""
    source, files = read.reading.source, {}
    for table in dict.fromkeys(one.table for one in proposals if not one.table.endswith(".toml")):
        if table == "symbols":
            continue
        rows: dict[str, dict[str, str]] = {}
        for one in proposals:
            if one.table == table:
                key = "slug" if table == "series" else "key"
                rows.setdefault(one.key, {key: one.key})[one.column] = one.value
        for row in rows.values():
            row["source"] = f"header of {file.name}"
        files[f"{table}.csv"] = _csv(list(rows.values()))
    language = read.reading.identity.language
    nouns = [one.value for one in proposals if one.table == f"{language}.toml"]
    files[f"{language}.toml"] = f'[language]\ncode = "{language}"\n\n[layout]\nbodies = [' \
        + ", ".join(f'"{noun}"' for noun in nouns) + "]\n"
    files["proposal.csv"] = _csv([
        {"table": one.table, "key": one.key, "column": one.column, "value": one.value,
         "words": " ".join(source.quote(one.span).split()), "start": str(one.span.start), "end": str(one.span.end)}
        for one in proposals])
    return files


def _csv(rows: list[dict[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]) if rows else ["table"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
