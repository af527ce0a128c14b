"""Makes the reference of the commands: what `--help` of each prints, asked of Click.

Must not describe a command in words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from treatygraph.cli import commands

_WIDTH = 100
_HEAD = """\
# Commands

What each command prints with `--help`. Exit code 0: done, no Violation; 1: Violations, or what a command was asked to
make count; 2: the input or the call cannot be used, and one line says why.

## treatygraph

"""


def commands_page() -> str:
    """Return the page (CommonMark): each command under a heading of its own, and so those below it."""
    top = click.Context(commands, info_name="treatygraph", terminal_width=_WIDTH, max_content_width=_WIDTH)
    return "\n".join([_HEAD + _block(commands.get_help(top)), *_below(commands, top)])


def _below(group: click.Group, above: click.Context) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        with click.Context(
            command, parent=above, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH
        ) as context:
            yield f"## {context.command_path}\n\n" + _block(command.get_help(context))
            if isinstance(command, click.Group):
                yield from _below(command, context)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"
