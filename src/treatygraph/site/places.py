"""Says which file holds what is at an address of the server, and how one file leads to another.

Must not read or write a file.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from treatygraph.serve.assets import PATH as ASSETS
from treatygraph.serve.reader import INTERFACES

# What stands in an address besides what is asked for.
_OF_READERS = {"lang", "theme"}
# Files of these kinds are the same in every language.
_COMMON = {"ttl", "nt", "nq", "jsonld", "trig", "rdf", "jelly", "tsv", "csv", "json", "css", "js", "svg", "xml", "txt"}
_PLAIN_NAME = re.compile(r"[\w.-]{1,60}", re.A)
# What some systems let no file be called.
_UNUSUAL = re.compile(r'[<>:"\\|?*\x00-\x1f%]')
_LONGEST_NAME = 200
_KEPT = "/!$&'()*+,;=@~-._"


@dataclass(frozen=True)
class Place:
    """Where something lies: its file, and what the server is asked for it, in a language."""

    file: str
    address: str
    language: str

    @property
    def is_page(self) -> bool:
        """Whether it is a page."""
        return self.file.endswith(".html")


class Places:
    """The files of a site whose server would have its addresses under a prefix."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def of(self, address: str, language: str) -> Place | None:
        """Return where an address leads to for who comes from a page in a language; None where it leads away.

        `address` is absolute (RFC 3986, section 4.2, with a path); a fragment is left out of account.
        """
        at = urlsplit(address)
        if at.scheme or at.netloc or not at.path.startswith(f"{self._prefix}/"):
            return None
        path = at.path.removeprefix(self._prefix)
        fields = parse_qsl(at.query, keep_blank_values=True)
        language = next((value for name, value in fields if name == "lang" and value in INTERFACES), language)
        fields = [(name, value) for name, value in fields if name not in _OF_READERS]
        asked = urlencode(fields, quote_via=quote)
        stem, suffix = _named(path, fields)
        folder = "" if suffix in _COMMON or language == INTERFACES[0] else f"{language}/"
        # A thing is not a document: the server would lead on from one to the other.
        if suffix == "html" and path.startswith("/id/") and not path.endswith(".html"):
            path = f"{path}.html"
        return Place(f"{folder}{stem}.{suffix}", f"{path}{'?' if asked else ''}{asked}",
                     INTERFACES[0] if suffix in _COMMON else language)


def _named(path: str, fields: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the stem and the suffix of the file for a path and what is asked there."""
    if path.startswith(ASSETS):
        path = f"/assets/{path.removeprefix(ASSETS)}"
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix or suffix not in {*_COMMON, "html"}:
        stem, suffix = path, "html"
    form = next((value for name, value in fields if name == "format"), "")
    rest = [(name, value) for name, value in fields if name != "format"]
    stem = "/".join(_safe(part) for part in unquote(stem).strip("/").split("/")) or "index"
    if rest:
        told = "-".join(part for field in rest for part in field if part)
        stem += f"/{told if _PLAIN_NAME.fullmatch(told) else _digest(urlencode(rest))}"
    return stem, form or suffix


def _safe(name: str) -> str:
    """Return the name of a file for a part of a path, which is the part itself nearly always."""
    usual = _UNUSUAL.sub(lambda found: f"={ord(found.group()):02X}", name)
    return usual if len(usual.encode()) <= _LONGEST_NAME else f"{usual[:40]}-{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def leading(file: str, target: str, base: str | None) -> str:
    """Return the link from a file to another: from where it lies, or from the root of the server below a base's path.

    >>> leading("zh/id/state/KEN.html", "assets/pages.css", None), leading("index.html", "states.html", "/ctbt")
    ('../../../assets/pages.css', '/ctbt/states.html')
    """
    if base is not None:
        return f"{base}/{quote(target, safe=_KEPT)}"
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."), safe=_KEPT)
