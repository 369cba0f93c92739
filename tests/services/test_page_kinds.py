"""What is not the page is an event with its evidence, and never takes the place of the words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive_watch.services.watch import Watch
from extract.reading import WORDPRESS
from servers import PageServer
from services.asking import HOST, article, changes, check, settings, told, versions, watching

URL = f"http://{HOST}/remarks/"
WORDS = "The harbour will stay open through the winter, and the ferries will run on every day."
_FRAME = "<header>The Harbour</header><main><h1>Remarks at the Harbour</h1>{}</main><footer>Foot</footer>"


def _evidence(watch: Watch) -> list[str]:
    row = watch.archive.row("SELECT evidence FROM fetches ORDER BY id DESC LIMIT 1")
    return [] if row is None else list(json.loads(row["evidence"]))


@pytest.mark.parametrize(
    ("body", "outcome", "reason", "evidence"),
    [
        (
            "<main><p>This page has moved to <a href='https://new.example/'>a new place</a>.</p></main>",
            "soft_missing", "moved_notice", "it leads to https://new.example/",
        ),
        ("<main><h1>Page introuvable</h1></main>", "soft_missing", "not_found_page",
         "its heading is “Page introuvable”"),
        (_FRAME.format(""), "soft_missing", "empty", "the content is its headline and nothing else"),
        ("<html><body></body></html>", "soft_missing", "empty", "the page has no words at all"),
        ("<title>Site under maintenance</title><p>Later.", "server_error", "outage_page",
         "its title is “Site under maintenance”"),
        ("<title>Sign in</title><form><input type=password></form>", "blocked", "login_page",
         "it asks for a password"),
    ],
)  # fmt: skip
async def test_what_is_not_the_page_leaves_its_words_and_says_why(
    tmp_path: Path, body: str, outcome: str, reason: str, evidence: str
) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.page("/remarks/", body)
            visits = await check(watch, URL)
            assert told(visits) == [(outcome, reason)]
            assert evidence in _evidence(watch)
            assert (versions(watch.archive), changes(watch.archive)) == (1, [])


@pytest.mark.parametrize(
    ("inside", "told_as"),
    [
        ("", ("soft_missing", "empty")),
        ("<script src=a.js></script>", ("needs_review", "no_selector_matched")),
        ("<iframe src=a.html></iframe>", ("needs_review", "no_selector_matched")),
        ("<img src=scan.gif>", ("needs_review", "no_selector_matched")),
    ],
)
async def test_a_blank_page_of_a_host_with_a_profile_is_empty_if_nothing_could_show_there(
    tmp_path: Path, inside: str, told_as: tuple[str, str]
) -> None:
    with PageServer() as server:
        server.page("/remarks/", f"<html><body>{inside}</body></html>")
        with watching(tmp_path, settings(server.connect_to(WORDPRESS))) as watch:
            assert told(await check(watch, f"http://{WORDPRESS}/remarks/")) == [told_as]


async def test_a_page_that_an_editor_shortened_is_still_there(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", _FRAME.format(f"<p>{WORDS}</p>"))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.page("/remarks/", _FRAME.format("<p>The harbour will stay open.</p>"))
            assert told(await check(watch, URL)) == [("changed", None)]


async def test_one_body_for_several_addresses_that_nothing_explains_is_a_block(
    tmp_path: Path,
) -> None:
    nothing = "<html><head><title>The Department</title></head><body><p>Sorry.</p></body></html>"
    urls = [f"http://{WORDPRESS}/{name}/" for name in ("one", "two")]
    with PageServer() as server:
        for name in ("one", "two"):
            server.page(f"/{name}/", nothing)
        with watching(tmp_path, settings(server.connect_to(WORDPRESS))) as watch:
            assert told(await check(watch, *urls)) == [
                ("needs_review", "no_selector_matched"),
                ("blocked", "block_page"),
            ]
            assert f"{urls[0]} answered the same bytes" in _evidence(watch)
            assert told(await check(watch, urls[1])) == [("needs_review", "no_selector_matched")]
