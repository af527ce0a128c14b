"""Gathers what is written by hand: the pages of docs/, and those that stand elsewhere in the checkout.

Links between them are set anew where a page moves; a link to a file that is no page keeps its words and says in a
tooltip where in the source it stands. Must not make a page of anything but a page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_PICTURES = {".svg", ".png"}
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)")
_LISTS = {
    "decisions": """\
# Decisions

Short notes on what could have been modelled otherwise: the question, what was chosen, what was rejected, and why.
""",
    "releases": """\
# Notes on releases

What was new in each release of the data. [Releases](../release.md) tells how one is made.
""",
}
# CommonMark lets a list follow a paragraph at once; MkDocs' Markdown wants an empty line between.
_BEFORE_A_LIST = re.compile(r"^((?![-*+|>#\s]|\d+\. )\S.*\n)(?=(?:[-*+]|1\.) )", re.M)
_FENCE = re.compile(r"^\s*(```+|~~~+)")


def homes() -> dict[Path, str]:
    """Return where on the site each page written by hand stands, by its file."""
    found = {path: path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))}
    found |= {path: f"decisions/{path.name}" for path in sorted((ROOT / "ontology" / "decisions").glob("*.md"))}
    return found | {
        ROOT / "benchmarks" / "reading-scores.md": "reading-scores.md",
        ROOT / "CHANGELOG.md": "changelog.md",
        ROOT / "data" / "tables" / "README.md": "reference-tables.md",
        ROOT / "CONTRIBUTING.md": "contributing.md",
        ROOT / "SECURITY.md": "security.md",
    }


def gathered() -> dict[str, bytes]:
    """Return all pages written by hand, and all pictures, by their paths on the site.

    Raises ValueError where a link leads to a file that is not there.
    """
    known = homes()
    found = {name: rehomed(path, known).encode() for path, name in known.items()}
    found |= {f"{folder}/index.md": _listed(folder, head, known).encode() for folder, head in _LISTS.items()}
    found |= {
        path.relative_to(DOCS).as_posix(): path.read_bytes()
        for path in sorted(DOCS.rglob("*"))
        if path.suffix in _PICTURES | {".css"}
    }
    return found


def rehomed(path: Path, known: dict[Path, str]) -> str:
    """Return a page's text with its links as they must be on the site."""
    parts = groupby(lines_of(path.read_text(encoding="utf-8")), key=lambda one: one[1])
    joined = [("".join(line for line, _ in lines), fenced) for fenced, lines in parts]
    text = "".join(
        part if fenced else _LINK.sub(lambda link: _link(link, path, known), _BEFORE_A_LIST.sub(r"\1\n", part))
        for part, fenced in joined
    )
    if known[path].startswith("zh/"):
        return f'<div lang="zh" markdown>\n\n{text}\n</div>\n'
    return text


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it stands in a block of code or begins or ends one."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        yield line, bool(fence or mark)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and line.strip() == fence:
            fence = ""


def _link(link: re.Match[str], path: Path, known: dict[Path, str]) -> str:
    words, target = link.groups()
    name, hash_, fragment = target.partition("#")
    if "://" in target or not name:
        return link.group(0)
    aim = Path(os.path.normpath(path.parent / name))
    if not aim.exists():
        if aim.is_relative_to(DOCS) and aim.suffix == ".md":  # one that is made; MkDocs checks that it is
            return link.group(0)
        raise ValueError(f"{path.relative_to(ROOT)}: no file {name}")
    if aim == ROOT / "ontology" / "decisions":
        home = "decisions/index.md"
    elif aim.suffix in _PICTURES and aim.is_relative_to(DOCS):
        home = aim.relative_to(DOCS).as_posix()
    elif aim in known:
        home = known[aim]
    else:
        return f'<span title="{aim.relative_to(ROOT).as_posix()}" markdown>{words}</span>'
    return f"[{words}]({os.path.relpath(home, Path(known[path]).parent)}{hash_}{fragment})"


def _listed(folder: str, head: str, known: dict[Path, str]) -> str:
    lines = [head]
    for path, name in sorted(known.items(), key=lambda one: one[1]):
        if name.startswith(f"{folder}/"):
            first = path.read_text(encoding="utf-8").partition("\n")[0]
            lines.append(f"- [{first.removeprefix('# ') if first.startswith('# ') else path.stem}]({path.name})")
    return "\n".join(lines) + "\n"
