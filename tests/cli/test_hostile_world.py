"""A watch list of nothing but faults, each at a host of its own, beside one good host.

The whole program asks them side by side: every fault has its documented outcome, the good host's
pages are read as if nothing were, memory stays near that of a run without faults, and nothing of
it looks like a bug.  Those that end at the deadline are asked with a short one, all others with a
long one, so that a slow machine does not make timeouts of them.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from cli.program import Program, Ran
from faults import FAULTS, PAGE, own_names, says, scripts, with_length
from hostile.encrypted import ENCRYPTED, listening
from hostile.scripts import Check
from servers import PageServer, RawServer

_GOOD = [f"http://good.example/{number}" for number in range(30)]
_CHECKS: dict[str, Check] = {
    **{f"http://{name}.example/{name}": fault.check for name, fault in FAULTS.items()},
    **{f"https://{name}.example/": fault.check for name, fault in ENCRYPTED.items()},
}
_LATE = {url: check for url, check in _CHECKS.items() if check[1] == "timeout"}
_SHORT_SECONDS = (
    5  # what hangs is waited for so long; a good page comes in this time, also when it is busy
)
_OUT_OF_BREATH = ("deferred", "local")
_SETTINGS = """
[fetch]
min_delay_seconds = 0
allow_networks = ["127.0.0.0/8"]
deadline_seconds = {deadline}
max_bytes = 4_194_304
[schedule]
workers = 32
[fetch.connect_to]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a run came to: how it ended, its checks by address, and its peak memory in KiB."""

    program: Program
    ran: Ran
    checks: dict[str, Check]
    peak_kib: int


def _fetched(
    folder: Path, leads_to: dict[str, str], urls: list[str], *, deadline: int = 60
) -> Came:
    """``fetch --all`` over ``urls``, in a folder of its own."""
    folder.mkdir()
    lines = [f'"{host}" = "{target}"\n' for host, target in leads_to.items()]
    program = Program(folder, _SETTINGS.format(deadline=deadline) + "".join(lines))
    (folder / "urls").write_text("\n".join(urls), encoding="utf-8")
    assert program.run("add", "--file", str(folder / "urls")).code == 0
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            program.command("fetch", "--all", "--format", "jsonl"),
            stdout=out, stderr=err, env=program.environment(), cwd=folder,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    told = (folder / "out").read_text(encoding="utf-8")
    visits = [json.loads(line) for line in told.splitlines()]
    return Came(
        program=program,
        ran=Ran(code=process.returncode, out=told, err=(folder / "err").read_text("utf-8")),
        checks={visit["url"]: (visit["outcome"], visit["reason"]) for visit in visits},
        peak_kib=used.ru_maxrss,
    )


@pytest.fixture(scope="module")
def world() -> Iterator[dict[str, str]]:
    """Every host of the list and the good one: the ``connect_to`` that leads to them."""
    robots = says(with_length(b"", status=b"404 Not Found"))
    with ExitStack() as stack:
        raw = stack.enter_context(RawServer({**scripts(), "/robots.txt": robots}))
        good = stack.enter_context(PageServer())
        encrypted = stack.enter_context(listening(ENCRYPTED, trustme.CA()))
        for number in range(len(_GOOD)):
            good.page(f"/{number}", PAGE.replace(b"noon", b"noon in week %d" % number))
        yield {
            **{f"{name}.example": f"127.0.0.1:{raw.port}" for name in FAULTS},
            **own_names(raw),
            **encrypted,
            **good.connect_to("good.example"),
        }


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory, world: dict[str, str]) -> Came:
    folder = tmp_path_factory.mktemp("hostile") / "late"
    return _fetched(folder, world, [*_LATE, *_GOOD], deadline=_SHORT_SECONDS)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory, world: dict[str, str]) -> Came:
    urls = [url for url in _CHECKS if url not in _LATE]
    return _fetched(tmp_path_factory.mktemp("hostile") / "quick", world, [*urls, *_GOOD])


@pytest.mark.parametrize("url", _CHECKS, ids=lambda url: str(url).partition("://")[2])
def test_a_check_of_a_fault_has_its_documented_outcome(late: Came, quick: Came, url: str) -> None:
    came = late if url in _LATE else quick
    if url in _LATE and came.checks[url] == _OUT_OF_BREATH:
        return  # documented too: on a busy machine a short deadline may be our own doing
    assert came.checks[url] == _CHECKS[url]


def test_a_deadline_that_passes_is_told_as_the_servers_doing(late: Came) -> None:
    assert any(late.checks[url] == _LATE[url] for url in _LATE)  # all of them, on an idle machine


def test_the_good_host_is_read_as_if_nothing_were(late: Came, quick: Came) -> None:
    assert [quick.checks[url] for url in _GOOD] == [("new", None)] * len(_GOOD)
    assert {late.checks[url] for url in _GOOD} <= {("new", None), _OUT_OF_BREATH}


def test_no_fault_looks_like_a_bug_of_ours(late: Came, quick: Came) -> None:
    assert len(late.checks) + len(quick.checks) == len(_CHECKS) + 2 * len(_GOOD)
    for came in (late, quick):
        assert came.ran.code == 0
        assert "Traceback" not in came.ran.err
        assert came.program.run("verify").code == 0


def test_the_faults_cost_less_than_64_megabytes_of_memory(
    late: Came, quick: Came, tmp_path: Path, world: dict[str, str]
) -> None:
    alone = _fetched(tmp_path / "good", world, _GOOD)
    assert late.peak_kib - alone.peak_kib < 64 * 1024
    assert quick.peak_kib - alone.peak_kib < 64 * 1024
