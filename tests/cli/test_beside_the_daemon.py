"""``fetch`` while ``run`` works at the same archive: real processes, one pace, no page twice."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path

from daemon.running import CONFIG, rows, run, running, stopped, wait_until
from servers import Answer, PageServer, Request

PAGES = 6
# Moments are taken so far apart that a request which a busy machine sends late is over before the next.
PACED = CONFIG.replace("min_delay_seconds = 0\nallow", "min_delay_seconds = 0.8\nallow")


class Recording:
    """A slow answer that knows when it was asked for, and how often at once."""

    def __init__(self) -> None:
        self.moments: list[float] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return Answer(status=404)
        with self._lock:
            self.moments.append(time.monotonic())
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)
        with self._lock:
            self._now -= 1
        return Answer(body=f"<main><h1>Page</h1><p>The words of {request.path}</p></main>")


def test_due_pages_are_checked_once_by_a_daemon_and_two_fetches_together(tmp_path: Path) -> None:
    answer = Recording()
    with PageServer() as server:
        server.fallback = answer
        urls = [f"{server.url}/{number}/" for number in range(PAGES)]
        assert run(tmp_path, "add", *urls, config=PACED).returncode == 0
        with (
            running(tmp_path, "fetch", "--format", "jsonl", config=PACED) as one,
            running(tmp_path, "run", config=PACED) as daemon,
            running(tmp_path, "fetch", "--format", "jsonl", config=PACED) as two,
        ):
            lines = [line for fetch in (one, two) for line in fetch.communicate()[0].splitlines()]
            codes = [one.returncode, two.returncode]
            wait_until(lambda: len(answer.moments) >= PAGES)
            stopped(daemon, signal.SIGTERM)
        asked = [path for path in server.paths() if path != "/robots.txt"]
    assert sorted(asked) == sorted(f"/{number}/" for number in range(PAGES))
    assert codes == [0, 0]
    assert {json.loads(line)["outcome"] for line in lines} <= {"new", "unchanged"}
    assert answer.most == 1
    logged = rows(tmp_path, "SELECT page_id, count(*) AS checks FROM fetches GROUP BY page_id")
    assert [row["checks"] for row in logged] == [1] * PAGES
    assert rows(tmp_path, "SELECT id FROM pages WHERE lease_owner IS NOT NULL") == []


def test_a_daemon_that_was_killed_does_not_keep_a_page_from_those_who_name_it(
    tmp_path: Path,
) -> None:
    hanging, was_killed = threading.Event(), threading.Event()

    def hangs_once(request: Request) -> Answer:
        if request.path == "/robots.txt":
            return Answer(status=404)
        if not hanging.is_set():
            hanging.set()
            was_killed.wait(60)
        return Answer(body="<main><h1>Page</h1><p>The words.</p></main>")

    with PageServer() as server:
        server.fallback = hangs_once
        url = f"{server.url}/a/"
        run(tmp_path, "add", url)
        with running(tmp_path, "run") as daemon:
            wait_until(hanging.is_set)
            daemon.kill()
            daemon.communicate()
        was_killed.set()
        leased = rows(tmp_path, "SELECT lease_owner FROM pages")
        named = run(tmp_path, "fetch", url, "--format", "json")
    assert leased == [{"lease_owner": "daemon"}]
    assert [visit["outcome"] for visit in json.loads(named.stdout)] == ["new"]
