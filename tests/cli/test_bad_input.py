"""Bad input through the whole program: an outcome with its reason, the bytes kept, nothing half-done.

Every body is asked for from a real server, and again taken from a WARC file; afterwards the
archive is proved, and the page's next good answer is read as if nothing had been.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from bad_bodies import BAD, Bad, page
from cli.program import OWN_NETWORK, Program, Ran
from servers import Answer, PageServer
from warcs import response, written

_HOST = "bad.example"
_GOOD = page("the good words")
_WORDLESS = {"needs_review", "soft_missing", "network_error", "rejected"}
_IMPORTED = {name: bad for name, bad in BAD.items() if bad.imports}


def _url(name: str) -> str:
    return f"http://{_HOST}/{name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a run took: the program with its archive, what it said, and each page's last check."""

    program: Program
    ran: Ran
    checks: dict[str, Any]
    texts: dict[str, str]
    verified: Ran


def _taken(program: Program, ran: Ran) -> Taken:
    """Read what is stored; the archive is only read after the program has left it."""
    verified = program.run("verify")
    with closing(sqlite3.connect(program.database)) as database:
        database.row_factory = sqlite3.Row
        checks = database.execute(
            "SELECT p.url, f.outcome, f.reason, f.version_id, f.capture_id, c.size AS bytes"
            " FROM fetches f JOIN pages p ON p.id = f.page_id"
            " LEFT JOIN captures c ON c.id = f.capture_id"
        ).fetchall()
        texts = database.execute(
            "SELECT p.url, t.text FROM versions v JOIN pages p ON p.id = v.page_id"
            " JOIN texts t ON t.id = v.text_id ORDER BY v.is_current"
        ).fetchall()
    return Taken(
        program=program,
        ran=ran,
        checks={row["url"].rstrip("/").rsplit("/", 1)[-1]: dict(row) for row in checks},
        texts={row["url"].rstrip("/").rsplit("/", 1)[-1]: row["text"] for row in texts},
        verified=verified,
    )


def _answer(bad: Bad) -> Answer:
    coding = {"Content-Encoding": bad.coding} if bad.coding else {}
    return Answer(body=bad.body, content_type=bad.content_type or None, headers=coding)


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with PageServer() as running:
        yield running


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory, server: PageServer) -> Taken:
    target = f'[fetch.connect_to]\n"{_HOST}" = "127.0.0.1:{server.port}"\n'
    program = Program(tmp_path_factory.mktemp("fetched"), OWN_NETWORK + target)
    server.routes.update({f"/{name}/": _answer(bad) for name, bad in BAD.items()})
    ran = program.run("fetch", "--format", "json", *map(_url, BAD))
    return _taken(program, ran)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("imported")
    program = Program(folder)
    records = [
        response(_url(name), bad.body, f"Content-Type: {bad.content_type}")
        for name, bad in _IMPORTED.items()
    ]
    ran = program.run("import", str(written(folder / "bad.warc", *records)))
    return _taken(program, ran)


@pytest.mark.parametrize("name", BAD)
def test_what_a_server_sends_comes_to_an_outcome_with_its_reason(fetched: Taken, name: str) -> None:
    said = {entry["url"]: entry for entry in fetched.ran.document()}[_url(name)]
    assert (said["outcome"], said["reason"]) == (BAD[name].outcome, BAD[name].reason)


@pytest.mark.parametrize("name", _IMPORTED)
def test_what_a_warc_file_holds_comes_to_the_same(imported: Taken, name: str) -> None:
    bad, check = BAD[name], imported.checks[name]
    outcome = "new" if check["version_id"] is not None else check["outcome"]
    assert (outcome, check["reason"]) == (bad.outcome, bad.reason)


@pytest.mark.parametrize("how", ["fetched", "imported"])
def test_the_bytes_are_kept_and_only_what_was_read_has_a_text(
    how: str, request: pytest.FixtureRequest
) -> None:
    taken: Taken = request.getfixturevalue(how)
    for name, check in taken.checks.items():
        bad = BAD[name]
        if bad.outcome in _WORDLESS:
            assert (check["version_id"], taken.texts.get(name)) == (None, None), name
        elif bad.says is not None:
            assert bad.says in taken.texts[name], name
        if bad.outcome not in {"network_error", "rejected"}:
            assert check["bytes"] == len(bad.body), name


@pytest.mark.parametrize("how", ["fetched", "imported"])
def test_no_traceback_is_shown_and_the_archive_is_sound(
    how: str, request: pytest.FixtureRequest
) -> None:
    taken: Taken = request.getfixturevalue(how)
    assert (taken.ran.code, "Traceback" in taken.ran.err) == (0, False)
    assert (taken.verified.code, taken.verified.err) == (0, "")


def test_the_next_good_answer_is_read_as_if_nothing_had_been(
    fetched: Taken, server: PageServer
) -> None:
    server.routes.update({f"/{name}/": Answer(body=_GOOD) for name in BAD})
    ran = fetched.program.run("fetch", "--format", "json", *map(_url, BAD))
    outcomes = {entry["url"]: entry["outcome"] for entry in ran.document()}
    expected = {
        _url(name): "new" if bad.outcome in _WORDLESS else "changed" for name, bad in BAD.items()
    }
    assert (ran.code, outcomes) == (0, expected)
    after = _taken(fetched.program, ran)
    assert after.verified.code == 0
    assert all("the good words" in text for text in after.texts.values())
    assert len({after.texts[name] for name in BAD}) == 1
