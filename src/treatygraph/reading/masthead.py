"""Reads from a header in whatever layout what the report is of: the body, its series, its days, and an organ's name.

Must not make anything up: what neither the header nor the first paragraphs say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from treatygraph.find.dates import DateMention
from treatygraph.find.fold import HAN, fold, lower
from treatygraph.find.numbers import numbers_of
from treatygraph.find.symbols import parse_symbol
from treatygraph.model import Iri, LangText, PartialDate, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.sessions import Sessions, body_of_sitting, in_parts, names_a_sitting, the_one

_HEADER_KINDS = frozenset({NodeKind.HEADER_LINE, NodeKind.SECTION, NodeKind.TITLE, NodeKind.CELL})
_MOST_LINES = 100
_MOST_JOINED = 6
_MOST_PARAGRAPHS = 14
_FIRST_PARAGRAPHS = 3
_LONGEST_LEAD = 25
_LONGEST_PARAGRAPH = 4000
_DAY = 10
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_A_YEAR = re.compile(r"\s+\S{1,4}\s+(?:19|20)\d\d\W*$")
_IN_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_TITLED = re.compile("《([^《》]{2,80})》")
_WORDS = re.compile(r"[^\W\d_]+")
_ALIKE = 0.6
_ALIKE_SIGNS = 0.9
_STEM = 6


@dataclass(frozen=True)
class Masthead:
    """What a header says of the body whose report it heads; spans are offsets, 0-based, end-exclusive.

    `noun` is what the body calls itself ("Meeting"); `organ` is the name of the organ whose report it is, where it is
    not the body's own. `session` is the ordinal and the words of the body's session, where the report is of one;
    `in_parts` says that its days are not of one stretch. `report_title` is where the report's own title stands.
    """

    series: Iri | None = None
    name: LangText | None = None
    named_at: Span | None = None
    noun: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    dated_at: Span | None = None
    year: int | None = None
    organ: LangText | None = None
    organ_at: Span | None = None
    organ_noun: str | None = None
    session: tuple[int, str] | None = None
    several_sessions: bool = False
    in_parts: bool = False
    report_title: Span | None = None


@dataclass(frozen=True)
class _Line:
    span: Span
    words: str
    stops: bool
    dates: tuple[DateMention, ...]


def read_masthead(report: ReportText) -> Masthead:
    """Return what the header, or else the first paragraphs, say of the body and of its days."""
    return _Header(report).read()


class _Header:
    def __init__(self, report: ReportText) -> None:
        self.report = report
        layout = report.language.layout
        self.nouns = sorted(layout.get("bodies", []), key=len, reverse=True)
        self.reports_of = report.titles.heads
        self.reports_on = tuple(fold(word).plain for word in layout.get("reports_on", []))
        self.sessions = [fold(word).plain for word in layout.get("sessions", [])]
        self.session_names = Sessions(layout, numbers_of(report.language))
        self.lines = list(self._lines())

    def read(self) -> Masthead:
        series, at = self._series()
        title, title_at = self._title()
        dated, several = self._days_line()
        above, above_at = self._above(dated) if dated is not None else (None, None)
        organ: str | None = None
        organ_at: Span | None = None
        name: str | None
        if title and above and self._noun(above) and not _alike(title, above) and not self._means_body(title, above):
            organ, organ_at, name, name_at = title, title_at, above, above_at
        elif above and self._noun(above):
            name, name_at = above, above_at
        else:
            name, name_at = (title, title_at) if title and self._noun(title) else self._first_named()
        if name and organ is None and self.report.is_organ(name):
            organ, organ_at, name, name_at = name, name_at, None, None
        if series is None and name is None:
            series, at = self._series_told()
        if series is not None and (name is None or not self._means(name, series)):
            name, name_at = None, at
        years = _YEAR.findall(" ".join(line.words for line in self.lines if not line.dates))
        year = int(years[0]) if years else None
        start, end, dated_at = self._days(dated)
        if start is None and not several:
            start, end, dated_at = self._days_told(self._noun(name) if name else None, year)
        sessions = self._sessions()
        span = at if series is not None and name is None else name_at
        words = self.report.words(span) if name is None and span is not None and series is not None else None
        return Masthead(series=series, name=self._as_text(name) or words, named_at=span,
                        noun=self._noun(name or (words.text if words else "")), start=start, end=end,
                        dated_at=dated_at, year=end.year if end else year, organ=self._as_text(organ),
                        organ_at=organ_at, organ_noun=self._noun(organ) if organ else None,
                        session=the_one(sessions), several_sessions=len({ordinal for ordinal, _ in sessions}) > 1,
                        in_parts=dated is not None and in_parts(self.lines[dated].dates),
                        report_title=self._report_title())

    def _report_title(self) -> Span | None:
        """Return where the title of the report stands: the first line that begins as one, and those it goes on in.

        What stands in brackets behind it, its days, is no part of it.
        """
        for index, line in enumerate(self.lines):
            if not fold(line.words).plain.startswith((*self.reports_of, *self.reports_on)):
                continue
            last = line if line.dates else self._goes_on(index)[-1]
            words = self.report.source.quote(Span(line.span.start, last.span.end))
            title = _IN_BRACKETS.sub("", words).rstrip()
            return Span(line.span.start, line.span.start + len(title))
        return None

    def _sessions(self) -> list[tuple[int, str]]:
        """Return the sessions that the lines name which say what the report is on, or give its days."""
        found = []
        for line in self.lines:
            plain = fold(line.words).plain
            if line.dates or plain.startswith((*self.reports_of, *self.reports_on)):
                found += self.session_names.named(line.words)
        return found

    def _as_text(self, words: str | None) -> LangText | None:
        return LangText(words, self.report.identity.language) if words else None

    # ---- the lines

    def _lines(self) -> Iterator[_Line]:
        last_contents = max((node.start for node in self.report.tree.nodes(NodeKind.CONTENTS)), default=-1)
        count = 0
        for node in self.report.tree.root.walk():
            if node.start > last_contents and (node.kind in {NodeKind.ANNEX, NodeKind.DECISION} or (
                    node.kind is NodeKind.PARAGRAPH and node.number)):
                return
            if node.kind not in _HEADER_KINDS or not node.body or (node.kind is NodeKind.SECTION and node.mark):
                continue
            count += 1
            if count > _MOST_LINES:
                return
            yield self._line(node)

    def _line(self, node: Node) -> _Line:
        folded = fold(node.body[:600])
        dates, at = [], 0
        while at < len(folded.text):
            found = self.report.dates.dates_at(folded.text, at)
            days = next((date for date in found if len(date.first.lexical) == _DAY), None)
            if days is not None:
                dates.append(days)
            at = days.end if days is not None else at + 1
        text = folded.text
        known = self.report.names.exactly(text, "organization", "state")
        told = 0 <= text.find(": ") < _LONGEST_LEAD or text.endswith((".", "。", ";")) or text[:1] in {"[", "(", "*"} \
            or (text.endswith(":") and len(text) < _LONGEST_LEAD)
        stops = bool(known) or bool(dates) or told or parse_symbol(node.body.strip()) is not None \
            or any(word in folded.plain for word in self.sessions) or names_a_sitting(text, self.report.language)
        return _Line(node.body_span, " ".join(node.body.split()), stops, tuple(dates))

    def _join(self, lines: Sequence[_Line]) -> str:
        wide = any(HAN.search(line.words) for line in lines)
        return ("" if wide else " ").join(line.words for line in lines)

    # ---- the series, the title and the name

    def _series(self) -> tuple[Iri | None, Span | None]:
        """Return the series of the tables that lines of the header name, over as many lines as it takes."""
        for size in range(1, _MOST_JOINED + 1):
            for first in range(len(self.lines) - size + 1):
                part = self.lines[first : first + size]
                for mention in self.report.names.find(fold(self._join(part)).text):
                    if len(known := {name.iri for name in mention.of_kind("series") if not name.short}) == 1:
                        return next(iter(known)), Span(part[0].span.start, part[-1].span.end)
        return None, None

    def _series_told(self) -> tuple[Iri | None, Span | None]:
        """Return the series that the first paragraph with a name of one is about, where the header names no body."""
        for node in islice(self.report.tree.nodes(NodeKind.PARAGRAPH), _FIRST_PARAGRAPHS):
            folded = fold(node.body[:_LONGEST_PARAGRAPH], node.body_span.start)
            for mention in self.report.names.find(folded.text):
                if len(known := {name.iri for name in mention.of_kind("series") if not name.short}) == 1:
                    return next(iter(known)), folded.span(mention.start, mention.end)
        return None, None

    def _means(self, name: str, series: Iri) -> bool:
        return any(found.iri == series for mention in self.report.names.find(fold(name).text)
                   for found in mention.of_kind("series"))

    def _title(self) -> tuple[str | None, Span | None]:
        """Return whose report the title says it is, without the words before and behind that."""
        for index, line in enumerate(self.lines):
            plain = fold(line.words).plain
            head = next((head for head in self.reports_of if plain.startswith(head)), None)
            if head is None:
                if (told := self._told_before(line)) is not None:
                    return told, line.span
                continue
            part = self._goes_on(index)
            whole = self._join(part)
            name = self.report.titles.name_alone(whole[len(head) :].strip())
            name = _OF_A_YEAR.sub("", name).strip()
            name = name[body_of_sitting(name, self.report.language) :]
            if self._noun(name):
                return name, Span(part[0].span.start, part[-1].span.end)
        return None, None

    def _told_before(self, line: _Line) -> str | None:
        """Return the body that stands before the word for its report, without a year or a session behind its noun."""
        names = self.report.titles.bodies(fold(line.words).text, spaced=False)
        return next((name for name in names if name.endswith(tuple(self.nouns))), None)

    def _goes_on(self, index: int) -> list[_Line]:
        part = [self.lines[index]]
        for line in self.lines[index + 1 : index + _MOST_JOINED]:
            plain = fold(line.words).plain
            if line.stops or plain.startswith((*self.reports_of, *self.reports_on)):
                break
            part.append(line)
        return part

    def _above(self, index: int) -> tuple[str | None, Span | None]:
        """Return the name that stands above the line of the days: from the first line with a body's noun on."""
        part: list[_Line] = []
        for line in reversed(self.lines[max(0, index - 8) : index]):
            plain = fold(line.words).plain
            if plain.startswith((*self.reports_of, *self.reports_on)):
                if part:
                    break
                continue
            if line.stops and not (line.words.endswith(":") and not line.dates):
                if not part and (any(word in plain for word in self.sessions)
                                 or names_a_sitting(line.words, self.report.language)):
                    continue
                break
            part.insert(0, line)
        while part and not self._noun(part[0].words):
            part.pop(0)
        return (self._join(part), Span(part[0].span.start, part[-1].span.end)) if part else (None, None)

    def _first_named(self) -> tuple[str | None, Span | None]:
        """Return the first lines that begin with a body's name, where neither title nor days lead to one."""
        for index, line in enumerate(self.lines):
            plain = fold(line.words).plain
            if not line.stops and self._noun(line.words) and not plain.startswith(self.reports_on) \
                    and not plain.startswith(self.reports_of) and len(self.nouns) \
                    and fold(line.words).plain.startswith(tuple(fold(noun).plain for noun in self.nouns)):
                part = self._goes_on(index)
                return self._join(part), Span(part[0].span.start, part[-1].span.end)
        return None, None

    def _noun(self, words: str | None) -> str | None:
        return noun_of(self.report, words)

    def _means_body(self, title: str, above: str) -> bool:
        """Tell whether a title begins with the body above, named by its noun alone or up to it: "Доклад Конференции".

        What a title says behind that in capitals is another one's: "Report of the Conference Introduction".
        """
        short, noun = self._noun(title), self._noun(above)
        if short is None or noun is None or self.report.is_organ(title):
            return False
        head, tail = title[: _find(title, short) + len(short)], title[_find(title, short) + len(short) :]
        by_noun = head == short and head[:_STEM].lower() == noun[:_STEM].lower()
        as_far = head.lower() == above[: _find(above, noun) + len(noun)].lower()
        return (by_noun or as_far) and not tail.lstrip()[:1].islower()

    # ---- the days

    def _days_line(self) -> tuple[int | None, bool]:
        """Return the line that gives the days, and whether several lines give several.

        Such a line gives several days, or one beside a place; of several sessions none is the one reported on.
        """
        found = [index for index, line in enumerate(self.lines) if line.dates and not line.words.startswith("[")
                 and (len(line.dates) > 1 or line.dates[0].first != line.dates[0].last)]
        told = {tuple((date.first, date.last) for date in self.lines[index].dates) for index in found}
        if len(told) == 1:
            return found[0], False
        if found:
            return None, True
        placed = [index for index, line in enumerate(self.lines) if line.dates and "," in line.words
                  and line.words[:1].isalpha() and _WORDS.match(line.words)]
        return (placed[0] if len(placed) == 1 else None), False

    def _days(self, index: int | None) -> tuple[PartialDate | None, PartialDate | None, Span | None]:
        if index is None:
            return None, None, None
        dates = self.lines[index].dates
        first = min((date.first for date in dates), key=lambda date: date.lexical)
        return first, max((date.last for date in dates), key=lambda date: date.lexical), self.lines[index].span

    def _days_told(self, noun: str | None, year: int | None
                   ) -> tuple[PartialDate | None, PartialDate | None, Span | None]:
        """Return the days of the first sentence that says from when to when the body met, or held its session."""
        words = [fold(noun).plain] if noun else [fold(one).plain for one in self.nouns]
        for node in islice(self.report.tree.nodes(NodeKind.PARAGRAPH), _MOST_PARAGRAPHS):
            folded = fold(node.body[:_LONGEST_PARAGRAPH], node.body_span.start)
            stops = [0, *(found.end() for found in re.finditer(r"[.。] ?", folded.text)), len(folded.text)]
            for begin, stop in pairwise(stops):
                piece = folded.plain[begin:stop]
                if any(word in piece for word in words) and any(word in piece for word in self.sessions) \
                        and (days := self._range(folded.text[begin:stop], year)):
                    return days.first, days.last, folded.span(begin, stop)
        return None, None, None

    def _range(self, text: str, year: int | None) -> DateMention | None:
        """Return the one range of days in a text; of days without a year only where the year is known."""
        ranges: list[DateMention] = []
        at = 0
        while at < len(text):
            found = next((date for date in self.report.dates.dates_at(text, at, year)
                          if date.first != date.last and len(date.last.lexical) == _DAY), None)
            ranges += [found] if found else []
            at = found.end if found else at + 1
        dated = [one for one in ranges if not one.without_year] or ranges
        return dated[0] if len(dated) == 1 else None


def noun_of(report: ReportText, words: str | None) -> str | None:
    """Return the noun that stands first in a body's name, of two at one place the longer; None where there is none."""
    nouns = report.language.layout.get("bodies", [])
    found = [(at, -len(noun), str(noun)) for noun in nouns if words and (at := _find(words, noun)) >= 0]
    return min(found)[2] if found else None


def treaty_of(report: ReportText, name: str) -> str:
    """Return the treaty that a body's name says its members are parties to, as written there, or nothing.

    "Meeting of the Parties to the Convention on …"; in Chinese the title in its marks, 《…公约》缔约国会议.
    """
    layout, plain = report.language.layout, lower(name)
    nouns = tuple(report.language.lists.get("treaty_nouns", ()))
    for mark in layout.get("parties_to", ()):
        at = plain.find(mark)
        rest = name[at + len(mark) :].strip() if at >= 0 else ""
        if rest[:1].isupper() and any(_find(rest, noun) >= 0 for noun in nouns):
            return rest
    titled = _TITLED.match(name)
    return titled.group() if titled and titled.group(1).endswith(nouns) \
        and name.startswith(tuple(layout.get("parties_behind", ())), titled.end()) else ""


def _find(words: str, noun: str) -> int:
    """Return where a noun stands in words as a word of its own, or -1; between wide characters, anywhere."""
    plain, sought = fold(words).plain, fold(noun).plain
    if HAN.search(sought):
        return plain.find(sought)
    found = re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", plain)
    return found.start() if found else -1


def _alike(one: str, other: str) -> bool:
    if HAN.search(one):  # words that no space parts: the signs tell, of which the shorter name has few others
        signs, others = ({sign for sign in fold(words).plain if sign.isalnum()} for words in (one, other))
        return bool(signs and others) and len(signs & others) / min(len(signs), len(others)) >= _ALIKE_SIGNS
    first, second = (set(_WORDS.findall(fold(words).plain)) for words in (one, other))
    if not first or not second:
        return False
    return len(first & second) / min(len(first), len(second)) >= _ALIKE and bool(len(first & second) / len(
        first | second) >= _ALIKE / 2)
