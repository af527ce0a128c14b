"""Finds the verbs of a sentence with what stands around them: voice, tense, negation and modality.

Must not know a verb: a language's frame file names them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from treatygraph.language.frame_words import FrameWords, frame_words

_SPACE = re.compile(r"\s")
_MOST_WORDS_BEFORE = 7
_KINDS = (
    "passive", "reflexive", "perfect", "infinitive", "planned", "former", "conditional", "emphatic", "negated",
    "adverbs",
)


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb where it stands: [start, end) with auxiliaries and adverbs, [verb_start, end) the verb's own words.

    `form` is third, past, participle, base, gerund or plain; `modality` is empty for what is asserted, else planned,
    conditional, infinitive, or former of what is told as done at another time; `anterior` tells of what had happened
    before what is told ("had been introduced").
    """

    lemma: str
    form: str
    start: int
    verb_start: int
    end: int
    passive: bool = False
    perfect: bool = False
    negated: bool = False
    modality: str = ""
    anterior: bool = False

    @property
    def finite(self) -> bool:
        """Whether the group can be the verb of a clause of its own."""
        return (
            self.passive
            or self.perfect
            or self.form in {"past", "third", "plain"}
            or (self.form == "base" and bool(self.modality))
        )

    @property
    def asserted(self) -> bool:
        """Whether the words say that it happened."""
        return not self.negated and not self.modality


class VerbFinder:
    """Finds verb groups in folded text of one language, in time linear in its length."""

    def __init__(self, words: FrameWords) -> None:
        self.words = words
        group = words.group
        self._spaced = spaced = group.get("spaced", True)
        self._behind: tuple[str, ...] = tuple(group.get("behind", ()))
        self._passive_verbs = frozenset(group.get("passive_verbs", ()))
        self._attributive: tuple[str, ...] = tuple(group.get("attributive", ()))
        edge = r"(?<![\w-])", r"(?![\w-])"
        forms = sorted(words.forms, key=lambda form: (-len(form), form))
        body = "|".join(map(re.escape, forms)) or "(?!)"
        # Some languages write "and" as a part of the word behind it.
        clitics = "|".join(map(re.escape, group.get("clitics", ())))
        joined = f"(?:{clitics})?" if clitics else ""
        self._verb = re.compile(f"{edge[0]}{joined}(?P<verb>{body}){edge[1]}" if spaced else f"(?P<verb>{body})", re.I)
        self._sets = {name: frozenset(group.get(name, ())) for name in _KINDS}
        self._anterior = frozenset(group.get("anterior", ()))
        self._adverb = re.compile(group.get("adverb", "(?!)"), re.I)
        self._longest = max((len(word.split(" ")) for words_ in self._sets.values() for word in words_), default=1)
        self._longest_word = max((len(word) for words_ in self._sets.values() for word in words_), default=0)

    def find(self, text: str) -> list[VerbGroup]:
        """Return the verb groups of a folded text in order; none overlaps another."""
        found: list[VerbGroup] = []
        for match in self._verb.finditer(text):
            group = self._group(text, match.start("verb"), match.end(), found[-1].end if found else 0)
            if group is not None:
                found.append(group)
        return found

    def _group(self, text: str, start: int, end: int, floor: int) -> VerbGroup | None:
        forms = (
            {form.form: form for form in self.words.forms[text[start:end].lower()]}
            if text[start:end].lower() in self.words.forms
            else {}
        )
        if not forms or (self._spaced and _within_name(text, start)):
            return None
        at, seen = start, []
        for _ in range(_MOST_WORDS_BEFORE):
            word, begin = self._before(text, at, floor)
            kind = self._kind(word)
            if not kind:
                break
            seen.append(kind)
            at = begin
        kinds = set(seen)
        modality = (
            "infinitive"
            if "infinitive" in kinds
            else "planned"
            if "planned" in kinds
            else "former"
            if "former" in kinds
            else "conditional"
            if "conditional" in kinds
            else ""
        )
        written = text[start:end].lower()
        end += next((len(mark) for mark in self._behind if text.startswith(mark, end)), 0)
        if self._attributive and (text.startswith(self._attributive, end) or text.endswith(self._attributive, 0, at)):
            return None
        passive = (
            written in self._passive_verbs
            or ("passive" in kinds and bool({"participle", "plain"} & set(forms)))
            or ("reflexive" in kinds and bool({"past", "third", "participle"} & set(forms)))
        )
        perfect = "perfect" in kinds and "participle" in forms
        form = next(
            (
                name
                for name in (["participle", "plain"] if (passive and "reflexive" not in kinds) or perfect else [])
                + (["base"] if modality or "emphatic" in kinds else [])
                + ["past", "third", "participle", "gerund", "plain", "base"]
                if name in forms
            ),
            "",
        )
        if not form:
            return None
        anterior = perfect and any(word in self._anterior for word in text[at:start].lower().split())
        return VerbGroup(
            forms[form].lemma, form, at, start, end, passive, perfect, "negated" in kinds, modality, anterior
        )

    def _before(self, text: str, at: int, floor: int) -> tuple[str, int]:
        """Return the longest auxiliary or adverb that ends right before a place, and its start."""
        if not self._spaced:
            sizes = range(min(self._longest_word, at - floor), 0, -1)
            size = next((size for size in sizes if self._kind(text[at - size : at].lower())), 0)
            return text[at - size : at].lower(), at - size
        stop = at
        while stop > floor and text[stop - 1] == " ":
            stop -= 1
        begin, best = stop, ("", at)
        for _ in range(self._longest):
            begin = max(floor, text.rfind(" ", floor, max(floor, begin - 1)) + 1)
            word = text[begin:stop].lower()
            if self._kind(word):
                best = (word, begin)
            if begin <= floor:
                break
        return best

    def _kind(self, word: str) -> str:
        if not word:
            return ""
        for name, words in self._sets.items():
            if word in words:
                return name
        return "adverbs" if self._adverb.fullmatch(word) else ""


def _within_name(text: str, start: int) -> bool:
    """Tell whether a word in a capital goes on a sentence, as part of a name: "the Institute for Applied Research"."""
    return text[start].isupper() and start > 1 and text[start - 1] == " " and text[start - 2].isalnum()


@cache
def verb_finder(code: str) -> VerbFinder | None:
    """Return the finder of a language's verbs, or None where no frames are written for it."""
    words = frame_words(code)
    return VerbFinder(words) if words else None
