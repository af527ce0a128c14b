"""Folds names and texts to what people type: words without capitals, accents and vowel signs, and keys without gaps.

Must not know where a word stands in the index, nor which language it is in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Scripts that put no blanks between words: Han, kana, hangul.
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# What stands within a word and is no letter of it: accents by themselves, vowel signs, signs that are not to be seen.
_MARKS = (r"\u00ad\u0300-\u036f\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
          r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff")
# Marks of titles and quotations, which are put around a part of a run of such signs or left out.
_AROUND = "《》〈〉「」『』“”‘’\""
_WORD = re.compile(f"[{_UNSPACED}]+(?:[{_AROUND}]+[{_UNSPACED}]+)*|(?:[^\\W_{_UNSPACED}]+[{_MARKS}]*)+")
_MARK = re.compile(f"[{_MARKS}\u0640{_AROUND}]")
_FIRST_UNSPACED = re.compile(f"[{_UNSPACED}]")
# Letters that no decomposition takes apart, and Arabic letters that are often written for one another.
_ONE_LETTER = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
                             "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"})
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its folded form, its place in the text as stored, and whether its script is one without blanks.

    What a script without blanks writes between two other signs counts as one word; the marks of titles and quotations
    part it no more than they part what is said.
    """

    folded: str
    start: int
    end: int
    unspaced: bool


def words(text: str) -> list[Word]:
    """Return the words of a text, in order.

    The folding of texts that are read (find.fold) keeps accents and knows the place of every sign; this one drops what
    people leave out when they type, and is quick enough for all names of a graph.

    >>> [word.folded for word in words("Côte d’Ivoire, 2021年《条约》生效")]
    ['cote', 'd', 'ivoire', '2021', '年条约生效']
    """
    return [Word(folded, match.start(), match.end(), is_unspaced(folded))
            for match in _WORD.finditer(text) if (folded := _plain(match.group()))]


def key(text: str) -> str:
    """Return the letters and digits of a text alone: what two spellings of one name or symbol share.

    >>> key("A/RES/75/87"), key("a res 75 87"), key("U.K.")
    ('ares7587', 'ares7587', 'uk')
    """
    return "".join(plain_words(text))


def plain_words(text: str) -> list[str]:
    """Return the folded words of a text without their places, which is faster."""
    return [folded for word in _WORD.findall(text) if (folded := _plain(word))]


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script that puts no blanks between words."""
    return bool(_FIRST_UNSPACED.match(word))


def terms(folded: Iterable[str]) -> list[str]:
    """Return what an index holds of folded words: of a script without blanks each two neighbours, and the last alone.

    So any two neighbours are found as a phrase of terms, and any one sign as the beginning of a term, without a
    dictionary of Chinese that would lack the names of this field.

    >>> terms(["核试验", "2021"])
    ['核试', '试验', '验', '2021']
    """
    found: list[str] = []
    for word in folded:
        if not word.isascii() and is_unspaced(word):
            found += [word[at : at + 2] for at in range(len(word))]
        else:
            found.append(word)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _plain(word: str) -> str:
    small = word.casefold()
    if small.isascii():
        return small
    # A letter of mathematics is a capital only when it is taken for the letter that it stands for.
    parts = unicodedata.normalize("NFKD", _MARK.sub("", small.translate(_ONE_LETTER))).casefold()
    letters = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
               for sign in parts if sign.isalnum())
    # A hangul syllable that was taken apart is put together again, an accented letter has lost its accent by then.
    return unicodedata.normalize("NFC", "".join(letters))
