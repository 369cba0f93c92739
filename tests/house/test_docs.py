"""What the documents say is so: their links lead somewhere, their commands exist, the demo's report
is the demo's report, and each promise names a test that there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from archive_watch.cli.root import cli
from archive_watch.errors import ArchiveWatchError
from archive_watch.model.visit import Outcome

TOP = Path(__file__).resolve().parents[2]
DOCUMENTS = [TOP / "README.md", TOP / "CHANGELOG.md", *sorted((TOP / "docs").rglob("*.md"))]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(?:console|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TEST = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")


def _named(path: Path) -> str:
    return str(path.relative_to(TOP))


@pytest.mark.parametrize("document", DOCUMENTS, ids=_named)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    targets = _LINK.findall(document.read_text(encoding="utf-8"))
    own = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in own if not (document.parent / unquote(target)).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_named)
def test_every_command_of_a_document_exists_with_its_options(document: Path) -> None:
    lines = _BLOCK.findall(document.read_text(encoding="utf-8"))
    told = [line for block in lines for line in block.splitlines() if line.startswith("$ ")]
    commands = [part for line in told for part in re.split(r"&&|\|", line[2:])]
    faults = [fault for command in commands for fault in _faults(command)]
    assert faults == []


def _faults(line: str) -> list[str]:
    """What is wrong with a command line of ours; nothing is, with one of somebody else's."""
    words = shlex.split(line, comments=True)
    if not words or words[0] != "archive-watch":
        return []
    command: click.Command = cli
    known = set(_options(cli))
    for word in words[1:]:
        if word.startswith("-") and word != "-":
            if word.partition("=")[0] not in known:
                return [f"{line.strip()}: {command.name} has no {word}"]
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is not None:
                command, known = found, known | set(_options(found))
    named = any(not word.startswith("-") for word in words[1:])
    return [f"{line.strip()}: no such command"] if command is cli and named else []


def _options(command: click.Command) -> list[str]:
    named = [name for option in command.params for name in (*option.opts, *option.secondary_opts)]
    return ["--help", "-h", *named]


def test_the_readme_shows_the_demo_as_it_is() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    expected = (TOP / "tests/demo/expected-report.txt").read_text(encoding="utf-8")
    shown = re.search(r"expected-report\.txt -->\n```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    assert shown[1].count("\n") > 10
    assert expected.startswith(shown[1])


def test_every_promise_names_a_test_that_there_is() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## What it promises") : readme.index("## The map")]
    promises = re.findall(r"^\d+\. .*?(?=^\d+\. |\Z)", section, re.MULTILINE | re.DOTALL)
    assert len(promises) == 6
    for promise in promises:
        proofs = _TEST.findall(promise)
        assert proofs, promise
        for name, file in proofs:
            assert f"def {name}(" in (TOP / file).read_text(encoding="utf-8"), name


def test_every_exit_code_and_every_outcome_is_documented() -> None:
    codes = (TOP / "docs/exit-codes.md").read_text(encoding="utf-8")
    glossary = (TOP / "docs/glossary.md").read_text(encoding="utf-8")
    known = {0, 1, *(kind.exit_code for kind in _family(ArchiveWatchError))}
    assert [code for code in known if not re.search(rf"\b{code}\b", codes)] == []
    assert [outcome for outcome in Outcome if f"`{outcome}`" not in glossary] == []


def _family(kind: type[ArchiveWatchError]) -> list[type[ArchiveWatchError]]:
    return [kind, *(one for child in kind.__subclasses__() for one in _family(child))]
