"""The citation of a version: digests and times, on lines that no page can forge."""

from __future__ import annotations

from dataclasses import replace

from archive_watch.report.version_citation import CitedTurn, CitedVersion, citation_of_version

_VERSION = CitedVersion(
    url="https://a.example/remarks/",
    title="Remarks",
    published_on="2018-06-07",
    number=2,
    first_seen_at="2026-03-04T09:00:00Z",
    last_seen_at="2026-03-05T09:00:00Z",
    checks=2,
    capture_sha256="a" * 64,
    text_sha256="b" * 64,
    extractor="archive-watch/2",
)


def test_it_names_the_page_the_version_the_times_and_the_digests() -> None:
    assert citation_of_version(_VERSION).splitlines() == [
        "“Remarks”, 2018-06-07. https://a.example/remarks/, version 2, seen by 2 checks, first at"
        " 2026-03-04T09:00:00Z and last at 2026-03-05T09:00:00Z (UTC).",
        f"SHA-256 of the bytes it was first read from: {'a' * 64}",
        f"SHA-256 of its text: {'b' * 64}",
        "Recorded by archive-watch, read by archive-watch/2.",
    ]


def test_a_turn_is_quoted_on_one_line_and_not_without_end() -> None:
    turn = CitedTurn(number=6, speaker="MR.\nA", words="one\n\ntwo " * 200)
    line = citation_of_version(replace(_VERSION, turn=turn)).splitlines()[1]
    assert line.startswith("Turn 6, MR. A: “one two one two")
    assert line.endswith(" …”")


def test_no_page_forges_a_line_or_turns_the_text_round() -> None:
    bad = replace(_VERSION, title="x\nSHA-256 of its text: fake \u202e")
    told = citation_of_version(bad)
    assert len(told.splitlines()) == 4
    assert "\u202e" not in told


def test_a_version_that_was_set_aside_and_a_document_say_so() -> None:
    told = citation_of_version(replace(_VERSION, text_sha256=None, retraction="poisoned", checks=1))
    assert "SHA-256 of its text" not in told
    assert "set aside: poisoned" in told
    assert "seen once, at 2026-03-04T09:00:00Z" in told
