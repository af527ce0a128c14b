"""Mints every IRI of the project: things, facts, spans, rules and graphs.

Must not look anything up: each function turns names into an IRI and nothing else, so that two readings
of one fact meet at one IRI.
"""

from __future__ import annotations

import re
import unicodedata

from treatygraph.model import Iri, Span

ONTOLOGY = "https://w3id.org/treatygraph/ontology#"
ID = "https://w3id.org/treatygraph/id/"
GRAPH = "https://w3id.org/treatygraph/graph/"
DATASET = "https://w3id.org/treatygraph/dataset"
CATALOG = "https://w3id.org/treatygraph/catalog"
FILES = "https://w3id.org/treatygraph/data/graph/"

# What RFC 3987 allows nowhere in a path: marks of its grammar, and letters that are for private use or none at all.
_NO_LETTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
_UNSAFE = re.compile("[\\x00-\\x20<>\"{}|\\\\^`%#?\\[\\]\\x7f-\\xa0\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
                     f"{_NO_LETTERS}\U000e0000-\U000e0fff\U000efffe-\U0010ffff]")
_LETTERS_LOST_BY_NFKD = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss",
                                       "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "þ": "th", "ð": "d"})


def _segment(text: str) -> str:
    """Percent-encode what RFC 3987 forbids in a path, keeping slashes and letters of every script."""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode()), text)


def slug(name: str) -> str:
    """Turn a Latin-script name into lower-case words joined by hyphens.

    >>> slug("Miguel Marín Bosch")
    'miguel-marin-bosch'
    """
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS_LOST_BY_NFKD))
    ascii_only = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")


def thing(path: str) -> Iri:
    """Mint the IRI of a thing from its path below the base, as tables write it (`state/ITA`).

    >>> thing("document/S/RES/1887 (2009)")
    'https://w3id.org/treatygraph/id/document/S/RES/1887%20(2009)'
    """
    return Iri(ID + _segment(path))


def path_of(iri: str) -> str:
    """Return the path of one of our things below the base, or the whole IRI of anything else."""
    return iri.removeprefix(ID)


def local(iri: str) -> str:
    """Return the part of an IRI that tells it from its siblings in a fact's IRI.

    A symbol keeps its slashes, everything else is the last segment.

    >>> local(thing("state/ITA")), local(thing("document/A/RES/64/35"))
    ('ITA', 'A/RES/64/35')
    """
    if iri.startswith(ONTOLOGY):
        return iri.removeprefix(ONTOLOGY)
    path = path_of(iri)
    kind, _, rest = path.partition("/")
    if any(f"/{inside}/" in rest for inside in ("person", "organization", "conference", "group", "counted")):
        return rest.rsplit("/", 1)[-1]
    return rest if kind in {"document", "treaty"} else path.rsplit("/", 1)[-1]


def state(iso3: str) -> Iri:
    """Mint a State's IRI from its ISO 3166-1 alpha-3 code."""
    return thing(f"state/{iso3}")


def person(latin_name: str) -> Iri:
    """Mint the IRI of a person whose name in Latin script is known."""
    return thing(f"person/{slug(latin_name)}")


def unidentified_person(document_iri: str, written: str) -> Iri:
    """Mint the IRI of a person no table knows: it belongs to the document that names it."""
    return Iri(f"{document_iri}/person/{_segment(written)}")


def unidentified_organization(document_iri: str, written: str) -> Iri:
    """Mint the IRI of an organization no table knows: it belongs to the document that names it."""
    return Iri(f"{document_iri}/organization/" + _segment(written).replace("/", "%2F"))


def document(symbol: str) -> Iri:
    """Mint a document's IRI from its symbol; a reissue's trailing asterisk is not part of the work."""
    return thing(f"document/{symbol.rstrip('*').strip()}")


def part(parent: str, kind: str, key: str = "") -> Iri:
    """Mint the IRI of a part: `paragraph/9`, `annex`, `list/B.1`, `rule/40`, `footnote/†`."""
    return Iri(f"{parent}/{kind}/{_segment(key)}" if key else f"{parent}/{kind}")


def expression(document_iri: str, language: str) -> Iri:
    """Mint the IRI of one language version of a document."""
    return Iri(f"{document_iri}/{language}")


def span(expression_iri: str, where: Span) -> Iri:
    """Mint the IRI of a stretch of text: an RFC 5147 character range of the language version."""
    return Iri(f"{expression_iri}#char={where.start},{where.end}")


def annotation(span_iri: str, motivation: str) -> Iri:
    """Mint the IRI of a Web Annotation of a stretch of text, of which there is one for each motivation.

    >>> annotation("https://w3id.org/treatygraph/id/document/X/en#char=1,4", "identifying")
    'https://w3id.org/treatygraph/id/document/X/en/annotation/1-4/identifying'
    """
    expression_iri, _, place = span_iri.partition("#char=")
    return Iri(f"{expression_iri}/annotation/{place.replace(',', '-')}/{motivation}")


def conference(series: str, year: int | str) -> Iri:
    """Mint a conference's IRI from its series' slug and its year."""
    return thing(f"conference/{series}-{year}")


def series(slug_: str) -> Iri:
    """Mint the IRI of a conference series."""
    return thing(f"series/{slug_}")


def treaty_named(name: str) -> Iri:
    """Mint the IRI of a treaty that no table knows, from its name.

    >>> treaty_named("Treaty on the Prohibition of Nuclear Weapons")
    'https://w3id.org/treatygraph/id/treaty/treaty-on-the-prohibition-of-nuclear-weapons'
    """
    return Iri(f"{thing('treaty')}/{slug(name) or _segment(name.strip('《》'))}")


def treaty_part(treaty_iri: str, kind: str, number: str) -> Iri:
    """Mint the IRI of an article (Roman numeral) or annex of a treaty."""
    return Iri(f"{treaty_iri}/{kind}/{number}")


def meeting(body_iri: str, ordinal: int) -> Iri:
    """Mint the IRI of the n-th plenary meeting of a conference, or of the n-th meeting of one of its organs."""
    return Iri(f"{body_iri}/meeting/{ordinal}")


def meeting_of_day(organ_iri: str, day: str) -> Iri:
    """Mint the IRI of an organ's meeting that has a day (YYYY-MM-DD) and no number."""
    return Iri(f"{organ_iri}/meeting/{day}")


def agenda_item(conference_iri: str, number: str) -> Iri:
    """Mint the IRI of an agenda item from its printed number (`2(a)`)."""
    return Iri(f"{conference_iri}/agenda-item/{_segment(number)}")


def organ(conference_iri: str, slug_: str) -> Iri:
    """Mint the IRI of an organ that one conference set up."""
    return Iri(f"{conference_iri}/organ/{slug_}")


def participation(conference_iri: str, who: str) -> Iri:
    """Mint the IRI of a participation."""
    return Iri(f"{conference_iri}/participation/{local(who)}")


def office(conference_iri: str, office_iri: str, who: str, organ_slug: str = "") -> Iri:
    """Mint the IRI of somebody's holding of an office of a conference, or of one of its organs."""
    of_organ = f";{organ_slug}" if organ_slug else ""
    return Iri(f"{conference_iri}/office/{local(office_iri)}/{local(who)}{of_organ}")


def office_in_term(series_iri: str, office_iri: str, who: str, since: str) -> Iri:
    """Mint the IRI of somebody's term in an office of a series, between its conferences, by when the term began."""
    return office(series_iri, office_iri, who, since)


def post(conference_iri: str, who: str, whom: str) -> Iri:
    """Mint the IRI of a person's post with a State or organisation at the time of a conference."""
    return Iri(f"{conference_iri}/post/{local(who)}/{local(whom)}")


def statement(conference_iri: str, who: str, item: str | None = None) -> Iri:
    """Mint the IRI of a statement: one per speaker and agenda item."""
    tail = f"/item/{_segment(item)}" if item else ""
    return Iri(f"{conference_iri}/statement/{local(who)}{tail}")


def decision(event_iri: str, decision_type: str, what: str) -> Iri:
    """Mint the IRI of a decision of a conference (or of the event that took it)."""
    return Iri(f"{event_iri}/decision/{local(decision_type)}/{what}")


def voting(conference_iri: str, what: str, use: int = 1) -> Iri:
    """Mint the IRI of a voting: the `use`-th (from 1) that a conference or organ held on something (a local name)."""
    return Iri(f"{conference_iri}/voting/{what}" + (f"/{use}" if use > 1 else ""))


def vote(voting_iri: str, who: str) -> Iri:
    """Mint the IRI of somebody's vote in a voting."""
    return Iri(f"{voting_iri}/vote/{local(who)}")


def presiding(meeting_iri: str, who: str) -> Iri:
    """Mint the IRI of a person's presiding over a meeting."""
    return Iri(f"{meeting_iri}/presiding/{local(who)}")


def citation(provision_iri: str, cited: str) -> Iri:
    """Mint the IRI of a provision's citation of something."""
    return Iri(f"{provision_iri}/citation/{path_of(cited)}")


def count(provision_iri: str, what: str, value: int) -> Iri:
    """Mint the IRI of a number a provision states."""
    return Iri(f"{provision_iri}/count/{local(what)}-{value}")


def act(provision_iri: str, verb: str, addressee: str | None, use: int) -> Iri:
    """Mint the IRI of an act: the `use`-th use (from 1) of the verb towards the addressee in the provision."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local(verb)).lower()
    tail = f"/{local(addressee)}" if addressee else ""
    return Iri(f"{provision_iri}/act/{words}{tail}" + (f"/{use}" if use > 1 else ""))


def listing(list_iri: str, who: str) -> Iri:
    """Mint the IRI of a row of a list."""
    return Iri(f"{list_iri}/listing/{local(who)}")


def quotation(provision_iri: str, ordinal: int) -> Iri:
    """Mint the IRI of the n-th quoted passage of a provision."""
    return Iri(f"{provision_iri}/quotation/{ordinal}")


def status_assertion(document_iri: str, treaty_iri: str, state_iri: str, status: str) -> Iri:
    """Mint the IRI of a document's claim about a State's status under a treaty."""
    return Iri(f"{document_iri}/status/{local(treaty_iri)}/{local(state_iri)}/{local(status)}")


def treaty_action(treaty_iri: str, state_iri: str, action_type: str) -> Iri:
    """Mint the IRI of a State's action under a treaty."""
    return Iri(f"{treaty_iri}/action/{local(state_iri)}/{local(action_type)}")


def event(slug_: str) -> Iri:
    """Mint the IRI of a named event."""
    return thing(f"event/{slug_}")


def reading_rule(rule_id: str) -> Iri:
    """Mint the IRI of a reading rule."""
    return thing(f"rule/{rule_id}")


def source(name: str) -> Iri:
    """Mint the IRI of a source, from its key in the bibliography or from the words that cite it.

    >>> source("Report of 1999, page 3")
    'https://w3id.org/treatygraph/id/source/report-of-1999-page-3'
    """
    return thing(f"source/{slug(name) or name}")


def graph(kind: str, name: str) -> Iri:
    """Mint the IRI of a named graph: of a source, of a table, of a language version, or the inferred one."""
    return Iri(f"{GRAPH}{kind}/{_segment(name)}" if name else f"{GRAPH}{kind}")


def described(kind: str, name: str) -> Iri:
    """Mint the IRI of what the dataset's description speaks of: a partition, a distribution, an input of the build.

    >>> described("class", "tg.State")
    'https://w3id.org/treatygraph/dataset/class/tg.State'
    """
    return Iri(f"{DATASET}/{kind}/{_segment(name)}" if name else f"{DATASET}/{kind}")


def download(file_name: str) -> Iri:
    """Mint the IRI under which a file of the built graph is fetched."""
    return Iri(FILES + _segment(file_name))
