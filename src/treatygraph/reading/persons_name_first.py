"""Reads phrases that name a person where posts stand behind the name, or before it and parted by a comma.

Must not say that the person holds the post; the rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from treatygraph import iris
from treatygraph.find.names import in_word
from treatygraph.model import Iri
from treatygraph.reading.bare_names import BareNameWords, Surroundings, bare_names
from treatygraph.reading.person_phrase import PersonPhrase, Post
from treatygraph.reading.persons import PersonPhrases
from treatygraph.reading.units import entries_below

_MOST_WORDS_BEFORE_HEAD = 5
_SHORT_FORM = re.compile(r" \([A-Z][\w-]*\)")
_LONGEST_TITLE = 240
_WORD = re.compile(r"[^\W\d_][\w'’.-]{0,60}(?<![.'’-])")


@dataclass(frozen=True)
class _TitleWords:
    """What titles of posts are made of: their head words, the small words between, and what may open them."""

    heads: tuple[str, ...]
    links: frozenset[str]
    articles: tuple[str, ...]
    former: tuple[str, ...]
    body_links: tuple[str, ...]
    accredited: frozenset[str]
    institution_links: frozenset[str]
    of_states: frozenset[str]
    members: tuple[str, ...]
    legislatures: tuple[str, ...]

    @classmethod
    def of(cls, persons: Any, lists: Any) -> _TitleWords:
        heads = sorted(persons.get("posts", []), key=len, reverse=True)
        return cls(tuple(heads), frozenset(persons.get("post_links", [])), tuple(lists.get("articles", [])),
                   tuple(persons.get("former", [])), tuple(persons.get("body_links", [])),
                   frozenset(persons.get("accredited_links", [])), frozenset(persons.get("institution_links", [])),
                   frozenset(persons.get("of_states", [])), tuple(persons.get("members", [])),
                   tuple(persons.get("legislatures", [])))


@lru_cache(maxsize=16)
def _bare_name_words(language: Any) -> BareNameWords | None:
    return BareNameWords.of(language.persons, language.lexicon.get("office", ()))


@lru_cache(maxsize=16)
def _title_words(language: Any) -> _TitleWords:
    return _TitleWords.of(language.persons, language.lists)


class NameFirstPhrases(PersonPhrases):
    """The person phrases of one unit, in a language that writes "Ms. N., Minister of A" or "the Minister, Ms. N."."""

    # ---- names

    def _unknown_names(self) -> Iterator[tuple[int, int, Iri | None]]:
        """A name behind an honorific that no table knows; of a family name alone, the person named so before."""
        known_starts = {m.start for m in self.mentions if m.of_kind("person")}
        for mention in self.mentions:
            found = {name.iri for name in mention.of_kind("person")}
            if len(found) == 1:
                self._bearing(self.text[mention.start : mention.end]).setdefault(
                    self.text[mention.start : mention.end], next(iter(found)))
        taken = set(known_starts)
        for honorific in (*self.words.honorific.finditer(self.text), *self.words.post_end.finditer(self.text)):
            start = honorific.end()
            while self.text[start : start + 1] == " ":
                start += 1
            name = self.words.unknown_name.match(self.text, start)
            if name is None or start in taken or start == honorific.end() or self._is_head(start):
                continue
            end = name.end()
            taken.add(start)
            known = self._bearing(name.group())
            bearers = {iri for whole, iri in known.items() if f" {whole}".endswith(" " + name.group())}
            if bearers:
                if name.group() not in known:
                    self.reading.persons.share(name.group(), bearers)
                yield start, end, bearers.pop() if len(bearers) == 1 else None
            elif self.words.honorific.fullmatch(honorific.group()):
                iri = iris.unidentified_person(self.reading.report.document, name.group())
                known[name.group()] = iri
                yield start, end, iri
        yield from self._bare_names(taken)

    def _bare_names(self, taken: set[int]) -> Iterator[tuple[int, int, Iri | None]]:
        """Yield the names without an honorific that what stands beside them tells to be such."""
        words = _bare_name_words(self.reading.report.language)
        if words is None or self.unit.kind == "heading":
            return
        around = Surroundings(self.text, self._starting, self._post_at, self._post_up_to, self._article, self._lines())
        for start, end in bare_names(around, self.words.unknown_name, words):
            if start in taken:
                continue
            taken.add(start)
            name = self.text[start:end]
            known = self._bearing(name)
            iri = known.setdefault(name, iris.unidentified_person(self.reading.report.document, name))
            yield start, end, iri

    def _lines(self) -> tuple[tuple[int, int], ...]:
        """Return the folded ranges of the lines below a sentence that says that they are members or other persons."""
        lines = entries_below(self.unit)
        lead = self.unit.plain[: lines[0][0]] if lines else ""
        persons = self.reading.report.language.persons.get("listed_by_lines", ())
        return lines if any(word in lead for word in persons) else ()

    def _post_at(self, at: int) -> int:
        """Return the end of the post that begins at a place, or 0."""
        found = self._title_at(at)
        return found[0] if found else 0

    def _post_up_to(self, end: int) -> bool:
        """Tell whether a post, perhaps with the body it is of, ends at a place."""
        begin = max(0, end - _LONGEST_TITLE)
        for head in reversed(list(self.words.post_end.finditer(self.text, begin, end))):
            after = head.end() < len(self.text) and in_word(self.text[head.end()])
            before = head.start() and in_word(self.text[head.start() - 1])
            if not after and not before and not self._of_an_institution(head.start()) \
                    and (head.end() == end or self._rest_of_title(head.end(), end)[0] == end):
                return True
        return False

    def _of_an_institution(self, at: int) -> bool:
        """Tell whether a head word here is a part of an institution's name: "the Office of the High Representative"."""
        title = _title_words(self.reading.report.language)
        words = self.text[max(0, at - _LONGEST_TITLE) : at].split()
        while words and (words[-1][0].isupper() or f"{words[-1]} " in title.articles):
            if words[-1] in title.of_states:
                return False
            words.pop()
        return len(words) > 1 and f" {words[-1]} " in title.body_links and words[-2] in title.of_states

    def _bearing(self, name: str) -> dict[str, Iri]:
        """Return the persons named so far, by full name, whose name ends in the same word."""
        return self.reading.persons.full_names(name.rpartition(" ")[2])

    def _family_names(self, _unknown: list[tuple[int, int, Iri | None]]) -> Iterator[tuple[int, int, Iri | None]]:
        """A family name stands behind an honorific or a post, and is found with the others."""
        yield from ()

    # ---- phrases

    def at(self, start: int, *, named: bool) -> Iterator[tuple[int, PersonPhrase]]:
        """Yield (end, phrase) for the phrases that start here: with a name, or also by a post alone."""
        if start >= len(self.text) or (start and in_word(self.text[start - 1]) and in_word(self.text[start])
                                       and not self._behind_clitic(start)):
            return
        name = self._name_at(start)
        if name is not None:
            yield from self._with_posts(start, *name)
            return
        posts, end = self._titles(start, before_name=True)
        if not posts:
            return
        comma = 2 if self.text.startswith(", ", end) else int(self.text.startswith(" ", end))
        following = self._name_at(end + comma) if comma else None
        if following is not None:
            name_start, name_end, iri = following
            yield name_end, self._phrase(start, name_end, (name_start, name_end), iri, posts)
        elif not named or self.reading.persons.posts:
            holders = {holder for post in posts for holder in self._holders(post)}
            if len(holders) == 1:
                holder = holders.pop()
                tied = tuple(self._tied(post, holder) for post in posts)
                yield end, self._phrase(start, end, None, holder, tied)

    def untold(self, start: int) -> Iterator[tuple[int, PersonPhrase]]:
        """Yield (end, phrase) for a post of another body than the text's own, whose holder nobody names before.

        It goes on behind its head word: "the Executive Director of the Fund", not "the Chair" or "a Director".
        """
        article = self._article(start)
        if not article or (start and in_word(self.text[start - 1])):
            return
        head = self._past_head(start + article)
        posts, end = self._titles(start, before_name=True) if head else ((), 0)
        words = _title_words(self.reading.report.language)
        link = _WORD.match(self.text, head + 1) if head and self.text.startswith(" ", head) else None
        if len(posts) != 1 or link is None or link.group() not in words.links or end <= link.end() or self._ours(head):
            return
        cuts = (self.unit.plain.find(f", {article}", head, end) for article in words.articles)
        cut = min((at for at in cuts if at > 0), default=end)  # "…, the Bureau" begins another
        post = posts[0] if cut == end else Post(self.text[start + article : cut], self.unit.span_of(start, cut), None)
        end = cut
        if self._name_at(end + 2) is None and not self._holders(post):
            phrase = self._titled_only(post)
            yield end, phrase
            if short := _SHORT_FORM.match(self.text, end):
                yield short.end(), phrase

    def _ours(self, at: int) -> bool:
        """Tell whether the words behind a post's head word name the text's own body, or an organ of it."""
        bodies = self.reading.bodies
        links = (link for link in _title_words(self.reading.report.language).body_links
                 if self.text.startswith(link, at))
        begins = (at + len(link) for link in links)
        return bodies is not None and any(
            getattr(body, "own", False)
            for begin in begins for own in (True, False) for _, body in bodies.read(self.unit, begin, own=own))

    def _behind_clitic(self, start: int) -> bool:
        """Tell whether a word begins here that is written together with the joining word before it."""
        return any(self.text.endswith(word, 0, start) and not in_word(self.text[max(0, start - len(word) - 1) :][:1])
                   for word in self.reading.report.language.persons.get("clitics", ()))

    def _name_at(self, start: int) -> tuple[int, int, Iri | None] | None:
        """Return the name that begins here, or behind an honorific or a post's head word here."""
        for name_start, name_end, iri in self.names:
            if name_start < start:
                continue
            between = self.text[start:name_start].rstrip()
            if not between or self.words.honorific.fullmatch(between) or self.words.post_end.fullmatch(between):
                return name_start, name_end, iri
            break
        return None

    def _with_posts(self, start: int, name_start: int, name_end: int, iri: Iri | None
                    ) -> Iterator[tuple[int, PersonPhrase]]:
        name, at = (name_start, name_end), name_end
        bodies, at = self._in_brackets(at)
        head = self.unit.plain.startswith(", ", at)
        former = head and self.unit.plain.startswith(_title_words(self.reading.report.language).former, at + 2)
        begin = self.text.find(" ", at + 2) + 1 if former else at + 2
        posts, end = self._titles(begin) if head else ((), at)
        if posts and not self._next_ones(start, begin, end):
            more, after = self._in_brackets(end)
            yield after, self._phrase(start, after, name, iri, () if former else posts, (*bodies, *more))
        yield at, self._phrase(start, at, name, iri, (), bodies)

    def _next_ones(self, name: int, title: int, end: int) -> bool:
        """Tell whether a post behind a name belongs to the next one: "the President, A. B., the Chair, C. D."."""
        return bool(
            self._article(title)
            and self.text.startswith(", ", end)
            and self._name_at(end + 2) is not None
            and self.text.endswith(", ", 0, name)
            and self._post_up_to(name - 2)
        )

    def _in_brackets(self, at: int) -> tuple[tuple[Iri, ...], int]:
        """Return the State or organisation in brackets here, or behind a word such as "of", and where that ends."""
        if self.text.startswith(" (", at):
            mention = self._starting.get(at + 2)
            body = self._whom_at(at + 2, len(self.text))
            if mention and body and self.text[mention.end : mention.end + 1] == ")":
                return (body.iri,), mention.end + 1
        for link in _title_words(self.reading.report.language).body_links:
            if self.text.startswith(link, at):
                start = at + len(link) + self._article(at + len(link))
                mention, body = self._starting.get(start), self._whom_at(start, len(self.text))
                if mention and body:
                    return (body.iri,), mention.end
                words = _bare_name_words(self.reading.report.language)
                for mission in words.missions if words else ():
                    if mission and self.text.startswith(mission, start):
                        begin = start + len(mission)
                        mention, body = self._starting.get(begin), self._whom_at(begin, len(self.text))
                        if mention and body:
                            return (body.iri,), self._behind_accreditation(mention.end)
        return (), at

    def _behind_accreditation(self, at: int) -> int:
        """Return the place behind the body that a mission is accredited to: "to the United Nations"."""
        for link in _title_words(self.reading.report.language).accredited:
            if self.text.startswith(f" {link} ", at):
                begin = at + len(link) + 2
                mention = self._starting.get(begin + self._article(begin))
                return mention.end if mention else at
        return at

    def _phrase(self, start: int, end: int, name: tuple[int, int] | None, iri: Iri | None, posts: tuple[Post, ...],
                bodies: tuple[Iri, ...] = ()) -> PersonPhrase:
        span = self.unit.span_of(start, end)
        if name is None:
            return PersonPhrase(iri, span, "", None, posts)
        unidentified = bool(iri and "/person/" in iri.removeprefix(iris.ID + "person/"))
        return PersonPhrase(iri, span, self.text[name[0] : name[1]], self.unit.span_of(*name), posts,
                            unidentified=unidentified, bodies=bodies)

    # ---- posts

    def _titles(self, start: int, *, before_name: bool = False) -> tuple[tuple[Post, ...], int]:
        """Return the posts that begin here, one behind another joined by a word such as "and", and their end.

        A further one with an article is the same person's only behind a name: before one it is somebody else's.
        """
        posts: list[Post] = []
        at, end = start, start
        while (post := self._title_at(at, before_name=before_name)) is not None:
            posts.append(post[1])
            end = post[0]
            joint = next((j for j in self.words.joint if self.text.startswith(j, end)), None)
            if joint is not None and post[1].whom and not self._article(end + len(joint)):
                at = end + len(joint)
            elif not before_name and self._another_title(end + 2) and self.text.startswith(", ", end):
                at = end + 2
            else:
                break
        return tuple(posts), end

    def _another_title(self, at: int) -> bool:
        """Tell whether a second title of the same person begins here: with an article, and no name behind it."""
        title = self._title_at(at) if self._article(at) else None
        return title is not None and self._name_at(title[0] + 2) is None

    def _article(self, at: int) -> int:
        """Return the length of an article here."""
        words = _title_words(self.reading.report.language)
        return next((len(a) for a in words.articles if self.unit.plain.startswith(a, at)), 0)

    def _is_head(self, at: int) -> int:
        """Return the length of the head word of a post here, or 0."""
        for head in _title_words(self.reading.report.language).heads:
            if self.text.startswith(head, at):
                after = at + len(head)
                if not (after < len(self.text) and in_word(self.text[after])):
                    return len(head)
        return 0

    def _title_at(self, start: int, *, before_name: bool = False) -> tuple[int, Post] | None:
        """Read one post: words in capitals up to a head word, then words in capitals and small words between."""
        begin = start + self._article(start)
        head = self._past_head(begin)
        if not head:
            return None
        end, whom = self._rest_of_title(head, min(len(self.text), start + _LONGEST_TITLE), before_name)
        title = self.text[begin:end]
        words = _title_words(self.reading.report.language)
        if self.text[begin:head].endswith(words.members) and any(name in title for name in words.legislatures):
            whom = None  # who sits in a parliament speaks for himself, unless he is said to represent the State
        return end, Post(title, self.unit.span_of(begin, end), whom)

    def _past_head(self, at: int) -> int:
        """Return the end of the head word of the post that begins here without an article, or 0."""
        for _ in range(_MOST_WORDS_BEFORE_HEAD):
            if head := self._is_head(at):
                return at + head
            word = _WORD.match(self.text, at)
            if word is None or not word.group()[0].isupper() or self.text[word.end() : word.end() + 1] != " " \
                    or self.words.honorific.match(self.text, at):
                return 0
            at = word.end() + 1
        return 0

    def _somebody_elses(self, at: int) -> bool:
        """Tell whether the post of another person begins here: one with an article of its own."""
        article = self._article(at)
        return bool(article and self._past_head(at + article))

    def _rest_of_title(self, at: int, limit: int, before_name: bool = False) -> tuple[int, Iri | None]:
        words = _title_words(self.reading.report.language)
        links = words.links
        end, whom, institution = at, None, False
        while at < limit and self.text[at : at + 1] in {" ", ","}:
            comma = self.text[at] == ","
            if comma and (whom is not None or self.text[at + 1 : at + 2] != " " or self._named_at(at + 2)
                          or (before_name and self._somebody_elses(at + 2))):
                break
            at += 2 if comma else 1
            name = self._whom_at(at, limit)
            if name is not None:
                mention = self._starting[at]
                foreign = institution and not mention.of_kind("organization")
                whom = whom or (None if foreign or self._accredited(at) else name.iri)
                at = end = mention.end
                continue
            word = _WORD.match(self.text, at)
            if word is None or self.words.honorific.match(self.text, at):
                break
            joined = any(j.strip() == word.group() for j in self.words.joint)
            if joined and ((before_name and self._somebody_elses(word.end() + 1))
                           or (whom is not None and self._begins_anew(word.end() + 1))):
                break
            if word.group() in words.institution_links:
                institution = True  # "at Young Diplomats of Canada": the State is a part of the institution's name
            elif word.group() in words.of_states:
                institution = False
            if word.group() in links:
                at = word.end()
                continue
            if not word.group()[0].isupper():
                break
            at = end = word.end()
        return end, whom

    def _accredited(self, at: int) -> bool:
        """Tell whether a body named here is where somebody is posted, not who posted them: "Ambassador to Austria"."""
        words = self.text[max(0, at - 24) : at].split()
        while words and words[-1].lower() + " " in _title_words(self.reading.report.language).articles:
            del words[-1]
        return bool(words) and words[-1] in _title_words(self.reading.report.language).accredited

    def _named_at(self, at: int) -> bool:
        """Tell whether a person's name begins at a place, once the unit's names are known."""
        return any(start == at for start, _, _ in getattr(self, "names", ()))

    def _begins_anew(self, at: int) -> bool:
        """Tell whether words behind a joining word begin another post, person or body, and not a title's next part."""
        return self._title_at(at) is not None or self._article(at) > 0 or at in self._starting \
            or self.words.honorific.match(self.text, at) is not None

    def canonical(self, post: Post) -> str:
        """Return a post's title without the body's name and article, with synonymous words unified."""
        title = post.title
        for name in self._bodies:
            at = title.find(name)
            if at > 0:
                before = title[:at].rstrip()
                for article in _title_words(self.reading.report.language).articles:
                    before = before.removesuffix(" " + article.strip())
                before, _, link = before.rpartition(" ")
                title = (before if link in _title_words(self.reading.report.language).links else f"{before} {link}") \
                    + title[at + len(name) :]
        return self.unify(title)
