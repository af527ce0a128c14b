"""Rules for clauses that tell of which members a committee or another organ is, or was set up.

Must not read who was elected to another office.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Decision, OfficeHolding
from treatygraph.find.fold import lower
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.proceedings.elections import given_an_office, holders, leads_to_names, office_held, organ_of
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim


@rule("ELE-02", reads="clause", emits=(Decision, OfficeHolding, Agent, CountStatement), use=Use.OF_THE_BODY)
def committee_appointed(told: Telling) -> Iterator[Emission]:
    """Read of which members a committee was set up, or who was appointed its members.

    If: a clause says that the body established or appointed a committee composed of States or persons, or appointed
        them members of one.
    Then: the committee is an organ of the conference, each of them its member, and one decision established it, or
        appointed them.
    Near miss: a committee that another body set up, or of which no members are named.
    """
    if not told.own or told.body is None or told.body.conference is None:
        return
    roles = told.clause.roles("members", "office")
    sentence = told.sentence
    where = roles.get("members")
    named = told.clause.object("members", "office")
    organ: Body | None = None
    if where is not None and named is not None:
        organ = _organ_within(told, named)
    elif "office" in roles and named is not None:
        start, stop = roles["office"]
        for link in sentence.grammar.words.bodies.get("member_links", ()):
            at = sentence.plain.find(link, start, stop)
            if at >= 0:
                organ, where = _organ_within(told, (at + len(link), stop)), named
        tails = tuple(sentence.grammar.words.bodies.get("member_tails", ()))
        if tails and sentence.plain.endswith(tails, start, stop):
            organ, where = _organ_within(told, (start, stop)), named
    if organ is None and (before := _made_of(told)) is not None:
        organ, where = before
    if organ is None and told.verb.passive and (beside := _beside_its_name(told)) is not None:
        organ, where = beside
    if organ is None or organ.organ is None or where is None:
        if "office" in roles:
            constants = told.row.constants if told.row else {}
            yield from given_an_office(told, constants.get("decision_on_members", "Election"))
        return
    yield from organ_of(organ, told)
    held = []
    for holding in _members(told, organ, where):
        held.append(holding.iri)
        yield holding
    if held:
        constants = told.row.constants if told.row else {}
        of_members = where == named and not _own_office(told, organ)  # one of a session is set up with its members
        type_ = constants.get("decision_on_members" if of_members else "decision", "Establishment")
        matter = None if leads_to_names(told, where) else where
        yield told.decision(type_, iris.local(organ.organ), (organ.organ, *held), matter)
    told.thread.bodies.recent = organ


def _made_of(told: Telling) -> tuple[Body, tuple[int, int]] | None:
    """Return the organ behind words that say of whom it is made, and where those stand: "由甲和乙组成的起草委员会".

    Words that only say that names follow ("由下列国家组成的") mean those behind the colon.
    """
    sentence = told.sentence
    words = sentence.grammar.words.bodies
    start, stop = told.clause.zone
    for made in words.get("made_of", ()):
        place = sentence.masked.find(made, start, stop)
        lead = next((mark for mark in words.get("by_marks", ()) if sentence.masked.find(mark, start, place) >= 0), None)
        if place < 0 or lead is None:
            continue
        begin = sentence.masked.find(lead, start, place) + len(lead)
        organ = _organ_within(told, (place + len(made), stop))
        if organ is None:
            continue
        if sentence.plain.startswith(tuple(words.get("following", ())), begin):
            colon = max(sentence.masked.find(mark, place, stop) for mark in ":：")
            return (organ, (colon + 1, stop)) if colon > 0 else None
        return organ, (begin, place)
    return None


def _own_office(told: Telling, organ: Body) -> str:
    """Return the office of a member of an organ that has one of its own, or an empty string."""
    offices = told.sentence.grammar.words.bodies.get("member_offices", {})
    return str(offices.get(iris.local(organ.organ), "")) if organ.organ else ""


def _members(told: Telling, organ: Body, where: tuple[int, int]) -> Iterator[OfficeHolding]:
    """Yield the membership in an organ of each of a list of States or persons."""
    own_office = _own_office(told, organ)
    office = own_office or "CommitteeMember"
    slug = "" if own_office else told.reading.report.organ_slug(organ.name)
    for who, one in holders(told, told.elements(where, ("state", "person"))):
        yield office_held(told, organ, office, slug, who, one)


@rule("ELE-07", reads="clause", emits=(OfficeHolding, Agent), use=Use.BESIDE)
def composed_of(told: Telling) -> Iterator[Emission]:
    """Read of which members an organ is, where it is said beside its name: "the Committee, composed of A and B, met".

    If: behind the name of an organ of the conference that is the subject of a clause stand words such as "composed of",
        and States or persons, all of them known.
    Then: each of them is a member of the organ.
    Near miss: a committee of another body; words that only describe the members ("composed of nine members").
    """
    if told.around is None or not told.around.own or not told.clause.asserted:
        return
    if (found := _beside_its_name(told)) is not None:
        organ, where = found
        yield from organ_of(organ, told)
        yield from _members(told, organ, where)
        told.unit.claims.append(Claim("ELE-07", told.sentence.span(told.clause.subject[0], where[1])))


def _beside_its_name(told: Telling) -> tuple[Body, tuple[int, int]] | None:
    """Return the organ that a clause is about, and the folded range of the members said beside its name."""
    sentence, stop = told.sentence, told.verb.start
    begin = max((one.end for one in sentence.verbs if one.end < told.clause.subject[0]), default=0)
    for mark in sorted(sentence.grammar.words.roles.get("members", ()), key=len, reverse=True):
        at = sentence.masked.lower().find(mark, begin, stop)
        if at <= begin or sentence.text[at - 1 : at].isalnum():
            continue
        organ = _organ_within(told, (begin, at))
        end = at + len(mark) + len(sentence.text[at + len(mark) : stop].rstrip(" ,"))
        where = (at + len(mark), end)
        found = told.elements(where, ("state", "person"))
        if organ is not None and organ.organ is not None and len(found) > 1 and all(one.iri for one in found) \
                and told.unit.plain[begin:at].rstrip(" ,").endswith(lower(organ.name)):
            return organ, where
        return None
    return None


def _organ_within(told: Telling, where: tuple[int, int]) -> Body | None:
    """Return the first organ of the conference named in a folded range."""
    left = where[0]
    for at in range(where[0], where[1]):
        if at < left:
            continue
        if at == where[0] or not told.unit.text[at - 1].isalnum() or not told.sentence.grammar.spaced:
            for type_ in ("other_body", "own_body"):
                for end, body in told.sentence.slots(type_, False, at):
                    if end <= where[1] and isinstance(body, Body):
                        organ = body if body.organ is not None else _organ_meant(told, body, at, where[1])
                        if organ is not None:
                            told.take(at, end)
                            return organ
                        left = max(left, end)
    return None


def _organ_meant(told: Telling, body: Body, at: int, stop: int) -> Body | None:
    """Return the organ of the conference that a noun means to which it appoints members: one it named, or a new one.

    The noun's name may go on behind a link ("Working Group on Navigation"); a noun alone is the one organ of that noun
    that was named, and nothing where several were.
    """
    bodies, words = told.thread.bodies, told.sentence.grammar.words.bodies
    nouns = tuple(lower(noun) for noun in words.get("organ_nouns", ()))
    if body.agent is not None or not lower(body.name).endswith(nouns or ("",)):
        return None
    end = told.unit.plain.find(lower(body.name), at) + len(body.name)
    name = told.unit.text[at:end]
    while link := next((w for w in words.get("links", ()) if told.unit.text.startswith(w, end)
                        and told.unit.text[end + len(w) : end + len(w) + 1].isupper()), ""):
        end += len(link)
        while end < stop and told.unit.text[end : end + 1].isupper():
            word = told.unit.text[end:stop].split(" ")[0].rstrip(",;.")
            end += len(word)
            if not told.unit.text[end : end + 2].strip(" ").isupper():
                break
            end += 1
        name = told.unit.text[at:end]
    for article in told.sentence.slots.grammar.articles:
        name = name[len(article) :] if lower(name).startswith(article) else name
    alike = [one for one in bodies.named.values() if lower(one.name).startswith(lower(name))]
    if len(alike) > 1:
        return next((one for one in alike if lower(one.name) == lower(name)), None)
    return alike[0] if alike else bodies.organ(name)
