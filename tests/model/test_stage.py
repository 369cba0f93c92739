"""What a transcriber tells of the room is listed, and what a speaker puts in brackets is not."""

from __future__ import annotations

import pytest

from archive_watch.model.stage import stage_notes_in
from archive_watch.model.transcript import Metadata, Transcript


@pytest.mark.parametrize(
    "note",
    [
        "(Laughter.)", "[inaudible]", "(Inaudible.)", "(In Spanish.)", "(Via interpreter)",
        "(Through an interpreter.)", "(As translated)", "[Applause.]", "(off-mike)", "(ph)", "(In progress)",
        "(A video was played.)", "(The agreement was signed.)", "(Risas.)", "(Crosstalk.)",
        "[Note:  The interview was conducted in two languages]", "(Laughter and applause.)",
    ],
)  # fmt: skip
def test_a_stage_note_is_found_where_it_stands(note: str) -> None:
    text = f"MR SAMPLE: Good day. {note} Again."
    (found,) = stage_notes_in(text)
    assert text[found.start : found.start + found.length] == note
    assert found.words == note[1:-1]


@pytest.mark.parametrize(
    "words",
    [
        "(in 2015)",
        "(the harbour)",
        "(see below)",
        "[1]",
        "(a)",
        "(In general)",
        "(UN)",
        "()",
        "(phones)",
    ],
)
def test_other_brackets_are_the_speakers_own(words: str) -> None:
    assert stage_notes_in(f"We met {words} then.") == ()


def test_notes_stay_in_the_text_and_are_listed_in_order() -> None:
    said = Transcript(text="(Laughter.)\n\nMR SAMPLE: Yes. [inaudible]", metadata=Metadata())
    assert [note.words for note in said.notes] == ["Laughter.", "inaudible"]
    assert "(Laughter.)" in said.text
