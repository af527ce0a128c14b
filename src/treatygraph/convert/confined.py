"""Runs a converter in a process of its own, with a limit on its time and memory, and hands back what it made.

Must not trust what comes in: a file may be made to stall or fill a parser.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from treatygraph.convert.blocks import Change, ConversionError, Converted, layout
from treatygraph.convert.formats import Format
from treatygraph.isolated import isolated_call
from treatygraph.model import Severity

SECONDS = 120
MEMORY = 2_000_000_000
MOST_LETTERS = 20_000_000
LIBRARIES = {Format.DOCX: {"docx": "python-docx", "lxml": "lxml"}, Format.PDF: {"pypdfium2": "pypdfium2"},
             Format.HTML: {"lxml": "lxml"}}


class MissingLibraryError(ConversionError):
    """A format whose library is not installed."""


def convert_confined(data: bytes, form: Format, name: str, seconds: int = SECONDS) \
        -> tuple[str, list[tuple[Change, int]], str]:
    """Convert a file in a process of its own.

    Returns the text, each change with the offset in the text it belongs to, and the names and versions of the
    libraries used. Raises MissingLibraryError where one is not installed, and ConversionError where the file cannot
    be converted, or takes more than `seconds` or MEMORY bytes.
    """
    missing = [package for module, package in LIBRARIES[form].items() if find_spec(module) is None]
    if missing:
        raise MissingLibraryError(f"{name}: reading .{form} needs {' and '.join(missing)}; run: "
                                  "pip install 'treatygraph[formats]'")
    call = isolated_call("treatygraph.convert.confined", form.value, name, str(seconds))
    try:
        done = subprocess.run(call, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ConversionError(f"{name}: converting takes more than {seconds} seconds; give a smaller or simpler "
                              "file") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ConversionError(f"{name}: the converter broke down on this file ({_cause(done)}); save it again, or "
                              "give a text file") from None
    if "error" in answer:
        raise ConversionError(answer["error"])
    changes = [(Change(**{**change, "severity": Severity(change["severity"])}), offset)
               for change, offset in answer["changes"]]
    return answer["text"], changes, answer["converter"]


def _cause(done: subprocess.CompletedProcess[bytes]) -> str:
    last = done.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
    return last or (f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}")


def convert_here(data: bytes, form: Format, name: str) -> Converted:
    """Convert a file in this process; raise ConversionError where it cannot be."""
    if form is Format.DOCX:
        from treatygraph.convert.word import convert_docx  # noqa: PLC0415 - needs an optional library

        return convert_docx(data, name)
    if form is Format.PDF:
        from treatygraph.convert.pdf import convert_pdf  # noqa: PLC0415 - needs an optional library

        return convert_pdf(data, name)
    from treatygraph.convert.markup import convert_html  # noqa: PLC0415 - needs an optional library

    return convert_html(data, name)


def offsets(converted: Converted) -> tuple[str, list[tuple[Change, int]]]:
    """Lay out what a converter made; return the text, and each change with the offset of its block."""
    text, starts = layout(converted)
    return text, [(change, starts[min(change.block, len(starts) - 1)] if starts else 0)
                  for change in converted.changes]


def _answer(form: Format, name: str) -> dict[str, Any]:
    try:
        text, changes = offsets(convert_here(sys.stdin.buffer.read(), form, name))
    except ConversionError as fault:
        return {"error": str(fault)}
    except (MemoryError, RecursionError) as fault:
        what = "more memory than a report needs" if isinstance(fault, MemoryError) else "parts nested without end"
        return {"error": f"{name}: converting takes {what}; give a smaller or simpler file"}
    if len(text) > MOST_LETTERS:
        return {"error": f"{name}: {len(text):,} characters of text, more than any report; give one report"}
    used = "; ".join(f"{package} {version(package)}" for package in LIBRARIES[form].values())
    return {"text": text, "changes": [(asdict(change), offset) for change, offset in changes], "converter": used}


def _limit(seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit(int(sys.argv[3]))
    result = json.dumps(_answer(Format(sys.argv[1]), sys.argv[2]), ensure_ascii=True)
    sys.stdout.write(result)
