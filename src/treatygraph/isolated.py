"""Writes the command that runs a module of this package in a process of its own, out of reach of the current folder.

Must not run it, and lets no module that lies beside a document take the place of one that is installed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# Python's isolated mode leaves out the current folder, PYTHONPATH and the user's folder. What this process found
# beyond that is searched last, and this very package is taken from where it lies, whatever else bears its name.
_START = """\
import json, runpy, sys
from importlib import util
package, module, places = sys.argv[1:4]
sys.path += [place for place in json.loads(places) if place not in sys.path]
spec = util.spec_from_file_location("treatygraph", package + "/__init__.py", submodule_search_locations=[package])
sys.modules["treatygraph"] = util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["treatygraph"])
sys.argv[:4] = [module]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def isolated_call(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package as a program, with these arguments.

    The process imports from Python's own library and the installed packages, never from the current folder.
    """
    return [sys.executable, "-I", "-c", _START, str(_PACKAGE), module, json.dumps(_places()), *arguments]


def _places() -> list[str]:
    """Return the folders that this process imports from, the current one and the package's own left out."""
    here = {os.path.realpath(folder) for folder in (Path.cwd(), _PACKAGE.parent)}
    return [place for place in sys.path if Path(place).is_absolute() and os.path.realpath(place) not in here]
