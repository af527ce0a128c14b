"""Tells crawlers which pages there are, and each page its own address and those of its other languages.

Must not choose which pages there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from treatygraph.serve.nearest import listed
from treatygraph.serve.reader import INTERFACES
from treatygraph.site.places import leading

# Answers to queries that only one page leads to, and the page of a search.
_UNLISTED = ("sparql/", "search.html", *(f"{one}/{name}" for one in INTERFACES for name in ("sparql/", "search.html")))


def headed(text: str, file: str, root: str) -> str:
    """Return a page that names its own address and those in other languages; without a root as it is."""
    if not root:
        return text
    first, *others = INTERFACES
    stem = file.partition("/")[2] if file.partition("/")[0] in others else file
    files = {first: stem, **{one: f"{one}/{stem}" for one in others}}
    links = [f'<link rel="canonical" href="{escape(_at(root, file))}">',
             *(f'<link rel="alternate" hreflang="{one}" href="{escape(_at(root, at))}">' for one, at in files.items())]
    return text.replace("</head>", "\n".join(links) + "\n</head>", 1)


def crawlers(root: str, pages: Iterable[str]) -> dict[str, bytes]:
    """Return the sitemap (sitemaps.org, protocol 0.9) and what leads to it (RFC 9309)."""
    return {"sitemap.xml": listed(_at(root, one) for one in pages if not one.startswith(_UNLISTED)),
            "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {root}/sitemap.xml\n".encode()}


def _at(root: str, file: str) -> str:
    return leading("", file, root).removesuffix("index.html")
