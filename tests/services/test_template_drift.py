"""Pages that a profile no longer fits are one incident of their host, and never a thousand changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_watch.errors import ConfigError
from archive_watch.extract.profile import profile_from_toml
from archive_watch.model.site import SiteProfile
from archive_watch.services.telling.explain_page import explain_stored
from archive_watch.services.telling.make_report import make_report
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import find_page
from servers import PageServer
from services.asking import (
    HOST,
    Hands,
    changes,
    check,
    incidents,
    settings,
    told,
    versions,
    watching,
)

_PROFILE = SiteProfile(
    name="harbour", hosts=(HOST,), roots=("#words",), title=("h1.headline", "h1.top")
)
_UNREAD = ("needs_review", "no_selector_matched")
_HEADLESS = ("needs_review", "selector_vanished")
_WELL = ("unchanged", None)


def _page(number: int, *, root: str = "words", headline: str = "headline", more: str = "") -> str:
    return (
        f"<html><body><nav>Home</nav><h1 class='{headline}'>Report {number}</h1>"
        f"<div id='{root}'><p>Ship {number} was not delayed.{more}</p></div></body></html>"
    )


@contextmanager
def _watched(
    tmp_path: Path, server: PageServer, profile: SiteProfile = _PROFILE
) -> Iterator[Watch]:
    with watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch:
        yield replace(watch, profiles=(profile,))


def _serve(server: PageServer, *numbers: int, **given: str) -> None:
    for number in numbers:
        server.page(f"/{number}/", _page(number, **given), host=HOST)


async def _check(watch: Watch, *numbers: int) -> list[Any]:
    assert isinstance(watch.clock, Hands)
    watch.clock.move(hours=1)
    urls = [f"http://{HOST}/{number}/" for number in numbers]
    return told(await check(watch, *urls, force=True))


async def test_three_pages_in_a_row_without_a_root_are_one_incident_of_the_host(
    tmp_path: Path,
) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, *range(5))
        await _check(watch, *range(5))
        _serve(server, *range(5), root="story")
        assert await _check(watch, 0, 1) == [_UNREAD] * 2
        assert incidents(watch.archive) == [("needs_review", HOST)] * 2
        assert await _check(watch, 2, 3, 4, 4) == [_UNREAD] * 4
        assert incidents(watch.archive) == [("template_drift", HOST)]
        (row,) = watch.archive.rows("SELECT * FROM open_incidents")
        assert (row["occurrences"], row["opened_at"]) == (5, "2026-03-01T14:00:00Z")
        for part in ("5 pages", "profile harbour", "#words", f"http://{HOST}/4/", "mend-a-profile"):
            assert part in row["detail"]
        assert (changes(watch.archive), versions(watch.archive)) == ([], 5)


async def test_a_page_of_the_drift_that_reads_well_again_ends_it(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, *range(5))
        await _check(watch, *range(5))
        _serve(server, 0, 1, 2, root="story")
        await _check(watch, 0, 1, 2)
        assert await _check(watch, 3) == [_WELL]
        assert incidents(watch.archive) == [("template_drift", HOST)]
        _serve(server, 1)
        assert await _check(watch, 1) == [_WELL]
        assert incidents(watch.archive) == []


async def test_a_page_that_reads_well_between_them_makes_it_no_run(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, *range(5))
        await _check(watch, *range(5))
        _serve(server, 0, 1, 3, root="story")
        await _check(watch, 0, 1, 2, 3)
        assert sorted(incidents(watch.archive)) == [("needs_review", HOST)] * 3


async def test_headlines_that_vanish_are_neither_changes_nor_versions(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, *range(4))
        await _check(watch, *range(4))
        _serve(server, *range(4), headline="new-name", more=" It sailed.")
        assert await _check(watch, 0) == [_HEADLESS]
        assert incidents(watch.archive) == [("needs_review", HOST)]
        assert await _check(watch, 0) == [_HEADLESS]
        assert await _check(watch, 1, 2, 3) == [_HEADLESS] * 3
        assert incidents(watch.archive) == [("template_drift", HOST)]
        assert (changes(watch.archive), versions(watch.archive)) == ([], 4)
        assert watch.archive.number("SELECT count(*) FROM captures") == 8
        mended = replace(_PROFILE, version=2, title=("h1.headline", "h1.new-name"))
        assert await _check(replace(watch, profiles=(mended,)), 0) == [("changed", None)]
        assert (changes(watch.archive), incidents(watch.archive)) == (["text"], [])


async def test_a_headline_that_another_selector_finds_did_not_vanish(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, 0)
        await _check(watch, 0)
        _serve(server, 0, headline="top")
        assert await _check(watch, 0) == [_WELL]


async def test_a_page_that_never_had_a_headline_reads_as_before(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, 0, headline="none")
        assert await _check(watch, 0) == [("new", None)]
        _serve(server, 0, headline="none", more=" It sailed.")
        assert await _check(watch, 0) == [("changed", None)]


async def test_a_profile_may_require_other_fields_or_none(tmp_path: Path) -> None:
    profile = replace(_PROFILE, required=())
    with PageServer() as server, _watched(tmp_path, server, profile) as watch:
        _serve(server, 0)
        await _check(watch, 0)
        _serve(server, 0, headline="none")
        assert await _check(watch, 0) == [("changed", None)]
        assert changes(watch.archive) == ["metadata"]


def test_a_required_field_that_no_selector_finds_is_refused() -> None:
    tables = {"name": "harbour", "required": ["headline"]}
    with pytest.raises(ConfigError, match="'headline' is no field"):
        profile_from_toml(tables, source="a file", bases={})


async def test_the_explanation_and_the_report_tell_what_vanished(tmp_path: Path) -> None:
    with PageServer() as server, _watched(tmp_path, server) as watch:
        _serve(server, *range(3))
        await _check(watch, *range(3))
        _serve(server, *range(3), headline="none")
        await _check(watch, *range(3))
        page = find_page(watch.archive, f"http://{HOST}/0/")
        assert page is not None
        source = " ".join(explain_stored(watch, page, last=True).source)
        assert "(needs_review)" in source
        assert "selector_vanished: profile harbour" in source
        assert "none of h1.headline, h1.top finds it now" in source
        (told_of,) = make_report(watch).incidents
        assert (told_of.kind, told_of.about) == ("template_drift", HOST)
