"""Finds the symbols of United Nations and treaty-conference documents in a text and takes them apart.

It must not say what a symbol denotes: no IRIs, no lookups, no facts; prose behind one (", annex") is left.

The grammar follows the Dag Hammarskjöld Library's guide "UN Document Symbols"
(research.un.org/en/docs/symbols): components between strokes, first the organ, then subsidiary organs,
session or year, the nature of the document, its number, and what modifies it.
What is known by name are rows of `symbol_organs`; single components are read by `symbol_parts`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from treatygraph.find import symbol_organs as known
from treatygraph.find.symbol_forms import between, read_other_form
from treatygraph.find.symbol_joints import JOINERS, closes, joined_at, names_at
from treatygraph.find.symbol_parts import (
    CAPITALS,
    FOLDED,
    Head,
    Modifier,
    Part,
    after_stroke,
    bracket_at,
    char_at,
    counted_part,
    in_run,
    is_dated,
    is_digits,
    is_roman,
    is_session,
    is_year,
    modifiers_at,
    next_stroke,
    organ_session,
    read_head,
    read_part,
    run_at,
    session_and_number,
    slash_modifier,
    token_at,
)

_RANGE_JOINERS = {"-", *JOINERS} & known.RANGE_JOINERS
_TAIL = frozenset(".-/?")
_LONGEST_RANGE = 100
_MAX_PARTS, _MAX_STARS, _MAX_JOINT = 10, 3, 20


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """One symbol as a text writes it: where it stands, its official form, and its components.

    `start` and `end` are offsets into the text given, 0-based, end exclusive; `written` stands between them.
    `symbol` is the official form without the asterisk of a reissue, `parent` also without its last modifier.
    `body` is the series base with its organs (A, NPT/CONF.2010), `kind` the nature (RES, WP; DOC if plain);
    `number` includes a resolution's letter (75 K).
    """

    start: int
    end: int
    written: str
    symbol: str
    body: str
    kind: str
    session_or_year: str | None
    number: str | None
    modifiers: tuple[str, ...]
    parent: str | None
    reissued: bool
    between: tuple[str, ...] = ()
    """Where this ends a range (PV.397–402): the symbols between the mention before and this one."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A symbol taken apart, with its end in the text; `session` stands in brackets behind its number."""

    head: Head
    parts: tuple[Part, ...]
    session: str
    letter: str
    modifiers: tuple[Modifier, ...]
    end: int
    reissued: bool = False

    def render(self, modifiers: int) -> str:
        """Return the official form with the first so many modifiers."""
        symbol = self.head.joint.join((self.head.text, *(part.text for part in self.parts)))
        gap = "" if self.head.row and self.head.row.tight else " "
        symbol += f"{gap}({self.session})" if self.session else ""
        symbol += f" {self.letter}" if self.letter else ""
        for modifier in self.modifiers[:modifiers]:
            symbol += f" ({modifier.text})" if modifier.bracketed else f"/{modifier.text}"
        return symbol


def find_symbols(text: str) -> list[SymbolMention]:
    """Return the symbols in `text`, each in its longest form, without overlap, in order; raises nothing.

    What continues a symbol ("X and Add.1", "X to WP.3", "Add.1 and 2") is a mention of its own that covers
    only its own characters; of a range only the ends are mentions, and the last names those `between`. What may stand
    between are words and marks of the six official languages; a hyphen that touches both may always. Joint symbols
    are two mentions.

    >>> [(found.start, found.symbol) for found in find_symbols("see A/75/1-S/2020/5 and Add.1")]
    [(4, 'A/75/1'), (11, 'S/2020/5'), (24, 'S/2020/5/Add.1')]
    """
    folded = text.translate(FOLDED)
    found: list[SymbolMention] = []
    at = 0
    while at < len(folded):
        if not in_run(folded[at]):
            at += 1
            continue
        symbol = _read(folded, at)
        while symbol is not None:
            found.append(_mention(text, symbol, at))
            at = symbol.end
            for start, following in _continuations(folded, symbol):
                found.append(_mention(text, following, start))
                at = following.end
            joint = char_at(folded, at) == "-"
            at += joint
            symbol = _read(folded, at) if joint else None
        while at < len(folded) and in_run(folded[at]):
            at += 1
    return _with_ranges(folded, found)


def _with_ranges(text: str, found: list[SymbolMention]) -> list[SymbolMention]:
    """Tell each mention that ends a range what lies between its ends."""
    for place, (first, last) in enumerate(itertools.pairwise(found)):
        if last.start - first.end <= _MAX_JOINT and text[first.end : last.start].strip() in _RANGE_JOINERS:
            found[place + 1] = replace(last, between=between(first.symbol, last.symbol))
    return found


def parse_symbol(written: str) -> SymbolMention | None:
    """Return the symbol that the whole string is, None if it is none or several; raises nothing.

    >>> parse_symbol("CTBT-Art.XIV/2021/1/Add.1").parent
    'CTBT-Art.XIV/2021/1'
    """
    symbol = _read(written.translate(FOLDED), 0)
    return _mention(written, symbol, 0) if symbol and symbol.end == len(written) else None


# ---- whole symbols


def _read(text: str, at: int) -> _Reading | None:
    """Read the symbol that begins at `at`, to its longest form; None if there is none."""
    if other := read_other_form(text, at):
        head, part, end = other
        return _starred(text, _Reading(head, (part,), "", "", (), end)) if _ends(text, end) else None
    first = read_head(text, at)
    if first is None:
        return None
    head, at = first
    parts: list[Part] = []
    cut = False
    while not cut and (stroke := next_stroke(text, at, head)) is not None and len(parts) < _MAX_PARTS:
        start = after_stroke(text, stroke)
        if parts and slash_modifier(text, start):
            break
        apart = start > stroke + 1 and "\n" not in text[stroke:start]
        read = read_part(text, start, head, parts, apart)
        if read is None:
            break
        part, at, cut = read
        parts.append(part)
    core = _settled(parts)
    session, at = _session_in_brackets(text, at, core)
    letter, at = _letter(text, at) if is_dated(core) else ("", at)
    modifiers, at = modifiers_at(text, at)
    if not _well_formed(head, core, session, bool(modifiers)) or not _ends(text, at, letter):
        return None
    return _starred(text, _Reading(head, core, session, letter, modifiers, at))


def _settled(parts: list[Part]) -> tuple[Part, ...]:
    """Return the components; WP.29 and GC.22 before others are organs, at the end papers."""
    last = len(parts) - 1
    return tuple(
        replace(part, role="organ") if part.role == "nature" and part.value and place < last else part
        for place, part in enumerate(parts)
    )


def _session_in_brackets(text: str, at: int, parts: tuple[Part, ...]) -> tuple[str, int]:
    """Read the session or year in brackets that a resolution with a running number carries."""
    numbers = sum(part.role == "number" or bool(part.role == "nature" and part.value) for part in parts)
    bracket = bracket_at(text, at) if numbers == 1 and is_dated(parts) else None
    content = bracket[0] if bracket else ""
    if bracket and (is_year(content) or is_roman(content) or is_session(content) or _is_dated_session(content)):
        return bracket
    return "", at


def _is_dated_session(content: str) -> bool:
    """Return whether brackets hold an ordinary session with its year: LI-O/21."""
    session, stroke, year = content.partition("/")
    return bool(stroke) and is_roman(session.partition("-")[0]) and len(year) in {2, 4} and is_digits(year)


def _letter(text: str, at: int) -> tuple[str, int]:
    """Read a resolution's letter behind its number, with a space or none."""
    start = at + (char_at(text, at) == " ")
    letter, end = char_at(text, start), start + 1
    if letter not in CAPITALS or char_at(text, end) == "/" or not _ends(text, end, letter):
        return "", at
    if letter in known.LETTERS_THAT_ARE_WORDS and start > at and char_at(text, end) == " ":
        word = token_at(text, end + 1).rstrip(".")
        if word and word not in known.WORDS_AFTER_A_LETTER and word not in JOINERS:
            return "", at
    return letter, end


def _starred(text: str, symbol: _Reading) -> _Reading:
    """Read the asterisks of a reissue; where some stand before a symbol too, `_mention` drops them."""
    end = symbol.end
    while end - symbol.end < _MAX_STARS and char_at(text, end) == "*":
        end += 1
    return replace(symbol, end=end, reissued=end > symbol.end)


def _ends(text: str, at: int, letter: str = "") -> bool:
    """Return whether a symbol may end here: punctuation, a joint symbol, a range, a footnote follows."""
    rest = run_at(text, at)
    if all(char in _TAIL for char in rest):
        return not rest.startswith("/-")  # "A/75/-" names a series
    if rest[0] in ".-" and all(is_digits(piece) for piece in rest[1:].rstrip(".").split("-")):
        return True
    if rest[0] != "-":
        return False
    if letter and rest[1] > letter and rest[1] in CAPITALS and not rest[2:].strip("."):
        return True
    joint = read_head(text, at + 1)
    if joint and (joint[0].row or joint[0].article or joint[0].session):
        return True
    return counted_part(text, at + 1) is not None or slash_modifier(text, at + 1) is not None


def _well_formed(head: Head, parts: tuple[Part, ...], session: str, modified: bool) -> bool:
    """Return whether head and components make a document's symbol, not a series or words with strokes."""
    if not parts or parts[-1].role == "organ" or not parts[-1].value:
        return False
    numbers = [part.value for part in parts if part.role == "number"]
    direct = len(numbers) == len(parts)
    if (direct and not head.plain) or len(numbers) > 4:
        return False
    if head.row is None and not head.session and not head.article:
        told = parts[0].value or len(numbers) > 1 or parts[-1].role == "nature"
        if (parts[0].name not in known.CONFERENCE_ORGANS or not told) and not _unmistakable(parts, numbers):
            return False
    if session or not numbers:
        return True
    if head.article or head.session:
        year_only = head.article and direct and len(numbers) == 1 and is_year(numbers[0])
        return len(numbers) <= 2 and not year_only
    named = any(part.role in {"organ", "word"} for part in parts)
    if len(numbers) == 1:
        return parts[-1].role != "number" or _lone_number_fits(head.row, parts, named, modified)
    return head.row is None or _numbers_fit(head.row, numbers, direct, named)


def _unmistakable(parts: tuple[Part, ...], numbers: list[str]) -> bool:
    """Return whether components tell a document though no row knows the series: INF.4, PC.5/12, ABC/2031/5."""
    counted = any(part.value and known.NATURES.get(part.name) in known.UNMISTAKABLE_NATURES for part in parts
                  if part.role == "nature")
    named = [part for part in parts if part.role == "word"]
    first = parts[0]
    seated = first.role == "organ" and len(first.name) > 1 and bool(first.value) and parts[-1].role == "number"
    return counted or seated or (bool(named) and first is named[0] and len(numbers) == 2 and is_year(numbers[0])
                       and parts[-1].role == "number" and parts[-1].value != numbers[0])


def _lone_number_fits(row: known.Series | None, parts: tuple[Part, ...], named: bool, modified: bool) -> bool:
    """Return whether the only number of a symbol is a document's, not a year or session of a series."""
    number, running, pairs = parts[-1].value, row.running if row else 0, row.pairs if row else "none"
    if len(parts) == 1:
        return running > 0 and (len(number) >= running or modified) and (
            not is_year(number) or bool(row and row.running_years)
        )
    if is_year(number):  # only the Security Council's resolutions are counted into the years
        return is_dated(parts) and pairs == "year or number"
    return named or pairs != "session" or len(number) >= running  # A/RES/75 is a session, A/RES/2758 is not


def _numbers_fit(row: known.Series, numbers: list[str], direct: bool, named: bool) -> bool:
    """Return whether a symbol's numbers are session and number, year and number, as its series has them."""
    if not row.words and len(numbers) > (3 if named else 2):
        return False
    first, second = numbers[0], numbers[1]
    if named:
        return True
    if row.pairs == "session":  # symbols have this form since the thirty-first session
        return is_session(first) or (is_digits(first, 3) and int(first) >= 31)
    if direct and row.pairs == "year or number":
        return is_year(first) or is_year(second)
    if direct and row.pairs == "year":
        return is_year(first)
    return not direct or row.pairs == "any"


# ---- the record


def _mention(text: str, symbol: _Reading, start: int) -> SymbolMention:
    """Return the record of a symbol that begins at `start` of the text as written."""
    end, reissued = symbol.end, symbol.reissued
    if reissued and char_at(text, start - 1) in {"*", "＊"}:
        end, reissued = start + len(text[start:end].rstrip("*＊")), False
    natures = [place for place, part in enumerate(symbol.parts) if part.role == "nature"]
    nature = symbol.parts[natures[-1]] if natures else None
    session, number = session_and_number(symbol.parts, natures[-1] if natures else len(symbol.parts))
    session = symbol.session or session or symbol.head.session or organ_session(symbol.parts)
    return SymbolMention(
        start=start,
        end=end,
        written=text[start:end],
        symbol=symbol.render(len(symbol.modifiers)),
        body=_body(symbol),
        kind=_kind(nature),
        session_or_year=session or None,
        number=f"{number} {symbol.letter}".strip() or None,
        modifiers=tuple(modifier.text for modifier in symbol.modifiers),
        parent=symbol.render(len(symbol.modifiers) - 1) if symbol.modifiers else None,
        reissued=reissued,
    )


def _kind(nature: Part | None) -> str:
    """Return the nature of a document that a component tells; DOC where none does."""
    return known.NATURES.get(nature.name) or known.NUMBERED_KINDS[nature.name] if nature else "DOC"


def _body(symbol: _Reading) -> str:
    """Return the head and what follows it up to the last organ before any number or nature."""
    first = next(place for place, part in enumerate(symbol.parts) if part.role in {"number", "nature"})
    base = max((place + 1 for place in range(first) if symbol.parts[place].role == "organ"), default=0)
    return "/".join((symbol.head.text, *(part.text for part in symbol.parts[:base])))


# ---- continuations


def _continuations(text: str, base: _Reading) -> Iterator[tuple[int, _Reading]]:
    """Yield what continues a symbol, with its start: modifications, papers, numbers, letters."""
    last = base
    while (start := joined_at(text, last.end)) is not None:
        following = _next_modification(text, start, base) or _next_paper(text, start, last)
        following = following or _next_number(text, start, last) or _next_letter(text, start, last)
        if following is None or not _ends(text, following.end, following.letter):
            return
        last = _starred(text, following)
        base = base if last.modifiers else last
        yield start, last


def _next_modification(text: str, at: int, base: _Reading) -> _Reading | None:
    """Read modifications of the base symbol; Add.2 takes the place of an Add.1 it has."""
    first = slash_modifier(text, at)
    keyword = first[0].keyword if first else ""
    if first is None or keyword not in known.NUMBERED_MODIFIERS.values():
        return None
    more, end = modifiers_at(text, first[1])
    kept = list(base.modifiers)
    if (same := [modifier.keyword for modifier in kept]).count(keyword):
        kept = kept[: same.index(keyword)]
    childless = known.CHILDLESS_MODIFIERS
    while kept and kept[-1].keyword in childless and keyword not in childless:
        kept.pop()
    return replace(base, modifiers=(*kept, first[0], *more), end=end)


def _next_paper(text: str, at: int, last: _Reading) -> _Reading | None:
    """Read another paper of the same series: "WP.1 and WP.2", "2021/1 and WP.1"."""
    part = counted_part(text, at)
    if part is None or is_dated(last.parts):
        return None
    modifiers, end = modifiers_at(text, at + len(part.text))
    return replace(last, parts=(*last.parts[:-1], part), modifiers=modifiers, end=end)


def _next_number(text: str, at: int, last: _Reading) -> _Reading | None:
    """Read a bare number that counts on: "Add.1 and 2", "PV.10-12"; not one that counts something else."""
    number = token_at(text, at).partition("-")[0].rstrip(".")
    end = at + len(number)
    before = last.modifiers[-1].text.rpartition(".")[2] if last.modifiers else last.parts[-1].value
    if not is_digits(number) or not is_digits(before) or len(number) > len(before) + 1:
        return None
    if int(number) <= int(before) or not (char_at(text, at - 1) == "-" or names_at(text, end)):
        return None
    if last.modifiers:
        modifier = Modifier(f"{last.modifiers[-1].keyword}.{number}")
        return replace(last, modifiers=(*last.modifiers[:-1], modifier), end=end)
    name = last.parts[-1].name
    ranged = char_at(text, at - 1) == "-" and int(number) - int(before) >= _LONGEST_RANGE
    if last.parts[-1].role == "number" and len(last.parts) > 1 and not ranged and closes(text, end) \
            and not is_dated(last.parts):
        return replace(last, parts=(*last.parts[:-1], replace(last.parts[-1], text=number, value=number)), end=end)
    if name not in known.ENUMERATED_NATURES:
        return None
    part = Part(f"{name}.{number}", "nature", name, number)
    return replace(last, parts=(*last.parts[:-1], part), end=end)


def _next_letter(text: str, at: int, last: _Reading) -> _Reading | None:
    """Read the letter of another part of the same resolution: "55/33 A and B"."""
    letter = char_at(text, at)
    if not last.letter or letter not in CAPITALS or letter <= last.letter or not _ends(text, at + 1, letter):
        return None
    return replace(last, letter=letter, end=at + 1)
