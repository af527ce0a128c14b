"""Finds the words that hold a name and mean something else: a place, an institution, an old body, a phrase.

Must not say what they mean, only where they stand; the words are rows of a table.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from treatygraph.find.fold import fold, one_apostrophe
from treatygraph.tables import Tables

STATE, DIGIT = "{state}", "{digit}"
"""What stands in a row of the table for any name of a State, and for any digit."""
_DIGITS = "0123456789"
_CAPITALIZED = r"[A-Z][\w’-]{0,30}"


class LongerNames:
    """The rows of `longer-names.csv` of one language: whole words, and words around a name.

    `lists` is the language's section of that name: its small words within names.
    """

    def __init__(self, tables: Tables, language: str, lists: Mapping[str, Any]) -> None:
        rows = [one_apostrophe(fold(row["words"]).text) for row in tables.rows("longer-names")
                if row["language"] == language]
        self.whole = tuple(word for row in rows if STATE not in row for word in _with_digits(row))
        before = tuple(row.removesuffix(STATE) for row in rows if row.endswith(STATE))
        after = tuple(row.removeprefix(STATE) for row in rows if row.startswith(STATE))
        self._before = before
        self._directly = tuple(words for words in after if not words.startswith(" "))
        nouns = sorted((words.strip() for words in after if words.startswith(" ")), key=len, reverse=True)
        self._noun = re.compile(f"{_between(lists)}(?:{'|'.join(map(re.escape, nouns))})(?!\\w)") if nouns else None

    def around(self, text: str, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the longer ranges of a folded text that hold one of these ranges of names."""
        starts = sorted(start for start, _ in names)
        for start, end in names:
            for words in self._before:
                begin = start - len(words)
                if text.startswith(words, begin) and begin >= 0 and not text[begin - 1 : begin].isalpha():
                    yield begin, end
            yield from ((start, end + len(words)) for words in self._directly if text.startswith(words, end))
            noun = self._noun.match(text, end) if self._noun else None
            if noun and bisect.bisect_right(starts, noun.end()) == bisect.bisect_right(starts, end):
                yield start, noun.end()


def _between(lists: Mapping[str, Any]) -> str:
    """Return a pattern for what stands between a name and the noun that ends an institution's name.

    That is a few words in capitals and, behind the first of them, small words; where an article follows the joining
    word, two names are joined: "Chile and the Coastal Forum" are two.
    """
    articles = "|".join(re.escape(word) for word in lists.get("articles", ()))
    joins = [re.escape(word) + (f"(?! (?:{articles}))" if articles else "")
             for word in lists.get("joins_within_names", ())]
    small = "|".join([*map(re.escape, lists.get("words_within_names", ())), *joins, _CAPITALIZED])
    return rf"(?: {_CAPITALIZED}(?: (?:{small})){{0,4}}?)? "


def _with_digits(words: str) -> Iterator[str]:
    if DIGIT not in words:
        yield words
        return
    yield from (words.replace(DIGIT, digit) for digit in _DIGITS)
