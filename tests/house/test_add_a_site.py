"""The how-to that adds a site: the profile that it shows is one, and reads what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive_watch.cli.root import cli

HOW_TO = Path(__file__).resolve().parents[2] / "docs/how-to/add-a-site.md"
_PROFILE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SAID = "config/sites/50-port-sample.toml: profile port-sample, version 1"


def test_the_profile_that_the_how_to_shows_passes_its_own_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shown,) = _PROFILE.findall(HOW_TO.read_text(encoding="utf-8"))
    file = tmp_path / "config/sites/50-port-sample.toml"
    file.parent.mkdir(parents=True)
    file.write_text(shown, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(cli, ["site", "check", "config/sites/50-port-sample.toml"])

    assert (result.exit_code, result.output.splitlines()[0]) == (0, _SAID)
    assert result.output in HOW_TO.read_text(encoding="utf-8")
