"""91 raw responses of real country reports: the words of the content root, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from archive_watch.config import load
from archive_watch.extract.page import Cut, PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_profiles import load_profiles
from archive_watch.storage.warc import WarcCapture, read_warc
from archive_watch.versioning.fingerprint import state_of
from shared_data import shared_data

_FURNITURE = (
    "official website",
    "safely connected",
    "Here's how you know",
    "ARCHIVED CONTENT",
    "Lessons of 1989",
    "Welcome to the new State.gov",
    "Cookie Settings",
    "Skip to content",
    "Build a Custom Report",
    "View report by",
    "Share this page",
)


@pytest.fixture(scope="module")
def captures() -> list[WarcCapture]:
    records = read_warc(shared_data() / "reports-sample.warc.gz", max_bytes=2**25)
    return [record for record in records if isinstance(record, WarcCapture)]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> SiteProfile:
    folder = tmp_path_factory.mktemp("none")
    profiles = load_profiles(load(config_path=None, db_path=None, environ={}, cwd=folder))
    return profile_for("www.state.gov", profiles)


def _cut(capture: WarcCapture, profile: SiteProfile) -> Cut:
    return cut_page(
        capture.body,
        content_type="text/html; charset=UTF-8",
        url=capture.url,
        profile=profile,
        status=capture.status,
    )


def test_every_report_is_content_and_none_waits_for_review(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    kinds = [_cut(capture, profile).kind for capture in captures]
    assert kinds == [PageKind.CONTENT] * 91


def test_no_phrase_of_the_furniture_is_in_any_report(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    for capture in captures:
        text = read_cut(_cut(capture, profile)).text
        assert [phrase for phrase in _FURNITURE if phrase in text] == [], capture.url


def test_the_text_is_what_html5lib_reads_in_the_content_root(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    for capture in captures:
        soup = BeautifulSoup(capture.body.decode("utf-8"), "html5lib")
        root = soup.select_one("#report_content")
        assert root is not None
        unwanted = ("script", "style", "noscript", "template", *profile.drop, *profile.related)
        for element in root.select(",".join(unwanted)):
            element.decompose()
        expected = "".join(root.get_text().split())
        actual = "".join(read_cut(_cut(capture, profile)).text.split())
        assert actual == expected, capture.url


_POPUP = '<div id="wmpci-popup-wrp" class="wmpci-popup-wrp"><h2>U.S. Department</h2><h4>A new one</h4></div>'
_BANNER = (
    '<div class="nobody-knows"><p>You are viewing ARCHIVED CONTENT released online from January 20, 2021'
    " to January 20, 2025.</p><p>Content in this archive site is NOT UPDATED, and links may not"
    ' function.</p><p>For current information, go to <a href="/">www.state.gov</a>.</p></div>'
)


def _state(markup: str, capture: WarcCapture, profile: SiteProfile) -> str:
    changed = replace(capture, body=markup.encode("utf-8"))
    return state_of(read_cut(_cut(changed, profile))).state


def test_furniture_of_a_real_page_is_no_state_and_a_word_of_it_is(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    for capture in captures[::6]:
        page = capture.body.decode("utf-8")
        before = _state(page, capture, profile)
        root = re.search(r'<div[^>]*id="report_content"[^>]*>', page)
        assert root is not None
        for dressed in (
            page.replace("</body>", f"{_POPUP}</body>"),
            page.replace(root[0], root[0] + _BANNER),
            page.replace(root[0], root[0] + _POPUP),
            re.sub(r"\?ver=[\w.]+", "?ver=0", page),
            re.sub(r'("nonce":")\w+', r"\g<1>0000", page),
            page.replace("official website", "unofficial website"),
            page.replace("\u00a0", " "),
        ):
            assert _state(dressed, capture, profile) == before, capture.url
        word = max(re.findall(r">([A-Z][a-z]+ [a-z]+ [a-z]+ [a-z]+)", page[root.end() :]), key=len)
        edited = page[: root.end()] + page[root.end() :].replace(word, f"{word} not", 1)
        assert _state(edited, capture, profile) != before, capture.url
