"""Reads who is to hold an office by what a body decided in the parts of a decision.

Must not read what is planned elsewhere: there it is no decision that somebody holds an office.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.reading.frames.clause import Clause
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.proceedings.elections import Office, holdings, office_at, organ_of
from treatygraph.reading.proceedings.terms import Term, between_conferences, terms_within, the_term
from treatygraph.reading.registry import Emission

_PAUSES = " ,;."
_COLONS = (":", "：")


def offices_decided(lead: Telling, part: Sentence) -> Iterator[Emission]:
    """Yield the holdings of offices that a part of a decision gives: "To appoint N as …", "N will be appointed as …".

    `lead` is the clause that leads to the parts; of an organ that "will be chaired by" somebody, it is the chair. A
    term that no part tells is that of the part they stand below.
    """
    words = part.grammar.words
    appointing = frozenset(words.operative.get("appointing", ()))
    chairs = words.bodies.get("chair_offices", {})
    if part.unit.text.rstrip().endswith(_COLONS) and (
        term := _told_of(lead, part)
    ):
        lead.thread.terms[id(part.unit.node)] = term
    clauses = {clause.verb.verb_start: clause for clause in part.clauses}
    for verb in part.verbs:
        if verb.negated or verb.lemma not in appointing | set(chairs):
            continue
        clause = clauses.get(verb.verb_start)
        if verb.modality == "infinitive" and not verb.passive and verb.lemma in appointing:
            told = Telling(Clause(part, verb, verb.start, part.stop, (verb.start, verb.start), lead.clause.actor),
                           lead.reading, lead.thread)
            yield from _appointed(told, (part.forward(verb.end, part.stop), part.stop), _term(told, part))
        elif clause is not None and verb.passive and verb.modality == "planned":
            told = Telling(clause, lead.reading, lead.thread)
            if verb.lemma in chairs:
                yield from _chaired(told, chairs[verb.lemma], _term(told, part))
            else:
                yield from _appointed(told, None, _term(told, part))


def _term(told: Telling, part: Sentence) -> Term | None:
    """Return the term that a part tells, or else that of the part it stands below."""
    above = (told.thread.terms.get(id(node)) for node in part.unit.node.ancestors())
    return _told_of(told, part) or next((term for term in above if isinstance(term, Term)), None)


def _told_of(told: Telling, sentence: Sentence) -> Term | None:
    here = the_term(terms_within(sentence, 0, sentence.stop), 0, sentence.stop)
    return here or between_conferences(told.reading, sentence, 0, sentence.stop)


def _appointed(told: Telling, where: tuple[int, int] | None, term: Term | None) -> Iterator[Emission]:
    """Those named before the mark of an office, or as the subject of a passive, hold that office.

    One that is of something else than a body ("coordinator for the process") is not the body's own, and not read.
    """
    sentence, stop = told.sentence, told.clause.end
    for mark in sorted(sentence.grammar.words.roles.get("office", ()), key=len, reverse=True):
        at = sentence.masked.lower().find(f" {mark} ", where[0] if where else told.verb.end - 1, stop)
        if at < 0:
            continue
        office = office_at(told, at + len(mark) + 2, stop)
        of_something = sentence.grammar.words.operative.get("offices_of", ())
        if office is not None and not told.unit.plain.startswith(tuple(of_something), office.end):
            named = (where[0], at) if where else told.clause.subject
            yield from holdings(told, office, told.elements(named, ("person", "state")), term)
        return


def _chaired(told: Telling, office: str, term: Term | None) -> Iterator[Emission]:
    """Those behind the mark of the agent chair the organ that is the subject."""
    where = told.clause.roles("agent").get("agent")
    begin, end = told.clause.subject
    words = told.sentence.grammar.words
    for article in told.sentence.slots.grammar.articles:
        if told.unit.plain.startswith(article, begin):
            begin += len(article)
            break
    for aside in words.operative.get("addressed", {}).get("asides", ()):
        at = told.unit.plain.find(aside, begin, end)
        end = at if at >= 0 else end
    name = told.unit.text[begin:end].rstrip(_PAUSES)
    nouns = [noun.lower() for noun in words.bodies.get("organ_nouns", ())]
    organ = told.thread.bodies.organ(name) if any(noun in name.lower() for noun in nouns) else None
    if where is not None and organ is not None:
        found = told.elements(where, ("person", "state"))
        if found and all(one.iri for one in found):
            yield from organ_of(organ, told)
            yield from holdings(told, Office(office, organ, end), found, term)
