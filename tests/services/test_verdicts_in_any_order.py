"""Whatever comes in after a change was marked, and in whatever order, its verdict is on that step
and on no other."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.model.verdict import Mark
from archive_watch.services.judging.mark_changes import mark_changes
from archive_watch.storage.database import Archive, Row, open_archive
from warcs import page, response, written
from watching import imported, watch_of

_WORDS = {
    "A": "The committee met on Tuesday and agreed to publish its report in full.",
    "B": "The committee met on Monday and agreed to publish its report in part.",
    "C": "Something else altogether stands here now, and nobody says why it does.",
}
_SIGHTS = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from([*_WORDS])),
    min_size=3, max_size=7, unique_by=lambda sight: sight[0],
)  # fmt: skip
_STEP = "step, from_version_id, to_version_id"


def _import(folder: Path, day: int, state: str) -> None:
    body = page(_WORDS[state])
    seen = response("https://archive.example/report", body, at=f"2020-01-{day:02}T00:00:00Z")
    imported(folder / "archive.db", written(folder / f"{day}.warc", seen))


def _changes(archive: Archive) -> list[Row]:
    return archive.rows(
        f"SELECT c.id, {_STEP}, not_before, not_after, j.id AS verdict FROM changes c"
        " LEFT JOIN verdicts j ON j.change_id = c.id WHERE superseded_at IS NULL ORDER BY not_after"
    )


@given(_SIGHTS, st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_a_verdict_is_on_the_step_that_was_judged_or_on_none_that_stands(
    sights: list[tuple[int, str]], chance: object
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        judged: list[Row] = []
        for day, state in sights:
            _import(folder, day, state)
            with open_archive(folder / "archive.db") as archive:
                standing = _changes(archive)
                if judged:
                    _must_be_on_that_step(standing, judged[0])
                elif standing:
                    judged = [chance.choice(standing)]  # type: ignore[attr-defined]  # a Random
                    mark = Mark(by="A. Reader", at="2026-01-01T00:00:00Z", reviewed=True)
                    mark_changes(watch_of(archive), [judged[0]["id"]], mark)


def _must_be_on_that_step(standing: list[Row], judged: Row) -> None:
    same = [
        row["id"]
        for row in standing
        if all(row[name] == judged[name] for name in _STEP.split(", "))
        and row["not_before"] <= judged["not_after"]
        and judged["not_before"] <= row["not_after"]
    ]
    marked = [row["id"] for row in standing if row["verdict"] is not None]
    assert len(marked) <= 1
    assert set(marked) <= set(same)
    if len(same) == 1:
        assert marked == same
