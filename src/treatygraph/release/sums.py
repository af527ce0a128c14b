"""Writes checksums of a release's files, reads those of an earlier one, and hashes graphs whatever form they have.

Must not know what the files hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, serialize

from treatygraph.model import TreatyGraphError
from treatygraph.stores.canonical import canonical

SUMS_FILE = "SHA256SUMS"
"""The list that `sha256sum --check` reads (GNU Coreutils)."""
_LINE = re.compile(r"([0-9a-f]{64})  ([^\\/\n][^\\\n]*)")


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of each file, a line each, in order of name."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def listed(folder: Path) -> dict[str, str]:
    """Return the files that a release's list names, each with its SHA-256.

    Raises TreatyGraphError where there is no list, or one that no release wrote.
    """
    try:
        lines = (folder / SUMS_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise TreatyGraphError(f"{folder}: no release (it has no list {SUMS_FILE} that can be read)") from None
    found = [_LINE.fullmatch(line) for line in lines]
    if not found or any(one is None or ".." in one[2].split("/") for one in found):
        raise TreatyGraphError(f"{folder}: no release (its list {SUMS_FILE} is none that this program writes)")
    return {one[2]: one[1] for one in found if one}


def verified(folder: Path, name: str) -> bytes:
    """Return a file of a release; raise TreatyGraphError where it is missing or not what the release's list says."""
    wanted = listed(folder).get(name)
    try:
        data = (folder / name).read_bytes()
    except OSError as fault:
        raise TreatyGraphError(f"{folder / name}: cannot be read ({fault.strerror or fault})") from None
    if hashlib.sha256(data).hexdigest() != wanted:
        raise TreatyGraphError(f"{folder / name}: not the file of that release (its SHA-256 is not the one in "
                               f"{SUMS_FILE}); fetch it again")
    return data


def graph_hash(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads of quads: the same for isomorphic graphs (W3C, RDFC-1.0).

    Raises IndistinctError where blank nodes cannot be told apart in bounded time.
    """
    kept = list(quads)
    blank = any(isinstance(term, BlankNode) for quad in kept for term in (quad.subject, quad.object, quad.graph_name))
    written = canonical(kept) if blank else serialize(kept, format=RdfFormat.N_QUADS) or b""
    # A line ends by LF alone; literals may hold signs at which str.splitlines would break too.
    lines = sorted({line for line in written.decode().split("\n") if line})
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
