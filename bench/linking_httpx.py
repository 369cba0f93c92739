"""What httpx alone takes for the five thousand links: its barest loop, a client for each host.

It shows how much of the distance to aiohttp is the library's: nothing is guarded, judged or kept.
A client for all hosts would be slower: its pool is looked through for each request.
Run as a program with the server's port; it prints what it took, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import groupby
from urllib.parse import urlsplit

import httpx

from linking_server import links

_AT_ONCE = 30


async def _round(port: int) -> dict[str, object]:
    left = [list(some) for _, some in groupby(sorted(links(port), key=_host), key=_host)]
    count, ok = sum(map(len, left)), 0

    async def work() -> None:
        nonlocal ok
        while left:
            some = left.pop()
            async with httpx.AsyncClient(timeout=30, trust_env=False, verify=False) as client:
                for link in some:
                    answer = await client.get(link)
                    ok += answer.status_code == 200

    before, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    return {"links": count, "ok": ok, "seconds": seconds, "cpu_seconds": cpu}


def _host(link: str) -> str:
    return urlsplit(link).netloc


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_round(int(sys.argv[1])))))
