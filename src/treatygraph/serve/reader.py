"""Says for whom a page is written: the language of its words, that of names, and light or dark.

Must not write a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from treatygraph.ask.names import LANGUAGES
from treatygraph.serve import asked
from treatygraph.serve.messages import Reply

INTERFACES = ("en", "zh")
"""The languages that pages speak themselves; names are there in more."""
THEMES = ("light", "dark")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Reader:
    """A reader: the language of the interface, that of names, and the theme, empty where the system decides."""

    interface: str = "en"
    names: str = "en"
    theme: str = ""


def reader_of(fields: Iterable[tuple[str, str]], cookies: str, accepted: str) -> Reader:
    """Return who asks: by `lang` among the parameters, else by the cookie, else by Accept-Language.

    Raises RefusedError 400 for a `lang` in which there are no names.
    """
    kept = _cookies(cookies)
    wanted = dict(fields).get("lang", "")
    if not wanted and kept.get("lang") in LANGUAGES:
        wanted = kept["lang"]
    names = asked.reader_language(wanted, accepted)
    spoken = names if wanted else asked.preferred(accepted, INTERFACES)
    theme = kept.get("theme", "")
    return Reader(spoken if spoken in INTERFACES else "en", names, theme if theme in THEMES else "")


def without(fields: Iterable[tuple[str, str]], *names: str) -> str:
    """Return parameters as an address holds them, but for some."""
    return urlencode([(name, value) for name, value in fields if name not in names])


def theme_chosen(fields: list[tuple[str, str]], path: str, prefix: str) -> Reply | None:
    """Return what keeps a theme that an address chooses and leads back to its page; None where it chooses none."""
    theme = dict(fields).get("theme")
    if theme is None:
        return None
    asked = without(fields, "theme")
    return Reply(303, "text/plain; charset=utf-8", b"", {
        "location": f"{prefix}{path}{'?' if asked else ''}{asked}", "cache-control": "no-store",
        "set-cookie": cookie("theme", theme if theme in THEMES else "", prefix)})


def cookie(name: str, value: str, path: str) -> str:
    """Return the header that has a browser keep a choice for a year, or forget it where the value is empty."""
    lasts = _YEAR if value else 0
    return f"{name}={value}; Path={path or '/'}; Max-Age={lasts}; SameSite=Lax"


def _cookies(header: str) -> dict[str, str]:
    return {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in header.split(";"))}
