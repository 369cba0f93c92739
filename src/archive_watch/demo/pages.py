"""The pages of the invented archive, as their authors wrote them: words, no markup."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """One page.  Paragraphs hold their labels inside, and links as ``[text](address)``."""

    host: str
    path: str
    skin: str
    title: str
    doctype: str = ""
    speaker: str = ""
    role: str = ""
    place: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    document: bool = False

    @property
    def key(self) -> str:
        """Host and path: what events name a page by."""
        return self.host + self.path

    @property
    def url(self) -> str:
        """The address at which the watch knows the page."""
        return f"http://{self.key}"


def demo_pages() -> tuple[DemoPage, ...]:
    """Every page of the five eras, the oldest era first."""
    return tuple(page for table in tables_in("archive") for page in _pages_of(table))


def tables_in(folder: str) -> Iterator[dict[str, Any]]:
    """The TOML files in a folder of the demo, by name."""
    found = files(__package__).joinpath(folder).iterdir()
    for file in sorted(found, key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


def _pages_of(table: Mapping[str, Any]) -> Iterator[DemoPage]:
    for given in table["page"]:
        lists = {name: tuple(given.get(name, ())) for name in ("tags", "paragraphs")}
        yield DemoPage(host=table["host"], skin=table["skin"], **{**given, **lists})
