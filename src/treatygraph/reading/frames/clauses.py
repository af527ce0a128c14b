"""Cuts a sentence into clauses: each a verb with its subject, its circumstances, and the words that stand after it.

Must not say what follows from a clause; the rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from treatygraph.model import Span
from treatygraph.reading.frames.actors import actor_at, amid_a_list, exactly, last_of_a_list
from treatygraph.reading.frames.attributes import before_attribute, infinitives, is_a_title, is_attribute
from treatygraph.reading.frames.circumstances import circumstances_of
from treatygraph.reading.frames.clause import Actor, Circumstance, Clause
from treatygraph.reading.frames.clause_grammar import ClauseGrammar, clause_grammar
from treatygraph.reading.frames.complements import complemented_subject, planned_before
from treatygraph.reading.frames.governing import (
    complemented,
    ends_subordinate,
    for_a_purpose,
    goes_on,
    goes_on_in_present,
    last_word,
    listed_by,
    more_of_what_is_asked,
    opening,
    said,
    without_joint,
)
from treatygraph.reading.frames.role_ranges import role_ranges
from treatygraph.reading.frames.subjects_behind import names_another_subject, with_subject_behind
from treatygraph.reading.frames.verb_groups import VerbGroup
from treatygraph.reading.reading import Reading
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Unit

_MASK = "\x00"
_ASIDE = re.compile(r"“[^”]*”|\([^()]*(?:\([^()]*\)[^()]*)*\)|《[^》]*》|«[^»]*»")
_PAUSES = " ,;"
_MOST_CANDIDATES = 24
_MOST_CLAUSES = 40
_MASKED_KINDS = frozenset(
    {
        "state_group",
        "group",
        "treaty",
        "series",
        "document",
        "event",
        "programme",
        "organization",
        "state",
        "place",
        "symbol",
        "meeting",
        "meetings",
        "items",
        "item",
        "resolution",
    }
)
_LISTED_ACTORS = frozenset({"states", "observers", "persons", "officeholders", "groups", "those", "office"})


class Sentence:
    """A sentence, with the clauses found in it."""

    def __init__(self, unit: Unit, slots: SlotReader, reading: Reading, words: ClauseGrammar) -> None:
        self.unit, self.slots, self.reading, self.grammar = unit, slots, reading, words
        self.text, self.plain = unit.text, unit.plain
        self.stop = len(self.text.rstrip(" .;:。；：")) or len(self.text)
        self.masked = self._masked()
        self.circumstances = circumstances_of(self, [(m.start(), m.end()) for m in _ASIDE.finditer(self.text)])
        self._ends = {len(self.text[: c.end].rstrip(_PAUSES)): c for c in self.circumstances}
        self._starts = {c.start: c for c in self.circumstances}
        self.verbs = [v for v in words.verbs.find(self.masked[: self.stop]) if not is_a_title(self, v)]
        self._infinitives = infinitives(self.text, self.verbs, (*words.joints, *slots.grammar.joiners))
        self.attributed: list[int] = []  # where subjects end that a participle follows behind a comma
        self.clauses = self._clauses()

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range."""
        return self.unit.span_of(start, end)

    # ---- what is no verb and no border

    def _masked(self) -> str:
        """The words with quotations, brackets and names blotted out, character for character."""
        masked = _ASIDE.sub(lambda m: _MASK * len(m.group()), self.text)
        for sighting in self.unit.sightings:
            if sighting.kind in _MASKED_KINDS and sighting.end - sighting.start > 1:
                masked = masked[: sighting.start] + _MASK * (sighting.end - sighting.start) + masked[sighting.end :]
        return masked

    def denied(self, start: int, end: int) -> bool:
        """Tell whether a subject says that nobody did it."""
        words = self.plain[start:end]
        return words.startswith(tuple(self.grammar.words.group.get("negated_subjects", ())))

    # ---- clauses

    def _clauses(self) -> list[Clause]:
        found: list[Clause] = []
        cuts: dict[int, int] = {}
        left = 0
        for verb in self.verbs:
            if len(found) >= _MOST_CLAUSES:
                break
            if verb.start < left or verb.start in self._infinitives or self._within_circumstance(verb.verb_start):
                continue
            clause = with_subject_behind(self, verb, left, found)
            if clause is None and names_another_subject(self, verb):
                if found:
                    cuts.setdefault(id(found[-1]), verb.start)
                continue
            clause = clause or self._joined(verb, left, found) or self._headed(verb, left, found)
            if clause is not None:
                found.append(clause)
                left = verb.end
        for clause, following in zip(found, [*found[1:], None], strict=False):
            end = min(cuts.get(id(clause), self.stop), following.start if following is not None else self.stop)
            semicolon = self.masked.rfind(";", clause.verb.end, end) if following is not None else -1
            end = semicolon if semicolon > 0 else end
            if end < self.stop:
                clause.end = len(self.text[:end].rstrip(_PAUSES))
                clause.end = max(without_joint(self, clause.end), clause.verb.end)
            clause.circumstances = tuple(
                c for c in self.circumstances if clause.start <= c.start and c.end <= max(clause.end, clause.verb.end)
            )
        return found

    def _within_circumstance(self, at: int) -> bool:
        return any(c.start <= at < c.end for c in self.circumstances)

    def _governed_by(self, end: int) -> bool:
        """Tell whether the words behind a verb name who did it, which makes it a participle, or a passive."""
        return end + self.grammar.spaced not in self._starts and any(
            self.plain.startswith(f" {mark} " if self.grammar.spaced else mark, end)
            for mark in self.grammar.words.roles.get("agent", ())
        )

    def back(self, at: int, left: int) -> int:
        """Return the place before the pauses, circumstances and adverbs that end at a place."""
        adverbs = self.grammar.words.group.get("adverbs", ())
        while True:
            at = len(self.text[:at].rstrip(_PAUSES))
            if at <= left:
                return left
            if (circumstance := self._ends.get(at)) and circumstance.start >= left:
                at = circumstance.start
                continue
            word = next(
                (
                    w
                    for w in adverbs
                    if self.plain.endswith(w, 0, at)
                    and (not self.grammar.spaced or not self.text[at - len(w) - 1 : at - len(w)].isalnum())
                ),
                None,
            )
            if word is None:
                return at
            at -= len(word)

    def forward(self, at: int, stop: int) -> int:
        """Return the place behind the pauses, connectives and circumstances that begin at a place."""
        while at < stop:
            start = at
            while at < stop and self.text[at] in _PAUSES + ":":
                at += 1
            if (circumstance := self._starts.get(at)) and circumstance.end <= stop:
                at = circumstance.end
            else:
                for word in self.grammar.connectives:
                    end = at + len(word)
                    if (
                        self.plain.startswith(word, at)
                        and end <= stop
                        and (not self.grammar.spaced or not self.text[end : end + 1].isalnum())
                    ):
                        at = end
                        break
            if at == start:
                return at
        return at

    def _joined(self, verb: VerbGroup, left: int, found: list[Clause]) -> Clause | None:
        """A verb that shares the subject of the clause before it, to which a joining word ties it."""
        if not found or found[-1].subordinate:
            return None
        before = found[-1]
        if listed_by(self, before, verb):
            return None
        at = self.back(verb.start, left)
        joints = (j for j in self.grammar.joints if self.plain.endswith(j, 0, at) and self.word_before(at - len(j)))
        joint = next(joints, None)
        if for_a_purpose(self, before, verb) or more_of_what_is_asked(self, before, verb):
            return None
        if joint is None and not (at == left and "," in self.text[left : verb.start]) and not goes_on(
            self, before, verb, at
        ):
            return None
        begin = at - len(joint) if joint else at
        forms = {verb.form, before.verb.form}
        fits = len(forms) == 1 or forms <= {"past", "participle", "plain"}
        fits = fits or (joint is not None and goes_on_in_present(self, before, verb))
        if not before.verb.passive and verb.form == "past" and not verb.perfect and self._governed_by(verb.end):
            return None  # "…, chaired by N. and moderated by M." says of the object who did it
        if verb.passive != before.verb.passive:
            if before.verb.passive and verb.form in {"participle", "past"} and not verb.perfect:
                verb = replace(verb, form="participle", passive=True, perfect=False, anterior=False,
                               negated=verb.negated or before.verb.negated,
                               modality=verb.modality or before.verb.modality)
            elif not verb.passive:
                return None
        elif not fits:
            return None
        if not verb.passive and before.verb.modality and not verb.modality:
            return None
        bare = not self.text[left:begin].strip(_PAUSES)
        around = before.circumstances or self.circumstances
        inherited = tuple(c for c in around if before.start <= c.start and c.end <= before.verb.start) + before.shared
        return (
            Clause(
                self,
                verb,
                max(begin, left),
                self.stop,
                before.subject,
                before.actor,
                before.subordinate,
                inherited,
                None if not bare else before,
            )
            if not bare
            else self._bare(verb, begin, before, inherited)
        )

    def _bare(self, verb: VerbGroup, begin: int, before: Clause, inherited: tuple[Circumstance, ...]) -> Clause:
        """Joined verbs with one object: "considered and adopted its report"; the first shares the second's."""
        clause = Clause(self, verb, begin, self.stop, before.subject, before.actor, before.subordinate, inherited)
        before.joined_object = clause
        return clause

    def _headed(self, verb: VerbGroup, left: int, found: list[Clause]) -> Clause | None:
        """A verb with a subject of its own before it."""
        at = self.back(verb.start, left)
        if (we := self._we(verb, left, at)) is not None:
            return self._clause(verb, left, we.start, at, we, found)
        if (agent := self._agent_before(verb, left, at, found)) is not None:
            return agent
        bare = verb.form in {"third", "gerund"} or (verb.form == "plain" and not self.grammar.spaced)
        if not found and bare and not verb.passive and self.forward(0, verb.start) >= verb.start:
            return Clause(
                self, verb, 0, self.stop, (verb.start, verb.start), Actor("operative", verb.start, verb.start, {})
            )
        starts = self._candidates(left, at, bool(found))
        if verb.passive:
            begin = self._after_last_verb(left, at)
            if not self.grammar.spaced:  # what stands before a comma is another clause, though no verb of it is known
                begin = max(begin, self.masked.rfind(",", left, at) + 1)
            oblique = () if self.grammar.spaced else tuple(self.grammar.words.group.get("oblique", ()))
            for start in starts:
                if start >= begin and not self.plain.startswith(oblique, start) and not complemented(self, start, at):
                    return self._clause(verb, left, start, at, self.exactly(start, at), found)
            return None
        past = verb.form == "past" and not verb.perfect
        if (not verb.finite and verb.form != "base") or (past and self._governed_by(verb.end)):
            return None
        if is_attribute(self, verb, starts, at):
            self.attributed.append(at)
            return None
        for start in starts:
            actor = self.exactly(start, at) or before_attribute(self, start, at, verb, self.attributed)
            if actor is not None and actor.kind in _LISTED_ACTORS and amid_a_list(self, start, left):
                continue
            if actor is not None and actor.kind == "office" and not found and last_of_a_list(self, start, left):
                return None
            if actor is not None and (
                verb.form != "base" or verb.modality or actor.kind in {"we", "persons_pronoun", "unnamed", "groups"}
            ):
                return self._clause(verb, left, start, at, actor, found)
        if not self.grammar.spaced and (read := complemented_subject(self, left, at, starts)) is not None:
            if planned_before(self, read[2]):
                verb = replace(verb, modality="planned")
            clause = self._clause(verb, left, read[0], read[1].end, read[1], found)
            clause.complements = read[2]
            return clause
        return None

    def _agent_before(self, verb: VerbGroup, left: int, at: int, found: list[Clause]) -> Clause | None:
        """A verb before which a mark names who did it, and before the mark stands what it was done to."""
        for mark in self.grammar.words.group.get("agent_before", ()):
            place = self.masked.rfind(mark, left, at)
            if place >= 0 and self.plain.endswith(tuple(self.grammar.words.group.get("no_agent_before", ())), 0,
                                                  place + len(mark)):
                continue
            actor = self.exactly(place + len(mark), at) if place >= 0 else None
            if actor is not None:
                clause = self._clause(verb, left, place + len(mark), at, actor, found)
                begin = self.forward(left, place)
                clause.start = min(clause.start, left)
                clause.fronted = (begin, place) if begin < place else None
                return clause
        return None

    def _we(self, verb: VerbGroup, left: int, at: int) -> Actor | None:
        """Return those who speak of themselves as the subject, with what stands in apposition to them."""
        if verb.form not in {"base", "plain"} and not verb.passive and not verb.perfect:
            return None
        for word in self.grammar.words.pronouns.get("we", ()):
            place = last_word(self, word, left, at)
            if place < 0:
                continue
            end = place + len(word)
            if any(end <= other.start < at and (other.finite or other.form == "base") for other in self.verbs):
                return None
            if end < at and self.text[end : end + 1] not in {",", "，"}:
                return None
            if not self.grammar.spaced and any(other.end == place for other in self.verbs):
                return None  # what another verb governs: "重申我们的决心"
            return Actor("we", place, end, {})
        return None

    def _after_last_verb(self, left: int, at: int) -> int:
        """Return the end of the last finite verb in a range, participles with an agent left out, or its start."""
        for verb in reversed(self.verbs):
            if (
                left <= verb.start
                and verb.end <= at
                and verb.finite
                and not verb.passive
                and not self._within_circumstance(verb.verb_start)
                and verb.form == "past"
                and not self._governed_by(verb.end)
            ):
                return verb.end
        return left

    def _clause(
        self, verb: VerbGroup, left: int, start: int, at: int, actor: Actor | None, found: list[Clause]
    ) -> Clause:
        begin = start
        lead = len(self.text[:start].rstrip(_PAUSES))
        going_on = next((w for w in self.grammar.continuing if self.plain.endswith(w, left, lead)), None)
        if going_on and found:
            before = found[-1]
            inherited = (
                tuple(c for c in self.circumstances if before.start <= c.start and c.end <= lead - len(going_on))
                + before.shared
            )
            return Clause(
                self, verb, lead - len(going_on), self.stop, (start, at), actor, before.subordinate, inherited
            )
        governed = next(
            (
                w
                for w in (*self.grammar.subordinators, *self.grammar.relatives)
                if self.plain.endswith(w, left, lead) and self.word_before(lead - len(w))
            ),
            None,
        )
        relative = any(
            self.plain.startswith(w + " " * self.grammar.spaced, start)
            or self.plain[start:at].endswith(" " * self.grammar.spaced + w)
            or self.plain[start:at] == w
            for w in self.grammar.relatives
        )
        if governed:
            begin = lead - len(governed)
        elif governed := opening(self, start, at):
            start = min(self.forward(start + len(governed), at), at)
        elif left == 0 and ";" not in self.masked[:start]:
            begin = 0
        else:
            begin = self.reach(start, left)
        under = bool(governed) or relative or ends_subordinate(self, verb, self.stop)
        under = under or said(self, start, found[-1] if found else None)
        return Clause(self, verb, begin, self.stop, (start, at), actor, under)

    def word_before(self, at: int) -> bool:
        """Tell whether a word may begin at a place."""
        return not self.grammar.spaced or at <= 0 or not self.text[at - 1].isalnum()

    def reach(self, start: int, left: int) -> int:
        """Return where a clause begins whose subject starts here: before its own leading circumstances."""
        at = start
        while True:
            back = len(self.text[:at].rstrip(_PAUSES))
            circumstance = self._ends.get(back)
            if (
                circumstance is None
                or circumstance.start < left
                or (
                    circumstance.start > left
                    and self.text[: circumstance.start].rstrip(" ")[-1:] not in ",;"
                    and not any(
                        self.plain.endswith(j, 0, len(self.text[: circumstance.start].rstrip(_PAUSES)))
                        for j in self.grammar.joints
                    )
                )
            ):
                return at
            at = circumstance.start

    def _candidates(self, left: int, at: int, later: bool) -> list[int]:
        """Return where a subject that ends at a place may begin, the longest first."""
        found: list[int] = []
        if not later:
            begin = self.forward(left, at)
            opened = opening(self, begin, at)
            found.append(self.forward(begin + len(opened), at) if opened else begin)
        region = self.masked[left:at]
        for boundary in self.grammar.boundaries:
            if not later and boundary in self.grammar.joints_of_lists:
                continue
            position = region.find(boundary)
            while position >= 0:
                found.append(self.forward(left + position + len(boundary), at))
                position = region.find(boundary, position + 1)
        return sorted({start for start in found if start < at})[:_MOST_CANDIDATES]

    @cached_property
    def supposed(self) -> bool:
        """Whether the sentence opens with a supposition, on which whatever it says rests."""
        word = opening(self, self.forward(0, self.stop))
        return bool(word) and word in self.grammar.words.group.get("supposing", ())

    def exactly(self, start: int, end: int) -> Actor | None:
        """Return who the words of a range are, or None where no wording of an actor takes them all."""
        return exactly(self, start, end)

    def actor_at(self, start: int, stop: int, *, known: bool = False) -> Actor | None:
        """Return the actor whose words begin at a place and end at or before another."""
        return actor_at(self, start, stop, known=known)

    def roles(self, clause: Clause, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
        """Return the folded ranges of the object and of the roles that marks introduce, in a clause's last words."""
        return role_ranges(self, clause, names)


def sentence_clauses(unit: Unit, slots: SlotReader, reading: Reading) -> Iterator[Clause]:
    """Yield the clauses of a sentence in order; none where the language has no frames."""
    words = clause_grammar(reading.report.language)
    if words is not None:
        yield from Sentence(unit, slots, reading, words).clauses
