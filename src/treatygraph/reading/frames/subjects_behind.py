"""Finds the clause whose subject stands behind its verb, in languages that write so; must not look before the verb.

Must not say what follows from the clause.
"""

from __future__ import annotations

from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Actor, Clause, Words
from treatygraph.reading.frames.governing import known, may_be_subject
from treatygraph.reading.frames.verb_groups import VerbGroup

_BODIES = frozenset({"own_body", "other_body"})
_NOT_NAMED = frozenset({"pronoun", "persons_pronoun", "we"})


def with_subject_behind(sentence: Words, verb: VerbGroup, left: int, found: list[Clause]) -> Clause | None:
    """Return the clause of a verb that opens a sentence, or a clause behind a joint, and whose subject follows it.

    None where the language does not write so, where other words stand before the verb, or nobody is named behind it.
    A body may follow every verb; others only those verbs that take no object a name could be. Of a passive the subject
    is everything behind the verb.
    """
    group = sentence.grammar.words.group
    if "verbs_before_persons" not in group or not verb.finite or verb.form == "base":
        return None
    lead = _lead(sentence, verb, left, found)
    if lead is None:
        return None
    begin, subordinate = lead
    stop = sentence.stop
    at = _past_circumstances(sentence, verb.end, stop)
    if verb.passive:
        return Clause(sentence, verb, begin, stop, (at, stop), None, subordinate, subject_behind=True)
    actor = _actor(sentence, at, stop, verb)
    if actor is None:
        return None
    if group.get("passive_unmarked") and actor.kind in _BODIES and sentence.forward(actor.end, stop) >= stop:
        return None  # "the Conference opened" may as well say that it was opened
    return Clause(sentence, verb, begin, stop, (actor.start, actor.end), actor, subordinate, subject_behind=True)


def names_another_subject(sentence: Words, verb: VerbGroup) -> bool:
    """Tell whether somebody stands right behind a verb who may be its subject, though it is joined to another verb.

    So in a language whose subjects follow their verbs without a mark, of verbs whose objects are seldom persons.
    """
    exempt = sentence.grammar.words.group.get("verbs_with_persons")
    if exempt is None or verb.lemma in exempt:
        return False
    at = _past_circumstances(sentence, verb.end, sentence.stop)
    return _actor(sentence, at, sentence.stop, None) is not None


def _actor(sentence: Words, at: int, stop: int, verb: VerbGroup | None) -> Actor | None:
    """Return the longest actor whose words begin at a place, may be a verb's subject, and are not those of an object.

    A verb that only persons do may have the body it is done to before them.
    """
    group = sentence.grammar.words.group
    persons = verb is None or verb.lemma in group["verbs_before_persons"]
    of_persons = verb is not None and verb.lemma in group.get("verbs_of_persons", ())
    if of_persons:
        ends = [end for end, _ in sentence.slots("own_body", False, at) if end <= stop]
        at = _past_circumstances(sentence, max(ends), stop) if ends else at
    best: Actor | None = None
    if sentence.plain.startswith(tuple(sentence.grammar.words.group.get("oblique", ())), at):
        return None
    for kind, wording in sentence.grammar.actors:
        if kind in _NOT_NAMED or (of_persons if kind in _BODIES else not persons):
            continue
        for end, bound in sentence.slots.matcher.ends(wording, at).items():
            free = end <= stop and not sentence.text[end : end + 1].isalnum() and known(bound)
            if free and (best is None or end > best.end) and may_be_subject(sentence, at, end):
                body = next((f.value for f in bound if isinstance(f.value, Body)), None)
                best = Actor(kind, at, end, {f.name: f for f in bound}, body)
    return best


def _past_circumstances(sentence: Words, at: int, stop: int) -> int:
    """Return the place behind the circumstances that stand right behind the verb, none parted from it by a pause."""
    ends = {c.start: c.end for c in sentence.circumstances}
    while True:
        while at < stop and sentence.text[at] == " ":
            at += 1
        if at not in ends or ends[at] > stop:
            return at
        at = ends[at]


def _lead(sentence: Words, verb: VerbGroup, left: int, found: list[Clause]) -> tuple[int, bool] | None:
    """Return where the clause begins, and whether another governs it; None where its verb does not open it."""
    grammar = sentence.grammar
    clitics = tuple(grammar.words.group.get("clitics", ()))
    start = verb.start
    clitic = next(
        (c for c in clitics if sentence.plain.endswith(c, left, start) and sentence.word_before(start - len(c))), ""
    )
    opening = start - len(clitic)
    if not found:
        reached = sentence.forward(0, opening)
        if sentence.plain.startswith(tuple(grammar.words.group.get("leading", ())), reached):
            comma = sentence.text.find(",", reached, opening)
            reached = sentence.forward(comma, opening) if comma > 0 else reached
        if reached >= opening or (verb.passive and _office_before(sentence, reached, opening)):
            return 0, False
        governed = _governed(sentence, sentence.back(opening, left))
        return (opening, True) if governed else None
    at = sentence.back(opening, left)
    if _governed(sentence, at):
        return opening, True
    joint = clitic or any(
        sentence.plain.endswith(j, left, at) and sentence.word_before(at - len(j)) for j in grammar.joints
    )
    if not joint and not (at < opening and sentence.text[at] in ",;"):
        return None
    return sentence.reach(opening, left) if not clitic else opening, False


def _governed(sentence: Words, at: int) -> bool:
    words = (*sentence.grammar.subordinators, *sentence.grammar.relatives)
    return any(sentence.plain.endswith(w, 0, at) and sentence.word_before(at - len(w)) for w in words)


def _office_before(sentence: Words, at: int, end: int) -> bool:
    """Tell whether the words before a passive verb are an office's: "Председателем был избран …"."""
    words = sentence.grammar.words.bodies.get("unmarked_offices", ())
    return any(sentence.plain.startswith(word, at) for word in words) and "," not in sentence.text[at:end]
