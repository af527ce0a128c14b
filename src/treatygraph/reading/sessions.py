"""Reads from a header's lines which session of a body a report is on, and whether its days are of one stretch.

"The fourth meeting of the Conference of the Parties" is a sitting of the Conference, and no body. Must not take a
session that a line names for another body's, nor choose among several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from treatygraph.find.dates import DateMention
from treatygraph.find.fold import fold, lower
from treatygraph.find.numbers import NumberReader, numbers_of
from treatygraph.language.languages import Language
from treatygraph.model import PartialDate

_DAY = len("2021-09-23")
_MOST_WORDS = 2  # "fifth extraordinary session", "third resumed special session"
_MOST_DAYS_OFF = 4  # a weekend, and a day at either end of it


class Sessions:
    """Finds sessions in the words of a language, as its [layout] section gives them.

    `session_nouns` follow an ordinal in a session's name; `session_of` puts body and session together for a label.
    """

    def __init__(self, layout: dict[str, Any], numbers: NumberReader) -> None:
        self._nouns = [lower(noun) for noun in layout.get("session_nouns", ())]
        self._whole = str(layout.get("session_of", ""))
        self._numbers = numbers

    def named(self, words: str) -> list[tuple[int, str]]:
        """Return the sessions that words name, each with its ordinal and its own words, in order."""
        folded, found, at = fold(words), [], 0
        while at < len(folded.text):
            read = self._numbers.ordinal_at(folded.text, at) if at == 0 or not folded.text[at - 1].isalnum() \
                or "\u3400" <= folded.text[at - 1] <= "\u9fff" else None
            noun = next((n for n in self._nouns if read and folded.plain.startswith(n, read[0])), None)
            if read is None or noun is None:
                at += 1
                continue
            stop = read[0] + len(noun)
            found.append((read[1], folded.text[at:stop]))
            at = stop
        return found

    def label(self, body: str, session: str) -> str | None:
        """Return the name of a session of a body, in the way of the language."""
        return self._whole.format(body=body, session=session[:1].lower() + session[1:]) if self._whole else None


def the_one(sessions: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    """Return the session that all of them are; None where there is none, or more than one."""
    found = dict(sessions)
    return next(iter(found.items())) if len(found) == 1 else None


def in_parts(dates: Sequence[DateMention]) -> bool:
    """Tell whether days told one behind the other leave days between them on which nothing was held."""
    return any(len(one.last.lexical) == len(other.first.lexical) == _DAY
               and _day(other.first) - _day(one.last) > timedelta(days=_MOST_DAYS_OFF)
               for one, other in pairwise(dates))


def _day(known: PartialDate) -> date:
    return date.fromisoformat(known.lexical)


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
