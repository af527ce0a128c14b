"""Runs the reading rules over a report, in the order of its text, and accounts for every sentence.

Must not know any rule by name, nor any wording.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from treatygraph.facts import Act, Event, Fact, Mention, Record
from treatygraph.find.fold import fold
from treatygraph.language.languages import Language, available, load, wordless
from treatygraph.model import Finding, Iri, Severity
from treatygraph.read.builder import build
from treatygraph.read.lines import LayoutWords, any_of
from treatygraph.read.oddities import oddities
from treatygraph.read.sentences import SentenceCutter
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, Node, NodeKind
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.clauses import operative_clauses
from treatygraph.reading.frames.reader import FrameReader
from treatygraph.reading.joined import sentences_of
from treatygraph.reading.matching import FINAL
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.reading import Reading
from treatygraph.reading.registry import FREE, Emission, Match, Pattern, Rule, Use, patterns, rules, rules_for
from treatygraph.reading.residue import folded_range, report_residue, uncovered
from treatygraph.reading.second_report import refuse_second_report
from treatygraph.reading.settling import header_span, settle_conference
from treatygraph.reading.sightings import phrases, settle_sightings, sight
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.stretches import Stretches
from treatygraph.reading.tiling import Tile, tile
from treatygraph.reading.units import Claim, Sighting, Unit
from treatygraph.reading.whereabouts import settle
from treatygraph.reading.work_titles import titles
from treatygraph.tables import Tables

LONGEST_SENTENCE = 20_000

_UNIT_OF = {
    NodeKind.HEADER_LINE: "header",
    NodeKind.SECTION: "title",
    NodeKind.TITLE: "title",
    NodeKind.DECISION: "title",
    NodeKind.ANNEX: "title",
    NodeKind.APPENDIX: "title",
    NodeKind.LIST: "heading",
    NodeKind.PARAGRAPH: "sentence",
    NodeKind.ITEM: "sentence",
    NodeKind.FOOTNOTE: "sentence",
    NodeKind.CELL: "cell",
}


@dataclass(frozen=True)
class ReadReport:
    """What was read: the facts, the mentions, the findings, and each unit with what read it."""

    reading: Reading
    records: tuple[Record, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]

    @property
    def units(self) -> Sequence[Unit]:
        """Every sentence, heading, title, header line and cell, in text order."""
        return self.reading.units


def words_of(language: str, more: tuple[Path, ...] = ()) -> Language:
    """Return the words of a language; of one that there is no file for, none.

    Raises PatternError where a file of the language cannot be used.
    """
    known = language in available() or any((folder / f"{language}.toml").is_file() for folder in more)
    return load(language, more=more) if known else wordless(language)


def read_tree(source: SourceText, language: str, more: tuple[Path, ...] = ()) -> DocumentTree:
    """Read a text into its document tree, by the layout words of a language (and what folders of `more` add)."""
    tree = build(source, _layout_words(words_of(language, more)))
    return replace(tree, findings=(*tree.findings, *oddities(source)))


@lru_cache(maxsize=16)
def _layout_words(language: Language) -> LayoutWords:
    return LayoutWords.from_data(language.layout)


def read_report(source: SourceText, identity: ReportIdentity, tables: Tables) -> ReadReport:
    """Read a report: its text into facts, mentions and findings.

    Raises PatternError or TableError where the language's files or the tables cannot be used, and TreatyGraphError
    where two reports stand in one text. What the header does not say is looked for in the first paragraphs; what they
    do not say either is a finding.
    """
    language = words_of(identity.language, tables.more)
    reading = Reading(identity, read_tree(source, identity.language, tables.more), language, tables)
    engine = _Engine(reading, language)
    engine.run()
    return ReadReport(reading, tuple(reading.facts.records), tuple(reading.facts.mentions),
                      tuple(reading.findings.all()))


class _Engine:
    def __init__(self, reading: Reading, language: Language) -> None:
        self.reading = reading
        self.findings = reading.findings
        self.rules = rules()
        self.patterns = patterns(language)
        self.cutter = SentenceCutter(language.layout)
        self.declaring = any_of(language.layout.get("declaring", []))
        self.met: list[PersonPhrase] = []
        self.frames: FrameReader | None = None
        self.circumstantial = frozenset(one.id for one in rules_for(Use.CIRCUMSTANCE))

    def run(self) -> None:
        for doubt in self.reading.identity.doubts:
            self.findings.report("version-in-doubt", Severity.WARNING, doubt, header_span(self.reading))
        self._settle_header()
        self._whole(lambda stage: stage < -1)
        self.reading.outline.cut(self._units())
        header = [unit for unit in self.reading.units if unit.kind == "header"]
        rest = [unit for unit in self.reading.units if unit.kind != "header"]
        for unit in header:
            self._unit(unit)
        if self.reading.header.frame is None:
            settle_conference(self.reading)
        refuse_second_report(self.reading)
        self.frames = FrameReader.of(self.reading, self.rules, self._keep)
        self._whole(lambda stage: stage == -1)
        for unit in rest:
            self._unit(unit)
        self._work_titles()
        self._whole(lambda stage: stage >= 0)
        settle_sightings(self.reading)
        settle(self.reading)
        report_residue(self.reading.units, self.findings, has_frames=self.frames is not None)

    def _settle_header(self) -> None:
        """Take the line before the first paragraph for a header line where a header's wording reads it.

        By its layout alone that line is the first section's title, as it mostly is.
        """
        tree = self.reading.tree
        title = next(tree.nodes(NodeKind.SECTION), None)
        if title is None or any(node.start < title.start for node in tree.nodes(NodeKind.PARAGRAPH)):
            return
        unit = Unit("header", title, title.body_span, fold(title.body, title.body_span.start), self.reading.document)
        slots = SlotReader(self.reading, unit, self.reading.report.symbols_in(unit.text))
        read = tile(unit, slots, self.patterns["header"], self.reading)
        if any(found.start == 0 and found.end >= len(unit.text) for found in read):
            tree.take_for_header(title)

    # ---- units

    def _units(self) -> Iterator[Unit]:
        for node in self.reading.tree.root.walk():
            kind = _UNIT_OF.get(node.kind)
            if kind is None or not node.body:
                continue
            pieces = sentences_of(node, self.reading.source, self.cutter, self.reading.report.language) \
                if kind == "sentence" else [(node, node.body_span, fold(node.body, node.body_span.start))]
            for within, span, words in pieces:
                folded = words
                if len(folded.text) > LONGEST_SENTENCE:
                    self.findings.report("sentence-too-long", Severity.WARNING,
                                         f"a sentence of {len(folded.text)} characters was not read; check the line "
                                         "breaks", replace(span, end=span.start + 40))
                    folded = fold("", span.start)
                yield Unit(kind, within, span, folded, self.reading.outline.provision_of(within))

    def _unit(self, unit: Unit) -> None:
        if not unit.text:
            return
        self.reading.discourse.enter(unit)
        symbols = self.reading.report.symbols_in(unit.text)
        slots = SlotReader(self.reading, unit, symbols)
        sight(self.reading, unit, slots)
        self.met = []
        if unit.kind == "sentence" and unit.claims:  # an item of an agenda: it announces, and tells nothing
            slots.forget()
            return
        if unit.kind == "sentence":
            if self.frames is not None:
                self.frames.enter(unit)
            self._phrases(unit, slots, self.frames is not None)
        self._tiles(unit, slots)
        self._persons(unit, slots)
        if slots.matcher.exhausted:
            self.findings.report("sentence-too-involved", Severity.WARNING,
                                 "the words fit the patterns in so many ways that not all were tried; "
                                 "cut the sentence", unit.span)
        if unit.kind == "sentence" and uncovered(unit):
            self._remember_meetings(unit, slots)
        slots.forget()

    def _remember_meetings(self, unit: Unit, slots: SlotReader) -> None:
        """Keep "the same meeting" from going back past a sentence that names one, though no rule read it.

        By clauses, where the language has frames, it is the meeting of the body's own clause; without them the one
        meeting named outside brackets, and none where several are.
        """
        if self.frames is not None and self.frames.remember_meetings(unit, slots):
            return
        outside = [s.things for s in unit.seen("meeting", "meetings")
                   if s.things and unit.text.count("(", 0, s.start) <= unit.text.count(")", 0, s.start)]
        if outside:
            self.reading.discourse.meetings = outside[0] if len(set(outside)) == 1 else ()

    def _persons(self, unit: Unit, slots: SlotReader) -> None:
        """Learn who holds which post, so that a later post alone can point at its holder.

        What filled the slots of a pattern is surely a person phrase; elsewhere one is looked for around a name.
        """
        covered = Stretches(phrase.span for phrase in self.met)
        others = [phrase for _, _, phrase in phrases(slots) if not covered.overlap(phrase.span)]
        for phrase in dict.fromkeys([*self.met, *others]):
            if phrase.name_span is None and phrase.iri:
                unit.sightings.append(Sighting(*folded_range(unit, phrase.span), "post", (phrase.iri,)))
            self.reading.persons.meet(unit, phrase)
            deque(self._learn(phrase, slots), maxlen=0)

    def _learn(self, phrase: PersonPhrase, slots: SlotReader) -> Iterator[tuple[Iri, str, Iri]]:
        """Remember the posts a phrase tells of, and yield those nobody had told of before."""
        for post in phrase.posts:
            if phrase.iri and post.whom:
                title = slots.persons.canonical(post)
                if self.reading.persons.posts.learn(post.whom, title, phrase.iri):
                    yield post.whom, title, phrase.iri

    def _cover(self, unit: Unit, slots: SlotReader) -> list[Tile]:
        """Cover a unit with patterns; where words stay unread, once more, knowing the posts that it tells of itself."""
        rows = self.patterns.get(unit.kind, ())
        tiles = tile(unit, slots, rows, self.reading)
        if unit.kind != "sentence" or not slots.persons.names or _width(tiles) >= len(unit.text.rstrip(FINAL)):
            return tiles
        learned = [new for _, _, phrase in phrases(slots) for new in self._learn(phrase, slots)]
        if learned:
            knowing = SlotReader(self.reading, unit, list(slots.symbols.values()))
            again = tile(unit, knowing, rows, self.reading)
            knowing.forget()
            if _width(again) > _width(tiles):
                return again
            for whom, title, holder in learned:
                self.reading.persons.posts.forget(whom, title, holder)
        return tiles

    def _governed(self, unit: Unit, found: Tile) -> bool:
        """Tell whether the words before a tile, which no pattern reads, make it said, wished or supposed."""
        words = tuple(self.reading.report.language.clauses.get("governing", ()))
        return bool(words) and unit.plain[: found.start].rstrip(" ,:;").endswith(words)

    def _shares_out(self, unit: Unit, tiles: list[Tile]) -> bool:
        """Tell whether a word outside the tiles says that several things go each with its own of several others."""
        words = self.frames.words.words.group.get("respective", ()) if self.frames and unit.kind == "sentence" else ()
        return any(
            (at := unit.plain.find(word)) >= 0 and not any(found.start <= at < found.end for found in tiles)
            for word in words
        ) or any(self._lists_on(unit, found.end) for found in tiles)

    def _lists_on(self, unit: Unit, at: int) -> bool:
        """Tell whether a list of speakers goes on here with those of another sort: "and the observers for"."""
        leads = self.frames.words.words.bodies.get("leads", ()) if self.frames else ()
        joiners = self.reading.report.language.lists.get("joiners", ())
        return any(
            unit.plain.startswith(tuple(f"{joiner.rstrip()} {lead}" for lead in leads), at)
            for joiner in joiners if joiner.startswith(" ")
        )

    def _tiles(self, unit: Unit, slots: SlotReader) -> None:
        tiles = [found for found in self._cover(unit, slots) if not self._governed(unit, found)]
        if self._shares_out(unit, tiles):
            tiles = []  # which goes with which is told outside the wordings: clauses read it
        framed = False
        if unit.kind == "sentence" and self.frames and not self._worded(unit) and self._left_to_frames(tiles):
            met = self.frames.read(unit, slots)
            framed = self.frames.saw_clause
            if met is not None:
                self.met += met
                self._beside_clauses(unit, tiles)
                return
        if unit.kind == "sentence" and self.frames and not framed:
            self._phrases(unit, slots, False, self.circumstantial)
        for found in tiles:
            self._apply(found, unit)
        if tiles and self.frames is not None:
            self.frames.remember_wording(unit)
        if unit.kind == "sentence" and (self._worded(unit) if self.frames else self._declaratory(unit.node)):
            read = [found for found in tiles if not found.pattern.reason]
            for match in operative_clauses(unit, self.reading, [(f.start, f.end) for f in read]):
                self._fire(self.rules[match.rule], match)
                unit.claims.append(Claim(match.rule, match.span))

    def _beside_clauses(self, unit: Unit, tiles: list[Tile]) -> None:
        """Read by wordings what the clauses of a sentence left: "…, and had before it the following documents:"."""
        read = Stretches(claim.span for claim in unit.claims)
        for found in tiles:
            if not found.pattern.reason and not read.overlap(unit.span_of(found.start, found.end)):
                self._apply(found, unit)

    def _unreal(self, unit: Unit, start: int, end: int) -> bool:
        """Tell whether the words around a phrase deny it, plan it, or make it a condition or a wish; it is reported."""
        words = self.reading.report.language.clauses
        if not unit.plain.endswith(tuple(words.get("unreal_before", ())), 0, start) \
                and not unit.plain.startswith(tuple(words.get("unreal_behind", ())), end):
            return False
        self.findings.report("not-asserted", Severity.INFO,
                             "these words do not say that it happened; they state no fact", unit.span_of(start, end))
        return True

    def _phrases(self, unit: Unit, slots: SlotReader, framed: bool, only: frozenset[str] = frozenset()) -> None:
        """Read the phrases of a sentence; where it has frames, those that circumstances read better wait."""
        for pattern in self.patterns["phrase"]:
            if (framed and pattern.rule in self.circumstantial) or (only and pattern.rule not in only):
                continue
            if not all(literal in unit.plain for literal in pattern.wording.required):
                continue
            for start, end, bound in slots.matcher.search(pattern.wording):
                if {Act, Event} & set(self.rules[pattern.rule].emits) and self._unreal(unit, start, end):
                    continue
                slots_by_name = {filling.name: filling for filling in bound}
                span = unit.span_of(start, end)
                match = Match(unit, start, end, span, slots_by_name, pattern.constants, pattern.rule)
                self._fire(self.rules[pattern.rule], match)

    def _work_titles(self) -> None:
        """Read what the titles of documents say, wherever in them it stands."""
        rows = self.patterns["work_title"]
        for unit, first, last, works in titles(self.reading.facts, self.reading.units) if rows else ():
            slots = SlotReader(self.reading, unit, [])
            for pattern in rows:
                for start, end, bound in slots.matcher.search(pattern.wording):
                    if first <= start and end <= last:
                        named = {filling.name: filling for filling in bound}
                        match = Match(unit, start, end, unit.span_of(start, end), named, pattern.constants,
                                      pattern.rule, works, (first, last))
                        self._fire(self.rules[pattern.rule], match)
            slots.forget()

    def _apply(self, found: Tile, unit: Unit) -> None:
        pattern: Pattern = found.pattern
        span = unit.span_of(found.start, found.end)
        claimed = unit.span_of(found.start, max(found.end, found.reach))
        unit.claims.append(Claim(pattern.rule, claimed if _joined(unit, found) else span, pattern.reason))
        if pattern.rule.startswith(FREE):
            return
        slots = {filling.name: filling for filling in (*found.context, *found.bindings)}
        match = Match(unit, found.start, found.end, span, slots, pattern.constants, pattern.rule)
        self._fire(self.rules[pattern.rule], match)

    def _left_to_frames(self, tiles: list[Tile]) -> bool:
        """Tell whether clauses are tried first: where no wording fits, and for a body that the tables do not know.

        The wordings were written from reports of the series that the tables know.
        """
        frame = self.reading.header.frame
        unknown = frame is None or frame.series is None
        return not tiles or unknown

    def _worded(self, unit: Unit) -> bool:
        """Tell whether a declaration's own wordings read a unit: those of a conference whose series the tables know."""
        frame = self.reading.header.frame
        return frame is not None and bool(frame.series) and self._declaratory(unit.node)

    def _declaratory(self, node: Node) -> bool:
        if node.within(NodeKind.ANNEX) is not None:
            return node.within(NodeKind.APPENDIX) is None
        section = node.within(NodeKind.SECTION)
        return section is not None and self.declaring.fullmatch(section.body) is not None

    # ---- rules

    def _whole(self, stage: object) -> None:
        for rule in sorted((r for r in self.rules.values() if r.unit == "report"), key=lambda r: (r.stage, r.id)):
            if callable(stage) and stage(rule.stage):
                self._keep(rule, rule.apply(self.reading), None)

    def _fire(self, rule: Rule, match: Match) -> None:
        for filling in match.slots.values():
            values = filling.value if isinstance(filling.value, tuple) else (filling.value,)
            self.met += [value for value in values if isinstance(value, PersonPhrase)]
        known = len(self.reading.facts.records)
        self._keep(rule, rule.apply(self.reading, match), match.unit)
        for record in self.reading.facts.records[known:]:
            if isinstance(record, Event):
                at = folded_range(match.unit, record.evidence[0])
                match.unit.sightings.append(Sighting(*at, "event", (record.iri,)))

    def _keep(self, rule: Rule, emitted: Iterable[Emission], unit: Unit | None) -> int:
        """Keep what a rule emits, signed with its id, and return how much it was."""
        kept = 0
        for emission in rule.checked(emitted):
            kept += 1
            signed: Emission = emission if emission.rule else replace(emission, rule=rule.id)
            if isinstance(signed, Mention):
                self.reading.facts.mention(signed)
                continue
            if isinstance(signed, Fact) and signed.stated_in is None and unit is not None:
                signed = replace(signed, stated_in=unit.provision)
            self.reading.facts.add(signed)
        return kept


def _joined(unit: Unit, found: Tile) -> bool:
    """Tell whether a joining word stands between a tile and the next clause, which nobody else reads."""
    return any(char.isalnum() for char in unit.text[found.end : found.reach])


def _width(tiles: list[Tile]) -> int:
    """How much of a unit its tiles cover, with the marks between them."""
    return sum(found.end - found.start + 1 for found in tiles)
