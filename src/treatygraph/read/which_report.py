"""Tells which report a text is a version of, and in which language, by its header and by sources.csv.

Must not guess: where neither says it, the caller is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from treatygraph.find.symbols import parse_symbol
from treatygraph.language import languages
from treatygraph.model import TreatyGraphError
from treatygraph.read.source import SourceText
from treatygraph.tables import Row, Tables

_HEAD = 20_000
_HEADER_LINES = 40
_FIRST_PARAGRAPH = re.compile(r"[\W_]*[1\u0661\u06f1](\s*[.．、)]|\s+[-–])\s*\S")
_CELLS = re.compile(r"\t|\s{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SLOT = re.compile(r"\{[^{}]*\}")
_ENOUGH_WORDS = 3
_CLEARLY_MORE = 2


@dataclass(frozen=True)
class ReportIdentity:
    """What the caller says of a text: its symbol, and the language it is in."""

    symbol: str
    language: str


class UnknownVersionError(TreatyGraphError):
    """A text that does not say which report it is, or in which language; the message says how to."""


@dataclass(frozen=True)
class Named:
    """A text as a caller names it: its file, and its language where `TEXT:LANG` gives it."""

    file: Path
    language: str | None = None


def named(argument: str) -> Named:
    """Take `TEXT` or `TEXT:LANG` apart; a file whose whole name is that is taken as it stands.

    >>> named("report.txt:en")
    Named(file=PosixPath('report.txt'), language='en')
    """
    whole = Path(argument)
    if whole.exists():
        return Named(whole)
    file, colon, language = argument.rpartition(":")
    if colon and file and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language):
        return Named(Path(file), language)
    return Named(whole)


def identify(source: SourceText, tables: Tables, symbol: str | None = None, language: str | None = None,
             fallback: str | None = None, received: str | None = None) -> ReportIdentity:
    """Return the symbol and the language of a text.

    What the caller gives comes first, then the row of sources.csv with the same bytes, then the header; the language
    is last told by the letters and words of the text. `fallback` is the symbol to take where none of them gives one;
    `received` is the SHA-256 of the file as received, where the text was converted from it.
    Raises UnknownVersionError where one of the two stays unknown.
    """
    row = _known(received or source.sha256, tables)
    found_language = language or (row["language"] if row else None) or header_language(source.text) \
        or spoken_language(source.text)
    if found_language is None:
        raise UnknownVersionError(f"{source.name}: the header does not name the language, and the words do not "
                                  f"tell it; write TEXT:LANG or give --language ({', '.join(languages.available())})")
    found_symbol = symbol or (row["symbol"] if row else None) or header_symbol(source.text) or fallback
    if found_symbol is None:
        raise UnknownVersionError(f"{source.name}: no line of the header gives the report's symbol; "
                                  "give --symbol")
    return ReportIdentity(found_symbol, found_language)


def _known(digest: str, tables: Tables) -> Row | None:
    return next((row for row in tables.rows("sources") if row["sha256"] == digest), None)


def _header(text: str) -> Iterator[str]:
    """Yield the cells of the lines before the first paragraph."""
    for line in [line for line in text[:_HEAD].splitlines() if line.strip()][:_HEADER_LINES]:
        if _FIRST_PARAGRAPH.match(line):
            return
        yield from (cell.strip() for cell in _CELLS.split(line.strip()))


def header_symbol(text: str) -> str | None:
    """Return the first symbol that stands alone in a line or cell of the header, without a reissue's asterisk."""
    found = (parse_symbol(cell) for cell in _header(text))
    return next((mention.symbol for mention in found if mention), None)


def header_language(text: str) -> str | None:
    """Return the language that a line or cell of the header is the name of, and that there are patterns for."""
    words = _language_names()
    return next((words[cell.casefold()] for cell in _header(text) if cell.casefold() in words), None)


@cache
def _language_names() -> dict[str, str]:
    codes = languages.available()
    return {word.casefold(): code for file in codes
            for word, code in languages.load(file).lexicon.get("language", {}).items() if code in codes}


def spoken_language(text: str) -> str | None:
    """Return the language whose patterns' words a text uses clearly more than those of any other, or None."""
    used = Counter(_words(text[:_HEAD]))
    counted = sorted(((sum(used[word] for word in words), code) for code, words in _own_words().items()), reverse=True)
    if not counted or counted[0][0] < _ENOUGH_WORDS:
        return None
    second = counted[1][0] if len(counted) > 1 else 0
    return counted[0][1] if counted[0][0] >= _CLEARLY_MORE * second else None


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """The words of each language's patterns that no other language's patterns have."""
    all_words = {
        code: frozenset(word for row in languages.load(code).rows for word in _words(_SLOT.sub(" ", row.wording)))
        for code in languages.available()
    }
    shared = Counter(word for words in all_words.values() for word in words)
    return {code: frozenset(word for word in words if shared[word] == 1) for code, words in all_words.items()}


def _words(text: str) -> Iterator[str]:
    """Yield words in small letters; where words are written without spaces, single characters."""
    for word in _WORD.findall(text):
        if _HAN_OR_KANA.search(word):
            yield from word
        else:
            yield word.casefold()
