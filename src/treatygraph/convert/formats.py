"""Tells the format of a file by what it holds: magic bytes, the names in an archive, the first tags.

Must not convert anything; what cannot be converted is refused here, with what to do instead.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from enum import StrEnum

from treatygraph.convert.blocks import ConversionError


class Format(StrEnum):
    """A format that can be read."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


MEDIA_TYPES = {
    Format.TEXT: "text/plain",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.HTML: "text/html",
}
LARGEST = {Format.TEXT: 200_000_000, Format.DOCX: 100_000_000, Format.PDF: 200_000_000, Format.HTML: 50_000_000}
HEAD = 4096
_MOST_UNPACKED = 300_000_000
_MOST_TIMES = 200
_ENOUGH_FOR_BOMBS = 1_000_000
_MOST_MEMBERS = 20_000

_SPOILT = ((b"PK\x05\x06", "an empty archive"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""), (b"{\\rtf", "an RTF file"),
           (b"\x1f\x8b", "a gzip archive; unpack it"), (b"7z\xbc\xaf", "a 7z archive; unpack it"),
           (b"Rar!", "a RAR archive; unpack it"), (b"\x89PNG", "a picture; run text recognition over it"),
           (b"\xff\xd8\xff", "a picture; run text recognition over it"), (b"GIF8", "a picture"),
           (b"II*\x00", "a picture; run text recognition over it"),
           (b"MM\x00*", "a picture; run text recognition over it"), (b"%!PS", "a PostScript file"))
_OTHERS = (("xl/workbook.xml", "a spreadsheet"), ("ppt/presentation.xml", "a presentation"),
           ("mimetype", "an OpenDocument file"))
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
                   re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<(?:head|body|p|div|table|ol|ul|h[1-6]|meta|span)\b[^>]{0,300}>", re.IGNORECASE)


def format_of(head: bytes, name: str) -> Format | None:
    """Tell the format by the first bytes of a file; None where the whole file is needed, as for an archive.

    Raises ConversionError for formats that cannot be read. A name that ends in .html or .htm helps where the first
    tags leave it open; no other suffix counts.
    """
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        return None
    for magic, what in _SPOILT:
        if head.startswith(magic):
            if not what:
                raise ConversionError(f"{name}: an old .doc file or an encrypted Office file; open it in a word "
                                      "processor and save it as .docx, without a password")
            raise ConversionError(f"{name}: {what}; give text, .docx, .pdf or .html")
    text = _shown(head)
    if _HTML.match(text) or (name.lower().endswith((".html", ".htm", ".xhtml")) and _TAGS.search(text)):
        return Format.HTML
    return Format.TEXT


def _shown(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.decode("latin-1")


def check_archive(data: bytes, name: str) -> Format:
    """Return DOCX for an archive that is a Word document; raise ConversionError for any other, and for zip bombs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            swollen = any(member.file_size > max(_ENOUGH_FOR_BOMBS, member.compress_size * _MOST_TIMES)
                          for member in members)
            if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or swollen:
                raise ConversionError(f"{name}: the archive would unpack to {unpacked:,} bytes in {len(members):,} "
                                      "files, out of all proportion; this is no report")
            names = {member.filename for member in members}
            if any(member.flag_bits & 1 for member in members):
                raise ConversionError(f"{name}: the archive is encrypted; save the document without a password")
            if "[Content_Types].xml" in names:
                types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
                if "wordprocessingml.document.main" in types:
                    return Format.DOCX
                if "wordprocessingml" in types:
                    raise ConversionError(f"{name}: a Word template, or a document with macros; save it as .docx")
            what = next((kind for mark, kind in _OTHERS if mark in names), "an archive")
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError, zlib.error,
            struct.error, lzma.LZMAError):
        raise ConversionError(f"{name}: a broken archive; download or save the document again") from None
    raise ConversionError(f"{name}: {what}, not a Word document; give text, .docx, .pdf or .html")
