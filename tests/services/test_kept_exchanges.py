"""Which checks keep the evidence of their exchange, and that an unchanged one stays one small row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive_watch.storage.database import Archive
from servers import Answer, PageServer, conditional
from services.asking import HOST, Hands, article, check, settings, watching
from warcs import http, record
from watching import imported

PAGE = f"http://{HOST}/a/"


def kept(archive: Archive) -> list[tuple[str, str | None, bool]]:
    """Outcome and status line of every check, and whether its exchange was kept."""
    rows = archive.rows(
        "SELECT f.outcome, x.status_line, x.fetch_id FROM fetches f"
        " LEFT JOIN exchanges x ON x.fetch_id = f.id ORDER BY f.id"
    )
    return [(row["outcome"], row["status_line"], row["fetch_id"] is not None) for row in rows]


def logged(archive: Archive) -> list[dict[str, Any]]:
    rows = archive.rows("SELECT * FROM exchange_log ORDER BY fetch_id")
    return [dict(row) for row in rows]


def stored_anywhere(folder: Path, secret: bytes) -> bool:
    return any(secret in file.read_bytes() for file in folder.iterdir())


async def test_every_check_keeps_its_exchange_but_a_plain_unchanged_one(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        given = settings(server.connect_to(HOST))
        with watching(tmp_path, given, clock) as watch:
            answers = (
                conditional(article("first"), etag='"1"'),
                conditional(article("first"), etag='"1"'),  # 304
                conditional(article("second"), etag='"2"'),
                Answer(body=article("second")),  # the same bytes
                Answer(body=article("first")),  # bytes that are known, and a change all the same
                Answer(status=404, body="gone"),
                Answer(status=503, body="busy"),
            )
            for answer in answers:
                server.routes["/a/"] = answer
                await check(watch, PAGE)
                clock.move(days=1)
            told = kept(watch.archive)
            log = logged(watch.archive)
    assert told == [
        ("new", "HTTP/1.1 200 OK", True),
        ("not_modified", None, False),
        ("changed", "HTTP/1.1 200 OK", True),
        ("unchanged", None, False),
        ("changed", "HTTP/1.1 200 OK", True),
        ("missing", "HTTP/1.1 404 Not Found", True),
        ("server_error", "HTTP/1.1 503 Service Unavailable", True),
    ]
    asked = dict(json.loads(log[1]["request_headers"]))
    assert (asked["host"], asked["if-none-match"]) == (HOST, '"1"')
    assert dict(json.loads(log[1]["response_headers"]))["etag"] == '"2"'
    assert {one["remote_address"] for one in log} == {"127.0.0.1"}


async def test_what_a_cookie_says_is_nowhere_in_the_file(tmp_path: Path) -> None:
    def wall(request: Any) -> Answer:
        if request.header("cookie") is None:
            sent = (("Location", "/a/"), ("Set-Cookie", "token=s3cr3tvalue; Path=/"))
            return Answer(status=302, headers=sent)
        return Answer(status=410, headers={"Set-Cookie": "token=s3cr3tvalue"}, body="gone")

    with PageServer() as server:
        server.routes["/a/"] = wall
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, PAGE)
            (log,) = logged(watch.archive)
    assert [hop["status"] for hop in json.loads(log["redirects"])] == [302]
    assert dict(json.loads(log["request_headers"]))["cookie"] == "token=***"
    assert dict(json.loads(log["response_headers"]))["set-cookie"] == "token=***"
    assert not stored_anywhere(tmp_path, b"s3cr3tvalue")


def test_an_imported_capture_keeps_what_its_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc"
    answers = [
        http(b"<title>T</title><p>words", "Content-Type: text/html", f"X-Served-By: {number}")
        for number in (1, 2)
    ]
    file.write_bytes(
        b"".join(
            record("response", PAGE, answer, at=f"2020-01-0{day}T00:00:00Z")
            for day, answer in enumerate(answers, 1)
        )
    )
    imported(tmp_path / "archive.db", file)
    with watching(tmp_path, settings()) as watch:
        log = logged(watch.archive)
    served = [dict(json.loads(one["response_headers"]))["x-served-by"] for one in log]
    assert served == ["1", "2"]
    assert {one["request_headers"] for one in log} == {None}
