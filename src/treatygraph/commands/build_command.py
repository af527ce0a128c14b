"""The command `build`: builds the checkout's graph, or the graph of texts given, and writes it in whole.

Must not read, infer or validate itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph import paths
from treatygraph.language.languages import available
from treatygraph.model import Severity, TreatyGraphError

if TYPE_CHECKING:
    from treatygraph.building import Source
    from treatygraph.tables import Tables

_EPILOG = """\b
Examples:
  treatygraph build                       in a checkout: read data/sources, write data/graph
  treatygraph build report.txt --symbol CTBT-Art.XIV/2023/6 --language zh --out graph
  treatygraph build a.zh.txt a.en.txt --symbol CTBT-Art.XIV/2023/6 --out graph
  treatygraph build one.txt:zh other.txt:en --symbol CTBT-Art.XIV/2023/6 --out graph
  treatygraph build review.txt --symbol BWC/CONF.X/9 --language en --with bwc-rows --out graph

\b
The symbol and the language may be left out where the text's header gives them. Several language versions of one
report give one set of facts, with evidence from each; where they disagree, a Warning names both places.

\b
Written to the folder: one Turtle file per text and per reference table, inferred.ttl, dataset.ttl and
findings.json (kind, severity, file, line, column, words, message). Output is swapped in whole or not at all.

\b
Folders, archives and manifests of many texts: `treatygraph corpus build`.
"""
# A .docx is an archive too, but of one text.
_OF_MANY = (".zip", ".tar", ".tar.gz", ".tgz", ".csv")


@click.command(epilog=_EPILOG)
@click.argument("texts", metavar="[TEXT[:LANG]]...", nargs=-1)
@click.option("--symbol", multiple=True, help="The report's symbol: one for all texts, or one for each; "
              "by default from the header.")
@click.option("--language", multiple=True, help=f"Language of the text ({', '.join(available())}): one, or one each; "
              "by default from the header or the words.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--with", "more", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder with further rows of tables and patterns, as `new-series` makes it.")
@click.option("--strict", is_flag=True, help="Let Warnings count: exit 1 where there is one.")
@click.option("--timings", is_flag=True, help="Print the seconds of each stage, and its share.")
def build(texts: Sequence[str], symbol: Sequence[str], language: Sequence[str], out: Path | None,
          more: tuple[Path, ...], strict: bool, timings: bool) -> int:
    """Build the checkout's graph, or the graph of TEXTs."""
    from treatygraph import building  # noqa: PLC0415
    from treatygraph.commands.output import show_findings, working  # noqa: PLC0415
    from treatygraph.commands.validate_command import show  # noqa: PLC0415
    from treatygraph.graph.swapping import writing_into  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    if more and not texts:
        raise TreatyGraphError("--with belongs to texts; name the text to build")
    tables = shipped(more)
    if texts:
        sources, folder = _sources(texts, symbol, language, out, tables)
    else:
        folder = _checkout_folder(symbol, language, out)
        sources = building.shipped_sources(tables)
    # From the start, so that whoever builds into the same folder is told at once, not when the work is done.
    with writing_into(folder) as writer, working("Building") as progress:
        built = building.build(sources, tables, progress, tables_are_valid=bool(texts) and not more)
        progress("write")
        files = built.files()
        writer.write(files, lambda: building.stale_files(folder, files))
    if texts or not built.validation.conforms:
        show_findings(built.findings)
        show(built.validation)
    else:
        # The shipped reports are known: who builds them first wants to see that it went well.
        counts = ", ".join(f"{built.validation.count(severity)} {severity}" for severity in Severity)
        click.echo(f"{len(built.findings)} findings in the texts, shown by treatygraph audit; of the shapes {counts}, "
                   "shown by treatygraph validate")
    triples = sum(len(graph) for graph in built.graphs.values())
    click.echo(f"{len(built.reports)} report(s) read, {triples} triples in {len(built.graphs)} graphs written to "
               f"{folder}")
    if timings:
        total = sum(built.seconds.values())
        for stage, seconds in built.seconds.items():
            click.echo(f"{stage:10} {seconds:6.2f} s  {seconds / total:4.0%}")
        click.echo(f"{'total':10} {total:6.2f} s")
    warned = built.validation.count(Severity.WARNING) or any(f.severity is Severity.WARNING for f in built.findings)
    return int(not built.validation.conforms or (strict and bool(warned)))


def _checkout_folder(symbols: Sequence[str], languages: Sequence[str], out: Path | None) -> Path:
    if symbol_or_language := (symbols or languages):
        raise TreatyGraphError(f"'{symbol_or_language[0]}' belongs to a text; name the text to build")
    if out is None and paths.checkout() is None:
        raise TreatyGraphError("there is no checkout here to rebuild; name a text and --out, or give --out alone to "
                               "build the shipped reports into a folder")
    return out or paths.graph()


def _sources(texts: Sequence[str], symbols: Sequence[str], languages: Sequence[str], out: Path | None,
             tables: Tables) -> tuple[list[Source], Path]:
    """Pair texts with symbols and languages; raise TreatyGraphError, saying what is missing, where that fails."""
    from treatygraph.building import source  # noqa: PLC0415

    if out is None:
        raise TreatyGraphError("say where to write: --out FOLDER")
    if many := next((text for text in texts if Path(text).is_dir() or text.lower().endswith(_OF_MANY)), None):
        raise TreatyGraphError(f"{many}: holds many texts; build them with "
                               f"`treatygraph corpus build {many} --out {out}`")
    for name, values in (("--symbol", symbols), ("--language", languages)):
        if len(values) not in {0, 1, len(texts)}:
            raise TreatyGraphError(f"{len(texts)} text(s) need one {name} for all, or one {name} each; "
                                   f"{len(values)} given")
    pairs = zip(texts, _each(symbols, len(texts)), _each(languages, len(texts)), strict=True)
    return [source(text, tables, symbol, language) for text, symbol, language in pairs], out


def _each(values: Sequence[str], times: int) -> list[str | None]:
    return list(values) if len(values) == times else [values[0] if values else None] * times
