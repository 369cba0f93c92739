"""A page answers to every one of its addresses, in every command that names one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.cli.naming import page_named
from archive_watch.errors import UnknownPage
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import add_page
from fresh import fresh_archive

AT = "2026-01-01T00:00:00Z"
GIVEN = "https://WWW.State.Example:443/Interviews//tides/index.html#turn-3"
ALIASES = [
    GIVEN,
    "https://www.state.example/Interviews/tides/",
    "http://www.state.example/Interviews/tides",
    "HTTP://www.STATE.example:80/Interviews//tides//index.htm",
    "https://www.state.example/Interviews/tides#other",
    "  https://www.state.example/Interviews/tides/  ",
    "www.state.example/Interviews/tides",
    "WWW.state.example/Interviews/tides/index.html",
]
OTHERS = [
    "https://www.state.example/interviews/tides/",
    "https://www.state.example/Interviews/tides/?page=2",
    "https://state.example/Interviews/tides/",
    "https://www.state.example:8443/Interviews/tides/",
    "https://www.state.example/Interviews/tides/index.php",
    "/Interviews/tides/",
    "",
    "http://[::1",
    "http://h:port/",
    "\udcff",
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        with opened.writing():
            add_page(opened, GIVEN, at=AT, added_by="command", due_at=AT)
        yield opened


@pytest.mark.parametrize("alias", ALIASES)
def test_every_alias_names_the_page_as_it_was_first_given(archive: Archive, alias: str) -> None:
    assert page_named(archive, alias).url == GIVEN


@pytest.mark.parametrize("other", OTHERS)
def test_another_address_names_no_page_and_is_told_as_that(archive: Archive, other: str) -> None:
    with pytest.raises(UnknownPage, match="is not watched"):
        page_named(archive, other)
