"""Can this machine read that host?  The answer, its evidence and the ways on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.model.host import HostStanding
from archive_watch.model.site import SiteProfile
from archive_watch.services.asking.network import fetch_settings
from archive_watch.services.asking.probe_from_here import probe_from_here
from archive_watch.services.asking.probe_host import HostProbe, probe_host
from archive_watch.storage import sites
from archive_watch.storage.database import open_archive
from fresh import fresh_archive
from servers import Answer, PageServer
from services.asking import HOST, article, settings

BLOCK_PAGE = "<title>Technical Difficulties</title><p>We are sorry.</p>"
PROFILE = SiteProfile(name="harbour", hosts=(HOST,), roots=("main",))


async def probed(
    connect_to: dict[str, str], *, scheme: str = "https", page: str | None = None
) -> HostProbe:
    async with Fetcher(fetch_settings(settings(connect_to))) as fetcher:
        return await probe_host(
            lambda url: fetcher.get(url, permit=free_permit),
            HOST,
            PROFILE,
            user_agent=fetcher.user_agent,
            page=page,
            scheme=scheme,
        )


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_host_that_can_be_read_is_said_to_be_over_http_where_it_has_no_https(
    scheme: str,
) -> None:
    with PageServer() as server:
        server.page("/", article("Welcome to the harbour."))
        server.page("/a/", article("Words."))
        verdict = await probed(server.connect_to(HOST), scheme=scheme, page=f"http://{HOST}/a/")
    assert verdict.readable, verdict.as_text()
    assert server.paths() == ["/robots.txt", "/", "/a/"]
    assert ("no https" in verdict.as_text()) is (scheme == "https")


async def test_a_block_page_everywhere_is_told_with_evidence_and_ways_on() -> None:
    with PageServer() as server:
        server.fallback = Answer(body=BLOCK_PAGE)
        verdict = await probed(server.connect_to(HOST), scheme="http")
    assert not verdict.readable
    told = verdict.as_text()
    assert f"{HOST}: cannot be read from here" in told
    assert "a block page" in told
    assert "Technical Difficulties" in told
    assert "the very same bytes" in told
    assert "`import`" in told


async def test_two_errors_that_look_alike_are_no_block_page() -> None:
    with PageServer() as server:
        told = (await probed(server.connect_to(HOST), scheme="http")).as_text()
    assert "answered 404" in told
    assert "the very same bytes" not in told


async def test_a_challenge_is_a_closed_door_whatever_its_status() -> None:
    with PageServer() as server:
        server.page("/", article("Wait."), headers={"cf-mitigated": "challenge"})
        verdict = await probed(server.connect_to(HOST), scheme="http")
    assert [probe.fault for probe in verdict.probes] == [None, "a challenge"]


async def test_what_robots_disallows_is_not_asked() -> None:
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
        verdict = await probed(server.connect_to(HOST), scheme="http")
    assert [probe.fault for probe in verdict.probes] == [None, "robots"]
    assert "to allow archive-watch in robots.txt" in verdict.as_text()
    assert "another machine, or a proxy" not in verdict.as_text(), "no way round the rules"
    assert server.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [429, 503])
async def test_where_the_rules_cannot_be_had_nothing_else_is_asked(status: int) -> None:
    with PageServer() as server:
        server.routes["/robots.txt"] = Answer(status=status)
        server.page("/", article("Welcome to the harbour."))
        verdict = await probed(server.connect_to(HOST), scheme="http")
    assert not verdict.readable
    assert [probe.fault for probe in verdict.probes] == ["no rules, so nothing may be asked"]
    assert server.paths() == ["/robots.txt"]


async def test_a_host_that_does_not_answer_is_asked_no_further() -> None:
    verdict = await probed({HOST: "127.0.0.1:9"}, scheme="http")
    assert [probe.fault for probe in verdict.probes] == ["connect"]
    assert not verdict.readable


async def test_a_probe_takes_its_turn_at_the_hosts_pace_and_is_no_check(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/", article("Welcome to the harbour."))
        lines = [
            '[fetch]\nmin_delay_seconds = 0.3\nallow_networks = ["127.0.0.0/8"]',
            f'[fetch.connect_to]\n"{HOST}" = "127.0.0.1:{server.port}"',
        ]
        file = tmp_path / "archive-watch.toml"
        file.write_text("\n".join(lines), encoding="utf-8")
        given = load(config_path=file, db_path=tmp_path / "archive.db", environ={}, cwd=tmp_path)
        verdict = await probe_from_here(given, HOST, scheme="http")
        assert verdict.readable
        assert not (tmp_path / "archive.db").exists(), "a probe makes no archive"
        fresh_archive(tmp_path / "archive.db").close()
        for _ in range(2):
            assert (await probe_from_here(given, HOST, scheme="http")).readable
    times = [request.at for request in server.requests[2:]]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.29
    with open_archive(tmp_path / "archive.db") as archive:
        assert archive.number("SELECT count(*) FROM fetches") == 0
        assert sites.next_request_at(archive, HOST) > 0


async def test_what_the_archive_knows_of_a_host_is_told_with_the_verdict(tmp_path: Path) -> None:
    given = load(config_path=None, db_path=tmp_path / "archive.db", environ={}, cwd=tmp_path)
    own = settings({HOST: "127.0.0.1:9"}, fetch={"proxy": "http://me:secret@127.0.0.1:3128"})
    at = "2026-03-01T12:00:00Z"
    shut = HostStanding(
        host=HOST, closures=1, closed_since=at, closed_until="2026-03-01T13:00:00Z",
        closed_why="3 of the 4 pages asked last are refused", blocked_since=at,
    )  # fmt: skip
    with fresh_archive(tmp_path / "archive.db") as archive, archive.writing():
        sites.keep_host_standing(archive, shut, at=at)
    told = (await probe_from_here(replace(given, settings=own), HOST, scheme="http")).as_text()
    assert "asked through the proxy 127.0.0.1:3128" in told
    assert "secret" not in told
    assert (
        f"the archive leaves it alone: it shuts us out since {at} (3 of the 4 pages asked last are"
        " refused); next attempt 2026-03-01T13:00:00Z" in told
    )
