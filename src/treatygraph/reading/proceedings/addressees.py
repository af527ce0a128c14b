"""Reads whom an act is addressed to, from the words behind its verb; must not widen a group that words narrow."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph import iris
from treatygraph.facts import Agent
from treatygraph.model import Iri, Severity
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Actor, things
from treatygraph.reading.frames.open_leads import about_whom, unfinished
from treatygraph.reading.frames.telling import Telling
from treatygraph.vocab import tg

_KINDS = frozenset({"states", "observers", "groups", "other_body", "own_body", "office", "persons", "officeholders"})
_OF_OTHERS_TOO = frozenset({"SecretaryGeneral", "Secretary", "ExecutiveSecretary"})  # of an organization, by themselves
_LONGEST_GROUP = 300
_PAUSES = " ,;:"


@dataclass(frozen=True)
class Addressed:
    """Those an act is addressed to, the records that describe them, and the folded range of what is left."""

    who: tuple[Iri, ...]
    rest: tuple[int, int]
    described: tuple[Agent, ...] = ()


def office_holders(told: Telling, actor: Actor) -> tuple[Iri, ...]:
    """Return who acts where a text names just an office of a body: the holdings of that office read so far."""
    filling = actor.slots.get("office")
    if filling is None or not isinstance(filling.value, str):
        return ()
    owners = _owners(told, filling.end, actor.end)
    states = set(things(actor.values("of_state")))
    for body in owners:
        held = [record for record in told.reading.facts.holdings(tg(filling.value), body.conference, body.organ)
                if not states or states & {*record.representing, record.holder}]
        if len(held) > 1 and told.sentence.grammar.spaced and not told.text((filling.end, filling.end + 1)).isalpha():
            return ()  # one of several, and the words do not say which
        if held:
            return tuple(dict.fromkeys(record.iri for record in held))
    return ()


def office_itself(told: Telling, actor: Actor) -> tuple[Agent, Body] | None:
    """Return an office of ours as an agent of its own, apart from a holder not named yet, and the body it is of."""
    filling = actor.slots.get("office")
    if filling is None or not isinstance(filling.value, str):
        return None
    if filling.value in _OF_OTHERS_TOO and not told.sentence.plain.startswith(
            tuple(told.sentence.grammar.words.bodies.get("office_links", ())), filling.end):
        return None
    owner = next(iter(_owners(told, filling.end, actor.end)), None)
    if owner is None or owner.conference is None:
        return None
    of_organ = (iris.local(owner.organ),) if owner.organ else ()
    iri = iris.organ(owner.conference, "-".join((*of_organ, iris.slug(filling.value))))
    begin = next((actor.start + len(article) for article in told.sentence.slots.grammar.articles
                  if told.sentence.plain.startswith(article, actor.start)), actor.start)
    return Agent(
        iri=iri,
        evidence=(told.sentence.span(actor.start, actor.end),),
        subclass="Organization",
        label=told.words((begin, actor.end)),
        of_conference=owner.conference,
    ), owner


def _owners(told: Telling, start: int, end: int) -> tuple[Body, ...]:
    """Return whose office it is: the body named behind it, else the one told of, and the one that acted last."""
    for link in told.sentence.grammar.words.bodies.get("office_links", ()):
        if told.sentence.plain.startswith(link, start) and start < end:
            for type_ in ("own_body", "other_body"):
                for _, body in told.sentence.slots(type_, False, start + len(link)):
                    return (body,) if isinstance(body, Body) and body.own else ()
    return tuple(body for body in dict.fromkeys((told.around, told.before)) if body is not None and body.own)


def addressed(told: Telling, where: tuple[int, int]) -> Addressed:
    """Return those whom an act's object begins with, or names behind a mark, and the rest of the object.

    Whoever words name that no row and no group of the text explains is reported and addressed by nobody.
    """
    words = told.sentence.grammar.words.operative.get("addressed", {})
    plain, verb = told.sentence.plain, told.verb.lemma
    before = told.clause.before("addressed")
    if before is None and verb in words.get("marked", ()):
        before = told.clause.before("matter")
    if before is not None:
        return _before_the_verb(told, before, where)
    if narrowing := tuple(told.sentence.grammar.words.roles.get("narrowing_addressed", ())):
        if "direct" in words and verb not in words["direct"]:
            return Addressed((), where)
        return _unnarrowed(told, where, narrowing)
    if verb in words.get("marked", ()):
        for mark in words.get("marks", ()):
            if plain.startswith(mark, where[0]):
                return _marked(told, where, where[0] + len(mark))
        if (found := _behind_object(told, where, tuple(words.get("marks", ())))) is not None:
            return found
    if verb not in words.get("direct", ()):
        return Addressed((), where)
    stop = _end_of_those(told, where)
    asides = [at for mark in words.get("asides", ()) if (at := plain.find(mark, where[0], stop)) > 0]
    end = where[0] + len(told.sentence.text[where[0] : min(asides, default=stop)].rstrip(_PAUSES))
    if end <= where[0]:
        return Addressed((), where)
    rest = (min(stop + (1 if plain.startswith(" ", stop) else 0), where[1]), where[1])
    rest = rest if rest[0] < rest[1] else where
    return _understood(told, (where[0], end), where, rest)


def addressed_by_lead(told: Telling) -> Addressed:
    """Return those addressed by a clause that the parts below go on with, and what else it says; nothing is reported.

    They stand behind "that" ("recommended that States Parties:"), or right behind the verb ("urged all States to:").
    The rest is an empty range where the clause says no more.
    """
    begin = told.sentence.forward(told.verb.end, told.clause.end)
    if (those := about_whom(told)) is not None:
        found = _named(told, those, those, (those[1], those[1]), silent=True)
        return found if found.who else Addressed((), (begin, those[1]))
    stop = unfinished(told, told.clause.end)
    stop = begin + len(told.unit.text[begin : told.clause.end if stop is None else stop].rstrip(_PAUSES))
    if stop <= begin:
        return Addressed((), (begin, begin))
    if told.verb.lemma in told.sentence.grammar.words.operative.get("addressed", {}).get("direct", ()):
        found = _named(told, (begin, stop), (begin, stop), (stop, stop), silent=True)
        if found.who:
            return found
    return Addressed((), (begin, stop))


def _before_the_verb(told: Telling, before: tuple[int, int], where: tuple[int, int]) -> Addressed:
    """Those whom a complement before the verb names, and nobody else."""
    found = told.sentence.exactly(*before)
    who = _means(told, found) if found is not None and found.kind in _KINDS else ()
    return Addressed(who, where) if who else _unknown(told, before, where)


def _unnarrowed(told: Telling, where: tuple[int, int], narrowing: tuple[str, ...]) -> Addressed:
    """Those whom an object begins with, in a language whose narrowing words stand behind a name without a space."""
    found = told.sentence.actor_at(where[0], where[1])
    if where[0] < told.verb.end or found is None or found.kind not in _KINDS:
        return Addressed((), where)
    rest = told.sentence.plain[found.end : where[1]]
    who = _means(told, found)
    if rest.startswith(narrowing) or not who:
        return Addressed((), where)
    told.take(found.start, found.end)
    return Addressed(who, (found.end, where[1]) if rest else where)


def _marked(told: Telling, where: tuple[int, int], start: int) -> Addressed:
    """Those behind a mark: "proposed to the Conference that …", "expressed its appreciation to the Chair and …"."""
    found = told.sentence.actor_at(start, where[1], known=True)
    ends = tuple(told.sentence.grammar.words.roles.get("matter_of_addressed", ()))
    articles = tuple(" " + article for article in told.sentence.slots.grammar.articles)
    if found is not None and found.kind in _KINDS and _goes_over(told, found, where[1], ends + articles):
        who = _means(told, found)
        rest = (min(found.end + 1, where[1]), where[1])
        if who:
            told.take(found.start, found.end)
        return Addressed(who, rest) if who else _unknown(told, (start, found.end), where)
    stop = next((at for end in ends if end.strip(" ,") and (at := told.sentence.plain.find(end, start, where[1])) > 0),
                where[1])
    return _understood(told, (start, stop), where, where)


def _behind_object(told: Telling, where: tuple[int, int], marks: tuple[str, ...]) -> Addressed | None:
    """Those known behind a mark behind what is given to them: "recommended it to the Council for adoption".

    Words that go on behind them belong to the matter, which then keeps those addressed too. What stands within a
    clause of its own is a part of what it says: "proposed that it defer the credentials of delegates to the Congress".
    """
    masked = told.sentence.plain if told.sentence.grammar.spaced else ""
    clauses = (masked.find(f"{word} ", *where) for word in told.sentence.grammar.words.roles.get("matter", ()))
    behind = min((at for at in clauses if at >= 0 and (at == where[0] or masked[at - 1] == " ")), default=where[1])
    ends = tuple(told.sentence.grammar.words.operative.get("addressed", {}).get("purposes", ()))
    for mark in marks:
        at = masked.find(f" {mark}", where[0], behind)
        while at >= 0:
            found = told.sentence.actor_at(at + 1 + len(mark), where[1], known=True)
            named = found is not None and found.kind in _KINDS - {"office"}
            if found is not None and named and _goes_over(told, found, where[1], ends) and (who := _means(told, found)):
                told.take(found.start, found.end)
                return Addressed(who, (where[0], at) if found.end >= where[1] else where)
            at = masked.find(f" {mark}", at + 1, behind)
    return None


def _goes_over(told: Telling, found: Actor, stop: int, ends: tuple[str, ...]) -> bool:
    """Tell whether those named end here: at the end, or before the words of the matter, not within a list."""
    rest = told.sentence.plain[found.end : stop]
    return not rest or (rest.startswith(ends) and not rest.startswith(", "))


def _end_of_those(told: Telling, where: tuple[int, int]) -> int:
    """Return where the words that name those addressed end: before an infinitive, else before the matter."""
    words = told.sentence.grammar.words.operative.get("addressed", {})
    masked = told.sentence.masked.lower()
    none = tuple(f"{word} " for word in words.get("no_infinitive", ()))
    best = where[1]
    for infinitive in words.get("infinitives", ()):
        at = masked.find(infinitive, where[0], where[1])
        while at >= 0:
            behind = at + len(infinitive)
            if told.sentence.text[behind : behind + 1].islower() and not masked.startswith(none, behind):
                best = min(best, at)
                break
            at = masked.find(infinitive, at + 1, where[1])
    if best < where[1]:
        return best
    found = [at for end in words.get("ends", ()) if (at := masked.find(end, where[0], where[1])) > 0]
    return min(found, default=where[1])


def _understood(told: Telling, those: tuple[int, int], where: tuple[int, int], rest: tuple[int, int]) -> Addressed:
    """Say whom a stretch of words names, and note the words as used where they name somebody."""
    found = _named(told, those, where, rest)
    if found.who:
        told.take(*those)
    return found


def _named(
    told: Telling, those: tuple[int, int], where: tuple[int, int], rest: tuple[int, int], *, silent: bool = False
) -> Addressed:
    """Say whom a stretch of words names: somebody known, several in a list, or a group of their own."""
    sentence = told.sentence
    unknown = Addressed((), where)
    found = sentence.exactly(*those)
    if found is not None and found.kind in _KINDS:
        who = _means(told, found)
        return Addressed(who, rest) if who else unknown if silent else _unknown(told, those, where)
    if group := _group(told, those):
        return Addressed((group.iri,), rest, (group,))
    listed = told.elements(those)
    known = tuple(dict.fromkeys(iri for one in listed if (iri := one.iri)))
    if listed and len(listed) > 1 and all(one.iri for one in listed):
        return Addressed(known, rest)
    return unknown if silent else _unknown(told, those, where)


def _means(told: Telling, actor: Actor) -> tuple[Iri, ...]:
    if actor.body is not None:
        return (actor.body.actor,) if actor.body.actor else ()
    if actor.kind == "office":
        return office_holders(told, actor)
    values = actor.values("who")
    found = things(values)
    return found if len(found) >= len(values) else ()


def _group(told: Telling, those: tuple[int, int]) -> Agent | None:
    """Return the group of its own that words describe, with whatever narrows it; None where they go back to another."""
    operative = told.sentence.grammar.words.operative.get("addressed", {})
    plain = told.sentence.plain
    if plain.startswith(tuple(w + " " for w in told.sentence.grammar.words.pronouns.get("groups", ())), those[0]):
        return None
    begin = those[0]
    for article in sorted(told.sentence.slots.grammar.articles, key=len, reverse=True):
        if plain.startswith(article, begin):
            begin += len(article)
            break
    lead = plain[begin : min(those[1], begin + operative.get("group_lead", 0))]
    heads = [
        at
        for word in told.sentence.grammar.words.bodies.get("group_words", ())
        if (at := _word(lead, word, told.sentence.grammar.spaced)) >= 0
    ]
    if not heads or those[1] - begin > _LONGEST_GROUP:
        return None
    before = lead[: min(heads)]
    joiners = told.sentence.slots.grammar.joiners
    marks = (*operative.get("ends", ()), *operative.get("infinitives", ()), *operative.get("before_no_group", ()),
             " of ", ",", ";", *joiners)
    if any(mark in f" {before}" for mark in marks):
        return None
    words = told.text((begin, those[1]))
    iri = iris.part(told.reading.document, "group", iris.slug(words) or words)
    known = bool(told.reading.facts.read_of(iri))
    return Agent(
        iri=iri,
        evidence=(told.sentence.span(begin, those[1]),),
        subclass="StateGroup",
        label=None if known else told.words((begin, those[1])),
    )


def _word(text: str, word: str, spaced: bool) -> int:
    """Return where a word stands in a text as a word of its own, or -1."""
    at = text.find(word)
    while at >= 0 and spaced and (text[at - 1 : at].isalnum() * (at > 0) or text[at + len(word) :][:1].isalnum()):
        at = text.find(word, at + 1)
    return at


def _unknown(told: Telling, those: tuple[int, int], where: tuple[int, int]) -> Addressed:
    told.reading.findings.report(
        "unresolved-addressee",
        Severity.WARNING,
        "nobody known, and no group of the text, is meant by these words; the act has no addressee",
        told.sentence.span(*those),
    )
    return Addressed((), where)
