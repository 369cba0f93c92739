"""The rules of the house that no linter knows: names, sizes, licences, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SOURCES = sorted((TOP / "src").rglob("*.py"))
LONGEST_FILE = 260
LONGEST_FUNCTION = 45
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|manager|handler|data|info|misc|common)(?:_|$)")
# Spelt in parts, so that this file does not hold what it forbids.
FORBIDDEN = (
    "/" + "home/",
    "/" + "root/",
    "/" + "work/",
    "pypi." + "org",
    "--index" + "-url",
    "find" + "-links",
)
ALLOWED = {"Makefile"}  # names the option that keeps addresses out of the lock files


def _project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=TOP, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [TOP / name for name in listed.stdout.splitlines() if (TOP / name).is_file()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_source_file_has_a_theory_a_clear_name_and_one_idea(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module opens with what it promises"
    assert not VAGUE.search(path.stem), "a name that says nothing"
    assert text.count("\n") <= LONGEST_FILE, "a file that fits one idea"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno
            assert length <= LONGEST_FUNCTION, f"{node.name} is {length} lines long"


def test_no_file_names_a_machine_or_an_index() -> None:
    found = [
        f"{path.relative_to(TOP)}: {word}"
        for path in _project_files()
        if path.name not in ALLOWED
        for word in FORBIDDEN
        if word in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []


def test_the_top_level_is_what_was_promised() -> None:
    promised = ("pyproject.toml", "README.md", "src/archive_watch", "config", "db", "tests")
    assert [name for name in promised if not (TOP / name).exists()] == []


def test_what_ships_has_no_gpl_licence() -> None:
    names = re.findall(r"^([\w.-]+)==", (TOP / "requirements/run.txt").read_text(), re.MULTILINE)
    assert len(names) > 20
    guilty = [name for name in names if _is_gpl(name)]
    assert guilty == []


def _is_gpl(name: str) -> bool:
    metadata = distribution(name).metadata
    fields = ("License-Expression", "License", "Classifier")
    told = [line[:200] for field in fields for line in metadata.get_all(field) or []]
    return re.search(r"(?<!L)GPL|GNU General|GNU Affero", " ".join(told)) is not None


def test_every_lock_has_hashes_and_every_dependency_is_recorded() -> None:
    record = (TOP / "docs/decisions/0011-dependencies.md").read_text(encoding="utf-8").lower()
    project = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    block = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    wanted = {name.lower() for name in re.findall(r'^  "([\w-]+)', block, re.MULTILINE)}
    assert wanted - {name for name in wanted if name in record} == set()
    for lock in (TOP / "requirements").glob("*.txt"):
        pinned = re.findall(r"^[\w.-]+==.*?(?=^\S|\Z)", lock.read_text(), re.MULTILINE | re.DOTALL)
        assert pinned
        assert [pin.split("==")[0] for pin in pinned if "--hash=sha256:" not in pin] == []


def test_no_two_test_files_have_one_name() -> None:
    counts = Counter(path.name for path in (TOP / "tests").rglob("test_*.py"))
    assert [name for name, count in counts.items() if count > 1] == []
