"""A reader's verdict on a change stays with that change, whatever is derived or comes in later."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive_watch.errors import CallerError
from archive_watch.model.verdict import Importance, Mark, Verdict
from archive_watch.services.copying.restore import restore
from archive_watch.services.judging.mark_changes import mark_changes
from archive_watch.services.proving.re_extract import re_extract
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage import answers, marks
from archive_watch.storage.answers import ChangeFilter
from archive_watch.storage.database import Archive, open_archive
from servers import PageServer
from services.asking import HOST, Hands, article, check, settings, watching
from warcs import page, response, written
from watching import imported, watch_of

URL = "https://archive.example/remarks"
_WORDS = {
    "A": "The committee met on Tuesday and was optimistic about the harbour's light.",
    "B": "The committee met on Tuesday and was pessimistic about the harbour's light.",
    "C": "The committee met on Monday and was pessimistic about the harbour's lights.",
    "A, restyled": "The committee met on Tuesday and was optimistic about the harbour’s light.",
}
_SAID = Mark(
    by="A. Reader", at="2026-01-01T00:00:00Z", reviewed=True, importance=Importance.HIGH,
    add=("wording",), note="nobody announced it",
)  # fmt: skip


def _seen(folder: Path, *sights: tuple[str, str], url: str = URL) -> None:
    records = [
        response(url, page("Not found"), status="404 Not Found", at=f"{day}T00:00:00Z")
        if what == "gone"
        else response(url, page(_WORDS[what]), at=f"{day}T00:00:00Z")
        for day, what in sights
    ]
    name = "-".join(day for day, _ in sights)
    imported(folder / "archive.db", written(folder / f"{name}.warc", *records))


def _archive(folder: Path) -> Archive:
    return open_archive(folder / "archive.db")


def _marked(folder: Path, *change_ids: int, mark: Mark = _SAID) -> None:
    with _archive(folder) as archive:
        mark_changes(watch_of(archive), change_ids, mark)


def _told(folder: Path, **wanted: Any) -> list[tuple[str, str, bool | None]]:
    """Each change that stands: when it was first seen, its kind, and whether it is reviewed."""
    with _archive(folder) as archive:
        return [
            (one["not_after"][:10], one["kind"], (one["verdict"] or {}).get("reviewed"))
            for one in answers.changes(archive, ChangeFilter(**wanted))
        ]


def _ids(folder: Path) -> list[int]:
    with _archive(folder) as archive:
        return [one["id"] for one in answers.changes(archive, ChangeFilter())]


def test_a_mark_is_told_with_its_change_and_by_whom(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    _marked(tmp_path, *_ids(tmp_path))
    with _archive(tmp_path) as archive:
        (change,) = answers.changes(archive, ChangeFilter())
        shown = archive.row("SELECT verdict, reviewed, labels FROM recent_changes")
    assert change["verdict"] == {
        "reviewed": True, "importance": 75, "labels": ["wording"], "note": "nobody announced it",
        "marked_by": "A. Reader", "marked_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    assert shown is not None
    assert tuple(shown) == (
        "reviewed; importance 75; wording; nobody announced it", 1, '["wording"]',
    )  # fmt: skip


def test_later_marks_add_to_what_was_said_and_erase_no_earlier_one(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    (id_,) = _ids(tmp_path)
    _marked(tmp_path, id_)
    later = Mark(
        by="B. Writer", at="2026-02-01T00:00:00Z", reviewed=False, add=("names",), remove=("wording",),
        note="",
    )  # fmt: skip
    with _archive(tmp_path) as archive:
        done = mark_changes(watch_of(archive), [id_, id_], later)
        history = marks.marks(archive, [id_])
        assert marks.marks(archive) == history
        assert marks.marks(archive, [id_ + 1]) == []
    assert done == [(id_, Verdict(reviewed=False, importance=75, labels=("names",), note=None))]
    assert [(one["marked_by"], one["reviewed"], one["note"]) for one in history] == [
        ("A. Reader", True, "nobody announced it"), ("B. Writer", False, ""),
    ]  # fmt: skip
    assert history[1]["labels_removed"] == ["wording"]
    assert len(history[0]["from_capture_sha256"]) == 64


def test_an_unknown_change_marks_none(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    (id_,) = _ids(tmp_path)
    with _archive(tmp_path) as archive:
        with pytest.raises(CallerError, match="no change 77"):
            mark_changes(watch_of(archive), [id_, 77], _SAID)
        assert marks.marks(archive) == []
        assert marks.verdict_on(archive, id_) == Verdict()


def test_only_what_is_marked_as_reviewed_needs_no_look_and_typography_never_did(
    tmp_path: Path,
) -> None:
    _seen(
        tmp_path, ("2020-01-01", "A"), ("2020-02-01", "A, restyled"), ("2020-03-01", "B"),
        ("2020-04-01", "C"), ("2020-05-01", "gone"), ("2020-05-02", "gone"),
    )  # fmt: skip
    _, second, _, gone = _ids(tmp_path)
    assert _told(tmp_path)[0][1] == "cosmetic"
    assert [one[1] for one in _told(tmp_path, reviewed=False)] == ["text", "text", "removed"]
    assert _told(tmp_path, reviewed=True) == []
    _marked(tmp_path, second, gone)
    assert [one[0] for one in _told(tmp_path, reviewed=False)] == ["2020-04-01"]
    assert [one[1] for one in _told(tmp_path, reviewed=True)] == ["text", "removed"]
    with _archive(tmp_path) as archive:
        view = archive.rows("SELECT not_after FROM unreviewed_changes")
    assert [row["not_after"][:10] for row in view] == ["2020-04-01"]
    _marked(tmp_path, *_ids(tmp_path)[:1], mark=Mark(by="A", at="", reviewed=False))
    assert [one[1] for one in _told(tmp_path, reviewed=False)] == ["cosmetic", "text"]


def test_changes_are_found_by_all_labels_and_the_readers_importance(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"), ("2020-03-01", "C"))
    first, second = _ids(tmp_path)
    _marked(tmp_path, first, mark=Mark(by="A", at="", add=("a", 'b "c"'), importance=20))
    _marked(tmp_path, second, mark=Mark(by="A", at="", add=("a",), importance=95))
    assert [len(_told(tmp_path, labels=labels)) for labels in _CASES] == [2, 1, 1, 0]
    assert [len(_told(tmp_path, min_importance=least)) for least in (0, 20, 21, 95, 96)] == [
        2, 2, 1, 1, 0,
    ]  # fmt: skip


_CASES: Sequence[tuple[str, ...]] = (("a",), ('b "c"',), ("a", 'b "c"'), ("A",))


def test_a_verdict_outlives_re_extraction_and_older_and_later_captures(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-02-01", "A"), ("2020-04-01", "B"))
    _marked(tmp_path, *_ids(tmp_path))
    _seen(tmp_path, ("2020-01-01", "C"))
    _seen(tmp_path, ("2020-03-01", "A"), ("2020-03-15", "B"), ("2020-05-01", "C"))
    with _archive(tmp_path) as archive:
        re_extract(watch_of(archive))
    assert _told(tmp_path) == [
        ("2020-02-01", "text", None), ("2020-03-15", "text", True), ("2020-05-01", "reverted", None)
    ]  # fmt: skip


def test_a_step_that_was_split_and_is_whole_again_has_its_verdict_back(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-03-01", "C"))
    _marked(tmp_path, *_ids(tmp_path))
    before = _told(tmp_path)
    _seen(tmp_path, ("2020-02-01", "B"))
    assert _told(tmp_path) == [("2020-02-01", "text", None), ("2020-03-01", "text", None)]
    with _archive(tmp_path) as archive:
        (mark,) = marks.marks(archive)
        assert mark["superseded_at"] is not None
        with pytest.raises(CallerError, match="no longer stands") as raised:
            mark_changes(watch_of(archive), [mark["change_id"]], _SAID)
        assert raised.value.remedy == "in that time now: change 2, 3"
        late = archive.number("SELECT id FROM versions WHERE first_seen_at LIKE '2020-02%'")
        retract_version(watch_of(archive), late, reason="a test page")
        (mark,) = marks.marks(archive)
        assert (mark["superseded_at"], mark["change_id"]) == (None, 4)
        assert verify_archive(watch_of(archive)) == []
    assert _told(tmp_path) == before


async def test_a_templates_edit_keeps_its_verdict_while_more_pages_show_it(tmp_path: Path) -> None:
    def serve(server: PageServer, banner: str, count: int) -> list[str]:
        for number in range(count):
            body = article(f"Ship {number} is at quay {number}.", title=f"Report {number}")
            shown = body.replace("Menu", banner)
            server.page(f"/{number}/", shown, host=HOST)
        return [f"http://{HOST}/{number}/" for number in range(count)]

    hands = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), hands) as watch,
    ):
        await check(watch, *serve(server, "Harbour menu", 6), force=True)
        hands.move(days=1)
        await check(watch, *serve(server, "Menu of the harbour office", 4), force=True)
        (template,) = answers.changes(watch.archive, ChangeFilter(reviewed=False))
        assert (template["kind"], template["pages"]) == ("template", 4)
        mark_changes(watch, [template["id"]], _SAID)
        await check(watch, *serve(server, "Menu of the harbour office", 6), force=True)
        (template,) = answers.changes(watch.archive, ChangeFilter(reviewed=True))
        assert (template["pages"], template["verdict"]["labels"]) == (6, ["wording"])
        assert marks.marks(watch.archive)[0]["url"] == f"http://{HOST}/"


def test_the_same_edit_made_again_later_is_another_change(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    _marked(tmp_path, *_ids(tmp_path))
    _seen(tmp_path, ("2020-03-01", "A"), ("2020-04-01", "B"))
    assert [reviewed for _, _, reviewed in _told(tmp_path)] == [True, None, None]


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE verdicts SET reviewed = 0",
        "UPDATE verdicts SET labels = '[]'",
        "UPDATE verdicts SET marked_by = 'B. Writer'",
        "UPDATE marks SET note = 'nothing to see' WHERE id = 1",
        "UPDATE marks SET labels_added = '{' WHERE id = 1",
        "DELETE FROM marks",
    ],
)
def test_a_verdict_that_its_marks_do_not_come_to_is_found(tmp_path: Path, forged: str) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    _marked(tmp_path, *_ids(tmp_path))
    with _archive(tmp_path) as archive:
        assert verify_archive(watch_of(archive)) == []
        archive.conn.execute("PRAGMA ignore_check_constraints = ON")
        archive.conn.execute(forged)
        (fault,) = verify_archive(watch_of(archive))
        assert "verdict on change 1" in fault or "cannot be read" in fault


def test_a_restored_copy_has_the_verdicts_and_who_made_them(tmp_path: Path) -> None:
    _seen(tmp_path, ("2020-01-01", "A"), ("2020-02-01", "B"))
    _marked(tmp_path, *_ids(tmp_path))
    with _archive(tmp_path) as archive:
        before = marks.marks(archive)
    shutil.copy(tmp_path / "archive.db", tmp_path / "copy.db")
    restore(watch_of, tmp_path / "copy.db", tmp_path / "back" / "archive.db")
    with _archive(tmp_path / "back") as archive:
        assert marks.marks(archive) == before
    assert _told(tmp_path / "back") == _told(tmp_path)
