"""Tells forms that are no verb of a clause: a participle that a comma parts from its noun, and infinitives.

"The Committee, established in 2030, met in Lisbon": the Committee did not establish, and it is the Committee that met.
"We urge all States to sign and ratify it": we do not ratify. Must not cut clauses.
"""

from __future__ import annotations

from collections.abc import Sequence

from treatygraph.reading.frames.clause import Actor, Words
from treatygraph.reading.frames.verb_groups import VerbGroup

_PAUSES = " ,;"
_IN_TITLES = frozenset({"third", "base", "plain"})


def is_attribute(sentence: Words, verb: VerbGroup, starts: Sequence[int], at: int) -> bool:
    """Tell whether a past form is a participle behind a comma that ends a noun phrase at folded offset `at`.

    `starts` are the offsets at which that phrase may begin. Where it holds a comma itself, the comma closes an
    apposition, and the verb is the subject's.
    """
    forms = {form.form for form in sentence.grammar.words.forms.get(sentence.plain[verb.verb_start : verb.end], ())}
    return (
        verb.form == "past"
        and not verb.perfect
        and "participle" in forms
        and sentence.text[at : verb.start].strip() == ","
        and (longest := next((start for start in starts if sentence.exactly(start, at) is not None), None)) is not None
        and "," not in sentence.text[longest:at]
    )


def before_attribute(sentence: Words, start: int, at: int, verb: VerbGroup, ends: Sequence[int]) -> Actor | None:
    """Return the subject that begins at `start` and that such a participle, up to `at`, parts from its verb.

    `ends` are the offsets at which subjects end that such a participle follows.
    """
    if not sentence.text[at : verb.start].startswith(","):
        return None
    return next((actor for end in ends if start < end < at and (actor := sentence.exactly(start, end))), None)


def infinitives(text: str, verbs: Sequence[VerbGroup], joints: Sequence[str]) -> frozenset[int]:
    """Return the folded offsets of the verbs that are infinitives, or that a joint ties to one right before them."""
    found: set[int] = set()
    ties = {joint.strip() for joint in joints}
    end = -1
    for verb in verbs:
        joined = verb.form == "base" and end >= 0 and text[end : verb.start].strip(_PAUSES) in ties
        if verb.modality == "infinitive" or joined:
            found.add(verb.start)
            end = verb.end
        else:
            end = -1
    return frozenset(found)


def is_a_title(sentence: Words, verb: VerbGroup) -> bool:
    """Tell whether a form in a capital amid a sentence is no verb: "The President, Co-Chairs and coordinator …"."""
    at = verb.verb_start
    amid = at > 1 and sentence.text[at - 1] == " " and sentence.text[at - 2] not in ".:;”"
    return sentence.grammar.spaced and amid and verb.form in _IN_TITLES and sentence.text[at].isupper()
