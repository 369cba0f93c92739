"""However captures arrive, the events of a site's template are the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage.database import open_archive
from warcs import response, written
from watching import imported, watch_of

_SAID = (
    "SELECT url, kind, pages, cluster, not_before, not_after, source, summary, words_added,"
    " words_removed FROM recent_changes ORDER BY 1, 2, 4, 5"
)
_WORDS = "SELECT url, removed, added, not_before, not_after FROM removed_text ORDER BY 1, 2, 3, 4"
_EVIDENCE = (
    "SELECT c.cluster, a.sha256, b.sha256 FROM changes c JOIN captures a ON a.id = from_capture_id"
    " JOIN captures b ON b.id = to_capture_id WHERE superseded_at IS NULL ORDER BY 1, 2, 3"
)


def _capture(number: int, month: int, banner: str, nonce: bool) -> bytes:
    body = (
        f"<html><body><header><p>Kept by the harbour</p><p>{banner}</p>"
        f"<p>{f'Request {number}-{month}' if nonce else ''}</p></header>"
        f"<nav><a href='/'>Home</a></nav><main><p>Words of page {number}.</p></main>"
        f"<footer><p>{'Ask us' if month % 2 else 'Ask the office'}</p></footer></body></html>"
    )
    at = f"2020-{month:02d}-1{number}T00:00:00Z"
    return response(f"https://archive.example/{number}/", body.encode(), at=at)


_captures = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(1, 4), st.sampled_from(["Old", "New", "Newest"]), st.booleans()
    ),
    min_size=1, max_size=16, unique_by=lambda one: one[:2],
)  # fmt: skip


def _told(database: Path) -> list[list[Any]]:
    with open_archive(database) as archive:
        assert verify_archive(watch_of(archive)) == []
        return [[tuple(row) for row in archive.rows(sql)] for sql in (_SAID, _WORDS, _EVIDENCE)]


@settings(max_examples=24, deadline=None)
@given(captures=_captures, data=st.data())
def test_any_order_tells_the_same_events(
    captures: list[tuple[int, int, str, bool]], data: st.DataObject
) -> None:
    in_time = [_capture(*one) for one in sorted(captures, key=lambda one: (one[1], one[0]))]
    arrived = data.draw(st.permutations(in_time))
    with TemporaryDirectory() as name:
        folder = Path(name)
        imported(folder / "in-time.db", written(folder / "in-time.warc", *in_time))
        imported(folder / "shuffled.db", written(folder / "shuffled.warc", *arrived))
        assert _told(folder / "shuffled.db") == _told(folder / "in-time.db")


def test_a_late_capture_between_two_others_parts_an_event(tmp_path: Path) -> None:
    known = [_capture(n, month, "Old", False) for n in range(3) for month in (1, 3)]
    late = [_capture(n, 2, "New", False) for n in range(3)]
    imported(tmp_path / "late.db", written(tmp_path / "known.warc", *known))
    assert [row[1] for row in _told(tmp_path / "late.db")[0]] == []
    imported(tmp_path / "late.db", written(tmp_path / "late.warc", *late))
    imported(tmp_path / "at-once.db", written(tmp_path / "all.warc", *known, *late))
    told = _told(tmp_path / "late.db")
    assert told == _told(tmp_path / "at-once.db")
    assert {(row[0], row[1], row[2]) for row in told[0]} == {
        ("https://archive.example/", "template", 3)
    }
    banners = {(removed, added) for _, removed, added, _, _ in told[1]}
    assert {("Old", "New"), ("New", "Old")} <= banners


def test_a_template_change_that_its_pages_do_not_show_is_found(tmp_path: Path) -> None:
    captures = [
        _capture(n, month, banner, False)
        for n in range(3) for month, banner in ((1, "Old"), (2, "New"))
    ]  # fmt: skip
    imported(tmp_path / "archive.db", written(tmp_path / "all.warc", *captures))
    for sql in ("UPDATE changes SET pages = 4 WHERE kind = 'template'", "DELETE FROM frame_edits"):
        with open_archive(tmp_path / "archive.db") as archive:
            with archive.writing() as conn:
                conn.execute(sql)
            faults = verify_archive(watch_of(archive))
        assert "template changes" in faults[0]
