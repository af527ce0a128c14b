"""Turns the tables of treaties, their provisions and the States' actions into RDF.

Must not derive a status from actions: rules do.
"""

from __future__ import annotations

from treatygraph import iris, vocab
from treatygraph.graph.assemble.reference_rows import dated, describe, fault, named, pointed_at, whole_number
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import Row, Tables
from treatygraph.vocab import tg

# What a row of provisions.csv may be, and its class. A part of a protocol has no class of its own.
_KINDS = {
    "Annex": "Annex",
    "Article": "Article",
    "Paragraph": "Paragraph",
    "Preamble": "Provision",
    "Protocol": "Provision",
    "ProtocolAnnex": "Annex",
    "ProtocolPart": "Provision",
}
_ACTIONS = (
    "Acceptance",
    "Accession",
    "Approval",
    "InterpretativeDeclaration",
    "ObjectionToReservation",
    "ProvisionalApplication",
    "Ratification",
    "Reservation",
    "RevocationOfRatification",
    "Signature",
    "Succession",
    "TerminationOfProvisionalApplication",
    "Withdrawal",
    "WithdrawalOfReservation",
)


def treaties(tables: Tables) -> Triples:
    """Return the treaties with their articles, annexes and other parts, and the States an annex lists."""
    out = Triples()
    for row in tables.rows("treaties"):
        treaty = treaty_iri(row.key)
        describe(out, row, treaty, "Treaty")
        out.link(treaty, tg("documentType"), tg("TreatyText"))
    for row in tables.rows("provisions"):
        _provision(out, tables, row)
    return out


def treaty_iri(slug: str) -> Iri:
    """Return a treaty's IRI from the key of its row."""
    return iris.thing(f"treaty/{slug}")


def _provision(out: Triples, tables: Tables, row: Row) -> None:
    pointed_at(tables, row, "treaty", "treaties")
    if not row.key.startswith(f"{row['treaty']}/"):
        raise fault(row, f"the key of a provision of '{row['treaty']}' begins with '{row['treaty']}/'")
    if row["part_of"]:
        pointed_at(tables, row, "part_of", "provisions")
    if row["kind"] not in _KINDS:
        raise fault(row, f"kind '{row['kind']}' is unknown; known are {', '.join(_KINDS)}")
    provision = iris.thing(f"treaty/{row.key}")
    out.link(provision, vocab.TYPE, tg(_KINDS[row["kind"]]))
    out.say(provision, vocab.SOURCE, row["source"])
    out.link(provision, tg("partOf"), iris.thing(f"treaty/{row['part_of'] or row['treaty']}"))
    out.say(provision, tg("position"), whole_number(row, "position"))
    if row["number"]:
        out.say(provision, tg("number"), row["number"])
    if row["title_en"]:
        out.say(provision, vocab.TITLE, LangText(row["title_en"], "en"))
    if row["text_en"]:  # our own words, not the treaty's: an abstract, never tg:text
        out.say(provision, vocab.DCTERMS + "abstract", LangText(row["text_en"], "en"))
    for member in row.several("members"):
        named(tables, row, "members", member, "states")
        listing = iris.listing(provision, iris.state(member))
        out.link(listing, vocab.TYPE, tg("Listing"))
        out.link(listing, tg("listed"), iris.state(member))
        out.link(listing, tg("inList"), provision)
        out.say(listing, vocab.SOURCE, row["source"])


def treaty_actions(tables: Tables) -> Triples:
    """Return the dated actions of States, each as precisely dated as its source dates it."""
    out = Triples()
    for row in tables.rows("treaty-actions"):
        pointed_at(tables, row, "treaty", "treaties")
        pointed_at(tables, row, "state", "states")
        if row["action"] not in _ACTIONS:
            raise fault(row, f"action '{row['action']}' is unknown; known are {', '.join(_ACTIONS)}")
        action = _action_iri(row)
        out.link(action, vocab.TYPE, tg("TreatyAction"))
        out.link(action, tg("state"), iris.state(row["state"]))
        out.link(action, tg("treaty"), treaty_iri(row["treaty"]))
        out.link(action, tg("actionType"), tg(row["action"]))
        out.say(action, vocab.DATE, dated(row, "date", row["precision"]))
        out.say(action, vocab.SOURCE, row["source"])
    return out


def _action_iri(row: Row) -> Iri:
    """Return an action's IRI; a State's second action of one kind has its number behind the key."""
    stem = "/".join((row["treaty"], row["state"], row["action"]))
    again = row.key.removeprefix(stem)
    if not row.key.startswith(stem) or (again and not (again[0] == "/" and again[1:].isdigit())):
        raise fault(row, f"the key of this action is '{stem}', or '{stem}/2' for a second one")
    action = iris.treaty_action(treaty_iri(row["treaty"]), iris.state(row["state"]), tg(row["action"]))
    return Iri(action + again)
