"""Notices that another report begins further down in a text, so that two are never read as one.

Must not read either of them.
"""

from __future__ import annotations

from treatygraph.find.fold import fold
from treatygraph.model import Span, TreatyGraphError
from treatygraph.read.tree import NodeKind
from treatygraph.reading.reading import Reading

_LONGEST_HEADER_LINE = 120
_WINDOW = 600
_LEAST = 2


def refuse_second_report(reading: Reading) -> None:
    """Raise TreatyGraphError, with line, where the lines of this report's own header are printed again.

    A header is printed again where the line that opened it and two more of its lines, or all of a shorter one, stand
    near one another behind the first paragraph. One such line alone is a running head or a title.
    """
    header = [unit.text for unit in reading.outline.units if unit.kind == "header" and unit.claims]
    first = next(reading.report.tree.nodes(NodeKind.PARAGRAPH), None)
    if first is None or len(header) < _LEAST:
        return
    known = frozenset(header)
    needed = min(_LEAST + 1, len(known))
    text = reading.report.source.text
    met: list[tuple[int, str]] = []
    at = first.start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end - at <= _LONGEST_HEADER_LINE and (line := fold(text[at:end]).text) in known:
            met = [(place, words) for place, words in met if at - place < _WINDOW and words != line] + [(at, line)]
            if met[0][1] == header[0] and len(met) >= needed:
                place = reading.report.source.place(Span(met[0][0], end))
                raise TreatyGraphError(f"{place.file}:{place.line}: another report begins here, for the header is "
                                       f"printed again ('{met[0][1]}'); put each report into a file of its own")
        at = end + 1
