"""Tells the sitting of a body from the body: "the fourth meeting of the Conference of the Parties" is one of it.

Must not say which body sits, nor when.
"""

from __future__ import annotations

import re

from treatygraph.find.fold import fold, lower
from treatygraph.find.numbers import numbers_of
from treatygraph.language.languages import Language

_MOST_WORDS = 2  # "fifth extraordinary session", "third resumed special session"


def body_of_sitting(text: str, language: Language) -> int:
    """Return the offset in a title at which the body begins whose numbered sitting the title names; 0 where it is none.

    >>> from treatygraph.language.languages import load
    >>> body_of_sitting("fourth meeting of the Conference of the Parties", load("en"))
    22
    """
    end = _sitting(text, language)
    plain = lower(text)
    for link in sorted(language.layout.get("sitting_links", ()), key=len, reverse=True) if end else ():
        behind = end + len(link)
        if plain.startswith(link, end) and plain[behind:].startswith(
                tuple(fold(noun).plain for noun in language.layout.get("bodies", ()))):
            return behind
    return 0


def end_of_body(text: str, language: Language) -> int:
    """Return the offset in a title at which the body ends behind which its numbered sitting is named, or the length.

    >>> from treatygraph.language.languages import load
    >>> end_of_body("缔约方大会第四届会议", load("zh"))
    5
    """
    nouns = tuple(language.layout.get("sittings_behind", ()))
    if text.endswith(nouns):
        numbers = numbers_of(language)
        for at in range(1, len(text)):
            number = numbers.ordinal_at(text, at)
            if number is not None and text[number[0] :] in nouns:
                return at
    return len(text)


def names_a_sitting(text: str, language: Language) -> bool:
    """Tell whether words are nothing but the number of a sitting: "Fourth meeting", "Sixty-ninth session"."""
    return _sitting(text.rstrip(" ,"), language) == len(text.rstrip(" ,"))


def _sitting(text: str, language: Language) -> int:
    """Return the end of an ordinal with the noun of a sitting that a text begins with, or 0."""
    nouns = sorted(language.layout.get("sittings", ()), key=len, reverse=True)
    numbers = numbers_of(language)
    number = numbers.ordinal_at(text, 0) or numbers.ordinal_at(lower(text), 0)
    if number is None or not nouns:
        return 0
    between = rf"(?: [^\W\d_][\w-]*){{0,{_MOST_WORDS}}}? "
    found = re.compile(f"{between}(?:{'|'.join(map(re.escape, nouns))})(?![\\w-])").match(lower(text), number[0])
    return found.end() if found else 0
