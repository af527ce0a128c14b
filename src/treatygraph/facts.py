"""Defines the typed records that rules yield: one dataclass per class of the model, each with its evidence.

Must not mint IRIs or write RDF: a field says which property it stands for, and the assembler does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from treatygraph import vocab
from treatygraph.model import Iri, LangText, PartialDate, Span, Value
from treatygraph.vocab import tg

Things = tuple[Iri, ...]


def says(prop: Iri | str, *, default: Any = None) -> Any:
    """Declare a field that stands for a property: an IRI, or the local name of a term of our own."""
    iri = prop if prop.startswith("http") else tg(prop)
    return field(default=default, metadata={"property": iri})


def several(prop: Iri | str) -> Any:
    """Declare a field that stands for a property with any number of values."""
    return says(prop, default=())


@dataclass(frozen=True, kw_only=True)
class Record:
    """A resource read from a text: its IRI, the spans it was read from, and the rule that read it."""

    types: ClassVar[tuple[str, ...]] = ()
    iri: Iri
    evidence: tuple[Span, ...]
    rule: str = ""
    extra: tuple[tuple[Iri, Value], ...] = ()
    label: LangText | None = says(vocab.PREF_LABEL)


@dataclass(frozen=True, kw_only=True)
class Fact(Record):
    """A fact: a resource that a provision states."""

    stated_in: Iri | None = says("statedIn")


# ---- documents and their parts


@dataclass(frozen=True, kw_only=True)
class Document(Record):
    """A work, whatever its languages."""

    types: ClassVar[tuple[str, ...]] = ("Document",)
    symbol: str | None = says("symbol")
    title: LangText | None = says(vocab.TITLE)
    document_type: Iri | None = says("documentType")
    part_of: Iri | None = says("partOf")
    date: PartialDate | None = says(vocab.DATE)
    original_language: str | None = says("originalLanguage")
    distribution: str | None = says("distribution")
    note: LangText | None = says(vocab.NOTE)
    of_conference: Iri | None = says("ofConference")
    creators: Things = several(vocab.CREATOR)
    covers_from: PartialDate | None = says("coversFrom")
    covers_until: PartialDate | None = says("coversUntil")
    in_languages: tuple[str, ...] = several("inLanguage")


@dataclass(frozen=True, kw_only=True)
class Treaty(Document):
    """A treaty that no table knows, as the report about its parties' meeting names it."""

    types: ClassVar[tuple[str, ...]] = ("Treaty",)


@dataclass(frozen=True, kw_only=True)
class AnnexedDocument(Document):
    """A work that is also the annex of another."""

    types: ClassVar[tuple[str, ...]] = ("Document", "Annex")
    number: str | None = says("number")
    position: int | None = says("position")


@dataclass(frozen=True, kw_only=True)
class Expression(Record):
    """One language version of a work."""

    types: ClassVar[tuple[str, ...]] = ("Expression",)
    expression_of: Iri | None = says("expressionOf")
    language: str | None = says(vocab.LANGUAGE)
    checksum: str | None = says("checksum")


@dataclass(frozen=True, kw_only=True)
class Provision(Record):
    """A numbered or titled part of a document; `subclass` is the local name of its class."""

    subclass: str
    part_of: Iri | None = says("partOf")
    number: str | None = says("number")
    position: int | None = says("position")
    title: LangText | None = says(vocab.TITLE)
    text: LangText | None = says("text")
    note_on: Iri | None = says("noteOn")


@dataclass(frozen=True, kw_only=True)
class StateList(Provision):
    """A list of States under a heading that ascribes a status to them."""

    wording: LangText | None = says("wording")
    list_status: Iri | None = says("listStatus")
    list_scope: Iri | None = says("listScope")


# ---- conferences


@dataclass(frozen=True, kw_only=True)
class ConferenceSeries(Record):
    """A series of conferences."""

    types: ClassVar[tuple[str, ...]] = ("ConferenceSeries",)


@dataclass(frozen=True, kw_only=True)
class Conference(Record):
    """A conference."""

    types: ClassVar[tuple[str, ...]] = ("Conference",)
    in_series: Iri | None = says("inSeries")
    convened_under: Iri | None = says("convenedUnder")
    start: PartialDate | None = says(vocab.START_DATE)
    end: PartialDate | None = says(vocab.END_DATE)
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")
    ordinal: int | None = says("ordinal")
    previous: Iri | None = says("previousConference")
    locations: Things = several(vocab.LOCATION)


@dataclass(frozen=True, kw_only=True)
class Meeting(Record):
    """A meeting of a conference, or of one of its organs."""

    types: ClassVar[tuple[str, ...]] = ("Meeting",)
    of_conference: Iri | None = says("ofConference")
    of_organ: Iri | None = says("ofOrgan")
    ordinal: int | None = says("ordinal")
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")


@dataclass(frozen=True, kw_only=True)
class AgendaItem(Record):
    """A planned item of a conference's agenda."""

    types: ClassVar[tuple[str, ...]] = ("AgendaItem",)
    of_conference: Iri | None = says("ofConference")
    number: str | None = says("number")
    position: int | None = says("position")
    sub_item_of: Iri | None = says("subItemOf")


# ---- agents


@dataclass(frozen=True, kw_only=True)
class Agent(Record):
    """A State, organisation or person as a text names it; its names are in the tables, or here if it has no row."""

    subclass: str
    alternative: tuple[LangText, ...] = several(vocab.ALT_LABEL)
    of_conference: Iri | None = says("ofConference")


@dataclass(frozen=True, kw_only=True)
class GroupMembership(Record):
    """Where the members of a class of States are listed."""

    types: ClassVar[tuple[str, ...]] = ("StateGroup",)
    members_listed_in: Things = several("membersListedIn")


# ---- facts


@dataclass(frozen=True, kw_only=True)
class Participation(Fact):
    """Somebody took part in a conference, in a capacity."""

    types: ClassVar[tuple[str, ...]] = ("Participation",)
    participant: Iri | None = says("participant")
    of_conference: Iri | None = says("ofConference")
    capacity: Iri | None = says("capacity")
    under_rules: Things = several("underRule")


@dataclass(frozen=True, kw_only=True)
class OfficeHolding(Fact):
    """Somebody held an office of a conference, of an organ, or of a series; the date or bounds are those of a term."""

    types: ClassVar[tuple[str, ...]] = ("OfficeHolding",)
    office: Iri | None = says("office")
    of_organ: Iri | None = says("ofOrgan")
    holder: Iri | None = says("holder")
    representing: Things = several("representing")
    of_conference: Iri | None = says("ofConference")
    in_series: Iri | None = says("inSeries")
    under_rules: Things = several("underRule")
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")


@dataclass(frozen=True, kw_only=True)
class PostHolding(Fact):
    """A person held a post with a State or organisation at the time of a conference."""

    types: ClassVar[tuple[str, ...]] = ("PostHolding",)
    holder: Iri | None = says("holder")
    representing: Iri | None = says("representing")
    post_titles: tuple[LangText, ...] = several("postTitle")
    of_conference: Iri | None = says("ofConference")


@dataclass(frozen=True, kw_only=True)
class DepositaryFunction(Fact):
    """Somebody is the depositary of a treaty."""

    types: ClassVar[tuple[str, ...]] = ("DepositaryFunction",)
    holder: Iri | None = says("holder")
    treaty: Iri | None = says("treaty")


@dataclass(frozen=True, kw_only=True)
class Happening(Fact):
    """What the facts that happen at a conference have in common."""

    of_conference: Iri | None = says("ofConference")
    of_organ: Iri | None = says("ofOrgan")
    at_meetings: Things = several("atMeeting")
    under_items: Things = several("underItem")
    under_rules: Things = several("underRule")
    at_event: Iri | None = says("atEvent")
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")
    locations: Things = several(vocab.LOCATION)


@dataclass(frozen=True, kw_only=True)
class Presiding(Happening):
    """A person presided over a meeting."""

    types: ClassVar[tuple[str, ...]] = ("Presiding",)
    presider: Iri | None = says("presider")
    on_behalf_of: Things = several("onBehalfOf")
    representing: Things = several("representing")
    extent: LangText | None = says("extent")


@dataclass(frozen=True, kw_only=True)
class Statement(Happening):
    """Somebody took the floor."""

    types: ClassVar[tuple[str, ...]] = ("Statement",)
    speaker: Iri | None = says("speaker")
    on_behalf_of: Things = several("onBehalfOf")


@dataclass(frozen=True, kw_only=True)
class Decision(Happening):
    """A conference decided something."""

    types: ClassVar[tuple[str, ...]] = ("Decision",)
    decision_type: Iri | None = says("decisionType")
    decided_on: Things = several("decidedOn")
    matter: LangText | None = says("matter")
    note: LangText | None = says(vocab.NOTE)
    method: Iri | None = says("method")


@dataclass(frozen=True, kw_only=True)
class Voting(Decision):
    """A question was put to a recorded vote, whatever came of it."""

    types: ClassVar[tuple[str, ...]] = ("Voting",)
    voted_on: Things = several("votedOn")
    votes_in_favour: int | None = says("votesInFavour")
    votes_against: int | None = says("votesAgainst")
    abstentions: int | None = says("abstentions")


@dataclass(frozen=True, kw_only=True)
class Vote(Fact):
    """Somebody cast a vote in a voting."""

    types: ClassVar[tuple[str, ...]] = ("Vote",)
    voter: Iri | None = says("voter")
    in_voting: Iri | None = says("inVoting")
    cast: Iri | None = says("cast")


@dataclass(frozen=True, kw_only=True)
class Act(Happening):
    """What a text says somebody does that is no statement, decision or presiding."""

    types: ClassVar[tuple[str, ...]] = ("Act",)
    actors: Things = several("actor")
    operative_verb: Iri | None = says("operativeVerb")
    addressees: Things = several("addressee")
    on_behalf_of: Things = several("onBehalfOf")
    mentions: Things = several("mentions")
    matter: LangText | None = says("matter")
    note: LangText | None = says(vocab.NOTE)
    modality: Things = several("modality")


@dataclass(frozen=True, kw_only=True)
class Event(Fact):
    """A named happening, dated only as precisely as the text dates it."""

    types: ClassVar[tuple[str, ...]] = ("Event",)
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")
    locations: Things = several(vocab.LOCATION)
    involves: Things = several("involves")
    recorded_as: Iri | None = says("recordedAs")


@dataclass(frozen=True, kw_only=True)
class TreatyAction(Fact):
    """A State's action under a treaty."""

    types: ClassVar[tuple[str, ...]] = ("TreatyAction",)
    state: Iri | None = says("state")
    treaty: Iri | None = says("treaty")
    action_type: Iri | None = says("actionType")
    date: PartialDate | None = says(vocab.DATE)
    not_before: PartialDate | None = says("notBefore")
    not_after: PartialDate | None = says("notAfter")


@dataclass(frozen=True, kw_only=True)
class Listing(Fact):
    """A row of a list."""

    types: ClassVar[tuple[str, ...]] = ("Listing",)
    listed: Iri | None = says("listed")
    in_list: Iri | None = says("inList")
    position: int | None = says("position")


@dataclass(frozen=True, kw_only=True)
class StatusAssertion(Fact):
    """What a document claims of a State's status under a treaty."""

    types: ClassVar[tuple[str, ...]] = ("StatusAssertion",)
    state: Iri | None = says("state")
    treaty: Iri | None = says("treaty")
    status: Iri | None = says("status")
    as_of: PartialDate | None = says("asOf")


@dataclass(frozen=True, kw_only=True)
class Citation(Fact):
    """A provision cites something, in certain words."""

    types: ClassVar[tuple[str, ...]] = ("Citation",)
    citing_provision: Iri | None = says("citingProvision")
    cited: Iri | None = says("cited")
    cited_as: tuple[LangText, ...] = several("citedAs")
    quoted_text: tuple[LangText, ...] = several("quotedText")


@dataclass(frozen=True, kw_only=True)
class Quotation(Fact):
    """A passage a provision quotes."""

    types: ClassVar[tuple[str, ...]] = ("Quotation",)
    quoted_text: LangText | None = says("quotedText")
    cited: Iri | None = says("cited")


@dataclass(frozen=True, kw_only=True)
class CountedConcept(Record):
    """What a number counts, in the words of the text, where it is neither a list nor a group of States."""

    types: ClassVar[tuple[str, ...]] = ("CountedConcept",)


@dataclass(frozen=True, kw_only=True)
class CountStatement(Fact):
    """A number a text states: an exact one, a bound, or with `upper_value` a range."""

    types: ClassVar[tuple[str, ...]] = ("CountStatement",)
    counts: Iri | None = says("counts")
    value: int | None = says("value")
    upper_value: int | None = says("upperValue")
    bound: Iri | None = says("bound")
    note: LangText | None = says(vocab.NOTE)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A span that names something."""

    span: Span
    denotes: Things
    rule: str = ""
