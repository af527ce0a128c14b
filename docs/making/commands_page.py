"""Makes the reference of the commands: what `--help` of each prints, asked of Click.

Must not describe a command in words of its own.
"""

from __future__ import annotations

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
    """Return the page (CommonMark): each command under a heading of its own."""
    top = click.Context(commands, info_name="treatygraph", terminal_width=_WIDTH, max_content_width=_WIDTH)
    parts = [_HEAD + _block(commands.get_help(top))]
    for name in commands.list_commands(top):
        command = commands.get_command(top, name)
        assert command is not None
        with click.Context(
            command, parent=top, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH
        ) as context:
            parts.append(f"## treatygraph {name}\n\n" + _block(command.get_help(context)))
    return "\n".join(parts)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"
