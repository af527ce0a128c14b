"""Finds the numbers of a sentence that count something, and the words for what they count.

Must not take an ordinal, a year, the number of a reference or one that goes back to a count given before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from treatygraph.find.amounts import Amount
from treatygraph.find.fold import lower
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.matching import Filling
from treatygraph.reading.registry import Match
from treatygraph.reading.slots import grammar

_WORD = re.compile(r"[^\W_][\w'’‑-]*")
_LISTED_BEHIND = re.compile(r"(?:, [a-z]+(?: [a-z]+){0,4})+,? ")
_YEARS = range(1800, 2200)
_MOST_WORDS = 7
_LONGEST_SHARE = 12
_FIRST_PLURAL = 2
_WORDS_OF_A_LIMIT = 4
_WORDS_BEHIND = 2
_LONGEST_NARROWING = 120
_LONGEST_BEFORE_NOUN = 14


def counted_in(sentence: Sentence) -> Iterator[Match]:
    """Yield what a sentence counts: the slot "value" holds the amount, "counted" the words behind it."""
    words = sentence.grammar.words.counted
    if not words:
        return
    found = list(_counts(sentence, words))
    said = [str(match.slots["counted"].value).lower() for match in found]
    for match, name in zip(found, said, strict=True):
        whose = sentence.text.startswith(tuple(words.get("of", ())), match.slots["counted"].end)
        yield _narrowed(sentence, match, words) if whose or said.count(name) > 1 else match


def _narrowed(sentence: Sentence, match: Match, words: dict[str, Any]) -> Match:
    """Return a count of what a sentence counts twice, with what narrows it: "parties to the Optional Protocol"."""
    text, counted = sentence.text, match.slots["counted"]
    if not text.startswith(tuple(words.get("narrowing", ())), counted.end):
        return match
    reader = grammar(sentence.reading.report.language).amounts
    stop, at = min(sentence.stop, counted.end + _LONGEST_NARROWING), counted.end
    ends = [v.start for v in sentence.verbs if v.start > at] + [c.start for c in sentence.circumstances if c.start > at]
    ends += [i for i in range(at, stop) if sentence.text[i] in ",;:("]
    ends += [i + 1 for i in range(at, stop) if text[i] == " " and reader.may_begin(text[i + 1 : i + 2] or " ")
             and reader.amounts_at(text, i + 1)]
    if text.startswith(tuple(words.get("of", ())), at):  # whose they are, and not what is joined to them
        marks = (*(j for j in sentence.slots.grammar.joiners if j.startswith(" ")), *words.get("ending", ()))
        ends += [place for mark in marks if (place := sentence.masked.find(mark, at)) > 0]
    end = counted.end + len(text[counted.end : min([stop, *ends])].rstrip(" ,;"))
    for joint in sentence.grammar.joints:
        if sentence.plain.endswith(f" {joint}", counted.end, end):
            end = counted.end + len(text[counted.end : end - len(joint)].rstrip(" ,;"))
            break
    filling = Filling("counted", "text", counted.start, end, text[counted.start : end])
    span = sentence.span(match.start, end)
    return Match(sentence.unit, match.start, end, span, {**match.slots, "counted": filling}, match.constants)


def _counts(sentence: Sentence, words: dict[str, Any]) -> Iterator[Match]:
    """Yield the counts of a sentence, each with the shortest words for what it counts."""
    reader = grammar(sentence.reading.report.language).amounts
    text, at = sentence.text, 0
    while at < sentence.stop:
        if not reader.may_begin(text[at]):
            at += 1
            continue
        amount = next(iter(reader.amounts_at(text, at)), None)
        if amount is None:
            at += 1
            continue
        amount = _limited(sentence, amount, words)
        at = amount.end
        what = _counted(sentence, amount, words)
        if what is not None and (amount.start > 0 or what[1] < sentence.stop):
            slots = {
                "value": Filling("value", "amount", amount.start, amount.end, amount),
                "counted": Filling("counted", "text", *what, text[what[0] : what[1]]),
            }
            span = sentence.span(amount.start, what[1])
            share = text.startswith(tuple(words.get("shares", ())), what[0])
            denied = sentence.plain.startswith(tuple(words.get("denying", ())), amount.said[0])
            constants = {"share": share, "denied": denied}
            yield Match(sentence.unit, amount.start, what[1], span, slots, constants)


def _counted(sentence: Sentence, amount: Amount, words: dict[str, Any]) -> tuple[int, int] | None:
    """Return the folded range of the words for what an amount counts, or None where it counts nothing."""
    text = sentence.text
    masked = sentence.masked[amount.start : amount.end]
    digits = text[amount.start : amount.end]
    if not sentence.grammar.spaced:
        return _behind_classifier(sentence, amount, words) if masked == digits else None
    if (
        masked != digits
        or text[amount.end : amount.end + 1] != " "
        or (amount.start > 0 and text[amount.start - 1] != " ")
        or (digits.isdigit() and amount.value in _YEARS)
        or any(c.start < amount.end and amount.start < c.end for c in sentence.circumstances)
    ):
        return None
    before = _WORD.findall(text[max(0, amount.start - 40) : amount.start])
    last = before[-1] if before and text[: amount.start].endswith(f"{before[-1]} ") else ""
    if last.lower() in words.get("not_behind", ()) or last[:1].isdigit():
        return None
    if len(before) > 1 and last.lower() in words.get("number_joints", ()) and before[-2][:1].isdigit():
        return None
    if last[:1].isupper() and amount.start > len(last) + 1:  # a capitalised word within a sentence: both are a name
        return None
    for share in words.get("shares", ()):
        if text.startswith(f" {share} ", amount.end):
            return _share(sentence, amount.end + 1, amount.end + len(share) + 2, words)
    if amount.value < _FIRST_PLURAL and not amount.bound:
        return None
    return _plural(sentence, amount.end + 1, words)


def _behind_classifier(sentence: Sentence, amount: Amount, words: dict[str, Any]) -> tuple[int, int] | None:
    """Return the words for what an amount counts in a language that puts a classifier between: "九名成员", "72个国家".

    They end in the first noun of the language's `nouns`, with no pause, verb or other number before it.
    """
    if amount.value < _FIRST_PLURAL and not amount.bound:
        return None
    if any(c.start < amount.end and amount.start < c.end for c in sentence.circumstances):
        return None
    if sentence.plain.endswith(tuple(words.get("not_behind", ())), 0, amount.start):
        return None
    start = next((amount.end + len(word) for word in words.get("classifiers", ())
                  if sentence.plain.startswith(word, amount.end)), -1)
    if start < 0:
        return None
    nouns = sorted(words.get("nouns", ()), key=len, reverse=True)
    reader = grammar(sentence.reading.report.language).amounts
    for at in range(start, min(start + _LONGEST_BEFORE_NOUN, sentence.stop)):
        noun = next((word for word in nouns if sentence.plain.startswith(word, at)), None)
        if noun is not None:
            return start, at + len(noun)
        if sentence.masked[at] in ",;:、(" or any(verb.verb_start == at for verb in sentence.verbs) or (
            reader.amounts_at(sentence.text, at) and sentence.text[at].isdigit()
        ):
            return None
    return None


def _limited(sentence: Sentence, amount: Amount, words: dict[str, Any]) -> Amount:
    """Return an amount with the bound that a noun before it sets: "a maximum rate of 22"."""
    before = _WORD.findall(lower(sentence.text[max(0, amount.start - 60) : amount.start]))[-_WORDS_OF_A_LIMIT:]
    bound = next((words["most"][word] for word in before if word in words.get("most", {})), "")
    if not bound or amount.bound or amount.upper is not None:
        return amount
    return replace(amount, bound=bound)


def _plural(sentence: Sentence, start: int, words: dict[str, Any]) -> tuple[int, int] | None:
    """Return the words from a place to the first that is a plural, with those that belong to it behind it."""
    stops, endings = frozenset(words.get("stops", ())), tuple(words.get("endings", ()))
    plurals, ends = frozenset(words.get("plurals", ())), 0
    at = start
    for _ in range(_MOST_WORDS):
        found = _WORD.match(sentence.text, at)
        if found is None:
            break
        word = found.group().lower()
        plural = word in plurals or (word.endswith(endings) and word not in words.get("no_plurals", ()))
        if ends:
            if not (plural and word in words.get("joined", ())):
                break
        elif plural and word in words.get("adjuncts", ()):
            plural = False
        elif word in stops or word in words.get("units", ()):
            return None
        if plural:
            ends = found.end()
        at = found.end() + 1
        if sentence.text[found.end() : at] != " ":
            break
    if not ends or _goes_on(sentence, ends, words) or _is_first_of_a_list(sentence, ends):
        return None
    return None if _not_yet(sentence, ends + 1) else (start, ends)


def _goes_on(sentence: Sentence, end: int, words: dict[str, Any]) -> bool:
    """Tell whether a plural only describes what is counted: "four United States Navy installations".

    So where a capitalised word, a plural, or a word and a plural stand right behind it.
    """
    stops, endings = frozenset(words.get("stops", ())), tuple(words.get("endings", ()))
    at = end
    behind: list[str] = []
    while len(behind) < _WORDS_BEHIND and sentence.text[at : at + 1] == " ":
        found = _WORD.match(sentence.text, at + 1)
        begins = any(verb.start == at + 1 and verb.finite for verb in sentence.verbs) \
            or any(one.start == at + 1 for one in sentence.circumstances)
        if found is None or begins or found.group().lower() in stops:
            break
        behind.append(found.group())
        at = found.end()
    plural = [word.endswith(endings) and word.lower() not in words.get("no_plurals", ()) for word in behind]
    return any(plural) or any(word[0].isupper() for word in behind[:1])


def _not_yet(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb of what is only supposed stands at a place: "two paragraphs would be inserted"."""
    words = tuple(f"{word} " for word in sentence.grammar.words.counted.get("supposed", ()))
    return sentence.plain.startswith(words or ("\0",), at)


def _is_first_of_a_list(sentence: Sentence, end: int) -> bool:
    """Tell whether what is counted is the first thing of several: "435 trends, situations, risks and incidents"."""
    listed = _LISTED_BEHIND.match(sentence.text, end)
    joined = listed is not None and any(joint in listed.group() for joint in sentence.slots.grammar.joiners)
    return listed is not None and joined and not any(end <= verb.start < listed.end() for verb in sentence.verbs)


def _share(sentence: Sentence, start: int, at: int, words: dict[str, Any]) -> tuple[int, int] | None:
    """Return the words of a share: "per cent of the total costs"."""
    stops, end = frozenset(words.get("stops", ())) - frozenset(words.get("within_shares", ())), 0
    for _ in range(_LONGEST_SHARE):
        found = _WORD.match(sentence.text, at)
        if found is None or found.group().lower() in stops:
            break
        end, at = found.end(), found.end() + 1
        if sentence.text[found.end() : at] != " ":
            break
    return (start, end) if end else None
