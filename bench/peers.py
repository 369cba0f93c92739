"""What a round costs, beside the peers, in one run: ``make bench-peers``.

CPU seconds with everything that a round starts, as the system counts them, and peak memory.  The
machines are shared: the ratios of one run are what can be told.  ``--pages 200 --tools urlwatch``
is a quick look; ``--memory`` asks whether memory stays flat up to 20,000 pages.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import peers_ours
import peers_set_up
import shown

_OURS = ("fetch", "run")
_PEERS = ("urlwatch", "webchanges", "cdio")
_WANTED = {
    ("static", "urlwatch"): 0.5,
    ("static", "webchanges"): 1 / 15,
    ("static", "cdio"): 1 / 15,
    ("dyn", "urlwatch"): 0.8,
}
_WANTED_MEMORY = 0.7
_WORKERS = 8
_ASKING = 1  # the connection by which the server is asked how many there were
_MANY = (200, 2_000, 20_000)

Lines = dict[tuple[int, str, str, str], list[dict[str, Any]]]


def main() -> None:
    """Run the rounds and print the table."""
    asked = _arguments()
    if not peers_set_up.take_drivers():
        shown.note("no drivers of the peers: set ARCHIVE_WATCH_SHARED")
        return
    peers = peers_set_up.set_up(asked.tools)
    for missing in sorted(set(asked.tools) - set(peers)):
        shown.note(f"{missing} could not be installed: it is not measured")
    out = peers_set_up.ROOM / "results.jsonl"
    out.unlink(missing_ok=True)
    for pages in asked.pages:
        for mode in asked.modes:
            _rounds(asked, peers, pages, mode, out)
            _tell(_lines(out), pages, mode, peers)
    if asked.memory:
        _measure_memory(out)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--pages", type=int, nargs="+", default=[2_000])
    reader.add_argument("--tools", nargs="*", default=list(_PEERS), choices=peers_set_up.PEERS)
    reader.add_argument("--ways", nargs="+", default=list(_OURS), choices=_OURS)
    reader.add_argument("--modes", nargs="+", default=["static", "dyn"])
    reader.add_argument("--changed", type=int, default=1, help="rounds with 5 %% changed pages")
    reader.add_argument("--unchanged", type=int, default=2, help="rounds without a change")
    reader.add_argument("--profile", action="store_true", help="give ours a profile, too")
    reader.add_argument("--memory", action="store_true", help="ours up to 20,000 pages")
    return reader.parse_args()


def _rounds(asked: argparse.Namespace, peers: list[str], pages: int, mode: str, out: Path) -> None:
    same = {"pages": pages, "mode": mode, "changed": asked.changed, "unchanged": asked.unchanged}
    for way in asked.ways:
        for given in (False, True) if asked.profile else (False,):
            peers_ours.run_ours(way, **same, out=out, given=given)
    for peer in peers:
        peers_set_up.run_peer(peer, **same, out=out)


def _lines(out: Path) -> Lines:
    found: Lines = defaultdict(list)
    for text in out.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        found[line["n"], line["mode"], line["tool"], line["kind"]].append(line)
    return found


def _tell(lines: Lines, pages: int, mode: str, peers: list[str]) -> None:
    shown.section(f"{pages:,} pages, {_EXPLAINED[mode]}: CPU, ms a page, peak memory, connections")
    for kind in ("first", "same", "chg5"):
        for (n, m, tool, k), rounds in lines.items():
            if (n, m, k) == (pages, mode, kind):
                shown.line(f"{kind:<6} {tool}", _measured(rounds, pages), _faults(rounds))
    ours = [tool for n, m, tool, k in lines if (n, m, k) == (pages, mode, "same")]
    for tool in [tool for tool in ours if tool not in peers]:
        for peer in peers:
            _compare(lines, pages, mode, tool, peer)
        most = max(one["conns"] for one in lines[pages, mode, tool, "same"])
        shown.line(f"TCP connections of {tool}", f"{most - _ASKING}", f"<= {_WORKERS}")


_EXPLAINED = {"static": "validators on", "dyn": "no validators and a nonce in each"}


def _compare(lines: Lines, pages: int, mode: str, ours: str, peer: str) -> None:
    own = lines[pages, mode, ours, "same"]
    theirs = lines.get((pages, mode, peer, "same"), [])
    if not theirs:
        return
    wanted = _WANTED.get((mode, peer))
    ratio = _least(own, "cpu") / _least(theirs, "cpu")
    shown.line(f"{ours}: CPU of an unchanged round by {peer}'s", f"{ratio:.3f}", _at_most(wanted))
    memory = _most(own, "rss_mib") / _most(theirs, "rss_mib")
    is_wanted = _WANTED_MEMORY if peer == "urlwatch" else None
    shown.line(f"{ours}: peak memory by {peer}'s", f"{memory:.2f}", _at_most(is_wanted))


def _measure_memory(out: Path) -> None:
    for pages in _MANY:
        peers_ours.run_ours(
            "fetch", pages=pages, mode="static", changed=0, unchanged=1, out=out, hosts=4
        )
    shown.section("Peak memory of an unchanged round of ours, four hosts")
    lines = _lines(out)
    for pages in _MANY:
        same = lines[pages, "static", "fetch", "same"][-1:]
        shown.line(f"{pages:,} pages", f"{_most(same, 'rss_mib'):.0f} MiB", "flat")
        shown.line("  connections", f"{same[0]['conns'] - _ASKING}", f"<= {_WORKERS}")


def _measured(rounds: list[dict[str, Any]], pages: int) -> str:
    cpu = _least(rounds, "cpu")
    memory, most = _most(rounds, "rss_mib"), max(one["conns"] for one in rounds)
    return f"{cpu:.2f} s {cpu / pages * 1e3:.2f} ms {memory:.0f} MiB {most - _ASKING}"


def _faults(rounds: list[dict[str, Any]]) -> str:
    bad = [one["rc"] for one in rounds if one["rc"]]
    return f"exit code {bad[0]}" if bad else ""


def _at_most(wanted: float | None) -> str:
    return "" if wanted is None else f"<= {wanted:.3g}"


def _least(rounds: list[dict[str, Any]], name: str) -> float:
    return min(float(one[name]) for one in rounds)


def _most(rounds: list[dict[str, Any]], name: str) -> float:
    return max(float(one[name]) for one in rounds)


if __name__ == "__main__":
    main()
