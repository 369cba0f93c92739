"""Rounds of due links end after a while, so that what is due anew has its turn."""

from __future__ import annotations

from pathlib import Path

from archive_watch.daemon.link_rounds import LinkRounds
from archive_watch.services.asking.network import open_network
from servers import PageServer
from services.asking import HOST, Hands, article, check, settings, watching


async def test_a_round_begins_nothing_more_after_a_quarter_of_an_hour(tmp_path: Path) -> None:
    clock, seconds = Hands(), [0.0]
    hrefs = " ".join(f'See <a href="http://other.example/{n}">that</a>.' for n in range(4))
    with PageServer() as server:
        server.page("/page/", article(hrefs))
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example")), clock) as watch:
            await check(watch, f"http://{HOST}/page/")

            def monotonic() -> float:
                seconds[0] += 400
                return seconds[0]

            asked = []
            async with open_network(watch, timer=clock.timer()) as network:
                rounds = LinkRounds(watch, network, should_stop=lambda: False, monotonic=monotonic)
                for _ in range(2):
                    await rounds.round()
                    found = {"/0", "/1", "/2", "/3"} & set(server.paths(host="other.example"))
                    asked.append(len(found))
    assert asked == [2, 4]


async def test_no_link_is_asked_while_our_own_line_is_down(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/page/", article('See <a href="http://other.example/a">that</a>.'))
        with watching(tmp_path, settings(server.connect_to(HOST, "other.example")), clock) as watch:
            await check(watch, f"http://{HOST}/page/")
            async with open_network(watch, timer=clock.timer()) as network:
                network.local.note_cut_off()
                await LinkRounds(watch, network, should_stop=lambda: False).round()
    assert server.paths(host="other.example") == []
