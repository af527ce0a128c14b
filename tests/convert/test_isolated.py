"""A module that lies beside a document is never run in place of an installed one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import made_documents as made
import pytest

import treatygraph
from treatygraph.isolated import isolated_call

pytestmark = pytest.mark.hardening

PACKAGE = Path(treatygraph.__file__).parent
PLANTED = ("json", "lxml", "pypdfium2", "docx", "runpy", "tomllib", "treatygraph", "pyoxigraph", "rdflib", "resource")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder full of modules that leave a trace when they are run."""
    for name in PLANTED:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'trace')!r}, 'a').write({name!r})\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_converter_runs_nothing_that_lies_beside_the_document(planted: Path) -> None:
    pytest.importorskip("lxml")
    (planted / "report.html").write_text(made.page("<p>1. Text.</p>"), encoding="utf-8")
    code = (f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); from pathlib import Path; "
            "from treatygraph.convert.conversion import convert; sys.path.insert(0, ''); "
            f"sys.path.insert(0, {str(planted)!r}); print(convert(Path('report.html')).text)")
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": ""})
    assert (done.stdout.strip(), done.stderr) == ("1. Text.", "")
    assert not (planted / "trace").exists()


@pytest.mark.parametrize(("module", "arguments", "given"), [
    ("treatygraph.serve.worker", ["nowhere", "1", "1", "100", "0", "1", "nowhere"], b""),
    ("treatygraph.conformance.python_readers", ["rdflib", "nquads", "graph.nq"], b""),
    ("treatygraph", ["--version"], b""),
    ("treatygraph.convert.confined", ["html", "x", "20", "200"], b"<html><p>1. Text.</p>"),
])
def test_no_child_runs_what_is_planted(planted: Path, module: str, arguments: list[str], given: bytes) -> None:
    if "readers" in module:
        pytest.importorskip("rdflib")
    (planted / "graph.nq").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(planted)}
    done = subprocess.run(isolated_call(module, *arguments), input=given, capture_output=True, check=False, env=environment)
    assert not (planted / "trace").exists(), done.stderr
    assert done.stdout, done.stderr


def test_the_child_runs_this_very_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call = isolated_call("treatygraph.convert.confined")
    assert str(PACKAGE) in call
    assert str(tmp_path) not in call[-1]


@pytest.mark.parametrize("arguments", [["convert", "report.html"], ["read", "report.html"], ["--version"]])
def test_the_command_line_runs_nothing_that_lies_beside_the_document(planted: Path, arguments: list[str]) -> None:
    """Python itself looks for the package it is told to run in the current folder; there a treatygraph.py would be one."""
    pytest.importorskip("lxml")
    for name in ("typing", "subprocess", "zipfile", "signal", "click", "httpx"):
        (planted / f"{name}.py").write_text((planted / "json.py").read_text(encoding="utf-8"), encoding="utf-8")
    (planted / "treatygraph.py").unlink()
    (planted / "report.html").write_text(made.page("<p>1. Text.</p>"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "treatygraph", *arguments], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)})
    assert not (planted / "trace").exists(), (planted / "trace").read_text(encoding="utf-8")
    assert "internal fault" not in done.stderr
    assert done.stdout or done.returncode == 2


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_child_is_started_from_the_current_folder(path: Path) -> None:
    assert '"-m", "treatygraph' not in path.read_text(encoding="utf-8")
