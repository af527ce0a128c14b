"""Gives the PDF engine a font of plain boxes for scripts whose fonts neither a file nor the machine holds.

Must not tell which letter is which: only the room that letters take comes from here. Without any font the engine takes
a letter for a thing without size, and leaves out a piece of text that is one letter long.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

_EM, _WIDE, _TALL = 1000, 500, 700
_LAST_LETTER = 0x10FFFF
_OURS = 0x5447
"""What the engine calls this font by; the default fonts go by addresses, which are greater."""
_WITHOUT_BUILT_IN = frozenset({128, 129, 130, 134, 136, 161, 177, 178, 204, 222})
"""Windows charsets of the scripts that the engine's own fonts do not draw: the Chinese, Japanese and Korean ones,
Greek, Hebrew, Arabic, Cyrillic and Thai."""
_NO_TABLE = 0


def use_stand_in_font() -> None:
    """Let the engine of this process fall back on the boxes; once is enough, before the first file is opened."""
    _handler()


@cache
def _handler() -> Any:
    import pypdfium2 as pdfium  # noqa: PLC0415 - an optional extra

    class StandIn(pdfium.PdfSysfontBase):  # type: ignore[misc]
        """Asks the machine's fonts first, as the engine does by itself."""

        def MapFont(self, _: Any, weight: int, italic: int, charset: int, *rest: Any) -> Any:  # noqa: N802
            found = self.default.MapFont(self.default, weight, italic, charset, *rest)
            return found or (_OURS if charset in _WITHOUT_BUILT_IN else None)

        def GetFontData(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> Any:  # noqa: N802
            if font != _OURS:
                return self.default.GetFontData(self.default, font, table, buffer, size)
            data = font_of_boxes() if table == _NO_TABLE else b""
            if buffer and size >= len(data):
                ctypes.memmove(buffer, data, len(data))
            return len(data)

        def GetFaceName(self, _: Any, font: Any, buffer: Any, size: int) -> Any:  # noqa: N802
            return 0 if font == _OURS else self.default.GetFaceName(self.default, font, buffer, size)

        def GetFontCharset(self, _: Any, font: Any) -> Any:  # noqa: N802
            return 1 if font == _OURS else self.default.GetFontCharset(self.default, font)

        def DeleteFont(self, _: Any, font: Any) -> None:  # noqa: N802
            if font != _OURS:
                self.default.DeleteFont(self.default, font)

    handler = StandIn()
    handler.setup()
    return handler


@cache
def font_of_boxes() -> bytes:
    """Return a TrueType font (ISO/IEC 14496-22) that draws every letter of Unicode as one and the same box."""
    box = struct.pack(">5h", 1, 0, 0, _WIDE, _TALL)  # one outline, and the room it takes
    box += struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)  # its last point, no instructions, four points on the outline
    box += struct.pack(">8h", 0, _WIDE, 0, -_WIDE, 0, 0, _TALL, 0)  # the steps across, then those up
    every_letter = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 1, _LAST_LETTER, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + every_letter,
        b"glyf": box,
        b"head": struct.pack(">IIIIHHqq4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _WIDE, _TALL,
                             0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, _TALL, 0, 0, _EM, 0, 0, _WIDE, 1, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">III", 0, 0, len(box)),  # the first is for letters that no font has: nothing
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    searching = (64, 2, len(tables) * 16 - 64)
    place = 12 + 16 * len(tables)
    index, body = struct.pack(">IH3H", 0x10000, len(tables), *searching), b""
    for tag, data in sorted(tables.items()):
        index += struct.pack(">4sIII", tag, 0, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return index + body
