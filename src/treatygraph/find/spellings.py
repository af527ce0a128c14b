"""Lists the ways one name may be set in print: its dashes, accents, capitals, joined articles and broken lines.

Must not translate, decline or shorten a name: such forms are cells of the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

_DASHES = ("-", " ", "\u2010", "\u2013", "\u2014", " - ", " \u2013 ", " \u2014 ")
_DASH = re.compile(" ?[-\u2010\u2013\u2014] ?")
_APOSTROPHE = "\u2019"
# Arabic writes the preposition li- and the article al- as one: "ال" after "ل" becomes "لل".
_ALIF = "\u0627"
_ARTICLE, _AFTER_LI = "\u0627\u0644", "\u0644\u0644"
_TEN = 10
_NUMERAL_VALUES = frozenset({*range(10), _TEN, 100, 1000})


def spellings(name: str) -> tuple[str, ...]:
    """Return the forms under which a folded name may stand in a folded text, the name itself first, each once.

    Hyphens, dashes with and without spaces, a space in place of them, and a line broken after a hyphen or an
    apostrophe; accents whole, left off capitals or left off altogether; a capital at the beginning or all through;
    Chinese numerals in digits.
    Of apostrophes there is one sort, the curved one, as in the texts that are searched.

    >>> spellings("États-Unis")[:4]
    ('États-Unis', 'ÉTATS-UNIS', 'Etats-Unis', 'ETATS-UNIS')
    >>> "Cote d\u2019Ivoire" in spellings("Côte d\u2019Ivoire"), "Guinea Bissau" in spellings("Guinea-Bissau")
    (True, True)
    >>> spellings("第十四条进程"), spellings("七十七国集团")
    (('第十四条进程', '第14条进程'), ('七十七国集团', '77国集团'))
    """
    return tuple(dict.fromkeys(
        cased
        for counted in _with_digits(name)
        for dashed in _with_dashes(counted)
        for apostrophe in _with_apostrophes(dashed)
        for accented in _with_accents(apostrophe)
        for joined in _with_article(accented)
        for cased in (joined, joined[:1].upper() + joined[1:], joined.upper())
    ))


def behind_preposition(spelling: str, name: str) -> bool:
    """Tell whether a spelling of a name is the one in which a preposition has joined the article.

    >>> behind_preposition("للأردن", "الأردن"), behind_preposition("الأردن", "الأردن")
    (True, False)
    """
    return spelling.startswith(_AFTER_LI) and name.startswith(_ARTICLE)


def _with_digits(name: str) -> Iterator[str]:
    yield name
    if not name.isascii() and any(map(_is_numeral, name)):
        yield "".join(str(_value(run)) if of_numerals else "".join(run)
                      for of_numerals, run in groupby(name, _is_numeral))


def _is_numeral(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and unicodedata.numeric(char, -1) in _NUMERAL_VALUES


def _value(numerals: Iterable[str]) -> int:
    """Return the value of Chinese numerals, be they said (14 as 10 and 4) or set digit by digit (1, 4)."""
    whole, last = 0, 0
    for value in (int(unicodedata.numeric(char)) for char in numerals):
        if value < _TEN:
            last = last * _TEN + value
        else:
            whole, last = whole + (last or 1) * value, 0
    return whole + last


def _with_dashes(name: str) -> Iterator[str]:
    yield name
    places = list(_DASH.finditer(name))
    for dash in _DASHES if places else ():
        yield _DASH.sub(dash, name)
    for place in places:
        yield name[: place.start()] + "- " + name[place.end() :]


def _with_apostrophes(name: str) -> Iterator[str]:
    yield name
    if _APOSTROPHE in name.rstrip(_APOSTROPHE):
        yield name.replace(_APOSTROPHE, _APOSTROPHE + " ")


def _with_accents(name: str) -> Iterator[str]:
    yield name
    if unicodedata.normalize("NFD", name) != name:
        yield "".join(_bare(char) if char.isupper() else char for char in name)
        yield "".join(map(_bare, name))


def _bare(char: str) -> str:
    """Return a Latin letter, an alif or the Russian \u0451 without its mark; elsewhere a mark makes another letter."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() or base == _ALIF or char in "\u0451\u0401" else char


def _with_article(name: str) -> Iterator[str]:
    yield name
    if name.startswith(_ARTICLE):
        yield _AFTER_LI + name.removeprefix(_ARTICLE)
