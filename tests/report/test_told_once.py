"""A digest tells each thing once, and whatever is over as over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive_watch.model.incident import IncidentKind
from archive_watch.model.link import LinkReason
from archive_watch.report.digest import Digest, ToldIncident, ToldPage
from archive_watch.report.html import digest_as_html
from archive_watch.report.markdown import digest_as_markdown
from archive_watch.report.text import digest_as_text
from archive_watch.report.told_change import ToldChange
from archive_watch.report.told_link import ToldRepair
from archive_watch.report.told_recovery import ToldRecovery
from told import change, digest, link

_DAY = "2021-05-02T10:00:00Z"
_DRAWN = (digest_as_text, digest_as_markdown, digest_as_html)
_CONTRACT = "the site is frozen since 2021-01-20"


def _edit(**given: object) -> ToldChange:
    plain = change(text="We said nothing.", url="https://a.example/one/")
    return replace(plain, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("drawn", _DRAWN)
def test_an_edit_after_freeze_is_told_with_its_change_and_not_again_as_an_incident(
    drawn: object,
) -> None:
    frozen = _edit(after_freeze=_CONTRACT)
    about = ToldIncident(
        kind=IncidentKind.EDITED_AFTER_FREEZE, about=frozen.url, since=_DAY, occurrences=1,
        detail="an edit after freeze", change_id=frozen.id,
    )  # fmt: skip
    told = replace(digest(frozen), incidents=(about,))
    assert told.headline() == "1 change (on frozen pages)."
    assert "after freeze" in drawn(told)  # type: ignore[operator]
    text = drawn(told)  # type: ignore[operator]
    assert text.count(_CONTRACT) == 1
    assert "an edit after freeze" not in text
    earlier = replace(told, changes=())
    assert "an edit after freeze" in drawn(earlier)  # type: ignore[operator]


@pytest.mark.parametrize("drawn", _DRAWN)
def test_what_stands_in_the_way_is_told_with_moments_that_people_read(drawn: object) -> None:
    stands = ToldIncident(
        kind=IncidentKind.PAGE_WITHHELD, about="https://a.example/one/", since=_DAY, occurrences=25,
        detail="refused by 32 checks since 2021-04-24T09:15:00Z (the last answered 403)",
    )  # fmt: skip
    flat = " ".join(drawn(replace(digest(), incidents=(stands,))).split())  # type: ignore[operator]
    assert "since 2021-05-02 10:00 UTC, seen 25 times" in flat
    assert "since 2021-04-24 09:15 UTC (the last answered 403)" in flat.replace("\\", "")
    once = " ".join(drawn(replace(digest(), incidents=(replace(stands, occurrences=1),))).split())  # type: ignore[operator]
    assert ", seen" not in once


@pytest.mark.parametrize("drawn", _DRAWN)
def test_a_move_of_this_period_is_told_once(drawn: object) -> None:
    moved = _edit(kind="moved", aspects=("moved",), edits=(), summary="moved to b.example/one")
    page = ToldPage(url=moved.url, title="One", state="moved", since=_DAY, last_seen_at=_DAY)
    told = replace(digest(moved), moved=(page,))
    assert "Moved earlier" not in drawn(told)  # type: ignore[operator]
    assert "Moved earlier" in drawn(replace(told, changes=()))  # type: ignore[operator]


@pytest.mark.parametrize("drawn", _DRAWN)
def test_sister_sites_that_were_edited_alike_are_told_together(drawn: object) -> None:
    one = _edit(kind="template", aspects=("template",), pages=6)
    two = replace(one, id=2, url="https://b.example/", host="b.example", pages=4)
    other = replace(one, id=3, url="https://c.example/", host="c.example", edits=(), pages=2)
    told = drawn(digest(one, two, other))  # type: ignore[operator]
    assert "10 pages of 2 sites: a.example (6), b.example (4)" in told.replace("\\", "").replace(
        "\n    ", " "
    )


@pytest.mark.parametrize("drawn", _DRAWN)
def test_what_stood_in_the_way_and_is_over_is_told_with_its_end(drawn: object) -> None:
    over = ToldRecovery(
        host="a.example", outcome="blocked", reason="block_page", pages=12, checks=30,
        url="https://a.example/one/", first_at="2021-05-01T10:00:00Z",
        last_at="2021-05-01T22:00:00Z", again_at=_DAY,
    )  # fmt: skip
    told = drawn(replace(digest(), recoveries=(over,)))  # type: ignore[operator]
    flat = " ".join(told.split())
    assert "12 pages of a.example: a.example shut us out (block page) at 30 checks" in flat
    assert "read again 2021-05-02 10:00 UTC" in flat


@pytest.mark.parametrize("drawn", _DRAWN)
def test_a_link_says_why_since_when_and_where_its_document_may_be(drawn: object) -> None:
    repair = ToldRepair(
        url="https://b.example/two/", kind="moved_notice", verified_at="2021-05-03T00:00:00Z"
    )
    broken = replace(link(text="the note"), last_ok_at="2021-04-30T10:00:00Z", repair=repair)
    told = drawn(digest(links=(broken,)))  # type: ignore[operator]
    flat = " ".join(told.replace("\\", "").split())
    assert "not found (404)" in flat
    assert "failing since 2021-05-01 10:00 UTC, last good 2021-04-30 10:00 UTC" in flat
    assert "erhaps now at" in flat
    assert "https://b.example/two/" in flat
    assert "seen there 2021-05-03" in flat


@pytest.mark.parametrize("drawn", _DRAWN)
def test_a_headline_in_other_capitals_is_a_line_and_no_more(drawn: object) -> None:
    recased = _edit(
        kind="metadata", aspects=("metadata",), severity=5, edits=(), summary="headline: …"
    )
    told = drawn(digest(recased, _edit(id=2)))  # type: ignore[operator]
    assert "Changed in capitals and stops alone" in told
    assert "headline: …" not in told


def test_old_rot_is_counted_and_what_works_again_is_told() -> None:
    again = replace(link(text="the note"), state="ok", ended_at=_DAY)
    told: Digest = replace(digest(), links_dead_from_the_first=1204, links_good_again=(again,))
    text = digest_as_text(told)
    assert "1,204 links were dead when first checked: counted, not told" in text
    assert "Links good again (1)" in text
    assert told.as_json()["links_dead_from_the_first"] == 1204


@pytest.mark.parametrize("reason", list(LinkReason))
def test_every_reason_has_words(reason: LinkReason) -> None:
    why = replace(link(), reason=reason.value, status=None, state="broken").why()
    assert why
    assert reason is LinkReason.HTTP or why != "broken", reason
