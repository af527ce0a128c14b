"""Rules for votings: how many voted for, against and neither, and who did.

Must not state a decision: that the text was adopted or rejected is told by the verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Vote, Voting
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.frames.clause import Circumstance
from treatygraph.reading.frames.clause_grammar import clause_grammar
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.listing import elements
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.outline import Outline
from treatygraph.reading.proceedings.decisions_taken import decided_documents
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import SlotsOf
from treatygraph.reading.units import Claim, Unit
from treatygraph.vocab import tg

_MOST_LINES = 120


@rule("VOT-01", reads="clause", emits=(Voting,), use=Use.BESIDE)
def voted(told: Telling) -> Iterator[Emission]:
    """Read how many voted in favour, against, and abstained.

    If: a clause says that the conference, or an organ of it, adopted, kept or rejected something by numbers of votes.
    Then: there was a voting on the document of the symbol named, or on what the words say, with these numbers.
    Near miss: a majority that rules ask for; a voting in another body.
    """
    verbs = told.sentence.grammar.words.bodies.get("voting_verbs", ())
    if not told.own or not told.clause.asserted or told.verb.lemma not in verbs:
        return
    for circumstance in told.clause.circumstances:
        if circumstance.kind != "votes":
            continue
        where = told.clause.object("office", "agent")
        decided = decided_documents(told, where) if where else ()
        what = iris.local(decided[0]) if decided else told.local("voting")
        yield Voting(
            iri=iris.voting(told.base, what, told.reading.facts.use_of(told.base, tg("Voting"), Iri(what))),
            evidence=(told.sentence.span(circumstance.start, circumstance.end), told.clause.span),
            voted_on=decided,
            votes_in_favour=_number(told, circumstance, "in_favour"),
            votes_against=_number(told, circumstance, "against"),
            abstentions=_number(told, circumstance, "abstaining"),
            of_conference=told.conference,
            of_organ=told.organ,
            at_meetings=told.at_meetings,
            under_items=told.under_items,
            matter=told.words(where) if where else None,
        )


def _number(told: Telling, circumstance: Circumstance, name: str) -> int | None:
    """Return the number of votes of a sort: as stated, 0 where the words say that there were none, else None."""
    value = circumstance.value(name)
    if isinstance(value, int):
        return value
    words = told.unit.plain[circumstance.start : circumstance.end]
    none = told.sentence.grammar.words.bodies.get("no_votes", {}).get(name, ())
    return 0 if any(form in words for form in none) else None


@rule("VOT-02", reads="report", emits=(Vote,), stage=0)
def cast(
    report: ReportText, outline: Outline, facts: Facts, findings: Findings, slots_of: SlotsOf
) -> Iterator[Emission]:
    """Read who voted how, from the lists behind "In favour:", "Against:" and "Abstaining:".

    If: behind words that tell of a voting, lines or parts of a sentence begin with the word for a sort of votes and a
        colon, and list States.
    Then: each of these States cast that vote in the voting told of last.
    Near miss: lists that no voting stands before; a State that no table knows, which is reported.
    """
    words = clause_grammar(report.language)
    if words is None:
        return
    casts = words.words.bodies.get("casts", {})
    votings = sorted((record for record in facts.read(Voting)), key=lambda record: record.evidence[0].start)
    sort: tuple[str, Span] | None = None
    lines = 0
    for unit in outline.units:
        if not unit.text or unit.kind not in {"sentence", "title", "heading", "cell"}:
            continue
        marks = list(_marks(unit, casts))
        if not marks and sort is None:
            continue
        told_before = [one for one in votings if one.evidence[0].start < unit.span.end]
        if not told_before:
            if marks:
                findings.report(
                    "votes-without-voting", Severity.WARNING, "no voting was told of before these lists", unit.span
                )
            continue
        slots = slots_of(unit)
        sentence = Sentence(unit, slots, slots.reading, words)
        stop = len(unit.text.rstrip(" ."))
        if not marks and sort is not None:
            lines += 1
            found = elements(sentence, 0, stop, ("state",))
            if lines > _MOST_LINES or not any(one.iri for one in found):
                sort = None
                continue
            yield from _votes(sentence, told_before[-1], sort, (0, stop), findings)
            continue
        for index, (start, end, kind) in enumerate(marks):
            last = marks[index + 1][0] if index + 1 < len(marks) else stop
            last = end + len(unit.text[end:last].rstrip(" .;,"))
            sort, lines = (kind, unit.span_of(start, end)), 0
            unit.claims.append(Claim("VOT-02", unit.span_of(start, end)))
            yield from _votes(sentence, told_before[-1], sort, (end, last), findings)


def _marks(unit: Unit, casts: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, sort) for the words for sorts of votes that begin a unit or a part of it, with a colon."""
    places = [0, *(at + 1 for at, char in enumerate(unit.text) if char in ".;:")]
    for place in places:
        start = place + len(unit.text[place:]) - len(unit.text[place:].lstrip(" "))
        for words, sort in casts.items():
            if unit.plain.startswith(f"{words}:", start):
                yield start, start + len(words) + 1, sort


def _votes(
    sentence: Sentence, voting: Voting, sort: tuple[str, Span], where: tuple[int, int], findings: Findings
) -> Iterator[Vote]:
    if not any(char.isalnum() for char in sentence.text[where[0] : where[1]]):
        return
    for one in elements(sentence, *where, ("state",)):
        if one.iri is None:
            findings.report(
                "unknown-name", Severity.WARNING, "no row knows these words as a State that voted",
                sentence.span(one.start, one.end),
            )
            continue
        yield Vote(
            iri=iris.vote(voting.iri, one.iri),
            evidence=(sentence.span(one.start, one.end), sort[1]),
            voter=one.iri,
            in_voting=voting.iri,
            cast=tg(sort[0]),
            stated_in=sentence.unit.provision,
        )
    sentence.unit.claims.append(Claim("VOT-02", sentence.span(*where)))
