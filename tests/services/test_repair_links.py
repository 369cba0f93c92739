"""Repairs as they are found: on hosts of loopback that stand for the archives, each seen and compared
before it is offered, and withdrawn when it is no longer there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive_watch.services.repairing.choose_links import choose_links, is_anything_to_repair
from archive_watch.services.repairing.repair_links import MOST_REQUESTS
from servers import Answer, PageServer
from services.asking import AtOnce, Hands, article, check
from services.lost_links import (
    BLINKEN,
    KERRY,
    LIVE,
    OUTAGE,
    PAGE,
    POMPEO,
    POWELL,
    lost,
    old,
    repaired,
    responsive,
    suggestion,
    told,
    watched,
    wordpress,
)  # fmt: skip


async def test_a_page_of_the_live_site_is_found_on_the_archive_of_its_year(tmp_path: Path) -> None:
    link = f"http://{LIVE}/r/pa/prs/ps/2003/18067.htm"
    there = f"http://{POWELL}/r/pa/prs/ps/2003/18067.htm"
    clock = Hands()
    with PageServer() as server:
        server.page("/r/pa/prs/ps/2003/18067.htm", old("Dredging of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (link, "Dredging of Sample Harbour"), clock=clock) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            (found,) = await repaired(watch)
            assert found.repair is not None
            assert suggestion(watch, link) == {
                "url": there, "kind": "sister", "verified_at": watch.now(),
            }  # fmt: skip
            assert found.requests == 1


WRONG = [
    ("a home page", Answer(status=302, headers={"Location": "/"}), "home"),
    ("a block page", Answer(body=OUTAGE), "block_page"),
    ("an error page with 200", Answer(body="<title>Page not found</title><p>Sorry."), "not_found"),
    (
        "another document with the same number",
        Answer(body=old("Visa Lottery Winners", "They won " * 40)),
        "has none of",
    ),
    (
        "a document of another sort",
        Answer(body=b"%PDF-1.4", content_type="application/pdf"),
        "it is a document",
    ),
    ("an error", Answer(status=404), "404"),
    ("a private address", Answer(status=302, headers={"Location": "http://10.0.0.9/a"}), "private"),
    (
        "the link itself",
        Answer(status=302, headers={"Location": f"http://{LIVE}/r/pa/prs/ps/2003/18067.htm"}),
        "itself",
    ),
    ("an empty page", Answer(body=" "), "empty"),
]


@pytest.mark.parametrize(
    ("answer", "why"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
async def test_what_is_not_the_document_is_never_offered(
    tmp_path: Path, answer: Answer, why: str
) -> None:
    link = f"http://{LIVE}/r/pa/prs/ps/2003/18067.htm"
    with PageServer() as server:
        server.page("/", article("Welcome."), host=POWELL)
        server.routes[POWELL, "/r/pa/prs/ps/2003/18067.htm"] = answer
        with watched(tmp_path, server, (link, "Dredging of Sample Harbour")) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            (found,) = await repaired(watch)
            assert found.repair is None
            assert suggestion(watch, link) is None
            assert why in told(found)[0][2]


async def test_a_doubtful_link_is_looked_for_only_where_pages_move_on_to_an_archive(
    tmp_path: Path,
) -> None:
    live, sister = f"http://{LIVE}/r/pa/ei/1666.htm", f"http://{KERRY}/t/isn/5181.htm"
    with PageServer() as server:
        links = (live, "Dredging of Sample Harbour"), (sister, "Tolls of Sample Harbour")
        with watched(tmp_path, server, *links) as watch:
            await check(watch, PAGE)
            lost(watch, live, state="suspected")
            lost(watch, sister, state="suspected")
            assert [link.url for link in choose_links(watch)] == [live]
            lost(watch, sister, state="gone")
            assert [link.url for link in choose_links(watch)] == [live, sister]


async def test_a_superseded_link_is_looked_for_on_its_sisters_before_the_host_itself(
    tmp_path: Path,
) -> None:
    link = f"http://{LIVE}/harbour-dredging/"
    with PageServer() as server:
        server.page("/harbour-dredging/", wordpress("Harbour Dredging"), host=BLINKEN)
        with watched(tmp_path, server, (link, "here")) as watch:
            await check(watch, PAGE)
            lost(watch, link, state="blocked", status=403)
            (found,) = await repaired(watch)
            assert [one.candidate.kind.value for one in found.tried] == ["sister"]
            assert suggestion(watch, link)["url"] == f"http://{BLINKEN}/harbour-dredging/"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/a/harbour-tolls.htm", "/a/harbour-tolls.html"),
        ("/a/harbour-tolls.html", "/a/harbour-tolls.htm"),
        ("/a/harbour-tolls/", "/a/harbour-tolls/index.html"),
        ("/a/harbour-tolls/index.html", "/a/harbour-tolls/"),
        ("/a/harbour-tolls", "/a/harbour-tolls/"),
    ],
)
async def test_the_same_address_spelt_otherwise_is_found(
    tmp_path: Path, path: str, there: str
) -> None:
    link = f"http://{POMPEO}{path}"
    with PageServer() as server:
        server.page(there, wordpress("Tolls of the Harbour"), host=POMPEO)
        with watched(tmp_path, server, (link, "Tolls of the Harbour")) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            await repaired(watch)
            found = suggestion(watch, link)
            assert (found["url"], found["kind"]) == (f"http://{POMPEO}{there}", "variant")


async def test_of_a_host_that_answers_whatever_is_asked_nothing_is_believed(tmp_path: Path) -> None:
    link = f"http://{POMPEO}/a/4711.htm"
    with PageServer() as server:
        server.page("/a/4711.html", wordpress("Welcome, Sailors"), host=POMPEO)
        with watched(tmp_path, server, (link, "here")) as watch:
            await check(watch, PAGE)
            lost(watch, link, state="soft_404", status=200, reason="not_found_page")
            await repaired(watch)
            assert suggestion(watch, link) is None
            lost(watch, link, state="gone", status=404)
            await repaired(watch, every=True)
            assert suggestion(watch, link)["kind"] == "variant"


async def test_the_words_that_were_once_read_decide_whatever_the_title_says(tmp_path: Path) -> None:
    """Eighteen remarks are called the same."""
    link = f"http://{LIVE}/r/pa/ei/1666.htm"
    title = "Remarks at a Press Availability"
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", wordpress(title), host=LIVE)
        server.page(
            "/r/pa/ei/1666.htm", responsive(title, "Of something else entirely. " * 20), host=KERRY
        )
        server.page("/r/pa/ei/1666.htm", old("Press Availability"), host=POWELL)
        with watched(tmp_path, server, (link, "here")) as watch:
            await check(watch, PAGE, link)
            server.routes[LIVE, "/r/pa/ei/1666.htm"] = Answer(status=404)
            lost(watch, link)
            (found,) = await repaired(watch)
            (other, right) = told(found)
            assert (other[1], right[:2]) == (False, (f"http://{POWELL}/r/pa/ei/1666.htm", True))
            assert other[2].startswith("only 0 % of its words")


async def test_a_page_of_our_own_is_found_by_its_number(tmp_path: Path) -> None:
    link = f"http://{POMPEO}/secretary/speech/286926.htm"
    there = f"http://{KERRY}/moved/286926.htm"
    with PageServer() as server:
        page = old("Dredging of Sample Harbour").replace(
            "<span id='content'>", '<div id="centerblock">'
        )
        server.page("/moved/286926.htm", page, host=KERRY)
        with watched(tmp_path, server, (link, "Dredging of Sample Harbour")) as watch:
            await check(watch, PAGE, there)
            lost(watch, link)
            await repaired(watch)
            found = suggestion(watch, link)
            assert (found["url"], found["kind"]) == (there, "own")


async def test_a_page_of_our_own_is_found_by_its_title_and_the_month_in_the_address(
    tmp_path: Path,
) -> None:
    link = f"http://{LIVE}/secretary/remarks/2018/10/286926.htm"
    there, later = f"http://{POMPEO}/tolls-of-sample-harbour/", f"http://{POMPEO}/tolls-again/"
    with PageServer() as server:
        for url, day in ((there, "October 9, 2018"), (later, "May 3, 2020")):
            html = wordpress("Tolls of Sample Harbour").replace(
                '<div class="entry-content">',
                f'<p class="article-meta__publish-date">{day}</p><div class="entry-content">',
            )
            server.page(url.partition(POMPEO)[2], html, host=POMPEO)
        with watched(tmp_path, server, (link, "Tolls of Sample Harbour")) as watch:
            await check(watch, PAGE, there, later)
            lost(watch, link)
            (found,) = await repaired(watch)
            assert [one[0] for one in told(found)] == [there]
            assert suggestion(watch, link)["kind"] == "own"


async def test_where_the_link_itself_leads_for_good_is_seen_before_it_is_called_verified(
    tmp_path: Path,
) -> None:
    link, there = f"http://{POMPEO}/old-tolls/", f"http://{POMPEO}/tolls/"
    with PageServer() as server:
        server.page("/tolls/", wordpress("Tolls"), host=POMPEO)
        with watched(tmp_path, server, (link, "here")) as watch:
            await check(watch, PAGE)
            lost(watch, link, state="moved", status=200, final_url=there,
                 suggestion_url=there, suggestion_kind="permanent")  # fmt: skip
            assert suggestion(watch, link)["verified_at"] is None
            await repaired(watch)
            assert suggestion(watch, link) == {
                "url": there, "kind": "permanent", "verified_at": watch.now(),
            }  # fmt: skip


async def test_no_link_costs_more_than_six_requests_and_a_host_is_asked_one_at_a_time(
    tmp_path: Path,
) -> None:
    links = [f"http://{LIVE}/lost-{n}/" for n in range(3)]
    away = AtOnce(lambda request: Answer(status=302, headers={"Location": f"{request.path}x"}))
    with (
        PageServer() as server,
        watched(tmp_path, server, *((link, "Tolls of the Harbour") for link in links)) as watch,
    ):
        await check(watch, PAGE)
        server.fallback = away
        server.routes["/robots.txt"] = Answer(status=404)
        for link in links:
            lost(watch, link)
        before = len(server.requests)
        found = await repaired(watch)
        asked = [seen.path for seen in server.requests[before:] if seen.path != "/robots.txt"]
        assert max(sought.requests for sought in found) <= 6
        assert len(asked) <= 6 * len(links)
        assert away.most == 1
        assert all(sought.not_asked for sought in found)


async def test_what_the_operator_excludes_is_not_asked_for_a_repair_either(tmp_path: Path) -> None:
    link = f"http://{LIVE}/r/pa/ei/1666.htm"
    never = {"exclude": (f"http://{KERRY}/*",)}
    with PageServer() as server, watched(tmp_path, server, (link, "here"), links=never) as watch:
        await check(watch, PAGE)
        lost(watch, link)
        (found,) = await repaired(watch)
        assert f"http://{POWELL}/r/pa/ei/1666.htm" in {one[0] for one in told(found)}
        assert server.paths(host=KERRY) == []


async def test_what_was_not_found_is_not_looked_for_again_for_a_month(tmp_path: Path) -> None:
    link, clock = f"http://{POMPEO}/lost/", Hands()
    link_here = (link, "Tolls of the Harbour")
    with PageServer() as server, watched(tmp_path, server, link_here, clock=clock) as watch:
        await check(watch, PAGE)
        lost(watch, link)
        await repaired(watch)
        assert choose_links(watch) == []
        clock.move(days=29)
        assert choose_links(watch) == []
        clock.move(days=2)
        assert len(choose_links(watch)) == 1
        await repaired(watch)
        clock.move(days=31)
        assert choose_links(watch) == []


async def test_a_repair_is_looked_at_again_after_ninety_days_and_withdrawn_when_it_is_gone(
    tmp_path: Path,
) -> None:
    link, clock = f"http://{LIVE}/r/pa/ei/1666.htm", Hands()
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", old("Tolls of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (link, "Tolls of Sample Harbour"), clock=clock) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            await repaired(watch)
            first = suggestion(watch, link)["verified_at"]
            clock.move(days=89)
            assert choose_links(watch) == []
            clock.move(days=2)
            await repaired(watch)
            assert suggestion(watch, link)["verified_at"] == watch.now() > first
            server.routes[POWELL, "/r/pa/ei/1666.htm"] = Answer(status=404)
            clock.move(days=91)
            await repaired(watch)
            assert suggestion(watch, link) is None
            (row,) = watch.archive.rows("SELECT withdrawal FROM repairs")
            assert "404" in row["withdrawal"]


async def test_an_outage_does_not_take_a_repair_away_until_it_has_lasted(tmp_path: Path) -> None:
    link, clock = f"http://{LIVE}/r/pa/ei/1666.htm", Hands()
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", old("Tolls of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (link, "Tolls of Sample Harbour"), clock=clock) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            await repaired(watch)
            server.routes[POWELL, "/r/pa/ei/1666.htm"] = Answer(status=500)
            kept = []
            clock.move(days=91)
            for _ in range(3):
                await repaired(watch)
                kept.append(suggestion(watch, link) is not None)
                clock.move(days=1, seconds=1)
            assert kept == [True, True, False]


async def test_a_link_that_answers_again_needs_no_repair(tmp_path: Path) -> None:
    link = f"http://{LIVE}/r/pa/ei/1666.htm"
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", old("Tolls of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (link, "Tolls of Sample Harbour")) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            await repaired(watch)
            lost(watch, link, state="ok", suggestion_url=None, suggestion_kind=None)
            await repaired(watch)
            (row,) = watch.archive.rows("SELECT withdrawal FROM repairs")
            assert (row["withdrawal"], suggestion(watch, link)) == ("the link answers again", None)


async def test_a_check_that_was_under_way_does_not_take_a_repair_away(tmp_path: Path) -> None:
    link = f"http://{LIVE}/r/pa/ei/1666.htm"
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", old("Tolls of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (link, "Tolls of Sample Harbour")) as watch:
            await check(watch, PAGE)
            lost(watch, link)
            await repaired(watch)
            lost(
                watch,
                link,
                suggestion_url="http://elsewhere.example/",
                suggestion_kind="moved_notice",
            )
            assert suggestion(watch, link)["verified_at"] is None
            assert is_anything_to_repair(watch)
            await repaired(watch)
            assert not is_anything_to_repair(watch)
            assert suggestion(watch, link)["kind"] == "sister"
            assert suggestion(watch, link)["verified_at"] == watch.now()


async def test_a_rule_that_was_right_is_asked_first_from_then_on(tmp_path: Path) -> None:
    links = [f"http://{LIVE}/harbour-{n}-tolls" for n in ("north", "south", "west")]
    with PageServer() as server:
        for link in links:
            path = link.partition(LIVE)[2]
            server.page(f"{path}/index.html", wordpress(f"Harbour {path[9:-6]} Tolls"), host=POMPEO)
        with watched(tmp_path, server, *((link, "here") for link in links)) as watch:
            await check(watch, PAGE)
            for link in links:
                lost(watch, link)
            costs = [sought.requests for sought in await repaired(watch)]
            assert costs == [3, 1, 1]
            rows = watch.archive.rows(
                "SELECT tries, successes FROM repair_rules ORDER BY successes"
            )
            assert [tuple(row) for row in rows] == [(2, 0), (3, 3)]


async def test_why_each_candidate_was_refused_is_kept(tmp_path: Path) -> None:
    link = f"http://{POMPEO}/lost/"
    with PageServer() as server, watched(tmp_path, server, (link, "Tolls of the Harbour")) as watch:
        await check(watch, PAGE)
        lost(watch, link)
        await repaired(watch)
        (row,) = watch.archive.rows("SELECT tried, requests FROM repair_searches")
        tried = json.loads(row["tried"])
        assert [one["right"] for one in tried] == [False] * len(tried)
        assert any("404" in one["told"] for one in tried)
        assert row["requests"] <= MOST_REQUESTS
