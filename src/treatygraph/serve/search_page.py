"""Writes the page of a search: what was found with the words marked, and facets that leave a part of it.

Must not search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph.search import Found, Hit
from treatygraph.search.kinds import kind_name, local_name
from treatygraph.serve.describing import Things
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import Link, Page
from treatygraph.vocab import tg

# How the facets of an answer are called in an address.
_PARAMETERS = {"kind": "kind", "conference": "conference", "state": "state", "year": "year", "language": "in"}
_SHOWN = 12
_FORMS = (("JSON", "json"), ("CSV", "csv"))


@dataclass(frozen=True)
class Result:
    """A hit as the page shows it: pieces of words, each marked or not; `told` says how it was found if it matters.

    `title` are the pieces of its name where that holds the words, else nothing.
    """

    link: Link
    title: tuple[tuple[str, bool], ...]
    kinds: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]
    language: str
    told: str
    conference: Link | None
    place: str
    cut: bool


@dataclass(frozen=True)
class Value:
    """A value of a facet: its name, how many hits it leaves, and where they are shown."""

    name: str
    count: int
    href: str


def search_page(job: Job, things: Things, found: Found | None, fault: str = "") -> bytes:
    """Return the page of a search; without an answer that of a search to be written, with why there is none."""
    page = Page(job, things)
    offset, limit = int(job.values["offset"]), int(job.values["limit"])
    given = {name: value for name in _PARAMETERS.values() if (value := job.values[name])}
    if found is None:
        return page.render("search.html", asked=job.query, fault=fault, found=None, given=given)
    w = page.words["search"]
    total = page.count("found_least" if found.more else "found", found.total)
    last = offset + len(found.hits)
    return page.render(
        "search.html", asked=job.query, fault="", found=found, given=given, total=total, first=offset + 1, last=last,
        results=[_result(hit, page) for hit in found.hits], facets=list(_facets(found, page, given)),
        filters=[(w[name], _named(name, value, page), page.here(**{name: "", "offset": ""}))
                 for name, value in given.items()],
        meant=[(text, page.path("/search", q=text)) for text in found.meant],
        before=page.here(offset=str(max(0, offset - limit)) if offset > limit else "") if offset else "",
        behind=page.here(offset=str(last)) if last < found.total else "",
        forms=[(name, page.here(format=form)) for name, form in _FORMS])


def _result(hit: Hit, page: Page) -> Result:
    link = page.link(hit.iri)
    pieces, at = [], 0
    for start, end in hit.ranges:
        pieces += [(hit.words[at:start], False), (hit.words[start:end], True)]
        at = end
    pieces.append((hit.words[at:], False))
    pieces = [piece for piece in pieces if piece[0]]
    same = hit.words == link.name
    conference = page.link(hit.conference) if hit.conference and hit.conference != hit.iri else None
    place = page.link(hit.place).href if hit.place else ""
    return Result(link, tuple(pieces) if same else (),
                  tuple(dict.fromkeys(kind_name(kind, page.language) for kind in hit.kinds)),
                  () if same else tuple(pieces), "" if hit.words_language == page.language else hit.words_language,
                  page.words["search"]["ways"].get(hit.way, ""), conference, place, hit.cut)


def _facets(found: Found, page: Page, given: dict[str, str]) -> Iterator[tuple[str, list[Value], list[Value]]]:
    """Yield facets that leave a part, each with its largest values and the others."""
    for name, values in found.facets.items():
        parameter = _PARAMETERS[name]
        shown = [Value(_named(parameter, value, page), count,
                       page.here(**{parameter: local_name(value) if name == "kind" else value, "offset": ""}))
                 for value, count in values if given.get(parameter) not in {value, local_name(value)}]
        if len(shown) > 1 or (shown and shown[0].count < found.total):
            yield page.words["search"][parameter], shown[:_SHOWN], shown[_SHOWN:]


def _named(parameter: str, value: str, page: Page) -> str:
    """Return what a value of a facet is called."""
    if parameter == "kind":
        return ", ".join(kind_name(one if "//" in one else tg(one), page.language) for one in value.split("\n"))
    if parameter == "in":
        return str(page.words["languages"].get(value, value))
    return page.link(value).name if value.startswith("http") else value
