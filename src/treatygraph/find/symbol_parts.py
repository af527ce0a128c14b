"""Reads the components of a document symbol: its head, organs, natures, numbers and modifications.

It must not decide whether they make a symbol. Every function looks ahead a bounded number of characters, so
that reading takes time in proportion to the text; positions are offsets into a text translated with `FOLDED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from treatygraph.find import symbol_organs as known

# Every folded character stands for exactly one written character, so that offsets stay true.
FOLDED = {0xFF01 + n: 0x21 + n for n in range(94)}
FOLDED |= dict.fromkeys(map(ord, "‐‑‒–−"), ord("-"))
FOLDED |= dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u3000"), ord(" "))

_DIGITS = frozenset("0123456789")
CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LETTERS = CAPITALS | frozenset("abcdefghijklmnopqrstuvwxyz")
_TOKEN = _DIGITS | _LETTERS | frozenset(".-")
_RUN = _TOKEN | frozenset("/\\_@#%&=?~+")
_DASHES = frozenset("-—―")
_MAX_TOKEN, _MAX_GAP, _MAX_BRACKET, _MAX_MODIFIERS = 40, 8, 32, 10
_MAX_CAPITALS = 10
_SPACED_ORGANS = tuple(name for name in known.ORGANS if " " in name)
_BRACKETED_LONGEST_FIRST = tuple(sorted(known.BRACKETED_MODIFIERS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Part:
    """A component: its official text, its role, the name in it (organ, nature) and its ordinal or value."""

    text: str
    role: Literal["organ", "nature", "number", "word"]
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The first component; `row` is None for a series no table knows, `session` is a SessionHead's."""

    text: str
    row: known.Series | None = None
    session: str = ""
    plain: bool = True
    article: bool = False
    joint: str = "/"


@dataclass(frozen=True, slots=True)
class Modifier:
    """What modifies a document, in official spelling, and whether it is written in brackets."""

    text: str
    bracketed: bool = False

    @property
    def keyword(self) -> str:
        """Return the modifier without its number: Add, Vol."""
        return self.text.partition(".")[0]


# ---- characters and words


def in_run(char: str) -> bool:
    """Return whether a character belongs to a word or path; letters without case (Chinese) never do."""
    return char in _RUN if char.isascii() else char.isalpha() and char.lower() != char.upper()


def run_at(text: str, at: int) -> str:
    """Return the word or path from `at` on, as far as it can tell whether a symbol may end there."""
    end = at
    while end < len(text) and end - at <= _MAX_TOKEN and in_run(text[end]):
        end += 1
    return text[at:end]


def char_at(text: str, at: int) -> str:
    """Return the character at a position, or nothing outside the text."""
    return text[at] if 0 <= at < len(text) else ""


def token_at(text: str, at: int) -> str:
    """Return the letters, digits, full stops and hyphens from `at` on, of a bounded number."""
    end = at
    while end < len(text) and end - at <= _MAX_TOKEN and text[end] in _TOKEN:
        end += 1
    return text[at:end]


def gap_end(text: str, at: int) -> int:
    """Return where the white space at `at` ends; `at` itself if it is long or has an empty line."""
    end = at
    while end < len(text) and end - at <= _MAX_GAP and text[end].isspace():
        end += 1
    return at if end - at > _MAX_GAP or text.count("\n", at, end) > 1 else end


def is_digits(word: str, most: int = 6) -> bool:
    """Return whether a word is a number of so many digits at most."""
    return 0 < len(word) <= most and all(char in _DIGITS for char in word)


def is_roman(word: str) -> bool:
    """Return whether a word can be a roman number of a session or organ; C and L alone are letters."""
    return 0 < len(word) <= 8 and all(char in "IVXLC" for char in word) and word not in {"L", "C"}


def is_year(word: str) -> bool:
    """Return whether a word can be a year in a symbol."""
    return len(word) == 4 and is_digits(word) and "1945" <= word < "2050"


def is_ordinal(word: str) -> bool:
    """Return whether a word is a short number, arabic or roman."""
    return is_digits(word, 4) or is_roman(word)


def is_session(word: str) -> bool:
    """Return whether a word is a special session: S-10, ES-11, S-VI."""
    head, hyphen, tail = word.partition("-")
    return bool(hyphen) and head in {"S", "ES"} and is_ordinal(tail)


def _is_capitals(word: str) -> bool:
    return bool(word) and all(char in CAPITALS for char in word)


# ---- components


def read_head(text: str, at: int) -> tuple[Head, int] | None:
    """Read a first component; return it and the position of the stroke behind it."""
    token = token_at(text, at)
    if not token or token[0] not in CAPITALS or len(token) > _MAX_TOKEN:
        return None
    if article := _article_head(text, at):
        return article
    end = at + len(token)
    if token[-1] == "-" and (more := token_at(text, gap_end(text, end))) and token + more in known.SERIES:
        token, end = token + more, gap_end(text, end) + len(more)  # a line broken behind the hyphen
    stem, _, last = token.rpartition("-")
    stopped = known.SESSION_HEADS.get(token.partition(".")[0])
    hyphenated = known.SESSION_HEADS.get(stem)
    head: Head | None = None
    if token in known.SERIES:
        head = Head(token, known.SERIES[token])
    elif hyphenated and hyphenated.written == "hyphen" and is_ordinal(last):
        head = Head(token, session=last, plain=hyphenated.plain)
    elif (row := known.SESSION_HEADS.get(token)) and row.written == "brackets":
        session, end = _bracketed_ordinal(text, end)
        head = Head(f"{token}({session})", session=session) if session else None
    elif stopped and stopped.written == "stop" and is_digits(token.partition(".")[2], 4):
        head = Head(token, session=token.partition(".")[2], plain=stopped.plain)
    elif 2 <= len(token) <= 10 and _is_capitals(token):
        head = Head(token)
    return (head, end) if head and char_at(text, end) == "/" else None


def _article_head(text: str, at: int) -> tuple[Head, int] | None:
    """Read "CTBT-Art.XIV", with any dash and with white space around the dash, behind "Art.", before a stroke."""
    end = at
    while end - at <= _MAX_CAPITALS and char_at(text, end) in CAPITALS:
        end += 1
    stem = text[at:end]
    dash = gap_end(text, end)
    if not stem or char_at(text, dash) not in _DASHES:
        return None
    start = gap_end(text, dash + 1)
    if text[start : start + 4].upper() != "ART.":
        return None
    start = gap_end(text, start + 4)
    number = token_at(text, start)
    end = start + len(number)
    stroke = gap_end(text, end)
    if not is_roman(number) or char_at(text, stroke) != "/":
        return None
    return Head(f"{stem}-Art.{number}", known.SERIES.get(stem), article=True), stroke


def _bracketed_ordinal(text: str, at: int) -> tuple[str, int]:
    """Read "(64)" directly at a position; ("", at) if there is none."""
    close = text.find(")", at, at + 10)
    inside = text[at + 1 : close] if char_at(text, at) == "(" and close > 0 else ""
    return (inside, close + 1) if is_ordinal(inside) else ("", at)


def after_stroke(text: str, at: int) -> int:
    """Return where the component behind the stroke at `at` begins: at once, or behind a gap or broken line."""
    return gap_end(text, at + 1)


def next_stroke(text: str, at: int, head: Head) -> int | None:
    """Return the stroke that goes on from a component ending at `at`, if any.

    A space may stand before it where a number follows at once and the series is known.
    """
    if char_at(text, at) == "/":
        return at
    stroke = gap_end(text, at)
    known_head = head.row is not None or head.article or bool(head.session)
    return stroke if known_head and char_at(text, stroke) == "/" and char_at(text, stroke + 1) in _DIGITS else None


def read_part(text: str, at: int, head: Head, before: list[Part], apart: bool = False
              ) -> tuple[Part, int, bool] | None:
    """Read a component, return it, its end, and whether the components end inside the token (1-S, 87.3).

    `apart`: a space stands before it, so that a word there is one of the sentence.
    """
    for name in _SPACED_ORGANS:
        if text.startswith(f"{name}/", at):
            return Part(name, "organ", name), at + len(name), False
    token, end = _stopped_token(text, at)
    if not token or len(token) > _MAX_TOKEN:
        return None
    if token in known.ORGANS_IN_BRACKETS:
        session, close = _bracketed_ordinal(text, end)
        if session:
            return Part(f"{token}({session})", "organ", token, session), close, False
    if (part := _classify(token, head, before)) and not (apart and part.role == "word"):
        return part, end, False
    if apart and token[0] not in _DIGITS:
        return None
    if is_dated(before) and token[-1] in CAPITALS and is_digits(token[:-1]):
        return Part(token[:-1], "number", value=token[:-1]), end - 1, True  # 75K: a resolution and its letter
    if end != at + len(token):
        return None
    for cut in range(len(token) - 1, 0, -1):  # a joint symbol, a range, a footnote mark follow
        if token[cut] in ".-" and (part := _classify(token[:cut], head, before)):
            return part, at + cut, True
    return None


def _stopped_token(text: str, at: int) -> tuple[str, int]:
    """Read a token and its end; a printer's space or a broken line behind its full stop is left out ("WP. 1")."""
    token = token_at(text, at)
    end = at + len(token)
    if not token.endswith(".") or not _official(token[:-1]):
        return token, end
    start = gap_end(text, end)
    number = token_at(text, start).partition(".")[0].partition("-")[0] if start > end else ""
    ordinal = is_digits(number) or (is_roman(number) and _official(token[:-1]) in known.ORGANS)
    return (token + number, start + len(number)) if ordinal else (token, end)


def _official(name: str) -> str:
    """Return the name of an organ or nature as the tables write it, or nothing: "Conf" is CONF."""
    if name in known.NATURES or name in known.ORGANS:
        return name
    for other in (name.upper(), name.capitalize()):
        if len(name) > 1 and name[:1] in CAPITALS and (other in known.NATURES or other in known.ORGANS):
            return other
    return ""


def _classify(token: str, head: Head, before: list[Part]) -> Part | None:
    """Return the component a token is, in its place behind `before`."""
    words = head.article or head.row is None or head.row.words
    if is_digits(token) or is_session(token):
        return Part(token, "number", value=token)
    low, hyphen, high = token.partition("-")
    if hyphen and words and before and before[-1].role != "number" and is_digits(low) and is_digits(high):
        return Part(token, "number", value=token)  # combined periodic reports: CEDAW/C/CHN/7-8
    name, dot, ordinal = token.partition(".")
    name = _official(name) or name
    if not words and name in {"Res", "Dec"}:
        name = name.upper()  # the principal organs write them in capitals
    organ = known.ORGANS.get(name)
    council = bool(organ and organ.bare) and not dot and not before  # HSP/GC/25/2; CCPR/C/GC/34 is a comment
    if name in known.NATURES and (is_digits(ordinal) or not dot) and not council:
        spaced = " " if dot and head.row and head.row.spaced else ""
        return Part(f"{name}{dot}{spaced}{ordinal}", "nature", name, ordinal)
    if organ and (is_ordinal(ordinal) if dot else organ.bare):
        return Part(f"{name}{dot}{ordinal}", "organ", name, ordinal)
    if words and len(low) > 1 and _is_capitals(low) and is_ordinal(high):
        return Part(token, "organ", low, high)  # CTBT/PC-19
    if before and before[-1].role != "word" and is_roman(token):
        return Part(token, "number", value=token)
    return _word(token, head, before)


def _word(token: str, head: Head, before: list[Part]) -> Part | None:
    """Return the component that a word no table knows is: PTS, MP.PP, OzL.Pro, or an organ's with its number CHW.15."""
    words = head.article or head.row is None or head.row.words
    if not (words or any(part.role == "organ" for part in before)):
        return None
    name, dot, ordinal = token.rpartition(".")
    if dot and words and head.row and is_digits(ordinal, 4) and _is_name(name):
        return Part(token, "organ", name, ordinal)
    first, dot, second = token.partition(".")
    if _is_capitals(first + second) and len(first + second) <= _MAX_CAPITALS and (second or not dot):
        return Part(token, "word", token)
    return Part(token, "word", token) if head.row and words and _is_name(token) and not token.isupper() else None


def _is_name(token: str) -> bool:
    """Return whether a token is short words of letters, put together as organs' names are: CHW, OzL.Pro, ExCom."""
    pieces = token.split(".")
    told = len(pieces) > 1 or sum(char in CAPITALS for char in token) > 1
    return told and all(piece and piece[0] in CAPITALS and len(piece) <= _MAX_CAPITALS
                        and all(char in _LETTERS for char in piece) for piece in pieces)


def is_dated(parts: tuple[Part, ...] | list[Part]) -> bool:
    """Return whether components are a resolution's or decision's, which may have a year and a letter."""
    return any(part.role == "nature" and known.NATURES[part.name] in known.DATED_NATURES for part in parts)


def counted_part(text: str, at: int) -> Part | None:
    """Read WP.2, L.6: a nature with its number that can be counted on."""
    name, _, number = token_at(text, at).partition("-")[0].rstrip(".").partition(".")
    name = _official(name)
    counted = name in known.ENUMERATED_NATURES and is_digits(number)
    return Part(f"{name}.{number}", "nature", name, number) if counted else None


def session_and_number(parts: tuple[Part, ...], nature: int) -> tuple[str, str]:
    """Return session or year, and number, as the components give them around the nature at that place."""
    before = [part.value for part in parts[:nature] if part.role == "number"]
    after = [part.value for part in parts[nature:] if part.role == "number"]
    if nature < len(parts) and parts[nature].value:
        return (before[0] if before else ""), parts[nature].value
    if nature < len(parts) and before:
        return before[0], "/".join(after)
    numbers = before + after
    tail = 2 if len(numbers) > 1 and is_roman(numbers[-1]) and is_digits(numbers[-2]) else 1  # NPT/CONF/35/I
    return (numbers[0] if len(numbers) > tail else ""), "/".join(numbers[-tail:])


def organ_session(parts: tuple[Part, ...]) -> str:
    """Return the session or year in an organ's component (CONF.2010, MSP.14, PC-19), or nothing."""
    for part in parts:
        organ = known.ORGANS.get(part.name)
        by_session = bool(organ and organ.session) or "-" in part.text
        if part.name == "CONF":  # A/CONF.229 counts the conferences of all subjects
            by_session = is_year(part.value) or is_roman(part.value)
        if part.role == "organ" and part.value and by_session:
            return part.value
    return ""


# ---- modifications


def slash_modifier(text: str, at: int) -> tuple[Modifier, int] | None:
    """Read a modification and its end: Add.1, "ADD. 1", Annex IV, Summary."""
    end = at
    while end < len(text) and end - at <= 9 and text[end] in _LETTERS:
        end += 1
    name = text[at:end].lower()
    if name in known.NUMBERED_MODIFIERS and char_at(text, end) == ".":
        start = gap_end(text, end + 1)
        number = token_at(text, start).partition(".")[0].partition("-")[0]
        title = f"{known.NUMBERED_MODIFIERS[name]}.{number}"
        return (Modifier(title), start + len(number)) if is_digits(number, 4) else None
    title, needs_label = known.TITLED_MODIFIERS.get(name, ("", False))
    if title and char_at(text, end) in {" ", "."}:
        word = token_at(text, end + 1).rstrip(".-")
        if label := _official_label(word):
            return Modifier(f"{title} {label}"), end + 1 + len(word)
    whole = char_at(text, end) == "/" or not in_run(char_at(text, end) or " ")
    return (Modifier(title), end) if title and not needs_label and whole else None


def bracket_at(text: str, at: int) -> tuple[str, int] | None:
    """Read the content of brackets behind a component, after a gap or none, and their end."""
    start = gap_end(text, at)
    close = text.find(")", start, start + _MAX_BRACKET)
    if char_at(text, start) != "(" or close <= 0:
        return None
    content = text[start + 1 : close].strip()
    sign = next((sign for sign in known.YEAR_SIGNS if content.endswith(sign)), "")
    bare = content.removesuffix(sign).strip()
    return (bare if sign and is_year(bare) else content), close + 1


def _bracket_modifier(content: str) -> str | None:
    """Return the official spelling of a modification in brackets: "Vol.I" is "Vol. I"; None if it is none."""
    pieces = []
    for piece in map(str.strip, content.split("/")):
        name = next((name for name in _BRACKETED_LONGEST_FIRST if piece.lower().startswith(name)), None)
        if name is None:
            return None
        title, labelled = known.BRACKETED_MODIFIERS[name]
        rest = piece[len(name) :].lstrip(". ")
        label = _official_label(rest) if labelled else None
        if (labelled and label is None) or (not labelled and rest):
            return None
        pieces.append(f"{title} {label}" if label else title)
    return "/".join(pieces)


def _official_label(text: str) -> str | None:
    """Return the numbers and letters behind Vol., Part, Annex, well spaced; None if anything else stands."""
    words = text.replace(",", " , ").split()
    labels = [word for word in words if is_ordinal(word) or (len(word) == 1 and word in CAPITALS)]
    others = [word for word in words if word not in labels and word not in known.LABEL_JOINERS]
    return " ".join(words).replace(" ,", ",") if labels and not others else None


def modifiers_at(text: str, at: int) -> tuple[tuple[Modifier, ...], int]:
    """Read all modifications at `at`, behind strokes and in brackets, and their end."""
    found: list[Modifier] = []
    while len(found) < _MAX_MODIFIERS:
        stroke = gap_end(text, at)
        if char_at(text, stroke) == "/" and (slashed := slash_modifier(text, after_stroke(text, stroke))):
            modifier, at = slashed
            found.append(modifier)
        elif (bracket := bracket_at(text, at)) and (name := _bracket_modifier(bracket[0])):
            found.append(Modifier(name, bracketed=True))
            at = bracket[1]
        else:
            break
    return tuple(found), at
