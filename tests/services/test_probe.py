"""Can this machine read that host?  The answer, its evidence and the ways on."""

from __future__ import annotations

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.model.site import SiteProfile
from archive_watch.services.network import fetch_settings
from archive_watch.services.probe_host import HostProbe, probe_host
from servers import Answer, PageServer
from services.asking import HOST, article, settings

BLOCK_PAGE = "<title>Technical Difficulties</title><p>We are sorry.</p>"
PROFILE = SiteProfile(name="harbour", hosts=(HOST,), roots=("main",))


async def probed(
    server: PageServer, *, scheme: str = "https", page: str | None = None
) -> HostProbe:
    async def pause() -> None:
        """Loopback needs no manners."""

    async with Fetcher(fetch_settings(settings(server.connect_to(HOST)))) as fetcher:
        return await probe_host(fetcher, HOST, PROFILE, page=page, scheme=scheme, pause=pause)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_host_that_can_be_read_is_said_to_be_over_http_where_it_has_no_https(
    scheme: str,
) -> None:
    with PageServer() as server:
        server.page("/", article("Welcome to the harbour."))
        server.page("/a/", article("Words."))
        verdict = await probed(server, scheme=scheme, page=f"http://{HOST}/a/")
    assert verdict.readable, verdict.as_text()
    assert server.paths() == ["/robots.txt", "/", "/a/"]
    assert ("no https" in verdict.as_text()) is (scheme == "https")


async def test_a_block_page_everywhere_is_told_with_evidence_and_ways_on() -> None:
    with PageServer() as server:
        server.fallback = Answer(body=BLOCK_PAGE)
        verdict = await probed(server, scheme="http")
    assert not verdict.readable
    told = verdict.as_text()
    assert f"{HOST}: cannot be read from here" in told
    assert "a block page" in told
    assert "Technical Difficulties" in told
    assert "the very same bytes" in told
    assert "`import`" in told


async def test_two_errors_that_look_alike_are_no_block_page() -> None:
    with PageServer() as server:
        told = (await probed(server, scheme="http")).as_text()
    assert "answered 404" in told
    assert "the very same bytes" not in told


async def test_a_challenge_is_a_closed_door_whatever_its_status() -> None:
    with PageServer() as server:
        server.page("/", article("Wait."), headers={"cf-mitigated": "challenge"})
        verdict = await probed(server, scheme="http")
    assert [probe.fault for probe in verdict.probes] == [None, "a challenge"]


async def test_what_robots_disallows_is_not_asked() -> None:
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
        verdict = await probed(server, scheme="http")
    assert [probe.fault for probe in verdict.probes] == [None, "robots"]
    assert server.paths() == ["/robots.txt"]


async def test_a_host_that_does_not_answer_is_asked_no_further() -> None:
    async def pause() -> None:
        """Loopback needs no manners."""

    given = settings({HOST: "127.0.0.1:9"})
    async with Fetcher(fetch_settings(given)) as fetcher:
        verdict = await probe_host(fetcher, HOST, PROFILE, scheme="http", pause=pause)
    assert [probe.fault for probe in verdict.probes] == ["connect"]
    assert not verdict.readable
