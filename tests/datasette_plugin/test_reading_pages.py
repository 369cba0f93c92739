"""The pages about one page, one version and one body, as a reader asks for them."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from archive_watch.report.moments import when
from datasette_plugin.asked import page, serving

_HERE = "/-/archive-watch"
_EDITED = "http://2017-2021.state.example/interview-with-dana-osei-of-the-harbour-post/index.html"


def _ids(archive: Path, sql: str, *values: object) -> list[int]:
    with closing(sqlite3.connect(archive)) as conn:
        return [row[0] for row in conn.execute(sql, values)]


def _versions(archive: Path, url: str = _EDITED) -> list[int]:
    return _ids(
        archive,
        "SELECT v.id FROM versions v JOIN pages p ON p.id = v.page_id WHERE p.url = ?"
        " ORDER BY v.number",
        url,
    )


async def test_a_transcript_is_read_turn_by_turn_each_with_its_anchor(demo_archive: Path) -> None:
    old, _ = _versions(demo_archive)
    told = await page(await serving(demo_archive), f"{_HERE}/version/{old}")
    anchors = re.findall(r'id="turn-(\d+)"', told)
    assert anchors == [str(number) for number in range(8)]
    turn = told.split('id="turn-5"')[1].split('id="turn-6"')[0]
    assert "SECRETARY MARLOWE:" in turn
    assert "Gideon Marlowe" in turn
    assert "We are optimistic." in turn


async def test_a_page_heads_its_changes_by_their_time_and_not_by_its_own_title(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    told = await page(served, f"{_HERE}/page", url=_EDITED)
    changes = told.split('<section id="changes">')[1].split("</section>")[0]
    assert re.search(r"<h3[^>]*><a[^>]*>Between <time[^>]*>2026-03-03 09:00", changes)
    assert "Interview With Dana Osei" not in changes
    assert "All of this page" not in changes


async def test_an_old_version_says_that_the_page_says_something_else_now(
    demo_archive: Path,
) -> None:
    old, new = _versions(demo_archive)
    served = await serving(demo_archive)
    told = await page(served, f"{_HERE}/version/{old}")
    assert "something else now" in told
    assert f'href="{_HERE}/diff/{old}/{new}"' in told
    assert "something else now" not in await page(served, f"{_HERE}/version/{new}")


async def test_what_a_gone_page_last_said_is_not_told_as_what_it_says(demo_archive: Path) -> None:
    (gone,) = _ids(
        demo_archive,
        "SELECT v.id FROM versions v JOIN pages p ON p.id = v.page_id"
        " WHERE p.state = 'removed' AND v.is_current = 1 ORDER BY v.id LIMIT 1",
    )
    assert "This is what it last said" in await page(
        await serving(demo_archive), f"{_HERE}/version/{gone}"
    )


async def test_a_day_is_answered_with_what_stood_at_its_end(demo_archive: Path) -> None:
    old, new = _versions(demo_archive)
    served = await serving(demo_archive)
    (of_page,) = _ids(demo_archive, "SELECT page_id FROM versions WHERE id = ?", old)
    for day, stood in (("2026-03-03", old), ("2026-03-04", new), ("2026-03-04T08:59:59Z", old)):
        answer = await served.client.get(f"{_HERE}/page/{of_page}", params={"at": day})
        assert answer.status_code == 302
        assert answer.headers["location"].startswith(f"{_HERE}/version/{stood}?at=")
        shown = await served.client.get(answer.headers["location"])
        assert shown.status_code == 200
    assert "It changed somewhere between." in shown.text


@pytest.mark.parametrize(
    ("asked", "status"), [("2026-02-30", 400), ("yesterday", 400), ("2020-01-01", 404)]
)
async def test_a_day_that_is_none_or_before_the_watch_is_refused_with_the_reason(
    demo_archive: Path, asked: str, status: int
) -> None:
    old, _ = _versions(demo_archive)
    served = await serving(demo_archive)
    answer = await served.client.get(f"{_HERE}/version/{old}", params={"at": asked})
    assert answer.status_code == status
    assert asked in unescape(answer.text)


async def test_a_turn_is_cited_with_its_words_and_the_digest_of_the_bytes(
    demo_archive: Path,
) -> None:
    _, new = _versions(demo_archive)
    told = unescape(await page(await serving(demo_archive), f"{_HERE}/version/{new}", turn=5))
    citation = told.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    with closing(sqlite3.connect(demo_archive)) as conn:
        ((digest,),) = conn.execute(
            "SELECT c.sha256 FROM captures c JOIN versions v ON v.capture_id = c.id WHERE v.id = ?",
            (new,),
        ).fetchall()
    assert _EDITED in citation
    assert "Turn 6, Gideon Marlowe: “We are pessimistic." in citation
    assert digest in citation
    assert "2026-03-04T09:00:00Z" in citation


async def test_a_document_is_told_by_its_bytes(demo_archive: Path) -> None:
    first, _ = _ids(demo_archive, "SELECT id FROM versions WHERE text_id IS NULL ORDER BY id")
    served = await serving(demo_archive)
    told = await page(served, f"{_HERE}/version/{first}")
    assert "application/pdf, 50 bytes" in told
    (way,) = set(re.findall(rf'href="({_HERE}/capture/\w+)"', told))
    assert "50 bytes, declared as application/pdf" in await page(served, way)


async def test_the_bytes_come_as_they_were_received_and_can_do_nothing(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    with closing(sqlite3.connect(demo_archive)) as conn:
        digests = [row[0] for row in conn.execute("SELECT sha256 FROM captures LIMIT 5")]
    for digest in digests:
        answer = await served.client.get(f"{_HERE}/capture/{digest.upper()}/raw")
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        head = await served.client.head(f"{_HERE}/capture/{digest}/raw")
        assert head.status_code == 200


async def test_a_page_is_found_by_any_spelling_of_its_address(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    bare = _EDITED.removeprefix("http://").removesuffix("/index.html")
    for url in (_EDITED, f"https://{bare}/", f"HTTP://{bare.upper()[:21]}{bare[21:]}#top", bare):
        told = await page(served, f"{_HERE}/page", url=url)
        assert "Interview With Dana Osei" in told, url


async def test_the_page_that_was_taken_down_tells_how_it_was_seen_gone(demo_archive: Path) -> None:
    (gone,) = _ids(demo_archive, "SELECT id FROM pages WHERE state = 'removed' ORDER BY id LIMIT 1")
    told = await page(await serving(demo_archive), f"{_HERE}/page/{gone}")
    with closing(sqlite3.connect(demo_archive)) as conn:
        (first,) = conn.execute(
            "SELECT first_seen_at FROM spans WHERE page_id = ? AND version_id IS NULL", (gone,)
        ).fetchone()
    assert f"It is gone: first seen so at {when(first)}, confirmed at" in told
    assert "nobody looked" not in told
    assert "missing, status 404" in told
    assert "Looked for 2 times" in told


@pytest.mark.parametrize(
    "path",
    [
        "page/99999", "page/99999999999999999999", "version/99999", "version/1?part=2",
        "version/1?turn=99", "capture/" + "0" * 64, "capture/xyz/raw",
        "page?url=https://nowhere.example/",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_said_with_a_way_back(demo_archive: Path, path: str) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HERE}/{path}")
    assert answer.status_code == 404
    assert f'href="{_HERE}"' in answer.text


@pytest.mark.parametrize("path", ["page", "page?url=http://[", "page?url=%20"])
async def test_an_address_that_is_none_is_refused(demo_archive: Path, path: str) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HERE}/{path}")
    assert answer.status_code == 400


async def test_every_page_and_every_version_of_the_demo_can_be_read(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    for name in ("pages", "versions"):
        for one in _ids(demo_archive, f"SELECT id FROM {name}"):
            await page(served, f"{_HERE}/{name.removesuffix('s')}/{one}")


async def test_a_page_tells_its_changes_in_words_and_where_they_stand(demo_archive: Path) -> None:
    old, _ = _versions(demo_archive)
    (of_page,) = _ids(demo_archive, "SELECT page_id FROM versions WHERE id = ?", old)
    told = await page(await serving(demo_archive), f"{_HERE}/page/{of_page}")
    assert "<h2>Changes <span>1</span></h2>" in told
    assert ">pessimistic</ins>" in told
    assert "2 words edited, the most" in told


async def test_what_the_checks_prove_is_told_with_its_limits(demo_archive: Path) -> None:
    old, _ = _versions(demo_archive)
    (of_page,) = _ids(demo_archive, "SELECT page_id FROM versions WHERE id = ?", old)
    served = await serving(demo_archive)
    told = await page(served, f"{_HERE}/page/{of_page}", proof="now")
    assert "each of these checks saw the same: version 2" in told
    assert "What this does not say:" in told
    then = await page(served, f"{_HERE}/page/{of_page}", proof="2026-03-03T12:00:00Z")
    assert "It changed somewhere between." in then
    assert (await served.client.get(f"{_HERE}/page/{of_page}?proof=soon")).status_code == 400


async def test_each_word_is_traced_to_the_version_that_brought_it(demo_archive: Path) -> None:
    old, new = _versions(demo_archive)
    served = await serving(demo_archive)
    told = await page(served, f"{_HERE}/version/{new}", blame=1)
    assert re.findall(r"<mark>(.*?)</mark>", told) == ["pessimistic"]
    assert f'<sup><a href="{_HERE}/version/{new}">v2</a></sup>' in told
    assert "All of it was there" in await page(served, f"{_HERE}/version/{old}", blame=1)


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [("page/1", "2026-02-01", 404), ("page/1", "soon", 400), ("version/1", "2026-02-01", 404)],
)
async def test_a_day_that_nothing_is_known_of_leads_back_to_where_it_was_asked(
    demo_archive: Path, path: str, asked: str, status: int
) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HERE}/{path}?at={asked}")
    assert answer.status_code == status
    main = answer.text.split("<main")[1]
    assert f'<a href="{_HERE}/{path}">' in main
