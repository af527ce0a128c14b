"""Makes what others wrote fit to be shown in a message or a log: on one line, and without what is nobody else's.

Must not decide what is shown, nor where.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_HIDDEN = "***"
# Who signs in, between the slashes and the @ of an address; percent-encoded too, as in a parameter.
_USER = re.compile(r"(?P<slashes>(?::|%3A)(?:/|%2F){2})(?:(?!%(?:2F|3F|23|3C|3E|22))[^/?#@\s&<>\"'])+(?P<at>@|%40)",
                   re.I)
_SIGNED_IN = re.compile(r"\b(?P<scheme>bearer|basic|token)(?P<gap>\s++|%20|\+)"
                        r"(?P<proof>(?:[\w.~+/=-]|%(?:2B|2F|3D)){8,}+)", re.I)
_NO_WORD = re.compile(r"[\d=._-]")
_SECRET = re.compile(r"(?i)(?:^|[^a-z])(?:key|sig|pwd|pw|jwt|otp)$|token|passw|secret|signature|credential|api.?key"
                     r"|auth(?!or)|session")
# Begins where no name goes on, and never gives back: a long text without a sign of equality is gone through once.
_FIELD = re.compile(r"(?<![^?&;#\s=<>\"'])(?P<name>[^?&;#\s=<>\"']++)=(?P<value>[^&;#\s<>\"']+)")


def one_line(text: str, longest: int = 300) -> str:
    """Return a text on one line: no sign in it ends a line, steers a terminal or turns the direction of writing."""
    shown = "".join(char if char.isprintable() else "?" for char in text[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def without_secrets(text: str) -> str:
    """Return a text without the passwords and tokens of the addresses and headers in it."""
    shown = _USER.sub(rf"\g<slashes>{_HIDDEN}\g<at>", text)
    shown = _SIGNED_IN.sub(_signed_in, shown)
    return _FIELD.sub(_field, shown)


def _signed_in(found: re.Match[str]) -> str:
    secret = _NO_WORD.search(found["proof"])
    return f"{found['scheme']}{found['gap']}{_HIDDEN}" if secret else found.group()


def _field(found: re.Match[str]) -> str:
    secret = _SECRET.search(unquote_plus(found["name"]))
    return f"{found['name']}={_HIDDEN}" if secret else found.group()
