"""Finds what people ask of a treaty: who has done what, what its parts are, which conferences met under it.

Must not word what it finds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from treatygraph import vocab
from treatygraph.serve.browsing import status_of
from treatygraph.serve.kinds.actors import names_in_languages
from treatygraph.serve.kinds.around import Around
from treatygraph.serve.kinds.provisions import document
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.page_parts import Link, Page
from treatygraph.vocab import tg

_ORDER = ("Ratified", "SignedNotRatified", "NotSigned")


@dataclass(frozen=True)
class Share:
    """How many have a status, drawn as a part of a bar."""

    status: Link
    kind: str
    number: int
    x: str
    width: str


def treaty(page: Page, iri: str) -> dict[str, object]:
    """Return what a treaty's page shows."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in look_up(page.things, "treaty_status", this=iri):
        number = row.number("number")
        counted[""][row["status"]] += number
        if row["annex"]:
            counted[row["annex"]][row["status"]] += number
    bars = [(page.link(annex) if annex else None, sum(numbers.values()),
             len(Around(page, annex).into.get(tg("listedIn"), ())) if annex else 0, _shares(page, numbers))
            for annex, numbers in sorted(counted.items())]
    conferences = {row["conference"]: (page.link(row["conference"]),
                                       page.days(row["start"], row["end"]) if row["start"] else "")
                   for row in look_up(page.things, "treaty_conferences", this=iri)}
    return {**document(page, iri), "names": names_in_languages(page, iri, vocab.PREF_LABEL), "bars": bars,
            "conferences": list(conferences.values())}


def _shares(page: Page, numbers: dict[str, int]) -> list[Share]:
    every, at = sum(numbers.values()), 0
    ranks: dict[str, int] = {tg(name): rank for rank, name in enumerate(_ORDER)}
    shares = []
    for status, number in sorted(numbers.items(), key=lambda item: (ranks.get(item[0], len(ranks)), item[0])):
        shares.append(Share(page.link(status), status_of(status), number, f"{at / every * 100:.2f}%",
                            f"{number / every * 100:.2f}%"))
        at += number
    return shares
