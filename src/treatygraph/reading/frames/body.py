"""Says what a body is that meets; must not tell which one words mean."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.model import Iri


@dataclass(frozen=True)
class Body:
    """A body that meets: the conference itself, an organ of it, or another one, whose doings are its own.

    `conference` is None for a body of somebody else's; `organ` is None for the conference itself.
    """

    name: str
    conference: Iri | None = None
    organ: Iri | None = None
    agent: Iri | None = None
    between: bool = False
    """Whether what it did was done between its sessions: by the body as such, at no conference."""

    @property
    def own(self) -> bool:
        """Whether it is the conference reported on, or an organ of it."""
        return self.conference is not None

    @property
    def actor(self) -> Iri | None:
        """Who acts where this body does."""
        return self.organ or self.agent or self.conference
