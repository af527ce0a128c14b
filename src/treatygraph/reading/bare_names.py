"""Finds names of persons without an honorific by what stands beside them: a State in brackets, a post, an office.

Must not take the name of a body, a place or a treaty for one of a person: a run of capitals that no such mark tells to
be a person's name is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from treatygraph.find.names import Mention

_MOST_NAMES = 400
_MOST_WORDS = 8
_LONGEST_SMALL_WORD = 4
_YEARS = re.compile(r"(?<!\d)[12]\d{3}(?:[–/-][12]\d{3})?$")
_LONGEST_YEARS = 9
_WORD_ENDS = re.compile(r"[ -]")


@dataclass(frozen=True)
class BareNameWords:
    """The words of a language that tell a person's name from other runs of capitals.

    `no_names` are words that no person's name holds; `marked_by` stand before a name ("chaired by"), `marked_behind`
    behind it (", who "); `missions` stand between a name and the State of the mission it is of. A sentence with one of
    the `person_lists` lists persons, with what they are behind the name or before it; `representing` stand before the
    State that somebody speaks for, `before_places` before a name of a place, `appointing` tell of an appointment.
    Behind `described_lists` each entry describes a person and ends in the name; one that begins with a word of
    `several` is of several, and ends in none. `joints` join the words of a post, or two posts; `offices` are those of
    a body. `terms` stand before the years in which somebody held a post.
    """

    no_names: frozenset[str]
    marked_before: tuple[str, ...]
    marked_behind: tuple[str, ...]
    missions: tuple[str, ...]
    person_lists: tuple[str, ...]
    representing: tuple[str, ...]
    before_places: tuple[str, ...]
    appointing: tuple[str, ...]
    described_lists: tuple[str, ...]
    several: tuple[str, ...]
    joints: tuple[str, ...]
    offices: tuple[str, ...]
    terms: tuple[str, ...]

    @classmethod
    def of(cls, persons: Mapping[str, Any], offices: Iterable[str] = ()) -> BareNameWords | None:
        """Return the words of a [persons] section and of offices, or None for a language that has none."""
        if "no_names" not in persons:
            return None
        return cls(
            frozenset(persons["no_names"]),
            tuple(persons.get("marked_before", ())),
            tuple(persons.get("marked_behind", ())),
            ("", *persons.get("missions", ())),
            tuple(persons.get("person_lists", ())),
            tuple(persons.get("representing", ())),
            tuple(persons.get("before_places", ())),
            tuple(persons.get("appointing", ())),
            tuple(persons.get("described_lists", ())),
            tuple(persons.get("several", ())),
            tuple(persons.get("post_joints", ())),
            tuple(sorted(offices, key=len, reverse=True)),
            tuple(persons.get("post_terms", ())),
        )


@dataclass(frozen=True)
class Surroundings:
    """What a unit's text holds beside names: the mentions by where they start, and how to read a post and an article.

    `post_at` gives the end of the post that begins at a place (0 for none), `post_up_to` tells whether a post, perhaps
    with its body, ends at a place. `lines` are the ranges of the entries of a list of persons, one a line.
    """

    text: str
    mentions: Mapping[int, Mention]
    post_at: Callable[[int], int]
    post_up_to: Callable[[int], bool]
    article: Callable[[int], int]
    lines: tuple[tuple[int, int], ...] = ()


def bare_names(around: Surroundings, pattern: re.Pattern[str], words: BareNameWords) -> Iterator[tuple[int, int]]:
    """Yield the folded ranges of the names of persons that their surroundings tell to be such, in order."""
    named = [(m.start, m.end) for m in around.mentions.values()]
    listed = min((at for mark in words.person_lists if (at := around.text.find(mark)) >= 0), default=len(around.text))
    for count, found in enumerate(pattern.finditer(around.text)):
        if count >= _MOST_NAMES:
            return
        start, end = _trimmed(around, found.start(), found.end(), words)
        if (
            _could_be_name(around.text[start:end], words)
            and not any(begin < end and start < stop for begin, stop in named)
            and (_marked(around, start, end, words) or _is_line(around, start, end)
                 or (start > listed and _listed(around, start, end, words)) or _described(around, start, end, words))
        ):
            yield start, end


def _trimmed(around: Surroundings, start: int, end: int, words: BareNameWords) -> tuple[int, int]:
    """Leave out words before a name that begin the sentence, or tell of an office: "The Chair Amina Diallo"."""
    while True:
        space = around.text.find(" ", start, end)
        if space < 0 or around.text[start:space] not in words.no_names:
            return start, end
        start = space + 1


def _could_be_name(name: str, words: BareNameWords) -> bool:
    """Tell whether a run of capitals has two words or more, none of which says that it names something else."""
    parts = [part for part in _WORD_ENDS.split(name) if part]
    return 2 <= len(parts) <= _MOST_WORDS and " " in name and not any(part in words.no_names for part in parts)


def _marked(around: Surroundings, start: int, end: int, words: BareNameWords) -> bool:
    text = around.text
    if start and (text[start - 1].isalnum() or text[start - 1] in "-’'"):
        return False
    if text.startswith(" (", end) and not text.endswith(words.before_places, 0, start):
        body = around.mentions.get(end + 2 + around.article(end + 2))
        known = body is not None and bool(body.of_kind("state", "organization"))
        behind = body.end if known and body is not None else end + 2
        if text.startswith(")", behind) or _office_closes(text, behind + 2 * text.startswith(", ", behind), words):
            return known or behind == end + 2
    alone = not _goes_on(text, end) and not _enumerated(text, end, words)
    if text.endswith(", ", 0, start) and alone and (
        around.post_up_to(_before_term(text, start - 2, words)) or _of_a_delegation(around, start - 2, words)
    ):
        return True
    appointed = text.endswith(" of ", 0, start) and any(noun in text[:start] for noun in words.appointing)
    if text.startswith(", ", end) and (appointed or not text.endswith((" of ", " for ", " the "), 0, start)):
        begin = end + 2 + around.article(end + 2)
        if around.post_at(begin):
            return True
    if any(text.startswith(mark, end) for mark in words.marked_behind) and not text.endswith((" the ",), 0, start):
        return True
    if any(text.endswith(mark, 0, start) for mark in words.marked_before) and not _goes_on(text, end):
        return True
    return _of_a_body(around, start, end, words)


def _before_term(text: str, end: int, words: BareNameWords) -> int:
    """Return the place before the years in which somebody held a post, where such end here: "during 2023–2024"."""
    years = _YEARS.search(text, max(0, end - _LONGEST_YEARS), end)
    if years is None or years.end() != end:
        return end
    return next((years.start() - len(mark) for mark in words.terms if text.endswith(mark, 0, years.start())), end)


def _office_closes(text: str, at: int, words: BareNameWords) -> bool:
    """Tell whether an office, and the bracket's end behind it, stand here: "(Kenya, Chair)", "(Rapporteur)"."""
    return any(text.startswith((f"{office})", f"{office};", f"{office},"), at) for office in words.offices)


def _of_a_delegation(around: Surroundings, end: int, words: BareNameWords) -> bool:
    """Tell whether a State ends at a place whose representative is spoken of: "the representative of Chile"."""
    for mention in around.mentions.values():
        if mention.end == end and mention.of_kind("state", "organization"):
            before = around.text[max(0, mention.start - 40) : mention.start]
            return before.endswith((*words.representing, *(f"{lead}the " for lead in words.representing)))
    return False


def _listed(around: Surroundings, start: int, end: int, words: BareNameWords) -> bool:
    """Tell whether a name begins one of the entries of a list of persons, or ends it behind a comma."""
    text = around.text
    behind = text.startswith((", ", " of "), end)
    if behind and text.endswith((": ", "; ", "; and ", *words.person_lists), 0, start):
        return True
    ends = end >= len(text.rstrip(" .")) or text.startswith((";", ", on behalf "), end)
    return text.endswith(", ", 0, start) and ends


def _described(around: Surroundings, start: int, end: int, words: BareNameWords) -> bool:
    """Tell whether a name ends the description of one person in a list of speakers: "a youth speaker, Rabeb Aloui;".

    The description begins with an article and holds a post or a noun in small letters: names of institutions, one
    behind another, describe nobody.
    """
    text = around.text
    if not text.endswith(", ", 0, start) or not (
        end >= len(text.rstrip(" .")) or text.startswith((";", " (", ", who ", ", and moderated"), end)
    ):
        return False
    marks = [found + len(mark) for mark in words.described_lists if (found := text.rfind(mark, 0, start)) >= 0]
    if not marks:
        return False
    begin = max(marks)
    for cut in ("; and ", "; "):
        if (at := text.rfind(cut, begin, start)) >= 0:
            begin = max(begin, at + len(cut))
    begin = _last_entry(around, begin, start - 2)
    article = around.article(begin)
    description = text[begin + article : start - 2]
    if not article or description.startswith(words.several):
        return False
    return bool(around.post_at(begin)) or any(
        len(word) > _LONGEST_SMALL_WORD and word.islower() for word in description.split(" ")
    )


def _last_entry(around: Surroundings, begin: int, end: int) -> int:
    """Return where the last of the entries that commas part begins: each of them with an article of its own."""
    text = around.text
    cut = max(text.rfind(", and ", begin, end) + 6, text.rfind("), and ", begin, end) + 7)
    return cut if cut > begin + 6 and around.article(cut) else begin


def _goes_on(text: str, end: int) -> bool:
    """Tell whether more of a longer name follows: "of", "for" and a word in capitals."""
    return text.startswith((" of ", " for ", "-", " de ", " du "), end)


def _is_line(around: Surroundings, start: int, end: int) -> bool:
    """Tell whether a name is a line of a list of persons, or begins one with a mark behind the name."""
    stop = next((stop for begin, stop in around.lines if begin == start), -1)
    return end == stop or (end < stop and around.text.startswith((" (", ", ", " *"), end))


def _enumerated(text: str, end: int, words: BareNameWords) -> bool:
    """Tell whether words in capitals are joined here without an article: the name of a post or body goes on."""
    return any(text.startswith(joint, end) and text[end + len(joint) :][:1].isupper() for joint in words.joints)


def _of_a_body(around: Surroundings, start: int, end: int, words: BareNameWords) -> bool:
    """Tell whether a name stands in a list of persons, with the organisation or mission it is of."""
    text = around.text
    if not text.startswith(" of ", end) or not (start == 0 or text.endswith((": ", "; ", "; and ", ". "), 0, start)):
        return False
    begin = end + len(" of ")
    begin += around.article(begin)
    for mission in words.missions:
        body = around.mentions.get(begin + len(mission))
        if text.startswith(mission, begin) and body is not None and body.of_kind(
            *(("state",) if mission else ("organization",))
        ):
            return True
    return False

