"""Pages as nobody wants them, read all the same."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

from datasette_plugin.asked import page, serving
from datasette_plugin.odd_pages import (
    ARABIC,
    ASIDE,
    BAD,
    EDITED,
    HOSTILE,
    LONG,
    RICH,
    UNREAD,
)  # fmt: skip

_HERE = "/-/archive-watch"


async def _both(archive: Path, url: str) -> tuple[str, str]:
    """The page about ``url``, and the transcript it leads to."""
    served = await serving(archive)
    told = await page(served, f"{_HERE}/page", url=url)
    read = re.search(rf'<p class="leads"><a href="({_HERE}/version/\d+)">Read it', told)
    assert read is not None
    return told, await page(served, read[1])


async def test_a_hostile_page_is_shown_and_does_nothing(odd_archive: Path) -> None:
    for told in await _both(odd_archive, HOSTILE):
        assert "<img" not in told
        assert "\u202e" not in told
        assert BAD.replace("\u202e", "\\u{202e}") in unescape(told)
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", told)[0]


async def test_words_from_right_to_left_have_their_direction_and_language(
    odd_archive: Path,
) -> None:
    _, read = await _both(odd_archive, ARABIC)
    assert '<h1 dir="auto">مؤتمر صحفي</h1>' in read
    assert '<article class="transcript" lang="ar">' in read


async def test_a_long_transcript_is_read_in_parts_and_each_turn_is_found(odd_archive: Path) -> None:
    _, first = await _both(odd_archive, LONG)
    assert "part 1 of 2 is shown" in first
    (second,) = set(re.findall(rf'href="({_HERE}/version/\d+\?part=2)"', first))
    served = await serving(odd_archive)
    told = await page(served, second)
    turns = [set(re.findall(r'id="turn-(\d+)"', part)) for part in (first, told)]
    assert not turns[0] & turns[1]
    assert turns[0] | turns[1] == {str(number) for number in range(1_001)}
    address = second.partition("?")[0]
    assert 'id="turn-991"' in await page(served, address, **{"from": 991})
    assert "Turn 992, MR. VANCE: “Answer 990" in unescape(await page(served, address, turn=991))


async def test_what_a_paragraph_is_can_be_seen(odd_archive: Path) -> None:
    _, read = await _both(odd_archive, RICH)
    transcript = read.split('<article class="transcript"')[1].split("</article>")[0]
    for drawn in ("<h2 ", "<li ", "<table>", "<blockquote ", 'class="redacted"', 'class="stage"'):
        assert drawn in transcript, drawn


async def test_a_page_that_was_never_read_says_so(odd_archive: Path) -> None:
    told = await page(await serving(odd_archive), f"{_HERE}/page", url=UNREAD)
    assert "It has not been read yet." in told
    assert "No check has read it yet." in told
    assert "Read it" not in told


async def test_of_many_versions_the_newest_are_told_and_the_others_are_a_click_away(
    odd_archive: Path,
) -> None:
    told, _ = await _both(odd_archive, EDITED)
    assert "<h2>Versions <span>30, 30 checks</span></h2>" in told
    assert "10 earlier ones are not shown" in told
    assert "All 29 changes" in told
    served = await serving(odd_archive)
    (rows,) = set(re.findall(r'href="(/archive/page_history\?[^"]+)"', told))
    (changes,) = set(re.findall(rf'href="({_HERE}/changes\?[^"]+)"', told))
    assert "30 rows" in await page(served, unescape(rows))
    assert "29 changes" in re.sub(r"<[^>]+>", "", await page(served, unescape(changes)))


async def test_an_address_that_is_not_watched_offers_to_search_for_its_words(
    odd_archive: Path,
) -> None:
    answer = await (await serving(odd_archive)).client.get(
        f"{_HERE}/page", params={"url": "https://nowhere.example/a/remarks-on-the-ropes-2019/"}
    )
    assert answer.status_code == 404
    assert f'href="{_HERE}/search?q=remarks+on+the+ropes"' in answer.text


async def test_a_version_that_was_set_aside_is_shown_as_that_and_never_as_the_page(
    odd_archive: Path,
) -> None:
    told, read = await _both(odd_archive, ASIDE)
    assert "The harbour is open." in read
    assert "Version 2" not in told
    with closing(sqlite3.connect(odd_archive)) as conn:
        ((poisoned,),) = conn.execute(
            "SELECT id FROM versions WHERE retracted_at IS NOT NULL"
        ).fetchall()
    served = await serving(odd_archive)
    aside = await page(served, f"{_HERE}/version/{poisoned}")
    assert "This version was <b>set aside</b>" in aside
    assert "set aside: a prank, served for a minute" in aside
    assert "No check stands for it any more." in aside
    assert "it brought no words" in await page(served, f"{_HERE}/version/{poisoned}", blame=1)
