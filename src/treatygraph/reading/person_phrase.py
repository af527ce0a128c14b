"""Says what a phrase that names a person holds: the person, the name, and the posts; must not read a text."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.model import Iri, Span


@dataclass(frozen=True, slots=True)
class Post:
    """A post as written, and the State or organisation it is held with (None where none is named)."""

    title: str
    span: Span
    whom: Iri | None


@dataclass(frozen=True, slots=True)
class PersonPhrase:
    """A person as named: who (None where a post alone is named and nobody is known to hold it), and the posts.

    `bodies` are the States and organisations named beside the person without a post, as in "Ms. N. (Mexico)".
    """

    iri: Iri | None
    span: Span
    name: str
    name_span: Span | None
    posts: tuple[Post, ...]
    kind: str = "person"
    unidentified: bool = False
    bodies: tuple[Iri, ...] = ()
