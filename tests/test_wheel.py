"""The wheel holds all it needs: taken out of it, the package works in an empty folder. `.ci/wheel` installs it whole."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
USED = """
import contextlib, io, sys
sys.path[:0] = sys.argv[1:]
import treatygraph
from treatygraph import cli, paths

assert treatygraph.__file__.startswith(sys.argv[1]) and paths.checkout() is None, treatygraph.__file__
print(len(treatygraph.open().ask("CQ-01")))
told = io.StringIO()
def call(*arguments):
    try:
        with contextlib.redirect_stdout(told):
            cli.main(list(arguments))
    except SystemExit as left:
        assert not left.code, (arguments, left.code)
call("query", "CQ-01", "--format", "json")
call("export", "--format", "csv", "--data", "small", "--out", "files")
call("release", "--version", "1.0.0", "--issued", "2030-01-02", "--data", "small", "--out", "released")
"""
SMALL = """
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix void: <http://rdfs.org/ns/void#> .
<https://w3id.org/treatygraph/dataset> dcterms:title "A small one"@en ; void:triples 1 .
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and taken apart."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True,
                   capture_output=True)
    built, = folder.glob("*.whl")
    assert built.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "package")
    return folder / "package"


def test_it_works_in_an_empty_folder(package: Path, tmp_path: Path) -> None:
    """Without the packages' .pth files, one of which leads to this checkout."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "dataset.ttl").write_text(SMALL, encoding="utf-8")
    (tmp_path / "small" / "states.ttl").write_text("<http://x/s> <http://x/p> <http://x/o> .", encoding="utf-8")
    done = subprocess.run([sys.executable, "-S", "-P", "-c", USED, str(package), sysconfig.get_path("purelib")], cwd=tmp_path,
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "8\n", "")
    assert (tmp_path / "files" / "csv-metadata.json").is_file()
    assert "A small one, 1.0.0" in (tmp_path / "released" / "README.md").read_text(encoding="utf-8")


def test_it_holds_nothing_that_only_developers_need(package: Path) -> None:
    assert sorted(path.name for path in package.iterdir() if not path.name.endswith(".dist-info")) == ["treatygraph"]
    assert not [path for path in package.rglob("*") if path.suffix in {".so", ".pdf"} or path.name.startswith("test_")]
    assert {path.name for path in (package / "treatygraph" / "resources").iterdir()} == {"ontology", "shapes", "queries", "data"}
