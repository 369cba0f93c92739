"""Whatever a watched page says, no report acts on it: not in a browser, a terminal or a wiki."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report.diff_markdown import diff_as_markdown
from archive_watch.report.diff_page import diff_as_html
from archive_watch.report.diff_page_keys import DIFF_KEYS
from archive_watch.report.diff_text import diff_as_text
from archive_watch.report.diffs import diff_as_json
from archive_watch.report.html import digest_as_html
from archive_watch.report.html_words import link_to, shown
from archive_watch.report.markdown import digest_as_markdown, escaped
from archive_watch.report.text import digest_as_text
from archive_watch.report.visible import visible
from told import hostile_diff, hostile_digest

_PAGES = [lambda: digest_as_html(hostile_digest()), lambda: diff_as_html(hostile_diff())]
_TEXTS = [
    lambda: digest_as_text(hostile_digest()), lambda: diff_as_text(hostile_diff()),
    lambda: digest_as_markdown(hostile_digest()), lambda: diff_as_markdown(hostile_diff()),
]  # fmt: skip
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OURS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article",
    "h1", "h2", "h3", "p", "span", "a", "ins", "del", "details", "summary", "ul", "li", "br", "div", "bdi",
    "nav", "input", "label", "button", "kbd", "script",
}  # fmt: skip


@pytest.mark.parametrize("drawn", _PAGES, ids=["digest", "diff"])
def test_a_page_holds_our_elements_only_and_no_script_but_ours(drawn: Callable[[], str]) -> None:
    page = BeautifulSoup(drawn(), "html.parser")
    assert [script.get_text() for script in page.find_all("script")] in ([], [DIFF_KEYS])
    assert {element.name for element in page.find_all(True)} <= _OURS
    attributes = {name for element in page.find_all(True) for name in element.attrs}
    assert not {name for name in attributes if name.startswith("on") or name in {"src", "srcset"}}


@pytest.mark.parametrize("drawn", _PAGES, ids=["digest", "diff"])
def test_a_page_links_to_web_addresses_and_to_itself_only(drawn: Callable[[], str]) -> None:
    page = BeautifulSoup(drawn(), "html.parser")
    addresses = [str(link["href"]) for link in page.find_all("a")]
    assert addresses
    assert all(address.startswith(("https://", "http://", "#")) for address in addresses)
    inside = [address[1:] for address in addresses if address.startswith("#")]
    assert all(page.find(id=target) is not None for target in inside)


@pytest.mark.parametrize("drawn", [*_PAGES, *_TEXTS])
def test_nothing_that_acts_or_hides_is_left(drawn: Callable[[], str]) -> None:
    assert _ACTS.findall(drawn()) == []


def test_no_page_can_forge_a_line_of_a_report() -> None:
    for drawn in (digest_as_text(hostile_digest()), digest_as_markdown(hostile_digest())):
        assert not [line for line in drawn.splitlines() if line.lstrip().startswith("FORGED")]


def test_markdown_holds_no_link_but_to_web_addresses() -> None:
    drawn = digest_as_markdown(hostile_digest()) + diff_as_markdown(hostile_diff())
    assert not re.search(r"(?<!\\)\]\(", drawn)
    assert all(found.startswith("https://") for found in re.findall(r"(?<!\\)<([^>]*)>", drawn))


@given(st.text(max_size=60))
def test_escaped_markdown_is_the_text_again_once_its_escapes_are_taken_off(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text)) == " ".join(text.split())


@given(st.text(max_size=60))
def test_shown_text_reads_as_the_visible_text_in_a_browser(text: str) -> None:
    page = BeautifulSoup(f"<p>it says {shown(text)}</p>", "html.parser")
    assert [element.name for element in page.find_all(True)] == ["p"]
    assert page.get_text() == f"it says {visible(text)}"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "//a.example"]
)  # fmt: skip
def test_what_is_no_web_address_is_never_a_link(url: str) -> None:
    assert "<a" not in link_to(url)


def test_the_json_of_a_diff_gives_both_texts_back_exactly() -> None:
    diff = hostile_diff()
    told = json.loads(json.dumps(diff_as_json(diff)))
    for side in ("old", "new"):
        parts = [op[side] for op in told["ops"] if op[side] is not None]
        expected = [getattr(op, side) for op in diff.ops if getattr(op, side) is not None]
        assert "\n\n".join(parts) == "\n\n".join(expected)
    for op in told["ops"]:
        if op["op"] == "replace":
            assert "".join(text for sign, text in op["words"] if sign != "+") == op["old"]
            assert "".join(text for sign, text in op["words"] if sign != "-") == op["new"]
