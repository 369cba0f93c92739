"""Content codings come undone in small steps, whatever the chunks."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.fetch.coding import decoder_for
from archive_watch.fetch.failures import Refused
from archive_watch.model.capture import Failure
from faults import gzip_bomb

STEP_BYTES = 64 * 1024


def decoded(body: bytes, coding: str, size: int) -> tuple[bytes, bool]:
    decoder = decoder_for([coding])
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    joined = b"".join(piece for chunk in chunks for piece in decoder.pieces(chunk))
    return joined, decoder.is_whole


@given(st.binary(), st.integers(1, 5), st.sampled_from(["gzip", "deflate", "raw"]))
def test_any_body_comes_back_whatever_its_chunks(body: bytes, size: int, coding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(body, mtime=0),
        "deflate": zlib.compress(body),
        "raw": raw.compress(body) + raw.flush(),
    }[coding]
    label = "deflate" if coding == "raw" else coding
    assert decoded(coded, label, size) == (body, True)


@given(st.binary(min_size=1), st.integers(1, 8))
def test_a_stream_that_lost_its_end_is_not_whole(body: bytes, lost: int) -> None:
    coded = gzip.compress(body, mtime=0)
    assert decoded(coded[:-lost], "gzip", 7)[1] is False


def test_no_step_gives_more_than_its_bound() -> None:
    decoder = decoder_for(["gzip"])
    sizes = [len(piece) for piece in decoder.pieces(gzip_bomb(4))]
    assert sum(sizes) == 4 * 1024 * 1024
    assert max(sizes) <= STEP_BYTES


@pytest.mark.parametrize("codings", [["br"], ["gzip", "gzip"], ["gzip, deflate"], ["zstd"], ["x"]])
def test_what_was_not_asked_for_is_refused(codings: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        decoder_for(codings)
    assert caught.value.refusal.failure == Failure.CONTENT_TYPE


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise_anything_else(body: bytes) -> None:
    with contextlib.suppress(Refused):
        decoded(body, "gzip", 5)
