"""Check one profile file against its own examples; no archive is needed.

What it extends may be shipped, the project's, or lie beside it.  Other files beside it may be
broken: only those that it builds on are looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_watch.config import Loaded
from archive_watch.errors import ConfigError, UnreadableInput
from archive_watch.extract.examples import Difference, differences
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_profiles import structured_profiles

_REMEDY = "docs/how-to/mend-a-profile.md shows a whole one"
_Tables = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedExample:
    """One example, and what is read otherwise than it says."""

    name: str
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether it is read exactly as it says."""
        return not self.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProfile:
    """A profile and its examples, in their order."""

    profile: SiteProfile
    examples: tuple[CheckedExample, ...]

    @property
    def failed(self) -> int:
        """How many examples are read otherwise."""
        return sum(not example.passed for example in self.examples)


def check_profile(path: Path, given: Loaded) -> CheckedProfile:
    """The profile in ``path`` against its examples.

    Raises UnreadableInput or ConfigError (with every fault) where it cannot be used as a profile.
    """
    tables = _read(path)
    files = [*((file.tables, file.source) for file in given.site_profiles), *_beside(path)]
    known = {str(found.get("name")): (found, source) for found, source in files}
    own = (tables, str(path))
    profiles = structured_profiles(list(_line_of(own, known)))
    profile = next(one for one in profiles if one.name == tables["name"])
    return CheckedProfile(
        profile=profile,
        examples=tuple(
            CheckedExample(name=example.name, differences=differences(example, profile))
            for example in profile.example
        ),
    )


def _line_of(
    own: tuple[_Tables, str], known: Mapping[str, tuple[_Tables, str]]
) -> Iterator[tuple[_Tables, str]]:
    """A profile, the one that it extends, the one that this extends, and so on."""
    met: list[object] = [own[0].get("name")]
    file: tuple[_Tables, str] | None = own
    while file is not None:
        yield file
        base = file[0].get("extends")
        file = known.get(base) if isinstance(base, str) and base not in met else None
        met.append(base)


def _beside(path: Path) -> Iterator[tuple[_Tables, str]]:
    """The other profiles in the folder, those that can be read at all."""
    for file in sorted(path.absolute().parent.glob("*.toml")):
        if file == path.absolute():
            continue
        try:
            tables = _read(file)
        except (UnreadableInput, ConfigError):
            continue
        yield tables, str(file)


def _read(path: Path) -> _Tables:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"cannot use {path}", ("it is not UTF-8 text",), remedy=_REMEDY
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"cannot use {path}", (f"it is not TOML: {error}",), remedy=_REMEDY
        ) from error
