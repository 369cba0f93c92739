"""``run`` and ``run --once``, as real processes that are sent real signals."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from archive_watch.model.clock import system_clock, utc_text
from archive_watch.storage.chores import begin_chore, end_chore
from archive_watch.storage.database import open_archive
from daemon.running import CONFIG, events, rows, run, running, stopped, stopped_at_once, wait_until
from faults import hangs, says, with_length
from servers import Answer, PageServer, RawServer, Script

PAGE = "<main><h1>Remarks</h1><p>Words that were said, number {}.</p></main>"


def watched(*urls: str, every: str = "24h") -> str:
    """The configuration with a [[watch]] table for each of ``urls``."""
    return CONFIG + "".join(
        f'[[watch]]\nurl = "{url}"\nevery = "{every}"\ntags = ["kept"]\n' for url in urls
    )


def test_a_watch_keeps_checking_what_its_configuration_names_until_it_is_told_to_stop(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        config = watched(f"{server.url}/a/", every="1s")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: server.paths().count("/a/") >= 2)
            server.page("/a/", PAGE.format(2))
            wait_until(lambda: rows(tmp_path, "SELECT 1 FROM recent_changes"))
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    assert [event["event"] for event in log][-1] == "stopped"
    assert rows(tmp_path, "SELECT added_by, tags FROM pages") == [
        {"added_by": "config", "tags": '["kept"]'}
    ]
    assert [row["kind"] for row in rows(tmp_path, "SELECT kind FROM recent_changes")] == ["text"]


@pytest.mark.parametrize("how", [("run",), ("run", "--once")], ids=["run", "once"])
@pytest.mark.parametrize("path", ["/robots.txt", "/a/"])
def test_a_hanging_server_does_not_keep_a_watch_from_stopping(
    tmp_path: Path, how: tuple[str, ...], path: str
) -> None:
    scripts: dict[str | None, Script] = {"/robots.txt": says(with_length(b"", status=b"404 No"))}
    scripts[path] = hangs(b"HTTP/1.1 200 OK\r\n")
    with RawServer(scripts) as server:
        config = watched(f"{server.url}/a/")
        with running(tmp_path, *how, config=config) as process:
            wait_until(lambda: any(path.encode() in head for head in server.heads))
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    assert rows(tmp_path, "SELECT 1 FROM fetches") == [], "it did not wait for the deadline"
    leases = rows(tmp_path, "SELECT lease_owner, last_checked_at FROM pages")
    assert leases == [{"lease_owner": None, "last_checked_at": None}]
    runs = rows(tmp_path, "SELECT kind, outcome FROM runs")
    assert runs == [{"kind": "fetch", "outcome": "ok"}]


def test_links_that_hang_do_not_keep_a_watch_from_stopping_nor_its_pages_from_being_read(
    tmp_path: Path,
) -> None:
    with PageServer() as server, RawServer({"/dead": hangs(), "/robots.txt": hangs()}) as dead:
        links = "".join(f'<a href="{dead.url}/dead?{n}">dead {n}</a> ' for n in range(20))
        server.page("/a/", f"<main><h1>Links</h1><p>See {links}</p></main>")
        server.page("/b/", PAGE.format(1))
        near = f"http://localhost:{server.port}"  # another host than the one that hangs
        config = watched(f"{near}/a/", f"{near}/b/", every="1s")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: dead.heads)
            seen = server.paths().count("/b/")
            wait_until(lambda: server.paths().count("/b/") >= seen + 2)
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log


def test_the_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with RawServer({"/robots.txt": hangs()}) as server:
        patient = watched(f"{server.url}/a/").replace("grace_seconds = 1", "grace_seconds = 60")
        with running(tmp_path, "run", config=patient) as process:
            wait_until(lambda: server.heads)
            code = stopped_at_once(process)
    assert code == 130
    assert run(tmp_path, "verify").returncode == 0


def test_a_watch_that_was_killed_is_taken_up_again(tmp_path: Path) -> None:
    with PageServer() as server:
        for number in range(5):
            server.page(f"/{number}/", PAGE.format(number))
        server.routes["/3/"] = Answer(body=PAGE.format(3), delay_seconds=60)
        urls = [f"{server.url}/{number}/" for number in range(5)]
        with running(tmp_path, "run", config=watched(*urls)) as process:
            wait_until(lambda: "/3/" in server.paths())
            process.send_signal(signal.SIGKILL)
            process.wait()
        server.page("/3/", PAGE.format(3))
        again = run(tmp_path, "run", "--once", config=watched(*urls))
    assert again.returncode == 0, again.stderr
    outcomes = rows(tmp_path, "SELECT outcome FROM check_log")
    assert [row["outcome"] for row in outcomes] == ["new"] * 5
    runs = {row["outcome"] for row in rows(tmp_path, "SELECT outcome FROM runs")}
    assert runs == {"abandoned", "ok"}


def test_a_second_watch_of_one_archive_is_refused_and_fetch_works_beside_it(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        server.page("/b/", PAGE.format(2))
        with running(tmp_path, "run", config=watched(f"{server.url}/a/")) as process:
            wait_until(lambda: "/a/" in server.paths())
            second = run(tmp_path, "run")
            once = run(tmp_path, "run", "--once")
            beside = run(tmp_path, "fetch", f"{server.url}/b/")
            code, _ = stopped(process, signal.SIGINT)
    assert (second.returncode, once.returncode) == (2, 2)
    assert "another `archive-watch run` is watching" in second.stderr
    assert (beside.returncode, code) == (0, 0)
    assert beside.stdout.split()[0] in {"new", "unchanged"}, "whoever came first"
    assert run(tmp_path, "run", "--once").returncode == 0, "the lock died with its holder"


def test_a_page_named_by_hand_does_not_wait_until_the_watch_has_nothing_more_to_do(
    tmp_path: Path,
) -> None:
    config = CONFIG.replace("min_delay_seconds = 0\nallow", "min_delay_seconds = 0.25\nallow")
    with PageServer() as server:
        urls = [f"{server.url}/{number}/" for number in range(30)]
        for number in range(31):
            server.page(f"/{number}/", PAGE.format(number))
        tables = watched(*urls, every="1s").removeprefix(CONFIG)
        with running(tmp_path, "run", config=config + tables) as process:
            wait_until(lambda: len(server.paths()) > 3)
            named = run(tmp_path, "fetch", f"{server.url}/30/", config=config + tables)
            watched_by_then = len(server.paths())
            wait_until(lambda: len(server.paths()) > watched_by_then + 3)
            stopped(process, signal.SIGTERM)
    assert (named.returncode, named.stdout.split()[0]) == (0, "new"), named.stderr
    left = "SELECT 1 FROM pages WHERE next_fetch_at < (SELECT max(last_checked_at) FROM pages)"
    assert rows(tmp_path, left), "the watch has always more to do: a round is longer than a second"


def test_once_drains_what_is_due_tells_how_far_it_is_and_stops(tmp_path: Path) -> None:
    with PageServer() as server:
        urls = [f"{server.url}/{number}/" for number in range(12)]
        for number in range(12):
            server.page(f"/{number}/", PAGE.format(number))
        first = run(tmp_path, "run", "--once", config=watched(*urls))
        second = run(tmp_path, "run", "--once", config=watched(*urls))
    assert first.returncode == second.returncode == 0
    assert sorted(server.paths()) == sorted(["/robots.txt", *(f"/{n}/" for n in range(12))])
    told = [event["event"] for event in events(first.stderr)]
    progress = [line for line in told if line.startswith("0 of 12 read; first round")]
    assert len(progress) == 1
    assert "no changes can be reported yet" in progress[0]
    assert told.index(progress[0]) < told.index("checked")
    assert events(second.stderr)[-1]["checked"] == 0


def test_once_ends_with_3_when_nothing_that_was_due_could_be_read(tmp_path: Path) -> None:
    with PageServer() as server:
        server.fallback = Answer(status=503)
        ended = run(tmp_path, "run", "--once", config=watched(f"{server.url}/a/"))
    assert ended.returncode == 3


def test_a_host_is_asked_no_more_often_a_day_than_its_budget(tmp_path: Path) -> None:
    with PageServer() as server:
        urls = [f"{server.url}/{number}/" for number in range(5)]
        for number in range(5):
            server.page(f"/{number}/", PAGE.format(number))
        config = watched(*urls).replace("[schedule]", "[schedule]\nbudget_per_host_per_day = 2")
        run(tmp_path, "run", "--once", config=config)
        run(tmp_path, "run", "--once", config=config)
    assert [path for path in server.paths() if path != "/robots.txt"] == ["/0/", "/1/"]


def test_without_a_contact_a_stranger_is_not_asked_and_the_watch_says_so(tmp_path: Path) -> None:
    ended = run(tmp_path, "run", config=watched("https://www.archive.example/"))
    assert ended.returncode == 2
    assert "no contact is set" in ended.stderr


def test_a_link_to_a_stranger_does_not_end_a_watch_that_has_no_contact(tmp_path: Path) -> None:
    with PageServer() as server:
        links = f'<a href="https://www.archive.example/">far</a> <a href="{server.url}/b">near</a>'
        server.page("/a/", f"<main><h1>Links</h1><p>See {links}</p></main>")
        server.page("/b", PAGE.format(1))
        ended = run(tmp_path, "run", "--once", config=watched(f"{server.url}/a/"))
    assert ended.returncode == 0, ended.stderr
    states = rows(tmp_path, "SELECT url, state, reason FROM links ORDER BY url")
    assert [(row["state"], row["reason"]) for row in states] == [
        ("ok", None),
        ("excluded", "contact"),
    ]


def test_half_a_copy_of_a_watch_that_was_killed_is_removed_when_it_starts_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "copies").mkdir()
    part = tmp_path / "copies" / ".archive-watch-archive-20260101T000000Z.db-abcdefgh.part"
    part.write_bytes(b"half")
    part.with_name(part.name + "-journal").write_bytes(b"")
    config = CONFIG + '[backup]\nfolder = "copies"\n'
    assert run(tmp_path, "add", "http://127.0.0.1:9/").returncode == 0
    with open_archive(tmp_path / "archive.db") as archive:  # so that none is due soon
        begin_chore(archive, "copy", at=utc_text(system_clock()))
        end_chore(archive, "copy", at=utc_text(system_clock()))
    with running(tmp_path, "run", config=config) as process:
        wait_until(lambda: not list((tmp_path / "copies").iterdir()))
        assert stopped(process, signal.SIGTERM)[0] == 0
