"""Writes a whole site: follows the links from the first page until every page and file that one leads to is there.

Must not know what stands on a page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from pyoxigraph import Store

from treatygraph import iris
from treatygraph.model import TreatyGraphError
from treatygraph.serve.reader import INTERFACES
from treatygraph.site.asking import Asked
from treatygraph.site.linking import Linked, linked
from treatygraph.site.places import Place, Places
from treatygraph.site.sitemap import crawlers, headed
from treatygraph.site.words import INDEX, index_of

# The address that pages are written for where nobody says which they will have.
_NOWHERE = iris.ONTOLOGY.removesuffix("/ontology#")
_BEGIN = ("/", "/search", "/conferences", "/states", "/questions", "/ontology", "/dataset", "/shapes")
_MISSING = "404.html"
_NOT_HERE = "nothing is at this address"
_MOST_TOLD = 10
# Who has more than these has pages that lead to ever more of their kind.
_MOST_FILES = 500_000


@dataclass
class Written:
    """What was written: how many pages, other files and bytes, and how many links between them were followed."""

    pages: int = 0
    others: int = 0
    size: int = 0
    links: int = 0


@dataclass
class _Site:
    """A site as it is written, page by page."""

    into: Path
    base: str | None
    asked: Asked
    places: Places
    todo: list[Place] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    ids: dict[str, set[str]] = field(default_factory=dict)
    pointing: list[tuple[str, str, str, str]] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    written: Written = field(default_factory=Written)


def write_site(store: Store, into: Path, *, base: str = "", files: Mapping[str, Path] | None = None,
               progress: Callable[[str], None] = lambda _: None) -> Written:
    """Write the pages of a store, whose default graph is the union of its graphs, into an empty folder.

    `base` is the address that the site will have; with it links begin at the root of its server, and a sitemap is
    written. `files` are those of the graph folder, by their names. Raises TreatyGraphError where a link leads nowhere.
    """
    root = base.rstrip("/") or _NOWHERE
    at = urlsplit(root).path
    site = _Site(into, at if base else None, Asked(store, root, files or {}), Places(at))
    site.known.add(INDEX)
    asyncio.run(_follow(site, at, progress))
    progress("links")
    _check(site)
    progress("the index of words")
    for name, content in index_of(store, set(site.ids), site.places, at).items():
        _put(site, name, content)
    for language in INTERFACES:
        # It is shown at whatever address has nothing, so only links from the root lead anywhere.
        file = _MISSING if language == INTERFACES[0] else f"{language}/{_MISSING}"
        text = site.asked.missing(language, _NOT_HERE).decode()
        _put(site, file, _page(site, text, file, language, at if base else "").text.encode())
    if base:
        for name, content in crawlers(root, sorted(site.ids)).items():
            _put(site, name, content)
    return site.written


async def _follow(site: _Site, prefix: str, progress: Callable[[str], None]) -> None:
    for language in INTERFACES:
        for address in _BEGIN:
            if not site.asked.elsewhere(address):
                _enter(site, site.places.of(f"{prefix}{address}", language))
    while site.todo:
        place = site.todo.pop()
        if len(site.known) % 50 == 0:
            progress(f"{len(site.known) - len(site.todo)} of {len(site.known)} files")
        given = await site.asked.get(place.address, place.language)
        if given.status != 200:
            site.faults.append(f"{place.address} is answered with {given.status}")
            continue
        if not place.is_page:
            _put(site, place.file, given.body)
            continue
        page = _page(site, given.body.decode(), place.file, place.language, site.base)
        site.ids[place.file] = page.ids
        site.pointing += [(place.file, *one) for one in page.pointing]
        site.written.links += len(page.places)
        for target in page.places:
            _enter(site, target)
        _put(site, place.file, headed(page.text, place.file, site.asked.root if site.base is not None else "").encode())


def _page(site: _Site, text: str, file: str, language: str, base: str | None) -> Linked:
    return linked(text, file, partial(site.places.of, language=language), site.asked.elsewhere, base)


def _enter(site: _Site, place: Place | None) -> None:
    assert place
    if place.file in site.known:
        return
    site.known.add(place.file)
    if len(site.known) > _MOST_FILES:
        raise TreatyGraphError(f"the site would have more than {_MOST_FILES} files, such as {place.file}; write it "
                               "of a part of the graph, with --data")
    other = site.folded.setdefault(place.file.casefold(), place.file)
    if other != place.file:
        site.faults.append(f"{place.file} and {other} would be one file where names have no capitals")
    site.todo.append(place)


def _put(site: _Site, name: str, content: bytes) -> None:
    path = site.into / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    site.written.size += len(content)
    if name.endswith(".html"):
        site.written.pages += 1
    else:
        site.written.others += 1


def _check(site: _Site) -> None:
    """Lead what points into a long text to the part of it that has the place; raise where something is missing."""
    mended: dict[str, list[tuple[str, str]]] = {}
    for file, written, target, fragment in site.pointing:
        if fragment in site.ids.get(target, ()):
            continue
        part = next((other for other, ids in site.ids.items()
                     if other.startswith(f"{target.removesuffix('.html')}/part-") and fragment in ids), "")
        if not part:
            site.faults.append(f"{file}: {written} points at nothing")
            continue
        stem = quote(target.rpartition("/")[2]).removesuffix(".html")
        mended.setdefault(file, []).append((written, written.replace(
            f"{stem}.html#", f"{stem}/{part.rpartition('/')[2]}#")))
    for file, pairs in mended.items():
        path = site.into / file
        text = path.read_text(encoding="utf-8")
        for written, right in pairs:
            text = text.replace(f'"{written}"', f'"{right}"')
        path.write_text(text, encoding="utf-8", newline="")
    if site.faults:
        told = "\n".join(f"  {one}" for one in site.faults[:_MOST_TOLD])
        more = f"\n  and {len(site.faults) - _MOST_TOLD} more" if len(site.faults) > _MOST_TOLD else ""
        raise TreatyGraphError(f"the site is not written, for links lead nowhere:\n{told}{more}")
