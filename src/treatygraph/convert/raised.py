"""Writes raised and lowered letters so that they stay marks: `3¹` becomes `3[1]`, and `1ˢᵗ` becomes `1st`.

Must not look for the note that a mark points to.
"""

from __future__ import annotations

import re

from treatygraph.convert.wording import wording

_LONGEST = 24
_PARTS = re.compile(r"[,;\s]+")
_BRACKETED = re.compile(r"(?:\[[^\[\]\s]{1,4}\]\s*)+")
_NOTE = re.compile(r"\w{1,3}|[0-9]{1,2}[–-][0-9]{1,2}|[*†‡§¶#]{1,4}")
_BEFORE = 8
BEGIN, END = "\x02", "\x03"  # stand around raised or lowered words until the words before them are known
_RAISED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")


def as_mark(words: str, before: str) -> str:
    """Return how raised or lowered words are written behind the words `before`.

    The ending of an ordinal (`st`, `e`, `º`) is joined to its number, and the `o` of `No` to its letter. Any other
    short sign, and each of several with commas between, is a mark in square brackets. What is too long for a mark
    stays as it is, parted by a space from a letter or digit before it.

    >>> as_mark("st", "the 1"), as_mark("1", "held 3"), as_mark("1, 2", "Chile"), as_mark("o", "see N")
    ('st', '[1]', '[1][2]', 'o')
    """
    mark = words.strip()
    if not mark or _BRACKETED.fullmatch(mark):
        return words
    near = before[-_BEFORE:]
    if is_ordinal(mark, near):
        return words
    parts = [part.strip("()[]") for part in _PARTS.split(mark)] if len(mark) <= _LONGEST else []
    if parts and all(_NOTE.fullmatch(part) for part in parts):
        return words.replace(mark, "".join(f"[{part}]" for part in parts))
    return f" {words}" if near[-1:].isalnum() and mark[:1].isalnum() else words


def is_ordinal(mark: str, before: str) -> bool:
    """Tell whether raised letters end an ordinal number, or an abbreviation such as `No`, that stands before them."""
    ending = mark.rstrip(".").lower()
    if before[-1:].isdigit():
        return ending in wording().ordinals
    return any(before.endswith(start) and not before[: -len(start)][-1:].isalnum()
               for start in wording().raised_words.get(ending, ()))


def marks_written(text: str) -> tuple[str, list[str]]:
    """Write what stands between BEGIN and END as marks; return the text, and each mark made of it.

    >>> marks_written("held 3\x021\x03 meetings on the 2\x02nd\x03")
    ('held 3[1] meetings on the 2nd', ['[1]'])
    """
    pieces: list[str] = []
    made: list[str] = []
    before = ""
    for at, part in enumerate(_RAISED.split(text)):
        written = as_mark(part, before) if at % 2 else part.replace(BEGIN, "").replace(END, "")
        if at % 2 and written != part:
            made.append(written.strip())
        pieces.append(written)
        before = (before + written)[-_BEFORE:]
    return "".join(pieces), made


TOLD = "a raised or lowered sign was written as a mark in square brackets"
