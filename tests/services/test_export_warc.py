"""What an export of captures holds: other tools read it, and importing it gives the same history."""

from __future__ import annotations

import gzip
import hashlib
import io
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.exporting.export_warc import export_warc
from archive_watch.services.exporting.selection import Selection
from archive_watch.services.exporting.warc_files import WarcFiles
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from exported import exported, history_in
from fresh import fresh_archive
from nine_days import nine_days
from services.asking import HOST, Hands, settings
from warcs import page, response, written
from watching import imported, watch_of


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of days on which most things happened that can happen to a page."""
    return nine_days(tmp_path_factory.mktemp("kept"))


def records(warc: bytes) -> Iterator[Any]:
    """Every record as warcio reads it; any digest that does not fit is an error."""
    for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise"):
        record.body = record.content_stream().read()
        yield record


def named(record: Any, name: str) -> str:
    return str(record.rec_headers.get_header(name))


def test_importing_an_export_gives_the_same_history(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.warc.gz"
    file.write_bytes(exported(kept))
    tally = imported(tmp_path / "again.db", file)
    expected = history_in(kept)
    assert tally.bad == []
    assert len(expected["changes"]) == 6
    assert history_in(tmp_path / "again.db") == expected
    assert imported(tmp_path / "again.db", file).captures == 0, "it is safe to repeat"


def test_an_archive_from_before_exchanges_were_kept_is_exported_as_well(
    kept: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "old.db"
    copy.write_bytes(kept.read_bytes())
    with open_archive(copy) as archive, archive.writing() as conn:
        conn.execute("DELETE FROM exchanges")
    (tmp_path / "all.warc.gz").write_bytes(exported(copy))
    assert imported(tmp_path / "again.db", tmp_path / "all.warc.gz").bad == []
    assert history_in(tmp_path / "again.db") == history_in(kept)


def test_folded_checks_are_exported_as_if_they_were_not_folded(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "folded.db"
    copy.write_bytes(kept.read_bytes())
    before = exported(copy)
    with open_archive(copy) as archive:
        watch = Watch(archive=archive, settings=settings(), profiles=(), clock=Hands())
        assert sum(fold_checks(watch, before="2025-04-01T00:00:00Z")) > 0
        assert archive.number("SELECT count(*) FROM folds") > 0
    assert exported(copy) == before


def test_every_record_is_one_that_warcio_proves(kept: Path) -> None:
    found = list(records(exported(kept)))
    kinds = Counter(record.rec_type for record in found)
    assert (kinds["warcinfo"], found[0].rec_type) == (1, "warcinfo")
    assert b"operator: a@b.example" in found[0].body
    assert {named(record, "WARC-Warcinfo-ID") for record in found[1:]} == {
        named(found[0], "WARC-Record-ID")
    }
    ids = [named(record, "WARC-Record-ID") for record in found]
    assert len(set(ids)) == len(ids)
    for record in found:
        if record.rec_type == "response":
            body = hashlib.sha256(record.body).hexdigest()
            assert named(record, "WARC-Payload-Digest") in {f"sha256:{body}", "None"}
        if record.rec_type == "revisit":
            assert named(record, "WARC-Refers-To") in ids
    assert kinds["revisit"] > kinds["response"] > 5


def test_a_revisit_says_what_it_repeats_and_how_that_is_known(kept: Path) -> None:
    profiles = Counter(
        (named(record, "WARC-Target-URI").rsplit("/", 2)[1], named(record, "WARC-Profile"))
        for record in records(exported(kept))
        if record.rec_type == "revisit"
    )
    standard = "http://netpreserve.org/warc/1.1/revisit"
    assert profiles["a", f"{standard}/server-not-modified"] == 1
    assert profiles["a", f"{standard}/identical-payload-digest"] == 4
    assert profiles["b", "urn:archive-watch:revisit:identical-but-for-tokens"] == 8


def test_a_page_with_its_exchange_is_told_as_far_as_it_is_known(kept: Path) -> None:
    one = [r for r in records(exported(kept)) if named(r, "WARC-Target-URI").endswith("/there/")]
    request, answer, known = one[:3]
    assert request.http_headers.statusline == "/there/ HTTP/1.1"
    assert request.http_headers.get_header("user-agent").endswith("+watch@harbour.example)")
    assert named(answer, "Archive-Watch-Redirect") == f"301 http://{HOST}/moved/ /there/"
    assert named(answer, "WARC-IP-Address") == "127.0.0.1"
    assert known.body.decode().splitlines()[:2] == ["outcome: new", "source: live"]


def test_the_same_archive_gives_the_same_bytes(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / kept.name
    copy.write_bytes(kept.read_bytes())
    assert exported(copy) == exported(kept)


def test_each_record_is_a_member_of_its_own(kept: Path) -> None:
    warc = exported(kept)
    plain = gzip.decompress(warc)
    assert plain.count(b"WARC/1.1\r\n") == warc.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")


def test_a_selection_holds_what_its_revisits_stand_for(kept: Path, tmp_path: Path) -> None:
    """A day on which the server only said "not modified" is exported with what that means."""
    day = Selection(since="2025-03-02", until="2025-03-02T23:59:59Z")
    file = tmp_path / "day.warc.gz"
    file.write_bytes(exported(kept, day))
    tally = imported(tmp_path / "day.db", file)
    assert tally.bad == []
    with open_archive(tmp_path / "day.db") as archive:
        words = archive.rows("SELECT url, text FROM current_transcripts WHERE url LIKE '%/a/'")
    assert [row["text"].split()[-3:] for row in words] == [["first", "optimistic", "words"]]


def test_a_selection_by_kind_is_of_the_pages_that_changed_so(kept: Path) -> None:
    gone = exported(kept, Selection(kinds=("removed",)))
    uris = {named(r, "WARC-Target-URI") for r in records(gone) if r.rec_type != "warcinfo"}
    assert uris == {f"http://{HOST}/a/"}


def test_a_folder_gets_files_that_are_not_too_large(kept: Path, tmp_path: Path) -> None:
    files = WarcFiles(tmp_path, "archive", over=False, most_bytes=2_000)
    with open_archive(kept) as archive, files:
        export_warc(archive, Selection(), files.write, next_file=files.is_full)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"archive-{number:05}.warc.gz" for number in range(len(names))]
    assert len(names) > 2
    imported(tmp_path / "again.db", *(tmp_path / name for name in reversed(names)))
    again = history_in(tmp_path / "again.db")
    assert sorted(again["versions"]) == sorted(history_in(kept)["versions"])
    for name in names:
        first = next(records((tmp_path / name).read_bytes()))
        assert first.rec_type == "warcinfo"


def test_captures_of_one_second_are_never_mistaken_for_each_other(tmp_path: Path) -> None:
    url = "https://archive.example/report"
    bodies = [page(f"The committee met {often}.") for often in ("once", "twice", "thrice")]
    captures = [
        response(url, bodies[0], at="2020-01-01T00:00:00Z"),
        response(url, bodies[1], at="2020-01-01T00:00:00Z"),
        response(url, bodies[2], at="2020-01-02T00:00:00Z"),
        response(url, bodies[1], at="2020-01-03T00:00:00Z"),
        response(url, bodies[0], at="2020-01-04T00:00:00Z"),
        response(url, bodies[1], at="2020-01-05T00:00:00Z"),
    ]
    imported(tmp_path / "first.db", written(tmp_path / "made.warc", *captures))
    file = tmp_path / "out.warc.gz"
    file.write_bytes(exported(tmp_path / "first.db"))
    imported(tmp_path / "second.db", file)
    assert history_in(tmp_path / "second.db") == history_in(tmp_path / "first.db")


def test_a_body_that_many_pages_answer_is_written_once(tmp_path: Path) -> None:
    gone = page("There is nothing here. " * 50)
    captures = [
        response(f"https://archive.example/{number}", gone, status="404 Gone",
                 at=f"2020-01-{day}{number}T00:00:00Z")
        for number in range(1, 6)
        for day in (0, 1)
    ]  # fmt: skip
    imported(tmp_path / "first.db", written(tmp_path / "made.warc", *captures))
    warc = exported(tmp_path / "first.db")
    found = list(records(warc))
    kinds = Counter(record.rec_type for record in found)
    assert kinds == {"warcinfo": 1, "response": 1, "revisit": 9}
    referred = {named(record, "WARC-Refers-To") for record in found if record.rec_type == "revisit"}
    assert referred == {named(found[1], "WARC-Record-ID")}
    file = tmp_path / "out.warc.gz"
    file.write_bytes(warc)
    assert imported(tmp_path / "second.db", file).bad == []
    log = "SELECT url, started_at, outcome, status FROM check_log ORDER BY 1"
    with open_archive(tmp_path / "first.db") as one, open_archive(tmp_path / "second.db") as other:
        assert list(map(tuple, other.rows(log))) == list(map(tuple, one.rows(log)))


def test_an_address_comes_back_as_it_was_written(tmp_path: Path) -> None:
    urls = [
        "https://archive.example/caf\u00e9/?q=%C3%A9&a=b|c",
        "http://archive.example:8080/A%2fb/;x=1",
        "https://archive.example/\u6771\u4eac",
    ]
    captures = [response(url, page(f"Words of {n}.")) for n, url in enumerate(urls)]
    imported(tmp_path / "first.db", written(tmp_path / "made.warc", *captures))
    (tmp_path / "out.warc.gz").write_bytes(exported(tmp_path / "first.db"))
    imported(tmp_path / "second.db", tmp_path / "out.warc.gz")
    with open_archive(tmp_path / "second.db") as archive:
        assert [row["url"] for row in archive.rows("SELECT url FROM pages ORDER BY id")] == urls


def test_a_word_of_another_archive_stays_that_archives_word(tmp_path: Path) -> None:
    copy = "https://web.archive.org/web/20200102030405/https://archive.example/report"
    file = written(tmp_path / "made.warc", response(copy, page("Words of a copy.")))
    imported(tmp_path / "first.db", file)
    (tmp_path / "out.warc.gz").write_bytes(exported(tmp_path / "first.db"))
    imported(tmp_path / "second.db", tmp_path / "out.warc.gz")
    with open_archive(tmp_path / "second.db") as archive:
        rows = archive.rows("SELECT url, started_at, source FROM check_log")
    expected = ("https://archive.example/report", "2020-01-02T03:04:05Z", "memento:web.archive.org")
    assert [tuple(row) for row in rows] == [expected]


def test_headers_that_tell_of_codings_are_not_believed_of_the_bare_body(tmp_path: Path) -> None:
    body = gzip.compress(page("Words that came compressed."), mtime=0)
    lines = ("Content-Type: text/html", "Content-Encoding: gzip", f"Content-Length: {len(body)}",
             "X-Name: caf\u00e9 \u2014 pier", "X-Evil: one\tWARC/1.1")  # fmt: skip
    url = "https://archive.example/packed"
    file = written(tmp_path / "made.warc", response(url, body, *lines))
    imported(tmp_path / "first.db", file)
    (record,) = [r for r in records(exported(tmp_path / "first.db")) if r.rec_type == "response"]
    assert record.body == page("Words that came compressed.")
    told = dict(record.http_headers.headers)
    assert told["X-Crawler-content-encoding"] == "gzip"
    assert told["content-length"] == str(len(record.body))
    assert told["x-name"] == "caf\u00e9 \u2014 pier"
    assert told["X-Crawler-content-length"] == str(len(body))


def test_the_memory_does_not_grow_with_the_number_of_large_bodies(tmp_path: Path) -> None:
    large = 8 * 1024 * 1024
    url = "https://archive.example/film.bin"
    peaks = {}
    for bodies in (2, 5):
        captures = [
            response(url, bytes([96 + day]) * large, "Content-Type: application/octet-stream",
                     at=f"2020-01-0{day}T00:00:00Z")
            for day in range(1, bodies + 1)
        ]  # fmt: skip
        database = tmp_path / f"{bodies}.db"
        sources = sources_of(
            [written(tmp_path / f"{bodies}.warc", *captures)],
            url=None,
            at=None,
            max_bytes=2 * large,
        )
        with fresh_archive(database) as archive:
            import_captures(watch_of(archive), sources)
        del captures
        with open_archive(database) as archive:
            tracemalloc.start()
            tally = export_warc(archive, Selection(), lambda _: None)
            peaks[bodies] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert tally.responses == bodies
    assert peaks[5] < 1.2 * peaks[2]
    assert peaks[5] < 6 * large
