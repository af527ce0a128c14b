"""Removes spaces that a file holds where none is printed: inside `Secretary -General`, before a comma.

Must not touch a dash between spaces, nor a hyphen that waits for its other half.
"""

from __future__ import annotations

import re

from treatygraph.convert.wording import wording

_BEFORE_HYPHEN = re.compile(r"(?<=[^\W\d_]) -(?=[^\W\d_])")
_BEFORE_COMMA = re.compile(r"(?<=[\w)\]”’]) ,(?=\s|$)")
_BEHIND_HYPHEN = re.compile(r"([^\W\d_]{2,30})- ([^\W\d_]{2,30})")


def without_strays(text: str) -> tuple[str, int]:
    """Return a text without its stray spaces, and how many there were.

    >>> without_strays("the Secretary -General, Botswana , and co- chaired by short- and long-term members")
    ('the Secretary-General, Botswana, and co-chaired by short- and long-term members', 3)
    """
    if " -" not in text and "- " not in text and " ," not in text:
        return text, 0
    whole, hyphens = _BEFORE_HYPHEN.subn("-", text)
    whole, commas = _BEFORE_COMMA.subn(",", whole)
    count = hyphens + commas

    def closed(found: re.Match[str]) -> str:
        nonlocal count
        first, second = found.groups()
        if first.lower() not in wording().hyphen_before_space or second.lower() in wording().joiners:
            return found.group()
        count += 1
        return f"{first}-{second}"

    return _BEHIND_HYPHEN.sub(closed, whole), count
