"""Checks built pages: every link leads somewhere, fragment included, and no page loads anything from another host.

Must not ask the network: a link to another host is left to the reader, but nothing may be loaded from one.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADING = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("audio", "src"),
    ("video", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("link", "href"),
    ("image", "href"),
    ("use", "href"),
}
_STYLE = re.compile(r"url\(\s*['\"]?([^)'\"]+)|@import\s+['\"]([^'\"]+)")
_NOT_LOADED = {"canonical", "prev", "next", "alternate", "author", "license"}


class _Page(HTMLParser):
    """What a page holds: ids, links, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = {""}
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name, value in given.items():
            if (tag, name) in _LOADING and not (tag == "link" and given.get("rel", "") in _NOT_LOADED):
                self.loads.append(value)
        self.loads += [one or other for one, other in _STYLE.findall(given.get("style", ""))]


def faults_in(site: Path) -> list[str]:
    """Return what is at fault in a folder of pages, a line each, or nothing."""
    found = []
    for page in sorted(site.rglob("*.html")):
        here = _read(page)
        shown = page.relative_to(site).as_posix()
        found += [f"{shown}: loads {one}" for one in here.loads if not _is_here(site, page, one)]
        if page.name != "404.html":
            found += [f"{shown}: no {link}" for link in here.links if not _leads_somewhere(site, page, link)]
    for style in sorted(site.rglob("*.css")):
        loaded = [one or other for one, other in _STYLE.findall(style.read_text(encoding="utf-8"))]
        found += [
            f"{style.relative_to(site).as_posix()}: loads {one}" for one in loaded if not _is_here(site, style, one)
        ]
    return found


@cache
def _read(page: Path) -> _Page:
    return _Page(page.read_text(encoding="utf-8"))


def _aim(site: Path, page: Path, address: str) -> Path:
    path = unquote(urlsplit(address).path)
    aim = (site / path.lstrip("/") if path.startswith("/") else page.parent / path) if path else page
    return aim / "index.html" if aim.is_dir() else aim


def _is_here(site: Path, page: Path, address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "data" or (not parts.scheme and not parts.netloc and _aim(site, page, address).is_file())


def _leads_somewhere(site: Path, page: Path, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https", "mailto"}
    aim = _aim(site, page, address)
    return aim.is_file() and (aim.suffix != ".html" or unquote(parts.fragment) in _read(aim).ids)
