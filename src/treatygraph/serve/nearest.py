"""Finds what somebody may have meant by an address at which nothing is, and lists the pages there are for crawlers.

Must not answer for anything that is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from html import escape
from itertools import islice
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode

from treatygraph import iris, vocab
from treatygraph.serve.browsing import LISTS
from treatygraph.serve.describing import Things
from treatygraph.serve.messages import Job, Reply
from treatygraph.serve.page_parts import MEDIA_TYPE, Page, local_path
from treatygraph.serve.question_pages import library
from treatygraph.vocab import tg

# What has a page of its own kind that one may want to find by a search engine.
_FOUND = ("State", "Conference", "ConferenceSeries", "Treaty", "Organization", "StateGroup", "Person", "Document",
          "Expression", "Measure", "Facility", "Decision", "Statement", "OfficeHolding")
_MOST_ADDRESSES = 50_000
_MOST_COMPARED = 1500
_MEANT = 5
_LIKENESS = 0.55


def missing_page(job: Job, things: Things) -> Reply:
    """Return the page of an address of a thing that is not there, with the things of its kind that are nearest.

    `job` has the address as its IRI and the reason as its query.
    """
    page = Page(job, things)
    words = _words(job.iri)
    body = page.render("fault.html", title=page.words["fault"]["not_found"], message=job.query, wanted=words,
                       nearest=[page.link(iri) for iri in _nearest(page, job.iri, words)])
    return Reply(200, MEDIA_TYPE, body)


def _words(iri: str) -> str:
    """Return the words of an address that one may search for: its last part."""
    return unquote(iri.rstrip("/").rpartition("/")[2]).replace("-", " ")[:80]


def _nearest(page: Page, iri: str, words: str) -> list[str]:
    kind = iri.removeprefix(iris.ID).partition("/")[0]
    members = page.things.kept("kinds", lambda: _by_kind(page.things)).get(kind)
    if not members:
        return []
    candidates = page.things.kept(f"called {kind}", lambda: _called(page, members))
    near = get_close_matches(words.casefold(), candidates, _MEANT, _LIKENESS)
    whole = [one for one in members if one.casefold() == iri.casefold()]
    return list(dict.fromkeys([*whole, *(candidates[name] for name in near)]))[:_MEANT]


def _by_kind(things: Things) -> dict[str, list[str]]:
    """Return the things whose IRIs begin alike, by that beginning; of each not more than are compared."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for quad in things.store.quads_for_pattern(None, NamedNode(vocab.TYPE), None):
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if subject.startswith(iris.ID) and "#" not in subject:
            members = found[subject.removeprefix(iris.ID).partition("/")[0]]
            if len(members) < _MOST_COMPARED:
                members[subject] = None
    return {kind: list(members) for kind, members in found.items()}


def _called(page: Page, members: list[str]) -> dict[str, str]:
    """Return things by their names and by the last parts of their IRIs."""
    found: dict[str, str] = {}
    for iri in members:
        found.setdefault(_words(iri).casefold(), iri)
        found.setdefault(page.name(iri)[0].casefold(), iri)
    return found


def sitemap(job: Job, things: Things) -> Reply:
    """Return the addresses of pages that crawlers may want (sitemaps.org, protocol 0.9), the lists first."""
    addresses = [f"{job.root}/", *(f"{job.root}/{name}" for name in (*LISTS, "questions", "ontology", "dataset")),
                 *(f"{job.root}/questions/{name}" for name in library())]
    origin = job.root.removesuffix(urlsplit(job.root).path)
    for name in _FOUND:
        subjects = {quad.subject.value for quad in things.store.quads_for_pattern(
            None, NamedNode(vocab.TYPE), NamedNode(tg(name))) if isinstance(quad.subject, NamedNode)}
        addresses += [f"{origin}{local_path(iri, job.root)}.html" for iri in sorted(subjects)
                      if iri.startswith(iris.ID) and "#" not in iri]
    return Reply(200, "application/xml", listed(dict.fromkeys(addresses)))


def listed(addresses: Iterable[str]) -> bytes:
    """Return a sitemap of addresses, of as many as one may have."""
    lines = "".join(f"<url><loc>{escape(one)}</loc></url>\n" for one in islice(addresses, _MOST_ADDRESSES))
    body = ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{lines}</urlset>\n")
    return body.encode("ascii", "xmlcharrefreplace")
