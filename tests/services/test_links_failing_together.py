"""The links to a host that fail together are one incident, and none of them is told by itself."""

from __future__ import annotations

from pathlib import Path

from archive_watch.model.notice import TransitionKind
from archive_watch.services.watch import Watch
from archive_watch.storage.transitions import transitions_between
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, check, incidents, settings, watching
from services.test_links import asked, linking

_FAR = "far.example"
_LINKS = 12


def _told(watch: Watch) -> list[TransitionKind]:
    return [
        one.kind for one in transitions_between(watch.archive, "c", after=0, until=9999, since="")
    ]


async def _lived_through(folder: Path, *, failing: int) -> list[list[tuple[str, str]]]:
    """Incidents after each round: all good, some fail twice, all good again; what is told at the end."""
    hands, seen = Hands(), []
    with PageServer() as server:
        urls = [f"http://{_FAR}/{number}/here/" for number in range(_LINKS)]
        server.page("/remarks/", linking(*urls))
        for number in range(_LINKS):
            words = article(f"These are the words of page {number}.", title=f"Page {number}")
            server.routes[_FAR, f"/{number}/here/"] = Answer(body=words)
        good = dict(server.routes)
        with watching(folder, settings(server.connect_to(HOST, _FAR)), hands) as watch:
            await check(watch, f"http://{HOST}/remarks/")
            for are_gone in (False, True, True, False):
                server.routes |= good
                for number in range(failing if are_gone else 0):
                    server.routes[_FAR, f"/{number}/here/"] = Answer(status=410)
                await asked(watch)
                seen.append(incidents(watch.archive))
                hands.move(days=2)
            seen.append([(kind.value, "") for kind in _told(watch)])
    return seen


async def test_a_host_that_goes_is_one_incident_which_is_over_when_it_is_back(
    tmp_path: Path,
) -> None:
    first, failing, dead, over, told = await _lived_through(tmp_path, failing=_LINKS)
    assert (first, over) == ([], [])
    assert failing == dead == [("links_failing", _FAR)]
    assert [kind for kind, _ in told] == ["incident_opened", "incident_closed"]


async def test_a_few_links_of_a_host_are_told_one_by_one(tmp_path: Path) -> None:
    *rounds, told = await _lived_through(tmp_path, failing=3)
    assert rounds == [[], [], [], []]
    assert [kind for kind, _ in told] == ["link_broken"] * 3 + ["link_recovered"] * 3
