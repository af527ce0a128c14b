"""The rule for a sentence that only lists somebody: who submitted credentials, applied, was invited or accredited.

Must not say that those listed took part.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Listing
from treatygraph.model import Iri, Span
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.list_leads import COLONS, Lead, list_nouns
from treatygraph.reading.listed_names import Row, listings, number_differs
from treatygraph.reading.registry import Emission, rule

_TYPES = ("state", "organization")
_COUNTED = {"state": "concept/listed-states", "organization": "concept/listed-organizations"}
_COMMAS = ",，、;；"


@rule("LST-05", reads="clause", emits=(Listing, CountStatement, Agent))
def listed_in_a_sentence(told: Telling) -> Iterator[Emission]:
    """Read who is listed behind words that say what was, or was not, received from them or given to them.

    If: a clause whose verb only lists (submitted, communicated, received, applied, were invited …) leads to a list
        of States, organisations or documents: "by the following 72 States: …".
    Then: each is listed in the provision, those joined before the words that lead there too; a number is stated, and
        reported where the list has more or fewer names.
    Near miss: those who attended, spoke or were elected; a list that is planned or wished for; a list below the
        sentence, one name a line.
    """
    lead = _lead(told)
    if told.verb.modality or told.clause.subordinate or lead is None:
        return
    sentence, provision = told.sentence, told.unit.provision
    colon = next(at for at in range(lead.end, told.clause.end) if sentence.masked[at] in COLONS)
    words = sentence.span(lead.start, colon)
    if lead.kind == "document":
        yield from _documents(told, (colon + 1, told.clause.end), provision, words)
        return
    found = _whole_names(told, told.elements((colon + 1, told.clause.end), _TYPES), lead.kind)
    if not any(one.iri for one in found) and lead.kind != "organization":
        return
    number = _number(told, lead)
    if number is not None:
        where, value = number
        counted = iris.thing(_COUNTED[lead.kind])
        yield CountStatement(iri=iris.count(provision, counted, value), counts=counted, value=value,
                             evidence=(where, words))
        number_differs(value, len(found), where, told.reading.findings)
    before = [Row(told.text((one.start, one.end)), sentence.span(one.start, one.end), one.iri)
              for one in _joined_before(told, lead.start)]
    rows = [Row(told.text((one.start, one.end)), sentence.span(one.start, one.end), one.iri) for one in found]
    sure = number is None or number[1] == len(found)
    if lead.kind == "organization" and not sure:
        rows = [row for row in rows if row.iri is not None]
    yield from listings([*before, *rows], provision, words, lead.kind, told.reading.report, told.reading.findings)


def _lead(told: Telling) -> Lead | None:
    """Return the words that lead to a list in the clause: the last before a colon with something behind it."""
    nouns = list_nouns(told.reading.identity.language)
    clause, masked = told.clause, told.sentence.masked
    colon = next((at for at in range(clause.start, clause.end) if masked[at] in COLONS), -1)
    if nouns is None or colon < 0 or not any(char.isalnum() for char in told.unit.text[colon : clause.end]):
        return None
    found = [lead for lead in nouns.leads(told.unit.plain, clause.start, colon)
             if not any(mark in masked[lead.end : colon] for mark in ";；")]
    return found[-1] if found else None


def _number(told: Telling, lead: Lead) -> tuple[Span, int] | None:
    """Return the number between the word that leads to a list and its noun, with its place."""
    plain = told.unit.plain
    for at in range(lead.start, lead.noun_start):
        if at and plain[at].isalnum() and not plain[at - 1].isalnum():
            for end, value in told.sentence.slots("number", False, at):
                if isinstance(value, int) and end <= lead.noun_start:
                    return told.sentence.span(at, end), value
    return None


def _joined_before(told: Telling, start: int) -> list[Element]:
    """Return those joined to the words that lead to a list: "by the European Union and the following 108 States"."""
    sentence, plain = told.sentence, told.unit.plain
    for article in sentence.slots.grammar.articles:
        start -= len(article) if plain.endswith(article, 0, start) else 0
    joint = next((joiner for joiner in sentence.grammar.joints_of_lists if plain.endswith(joiner, 0, start)), None)
    if joint is None:
        return []
    stop = start - len(joint)
    marks = (*sentence.grammar.words.roles.get("agent", ()), *sentence.grammar.words.roles.get("source", ()))
    space = " " if sentence.grammar.spaced else ""
    begin = max((at + len(mark) + 2 * len(space) for mark in marks
                 if (at := plain.rfind(f"{space}{mark}{space}", told.clause.start, stop)) >= 0), default=-1)
    if begin < 0:
        return []
    for article in sentence.slots.grammar.articles:
        begin += len(article) if plain.startswith(article, begin) else 0
    found = told.elements((begin, stop), _TYPES)
    return found if all(one.iri for one in found) else []


def _whole_names(told: Telling, found: list[Element], kind: str) -> list[Element]:
    """Return the elements of a list without those whose borders are in doubt, which are reported.

    Of organisations that no table knows two that only a joining word parts may be one name; a short word behind a
    comma belongs to the name before it.
    """
    if kind != "organization":
        return found
    tails = told.sentence.grammar.words.bodies.get("name_tails", ())
    kept: list[Element] = []
    for one in found:
        words = told.text((one.start, one.end)).strip(" .")
        if kept and one.iri is None and words in tails:
            kept[-1] = Element(kept[-1].value, kept[-1].start, one.end)
            continue
        kept.append(one)
    doubtful = {
        index
        for index in range(1, len(kept))
        if kept[index - 1].iri is None
        and kept[index].iri is None
        and not any(mark in told.text((kept[index - 1].end, kept[index].start)) for mark in _COMMAS)
        and not (index >= 2 and index == len(kept) - 1)
    }
    doubtful |= {index - 1 for index in doubtful}
    for index in sorted(doubtful):
        told.unresolved(kept[index], "an organization; a joining word may stand in its name")
    return [one for index, one in enumerate(kept) if index not in doubtful
            and (one.iri is not None or told.text((one.start, one.end))[:1].isupper()
                 or told.text((one.start, one.end))[:1].isdigit())]


def _documents(told: Telling, where: tuple[int, int], provision: Iri, words: Span) -> Iterator[Listing]:
    """Yield a listing for each document whose symbol stands in a list, in its order."""
    seen: set[Iri] = set()
    for sighting in sorted(told.unit.sightings, key=lambda one: one.start):
        thing = sighting.iri
        if sighting.kind == "symbol" and thing and where[0] <= sighting.start < where[1] and thing not in seen:
            seen.add(thing)
            yield Listing(iri=iris.listing(provision, thing), listed=thing, in_list=provision, position=len(seen),
                          evidence=(told.sentence.span(sighting.start, sighting.end), words))
