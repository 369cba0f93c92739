"""The files of a configuration as parsed TOML: itself, the site profiles, and the map of hosts.

What is beside the configuration comes on top of what ships: profiles one by one, the map as a whole.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_watch.config.faults import toml_hint
from archive_watch.errors import ConfigError
from archive_watch.shipped import shipped

REMEDY = (
    "the file that `archive-watch init` writes holds every option, commented;"
    " `archive-watch doctor` shows those in force"
)
_HOST_MAP = "state-hosts.toml"
_MAP_REMEDY = "docs/how-to/repair-links.md explains every key of a map of hosts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFile:
    """One site profile, or the map of hosts, as parsed TOML, and where it is from."""

    tables: Mapping[str, Any]
    source: str


def parsed(file: Path, *, remedy: str = REMEDY) -> dict[str, Any]:
    """The tables of a TOML file.  Raises ConfigError with the fault and what to do about it."""
    text = ""
    try:
        text = file.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        fault = error.strerror or "cannot be read"
    except UnicodeDecodeError:
        fault = "it is not UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        fault = f"it is not TOML: {error}{toml_hint(error, text)}"
    raise ConfigError(f"cannot use {file}", (fault,), remedy=remedy)


def all_profiles(file: Path | None) -> tuple[ProfileFile, ...]:
    """The site profiles for the configuration ``file``: the shipped ones, then its own."""
    own = () if file is None else profile_files(file.parent / "sites")
    return (*profile_files(shipped("config/sites")), *own)


def host_map(file: Path | None) -> ProfileFile:
    """The map of hosts: the one beside the configuration, which replaces the shipped one."""
    own = None if file is None else file.parent / _HOST_MAP
    return map_file(own if own and os.path.lexists(own) else shipped(f"config/{_HOST_MAP}"))


def map_file(file: Path) -> ProfileFile:
    """A map of hosts, parsed but not yet understood.  Raises ConfigError."""
    return ProfileFile(tables=parsed(file, remedy=_MAP_REMEDY), source=str(file))


def parsed_file(file: Path) -> ProfileFile:
    """A TOML file beside the configuration, parsed but not understood.  Raises ConfigError."""
    return ProfileFile(tables=parsed(file), source=str(file))


def profile_files(folder: Path) -> tuple[ProfileFile, ...]:
    """The site profiles in a folder, parsed but not yet understood; none where it is missing."""
    try:  # not by glob: that finds nothing where it may not look
        files = sorted(file for file in folder.iterdir() if _is_profile(file.name))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(
            f"cannot use the site profiles in {folder}",
            (error.strerror or "cannot be read",),
            remedy="make the folder readable for who runs this, or remove it",
        ) from error
    return tuple(parsed_file(file) for file in files)


def _is_profile(name: str) -> bool:
    """Not what an editor keeps beside a file that is open in it: ``.#own.toml``."""
    return name.endswith(".toml") and not name.startswith(".")
