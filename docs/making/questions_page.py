"""Makes the page of the competency questions from the headers of their queries.

Must not ask them, nor say of one what its header does not.
"""

from __future__ import annotations

from treatygraph.ask import questions
from treatygraph.ask.names import short
from treatygraph.ask.questions import Question

_HEAD = """\
# Questions

What the graph must be able to answer. Each question is a SPARQL query with parameters; a test compares its answer with
one that was written by hand. [Asking](asking.md) shows how to put them.
"""


def questions_page() -> str:
    """Return the page (CommonMark): what each question asks, why, with what, its columns, and its query."""
    return "\n".join([_HEAD, *(_section(one) for one in questions())])


def _section(one: Question) -> str:
    lines = [f"## {one.name}: {one.title}", "", one.asks, ""]
    if "zh" in one.translations:
        lines += [f'<span lang="zh">{one.translations["zh"]}</span>', ""]
    if one.why:
        lines += [f"Why: {one.why}.", ""]
    if one.parameters:
        lines += ["| parameter | kind | by default | what it is |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {one.kinds.get(name, '')} | `{short(one.default(name))}` | {one.meanings.get(name, '')} |"
            for name in one.parameters
        ]
        lines.append("")
    columns = [name for name in one.meanings if name not in one.parameters]
    if columns:
        lines += ["| column | what it means |", "|---|---|"]
        lines += [f"| `{name}` | {one.meanings[name]} |" for name in columns]
        lines.append("")
    query = "\n".join(line for line in one.query.splitlines() if not line.startswith("#")).strip()
    return "\n".join(
        [
            *lines,
            '??? note "The query"',
            "",
            "    ```sparql",
            *(f"    {line}" if line else "" for line in query.splitlines()),
            "    ```",
            "",
        ]
    )
