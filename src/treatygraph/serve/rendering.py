"""Turns templates into pages: everything put into one is text unless a template says otherwise.

Must not know what a page is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from treatygraph.serve import assets
from treatygraph.serve.reader import INTERFACES

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_DAY = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?")


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the words of the interface in a language, by page and name."""
    file = files("treatygraph.serve") / "words" / f"{language if language in INTERFACES else 'en'}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def release() -> str:
    """Return the version of this package."""
    return version("treatygraph")


def filled(text: str, **values: object) -> Markup:
    """Return words of the interface with their places filled; what fills them is escaped."""
    return Markup(escape(text)).format(**values)


def number(value: int) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}"


def day(text: str, language: str) -> str:
    """Return a day, a month or a year of ISO 8601 as a reader writes it; anything else as it is.

    >>> day("2021-09-24", "en"), day("2021-09", "zh")
    ('24 September 2021', '2021年9月')
    """
    found = _DAY.fullmatch(text)
    if not found:
        return text
    year, month, in_month = found.groups()
    forms = words(language)["dates"]
    if month is None:
        return str(forms["year"]).format(year=year)
    try:
        date(int(year), int(month), int(in_month or 1))
    except ValueError:
        return text
    form = forms["day"] if in_month else forms["month"]
    return str(form).format(year=year, month=forms["months"][int(month) - 1], day=int(in_month or 1))


def days(begin: str, end: str, language: str) -> str:
    """Return a stretch of days as a reader writes it, what both have in common once.

    >>> days("2021-09-23", "2021-09-24", "en"), days("2021-09-23", "2021-09-24", "zh")
    ('23–24 September 2021', '2021年9月23日至24日')
    """
    if not end or end == begin:
        return day(begin, language)
    forms = words(language)["dates"]
    if begin[:7] == end[:7] and len(begin) == len(end) == 10:
        return str(forms["days"]).format(year=begin[:4], month=forms["months"][int(begin[5:7]) - 1],
                                         first=int(begin[8:]), last=int(end[8:]))
    return str(forms["stretch"]).format(first=day(begin, language), last=day(end, language))


def attributes(language: str) -> Markup:
    """Return the attributes that say in which language and direction some words are; nothing without a language."""
    if not language:
        return Markup("")
    direction = Markup(' dir="rtl"') if language.partition("-")[0] in _RIGHT_TO_LEFT else Markup("")
    return Markup(' lang="{}"{}').format(language, direction)


def embedded(data: str) -> Markup:
    """Return JSON for an element that no browser runs; no sign in it can end the element or begin a comment."""
    return Markup(data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@cache
def environment() -> Environment:
    """Return what renders: it escapes by default, and a name that a template has not been given is a fault."""
    made = Environment(loader=PackageLoader("treatygraph.serve"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.filters |= {"fill": filled, "number": number, "lang": attributes, "embedded": embedded}
    made.globals |= {"asset": assets.address, "icon": assets.ICON, "policy": assets.POLICY, "release": release()}
    return made


def render(template: str, **values: object) -> bytes:
    """Return a page: a template with its values, as UTF-8.

    Raises jinja2.UndefinedError where the template names what is not given.
    """
    text = environment().get_template(template).render(**values)
    return text.encode("utf-8", "xmlcharrefreplace")
