"""The daemon follows its starting points: what is new there is watched, and soon read."""

from __future__ import annotations

import json
from pathlib import Path

from daemon.running import CONFIG, events, rows, run, running, wait_until
from servers import PageServer


def config(*starts: str) -> str:
    return CONFIG + "".join(f'[[discover]]\nurl = "{start}"\n' for start in starts)


def test_pages_that_a_site_comes_to_name_are_watched_and_read(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/sitemap.xml", "<urlset><url><loc>/a/</loc></url></urlset>")
        server.page("/a/", "<main><h1>A</h1><p>The words of the page A.</p></main>")
        given = config(f"{server.url}/") + '[discovery]\nevery = "1s"\n'
        with running(tmp_path, "run", config=given):
            wait_until(server.paths)  # the archive is there by then
            wait_until(lambda: _read(tmp_path) == 1)
            server.page("/b/", "<main><h1>B</h1><p>The words of the page B.</p></main>")
            server.page(
                "/sitemap.xml",
                "<urlset><url><loc>/a/</loc></url><url><loc>/b/</loc></url></urlset>",
            )
            wait_until(lambda: _read(tmp_path) == 2)


def _read(folder: Path) -> int:
    return len(rows(folder, "SELECT 1 FROM pages_now WHERE versions = 1"))


def test_a_starting_point_that_cannot_be_read_stops_nothing_and_is_told(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/good.xml", "<urlset><url><loc>/a/</loc></url></urlset>")
        server.page("/bad.xml", "<html><title>Technical Difficulties</title></html>")
        server.page("/a/", "<main><h1>A</h1><p>The words of the page A.</p></main>")
        given = config(f"{server.url}/bad.xml", f"{server.url}/good.xml")
        done = run(tmp_path, "run", "--once", config=given)
        status = json.loads(run(tmp_path, "status", "--format", "json", config=given).stdout)
    assert [row["url"] for row in rows(tmp_path, "SELECT url FROM pages")] == [f"{server.url}/a/"]
    (chore,) = rows(tmp_path, "SELECT * FROM chores WHERE name = 'discovery'")
    assert chore["last_error"] is None
    (bad,) = rows(tmp_path, "SELECT url FROM discovery_sources WHERE error IS NOT NULL")
    assert bad["url"] == f"{server.url}/bad.xml"
    assert [source["url"] for source in status["unread_sources"]] == [bad["url"]]
    assert done.returncode == 0


def test_a_day_without_any_source_is_a_chore_that_failed(tmp_path: Path) -> None:
    with PageServer() as server:
        done = run(tmp_path, "run", "--once", config=config(f"{server.url}/gone.xml"))
    assert done.returncode == 0
    assert "a source of pages could not be read" in [line["event"] for line in events(done.stderr)]
    (chore,) = rows(tmp_path, "SELECT * FROM chores WHERE name = 'discovery'")
    assert "no starting point could be read" in chore["last_error"]
