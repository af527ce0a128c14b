"""Tells what the bodies of one report are called: the name in its title, their nouns, their ordinals.

Must not say which body words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from treatygraph.find.fold import fold, lower
from treatygraph.language.frame_words import FrameWords
from treatygraph.model import Iri
from treatygraph.read.tree import NodeKind
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.sessions import reports_a_session
from treatygraph.reading.sessions import body_of_sitting, end_of_body
from treatygraph.reading.slots import grammar

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading

_TITLED = (NodeKind.HEADER_LINE, NodeKind.TITLE, NodeKind.SECTION, NodeKind.ANNEX)
_LONGEST_NAME = 300
_LATEST_NOUN = 60


class BodyNames:
    """What the bodies are called that one report speaks of."""

    def __init__(self, reading: Reading, words: FrameWords) -> None:
        self.reading = reading
        self.words = words
        nouns = (*reading.report.language.layout.get("bodies", ()), *words.bodies.get("more_nouns", ()))
        self.nouns = sorted(dict.fromkeys(nouns), key=len, reverse=True)
        self._noun = re.compile(
            "|".join(rf"{self._edge}{re.escape(lower(noun))}s?{self._edge_after}" for noun in self.nouns) or "(?!)"
        )
        # The forms of a noun in a language that declines, each row one noun.
        rows = [[lower(form) for form in row.split("|")] for row in words.bodies.get("declined", ())]
        self._declined = {form: row for row in rows for form in row}
        self._definite: tuple[str, ...] = tuple(words.bodies.get("definite", ()))
        self._of_node: dict[int, Body | None] = {}
        self.named: dict[str, Body] = {}
        self.groups: dict[str, Iri] = {}
        self.recent: Body | None = None

    @property
    def _spaced(self) -> bool:
        return bool(self.words.group.get("spaced", True))

    @property
    def _edge(self) -> str:
        return r"(?<![\w-])" if self._spaced else ""

    @property
    def _edge_after(self) -> str:
        return r"(?![\w-])" if self._spaced else ""

    @cached_property
    def own_name(self) -> str:
        """What the report calls its body in its title, without an article; empty where no title says it."""
        for node in self.reading.tree.root.walk():
            if node.kind is NodeKind.PARAGRAPH and node.number:
                break
            if node.kind in _TITLED and (name := self.reported_on(node.body)):
                return name
        return self._above_report()

    def _above_report(self) -> str:
        """Return the body that a title names alone, where the next says that it is a report on a session of it."""
        above = ""
        for node in self.reading.tree.root.walk():
            if node.kind is NodeKind.PARAGRAPH and node.number:
                break
            if node.kind in _TITLED:
                plain = lower(fold(node.body, 0).text.strip())
                found = self._noun.search(lower(above))
                said = plain.startswith(tuple(self.words.bodies.get("reports_on", ())))
                if found and found.start() < _LATEST_NOUN and (said or reports_a_session(self, node.body)):
                    return above
                above = " ".join(fold(node.body, 0).text.split()) if len(node.body) <= _LONGEST_NAME else ""
        return ""

    def reported_on(self, title: str) -> str:
        """Return the body whose report a title says it is, or an empty string."""
        text = fold(title, 0).text.strip()
        if len(text) > _LONGEST_NAME or reports_a_session(self, title):
            return ""
        for told in self.reading.report.titles.bodies(text, spaced=self._spaced):
            language = self.reading.report.language
            name = told[body_of_sitting(told, language) : end_of_body(told, language)].strip()
            nouns = [noun.end() for noun in self._noun.finditer(lower(name))]
            if nouns and (self._spaced or nouns[-1] == len(name)):
                return name
        return ""

    @cached_property
    def noun(self) -> str:
        """The noun the report calls its body by: the first in its name, else the one its sentences use most."""
        if self.own_name and (found := self._noun.search(lower(self.own_name))):
            return found.group()
        used: Counter[str] = Counter()
        for unit in self.reading.units:
            for found in self._noun.finditer(unit.plain[:200]) if unit.kind == "sentence" else ():
                if not self._spaced or unit.text[found.start()].isupper():
                    used[found.group()] += 1
                    break
        return used.most_common(1)[0][0] if used else ""

    def noun_at(self, plain: str, at: int) -> int:
        """Return the end of the body noun that stands at a place, or 0."""
        found = self._noun.match(plain, at)
        return found.end() if found else 0

    def _own_ordinal(self, name: str) -> tuple[int, int]:
        """Return the place behind the ordinal of a body's name, and its value; 0 and 0 where it has none.

        Between words without spaces it stands right before the noun: "《…公约》第三次缔约国会议".
        """
        if self._spaced:
            return self._past_ordinal(name, 0)
        for at in range(len(name)):
            behind, number = self._past_ordinal(name, at)
            if number and self._noun.match(name, behind):
                return behind, number
        return 0, 0

    def _nouns_in(self, name: str) -> list[tuple[int, str]]:
        """Return the nouns of a body's name with their places: the first and longest, and those it is made of."""
        found = self._noun.search(name)
        if found is None:
            return [(0, self.noun)]
        whole = found.group()
        return [(found.start() + whole.find(lower(noun)), lower(noun)) for noun in self.nouns if lower(noun) in whole]

    def _goes_on(self, text: str, end: int) -> bool:
        """Tell whether the words make the noun part of another body's name: "the Conference on Disarmament"."""
        if text.startswith(tuple(self.words.bodies.get("names_go_on", ())), end):
            return True
        for link in self.words.bodies.get("links", ()):
            if text.startswith(link, end):
                following = text[end + len(link) :]
                return following[:1].isupper()
        return False

    def _past_ordinal(self, text: str, at: int) -> tuple[int, int]:
        """Return the place behind an ordinal here, and its value; the place itself and 0 where there is none."""
        read = grammar(self.reading.report.language).numbers.ordinal_at(text, at)
        if read is None:
            return at, 0
        measure = next((len(word) for word in self.words.bodies.get("ordinal_measures", ())
                        if text.startswith(word, read[0])), 0)
        return read[0] + measure + text.startswith(" ", read[0] + measure), read[1]
