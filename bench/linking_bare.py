"""The peer of the five thousand links: a bare loop of aiohttp, which keeps and judges nothing.

Run by an interpreter that has aiohttp, with the server's port; it prints what it took, as JSON.
"""

import asyncio
import json
import sys
import time

import aiohttp  # type: ignore[import-not-found]  # a peer's, in an environment of its own

from linking_server import links
from peak import peak_mib

_AT_ONCE = 30


async def _round(port: int) -> dict[str, object]:
    left = links(port)[::-1]
    count, ok = len(left), 0
    connector = aiohttp.TCPConnector(limit=_AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=30)

    async def work(session: aiohttp.ClientSession) -> None:
        nonlocal ok
        while left:
            async with session.get(left.pop()) as answer:
                await answer.read()
                ok += answer.status == 200

    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        before, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work(session) for _ in range(_AT_ONCE)))
        seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    return {
        "links": count,
        "ok": ok,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_round(int(sys.argv[1])))))
