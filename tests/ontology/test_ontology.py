"""Proves that the ontology holds every term of the model, explains it, and entails what it should.

Must not look at data of the project: the few facts it reasons over stand in this file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, Node, URIRef

ONTOLOGY_DIR = Path(__file__).parents[2] / "ontology"
STEMS = ("actors", "conferences", "core", "decisions", "documents", "evidence", "treaty-status", "verbs")
TG = Namespace("https://w3id.org/treatygraph/ontology#")
ONTOLOGY = URIRef("https://w3id.org/treatygraph/ontology")


def words(text: str) -> list[str]:
    return text.split()


CLASSES = words("""
    Act AgendaItem Agent Annex Article Bound Citation Conference ConferenceSeries CountStatement
    CountedConcept Decision DepositaryFunction DerivedCount Document Event Expression Facility Fact
    Footnote Listing Measure Meeting Modality MonitoringNetwork OfficeHolding Organization Paragraph
    Participation Person Place PostHolding Presiding Programme Provision Quotation ReadingRule
    Region RuleOfProcedure Section State StateGroup StateList Statement StatusAssertion TextSpan
    Treaty TreatyAction TreatyStatus UnidentifiedOrganization UnidentifiedPerson Vote VoteOption
    Voting
""")
PROPERTIES = words("""
    abstentions actionType actor addressee adoptedAt asOf atEvent atMeeting bound byRule capacity cast
    checksum cited citedAs citingProvision concernsProvision convenedUnder convertedBy countedIn counts coversFrom
    coversUntil decidedOn decisionType denotes distribution documentType end enteredIntoForceOn exercisedBy
    expressionOf extent facilityCode facilityNote hasOfficeAt hasPart hasSubItem holder hostState
    inLanguage inList inProvision inRegion inSeries inVoting involves iso2 iso3 listScope listStatus
    listed listedIn m49 matter membersListedIn mentions method modality network nextConference
    notAfter notBefore noteOn number objectsTo ofConference ofOrgan office onBehalfOf operativeVerb ordinal
    originalLanguage partOf participant participatedIn position postTitle presidedOver presider
    previousConference quote quotedText readsWith recordedAs refersTo representing sourceWording speaker
    spokeAt spokeUnder
    start state statedIn stationCode stationType status subItemOf symbol takesEffectOn text treaty unMemberSince
    underItem underRule upperValue validFrom validUntil value votedOn voter votesAgainst votesInFavour wording
""")
CONCEPTS = {
    "ActionType": words("""
        Acceptance Accession Approval InterpretativeDeclaration ObjectionToReservation ProvisionalApplication
        Ratification Reservation RevocationOfRatification Signature Succession
        TerminationOfProvisionalApplication Withdrawal WithdrawalOfReservation
    """),
    "Bound": words("""
        About AtLeast AtMost LessThan MoreThan
    """),
    "Capacity": words("""
        Alternate InvitedOrganization Member NonGovernmentalOrganization ObserverState OtherState
        RatifyingOrSignatoryState RatifyingState SignatoryState StateParty
    """),
    "DecisionMethod": words("""
        ByAcclamation ByConsensus BySilenceProcedure ByVote WithoutVote
    """),
    "DecisionType": words("""
        Acceptance Admission Adoption Appointment Confirmation Election Establishment OtherDecision
        TakingNote
    """),
    "DocumentType": words("""
        ActionPlan Agenda BackgroundDocument CollectiveReference CredentialsReport Declaration
        Guidelines InformationPaper ListOfDocuments ListOfParticipants OutcomeDocument
        DraftDecision DraftResolution
        ProgressReport Report Resolution RulesOfProcedure SecretariatNote TreatyText WorkingPaper
    """),
    "Office": words("""
        Chair CoChair CommitteeMember Coordinator CredentialsCommitteeMember Facilitator FocalPoint
        President Rapporteur Secretary SecretaryGeneral ViceChair VicePresident
    """),
    "Modality": words("""
        Conditional Negated Planned Reported
    """),
    "OperativeVerb": words("""
        Advise Caution Complete Conclude Discontinue Initiate JoinInSponsoring Launch Monitor Organize
        PayTribute Respond Withdraw
        Accept Acknowledge ActAs Address Adjourn Adopt Affirm Agree Allocate Amend Announce Appeal
        Applaud Apply Appoint Appreciate Approve Ask AttachImportance Authorize BeConfident
        BeConvinced BeEncouraged BearInMind
        CallFor CallUpon Celebrate Circulate Close Commend Commit Condemn Conduct Confirm
        Congratulate Consider Consult Continue Convene Cooperate Decide Declare Defer Deplore
        Designate Discuss Elect Emphasize Encourage Endorse Entrust Establish Examine ExchangeViews
        Express ExpressAppreciation ExpressConcern ExpressHope ExpressRegret ExpressSupport Hear Heed
        Highlight Hold Inform IntendToRequest Introduce Invite Issue List LookForward Maintain
        Mandate Meet Moderate Nominate Note NoteWithAppreciation NoteWithRegret NoteWithSatisfaction Observe
        Open Participate Persist Pledge PointOut Postpone Prepare Present Preside Prohibit Propose
        Provide Reaffirm Recall RecallFirmly Recognize Recommend Reconfirm Reconvene Record Refer Regret Reiterate
        Reject Remind Renew ReportOn Represent Request Resolve Resume Review Select Serve
        SpareNoEffort StandReady StandUnited Stress Submit Suggest Support Suspend TakeMeasures
        TakeNote TakeUp Thank Transmit Underline Underscore Undertake Urge Welcome Work
    """),
    "Status": words("""
        NotSigned Ratified SignedNotRatified
    """),
    "VoteOption": words("""
        Abstaining Against InFavour
    """),
}
FACTS_AND_EVENTS = words("Act Decision Participation Presiding Statement TreatyAction Vote")
FACTS_ONLY = words("""
    Citation CountStatement DepositaryFunction DerivedCount Listing OfficeHolding PostHolding
    Quotation StatusAssertion TreatyStatus
""")


@cache
def whole() -> Graph:
    graph = Graph()
    for stem in STEMS:
        graph.parse(ONTOLOGY_DIR / f"{stem}.ttl")
    return graph


def terms() -> list[str]:
    concepts = [name for names in CONCEPTS.values() for name in names]
    return sorted({*CLASSES, *PROPERTIES, *CONCEPTS, *concepts})


@pytest.mark.parametrize("name", CLASSES)
def test_class_of_the_model_is_a_class(name: str) -> None:
    assert (TG[name], RDF.type, OWL.Class) in whole()


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_of_the_model_is_a_property(name: str) -> None:
    kinds = set(whole().objects(TG[name], RDF.type))
    assert len(kinds & {OWL.ObjectProperty, OWL.DatatypeProperty}) == 1


@pytest.mark.parametrize("kind", CONCEPTS)
def test_concepts_of_a_list_are_exactly_those_of_the_model(kind: str) -> None:
    assert set(whole().subjects(RDF.type, TG[kind])) == {TG[name] for name in CONCEPTS[kind]}
    assert (TG[kind], RDFS.subClassOf, SKOS.Concept) in whole()


@pytest.mark.parametrize("name", terms())
def test_term_is_explained_in_two_languages(name: str) -> None:
    needed = [RDFS.label, SKOS.definition]
    if any(name in names for names in CONCEPTS.values()):
        needed.append(SKOS.prefLabel)
    for annotation in needed:
        texts = [text for text in whole().objects(TG[name], annotation) if isinstance(text, Literal)]
        assert sorted(text.language or "" for text in texts) == ["en", "zh"], annotation
        assert all(text.strip() for text in texts)


def test_chinese_texts_are_chinese_and_english_texts_are_not() -> None:
    for annotation in (RDFS.label, SKOS.definition, SKOS.prefLabel, SKOS.scopeNote):
        for _, text in whole().subject_objects(annotation):
            assert isinstance(text, Literal)
            has_chinese = re.search("[一-鿿]", text) is not None
            assert has_chinese == (text.language == "zh"), text


IN_TWO_LISTS = {TG.Acceptance: {TG.ActionType, TG.DecisionType}}


def test_no_concept_is_also_a_class_or_in_two_lists() -> None:
    for kind in CONCEPTS:
        for concept in whole().subjects(RDF.type, TG[kind]):
            lists = IN_TWO_LISTS.get(concept, {TG[kind]})
            assert set(whole().objects(concept, RDF.type)) == {OWL.NamedIndividual, *lists}


def test_a_narrower_concept_is_in_the_list_of_its_broader_one_and_not_above_it() -> None:
    pairs = set(whole().subject_objects(SKOS.broader))
    assert (TG.CredentialsCommitteeMember, TG.CommitteeMember) in pairs
    assert (TG.TakeNote, TG.Note) in pairs
    assert (TG.Underline, TG.Emphasize) in pairs
    for narrower, broader in pairs:
        assert set(whole().objects(narrower, SKOS.inScheme)) == set(whole().objects(broader, SKOS.inScheme))
        assert narrower not in set(whole().transitive_objects(broader, SKOS.broader))


def test_every_fact_is_a_fact_and_happenings_are_events() -> None:
    for name in [*FACTS_AND_EVENTS, *FACTS_ONLY]:
        above = set(whole().objects(TG[name], RDFS.subClassOf))
        assert TG.Fact in above
        assert (TG.Event in above) == (name in FACTS_AND_EVENTS), name


@pytest.mark.parametrize("stem", STEMS)
def test_file_is_sorted_within_each_part(stem: str) -> None:
    text = (ONTOLOGY_DIR / f"{stem}.ttl").read_text(encoding="utf-8")
    for part in re.split(r"^# --- .*---$", text, flags=re.MULTILINE)[1:]:
        subjects = re.findall(r"^(tg:\S+) a ", part, flags=re.MULTILINE)
        assert subjects == sorted(subjects)


@pytest.mark.parametrize("stem", STEMS)
def test_file_states_licence_and_uses_fixed_prefixes(stem: str) -> None:
    text = (ONTOLOGY_DIR / f"{stem}.ttl").read_text(encoding="utf-8")
    assert text.startswith(f"# TreatyGraph ontology: {stem}. Licence: CC BY 4.0")
    prefixes = re.findall(r"^@prefix (\S+): <(\S+)> \.$", text, flags=re.MULTILINE)
    assert [name for name, _ in prefixes] == sorted(name for name, _ in prefixes)
    assert dict(prefixes)["tg"] == str(TG)


def test_blank_nodes_stand_in_expressions_lists_and_axioms_only() -> None:
    allowed = {OWL.Class, RDFS.Datatype, OWL.AllDisjointClasses, OWL.AllDifferent}
    for node in {term for triple in whole() for term in triple if isinstance(term, BNode)}:
        is_list = whole().value(node, RDF.first) is not None
        assert is_list or whole().value(node, RDF.type) in allowed


def test_nothing_is_imported() -> None:
    assert not list(whole().triples((None, OWL.imports, None)))


def test_nothing_is_functional_that_is_transitive_or_a_chain() -> None:
    complex_ones = set(whole().subjects(OWL.propertyChainAxiom, None))
    complex_ones |= set(whole().subjects(RDF.type, OWL.TransitiveProperty))
    assert complex_ones.isdisjoint(whole().subjects(RDF.type, OWL.FunctionalProperty))


FACTS = """
@prefix tg: <https://w3id.org/treatygraph/ontology#> .
@prefix : <https://w3id.org/treatygraph/id/> .
:participation tg:participant :state ; tg:ofConference :conference .
:statement tg:speaker :state ; tg:ofConference :conference ; tg:underItem :item .
:presiding tg:presider :person ; tg:atMeeting :meeting .
:post tg:holder :person ; tg:ofConference :conference .
:office tg:holder :other-state ; tg:ofConference :conference .
:listing tg:listed :state ; tg:inList :list .
:citation tg:citingProvision :paragraph ; tg:cited :document .
:quotation a tg:Quotation ; tg:cited :document ; tg:statedIn :other-paragraph .
:measure tg:partOf :paragraph . :paragraph tg:partOf :annex . :annex tg:partOf :document .
:sub-item tg:subItemOf :item .
:conference tg:previousConference :earlier-conference .
"""


def closed(facts: str) -> Graph:
    """What follows from the ontology and some facts, in the store of rdflib's that keeps no account of graphs."""
    graph = Graph(store="SimpleMemory")
    for triple in whole():
        graph.add(triple)
    graph.parse(data=facts, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


@cache
def closure(extra: str = "") -> Graph:
    return closed(FACTS + extra)


def thing(name: str) -> URIRef:
    return URIRef("https://w3id.org/treatygraph/id/" + name)


@pytest.mark.parametrize(
    ("subject", "shortcut", "value"),
    [
        ("state", "participatedIn", "conference"),
        ("state", "spokeAt", "conference"),
        ("state", "spokeUnder", "item"),
        ("person", "presidedOver", "meeting"),
        ("state", "listedIn", "list"),
        ("paragraph", "refersTo", "document"),
        ("measure", "partOf", "document"),
        ("document", "hasPart", "measure"),
        ("item", "hasSubItem", "sub-item"),
        ("earlier-conference", "nextConference", "conference"),
    ],
)
def test_shortcut_follows_from_the_fact(subject: str, shortcut: str, value: str) -> None:
    assert (thing(subject), TG[shortcut], thing(value)) in closure()


def things_only(graph: Graph, shortcut: str) -> set[tuple[Node, Node]]:
    return {
        (subject, value)
        for subject, value in graph.subject_objects(TG[shortcut])
        if str(subject).startswith("https://w3id.org/treatygraph/id/")
    }


def test_shortcuts_yield_nothing_more() -> None:
    for shortcut in ("participatedIn", "spokeAt", "spokeUnder", "presidedOver", "listedIn", "refersTo"):
        assert len(things_only(closure(), shortcut)) == 1, shortcut
    for by_rule in ("hasOfficeAt", "adoptedAt"):
        assert things_only(closure(), by_rule) == set(), by_rule


def complaints(graph: Graph) -> list[str]:
    return [
        str(text)
        for text in graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))
    ]


def test_ontology_and_sample_facts_are_consistent() -> None:
    assert complaints(closure()) == []


CONTRADICTIONS = {
    "tg:Urge a tg:DocumentType .": (TG.DocumentType, TG.OperativeVerb, TG.Urge),
    ":claim tg:status tg:Ratified, tg:NotSigned .": (TG.NotSigned, TG.Ratified),
    ":person a tg:State . :person a tg:Person .": (TG.Person, TG.State, thing("person")),
}


@cache
def contradicted() -> list[str]:
    """What is complained of where all contradictions are said at once, for a closure takes long."""
    return complaints(closed(FACTS[: FACTS.index(":participation")] + "\n".join(CONTRADICTIONS)))


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_contradiction_is_found(contradiction: str) -> None:
    named = CONTRADICTIONS[contradiction]
    found = [text for text in contradicted() if all(re.search(rf"{re.escape(str(term))}\b", text) for term in named)]
    assert len(found) == 1, contradicted()
    assert len(contradicted()) == len(CONTRADICTIONS)


def test_header_names_version_and_licence() -> None:
    assert (
        ONTOLOGY,
        OWL.versionIRI,
        URIRef(f"{ONTOLOGY}/{whole().value(ONTOLOGY, OWL.versionInfo)}"),
    ) in whole()


def test_decision_notes_are_numbered_without_gaps_and_say_what_was_rejected() -> None:
    notes = sorted((ONTOLOGY_DIR / "decisions").glob("*.md"))
    assert [note.name[:4] for note in notes] == [f"{number:04}" for number in range(1, len(notes) + 1)]
    for note in notes:
        text = note.read_text(encoding="utf-8")
        for heading in ("Question", "Choice", "Rejected"):
            assert f"**{heading}.**" in text, (note.name, heading)
