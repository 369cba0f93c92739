"""Real pages read as if nobody knew their host: steady, and watchful of their words.

What no name of content marks is tried too: a guess of where the words are may be wrong, but must
not be another one tomorrow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive_watch.extract.learning.last_resort import engine
from archive_watch.extract.page import cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.versioning.fingerprint import state_of
from extract.reading import UNKNOWN, profiles
from perturb import NEUTRAL, Edit
from perturb_words import WORDS
from shared_data import shared_data

if TYPE_CHECKING:
    from samples import Sample

_BENCH = Path(__file__).resolve().parents[2] / "bench"
_GENERIC = profile_for(UNKNOWN, profiles())
_WAYS = {
    "by the names of content": replace(_GENERIC, last_resort=False),
    "without any name": replace(_GENERIC, roots=(), last_resort=False),
    **({"by the last resort": replace(_GENERIC, roots=())} if engine() else {}),
}
_EVERY_REPORT, _EVERY_RELEASE = 25, 8
# Each so-many-th perturbation is tried on a page, all in turn; the last resort is slow.
_EACH_NTH, _EACH_NTH_SLOWLY = 9, 30


@pytest.fixture(scope="module")
def pages() -> list[Sample]:
    shared_data()
    sys.path.append(str(_BENCH))
    try:
        import samples
    finally:
        sys.path.remove(str(_BENCH))
    every = samples.samples()
    by_group = {one.group: [page for page in every if page.group == one.group] for one in every}
    return [
        *by_group["transcripts"],
        *by_group["reports"][::_EVERY_REPORT],
        *by_group["releases"][::_EVERY_RELEASE],
    ]


def _state(body: bytes, page: Sample, profile: SiteProfile) -> str:
    cut = cut_page(body, content_type="text/html", url=page.url, profile=profile)
    return state_of(read_cut(cut)).state if cut.has_words else cut.kind


def _tried(
    pages: list[Sample], profile: SiteProfile, edits: dict[str, Edit]
) -> Iterator[tuple[str, str, bool]]:
    """Each edit with the address of the page it was made of, and whether it shows."""
    nth = _EACH_NTH_SLOWLY if profile.last_resort else _EACH_NTH
    for at, page in enumerate(pages):
        plain = _state(page.body, page, profile)
        for name in list(edits)[-at % nth :: nth]:
            body = edits[name](page.body)
            if body is not None:
                yield name, page.url, _state(body, page, profile) != plain


@pytest.mark.parametrize("way", _WAYS)
def test_what_is_no_edit_of_a_page_of_an_unknown_host_is_no_change(
    way: str, pages: list[Sample]
) -> None:
    tried = list(_tried(pages, _WAYS[way], NEUTRAL))
    assert [(name, url) for name, url, shows in tried if shows] == []
    assert len(tried) > 20


@pytest.mark.parametrize("way", _WAYS)
def test_every_edit_of_the_words_of_a_page_of_an_unknown_host_is_seen(
    way: str, pages: list[Sample]
) -> None:
    tried = list(_tried(pages, _WAYS[way], WORDS))
    assert [(name, url) for name, url, shows in tried if not shows] == []
    assert len(tried) > 8
