"""The rule for credentials that a body accepted, by its own words or by a draft resolution that it adopted.

Must not take what somebody proposed, recommended or set out for accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph.facts import Decision
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.registry import Emission, rule


@rule("ACC-01", reads="clause", emits=(Decision,))
def credentials_accepted(told: Telling) -> Iterator[Emission]:
    """Read that a body accepted credentials.

    If: a clause says that the conference, or an organ of it, accepted credentials; or that a draft resolution was
        adopted, and the one last set out for this body says that it accepts credentials.
    Then: one decision accepted them, in the words that say whose.
    Near miss: a draft that nobody adopted, or that the body only recommends to another; a deferred decision.
    """
    words = told.sentence.grammar.words.bodies
    if not told.own or told.body is None:
        return
    if told.verb.lemma in words.get("accepting", ()):
        where = told.clause.object("agent")
        if where is not None and _of_credentials(told, where):
            yield told.decision("Acceptance", told.local(), (), where)
        return
    subject = told.sentence.plain[told.clause.subject[0] : told.clause.subject[1]]
    drafts = told.thread.drafted
    if not any(noun in subject for noun in words.get("draft_nouns", ())) or told.symbols(told.clause.subject):
        return
    for part in drafts:
        where = part.clause.object()
        if (
            part.around == told.body
            and part.verb.lemma in words.get("accepting", ())
            and where is not None
            and _of_credentials(part, where)
        ):
            decision = told.decision("Acceptance", told.local(), ())
            yield replace(decision, evidence=(*told.evidence, part.clause.span), matter=part.words(where))


def _of_credentials(told: Telling, where: tuple[int, int]) -> bool:
    """Tell whether words are about credentials."""
    return any(word in told.sentence.plain[where[0] : where[1]] for word in
               told.sentence.grammar.words.bodies.get("credentials", ()))
