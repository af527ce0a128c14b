"""Reads from a header's lines which session of a body a report is on, and whether its days are of one stretch.

Must not take a session that a line names for another body's, nor choose among several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from treatygraph.find.dates import DateMention
from treatygraph.find.fold import fold, lower
from treatygraph.find.numbers import NumberReader
from treatygraph.model import PartialDate

_DAY = len("2021-09-23")
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
