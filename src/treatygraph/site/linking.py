"""Rewrites the links of a page so that they lead from file to file, and notes where to and what may be pointed at.

Must not fetch or write a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from treatygraph.site.places import Place, leading

# Templates escape what stands in texts and values, so that no other "<" and no other quotation mark is in a page.
_TAG = re.compile(r"<[a-z][a-z0-9]*\b[^<>]*>")
_LINK = re.compile(r' (href|src|action|data-index)="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_FRAGMENT = "/?!$&'()*+,;=:@~-._"
_FORM = re.compile(r"<form\b[^<>]*>.*?</form>", re.DOTALL)


@dataclass
class Linked:
    """A page with its links: those to other files with the fragments they name, and the ids that it has itself."""

    text: str
    places: list[Place] = field(default_factory=list)
    pointing: list[tuple[str, str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


def linked(text: str, file: str, place_of: Callable[[str], Place | None],
           elsewhere: Callable[[str], str], base: str | None) -> Linked:
    """Return a page with links from file to file; a form that only a server could answer is left out of it.

    `place_of` says where an address leads, None where it leads away; `elsewhere` gives the IRI of a thing that has no
    page here, which is linked instead. `pointing` has the link as it is written, the file and the fragment that it
    leads to.
    """
    found = Linked("")

    def link(match: re.Match[str]) -> str:
        address = unescape(match[2])
        fragment = unquote(urlsplit(address).fragment)
        if address.startswith("#"):
            if fragment:
                found.pointing.append((match[2], file, fragment))
            return match[0]
        place = place_of(address)
        if place is None:
            return match[0]
        if iri := elsewhere(place.address):
            return f' {match[1]}="{escape(iri)}{f"#{escape(quote(fragment, safe=_FRAGMENT))}" if fragment else ""}"'
        found.places.append(place)
        written = leading(file, place.file, base)
        if fragment:
            written += f"#{quote(fragment, safe=_FRAGMENT)}"
            found.pointing.append((written, place.file, fragment))
        return f' {match[1]}="{escape(written)}"'

    def tag(match: re.Match[str]) -> str:
        found.ids.update(unescape(one) for one in _ID.findall(match[0]))
        return _LINK.sub(link, match[0])

    found.text = _TAG.sub(tag, _FORM.sub(lambda form: form[0] if 'role="search"' in form[0] else "", text))
    return found

