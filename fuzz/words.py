"""Seeds and dictionary of each target, taken from the sources, tables, language files and graphs of the checkout.

Must not fuzz anything itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from treatygraph import paths, tables
from treatygraph.language import languages

_LAYOUT = ["\n", "\n\n", "\t", "  ", "\u3000", "\r\n", "\r", "1. ", "2. ", "１．", "12、", "- (a) ", "(b) ", "（c）", "(ii) ", "(aa) ",
           "A. ", "B. ", "[1] ", "[†] ", "---", "|", "·", "。", "，", "；", "：", "！", "“", "”", "\"", "《", "》", "（", "）", "(", ")",
           "\ufeff", "\u200b", "\u200f", "\u202e", "\u2066", "\u2069", "\u0301", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u00ad",
           "А", "Е", "І", "Ⅳ", "①", "½", "ﬁ", "İ", "ß", "٣", "²", "𝟏", "🇮🇹", "0000", "99999", "2021", "1/", "A/RES/75/87",
           "S/RES/1887 (2009)", "CTBT-Art.XIV/2021/6", "NPT/CONF.2010/50 (Vol. I)", "Add.1", "Corr.1", "*", "/-S/", "INF.1", "Dist. GENERAL\n"]
_TOML = ["[language]\n", "code = \"zh\"\n", "[[rules.PAR-01]]\n", "sentence = \"", "heading = \"", "header = \"", "phrase = \"", "title = \"",
         "[layout]\n", "[lexicon.verb]\n", "[references]\n", "[adverbial]\n", "[dates]\n", "forms = [\"{Y}\"]\n", "[numbers]\n", "{states}",
         "{x:text}", "{~}", "<", ">?", ">", "|", "{", "}", "reason = \"x\"\n", "= 1\n", "= []\n", "= {}\n", "= true\n", "\"\"\"", "#", "capacity = \"A\"\n",
         "[[rules.FRE-01]]\n", "months = {}\n", "digits = { \"〇\" = 0 }\n", "terminators = \"。\"\n", "unknown_name = \"(\"\n"]
_TURTLE = ["@prefix tg: <https://w3id.org/treatygraph/ontology#> .\n", "<a:a>", " a ", " ; ", " , ", " .\n", "\"x\"@zh", "\"1\"^^<b:c>", "[]", "()", "(1 2)",
           "_:b", "<< <a:a> <a:b> <a:c> >>", "\"\"\"", "\\u0000", "\\uD800", "true", "1e9", "@base <x:> .\n", "PREFIX : <x:>\n", "\x00SELECT * { ?s ?p ?o }",
           "\x00ASK {}", "\x00CONSTRUCT WHERE { ?s ?p ?o }", "SERVICE <http://x/> {}", "INSERT DATA {}", "LOAD <a:a>", "FILTER(", "OPTIONAL {", "ORDER BY ?s",
           "DESCRIBE <a:a>", "GROUP BY ?s", "COUNT(*)", "BIND(1 AS ?x)", "UNION", "{}", "?s", "(<a:b>|^<a:c>)*", "FROM <g:g>", "GRAPH ?g {", "VALUES ?x { 1 }"]


def dictionary(target: str) -> list[bytes]:
    """Return the words that a fuzzer may put into an input of a target."""
    own = {"patterns": _TOML, "graph": _TURTLE, "tables": [",", "\n", "\"", "\"\"", "|", ",,,", "\r\n", *_columns()]}
    words = own.get(target, [*_LAYOUT, *_literals(), *islice(_names(), 150)])
    return [word.encode() for word in dict.fromkeys(words) if word]


def seeds(target: str) -> Iterator[bytes]:
    """Yield inputs to begin with."""
    if target == "patterns":
        for code in languages.available():
            text = (paths.languages() / f"{code}.toml").read_text(encoding="utf-8")
            blocks = re.split(r"\n(?=\[)", text)
            head = "[language]\ncode = \"zh\"\n"
            yield from ((head + block).encode() for block in blocks if block.startswith("["))
            yield (head + "\n".join(block for block in blocks if block.startswith("[[rules"))[:4000]).encode()
    elif target == "tables":
        for number, name in enumerate(sorted(tables.COLUMNS)):
            folder = paths.sources() if name == "sources" else paths.tables()
            lines = (folder / f"{name}.csv").read_bytes().splitlines(keepends=True)
            yield bytes([number]) + b"".join(lines[:4])
    elif target == "graph":
        for file in sorted(paths.graph().glob("*.ttl")):
            blocks = file.read_text(encoding="utf-8").split("\n\n")
            prefixes = "\n".join(line for line in blocks[0].splitlines() if line.startswith("@prefix"))
            small = min((block for block in blocks[1:] if block.strip().endswith(".")), key=len, default="")
            yield f"{prefixes}\n{small}"[:2500].encode() + b"\x00SELECT * { ?s ?p ?o } LIMIT 5"
        yield from (b"<a:a> <a:b> <a:c>, \"x\"@en .\x00" + file.read_bytes() for file in sorted(paths.queries().glob("*.rq"))
                    if file.stat().st_size < 380)
    else:
        english = paths.sources().parent.parent / "tests" / "reports"
        for file in sorted(english.glob("*.en.txt") if target == "english" else paths.sources().glob("*.txt")):
            text = file.read_text(encoding="utf-8")
            yield from (piece.encode() for piece in text.split("\n\n") if piece.strip())
            yield from (text[at : at + 900].encode() for at in range(0, len(text), 600))


def _literals() -> Iterator[str]:
    for code in languages.available():
        for row in languages.load(code).rows:
            yield from (piece for piece in re.split(r"\{[^}]*\}|[<>|?]+", row.wording) if len(piece) > 1)


def _names() -> Iterator[str]:
    shipped = tables.shipped()
    for table in ("organizations", "treaties", "series", "state-groups", "persons", "programmes", "places", "states"):
        for row in shipped.rows(table):
            yield from row.names("zh")[:1]


def _columns() -> list[str]:
    return sorted({column for columns in tables.COLUMNS.values() for column in columns})
