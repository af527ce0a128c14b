"""The command line: names the commands, turns errors into one line and an exit code.

Must not do a command's work; each command's module is imported only when it is called.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
from typing import Any

import click
from click.shell_completion import CompletionItem

from treatygraph import __version__
from treatygraph.commands.output import TerminatedError
from treatygraph.commands.terminal import guard
from treatygraph.model import TreatyGraphError, visible

UNUSABLE = 2
_COMPLETING = "_TREATYGRAPH_COMPLETE"
"""Set by a shell that asks what may follow (Click, Shell Completion)."""
_BETWEEN_COLLECTIONS = 100_000
_COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build_command:build", "Read texts and write their graphs, findings and inferences."),
    "corpus": ("corpus_command:corpus", "Build many reports: only what has changed, on all processors."),
    "validate": ("validate_command:validate", "Validate graphs against the SHACL shapes."),
    "query": ("query_command:query", "Ask a competency question, or a SPARQL query of your own."),
    "search": ("search_command:search", "Find things by names, codes and words, in six languages."),
    "explain": ("explain_command:explain", "Say where a thing or a triple comes from."),
    "conformance": ("conformance_command:conformance", "Hold ontology, shapes and graph against published checks."),
    "compare": ("compare_command:compare", "Show where two versions of a report agree and differ."),
    "audit": ("audit_command:audit", "Account for every sentence of a report."),
    "annotations": ("annotations_command:write_annotations", "Write the evidence as W3C Web Annotations."),
    "serve": ("serve_command:serve", "Serve a SPARQL endpoint and a page for every thing."),
    "site": ("site_command:site", "Write all pages as a static site, for any web space."),
    "export": ("export_command:export", "Write the graph as RDF, tables, a database, a workbook and a map."),
    "release": ("release_command:release", "Make a numbered release: all forms, changes, descriptions, checksums."),
    "mcp": ("mcp_command:mcp", "Serve the graph to assistants as tools (Model Context Protocol)."),
    "convert": ("convert_command:convert", "Turn a .docx, .pdf, .html or copied text into plain text."),
    "load": ("store_commands:load", "Write the graph to a triple store, and check that it arrived whole."),
    "unload": ("store_commands:unload", "Remove our graphs from a triple store."),
    "diff": ("store_commands:diff", "Compare a triple store with the graph."),
    "new-series": ("new_series_command:new_series", "Write the rows that another conference's reports need."),
    "read": ("read_command:read", "Print the document tree of a text, or write the text back."),
    "status": ("status_commands:status", "Say which States had which status under a treaty on a day."),
    "entry-into-force": ("status_commands:entry_into_force", "Say what is missing for a treaty to enter into force."),
}


class _Commands(click.Group):
    """Lists all commands at once, and imports only the one that is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"treatygraph.commands.{module}"), attribute)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        begun = [CompletionItem(name, help=text) for name, (_, text) in _COMMANDS.items()
                 if name.startswith(incomplete)]
        return [*begun, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


_EXAMPLES = """\b
Examples:
  treatygraph query CQ-01                 Annex 2 States that have not ratified
  treatygraph query --list                all questions
  treatygraph audit                       every sentence of the report, and what read it
  treatygraph explain state/CZE           what the graph says of Czechia, and why
  treatygraph build report.txt --symbol CTBT-Art.XIV/2023/6 --language zh --out graph

\b
Exit codes:
  0  done, no Violation      1  Violations, or what a command was asked to make count
  2  the input or the call cannot be used; one line says why
"""


@click.command(cls=_Commands, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="How large a text may be; 2 by default.")
@click.option("--max-seconds", type=click.IntRange(1, 86_400), metavar="SECONDS",
              help="How long converting a .docx, .pdf or .html file may take; 30 by default.")
@click.option("--max-memory", type=click.IntRange(64, 1_000_000), metavar="MB",
              help="How much memory converting a file may take; 512 by default.")
def commands(max_size: int | None, max_seconds: int | None, max_memory: int | None) -> None:
    """Read the reports of treaty conferences into a knowledge graph that can explain itself."""
    if max_size is not None:
        from treatygraph.read.source import LARGEST, MEGABYTE  # noqa: PLC0415 - only who asks for it pays

        LARGEST.set(max_size * MEGABYTE)
    if max_seconds is not None or max_memory is not None:
        from treatygraph.convert import confined  # noqa: PLC0415 - as above

        confined.SECONDS.set(max_seconds or confined.SECONDS.get())
        confined.MEGABYTES.set(max_memory or confined.MEGABYTES.get())


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and leave with its exit code; no traceback reaches the user."""
    # Facts and triples live as long as the command; looking through them for rings took an eighth of a build's time.
    gc.set_threshold(_BETWEEN_COLLECTIONS, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    guard()
    with contextlib.suppress(ValueError):  # only the main thread of a process may be told of signals
        signal.signal(signal.SIGTERM, _terminated)
    if _COMPLETING in os.environ:
        importlib.import_module("treatygraph.commands.completing")
    try:
        code = commands.main(args=arguments, prog_name="treatygraph", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except TreatyGraphError as fault:
        _fail(str(fault))
    except click.exceptions.Abort:
        _fail("interrupted; nothing was changed", 130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _fail("interrupted; nothing was changed", 130)
    except TerminatedError:
        _fail("terminated; nothing was changed", 143)
    except MemoryError:
        _fail("out of memory; give a smaller input")
    except Exception as fault:
        if os.environ.get("TREATYGRAPH_DEBUG"):
            raise
        _fail(f"internal fault ({type(fault).__name__}: {fault}); set TREATYGRAPH_DEBUG=1 to see where, and report it")


def _terminated(_number: int, _frame: object) -> None:
    raise TerminatedError


def _fail(message: str, code: int = UNUSABLE) -> None:
    click.echo(f"treatygraph: {visible(' '.join(message.split()))}", err=True)
    sys.exit(code)
