"""Changes that earlier rules judged keep what they were told as, until a reader asks for today's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive_watch.classify.version import CLASSIFIER_VERSION
from archive_watch.errors import CallerError
from archive_watch.model.verdict import Mark
from archive_watch.services.judging.classify_again import Reclassified, classify_again
from archive_watch.services.judging.mark_changes import mark_changes
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage import answers
from archive_watch.storage.answers import ChangeFilter
from archive_watch.storage.database import Archive, open_archive
from warcs import page, response, written
from watching import imported, watch_of

URL = "https://archive.example/remarks"
_TALK = [
    "QUESTION: When will the northern quay be open to the ships of the fishing fleet?",
    "MR. DOE: We will open it as soon as the last of the stones is in its place.",
    "QUESTION: Who pays for the stones that were lost in the storm of the autumn?",
    "MR. DOE: The towns along the coast do, each by the number of its boats.",
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An archive whose two changes were told by the first rules, the second one marked."""
    sights = [
        response(URL, page("</p><p>".join(words)), at=f"2020-0{month}-01T00:00:00Z")
        for month, words in enumerate([_TALK, _TALK[:2], [*_TALK[:1], "MR. DOE: Never."]], start=1)
    ]
    database = tmp_path / "archive.db"
    imported(database, written(tmp_path / "a.warc", *sights))
    with open_archive(database) as archive:
        with archive.writing():
            archive.conn.execute(
                "UPDATE changes SET classifier = 1, kind = 'text', severity = 50, why = '[]',"
                " aspects = '[\"text\"]', flags = '[]', summary = 'as it was told'"
            )
        mark_changes(watch_of(archive), [2], Mark(by="A. Reader", at="2026-01-01T00:00:00Z"))
    return database


def _changes(archive: Archive) -> list[dict[str, Any]]:
    return list(answers.changes(archive, ChangeFilter()))


def _without_judgement(change: dict[str, Any]) -> dict[str, Any]:
    judged = {
        "kind", "severity", "aspects", "flags", "summary", "why", "classifier", "words_added",
        "words_removed",
    }  # fmt: skip
    return {name: value for name, value in change.items() if name not in judged}


def test_an_import_again_leaves_what_earlier_rules_said(database: Path) -> None:
    imported(database, database.parent / "a.warc")
    with open_archive(database) as archive:
        told = _changes(archive)
    assert [(one["kind"], one["summary"], one["classifier"]) for one in told] == [
        ("text", "as it was told", 1)
    ] * 2


def test_judged_again_a_change_keeps_its_number_its_times_and_its_verdict(database: Path) -> None:
    with open_archive(database) as archive:
        before = _changes(archive)
        told: list[Reclassified] = []
        assert classify_again(watch_of(archive), tell=told.append) == 2
        after = _changes(archive)
        assert [(one.id, one.was, one.now[0]) for one in told] == [
            (1, ("text", 50), "truncated"), (2, ("text", 50), "text"),
        ]  # fmt: skip
        assert [*map(_without_judgement, after)] == [*map(_without_judgement, before)]
        assert {one["classifier"] for one in after} == {CLASSIFIER_VERSION}
        assert all(one["why"] for one in after)
        assert verify_archive(watch_of(archive)) == []


def test_what_was_told_before_is_kept_and_nobody_is_told_again(database: Path) -> None:
    with open_archive(database) as archive:
        news = archive.number("SELECT count(*) FROM transitions")
        assert news == 2
        classify_again(watch_of(archive))
        assert classify_again(watch_of(archive)) == 0
        kept = archive.rows("SELECT change_id, classifier, kind, summary FROM earlier_findings")
        assert [tuple(row) for row in kept] == [
            (1, 1, "text", "as it was told"), (2, 1, "text", "as it was told"),
        ]  # fmt: skip
        assert archive.number("SELECT count(*) FROM transitions") == news


def test_a_dry_run_tells_the_same_and_writes_nothing(database: Path) -> None:
    with open_archive(database) as archive:
        before = _changes(archive)
        told: list[Reclassified] = []
        assert classify_again(watch_of(archive), dry_run=True, tell=told.append) == 2
        assert len(told) == 2
        assert _changes(archive) == before


def test_only_the_host_that_is_named_is_judged_and_an_unknown_one_refused(database: Path) -> None:
    with open_archive(database) as archive:
        watch = watch_of(archive)
        with pytest.raises(CallerError):
            classify_again(watch, host="other.example")
        assert classify_again(watch, host="archive.example", dry_run=True) == 2


BANNER = "<div>ARCHIVED CONTENT released online from January 20, 2017 to January 20, 2021.</div>"


def _edited(database: Path, *, banner: str) -> None:
    """An archive with one edit, which rules that knew of no freeze have judged."""
    sights = [
        response(
            URL,
            page(said).replace(b"<nav>", f"{banner}<nav>".encode()),
            at=f"2022-0{month}-01T00:00:00Z",
        )
        for month, said in enumerate(("She was optimistic.", "She was pessimistic."), start=1)
    ]
    imported(database, written(database.with_suffix(".warc"), *sights))
    with open_archive(database) as archive, archive.writing():
        archive.conn.execute(
            "UPDATE changes SET classifier = 2, severity = 50, after_freeze = NULL"
        )


def _contracts(archive: Archive) -> list[tuple[int, bool]]:
    rows = archive.rows("SELECT severity, after_freeze IS NOT NULL FROM changes")
    return [(row[0], bool(row[1])) for row in rows]


def test_an_edit_of_a_frozen_page_gets_the_contract_that_earlier_rules_did_not_know(
    tmp_path: Path,
) -> None:
    _edited(tmp_path / "archive.db", banner=BANNER)
    with open_archive(tmp_path / "archive.db") as archive:
        told: list[Reclassified] = []
        classify_again(watch_of(archive), tell=told.append)
        assert [(one.was, one.now) for one in told] == [(("text", 50), ("text", 75))]
        assert _contracts(archive) == [(75, True)]
        (kept,) = archive.rows("SELECT classifier, severity FROM earlier_findings")
        assert tuple(kept) == (2, 50)
        assert verify_archive(watch_of(archive)) == []


def test_a_site_that_is_known_as_frozen_only_later_gets_its_contracts_when_asked(
    tmp_path: Path,
) -> None:
    _edited(tmp_path / "archive.db", banner="")
    with open_archive(tmp_path / "archive.db") as archive:
        watch = watch_of(archive)
        assert classify_again(watch) == 1
        assert _contracts(archive) == [(50, False)]
        assert classify_again(watch) == 0
        with archive.writing():
            archive.conn.execute("UPDATE sites SET frozen_since = '2021-01-20'")
        assert classify_again(watch, dry_run=True) == 1
        assert classify_again(watch) == 1
        assert _contracts(archive) == [(75, True)]
        assert classify_again(watch) == 0


def test_an_edit_of_a_template_is_judged_again_too_and_keeps_its_pages(tmp_path: Path) -> None:
    sights = [
        response(
            f"https://archive.example/{number}",
            page(f"Ship {number} came in.").replace(b"<nav>", f"<div>{head}</div><nav>".encode()),
            at=f"2020-0{month}-01T00:00:0{number}Z",
        )
        for month, head in enumerate(("Open on Mondays.", "Open on Tuesdays."), start=1)
        for number in range(5)
    ]
    database = tmp_path / "archive.db"
    imported(database, written(tmp_path / "a.warc", *sights))
    with open_archive(database) as archive:
        (before,) = _changes(archive)
        assert before["kind"] == "template"
        with archive.writing():
            archive.conn.execute(
                "UPDATE changes SET classifier = 1, summary = 'as it was told', severity = 9"
            )
        told: list[Reclassified] = []
        assert classify_again(watch_of(archive), dry_run=True) == 1
        assert classify_again(watch_of(archive), tell=told.append) == 1
        assert [(one.url, one.now) for one in told] == [
            ("https://archive.example/", ("template", 5))
        ]
        assert _changes(archive) == [before]
        assert classify_again(watch_of(archive)) == 0
        assert archive.number("SELECT count(*) FROM transitions") == 1
