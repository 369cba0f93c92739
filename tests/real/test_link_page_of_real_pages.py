"""Of real pages, whole and broken off, the tree of the face tells what the cut tells."""

from __future__ import annotations

from warcio.archiveiterator import ArchiveIterator

from classify.test_link_page import answered, same
from extract.reading import UNKNOWN, WORDPRESS
from shared_data import shared_data

_EVERY = 60


def test_real_pages_are_told_as_by_the_cut() -> None:
    told = 0
    for name in ("reports-sample.warc.gz", "releases-2021.warc.gz"):
        with (shared_data() / name).open("rb") as file:
            records = (one for one in ArchiveIterator(file) if one.rec_type == "response")
            for at, record in enumerate(records):
                if at % _EVERY:
                    continue
                body = record.content_stream().read()
                for part in (body[: 64 * 1024], body[: len(body) // 2]):
                    told += same(answered(part, WORDPRESS), WORDPRESS)
                    told += same(answered(part, UNKNOWN), UNKNOWN)
    assert told > 40
