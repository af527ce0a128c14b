"""The command `search`: finds things of the built graph, or of files given, by names, codes and words.

Must not rank or fold a word itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph import paths
from treatygraph.ask.names import LANGUAGES, language_of
from treatygraph.commands import completing
from treatygraph.graph.store import load_union
from treatygraph.search import Found, Hit, Index, build_index
from treatygraph.search.kinds import kind_name
from treatygraph.search.written import as_csv, as_json

_EPILOG = """\b
Examples:
  treatygraph search Kenya
  treatygraph search a res 75 87
  treatygraph search verification --kind Provision --in en
  treatygraph search "Republic of" --kind State --limit 5
  treatygraph search '"entry into force"' --year 2021 --lang zh
  treatygraph search Kirgyzstan --format json
  treatygraph search president --state Italy --format csv > found.csv

\b
All words are to be found, the last one may go on; words in "quotation marks"
stand together. Names and codes come first, then words in names, then words in
texts. Where nothing fits, words and names like those given are shown.
"""
_HOW = {"exact": "", "prefix": "begins so", "words": "in the name", "part": "part of a word", "text": "in the text",
        "similar": "similar", "some": "some of the words"}


@click.command(epilog=_EPILOG)
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, metavar="KIND",
              help="Only things of this class of the ontology, such as State, Document, Provision or Fact; repeatable.")
@click.option("--conference", default="", metavar="CONFERENCE", shell_complete=completing.conferences,
              help="Only what belongs to it: its name, path or year.")
@click.option("--state", default="", metavar="STATE", shell_complete=completing.states,
              help="Only what concerns a State: its name or code.")
@click.option("--year", default="", metavar="YEAR", help="Only what is of this year.")
@click.option("--in", "language", default="", metavar="LANGUAGE",
              help="Only where the words found are in this language (en, zh, fr, es, ru, ar).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language of names shown; by default the locale's.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many things to show.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--data", multiple=True, type=click.Path(path_type=Path),
              help="A folder or file of RDF to search instead of the built graph; may be given several times.")
def search(*, words: Sequence[str], kinds: Sequence[str], conference: str, state: str, year: str, language: str,
           lang: str | None, limit: int, form: str, data: Sequence[Path]) -> int:
    """Find things by their names, symbols and codes in six languages, and by the words of texts."""
    text, shown_in = " ".join(words), lang or language_of()
    index = Index(build_index(load_union(list(data) or [paths.graph()]), united=True))
    found = index.search(text, index.filters(kinds, conference, state, year, language), language=shown_in, limit=limit)
    if form == "json":
        click.echo(json.dumps(as_json(found, index, text, shown_in), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(as_csv(found, shown_in), nl=False)
    else:
        for hit in found.hits:
            _show(hit, shown_in)
    click.echo(_said(found), err=True)
    return 0


def _show(hit: Hit, language: str) -> None:
    kinds = ", ".join(dict.fromkeys(kind_name(kind, language) for kind in hit.kinds))
    click.echo(f"{click.style(hit.name, bold=True)}" + (f"  ({kinds})" if kinds else ""))
    click.echo(f"    {hit.iri}")
    if hit.words != hit.name:
        how = f"  [{', '.join(filter(None, (hit.words_language, _HOW[hit.way])))}]"
        click.echo(f"    {_marked(hit)}{how if how.strip() != '[]' else ''}")


def _marked(hit: Hit) -> str:
    """Return the words that were found, those searched for underlined where the terminal shows it."""
    parts, at = [], 0
    for start, end in hit.ranges:
        parts += [hit.words[at:start], click.style(hit.words[start:end], underline=True)]
        at = end
    text = " ".join("".join([*parts, hit.words[at:]]).split())
    return f"…{text}…" if hit.cut else text


def _said(found: Found) -> str:
    least = "at least " if found.more else ""
    meant = f"; did you mean {' or '.join(found.meant)}?" if found.meant else ""
    if not found.total:
        return f"nothing was found{meant}"
    shown = f", of which {len(found.hits)} are shown" if found.total > len(found.hits) else ""
    return f"{least}{found.total} thing{'' if found.total == 1 else 's'}{shown}{meant}"
