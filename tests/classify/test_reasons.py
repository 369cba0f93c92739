"""Every aspect, every flag and the severity of a finding has its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.changes import classify_change
from archive_watch.classify.documents import classify_document_change
from archive_watch.classify.template import finding_of_template
from archive_watch.diff.hunks import hunks_of
from archive_watch.model.change import Finding
from transcripts import transcript


def _explained(told: Finding) -> list[str]:
    return [reason.partition(":")[0] for reason in told.why]


def _wanted(told: Finding) -> list[str]:
    names = [*(kind.value for kind in told.aspects), *(flag.kind for flag in told.flags)]
    return [*names, f"severity {told.severity}"]


_LINES = st.lists(
    st.sampled_from(
        [
            "MR DOE: We will not go to Utopia in June 1998, with 5 ships.",
            "MS ROE: We will go to Utopia in June 1998, with 5 ships.",
            "MR DOE: We shall go to Erewhon in May 1999, with 7 ships.",
            "See www.a.gov, where “it” is recieved by [REDACTED] as agreed by all of us.",
            "See old.a.gov, where 'it' is received by the envoy as agreed by all of us.",
        ]
    ),
    max_size=6,
)


@given(_LINES, _LINES, st.booleans(), st.booleans(), st.sampled_from([None, "Utopia", "Erewhon"]))
def test_every_aspect_flag_and_severity_is_explained(
    old: list[str], new: list[str], reverted: bool, restored: bool, place: str | None
) -> None:
    told, _ = classify_change(
        transcript(*old, place="Utopia"),
        transcript(*new, place=place),
        reverted=reverted,
        restored=restored,
    )
    assert _explained(told) == _wanted(told)


def test_a_vanished_not_says_what_decided() -> None:
    told, _ = classify_change(transcript("We will not go."), transcript("We will go."))
    assert told.why == (
        "text: words of a paragraph came or went",
        "negation: a negation came or went (“not” left)",
        "severity 85: negation weighs 85",
    )


@pytest.mark.parametrize("gone", [True, False])
def test_a_document_and_a_page_that_went_are_explained(gone: bool) -> None:
    document = classify_document_change(old_bytes=10, new_bytes=None if gone else 20)
    assert _explained(document) == _wanted(document)
    page = classify_change(transcript("We go."), None)[0]
    assert _explained(page) == _wanted(page)


def test_an_edit_of_a_template_is_explained() -> None:
    (hunk,) = hunks_of(["Home"], ["Start"])
    told = finding_of_template(hunk, pages=40)
    assert _explained(told) == _wanted(told)
    assert "more than one page" in told.why[0]


def test_of_many_flags_of_a_kind_the_first_are_explained_and_the_rest_counted() -> None:
    old = [f"It will not be pier {at} that is mended before the winter storms." for at in range(40)]
    new = [line.replace(" not ", f" {at}x " if at % 2 else " ") for at, line in enumerate(old)]
    told, _ = classify_change(transcript(*old), transcript(*new))
    numbers = [reason for reason in told.why if reason.startswith("number: ")]
    assert sum(flag.kind == "number" for flag in told.flags) == 20
    assert (len(numbers), numbers[-1]) == (13, "number: and 8 more of them")
