"""What is edited around the words of many pages is one event of their site; what is edited among
them is a change of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_watch.model.site import SiteProfile
from archive_watch.services.add_pages import add_pages
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from servers import PageServer
from services.asking import HOST, Hands, check, settings, told, watching

_PAGES = 50
_OLD = "You are viewing archived harbour pages."
_NEW = "You are viewing the harbour pages of an earlier office."


def _report(
    number: int,
    *,
    banner: str = _OLD,
    words: str = "was not delayed",
    beside: str = "",
    extra: str = "",
) -> str:
    return (
        f"<html><head><title>Report {number}</title></head><body><header>{banner}</header>"
        f"<nav><a href='/'>Home</a><a href='/ports/'>Ports</a></nav><div>{beside}</div>"
        f"<main><h1>Report {number}</h1><p>Ship {number} {words} at the quay, says report {number}.</p>"
        f"{extra}</main><footer>Printed copies: ask the harbour office.</footer></body></html>"
    )


def _urls(count: int = _PAGES) -> list[str]:
    return [f"http://{HOST}/reports/{number}/" for number in range(count)]


def _serve(server: PageServer, count: int = _PAGES, **given: str) -> None:
    for number in range(count):
        server.page(f"/reports/{number}/", _report(number, **given), host=HOST)


def _changes(watch: Watch) -> list[dict[str, Any]]:
    return list(answers.changes(watch.archive, answers.ChangeFilter()))


def _kinds(watch: Watch) -> dict[str, int]:
    return answers.counts(
        watch.archive, "SELECT kind, count(*) FROM recent_changes GROUP BY kind ORDER BY kind"
    )


async def _round(watch: Watch, server: PageServer, hands: Hands, count: int = _PAGES) -> list[Any]:
    hands.move(days=1)
    return await check(watch, *_urls(count), force=True)


async def test_a_banner_edited_on_fifty_pages_is_one_event_and_no_change_of_a_page(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server)
        await _round(watch, server, hands)
        _serve(server, banner=_NEW)
        visits = await _round(watch, server, hands)
        assert {one.outcome.value for one in visits} == {"unchanged"}
        assert {one.change_id for one in visits} == {None}
        (change,) = _changes(watch)
        assert (change["kind"], change["pages"], change["url"]) == (
            "template",
            _PAGES,
            f"http://{HOST}/",
        )
        assert (change["words_removed"], change["words_added"]) == (1, 5)
        assert change["severity"] < 10
        assert change["summary"].startswith("around the words of 50 pages: “")
        rows = watch.archive.rows("SELECT url, removed, added FROM removed_text")
        assert [tuple(row) for row in rows] == [
            (f"http://{HOST}/", "archived", "the … of an earlier office")
        ]


async def test_one_word_deleted_from_fifty_reports_is_fifty_changes_and_no_event(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server)
        await _round(watch, server, hands)
        _serve(server, words="was delayed")
        visits = await _round(watch, server, hands)
        assert {one.outcome.value for one in visits} == {"changed"}
        assert _kinds(watch) == {"text": _PAGES}


def _loopback(server: PageServer) -> Any:
    return settings(server.connect_to(HOST))


async def test_the_event_stays_one_row_and_grows_while_more_pages_show_it(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server, 6)
        await _round(watch, server, hands, 6)
        seen = []
        for number in range(6):
            server.page(f"/reports/{number}/", _report(number, banner=_NEW), host=HOST)
            hands.move(hours=1)
            await check(watch, _urls()[number], force=True)
            seen += [(one["id"], one["pages"], one["not_after"]) for one in _changes(watch)]
        ids, pages, times = zip(*seen, strict=True)
        assert pages == (3, 4, 5, 6)
        assert len(set(ids)) == 1
        assert times == tuple(sorted(set(times)))
        assert "6 pages" in _changes(watch)[0]["summary"]


async def test_two_pages_are_no_template(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server, 5)
        await _round(watch, server, hands, 5)
        _serve(server, 2, banner=_NEW)
        await _round(watch, server, hands, 5)
        assert _changes(watch) == []


async def test_a_line_that_differs_on_every_page_hides_no_edit_and_makes_none(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        for turn, banner in enumerate((_OLD, _OLD, _NEW, _NEW)):
            for number in range(6):
                page = _report(number, banner=f"{banner}<p>Request {turn}-{number}</p>")
                server.page(f"/reports/{number}/", page, host=HOST)
            await _round(watch, server, hands, 6)
        assert [(one["kind"], one["pages"]) for one in _changes(watch)] == [("template", 6)]


async def test_an_edit_of_what_is_dropped_inside_the_content_is_the_templates_too(
    tmp_path: Path,
) -> None:
    hands = Hands()
    host = "2017-2021.state.gov"
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(host)), hands) as watch,
    ):
        urls = [f"http://{host}/r/{number}/" for number in range(4)]
        for share in ("Share this page", "Send this page on"):
            for number in range(4):
                page = (
                    f"<article><h1>Report {number}</h1><div class='entry-content'><p>Words of {number}."
                    f"</p><div class='share-this-page'>{share}</div></div></article>"
                )
                server.page(f"/r/{number}/", page, host=host)
            hands.move(days=1)
            visits = await check(watch, *urls, force=True)
        assert told(visits) == [("unchanged", None)] * 4
        assert [(one["kind"], one["pages"]) for one in _changes(watch)] == [("template", 4)]


async def test_a_page_whose_words_and_frame_both_changed_tells_its_words(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server, 4)
        await _round(watch, server, hands, 4)
        _serve(server, 4, banner=_NEW)
        server.page("/reports/2/", _report(2, banner=_NEW, words="was delayed"), host=HOST)
        await _round(watch, server, hands, 4)
        assert _kinds(watch) == {"template": 1, "text": 1}


async def test_the_same_edit_after_more_than_a_month_is_a_new_event(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        for banner, days in ((_OLD, 1), (_NEW, 1), (_OLD, 40), (_NEW, 1)):
            _serve(server, 3, banner=banner)
            hands.move(days=days)
            await check(watch, *_urls(3), force=True)
        assert [one["pages"] for one in _changes(watch)] == [3, 3, 3]
        assert len({one["cluster"] for one in _changes(watch)}) == 2


async def test_two_checks_within_one_second_keep_their_order(tmp_path: Path) -> None:
    with PageServer() as server, watching(tmp_path, _loopback(server), Hands()) as watch:
        for banner in (_OLD, _NEW):
            _serve(server, 3, banner=banner)
            await check(watch, *_urls(3), force=True)
        (change,) = _changes(watch)
        assert "“archived” became" in change["summary"]


async def test_a_profile_that_was_mended_between_two_rounds_is_no_edit_and_hides_none(
    tmp_path: Path,
) -> None:
    hands = Hands()
    old = SiteProfile(name="harbour", hosts=(HOST,), roots=("main",))
    new = replace(old, version=2, drop=(".aside",))
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server, 3, extra="<p class='aside'>Ask at the desk.</p>")
        await _round(replace(watch, profiles=(old,)), server, hands, 3)
        _serve(server, 3, extra="<p class='aside'>Ask at the desk.</p>", banner=_NEW)
        visits = await _round(replace(watch, profiles=(new,)), server, hands, 3)
        assert {one.outcome.value for one in visits} == {"unchanged"}
        assert [(one["pages"], one["words_added"]) for one in _changes(watch)] == [(3, 5)]


async def test_a_template_is_told_at_the_root_by_the_scheme_that_its_pages_have(
    tmp_path: Path,
) -> None:
    root = "SELECT DISTINCT url FROM recent_changes UNION SELECT url FROM removed_text"
    hands = Hands()
    with PageServer() as server, watching(tmp_path, _loopback(server), hands) as watch:
        _serve(server, 3)
        await _round(watch, server, hands, 3)
        _serve(server, 3, banner=_NEW)
        await _round(watch, server, hands, 3)
        assert [row["url"] for row in watch.archive.rows(root)] == [f"http://{HOST}/"]
        add_pages(watch, [f"https://{HOST}/reports/3/"])
        assert [row["url"] for row in watch.archive.rows(root)] == [f"https://{HOST}/"]
        (change,) = _changes(watch)
        assert change["url"] == f"https://{HOST}/"
        of_it = answers.ChangeFilter(cluster=change["cluster"])
        assert [one["id"] for one in answers.changes(watch.archive, of_it)] == [change["id"]]
        other = answers.ChangeFilter(cluster="0" * 64)
        assert list(answers.changes(watch.archive, other)) == []
