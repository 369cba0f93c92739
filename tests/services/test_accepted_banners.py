"""A banner that is another for good: told once, over when it was reviewed or has stood for long."""

from __future__ import annotations

from pathlib import Path

from archive_watch.model.verdict import Mark
from archive_watch.services.judging.mark_changes import mark_changes
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from servers import PageServer
from services.asking import HOST, Hands, check, incidents, settings, watching

_OLD = "ARCHIVED CONTENT released online from January 20, 2017 to January 20, 2021."
_NEW = _OLD.replace("2021.", "2026.")
_INCIDENT = [("edited_after_freeze", HOST)]


def _show(server: PageServer, banner: str, *numbers: int) -> list[str]:
    for number in numbers:
        server.page(
            f"/{number}/",
            f"<html><head><title>Speech {number}</title></head><body><div>{banner}</div><main>"
            f"<h1>Speech {number}</h1><p>Ship {number} came in and was not delayed.</p></main>"
            "</body></html>",
            host=HOST,
        )
    return [f"http://{HOST}/{number}/" for number in numbers]


async def _see(watch: Watch, hands: Hands, server: PageServer, banner: str, *numbers: int) -> None:
    hands.move(days=1)
    await check(watch, *_show(server, banner, *numbers), force=True)


def _open(watch: Watch) -> list[tuple[str, str]]:
    return [one for one in incidents(watch.archive) if one[0] == "edited_after_freeze"]


async def test_a_new_banner_that_stands_for_thirty_days_is_no_open_incident_any_more(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, hands, server, _OLD, 1, 2)
        await _see(watch, hands, server, _NEW, 1)
        assert _open(watch) == _INCIDENT
        hands.move(days=28)
        await _see(watch, hands, server, _NEW, 1)
        assert _open(watch) == _INCIDENT
        await _see(watch, hands, server, _NEW, 1)
        assert _open(watch) == []
        await _see(watch, hands, server, _NEW, 2)  # the same on another page is no news
        assert _open(watch) == []
        await _see(watch, hands, server, _OLD, 2)  # but to leave it is
        assert _open(watch) == _INCIDENT
        await _see(watch, hands, server, _NEW, 1)
        assert _open(watch) == _INCIDENT


async def test_days_on_which_the_page_was_not_seen_prove_nothing(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, hands, server, _OLD, 1, 2)
        await _see(watch, hands, server, _NEW, 1)
        hands.move(days=60)
        await _see(watch, hands, server, _OLD, 2)
        assert _open(watch) == _INCIDENT
        await _see(watch, hands, server, "", 1)  # it was never seen to stand: now it is gone
        assert _open(watch) == _INCIDENT
        hands.move(days=30)
        await _see(watch, hands, server, "", 1)
        assert _open(watch) == []


async def test_a_reader_who_reviews_the_edit_of_the_banner_has_dealt_with_it(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        await _see(watch, hands, server, _OLD, *range(7))
        await _see(watch, hands, server, _NEW, *range(6))
        assert _open(watch) == _INCIDENT
        (told,) = answers.changes(watch.archive, answers.ChangeFilter())
        (row,) = watch.archive.rows("SELECT detail, change_id FROM open_incidents")
        assert row["change_id"] == told["id"]
        assert row["detail"].endswith(f"· change {told['id']}")
        note = Mark(at=watch.now(), by="reader", note="asked the archive")
        mark_changes(watch, [told["id"]], note)
        assert _open(watch) == _INCIDENT
        mark_changes(watch, [told["id"]], Mark(at=watch.now(), by="reader", reviewed=True))
        assert _open(watch) == []
        await _see(watch, hands, server, _NEW, 6)
        assert _open(watch) == []


async def test_to_review_another_edit_of_the_template_is_not_to_review_the_banner(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        between = "".join(f"</div><div>Pier {pier} is open to all." for pier in range(9))
        menu = between + "</div><div>Ask the office for {}."
        await _see(watch, hands, server, _OLD + menu.format("maps"), *range(5))
        await _see(watch, hands, server, _NEW + menu.format("charts"), *range(5))
        told = list(answers.changes(watch.archive, answers.ChangeFilter()))
        assert len(told) == 2
        (menus,) = (one["id"] for one in told if "charts" in one["summary"])
        mark_changes(watch, [menus], Mark(at=watch.now(), by="reader", reviewed=True))
        assert _open(watch) == _INCIDENT
