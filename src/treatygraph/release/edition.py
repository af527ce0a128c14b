"""Says which release it is: its number, its day, where it will lie, and which one it follows.

Must not look at a clock: the day is given, by the caller or by SOURCE_DATE_EPOCH (reproducible-builds.org).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from treatygraph import iris
from treatygraph.model import Iri, TreatyGraphError, brief
from treatygraph.release.prior import Prior

EPOCH = "SOURCE_DATE_EPOCH"
"""The environment variable that says which second is to be taken for now, in seconds since 1970 (UTC)."""
_LAST_SECOND = 253_402_300_799
_NUMBER = r"(?:0|[1-9]\d*)"
_PART = rf"(?:{_NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_PART}(?:\.{_PART})*))?", re.ASCII)


@dataclass(frozen=True)
class Edition:
    """A release by its number and day; `address` is where its files will lie, where that is known."""

    version: str
    issued: date
    address: str = ""
    prior: Prior | None = None

    def __post_init__(self) -> None:
        """Raise TreatyGraphError where the number is none, or is not later than that of the release before."""
        own = precedence(self.version)
        if self.prior and own <= precedence(self.prior.version):
            raise TreatyGraphError(f"{self.version} is not later than {self.prior.version}, which {self.prior.folder} "
                                   "holds; give --version a later number, or --previous an earlier release")
        if self.prior and self.issued.isoformat() < self.prior.issued:
            raise TreatyGraphError(f"{self.prior.version} was issued on {self.prior.issued}; a later release cannot be "
                                   f"of {self.issued}")

    @property
    def iri(self) -> Iri:
        """The IRI of this release of the dataset."""
        return iris.described("release", self.version)

    def part(self, kind: str, name: str = "") -> Iri:
        """Return the IRI of a part of this release: a file, its checksum, the activity that made it."""
        return iris.described("release", f"{self.version}/{kind}" + (f"/{name}" if name else ""))

    def url(self, name: str) -> str:
        """Return the address at which one of its files will lie; empty where no address is known."""
        return self.address + quote(name) if self.address else ""


def precedence(version: str) -> tuple[object, ...]:
    """Return what versions are ordered by (Semantic Versioning 2.0.0, 11); raise TreatyGraphError for what is none.

    >>> precedence("0.10.0") > precedence("0.9.1"), precedence("1.0.0-rc.2") < precedence("1.0.0")
    (True, True)
    """
    found = _VERSION.fullmatch(version)
    if not found:
        raise TreatyGraphError(f"'{brief(version, 40)}' is no version; write three numbers, as in 0.2.0, and behind a "
                               "hyphen what comes before that version, as in 1.0.0-rc.1 (Semantic Versioning)")
    numbers = tuple(int(number) for number in found.groups()[:3])
    before = tuple((0, int(part), "") if part.isdigit() else (1, 0, part)
                   for part in (found[4] or "").split(".") if part)
    return (*numbers, not before, before)


def issue_day(given: str | None, environment: Mapping[str, str]) -> date:
    """Return the day of issue: the one given, else that of SOURCE_DATE_EPOCH.

    Raises TreatyGraphError where neither says one.

    >>> issue_day(None, {"SOURCE_DATE_EPOCH": "1638057600"}).isoformat()
    '2021-11-28'
    """
    if given is not None:
        try:
            return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            raise TreatyGraphError(f"'{brief(given, 40)}' is no day; write --issued as YYYY-MM-DD") from None
    seconds = environment.get(EPOCH, "")
    if not seconds:
        raise TreatyGraphError("no clock is read, so that a release can be made again: say which day it is of with "
                               f"--issued YYYY-MM-DD, or set {EPOCH}")
    if not (seconds.isascii() and seconds.isdigit() and int(seconds) <= _LAST_SECOND):
        raise TreatyGraphError(f"{EPOCH} is '{brief(seconds, 40)}', which is no number of seconds since 1970")
    return datetime.fromtimestamp(int(seconds), UTC).date()


def checked_address(address: str) -> str:
    """Return an address of a folder, ending in a slash; raise TreatyGraphError where it is no address of the Web."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment \
            or re.search(r'[\s<>"{}|\\^`]', address):
        raise TreatyGraphError(f"'{brief(address, 80)}' is no address of a folder on the Web; write it as "
                               "https://example.org/treatygraph/0.2.0/")
    return address.rstrip("/") + "/"
