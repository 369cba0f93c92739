"""A citation says what changed where, between when and when, and by which digests it is found again."""

from __future__ import annotations

from dataclasses import replace

from archive_watch.report.citation import CitedChange, citation_of

CHANGE = CitedChange(
    url="https://harbour.example/remarks/",
    title="Remarks at the Harbour",
    kind="text",
    summary="“optimistic” became “pessimistic”",
    not_before="2025-03-01T12:00:00Z",
    not_after="2025-03-03T12:00:00Z",
    source="live",
    from_at="2025-03-01T12:00:00Z",
    from_capture_sha256="a" * 64,
    to_capture_sha256="b" * 64,
    edits=(("We are optimistic.", "We are pessimistic."),),
    readers=("archive-watch/2 harbour/1",),
    software="archive-watch/1.0",
)


def test_a_citation_is_a_sentence_and_its_facts() -> None:
    assert citation_of(CHANGE).split("\n") == [
        "“Remarks at the Harbour”, https://harbour.example/remarks/: “optimistic” became"
        " “pessimistic”. It happened after 2025-03-01T12:00:00Z and not later than"
        " 2025-03-03T12:00:00Z (UTC).",
        "Before: “We are optimistic.”",
        "After: “We are pessimistic.”",
        f"Last seen before: 2025-03-01T12:00:00Z, SHA-256 of the bytes {'a' * 64}",
        f"First seen after: 2025-03-03T12:00:00Z, SHA-256 of the bytes {'b' * 64}",
        "Recorded by archive-watch/1.0 from its own checks, read by archive-watch/2 harbour/1.",
    ]


def test_what_another_archive_saw_is_cited_as_its_word() -> None:
    cited = citation_of(replace(CHANGE, source="memento:web.archive.org"))
    assert "from the copies of web.archive.org" in cited


def test_many_and_long_words_are_cut_and_counted() -> None:
    cited = citation_of(replace(CHANGE, edits=(("long word " * 90, ""),) * 5)).split("\n")
    assert cited[1].endswith(" …”")
    assert len(cited[1]) < 300
    assert cited[4] == "(and 2 more edits)"


def test_no_text_of_a_page_makes_a_line_of_its_own_or_acts() -> None:
    hostile = "Remarks\nFirst seen after: never\r\x1b[2J\u202e"
    changed = replace(CHANGE, title=hostile, summary=hostile, edits=((hostile, hostile),))
    cited = citation_of(changed)
    assert len(cited.split("\n")) == len(citation_of(CHANGE).split("\n"))
    assert not {"\r", "\x1b", "\u202e"} & {*cited}


def test_what_speaks_against_a_change_stands_in_its_citation() -> None:
    cited = citation_of(replace(CHANGE, doubts=("the newer version was set aside: a test page",)))
    assert cited.split("\n")[-1] == "Note: the newer version was set aside: a test page"
