"""The Atom feed, read by a feed reader: one entry a change, known again, harmless."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from archive_watch.services.telling.make_feed import make_feed
from archive_watch.storage.answers import ChangeFilter, changes
from archive_watch.storage.database import open_archive
from nine_days import nine_days
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/report"
_ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(archive: Path, wanted: ChangeFilter | None = None) -> str:
    with open_archive(archive) as opened:
        return "".join(make_feed(opened, wanted or ChangeFilter()))


def read(feed: str) -> Any:
    """The feed as a feed reader takes it; a fault in it is a failure."""
    found = feedparser.parse(feed.encode("utf-8"))
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def captures(folder: Path, *texts: str, title: str = "A page") -> Path:
    records = [
        response(URL, page(text, title=title), at=f"2020-01-0{day}T00:00:00Z")
        for day, text in enumerate(texts, 1)
    ]
    return written(folder / f"{len(list(folder.iterdir()))}.warc", *records)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nine_days(tmp_path_factory.mktemp("fed"))


def test_every_change_is_one_entry_of_its_own(kept: Path) -> None:
    found = read(feed_of(kept))
    with open_archive(kept) as archive:
        told = list(changes(archive, ChangeFilter()))
    assert len(told) > 5
    assert sorted((one.link, one.tags[0].term, one.updated) for one in found.entries) == sorted(
        (one["url"], one["kind"], one["detected_at"]) for one in told
    )
    assert len({one.id for one in found.entries}) == len(told)
    assert all(one.id.startswith("tag:archive-watch,2026:change/") for one in found.entries)
    assert found.feed.updated == max(one["detected_at"] for one in told)


def test_a_change_has_the_same_id_in_every_archive_that_saw_it(tmp_path: Path) -> None:
    words = ("The board agreed.", "The board did not agree.", "The board was never asked.")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    imported(tmp_path / "one/archive.db", captures(tmp_path / "one", *words))
    late, early = captures(tmp_path / "other", *words), captures(tmp_path / "other", *words[:2])
    imported(tmp_path / "other/archive.db", late, early)
    one, other = (read(feed_of(tmp_path / name / "archive.db")) for name in ("one", "other"))
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]
    assert len(one.entries) == 2


def test_the_same_step_made_a_second_time_is_another_entry(tmp_path: Path) -> None:
    words = ("We will go.", "We will not go.") * 2
    imported(tmp_path / "archive.db", captures(tmp_path, *words))
    ids = [entry.id for entry in read(feed_of(tmp_path / "archive.db")).entries]
    assert len(set(ids)) == len(ids) == 3
    assert [one for one in ids if one.endswith("/2")] == [ids[0]]


def test_an_entry_says_what_was_flagged_and_shows_the_words(tmp_path: Path) -> None:
    imported(
        tmp_path / "archive.db", captures(tmp_path, "We will go there.", "We will not go there.")
    )
    (entry,) = read(feed_of(tmp_path / "archive.db")).entries
    assert entry.title == "A page: text (negation)"
    assert entry.summary.startswith("text, severity ")
    assert entry.summary.endswith(": negation “not” came")
    assert "{+not+}</ins>" in entry.content[0].value
    assert "2020-01-02 00:00 UTC; nobody knows when" in entry.content[0].value


def test_a_feed_with_nothing_to_tell_is_a_feed_still(kept: Path) -> None:
    nothing = read(feed_of(kept, ChangeFilter(min_severity=100, kind="moved_text")))
    assert nothing.entries == []
    assert nothing.feed.updated > "2000"
    assert nothing.feed.id != read(feed_of(kept)).feed.id


def test_a_hostile_page_stays_text_in_the_feed(tmp_path: Path) -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;lt;img src=x onerror=alert(2)&gt;"
    hostile += " \ufffe\u202e"
    texts = (f"The board agreed {hostile}", f"The board did not agree {hostile}")
    imported(tmp_path / "archive.db", captures(tmp_path, *texts, title=hostile))
    feed = feed_of(tmp_path / "archive.db")
    (entry,) = ElementTree.fromstring(feed).iter(f"{_ATOM}entry")
    content = entry.findtext(f"{_ATOM}content") or ""
    assert "<script" not in content
    assert "<img" not in content
    assert "<del" in content or "<ins" in content
    assert "<script>alert(1)</script>" in (entry.findtext(f"{_ATOM}title") or "")
    assert not {"\ufffe", "\u202e"} & set(feed)
    read(feed)
