"""Completes what is typed in a shell: questions, their parameters, States, conferences, treaties and groups.

Must not load a graph: who presses a key waits for it. The names are those of the package's own tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from treatygraph.tables import LANGUAGES, shipped

Items = list["CompletionItem[str]"]
_SPOKEN = "name_en"


@add_completion_class
class _Bash(BashComplete):
    """Takes `state=Ke` for one word, which bash parts at the equals sign, and gives back only what stands behind it."""

    name = "bash"
    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one being typed, and that one."""
        args, incomplete = super().get_completion_args()
        if incomplete == "=":
            args, incomplete = [*args, "="], ""
        if args[-1:] == ["="] and len(args) > 1 and not args[-2].startswith("-"):
            self._before = f"{args[-2]}="
            args, incomplete = args[:-2], self._before + incomplete
        return (args[:-1] if args[-1:] == ["="] else args), incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a line for the script in the shell."""
        return f"{item.type},{item.value.removeprefix(self._before)}"


def questions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete a question's name, and the name of a file where it is none."""
    from treatygraph.ask import questions as known  # noqa: PLC0415 - only a question's name needs it

    found = [CompletionItem(one.name, help=one.title) for one in known() if one.name.startswith(incomplete.upper())]
    return found or [CompletionItem(incomplete, type="file")]


def bindings(context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete `NAME=VALUE` for the question that the words before name: its parameters, and values by their kind."""
    from treatygraph.ask.questions import known_question  # noqa: PLC0415 - as above

    # An option that still lacks its value keeps Click from giving the words before it to the arguments.
    before = [context.params.get("asked"), *context.args]
    question = next((found for one in before if one and (found := known_question(one))), None)
    if question is None:
        return []
    name, equals, value = incomplete.partition("=")
    if not equals:
        return [CompletionItem(f"{one}=", help=question.kinds.get(one)) for one in question.parameters
                if one.startswith(incomplete)]
    values = _BY_KIND.get(question.kinds.get(name, ""))
    return [CompletionItem(f"{name}={item.value}", help=item.help) for item in values(value)] if values else []


def states(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete a State's code, by the code or the beginning of its name in any language."""
    return list(_states(incomplete))


def assumptions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete the State of `STATE=DATE`."""
    return [CompletionItem(f"{item.value}=", help=item.help) for item in _states(incomplete)] \
        if "=" not in incomplete else []


def conferences(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete a conference's name in addresses, by that name or its year."""
    return list(_conferences(incomplete))


def treaties(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete a treaty's short name."""
    return list(_treaties(incomplete))


def groups(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete a group of States: all, an annex that lists States, a region."""
    tables = shipped()
    known = {"all": "all States",
             **{f"annex-{row['number']}": row["title_en"] for row in tables.rows("provisions") if row["members"]},
             **{row["slug"]: row[_SPOKEN] for row in tables.rows("regions")}}
    return [CompletionItem(name, help=words) for name, words in known.items() if name.startswith(incomplete.lower())]


def things(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Complete the path of a State, a conference or a treaty, by the path or the name."""
    kind, slash, rest = incomplete.partition("/")
    if slash:
        return [CompletionItem(f"{kind}/{item.value}", help=item.help) for item in _PATHS[kind](rest)] \
            if kind in _PATHS else []
    begun = [CompletionItem(f"{name}/") for name in _PATHS if name.startswith(kind)]
    return begun + [CompletionItem(f"{name}/{item.value}", help=item.help)
                    for name, values in _PATHS.items() if kind for item in values(kind)]


def _states(begun: str) -> Iterator[CompletionItem[str]]:
    for row in shipped().rows("states"):
        names = [row[f"name_{code}"] for code in LANGUAGES]
        if any(_begins(name, begun) for name in (row["iso3"], *names)):
            yield CompletionItem(row["iso3"], help=row[_SPOKEN])


def _conferences(begun: str) -> Iterator[CompletionItem[str]]:
    for row in shipped().rows("conferences"):
        if _begins(row["key"], begun) or (begun and row["year"].startswith(begun)):
            yield CompletionItem(row["key"], help=f"{row['start'] or row['year']}, {row['place']}".rstrip(", "))


def _treaties(begun: str) -> Iterator[CompletionItem[str]]:
    for row in shipped().rows("treaties"):
        if _begins(row["slug"], begun):
            yield CompletionItem(row["slug"], help=row[_SPOKEN])


def _languages(begun: str) -> Iterator[CompletionItem[str]]:
    return (CompletionItem(code) for code in sorted(LANGUAGES) if code.startswith(begun.lower()))


def _begins(name: str, begun: str) -> bool:
    return _plain(name).startswith(_plain(begun))


def _plain(words: str) -> str:
    """Return words without capitals and accents, which people leave out."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))


_BY_KIND: dict[str, Callable[[str], Iterator[CompletionItem[str]]]] = {
    "State": _states, "party": _states, "body": _states, "thing": _states, "conference": _conferences,
    "treaty": _treaties, "language": _languages}
_PATHS: dict[str, Callable[[str], Iterator[CompletionItem[str]]]] = {
    "state": _states, "conference": _conferences, "treaty": _treaties}
