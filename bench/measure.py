"""The numbers, each beside a peer, in one run: ``make bench``.

CPU seconds of this process, not wall time: the machines are shared.  The known-answer data is the
one that the tests use; without it, only what needs none is measured.
"""

from __future__ import annotations

import difflib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from bs4 import BeautifulSoup

from archive_watch.config import load
from archive_watch.diff.align import diff_transcripts
from archive_watch.extract.page import cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.clock import system_clock
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.services.import_captures import import_captures
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.open_captures import sources_of
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from archive_watch.storage.warc import WarcCapture, read_warc

TOP = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ARCHIVE_WATCH_SHARED", TOP.parent / "shared")) / "data"
_MB = 2**20


def main() -> None:
    """Measure and print."""
    if len(sys.argv) > 1 and sys.argv[1] == "--peak":
        return _print_peak(Path(sys.argv[2]))
    _section("Diff of one word in 1 MB of text")
    _bench_diff()
    if not DATA.is_dir():
        print(f"\nno known-answer data at {DATA}: the rest is not measured")
        return None
    with tempfile.TemporaryDirectory() as folder:
        _section("Real edits found in 848 captures of 587 press releases")
        _bench_edits(Path(folder))
        _section("Import of the same captures, everything stored")
        _bench_import(Path(folder))
        _section("Peak memory of an import")
        _bench_memory(Path(folder))
    _section("Reading a real report of about 290 KB")
    _bench_reading()
    return None


def _section(title: str) -> None:
    print(f"\n{title}\n{'-' * len(title)}")


def _line(name: str, value: str, target: str = "") -> None:
    print(f"  {name:<58} {value:>22}  {target}")


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _bench_diff() -> None:
    words = [
        random.Random(1).choice("alpha beta gamma delta of the and to".split())
        for _ in range(180_000)
    ]
    text = "\n\n".join(" ".join(words[i : i + 60]) for i in range(0, len(words), 60))
    other = text[: _MB // 2] + "changed" + text[_MB // 2 :]
    old, new = (Transcript(text=t, metadata=Metadata(), turns=(), links=()) for t in (text, other))
    ours = _cpu(lambda: diff_transcripts(old, new))
    peer = _cpu(lambda: list(difflib.unified_diff(text.split("\n\n"), other.split("\n\n"))))
    _line("archive-watch, down to the word", f"{ours * 1e3:.0f} ms")
    _line("difflib, whole paragraphs", f"{peer * 1e3:.0f} ms")


def _watch(folder: Path, database: Path) -> Iterator[Watch]:
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    with open_archive(database, create=True) as archive:
        yield Watch(
            archive=archive,
            settings=given.settings,
            profiles=load_profiles(given),
            clock=system_clock,
        )


def _import(folder: Path, warc: Path, name: str = "archive.db") -> Path:
    database = folder / name
    for watch in _watch(folder, database):
        import_captures(watch, sources_of([warc], url=None, at=None, max_bytes=2**25))
    return database


def _releases() -> list[WarcCapture]:
    records = read_warc(DATA / "releases-2021.warc.gz", max_bytes=2**25)
    return [record for record in records if isinstance(record, WarcCapture)]


def _bench_edits(folder: Path) -> None:
    truth = [json.loads(line) for line in (DATA / "releases-2021.truth.jsonl").open()]
    edits = {(t["url"], t["at"]) for t in truth if t["event"] not in {"first", "unchanged"}}
    quiet = {(t["url"], t["at"]) for t in truth if t["event"] == "unchanged"}
    database = _import(folder, DATA / "releases-2021.warc.gz", "edits.db")
    for watch in _watch(folder, database):
        rows = watch.archive.rows("SELECT url, observed_at FROM recent_changes")
        told = {(row["url"], row["observed_at"]) for row in rows}
    _tell_edits("archive-watch", told, edits, quiet, "63 of 63, 0")
    _tell_edits("bytes compared", _alarms(lambda c: c.body), edits, quiet)
    _tell_edits("text of the whole page compared", _alarms(_whole_text), edits, quiet)


def _tell_edits(
    name: str,
    told: set[tuple[str, str]],
    edits: set[tuple[str, str]],
    quiet: set[tuple[str, str]],
    target: str = "",
) -> None:
    found, false = len(told & edits), len(told & quiet)
    _line(
        f"{name}: found, false alarms in {len(quiet)}", f"{found} of {len(edits)}, {false}", target
    )


def _alarms(said: Callable[[WarcCapture], bytes]) -> set[tuple[str, str]]:
    """When a watcher that compares ``said`` of neighbouring captures would have called."""
    last: dict[str, bytes] = {}
    told = set()
    for capture in sorted(_releases(), key=lambda capture: capture.at):
        digest = sha256(said(capture)).digest()
        if last.setdefault(capture.url, digest) != digest:
            told.add((capture.url, capture.at))
        last[capture.url] = digest
    return told


def _whole_text(capture: WarcCapture) -> bytes:
    return " ".join(BeautifulSoup(capture.body, "html.parser").get_text(" ").split()).encode()


def _bench_import(folder: Path) -> None:
    warc = DATA / "releases-2021.warc.gz"
    ours = _cpu(lambda: _import(folder, warc, "import.db"))
    captures = _releases()
    peer = _cpu(lambda: [_whole_text(capture) for capture in captures])
    _line(
        "archive-watch: read, cut, diff, classify, store",
        f"{848 / ours:.0f} a CPU second",
        ">= 100",
    )
    _line("BeautifulSoup's text of each page, nothing stored", f"{848 / peer:.0f} a CPU second")
    size = sum(len(capture.body) for capture in captures)
    gzipped = sum(len(zlib.compress(capture.body, 6)) for capture in captures)
    _line("bytes of the captures", f"{size / _MB:.1f} MB")
    _line(
        "archive.db, texts, index and log included",
        f"{(folder / 'import.db').stat().st_size / _MB:.1f} MB",
    )
    _line("each capture gzipped, nothing else", f"{gzipped / _MB:.1f} MB")


def _bench_memory(folder: Path) -> None:
    whole = DATA / "releases-2021.warc.gz"
    five_fold = folder / "five.warc.gz"
    five_fold.write_bytes(_at_other_times(whole, 5))
    for name, warc in (("848 captures", whole), ("4,240 captures", five_fold)):
        asked = [sys.executable, __file__, "--peak", str(warc)]
        peak = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        _line(name, f"{peak} MB", "flat" if "4,240" in name else "")


def _at_other_times(warc: Path, times: int) -> bytes:
    """The same captures again in other years: as many observations, no other words."""
    members = []
    whole = warc.read_bytes()
    while whole:
        inflater = zlib.decompressobj(31)
        members.append(inflater.decompress(whole))
        whole = inflater.unused_data
    return b"".join(
        zlib.compress(member.replace(b"WARC-Date: 2021", f"WARC-Date: {2021 + n}".encode()), 6, 31)
        for n in range(times)
        for member in members
    )


def _print_peak(warc: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _import(Path(folder), warc)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _bench_reading() -> None:
    records = list(read_warc(DATA / "reports-sample.warc.gz", max_bytes=2**25))
    captures = [record for record in records if isinstance(record, WarcCapture)][::8]
    given = load(config_path=None, db_path=None, environ={}, cwd=TOP)
    profile = profile_for("www.state.gov", load_profiles(given))

    def cut_all() -> list[object]:
        return [
            cut_page(c.body, content_type="text/html; charset=utf-8", url=c.url, profile=profile)
            for c in captures
        ]

    def read_all() -> list[object]:
        return [
            read_cut(cut_page(c.body, content_type="text/html", url=c.url, profile=profile))
            for c in captures
        ]

    count = len(captures)
    _line(
        "archive-watch: cut, enough to know it is unchanged",
        f"{_cpu(cut_all) / count * 1e3:.1f} ms",
    )
    _line("archive-watch: cut and read", f"{_cpu(read_all) / count * 1e3:.1f} ms")
    for parser in ("html.parser", "html5lib"):
        peer = _cpu(lambda p=parser: [BeautifulSoup(c.body, p).get_text() for c in captures])  # type: ignore[misc]
        _line(f"BeautifulSoup with {parser}, the whole page", f"{peer / count * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
