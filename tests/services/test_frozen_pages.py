"""A page that declares itself frozen, or whose profile does, may not be edited: that is told once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_watch.model.verdict import Mark
from archive_watch.services.watch import Watch
from archive_watch.storage import answers, marks
from servers import PageServer
from services.asking import HOST, Hands, check, incidents, settings, watching

BANNER = (
    "<div>You are viewing <b>ARCHIVED CONTENT</b> released online from January 20, 2017 to"
    " January 20, 2021.</div>"
)
URL = f"http://{HOST}/speech/"


def _page(words: str, banner: str = BANNER, extra: str = "") -> str:
    return (
        f"<html><head><title>Speech</title></head><body>{banner}<nav>{extra}</nav>"
        f"<main><h1>Speech</h1><p>The minister was {words} about the harbour.</p>"
        "<p>She thanked the pilots.</p></main></body></html>"
    )


def _open(watch: Watch) -> list[dict[str, Any]]:
    return [dict(row) for row in watch.archive.rows("SELECT * FROM open_incidents")]


def _severities(watch: Watch) -> list[int]:
    return [one["severity"] for one in answers.changes(watch.archive, answers.ChangeFilter())]


async def _see(watch: Watch, server: PageServer, hands: Hands, page: str) -> None:
    hands.move(days=1)
    server.page("/speech/", page, host=HOST)
    await check(watch, URL, force=True)


async def test_an_edit_of_a_page_that_declares_itself_archived_is_one_incident_until_reviewed(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, server, hands, _page("optimistic"))
        assert _open(watch) == []
        await _see(watch, server, hands, _page("pessimistic"))
        (one,) = _open(watch)
        assert (one["kind"], one["url"], one["occurrences"]) == ("edited_after_freeze", URL, 1)
        assert "January 20, 2017 to January 20, 2021" in one["detail"]
        assert _severities(watch) == [75]
        await _see(watch, server, hands, _page("silent"))
        (two,) = _open(watch)
        assert (two["incident_id"], two["occurrences"]) == (one["incident_id"], 2)
        news = "SELECT count(*) FROM transitions WHERE kind = 'incident_opened'"
        assert watch.archive.number(news) == 1
        ids = [one["id"] for one in answers.changes(watch.archive, answers.ChangeFilter())]
        assert two["change_id"] == ids[-1]
        for change_id in ids:
            assert len(_open(watch)) == 1
            with watch.archive.writing():
                mark = Mark(at=watch.now(), by="reader", reviewed=True)
                marks.add_mark(watch.archive, change_id, mark)
        assert _open(watch) == []


async def test_what_is_not_declared_is_no_contract_and_typography_breaks_none(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, server, hands, _page("optimistic", banner=""))
        await _see(watch, server, hands, _page("pessimistic"))  # the banner came with the edit
        await _see(watch, server, hands, _page("pessimistic").replace("minister", "“minister”"))
        await _see(watch, server, hands, _page("pessimistic").replace("minister", '"minister"'))
        assert _severities(watch)[0] == 50
        assert {one["detail"] for one in _open(watch) if "“minister”" in one["detail"]} == set()


async def test_a_banner_that_vanishes_is_told_once_for_its_host_and_is_over_when_it_is_back(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, server, hands, _page("optimistic"))
        await _see(watch, server, hands, _page("optimistic", extra="A ship came in."))
        assert _open(watch) == []
        await _see(watch, server, hands, _page("optimistic", banner=""))
        (one,) = _open(watch)
        assert (one["kind"], one["url"], one["occurrences"]) == ("edited_after_freeze", None, 1)
        assert "nothing any more" in one["detail"]
        later = BANNER.replace("2021.", "2026.")
        await _see(watch, server, hands, _page("optimistic", banner=later))
        (two,) = _open(watch)
        assert two["incident_id"] == one["incident_id"]
        assert "January 20, 2026" in two["detail"]
        await _see(watch, server, hands, _page("optimistic"))
        assert _open(watch) == []
        assert _severities(watch) == []


async def test_a_site_that_shows_no_sentence_is_frozen_since_the_day_that_its_profile_says(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        frozen = tuple(replace(one, frozen_since="2026-03-03") for one in watch.profiles)
        watch = replace(watch, profiles=frozen)  # noqa: PLW2901
        await _see(watch, server, hands, _page("optimistic", banner=""))  # March 2
        await _see(watch, server, hands, _page("pessimistic", banner=""))  # may have come before
        assert incidents(watch.archive) == []
        await _see(watch, server, hands, _page("silent", banner=""))
        assert incidents(watch.archive) == [("edited_after_freeze", HOST)]
        assert "frozen since 2026-03-03" in _open(watch)[0]["detail"]
        assert _severities(watch) == [50, 75]
