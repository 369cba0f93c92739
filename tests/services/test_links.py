"""Links as they are asked: each address once, with manners, and nothing called dead too soon."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.model.link import LinkState
from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage.link_answers import links
from archive_watch.storage.links import due_links
from faults import coded, gzip_bomb, hangs, resets, says, with_length
from servers import Answer, PageServer, RawServer
from services.asking import HOST, AtOnce, Hands, article, check, settings, watching

URL = f"http://{HOST}/remarks/"
BLOCK_PAGE = "<title>Access Denied</title><p>Reference 18.2f</p>"
OUT_OF_ORDER = "<title>Site under maintenance</title><p>Please come back later.</p>"
LOGIN = "<title>Log in</title><form><input name=u><input type=password name=p></form>"
PARKED = "<title>other.example</title><p>This domain is for sale. <a href=/buy>Enquire</a></p>"
MOVED = "<title>Moved</title><p>This page has moved. <a href='/now/there/'>Go there</a></p>"


def linking(*hrefs: str) -> str:
    """A page whose words link to each of ``hrefs``."""
    return article(" ".join(f'See <a href="{href}">that one</a> for more.' for href in hrefs))


async def asked(watch: Watch, *, every: bool = True) -> Counter[LinkState]:
    """One round of link checks."""
    links = due_links(watch.archive, now=watch.now(), areas=("body",), every=every)
    async with open_network(watch) as network:
        return await check_links(watch, network.for_links(watch), links)


def states(watch: Watch) -> dict[str, tuple[str, str | None]]:
    """State and reason of every link, by address."""
    rows = watch.archive.rows("SELECT url, state, reason FROM links ORDER BY url")
    return {row["url"]: (row["state"], row["reason"]) for row in rows}


@pytest.mark.parametrize(
    ("answer", "first", "second"),
    [
        (Answer(body="words"), "ok", "ok"),
        (Answer(body=""), "suspected", "soft_404"),
        (Answer(status=204), "ok", "ok"),
        (Answer(body="w" * 3_000_000), "ok", "ok"),
        (Answer(body=b"%PDF-1.4", content_type="application/pdf"), "ok", "ok"),
        (Answer(status=302, headers={"Location": "/there"}), "redirected", "redirected"),
        (Answer(status=404), "suspected", "gone"),
        (Answer(status=410), "suspected", "gone"),
        (Answer(status=500), "suspected", "suspected"),
        (Answer(status=302, headers={"Location": "/"}), "suspected", "soft_404"),
        (Answer(body="<title>Page not found</title><p>Sorry."), "suspected", "soft_404"),
        (Answer(body=PARKED), "suspected", "soft_404"),
        (Answer(body=MOVED), "suspected", "soft_404"),
        (Answer(body=OUT_OF_ORDER), "suspected", "suspected"),
        (Answer(body=LOGIN), "blocked", "blocked"),
        (Answer(status=401), "blocked", "blocked"),
        (Answer(status=403), "blocked", "blocked"),
        (Answer(status=429), "blocked", "blocked"),
        (Answer(status=451), "blocked", "blocked"),
        (Answer(status=999), "blocked", "blocked"),
        (Answer(body=BLOCK_PAGE), "blocked", "blocked"),
        (Answer(status=503, headers={"cf-mitigated": "challenge"}), "blocked", "blocked"),
        (Answer(status=202, headers={"x-amzn-waf-action": "challenge"}), "blocked", "blocked"),
        (Answer(status=302, headers={"Location": "http://10.0.0.9/"}), "excluded", "excluded"),
    ],
)
async def test_two_checks_a_day_apart_make_a_link_dead_and_a_closed_door_is_not_a_dead_end(
    tmp_path: Path, answer: Answer, first: str, second: str
) -> None:
    target = "http://other.example/there/it/is"
    with PageServer() as server:
        server.page("/remarks/", linking(target))
        server.page("/there", article("There."))
        server.page("/", article("Home."))
        server.routes["other.example", "/there/it/is"] = answer
        clock = Hands()
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example")), clock) as watch:
            await check(watch, URL)
            await asked(watch)
            once = states(watch)[target][0]
            clock.move(days=1)
            await asked(watch)
            assert (once, states(watch)[target][0]) == (first, second)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (OUT_OF_ORDER, ("suspected", "server", None)),
        (LOGIN, ("blocked", "login_page", None)),
        (PARKED, ("suspected", "not_found_page", None)),
        (MOVED, ("suspected", "moved_notice", "http://other.example/now/there/")),
    ],
    ids=["out of order", "login", "parked", "moved"],
)
async def test_a_good_answer_that_is_not_the_document_says_why_and_where_it_is(
    tmp_path: Path, body: str, shown: tuple[str, str, str | None]
) -> None:
    target = "http://other.example/there/it/is"
    with PageServer() as server:
        server.page("/remarks/", linking(target))
        server.page("/there/it/is", body, host="other.example")
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example"))) as watch:
            await check(watch, URL)
            await asked(watch)
            [link] = [one for one in links(watch.archive) if one["url"] == target]
            suggested = link["suggestion"] and link["suggestion"]["url"]
            assert (link["state"], link["reason"], suggested) == shown
            server.page("/there/it/is", article("Back."), host="other.example")
            await asked(watch)
            [link] = [one for one in links(watch.archive) if one["url"] == target]
            assert (link["state"], link["reason"], link["suggestion"]) == ("ok", None, None)


async def test_an_address_is_asked_once_however_many_pages_link_to_it(tmp_path: Path) -> None:
    target = "http://other.example/map"
    with PageServer() as server:
        for number in range(4):
            server.page(f"/{number}/", linking(target, f"{target}#part-{number}"))
        server.page("/map", "<h1 id=part-1>Map</h1>", host="other.example")
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example"))) as watch:
            await check(watch, *(f"http://{HOST}/{number}/" for number in range(4)))
            tally = await asked(watch)
            assert {state for state, _ in states(watch).values()} == {"ok"}
    assert server.paths(host="other.example") == ["/robots.txt", "/map"]
    assert tally == Counter({LinkState.OK: 5})
    assert {request.method for request in server.requests} == {"GET"}


async def test_what_is_no_web_address_or_unwanted_is_never_asked(tmp_path: Path) -> None:
    hrefs = ("mailto:a@b.example", "tel:+1", "ftp://x.example/", "http://other.example/skip/me")
    with PageServer() as server:
        server.page("/remarks/", linking(*hrefs, "http://other.example/ask/me"))
        server.page("/ask/me", "words")
        given = settings(server.connect_to(HOST, "other.example"), links={"exclude": ("*/skip/*",)})
        with watching(tmp_path, given) as watch:
            await check(watch, URL)
            await asked(watch)
            found = states(watch)
            due = watch.archive.rows("SELECT url FROM links WHERE next_check_at IS NOT NULL")
    assert found["http://other.example/skip/me"] == ("excluded", "pattern")
    assert found["http://other.example/ask/me"] == ("ok", None)
    assert {state for url, (state, _) in found.items() if not url.startswith("http")} <= {
        "excluded"
    }
    assert server.paths(host="other.example") == ["/robots.txt", "/ask/me"]
    assert [row["url"] for row in due] == ["http://other.example/ask/me"]


@pytest.mark.parametrize(
    ("script", "state", "reason"),
    [
        (coded(b"br", b"\x0b\x02\x80words\x03"), "ok", None),
        (coded(b"gzip", gzip_bomb(64)), "ok", None),
        (coded(b"gzip", b"no gzip at all, but a label"), "suspected", "truncated"),
        (says(with_length(b"words")[:-3]), "suspected", "truncated"),
        (hangs(), "suspected", "timeout"),
        (resets(), "suspected", "reset"),
        (says(b"\x00garbage\r\n\r\n"), "suspected", "reset"),
        (says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"), "suspected", "reset"),
    ],
    ids=["brotli", "bomb", "mislabelled", "short", "hangs", "resets", "garbage", "header-flood"],
)
async def test_every_fault_of_a_server_is_written_down_so_that_no_link_is_due_for_ever(
    tmp_path: Path, script: object, state: str, reason: str | None
) -> None:
    no_robots = says(with_length(b"", status=b"404 No"))
    with (
        PageServer() as server,
        RawServer({"/it": script, "/robots.txt": no_robots}) as raw,  # type: ignore[dict-item]  # a parameter
    ):
        target = f"{raw.url}/it"
        server.page("/remarks/", linking(target))
        deadline = 1.0 if reason == "timeout" else 60.0  # a slow machine is to make no other
        given = settings(server.connect_to(HOST), links={"deadline_seconds": deadline})
        with watching(tmp_path, given) as watch:
            await check(watch, URL)
            while states(watch)[target][0] == "unchecked":  # again, where this machine stood still
                await asked(watch)
            assert states(watch)[target] == (state, reason)
            assert not due_links(watch.archive, now=watch.now(), areas=("body",), every=False)


async def test_an_outage_needs_four_checks_in_two_weeks_and_one_good_answer_ends_it(
    tmp_path: Path,
) -> None:
    target = "http://other.example/map"
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", linking(target))
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example")), clock) as watch:
            await check(watch, URL)
            seen = []
            for status in (200, 502, 502, 502, 502, 200):
                server.page("/map", "words", status=status, host="other.example")
                await asked(watch)
                seen.append(states(watch)[target][0])
                clock.move(days=5)
    assert seen == ["ok", "suspected", "suspected", "suspected", "broken", "ok"]


async def test_a_suspicion_is_looked_at_again_within_the_hour_and_a_good_link_in_a_week(
    tmp_path: Path,
) -> None:
    clock = Hands()
    good, bad = "http://other.example/good", "http://other.example/bad"
    with PageServer() as server:
        server.page("/remarks/", linking(good, bad))
        server.page("/good", "words")
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example")), clock) as watch:
            await check(watch, URL)
            for hours in (0, 1, 24 * 7, 24 * 24):
                clock.move(hours=hours)
                await asked(watch, every=False)
    paths = Counter(server.paths(host="other.example"))
    assert (paths["/good"], paths["/bad"]) == (3, 3)


async def test_a_stranger_is_excluded_while_there_is_no_contact_and_own_links_are_checked(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        near = f"{server.url}/near"
        server.page("/remarks/", linking("https://stranger.example/", near))
        server.page("/near", "words")
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            await check(watch, URL)
            await asked(watch)
            assert states(watch) == {
                near: ("ok", None),
                "https://stranger.example/": ("excluded", "contact"),
            }
            clock.move(hours=1)
            with pytest.raises(CallerError, match="no contact is set"):
                await asked(watch, every=False)


async def test_no_more_hosts_are_asked_at_once_than_there_are_workers(tmp_path: Path) -> None:
    hosts = [f"host-{number}.example" for number in range(9)]
    at_once = AtOnce(lambda _: Answer(body="words"), expected=2)

    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{host}/a" for host in hosts)))
        server.routes["/a"] = at_once
        given = settings(server.connect_to(HOST, *hosts), schedule={"workers": 2})
        with watching(tmp_path, given) as watch:
            await check(watch, URL)
            assert await asked(watch) == Counter({LinkState.OK: 9})
    assert at_once.most == 2


async def test_robots_hold_for_links_too(tmp_path: Path) -> None:
    target = "http://other.example/private/x"
    with PageServer() as server:
        server.page("/remarks/", linking(target))
        server.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", host="other.example")
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example"))) as watch:
            await check(watch, URL)
            await asked(watch)
            assert states(watch)[target] == ("excluded", "robots")
    assert server.paths(host="other.example") == ["/robots.txt"]
