"""Rules for what a text says of documents beside their symbols: what they are, and how they are entitled.

Must not take words for a title that could be those of something else in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph.facts import Document
from treatygraph.find.fold import lower
from treatygraph.find.symbols import parse_symbol
from treatygraph.iris import path_of
from treatygraph.language.languages import Language
from treatygraph.model import Iri, LangText, Span
from treatygraph.reading.cited_parts import PART_KINDS
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Sighting, Unit
from treatygraph.vocab import tg

_LONGEST_TITLE = 400
_LONGEST_ENTITLED = 600
_QUOTED_BEFORE = re.compile(r"“([^“”]{3,400})”,? ?$")
_NUMERAL = r"(?: [IVXL]{1,6}| \d{1,3})?"


@dataclass(frozen=True)
class _Told:
    """What words say of a document: its type, and its title's folded range in the unit, each where they say it."""

    type_: str | None
    title: tuple[int, int] | None


@rule("DOC-09", reads="report", emits=(Document,), stage=2)
def own_title(report: ReportText, conference: ConferenceFrame, facts: Facts) -> Iterator[Document]:
    """Read the report's own title from its header.

    If: lines of the header begin as titles of reports do ("Report of the Committee on …", "Report on the … session").
    Then: they are the document's title, without the days in brackets behind it, and it is a report.
    Near miss: a header that gives the title in the words of a kind of document alone, which DOC-05 reads.
    """
    told = conference.report_title
    if told is None or any(one.iri == report.document and one.title for one in facts.read(Document)):
        return
    yield Document(iri=report.document, evidence=(told,), title=_without_lines(report, told),
                   document_type=tg("Report"))


@rule("DOC-10", reads="report", emits=(Document,), stage=2)
def titles_told(report: ReportText, outline: Outline, facts: Facts) -> Iterator[Document]:
    """Read what a sentence says of a document right before its symbol.

    If: a symbol stands alone in brackets, or behind "as contained in document", and before it stands a noun of
        documents with nothing in between that is no part of a title; or the document's words in quotation marks, said
        to be its title; or the noun of a draft stands right before the symbol.
    Then: the document is of the noun's kind, and has these words, or those in quotation marks, as its title. Of
        several titles the first counts, one in quotation marks before all.
    Near miss: several symbols in the brackets, or nouns of several documents before them; a document that a table
        lists, or whose symbol tells its kind; a noun alone, or a body's own ("its agenda"), which is no title.
    """
    titled = {one.iri for one in facts.read(Document) if one.title} | set(facts.listed_documents) | {report.document}
    heads = _Heads(report.language)
    found: dict[Iri, list[tuple[Unit, Sighting, _Told]]] = {}
    for unit in outline.units:
        if unit.kind != "sentence":
            continue
        for sighting in unit.seen("symbol"):
            told = heads.told(unit, sighting) if sighting.iri and sighting.iri not in titled else None
            if told is not None and sighting.iri:
                found.setdefault(sighting.iri, []).append((unit, sighting, told))
    for iri, tellings in found.items():
        yield from _document(report, iri, tellings)


def _document(report: ReportText, iri: Iri, tellings: list[tuple[Unit, Sighting, _Told]]) -> Iterator[Document]:
    """Describe a document by what is told of it: one title, and a type where all tell the same."""
    types = {told.type_ for _, _, told in tellings if told.type_}
    symbol = parse_symbol(path_of(iri).removeprefix("document/").replace("%20", " "))
    by_symbol = symbol is not None and symbol.kind in report.language.lexicon.get("symbol_kind", {})
    titles = [(unit, told.title) for unit, _, told in tellings if told.title]
    titles.sort(key=lambda one: not _in_quotation_marks(*one))
    spans = tuple(unit.span_of(*place) for unit, place in titles[:1])
    places = tuple(unit.span_of(sighting.start, sighting.end) for unit, sighting, _ in tellings[:1])
    type_ = next(iter(types)) if len(types) == 1 and not by_symbol else None
    if spans or type_:
        yield Document(iri=iri, evidence=(*spans, *places), document_type=tg(type_) if type_ else None,
                       title=_without_lines(report, spans[0]) if spans else None)


def _in_quotation_marks(unit: Unit, place: tuple[int, int]) -> bool:
    return unit.text[place[0] - 1 : place[0]] == "“"


def _without_lines(report: ReportText, span: Span) -> LangText:
    words = report.words(span)
    return LangText(" ".join(words.text.split()) if "\n" in words.text else words.text, words.language)


class _Heads:
    """Finds the nouns of documents in a language: its [lexicon.document_noun], and the words around them."""

    def __init__(self, language: Language) -> None:
        around = language.references_around
        nouns = {lower(form): kind for form, kind in language.lexicon.get("document_noun", {}).items()}
        self._nouns = dict(sorted(nouns.items(), key=lambda pair: -len(pair[0])))
        self._behind = language.layout.get("title_heads") != "first"
        self._leads = sorted(map(str.lower, around.get("symbol_leads", ("(", "（"))), key=len, reverse=True)
        self._stops = tuple(around.get("title_stops", ()))
        self._within = tuple(around.get("title_within", ()))
        self._before = tuple(around.get("noun_before", ()))
        self._possessives = tuple(around.get("possessives", ()))
        self._entitled = tuple(around.get("entitled", ()))
        words = "|".join(map(re.escape, self._nouns))
        edge = "" if self._behind else r"(?<![\w-])"
        end = "" if self._behind else r"(?![\w-])"
        self._pattern = re.compile(f"{edge}(?:{words}){end}") if words else None

    def told(self, unit: Unit, symbol: Sighting) -> _Told | None:
        """Return what the words before a symbol say of its document, or None."""
        if self._pattern is None:
            return None
        behind = symbol.end + len(")")
        if any(s.start <= symbol.start and s.end > behind for s in unit.seen(*PART_KINDS)):
            return None  # "the draft resolution contained in document …, chapter IX": what is told is told of the part
        plain, at = unit.plain, symbol.start
        lead = next((lead for lead in self._leads if plain.endswith(lead, 0, at)), None)
        if lead is None:
            return self._draft(plain[:at])
        if lead in {"(", "（"} and unit.text[symbol.end : symbol.end + 1] not in {")", "）"}:
            return None
        stop = at - len(lead)
        while stop and plain[stop - 1] == " ":
            stop -= 1
        quoted = _QUOTED_BEFORE.search(unit.text, max(0, stop - _LONGEST_TITLE), stop)
        if self._behind:
            return self._at_the_end(unit, stop)
        if quoted is not None:
            return self._quoted(unit, quoted)
        others = [s.end for s in unit.seen("symbol") if s.end <= stop]
        begin = max([max(others, default=0), stop - _LONGEST_TITLE, 0])
        return self._phrase(unit, begin, stop)

    def _draft(self, before: str) -> _Told | None:
        """A draft is named by its noun right before its symbol: "draft resolution A/C.1/80/L.5"."""
        noun = next((noun for noun in self._nouns if before.rstrip().endswith(noun)), None)
        kind = self._nouns[noun] if noun else ""
        return _Told(kind, None) if kind.startswith("Draft") else None

    def _quoted(self, unit: Unit, quoted: re.Match[str]) -> _Told | None:
        """A title in quotation marks: "a draft decision entitled “…” (", "Draft resolution II: “…” ("."""
        before = unit.plain[: quoted.start()].rstrip(" ,:")
        entitled = next((word for word in self._entitled if before.endswith(word)), None)
        if entitled is not None:
            before = before[: -len(entitled)].rstrip(" ,")
        elif not unit.plain[: quoted.start()].rstrip().endswith(":"):
            return None
        bare = re.sub(f"{_NUMERAL}$", "", before, flags=re.IGNORECASE)
        noun = next((noun for noun in self._nouns if bare.endswith(noun)), None)
        if noun is None:
            return None
        return _Told(self._nouns[noun] or None, (quoted.start(1), quoted.end(1)))

    def _at_the_end(self, unit: Unit, stop: int) -> _Told | None:
        """Where the noun stands behind the title: 题为“…”的决议草案（."""
        noun = next((noun for noun in self._nouns if unit.plain.endswith(noun, 0, stop)), None)
        if noun is None:
            return None
        begin = stop - len(noun)
        link = next((link for link in self._within if unit.plain.endswith(link, 0, begin)), "")
        quoted = _QUOTED_BEFORE.search(unit.text, max(0, begin - _LONGEST_ENTITLED), begin - len(link))
        entitled = quoted is not None and unit.plain.endswith(self._entitled or ("\0",), 0, quoted.start())
        title = (quoted.start(1), quoted.end(1)) if quoted is not None and entitled else None
        return _Told(self._nouns[noun] or None, title) if title or self._nouns[noun] else None

    def _phrase(self, unit: Unit, begin: int, stop: int) -> _Told | None:
        """The one noun of documents before a symbol, or the first where all others belong to its title."""
        assert self._pattern is not None
        found = list(self._pattern.finditer(unit.plain, begin, stop))
        if not found or any(not unit.plain.endswith(self._within or ("\0",), 0, other.start()) for other in found[1:]):
            return None
        head = found[0]
        words = f" {unit.plain[head.start() : stop]} "
        if any(word in words for word in self._stops) or "(" in words or ";" in words:
            return None
        if head.start() and not unit.plain.endswith(self._before, 0, head.start()):
            return None
        own = unit.plain.endswith(self._possessives or ("\0",), 0, head.start())
        title = None if own or " " not in words.strip() else (head.start(), stop)
        return _Told(self._nouns[head.group()] or None, title) if title or self._nouns[head.group()] else None
