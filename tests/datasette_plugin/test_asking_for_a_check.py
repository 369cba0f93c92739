"""Asking for a check: by whom the operator permits, from a page of ours, and nothing else is written."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive_watch.datasette_plugin.serving import Operator, datasette_on
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told
from datasette_plugin.asked import started

_ALICE = {"plugins": {"archive-watch": {"check_allow": {"id": "alice"}}}}
_CHECK = "/-/archive-watch/check"
_PAGE = "/-/archive-watch/page/1"


@pytest.fixture
def archive(demo_archive: Path, tmp_path: Path) -> Path:
    """An archive of its own, to be written to."""
    copy = tmp_path / "archive.db"
    with sqlite3.connect(demo_archive) as conn:
        conn.execute("VACUUM INTO ?", (str(copy),))
    conn.close()
    with sqlite3.connect(copy) as conn:
        conn.execute("UPDATE pages SET next_fetch_at = '2099-01-01T00:00:00Z' WHERE id = 1")
    conn.close()
    return copy


async def _served(archive: Path, **wanted: Any) -> Datasette:
    return await started(datasette_on(archive, Operator(**{"check_now": True, **wanted})))


def _as(served: Datasette, actor: str | None) -> dict[str, str]:
    return {"ds_actor": served.sign({"a": {"id": actor}}, "actor")} if actor else {}


async def _sent(
    served: Datasette,
    actor: str | None,
    *,
    token: bool = True,
    form: Any = None,
    before_sending: Callable[[], None] = lambda: None,
    said: Mapping[str, str] | None = None,
) -> Any:
    """The answer to the form of a page, sent with its token, as a browser would."""
    cookies = _as(served, actor)
    shown = await served.client.get(_PAGE, cookies=cookies)
    given = form or {"page": "1"}
    found = re.search(r'name="csrftoken" value="([^"]+)"', shown.text)
    if token and found is not None:
        given = {**given, "csrftoken": found[1]}
        if not keeps_what_it_is_told(served):
            cookies["ds_csrftoken"] = found[1]
    before_sending()
    return await served.client.post(_CHECK, data=given, cookies=cookies, headers=dict(said or {}))


def _due(archive: Path) -> str:
    with sqlite3.connect(archive) as conn:
        [(due,)] = conn.execute("SELECT next_fetch_at FROM pages WHERE id = 1")
    conn.close()
    return str(due)


async def test_a_permitted_reader_asks_and_the_page_is_the_next_of_its_host(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)
    answer = await _sent(served, "alice", said={"sec-fetch-site": "same-origin"})
    assert (answer.status_code, "It is checked next" in answer.text) == (202, True)
    assert "Nobody is watching" in answer.text
    assert _due(archive) < "2099"
    again = await _sent(served, "alice")
    assert (again.status_code, "It is the next already" in again.text) == (200, True)


async def test_the_check_that_came_of_it_says_who_asked(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)
    await _sent(served, "alice")
    with sqlite3.connect(archive) as conn:
        [(by, at)] = conn.execute("SELECT requested_by, requested_at FROM jobs").fetchall()
        assert by == "alice"
        conn.execute(
            "UPDATE fetches SET observed_at = ? WHERE id = (SELECT first_fetch_id FROM spans"
            " WHERE page_id = 1 ORDER BY first_seen_at DESC LIMIT 1)",
            (at,),
        )
    conn.close()
    assert "asked for by alice" in (await served.client.get(_PAGE)).text
    log = await served.client.get("/archive/check_log.json?_shape=array&asked_by=alice")
    assert len(log.json()) == 1


async def test_the_button_is_there_for_whom_it_works_and_for_nobody_else(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)
    shown = {
        actor: "Check now" in (await served.client.get(_PAGE, cookies=_as(served, actor))).text
        for actor in ("alice", "bob", None)
    }
    assert shown == {"alice": True, "bob": False, None: False}


@pytest.mark.parametrize(
    ("wanted", "actor"),
    [
        ({"told": _ALICE, "check_now": False}, "alice"),
        ({"told": {"plugins": {"archive-watch": {"check_now": True}}}, "check_now": False}, "root"),
        ({"told": _ALICE}, "bob"),
        ({"told": _ALICE}, None),
        ({}, "alice"),
    ],
)
async def test_who_is_not_permitted_is_refused_and_told_how(
    archive: Path, wanted: dict[str, Any], actor: str | None
) -> None:
    answer = await _sent(await _served(archive, **wanted), actor)
    assert answer.status_code == 403
    if actor is None or "check_now" not in wanted:
        assert "check_allow" in answer.text
    assert _due(archive) == "2099-01-01T00:00:00Z"


async def test_root_is_permitted_where_the_operator_lets_checks_be_asked_for(archive: Path) -> None:
    served = await _served(archive, root_token="once")
    entered = await served.client.get("/-/auth-token?token=once")
    assert entered.status_code == 302
    assert (await _sent(served, "root")).status_code == 202


@pytest.mark.parametrize(
    "said",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}],
)
async def test_a_form_of_another_site_is_refused(archive: Path, said: dict[str, str]) -> None:
    answer = await _sent(await _served(archive, told=_ALICE), "alice", said=said)
    assert (answer.status_code, _due(archive)) == (403, "2099-01-01T00:00:00Z")


async def test_a_form_without_the_token_is_refused_where_datasette_gives_one(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)
    answer = await _sent(served, "alice", token=False)
    assert answer.status_code == (202 if keeps_what_it_is_told(served) else 403)


async def test_asking_by_reading_is_no_asking(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)
    answer = await served.client.get(f"{_CHECK}?page=1", cookies=_as(served, "alice"))
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert _due(archive) == "2099-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"page": "9999"}, 404),
        ({"page": "9" * 40}, 400),
        ({"page": "1; DROP TABLE pages"}, 400),
        ({"url": "https://elsewhere.example/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"page": ""}, 400),
    ],
)
async def test_a_page_that_is_not_watched_is_neither_checked_nor_added(
    archive: Path, form: dict[str, str], status: int
) -> None:
    answer = await _sent(await _served(archive, told=_ALICE), "alice", form=form)
    assert answer.status_code == status


async def test_a_copy_that_nobody_writes_has_no_button(archive: Path) -> None:
    told = {"plugins": {"archive-watch": {"check_now": True, "check_allow": True}}}
    served = await started(Datasette([], immutables=[str(archive)], metadata=told))
    shown = await served.client.get(_PAGE)
    assert (shown.status_code, "Check now" in shown.text) == (200, False)
    assert (await _sent(served, "alice")).status_code == 403


async def test_a_plain_datasette_takes_the_same_configuration(archive: Path) -> None:
    told = {"plugins": {"archive-watch": {"check_now": True, "check_allow": {"id": "alice"}}}}
    served = await started(Datasette([str(archive)], metadata=told))
    assert (await _sent(served, "alice")).status_code == 202


async def test_an_archive_of_an_earlier_program_is_not_changed(archive: Path) -> None:
    served = await _served(archive, told=_ALICE)

    def behind() -> None:
        with sqlite3.connect(archive) as conn:
            conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0036_ways_to_read'")
        conn.close()

    answer = await _sent(served, "alice", before_sending=behind)
    assert (answer.status_code, "earlier archive-watch" in answer.text) == (503, True)
    assert _due(archive) == "2099-01-01T00:00:00Z"
