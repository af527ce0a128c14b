"""Finds the texts of a corpus: in folders, archives and manifests, by patterns, and at addresses.

Must not read a text; it only says where its bytes are, and what they amount to.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import http.client
import lzma
import shutil
import tarfile
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import quote, urlsplit

from treatygraph.convert.formats import LARGEST
from treatygraph.model import TreatyGraphError, brief

ENDINGS = (".txt", ".docx", ".pdf", ".html", ".htm")
"""What the texts in a folder or an archive end with; other files there are left alone."""
COLUMNS = ("file", "address", "symbol", "language", "rows")
RECEIVED = "received"
"""The folder of the output in which texts fetched from addresses are kept, so that each is fetched once."""
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_MOST_BYTES = max(LARGEST.values())
_PIECE = 1 << 20
# What the libraries raise of an archive that is damaged, in cipher (RuntimeError), or packed in a way they do not know.
_NOT_UNPACKED = (OSError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError,
                 RuntimeError)
_SECONDS = 60


@dataclass(frozen=True)
class Text:
    """A text of a corpus: its name, its file (or the archive it is in), and what the manifest says of it.

    `fault` says why the text is not to be had.
    """

    name: str
    file: Path
    member: str = ""
    symbol: str = ""
    language: str = ""
    rows: str = ""
    sha256: str = ""
    fault: str = ""


def find(given: Sequence[str], out: Path) -> list[Text]:
    """Return the texts that folders, archives, manifests, files and patterns give, each with its checksum, by name.

    What lies in `out`, the folder that is written to, is no text. Raises TreatyGraphError where something given is
    not there or cannot be used, or where two texts have one name; a text that cannot be read says so itself.
    """
    found: dict[str, Text] = {}
    for one in given:
        for text in _given(one, out.resolve()):
            if found.setdefault(text.name, text) is not text:
                raise TreatyGraphError(f"two texts are both called '{text.name}'; name each folder, archive or row "
                                       "once")
    return [found[name] for name in sorted(found)]


def _given(one: str, out: Path) -> Iterator[Text]:
    path = Path(one)
    if path.is_dir():
        yield from (_file(file, f"{path.resolve().name}/{file.relative_to(path).as_posix()}")
                    for file in sorted(path.rglob("*")) if _is_text(file, path, out))
    elif path.suffix.lower() == ".csv" and path.is_file():
        yield from _manifest(path, out)
    elif path.is_file():
        yield from _archive(path) if path.name.lower().endswith(_ARCHIVES) else [_file(path, path.name)]
    elif glob.has_magic(one):
        files = sorted(Path(name) for name in glob.glob(one, recursive=True))
        texts = [_file(file, file.as_posix()) for file in files if file.is_file() and out not in file.resolve().parents]
        if not texts:
            raise TreatyGraphError(f"{one}: no file fits this pattern")
        yield from texts
    else:
        raise TreatyGraphError(f"{one}: no such file or folder, and no pattern; name a folder, an archive (.zip, "
                               ".tar), a manifest (.csv), or a pattern in quotation marks")


def _is_text(file: Path, folder: Path, out: Path) -> bool:
    inside = file.relative_to(folder).parts
    return (file.suffix.lower() in ENDINGS and not any(part.startswith(".") for part in inside)
            and file.is_file() and out not in file.resolve().parents)


def _file(file: Path, name: str, symbol: str = "", language: str = "", rows: str = "") -> Text:
    try:
        with file.open("rb") as handle:
            return Text(name, file, "", symbol, language, rows, _sha256(handle))
    except OSError as fault:
        return Text(name, file, "", symbol, language, rows, fault=f"cannot be read ({fault.strerror or fault})")


def _sha256(handle: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := handle.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


# ---- archives

def _archive(path: Path) -> Iterator[Text]:
    with _opened(path) as members:
        for name, size, handle in members:
            if size > _MOST_BYTES:
                yield Text(f"{path.name}/{name}", path, name, fault=f"{size:,} bytes, more than a text may have")
                continue
            try:
                yield Text(f"{path.name}/{name}", path, name, sha256=_sha256(handle))
            except _NOT_UNPACKED as fault:
                yield Text(f"{path.name}/{name}", path, name, fault=f"cannot be unpacked ({fault})")


def unpack(path: Path, wanted: dict[str, Path]) -> None:
    """Write members of an archive, given by name, to the files named with them."""
    with _opened(path) as members:
        for name, _, handle in members:
            if name in wanted:
                wanted[name].parent.mkdir(parents=True, exist_ok=True)
                with wanted[name].open("wb") as file:
                    shutil.copyfileobj(handle, file, _PIECE)


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Yield the texts of an archive as name, size and bytes; the names are only names, nothing is written by them."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield _of_zip(archive)
        else:
            with tarfile.open(path) as packed:
                yield _of_tar(packed)
    except _NOT_UNPACKED as fault:
        raise TreatyGraphError(f"{path}: cannot be unpacked ({brief(str(fault), 120)})") from None


def _of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for info in archive.infolist():
        if _names_a_text(info.filename) and not info.is_dir():
            with archive.open(info) as handle:
                yield info.filename, info.file_size, handle


def _of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for info in archive:
        handle = archive.extractfile(info) if info.isreg() and _names_a_text(info.name) else None
        if handle is not None:
            with handle:
                yield info.name.removeprefix("./"), info.size, handle


def _names_a_text(name: str) -> bool:
    parts = PurePosixPath(name.removeprefix("./")).parts
    # Archives made on macOS hold a shadow of each file below `__MACOSX`.
    return name.lower().endswith(ENDINGS) and not any(part.startswith((".", "__MACOSX")) for part in parts)


# ---- manifests

def _manifest(path: Path, out: Path) -> Iterator[Text]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            columns = tuple(reader.fieldnames or ())
            unknown = [name for name in columns if name not in COLUMNS]
            if unknown or not {"file", "address"} & set(columns):
                what = f"unknown column '{brief(unknown[0])}'" if unknown else "no column 'file' or 'address'"
                raise TreatyGraphError(f"{path}:1: {what}; the columns of a manifest are {', '.join(COLUMNS)}")
            rows = [(reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}) for row in reader]
    except (csv.Error, UnicodeDecodeError, OSError) as fault:
        raise TreatyGraphError(f"{path}: cannot be read as a manifest ({fault})") from None
    for line, row in rows:
        if bool(row["file"]) == bool(row["address"]):
            raise TreatyGraphError(f"{path}:{line}: give either a file or an address")
        rows_of = str(path.parent / row["rows"]) if row["rows"] else ""
        if rows_of and not Path(rows_of).is_dir():
            raise TreatyGraphError(f"{path}:{line}: there is no folder '{row['rows']}' with further rows")
        about = (row["symbol"], row["language"], rows_of)
        if row["file"]:
            yield _file(path.parent / row["file"], row["file"], *about)
        else:
            yield _fetched(row["address"], out / RECEIVED, f"{path}:{line}", *about)


def _fetched(address: str, folder: Path, where: str, symbol: str, language: str, rows: str) -> Text:
    """Return the text at an address; one that was fetched before is taken from the folder, and not asked for again."""
    if urlsplit(address).scheme not in {"http", "https"}:
        raise TreatyGraphError(f"{where}: '{brief(address)}' is no address; it begins with http:// or https://")
    # The end of the address is kept, for it tells a .pdf from a .txt; the checksum tells long ones apart.
    name = f"{hashlib.sha256(address.encode()).hexdigest()[:16]}-{quote(address.rpartition('/')[2], safe='')[-80:]}"
    file = folder / name
    if not file.is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f"{name}.part")
            with urllib.request.urlopen(address, timeout=_SECONDS) as answer, part.open("wb") as handle:
                _copy(answer, handle)
            part.replace(file)
        except (OSError, ValueError, http.client.HTTPException) as fault:
            why = f"cannot be fetched ({brief(str(getattr(fault, 'reason', fault)), 120)})"
            return Text(address, file, "", symbol, language, rows, fault=why)
    return _file(file, address, symbol, language, rows)


def _copy(answer: IO[bytes], handle: IO[bytes]) -> None:
    copied = 0
    while piece := answer.read(_PIECE):
        copied += len(piece)
        if copied > _MOST_BYTES:
            raise ValueError(f"more than {_MOST_BYTES:,} bytes")
        handle.write(piece)
    # What of an announced length has not come: read in pieces, an answer that breaks off raises nothing.
    if lacking := getattr(answer, "length", None):
        raise ValueError(f"it broke off, {lacking:,} bytes short")
