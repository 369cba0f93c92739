"""On real pages: what the site did to its template is a handful of events, each told once."""

from __future__ import annotations

import pytest

from archive_watch.storage import answers
from archive_watch.storage.database import open_archive
from real.imported_releases import copied_releases


def test_the_pop_up_that_the_site_gave_other_words_is_one_event(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with open_archive(copied_releases(tmp_path_factory)) as archive:
        wanted = answers.ChangeFilter(kind="template")
        told = {one["pages"]: one for one in answers.changes(archive, wanted)}
        most = told[max(told)]
        assert max(told) > 100
        assert min(most["words_removed"], most["words_added"]) > 0
        assert {one["url"] for one in told.values()} == {"https://2021-2025.state.gov/"}
        assert len(told) <= 5
        assert archive.number("SELECT count(*) FROM frames") < 20
