"""robots.txt as the watch obeys it: when it is asked, what its faults mean, how long it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.discover.robots import MAX_BYTES, RobotsVerdict
from archive_watch.model.capture import Refusal
from archive_watch.services.asking.network import open_network
from servers import Answer, PageServer, conditional
from services.asking import (
    HOST,
    Hands,
    article,
    check,
    incidents,
    settings,
    told,
    versions,
    watching,
)

BLOCK_PAGE = (
    "<html><head><title>Technical Difficulties</title></head><body><h1>We are sorry</h1>"
    "<p>The site is having technical difficulties.</p></body></html>"
)
URL = f"http://{HOST}/a/"


async def test_a_disallowed_page_is_rejected_and_never_asked(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: archive-watch\nDisallow: /a/\n")
        server.routes["/moved/"] = (302, {"Location": "/a/"}, "")
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL, f"http://{HOST}/moved/")
            assert versions(watch.archive) == 0
    assert told(visits) == [("rejected", "robots")] * 2
    assert server.paths() == ["/robots.txt", "/moved/"]


async def test_a_block_page_for_robots_is_one_incident_and_no_page_is_asked(tmp_path: Path) -> None:
    with PageServer() as server:
        server.fallback = Answer(body=BLOCK_PAGE)
        given = settings(server.connect_to(HOST))
        with watching(tmp_path, given) as watch:
            visits = await check(watch, URL, f"http://{HOST}/b/")
            assert told(visits) == [("blocked", "robots_unreadable")] * 2
            assert versions(watch.archive) == 0
            assert incidents(watch.archive) == [("blocked_host", HOST)]
            row = watch.archive.row("SELECT detail, occurrences FROM open_incidents")
            assert row is not None
            assert "titled “Technical Difficulties”" in row["detail"]
            assert row["occurrences"] == 2
    assert server.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (Answer(status=404), "new"),
        (Answer(status=403), "new"),
        (Answer(status=503), "server_error"),
        (Answer(status=429), "server_error"),
        (Answer(status=403, body=BLOCK_PAGE), "blocked"),
        (Answer(body="<!doctype html><title>Home</title>"), "blocked"),
        (Answer(status=302, headers={"Location": "/robots.txt"}), "new"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/robots.txt"}), "server_error"),
        (Answer(body="x", headers={"Content-Encoding": "br"}), "server_error"),
        (Answer(body=b"User-agent: *\nDisallow: /b/\n" + b"#" * 600 * 1024), "new"),
    ],
    ids=["404", "403", "503", "429", "403-page", "page", "circle", "private", "coding", "long"],
)
async def test_what_is_answered_for_robots_decides_whether_a_page_is_asked(
    tmp_path: Path, robots: Answer, outcome: str
) -> None:
    with PageServer() as server:
        server.routes["/robots.txt"] = robots
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL)
    assert visits[0].outcome.value == outcome, visits[0]
    assert ("/a/" in server.paths()) is (outcome == "new")


@pytest.mark.parametrize(
    ("to", "stands_there", "outcome"),
    [
        ("/", "<!doctype html><title>Harbour</title><p>Welcome to the harbour.", "new"),
        ("/errors/404.html", "<!doctype html><title>Oops</title><p>Look elsewhere.", "new"),
        ("/", BLOCK_PAGE, "blocked"),
        ("/elsewhere/", "<!doctype html><title>Harbour</title>", "blocked"),
    ],
    ids=["home", "error", "block page at home", "elsewhere"],
)
async def test_a_host_that_leads_from_its_robots_to_its_home_page_has_none(
    tmp_path: Path, to: str, stands_there: str | bytes, outcome: str
) -> None:
    with PageServer() as server:
        server.routes["/robots.txt"] = Answer(status=302, headers={"Location": to})
        server.routes[to] = Answer(body=stands_there)
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL)
            again = await check(watch, URL)
    assert visits[0].outcome.value == outcome, visits[0]
    assert again[0].outcome.value == ("unchanged" if outcome == "new" else "blocked")
    assert server.paths().count("/robots.txt") == (1 if outcome == "new" else 2)


@pytest.mark.parametrize("status", [200, 404])
async def test_good_news_is_kept_for_a_day_across_restarts(tmp_path: Path, status: int) -> None:
    clock = Hands()
    with PageServer() as server:
        server.routes["/robots.txt"] = Answer(status=status, content_type="text/plain")
        server.page("/a/", article("Words."))
        for hours in (0, 1, 22, 2):
            clock.move(hours=hours)
            with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
                await check(watch, URL)
    assert server.paths().count("/robots.txt") == 2


@pytest.mark.parametrize("bad", [Answer(body=BLOCK_PAGE), Answer(status=500)])
async def test_a_host_that_has_come_back_is_read_by_whoever_asks_next(
    tmp_path: Path, bad: Answer
) -> None:
    with PageServer() as server:
        server.routes["/robots.txt"] = bad
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            first = await check(watch, URL)
            server.page("/robots.txt", "User-agent: *\nDisallow:\n")
            second = await check(watch, URL)
            assert incidents(watch.archive) == []
    assert [visit.outcome.value for visit in (*first, *second)][1] == "new"


async def test_while_robots_cannot_be_asked_the_last_good_copy_stands_for_a_month(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nDisallow: /b/\n", content_type="text/plain")
        server.page("/a/", article("Words."))
        outcomes = []
        for days in (0, 20, 20):
            clock.move(days=days)
            with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
                visits = await check(watch, URL, f"http://{HOST}/b/")
                outcomes.append([visit.outcome.value for visit in visits])
            server.routes["/robots.txt"] = Answer(status=503)
    assert outcomes == [
        ["new", "rejected"],
        ["unchanged", "rejected"],
        ["server_error", "server_error"],
    ]


async def test_a_silent_host_is_told_by_its_own_failure_and_robots_is_asked_once(
    tmp_path: Path,
) -> None:
    given = settings({HOST: "127.0.0.1:9"})
    with watching(tmp_path, given) as watch:
        visits = await check(watch, *(f"http://{HOST}/{n}/" for n in range(4)))
    assert told(visits) == [("network_error", "connect")] * 4


async def test_the_host_that_a_redirect_leads_to_has_rules_of_its_own(tmp_path: Path) -> None:
    with PageServer() as server:
        server.routes[HOST, "/a/"] = (301, {"Location": "http://other.example/a/"}, "")
        server.page("/robots.txt", "User-agent: *\nDisallow: /\n", host="other.example")
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example"))) as watch:
            visits = await check(watch, URL)
    assert told(visits) == [("rejected", "robots")]
    assert server.paths(host="other.example") == ["/robots.txt"]


async def test_a_rule_that_the_limit_cuts_in_two_says_nothing(tmp_path: Path) -> None:
    whole = b"User-agent: *\nDisallow: /b/\n"
    cut = (
        whole + b"#" * (MAX_BYTES - len(whole) - len(b"\nDisallow: /")) + b"\nDisallow: /archive\n"
    )
    with PageServer() as server:
        server.page("/robots.txt", cut, content_type="text/plain")
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL, f"http://{HOST}/b/")
    assert told(visits) == [("new", None), ("rejected", "robots")]


async def test_rules_are_asked_for_again_with_their_validators_and_a_304_confirms_them(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.routes["/robots.txt"] = conditional(
            "User-agent: *\nDisallow: /b/\n", etag='"one"', headers={"Content-Type": "text/plain"}
        )
        server.page("/a/", article("Words."))
        for hours in (0, 25, 23, 3):
            clock.move(hours=hours)
            with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
                visits = await check(watch, URL, f"http://{HOST}/b/")
                assert visits[1].outcome.value == "rejected"
    asked = [r.header("if-none-match") for r in server.requests if r.path == "/robots.txt"]
    assert asked == [None, '"one"', '"one"']


async def test_rules_that_come_to_forbid_what_is_watched_are_told_until_they_are_others(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nDisallow:\n", content_type="text/plain")
        server.page("/a/", article("Words."))
        given = settings(server.connect_to(HOST))
        with watching(tmp_path, given, clock) as watch:
            await check(watch, URL)
            server.page("/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
            clock.move(days=2)
            assert told(await check(watch, URL)) == [("rejected", "robots")]
            assert incidents(watch.archive) == [("robots_disallowed", HOST)]
            row = watch.archive.row("SELECT detail FROM open_incidents")
            assert row is not None
            assert row["detail"] == (
                f"robots.txt asks not to read {URL}; last asked 2026-03-01T12:00:00Z"
            )
            server.page("/robots.txt", "User-agent: *\nDisallow: /b/\n", content_type="text/plain")
            clock.move(days=2)
            assert told(await check(watch, URL)) == [("unchanged", None)]
            assert incidents(watch.archive) == []


async def test_the_rules_of_a_host_are_there_for_whoever_looks_for_its_sitemaps(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page(
            "/robots.txt",
            f"Sitemap: http://{HOST}/sitemap.xml\nUser-agent: *\nDisallow:\n",
            content_type="text/plain",
        )
        given = settings(server.connect_to(HOST, "shut.example"))
        server.page("/robots.txt", BLOCK_PAGE, host="shut.example")
        with watching(tmp_path, given) as watch:
            async with open_network(watch) as network:
                rules = await network.rules(f"http://{HOST}/")
                assert isinstance(rules, RobotsVerdict)
                assert rules.sitemaps == (f"http://{HOST}/sitemap.xml",)
                shut = await network.rules("http://shut.example/")
                assert isinstance(shut, Refusal)
                assert shut.failure.value == "robots_unreadable"


@pytest.mark.parametrize(("redirects", "outcome"), [(5, "rejected"), (6, "new")])
async def test_five_redirects_to_the_rules_are_followed_across_hosts_whatever_is_set_for_pages(
    tmp_path: Path, redirects: int, outcome: str
) -> None:
    with PageServer() as server:
        for number in range(redirects):
            target = f"http://other.example/{number + 1}/robots.txt"
            place = f"/{number}/robots.txt" if number else "/robots.txt"
            server.routes[place] = Answer(status=301, headers={"Location": target})
        server.page(
            f"/{redirects}/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain"
        )
        server.page("/a/", article("Words."))
        given = settings(server.connect_to(HOST, "other.example"), fetch={"max_redirects": 0})
        with watching(tmp_path, given) as watch:
            visits = await check(watch, URL)
    assert visits[0].outcome.value == outcome
