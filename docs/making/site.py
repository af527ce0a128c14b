"""Makes the documentation site: gathers its pages, has MkDocs build them, and checks what was built.

    python docs/making/site.py [--out build/documentation]

Needs the extra `docs` (requirements-docs.lock). The pages are written to OUT/pages, the site to OUT/site; nothing is
fetched. Ends with 1 where a link leads nowhere, a page loads something from another host, or MkDocs warns of anything.
Must not write a page itself: the modules beside it do.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from checking import faults_in
from commands_page import commands_page
from gathering import ROOT, gathered
from notebook_page import notebook_page
from python_page import python_page
from questions_page import questions_page
from terms_pages import terms_pages


def pages() -> dict[str, bytes]:
    """Return every page, picture and style of the site by its path below the folder of pages."""
    made = {
        "commands.md": commands_page(),
        "python-reference.md": python_page(),
        "questions.md": questions_page(),
        **terms_pages(),
    }
    return {**{name: text.encode() for name, text in made.items()}, **gathered(), **notebook_page()}


def written(folder: Path, files: dict[str, bytes]) -> None:
    """Make the folder hold these files and no others."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def main() -> int:
    """Build the site; return 1 where something in it is at fault."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "documentation")
    out: Path = asked.parse_args().out.resolve()
    written(out / "pages", pages())
    places = {"TREATYGRAPH_PAGES": str(out / "pages"), "TREATYGRAPH_SITE": str(out / "site")}
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--config-file", str(ROOT / "mkdocs.yml")],
        env={**os.environ, **places, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        print(built.stderr, file=sys.stderr)
        return 1
    faults = faults_in(out / "site")
    for fault in faults:
        print(fault, file=sys.stderr)
    count = len(list((out / "site").rglob("*.html")))
    print(f"{count} pages in {out / 'site'}; {len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
