"""Reads phrases that name a person: a post, a name and an honorific, in the order the language writes them.

Must not say that the person holds the post; the rules do.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from treatygraph import iris
from treatygraph.find.names import Mention, Name
from treatygraph.model import Iri, Severity
from treatygraph.reading.person_phrase import PersonPhrase, Post

if TYPE_CHECKING:
    from treatygraph.reading.reading import Reading
    from treatygraph.reading.units import Unit

_BORDERS = ",;:。“”"
_CLOSING = ")）、"
_BEHIND_NAME = re.compile(r"[,;:。(（）)、]|$")
_LATIN_NAME = re.compile(r"(?<![A-Za-zÀ-ſ.·-])[A-ZÀ-Þ][A-Za-zÀ-ſ.'’-]*(?: [A-ZÀ-Þ][A-Za-zÀ-ſ.'’-]*){1,4}")
_LONGEST_POST = 80
_LONGEST_NAME = 40
# The parts of a foreign name, and a name without parts, as Chinese writes them have no more characters than these.
_LONGEST_FIRST_PART = 7
_LONGEST_UNPARTED = 5


@dataclass(frozen=True)
class _Words:
    """The words of a language's [persons] section, as patterns."""

    post_end: re.Pattern[str]
    honorific: re.Pattern[str]
    unknown_name: re.Pattern[str]
    joint: tuple[str, ...]
    also_verbs: tuple[str, ...]
    synonyms: tuple[tuple[str, str], ...]
    first_letters: frozenset[str]
    never_in_names: re.Pattern[str]
    suffix: re.Pattern[str]
    border: re.Pattern[str]
    behind_names: re.Pattern[str]
    belonging: tuple[str, ...]
    parts_of_bodies: tuple[str, ...]

    @classmethod
    def of(cls, data: dict[str, Any]) -> _Words:
        posts = sorted(data.get("posts", []), key=len, reverse=True)
        honorifics = sorted(data.get("honorifics", []), key=len, reverse=True)
        return cls(
            post_end=re.compile("|".join(map(re.escape, posts)) or "(?!)"),
            honorific=re.compile("|".join(map(_beginning_a_word, honorifics)) or "(?!)"),
            unknown_name=re.compile(data.get("unknown_name", "(?!)")),
            joint=tuple(data.get("post_joints", [])),
            also_verbs=tuple(data.get("posts_that_are_verbs", [])),
            synonyms=tuple((a, b) for a, b in data.get("post_synonyms", {}).items()),
            first_letters=frozenset(word[0] for word in (*posts, *honorifics) if word),
            never_in_names=re.compile(f"[{re.escape(data['never_in_names'])}]" if "never_in_names" in data else "(?!)"),
            border=re.compile("|".join(map(re.escape, data.get("borders", []))) or "(?!)"),
            belonging=tuple(data.get("belonging", ())),
            parts_of_bodies=tuple(data.get("parts_of_bodies", ())),
            behind_names=re.compile("|".join(map(re.escape, data.get("behind_names", []))) or "(?!)"),
            suffix=re.compile("|".join(map(re.escape, data.get("suffixes", []))) or "(?!)"),
        )


def _beginning_a_word(word: str) -> str:
    """Return a pattern for a word that, where words are parted by spaces, does not begin within another ("ICBMs")."""
    return (r"(?<![^\W\d_])" if word[0].isascii() else "") + re.escape(word)


@lru_cache(maxsize=16)
def _words_of(reading_language: Any) -> _Words:
    return _Words.of(reading_language.persons)


class PersonPhrases:
    """The person phrases of one unit."""

    def __init__(self, reading: Reading, unit: Unit, mentions: list[Mention]) -> None:
        self.reading = reading
        self.unit = unit
        self.text = unit.text
        self.words = _words_of(reading.report.language)
        self.mentions = mentions
        self._starting = {mention.start: mention for mention in mentions}
        self._bodies = sorted({self.text[m.start : m.end] for m in mentions if m.of_kind("state", "organization")},
                              key=lambda name: (-len(name), name))
        self.names: list[tuple[int, int, Iri | None]] = []
        unknown = list(self._unknown_names())
        known = list(self._known_names())
        for start, end, iri in chain(self._partitioned_names(), self._latin_names(), self._bracketed_names()):
            overlaps = any(first < end and start < last for first, last, _ in (*known, *unknown))
            if not overlaps and not self.words.honorific.search(self.text, start, end):
                unknown.append((start, end, iri))
        unknown += list(self._named_before([*known, *unknown]))
        self.names = sorted([*known, *unknown, *self._family_names(unknown)])

    # ---- names

    def _known_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        for mention in self.mentions:
            offset = self.unit.folded.starts[mention.start]
            found = {name.iri for name in mention.of_kind("person") if self.reading.introduced.valid(name, offset)}
            if found:
                yield mention.start, mention.end, found.pop() if len(found) == 1 else None

    def _unknown_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        """A run before an honorific, after the last post word, that no table knows."""
        known_ends = {m.end for m in self.mentions if m.of_kind("person")}
        for honorific in self.words.honorific.finditer(self.text):
            end = honorific.start()
            while end > 0 and self.text[end - 1] == " ":
                end -= 1
            if end in known_ends:
                continue
            begin = max(0, end - _LONGEST_NAME)
            stop = self._before_suffix(begin, end)
            for border in _BORDERS:
                begin = max(begin, self.text.rfind(border, begin, stop) + 1)
            posts = list(self.words.post_end.finditer(self.text, begin, end))
            start = posts[-1].end() if posts else begin
            previous = [m.end() for m in self.words.honorific.finditer(self.text, begin, end)]
            told_of = [m.end() for m in self.words.border.finditer(self.text, begin, end)]
            start = self._past_joiner(max([start, *previous, *told_of]), {*previous, *told_of})
            while start < end and self.text[start] == " ":
                start += 1
            told = self._behind_title(start, end, titled=bool(posts) or bool(told_of))
            if told is None:
                self.reading.findings.report("person-title-unknown", Severity.WARNING,
                                             "the title cannot be told from the name of the person",
                                             self.unit.span_of(start, end))
                continue
            start = told
            if start < end and self.words.unknown_name.fullmatch(self.text, start, end):
                name = self.text[start:end]
                yield start, end, iris.unidentified_person(self.reading.report.document, name)

    def _bracketed_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        """A run right before the name of one State in brackets, from the last word on that no name holds.

        So persons are named beside the office they are given: 选举维薇卡·明克纳(德国)为副主席.
        """
        joiners = self.reading.report.language.lists.get("joiners", ())
        for bracket in re.finditer(r"[(（]", self.text):
            end, inside = bracket.start(), self._starting.get(bracket.end())
            if inside is None or not inside.of_kind("state") or not self.text.startswith((")", "）"), inside.end):
                continue
            begin = max(0, end - _LONGEST_NAME)
            for border in (*_BORDERS, *_CLOSING):
                begin = max(begin, self.text.rfind(border, begin, end) + 1)
            words = (self.words.post_end, self.words.honorific, self.words.border)
            ends = [m.end() for word in words for m in word.finditer(self.text, begin, end) if m.end() < end]
            start = max([begin, *ends])
            if not self.text[start : start + 1].isascii():
                parts = [start, *(at + len(word) for word in joiners
                                  if (at := self.text.rfind(word, start, end)) >= 0 and at + len(word) < end)]
                start = max(parts)
            if any(start < m.end and m.start < end for m in self.mentions):
                continue
            while start < end and self.text[start] == " ":
                start += 1
            told = self._behind_title(start, end, titled=True)
            if told is not None and end - told > 1 and self.words.unknown_name.fullmatch(self.text, told, end):
                yield told, end, iris.unidentified_person(self.reading.report.document, self.text[told:end])

    def _partitioned_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        """A foreign name in parts, "查尔斯·奥温克", between a post or its body and a word for what the person did."""
        for joint in re.finditer("·", self.text):
            behind = self.words.behind_names.search(self.text, joint.end() + 1, joint.end() + 2 * _LONGEST_FIRST_PART)
            mark = _BEHIND_NAME.search(self.text, joint.end() + 1, joint.end() + 2 * _LONGEST_FIRST_PART)
            behind = mark if mark and (behind is None or mark.start() < behind.start()) else behind
            if behind is None or "·" in self.text[joint.end() : behind.start()] or (
                behind.start() - joint.end() > _LONGEST_FIRST_PART
            ):
                continue
            end, begin = behind.start(), max(0, joint.start() - _LONGEST_NAME)
            bodies = [m.end for m in self.mentions
                      if m.of_kind("state", "organization") and begin < m.end < joint.start()]
            words = (self.words.post_end, self.words.border)
            ends = [m.end() for word in words for m in word.finditer(self.text, begin, joint.start())]
            start = max([*bodies, *ends], default=-1)
            start += self.text.startswith((")", "）"), start)
            start += next((len(mark) for mark in self.words.belonging if self.text.startswith(mark, start)), 0)
            told = self._behind_title(start, end, titled=True) if start >= 0 else None
            start = -1 if told is None else told
            named = start >= 0 and self.words.unknown_name.fullmatch(self.text, start, end)
            if named and self.text.find("·", start, end) - start <= _LONGEST_FIRST_PART:
                yield start, end, iris.unidentified_person(self.reading.report.document, self.text[start:end])

    def _latin_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        """A name in Latin letters before a word for what the person did, or between a post and a pause."""
        for name in _LATIN_NAME.finditer(self.text):
            titled = any(m.end() == name.start() for m in self.words.post_end.finditer(
                self.text, max(0, name.start() - _LONGEST_POST), name.start()))
            if self.words.behind_names.match(self.text, name.end()) or (
                titled and _BEHIND_NAME.match(self.text, name.end())
            ):
                yield name.start(), name.end(), iris.unidentified_person(self.reading.report.document, name.group())

    def _named_before(self, found: list[tuple[int, int, Iri | None]]) -> Iterator[tuple[int, int, Iri | None]]:
        """A foreign name in parts that stood before beside a mark, wherever it stands again."""
        persons = self.reading.persons
        for start, end, iri in found:
            if iri and "·" in self.text[start:end]:
                persons.meet_name(self.text[start:end], iri)
        for name, iri in persons.names_in_parts.items():
            at = self.text.find(name)
            while at >= 0:
                if not any(start < at + len(name) and at < end for start, end, _ in found):
                    yield at, at + len(name), iri
                at = self.text.find(name, at + len(name))

    def _past_joiner(self, start: int, borders: set[int]) -> int:
        """Return the place behind a word that joins names, where it stands behind another name or what parts them."""
        joiners = self.reading.report.language.lists.get("joiners", ()) if start in borders else ()
        return start + max((len(word) for word in joiners if self.text.startswith(word, start)), default=0)

    def _before_suffix(self, begin: int, end: int) -> int:
        """Return where a name ends before a suffix such as "Jr.", whose comma parts nothing."""
        found = [suffix.start() for suffix in self.words.suffix.finditer(self.text, begin, end) if suffix.end() == end]
        return len(self.text[:found[0]].rstrip(" ,")) if found else end

    def _behind_title(self, start: int, end: int, *, titled: bool) -> int | None:
        """Return where a name begins behind the last character that no name holds, or None where that cannot be told.

        Of a name in parts the first one is looked at, of one without parts only what is longer than such names are.
        """
        joint = self.text.find("·", start, end)
        first = joint if joint >= 0 else end
        longest = _LONGEST_FIRST_PART if joint >= 0 else _LONGEST_UNPARTED
        if self.text[start : start + 1].isascii() or (joint < 0 and first - start <= longest and titled):
            return start
        if joint >= 0 or first - start > longest:
            ends = [found.end() for found in self.words.never_in_names.finditer(self.text, start, first)]
            titled, start = titled or bool(ends), (ends[-1] if ends else start)
        within = any(start <= mention.start < end and mention.of_kind("state", "organization")
                     for mention in self.mentions)
        return None if within or first - start > longest or start >= first else start

    def _family_names(self, unknown: list[tuple[int, int, Iri | None]]) -> Iterator[tuple[int, int, Iri | None]]:
        """The last part of an unknown name that stood before, where a post or honorific follows it."""
        persons = self.reading.persons
        known = persons.family_names
        for start, end, iri in unknown:
            family = re.split(r"[· ]", self.text[start:end])[-1]
            persons.meet_family(family, iri if iri and 1 < len(family) < end - start else None)
        for end in self._before_titles() if known else ():
            for at in range(max(0, end - persons.longest_family_name), end - 1):
                bearers = known.get(self.text[at:end], ())
                within = self.text[at - 1 : at] == "·" or any(start < end and at < stop for start, stop, _ in unknown)
                if bearers and not within:
                    yield at, end, bearers[0] if len(bearers) == 1 else None

    def _before_titles(self) -> Iterator[int]:
        """Yield every place behind which a post or an honorific stands, with a space before it or none."""
        for after, char in enumerate(self.text):
            if char in self.words.first_letters and (
                    self.words.honorific.match(self.text, after) or self.words.post_end.match(self.text, after)):
                yield after
                if self.text[after - 1 : after] == " ":
                    yield after - 1

    # ---- phrases

    def at(self, start: int, *, named: bool) -> Iterator[tuple[int, PersonPhrase]]:
        """Yield (end, phrase) for the phrases that start here: with a name, or also by a post alone."""
        for index in range(bisect.bisect_left(self.names, (start,)), len(self.names)):
            name_start, name_end, iri = self.names[index]
            if name_start - start > _LONGEST_POST:
                break
            lead = self.text[start:name_start]
            if lead and not self._is_post(lead, start, name_start):
                continue
            yield from self._complete(start, name_start, name_end, iri)
            break
        else:
            if not named or self.reading.persons.posts:
                yield from self._by_post(start)
            return
        if not named:
            yield from self._by_post(start)

    def _is_post(self, lead: str, start: int, end: int) -> bool:
        if any(border in lead for border in _BORDERS) or self.words.honorific.search(lead) or self.words.border.search(
            lead
        ):
            return False
        stripped = lead.rstrip()
        if not any(m.end() == len(stripped) for m in self.words.post_end.finditer(stripped)):
            return False
        if self._whom_at(start, end) is not None:
            return True
        return bool(self.words.post_end.match(stripped)) and not stripped.startswith(self.words.also_verbs)

    def _complete(self, start: int, name_start: int, name_end: int, iri: Iri | None
                  ) -> Iterator[tuple[int, PersonPhrase]]:
        end = name_end
        after = end + (1 if self.text[end : end + 1] == " " else 0)
        honorific = self.words.honorific.match(self.text, after)
        post_after = self.words.post_end.match(self.text, end)
        if honorific:
            end = honorific.end()
        elif post_after:
            end = post_after.end()
        posts = self._posts(start, name_start) if name_start > start else ()
        span = self.unit.span_of(start, end)
        name = self.text[name_start:name_end]
        yield end, PersonPhrase(iri, span, name, self.unit.span_of(name_start, name_end), posts,
                                unidentified=bool(iri and "/person/" in iri.removeprefix(iris.ID + "person/")))

    def _by_post(self, start: int) -> Iterator[tuple[int, PersonPhrase]]:
        """A post alone means whoever the text named as holding it; a bare word such as "the chair" means nobody yet."""
        limit = min(len(self.text), start + _LONGEST_POST)
        for found in self.words.post_end.finditer(self.text, start, limit):
            lead = self.text[start : found.end()]
            if any(border in lead for border in _BORDERS):
                return
            if self.words.post_end.fullmatch(lead):
                continue
            posts = self._posts(start, found.end())
            holders = {holder for post in posts for holder in self._holders(post)}
            if len(holders) == 1:
                span = self.unit.span_of(start, found.end())
                holder = holders.pop()
                tied = tuple(self._tied(post, holder) for post in posts)
                yield found.end(), PersonPhrase(holder, span, "", None, tied)

    def untold(self, start: int) -> Iterator[tuple[int, PersonPhrase]]:
        """Yield (end, phrase) for a post with a body named, whose holder the text tells nowhere before.

        The phrase means a person of the document whom it calls by the post alone.
        """
        limit = min(len(self.text), start + _LONGEST_POST)
        if self._whom_at(start, limit) is None:
            return
        for found in self.words.post_end.finditer(self.text, start, limit):
            lead = self.text[start : found.end()]
            if any(border in lead for border in _BORDERS) or self._another_begins(start, found.end()):
                return
            posts = self._posts(start, found.end())
            if len(posts) == 1 and posts[0].whom is not None and not self._holders(posts[0]):
                yield found.end(), self._titled_only(self._of_the_whole_name(posts[0], start, found.end()))

    def _another_begins(self, start: int, end: int) -> bool:
        """Tell whether a joining word parts two bodies between two places: "甲组织主席和乙组织秘书长"."""
        joiners = self.reading.report.language.lists.get("joiners", ())
        return any(at - len(word) > start and self.text.endswith(word, 0, at)
                   for word in joiners for at, mention in self._starting.items()
                   if start < at < end and mention.of_kind("state", "organization"))

    def _of_the_whole_name(self, post: Post, start: int, end: int) -> Post:
        """Return a post without its body where more words stand between an organisation's name and the post's own."""
        mention = self._starting.get(start)
        if mention is None or mention.of_kind("state") or self.words.post_end.fullmatch(self.text, mention.end, end):
            return post
        return Post(post.title, post.span, None)

    def _titled_only(self, post: Post) -> PersonPhrase:
        """Return the phrase of a person called by a post alone."""
        title = self.canonical(post) if post.whom else post.title
        key = f"{title} {iris.local(post.whom)}" if post.whom else title
        iri = iris.unidentified_person(self.reading.report.document, key)
        return PersonPhrase(iri, post.span, "", None, (post,), unidentified=True)

    def _tied(self, post: Post, holder: Iri) -> Post:
        """Say with which body a post named without one is held, where the text said so before."""
        bodies = self.reading.persons.posts.bodies_of_post(self.canonical(post), holder)
        return post if post.whom or len(bodies) != 1 else Post(post.title, post.span, bodies[0])

    # ---- posts

    def _whom_at(self, start: int, end: int) -> Name | None:
        mention = self._starting.get(start)
        if mention is None or mention.end > end or self.text.startswith(self.words.parts_of_bodies, mention.end):
            return None
        offset = self.unit.folded.starts[start]
        names = mention.of_kind("state", "organization")
        return next((name for name in names if self.reading.introduced.valid(name, offset)), None)

    def _posts(self, start: int, end: int) -> tuple[Post, ...]:
        """Cut a stretch into posts at words such as "cum" where another body is named after them."""
        cuts = [start]
        for joint in self.words.joint:
            at = self.text.find(joint, start, end)
            while at >= 0:
                if self._whom_at(at + len(joint), end):
                    cuts.append(at + len(joint))
                at = self.text.find(joint, at + 1, end)
        posts = []
        for index, cut in enumerate(sorted(cuts)):
            stop = end
            if index + 1 < len(cuts):
                stop = sorted(cuts)[index + 1]
                stop -= next(len(j) for j in self.words.joint if self.text.endswith(j, 0, stop))
            title = self.text[cut:stop].rstrip()
            whom = self._whom_at(cut, stop)
            posts.append(Post(title, self.unit.span_of(cut, cut + len(title)), whom.iri if whom else None))
        return tuple(posts)

    def _holders(self, post: Post) -> set[Iri]:
        return self.reading.persons.posts.holders(self.canonical(post), post.whom)

    def canonical(self, post: Post) -> str:
        """Return a post's title without the body's name, with synonymous words unified."""
        title = post.title
        for name in self._bodies:
            title = title.removeprefix(name)
        return self.unify(title)

    def unify(self, title: str) -> str:
        """Replace words for a post by the one they are synonymous with."""
        for word, other in self.words.synonyms:
            title = title.replace(word, other)
        return title
