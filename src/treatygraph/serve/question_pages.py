"""Writes the pages of the questions: the library by subject, and each question with its form and its answer.

Must not evaluate a question.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from treatygraph.ask import Question, questions
from treatygraph.ask.interface import kind_in
from treatygraph.ask.parameters import classes_of, languages
from treatygraph.explain.names import short
from treatygraph.serve.answer_map import AnswerMap, answer_map
from treatygraph.serve.describing import Things
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import Frame, Page, Shown, binding
from treatygraph.serve.spreadsheets import with_workbook
from treatygraph.vocab import PREFIXES, tg

_SHOWN = 1000
# More names than these make a list that nobody looks through and every page carries.
_MOST_OFFERED = 300
_REST = "other"
_FORMS = (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"))
_GRAPH_FORMS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))


@dataclass(frozen=True)
class Parameter:
    """A parameter as a form shows it: its value, what it means, and the values that may be chosen."""

    name: str
    kind: str
    meaning: str
    value: str
    day: bool = False
    chosen: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass
class Column:
    """A column of an answer and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Subject:
    """The questions of a subject."""

    name: str
    questions: tuple[Question, ...]


@cache
def library() -> dict[str, Question]:
    """Return the questions by their names."""
    return {one.name: one for one in questions()}


@cache
def _subjects() -> list[tuple[str, list[str]]]:
    text = (files("treatygraph.serve") / "subjects.toml").read_text(encoding="utf-8")
    return [(one["name"], one["questions"]) for one in tomllib.loads(text)["subject"]]


def questions_page(job: Job, things: Things) -> bytes:
    """Return the library of questions by subject."""
    page = Page(job, things)
    return page.render("questions.html", subjects=by_subject(page),
                       kinds=lambda question: [kind_in(question.kinds.get(name, ""), page.language) or name
                                               for name in question.parameters])


def by_subject(page: Frame) -> list[Subject]:
    """Return the questions under the names of their subjects, those of no subject at the end."""
    left = dict(library())
    found = [Subject(page.words["subjects"][name], tuple(left.pop(one) for one in members if one in left))
             for name, members in _subjects()]
    found.append(Subject(page.words["subjects"][_REST], tuple(left.values())))
    return [one for one in found if one.questions]


def question_page(job: Job, question: Question, settings: dict[str, str], body: bytes, things: Things) -> bytes:
    """Return a question's page: its form, and its answer, given as JSON.

    `job` has the query as it was asked; `settings` are the values of parameters that were given, understood.
    """
    page = Page(job, things)
    found = json.loads(body)
    names = found["head"].get("vars", [])
    bindings = found.get("results", {}).get("bindings", [])
    rows: list[list[Shown | None]] = [[binding(page, row.get(name)) for name in names] for row in bindings[:_SHOWN]]
    columns = [Column(name, question.meaning_in(name, page.language)) for name in names]
    return _rendered(page, question, settings, columns=columns, rows=rows, number=len(bindings),
                     on_map=answer_map(page, names, bindings))


def constructing_page(job: Job, question: Question, settings: dict[str, str], things: Things) -> bytes:
    """Return the page of a question whose answer is a graph: its form, and links to the answer in its forms."""
    return _rendered(Page(job, things), question, settings, columns=[], rows=[], number=0)


def elsewhere_page(job: Job, question: Question, settings: dict[str, str], things: Things) -> bytes:
    """Return the page of a question that another endpoint answers, which this server does not ask."""
    return _rendered(Page(job, things), question, settings, columns=[], rows=[], number=0, elsewhere=True)


def _rendered(page: Page, question: Question, settings: dict[str, str], *, columns: list[Column],
              rows: list[list[Shown | None]], number: int, elsewhere: bool = False,
              on_map: AnswerMap | None = None) -> bytes:
    parameters = [_parameter(page, question, name, settings) for name in question.parameters]
    forms = [] if elsewhere else [(name, page.here(format=form)) for name, form in (
        page.offered(_GRAPH_FORMS) if question.constructs else with_workbook(page.offered(_FORMS)))]
    return page.render("question.html", question=question, parameters=parameters, columns=columns, rows=rows,
                       number=number, cut=number > len(rows), forms=forms, shown=_SHOWN, elsewhere=elsewhere,
                       on_map=on_map, query=written_out(page.job.query), address=f"{page.root}{page.job.address}")


def _parameter(page: Page, question: Question, name: str, settings: dict[str, str]) -> Parameter:
    kind = question.kinds.get(name, "")
    value = settings.get(name) or question.default(name)
    offered = _offered(page, kind)
    if kind == "language":
        written = tuple(languages(page.things.store))
        return Parameter(name, kind_in(kind, page.language), question.meaning_in(name, page.language), value,
                         chosen=written or (value,))
    named = {iri: words for words, iri in offered.items()}
    known = named.get(value) or next((words for iri, words in named.items() if short(iri) == value), short(value))
    # What was given is shown as it was given.
    shown = page.job.values.get(name) or known
    return Parameter(name, kind_in(kind, page.language), question.meaning_in(name, page.language), shown,
                     day=kind == "day", offered=tuple(offered))


def _offered(page: Page, kind: str) -> dict[str, str]:
    """Return the things that a parameter of a kind may be, by what one may write for them; none where many are."""
    return page.things.kept(f"offered {kind}", lambda: _found(page, kind))


def _found(page: Page, kind: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name in classes_of(kind):
        for row in look_up(page.things, "named", **{"class": tg(name)}):
            found.setdefault(page.name(row["thing"])[0], []).append(row["thing"])
    offered = {}
    for words, iris in found.items():
        for iri in dict.fromkeys(iris):
            # A name that several things have would be refused; their paths are not.
            offered[words if len(set(iris)) == 1 and "/" not in iri.partition("document/")[2] else short(iri)] = iri
    return dict(sorted(offered.items())) if len(offered) <= _MOST_OFFERED else {}


def written_out(query: str) -> str:
    """Return a query without the comments before it, and with the prefixes that it leaves to whoever asks."""
    lines = query.splitlines()
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        lines.pop(0)
    text = "\n".join(lines)
    missing = [f"PREFIX {name}: <{base}>" for name, base in PREFIXES.items()
               if f"{name}:" in text and f"PREFIX {name}:" not in text]
    return "\n".join([*missing, text])
