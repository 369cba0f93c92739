"""The same edit of many pages is told once: one alert, one entry with a growing count in each digest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from archive_watch.report.html import digest_as_html
from archive_watch.report.markdown import digest_as_markdown
from archive_watch.report.text import digest_as_text
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.telling.make_report import make_report
from services.asking import HOST, article
from services.telling_people import Desk, desk
from warcs import response, written

_SAID = (
    "Yesterday {} spoke to the harbour board about page {}.",
    "The board thanked {} for the care that went into report {}.",
    "Nobody but {} had read letter {} before the ferry left.",
)
_WAS, _NOW = "Natalie Jones", "Natalia Jones"


async def _page(told: Desk, number: int, name: str, *, more: str = "") -> None:
    words = _SAID[number % 3].format(name, number) + more
    await told.see(words, path=f"/letters/{number}/", title=f"Letter {number}")


async def _pages(told: Desk, numbers: range, *, minutes: int = 5) -> None:
    """See the pages edited, telling after each."""
    for number in numbers:
        told.clock.move(minutes=minutes)
        await _page(told, number, _NOW)
        await told.tell()


async def _before(told: Desk, pages: int = 14) -> None:
    for number in range(pages):
        await _page(told, number, _WAS)
    told.clock.move(hours=1)


def _counts(told: Desk) -> list[tuple[str, list[tuple[int, int]]]]:
    """Of each message its kind, and of each entry its pages: ever, and here."""
    return [
        (one["kind"], [(entry["pages"], 1 + len(entry["alike"])) for entry in one["changes"]])
        for one in told.receiver.taken
    ]


async def test_fourteen_pages_with_one_edit_are_one_alert_and_one_entry_of_the_digest(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told)
        await _pages(told, range(14))
        assert _counts(told) == [("alert", [(1, 1)])]
        await told.days(1)
        assert _counts(told)[1:] == [("digest", [(14, 14)])]
        (entry,) = told.receiver.taken[1]["changes"]
        urls = [entry["url"], *(place["url"] for place in entry["alike"])]
        assert len(set(urls)) == 14
        assert told.receiver.subjects()[1].startswith("On 14 pages: Letter 0: ")
        await told.days(2)
        assert len(told.receiver.taken) == 2


async def test_a_round_of_days_is_one_alert_and_each_digest_tells_how_many_by_then(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told, 9)
        for first in (0, 3, 6):
            await _pages(told, range(first, first + 3))
            await told.days(1)
        assert _counts(told) == [
            ("alert", [(1, 1)]),
            ("digest", [(3, 3)]), ("digest", [(6, 3)]), ("digest", [(9, 3)]),
        ]  # fmt: skip
        text = digest_as_text(make_report(told.watch, since="2026-03-03T12:00:00Z"))
    assert "the same edit on 9 pages, 3 of them told here" in text


async def test_a_day_without_a_page_ends_the_round_and_the_next_page_is_told_at_once(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told, 4)
        await _pages(told, range(2))
        await told.days(2)
        await _pages(told, range(2, 4))
        kinds = [kind for kind, _ in _counts(told)]
    assert kinds == ["alert", "digest", "alert"]


async def test_a_channel_without_digests_is_told_again_after_a_day(tmp_path: Path) -> None:
    with desk(tmp_path, immediate_severity=50, digest="off") as told:
        await _before(told, 9)
        await _pages(told, range(9), minutes=6 * 60)
        assert _counts(told) == [("alert", [(pages, 1)]) for pages in (1, 6)]


_BANNER = (
    "<div>You are viewing <b>ARCHIVED CONTENT</b> released online from January 20, 2017 to"
    " January 20, 2021.</div>"
)


async def test_a_frozen_page_weighs_more_is_told_at_once_and_once_and_others_are_not_after_it(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=30) as told:
        await _before(told, 6)
        for name in (_WAS, _WAS, _NOW):
            body = article(_SAID[2].format(name, 2), title="Letter 2")
            framed = body.replace("<body>", f"<body>{_BANNER}")
            told.server.page("/letters/2/", framed, host=HOST)
            await _pages(told, range(2) if name == _NOW else range(0))
            told.clock.move(minutes=20)
            await told.see_again("/letters/2/")
            await told.tell()
        await _pages(told, range(3, 6), minutes=20)
        told_of = [
            (one["changes"][0]["severity"], one["changes"][0]["pages"], one["begun_incidents"])
            for one in told.receiver.taken
        ]
        subjects = told.receiver.subjects()
    assert told_of == [(60, 1, []), (85, 3, [])]
    assert subjects[1].startswith("Letter 2: “Natalie” became “Natalia”")


async def test_a_page_with_another_edit_beside_is_told_by_itself(tmp_path: Path) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told, 4)
        await _pages(told, range(3))
        told.clock.move(minutes=20)
        await _page(told, 3, _NOW, more=" A pilot laughed at all of it.")
        await told.tell()
        assert _counts(told) == [("alert", [(1, 1)]), ("alert", [(4, 1)])]
        await told.days(1)
        assert sorted(_counts(told)[-1][1]) == [(4, 1), (4, 3)]
        report = make_report(told.watch)
        text = digest_as_text(report)
    assert "one of its edits stands on 4 pages" in text
    assert "the same edit on 4 pages, 3 of them told here" in text
    assert report.headline() == "2 changes on 4 pages."


async def test_what_was_told_is_known_by_a_watch_that_begins_anew(tmp_path: Path) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told, 6)
        await _pages(told, range(3))
        told.watch = replace(told.watch, _reading={})
        told.watch.archive.memory.clear()
        await _pages(told, range(3, 6))
        assert _counts(told) == [("alert", [(1, 1)])]
        rows = told.rows("SELECT channel, severity, last_at FROM told_edits")
    assert rows == [("desk", 60, "2026-03-01T13:30:00Z")]


async def test_pages_that_came_together_are_one_entry_of_one_alert(tmp_path: Path) -> None:
    with desk(tmp_path, immediate_severity=50) as told:
        await _before(told, 14)
        for number in range(14):
            await _page(told, number, _NOW)
        assert await told.tell() == 1
        assert _counts(told) == [("alert", [(14, 14)])]
        assert told.receiver.taken[0]["left_out"] == 0
        assert await told.tell() == 0


async def test_one_edit_of_very_many_pages_crowds_nothing_out_of_a_digest(tmp_path: Path) -> None:
    sights = [
        response(
            f"http://{HOST}/letters/{number}/",
            article(_SAID[number % 3].format(name, number)).encode(),
            at=f"2026-03-01T1{hour}:00:00Z",
        )
        for number in range(102)
        for hour, name in ((3, _WAS), (4, _NOW))
    ]
    with desk(tmp_path, immediate_severity=0) as told:
        await told.see("The harbour is open to all.")
        told.clock.move(hours=3)
        sources = sources_of(
            [written(tmp_path / "all.warc", *sights)], url=None, at=None, max_bytes=1 << 22
        )
        import_captures(told.watch, sources)
        await told.see("The harbour is open to some.")
        await told.days(1)
        (digest,) = told.receiver.taken
    assert [(one["pages"], len(one["alike"])) for one in digest["changes"]] == [(102, 101), (1, 0)]
    assert digest["left_out"] == 0
    assert digest["subject"].startswith("2 changes on 103 pages; ")


async def test_hosts_rewritten_are_one_finding_and_one_alert_where_even_that_is_wanted(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=1) as told:
        for host in ("www.harbour.gov", "2017-2021.harbour.gov"):
            for number in range(5):
                words = f"Letter {number} stands at https://{host}/notes/{number} for all to read."
                await told.see(words, path=f"/letters/{number}/", title=f"Letter {number}")
            told.clock.move(hours=1)
            await told.tell()
        assert _counts(told) == [("alert", [(5, 5)])]
        assert [one["severity"] for one in told.receiver.taken[0]["changes"]] == [10]


async def test_reports_and_mail_tell_the_words_once_and_the_first_of_the_pages(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=0) as told:
        await _before(told)
        await _pages(told, range(14))
        report = make_report(told.watch)
        await told.days(1)
        ((content,),) = told.rows("SELECT content FROM outbox")
    (entry,) = report.edits()
    assert entry.finding is not None
    assert report.headline() == "1 change on 14 pages."
    assert len(report.as_json()["changes"][0]["alike"]) == 13
    forms = [digest_as_text, digest_as_markdown, digest_as_html]
    mail = json.loads(content)["html"].split("</h1>")[1]
    for text in (*(drawn(report) for drawn in forms), mail):
        assert "he same edit on 14 pages" in text
        told_of = [f"/letters/{number}/" in text for number in range(14)]
        assert told_of == [True] * 8 + [False] * 6
        typed = text.replace("<code>", "`").replace("</code>", "`")
        assert f"and 6 more pages: `archive-watch changes --cluster {entry.finding[:12]}`" in typed
        assert text.count("Natalia") == 1
