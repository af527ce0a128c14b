"""Quotes what an act or a decision is on, without what stands around it; must not decide what it is on."""

from __future__ import annotations

from typing import Protocol

from treatygraph.model import LangText
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.units import Unit

_PAUSES = " ,;"
_LAYOUT = ": * *"  # a colon before what only parts two texts


class Told(Protocol):
    """What a clause tells, as far as its words go."""

    sentence: Words
    unit: Unit

    def words(self, where: tuple[int, int]) -> LangText:
        """Return the stored words of a folded range, in the text's language."""

    def take(self, start: int, end: int) -> None:
        """Note that a rule used the words of a folded range."""


def quoted_matter(told: Told, matter: tuple[int, int] | None) -> LangText | None:
    """Return the words of a folded range that an act or decision is on, and note them as used.

    Without who brought it before the body, a bracket at its end that only says where to look further, and the marks of
    notes that a conversion wrote in brackets.
    """
    if matter is None:
        return None
    sentence, unit, (start, end) = told.sentence, told.unit, matter
    asides = (*sentence.grammar.words.roles.get("matter_asides", ()), _LAYOUT)
    found = (sentence.masked.lower().find(aside, start, end) for aside in asides)
    end = start + len(unit.text[start : min((at for at in found if at > 0), default=end)].rstrip(_PAUSES))
    told.take(start, end)
    at = sentence.text.rfind("(", start, end)
    leads = tuple(sentence.grammar.words.roles.get("cross_references", ()))
    if at > start and unit.plain.startswith(leads, at) and unit.text.find(")", at) == end - 1:
        end = start + len(unit.text[start:at].rstrip(_PAUSES))
    words = told.words((start, end))
    text = words.text
    for mark in unit.folded.marks_in(start, end):
        text = text.replace(f"[{mark.sign}]", "", 1)
    return LangText(text, words.language)
