"""Takes a list apart that stands in a sentence: each element with what it names and the remark behind it.

Must not end a list at an element it does not know: that one is handed out as unknown, and the list goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from treatygraph.model import Iri
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.slots import Named

_TYPES = ("state", "organization", "group", "person", "post", "state_group")
_OPENING, _CLOSING = "(", ")"
_MOST_ELEMENTS = 2000
_LONGEST_LEAD = 160


@dataclass(frozen=True)
class Element:
    """One element of a list: what it names (None where nobody knows it), its folded range, and that of its remark."""

    value: Named | PersonPhrase | Any
    start: int
    end: int
    remark: tuple[int, int] | None = None

    @property
    def iri(self) -> Iri | None:
        """The one thing named, or None."""
        found = getattr(self.value, "iri", None)
        return Iri(found) if isinstance(found, str) else None


def elements(sentence: Words, start: int, end: int, types: tuple[str, ...] = _TYPES) -> list[Element]:
    """Return the elements of the list that stands in a folded range, in order."""
    found: list[Element] = []
    start = _past_lead(sentence, start, end)
    if cuts := [at for at in range(start, end) if sentence.masked[at] in ";；"]:
        for begin, stop in zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True):
            at = _past_joints(sentence, begin, stop)
            if at < stop:
                found.append(_described(sentence, at, stop, types))
        return found
    at = start
    while at < end and len(found) < _MOST_ELEMENTS:
        at = _past_joints(sentence, at, end)
        if at >= end:
            break
        found.append(_next(sentence, at, end, types))
        remark = found[-1].remark
        at = max(found[-1].end, remark[1] + 1 if remark else 0, at + 1)
        at += _tail(sentence, at, end) if remark else 0
    return found


def _next(sentence: Words, at: int, end: int, types: tuple[str, ...]) -> Element:
    """Return the element that begins at a place: words that lead to speakers of another sort stand before it, if any.

    "… and Peru and the observers for Germany, Malaysia, …" goes on with Germany.
    """
    named = _representative(sentence, at, end, types) or _known(sentence, at, end, types)
    if named is not None:
        return named
    if "person" in types and (described := _named_behind(sentence, at, end)) is not None:
        return described
    if "person" in types and (titled := _known(sentence, at, end, ("titleholder",))) is not None:
        return titled
    leads = sorted(sentence.grammar.words.bodies.get("leads", ()), key=len, reverse=True)
    lead = next((word for word in leads if sentence.plain.startswith(word, at)), None)
    if lead is not None and at + len(lead) < end:
        return _known(sentence, at + len(lead), end, types) or _unknown(sentence, at + len(lead), end)
    return _unknown(sentence, at, end)


def _past_lead(sentence: Words, start: int, end: int) -> int:
    """Return the place behind words that lead to a list and end in a colon: "the following States: "."""
    at = start + len(sentence.plain[start:end]) - len(sentence.plain[start:end].lstrip(" "))
    if any(sentence.plain.startswith(word, at) for word in sentence.grammar.words.bodies.get("following", ())):
        colon = min((c for mark in ":：" if (c := sentence.masked.find(mark, at, end)) >= 0), default=-1)
        return colon + 1 if 0 <= colon - at <= _LONGEST_LEAD else start
    return start


def _described(sentence: Words, at: int, end: int, types: tuple[str, ...]) -> Element:
    """Return the one element of a stretch between semicolons: a name with its post, and what is said behind a comma."""
    if (named := _representative(sentence, at, end, types)) is not None:
        return named
    best: tuple[int, Any] | None = None
    for type_ in types:
        for stop, value in sentence.slots(type_, False, at) if type_ in sentence.slots.grammar.types else ():
            if stop <= end and getattr(value, "iri", None) is not None and (best is None or stop > best[0]):
                best = (stop, value)
    if best is None or not (isinstance(best[1], PersonPhrase) and best[1].name_span):
        best = _person_at_the_end(sentence, at, end) or best
    if not sentence.grammar.spaced and (person := _only_person(sentence, at, end)) is not None:
        return person
    if best is None:
        return Element(None, at, end)
    stop = best[0]
    bracket = _remark(sentence, stop, end)
    if bracket is None and sentence.text[stop : stop + 2] == ", ":
        bracket = (stop + 2, end)
    return Element(best[1], at, stop, bracket)


def _only_person(sentence: Words, at: int, end: int) -> Element | None:
    """Return the one person named in a stretch, with the body named right before: "裁军事务厅的查尔斯·奥温克谈及…"."""
    names = [start for start, stop, iri in sentence.slots.persons.names if at <= start and stop <= end and iri]
    read = [pair for pair in sentence.slots("person", False, names[0]) if pair[0] <= end] if len(names) == 1 else []
    if not read:
        return None
    stop, phrase = max(read, key=lambda pair: pair[0])
    whom = [getattr(value, "iri", None) for type_ in ("organization", "state")
            for last, value in sentence.slots(type_, False, at) if last in {names[0], names[0] - 1}]
    if isinstance(phrase, PersonPhrase) and not phrase.posts and len(whom) == 1 and whom[0]:
        phrase = replace(phrase, bodies=(Iri(str(whom[0])),))
    return Element(phrase, names[0], stop, _remark(sentence, stop, end))


def _representative(sentence: Words, at: int, end: int, types: tuple[str, ...]) -> Element | None:
    """Return the person named behind the State it speaks for: "the representative of Chile, Ms. N."."""
    if "person" not in types:
        return None
    start = at
    for article in sentence.slots.grammar.articles:
        start += len(article) if sentence.plain.startswith(article, start) else 0
    for lead in sentence.grammar.words.bodies.get("representing", ()):
        if not sentence.plain.startswith(lead, start):
            continue
        begin = start + len(lead)
        for article in sentence.slots.grammar.articles:
            begin += len(article) if sentence.plain.startswith(article, begin) else 0
        for type_ in ("state", "organization"):
            for stop, body in sentence.slots(type_, False, begin):
                name = stop + 2
                if stop > end or not sentence.text.startswith(", ", stop) or getattr(body, "iri", None) is None:
                    continue
                if any(first == name and last <= end for first, last, _ in sentence.slots.persons.names):
                    read = [
                        (last, phrase)
                        for last, phrase in sentence.slots("person", False, name)
                        if last <= end and isinstance(phrase, PersonPhrase)
                    ]
                    if read:
                        last, phrase = max(read, key=lambda pair: pair[0])
                        bodies = phrase.bodies or (Iri(str(getattr(body, "iri", ""))),)
                        return Element(replace(phrase, bodies=bodies), at, last, _remark(sentence, last, end))
    return None


def _named_behind(sentence: Words, at: int, end: int) -> Element | None:
    """Return the person whom words with an article describe, and the name behind a comma tells.

    Nobody, where another entry begins between them: with a comma or a joining word and an article of its own.
    """
    articles = sentence.slots.grammar.articles
    if not sentence.plain.startswith(tuple(articles), at):
        return None
    name = next((start for start, _, iri in sentence.slots.persons.names if start > at and iri is not None), -1)
    if not at < name < end or not sentence.text.endswith(", ", 0, name):
        return None
    between = sentence.plain[at : name - 2]
    marks = (", ", *(joiner for joiner in sentence.slots.grammar.joiners if joiner.startswith(" ")))
    if any(f"{mark}{article}" in between for mark in marks for article in articles):
        return None
    if between.startswith(tuple(sentence.grammar.words.bodies.get("leads", ()))):
        return None
    found = [
        (stop, value)
        for stop, value in sentence.slots("person", False, name)
        if stop <= end and isinstance(value, PersonPhrase)
    ]
    if not found:
        return None
    stop, phrase = min(found, key=lambda pair: pair[0])
    return Element(phrase, at, stop, _remark(sentence, stop, end))


def _person_at_the_end(sentence: Words, at: int, end: int) -> tuple[int, Any] | None:
    """Return the person whose name a stretch describes first and names last: "a judge of the court, Ms. N. (Chile)"."""
    for name, _, iri in reversed(sentence.slots.persons.names):
        if at < name < end and iri is not None and sentence.text.endswith(", ", 0, name):
            found = [
                (stop, value)
                for stop, value in sentence.slots("person", False, name)
                if stop <= end and isinstance(value, PersonPhrase)
            ]
            if found:
                return max(found, key=lambda pair: pair[0])
    return None


def _past_joints(sentence: Words, at: int, end: int) -> int:
    """Return the place behind the separators and joining words that stand here."""
    grammar = sentence.slots.grammar
    while at < end:
        start = at
        while at < end and sentence.text[at] in " ,;、，；:：":
            at += 1
        for joiner in grammar.joiners:
            word = joiner.strip()
            after = at + len(word)
            if sentence.plain.startswith(word, at) and (
                not sentence.grammar.spaced or not joiner.endswith(" ") or sentence.text[after : after + 1] in {" ", ""}
            ):
                at = after
                break
        for word in sentence.grammar.words.group.get("respective", ()):
            if sentence.plain.startswith(word, at) and not sentence.text[at + len(word) : at + len(word) + 1].isalnum():
                at += len(word)
        if at == start:
            return at
    return at


def _ends(sentence: Words, at: int, end: int) -> bool:
    """Tell whether an element may end here: at a mark, a bracket, a joining word or the end of the list."""
    if at >= end or sentence.text[at] in ",;、，；(（" or sentence.text[at : at + 2] in {" (", " ,", " ;"}:
        return True
    return any(
        sentence.plain.startswith(
            joiner if joiner.startswith(" ") else " " + joiner.strip() + " " if sentence.grammar.spaced else joiner, at
        )
        for joiner in sentence.slots.grammar.joiners
    )


def _known(sentence: Words, at: int, end: int, types: tuple[str, ...]) -> Element | None:
    best: tuple[int, Any] | None = None
    for type_ in types:
        if type_ not in sentence.slots.grammar.types:
            continue
        for name_end, value in sentence.slots(type_, False, at):
            stop = name_end + _tail(sentence, name_end, end)
            if (
                stop <= end
                and _ends(sentence, stop, end)
                and getattr(value, "iri", None) is not None
                and not (type_ == "organization" and _is_a_sort(sentence, at, stop))
                and (best is None or stop > best[0])
            ):
                best = (stop, value)
    if best is None:
        return None
    return Element(best[1], at, best[0], _remark(sentence, best[0], end))


def _is_a_sort(sentence: Words, at: int, stop: int) -> bool:
    """Tell whether words for organisations name a sort of them, and none by name: "non-governmental organizations"."""
    for article in sentence.slots.grammar.articles:
        at += len(article) if sentence.plain.startswith(article, at) else 0
    return sentence.grammar.spaced and sentence.text[at:stop].islower()


def _tail(sentence: Words, at: int, end: int) -> int:
    """Return how long the words are that may stand behind a name of a list without narrowing it."""
    tails = sorted(sentence.grammar.words.bodies.get("tails", ()), key=len, reverse=True)
    return next((len(t) for t in tails if at + len(t) <= end and sentence.plain.startswith(t, at)), 0)


def _unknown(sentence: Words, at: int, end: int) -> Element:
    """Everything up to the next mark outside brackets, or the next joining word that a known name follows."""
    depth, stop = 0, at
    while stop < end:
        char = sentence.text[stop]
        depth += (char in "(（" and 1) or (-1 if char in ")）" else 0)
        if depth <= 0 and char in ",;、，；":
            break
        if depth <= 0 and stop > at and sentence.text[stop : stop + 2] == " (":
            break
        if depth <= 0 and stop > at and _ends(sentence, stop, end):
            break
        stop += 1
    return Element(None, at, max(stop, at + 1), _remark(sentence, stop, end))


def _remark(sentence: Words, at: int, end: int) -> tuple[int, int] | None:
    """Return the folded range of the words in brackets behind an element, brackets left out."""
    start = at + sentence.text.startswith(" ", at)
    if start >= end or sentence.text[start] not in "(（":
        return None
    depth = 0
    for stop in range(start, end):
        char = sentence.text[stop]
        depth += (char in "(（" and 1) or (-1 if char in ")）" else 0)
        if depth == 0:
            return start + 1, stop
    return None
