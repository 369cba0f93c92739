"""Discovery of a site whose pages are named in many ways: what is added, and what never is."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.services.asking.network import open_network
from archive_watch.services.discovering.discover_site import discover, discover_by_hand
from archive_watch.services.discovering.discovered import StartingPoint, StartTold, named_start
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import add_alias, add_page
from servers import Answer, PageServer, Request
from services.asking import HOST, Hands, article, check, incidents, settings, watching

SITE = f"http://{HOST}"
HOME = f"{SITE}/"
XML = "text/xml"


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as running:
        yield running


@pytest.fixture
def watch(tmp_path: Path, server: PageServer) -> Iterator[Watch]:
    hosts = server.connect_to(HOST, f"www.{HOST}", "elsewhere.example")
    with watching(tmp_path, settings(hosts)) as one:
        yield one


def urlset(*paths: str, lastmod: str | None = None) -> str:
    dated = "" if lastmod is None else f"<lastmod>{lastmod}</lastmod>"
    locs = (path if "://" in path else SITE + path for path in paths)
    return "<urlset>" + "".join(f"<url><loc>{loc}</loc>{dated}</url>" for loc in locs) + "</urlset>"


def index(*entries: str | tuple[str, str]) -> str:
    parts = []
    for entry in entries:
        path, lastmod = entry if isinstance(entry, tuple) else (entry, "")
        dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
        loc = path if "://" in path else SITE + path
        parts.append(f"<sitemap><loc>{loc}</loc>{dated}</sitemap>")
    return f"<sitemapindex>{''.join(parts)}</sitemapindex>"


def robots(server: PageServer, *lines: str) -> None:
    text = "\n".join(["User-agent: *", "Disallow: /private/", *lines])
    server.page("/robots.txt", text, content_type="text/plain")


async def found(watch: Watch, *urls: str, **rules: object) -> list[StartTold]:
    starts = [named_start(watch.settings, url) for url in urls or (HOME,)]
    return await discover_by_hand(watch, starts, Rules(**rules))  # type: ignore[arg-type]


async def found_by_daemon(watch: Watch, *starts: StartingPoint) -> list[StartTold]:
    async with open_network(watch) as network:
        return await discover(watch, network, starts, Rules(spread=True), conditional=True)


def pages(watch: Watch) -> list[str]:
    return [row["url"] for row in watch.archive.rows("SELECT url FROM pages ORDER BY id")]


def missing(watch: Watch) -> list[str]:
    rows = watch.archive.rows(
        "SELECT p.url FROM discovered_pages d JOIN pages p ON p.id = d.page_id"
        " WHERE d.first_missing_at IS NOT NULL ORDER BY p.id"
    )
    return [row["url"] for row in rows]


async def test_the_sitemaps_that_robots_txt_names_are_read_with_those_beneath(
    watch: Watch, server: PageServer
) -> None:
    robots(server, f"Sitemap: {SITE}/maps.xml", "Sitemap: /more.txt")
    server.page("/maps.xml", index("/one.xml.gz", "/two.xml"), content_type=XML)
    server.page("/one.xml.gz", gzip.compress(urlset("/a/", "/b/").encode()))
    server.page("/two.xml", urlset("/c/"), content_type=XML)
    server.page("/more.txt", f"{SITE}/d/\n", content_type="text/plain")
    (told,) = await found(watch)
    assert sorted(pages(watch)) == [f"{SITE}/{name}/" for name in "abcd"]
    assert [source.kind for source in told.sources] == [
        "sitemap_index",
        "sitemap",
        "sitemap",
        "sitemap",
    ]
    row = watch.archive.row("SELECT added_by, state, next_fetch_at FROM pages")
    assert row is not None
    assert tuple(row) == ("discovery", "new", watch.now())


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])
async def test_a_host_that_names_no_sitemap_is_asked_for_it_in_the_usual_places(
    watch: Watch, server: PageServer, path: str
) -> None:
    server.page(path, urlset("/a/"), content_type=XML)
    (told,) = await found(watch)
    assert pages(watch) == [f"{SITE}/a/"]
    assert told.was_read


async def test_a_host_without_sitemaps_names_its_pages_on_its_home_page_and_in_its_feeds(
    watch: Watch, server: PageServer
) -> None:
    server.page(
        "/",
        "<html><head><link rel=alternate type='application/rss+xml' href='/feed/'></head><body>"
        "<nav><a href='/tag/x/'>x</a></nav><main><h1>Harbour</h1><p>The newest of all remarks:</p>"
        "<ul><li><a href='a/'>A</a><li><a href='/b.pdf'>B</a></ul></main></body></html>",
    )
    server.page("/feed/", f"<rss><channel><item><link>{SITE}/c/</link></item></channel></rss>")
    await found(watch)
    assert pages(watch) == [HOME, f"{SITE}/a/", f"{SITE}/b.pdf", f"{SITE}/c/"]


async def test_a_dry_run_says_what_would_be_added_and_writes_nothing(
    watch: Watch, server: PageServer
) -> None:
    server.page("/sitemap.xml", urlset("/a/", "/b/", "/a"), content_type=XML)
    before = {
        name: watch.archive.number(f"SELECT count(*) FROM {name}")
        for name in ("pages", "discovery_sources", "discovered_pages", "incidents")
    }
    (told,) = await found(watch, dry_run=True)
    assert [page.url for page in told.pages] == [f"{SITE}/a/", f"{SITE}/b/"]
    assert set(before.values()) == {0}
    assert before == {name: watch.archive.number(f"SELECT count(*) FROM {name}") for name in before}


async def test_a_page_is_one_page_by_whatever_alias_it_is_named(
    watch: Watch, server: PageServer
) -> None:
    with watch.archive.writing():
        page, _ = add_page(
            watch.archive,
            f"{SITE}/a/",
            at=watch.now(),
            added_by="command",
            due_at=None,
            every_seconds=7,
        )
        add_alias(watch.archive, page.id, f"{SITE}/old-a/", at=watch.now())
    names = [
        "/a",
        "/a/index.html",
        "/old-a",
        f"https://{HOST}/a/",
        f"http://{HOST.upper()}:80//a#x",
        "/b/",
        "/b",
    ]
    server.page("/sitemap.xml", urlset(*names, "/b/", "/b"), content_type=XML)
    (told,) = await found(watch)
    assert pages(watch) == [f"{SITE}/a/", f"{SITE}/b/"]
    assert (told.sources[0].new, told.sources[0].known) == (1, 2)
    row = watch.archive.row(
        "SELECT every_seconds, next_fetch_at FROM pages WHERE id = ?", (page.id,)
    )
    assert row is not None
    assert tuple(row) == (7, None)  # what is watched already keeps its own pace


async def test_one_bad_sitemap_never_loses_the_good_ones(watch: Watch, server: PageServer) -> None:
    server.page(
        "/sitemap.xml",
        index("/gone.xml", "/page.xml", "/cut.xml", "/bomb.xml", "/junk.xml.gz", "/good.xml"),
        content_type=XML,
    )
    server.page("/page.xml", "<html><title>Technical Difficulties</title></html>")
    server.page("/cut.xml", urlset("/a/", "/b/")[:-30], content_type=XML)
    server.page("/bomb.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><urlset>&a;</urlset>", content_type=XML)
    server.page("/junk.xml.gz", b"\x1f\x8b\x08junk")
    server.page("/good.xml", urlset("/c/"), content_type=XML)
    (told,) = await found(watch)
    assert sorted(pages(watch)) == [f"{SITE}/a/", f"{SITE}/c/"]
    errors = {
        source.url.removeprefix(SITE): source.error for source in told.sources if source.error
    }
    assert list(errors) == ["/gone.xml", "/page.xml", "/bomb.xml", "/junk.xml.gz"]
    assert incidents(watch.archive) == []  # the host can be read


async def test_a_block_page_in_the_place_of_every_sitemap_is_an_incident_and_no_page(
    watch: Watch, server: PageServer
) -> None:
    robots(server, f"Sitemap: {SITE}/maps.xml")
    blocked = "<html><head><title>Technical Difficulties</title></head><body></body></html>"
    server.fallback = Answer(body=blocked)
    (told,) = await found(watch)
    assert (pages(watch), told.was_read) == ([], False)
    assert incidents(watch.archive) == [("blocked_host", HOST)]
    server.page("/maps.xml", urlset("/a/"), content_type=XML)
    await found(watch)
    assert (pages(watch), incidents(watch.archive)) == ([f"{SITE}/a/"], [])


async def test_indexes_that_lead_in_circles_or_too_deep_end(
    watch: Watch, server: PageServer
) -> None:
    def deeper(request: Request) -> Answer:
        number = int(request.path.strip("/.xml") or 0)
        body = index("/sitemap.xml", f"/{number}.xml", f"/{number + 1}.xml")
        return Answer(body=body, content_type=XML)

    server.fallback = deeper
    server.routes["/robots.txt"] = Answer(status=404)
    server.page("/sitemap.xml", index("/1.xml", "/sitemap.xml"), content_type=XML)
    await found(watch)
    asked = server.paths()
    assert asked == ["/robots.txt", "/sitemap.xml", *(f"/{number}.xml" for number in range(1, 6))]


async def test_a_sitemap_of_another_host_is_read_only_where_robots_txt_names_it(
    watch: Watch, server: PageServer
) -> None:
    far = "http://elsewhere.example"
    robots(server, f"Sitemap: {far}/ours.xml", f"Sitemap: {SITE}/maps.xml")
    server.page("/ours.xml", urlset("/a/", f"{far}/theirs/"), content_type=XML)
    server.page("/maps.xml", index(f"{far}/lure.xml"), content_type=XML)
    (told,) = await found(watch)
    assert pages(watch) == [f"{SITE}/a/"]
    assert "/lure.xml" not in server.paths()
    assert told.sources[0].examples == {"another host": [f"{far}/theirs/"]}


async def test_robots_txt_is_obeyed_by_discovery_too(watch: Watch, server: PageServer) -> None:
    robots(server, f"Sitemap: {SITE}/private/maps.xml", f"Sitemap: {SITE}/maps.xml")
    server.page("/maps.xml", urlset("/a/", "/private/b/"), content_type=XML)
    (told,) = await found(watch)
    assert pages(watch) == [f"{SITE}/a/"]  # the other one could never be read
    refused, read = told.sources
    assert refused.error == "robots: robots.txt asks not to read this address"
    assert read.examples == {"robots.txt asks not to read it": [f"{SITE}/private/b/"]}


async def test_a_day_without_news_costs_one_answer(watch: Watch, server: PageServer) -> None:
    def maps(request: Request) -> Answer:
        if request.header("if-none-match") == '"1"':
            return Answer(status=304)
        return Answer(body=index(("/one.xml", "2024-01-01"), ("/two.xml", "2024-01-01")),
                      headers={"ETag": '"1"'}, content_type=XML)  # fmt: skip

    robots(server, f"Sitemap: {SITE}/maps.xml")
    server.routes["/maps.xml"] = maps
    server.page("/one.xml", urlset("/a/"), content_type=XML)
    server.page("/two.xml", urlset("/b/"), content_type=XML)
    start = named_start(watch.settings, HOME)
    await found_by_daemon(watch, start)
    assert len(pages(watch)) == 2
    server.requests.clear()
    clock = watch.clock
    assert isinstance(clock, Hands)
    clock.move(hours=12)
    (told,) = await found_by_daemon(watch, start)
    assert server.paths() == ["/maps.xml"]
    assert all(source.unchanged for source in told.sources)
    clock.move(days=7)  # servers lie about "not modified", and indexes do
    await found_by_daemon(watch, start)
    assert server.paths()[-3:] == ["/maps.xml", "/one.xml", "/two.xml"]
    clock.move(days=-30)  # the clock had been ahead: nothing is believed until then
    server.requests.clear()
    await found_by_daemon(watch, start)
    assert server.paths()[-3:] == ["/maps.xml", "/one.xml", "/two.xml"]


async def test_a_sitemap_whose_index_says_that_it_was_modified_is_read_again(
    watch: Watch, server: PageServer
) -> None:
    robots(server, f"Sitemap: {SITE}/maps.xml")
    server.page("/maps.xml", index(("/one.xml", "2024-01-01"), ("/two.xml", "2024-01-01")))
    server.page("/one.xml", urlset("/a/"))
    server.page("/two.xml", urlset("/b/"))
    start = named_start(watch.settings, HOME)
    await found_by_daemon(watch, start)
    server.page("/maps.xml", index(("/one.xml", "2024-01-01"), ("/two.xml", "2024-01-02")))
    server.page("/two.xml", urlset("/b/", "/c/"))
    server.requests.clear()
    await found_by_daemon(watch, start)
    assert server.paths() == ["/maps.xml", "/two.xml"]
    assert pages(watch)[-1] == f"{SITE}/c/"


async def test_a_page_that_leaves_its_sitemap_is_noted_and_comes_back(
    watch: Watch, server: PageServer
) -> None:
    server.page("/sitemap.xml", urlset("/a/", "/b/"), content_type=XML)
    await found(watch)
    server.page("/sitemap.xml", urlset("/a/"), content_type=XML)
    (told,) = await found(watch)
    assert (missing(watch), told.sources[0].missing) == ([f"{SITE}/b/"], 1)
    server.page("/sitemap.xml", urlset("/a/")[:-20], content_type=XML)
    await found(watch)  # half a sitemap says nothing of what it does not name
    assert missing(watch) == [f"{SITE}/b/"]
    server.page("/sitemap.xml", urlset("/a/", "/b/"), content_type=XML)
    await found(watch)
    assert missing(watch) == []


async def test_pages_of_a_sitemap_that_its_index_dropped_are_missing(
    watch: Watch, server: PageServer
) -> None:
    server.page("/sitemap.xml", index("/one.xml", "/two.xml"), content_type=XML)
    server.page("/one.xml", urlset("/a/"), content_type=XML)
    server.page("/two.xml", urlset("/b/"), content_type=XML)
    await found(watch)
    server.page("/sitemap.xml", index("/one.xml"), content_type=XML)
    await found(watch)
    assert missing(watch) == [f"{SITE}/b/"]


async def test_new_pages_of_the_daemon_are_due_one_after_the_other(
    tmp_path: Path, server: PageServer
) -> None:
    clock = Hands()
    given = settings(server.connect_to(HOST), fetch={"min_delay_seconds": 3.0})
    server.page("/sitemap.xml", urlset("/a/", "/b/", "/c/"), content_type=XML)
    with watching(tmp_path, given, clock) as watch:
        async with open_network(watch, timer=clock.timer()) as network:
            start = named_start(watch.settings, HOME)
            await discover(watch, network, [start], Rules(spread=True), conditional=True)
        due = [row[0] for row in watch.archive.rows("SELECT next_fetch_at FROM pages ORDER BY id")]
    seconds = [int(moment[-3:-1]) + 60 * int(moment[-6:-4]) for moment in due]
    assert [moment - seconds[0] for moment in seconds] == [0, 6, 12]


async def test_a_limit_bounds_what_is_added_and_the_rest_is_found_the_next_time(
    watch: Watch, server: PageServer
) -> None:
    server.page("/sitemap.xml", urlset("/a/", "/b/", "/c/"), content_type=XML)
    (told,) = await found(watch, limit=2)
    assert (len(pages(watch)), told.sources[0].left_out) == (2, 1)
    await found(watch)
    assert (len(pages(watch)), missing(watch)) == (3, [])


async def test_a_host_that_answers_as_its_twin_with_www_is_one_site(
    watch: Watch, server: PageServer
) -> None:
    there = f"http://www.{HOST}"
    server.routes[HOST, "/sitemap.xml"] = Answer(
        status=301, headers={"Location": f"{there}/sitemap.xml"}
    )
    server.page("/sitemap.xml", urlset(f"{there}/a/"), host=f"www.{HOST}", content_type=XML)
    await found(watch)
    assert pages(watch) == [f"{there}/a/"]


async def test_a_run_that_was_cut_short_is_simply_read_again(
    watch: Watch, server: PageServer
) -> None:
    server.page("/sitemap.xml", urlset(*(f"/{n}/" for n in range(5_000))), content_type=XML)
    start = named_start(watch.settings, HOME)

    walk = asyncio.create_task(found_by_daemon(watch, start))
    while not pages(watch):  # noqa: ASYNC110  (the archive tells)
        await asyncio.sleep(0)
    walk.cancel()
    await asyncio.gather(walk, return_exceptions=True)
    assert 0 < len(pages(watch)) < 5_000
    await found_by_daemon(watch, start)
    assert len(pages(watch)) == 5_000


async def test_a_sitemap_that_tells_of_an_edit_brings_its_page_forward(
    watch: Watch, server: PageServer
) -> None:
    server.page("/a/", article("Words."))
    server.page("/sitemap.xml", urlset("/a/", lastmod="2026-01-01"), content_type=XML)
    await found(watch)
    await check(watch, f"{SITE}/a/")
    plan = "SELECT next_fetch_at, next_why, lastmod FROM pages"
    (planned,) = watch.archive.rows(plan)
    server.page("/sitemap.xml", urlset("/a/", lastmod="2026-03-02"), content_type=XML)
    await found(watch)
    (brought,) = watch.archive.rows(plan)
    assert (planned["lastmod"], brought["lastmod"]) == ("2026-01-01", "2026-03-02")
    assert brought["next_fetch_at"] < planned["next_fetch_at"]
    assert brought["next_why"] == "lastmod"
