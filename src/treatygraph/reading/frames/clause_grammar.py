"""Compiles how a language words actors and circumstances, and the words that join clauses; must not match anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from treatygraph.language.frame_words import FrameWords, frame_words
from treatygraph.language.languages import Language
from treatygraph.reading.frames.verb_groups import VerbFinder
from treatygraph.reading.slots import grammar
from treatygraph.reading.wording import Wording, compile_wording


@dataclass(frozen=True)
class ClauseGrammar:
    """A language's wordings of actors and circumstances, compiled, and its joining words."""

    words: FrameWords
    verbs: VerbFinder
    actors: tuple[tuple[str, Wording], ...]
    circumstances: tuple[tuple[str, Wording], ...]
    joints: tuple[str, ...]
    subordinators: tuple[str, ...]
    relatives: tuple[str, ...]
    connectives: tuple[str, ...]
    boundaries: tuple[str, ...]
    continuing: tuple[str, ...]
    joints_of_lists: frozenset[str]
    spaced: bool

    @classmethod
    def of(cls, language: Language, words: FrameWords) -> ClauseGrammar:
        """Compile; raise PatternError, naming the section and key, for a wording that cannot work."""
        types = grammar(language).types

        def compiled(section: dict[str, list[str]], name: str) -> tuple[tuple[str, Wording], ...]:
            return tuple(
                (kind, compile_wording(wording, types, f"{words.file}: [{name}] {kind}"))
                for kind, wordings in section.items()
                for wording in wordings
            )

        group = words.group

        def longest(name: str) -> tuple[str, ...]:
            return tuple(sorted(group.get(name, ()), key=len, reverse=True))

        return cls(
            words,
            VerbFinder(words),
            compiled(words.actors, "actors"),
            compiled(words.circumstances, "circumstances"),
            longest("joints"),
            longest("subordinators"),
            longest("relatives"),
            longest("connectives"),
            longest("boundaries"),
            longest("continuing"),
            frozenset(group.get("joints_of_lists", ())),
            group.get("spaced", True),
        )


@cache
def clause_grammar(language: Language) -> ClauseGrammar | None:
    """Return the compiled frame words of a language, or None where none are written for it."""
    words = frame_words(language.code)
    return ClauseGrammar.of(language, words) if words else None
