"""A difference in Datasette: any two versions, word by word, with ways on and nothing but words."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from datasette_plugin.asked import asks_sql_at, page, serving

_HOME = "/-/archive-watch"


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def _ids(archive: Path, kind: str) -> tuple[int, int | None, int | None]:
    with closing(sqlite3.connect(archive)) as conn:
        row = conn.execute(
            "SELECT id, from_version_id, to_version_id FROM changes WHERE kind = ?"
            " ORDER BY severity DESC, id",
            (kind,),
        ).fetchone()
        return tuple(row)


async def test_a_change_is_read_word_by_word_at_an_address_of_its_own(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    change, before, after = _ids(demo_archive, "text")
    answer = await served.client.get(f"{_HOME}/change/{change}")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{_HOME}/diff/{before}/{after}?change={change}"
    told = await page(served, answer.headers["location"])
    assert '<section class="step edited" id="c1"' in told
    assert re.search(r"<del>.*not</del>", told)
    assert f'href="{_HOME}/version/{before}"' in told
    assert re.search(rf'href="{_HOME}/version/{after}\?from=(\d+)#turn-\1"', told)
    assert f"archive-watch evidence {change}" in told
    assert "1 change" in _plain(told)
    assert "It should not have changed: the profile of 2009-2017.state.example says" in told


async def test_a_version_does_not_differ_from_itself(demo_archive: Path) -> None:
    told = await page(await serving(demo_archive), f"{_HOME}/diff/1/1")
    assert "nothing is different" in told
    assert 'class="step' not in told


async def test_the_newer_version_on_the_left_is_said_and_can_be_swapped(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    _, before, after = _ids(demo_archive, "text")
    told = await page(served, f"{_HOME}/diff/{after}/{before}", view="side")
    assert "newer version stands on the left" in told
    assert f'href="{_HOME}/diff/{before}/{after}?view=side"' in told
    assert "newer version stands on the left" not in await page(
        served, f"{_HOME}/diff/{before}/{after}"
    )


async def test_a_page_that_went_back_is_not_read_backwards(demo_archive: Path) -> None:
    change, before, after = _ids(demo_archive, "reverted")
    told = await page(await serving(demo_archive), f"{_HOME}/diff/{before}/{after}", change=change)
    assert "newer version stands on the left" not in told
    assert "back to an earlier state" in told


async def test_two_pages_are_compared_without_a_verdict_on_a_change_that_never_was(
    demo_archive: Path,
) -> None:
    told = await page(await serving(demo_archive), f"{_HOME}/diff/1/2")
    assert "Two pages are compared" in told
    assert "severity" not in told
    assert 'id="c1"' in told


async def test_side_by_side_and_unfolded_are_addresses_that_need_no_script(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    _, before, after = _ids(demo_archive, "text")
    where = f"{_HOME}/diff/{before}/{after}"
    plain = await page(served, where)
    assert '<input type="checkbox" id="beside">' in plain
    assert "<details open>" not in plain
    asked = await page(served, where, view="side", context="all")
    assert '<input type="checkbox" id="beside" checked>' in asked
    assert "<details open>" in asked


async def test_facts_and_links_that_differ_are_shown_beside_the_words(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    for kind, words in (("metadata", "Eight"), ("links", "http://fund.example/donate")):
        change, before, after = _ids(demo_archive, kind)
        told = await page(served, f"{_HOME}/diff/{before}/{after}", change=change)
        assert words in _plain(told.partition("Beside the words")[2])
        assert 'id="beside"' not in told, "there is nothing to step through"


async def test_a_document_is_told_by_its_digests_and_sizes(demo_archive: Path) -> None:
    with closing(sqlite3.connect(demo_archive)) as conn:
        before, after = conn.execute(
            "SELECT c.from_version_id, c.to_version_id FROM changes c JOIN versions v"
            " ON v.id = c.to_version_id WHERE v.text_id IS NULL"
        ).fetchone()
        digests = [
            conn.execute(
                "SELECT c.sha256 FROM versions v JOIN captures c ON c.id = v.capture_id"
                " WHERE v.id = ?",
                (version,),
            ).fetchone()[0]
            for version in (before, after)
        ]
    told = await page(await serving(demo_archive), f"{_HOME}/diff/{before}/{after}")
    assert "kept as bytes" in told
    assert "50 bytes" in told
    assert all(f'href="{_HOME}/capture/{digest}"' in told for digest in digests)


@pytest.mark.parametrize(
    "path", ["/diff/1/999", "/diff/999/1", "/diff/1/99999999999999999999", "/change/999",
             "/change/999/cite"],
)  # fmt: skip
async def test_what_is_not_there_is_said_with_a_way_back(demo_archive: Path, path: str) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HOME}{path}")
    assert answer.status_code == 404
    assert "There is no " in answer.text
    assert f'href="{_HOME}"' in answer.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("from=1&to=2", 302), ("from=1", 400), ("from=1&to=x", 400), ("from=-1&to=2", 400)],
)
async def test_a_form_leads_to_the_difference_of_two_versions(
    demo_archive: Path, asked: str, status: int
) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HOME}/diff?{asked}")
    assert answer.status_code == status
    if status == 302:
        assert answer.headers["location"] == f"{_HOME}/diff/1/2"


@pytest.mark.parametrize(
    "asked", ["part=0", "part=999", "part=x", "change=x", "change=-1", "view=<b>", "context=",
              "part=99999999999999999999", "change=99999999999999999999"],
)  # fmt: skip
async def test_a_wish_that_makes_no_sense_is_as_none(demo_archive: Path, asked: str) -> None:
    _, before, after = _ids(demo_archive, "text")
    told = await page(await serving(demo_archive), f"{_HOME}/diff/{before}/{after}?{asked}")
    assert 'id="c1"' in told


async def test_a_takedown_is_told_in_words_with_the_checks_that_it_rests_on(
    demo_archive: Path,
) -> None:
    change, before, _ = _ids(demo_archive, "removed")
    told = await page(await serving(demo_archive), f"{_HOME}/change/{change}")
    assert "2 checks saw the page gone" in told
    assert "status 404" in told
    assert f'<a href="{_HOME}/version/{before}">Read what it said last</a>' in told


async def test_an_edit_around_the_words_of_many_pages_names_the_pages(demo_archive: Path) -> None:
    change, *_ = _ids(demo_archive, "template")
    told = await page(await serving(demo_archive), f"{_HOME}/change/{change}")
    assert re.search(r"Around the words of \d pages", told)
    assert re.search(r"<del>.*This is</del>", told)
    assert f'href="{_HOME}/page/1"' in told


async def test_a_page_that_moved_says_where_it_is_now(demo_archive: Path) -> None:
    change, *_ = _ids(demo_archive, "moved")
    told = await page(await serving(demo_archive), f"{_HOME}/change/{change}")
    assert "Where it is now" in told
    assert "farewell-remarks-at-gannet-rock" in told.partition("Where it is now")[2]


async def test_a_change_that_was_replaced_leads_to_what_stands_now(
    demo_archive: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    shutil.copy(demo_archive, archive)
    change, before, after = _ids(demo_archive, "text")
    with closing(sqlite3.connect(archive)) as conn, conn:
        columns = [row[1] for row in conn.execute("PRAGMA table_info(changes)") if row[1] != "id"]
        named = ", ".join(columns)
        new = conn.execute(
            f"INSERT INTO changes ({named}) SELECT {named} FROM changes WHERE id = ?", (change,)
        ).lastrowid
        conn.execute(
            "UPDATE changes SET superseded_at = '2026-03-06T00:00:00Z' WHERE id = ?", (change,)
        )
    served = await serving(archive)
    told = await page(served, f"{_HOME}/diff/{before}/{after}", change=change)
    assert "it stands no more" in told
    assert f'href="{_HOME}/change/{new}"' in told
    assert "it stands no more" not in await page(served, f"{_HOME}/diff/{before}/{after}")


async def test_the_citation_of_a_change_is_that_of_the_command(demo_archive: Path) -> None:
    change, *_ = _ids(demo_archive, "text")
    told = await page(await serving(demo_archive), f"{_HOME}/change/{change}/cite")
    cited = told.partition("readonly>")[2].partition("</textarea>")[0]
    assert "It happened after 2026-03-03T09:00:00Z and not later than" in cited
    assert len(re.findall(r"SHA-256 of the bytes [0-9a-f]{64}", cited)) == 2


async def test_where_too_much_differs_to_be_compared_the_page_says_how_to(
    demo_archive: Path, tmp_path: Path
) -> None:
    huge = tmp_path / "archive.db"
    shutil.copy(demo_archive, huge)
    _, before, after = _ids(demo_archive, "text")
    with closing(sqlite3.connect(huge)) as conn, conn:
        for version, letter in ((before, "a"), (after, "b")):
            conn.execute(
                "UPDATE texts SET text = ? WHERE id = (SELECT text_id FROM versions WHERE id = ?)",
                (f"{letter} " * 3_100_000, version),
            )
    served = await serving(huge)
    told = await page(served, f"{_HOME}/diff/{before}/{after}")
    assert "More differs between these two long texts" in told
    assert "archive-watch diff http" in told
    assert len(told) < 20_000
    sql = f"select diff_html({before}, {after}) is null as unsaid"
    answer = await served.client.get(
        f"{asks_sql_at(served)}.json", params={"sql": sql, "_shape": "arrays"}
    )
    assert answer.json()["rows"] == [[1]]
