"""What the README shows is what there is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import built
import pytest

from treatygraph import paths
from treatygraph.cli import _COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


# Pages of the site that are made when it is built; its own check says whether links to them lead somewhere.
MADE = {"docs/commands.md", "docs/questions.md", "docs/python-reference.md", "docs/terms", "docs/notebook/five-questions.md"}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "w3id/README.md",
                                      *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))])
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        aim = os.path.relpath(path.parent / target, ROOT)
        assert (target.startswith("http") or (path.parent / target).exists() or aim in MADE
                or str(Path(aim).parent) in MADE), f"{document}: {target}"


def test_the_two_commands_come_first() -> None:
    first, second = re.findall(r"```sh\n(.*?)```", README, re.S)[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert "treatygraph build" in first
    assert "pytest" in second


def test_the_pattern_shown_is_the_pattern() -> None:
    shown = re.search(r"```toml\n\[\[rules\.DEC-02\]\]\n(.*?)\n```", README, re.S)
    assert shown
    assert shown.group(1) in (paths.languages() / "zh.toml").read_text(encoding="utf-8")


def test_the_evidence_shown_is_the_evidence() -> None:
    start, end = map(int, re.findall(r"#char=(\d+),(\d+)", README)[0])
    assert built.text_of()[start:end] == "意大利"
    sentence = re.search(r"> (会议以.*)", README)
    assert sentence
    assert sentence.group(1) in built.text_of()


def test_every_command_is_named() -> None:
    for name in _COMMANDS:
        assert f"`treatygraph {name}" in README, name


def test_the_python_shown_runs(capsys: pytest.CaptureFixture[str]) -> None:
    shown, = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(shown, {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ALB Albania Agenda item 8, 2021"
    assert "Egypt signed, not ratified" in lines
    assert any("DEC-02" in line for line in lines[10:])


def test_every_room_is_on_the_map_once() -> None:
    rooms = {path.name for path in (ROOT / "src" / "treatygraph").iterdir() if (path / "__init__.py").exists()}
    shown = re.findall(r"\]\(src/treatygraph/(\w+)\)", README.partition("## The map of the house")[2])
    assert sorted(shown) == sorted(rooms)


@pytest.mark.parametrize("document", sorted(str(path.relative_to(ROOT)) for path in (
    *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("w3id/*.md")) if path.name != "CHANGELOG.md"))
def test_paths_of_the_package_named_in_a_document_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {path.rstrip("/.") for path in re.findall(r"\bsrc/treatygraph/[\w./-]*", text)}
    assert not [path for path in named if not (ROOT / path).exists()]
    modules = set(re.findall(r"(?:from|import) (treatygraph(?:\.\w+)*)", text))
    home = ROOT / "src"
    assert not [name for name in modules if not (home / name.replace(".", "/")).is_dir()
                and not (home / f"{name.replace('.', '/')}.py").is_file()]


def test_no_address_of_a_registry_in_a_lock_file() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")
