"""What is read from a WARC file, whole or damaged: every good record, and the name of every bad one."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive_watch.errors import UnreadableInput
from archive_watch.storage.warc import BadRecord, WarcCapture, read_warc
from warcs import gzipped, http, page, record, response, sha1_of

_MOST_BYTES = 1 << 20
_gzip = partial(gzip.compress, mtime=0)  # the same bytes at any time: tests are named by them


def _url(number: int) -> str:
    return f"https://archive.example/page-{number}"


def _body(number: int) -> bytes:
    return page(f"The words of page {number}: {'abcdefgh'[number] * 40}.")


_RECORDS = [response(_url(number), _body(number)) for number in range(6)]
_FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "a gzip member a record": gzipped,
    "one gzip member": lambda records: _gzip(b"".join(records)),
}
_GOOD = {(_url(number), _body(number)) for number in range(6)}


def _read(path: Path, whole: bytes) -> tuple[list[WarcCapture], list[BadRecord]]:
    path.write_bytes(whole)
    met = list(read_warc(path, max_bytes=_MOST_BYTES))
    taken = [one for one in met if isinstance(one, WarcCapture)]
    return taken, [one for one in met if isinstance(one, BadRecord)]


def _one(path: Path, whole: bytes) -> WarcCapture | BadRecord:
    path.write_bytes(whole)
    (met,) = read_warc(path, max_bytes=_MOST_BYTES)
    return met


@pytest.mark.parametrize("form", _FORMS)
def test_every_form_of_the_file_gives_the_same_captures(tmp_path: Path, form: str) -> None:
    taken, bad = _read(tmp_path / "f", _FORMS[form](_RECORDS))
    assert [(one.url, one.body) for one in taken] == [(_url(n), _body(n)) for n in range(6)]
    assert bad == []
    assert {(one.at, one.status) for one in taken} == {("2020-01-01T00:00:00Z", 200)}


@pytest.mark.parametrize("form", _FORMS)
def test_a_file_cut_anywhere_gives_whole_captures_and_names_the_cut_one(
    tmp_path: Path, form: str
) -> None:
    whole = _FORMS[form](_RECORDS)
    ends = {0}
    for count in range(1, 7):
        ends.add(len(_FORMS[form](_RECORDS[:count])))
        ends.update(len(b"".join(_RECORDS[:count])) - spare for spare in range(5))
    for cut in range(8, len(whole), 3):
        taken, bad = _read(tmp_path / "f", whole[:cut])
        assert {(one.url, one.body) for one in taken} <= _GOOD, cut
        assert len(bad) == 1 or cut in ends, cut


@pytest.mark.parametrize("form", ["plain", "a gzip member a record"])
def test_damage_anywhere_costs_two_records_at_most_and_never_the_program(
    tmp_path: Path, form: str
) -> None:
    whole, chance = _FORMS[form](_RECORDS), random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        place = chance.randrange(8, len(damaged))
        if chance.randrange(2):
            del damaged[place : place + chance.randrange(1, 200)]
        else:
            damaged[place:place] = chance.randbytes(chance.randrange(1, 100))
        taken, _ = _read(tmp_path / "f", bytes(damaged))
        assert len({(one.url, one.body) for one in taken} & _GOOD) >= 4


def test_what_stands_before_damage_in_one_large_gzip_member_is_taken(tmp_path: Path) -> None:
    chance = random.Random(3)
    noise = [chance.randbytes(4_000).hex() for _ in range(6)]
    records = [response(_url(n), page(noise[n])) for n in range(6)]
    damaged = bytearray(_gzip(b"".join(records)))
    damaged[len(damaged) * 2 // 3] ^= 0xFF
    taken, bad = _read(tmp_path / "f", bytes(damaged))
    assert [one.url for one in taken[:3]] == [_url(n) for n in range(3)]
    assert {one.url for one in taken} < {_url(n) for n in range(6)}
    assert bad


def test_a_gzip_file_cut_into_its_deflate_stream_says_so(tmp_path: Path) -> None:
    _, (bad,) = _read(tmp_path / "f", _gzip(b"".join(_RECORDS))[:-20])
    assert "end early" in bad.fault


@pytest.mark.parametrize(
    "broken",
    [
        _RECORDS[2].replace(b"WARC/1.0", b"garbage!"),
        _RECORDS[2].replace(b"Content-Length", b"Content-Lngth"),
        record("response", _url(2), http(_body(2)), length="many"),
        record("response", _url(2), http(_body(2)), length=10**15),
        record("response", _url(2), http(_body(2)), length=len(http(_body(2))) + 300),
        record("response", _url(2), http(_body(2)), length=len(http(_body(2))) - 30),
        record("response", _url(2), http(_body(2)), length=-5),
        record("response", _url(2), http(_body(2)), at=None),
        record("response", _url(2), http(_body(2)), at="a while ago"),
        record("response", _url(2), http(_body(2)), at="0001-01-01T00:00:00+14:00"),
        record("response", None, http(_body(2))),
        record("response", _url(2), _body(2)),
        record("response", _url(2), http(_body(2), status="99999999999999999999 OK")),
        record("response", _url(2), b""),
        record("respnose", _url(2), http(_body(2))),
        response(_url(2), _body(2), WARC_Truncated="length"),
        response(_url(2), _body(2), WARC_Segment_Number="1"),
        response(_url(2), _body(2), WARC_Block_Digest=sha1_of(b"other bytes")),
        response(_url(2), _body(2), WARC_Payload_Digest=sha1_of(b"other bytes")),
        response(_url(2), b"x" * (_MOST_BYTES + 1)),
        b"\x00\xff not a record at all \r\n",
        b"WARC/1.0\r\n" + b"X-Endless: yes\r\n" * 100_000,
    ],
    ids=lambda broken: f"{len(broken)} bytes",
)
@pytest.mark.parametrize("form", _FORMS)
def test_a_broken_record_in_the_middle_is_named_and_the_others_are_taken(
    tmp_path: Path, form: str, broken: bytes
) -> None:
    records = [*_RECORDS[:2], broken, *_RECORDS[3:]]
    taken, bad = _read(tmp_path / "f", _FORMS[form](records))
    assert {one.url for one in taken} == {_url(n) for n in (0, 1, 3, 4, 5)}
    assert {(one.url, one.body) for one in taken} <= _GOOD
    (named,) = bad
    assert named.number == 3
    assert named.fault
    assert "record 3 at byte" in named.told()


def test_the_place_of_a_bad_record_is_where_it_begins(tmp_path: Path) -> None:
    broken = record("response", _url(2), http(_body(2)), at=None)
    _, (plain,) = _read(tmp_path / "f", b"".join([*_RECORDS[:2], broken]))
    assert (plain.offset, plain.unpacked) == (len(b"".join(_RECORDS[:2])), False)
    _, (member,) = _read(tmp_path / "f", gzipped([*_RECORDS[:2], broken]))
    assert (member.offset, member.unpacked) == (len(gzipped(_RECORDS[:2])), False)
    _, (inside,) = _read(tmp_path / "f", _gzip(b"".join([*_RECORDS[:2], broken])))
    assert (inside.offset, inside.unpacked) == (len(b"".join(_RECORDS[:2])), True)


@pytest.mark.parametrize("form", _FORMS)
def test_a_page_that_quotes_a_warc_forges_no_capture(tmp_path: Path, form: str) -> None:
    forged = response("https://archive.example/forged", page("Words never said."))
    large = b"<pre>\r\n\r\n" + forged + b" " * _MOST_BYTES
    hostile = [
        response(_url(1), b"<pre>\r\n\r\n" + forged),
        response(_url(2), large),
        response(_url(3), b"\r\n\r\n" + forged, at=""),
        response(_url(4), b"\r\n\r\n" + forged, WARC_Block_Digest=sha1_of(b"")),
    ]
    taken, bad = _read(tmp_path / "f", _FORMS[form](hostile))
    assert [one.url for one in taken] == [_url(1)]
    assert [one.url for one in bad] == [_url(2), _url(3), _url(4)]


def test_members_of_one_record_and_of_several_may_follow_each_other(tmp_path: Path) -> None:
    mixed = gzipped(_RECORDS[:2]) + _gzip(b"".join(_RECORDS[2:5])) + gzipped(_RECORDS[5:])
    taken, bad = _read(tmp_path / "f", mixed + b"\0" * 512)
    assert ([one.url for one in taken], bad) == ([_url(n) for n in range(6)], [])


def test_a_lost_gzip_header_is_a_bad_record_not_a_silence(tmp_path: Path) -> None:
    members = [_gzip(one) for one in _RECORDS]
    members[2] = b"\0\0\0\0" + members[2][4:]
    taken, bad = _read(tmp_path / "f", b"".join(members))
    assert {one.url for one in taken} == {_url(n) for n in (0, 1, 3, 4, 5)}
    assert [one.number for one in bad] == [3]


def test_what_is_no_capture_is_passed_over_in_silence(tmp_path: Path) -> None:
    others = [
        record("warcinfo", None, b"software: x\r\n", content_type="application/warc-fields"),
        record("request", _url(0), b"BREW /pot HTCPCP/1.0\r\n\r\n"),
        record("metadata", _url(0), b"fetchTimeMs: 1\r\n", content_type="application/warc-fields"),
        record("response", "dns:archive.example", b"20200101 192.0.2.1", content_type="text/dns"),
        record("resource", "urn:pageinfo:x", b"{}", content_type="application/json"),
        record("conversion", _url(0), b"plain", content_type="text/plain"),
    ]
    taken, bad = _read(tmp_path / "f", b"".join([*others, _RECORDS[0]]))
    assert ([one.url for one in taken], bad) == ([_url(0)], [])


def test_addresses_in_angle_brackets_and_loose_line_ends_are_read(tmp_path: Path) -> None:
    bracketed = response(f"<{_url(1)}>", _body(1)).removesuffix(b"\r\n\r\n") + b"\n\n"
    bare = response(_url(2), _body(2)).removesuffix(b"\r\n\r\n")
    taken, bad = _read(tmp_path / "f", bracketed + bare + b"\r\n" + _RECORDS[3])
    assert ([one.url for one in taken], bad) == ([_url(n) for n in (1, 2, 3)], [])


def test_a_resource_record_is_a_capture_of_its_bytes(tmp_path: Path) -> None:
    met = _one(tmp_path / "f", record("resource", _url(0), _body(0), content_type="text/html"))
    assert isinstance(met, WarcCapture)
    assert (met.status, met.body, met.headers) == (200, _body(0), (("content-type", "text/html"),))


def _chunked(body: bytes) -> bytes:
    return b"%x;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\nTrailer: t\r\n\r\n" % (
        9, body[:9], len(body) - 9, body[9:],
    )  # fmt: skip


_RAW_DEFLATE = zlib.compressobj(wbits=-15)
_CODED = {
    "chunked": (("Transfer-Encoding: chunked",), _chunked(_body(0))),
    "gzip": (("Content-Encoding: gzip",), _gzip(_body(0))),
    "x-gzip": (("Content-Encoding: X-GZIP",), _gzip(_body(0))),
    "deflate": (("Content-Encoding: deflate",), zlib.compress(_body(0))),
    "bare deflate": (
        ("Content-Encoding: deflate",),
        _RAW_DEFLATE.compress(_body(0)) + _RAW_DEFLATE.flush(),
    ),
    "chunked gzip": (
        ("Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        _chunked(_gzip(_body(0))),
    ),
    "chunks taken off before": (("Transfer-Encoding: chunked",), _body(0)),
    "gzip taken off before": (("Content-Encoding: gzip",), _body(0)),
    "deflate taken off before": (("Content-Encoding: deflate",), _body(0)),
    "br taken off before": (("Content-Encoding: br",), _body(0)),
    "no coding at all": (("Content-Encoding: utf-8",), _body(0)),
}


@pytest.mark.parametrize("name", _CODED)
def test_the_codings_of_the_answer_are_taken_off(tmp_path: Path, name: str) -> None:
    headers, coded = _CODED[name]
    for digest in (sha1_of(coded), sha1_of(_body(0)), sha1_of(_body(0)).lower(), "odd:value", "x"):
        whole = response(_url(0), coded, *headers, WARC_Payload_Digest=digest)
        met = _one(tmp_path / "f", whole)
        assert isinstance(met, WarcCapture), (digest, met)
        assert met.body == _body(0)


@pytest.mark.parametrize(
    ("headers", "coded"),
    [
        (("Transfer-Encoding: chunked",), _chunked(_body(0))[:-40]),
        (("Content-Encoding: gzip",), _gzip(_body(0))[:-9]),
        (("Content-Encoding: gzip",), _gzip(_body(0))[:40] + b"\xff" * 40),
        (("Content-Encoding: br",), b"\x8b\x02\x80brotli\x03"),
    ],
)
def test_half_a_body_is_no_body(tmp_path: Path, headers: tuple[str, ...], coded: bytes) -> None:
    assert isinstance(_one(tmp_path / "f", response(_url(0), coded, *headers)), BadRecord)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = _gzip(b"\0" * (300 << 20))
    met = _one(tmp_path / "f", gzipped([response(_url(0), bomb, "Content-Encoding: gzip")]))
    assert isinstance(met, BadRecord)
    assert "larger than" in met.fault


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!doctype html><p>Words</p>", "is not a WARC file"),
        (b"PK\x03\x04 a zip", "is not a WARC file"),
        (b"SQLite format 3\0", "is not a WARC file"),
    ],
)
def test_a_file_that_is_no_warc_is_said_to_be_none(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "page.warc"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=told):
        list(read_warc(path, max_bytes=_MOST_BYTES))


def test_a_folder_or_a_missing_file_is_the_callers_mistake(tmp_path: Path) -> None:
    for path, told in ((tmp_path, "is not a file"), (tmp_path / "none", "No such file")):
        with pytest.raises(UnreadableInput, match=told):
            list(read_warc(path, max_bytes=_MOST_BYTES))


def test_a_gzip_of_something_else_holds_no_record(tmp_path: Path) -> None:
    taken, bad = _read(tmp_path / "f", _gzip(b"<p>a page</p>\n" * 100))
    assert (taken, [one.fault for one in bad]) == ([], ["the bytes here are no record"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio's own
def test_a_real_writer_is_understood(tmp_path: Path) -> None:
    with (tmp_path / "f").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("f", {"software": "x"}))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        date = {"WARC-Date": "2021-05-06T07:08:09.123456Z"}
        writer.write_record(
            writer.create_warc_record(
                _url(0), "response", payload=BytesIO(_body(0)), http_headers=head,
                warc_headers_dict=date,
            )
        )  # fmt: skip
        writer.write_record(
            writer.create_revisit_record(
                _url(0), sha1_of(_body(0)), _url(0), "2021-05-06T07:08:09Z", http_headers=head
            )
        )
    first, again = read_warc(tmp_path / "f", max_bytes=_MOST_BYTES)
    assert isinstance(first, WarcCapture)
    assert (first.at, first.body) == ("2021-05-06T07:08:09Z", _body(0))
    assert isinstance(again, WarcCapture)
    assert again.repeats is not None
    assert again.repeats.at == first.at
