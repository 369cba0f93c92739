"""What kind of target a link has, seen from the page that has it."""

from __future__ import annotations

import pytest

from archive_watch.classify.link_target import TargetClass, target_class
from archive_watch.model.state_hosts import HostMap
from repair.host_maps import shipped_map

PAGE = "https://2017-2021.state.gov/some-page/"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://2017-2021.state.gov/other/", "same_archive"),
        ("http://2017-2021.STATE.gov:80/other/", "same_archive"),
        ("https://2009-2017.state.gov/a.htm", "sister"),
        ("https://www.state.gov/a/", "superseded"),
        ("http://state.gov/a/", "superseded"),
        ("http://secretary.state.gov/www/a.html", "superseded"),
        ("https://history.state.gov/a", "government"),
        ("https://www.defense.mil/a", "government"),
        ("https://www.state.gov.example/a", "external"),
        ("https://example.org/", "external"),
        ("mailto:someone@state.gov", "external"),
        ("http://[broken", "external"),
    ],
)
def test_a_link_is_classed_by_whose_host_it_leads_to(link: str, expected: str) -> None:
    assert target_class(link, PAGE, shipped_map()) == TargetClass(expected)


def test_links_within_the_live_site_are_its_own_under_each_of_its_names() -> None:
    found = target_class("http://state.gov/b/", "https://www.state.gov/a/", shipped_map())
    assert found is TargetClass.SAME_ARCHIVE


def test_without_a_map_only_the_host_itself_is_its_own() -> None:
    assert target_class("https://www.state.gov/", PAGE, HostMap()) is TargetClass.GOVERNMENT
