"""Find the configuration, read it, and say where every value came from.

The file: ``--config``, else ``$ARCHIVE_WATCH_CONFIG``, else ``./config/archive-watch.toml``, else
the user's configuration folder, else the shipped defaults.  The database: ``--db``, else
``$ARCHIVE_WATCH_DB``, else ``[archive] database``, else ``./db/archive.db`` where ``./db`` exists,
else the user's data folder.  Unknown keys are refused and all faults are told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import cattrs
from platformdirs import user_config_path, user_data_path

from archive_watch.config.faults import (
    Fault,
    is_spoken_for,
    shape_faults,
    structure_faults,
    without,
)
from archive_watch.config.files import REMEDY, ProfileFile, all_profiles, host_map, parsed
from archive_watch.config.meaning import meaning_faults
from archive_watch.config.settings import Settings
from archive_watch.errors import ConfigError

_FILE = Path("config") / "archive-watch.toml"
_DATABASE = Path("db") / "archive.db"
_NO_PROJECT = "user data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The configuration in force.  ``origins`` says where each value came from, by dotted key."""

    settings: Settings
    config_file: Path | None
    database: Path
    origins: Mapping[str, str]
    site_profiles: tuple[ProfileFile, ...]
    host_map: ProfileFile

    @property
    def is_in_no_project(self) -> bool:
        """Whether nothing names a database, and the folder is no project: it is the user's own."""
        return self.origins["archive.database"] == _NO_PROJECT


def load(
    *, config_path: Path | None, db_path: Path | None, environ: Mapping[str, str], cwd: Path
) -> Loaded:
    """The configuration for a command run in ``cwd``.  Raises ConfigError with every fault."""
    file, why = _config_file(config_path, environ, cwd)
    tables = {} if file is None else parsed(file)
    settings = _structured(tables, file)
    origin = "default" if file is None else f"{file} ({why})"
    database, database_origin = _database(db_path, environ, settings, file, cwd, origin)
    return Loaded(
        settings=settings,
        config_file=file,
        database=database,
        origins={**_origins(settings, tables, origin), "archive.database": database_origin},
        site_profiles=all_profiles(file),
        host_map=host_map(file),
    )


def _config_file(
    given: Path | None, environ: Mapping[str, str], cwd: Path
) -> tuple[Path | None, str]:
    if given is not None:
        return cwd / given.expanduser(), "--config"
    if environ.get("ARCHIVE_WATCH_CONFIG"):
        return cwd / Path(environ["ARCHIVE_WATCH_CONFIG"]).expanduser(), "$ARCHIVE_WATCH_CONFIG"
    if (cwd / _FILE).is_file():
        return cwd / _FILE, "./config"
    user = user_config_path("archive-watch") / "archive-watch.toml"
    return (user, "user configuration") if user.is_file() else (None, "")


def _structured(tables: Mapping[str, Any], file: Path | None) -> Settings:
    """The settings in ``tables``.  Raises ConfigError with every fault, of shape and of meaning."""
    faults = list(shape_faults(tables))
    settings, found = _as_far_as_it_goes(without(tables, faults))
    faults += found
    faults += [fault for fault in meaning_faults(settings) if not is_spoken_for(fault, faults)]
    if faults:
        raise _refused(file, faults)
    return settings


def _as_far_as_it_goes(tables: Mapping[str, Any]) -> tuple[Settings, list[Fault]]:
    """The settings in what is sound of ``tables``, and what is not."""
    try:
        return _CONVERTER.structure(tables, Settings), []
    except Exception as error:
        faults = list(structure_faults(error))
        sound = without(tables, faults)
        if sound == tables:  # nothing that can be named: not the caller's fault
            raise
    settings, rest = _as_far_as_it_goes(sound)
    return settings, [*faults, *rest]


def _refused(file: Path | None, faults: Sequence[Fault]) -> ConfigError:
    return ConfigError(
        f"cannot use {file or 'the configuration'}", tuple(map(str, faults)), remedy=REMEDY
    )


def _exactly(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"{value!r} is not {_SAID[kind]}")
        return value

    return structure


_SAID = {str: "text in quotes", bool: "true or false", int: "a whole number"}


def _number(value: Any, _: Any) -> float:
    if type(value) not in {int, float}:
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def _texts(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{value!r} is not a list of texts")
    return tuple(value)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _exactly(str))
    converter.register_structure_hook(bool, _exactly(bool))
    converter.register_structure_hook(int, _exactly(int))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)
    converter.register_structure_hook_func(lambda kind: kind == Mapping[str, str], _named_texts)
    return converter


def _named_texts(value: Any, _: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!r} is not a table")
    wrong = [f"{name} = {item!r}" for name, item in value.items() if not isinstance(item, str)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: write it as text in quotes")
    return dict(value)


_CONVERTER = _converter()


def _database(
    given: Path | None,
    environ: Mapping[str, str],
    settings: Settings,
    file: Path | None,
    cwd: Path,
    origin: str,
) -> tuple[Path, str]:
    if given is not None:
        return cwd / given.expanduser(), "--db"
    if environ.get("ARCHIVE_WATCH_DB"):
        return cwd / Path(environ["ARCHIVE_WATCH_DB"]).expanduser(), "$ARCHIVE_WATCH_DB"
    if settings.archive.database and file is not None:
        return _project_of(file) / Path(settings.archive.database).expanduser(), origin
    if (cwd / _DATABASE.parent).is_dir():
        return cwd / _DATABASE, "./db"
    return user_data_path("archive-watch") / "archive.db", _NO_PROJECT


def _project_of(file: Path) -> Path:
    """The folder that a configuration belongs to: above ``config/``, else the file's own."""
    return file.parent.parent if file.parent.name == "config" else file.parent


def _origins(
    settings: Any, tables: Mapping[str, Any], origin: str, prefix: str = ""
) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in fields(settings):
        value, written = getattr(settings, item.name), tables.get(item.name)
        if is_dataclass(value) and not isinstance(value, type):
            inner = written if isinstance(written, Mapping) else {}
            found |= _origins(value, inner, origin, f"{prefix}{item.name}.")
        else:
            found[prefix + item.name] = "default" if item.name not in tables else origin
    return found
