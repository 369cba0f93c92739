"""Lists a page at a time: every row once and in order, by an index, however long the pages are."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from archive_watch.config import load
from archive_watch.services.run_demo import run_demo
from archive_watch.storage.answers import ChangeFilter, changes
from archive_watch.storage.change_list import (
    AFTER_FREEZE,
    ChangeList,
    found_lately,
    met_lately,
    places_listed,
)
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.feed_steps import feed_steps, steps_of
from archive_watch.storage.link_list import LinkList, Show, links_listed_at, links_met


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("listed")
    database = folder / "archive.db"
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    asyncio.run(run_demo(given, Path(database), lambda _: None))
    with open_archive(database) as opened:
        yield opened


@pytest.mark.parametrize("most", [1, 2, 3, 7, 50])
def test_every_change_is_met_once_and_in_order_whatever_a_page_holds(
    archive: Archive, most: int
) -> None:
    whole = places_listed(archive, ChangeList(), most=1000)
    met, after = [], None
    while found := places_listed(archive, ChangeList(), after=after, most=most):
        met += found
        after = found[-1]
    assert met == whole
    assert {place.change_id for place in met} == {
        one["id"] for one in changes(archive, ChangeFilter())
    }


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeList(flag=AFTER_FREEZE),
        ChangeList(flag="number"),
        ChangeList(kind="text", host="2017-2021.state.example"),
        ChangeList(words="optimistic"),
        ChangeList(reviewed=False, min_severity=30),
    ],
)
def test_what_is_listed_counted_and_fed_is_the_same(archive: Archive, wanted: ChangeList) -> None:
    listed = {place.change_id for place in places_listed(archive, wanted, most=1000)}
    assert listed
    assert set(found_lately(archive, wanted, most=1000)) == listed
    assert len(met_lately(archive, wanted, most=1000)) == len(listed)


def test_a_flag_narrows_to_the_changes_that_bear_it(archive: Archive) -> None:
    told = {
        one["id"]
        for one in changes(archive, ChangeFilter())
        if "number" in {flag["kind"] for flag in one["flags"]}
    }
    found = places_listed(archive, ChangeList(flag="number"), most=1000)
    assert {place.change_id for place in found} == told != set()


def test_the_steps_of_some_changes_are_those_of_all(archive: Archive) -> None:
    steps = feed_steps(archive)
    assert len(steps) > 5
    assert steps_of(archive, list(steps)) == steps


@pytest.mark.parametrize("show", Show)
def test_links_of_each_sort_are_counted_as_they_are_listed(archive: Archive, show: Show) -> None:
    for wanted in (LinkList(show=show), LinkList(show=show, is_within=True)):
        assert len(links_listed_at(archive, wanted, most=99)) == len(
            links_met(archive, wanted, most=99)
        )


@pytest.mark.parametrize("show", [Show.BROKE, Show.DEAD, Show.SUSPECTED])
@pytest.mark.parametrize("is_within", [None, True, False])
def test_links_that_fail_are_found_by_when_they_began_to(
    archive: Archive, show: Show, is_within: bool | None
) -> None:
    at, rest, values = LinkList(show=show, is_within=is_within).asked()
    sql = f"EXPLAIN QUERY PLAN SELECT l.id{rest} ORDER BY {at} DESC, l.id DESC LIMIT 9"
    plan = [row["detail"] for row in archive.rows(sql, values)]
    assert any("USING INDEX links_dead" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
