"""Rules for a sentence that only lists somebody: who submitted credentials, applied, was invited, is late.

Must not say that those listed took part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Listing
from treatygraph.model import Iri, Severity, Span
from treatygraph.read.tree import NodeKind
from treatygraph.reading.findings import Findings
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.frames.clause_grammar import clause_grammar
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.listing import Element, elements
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.list_leads import COLONS, Lead, list_nouns
from treatygraph.reading.listed_names import Row, listings, number_differs, row_of
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import Emission, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import SlotReader, SlotsOf
from treatygraph.reading.units import Claim

_TYPES = ("state", "organization")
_COMMAS = ",，、;；"


@dataclass(frozen=True)
class _Stretch:
    """The part of a sentence that a list may stand in, with what the rules need beside it."""

    sentence: Words
    start: int
    end: int
    report: ReportText
    findings: Findings

    def text(self, start: int, end: int) -> str:
        return self.sentence.text[start:end]

    def row(self, one: Element) -> Row:
        return Row(self.text(one.start, one.end), self.sentence.span(one.start, one.end), one.iri)


@rule("LST-05", reads="clause", emits=(Listing, CountStatement, Agent))
def listed_in_a_clause(told: Telling) -> Iterator[Emission]:
    """Read who is listed behind words that say what was, or was not, received from them or given to them.

    If: a clause whose verb only lists (submitted, communicated, received, applied, were invited …) leads to a list
        of States, organisations or documents: "by the following 72 States: …".
    Then: each is listed in the provision, those joined before the words that lead there too; a number is stated, and
        reported where the list has more or fewer names.
    Near miss: those who attended, spoke or were elected; a list that is planned or wished for; a list below the
        sentence, one name a line.
    """
    if not told.verb.modality and not told.clause.subordinate:
        reading, clause = told.reading, told.clause
        stretch = _Stretch(told.sentence, clause.start, clause.end, reading.report, reading.findings)
        found, lead = list(_listed(stretch)), _lead(stretch)
        if found and lead is not None:
            told.take(lead[0].start, clause.end)
        yield from found


@rule("LST-07", reads="report", emits=(Listing, CountStatement, Agent), stage=1)
def listed_in_a_sentence(
    report: ReportText, outline: Outline, slots_of: SlotsOf, findings: Findings
) -> Iterator[Emission]:
    """Read who is listed in a sentence that no other rule reads.

    If: words such as "the following States" and a colon lead to a list in a sentence of which nobody read anything.
    Then: each is listed in the provision, as a clause's list is.
    Near miss: a sentence whose verb says what those listed did; a sentence that says what will, may or should be.
    """
    words, nouns = clause_grammar(report.language), list_nouns(report.identity.language)
    if words is None or nouns is None:
        return
    told = {verb for row in words.words.frames if not row.constants.get("beside") for verb in row.verbs}
    for unit in outline.units:
        if unit.kind != "sentence" or unit.claims or not any(mark in unit.text for mark in COLONS):
            continue
        if not nouns.leads(unit.plain, 0, len(unit.plain)):
            continue
        slots: SlotReader = slots_of(unit)
        sentence = Sentence(unit, slots, slots.reading, words)
        stretch = _Stretch(sentence, 0, sentence.stop, report, findings)
        if any(clause.verb.lemma in told for clause in sentence.clauses) or _unreal(stretch):
            continue
        found, lead = list(_listed(stretch)), _lead(stretch)
        yield from found
        if found and lead is not None:
            unit.claims.append(Claim("LST-07", unit.span, used=(sentence.span(lead[0].start, sentence.stop),)))


def _unreal(stretch: _Stretch) -> bool:
    """Tell whether the words before the list say what will, may or should be."""
    group = stretch.sentence.grammar.words.group
    if not stretch.sentence.grammar.spaced:  # a word of one sign may stand within another: only beside a verb it is one
        found = _lead(stretch)
        verbs = [v for v in stretch.sentence.verbs if found is not None and found[0].end <= v.start < found[1]]
        return found is None or any(verb.modality in {"planned", "conditional"} for verb in verbs)
    words = (*group.get("planned", ()), *group.get("conditional", ()))
    lead = _lead(stretch)
    before = f" {stretch.sentence.plain[stretch.start : lead[1]]} " if lead else ""
    return any(f" {word} " in before if stretch.sentence.grammar.spaced else word in before for word in words)


def _listed(stretch: _Stretch) -> Iterator[Listing | CountStatement | Agent]:
    """Yield who is listed behind the words of a stretch that lead to a list, and the number stated there."""
    found = _lead(stretch)
    if found is None:
        return
    lead, colon = found
    sentence = stretch.sentence
    provision, words = sentence.unit.provision, sentence.span(lead.start, colon)
    if lead.kind == "document":
        yield from _documents(stretch, colon, provision, words)
        return
    named = _named(stretch, colon + 1, lead.kind)
    if not any(one.iri for one in named) and lead.kind != "organization":
        return
    number = _number(sentence, lead)
    if number is not None:
        where, value = number
        counted = iris.thing(f"concept/listed-{lead.kind}s")
        yield CountStatement(iri=iris.count(provision, counted, value), counts=counted, value=value,
                             evidence=(where, words), stated_in=provision)
        number_differs(value, len(named), where, stretch.findings)
        if lead.kind == "organization" and value != len(named):
            named = [one for one in named if one.iri is not None]
    rows = [*(stretch.row(one) for one in _joined_before(stretch, lead.start)), *named]
    yield from listings(rows, provision, words, lead.kind, stretch.report, stretch.findings)


def _named(stretch: _Stretch, begin: int, kind: str) -> list[Row]:
    """Return the names of a list: its lines, where it gives one a line, else the elements of the sentence."""
    lines = [child.body_span for child in stretch.sentence.unit.node.children if child.kind is NodeKind.ENTRY]
    if lines and stretch.sentence.span(begin, stretch.end).start <= lines[0].start:
        return [row_of(line, stretch.report) for line in lines]
    found = elements(stretch.sentence, begin, stretch.end, _TYPES)
    return [stretch.row(one) for one in _whole_names(stretch, found, kind)]


def _lead(stretch: _Stretch) -> tuple[Lead, int] | None:
    """Return the words that lead to a list and the place of its colon: the last before a colon that names follow."""
    sentence = stretch.sentence
    nouns = list_nouns(stretch.report.identity.language)
    colon = next((at for at in range(stretch.start, stretch.end) if sentence.masked[at] in COLONS), -1)
    if nouns is None or colon < 0 or not any(char.isalnum() for char in sentence.text[colon : stretch.end]):
        return None
    found = [
        lead
        for lead in nouns.leads(sentence.plain, stretch.start, colon)
        if not any(mark in sentence.masked[lead.end : colon] for mark in ";；")
    ]
    return (found[-1], colon) if found else None


def _number(sentence: Words, lead: Lead) -> tuple[Span, int] | None:
    """Return the number between the word that leads to a list and its noun, with its place."""
    plain = sentence.plain
    for at in range(lead.start, lead.noun_start):
        if at and plain[at].isalnum() and not (sentence.grammar.spaced and plain[at - 1].isalnum()):
            for end, value in sentence.slots("number", False, at):
                if isinstance(value, int) and end <= lead.noun_start:
                    return sentence.span(at, end), value
    return None


def _joined_before(stretch: _Stretch, start: int) -> list[Element]:
    """Return those joined to the words that lead to a list: "by the European Union and the following 108 States"."""
    sentence, plain = stretch.sentence, stretch.sentence.plain
    for article in sentence.slots.grammar.articles:
        start -= len(article) if plain.endswith(article, 0, start) else 0
    joint = next((joiner for joiner in sentence.grammar.joints_of_lists if plain.endswith(joiner, 0, start)), None)
    if joint is None:
        return []
    stop = start - len(joint)
    roles = sentence.grammar.words.roles
    space = " " if sentence.grammar.spaced else ""
    begin = max(
        (
            at + len(mark) + 2 * len(space)
            for mark in (*roles.get("agent", ()), *roles.get("source", ()))
            if (at := plain.rfind(f"{space}{mark}{space}", stretch.start, stop)) >= 0
        ),
        default=-1,
    )
    if begin < 0 and not sentence.grammar.spaced:
        begin = max(sentence.masked.rfind(mark, stretch.start, stop) for mark in ",;，；") + 1
    if begin < 0:
        return []
    for article in sentence.slots.grammar.articles:
        begin += len(article) if plain.startswith(article, begin) else 0
    found = elements(sentence, begin, stop, _TYPES)
    return found if all(one.iri for one in found) else []


def _whole_names(stretch: _Stretch, found: list[Element], kind: str) -> list[Element]:
    """Return the elements of a list without those whose borders are in doubt, which are reported.

    Of organisations that no table knows two that only a joining word parts may be one name, unless names parted by
    commas stand before them; a short word behind a comma belongs to the name before it.
    """
    if kind != "organization":
        return found
    tails = stretch.sentence.grammar.words.bodies.get("name_tails", ())
    kept: list[Element] = []
    for one in found:
        if kept and one.iri is None and stretch.text(one.start, one.end).strip(" .") in tails:
            kept[-1] = Element(kept[-1].value, kept[-1].start, one.end)
        else:
            kept.append(one)
    doubtful: set[int] = set()
    for index in range(1, len(kept)):
        before, one = kept[index - 1], kept[index]
        parted = any(mark in stretch.text(before.end, one.start) for mark in _COMMAS)
        last = 2 <= index == len(kept) - 1
        if before.iri is None and one.iri is None and not parted and not last:
            doubtful |= {index - 1, index}
    for index in sorted(doubtful):
        stretch.findings.report("unknown-name", Severity.WARNING,
                                "no row knows this organization, and a joining word may stand in its name",
                                stretch.sentence.span(kept[index].start, kept[index].end))
    return [
        one
        for index, one in enumerate(kept)
        if index not in doubtful and (one.iri or not stretch.text(one.start, one.start + 1).islower())
    ]


def _documents(stretch: _Stretch, colon: int, provision: Iri, words: Span) -> Iterator[Listing]:
    """Yield a listing for each document whose symbol stands in a list, in its order."""
    unit = stretch.sentence.unit
    places = sorted(
        (sighting.start, sighting.end, thing)
        for sighting in unit.sightings
        if sighting.kind in {"symbol", "symbols"} and colon <= sighting.start < stretch.end
        for thing in sighting.things
    )
    for position, thing in enumerate(dict.fromkeys(thing for _, _, thing in places), start=1):
        start, end = next((start, end) for start, end, other in places if other == thing)
        yield Listing(iri=iris.listing(provision, thing), listed=thing, in_list=provision, position=position,
                      evidence=(unit.span_of(start, end), words), stated_in=provision)
