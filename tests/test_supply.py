"""What is installed: locked by hash, with a licence and a reason for each package, and no failure is passed over."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

pytestmark = pytest.mark.hardening

ROOT = Path(__file__).parents[1]
PACKAGES = runpy.run_path(str(ROOT / ".ci" / "packages.py"))
LOCKS = [*sorted(ROOT.glob("requirements*.lock")), ROOT / "requirements-reasoners.txt"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_package_has_a_licence_and_a_reason(name: str) -> None:
    rows = PACKAGES["rows"](ROOT / name)
    assert len(rows) > 30
    assert [row for row in rows if not row[2] or not row[3]] == []


def test_every_package_that_is_asked_for_says_why() -> None:
    assert [name for name, reason in PACKAGES["asked"]().items() if not reason and name != "treatygraph"] == []


def test_users_install_what_is_tested_and_all_formats() -> None:
    users, tested = (PACKAGES["locked"](ROOT / name) for name in ("requirements.lock", "requirements-test.lock"))
    assert {name: version for name, version in users.items() if tested.get(name) != version} == {}
    assert {"python-docx", "pypdfium2", "lxml"} <= set(users)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    text = re.sub(r"#.*", "", lock.read_text(encoding="utf-8"))
    packages = re.split(r"\n(?=[a-z])", text.strip())
    assert packages
    assert [one.partition("\n")[0] for one in packages if "--hash=sha256:" not in one or "==" not in one] == []


@pytest.mark.parametrize("script", ["run", "sbom", "wheel"])
def test_nothing_is_installed_round_a_hash(script: str) -> None:
    lines = (ROOT / ".ci" / script).read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    installing = [line for line in lines if "pip install" in line or 'pip" install' in line]
    assert installing
    assert [line for line in installing if "--require-hashes" not in line or "||" in line or line.rstrip().endswith("&")] == []


def test_every_program_of_the_system_has_a_reason() -> None:
    wanted = re.findall(r'^want (.*)$', (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(wanted) == 5
    assert [one for one in wanted if not re.match(r'"[a-zA-Z][^"]{20,}" [a-z0-9]', one)] == []
