"""Gives templates what every page has: the reader's words, links that work here, and terms ready to be shown.

Must not know what a page is about, nor write any markup but that of links and terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from markupsafe import Markup
from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.explain.names import short
from treatygraph.serve import rendering
from treatygraph.serve.describing import BASE, Things
from treatygraph.serve.messages import Job
from treatygraph.vocab import XSD

MEDIA_TYPE = "text/html; charset=utf-8"
# Types that a value shows by itself.
_EVIDENT = {XSD + name for name in ("string", "date", "gYear", "gYearMonth", "integer", "decimal", "boolean", "anyURI")}
KEPT = "/#%:@!$&'()*+,;=~-._"
"""What of an IRI stays as it is in an address."""
_Form = TypeVar("_Form")


def local_path(iri: str, root: str) -> str:
    """Return where an IRI of ours is served under a root, as an ASCII path; any other IRI as it is."""
    if not iri.startswith(BASE):
        return iri
    return f"{urlsplit(root).path}/{quote(iri.removeprefix(BASE), safe=KEPT)}"


@dataclass(frozen=True)
class Link:
    """A thing as pages show it: where it leads (nowhere where empty), its name and the language of the name."""

    href: str
    name: str
    language: str
    iri: str
    outside: bool = False

    @cached_property
    def markup(self) -> Markup:
        """The link as markup: an anchor, or the bare IRI where it leads nowhere."""
        if not self.href:
            return Markup(f"<code>{escape(self.iri)}</code>")
        words = escape(self.name)
        if self.language:
            words = f"<span{rendering.attributes(self.language)}>{words}</span>"
        title = f' title="{escape(self.iri)}"' if self.name != self.iri else ""
        elsewhere = ' rel="external noreferrer"' if self.outside else ""
        return Markup(f'<a href="{escape(self.href)}"{title}{elsewhere}>{words}</a>')

    def __html__(self) -> Markup:
        """Return the link as markup, which templates take as it is."""
        return self.markup


@dataclass(frozen=True)
class Shown:
    """An RDF term as pages show it: links, else a text with its language, or with what tells it from plain text."""

    text: str = ""
    language: str = ""
    tag: str = ""
    links: tuple[Link, ...] = ()
    code: bool = False

    def __html__(self) -> Markup:
        """Return the term as markup, which templates take as it is."""
        if self.links:
            return Markup(", ").join(self.links)
        words = escape(self.text)
        if self.code:
            return Markup(f"<code>{words}</code>")
        if self.language:
            words = f"<span{rendering.attributes(self.language)}>{words}</span>"
        return Markup(f'{words} <small class="tag">{escape(self.tag)}</small>' if self.tag else words)


class Frame:
    """What a page has that knows nothing of the graph: the reader's words, theme and address."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.language = job.interface or "en"
        self.root = job.root
        self.prefix = urlsplit(job.root).path
        self.still = job.still
        self.words: Mapping[str, Any] = rendering.words(self.language)

    def path(self, path: str, **parameters: str) -> str:
        """Return a path of this site as a page links to it."""
        asked = f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""
        return f"{self.prefix}{path}{asked}"

    def here(self, **parameters: str) -> str:
        """Return the address of this page with other parameters; those that are empty are left out."""
        path, _, asked = self.job.address.partition("?")
        kept = [(name, value) for name, value in parse_qsl(asked, keep_blank_values=True) if name not in parameters]
        fields = urlencode([*kept, *((name, value) for name, value in parameters.items() if value)], quote_via=quote)
        return f"{self.prefix}{path}{'?' if fields else ''}{fields}"

    def offered(self, forms: tuple[_Form, ...]) -> tuple[_Form, ...]:
        """Return forms of one thing as a page offers them: all, or the first one where each is a file beside it."""
        return forms[:1] if self.still else forms

    def query(self, query: str, **parameters: str) -> str:
        """Return where the answer to a query is shown."""
        return self.path("/sparql", query=query, **parameters)

    def day(self, text: str) -> str:
        """Return a day, month or year as the reader writes it."""
        return rendering.day(text, self.language)

    def days(self, begin: str, end: str) -> str:
        """Return a stretch of days as the reader writes it."""
        return rendering.days(begin, end, self.language)

    def count(self, what: str, number: int) -> Markup:
        """Return a number of things in the reader's words, such as "1 State"."""
        forms = self.words["counts"][what]
        return rendering.filled(forms["one" if number == 1 and "one" in forms else "other"],
                                n=rendering.number(number))

    def render(self, template: str, **values: object) -> bytes:
        """Return a page from a template, which has this as `page` and the reader's words as `w`."""
        return rendering.render(template, page=self, w=self.words, **values)


class Page(Frame):
    """What a page of the graph has besides: names of things, links to them, and terms."""

    def __init__(self, job: Job, things: Things) -> None:
        super().__init__(job)
        self.things = things
        self._links: dict[str, Link] = {}

    def name(self, iri: str) -> tuple[str, str]:
        """Return what a thing is called and the language of that, empty where it is that of the page's own words."""
        if named := self.words["terms"].get(short(iri)):
            return named, ""
        text, language = self.things.name(iri)
        return text, "" if language == self.language else language

    def link(self, iri: str, words: str = "") -> Link:
        """Return a link to a thing, under its name or other words; only IRIs of the web lead anywhere."""
        if not words and iri in self._links:
            return self._links[iri]
        name, language = (words, "") if words else self.name(iri)
        ours = iri.startswith(BASE)
        href = local_path(iri, self.root) if ours or iri.startswith(("http://", "https://")) else ""
        made = Link(href, name, language, iri, outside=bool(href) and not ours)
        if not words:
            self._links[iri] = made
        return made

    def links(self, found: Iterable[str]) -> list[Link]:
        """Return links to things in the order of their names."""
        return sorted((self.link(iri) for iri in dict.fromkeys(found)), key=lambda one: (one.name, one.iri))

    def term(self, value: object) -> Shown:
        """Return an RDF term as a page shows it."""
        if isinstance(value, NamedNode):
            return Shown(links=(self.link(value.value),))
        if isinstance(value, Literal):
            if value.language:
                return Shown(value.value, value.language, value.language)
            kind = value.datatype.value
            return Shown(value.value, tag="" if kind in _EVIDENT else short(kind))
        if isinstance(value, BlankNode) and (parts := self.things.parts(value)):
            return Shown(links=tuple(self.link(iri) for iri in parts))
        return Shown(str(value), code=True)


def binding(page: Page, value: Mapping[str, Any] | None) -> Shown | None:
    """Return a value of an answer written as JSON as a page shows it; None where there is none."""
    if value is None:
        return None
    if value["type"] == "uri":
        return Shown(links=(page.link(value["value"]),))
    if value["type"] != "literal" or not isinstance(value["value"], str):
        return Shown(str(value["value"]))
    if value.get("xml:lang"):
        return page.term(Literal(value["value"], language=value["xml:lang"]))
    return page.term(Literal(value["value"], datatype=NamedNode(value.get("datatype", XSD + "string"))))
