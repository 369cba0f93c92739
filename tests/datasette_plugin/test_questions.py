"""The saved questions, asked of three invented days: each answer is the right one."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive_watch.datasette_plugin.meanings import saved_questions
from archive_watch.storage import clusters
from archive_watch.storage.database import open_archive
from datasette_plugin.asked import page, rows, serving

_INTERVIEW = "http://1997-2001.state.example/statements/1999/990311.html"


async def _answer(database: Path, question: str, **asked: object) -> list[dict[str, Any]]:
    return await rows(await serving(database), f"/archive/{question}", **asked)


@pytest.mark.parametrize("name", saved_questions())
@pytest.mark.parametrize("typed", ["", "the", "1", "'", '"', "%", "*", "-1", "x" * 5000])
async def test_every_question_answers_whatever_is_typed(
    demo_archive: Path, name: str, typed: str
) -> None:
    asked = dict.fromkeys(
        ("words", "speaker", "url", "days", "severity", "change_id", "version_id", "month"), typed
    )
    assert saved_questions()[name]["title"] in (
        await page(await serving(demo_archive), f"/archive/{name}", **asked)
    ).replace("&#39;", "'")


async def test_words_that_are_gone_are_found_with_what_came_instead(demo_archive: Path) -> None:
    found = await _answer(demo_archive, "words_that_are_gone", words="Optimistic")
    assert [(row["removed"], row["added"]) for row in found] == [("optimistic", "pessimistic")]
    assert await _answer(demo_archive, "words_that_are_gone", words="pessimistic") == []
    assert await _answer(demo_archive, "words_that_are_gone", words="%") == []


async def test_found_words_are_whole_words_in_that_order_and_marked(demo_archive: Path) -> None:
    found = await _answer(demo_archive, "find_words", words="ferry TREATY")
    assert all("[[ferry treaty]]" in row["found"].lower() for row in found[:1])
    assert {row["url"] for row in found} >= {_INTERVIEW}
    assert await _answer(demo_archive, "find_words", words="treaty ferry") == []
    assert await _answer(demo_archive, "find_words", words="ferr") == []
    assert await _answer(demo_archive, "find_words", words="optimistic") == []
    shown = await page(await serving(demo_archive), "/archive/find_words", words="ferry treaty")
    assert "<mark>ferry treaty</mark>" in shown


async def test_who_said_finds_the_turn_and_not_the_page(demo_archive: Path) -> None:
    found = await _answer(demo_archive, "who_said", words="winter", speaker="marrow")
    assert {(row["speaker"], row["url"]) for row in found} == {("SECRETARY MARROW", _INTERVIEW)}
    assert all("winter" in row["text"] for row in found)
    assert await _answer(demo_archive, "who_said", words="seven of them", speaker="") == []


async def test_who_said_takes_either_apostrophe(demo_archive: Path, tmp_path: Path) -> None:
    curly = tmp_path / "archive.db"
    shutil.copy(demo_archive, curly)
    with sqlite3.connect(curly) as conn:
        # Out of the index, changed, and in again.
        [(version,)] = conn.execute(
            "SELECT version_id FROM current_transcripts WHERE url = ?", (_INTERVIEW,)
        )
        conn.execute("UPDATE versions SET is_current = 0 WHERE id = ?", (version,))
        conn.execute("UPDATE texts SET text = replace(text, 'And who pays?', 'We can’t pay?')")
        conn.execute("UPDATE versions SET is_current = 1 WHERE id = ?", (version,))
    conn.close()
    for typed in ("can't pay", "can’t pay"):
        found = await _answer(curly, "who_said", words=typed, speaker="")
        assert [row["found"] for row in found] == ["We [[can’t pay]]?"]


async def test_who_said_shows_the_words_wherever_in_a_long_turn(
    demo_archive: Path, tmp_path: Path
) -> None:
    long = tmp_path / "archive.db"
    shutil.copy(demo_archive, long)
    said = "before " * 300 + "The Quixotic words" + " after" * 300
    with sqlite3.connect(long) as conn:
        [(version, text)] = conn.execute(
            "SELECT id, text_id FROM versions WHERE is_current AND title LIKE 'Interview on Radio%'"
        )
        conn.execute("UPDATE versions SET is_current = 0 WHERE id = ?", (version,))
        conn.execute("UPDATE texts SET text = ? WHERE id = ?", (said, text))
        conn.execute("DELETE FROM turns WHERE version_id = ? AND position > 0", (version,))
        conn.execute(
            "UPDATE turns SET start = 0, length = ? WHERE version_id = ?", (len(said), version)
        )
        conn.execute("UPDATE versions SET is_current = 1 WHERE id = ?", (version,))
    conn.close()
    [row] = await _answer(long, "who_said", words="the quixotic", speaker="")
    assert row["found"].startswith("… ")
    assert row["found"].endswith(" …")
    assert "before [[The Quixotic]] words after" in row["found"]
    assert len(row["found"]) < 450
    assert row["text"] == said


async def test_one_change_is_told_word_by_word_with_digests(demo_archive: Path) -> None:
    [change] = await _answer(demo_archive, "words_that_are_gone", words="optimistic")
    asked = {"change_id": change["change_id"]}
    [row] = await _answer(demo_archive, "one_change", **asked)
    assert (row["speaker"], row["not_before"], row["not_after"]) == (
        "SECRETARY MARLOWE", "2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z",
    )  # fmt: skip
    assert {len(row["from_capture_sha256"]), len(row["to_capture_sha256"])} == {64}
    shown = await page(await serving(demo_archive), "/archive/one_change", **asked)
    assert "We are <del>optimistic</del><ins>pessimistic</ins>. We would" in shown


async def test_a_change_without_words_is_told_too(demo_archive: Path) -> None:
    changes = await rows(await serving(demo_archive), "/archive/recent_changes", kind="removed")
    for change in changes:
        [row] = await _answer(demo_archive, "one_change", change_id=change["change_id"])
        assert (row["the_edit"], row["summary"]) == (None, "the page is gone")


async def test_a_transcript_is_read_turn_by_turn(demo_archive: Path) -> None:
    [now] = await rows(await serving(demo_archive), "/archive/current_transcripts", url=_INTERVIEW)
    for version, url in (("", "990311"), (now["version_id"], "")):
        turns = await _answer(demo_archive, "read_a_transcript", version_id=version, url=url)
        assert [turn["speaker"] for turn in turns[:2]] == ["MR. ANSELM", "SECRETARY MARROW"]
        assert turns[2]["transcript"] == "And who pays?"


async def test_a_page_without_turns_is_read_whole(demo_archive: Path) -> None:
    [whole] = await _answer(
        demo_archive, "read_a_transcript", version_id="", url="fact-sheet-the-nine-lights"
    )
    assert whole["speaker"] is None
    assert whole["transcript"].startswith("Eight of the nine lights are automatic.\n\n")


async def test_the_story_of_a_page_holds_its_versions_and_its_changes(demo_archive: Path) -> None:
    story = await _answer(demo_archive, "story_of_a_page", url=_INTERVIEW)
    assert [row["event"] for row in story] == [
        "changed: reverted", "seen", "changed: text", "seen", "seen",
    ]  # fmt: skip
    assert {row["url"] for row in story} == {_INTERVIEW}


async def test_the_story_of_a_page_tells_the_checks_that_failed(demo_archive: Path) -> None:
    story = await _answer(demo_archive, "story_of_a_page", url="211300")
    assert [row["event"] for row in story if row["fetch_id"]] == ["not read: missing"] * 2
    assert "changed: removed" in {row["event"] for row in story}


async def test_an_address_that_begins_another_is_that_page_alone(
    demo_archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with sqlite3.connect(copy) as conn:
        conn.execute("UPDATE pages SET url = ? || '?more' WHERE id = 2", (_INTERVIEW,))
    conn.close()
    for question in ("story_of_a_page", "proof_of_non_change"):
        found = await _answer(copy, question, url=_INTERVIEW)
        assert {row["url"] for row in found} == {_INTERVIEW}
        assert len({row["url"] for row in await _answer(copy, question, url="990311")}) == 2


async def test_unchanged_since_counts_the_checks(demo_archive: Path) -> None:
    found = await _answer(demo_archive, "proof_of_non_change", url="000502a")
    assert [(row["version"], row["checks"]) for row in found] == [(1, 3)]


async def test_pages_that_are_gone_come_with_their_interval(demo_archive: Path) -> None:
    found = await _answer(demo_archive, "takedowns")
    assert {row["title"] for row in found} == {
        "Press Statement: Cable Repair Completed", "Notice to the Press: Lamplighters’ Dinner",
    }  # fmt: skip
    assert {(row["not_before"], row["not_after"]) for row in found} == {
        ("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z")
    }


async def test_edits_that_matter_begin_where_asked(demo_archive: Path) -> None:
    all_of_them = await _answer(demo_archive, "edits_that_matter", severity=0)
    weighty = await _answer(demo_archive, "edits_that_matter", severity="")
    assert {row["kind"] for row in all_of_them} > {row["kind"] for row in weighty}
    assert min(row["severity"] for row in weighty) >= 60
    assert "the page is gone" in {row["the_edit"] for row in weighty}


async def test_identical_edits_need_two_pages(demo_archive: Path, tmp_path: Path) -> None:
    assert await _answer(demo_archive, "identical_edits") == []
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with open_archive(copy) as archive, archive.writing() as conn:
        for row in archive.rows(
            "SELECT min(e.change_id) FROM change_edits e JOIN changes c ON c.id = e.change_id"
            " WHERE c.page_id IS NOT NULL GROUP BY c.page_id ORDER BY 1 LIMIT 3"
        ):
            conn.execute("DELETE FROM change_edits WHERE change_id = ?", (row[0],))
            conn.execute(
                "INSERT INTO change_edits VALUES (?, 0, NULL, 'beacon', 'lantern', '[]')", (row[0],)
            )
            clusters.unmark(archive, row[0])
            clusters.mark(archive, row[0])
    [found] = await _answer(copy, "identical_edits")
    assert (found["pages"], found["removed"], found["added"]) == (3, "beacon", "lantern")


async def test_broken_links_are_counted_by_where_they_lead(demo_archive: Path) -> None:
    [row] = await _answer(demo_archive, "rotten_links_by_host")
    assert (row["host"], row["links"], row["pages"]) == ("2021-2025.state.example", 1, 1)


async def test_a_link_that_was_good_once_is_one_that_broke(demo_archive: Path) -> None:
    [row] = await _answer(demo_archive, "links_that_broke")
    assert row["url"] == "http://2021-2025.state.example/history-of-the-lights/"
    assert (row["last_ok_at"], row["pages"]) == ("2026-03-03T09:00:00Z", 1)
    assert await _answer(demo_archive, "links_that_broke", since="2026-03-05") == []


async def test_links_that_rotted_are_those_of_the_month_asked_for(demo_archive: Path) -> None:
    for month in ("2026-03", "2026"):
        [row] = await _answer(demo_archive, "links_that_rotted_this_month", month=month)
        assert row["url"] == "http://2021-2025.state.example/history-of-the-lights/"
    for month in ("2026-02", "2026-04", "1999"):
        assert await _answer(demo_archive, "links_that_rotted_this_month", month=month) == []


async def test_a_question_that_found_nothing_says_what_that_means(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    text = await page(served, "/archive/links_that_rotted_this_month", month="1999-01")
    assert "No link broke in that month." in text
    found = await page(served, "/archive/links_that_rotted_this_month", month="2026-03")
    assert "No link broke in that month." not in found


async def test_the_watch_stands_host_by_host(demo_archive: Path) -> None:
    stands = await _answer(demo_archive, "how_the_watch_stands")
    assert {row["host"]: row["pages"] for row in stands} == dict.fromkeys(
        (f"{years}.state.example" for years in
         ("1997-2001", "2001-2009", "2009-2017", "2017-2021", "2021-2025")), 6
    )  # fmt: skip
    assert sum(row["gone"] for row in stands) == 2


async def test_who_speaks_counts_turns_of_current_versions(demo_archive: Path) -> None:
    speaks = {row["speaker"]: row for row in await _answer(demo_archive, "who_speaks")}
    assert speaks["SECRETARY MARROW"]["turns"] == 2
    assert (speaks["SECRETARY MARROW"]["person"], speaks["SECRETARY MARROW"]["pages"]) == (
        "Ilse B. Marrow", 1,
    )  # fmt: skip


async def test_pages_not_checked_lately_are_those_of_more_days_ago(demo_archive: Path) -> None:
    assert len(await _answer(demo_archive, "not_checked_lately", days=1)) == 30
    assert await _answer(demo_archive, "not_checked_lately", days=36500) == []


async def test_the_search_finds_every_page_with_a_word_and_no_other(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    pages = await rows(served, "/archive/current_transcripts", _size="max")
    words_of = {page["url"]: set(_words(f"{page['title']} {page['text']}")) for page in pages}
    vocabulary = sorted(set().union(*words_of.values()))
    assert len(vocabulary) > 300
    for word in vocabulary[::7]:
        expected = {url for url, words in words_of.items() if word in words}
        for place, asked in (("current_transcripts", "_search"), ("find_words", "words")):
            found = await rows(served, f"/archive/{place}", **{asked: word, "_size": "max"})
            assert {row["url"] for row in found} == expected, (word, place)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
