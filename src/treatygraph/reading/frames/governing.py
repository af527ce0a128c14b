"""Tells which clauses other words govern where no word of a language's own stands before them; must not cut a sentence.

A subordinate clause may end in the word that makes it one ("…后"), and reported speech may follow its verb at once.
"""

from __future__ import annotations

from treatygraph.reading.frames.clause import Clause, Words
from treatygraph.reading.frames.verb_groups import VerbGroup
from treatygraph.reading.matching import Filling
from treatygraph.reading.slots import Named

_PAUSES = " ,;"


def ends_subordinate(sentence: Words, verb: VerbGroup, stop: int) -> bool:
    """Tell whether the words from a verb up to the next pause end in one that makes their clause a subordinate one."""
    words = tuple(sentence.grammar.words.group.get("subordinate_behind", ()))
    pause = next((at for at in range(verb.end, stop) if sentence.masked[at] in ",;"), -1) if words else -1
    return pause > 0 and sentence.plain.endswith(words, verb.end, pause)


def complemented(sentence: Words, start: int, at: int) -> bool:
    """Tell whether words hold one that a clause of its own follows: "on the understanding that the dates …"."""
    words = sentence.grammar.words.group.get("complementizers", ())
    return any(f" {word} " in sentence.masked[start:at].lower() for word in words)


def said(sentence: Words, start: int, before: Clause | None) -> bool:
    """Tell whether a clause that starts at a place stands right behind a verb of saying, which reports it."""
    if before is None or before.verb.lemma not in sentence.grammar.words.group.get("saying", ()):
        return False
    return not sentence.text[before.verb.end : start].strip(_PAUSES)


def goes_on(sentence: Words, before: Clause, verb: VerbGroup, at: int) -> bool:
    """Tell whether a verb behind a mere comma goes on with the subject before, as it does where words have no spaces.

    What was said (`saying`) goes on with what was said, and with nothing else: whoever is quoted may be the object.
    """
    saying = sentence.grammar.words.group.get("saying", ())
    alike = (before.verb.lemma in saying) == (verb.lemma in saying)
    return not sentence.grammar.spaced and alike and "," in sentence.text[at : verb.start]


def for_a_purpose(sentence: Words, before: Clause, verb: VerbGroup) -> bool:
    """Tell whether the last verb before one says what for something is done, and it goes on so: "以表彰…，并表彰…"."""
    between = [other for other in sentence.verbs if before.verb.end <= other.start and other.end <= verb.start]
    return not sentence.grammar.spaced and bool(between) and between[-1].modality == "infinitive"


def goes_on_in_present(sentence: Words, before: Clause, verb: VerbGroup) -> bool:
    """Tell whether a verb in the present goes on from one in the past: "welcomed … and looks forward to …"."""
    between = sentence.masked[before.verb.end : verb.start].lower()
    governing = (*sentence.grammar.relatives, *sentence.grammar.subordinators)
    return before.verb.form == "past" and verb.form == "third" and not any(f" {word} " in between for word in governing)


def more_of_what_is_asked(sentence: Words, before: Clause, verb: VerbGroup) -> bool:
    """Tell whether a verb is more of what a clause asks for: "we call on them to engage and conclude a treaty"."""
    group = sentence.grammar.words.group
    between = sentence.plain[before.verb.end : verb.start]
    return verb.form == "base" and verb.lemma in group.get("deeds", ()) and any(
        mark in between for mark in group.get("asked", ()))


def listed_by(sentence: Words, before: Clause, verb: VerbGroup) -> bool:
    """Tell whether a form is no verb but part of a title that an inventory lists: "and proposed organization"."""
    group = sentence.grammar.words.group
    forms = {form.form for form in sentence.grammar.words.forms.get(sentence.plain[verb.verb_start : verb.end], ())}
    return (
        before.verb.lemma in group.get("inventories", ())
        and "participle" in forms
        and not sentence.plain.startswith(tuple(group.get("determiners", ())), verb.end + 1)
    )


def known(bound: tuple[Filling, ...]) -> bool:
    """Tell whether rows know every name in what fills a wording's slots."""
    return not any(
        isinstance(one, Named) and one.iri is None and not one.several
        for filling in bound
        for one in (filling.value if isinstance(filling.value, tuple) else (filling.value,))
    )


def opening(sentence: Words, at: int, stop: int = 0) -> str:
    """Return the word that makes a clause depend on another where it opens a sentence: "If the …".

    Where the clause's verb stands at `stop`, a word that opens a mere phrase ended by a comma ("As indicated in …, ")
    governs nothing.
    """
    spaced = sentence.grammar.spaced
    for word in sentence.grammar.subordinators:
        end = at + len(word)
        if sentence.plain.startswith(word, at) and (not spaced or not sentence.text[end : end + 1].isalnum()):
            phrase = word in sentence.grammar.words.group.get("phrasal", ()) and ", " in sentence.masked[end:stop]
            return "" if phrase else word
    return ""


def last_word(sentence: Words, word: str, left: int, at: int) -> int:
    """Return where a word stands last in a range, as a word of its own; -1 where it does not."""
    place = sentence.plain.rfind(word, left, at)
    while place >= 0 and sentence.grammar.spaced and (
        sentence.text[place - 1 : place].isalnum() or sentence.text[place + len(word) : place + len(word) + 1].isalnum()
    ):
        place = sentence.plain.rfind(word, left, place + len(word) - 1)
    return place


def may_be_subject(sentence: Words, start: int, end: int) -> bool:
    """Tell whether the words of a range are no body's noun in a case that no subject stands in."""
    first = sentence.plain[start:end].split(" ")
    nouns = sentence.grammar.words.bodies.get("oblique_nouns", ())
    return not any(" ".join(first[:count]) in nouns for count in (1, 2))


def without_joint(sentence: Words, end: int) -> int:
    """Return the end of a clause without the joint, and the pauses, that tie the next one to it."""
    for joint in sentence.grammar.joints:
        if sentence.plain.endswith(joint, 0, end) and sentence.word_before(end - len(joint)):
            return len(sentence.text[: end - len(joint)].rstrip(_PAUSES))
    return end
