"""``links repair``: what was tried for each broken link, what was found, and nothing asked unasked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from cli.program import OWN_NETWORK, Program
from servers import PageServer
from services.lost_links import KERRY, LIVE, POMPEO, POWELL, old, wordpress

PAGE = f"http://{POMPEO}/the-page/"
LINK = f"http://{LIVE}/r/pa/prs/ps/2003/18067.htm"
HERE = f"http://{POWELL}/r/pa/prs/ps/2003/18067.htm"


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as server:
        body = f'A page.</p><p>See <a href="{LINK}">Dredging of the Harbour</a>.'
        server.page("/the-page/", wordpress("The Page", body), host=POMPEO)
        server.page("/r/pa/prs/ps/2003/18067.htm", old("Dredging of the Harbour"), host=POWELL)
        yield server


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory, server: PageServer) -> Program:
    hosts = "\n".join(
        f'"{host}" = "{to}"' for host, to in server.connect_to(LIVE, POWELL, KERRY, POMPEO).items()
    )
    quick = "[links]\nmin_delay_seconds = 0\n"
    program = Program(
        tmp_path_factory.mktemp("repairing"), f"{OWN_NETWORK}[fetch.connect_to]\n{hosts}\n{quick}"
    )
    assert program.run("fetch", PAGE).code == 0
    with closing(sqlite3.connect(program.database)) as conn, conn:
        conn.execute(
            "UPDATE links SET state = 'gone', status = 404, reason = 'http', checked_at ="
            " '2026-01-01T00:00:00Z'"
        )
    return program


def test_what_was_found_is_told_kept_and_shown_with_the_link(program: Program) -> None:
    ran = program.run("links", "repair", "--format", "json")
    (found,) = ran.document()
    assert (ran.code, found["repair"], found["kind"]) == (0, HERE, "sister")
    (link,) = program.run("links", "--format", "json").document()
    assert (link["suggestion"]["url"], link["suggestion"]["kind"]) == (HERE, "sister")
    assert link["suggestion"]["verified_at"] is not None
    assert f"perhaps now at {HERE} (" in program.run("links").out
    assert "0 links looked for" in program.run("links", "repair").out
    again = program.run("links", "repair", "--all").out
    assert again.count("its title has the words of the link") == 1, "as it was, and told once"


def test_why_each_address_was_refused_is_told(program: Program, server: PageServer) -> None:
    del server.routes[POWELL, "/r/pa/prs/ps/2003/18067.htm"]
    ran = program.run("links", "repair", LINK)
    assert ran.code == 0
    assert f"sister        {HERE}: no: http, 404" in ran.out
    assert "1 link looked for: 0 found, 1 not" in ran.out


def test_a_dry_run_says_where_it_would_look_and_asks_nothing(
    program: Program, server: PageServer
) -> None:
    before = len(server.requests)
    ran = program.run("links", "repair", "--dry-run")
    assert (ran.code, len(server.requests)) == (0, before)
    assert f"{HERE} (by the map of hosts: the bureaus' pages, by the year in the path)" in ran.out
    assert "nothing was asked" in ran.err


def test_a_page_stands_for_its_links_and_a_stranger_is_refused(program: Program) -> None:
    (found,) = program.run("links", "repair", PAGE, "--format", "json").document()
    assert found["url"] == LINK
    assert program.run("links", "repair", "http://nobody.example/").code == 2
    assert program.run("links", "repair", "--all", PAGE).code == 2
