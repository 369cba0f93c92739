"""Pages that may be the same elsewhere: each with how it is known, and none by chance."""

from __future__ import annotations

from pathlib import Path

from archive_watch.model.state_hosts import HostMap, StateHost
from archive_watch.services.watch import Watch
from archive_watch.storage.known_hosts import keep_known_hosts
from archive_watch.storage.pages import known_page
from archive_watch.storage.sister_pages import HowSister, sisters_of
from archive_watch.storage.told_page import facts_of_page
from servers import Answer, PageServer
from services.asking import Hands, check, settings, watching

_OLD, _NEW = "old.harbour.example", "new.harbour.example"
_WORDS = "The harbour is open, and its ropes are counted each evening by the keeper of the ropes. "


def _page(title: str, words: str, head: str = "") -> Answer:
    return Answer(
        body=f"<html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>"
        f"<p>{words}</p></main></body></html>".encode()
    )


def _sisters(watch: Watch, url: str, *, most: int = 10) -> dict[str, HowSister]:
    facts = facts_of_page(watch.archive, known_page(watch.archive, url).id)
    assert facts is not None
    return {one.url: one.how for one in sisters_of(watch.archive, facts, most=most)}


async def test_a_copy_is_known_by_its_words_by_what_it_states_and_by_its_path(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        stated = f'<link rel="canonical" href="http://{_OLD}/stated/">'
        server.routes |= {
            "/words/": _page("Ropes", _WORDS * 3),
            "/same-words/": _page("Ropes", _WORDS * 3),
            "/stated/": _page("Wires", "The wires are new."),
            "/states/": _page("Wires, as they were", "The wires were new.", stated),
            "/path/": _page("Path", "One and the same."),
            "/other/": _page("Other", "Nothing of the kind."),
        }
        with watching(tmp_path, settings(server.connect_to(_OLD, _NEW)), Hands()) as watch:
            hosts = HostMap(hosts=(StateHost(name=_OLD), StateHost(name=_NEW)))
            keep_known_hosts(watch.archive, hosts)
            paths = ("words", "stated", "path", "other")
            await check(watch, *(f"http://{_OLD}/{path}/" for path in paths))
            await check(watch, *(f"http://{_NEW}/{p}/" for p in ("same-words", "states", "path")))
            for here, there, how in (
                ("words", "same-words", HowSister.SAME_WORDS),
                ("stated", "states", HowSister.STATED),
                ("path", "path", HowSister.SAME_PATH),
            ):
                assert _sisters(watch, f"http://{_OLD}/{here}/") == {f"http://{_NEW}/{there}/": how}
                assert _sisters(watch, f"http://{_NEW}/{there}/") == {f"http://{_OLD}/{here}/": how}
            assert _sisters(watch, f"http://{_OLD}/other/") == {}


async def test_of_many_copies_only_so_many_are_told(tmp_path: Path) -> None:
    with PageServer() as server:
        urls = [f"http://{_OLD}/copy/{number}/" for number in range(6)]
        server.routes |= {f"/copy/{n}/": _page("Ropes", _WORDS * 3) for n in range(6)}
        with watching(tmp_path, settings(server.connect_to(_OLD)), Hands()) as watch:
            await check(watch, *urls)
            assert len(_sisters(watch, urls[0])) == 5
            assert len(_sisters(watch, urls[0], most=3)) == 3
