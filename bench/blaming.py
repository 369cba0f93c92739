"""Which version brought which words: 200 versions of a text of 60 KB, kept in an archive."""

from __future__ import annotations

import random

import shown
from archive_watch.diff.blame import Blame
from archive_watch.services.telling.blame_page import blame_page
from archive_watch.services.telling.find_page import page_to_read
from archive_watch.services.telling.find_version import wanted_version
from archive_watch.services.telling.tell_when import tell_when
from archive_watch.storage.database import Archive
from known_answers import cpu_seconds

_WORDS = "light lamp harbour treaty talk minister said question answer of the and to alpha".split()
_VERSIONS, _PARAGRAPHS, _LENGTH, _MOST_EDITS, _MOVED = 200, 170, 60, 5, 7
_URL = "https://archive.example/briefing"


def texts() -> list[str]:
    """A text edited again and again: up to five words a step, now and then a paragraph moved."""
    draw = random.Random(1)
    paragraphs = [" ".join(draw.choices(_WORDS, k=_LENGTH)) + "." for _ in range(_PARAGRAPHS)]
    found = ["\n\n".join(paragraphs)]
    for number in range(1, _VERSIONS):
        for _ in range(draw.randint(1, _MOST_EDITS)):
            place = draw.randrange(_PARAGRAPHS)
            words = paragraphs[place].split()
            words[draw.randrange(_LENGTH)] = f"new{number}"
            paragraphs[place] = " ".join(words)
        if number % _MOVED == 0:
            paragraphs.insert(draw.randrange(_PARAGRAPHS), paragraphs.pop())
        found.append("\n\n".join(paragraphs))
    return found


def measure(archive: Archive) -> None:
    """Print the times; ``archive`` is empty, and is filled with the versions."""
    versions = texts()
    _fill(archive, versions)
    page = page_to_read(archive, _URL)
    assert page is not None
    head = wanted_version(archive, page)
    told = f"{len(versions)} versions of {len(versions[0]) // 1000} KB"
    walk = cpu_seconds(lambda: [_walked.then(text) for text in versions])
    shown.line(f"blame, {told}", f"{walk:.2f} s", "< 2 s")
    read = cpu_seconds(lambda: blame_page(archive, page, head, buckets=50).as_json())
    shown.line("the same read from the archive, with heat", f"{read:.2f} s", "< 2 s")
    when = cpu_seconds(lambda: tell_when(archive, page, "harbour light"))
    shown.line("when two words came and went in them", f"{when:.2f} s")


_walked = Blame()


def _fill(archive: Archive, versions: list[str]) -> None:
    """The rows that a page's history is made of, without the bytes that it was read from."""
    with archive.writing() as conn:
        at = "2020-01-01T00:00:00Z"
        conn.execute(
            "INSERT INTO sites (id, host, added_at) VALUES (1, 'archive.example', ?)", (at,)
        )
        conn.execute(
            "INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
            " VALUES (1, 1, ?, '//archive.example/briefing', ?, ?, 'command')",
            (_URL, at, at),
        )
        conn.execute(
            "INSERT INTO captures (id, sha256, size, media_type, codec, stored_at, data)"
            " VALUES (1, ?, 0, 'text/html', 'identity', ?, x'')",
            ("0" * 64, at),
        )
        for number, text in enumerate(versions, start=1):
            seen = f"2020-01-{1 + number // 24:02}T{number % 24:02}:00:00Z"
            conn.execute("INSERT INTO texts VALUES (?, ?, 0, ?)", (number, f"{number:064}", text))
            conn.execute(
                "INSERT INTO versions (id, page_id, number, state_sha256, text_id,"
                " comparable_sha256, metadata_sha256, links_sha256, media_type, extractor,"
                " capture_id, first_seen_at, is_current)"
                " VALUES (?1, 1, ?1, ?1, ?1, '', '', '', 'text/html', '', 1, ?2, ?3)",
                (number, seen, int(number == len(versions))),
            )
            conn.execute(
                "INSERT INTO spans (page_id, version_id, first_seen_at, last_seen_at, last_full_at,"
                " checks, how, source, first_fetch_id) VALUES (1, ?, ?, ?, ?, 1, 'read', 'live', 0)",
                (number, seen, seen, seen),
            )
