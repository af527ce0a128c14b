"""Writes the cards of an audit page: what rests on each stretch of words, each fact, and each rule.

Must not decide what rests on what.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from html import escape

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.audit.labels import Labels
from treatygraph.audit.stretches import Rested, Stretch
from treatygraph.explain import short
from treatygraph.iris import ONTOLOGY
from treatygraph.model import Iri, Span, brief
from treatygraph.reading.registry import rules
from treatygraph.vocab import PREF_LABEL, TITLE, TYPE, tg

_LONGEST_QUOTE = 60
_LONGEST_VALUE = 90
_FEW = 6
# What tells one fact of a class from the others, most telling first.
_TELLING = (
    PREF_LABEL,
    TITLE,
    *(
        tg(name)
        for name in (
            "operativeVerb",
            "decisionType",
            "office",
            "participant",
            "holder",
            "speaker",
            "presider",
            "listed",
            "state",
            "status",
            "decidedOn",
            "addressee",
            "cited",
            "value",
            "counts",
            "symbol",
            "number",
        )
    ),
)
_LAST = {tg("statedIn"): 1}


class Cards:
    """Writes the cards; each fact has one card, at the shortest words it rests on, and links elsewhere."""

    def __init__(self, rested: Rested, labels: Labels, link_to: Callable[[Span], str]) -> None:
        self.rested = rested
        self.labels = labels
        self.link_to = link_to
        self.numbers = {iri: number for number, iri in enumerate(sorted(rested.about), start=1)}
        self.source = rested.report.reading.source
        self.language = rested.report.reading.identity.language

    # ---- stretches of words

    def stretches(self) -> Iterator[str]:
        """Yield one card for each stretch of words, in text order."""
        for index, stretch in enumerate(self.rested.stretches):
            yield self._stretch(index, stretch)
        if self.rested.homeless:
            cards = "".join(self._fact(iri) for iri in self.rested.homeless)
            yield f'<div class="stretch" id="without-words"><p class="where">Without words</p>{cards}</div>'

    def _stretch(self, index: int, stretch: Stretch) -> str:
        line, column = self.source.line_column(stretch.span.start)
        parts = [
            f'<p class="where"><a href="#{self.link_to(stretch.span)}">Line {line}, column {column}</a> '
            f"{self.quote(stretch.span)}</p>"
        ]
        parts += self._names(stretch)
        parts += [
            f'<p class="why">No fact here, says {rule_link(claim.rule)}: {escape(claim.reason)}</p>'
            for claim in stretch.claims
            if claim.reason
        ]
        parts += self._facts(index, stretch)
        if stretch.rules():
            links = ", ".join(rule_link(rule) for rule in stretch.rules())
            parts.append(f'<p class="by">Read by {links}</p>')
        return f'<div class="stretch" id="s{index}">{"".join(parts)}</div>'

    def _names(self, stretch: Stretch) -> Iterator[str]:
        if stretch.unresolved:
            yield '<p class="names">A name that no table knows</p>'
        for iri in sorted(stretch.names):
            yield f'<p class="names">Names {self.thing(iri)}</p>'

    def _facts(self, index: int, stretch: Stretch) -> Iterator[str]:
        by_class: dict[str, list[Iri]] = {}
        for iri in sorted(stretch.facts):
            by_class.setdefault(self._class(iri), []).append(iri)
        for name, members in sorted(by_class.items()):
            shown = "".join(
                self._fact(iri) if self.rested.home[iri] == index else self._link(iri) for iri in members
            )
            if len(members) > _FEW:
                yield (
                    f'<details class="many"><summary>{escape(name)} × {len(members)}</summary>{shown}'
                    "</details>"
                )
            else:
                yield shown

    def quote(self, span: Span) -> str:
        """Write the words of a span, a long one cut in the middle."""
        words = " ".join(self.source.quote(span).split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[: _LONGEST_QUOTE - 16]} … {words[-12:]}"
        return f'<q lang="{escape(self.language)}">{escape(words)}</q>'

    # ---- facts

    def _class(self, iri: Iri) -> str:
        classes = [
            self.labels.term(triple.object.value)
            for triple in self.rested.about[iri]
            if triple.predicate.value == TYPE and isinstance(triple.object, NamedNode)
        ]
        return ", ".join(sorted(classes)) or "thing"

    def _heading(self, iri: Iri) -> str:
        said = self.rested.about[iri]
        telling: list[str] = []
        for prop in _TELLING:
            values = sorted((t.object for t in said if t.predicate.value == prop), key=str)
            telling += [self._plain(value) for value in values[:2]]
        name = " · ".join(dict.fromkeys(telling[:2])) or self.labels.of(iri) or short(iri)
        return f"<b>{escape(self._class(iri))}</b>: {escape(name)}"

    def _plain(self, value: object) -> str:
        if isinstance(value, NamedNode):
            return self.labels.of(value.value) or short(value.value)
        return brief(value.value, 40) if isinstance(value, Literal) else ""

    def _link(self, iri: Iri) -> str:
        return f'<p class="see"><a href="#f{self.numbers[iri]}">{self._heading(iri)}</a></p>'

    def _fact(self, iri: Iri) -> str:
        rows = "".join(
            self._row(triple)
            for triple in sorted(self.rested.about[iri], key=_order)
            if triple.predicate.value != TYPE
        )
        return (
            f'<details class="fact" id="f{self.numbers[iri]}"><summary>{self._heading(iri)}</summary>'
            f'<p class="iri"><code>{escape(short(iri))}</code></p><dl>{rows}</dl></details>'
        )

    def _row(self, triple: Triple) -> str:
        prop = triple.predicate.value
        return (
            f'<dt title="{escape(short(prop))}">{escape(self.labels.term(prop))}</dt>'
            f"<dd>{self._value(triple.object)}</dd>"
        )

    def _value(self, value: object) -> str:
        if isinstance(value, NamedNode):
            return self.thing(value.value)
        if isinstance(value, Literal):
            language = f' lang="{escape(value.language)}"' if value.language else ""
            return f"<span{language}>{escape(brief(value.value, _LONGEST_VALUE))}</span>"
        return ""

    def thing(self, iri: str) -> str:
        """Write a thing: its name, and the path of its IRI; a term by its name alone."""
        name = self.labels.of(iri)
        if name and iri.startswith(ONTOLOGY):
            return f'<span title="{escape(short(iri))}">{escape(name)}</span>'
        path = f"<code>{escape(short(iri))}</code>"
        return f"{escape(name)} {path}" if name else path

    # ---- rules

    def rules(self, used: Iterable[str]) -> Iterator[str]:
        """Yield one card for each rule: its id, title, what it says, and where its function is."""
        known = rules()
        for rule_id in sorted(set(used)):
            rule = known.get(rule_id)
            if rule is None:
                says = "Declares words free of facts."
                place = "patterns"
            else:
                says = (inspect.getdoc(rule.function) or "").partition("\n")[2].strip()
                place = rule.place
            title = f": {escape(rule.title)}" if rule else ""
            key = escape(rule_id)
            yield (
                f'<div class="rule" id="rule-{key}"><h3><code>{key}</code>{title}</h3>'
                f'<pre>{escape(says)}</pre><p class="by"><code>{escape(place)}</code></p></div>'
            )


def rule_link(rule_id: str) -> str:
    """Write a rule's id as a link to its card."""
    return f'<a href="#rule-{escape(rule_id)}"><code>{escape(rule_id)}</code></a>'


def _order(triple: Triple) -> tuple[int, str, str]:
    return _LAST.get(Iri(triple.predicate.value), 0), triple.predicate.value, str(triple.object)
