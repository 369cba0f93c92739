"""The structure of the real pages: reports keep their headings, briefings their time lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator

from archive_watch.extract.page import read_cut
from archive_watch.model.block import NEVER_SPOKEN, BlockKind
from archive_watch.model.transcript import Transcript
from archive_watch.normalise.text import folded
from extract.reading import WORDPRESS, cut
from shared_data import shared_data

_CONTENT = ".entry-content :is(h2, h3, h4, h5, h6), .report__content :is(h2, h3, h4, h5, h6)"


def _answers(name: str) -> Iterator[tuple[str, bytes]]:
    with (shared_data() / name).open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                yield url, record.content_stream().read()


def _read(name: str) -> Iterator[tuple[str, bytes, Transcript]]:
    for url, body in _answers(name):
        found = cut(body, WORDPRESS)
        if found.part is not None and found.part.roots:
            yield url, body, read_cut(found)


@pytest.mark.parametrize("name", ["reports-sample.warc.gz", "releases-2021.warc.gz"])
def test_every_paragraph_is_one_block_and_what_is_never_spoken_is_in_no_turn(name: str) -> None:
    counts: Counter[BlockKind] = Counter()
    for url, _, read in _read(name):
        paragraphs = read.text.split("\n\n") if read.text else []
        assert [block.words_in(read.text) for block in read.blocks] == paragraphs, url
        counts.update(block.kind for block in read.blocks)
        for block in read.blocks:
            if block.kind in NEVER_SPOKEN:
                inside = [
                    turn for turn in read.turns
                    if turn.start < block.start + block.length
                    and block.start < turn.start + turn.length
                ]  # fmt: skip
                assert inside == [], url
    assert counts[BlockKind.PARAGRAPH] > 10_000
    assert counts[BlockKind.INDEX] == 0  # these have none


def test_the_headings_of_the_reports_are_those_of_their_markup() -> None:
    for url, body, read in _read("reports-sample.warc.gz"):
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
        marked = {folded(node.text()) for node in tree.css(_CONTENT)}
        told = [b.words_in(read.text) for b in read.blocks if b.kind is BlockKind.HEADING]
        assert len(told) > 5, url
        assert marked.issuperset(told), url


def test_every_briefing_has_its_time_line_and_nobody_says_it() -> None:
    briefings = 0
    for url, _, read in _read("releases-2021.warc.gz"):
        if "/department-press-briefing" not in url or not read.turns:
            continue
        briefings += 1
        kinds = [block.kind for block in read.blocks[:3]]
        assert BlockKind.TIME in kinds, url
        named = next(turn for turn in read.turns if turn.speaker is not None)
        assert named.start > read.blocks[kinds.index(BlockKind.TIME)].start, url
    assert briefings > 20
