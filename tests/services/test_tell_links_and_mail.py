"""Links that break and are good again, told as mail by a real server; and what an old archive had."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive_watch.config.channels import ChannelSettings
from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.shipped import shipped
from archive_watch.storage.database import open_archive
from archive_watch.storage.links import due_links
from mail_server import LOOPBACK, MailServer
from servers import Answer
from services.asking import HOST
from services.telling_people import Desk, desk

TARGET = f"http://{HOST}/annex/"


async def check_every_link(told: Desk, answer: Answer, *, times: int) -> None:
    told.server.routes[HOST, "/annex/"] = answer
    for _ in range(times):
        told.clock.move(hours=12)
        links = due_links(told.watch.archive, now=told.watch.now(), areas=("body",), every=True)
        async with open_network(told.watch) as network:
            await check_links(told.watch, network.for_links(told.watch), links)


async def test_a_link_that_was_good_is_told_when_it_breaks_and_when_it_is_good_again(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="daily 07:00") as told:
        await told.see(f'See <a href="{TARGET}">the annex</a> and <a href="/never/">that</a>.')
        await check_every_link(told, Answer(body="<p>words</p>"), times=2)
        await told.days(1)
        assert told.receiver.attempts == []  # (what never was good has not come to break)
        await check_every_link(told, Answer(status=404), times=3)
        await told.days(1)
        await check_every_link(told, Answer(body="<p>words</p>"), times=2)
        await told.days(2)
        broken, good = told.receiver.taken
    assert broken["subject"] == f"Link broken: {TARGET}"
    (link,) = broken["broken_links"]
    assert (link["url"], link["state"]) == (TARGET, "gone")
    assert link["found_on"] == [{"url": told.url, "text": "the annex"}]
    assert good["subject"] == f"Link good again: {TARGET}"
    assert [one["url"] for one in good["recovered_links"]] == [TARGET]
    assert good["broken_links"] == []


async def test_a_hostile_title_arrives_as_a_letter_of_two_forms_and_nothing_more(
    tmp_path: Path,
) -> None:
    hostile = "Gone &lt;script&gt;x()&lt;/script&gt; Bcc: all@news.example"
    with MailServer() as server, desk(tmp_path) as told:
        given = ChannelSettings(
            type="mail",
            host=LOOPBACK,
            port=server.port,
            security="none",
            sender="Watch <watch@harbour.example>",
            to=("desk@news.example", "night@news.example"),
        )
        told.configured(desk=given)
        await told.see("The harbour is open.", title=hostile)
        told.clock.move(hours=1)
        await told.vanish()
        assert await told.tell() == 1
        (letter,) = server.box.parsed()
        assert server.box.sent_to == [["desk@news.example", "night@news.example"]]
    assert letter["bcc"] is None
    assert letter["subject"] == (
        "[archive-watch] Gone: Gone <script>x()</script> Bcc: all@news.example"
    )
    html, text = letter.get_body(("html",)), letter.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "<script" not in html.get_content()
    assert "Gone (1)" in text.get_content()
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


async def test_the_incidents_of_an_earlier_archive_are_kept_and_are_no_news(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
        " applied_at TEXT)"
    )
    for file in sorted(shipped("db/migrations").iterdir(), key=lambda file: file.name):
        if file.name < "0019":
            conn.executescript(file.read_text(encoding="utf-8"))
            conn.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                " VALUES ('archive-watch', ?, '2020-01-01T00:00:00Z')",
                (file.name.removesuffix(".sql"),),
            )
    conn.execute(
        "INSERT INTO incidents (id, kind, host, opened_at, last_seen_at, occurrences, detail)"
        " VALUES (3, 'blocked_host', 'h.example', '2020-01-01T00:00:00Z', '2020-02-01T00:00:00Z', 9,"
        " 'a challenge')"
    )
    conn.commit()
    conn.close()
    with open_archive(tmp_path / "archive.db") as archive:
        rows = archive.rows("SELECT incident_id, kind, occurrences FROM open_incidents")
        assert [tuple(row) for row in rows] == [(3, "blocked_host", 9)]
        assert archive.number("SELECT count(*) FROM transitions") == 0
        assert archive.rows("PRAGMA foreign_key_check") == []
    with desk(tmp_path) as told:
        know_channels(told.watch)
        await told.days(40)
        assert told.receiver.attempts == []
