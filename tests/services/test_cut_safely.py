"""Dear pages are parsed in a process of their own, which ends when it takes too much, or we do."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive_watch.extract.page import Cut, PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.services.cutting.cut_safely import cut_aside, cut_safely, explain_safely
from archive_watch.services.cutting.parse_in_child import Limits
from extract.reading import WORDPRESS, profiles, wordpress

_URL = f"https://{WORDPRESS}/a-page/"
_MANY_LINKS = wordpress("<p>QUESTION: Where? <a href='/there/'>There.</a></p>" * 2_600)
_ENDLESS = wordpress(
    "<p>" + "".join(f"<b class=c{n}>" for n in range(90)) + "</p>" + "<p>word</p>" * 5_300
)


def _profile() -> SiteProfile:
    return profile_for(WORDPRESS, profiles())


def _cut(markup: str, limits: Limits | None = None) -> Cut:
    body = markup.encode("utf-8")
    return cut_safely(body, content_type="text/html", url=_URL, profile=_profile(), limits=limits)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_an_ordinary_page_needs_no_process_of_its_own() -> None:
    before = _children_seconds()
    found = _cut(wordpress("<p>A word.</p>" * 500))
    assert (found.kind, found.reading) == (PageKind.CONTENT, None)
    assert _children_seconds() == before


@pytest.mark.parametrize(
    "markup",
    [
        _MANY_LINKS,
        wordpress("<ul>" + "<li>QUESTION: A line.<br>" * 3_000 + "</ul>", title="“Ünïcode”"),
        "<div>" * 3_000 + "<p>" * 2_100,
        "<main>" + "<h1>A line</h1>" * 5_100,
        wordpress("<p>" + "long " * 300_000),
    ],
)
def test_a_dear_page_is_read_in_a_child_as_it_would_be_here(markup: str) -> None:
    before = _children_seconds()
    found = _cut(markup)
    assert _children_seconds() > before
    here = cut_page(markup.encode("utf-8"), content_type="text/html", url=_URL, profile=_profile())
    assert found == (replace(here, reading=read_cut(here)) if here.has_words else here)
    assert read_cut(found) == read_cut(here) if here.has_words else True


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(cpu_seconds=1), "parsing it took more than 1 seconds of CPU time"),
        (
            Limits(memory_bytes=2**28, cpu_seconds=300),
            "parsing it took more than 256 MiB of memory",
        ),
        (Limits(patience_seconds=0.01), "parsing it did not end within 0.01 seconds"),
    ],
)
def test_a_page_that_takes_too_much_waits_for_review_with_the_limit_named(
    limits: Limits, why: str
) -> None:
    found = _cut(_ENDLESS, limits)
    assert (found.kind, found.reason, found.evidence) == (
        PageKind.NEEDS_REVIEW,
        "over_budget",
        (why,),
    )
    assert (found.part, found.reading, found.slice_sha256) == (None, None, None)


def test_a_page_that_takes_too_much_is_explained_as_that() -> None:
    explanation = explain_safely(
        _ENDLESS.encode(),
        content_type="text/html",
        url=_URL,
        profile=_profile(),
        limits=Limits(cpu_seconds=1),
    )
    assert explanation.evidence() == ("parsing it took more than 1 seconds of CPU time",)
    assert (explanation.blocks, explanation.transcript) == ((), None)


def test_a_bug_met_in_the_child_is_told_and_no_verdict_about_the_page() -> None:
    with pytest.raises(RuntimeError, match="selector"):
        cut_safely(
            _MANY_LINKS.encode(),
            content_type="text/html",
            url=_URL,
            profile=replace(_profile(), roots=("[[",)),
        )


def test_other_work_goes_on_while_a_dear_page_is_parsed() -> None:
    async def both() -> tuple[Cut, int]:
        cutting = asyncio.create_task(
            cut_aside(_MANY_LINKS.encode(), content_type="text/html", url=_URL, profile=_profile())
        )
        turns = 0
        while not cutting.done():
            await asyncio.sleep(0)
            turns += 1
        return cutting.result(), turns

    found, turns = asyncio.run(both())
    assert found == _cut(_MANY_LINKS)
    assert turns > 100


def test_cancelled_work_ends_its_child() -> None:
    async def cancelled() -> None:
        cutting = asyncio.create_task(
            cut_aside(_ENDLESS.encode(), content_type="text/html", url=_URL, profile=_profile())
        )
        await asyncio.to_thread(_wait_until, lambda: bool(_children_of(os.getpid())))
        cutting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cutting

    asyncio.run(cancelled())
    assert _children_of(os.getpid()) == []


_PROGRAM = """
from pathlib import Path
import sys
from archive_watch.services.cutting.cut_safely import cut_safely
from archive_watch.model.site import SiteProfile
body = Path(sys.argv[1]).read_bytes()
profile = SiteProfile(name="any", roots=("main",))
cut_safely(body, content_type="text/html", url="https://www.example.org/", profile=profile)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_the_program(number: signal.Signals, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(_ENDLESS)
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(page)], stderr=subprocess.DEVNULL
    )
    _wait_until(lambda: bool(_children_of(program.pid)) or program.poll() is not None)
    (child,) = _children_of(program.pid)
    program.send_signal(number)
    assert program.wait() != 0
    _wait_until(lambda: not _is_alive(child))


def _children_of(parent: int) -> list[int]:
    """The processes that ``parent`` started and that have not ended."""
    listed = subprocess.run(
        ["ps", "-ww", "-A", "-o", "pid=,ppid=,stat=,args="],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return [
        int(line[0])
        for line in lines
        if int(line[1]) == parent and line[2][0] != "Z" and "child_parser" in line[3]
    ]


def _is_alive(process: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return listed.stdout.strip()[:1] not in {"", "Z"}


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)
