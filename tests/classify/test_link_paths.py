"""What addresses say of the page that they are for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.link_paths import (
    document_suffix,
    is_home,
    led_home,
    led_to_error,
    led_to_login,
    led_to_outage,
    led_to_search,
    led_to_wall,
    names_nothing_of,
    same_address,
)

_ASKED = "http://harbour.example/about/times.html"


@pytest.mark.parametrize(
    ("path", "is_error"),
    [
        ("/404", True), ("/404.html", True), ("/error.html", True), ("/errors/missing-page", True),
        ("/page-not-found/", True), ("/notfound.aspx", True), ("/err_404.htm", True),
        ("/custom-error.html?from=/x", True), ("/Error404/", True), ("/about/404-ways-home", False),
        ("/trial-and-error/", False), ("/errata.html", False), ("/lost-and-found", False),
    ],
)  # fmt: skip
def test_an_address_that_is_named_for_errors_is_known(path: str, is_error: bool) -> None:
    assert led_to_error(_ASKED, f"http://harbour.example{path}") is is_error


def test_who_asks_for_an_error_or_a_search_or_a_login_is_not_led_there() -> None:
    asked = "http://harbour.example/help/error.html"
    assert not led_to_error(asked, "http://harbour.example/errors/")
    assert not led_to_search("http://h.example/search", "http://h.example/site-search/?q=x")
    assert not led_to_login("http://h.example/login", "http://h.example/signin")


def test_a_search_and_a_login_are_known_by_path_or_host() -> None:
    assert led_to_search(_ASKED, "http://harbour.example/search-results?q=times")
    assert not led_to_search(_ASKED, "http://harbour.example/research/")
    for to in ("/login?next=%2Fabout", "/wp-login.php", "/users/sign_in", "/saml2/x", "/authorize"):
        assert led_to_login(_ASKED, f"http://harbour.example{to}")
    assert led_to_login(_ASKED, "https://accounts.other.example/v3?continue=x")
    assert not led_to_login(_ASKED, "http://harbour.example/blog-in-winter")


def test_a_wall_and_an_outage_are_no_errors() -> None:
    for to in ("http://harbour.example/cookie-consent?to=%2F", "https://consent.other.example/m?x",
               "http://harbour.example/accessDenied.html", "http://harbour.example/captcha/",
               "http://harbour.example/not-available-in-your-region",
               "http://harbour.example/disclaimer.html",
               "http://harbour.example/waiting-room?c=x",
               "http://harbour.example/select-country"):  # fmt: skip
        assert led_to_wall(_ASKED, to)
        assert not led_to_error(_ASKED, to)
    assert not led_to_wall(_ASKED, "http://harbour.example/informed-consent/")
    for path in ("/maintenance.html", "/site_maintenance/", "/service-unavailable"):
        assert led_to_outage(_ASKED, f"http://harbour.example{path}")
    assert not led_to_outage(_ASKED, "http://harbour.example/maintenance-of-buoys/")


@pytest.mark.parametrize(
    ("asked", "answered", "led"),
    [
        ("/a/b", "/", True), ("/a", "/", True), ("/a/b", "/index.html", True), ("/a/b", "/?x=1", False),
        ("/", "/index.html", False), ("/a/b", "/a/", False),
    ],
)  # fmt: skip
def test_a_page_that_led_to_the_home_page_is_known(asked: str, answered: str, led: bool) -> None:
    assert led_home(f"http://h.example{asked}", f"http://h.example{answered}") is led


def test_a_short_name_may_stand_for_the_home_page_of_another_site() -> None:
    assert not led_home("http://s.example/x1", "http://other.test/")
    assert led_home("http://s.example/deep/x1", "http://other.test/")


@pytest.mark.parametrize(
    "asked",
    [
        "/default.asp", "/Default.htm", "/home.html", "/main.htm", "/welcome.html", "/index.cfm", "/index",
        "/homepage", "/en", "/fr-ca/", "/english/", "/en/home", "/es/index.jsp", "/?lang=fr",
        "/index.php?lang=en",
    ],
)  # fmt: skip
def test_another_name_of_a_home_page_is_not_gone_where_it_leads_home(asked: str) -> None:
    assert not led_home(f"http://h.example{asked}", "http://h.example/")
    assert not led_home(f"http://h.example{asked}", "http://h.example/en/")


@pytest.mark.parametrize("asked", ["/?p=999", "/index.php?id=7", "/en/times.html", "/a/index.html"])
def test_a_page_of_its_own_is_gone_where_it_leads_to_a_home_page_in_a_language(asked: str) -> None:
    assert led_home(f"http://h.example{asked}", "http://h.example/en/")
    assert led_home(f"http://h.example{asked}", "http://h.example/en/index.html")
    assert not led_home(f"http://h.example{asked}", "http://h.example/en/times/")


@pytest.mark.parametrize("answered", ["/hr/", "/it/", "/cs", "/home-page", "/id/index.html"])
def test_a_department_with_a_short_name_is_no_home_page(answered: str) -> None:
    assert not led_home("http://h.example/human-resources/", f"http://h.example{answered}")


@pytest.mark.parametrize(
    ("asked", "leads_away"),
    [
        ("/go/x1B2", True), ("/r/9", True), ("/cgi-bin/leaving.pl?http://www.other.test/", True),
        ("/exit/to?u=https%3A%2F%2Fwww.other.test%2F", True), ("/offices/times.html", False),
        ("/go/how-we-write-of-ferries", False), ("/offices/x1", False),
    ],
)  # fmt: skip
def test_an_address_that_is_there_to_lead_away_may_mean_a_home_page(
    asked: str, leads_away: bool
) -> None:
    assert led_home(f"http://h.example{asked}", "https://www.other.test/") is not leads_away


def test_documents_are_known_by_their_ending() -> None:
    names = ("a.PDF", "b.html", "c", "d.pdf?x=1", "v1.2")
    found = [document_suffix(f"http://h.example/{name}") for name in names]
    assert found == [".pdf", None, None, ".pdf", None]


def test_words_of_an_address_are_looked_for_in_a_title() -> None:
    assert not names_nothing_of("http://h.example/files/tides-2012.pdf", "Tides of the year")
    assert names_nothing_of("http://h.example/files/tides-2012.pdf", "Publications")
    assert not names_nothing_of("http://h.example/r%C3%A9sum%C3%A9/", "Résumé")
    assert names_nothing_of("http://h.example/index.html", "Index of pages")


def test_an_address_is_itself_whatever_its_fragment() -> None:
    assert same_address("http://h.example/a#b", "http://h.example/a")
    assert not same_address("http://h.example/a", "http://h.example/b")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_an_address(one: str, other: str) -> None:
    led = (led_home, led_to_error, led_to_search, led_to_login, led_to_wall, led_to_outage)
    for found in (*led, same_address):
        assert found(one, other) in {True, False}
    assert is_home(f"http://[{one}/") in {True, False}
    document_suffix(f"http://[{one}]/{other}")
    names_nothing_of(one, other)
