"""Matches compiled wordings against a folded sentence in bounded time.

Must not know any slot type: a slot's fillings come from a function, the same for every pattern.

Every (element, position) pair of a wording is worked out once, so the work is bounded by the number of elements
times the square of the sentence's length, whatever the text: nothing backtracks without bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from treatygraph.find.fold import lower
from treatygraph.reading.wording import TEXT_TYPES, Adverbials, Choice, Literal, Sequence, Slot, Wording

LONGEST_FREE_TEXT = 1200
MOST_ADVERBIALS = 8
"""More of them in a row no sentence has; each further one would multiply what has to be remembered."""
STEPS_FOR_A_CHARACTER, STEPS_AT_LEAST = 150, 50_000
"""So many steps a text may take to match; the sentences of reports take some twenty for a character."""
_CHARACTERS_FOR_A_STEP = 32
FINAL = "。．.！!？?；;：: "
"""What ends a sentence or leads to a list, with a space before it, and belongs to no text that fills a slot."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a slot holds: its name and type, the folded range, and the value its type read there."""

    name: str
    type: str
    start: int
    end: int
    value: object


Bindings = tuple[Filling, ...]
_NOWHERE: dict[int, Bindings] = {}
StartFinder = Callable[[str], list[int] | None]
"""type → the positions, in order, at which such a slot may begin; None where it may begin anywhere."""
SlotReader = Callable[[str, bool, int], list[tuple[int, object]]]
"""(type, many, position) → the (end, value) pairs that may stand there."""


def occurrences(text: str, form: str) -> Iterator[int]:
    """Yield every place at which a form stands in a text."""
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


class Matcher:
    """Matches wordings in one folded text; what was worked out for one wording's slots serves the others."""

    def __init__(self, text: str, read_slot: SlotReader, adverbials: tuple[tuple[str, Wording], ...] = (),
                 starts: StartFinder = lambda _: None) -> None:
        self.text = text
        self._plain = lower(text)
        self._starts = starts
        self._stop = len(text.rstrip(FINAL)) or len(text)
        self._read_slot = read_slot
        self._adverbials = adverbials
        self._memo: dict[tuple[int, int, int], dict[int, Bindings]] = {}
        self._left = STEPS_AT_LEAST + STEPS_FOR_A_CHARACTER * len(text)
        self._adverbial_memo: dict[tuple[int, int], dict[int, Bindings]] = {}

    def ends(self, wording: Wording, start: int) -> dict[int, Bindings]:
        """Return every folded end at which a match from `start` may end, with its fillings."""
        return self._sequence(wording.sequence, 0, start)

    def search(self, wording: Wording) -> Iterator[tuple[int, int, Bindings]]:
        """Yield the matches anywhere in the text, each as long as possible, none overlapping the one before."""
        free_from = 0
        places = self.places(wording.sequence)
        for at in range(len(self.text)) if places is None else places:
            if at < free_from:
                continue
            ends = self.ends(wording, at)
            if ends:
                end = max(ends)
                yield at, end, ends[end]
                free_from = max(end, at + 1)

    def places(self, sequence: Sequence, index: int = 0) -> list[int] | None:
        """Return the places, in order, at which a sequence may begin; None where only trying tells."""
        first = sequence.elements[index] if index < len(sequence.elements) else None
        if isinstance(first, Literal):
            return list(occurrences(self._plain, first.text))
        if isinstance(first, Slot):
            return self._starts(first.type)
        if not isinstance(first, Choice):
            return None
        ways = [self.places(option) for option in first.options]
        if first.optional:
            ways.append(self.places(sequence, index + 1))
        known = [way for way in ways if way is not None]
        return sorted({at for way in known for at in way}) if len(known) == len(ways) else None

    def _sequence(self, sequence: Sequence, index: int, at: int) -> dict[int, Bindings]:
        elements = sequence.elements
        while index < len(elements):
            element = elements[index]
            if not isinstance(element, Literal):
                break
            if not self._plain.startswith(element.text, at):
                return _NOWHERE
            index, at = index + 1, at + len(element.text)
        else:
            return {at: ()}
        key = (id(sequence), index, at)
        known = self._memo.get(key)
        if known is None:
            self._memo[key] = _NOWHERE
            known = self._memo[key] = self._step(element, sequence, index, at)
        return known

    def _step(self, element: Slot | Adverbials | Choice, sequence: Sequence, index: int, at: int
              ) -> dict[int, Bindings]:
        found: dict[int, Bindings] = {}
        for middle, bound in self._element(element, sequence, index, at):
            self._left -= 1
            if self._left < 0:
                break
            for end, rest in self._sequence(sequence, index + 1, middle).items():
                self._left -= 1
                if end not in found:
                    found[end] = bound + rest
        return found

    @property
    def exhausted(self) -> bool:
        """Whether the text took more steps than it may, so that not every way to match it was tried."""
        return self._left < 0

    def _element(self, element: Slot | Adverbials | Choice, sequence: Sequence, index: int, at: int
                 ) -> Iterator[tuple[int, Bindings]]:
        if isinstance(element, Slot):
            if element.type in TEXT_TYPES:
                for end in self._free_ends(element, sequence, index, at):
                    self._left -= (end - at) // _CHARACTERS_FOR_A_STEP
                    yield end, (Filling(element.name, element.type, at, end, self.text[at:end]),)
            else:
                for end, value in self._read_slot(element.type, element.many, at):
                    yield end, (Filling(element.name, element.type, at, end, value),)
        elif isinstance(element, Adverbials):
            yield from self.adverbials(at).items()
        else:
            seen = set()
            for option in element.options:
                for end, bound in self._sequence(option, 0, at).items():
                    if end not in seen:
                        seen.add(end)
                        yield end, bound
            if element.optional and at not in seen:
                yield at, ()

    def adverbials(self, at: int, most: int = MOST_ADVERBIALS) -> dict[int, Bindings]:
        """Return where up to `most` adverbials from `at` may end: the longest first, none at all last."""
        if (at, most) in self._adverbial_memo:
            return self._adverbial_memo[at, most]
        found: dict[int, Bindings] = {}
        begin = at + self._pause(at)
        for _, wording in self._adverbials if most else ():
            for end, bound in self._sequence(wording.sequence, 0, begin).items():
                if end == begin:
                    continue
                found.setdefault(end, bound)
                after = end + 1 if self.text[end : end + 1] in {",", ":"} else end
                for last, rest in self.adverbials(after, most - 1).items():
                    if last not in found:
                        found[last] = bound + rest
        ordered = dict(sorted(found.items(), reverse=True))
        ordered.setdefault(at, ())
        self._adverbial_memo[at, most] = ordered
        return ordered

    def _pause(self, at: int) -> int:
        """How many characters part an adverbial from the words before it: a space, or a comma and a space."""
        return 2 if self.text.startswith(", ", at) else int(self.text.startswith(" ", at))

    def _free_ends(self, slot: Slot, sequence: Sequence, index: int, at: int) -> Iterator[int]:
        """Where a free text may end: before the literal that follows, or anywhere; never empty."""
        limit = min(self._stop, at + LONGEST_FREE_TEXT)
        if slot.type == "clause":
            borders = [pos for mark in ",;" if (pos := self.text.find(mark, at, limit)) >= 0]
            limit = min(borders, default=limit)
        following = sequence.elements[index + 1] if index + 1 < len(sequence.elements) else None
        if isinstance(following, Literal):
            pos = self._plain.find(following.text, at + 1, limit + len(following.text))
            while 0 <= pos <= limit:
                yield pos
                pos = self._plain.find(following.text, pos + 1, limit + len(following.text))
        else:
            yield from range(at + 1, limit + 1)
