"""The command `compare`: shows what two versions of a report state alike, and where they differ.

Must not decide what is a difference; the collation does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from treatygraph import paths
from treatygraph.language.languages import available
from treatygraph.model import TreatyGraphError, brief

if TYPE_CHECKING:
    from treatygraph.compare.collation import Collation
    from treatygraph.compare.variants import Variant
    from treatygraph.compare.witness import Passage, Witness
    from treatygraph.tables import Tables

_EPILOG = """\b
Examples:
  treatygraph compare report.zh.txt report.en.txt
  treatygraph compare report.txt:zh other.txt:en --symbol CTBT-Art.XIV/2023/6
  treatygraph compare report.txt corrected.txt     a changed copy with the original
  treatygraph compare graph/ report.en.txt         a graph that `treatygraph build` wrote, with a text
  treatygraph compare a.txt b.txt --kind participation --kind statement --json

\b
Facts meet by their IRI, which holds no language. "not read" is what one version states where words of the other were
not read: treatygraph audit shows them. What goes along with a difference, as the rows of a list that is missing, is
counted, and named beside it.

\b
Exit codes: 0 the same, 1 not the same, 2 the input or the call cannot be used.
"""
_NAMED_ALONG = 5


@click.command(epilog=_EPILOG)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--symbol", help="The report's symbol; by default from the header, or from the other version.")
@click.option("--language", multiple=True, help=f"Language of the texts ({', '.join(available())}): one, or one each.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Show this kind only, such as participation, "
              "office-holding, decision, act or listing; may be given several times.")
@click.option("--wording", is_flag=True, help="Let words of one language, mentions and the order of lists count too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def compare(a: str, b: str, symbol: str | None, language: Sequence[str], kinds: Sequence[str], wording: bool,
            as_json: bool) -> int:
    """Compare two versions of a report: what both state, only A, only B, and what they state differently.

    A and B are texts, each TEXT or TEXT:LANG, or graphs: RDF files, or folders that `treatygraph build` wrote.
    """
    from treatygraph.commands.output import working  # noqa: PLC0415
    from treatygraph.compare.collation import collate  # noqa: PLC0415
    from treatygraph.compare.witness import KINDS, kind_name  # noqa: PLC0415
    from treatygraph.tables import shipped  # noqa: PLC0415

    if len(language) > 2:
        raise TreatyGraphError(f"two versions have at most two languages; {len(language)} --language are given")
    languages = (language[0], language[-1]) if language else (None, None)
    with working("Comparing"):
        witnesses = _witnesses((a, b), symbol, languages, shipped())
        collation = collate(*witnesses, wording=wording)
    if kinds:
        known = {*map(kind_name, KINDS), *collation.kinds()}
        if unknown := next((kind for kind in kinds if kind not in known), None):
            raise TreatyGraphError(f"there is no kind '{unknown}'; these two hold {', '.join(collation.kinds())}")
        collation = collation.of_kinds(kinds)
    if as_json:
        click.echo(json.dumps(_record(collation), ensure_ascii=False, indent=1))
    else:
        for line in _lines(collation):
            click.echo(line)
    return int(not collation.agrees)


# ---- what is compared


def _witnesses(given: tuple[str, str], symbol: str | None, languages: tuple[str | None, str | None], tables: Tables
               ) -> tuple[Witness, Witness]:
    """Return both versions; a text that does not say which report it is, is taken for a version of the other."""
    from treatygraph.read.which_report import UnknownVersionError  # noqa: PLC0415

    found: dict[int, Witness] = {}
    failed: list[UnknownVersionError] = []
    for side in (0, 1, 0):
        if side in found:
            continue
        other = found.get(1 - side)
        fallback = _symbol(other) if other else None
        try:
            found[side] = _witness(given[side], symbol, languages[side], fallback, tables)
        except UnknownVersionError as fault:
            if failed or fallback:
                raise failed[0] if failed else fault from None
            failed.append(fault)
    first, second = found[0], found[1]
    if not first.documents & second.documents:
        raise TreatyGraphError(f"{given[0]} is a text of {_named(first)}, {given[1]} of {_named(second)}, so they are "
                               "no versions of one report; give --symbol if they are")
    return first, second


def _named(witness: Witness) -> str:
    return " and ".join(sorted(witness.documents)) or "no document"


def _symbol(witness: Witness) -> str | None:
    from urllib.parse import unquote  # noqa: PLC0415

    documents = sorted(witness.documents)
    return unquote(documents[0].removeprefix("document/")) if len(documents) == 1 else None


def _witness(given: str, symbol: str | None, language: str | None, fallback: str | None, tables: Tables) -> Witness:
    from treatygraph.building import read_source, source  # noqa: PLC0415
    from treatygraph.compare.witness import witness_in, witness_of  # noqa: PLC0415
    from treatygraph.graph.assemble.report import assemble_report  # noqa: PLC0415
    from treatygraph.graph.store import FORMATS  # noqa: PLC0415

    path = Path(given)
    if path.is_dir() or path.suffix in FORMATS:
        return witness_in(path, tables, paths.sources())
    report = read_source(source(given, tables, symbol, language, fallback, asked=True), tables)
    return witness_of(report, assemble_report(report))


# ---- what is shown


def _lines(collation: Collation) -> Iterator[str]:
    from treatygraph.compare.variants import State  # noqa: PLC0415

    for side, witness in (("A", collation.a), ("B", collation.b)):
        yield f"{side}  {witness.name} ({', '.join(sorted(witness.languages))})"
    yield ""
    kinds = [kind for kind in collation.kinds() if collation.same[kind] or any(collation.count(kind, s) for s in State)]
    width = max(map(len, kinds), default=4)
    states = [state for state in State if any(collation.count(kind, state) for kind in kinds)]
    yield "  ".join([f"{'kind':{width}}", "  same", *(f"{state:>9}" for state in states)])
    for kind in kinds:
        yield "  ".join([f"{kind:{width}}", f"{collation.same[kind]:6}",
                         *(f"{collation.count(kind, state) or '-':>9}" for state in states)])
    for variant in collation.variants:
        yield ""
        yield from _variant(variant)
    if collation.agrees:
        yield ""
        yield "the same"


def _variant(variant: Variant) -> Iterator[str]:
    from treatygraph.compare.variants import State, listed  # noqa: PLC0415

    yield f"{variant.kind}, {variant.state}: {variant.what}"
    absent = "not read in " if variant.state is State.NOT_READ else "not in "
    for side, passage in (("A", variant.in_a), ("B", variant.in_b)):
        has = variant.a if side == "A" else variant.b
        yield f"   {side}  {_passage(passage, '' if has else absent)}"
    for difference in variant.differences:
        yield f"      {difference.name}: {listed(difference.a)} in A, {listed(difference.b)} in B"
    if variant.along:
        named = "; ".join(f"{other.kind} {other.what}" for other in variant.along[:_NAMED_ALONG])
        more = len(variant.along) - _NAMED_ALONG
        yield f"      with it: {named}" + (f"; and {more} more" if more > 0 else "")


def _passage(passage: Passage | None, before: str) -> str:
    if passage is None:
        return "has no such part"
    return f"{passage.at}  {before}“{brief(passage.quote)}”"


def _record(collation: Collation) -> dict[str, Any]:
    from treatygraph.compare.variants import State  # noqa: PLC0415

    sides = {side: {"name": witness.name, "languages": sorted(witness.languages)}
             for side, witness in (("a", collation.a), ("b", collation.b))}
    counts = {kind: {"same": collation.same[kind]} | {state.value: collation.count(kind, state) for state in State}
              for kind in collation.kinds()}
    return {**sides, "agrees": collation.agrees, "counts": counts,
            "variants": [_variant_record(variant) for variant in collation.variants]}


def _variant_record(variant: Variant) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": variant.kind, "state": variant.state.value}
    for side, thing, passage in (("a", variant.a, variant.in_a), ("b", variant.b, variant.in_b)):
        record[side] = {
            "iri": thing.iri if thing else None,
            **({"file": passage.place.file, "line": passage.place.line, "column": passage.place.column,
                "start": passage.place.span.start, "end": passage.place.span.end, "words": passage.quote}
               if passage else {}),
        }
    record["differences"] = [{"property": d.prop, "a": list(d.a), "b": list(d.b)} for d in variant.differences]
    record["along"] = [_variant_record(other) for other in variant.along]
    return record
