"""A label written in another way throughout is format; another person's name is another person."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import ChangeKind, Finding
from transcripts import transcript

_TALK = (
    "SECRETARY SAMPLE: Good day to all of you in the harbour.",
    "QUESTION: Is the new quay ready for the ships?",
    "SECRETARY SAMPLE: It is ready, and the ships are welcome.",
    "It has been ready since the spring tides.",
    "QUESTION: And the lighthouse on the northern rock?",
    "MR. DOE: That will take another year of work.",
)


def _relabelled(old: str, new: str, *, only: int | None = None) -> Finding:
    """``old`` becomes ``new`` everywhere, or in one paragraph only."""
    talk = [
        text.replace(f"{old}:", f"{new}:") if only is None or at == only else text
        for at, text in enumerate(_TALK)
    ]
    return classify_change(transcript(*_TALK), transcript(*talk))[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SECRETARY SAMPLE", "SEC. SAMPLE"),
        ("SECRETARY SAMPLE", "SECRETARY ANA SAMPLE"),
        ("SECRETARY SAMPLE", "MS. SAMPLE"),
        ("SECRETARY SAMPLE", "SAMPLE"),
        ("SECRETARY SAMPLE", "Secretary Sample"),
        ("MR. DOE", "MR DOE"),
        ("QUESTION", "Q"),
        ("QUESTION", "REPORTER"),
    ],
)
def test_a_label_written_otherwise_throughout_is_cosmetic(old: str, new: str) -> None:
    told = _relabelled(old, new)
    assert (told.kind, told.severity, told.flags) == (ChangeKind.COSMETIC, 0, ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SECRETARY SAMPLE", "SECRETARY SPECIMEN"),
        ("SECRETARY SAMPLE", "MR. DOE"),
        ("MR. DOE", "MS. DOE"),
        ("MR. DOE", "MR. ROE"),
    ],
)
def test_another_persons_name_is_another_person_however_often_it_stands(old: str, new: str) -> None:
    told = _relabelled(old, new)
    assert told.kind is ChangeKind.ATTRIBUTION
    assert [(flag.kind, flag.old, flag.new) for flag in told.flags] == [("speaker", old, new)]


def test_a_label_that_became_another_in_one_place_is_attribution() -> None:
    told = _relabelled("SECRETARY SAMPLE", "MR. DOE", only=2)
    assert told.kind is ChangeKind.ATTRIBUTION
    assert "It is ready" in told.summary
    assert _relabelled("MR. DOE", "MR DOE", only=5).kind is ChangeKind.COSMETIC


def test_the_paragraphs_under_a_label_change_hands_with_it() -> None:
    old = classify_change(transcript(*_TALK), transcript(*_TALK[:2], *_TALK[3:]))[0]
    assert set(old.aspects) == {ChangeKind.ATTRIBUTION, ChangeKind.TURN_REMOVED}
    assert ("speaker", "SECRETARY SAMPLE", "QUESTION") in [
        (flag.kind, flag.old, flag.new) for flag in old.flags
    ]


def test_labels_rewritten_do_not_hide_an_edit_of_words() -> None:
    new = [text.replace("SECRETARY", "SEC.") for text in _TALK]
    new[5] = "MR. DOE: That will take another 3 years of work."
    told = classify_change(transcript(*_TALK), transcript(*new))[0]
    assert told.kind is ChangeKind.TEXT
    assert {flag.kind for flag in told.flags} == {"number"}
    assert "SEC" not in told.summary
