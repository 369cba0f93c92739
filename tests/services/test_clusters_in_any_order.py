"""However captures arrive, the same edits on the same pages are the same clusters."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage.clusters import cluster_faults
from archive_watch.storage.database import open_archive
from warcs import page, response, written
from watching import imported, watch_of

_TOLD = (
    "SELECT url, kind, severity, cluster, pages, not_before, not_after, summary FROM recent_changes"
    " ORDER BY 1, 6, 7, 2"
)
_NAMES = ("Natalie", "Natalia", "Nathan")
_POLICIES = ("climate policy", "policy", "weather policy")


def _capture(number: int, month: int, name: int, policy: int, own: bool) -> bytes:
    words = (
        f"Report {number} of the board. {_NAMES[name]} Jones spoke of {_POLICIES[policy]} at"
        f" length.{' A pilot laughed.' if own else ''}"
    )
    at = f"2020-{month:02d}-1{number}T00:00:00Z"
    return response(f"https://archive.example/{number}/", page(words, title=f"P{number}"), at=at)


_captures = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(1, 4), st.integers(0, 2), st.integers(0, 2), st.booleans()
    ),
    min_size=1, max_size=14, unique_by=lambda one: one[:2],
)  # fmt: skip


def _told(database: Path) -> list[tuple[Any, ...]]:
    with open_archive(database) as archive:
        assert list(cluster_faults(archive)) == []
        return [tuple(row) for row in archive.rows(_TOLD)]


@settings(max_examples=12, deadline=None)
@given(captures=_captures, data=st.data())
def test_any_order_leaves_the_same_clusters(
    captures: list[tuple[int, int, int, int, bool]], data: st.DataObject
) -> None:
    in_time = [_capture(*one) for one in sorted(captures, key=lambda one: (one[1], one[0]))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        imported(folder / "in-time.db", written(folder / "in-time.warc", *in_time))
        for again in range(2):
            arrived = data.draw(st.permutations(in_time))
            imported(folder / f"{again}.db", written(folder / f"{again}.warc", *arrived))
            assert _told(folder / f"{again}.db") == _told(folder / "in-time.db")


def test_a_late_capture_takes_pages_out_of_a_cluster_and_puts_others_in(tmp_path: Path) -> None:
    known = [
        _capture(n, month, name, 0, False) for n in range(3) for month, name in ((1, 0), (3, 1))
    ]
    imported(tmp_path / "late.db", written(tmp_path / "known.warc", *known))
    together = _told(tmp_path / "late.db")
    assert [row[4] for row in together] == [3, 3, 3]
    late = [_capture(0, 2, 2, 0, False), _capture(1, 2, 2, 0, False)]
    imported(tmp_path / "late.db", written(tmp_path / "late.warc", *late))
    imported(tmp_path / "at-once.db", written(tmp_path / "all.warc", *late, *known))
    told = _told(tmp_path / "late.db")
    assert told == _told(tmp_path / "at-once.db")
    assert [row[4] for row in told] == [2, 2, 2, 2, 1]
    assert told[-1][3] is None


def test_a_cluster_that_its_changes_do_not_show_is_found(tmp_path: Path) -> None:
    captures = [_capture(n, month, month - 1, 0, False) for n in range(3) for month in (1, 2)]
    imported(tmp_path / "archive.db", written(tmp_path / "all.warc", *captures))
    for sql in (
        "UPDATE edit_clusters SET pages = 4",
        "UPDATE edit_marks SET stands = 0",
        "UPDATE changes SET cluster = NULL",
    ):
        with open_archive(tmp_path / "archive.db") as archive:
            assert verify_archive(watch_of(archive)) == []
            archive.conn.execute("BEGIN IMMEDIATE")
            archive.conn.execute(sql)
            assert any("cluster" in fault for fault in verify_archive(watch_of(archive)))
            archive.conn.rollback()
