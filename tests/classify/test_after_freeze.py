"""An edit of a frozen page weighs more than elsewhere, but where it says nothing else."""

from __future__ import annotations

import pytest

from archive_watch.classify.after_freeze import breaks_a_freeze, edited_after_freeze
from archive_watch.classify.changes import classify_change
from transcripts import transcript

_CONTRACT = "the page declared that it is not updated"
_SAID = "MR PRICE: We met in Washington, {} and we did {}agree on the plan for the harbour."


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (("D.C.", ""), ("DC", ""), 15),
        (("D.C.", "not "), ("D.C.", ""), 100),
        (("then", ""), ("there", ""), 75),
    ],
    ids=["stops alone", "a negation", "a word"],
)
def test_what_a_frozen_page_says_weighs_more_and_its_stops_do_not(
    old: tuple[str, str], new: tuple[str, str], severity: int
) -> None:
    finding, _ = classify_change(transcript(_SAID.format(*old)), transcript(_SAID.format(*new)))
    assert breaks_a_freeze(finding)
    frozen = edited_after_freeze(finding, _CONTRACT)
    assert frozen.severity == severity
    assert frozen.after_freeze == _CONTRACT
    assert f"edited after freeze: {_CONTRACT}" in frozen.why
    assert frozen.why[-1].startswith(f"severity {severity}: ")
