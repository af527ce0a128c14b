"""Takes apart a list of officers that stands in the sentence of their election: "A (Chair), B (Vice-Chair)".

Must not say who elected them; a list in which one has no office, or the office is not understood, is none of this sort.
"""

from __future__ import annotations

from treatygraph.reading.frames.clause import Words
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling

_COLONS = ":："
_COMMAS = ",，、"
_ENDS = ",;，；.。、)）"
_MOST_OFFICERS = 60


def behind_the_colon(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of what stands behind the first colon behind a clause's verb, or None."""
    sentence, stop = told.sentence, told.clause.end
    colon = min((at for mark in _COLONS if (at := sentence.masked.find(mark, told.verb.end, stop)) >= 0), default=-1)
    return (colon + 1, stop) if colon >= 0 and sentence.text[colon + 1 : stop].strip(" ") else None


def officers_listed(told: Telling, where: tuple[int, int]) -> list[tuple[int, int, Element]]:
    """Return (start, end, officer) of each office of a list, with who holds it; nothing where one has none.

    The office stands behind the name: in brackets, alone or behind the State, or behind a comma or a word such as "as".
    """
    found: list[tuple[int, int, Element]] = []
    for one in told.elements(where, ("person", "state"))[:_MOST_OFFICERS]:
        if one.iri is None:
            taken = bool(found) and found[-1][0] <= one.start and one.end <= found[-1][1]
            if not taken:
                return []
            continue
        office = _in_remark(told.sentence, one) or _behind(told, one, where[1]) or _as_post(told.sentence, one)
        if office is None:
            return []
        found.append((*office, one))
    return found


def _in_remark(sentence: Words, one: Element) -> tuple[int, int] | None:
    """Return the folded range of the office that the remark on a name is, or that ends it behind a comma."""
    if one.remark is None:
        return None
    start, stop = one.remark
    places = [start, *(at + 1 for at in range(start, stop) if sentence.text[at] in _COMMAS)]
    for place in places:
        at = _past_article(sentence, place + sentence.text.startswith(" ", place))
        if any(end == stop for end, _ in sentence.slots("office", False, at)):
            return at, stop
    return None



def _behind(told: Telling, one: Element, stop: int) -> tuple[int, int] | None:
    """Return the folded range of the office that stands behind a name, and what is in brackets there."""
    sentence = told.sentence
    at = max(one.end, one.remark[1] if one.remark else 0)
    at += sentence.text[at : at + 1] in {")", "）"}
    joints = (", ", "，", " – ", " - ", *(f" {mark} " for mark in sentence.grammar.words.roles.get("office", ())))
    for joint in joints:
        if not sentence.plain.startswith(joint, at):
            continue
        begin = _past_article(sentence, at + len(joint))
        read = [end for end, _ in sentence.slots("office", False, begin)]
        ends = [end for end in read if end <= stop and _closed(sentence, end, stop)]
        if ends:
            return begin, max(ends)
    return None


def _as_post(sentence: Words, one: Element) -> tuple[int, int] | None:
    """Return the folded range of the office that ends a person's phrase as a post: "N. (State), Chair"."""
    for place in range(one.start, one.end):
        if sentence.text[place] in _COMMAS:
            at = _past_article(sentence, place + 1 + sentence.text.startswith(" ", place + 1))
            if any(end == one.end for end, _ in sentence.slots("office", False, at)):
                return at, one.end
    return None


def _closed(sentence: Words, at: int, stop: int) -> bool:
    """Tell whether nothing but the next entry may follow here."""
    joined = any(sentence.plain.startswith(joiner, at) for joiner in sentence.slots.grammar.joiners)
    return at >= stop or sentence.text[at] in _ENDS or joined


def _past_article(sentence: Words, at: int) -> int:
    return at + next((len(a) for a in sentence.slots.grammar.articles if sentence.plain.startswith(a, at)), 0)
