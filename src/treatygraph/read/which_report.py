"""Tells which report a text is a version of, and in which language, by its header and by sources.csv.

Must not guess without saying so: where neither tells, what is taken instead is a doubt that is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from treatygraph import iris
from treatygraph.find.symbols import parse_symbol
from treatygraph.language import languages
from treatygraph.model import TreatyGraphError
from treatygraph.read.source import TEXT_FILE, SourceText
from treatygraph.tables import Row, Tables

_HEAD = 20_000
_HEADER_LINES = 40
_FIRST_PARAGRAPH = re.compile(r"[\W_]*[1\u0661\u06f1](\s*[.．、)]|\s+[-–])\s*\S")
_CELLS = re.compile(r"\t|\s{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SLOT = re.compile(r"\{[^{}]*\}")
_ENOUGH_WORDS = 3
_LONGEST_SLUG = 60
_NO_NAME = "report"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_TELLING = re.compile(r"[/\d]")
_SAYABLE = re.compile(r"(?=.{0,200}[\w])[^\x00-\x1f<>\"{}|\\^`]{1,200}")
_TWO_SYMBOLS = re.compile(r"-(?=[A-Z][A-Za-z]{0,6}/)")
_CLEARLY_MORE = 2


@dataclass(frozen=True)
class ReportIdentity:
    """What is taken for a text's symbol and for its language, and what of that nobody said, in sentences."""

    symbol: str
    language: str
    doubts: tuple[str, ...] = ()


class UnknownVersionError(TreatyGraphError):
    """A text of which a caller says what cannot be, or does not say what nobody else does; the message says how to."""


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
    if colon and file and _TAG.fullmatch(language):
        return Named(Path(file), language)
    return Named(whole)


def identify(source: SourceText, tables: Tables, symbol: str | None = None, language: str | None = None,
             fallback: str | None = None, received: str | None = None, *, asked: bool = False) -> ReportIdentity:
    """Return the symbol and the language of a text.

    What the caller gives comes first, then the row of sources.csv with the same bytes, then the header; the language
    is last told by the letters and words of the text. `fallback` is the symbol to take where none of them gives one;
    `received` is the SHA-256 of the file as received, where the text was converted from it. Where nobody says which
    they are, the symbol is made of the file's name or of the text's first line, and the language is taken for
    English; `doubts` say so.
    Raises UnknownVersionError where `symbol` is no symbol, or `language` is no language tag (BCP 47); where the
    caller is to be `asked`, also where one of the two stays unknown.
    """
    if symbol is not None and (not _SAYABLE.fullmatch(symbol.strip()) or not _TELLING.search(symbol)):
        raise UnknownVersionError(f"{source.name}: '{symbol[:60]}' is no symbol of a document; write it as it is "
                                  "printed, such as CTBT-Art.XIV/2023/6")
    if language is not None and not _TAG.fullmatch(language):
        raise UnknownVersionError(f"{source.name}: '{language[:60]}' is no language tag; write one such as "
                                  f"{', '.join(languages.available())}")
    row = _known(received or source.sha256, tables)
    doubts: list[str] = []
    found_language = language or (row["language"] if row else None) or header_language(source.text) \
        or spoken_language(source.text) or lettered_language(source.text)
    if found_language is None:
        if asked:
            raise UnknownVersionError(f"{source.name}: the header does not name the language, and the words do not "
                                      "tell it; write TEXT:LANG or give --language")
        found_language = "en"
        doubts.append("the header does not name the language, and the words do not tell it, so it is taken for "
                      "English; write TEXT:LANG or give --language")
    if found_language not in languages.available():
        doubts.append(f"there are no words for the language '{found_language}', so that nothing but the layout is "
                      f"read; there are words for {', '.join(languages.available())}")
    found_symbol = symbol or (row["symbol"] if row else None) or header_symbol(source.text) or fallback
    if found_symbol is None:
        if asked:
            raise UnknownVersionError(f"{source.name}: no line of the header gives the report's symbol; give --symbol")
        found_symbol = _made_symbol(source)
        doubts.append(f"no line of the header gives the report's symbol, so it is called '{found_symbol}'; give "
                      "--symbol")
    return ReportIdentity(found_symbol, found_language, tuple(doubts))


def _made_symbol(source: SourceText) -> str:
    """Make a name for a document without a symbol: of its file, or of the first line with words."""
    name = iris.slug(Path(source.name).name.partition(".")[0]) if source.name != TEXT_FILE else ""
    lines = (iris.slug(line) for line in source.text[:_HEAD].splitlines())
    return name or next((line[:_LONGEST_SLUG].strip("-") for line in lines if line), "") or _NO_NAME


def lettered_language(text: str) -> str | None:
    """Return the language whose script a text is written in, of the languages that there are words for; else None."""
    letters = [char for char in text[:_HEAD] if char.isalpha()]
    if not letters:
        return None
    scripts = Counter(unicodedata.name(char, "").partition(" ")[0] for char in letters)
    for code in languages.available():
        script = languages.load(code).layout.get("script", "")
        if script and scripts[script] > len(letters) / 2:
            return code
    return None


def _known(digest: str, tables: Tables) -> Row | None:
    return next((row for row in tables.rows("sources") if row["sha256"] == digest), None)


def _header(text: str) -> Iterator[str]:
    """Yield the cells of the lines before the first paragraph."""
    for line in [line for line in text[:_HEAD].splitlines() if line.strip()][:_HEADER_LINES]:
        if _FIRST_PARAGRAPH.match(line):
            return
        yield from (cell.strip() for cell in _CELLS.split(line.strip()))


def header_symbol(text: str) -> str | None:
    """Return the first symbol that stands alone in a line or cell of the header, without a reissue's asterisk.

    Of a document that two bodies issue together, each under its own symbol (`E/2025/25-E/CN.9/2025/7`), the first.
    """
    for cell in _header(text):
        found = parse_symbol(cell) or parse_symbol(_TWO_SYMBOLS.split(cell)[0])
        if found:
            return found.symbol
    return None


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
