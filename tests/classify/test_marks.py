"""Addresses and marks of redaction among the words: told by themselves, and never as numbers."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.classify.marks import addresses_in, hosts_rewritten, redaction_flags
from archive_watch.model.change import ChangeKind
from transcripts import transcript


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See www.state.gov.", ["www.state.gov"]),
        ("See https://2001-2009.state.gov/r/pa/1.htm, there", ["https://2001-2009.state.gov/r/pa/1.htm"]),
        ("Write to ports@state.gov now", ["ports@state.gov"]),
        ("(2021-2025.state.gov)", ["2021-2025.state.gov"]),
        ("the U.S. and the E.U. agree.Then they go", []),
        ("it grew 3.5 to 4.5", []),
        ("at 9 a.m. in Washington, D.C.", []),
    ],
)  # fmt: skip
def test_addresses_are_known_by_their_ends(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


def test_a_host_is_rewritten_where_its_site_and_path_stay() -> None:
    assert hosts_rewritten("at www.a.gov/x", "at old.a.gov/x") == [("www.a.gov/x", "old.a.gov/x")]
    assert hosts_rewritten("at www.a.gov/x", "at old.a.gov/y") == []
    assert hosts_rewritten("at www.a.gov/x", "at www.b.gov/x") == []


@pytest.mark.parametrize(
    "mark",
    [
        "[REDACTED]",
        "[name redacted]",
        "(withheld)",
        "█████",
        "(b)(6)",
        "(b) (7) (C)",
        "XXXXX",
        "REDACTED",
    ],
)
def test_a_mark_of_redaction_is_known(mark: str) -> None:
    (flag,) = redaction_flags("They met the envoy there.", f"They met {mark} there.")
    assert (flag.kind, flag.old, flag.new) == ("redaction", None, mark)
    assert list(redaction_flags(f"met {mark}", f"saw {mark}")) == []


@pytest.mark.parametrize(
    "text", ["(see above)", "[applause]", "the file was redacted", "Super Bowl XXXI"]
)
def test_other_words_in_brackets_are_no_mark_of_redaction(text: str) -> None:
    assert list(redaction_flags("", text)) == []


def test_a_host_rewritten_weighs_less_than_a_slip_and_is_told() -> None:
    told = classify_change(
        transcript("You will find the tables at www.state.gov today."),
        transcript("You will find the tables at 2009-2017.state.gov today."),
    )[0]
    assert told.kind is ChangeKind.TEXT
    assert [flag.kind for flag in told.flags] == ["host"]
    assert 0 < told.severity <= 10
