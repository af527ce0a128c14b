"""The process that makes the index of a store's words: its arguments are the store, whether it is united, and the file.

Must not do anything else; it prints one line only where it fails.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from pyoxigraph import Store

from treatygraph.model import TreatyGraphError
from treatygraph.search import build_index


def main() -> int:
    """Write the index into a file that is there only when it is whole; return the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store, united, file = sys.argv[1], sys.argv[2] == "1", Path(sys.argv[3])
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        part.unlink(missing_ok=True)
        build_index(Store.read_only(store), part, united=united).close()
        part.replace(file)
    except (TreatyGraphError, OSError, ValueError, RuntimeError) as fault:
        print(" ".join(str(fault).split()))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
