"""Tells by a title's words whose report a text is, in the forms of its language.

Must not say which body the name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from treatygraph.find.fold import fold, lower

_BODY = "{body}"
_NUMBERED = re.compile(r"^\s*(?:[^\W_]{1,4}[.、]|\([^()]{1,3}\))\s*")


class ReportTitles:
    """The forms of a language's [layout]: `reports_of`, in which {body} stands, and what ends a name, `report_tails`.

    `heads` are the words, folded and in small letters, with which such a title begins, where it does not begin with
    the body's name.
    """

    def __init__(self, layout: Mapping[str, Any]) -> None:
        forms = [lower(fold(form).text) for form in layout.get("reports_of", ())]
        self._forms = [re.compile(re.escape(form).replace(re.escape(_BODY), "(?P<body>.+)")) for form in forms]
        heads = {form.removesuffix(_BODY) for form in forms if form.endswith(_BODY)}
        self.heads = tuple(sorted(heads, key=lambda head: (-len(head), head)))
        # Where words have no spaces, a session may stand within the name: only a noun can end it.
        self._nouns = tuple(layout.get("bodies", ())) if layout.get("script") == "CJK" else ()
        self._no_bodies = tuple(lower(fold(word).text) for word in layout.get("no_bodies", ()))
        self._tails = tuple(lower(fold(tail).text) for tail in layout.get("report_tails", ()))

    def bodies(self, title: str, *, spaced: bool) -> Iterator[str]:
        """Yield what may be the name of the body whose report a folded title says it is, form by form.

        Where words are not `spaced`, a form fits the whole title only.
        """
        title = _NUMBERED.sub("", title) if self._nouns else title
        plain = lower(title)
        for form in self._forms:
            found = form.match(plain) if spaced else form.fullmatch(plain)
            if found and not found["body"].startswith(self._no_bodies):
                yield self.name_alone(title[found.start("body") : found.end("body")])

    def name_alone(self, name: str) -> str:
        """Return a folded name without what a title says behind it of a session, a year or an item."""
        plain = lower(name)
        alone = name[: min((at for tail in self._tails if (at := plain.find(tail)) > 0), default=len(name))].strip()
        return alone if not self._nouns or alone.endswith(self._nouns) else name.strip()
