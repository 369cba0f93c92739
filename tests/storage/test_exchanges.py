"""The evidence of an exchange is whole, compact, and holds no secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_watch.model.capture import Failure, Hop, Refusal, Response
from archive_watch.model.visit import Outcome
from archive_watch.storage.database import Archive
from archive_watch.storage.exchanges import damaged_sets, keep_exchange, masked
from archive_watch.storage.fetches import FetchRecord, record_fetch
from archive_watch.storage.pages import add_page
from fresh import fresh_archive

URL, AT = "https://h.example/a", "2026-01-01T00:00:00Z"
DATE = ("date", 'Thu, 01 Jan 2026 00:00:00 "GMT"')
GONE = Response(
    url=URL,
    final_url=URL,
    status=404,
    status_line="HTTP/1.1 404 Not Here",
    headers=(("server", "café"), DATE, ("x-a", "1"), ("x-a", "2")),
    request_headers=(("host", "h.example"), ("accept", "*/*")),
    remote_address="192.0.2.7",
    tls_version="TLSv1.3",
    certificate_sha256="c" * 64,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        with opened.writing():
            add_page(opened, URL, at=AT, added_by="command", due_at=None)
        yield opened


def keep(archive: Archive, response: Response) -> int:
    with archive.writing():
        fetch = FetchRecord(
            page_id=1, run_id=None, observed_at=AT, source="live", outcome=Outcome.MISSING
        )
        fetch_id = record_fetch(archive, fetch)
        keep_exchange(archive, fetch_id, response)
    return fetch_id


def logged(archive: Archive, fetch_id: int) -> dict[str, Any]:
    row = archive.row("SELECT * FROM exchange_log WHERE fetch_id = ?", (fetch_id,))
    return {} if row is None else dict(row)


def test_an_exchange_is_told_as_it_was(archive: Archive) -> None:
    told = logged(archive, keep(archive, GONE))
    assert json.loads(told["response_headers"]) == [list(pair) for pair in GONE.headers]
    assert json.loads(told["request_headers"]) == [["host", "h.example"], ["accept", "*/*"]]
    assert told["status_line"] == "HTTP/1.1 404 Not Here"
    assert (told["remote_address"], told["tls_version"]) == ("192.0.2.7", "TLSv1.3")
    assert told["certificate_sha256"] == "c" * 64
    assert told["redirects"] is None


def test_a_page_that_answers_alike_each_day_stores_its_headers_once(archive: Archive) -> None:
    for day in range(1, 5):
        later = (GONE.headers[0], ("date", f"day {day}"), *GONE.headers[2:])
        told = logged(archive, keep(archive, replace(GONE, headers=later)))
        assert json.loads(told["response_headers"])[1] == ["date", f"day {day}"]
    assert archive.number("SELECT count(*) FROM header_sets") == 2


def test_the_way_there_is_kept_without_user_names(archive: Archive) -> None:
    hop = Hop(url=URL, status=302, location="//me:secret@h.example/b", remote_address="192.0.2.7")
    lost = Response(
        url=URL,
        final_url=URL,
        hops=(hop,),
        refusal=Refusal(failure=Failure.SCHEME),
        headers=(("location", "//me:secret@h.example/b"),),
    )
    told = logged(archive, keep(archive, lost))
    assert json.loads(told["redirects"]) == [
        {
            "url": URL,
            "status": 302,
            "location": "//***@h.example/b",
            "remote_address": "192.0.2.7",
        }
    ]
    assert "secret" not in str(told)


def test_where_nothing_was_exchanged_nothing_is_kept(archive: Archive) -> None:
    refused = Response(url=URL, final_url=URL, refusal=Refusal(failure=Failure.ROBOTS))
    assert logged(archive, keep(archive, refused)) == {}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("set-cookie", "id=s3cret; Path=/; HttpOnly", "id=***; Path=/; HttpOnly"),
        ("set-cookie", "id=a=b", "id=***"),
        ("set-cookie", "  ", "  "),
        ("cookie", "a=s3cret; b=s3cret", "a=***; b=***"),
        ("authorization", "Basic s3cret", "Basic ***"),
        ("proxy-authorization", "s3cret", "***"),
        ("link", "<https://me:s3cret@h.example/>; rel=x", "<https://***@h.example/>; rel=x"),
        ("location", "https://h.example/@name", "https://h.example/@name"),
        ("www-authenticate", 'Basic realm="R"', 'Basic realm="R"'),
        ("etag", '"v1"', '"v1"'),
    ],
)
def test_secrets_are_masked_and_nothing_else_is(name: str, value: str, kept: str) -> None:
    assert masked([(name, value)]) == [(name, kept)]


def test_a_capture_from_elsewhere_may_hold_any_headers(archive: Archive) -> None:
    wild = (("x-nul", "a\x00b\ud800"), ("x-big", "y" * 70_000), ("x-after", "1"))
    told = logged(archive, keep(archive, replace(GONE, headers=wild)))
    assert json.loads(told["response_headers"]) == [["x-nul", "a\x00b\ud800"]]


def test_a_set_of_headers_that_was_changed_later_is_named(archive: Archive) -> None:
    keep(archive, GONE)
    assert list(damaged_sets(archive)) == []
    with archive.writing() as conn:
        conn.execute('UPDATE header_sets SET headers = \'[["host", "other"]]\' WHERE id = 1')
    assert [fault.partition(":")[0] for fault in damaged_sets(archive)] == ["headers 1"]
