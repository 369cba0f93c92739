"""The peers' side of the zoo: one page that links to every kind, checked as their manuals say.

A peer has no memory: it is asked on the thirtieth day, when whatever was out for a while is back,
which is the day that suits it best.  Hosts with a name are written as their addresses.  Each has
120 seconds; what it had printed until then counts.
"""

from __future__ import annotations

import csv
import html
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from link_zoo_truth import Verdicts, verdicts
from links_set_up import linkchecker, linkinator
from zoo.all_kinds import KINDS, of_pages
from zoo.kind import page
from zoo.server import CANARY, Zoo, open_zoo

_DAY = 30.0
_LIMIT_SECONDS = 120
_PAGE = "/pages/every-kind"
_MANY = 1 << 20  # characters of one field: an address of a kind has 9,000


@dataclass(frozen=True, slots=True)
class Peer:
    """``options`` stand before the page's address; ``rows`` tells which addresses are called dead."""

    name: str
    find: Callable[[], Path | None]
    options: tuple[str, ...]
    rows: Callable[[Iterable[str]], Iterator[tuple[str, bool]]]


def judged(peer: Peer) -> Verdicts | None:
    """What ``peer`` said of every kind; None where it could not be had, or said nothing."""
    command = peer.find()
    if command is None:
        return None
    pages: dict[str, str] = {}
    with open_zoo((of_pages(pages), *KINDS)) as zoo, tempfile.TemporaryDirectory() as folder:
        zoo.day = _DAY
        pages[_PAGE] = _page(zoo)
        written, is_over = _run(
            [str(command), *peer.options, zoo.url("pages", _PAGE)], Path(folder)
        )
        said = dict(peer.rows(written.splitlines(keepends=True)))
        names = {address: name for name, address in zoo.addresses.items()}
        dead = {names[host] for url, bad in said.items() if bad and (host := _host(url)) in names}
        remark = "" if is_over else f"ended after {_LIMIT_SECONDS} s"
        return verdicts(zoo, dead, dict.fromkeys(dead, _DAY), remark) if said else None


def _page(zoo: Zoo) -> str:
    links = "".join(
        f'<p>More is said <a href="{html.escape(_href(zoo, kind.name))}">in another place</a>.</p>'
        for kind in KINDS
    )
    return page("Every kind", words=links).first.partition(b"\r\n\r\n")[2].decode()


def _href(zoo: Zoo, name: str) -> str:
    href, host = zoo.href(name), zoo.kinds[name].host
    if host is None or host == CANARY:
        return href
    written = href.partition("://")[2].partition(":")[0]
    return href.replace(written, zoo.addresses[name], 1)


def _run(command: list[str], folder: Path) -> tuple[str, bool]:
    """What ``command`` printed, and whether it came to its end."""
    written = folder / "said.csv"
    with written.open("w") as said:
        try:
            subprocess.run(
                command,
                check=False,
                stdout=said,
                stderr=subprocess.DEVNULL,
                timeout=_LIMIT_SECONDS,
                env={**os.environ, "HOME": str(folder)},  # nobody's own settings
            )
        except subprocess.TimeoutExpired:
            return written.read_text(errors="replace"), False
    return written.read_text(errors="replace"), True


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # a kind of link is no address
        return None


def _of_linkchecker(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    rows = [line for line in lines if not line.startswith("#")]
    for row in csv.DictReader(rows, delimiter=";"):
        yield row["urlname"], row["valid"] == "False"


def _of_linkinator(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for row in csv.DictReader(lines):
        yield row["url"], row["state"] == "BROKEN"


csv.field_size_limit(_MANY)
PEERS = (
    Peer(
        "LinkChecker",
        linkchecker,
        (*("-r", "1"), "--check-extern", "--no-status", *("--timeout", "5"), *("-v", "-o", "csv")),
        _of_linkchecker,
    ),
    Peer(
        "linkinator",
        linkinator,
        ("--format", "csv", "--verbosity", "debug", "--timeout", "5000"),
        _of_linkinator,
    ),
)
