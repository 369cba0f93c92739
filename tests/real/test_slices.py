"""Every real page says stretch by stretch what it says as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from archive_watch.config import load
from archive_watch.extract.blocks.blocks import blocks_of, blocks_read_whole
from archive_watch.extract.blocks.memory import Memory
from archive_watch.extract.blocks.stretches import stretches_of
from archive_watch.extract.page import cut_page
from archive_watch.extract.profile import profile_for
from archive_watch.services.load_profiles import load_profiles
from archive_watch.storage.warc import WarcCapture, read_warc
from shared_data import shared_data

_RELEASES = 8  # every so many of the captures of press releases


def _pages() -> Iterator[tuple[str, bytes]]:
    data = shared_data()
    for page in sorted(data.glob("pages/*/*.html")):
        yield f"https://{page.parent.name}/{page.name}", page.read_bytes()
    for name, every in (("reports-sample", 2), ("releases-2021", _RELEASES)):
        records = list(read_warc(data / f"{name}.warc.gz", max_bytes=2**25))
        for record in records[::every]:
            if isinstance(record, WarcCapture):
                yield record.url, record.body


def test_every_slice_says_in_stretches_what_it_says_as_a_whole() -> None:
    profiles = load_profiles(load(config_path=None, db_path=None, environ={}, cwd=shared_data()))
    memory = Memory()
    slices = 0
    for url, body in _pages():
        profile = profile_for(url.split("/")[2], profiles)
        cut = cut_page(body, content_type="text/html", url=url, profile=profile)
        for markup in (*cut.part.roots, *cut.part.related) if cut.part is not None else ():
            assert stretches_of(markup) is not None, url
            assert blocks_of(markup, memory) == blocks_read_whole(markup), url
            slices += 1
    assert slices > 150
