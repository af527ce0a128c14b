"""Writes what every page of the server has: the frame, links that work here, and terms as HTML.

Must not know what a page is about.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.explain.names import short
from treatygraph.serve.describing import BASE, Things
from treatygraph.vocab import XSD

MEDIA_TYPE = "text/html; charset=utf-8"
_KEPT = "/#%:@!$&'()*+,;=~-._"


def local_path(iri: str, root: str) -> str:
    """Return where an IRI of ours is served under a root, as an ASCII path; any other IRI as it is."""
    if not iri.startswith(BASE):
        return iri
    return f"{urlsplit(root).path}/{quote(iri.removeprefix(BASE), safe=_KEPT)}"


def link(iri: str, root: str, words: str, language: str = "") -> str:
    """Write a link to a thing; only IRIs of the web become links."""
    marked = f"<span{_lang(language)}>{escape(words)}</span>" if language not in {"", "en"} else escape(words)
    target = local_path(iri, root)
    if iri.startswith((BASE, "http://", "https://")):
        outside = "" if iri.startswith(BASE) else ' rel="external noreferrer"'
        return f'<a href="{escape(target)}" title="{escape(iri)}"{outside}>{marked}</a>'
    return f"<code>{escape(iri)}</code>"


def thing(iri: str, root: str, things: Things) -> str:
    """Write a link to a thing under its name."""
    words, language = things.name(iri)
    return link(iri, root, words, language)


def term(value: object, root: str, things: Things) -> str:
    """Write an RDF term: a link, or a literal with its language or type."""
    if isinstance(value, NamedNode):
        return thing(value.value, root, things)
    if isinstance(value, Literal):
        if value.language:
            return (f'<span{_lang(value.language)}>{escape(value.value)}</span> '
                    f'<small class="tag">{escape(value.language)}</small>')
        if value.datatype.value.startswith("http") and value.datatype.value != XSD + "string":
            return f'{escape(value.value)} <small class="tag">{escape(short(value.datatype.value))}</small>'
        return escape(value.value)
    if isinstance(value, BlankNode) and (parts := things.parts(value)):
        return ", ".join(thing(iri, root, things) for iri in parts)
    return f"<code>{escape(str(value))}</code>"


def _lang(language: str) -> str:
    direction = ' dir="rtl"' if language.partition("-")[0] in {"ar", "fa", "he", "ur"} else ""
    return f' lang="{escape(language)}"{direction}'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def query_link(query: str, root: str) -> str:
    """Return where the answer to a query is shown."""
    return f"{urlsplit(root).path}/sparql?query={quote(query, safe='')}"


def frame(title: str, body: str, root: str, foot: str = "", data: str = "") -> bytes:
    """Return a whole page around a body; `data` is JSON-LD for machines, which no browser runs."""
    prefix = urlsplit(root).path
    navigation = "".join(
        f'<a href="{prefix}{path}">{name}</a>'
        for path, name in (("/", "Home"), ("/sparql", "Ask"), ("/ontology", "Ontology"), ("/dataset", "Dataset")))
    page = _FRAME.substitute(title=escape(title), style=_style(), policy=_meta_policy(), navigation=navigation,
                             body=body, foot=foot, data=_embedded(data))
    return page.encode("utf-8", "xmlcharrefreplace")


def policy() -> str:
    """Return what a page may load and who may show it in a frame (Content Security Policy, level 3)."""
    return f"{_meta_policy()}; frame-ancestors 'none'"


def _meta_policy() -> str:
    return f"default-src 'none'; style-src '{_hash(_style())}'; form-action 'self'; base-uri 'none'"


def _embedded(data: str) -> str:
    """Return JSON-LD as an element; no sign in it can end the element or begin a comment."""
    plain = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'\n<script type="application/ld+json">{plain}</script>' if data else ""


@cache
def _style() -> str:
    return (files("treatygraph.serve") / "pages.css").read_text(encoding="utf-8")


@cache
def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


_FRAME = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title · TreatyGraph</title>
<style>$style</style>$data
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><nav aria-label="Site"><b>TreatyGraph</b>$navigation</nav></header>
<main id="main">
$body
</main>
<footer>$foot</footer>
</body>
</html>
""")
