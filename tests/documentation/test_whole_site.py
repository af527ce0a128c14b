"""The site is built without a fault, the notebook gives what it shows, and every command on every page runs.

Heavy: `pytest -m documentation` runs it, as `.ci/run --documentation` does.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import treatygraph

from .shown import DOCS, PAGES, ROOT, Reading, blocks

pytestmark = pytest.mark.documentation

MAKING = DOCS / "making"
REPORTS = ROOT / "tests" / "reports"
CHINESE = ROOT / "data" / "sources" / "ctbt-art-xiv-2021-6.zh.txt"


def making(name: str) -> dict[str, object]:
    """Return what a module of docs/making defines."""
    sys.path.insert(0, str(MAKING))
    try:
        return runpy.run_path(str(MAKING / f"{name}.py"))
    finally:
        sys.path.remove(str(MAKING))


class Shell:
    """Runs scripts as a reader's terminal does, and servers beside them, at a port of their own instead of 8000."""

    def __init__(self, programs: Path) -> None:
        programs.mkdir()
        for name, words in (("treatygraph", "-m treatygraph"), ("python", "")):
            (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            (programs / name).chmod(0o755)
        self._environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "80", "LC_ALL": "C.UTF-8",
                             "PYTHONPATH": str(ROOT / "src")}
        self._servers: list[subprocess.Popen[bytes]] = []
        self._port = 0

    def __call__(self, script: str, folder: Path, code: int = 0) -> str:
        serving = script.startswith("treatygraph serve")
        if serving or ("127.0.0.1:8000" in script and not self._port):
            self._serve(script if serving else "treatygraph serve --port 8000", folder)
        if serving:
            return ""
        script = script.replace("127.0.0.1:8000", f"127.0.0.1:{self._port}").replace("curl ", "curl -fsS ")
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=self._environment,
                              capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == code, f"{script}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout + (done.stderr if code else "")

    def _serve(self, script: str, folder: Path) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]
        command = ["bash", "-c", f"exec {script.strip().replace('8000', str(self._port))}"]
        self._servers.append(subprocess.Popen(command, cwd=folder, env=self._environment, stdout=subprocess.DEVNULL,
                                              stderr=subprocess.DEVNULL))
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self._port}/-/ready", timeout=10).close()
                return
            except OSError:
                time.sleep(0.5)
        raise AssertionError(f"not ready: {script}")

    def close(self) -> None:
        for server in self._servers:
            server.terminate()
            server.wait()


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with closing(Shell(tmp_path / "programs")) as found:
        yield found


def files_named(page: str, folder: Path) -> None:
    """Put into a folder the reports that a page names and leaves to its reader."""
    if page == "languages.md":
        shutil.copy(CHINESE, folder / "report.zh.txt")
        shutil.copy(REPORTS / "ctbt-2021.en.txt", folder / "report.en.txt")
        shutil.copy(CHINESE, folder / "report.txt")
        corrected = CHINESE.read_text(encoding="utf-8").replace("古巴、", "", 1).replace("302", "303")
        (folder / "corrected.txt").write_text(corrected, encoding="utf-8")
    elif page == "corpus.md":
        (folder / "reports").mkdir()
        shutil.copy(CHINESE, folder / "reports" / "report.zh.txt")
    elif page == "new-series.md":
        shutil.copy(REPORTS / "bwc-like.en.txt", folder / "report.txt")
        made = runpy.run_path(str(ROOT / "tests" / "convert" / "made_documents.py"))
        (folder / "report.pdf").write_bytes(made["pdf"]((REPORTS / "bwc-like.en.txt").read_text(encoding="utf-8")))
    elif page == "formats.md":
        made = runpy.run_path(str(ROOT / "tests" / "convert" / "made_documents.py"))
        (folder / "report.pdf").write_bytes(made["pdf"](CHINESE.read_text(encoding="utf-8")))
        (folder / "report.docx").write_bytes(made["docx_of"](CHINESE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", [page for page in ("../README.md", *PAGES) if any(block.language == "sh" for block in blocks(page))])
def test_every_command_on_a_page_runs(page: str, shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    files_named(page, folder)
    Reading(folder, shell).follow(page)


def test_the_site_has_no_fault_and_says_so(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(MAKING / "site.py"), "--out", str(tmp_path)], capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert done.returncode == 0, done.stderr[-4000:]
    assert re.fullmatch(r"\d\d+ pages in .*; 0 faults\n", done.stdout)


@pytest.mark.parametrize(("html", "fault"), [
    ('<a href="other.html#there">x</a>', None), ('<a href="https://example.org/">x</a>', None),
    ('<a href="nowhere.html">x</a>', "page.html: no nowhere.html"), ('<a href="other.html#gone">x</a>', "page.html: no other.html#gone"),
    ('<script src="https://cdn.example/x.js"></script>', "page.html: loads https://cdn.example/x.js"),
    ('<link rel="stylesheet" href="//fonts.example/f.css">', "page.html: loads //fonts.example/f.css"),
    ('<img src="gone.png">', "page.html: loads gone.png"),
    ('<p style="background:url(https://x.example/y.png)">', "page.html: loads https://x.example/y.png")])
def test_a_fault_in_a_page_is_found(html: str, fault: str | None, tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<h2 id="there">x</h2>', encoding="utf-8")
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    assert making("checking")["faults_in"](tmp_path) == ([fault] if fault else [])  # type: ignore[operator]


def test_the_notebook_gives_what_it_shows() -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    module = making("run_notebook")
    shown = nbformat.read(module["NOTEBOOK"], as_version=4)
    found = module["executed"](shown)  # type: ignore[operator]
    assert len([cell for cell in shown.cells if cell.source.startswith("## ")]) == 5
    assert sum("image/svg+xml" in output.get("data", {}) for cell in shown.cells for output in cell.get("outputs", [])) == 5
    assert found == shown


def test_drawings_are_what_the_graph_gives() -> None:
    module = making("pictures")
    graph = treatygraph.open()
    for name, draw in module["DRAWN"].items():  # type: ignore[attr-defined]
        for language in ("en", "zh"):
            assert draw(graph, language) == (DOCS / "pictures" / f"{name}.{language}.svg").read_bytes(), (name, language)
