"""Tells which body words mean: the one whose report this is, one of its organs, or another body.

Must not say what a body did.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from treatygraph import iris
from treatygraph.find.fold import fold, lower
from treatygraph.model import Iri
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.body_names import BodyNames
from treatygraph.reading.frames.sessions import sessions_at, sessions_reported
from treatygraph.reading.slots import SlotReader

if TYPE_CHECKING:
    from treatygraph.reading.units import Unit

_TITLED = (NodeKind.HEADER_LINE, NodeKind.TITLE, NodeKind.SECTION, NodeKind.ANNEX)
_LONGEST_NAME = 300
_TITLED_TREATY = re.compile("《[^《》]{2,80}》")
_LONGEST_NOUN_BEFORE = 24
_CALLED = re.compile(r" \(([^()]*)\)$")
"""What a body's name in its title says in brackets that it is called too: "… Committee (Fourth Committee)"."""
_NUMERAL = re.compile(r" (?:[IVX]{1,5}|[A-Z]|\d{1,2})(?![\w-])")


class Bodies(BodyNames):
    """The bodies that one report speaks of."""

    @cached_property
    def conference(self) -> Body | None:
        """The conference reported on."""
        frame = self.reading.header.frame
        return Body(self.own_name or self.noun, frame.iri) if frame else None

    def office_called(self, unit: Unit, at: int, office: str) -> str:
        """Return the concept of an office at a folded place, where the language has one word for two of them.

        Whoever presides is the President of a conference and the Chair of a committee; the body named right before
        tells, else the one around.
        """
        other = self.words.bodies.get("chaired", {}).get(office)
        nouns = tuple(lower(noun) for noun in self.words.bodies.get("chaired_nouns", ()))
        if other is None:
            return office
        before = unit.plain[:at].rstrip(" ")
        before = before[: len(before) - next((len(m) for m in self.words.bodies.get("of_marks", ())
                                              if before.endswith(m)), 0)]
        if before.endswith(tuple(lower(noun) for noun in self.nouns)):
            return str(other) if before.endswith(nouns) else office
        around = self.around(unit.node)
        return str(other) if around is not None and lower(around.name).endswith(nouns) else office

    @cached_property
    def parent(self) -> Body | None:
        """The conference, under the noun its header names it by, where the report is one of an organ of it."""
        frame = self.reading.header.frame
        if frame is None or self.own is None or self.own.organ is None:
            return None
        for node in self.reading.tree.root.walk():
            if node.kind is NodeKind.PARAGRAPH and node.number:
                break
            if node.kind in _TITLED and not self.reported_on(node.body):
                found = self._noun.search(lower(fold(node.body, 0).text))
                if found and lower(found.group()) not in lower(self.own_name):
                    return Body(found.group(), frame.iri)
        return None

    @cached_property
    def own(self) -> Body | None:
        """The body whose report the whole text is: the conference, or an organ where its header says so."""
        frame = self.reading.header.frame
        return self.organ(frame.organ_name.text) if frame and frame.organ and frame.organ_name else self.conference

    def around(self, node: Node) -> Body | None:
        """Return the body that "the" and its noun mean in a part of the text: in a report within it, that one's."""
        if id(node) not in self._of_node:
            found = self.own
            for above in (node, *node.ancestors()):
                titles = (
                    [above.body, *(child.body for child in above.children if child.kind is NodeKind.TITLE)]
                    if above.kind in _TITLED or above.kind is NodeKind.PARAGRAPH
                    else []
                )
                name = next((name for title in titles if (name := self.reported_on(title))), "")
                if (
                    name
                    and self.own_name
                    and lower(name) != lower(self.own_name)
                    and above.parent is not None
                    and above.kind is not NodeKind.HEADER_LINE
                    and not self._is_own(name)
                ):
                    found = self.organ(name)
                    break
                texts = above.kind is NodeKind.ANNEX and found is not None and found == self.own and not found.organ
                if found is not None and texts and self._between_sessions(titles):
                    found = replace(found, between=True, agent=self._standing)
                    break
            self._of_node[id(node)] = found
        return self._of_node[id(node)]

    def _between_sessions(self, titles: list[str]) -> bool:
        """Tell whether titles say that what stands below was decided between the body's sessions."""
        marks = self.words.bodies.get("between_sessions", ())
        return any(mark in lower(title) for title in titles for mark in marks)

    @property
    def _standing(self) -> Iri:
        """The body apart from any session of it, by the name that it has in its own decisions."""
        return iris.unidentified_organization(self.reading.document, self.standing_name)

    @cached_property
    def standing_name(self) -> str:
        """What the body is called apart from its ordinal: "Meeting of States Parties"."""
        found = self._noun.search(lower(self.own_name))
        return self.own_name[found.start() :] if found else self.own_name

    def sessions_named(self, unit: Unit, at: int) -> list[tuple[int, frozenset[int]]]:
        """Return (folded end, ordinals) of the sessions named at a place of a unit, or nothing."""
        read = sessions_at(self.reading, self.words.bodies, unit.text, at)
        return [read] if read else []

    @cached_property
    def sessions(self) -> frozenset[int]:
        """The ordinals of the sessions that the report says it is about; none where it names none."""
        return sessions_reported(self)

    @cached_property
    def of_experts(self) -> bool:
        """Whether the report says that the members of its body are experts, who represent no State.

        "The Committee is composed of 18 independent experts": what stands in brackets behind their names is whose
        nationals they are.
        """
        words = self.words.bodies
        phrases, beside = words.get("own_right", ()), tuple(words.get("own_right_beside", ()))
        for unit in self.reading.units if phrases else ():
            at = min((at for phrase in phrases if (at := unit.plain.find(phrase)) >= 0), default=-1)
            if unit.kind == "sentence" and at >= 0 and any(word in unit.plain for word in beside) \
                    and any(self.is_own(unit.text[begin:end]) for begin, end in self._named_before(unit, at)):
                return True
        return False

    def _named_before(self, unit: Unit, at: int) -> list[tuple[int, int]]:
        """Return the ranges of nouns for bodies before a place of a unit."""
        return [(found.start(), found.end()) for found in self._noun.finditer(unit.plain, 0, at)]

    def is_own(self, words: str) -> bool:
        """Tell whether words, with an article or without, are what the report calls its body, and nothing more."""
        plain = lower(words).strip()
        article = next((a for a in self.reading.report.language.lists.get("articles", ()) if plain.startswith(a)), "")
        name = plain[len(article) :].strip()
        return bool(name) and self._noun.search(name) is not None and self._is_own(name)

    def _is_own(self, name: str) -> bool:
        """Tell whether a name is the conference's own, or what it is called for short."""
        plain = lower(name)
        return (
            plain in {lower(self.own_name), self.noun}
            or lower(self.own_name).endswith(plain)
            or lower(self.own_name).startswith(plain)
        )

    def is_named_before(self, unit: Unit, at: int) -> bool:
        """Tell whether the words right before a place name the body around, and no longer name than its own."""
        for start in range(max(0, at - _LONGEST_NOUN_BEFORE), at):
            if any(end == at for end, _ in self.read(unit, start, own=True)):
                return True
        return False

    def is_body(self, unit: Unit, at: int) -> bool:
        """Tell whether an ordinal gives a body its place in a series: "the third Meeting of States Parties"."""
        behind, number = self._past_ordinal(unit.text, at)
        for joint in self.words.bodies.get("ordinal_joints", ()):
            if number and unit.plain.startswith(joint, behind):
                behind, number = self._past_ordinal(unit.text, behind + len(joint))
        if not number:
            return False
        name = lower(self.own_name)
        if not self._spaced:  # "第三次会议" is the third Meeting itself, where its name says that it is the third
            own = self._own_ordinal(name)[1] if name else 0
            return bool(own) and number == own and any(
                unit.plain.startswith(noun, behind) for _, noun in self._nouns_in(name))
        for _, noun in self._nouns_in(name) if name else ():
            for form in (noun, noun + "s"):
                if unit.plain.startswith(form, behind) and unit.text[behind : behind + 1].isupper():
                    return True
            tail = name[name.find(noun) + len(noun) :].split(" ")
            if len(tail) > 2 and any(
                unit.plain.startswith(f"{form} {tail[1]} {tail[2]}", behind) for form in (noun, noun + "s")
            ):
                return True
        return False

    # ---- organs and other bodies

    def organ(self, name: str) -> Body | None:
        """Return the organ of the conference that has this name."""
        frame = self.reading.header.frame
        if frame is None:
            return None
        slug = self.reading.report.organ_slug(name)
        if slug not in self.named:
            self.named[slug] = Body(name, frame.iri, iris.organ(frame.iri, slug))
        return self.named[slug]

    def owner(self, unit: Unit, slots: SlotReader, at: int) -> Body | None:
        """Return the body that the words behind a place say it is of; a nameless one where it is unknown."""
        for link in self.words.bodies.get("office_links", ()):
            if unit.plain.startswith(link, at):
                for type_ in ("own_body", "other_body"):
                    for _, body in slots(type_, False, at + len(link)):
                        if isinstance(body, Body):
                            return body
                # A genitive stands there without a link's word: only a capital tells a name from what goes on.
                at += len(link)
                return Body("") if link.strip() or unit.text[at : at + 1].isupper() else None
        return None

    def read(self, unit: Unit, at: int, *, own: bool) -> list[tuple[int, Body]]:
        """Return (folded end, body) for the body that words from a place mean; nothing where they mean none."""
        text, plain = unit.text, unit.plain
        start = at
        for article in self.reading.report.language.lists.get("articles", ()):
            if plain.startswith(article, start):
                start += len(article)
                break
        for word in (*self.words.bodies.get("own_words", ()),):
            if plain.startswith(word, start):
                start += len(word)
                break
        around = self.around(unit.node)
        found = self._own(unit, start, around)
        if found:
            return [found] if own else []
        if own:
            return []
        other = self._other(text, plain, start, unit)
        return [other] if other else []

    def _own(self, unit: Unit, start: int, around: Body | None) -> tuple[int, Body] | None:
        """The noun of the body around, alone or with more of its name, with no other ordinal than its own."""
        if around is None:
            return None
        plain, name = unit.plain, lower(around.name)
        if called := _CALLED.search(name):
            behind = start + len(called.group(1))
            if plain.startswith(called.group(1), start) and not plain[behind : behind + 1].isalnum():
                return behind, around
        at, number = self._past_ordinal(unit.text, start)
        own_at, own_number = self._own_ordinal(name)
        if number and number != own_number:
            return None
        forms = {
            declined + form[len(noun) :] if form.startswith(noun) else form
            for noun_at, noun in self._nouns_in(name)
            for begin in {0, own_at, noun_at}
            for form in _prefixes(name[begin:], noun)
            for declined in self._declined.get(noun, (noun,))
        }
        if self._definite:  # the noun alone means the body only with the article that is a part of the word
            forms = {form for form in forms if form.startswith(self._definite) or form not in self._declined}
        ends = [at + len(form) for form in forms if plain.startswith(form, at)]
        end = max((end for end in ends if not self._spaced or not plain[end : end + 1].isalnum()), default=0)
        if not end or (around.organ is None and _NUMERAL.match(unit.text, end)):
            return None
        return None if self._goes_on(unit.text, end) else (end, around)

    def _other(self, text: str, plain: str, start: int, unit: Unit) -> tuple[int, Body] | None:
        """Another body: a name the tables know, or a noun with the capitalised words before it and its numeral."""
        conference = self.conference if not self._spaced else None
        own = lower(conference.name) if conference else ""
        if conference and own and own != self.noun and plain.startswith(own, start):
            return start + len(own), conference
        if not self._spaced and (titled := self._behind_treaty(text, start)) > start:
            return self._in_a_series(text, start, titled, own)
        for sighting in unit.sightings:
            if sighting.start == start and sighting.kind == "organization" and sighting.iri:
                name = text[start : sighting.end]
                if (
                    (noun := self._noun.search(lower(name)))
                    and noun.end() == len(name)
                    and lower(name) in {lower(w) for w in self.reading.report.language.lexicon.get("organ", {})}
                ):
                    break
                return sighting.end, Body(name, agent=sighting.iri)
        at, number = self._past_ordinal(text, start)
        found = self._noun.search(plain, at, at + 120)
        if found is None:
            return None
        lead = text[at : found.start()]
        small = self.reading.report.language.lists.get("small_words", ())
        if lead and not (lead[0].isupper() and all(word[:1].isupper() or word in small for word in lead.split())):
            return None
        if lead and f" {lead}".endswith(tuple(self.words.bodies.get("links", ()))):
            return None
        offices = self.reading.report.language.lexicon.get("office", {})
        if any(lower(lead).startswith((f"{lower(office)} ", f"{lower(office)},")) for office in offices):
            return None
        if any(f", {article}" in lower(lead) for article in self.reading.report.language.lists.get("articles", ())):
            return None  # "…, the Committee" begins anew
        end = found.end()
        if not lead and self.parent and found.group() == self.parent.name and not self._goes_on(text, end):
            return end, self.parent
        if numeral := _NUMERAL.match(text, end):
            end = numeral.end()
        name = text[at:end]
        numbered = (text[at:end] in self.words.bodies.get("numbered_organs", ())
                    or text[start:end] in self.words.bodies.get("organs", ()))
        if number and numbered:
            return (end, organ) if (organ := self.organ(text[start:end])) else None
        if number:
            own = lower(self.own_name)
            tail = own[own.find(found.group()) + len(found.group()) :] if found.group() in own else ""
            words = tail.split(" ")
            for count in range(len(words), 1, -1):
                if plain.startswith(piece := " ".join(words[:count]), end):
                    end += len(piece)
                    break
            return end, Body(text[start:end])
        if name in self.words.bodies.get("organs", ()):
            return (end, organ) if (organ := self.organ(name)) else None
        if not lead and end == found.end():
            frame = self.reading.header.frame
            within = self.own is not None and self.own.organ is not None
            if within and self.conference and frame and frame.noun and lower(frame.noun) == lower(name):
                return end, self.conference
            organs = self.reading.report.language.lexicon.get("organ", {})
            if lower(name) in {lower(form) for form in organs}:
                return (end, organ) if (organ := self.organ(name)) else None
            on = self._goes_on(text, end)
            if not on and (named := self.named.get(self.reading.report.organ_slug(name))) is not None:
                return end, named
            recent = self.recent
            if recent is not None and not on and lower(recent.name).endswith(lower(name)):
                return end, recent
            return end, Body(name)
        if not self._an_organ(unit, name, end):
            return end, Body(name)
        return (end, organ) if (organ := self.organ(name)) else None

    def _behind_treaty(self, text: str, at: int) -> int:
        """Return the place behind a treaty's title in its marks, or its bare noun, that stands here; else the place."""
        lists, marks = self.reading.report.language.lists, self.words.bodies.get("of_marks", ())
        titled = _TITLED_TREATY.match(text, at)
        nouns = (noun for noun in lists.get("treaty_nouns", ()) if text.startswith(noun, at))
        end = titled.end() if titled else at + max(map(len, nouns), default=0)
        return end + next((len(mark) for mark in marks if end > at and text.startswith(mark, end)), 0)

    def _in_a_series(self, text: str, start: int, behind: int, own: str) -> tuple[int, Body] | None:
        """Return the body of a treaty's series that stands here: the one reported on, or another ("《…》第二次会议").

        A treaty alone is no body.
        """
        at, number = self._past_ordinal(text, behind)
        noun = self._noun.match(lower(text), at)
        if noun is None:
            return None
        lead = lower(text[start:behind]).rstrip("".join(self.words.bodies.get("of_marks", ())))
        mine = own.startswith(lead) or lead in self.reading.report.language.lists.get("treaty_nouns", ())
        if mine and number == self._own_ordinal(own)[1] and self.conference:
            return noun.end(), self.conference
        return noun.end(), Body(text[start : noun.end()])

    def _an_organ(self, unit: Unit, name: str, end: int) -> bool:
        """Tell whether a name with capitals is one of an organ of this conference, and not part of a longer name."""
        if not any(noun in lower(name) for noun in map(lower, self.words.bodies.get("organ_nouns", self.nouns))):
            return False
        if not self._goes_on(unit.text, end):
            return True
        for link in self.words.bodies.get("links", ()):
            if unit.text.startswith(link, end):
                at = end + len(link)
                return self._own(unit, at, self.conference) is not None or self._own(unit, at, self.parent) is not None
        return False


def _prefixes(name: str, noun: str) -> list[str]:
    """Return the ways to begin a name: whole, or cut behind any of its words, its noun included.

    >>> _prefixes("meeting of states parties", "meeting")
    ['meeting', 'meeting of', 'meeting of states', 'meeting of states parties']
    """
    at = name.find(noun)
    if at < 0:
        return [name]
    words = name[at + len(noun) :].split(" ")
    return [name[: at + len(noun)] + " ".join(words[:count]) for count in range(1, len(words) + 1)]
