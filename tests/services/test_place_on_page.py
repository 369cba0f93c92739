"""Places on a page, found as browsers find them."""

from __future__ import annotations

import pytest

from archive_watch.model.link import Fragment
from archive_watch.services.linking.place_on_page import is_looked_for, place_on_page

HTML = "text/html; charset=utf-8"
PAGE = (
    "<!DOCTYPE html><title>Times</title><h1 id=head>Times</h1><p><a name='old'></a>The first boat"
    " leaves at <b>seven</b> , when the tide\n allows.</p><p id='a b'>Later.</p><p id='a%20c'>Last.</p>"
    "<p id='é'>And so on.</p>"
)


def found(fragment: str, page: str = PAGE, *, is_whole: bool = True) -> Fragment | None:
    return place_on_page(page.encode(), fragment, content_type=HTML, is_whole=is_whole)


@pytest.mark.parametrize(
    "fragment",
    [
        "head", "old", "a%20b", "a b", "a%20c", "%C3%A9", "é", ":~:text=first%20boat",
        ":~:text=THE%20First", ":~:text=first%20boat,the%20tide",
        ":~:text=first-,boat,-leaves", "head:~:text=seven,", ":~:text=no%20such&text=later",
        ":~:text=at%20seven%2C%20when",
    ],
)  # fmt: skip
def test_a_place_that_is_there_is_found(fragment: str) -> None:
    assert found(fragment) is Fragment.FOUND


@pytest.mark.parametrize(
    "fragment",
    ["foot", "HEAD", "a%20d", ":~:text=second%20boat", ":~:text=tide,boat", "foot:~:text=seven"],
)
def test_a_place_that_is_not_there_is_missing(fragment: str) -> None:
    assert found(fragment) is Fragment.MISSING


def test_where_only_the_beginning_was_read_or_scripts_may_make_it_nothing_is_known() -> None:
    assert found("foot", is_whole=False) is None
    assert found("foot", PAGE + "<script>make()</script>") is None
    assert found("head", PAGE + "<script>make()</script>", is_whole=False) is Fragment.FOUND


@pytest.mark.parametrize("fragment", ["", "top", "TOP", "!/inbox", "/route/1", "page=3"])
def test_the_top_and_what_applications_read_are_not_looked_for(fragment: str) -> None:
    assert not is_looked_for(fragment)


@pytest.mark.parametrize("fragment", ["head", ":~:text=x", "top:~:text=x", "page-3", "%20"])
def test_everything_else_is(fragment: str) -> None:
    assert is_looked_for(fragment)
