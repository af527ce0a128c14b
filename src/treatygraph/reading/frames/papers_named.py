"""Remembers which papers a section named by symbol, so that "the draft resolution" behind them means one of them.

Must not say what was decided on a paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from treatygraph import iris
from treatygraph.find.symbols import SymbolMention, find_symbols
from treatygraph.model import Iri, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.units import Unit

_LONGEST_BETWEEN = 240
_LONGEST_NOTE = 400
_LONGEST_JOINT = 3
_STOPS = frozenset(".,;:。，；")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|《[^》]*》")


@dataclass(frozen=True)
class Paper:
    """A paper named by symbol: where, and the folded words, in small letters, of the sentence that named it."""

    iri: Iri
    said: str
    where: Span


def _bare(words: str, grammar: dict[str, Any]) -> str:
    """Return words without the articles that stand before papers: "of its session" and "of the session" are one."""
    articles = {article.strip() for article in grammar.get("paper_articles", ())}
    return " ".join(word for word in words.strip(" ,").split() if word not in articles)


@dataclass
class PapersNamed:
    """The papers a section named last by each noun ("draft resolution"), and the notes of the text by their marks."""

    root: Node
    section: object = None
    named: dict[str, dict[Iri, Paper]] = field(default_factory=dict)
    notes: dict[str, list[Node]] | None = None

    def enter(self, unit: Unit) -> None:
        """Forget what another section named."""
        section = unit.node.within(NodeKind.SECTION) or unit.node.within(NodeKind.ANNEX)
        if section is not self.section:
            self.section, self.named = section, {}

    def hear(self, sentence: Words) -> None:
        """Keep the papers that a sentence names: a noun with the symbol behind it, in brackets or not."""
        unit, nouns = sentence.unit, sentence.grammar.words.bodies.get("papers", ())
        left = 0
        for sighting in unit.sightings if nouns else ():
            if sighting.kind != "symbol" or not sighting.iri:
                continue
            before = _QUOTED.sub(" ", unit.plain[max(left, sighting.start - _LONGEST_BETWEEN) : sighting.start])
            found = [(at + len(noun), len(noun), noun) for noun in nouns if (at := before.rfind(noun)) >= 0]
            if found and "; " not in before[max(found)[0] :]:
                paper = Paper(sighting.iri, unit.plain, unit.span_of(sighting.start, sighting.end))
                self.named.setdefault(max(found)[2], {})[sighting.iri] = paper
            left = sighting.end

    def meant(self, sentence: Words, where: tuple[int, int]) -> Paper | None:
        """Return the one paper that words with "the" and its noun mean; None where several may be meant.

        Words that narrow the noun must have stood where the paper was named; a general noun ("the report") alone means
        none. "The agenda" may be the provisional one.
        """
        words: dict[str, Any] = sentence.grammar.words.bodies
        plain = sentence.plain[where[0] : where[1]].strip()
        article = next((a for a in words.get("paper_articles", ()) if plain.startswith(a)), None)
        if article is None:
            return None
        plain = plain[len(article) :]
        noun = max((n for n in words.get("papers", ()) if plain.startswith(n)), key=len, default="")
        papers = {iri: paper for name, named in self.named.items() if noun and name.endswith(noun)
                  for iri, paper in named.items()}
        rest = plain[len(noun) :].split("(")[0]
        for tail in words.get("paper_tails", ()):
            rest = rest.split(tail)[0]
        rest = _bare(rest, words)
        if not rest and noun in words.get("general_papers", ()):
            return None
        fitting = [paper for paper in papers.values() if not rest or rest in _bare(paper.said, words)]
        return fitting[0] if len(fitting) == 1 else None

    def decided(self, papers: tuple[Iri, ...]) -> None:
        """Forget papers on which a decision was taken: the next of their noun is another."""
        for named in self.named.values():
            for iri in papers:
                named.pop(iri, None)

    def in_notes(self, unit: Unit, where: tuple[int, int]) -> tuple[Iri, ...]:
        """Return the documents in the notes to words of a unit, where a note says nothing but their symbols."""
        found: list[Iri] = []
        behind = where[1] + (unit.text[where[1] : where[1] + 1] in _STOPS)
        for mark in unit.folded.marks_in(where[0] + 1, behind):
            note = self._note(unit.node, mark.sign)
            symbols = find_symbols(note) if len(note) <= _LONGEST_NOTE else []
            rest = note
            for symbol in reversed(symbols):
                rest = rest[: symbol.start] + " " + rest[symbol.end :]
            if symbols and not any(len(word) > _LONGEST_JOINT for word in rest.replace(",", " ").split()):
                named = {symbol.symbol for symbol in symbols}
                found += [iris.document(symbol.symbol) for symbol in symbols if not _corrects(symbol, named)]
        return tuple(dict.fromkeys(found))

    def _note(self, node: Node, mark: str) -> str:
        """Return the words of the note with a mark that stands next behind a part of the text, or ""."""
        if self.notes is None:
            self.notes = {}
            for note in self.root.walk():
                if note.kind is NodeKind.FOOTNOTE:
                    self.notes.setdefault(note.mark, []).append(note)
        return next((n.body.strip().rstrip(".;") for n in self.notes.get(mark, ()) if n.start >= node.start), "")


def _corrects(symbol: SymbolMention, named: set[str]) -> bool:
    """Tell whether a document only corrects another one that is named beside it."""
    return symbol.symbol.rpartition("/")[2].startswith("Corr.") and symbol.parent in named
