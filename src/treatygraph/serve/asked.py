"""Answers competency questions over HTTP: named in the address, with parameters, in the reader's language.

Must not write a page's frame, nor choose a media type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Store

from treatygraph.ask import QueryError, Question, ask, questions
from treatygraph.ask.interface import kind_in, said, said_rows
from treatygraph.ask.names import LANGUAGES, Names
from treatygraph.ask.parameters import settled
from treatygraph.ask.questions import known_question
from treatygraph.ask.tables import answer_text, wrapped
from treatygraph.ask.unused import why_empty
from treatygraph.serve.messages import RefusedError

WIDTH = 80
# What an address gives besides the parameters of a question.
RESERVED = {"lang", "format", "bom", "width", "iris"}
_WIDEST = 1000
_MOST_LANGUAGES = 100


def asked_question(name: str) -> Question:
    """Return a question by its name; raise RefusedError 404 where there is none."""
    found = known_question(name)
    if found is None:
        raise RefusedError(404, f"there is no question '{name[:40]}' here; /questions lists those there are")
    return found


def bound_query(question: Question, values: Mapping[str, str], store: Store) -> tuple[str, dict[str, str]]:
    """Return a question's query with its parameters filled in, and their values; raise RefusedError 400."""
    try:
        settings = settled(question, values, store)
        return question.bound(settings), settings
    except QueryError as fault:
        raise RefusedError(400, str(fault)) from None


def as_text(question: Question, settings: dict[str, str], query: str, store: Store, *, language: str, width: int,
            united: bool, federated: bool, iris: bool) -> tuple[str, int]:
    """Return an answer as people read it in a terminal, and the number of its rows or triples."""
    answer = ask(store, query, united=united, federated=federated)
    text = answer_text(question, settings, answer, Names(store, language), width, iris=iris)
    if answer.triples:
        return text, len(answer.triples)
    rows = len(answer.rows)
    last = [said_rows(rows, language)] if rows else wrapped(why_empty(store, query, language), width)
    return "\n".join([text, *last, ""]), rows


def listed(root: str, language: str) -> str:
    """Return the questions with their addresses and parameters, in the reader's language where they speak it."""
    lines = [*wrapped(said("address", language), WIDTH), ""]
    for one in questions():
        lines.append(f"{root}/questions/{one.name}")
        lines += [f"  {line}" for line in wrapped(one.asks_in(language), WIDTH - 2)]
        lines += [f"    {name}: {kind_in(one.kinds.get(name, ''), language)}" for name in one.parameters]
    return "".join(f"{line}\n" for line in lines)


def reader_language(wanted: str, accepted: str) -> str:
    """Return the language that an address names, else the one there is that a reader likes best.

    The header is Accept-Language (RFC 9110, section 12.5.4). Raises RefusedError 400 for a name that is none.
    """
    if wanted:
        if wanted.lower() not in LANGUAGES:
            raise RefusedError(400, f"there are no names in '{wanted[:20]}'; there is {', '.join(LANGUAGES)}")
        return wanted.lower()
    return preferred(accepted, LANGUAGES)


def preferred(accepted: str, offered: Sequence[str]) -> str:
    """Return the language offered that a reader likes best by Accept-Language, else English."""
    liked = []
    for place, part in enumerate(accepted.split(",", _MOST_LANGUAGES)[:_MOST_LANGUAGES]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            liked.append((-float(quality or 1), place, tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(liked) if tag in offered), "en")


def width_of(given: str) -> int:
    """Return a width that an address gives, else 80; raise RefusedError 400 for one that is none."""
    if not given:
        return WIDTH
    if not re.fullmatch(r"[0-9]{1,4}", given) or not 20 <= int(given) <= _WIDEST:
        raise RefusedError(400, f"width={given[:20]}: write a number of columns from 20 to {_WIDEST}")
    return int(given)
