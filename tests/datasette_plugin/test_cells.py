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
from archive_watch.datasette_plugin.pages import reading_places
from datasette_plugin.asked import VIEWS, page, rows, serving

_COLUMNS = (
    "change_id", "version_id", "title", "url", "found_on_url", "flags", "tags", "aspects",
    "excerpt", "the_edit", "removed", "added", "text", "transcript", "found",
)  # fmt: skip
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
    shown = _parsed(cell(column, value, row=row, at="/archive") or "")
    assert shown.tags <= {"a", "b", "br", "del", "ins", "mark"}
    assert all(
        link.startswith(("/archive/", "http://", "https://", "HTTP")) for link in shown.links
    )


@pytest.mark.parametrize("text", [" " * 1000, "x" * 1000, "x " * 500, "\n\n" * 500])
def test_a_long_text_begins_however_it_is_spaced(text: str) -> None:
    assert str(cell("text", text, row=_IDS, at="/a")).endswith("read it</a>")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "//x"])
def test_only_http_addresses_lead_out(url: str) -> None:
    shown = _parsed(cell("url", url, row={**_IDS, "url": url}, at="/archive"))
    assert [link.split("?")[0] for link in shown.links] == ["/archive/story_of_a_page"]


def test_a_watched_page_leads_to_its_story_and_out_to_itself() -> None:
    shown = _parsed(cell("url", "https://a.example/?b=1&c", row=_IDS, at="/archive"))
    assert shown.links == [
        "/archive/story_of_a_page?url=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c",
        "https://a.example/?b=1&c",
    ]


def test_the_target_of_a_link_is_not_a_watched_page() -> None:
    assert cell("url", "https://a.example/", row={"link_id": 1}, at="/archive") is None


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ({"change_id": 1, "version_id": 2}, "one_change?change_id=1"),
        ({"version_id": 2, "page_id": 3}, "read_a_transcript?version_id=2"),
        ({"page_id": 3, "url": "u"}, "story_of_a_page?url=u"),
        ({"version_id": {"value": 2, "label": "a"}}, "read_a_transcript?version_id=2"),
    ],
)
def test_a_headline_leads_to_what_its_row_is_about(row: dict[str, object], way: str) -> None:
    assert _parsed(cell("title", "A", row=row, at="/archive")).links == [f"/archive/{way}"]


def test_flags_are_words_and_none_is_nothing() -> None:
    flags = [{"kind": "number", "old": "nine", "new": "seven"}, {"kind": "negation", "new": None}]
    assert (
        str(cell("flags", json.dumps(flags), row={}, at="/a"))
        == "<b>number</b> <del>nine</del> <ins>seven</ins><br><b>negation</b> "
    )
    assert cell("flags", "[]", row={}, at="/a") == "&nbsp;"
    assert cell("tags", '["policy", "<i>"]', row={}, at="/a") == "policy, &lt;i&gt;"


@pytest.mark.parametrize("value", ["not json", "[" * 100_000, '{"a": 1}', "[1]", '[["-"]]', "7"])
def test_json_of_another_shape_is_left_as_it_is(value: str) -> None:
    for column in ("flags", "tags", "the_edit"):
        assert cell(column, value, row={}, at="/a") is None


def test_a_long_text_in_a_list_is_its_beginning_and_the_way_to_the_rest() -> None:
    shown = cell("text", "word " * 1000, row=_IDS, at="/archive")
    assert len(str(shown)) < 500
    assert _parsed(shown).links == ["/archive/read_a_transcript?version_id=2"]
    assert cell("text", "short", row=_IDS, at="/archive") is None


def test_long_words_that_left_are_whole_only_where_one_change_is_read() -> None:
    listed = cell("removed", "word " * 1000, row={"change_id": 1}, at="/archive")
    assert _parsed(listed).links == ["/archive/one_change?change_id=1"]
    assert len(str(listed)) < 500
    read = {"change_id": 1, "the_edit": "[]"}
    assert str(cell("removed", "word " * 1000, row=read, at="/archive")) == "word " * 1000


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
