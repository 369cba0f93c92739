"""What is generated from the code is what the code says today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from archive_watch.config import load

TOP = Path(__file__).resolve().parents[2]


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", TOP / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", _generate().generated())
def test_a_generated_file_is_up_to_date(name: str) -> None:
    expected = _generate().generated()[name]
    assert (TOP / name).read_text(encoding="utf-8") == expected, "run `make docs`"


def test_the_shipped_configuration_is_the_defaults(tmp_path: Path) -> None:
    shipped = load(
        config_path=TOP / "config/archive-watch.toml", db_path=None, environ={}, cwd=tmp_path
    )
    defaults = load(config_path=None, db_path=None, environ={"HOME": str(tmp_path)}, cwd=tmp_path)
    assert shipped.settings == defaults.settings


def test_every_commented_option_and_starting_point_can_be_taken_up(tmp_path: Path) -> None:
    """Each commented line that is TOML is uncommented, and the whole is accepted."""
    lines = (TOP / "config/archive-watch.toml").read_text(encoding="utf-8").splitlines()
    taken = [line.removeprefix("# ") if _is_option(line) else line for line in lines]
    file = tmp_path / "archive-watch.toml"
    file.write_text("\n".join(taken), encoding="utf-8")
    settings = load(config_path=file, db_path=None, environ={}, cwd=tmp_path).settings
    hosts = {watched.url for watched in settings.watch}
    assert len(hosts) == 6
    assert len(settings.discover) == 7


def _is_option(line: str) -> bool:
    rest = line.removeprefix("# ")
    key = rest.partition(" = ")[0]
    return rest != line and (rest.startswith("[") or (" = " in rest and " " not in key))
