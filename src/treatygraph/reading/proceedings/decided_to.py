"""Reads which kind of decision a body took by deciding to do something: "decided to establish a working group".

Must not read what was decided to be done later by others.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Decision
from treatygraph.model import Span
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.units import Unit
from treatygraph.vocab import tg

_PAUSES = " ,;:."


def decided_to(told: Telling, sentence: Sentence, where: tuple[int, int], evidence: tuple[Span, ...]
               ) -> Iterator[Decision]:
    """Yield the decision that an infinitive tells that words of a sentence begin with.

    `where` is the folded range of what was decided; `evidence` the words it is read from. Which verbs tell a decision
    of a kind of its own is said in the language's `[operative.decisions]`; any other yields nothing.
    """
    kinds = sentence.grammar.words.operative.get("decisions", {})
    infinitives = [verb for verb in sentence.verbs if verb.modality == "infinitive" and verb.start == where[0]]
    first = next((verb for verb in infinitives if not verb.negated), None)
    if first is None or first.lemma not in kinds or not told.own:
        return
    start = first.end + 1
    stop = _next_infinitive(sentence, start, where[1])
    matter = (start, start + len(sentence.text[start:stop].rstrip(_PAUSES)))
    if matter[0] >= matter[1]:
        return
    type_, unit = kinds[first.lemma], sentence.unit
    yield Decision(
        iri=iris.decision(told.base, tg(type_), _local(told, unit)),
        evidence=evidence,
        decision_type=tg(type_),
        of_conference=told.held_at,
        of_organ=told.standing,
        at_meetings=told.at_meetings,
        under_items=told.under_items,
        under_rules=told.under_rules,
        method=told.method,
        matter=told.reading.report.words(sentence.span(*matter)),
        note=told.reserve,
    )


def _next_infinitive(sentence: Sentence, start: int, stop: int) -> int:
    """Return where a joining word ties another infinitive to the first ("and to adopt its rules"), or the end."""
    operative = sentence.grammar.words.operative.get("addressed", {})
    none = tuple(f"{word} " for word in operative.get("no_infinitive", ()))
    best = stop
    for joint in sentence.grammar.joints:
        for infinitive in operative.get("infinitives", ()):
            words = f" {joint}{infinitive}"
            at = sentence.plain.find(words, start, best)
            while at >= 0:
                behind = at + len(words)
                if sentence.text[behind : behind + 1].islower() and not sentence.plain.startswith(none, behind):
                    best = at
                    break
                at = sentence.plain.find(words, at + 1, best)
    return best


def _local(told: Telling, unit: Unit) -> str:
    """Return what tells the decision from its siblings in its IRI: its provision, and which one there it is."""
    path = iris.path_of(unit.provision).removeprefix(iris.path_of(told.reading.document)).strip("/")
    use = told.reading.facts.use_of(unit.provision, tg("Decision"), None)
    return path.replace("/", "-") + (f"-{use}" if use > 1 else "")
