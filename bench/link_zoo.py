"""The link zoo, asked by ours and by two peers in one run: who calls dead what is alive.

Ours lives through forty days of it, since it calls nothing dead at the first sight; a peer judges
all there is at once.  How the two sides are asked: ``link_zoo_ours`` and ``link_zoo_peers``.
"""

from __future__ import annotations

import link_zoo_ours
import link_zoo_peers
import link_zoo_truth
import shown
from link_zoo_truth import Verdicts


def measure() -> None:
    """Print one group of lines for each side."""
    _tell("ours", link_zoo_ours.judged(), is_ours=True)
    for peer in link_zoo_peers.PEERS:
        found = link_zoo_peers.judged(peer)
        if found is None:
            shown.note(f"{peer.name} could not be had, or said nothing: it is not measured")
        else:
            _tell(peer.name, found)


def _tell(name: str, found: Verdicts, *, is_ours: bool = False) -> None:
    there, unknown = link_zoo_truth.there(), link_zoo_truth.unknown()
    dead, soft = link_zoo_truth.dead(), link_zoo_truth.soft()
    lines = (
        ("alive or moved, and called dead", found.wrongly & there, len(there), "0"),
        ("not to be known, and called dead", found.wrongly & unknown, len(unknown), "0"),
        ("dead, and found", found.dead & dead, len(dead), f"{len(dead)}"),
        ("soft 404, and found", found.dead & soft, len(soft), f">= {len(soft) - 1}"),
    )
    for told, names, count, wanted in lines:
        shown.line(f"{name}: {told}", f"{len(names)} of {count}", wanted if is_ours else "")
    shown.line(f"{name}: visits at a private address", str(found.canary), "0" if is_ours else "")
    shown.line(
        f"{name}: connections of one host at once", str(found.at_once), "1" if is_ours else ""
    )
    for told, names, _, _ in lines[:2]:
        if names:
            shown.detail(f"{told}: {', '.join(sorted(names))}")
    if found.remark:
        shown.detail(found.remark)


if __name__ == "__main__":
    measure()
