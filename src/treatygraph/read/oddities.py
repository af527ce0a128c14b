"""Finds characters that a reader of the text does not see as what they are: controls, directions, look-alike letters.

Must not change or drop a character, nor guess which letter was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from treatygraph.model import Finding, Severity, Span
from treatygraph.read.source import SourceText

_MOST_OF_A_KIND = 50
_LONGEST_SHOWN = 40

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
# Embeddings, overrides and isolates: what stands between them is shown in another order than it is stored in
# (Unicode Standard Annex 9, 2; "Trojan Source", Boucher and Anderson 2021). Plain marks of direction are left alone.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_CHARACTER = re.compile("[\ufffd\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[./'’-](?=[^\W_])){0,120}")
_OTHER_ALPHABETS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_PARTS = re.compile(r"[./-]")
# Greek and Cyrillic letters of the shape of Latin ones (Unicode Technical Standard 39, confusables).
_LOOK_ALIKES = frozenset(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1"
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04ae\u04bb\u0501\u051b\u051d")


def oddities(source: SourceText) -> Iterator[Finding]:
    """Yield a finding for each place with such characters; of each kind, after the first fifty, one for all others."""
    for kind, what, pattern, told in (
        ("control-character", Severity.WARNING, _CONTROL, _named("control characters, which no text needs")),
        ("direction-control", Severity.WARNING, _DIRECTION,
         _named("a control that shows what follows in another order than it is stored in")),
        ("no-character", Severity.WARNING, _NO_CHARACTER,
         _named("characters that stand for none: a sign of text lost in a conversion")),
    ):
        places = (Span(*found.span()) for found in pattern.finditer(source.text))
        yield from _some(source, kind, what, places, told)
    yield from _some(source, "look-alike-letter", Severity.WARNING, _look_alikes(source.text), _mixed)


def _some(source: SourceText, kind: str, severity: Severity, places: Iterator[Span],
          told: Callable[[str], str]) -> Iterator[Finding]:
    more = 0
    first = None
    for count, span in enumerate(places):
        if count >= _MOST_OF_A_KIND:
            more += 1
            first = first or span
            continue
        words = source.quote(span)[:_LONGEST_SHOWN]
        yield Finding(kind, severity, told(words), source.place(span), words)
    if first is not None:
        yield Finding(kind, severity, f"{more} more places of this kind, from here on", source.place(first),
                      source.quote(first)[:_LONGEST_SHOWN])


def _named(what: str) -> Callable[[str], str]:
    return lambda words: f"{', '.join(dict.fromkeys(map(_name, words)))}: {what}; it is kept as it stands"


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def _mixed(words: str) -> str:
    odd = dict.fromkeys(char for char in words if _OTHER_ALPHABETS.match(char))
    return (f"letters that look Latin and are not ({', '.join(map(_name, odd))}); the words are read as they stand, so "
            "no name or symbol with Latin letters is found in them")


def _look_alikes(text: str) -> Iterator[Span]:
    """Yield the words in which Greek or Cyrillic letters of Latin shape stand among Latin letters, or make a symbol."""
    if not _OTHER_ALPHABETS.search(text):
        return
    for found in _TOKEN.finditer(text):
        token = found.group()
        if not _OTHER_ALPHABETS.search(token):
            continue
        parts = [part for part in _PARTS.split(token) if _OTHER_ALPHABETS.search(part)]
        suspicious = [part for part in parts if _all_look_latin(part)]
        latin_too = _LATIN.search(token) is not None
        symbol = "/" in token and any(char.isdigit() for char in token)
        if suspicious and (symbol or any(_LATIN.search(part) for part in suspicious)
                           or (latin_too and len(suspicious) == len(parts))):
            yield Span(*found.span())


def _all_look_latin(part: str) -> bool:
    return all(char in _LOOK_ALIKES or not _OTHER_ALPHABETS.match(char) for char in part)
