"""Shows how far the sentences of a line were understood: clauses, frames tried, roles, and the word where it stopped.

Must not add a fact or a finding: it cuts the sentences once more, when all is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.language.frame_words import FrameRow
from treatygraph.model import brief
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.frames.clause import Clause
from treatygraph.reading.frames.clause_grammar import ClauseGrammar, clause_grammar
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.reader import frames_of
from treatygraph.reading.residue import folded_range, trimmed
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Unit


def why_at(report: ReadReport, line: int) -> str:
    """Return lines about each unit that has words on a line (from 1), or one that says that there is none."""
    units = [unit for unit in report.units if line in _lines(report, unit)]
    name = report.reading.source.name
    if not units:
        return f"{name}:{line}: no words that could be read stand on this line\n"
    return "".join(f"{row}\n" for unit in units for row in _unit(report, unit))


def _lines(report: ReadReport, unit: Unit) -> range:
    source = report.reading.source
    last = max(unit.span.end - 1, unit.span.start)
    return range(source.line_column(unit.span.start)[0], source.line_column(last)[0] + 1)


def _unit(report: ReadReport, unit: Unit) -> Iterator[str]:
    place = report.reading.source.place(unit.span)
    yield f"{report.reading.source.name}:{place.line}:{place.column}: {unit.kind}: {brief(unit.text)}"
    for claim in unit.claims:
        used = " … ".join(brief(report.reading.source.quote(span)) for span in claim.words)
        yield f"  read by {claim.rule}: {used}{f' ({claim.reason})' if claim.reason else ''}"
    if not unit.claims:
        yield "  no rule reads it"
    words = clause_grammar(report.reading.report.language)
    if unit.kind == "sentence":
        if words is None:
            yield "  the language has no frames: only whole wordings of its file are tried"
        else:
            yield from _clauses(report, unit, words)
    for one in unit.said:
        yield f"  {one.where}: {one.what.kind} {brief(unit.text[one.what.start : one.what.end])}"


def _clauses(report: ReadReport, unit: Unit, words: ClauseGrammar) -> Iterator[str]:
    slots = SlotReader(report.reading, unit, report.reading.report.symbols_in(unit.text))
    sentence = Sentence(unit, slots, report.reading, words)
    for clause in sentence.clauses:
        yield from _clause(clause, words)
    headed = {clause.verb.verb_start for clause in sentence.clauses}
    for verb in sentence.verbs:
        if verb.finite and verb.modality != "infinitive" and verb.verb_start not in headed:
            yield f"  verb “{unit.text[verb.start : verb.end]}”: {_stopped_before(sentence, verb.start)}"
    if not sentence.verbs:
        yield "  no verb that the language file knows; add it to [verbs]"
    slots.forget()


def _stopped_before(sentence: Sentence, verb: int) -> str:
    """Tell why a verb has no subject: where the longest reading stopped, or that the words mean nobody known."""
    start = sentence.forward(0, verb)
    found = sentence.actor_at(start, verb)
    if found is None:
        return f"no actor of the language file begins its sentence; it stopped at “{_next_word(sentence.text, start)}”"
    words = sentence.text[start : found.end]
    if not any(char.isalnum() for char in sentence.text[found.end : verb]):
        return f"its subject “{words}” ({found.kind}) means nobody that is known"
    return f"no actor takes all its subject; it stopped at “{_next_word(sentence.text, found.end)}”, behind “{words}”"


def _clause(clause: Clause, words: ClauseGrammar) -> Iterator[str]:
    text, verb = clause.unit.text, clause.verb
    how = "asserted" if clause.asserted else "not asserted" if not clause.subordinate else "subordinate"
    yield f"  clause: {brief(text[clause.start : clause.end])}"
    yield f"    verb: {verb.lemma} ({verb.form}{', passive' if verb.passive else ''}), {how}"
    kind = clause.actor.kind if clause.actor else "not understood"
    yield f"    subject ({kind}): {brief(clause.subject_text)}"
    rows = frames_of(clause, words)
    yield f"    frames tried: {', '.join(f'{row.name} ({row.rule})' for row in rows) or 'none'}"
    others = [row for row in words.words.frames if verb.lemma in row.verbs and row not in rows]
    for row in others:
        yield f"    not tried: {row.name} ({row.rule}); {_why_not(row)}"
    for name, (start, end) in sorted(clause.roles(*words.words.roles).items()):
        yield f"    role {name}: {brief(text[start:end])}"
    for one in (*clause.circumstances, *clause.shared):
        yield f"    circumstance {one.kind}: {brief(text[one.start : one.end])}"
    stop = _first_unused(clause)
    yield f"    stopped at: “{_next_word(text, stop)}”" if stop is not None else "    every word is used"


def _why_not(row: FrameRow) -> str:
    needs = [f"its subject is one of {', '.join(row.subject)}"] if row.subject else []
    needs += [f"its words hold one of {', '.join(row.constants['with'])}"] if row.constants.get("with") else []
    return " and ".join(needs) or "another frame comes first"


def _first_unused(clause: Clause) -> int | None:
    """Return where the first word of a clause stands that no claim used, marks and white space left out."""
    unit = clause.unit
    reach = clause.start
    for start, end in sorted(folded_range(unit, span) for claim in unit.claims for span in claim.words):
        if start > reach:
            at = trimmed(unit, (reach, min(start, clause.end)))
            if at[0] < at[1]:
                return at[0]
        reach = max(reach, end)
    at = trimmed(unit, (reach, clause.end))
    return at[0] if at[0] < at[1] else None


def _next_word(text: str, at: int) -> str:
    rest = text[at:].lstrip(" ,;:").split(" ", 1)[0]
    return brief(rest) or "the end"
