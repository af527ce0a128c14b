"""Tells crawlers which pages there are, and each page its own address and those of its other languages.

Must not choose which pages there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from treatygraph.serve.reader import INTERFACES

_KEPT = "/!$&'()*+,;=@~-._"
# Answers to queries that only one page leads to, and the page of a search.
_UNLISTED = ("sparql/", "search.html", *(f"{one}/{name}" for one in INTERFACES for name in ("sparql/", "search.html")))
_MOST = 50_000


def headed(text: str, file: str, root: str) -> str:
    """Return a page that names its own address and those in other languages; without a root as it is."""
    if not root:
        return text
    first, *others = INTERFACES
    stem = file.partition("/")[2] if file.partition("/")[0] in others else file
    links = [f'<link rel="canonical" href="{_at(root, file)}">',
             f'<link rel="alternate" hreflang="{first}" href="{_at(root, stem)}">',
             *(f'<link rel="alternate" hreflang="{one}" href="{_at(root, f"{one}/{stem}")}">' for one in others)]
    return text.replace("</head>", "\n".join(links) + "\n</head>", 1)


def crawlers(root: str, pages: Iterable[str]) -> dict[str, bytes]:
    """Return the sitemap (sitemaps.org, protocol 0.9) and what leads to it (RFC 9309)."""
    listed = [one for one in pages if not one.startswith(_UNLISTED)][:_MOST]
    urls = "".join(f"<url><loc>{_at(root, one)}</loc></url>\n" for one in listed)
    return {"sitemap.xml": ('<?xml version="1.0" encoding="UTF-8"?>\n'
                            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n').encode(),
            "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {root}/sitemap.xml\n".encode()}


def _at(root: str, file: str) -> str:
    return escape(f"{root}/{quote(file, safe=_KEPT).removesuffix('index.html')}")
