"""Which configuration and which database hold, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from archive_watch.config import Loaded, load
from archive_watch.errors import ConfigError
from archive_watch.services.load_profiles import load_profiles


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, beside a home that is empty."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def _written(path: Path, contact: str, more: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[fetch]\ncontact = "{contact}@example.org"\n{more}', encoding="utf-8")
    return path


def _loaded(
    folder: Path,
    *,
    config: Path | None = None,
    db: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Loaded:
    return load(config_path=config, db_path=db, environ=environ or {}, cwd=folder)


def test_the_nearest_configuration_holds_and_says_why(folder: Path) -> None:
    assert _loaded(folder).config_file is None
    user = _written(folder.parent / "home/.config/archive-watch/archive-watch.toml", "user")
    named = {"ARCHIVE_WATCH_CONFIG": "elsewhere.toml"}
    found = [_loaded(folder)]
    _written(folder / "config/archive-watch.toml", "here")
    found.append(_loaded(folder))
    _written(folder / "elsewhere.toml", "named")
    found.append(_loaded(folder, environ=named))
    _written(folder / "given.toml", "given")
    found.append(_loaded(folder, environ=named, config=Path("given.toml")))
    assert [given.origins["fetch.contact"] for given in found] == [
        f"{user} (user configuration)",
        f"{folder / 'config/archive-watch.toml'} (./config)",
        f"{folder / 'elsewhere.toml'} ($ARCHIVE_WATCH_CONFIG)",
        f"{folder / 'given.toml'} (--config)",
    ]
    assert [given.settings.fetch.contact.partition("@")[0] for given in found] == [
        *("user", "here", "named", "given")
    ]
    assert {given.origins["fetch.proxy"] for given in found} == {"default"}


def test_the_nearest_database_holds_and_says_why(folder: Path) -> None:
    home = folder.parent / "home"
    found = [_loaded(folder)]
    (folder / "db").mkdir()
    found.append(_loaded(folder))
    file = _written(folder / "config/archive-watch.toml", "me", '[archive]\ndatabase = "mine.db"\n')
    found.append(_loaded(folder))
    environ = {"ARCHIVE_WATCH_DB": "named.db"}
    found.append(_loaded(folder, environ=environ))
    found.append(_loaded(folder, environ=environ, db=Path("given.db")))
    assert [(given.database, given.origins["archive.database"]) for given in found] == [
        (home / ".local/share/archive-watch/archive.db", "user data"),
        (folder / "db/archive.db", "./db"),
        (folder / "mine.db", f"{file} (./config)"),
        (folder / "named.db", "$ARCHIVE_WATCH_DB"),
        (folder / "given.db", "--db"),
    ]


def test_empty_variables_are_as_good_as_none(folder: Path) -> None:
    given = _loaded(folder, environ={"ARCHIVE_WATCH_CONFIG": "", "ARCHIVE_WATCH_DB": ""})
    assert (given.config_file, given.origins["archive.database"]) == (None, "user data")


def test_a_database_in_the_home_folder_is_found_there(folder: Path) -> None:
    file = _written(folder / "own.toml", "me", '[archive]\ndatabase = "~/mine.db"\n')
    assert _loaded(folder, config=file).database == folder.parent / "home/mine.db"


def test_a_named_configuration_that_is_missing_is_never_passed_over(folder: Path) -> None:
    _written(folder / "config/archive-watch.toml", "here")
    for environ, config in (({"ARCHIVE_WATCH_CONFIG": "no.toml"}, None), ({}, Path("no.toml"))):
        with pytest.raises(ConfigError, match=r"no\.toml"):
            _loaded(folder, environ=environ, config=config)


def test_every_setting_has_an_origin(folder: Path) -> None:
    origins = _loaded(folder).origins
    assert {"fetch.connect_to", "links.areas", "watch", "discover", "notify"} <= set(origins)
    assert set(origins.values()) == {"default", "user data"}


def test_a_profile_of_the_project_replaces_the_shipped_one_of_its_name(folder: Path) -> None:
    shipped = {profile.name: profile for profile in load_profiles(_loaded(folder))}
    _written(folder / "config/archive-watch.toml", "me")
    sites = folder / "config/sites"
    sites.mkdir()
    own = 'name = "www.state.gov"\nhosts = ["www.state.gov"]\nroots = ["#mine"]\n'
    (sites / "www.toml").write_text(own, encoding="utf-8")
    found = {profile.name: profile for profile in load_profiles(_loaded(folder))}
    assert set(found) == set(shipped)
    assert found["www.state.gov"].roots == ("#mine",)
    assert found["2017-2021.state.gov"] == shipped["2017-2021.state.gov"]


WRONG_PROFILES = {
    "name = 5": "name: ",
    'name = "a"\nbogus = 1': "bogus: unknown key",
    'name = "a"\nroots = ["p["]': "cannot be used",
    'name = "a"\nextends = "nobody"': "extends 'nobody', which is not there",
    'name = "a"\nextends = "a"': "which is not there or extends it",
    'name = "generic"': "none of them has fallback = true",
    "not toml": "it is not TOML",
}


@pytest.mark.parametrize("text", WRONG_PROFILES)
def test_a_profile_that_cannot_be_used_names_its_file_or_what_is_missing(
    folder: Path, text: str
) -> None:
    _written(folder / "config/archive-watch.toml", "me")
    (folder / "config/sites").mkdir()
    (folder / "config/sites/mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_profiles(_loaded(folder))
    assert WRONG_PROFILES[text] in str(refused.value)
    assert "mine.toml" in str(refused.value) or "generic" in str(refused.value)


def test_what_an_editor_keeps_beside_an_open_profile_is_no_profile(folder: Path) -> None:
    _written(folder / "config/archive-watch.toml", "here")
    sites = folder / "config" / "sites"
    sites.mkdir()
    (sites / "own.toml").write_text('name = "own"\nextends = "generic"\n', encoding="utf-8")
    (sites / ".#own.toml").symlink_to("editor@machine.4711")
    (sites / "._own.toml").write_bytes(b"\x00\x05\x16\x07")
    (sites / "own.toml~").write_text("half", encoding="utf-8")
    own = [one.source for one in _loaded(folder).site_profiles if str(folder) in one.source]
    assert own == [str(sites / "own.toml")]


def test_a_home_that_no_shell_spelt_out_is_the_home(folder: Path) -> None:
    home = folder.parent / "home"
    _written(home / "mine.toml", "mine")
    by_option = _loaded(folder, config=Path("~/mine.toml"), db=Path("~/a.db"))
    named = {"ARCHIVE_WATCH_CONFIG": "~/mine.toml", "ARCHIVE_WATCH_DB": "~/a.db"}
    by_name = _loaded(folder, environ=named)
    for found in (by_option, by_name):
        assert (found.config_file, found.database) == (home / "mine.toml", home / "a.db")
