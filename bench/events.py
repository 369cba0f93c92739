"""What may happen to a page, as ours tells it and as three peers do, in one run.

What counts is what somebody reads: the first words of ours, ``changed`` or ``error`` of a peer's
(whose error names the status, but not whether the page, the host or the watcher is concerned).
Ours makes sure of most troubles on the days after, and is given eleven rounds; the peers four.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import events_ours
import events_peers
import shown
from services.twenty_events import EVENTS, NAMES, RESET, Event

Told = dict[str, tuple[list[str], list[str]]]
_RESETS_LIKE = EVENTS["503 for this page alone"]  # what is to come of it


def measure() -> None:
    """Print the table."""
    found = {"ours": events_ours.told()}
    found |= {peer: events_peers.told(peer) for peer in events_peers.installed()}
    for missing in sorted(set(events_peers.PEERS) - set(found)):
        shown.note(f"{missing} could not be had: it is not measured")
    shown.line("", " / ".join(found))
    for name, count, wanted in _LINES:
        shown.line(name, " / ".join(str(count(told)) for told in found.values()), wanted)


def _events(wanted: Callable[[Event], bool]) -> list[str]:
    return [name for name in NAMES if wanted(_RESETS_LIKE if name == RESET else EVENTS[name])]


_TROUBLE = _events(lambda event: bool(event.incidents) or event.state == "removed")
_EDITS = _events(lambda event: bool(event.alerts) and not event.incidents and event.state == "live")
_NO_NEWS = _events(lambda event: not event.alerts)
_ENDED = _events(lambda event: bool(event.over))


def _told_apart(told: Told) -> int:
    return len({word for name in _TROUBLE for word in told[name][0]})


def _taken_for_an_edit(told: Told) -> int:
    return sum(events_ours.CHANGED in told[name][0] for name in _TROUBLE)


def _told_again(told: Told) -> int:
    return sum(len(told[name][0]) > 1 for name in _TROUBLE)


def _ends(told: Told) -> int:
    return sum(bool(told[name][1]) for name in _ENDED)


def _edits(told: Told) -> int:
    return sum(bool(told[name][0]) for name in _EDITS)


def _no_news(told: Told) -> int:
    return sum(bool(told[name][0]) for name in _NO_NEWS)


_LINES: tuple[tuple[str, Callable[[Told], int], str], ...] = (
    (f"{len(_TROUBLE)} troubles: told apart as so many kinds", _told_apart, "5"),
    ("  taken for an edit of the page's words", _taken_for_an_edit, "0"),
    ("  told again in a later round, with nothing new", _told_again, "0"),
    ("  its end told", _ends, f"{len(_ENDED)}"),
    (f"{len(_EDITS)} edits: told", _edits, f"{len(_EDITS)}"),
    (f"{len(_NO_NEWS)} that are no news: told", _no_news, "0"),
)


if __name__ == "__main__":
    measure()
