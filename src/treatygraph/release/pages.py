"""Writes the pages that a person opens first: what is in the folder, and the notes on the release.

Must not describe a form otherwise than the list of forms does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from treatygraph import iris, vocab
from treatygraph.release.described import SelfDescription
from treatygraph.release.edition import Edition
from treatygraph.release.renumbered import Numbering

README, NOTES = "README.md", "RELEASE-NOTES.md"
_ABOUT = {
    "ontology": "ontology, SHACL shapes, and alignments with other vocabularies, in OWL and SKOS and as SSSOM",
    "about": "descriptions: DCAT-AP, VoID, PROV, schema.org; hashes of the graphs; what software made the release",
    "changes": "what changed since the release before, in words, as tables, and to the triple",
    "software": "how the software is cited",
}
_OPENING = """\
## How to open them

- A table: `pandas.read_csv("tables/states.csv")`, `pandas.read_parquet("parquet/states.parquet")`, or the workbook
  `tables/treatygraph.xlsx`. `tables/tables.md` says what each column means.
- SQL: `SELECT * FROM 'parquet/states.parquet'` in DuckDB, or any program that opens `tables/treatygraph.sqlite` (in
  DuckDB: `ATTACH 'tables/treatygraph.sqlite' (TYPE sqlite)`).
- RDF: load `rdf/treatygraph.nq`, which keeps the named graphs, or `rdf/treatygraph.ttl` into a triple store, or
  `rdflib.Dataset().parse("rdf/treatygraph.trig")`.
- With the software: `treatygraph query CQ-01 --data rdf/treatygraph.nq`.

## Whether it is whole

`sha256sum --check SHA256SUMS` compares every file. `about/rdfc10.csv` has a hash of each named graph, and of all of
them, that does not depend on the form (W3C, RDF Dataset Canonicalization, RDFC-1.0): whoever loads the graph can
compare it.
"""
_CITING = """\
`CITATION.cff` says the same for programs, `.zenodo.json` for a deposit at Zenodo, `about/dcat.ttl` and
`about/schema-org.jsonld` for catalogues and search engines.
"""


def readme(described: SelfDescription, numbering: Numbering, files: Mapping[str, bytes],
           forms: Mapping[str, str]) -> bytes:
    """Return the page that says what each file is; `forms` says it of the files that are forms of the graph."""
    edition = numbering.edition
    lines = [
        f"# {described.words(vocab.TITLE)}, {edition.version}", "", described.words(vocab.DCTERMS + "description"), "",
        f"Issued on {edition.issued}; {described.triples:,} triples. [{NOTES}]({NOTES}) says what is new.", "",
        "## What is in this folder", "", "| files | what they are |", "|---|---|",
        *(f"| {names} | {words} |" for names, words in forms.items()),
        *(f"| {_several(found)} | {_ABOUT[folder]} |" for folder in _ABOUT
          if (found := [name for name in sorted(files) if name.startswith(f"{folder}/")])),
        "", _OPENING,
        "## How to cite it", "", numbering.citation, "", _CITING,
        "## Licence", "", f"{described.licence or 'None is stated.'} `LICENSE.txt` says what is known of the rights in "
        "the texts that are quoted.",
    ]
    return ("\n".join(lines) + "\n").encode()


def notes(described: SelfDescription, numbering: Numbering, by_hand: str, summary: str) -> bytes:
    """Return the notes on the release: what a person wrote of it, then what is counted."""
    edition = numbering.edition
    lines = [f"# {described.words(vocab.TITLE)}: release {edition.version}", "", f"Issued on {edition.issued}.", ""]
    if by_hand.strip():
        lines += [by_hand.strip(), ""]
    lines += ["## What it holds", "", _holdings(described), "", "## What changed", "", *_changes(edition, summary)]
    return ("\n".join(lines) + "\n").encode()


def _holdings(described: SelfDescription) -> str:
    texts = {t.subject for t in described.own if t.predicate.value == vocab.SCHEMA + "encodesCreativeWork"}
    graphs = [name for name in described.values(vocab.VOID + "subset") if name.startswith(iris.GRAPH)]
    languages = ", ".join(described.values(vocab.SCHEMA + "inLanguage")) or "no language"
    return (f"{described.triples:,} triples in {len(graphs)} named graphs, read from {len(texts)} "
            f"{'text' if len(texts) == 1 else 'texts'} and the reference tables; names in {languages}.")


def _changes(edition: Edition, summary: str) -> Sequence[str]:
    if edition.prior is None:
        return ("It was compared with no release before it.",)
    return (f"Since {edition.prior.version}, which was issued on {edition.prior.issued}: {summary}", "",
            "[changes/CHANGES.md](changes/CHANGES.md) tells them term by term and fact by fact.")


def _several(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
