"""Runs a converter in a process of its own, with a limit on its time and memory, and hands back what it made.

Must not trust what comes in: a file may be made to stall or fill a parser.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from treatygraph.convert.blocks import Change, ConversionError, Converted, layout
from treatygraph.convert.formats import Format
from treatygraph.isolated import isolated_call
from treatygraph.model import Severity

SECONDS: ContextVar[int] = ContextVar("SECONDS", default=30)
MEGABYTES: ContextVar[int] = ContextVar("MEGABYTES", default=512)
"""How long a conversion may take, and how much memory: enough for a PDF file of some three hundred pages."""
Progress = Callable[[str], None]
_MARK = "progress: "
_MEGABYTE = 1_000_000
_START = 5
_LONGEST_LINE = 200
# By which signals a process is ended that has used up its time, or whose C libraries get no more memory.
_OUT_OF_TIME = {9, 24}
_OUT_OF_MEMORY = {4, 5, 6, 7, 11}
LIBRARIES = {Format.DOCX: {"docx": "python-docx", "lxml": "lxml"}, Format.PDF: {"pypdfium2": "pypdfium2"},
             Format.HTML: {"lxml": "lxml"}}


class MissingLibraryError(ConversionError):
    """A format whose library is not installed."""


def _silent(_stage: str) -> None:
    return None


def convert_confined(data: bytes, form: Format, name: str, progress: Progress = _silent) \
        -> tuple[str, list[tuple[Change, int]], str]:
    """Convert a file in a process of its own.

    Returns the text, each change with the offset in the text it belongs to, and the names and versions of the
    libraries used. Raises MissingLibraryError where one is not installed, and ConversionError where the file cannot
    be converted, or takes more than SECONDS or MEGABYTES.
    """
    seconds, megabytes = SECONDS.get(), MEGABYTES.get()
    missing = [package for module, package in LIBRARIES[form].items() if find_spec(module) is None]
    if missing:
        raise MissingLibraryError(f"{name}: reading .{form} needs {' and '.join(missing)}; run: "
                                  "pip install 'treatygraph[formats]'")
    late = ConversionError(f"{name}: converting takes more than {seconds} seconds; give a smaller or simpler file, or "
                           f"allow more with --max-seconds {seconds * 4} before the command")
    full = ConversionError(f"{name}: converting takes more than {megabytes} MB; give a smaller or simpler file, or "
                           f"allow more with --max-memory {megabytes * 4} before the command")
    call = isolated_call("treatygraph.convert.confined", form.value, name, str(seconds), str(megabytes))
    try:
        code, given, said = _run(call, data, seconds, progress)
    except subprocess.TimeoutExpired:
        raise late from None
    try:
        answer = json.loads(given)
    except ValueError:
        if -code in _OUT_OF_TIME:
            raise late from None
        if -code in _OUT_OF_MEMORY or said.endswith("MemoryError"):
            raise full from None
        raise ConversionError(f"{name}: the converter broke down on this file; save it again, or give a text "
                              "file") from None
    if answer.get("full"):
        raise full
    if "error" in answer:
        raise ConversionError(answer["error"])
    changes = [(Change(**{**change, "severity": Severity(change["severity"])}), offset)
               for change, offset in answer["changes"]]
    return answer["text"], changes, answer["converter"]


def _run(call: list[str], data: bytes, seconds: int, progress: Progress) -> tuple[int, bytes, str]:
    """Run the converter; return its exit code, what it gave, and the last line of what it said beside its progress.

    Raises subprocess.TimeoutExpired where it is at work longer; it is ended then, and by whatever ends this process.
    """
    said = [""]
    listening, telling = os.pipe()

    def listen() -> None:
        with open(listening, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith(_MARK):
                    progress(line.removeprefix(_MARK).strip()[:_LONGEST_LINE])
                elif line.strip():
                    said[0] = line.strip()[-_LONGEST_LINE:]

    listener = threading.Thread(target=listen, daemon=True)
    try:
        child = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=telling)
    except BaseException:
        os.close(listening)
        raise
    finally:
        os.close(telling)
    with child:
        listener.start()
        try:
            given, _ = child.communicate(data, timeout=seconds + _START)
        except BaseException:
            child.kill()
            raise
        finally:
            listener.join(_START)
    return child.returncode, given, said[0]


def convert_here(data: bytes, form: Format, name: str, progress: Progress = _silent) -> Converted:
    """Convert a file in this process; raise ConversionError where it cannot be."""
    if form is Format.DOCX:
        from treatygraph.convert.word import convert_docx  # noqa: PLC0415 - needs an optional library

        return convert_docx(data, name)
    if form is Format.PDF:
        from treatygraph.convert.pdf import convert_pdf  # noqa: PLC0415 - needs an optional library

        return convert_pdf(data, name, progress)
    from treatygraph.convert.markup import convert_html  # noqa: PLC0415 - needs an optional library

    return convert_html(data, name)


def offsets(converted: Converted) -> tuple[str, list[tuple[Change, int]]]:
    """Lay out what a converter made; return the text, and each change with the offset of its block."""
    text, starts = layout(converted)
    return text, [(change, starts[min(change.block, len(starts) - 1)] if starts else 0)
                  for change in converted.changes]


def _answer(form: Format, name: str) -> dict[str, Any]:
    def tell(stage: str) -> None:
        sys.stderr.write(f"{_MARK}{stage}\n")
        sys.stderr.flush()

    try:
        text, changes = offsets(convert_here(sys.stdin.buffer.read(), form, name, tell))
    except ConversionError as fault:
        return {"error": str(fault)}
    except MemoryError:
        return {"full": True}
    except RecursionError:
        return {"error": f"{name}: its parts are nested without end; give a simpler file"}
    except Exception:
        if os.environ.get("TREATYGRAPH_DEBUG"):
            raise
        return {"error": f"{name}: the file holds something that no converter here expects; save it again, or give a "
                         "text file (TREATYGRAPH_DEBUG=1 shows where)"}
    used = "; ".join(f"{package} {version(package)}" for package in LIBRARIES[form].values())
    return {"text": text, "changes": [(asdict(change), offset) for change, offset in changes], "converter": used}


def _limit(seconds: int, megabytes: int) -> None:
    """Let the process take so much time, and so much memory more than it has now, where the system can bound it."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        with open("/proc/self/statm", encoding="ascii") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        most = now + megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    _limit(int(sys.argv[3]), int(sys.argv[4]))
    result = json.dumps(_answer(Format(sys.argv[1]), sys.argv[2]), ensure_ascii=True)
    sys.stdout.write(result)
