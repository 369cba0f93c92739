"""A stored page is explained as it was read: its own headers, the profile now in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.model.clock import parse_utc
from archive_watch.model.page import WatchedPage
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.telling.explain_page import explain_stored
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import find_page
from archive_watch.storage.transcripts import load_transcript
from archive_watch.storage.versions import current_version
from archive_watch.storage.warc import WarcCapture
from fresh import fresh_archive

_URL = "https://www.example.org/a/"
_NOW = parse_utc("2026-01-01T00:00:00Z")
# Bytes that only the header's charset reads right.
_BODY = "<main><h1>Ночь</h1><p>Слова о приливах.</p></main>".encode("koi8-r")


def _watch(tmp_path: Path) -> Watch:
    given = load(config_path=None, db_path=None, environ={}, cwd=tmp_path)
    return Watch(
        archive=fresh_archive(tmp_path / "archive.db").__enter__(),
        settings=given.settings,
        profiles=load_profiles(given),
        clock=lambda: _NOW,
    )


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    watch = _watch(tmp_path)
    captures = [
        WarcCapture(
            url=_URL,
            at=at,
            status=200,
            headers=(("content-type", "text/html; charset=koi8-r"),),
            body=body,
        )
        for at, body in (
            ("2025-01-01T00:00:00Z", _BODY),
            ("2025-01-02T00:00:00Z", _BODY),
            ("2025-01-03T00:00:00Z", b"<footer>New</footer>" + _BODY),
        )
    ]
    import_captures(watch, [(tmp_path / "x.warc", iter(captures))])
    return watch


def _page(watch: Watch) -> WatchedPage:
    page = find_page(watch.archive, _URL)
    assert page is not None
    return page


def test_the_charset_of_the_check_that_was_read_is_used(watch: Watch) -> None:
    page = _page(watch)
    version = current_version(watch.archive, page.id)
    assert version is not None
    explained = explain_stored(watch, page)
    assert explained.explanation.cut.encoding == "koi8-r"
    stored = load_transcript(watch.archive, version.id)
    assert stored is not None
    kept = [block.text for block in explained.explanation.blocks if block.kept]
    assert "\n\n".join(kept) == stored.text
    assert explained.facts["version_extractor"] == explained.explanation.cut.extractor
    assert len(explained.source) == 2


def test_a_version_that_another_profile_read_is_said_to_be_read_anew(watch: Watch) -> None:
    newer = tuple(replace(profile, version=99) for profile in watch.profiles)
    explained = explain_stored(replace(watch, profiles=newer), _page(watch))
    assert explained.explanation.cut.extractor.endswith("generic/99")
    assert "it is read anew here" in explained.source[2]


def test_the_last_check_is_explained_by_its_own_bytes(watch: Watch) -> None:
    explained = explain_stored(watch, _page(watch), last=True)
    assert (explained.facts["version"], explained.facts["observed_at"]) == (
        None,
        "2025-01-03T00:00:00Z",
    )
    assert explained.explanation.blocks[0].text == "New"
