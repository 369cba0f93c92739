"""The real releases in Datasette: each known edit can be found, and searching gives right hits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive_watch.datasette_plugin.meanings import saved_questions
from datasette_plugin.asked import VIEWS, page, rows, serving
from real.imported_releases import copied_releases
from shared_data import shared_data


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_releases(tmp_path_factory)


@pytest.mark.parametrize("place", [*VIEWS, *saved_questions()])
async def test_every_view_and_question_opens(releases: Path, place: str) -> None:
    shown = await page(await serving(releases), f"/archive/{place}", words="the", url="briefing")
    assert "timed out" not in shown


async def test_every_known_edit_of_words_is_among_the_edits(releases: Path) -> None:
    lines = (shared_data() / "releases-2021.truth.jsonl").read_text(encoding="utf-8").splitlines()
    known = {edit["url"] for edit in map(json.loads, lines) if "text" in edit["aspects"]}
    assert known
    told = await rows(await serving(releases), "/archive/edits_that_matter", severity=0)
    assert known - {row["url"] for row in told} == set()


@pytest.mark.parametrize(
    "words", ["human rights", "sixty-second", "U.S.-Japan", "don’t", "Türkiye"]
)
async def test_found_pages_are_those_that_say_the_words(releases: Path, words: str) -> None:
    served = await serving(releases)
    pages = await rows(served, "/archive/current_transcripts", _size="max")
    wanted = _plain(words)
    saying = {
        row["url"]
        for row in pages
        if wanted in _plain(row["text"]) or wanted in _plain(row["title"])
    }
    found = {row["url"] for row in await rows(served, "/archive/find_words", words=words)}
    assert found <= saying
    assert len(found) == min(len(saying), 200)


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower().replace("ü", "u"))
    return f" {' '.join(words)} "
