"""Transcript pages with known answers, one or two an era, and the block page that answers 200."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from archive_watch.config import load
from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Transcript
from archive_watch.services.load_profiles import load_profiles
from shared_data import shared_data

PAGES = (
    "1997-2001_interview",
    "2001-2009_interview_cp1252",
    "2009-2017_interview",
    "2017-2021_seed_interview",
    "2021-2025_nato_presser",
    "2021-2025_readout",
)


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteProfile, ...]:
    folder = tmp_path_factory.mktemp("none")
    return load_profiles(load(config_path=None, db_path=None, environ={}, cwd=folder))


def _gold(name: str) -> dict[str, Any]:
    text = (shared_data() / f"reconstructed/{name}.gold.json").read_text(encoding="utf-8")
    gold: dict[str, Any] = json.loads(text)
    return gold


def _read(name: str, profiles: tuple[SiteProfile, ...]) -> Transcript:
    url = _gold(name)["url"]
    cut = cut_page(
        (shared_data() / f"reconstructed/{name}.html").read_bytes(),
        content_type="text/html",
        url=url,
        profile=profile_for(url.split("/")[2], profiles),
    )
    assert cut.kind is PageKind.CONTENT
    return read_cut(cut)


@pytest.mark.parametrize("name", PAGES)
def test_the_paragraphs_are_those_of_the_gold(name: str, profiles: tuple[SiteProfile, ...]) -> None:
    assert _read(name, profiles).text.split("\n\n") == _gold(name)["paragraphs"]


@pytest.mark.parametrize("name", PAGES)
def test_the_turns_are_those_of_the_gold(name: str, profiles: tuple[SiteProfile, ...]) -> None:
    read = _read(name, profiles)
    turns = [
        {"speaker": turn.speaker, "text": read.turn_text(turn)}
        for turn in read.turns
        if turn.speaker is not None
    ]
    assert turns == _gold(name)["turns"]


@pytest.mark.parametrize("name", PAGES)
def test_the_metadata_is_that_of_the_gold(name: str, profiles: tuple[SiteProfile, ...]) -> None:
    scored = {key: value for key, value in _gold(name)["meta"].items() if value is not None}
    metadata = _read(name, profiles).metadata
    assert {key: getattr(metadata, key) for key in scored} == scored


@pytest.mark.parametrize("name", PAGES)
def test_no_furniture_is_in_the_words(name: str, profiles: tuple[SiteProfile, ...]) -> None:
    text = _read(name, profiles).text
    assert [phrase for phrase in _gold(name)["must_not_contain"] if phrase in text] == []


def test_the_seed_interview_has_its_sixteen_turns(profiles: tuple[SiteProfile, ...]) -> None:
    read = _read("2017-2021_seed_interview", profiles)
    assert len(read.turns) == 16
    assert {turn.speaker for turn in read.turns} == {"MS NAUERT", "QUESTION", "SECRETARY POMPEO"}
    assert None not in (
        read.metadata.speaker, read.metadata.role, read.metadata.place, read.metadata.published_on,
    )  # fmt: skip
    assert "Lessons of 1989" not in read.text


def test_the_block_page_is_blocked_for_every_profile(profiles: tuple[SiteProfile, ...]) -> None:
    body = next((shared_data() / "reconstructed").glob("softblock_*.html")).read_bytes()
    for profile in profiles:
        for status in (200, 403):
            cut = cut_page(
                body,
                content_type="text/html",
                url="https://2017-2021.state.gov/",
                profile=profile,
                status=status,
            )
            assert cut.kind is PageKind.BLOCKED, profile.name


def _real_pages() -> list[Path]:
    return sorted((shared_data() / "pages").glob("*/*.html"))


def test_the_real_pages_of_the_older_eras_are_read(profiles: tuple[SiteProfile, ...]) -> None:
    assert len(_real_pages()) == 7
    for page in _real_pages():
        host = page.parent.name
        cut = cut_page(
            page.read_bytes(),
            content_type="text/html",
            url=f"https://{host}/{page.name}",
            profile=profile_for(host, profiles),
        )
        assert cut.kind is PageKind.CONTENT, page.name
        text = read_cut(cut).text
        assert len(text.split()) > 100, page.name
        for furniture in ("permanent electronic archive", "Acrobat Reader", "In This Section"):
            assert furniture not in text, page.name


def _expected(page: Path) -> str:
    """The words of the content root as html5lib, another parser of the same standard, nests them."""
    soup = BeautifulSoup(page.read_bytes().decode("utf-8"), "html5lib")
    root = soup.select_one("#centerblock") or soup.select_one("body > blockquote")
    assert root is not None
    for element in root.select("script, style, noscript, #archivebanner"):
        element.decompose()
    return "".join(root.get_text().split())


def test_the_words_of_the_older_eras_are_what_html5lib_reads(
    profiles: tuple[SiteProfile, ...],
) -> None:
    for page in _real_pages():
        host = page.parent.name
        cut = cut_page(
            page.read_bytes(),
            content_type="text/html",
            url=f"https://{host}/{page.name}",
            profile=profile_for(host, profiles),
        )
        words = "".join(read_cut(cut).text.split())
        expected = _expected(page)
        assert words in expected, page.name  # head lines and the way on are not words
        assert len(expected) - len(words) < 300, page.name
