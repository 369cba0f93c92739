"""Real pages read in a child as they are read here, to the last word, link and line of the frame."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from archive_watch.extract.explaining.explain import explain_page
from archive_watch.extract.page import cut_page, open_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.url import host_of
from archive_watch.services.cutting.parse_in_child import ChildParse
from archive_watch.storage.warc import WarcCapture, read_warc
from extract.reading import UNKNOWN, profiles
from shared_data import shared_data

_FILES = ("reports-sample.warc.gz", "releases-2021.warc.gz")


@cache
def _captures(name: str) -> list[WarcCapture]:
    records = read_warc(shared_data() / name, max_bytes=2**25)
    return [record for record in records if isinstance(record, WarcCapture)]


def _asked(capture: WarcCapture, host: str | None = None) -> dict[str, Any]:
    return {
        "body": capture.body,
        "content_type": "text/html; charset=UTF-8",
        "url": capture.url,
        "profile": profile_for(host or host_of(capture.url), profiles()),
        "status": capture.status,
        "headers": capture.headers,
    }


@pytest.mark.parametrize("name", _FILES)
@pytest.mark.parametrize("host", [None, UNKNOWN])
def test_a_child_cuts_and_reads_as_we_do(name: str, host: str | None) -> None:
    captures = _captures(name)
    for capture in captures[:: len(captures) // 3]:
        asked = _asked(capture, host)
        here = cut_page(**asked)
        there = ChildParse("cut", asked).run()
        assert there == replace(here, reading=read_cut(here)), capture.url
        assert there.frame == here.frame, capture.url


def test_a_child_explains_as_we_do() -> None:
    asked = _asked(_captures(_FILES[0])[0])
    assert ChildParse("explain", asked).run().as_json() == explain_page(**asked).as_json()


@pytest.mark.parametrize("name", _FILES)
def test_every_real_page_is_light(name: str) -> None:
    for capture in _captures(name):
        asked = _asked(capture)
        names = ("body", "content_type", "url", "profile")
        assert open_page(**{key: asked[key] for key in names}).is_light, capture.url
