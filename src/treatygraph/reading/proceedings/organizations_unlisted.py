"""Reads an organisation that no table knows where it is said to be represented: it is one of the document.

Must not take words for a name that hold a person, a post, or anything but a name with a noun of an institution in it.
"""

from __future__ import annotations

from treatygraph import iris
from treatygraph.facts import Agent
from treatygraph.find.fold import lower, one_apostrophe
from treatygraph.model import LangText, Severity
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.list_leads import COLONS, list_nouns

_FEWEST_WORDS = 2


def unlisted_organization(told: Telling, one: Element) -> Agent | None:
    """Return the organisation that an element of a list of those represented names, and report it; else None."""
    sentence, plain = told.sentence, told.sentence.plain
    start = one.start
    for article in sentence.slots.grammar.articles:
        start += len(article) if plain.startswith(article, start) else 0
    listed = bool(_nouns_of_organizations(told, one.start))
    if not (listed or _represented(told, one.start)) or not _is_a_name(told, start, one.end, listed=listed):
        return None
    span = sentence.span(start, one.end)
    written = " ".join(told.reading.source.quote(span).split())
    iri = iris.unidentified_organization(told.reading.document, one_apostrophe(written))
    if not told.reading.facts.read_of(iri):
        told.reading.findings.report(
            "unidentified-organization", Severity.INFO,
            f"no row of data/tables/organizations.csv knows '{written}'; the organization is kept as unidentified",
            span)
    return Agent(iri=iri, evidence=(span,), subclass="UnidentifiedOrganization",
                 label=LangText(written, told.reading.report.language.code))


def _represented(told: Telling, at: int) -> bool:
    """Tell whether words that lead to those represented stand before a place, in the same list."""
    plain = told.sentence.plain
    words = told.sentence.grammar.words.bodies
    leads = [lead for lead in (*words.get("leads", ()), *words.get("representing", ())) if not lead.endswith(": ")]
    begin = max((place + len(lead) for lead in leads if (place := plain.rfind(lead, told.clause.start, at)) >= 0),
                default=-1)
    between = (verb for verb in told.sentence.verbs if verb.start >= begin and verb.end <= at)
    return begin >= 0 and not any(verb.finite for verb in between)


def one_listed(told: Telling, where: tuple[int, int]) -> Element | None:
    """Return what stands behind a colon as one element, where the lead says that it is one organisation and no more.

    "… the following non-governmental organization: Children and Youth International"
    """
    begin, end = where
    begin += told.sentence.text.startswith(" ", begin)
    nouns = _nouns_of_organizations(told, begin)
    several = any(mark in told.sentence.masked[begin:end] for mark in ";；")
    if several or not nouns or not nouns <= set(told.sentence.grammar.words.bodies.get("listed_one", ())):
        return None
    known = [one for one in told.elements((begin, end)) if one.end == end and one.start == begin]
    return known[0] if known else Element(None, begin, end)


def _nouns_of_organizations(told: Telling, at: int) -> set[str]:
    """Return the nouns that lead to a list behind whose colon a place stands, if all are such of organisations."""
    plain, nouns = told.sentence.plain, list_nouns(told.reading.report.language.code)
    colon = max(told.sentence.masked.rfind(mark, told.clause.start, at) for mark in COLONS)
    leads = nouns.leads(plain, told.clause.start, colon) if nouns is not None and colon >= 0 else []
    return {plain[lead.noun_start : lead.end] for lead in leads} if all(
        lead.kind == "organization" for lead in leads) else set()


def _is_a_name(told: Telling, start: int, end: int, *, listed: bool = False) -> bool:
    """Tell whether words are a capitalised name of nobody's person or post.

    A noun of an institution stands in it, unless it is `listed` as an organisation.
    """
    lists = told.reading.report.language.lists
    words = told.sentence.text[start:end].split()
    small = frozenset((*lists.get("words_within_names", ()), *lists.get("small_words", ())))
    nouns = frozenset(lists.get("institutions", ()))
    if not words or not words[0][:1].isupper():
        return False
    if not listed and (len(words) < _FEWEST_WORDS or not nouns & {lower(word) for word in words}):
        return False
    if any(first < end and start < last for first, last, _ in told.sentence.slots.persons.names):
        return False
    name = told.sentence.text[start:end]
    posts = tuple(map(str, told.reading.report.language.persons.get("posts", ())))
    return not name.startswith(posts) and all(word[:1].isupper() or word in small for word in words)
