"""Imports every module that registers reading rules; must not hold one itself."""

from __future__ import annotations

from functools import cache
from importlib import import_module

MODULES = ("structure", "documents", "titles_told", "conferences", "agenda", "participants", "statements", "decisions",
           "presiding", "acts", "events", "counts", "lists", "persons_and_posts", "mentions", "citations",
           "contradictions", "proceedings.elections", "proceedings.committees_set_up", "proceedings.appointments_noted",
           "proceedings.decisions_taken", "proceedings.meetings_held",
           "proceedings.meetings_presided", "proceedings.statements_made",
           "proceedings.offices_held", "proceedings.votes_cast",
           "proceedings.attendance", "proceedings.acts_done", "proceedings.counts_stated", "proceedings.statuses_told",
           "proceedings.names_listed", "proceedings.rows_listed", "proceedings.organs_meetings",
           "proceedings.credentials_accepted", "proceedings.adopted_in_notes", "item_of_report", "work_titles",
           "accounts_compared")


@cache
def load() -> None:
    """Import the rule modules, which registers their rules."""
    for module in MODULES:
        import_module(f"treatygraph.reading.{module}")
