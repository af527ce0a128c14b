"""Makes the reference of the Python functions from what is public: signatures and docstrings, examples set as such.

Must not describe a function: its docstring does.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from doctest import DocTestParser, Example
from types import FunctionType
from typing import Any

import treatygraph

_HEAD = """\
# Python functions

All that is public. [In Python](python.md) shows how it is used. These names and their signatures keep their meaning
from version to version; every example is run by the tests.
"""
_LONGEST = 100


class _Bare(str):
    """An annotation written as its author wrote it, without the quotes of a string."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def python_page() -> str:
    """Return the page (CommonMark): functions first, then the classes that they give, each with its members."""
    named = [(name, getattr(treatygraph, name)) for name in treatygraph.__all__ if not name.startswith("__")]
    ordered = sorted(named, key=lambda one: (inspect.isclass(one[1]), one[0]))
    return "\n".join([_HEAD, *(part for name, found in ordered for part in _named(name, found))])


def _named(name: str, found: Any) -> Iterator[str]:
    yield f"## {name} {{ #{name} }}\n"
    if not inspect.isclass(found):
        yield _signature(f"treatygraph.{name}", found)
        yield _told(found)
        return
    yield _told(found)
    for member, held in _members(found):
        own = held.fget if isinstance(held, property) else held
        yield f"### {name}.{member} {{ #{name}.{member} }}\n"
        if isinstance(own, FunctionType) and not isinstance(held, property):
            yield _signature(member, own, method=True)
        else:
            yield f"```python\n{member}: {inspect.signature(own).return_annotation}\n```\n"
        yield _told(own)


def _members(found: type) -> list[tuple[str, Any]]:
    """Return the public methods and properties that the package itself defines, in the order of the source."""
    held = [
        (name, value)
        for one in reversed(found.__mro__)
        if one.__module__.startswith("treatygraph")
        for name, value in vars(one).items()
        if not name.startswith("_")
        and (isinstance(value, property | FunctionType) and (getattr(value, "fget", None) or value).__doc__)
    ]
    return list(dict(held).items())


def _signature(name: str, found: FunctionType, *, method: bool = False) -> str:
    asked = inspect.signature(found)
    given = [
        one.replace(annotation=_Bare(one.annotation)) if one.annotation is not one.empty else one
        for one in asked.parameters.values()
    ]
    shown = asked.replace(parameters=given[1:] if method else given, return_annotation=_Bare(asked.return_annotation))
    line = f"{name}{shown}"
    if len(line) > _LONGEST:
        line = f"{name}(\n{''.join(f'    {part},{chr(10)}' for part in _parts(shown))}) -> {shown.return_annotation}"
    return f"```python\n{line}\n```\n"


def _parts(shown: inspect.Signature) -> Iterator[str]:
    """Yield the parameters as a signature writes them, with the signs that say how they are given."""
    before = None
    for one in shown.parameters.values():
        if before is not None and before.kind is one.POSITIONAL_ONLY and one.kind is not one.POSITIONAL_ONLY:
            yield "/"
        if one.kind is one.KEYWORD_ONLY and (before is None or before.kind is not one.KEYWORD_ONLY):
            yield "*"
        yield str(one)
        before = one


def _told(found: Any) -> str:
    """Return a docstring, its examples as blocks of a Python session."""
    parts: list[str] = []
    session: list[str] = []
    for piece in DocTestParser().parse(inspect.getdoc(found) or ""):
        if isinstance(piece, Example):
            source = piece.source.rstrip("\n").split("\n")
            session += [f"{'...' if number else '>>>'} {line}".rstrip() for number, line in enumerate(source)]
            session += piece.want.rstrip("\n").split("\n") if piece.want else []
        elif piece.strip():
            parts += [*_session(session), piece.strip(), ""]
            session = []
    return "\n".join([*parts, *_session(session)]) + "\n"


def _session(lines: list[str]) -> list[str]:
    return ["```pycon", *lines, "```", ""] if lines else []
