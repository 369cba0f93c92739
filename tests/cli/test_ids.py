"""A page is found by the ids that it states, by those who read; never by those who add or ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.program import OWN_NETWORK, Program
from servers import PageServer

_PAGE = (
    '<html><head><link rel="canonical" href="/harbour/"><link rel="shortlink" href="/?p=7">'
    "</head><body class='postid-{post}'><main><h1>Remarks</h1><p>Words {post}.</p></main></body></html>"
)

_HOSTS = ("old.port.example", "port.elsewhere.example")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, str]]:
    """Two pages with one canonical address and a post number each."""
    with PageServer() as server:
        program = Program(tmp_path_factory.mktemp("ids"), OWN_NETWORK)
        server.page("/one/", _PAGE.format(post=7))
        server.page("/two/", _PAGE.format(post=8).replace("?p=7", "?p=8"))
        server.page("/harbour/", "<main><h1>Another</h1><p>The harbour itself.</p></main>")
        assert program.run("fetch", f"{server.url}/one/", f"{server.url}/two/").code == 0
        yield program, server.url


@pytest.mark.parametrize("command", ["show", "history", "links", "diff", "explain"])
def test_those_who_read_find_a_page_by_its_number(story: tuple[Program, str], command: str) -> None:
    program, server = story
    words = ["site", "explain"] if command == "explain" else [command]
    by_number = program.run(*words, f"{server}/?p=8")
    by_address = program.run(*words, f"{server}/two/")
    assert (by_number.code, by_number.out) == (by_address.code, by_address.out)
    assert f"{server}/?p=8 stands for {server}/two/" in by_number.err
    assert "stands for" not in by_address.err


def test_an_id_of_several_pages_names_none_and_tells_them(story: tuple[Program, str]) -> None:
    program, server = story
    ran = program.run("show", f"{server}/harbour/")
    assert ran.code == 2
    assert f"{server}/one/, {server}/two/" in ran.err


def test_an_archives_page_is_found_by_the_address_that_it_states_of_the_live_site(
    tmp_path: Path,
) -> None:
    page = (
        '<html><head><link rel="canonical" href="https://www.port.example/{name}/">'
        '<link rel="shortlink" href="https://www.port.example/?p={post}"></head>'
        "<body class='postid-{post}'><main><h1>Remarks</h1><p>Words {post}.</p></main></html>"
    )
    with PageServer() as server:
        server.page("/one/", page.format(name="harbour", post=7), host="old.port.example")
        server.page("/one/", page.format(name="pier", post=8), host="port.elsewhere.example")
        hosts = "".join(f'"{h}" = "{a}"\n' for h, a in server.connect_to(*_HOSTS).items())
        program = Program(
            tmp_path, f'{OWN_NETWORK}contact = "a@b.example"\n[fetch.connect_to]\n{hosts}'
        )
        assert program.run("fetch", *(f"http://{host}/one/" for host in _HOSTS)).code == 0
        for address in ("https://www.port.example/harbour/", "https://www.port.example/?p=7"):
            ran = program.run("show", address)
            assert f"{address} stands for http://old.port.example/one/" in ran.err
            assert "Words 7." in ran.out
        for address in ("www.port.example/pier/", "www.port.example/?p=8", "new.port.example/?p=7"):
            assert program.run("show", f"https://{address}").code == 2


def test_the_ids_are_shown(story: tuple[Program, str]) -> None:
    program, server = story
    pages = program.run("pages", "--format", "json").document()
    shown = program.run("show", f"{server}/one/", "--format", "json").document()
    (span,) = program.run("history", f"{server}/one/", "--format", "json").document()
    assert pages[0]["ids"] == shown["ids"] == span["ids"]
    assert {one["kind"]: one["value"] for one in shown["ids"]} == {
        "canonical": f"{server.removeprefix('http:')}/harbour",
        "post_id": "7",
        "shortlink": "7",
    }


def test_what_is_fetched_is_the_page_that_was_named(tmp_path: Path) -> None:
    with PageServer() as server:
        program = Program(tmp_path, OWN_NETWORK)
        server.page("/one/", _PAGE.format(post=7))
        server.page("/harbour/", "<main><h1>Another</h1><p>The harbour itself.</p></main>")
        assert program.run("fetch", f"{server.url}/one/").code == 0
        assert program.run("show", f"{server.url}/harbour/").code == 0
        assert program.run("fetch", f"{server.url}/harbour/").code == 0
        pages = program.run("pages", "--format", "json").document()
        assert [page["url"] for page in pages] == [f"{server.url}/one/", f"{server.url}/harbour/"]
        assert "The harbour itself." in program.run("show", f"{server.url}/harbour/").out
