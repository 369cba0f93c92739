"""discover, as people run it: what it prints, what it adds, and what it says to a newcomer's slips."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.program import OWN_NETWORK, Program
from servers import PageServer

NOT_LOOPBACK = '[fetch]\ncontact = "test@example.org"\n'


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as running:
        maps = f"User-agent: *\nSitemap: {running.url}/maps.xml\n"
        running.page("/robots.txt", maps, content_type="text/plain")
        running.page(
            "/maps.xml",
            "<urlset><url><loc>/a/</loc><lastmod>2024-01-01</lastmod></url><url><loc>/b/</loc></url>"
            "<url><loc>https://other.example/x/</loc></url><url><loc>/c.jpg</loc></url></urlset>",
            content_type="text/xml",
        )
        running.page("/a/", "<main><h1>A</h1><p>The words of the page A.</p></main>")
        yield running


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def addresses(program: Program) -> list[str]:
    return [page["url"] for page in program.run("pages", "--format", "json").document()]


def test_a_bare_host_is_all_that_is_needed(program: Program, server: PageServer) -> None:
    ran = program.run("discover", server.url.removeprefix("http://"))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{server.url}/",
        f"  sitemap: {server.url}/maps.xml: 4 found, 2 in scope, 2 new, 0 already watched",
        "    1 out of scope, another host: https://other.example/x/",
        f"    1 out of scope, not a page or a document: {server.url}/c.jpg",
        f"  watching  {server.url}/a/",
        f"  watching  {server.url}/b/",
    ]
    assert ran.err.splitlines() == [
        "2 new pages watched from now on, 0 watched already",
        "read them now with `archive-watch fetch`",
    ]
    assert addresses(program) == [f"{server.url}/a/", f"{server.url}/b/"]


def test_a_dry_run_leaves_nothing_behind(program: Program, server: PageServer) -> None:
    ran = program.run("discover", server.url, "--dry-run")
    assert ran.code == 0
    assert ran.out.splitlines()[-2:] == [
        f"  would watch  {server.url}/a/", f"  would watch  {server.url}/b/"
    ]  # fmt: skip
    assert ran.err == "2 new pages would be watched, 0 watched already\n"
    assert [path.name for path in program.folder.iterdir() if path.is_file()] == [
        "archive-watch.toml"
    ]


def test_a_dry_run_on_an_archive_adds_no_page(program: Program, server: PageServer) -> None:
    program.run("add", f"{server.url}/a")
    ran = program.run("discover", server.url, "--dry-run", "--format", "jsonl")
    assert ran.lines() == [
        {"url": f"{server.url}/b/", "source": f"{server.url}/maps.xml", "lastmod": None}
    ]
    assert addresses(program) == [f"{server.url}/a"]


def test_what_is_printed_as_json_has_all_its_keys(program: Program, server: PageServer) -> None:
    (start,) = program.run("discover", server.url, "--format", "json").document()
    assert list(start) == ["start", "sources", "not_there", "left_for_next_time", "new_pages"]
    (source,) = start["sources"]
    assert (source["kind"], source["found"], source["in_scope"], source["new"]) == (
        "sitemap",
        4,
        2,
        2,
    )
    assert start["new_pages"][0] == {
        "url": f"{server.url}/a/", "source": f"{server.url}/maps.xml", "lastmod": "2024-01-01"
    }  # fmt: skip


def test_include_exclude_and_limit_bound_what_is_added(
    program: Program, server: PageServer
) -> None:
    program.run("discover", server.url, "--exclude", "/b")
    assert addresses(program) == [f"{server.url}/a/"]
    ran = program.run("discover", server.url, "--include", "/b", "--limit", "1", "--format", "json")
    assert [page["url"] for page in ran.document()[0]["new_pages"]] == [f"{server.url}/b/"]


def test_the_configuration_says_where_to_look(tmp_path: Path, server: PageServer) -> None:
    start = f'[[discover]]\nurl = "{server.url}/maps.xml"\ntags = ["ports"]\nexclude = ["/b/"]\n'
    program = Program(tmp_path, OWN_NETWORK + start)
    assert program.run("discover").code == 0
    (page,) = program.run("pages", "--format", "json").document()
    assert (page["url"], page["tags"]) == (f"{server.url}/a/", ["ports"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "nothing says where to look for pages"),
        (["sitemap"], "'sitemap' is neither a host nor an address"),
        (["ftp://a.example/"], "only http and https can be read"),
        (["user@a.example"], "a user name or password in an address is refused"),
    ],
)
def test_nonsense_is_the_callers_mistake(program: Program, arguments: list[str], told: str) -> None:
    ran = program.run("discover", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not program.database.exists()


def test_a_stranger_is_not_asked_without_a_contact(program: Program) -> None:
    ran = program.run("discover", "archive.example")
    assert (ran.code, "no contact is set" in ran.err) == (2, True)
    assert not program.database.exists()


def test_a_host_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    ran = Program(tmp_path, NOT_LOOPBACK).run("discover", "nowhere.invalid")
    assert ran.code == 3
    assert (
        "nothing that names pages could be read: https://nowhere.invalid/sitemap.xml: dns"
        in ran.err
    )
    assert "doctor --probe" in ran.err


def test_a_site_that_names_nothing_is_told_so(program: Program, server: PageServer) -> None:
    server.routes.clear()
    ran = program.run("discover", server.url)
    assert ran.code == 3
    assert f"no sitemap at {server.url}/sitemap.xml" in ran.out


def test_found_pages_are_read_by_the_next_fetch(program: Program, server: PageServer) -> None:
    program.run("discover", server.url, "--exclude", "/b")
    ran = program.run("fetch", "--format", "jsonl")
    assert [(line["url"], line["outcome"]) for line in ran.lines()] == [(f"{server.url}/a/", "new")]


def test_other_commands_do_not_load_what_discovery_needs() -> None:
    probe = (
        "import sys; import archive_watch.cli.watching, archive_watch.cli.reading;"
        " print([name for name in sys.modules if name.startswith('archive_watch.discover.')])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
