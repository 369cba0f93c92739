"""Our side of the five thousand links: one whole round of link checks, stored as always.

Run as a program with the server's port; it prints what the round took and came to, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from archive_watch.config import load
from archive_watch.model.clock import system_clock
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.fetch_pages import fetch_pages
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from archive_watch.storage.links import due_links
from linking_server import NETWORK, linking_pages
from peak import peak_mib

_WORKERS = 30


async def _round(port: int, folder: Path) -> dict[str, object]:
    shipped = load(config_path=None, db_path=folder / "archive.db", environ={}, cwd=folder)
    given = shipped.settings
    given = replace(
        given,
        fetch=replace(given.fetch, allow_networks=(NETWORK,), min_delay_seconds=0.0),
        links=replace(given.links, min_delay_seconds=0.0),
        schedule=replace(given.schedule, workers=_WORKERS),
    )
    with open_archive(shipped.database, create=True) as archive:
        watch = Watch(
            archive=archive, settings=given, profiles=load_profiles(shipped), clock=system_clock
        )
        pages = [added.page for added in add_pages(watch, linking_pages(port))]
        async with open_network(watch) as network:
            await fetch_pages(watch, network, pages)
            due = due_links(archive, now=watch.now(), areas=("body",), every=True)
            before, cpu = time.perf_counter(), time.process_time()
            tally = await check_links(watch, network.for_links(watch), due)
            seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
        timeouts = archive.number("SELECT count(*) FROM link_checks WHERE reason = 'timeout'")
    return {
        "links": len(due),
        "ok": tally["ok"],  # type: ignore[index]  # a state is its text
        "seconds": seconds,
        "cpu_seconds": cpu,
        "timeouts": timeouts,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        print(json.dumps(asyncio.run(_round(int(sys.argv[1]), Path(where)))))
