"""Cells are readable, lead on, and can never become markup, whatever a page has written."""

from __future__ import annotations

import json
import shutil
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.datasette_plugin.cells import cell
from archive_watch.datasette_plugin.drawn_here import DrawnHere
from archive_watch.datasette_plugin.pages import reading_places
from archive_watch.datasette_plugin.question import Ways
from datasette_plugin.asked import VIEWS, page, rows, serving

_COLUMNS = (
    "change_id", "version_id", "title", "url", "found_on_url", "flags", "tags", "aspects",
    "excerpt", "the_edit", "removed", "added", "text", "transcript", "found", "page_id", "version",
    "state", "outcome", "severity", "cluster", "not_before", "capture_sha256", "sha256", "diff_html",
)  # fmt: skip
_WAYS = Ways(base="", data="/archive")
_PAGES = "/-/archive-watch"
_HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"><b>'
_IDS = {"change_id": 1, "version_id": 2, "page_id": 3}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def _parsed(html: object) -> _Tags:
    tags = _Tags()
    tags.feed(str(html))
    tags.close()
    return tags


_EDITS = st.lists(st.tuples(st.sampled_from("=-+?"), st.just(_HOSTILE) | st.text())).map(json.dumps)
_JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(_HOSTILE),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "old", "new"]), inner, max_size=3)
    ),
    max_leaves=8,
).map(json.dumps)


@pytest.mark.parametrize("column", _COLUMNS)
@given(
    value=st.text()
    | st.just(_HOSTILE * 30)
    | _JSONS
    | _EDITS
    | st.integers()
    | st.none()
    | st.binary(),
    row=st.dictionaries(st.sampled_from([*_IDS, "url"]), st.text() | st.integers()),
)
def test_no_value_of_any_column_becomes_markup(column: str, value: object, row: object) -> None:
    shown = _parsed(cell(column, value, row=row, ways=_WAYS) or "")
    assert shown.tags <= {"a", "b", "br", "del", "ins", "mark", "span", "time", "code"}
    assert all(
        link.startswith((f"{_PAGES}/", "http://", "https://", "HTTP")) for link in shown.links
    )


@pytest.mark.parametrize("text", [" " * 1000, "x" * 1000, "x " * 500, "\n\n" * 500])
def test_a_long_text_begins_however_it_is_spaced(text: str) -> None:
    assert str(cell("text", text, row=_IDS, ways=_WAYS)).endswith("read it</a>")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "//x"])
def test_only_http_addresses_lead_out(url: str) -> None:
    shown = _parsed(cell("url", url, row={**_IDS, "url": url}, ways=_WAYS))
    assert shown.links == [f"{_PAGES}/page/3"]


def test_a_watched_page_leads_to_its_story_and_out_to_itself() -> None:
    shown = _parsed(cell("url", "https://a.example/?b=1&c", row=_IDS, ways=_WAYS))
    assert shown.links == [
        f"{_PAGES}/page/3",
        "https://a.example/?b=1&c",
    ]


def test_the_target_of_a_link_is_not_a_watched_page() -> None:
    assert cell("url", "https://a.example/", row={"link_id": 1}, ways=_WAYS) is None


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ({"change_id": 1, "version_id": 2}, "change/1"),
        ({"change_id": "1", "version_id": 2}, "change/1"),
        ({"change_id": "1/../..", "version_id": 2}, "version/2"),
        ({"version_id": 2, "page_id": 3}, "version/2"),
        ({"page_id": 3, "url": "u"}, "page/3"),
        ({"url": "https://a.example/?b"}, "page?url=https%3A%2F%2Fa.example%2F%3Fb"),
        ({"version_id": {"value": 2, "label": "a"}}, "version/2"),
    ],
)
def test_a_headline_leads_to_what_its_row_is_about(row: dict[str, object], way: str) -> None:
    assert _parsed(cell("title", "A", row=row, ways=_WAYS)).links == [f"{_PAGES}/{way}"]


@pytest.mark.parametrize("column", ["change_id", "version_id", "page_id", "to_version_id"])
@pytest.mark.parametrize("value", ["1/../../x", "-1", 0, 2**63, 1.5, b"1", "9" * 30, "<b>"])
def test_what_cannot_be_the_number_of_a_row_leads_nowhere(column: str, value: object) -> None:
    assert cell(column, value, row={}, ways=_WAYS) is None


def test_an_archive_among_others_is_named_in_every_way_on() -> None:
    ways = Ways(base="/data", data="/data/two", archive="two")
    shown = _parsed(cell("change_id", 7, row={}, ways=ways))
    assert shown.links == ["/data/-/archive-watch/change/7?archive=two"]


def test_a_moment_is_read_easily_and_exact_beneath() -> None:
    told = cell("not_before", "2026-03-04T09:00:00Z", row={}, ways=_WAYS)
    assert str(told) == (
        '<time datetime="2026-03-04T09:00:00Z" title="2026-03-04T09:00:00Z">2026-03-04 09:00</time>'
    )
    assert cell("first_seen_at", "lately", row={}, ways=_WAYS) is None


def test_the_digest_of_a_capture_leads_to_its_evidence_and_any_other_stands_alone() -> None:
    digest = "0f" * 32
    shown = cell("from_capture_sha256", digest, row={}, ways=_WAYS)
    assert _parsed(shown).links == [f"{_PAGES}/capture/{digest}"]
    assert str(shown).count(digest) == 3  # where it leads, what it is, all of it to be copied
    assert _parsed(cell("text_sha256", digest, row={}, ways=_WAYS)).tags == {"code"}
    assert cell("capture_sha256", "../raw", row={}, ways=_WAYS) is None


def test_a_state_is_a_word_with_a_mark_that_is_read_to_nobody() -> None:
    told = str(cell("state", "soft_404", row={}, ways=_WAYS))
    assert told == (
        '<span class="archive-state gone"><span aria-hidden="true">✕</span> soft 404</span>'
    )
    assert cell("state", "Of the art", row={}, ways=_WAYS) is None


def test_what_weighs_stands_out_by_more_than_colour() -> None:
    assert str(cell("severity", 90, row={}, ways=_WAYS)) == "<b>90</b>"
    assert cell("severity", 20, row={}, ways=_WAYS) is None


def test_the_address_of_a_page_shows_what_would_hide_in_it() -> None:
    told = str(cell("url", "https://a.example/\u202eabc", row=_IDS, ways=_WAYS))
    assert "\u202e" not in told
    assert "\\u{202e}abc" in told


def test_only_the_last_that_was_drawn_is_remembered() -> None:
    known = DrawnHere(most=2)
    for html in ("<p>a</p>", "<p>b</p>", "<p>a</p>", "<p>c</p>"):
        known.remember(html)
    assert [known.knows(f"<p>{one}</p>") for one in "abc"] == [True, False, True]
    assert not known.knows(None)
    assert not known.knows("<p>a</p> ")


def test_flags_are_words_and_none_is_nothing() -> None:
    flags = [{"kind": "number", "old": "nine", "new": "seven"}, {"kind": "negation", "new": None}]
    assert (
        str(cell("flags", json.dumps(flags), row={}, ways=_WAYS))
        == "<b>number</b> <del>nine</del> <ins>seven</ins><br><b>negation</b> "
    )
    assert cell("flags", "[]", row={}, ways=_WAYS) == "&nbsp;"
    assert cell("tags", '["policy", "<i>"]', row={}, ways=_WAYS) == "policy, &lt;i&gt;"


@pytest.mark.parametrize("value", ["not json", "[" * 100_000, '{"a": 1}', "[1]", '[["-"]]', "7"])
def test_json_of_another_shape_is_left_as_it_is(value: str) -> None:
    for column in ("flags", "tags", "the_edit"):
        assert cell(column, value, row={}, ways=_WAYS) is None


def test_a_long_text_in_a_list_is_its_beginning_and_the_way_to_the_rest() -> None:
    shown = cell("text", "word " * 1000, row=_IDS, ways=_WAYS)
    assert len(str(shown)) < 500
    assert _parsed(shown).links == [f"{_PAGES}/version/2"]
    assert cell("text", "short", row=_IDS, ways=_WAYS) is None


def test_long_words_that_left_are_whole_only_where_one_change_is_read() -> None:
    listed = cell("removed", "word " * 1000, row={"change_id": 1}, ways=_WAYS)
    assert _parsed(listed).links == [f"{_PAGES}/change/1"]
    assert len(str(listed)) < 500
    read = {"change_id": 1, "the_edit": "[]"}
    assert str(cell("removed", "word " * 1000, row=read, ways=_WAYS)) == "word " * 1000


async def test_an_enormous_text_is_cut_with_word_of_it_and_whole_as_json(
    demo_archive: Path, tmp_path: Path
) -> None:
    huge = tmp_path / "archive.db"
    shutil.copy(demo_archive, huge)
    with sqlite3.connect(huge) as conn:
        [(version, text)] = conn.execute(
            "SELECT id, text_id FROM versions WHERE is_current AND title LIKE 'Fact Sheet%Today'"
        )
        conn.execute("UPDATE texts SET text = ? WHERE id = ?", ("<b>words " * 400_000, text))
    conn.close()
    served = await serving(huge)
    shown = await page(served, "/archive/read_a_transcript", version_id=version, url="")
    assert "2,600,000 characters more" in shown
    assert "<b>words" not in shown
    [whole] = await rows(served, "/archive/read_a_transcript", version_id=version, url="")
    assert len(whole["transcript"]) == 3_600_000
    assert len(await page(served, "/archive/current_transcripts")) < 200_000


async def test_hostile_words_of_a_page_are_only_words_everywhere(
    demo_archive: Path, tmp_path: Path
) -> None:
    hostile = tmp_path / "archive.db"
    shutil.copy(demo_archive, hostile)
    with sqlite3.connect(hostile) as conn:
        for column in ("title", "doctype", "speaker", "role", "place"):
            conn.execute(f"UPDATE versions SET {column} = ?", (_HOSTILE,))
        conn.execute("UPDATE changes SET summary = ?, verdict = ?", (_HOSTILE, _HOSTILE))
        conn.execute("UPDATE change_edits SET removed = ?, speaker = ?", (_HOSTILE, _HOSTILE))
        conn.execute("UPDATE turns SET speaker = ?, person = ?", (_HOSTILE, _HOSTILE))
        conn.execute("UPDATE pages SET url = 'JavaScript:alert(1)//' || id")
        conn.execute("UPDATE links SET url = 'javascript:alert(1)//' || id")
    conn.close()
    served = await serving(hostile)
    questions = ("edits_that_matter", "who_speaks", "words_that_are_gone", "takedowns")
    for place in (*VIEWS, *questions, "versions", "links", "pages", "turns"):
        html = await page(served, f"/archive/{place}")
        assert "<script>alert" not in html
        shown = _parsed(html)
        assert "img" not in shown.tags
        assert not [link for link in shown.links if link.lower().startswith("javascript")]


async def test_what_is_sent_as_json_is_as_stored(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    changes = await rows(served, "/archive/recent_changes", kind="reverted")
    assert json.loads(changes[0]["flags"]) == [{"kind": "number", "old": "seven", "new": "nine"}]
    assert changes[0]["url"] == "http://1997-2001.state.example/statements/1999/990311.html"


def test_a_reader_gets_the_told_columns_first_and_every_other_after() -> None:
    assert reading_places(("id", "a", "b", "new"), ("b", "gone", "a")) == [2, 1, 0, 3]
    assert reading_places((), ("b",)) == []
