"""A slim profile says of every page the same as the whole one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.config import load
from archive_watch.extract.page import cut_page
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.services.linking.slim_profile import SlimProfiles, slim_profile
from archive_watch.services.load_profiles import load_profiles
from services.asking import article
from zoo.all_kinds import KINDS
from zoo.kind import Asked, Kind, Truth

_SHIPPED = load(config_path=None, db_path=Path("archive.db"), environ={}, cwd=Path())
_PROFILES = load_profiles(_SHIPPED)
_HOSTS = ("other.example", "2017-2021.state.gov", "2009-2017.state.gov")
_ASKED = [kind for kind in KINDS if kind.truth is not Truth.EXCLUDED]
_TAGS = ("main", "article", "div id=content", "div class=entry-content", "DIV CLASS='Post-Content'",
         "div role=main", "nav", "aside", "p", "h1", "form", "span class=share")  # fmt: skip


def said(body: bytes, profile: SiteProfile, host: str) -> tuple[object, ...]:
    cut = cut_page(body, content_type="text/html", url=f"http://{host}/a/b.html", profile=profile)
    words = None if cut.part is None else (cut.part.root, cut.part.words)
    return cut.kind, cut.reason, cut.leads_to, words


def same(body: bytes, host: str) -> None:
    profile = profile_for(host, _PROFILES)
    assert said(body, SlimProfiles().of(profile, host, body), host) == said(body, profile, host)


def body_of(kind: Kind) -> bytes:
    asked = Asked(
        method="GET",
        path=kind.path,
        headers={},
        nth=1,
        day=0,
        url=lambda _, path: f"http://x{path}",
    )
    return kind.answers(asked).first.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("host", _HOSTS)
def test_of_every_kind_in_the_zoo_the_same_is_said(host: str) -> None:
    for kind in _ASKED:
        same(body_of(kind), host)


@given(st.lists(st.tuples(st.sampled_from(_TAGS), st.sampled_from(["", "Some words. ", "w " * 90])),
                max_size=8))  # fmt: skip
def test_of_any_page_the_same_is_said(parts: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{words}</{tag.split()[0]}>" for tag, words in parts)
    for host in _HOSTS:
        same(f"<title>A page</title><body>{markup}".encode(), host)


def test_a_page_that_could_match_few_selectors_is_looked_at_with_few() -> None:
    profile = profile_for("other.example", _PROFILES)
    body = article("Some words.").encode()
    slim = SlimProfiles().of(profile, "other.example", body)
    assert "main" in slim.roots
    assert len(slim.roots) < len(profile.roots) / 4


def test_a_selector_that_needs_what_is_not_there_is_kept_and_every_alternative_counts() -> None:
    whole = ("main:not(.narrow)", "#first, .second", "#third .fourth", "#x")
    profile = SiteProfile(name="x", roots=whole)
    assert slim_profile(profile, frozenset()).roots == (whole[0], whole[3])
    assert slim_profile(profile, frozenset({"second"})).roots == (whole[0], whole[1], whole[3])
    assert slim_profile(profile, frozenset({"third"})).roots == (whole[0], whole[3])
    assert slim_profile(profile, frozenset({"third", "fourth"})).roots == (*whole[::2], whole[3])


def test_a_name_is_seen_in_any_writing_and_within_others() -> None:
    profile = SiteProfile(name="x", roots=("#main", "[class*=share-]", ".left-content"))
    for markup, roots in (
        (b"<p ID=MAIN>", profile.roots[:1]),
        (b"<p id='main'class=pre_SHARE-it>", profile.roots[:2]),
        (b"<p class=left\xe9content>", ()),
    ):
        assert SlimProfiles().of(profile, "other.example", markup).roots == roots
