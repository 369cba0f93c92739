"""A transcript as HTML: every word once and in order, turns with anchors, nothing that acts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.block import PARTING, BlockKind, TextBlock
from archive_watch.model.transcript import Metadata, Transcript, Turn, TurnKind
from archive_watch.report.reading import transcript_as_html
from archive_watch.report.reading_parts import part_of


def _turned(*said: tuple[str | None, str], blocks: tuple[TextBlock, ...] = ()) -> Transcript:
    """A transcript of labels and what is said under each."""
    text, turns = "", []
    for position, (speaker, words) in enumerate(said):
        text += PARTING if text else ""
        text += f"{speaker}: " if speaker else ""
        turns.append(
            Turn(
                position=position,
                speaker=speaker,
                person=None,
                kind=TurnKind.SPEECH,
                start=len(text),
                length=len(words),
            )
        )
        text += words
    return Transcript(text=text, metadata=Metadata(), turns=tuple(turns), blocks=blocks)


def _blocks(*kinds: tuple[BlockKind, str, int]) -> Transcript:
    """A transcript without turns, of paragraphs of these kinds, words and levels."""
    text, blocks = "", []
    for position, (kind, words, level) in enumerate(kinds):
        text += PARTING if text else ""
        cells = tuple(
            found.start() for found in re.finditer(r"(?<!\S)\S", words)
        ) if kind is BlockKind.TABLE_ROW else ()  # fmt: skip
        blocks.append(
            TextBlock(
                position=position,
                kind=kind,
                level=level,
                start=len(text),
                length=len(words),
                cells=cells,
            )
        )
        text += words
    return Transcript(text=text, metadata=Metadata(), blocks=tuple(blocks))


def _drawn(transcript: Transcript, number: int = 1, characters: int = 10_000) -> str:
    part = part_of(transcript.text, number, characters=characters)
    assert part is not None
    return transcript_as_html(transcript, part, lambda position: f"?turn={position}&x")


def _words(html: str) -> list[str]:
    """What a reader sees of it, without the ways beside each turn."""
    html = re.sub(r'<span class="ways">.*?</a></span>', "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", html)).split()


def test_each_turn_has_an_anchor_a_label_and_a_way_to_cite_it() -> None:
    told = _drawn(_turned(("MR. VANCE", "Good morning."), ("QUESTION", "When?")))
    assert re.findall(r'id="turn-(\d)"', told) == ["0", "1"]
    assert "<bdi>QUESTION:</bdi>" in told
    assert 'href="?turn=1&amp;x"' in told
    assert '<p dir="auto">When?</p>' in told


def test_a_label_within_a_paragraph_begins_a_turn_of_its_own() -> None:
    text = "MR. A: Yes. MR. B: No."
    turns = [
        Turn(position=0, speaker="MR. A", person=None, kind=TurnKind.SPEECH, start=7, length=4),
        Turn(position=1, speaker="MR. B", person=None, kind=TurnKind.SPEECH, start=19, length=3),
    ]
    told = _drawn(Transcript(text=text, metadata=Metadata(), turns=tuple(turns)))
    assert _words(told) == text.split()
    assert told.index("Yes.") < told.index('id="turn-1"') < told.index("No.")


def test_a_speaker_who_is_named_in_what_was_said_before_is_no_label_there() -> None:
    text = "MR. A: I agree with MR. B" + PARTING + "So do I."
    turns = (
        Turn(position=0, speaker="MR. A", person=None, kind=TurnKind.SPEECH, start=7, length=18),
        Turn(position=1, speaker="MR. B", person=None, kind=TurnKind.SPEECH, start=27, length=8),
    )
    told = _drawn(Transcript(text=text, metadata=Metadata(), turns=turns))
    assert "I agree with MR. B</p>" in told
    assert told.index('id="turn-1"') < told.index("So do I.")


@pytest.mark.parametrize(
    ("kind", "words", "drawn"),
    [
        (BlockKind.HEADING, "The strait", '<h2 dir="auto">The strait</h2>'),
        (BlockKind.LIST_ITEM, "• ropes", '<li class="deep1" dir="auto">ropes</li>'),
        (BlockKind.QUOTE, "So be it.", '<blockquote dir="auto">So be it.</blockquote>'),
        (BlockKind.TABLE_ROW, "left right", '<td dir="auto">left</td><td dir="auto">right</td>'),
        (BlockKind.PREFORMATTED, "a  b", '<pre dir="auto">a  b</pre>'),
        (BlockKind.NOTE, "(End.)", '<p class="told" dir="auto">(End.)</p>'),
    ],
)
def test_a_paragraph_is_drawn_as_what_it_is(kind: BlockKind, words: str, drawn: str) -> None:
    assert drawn in _drawn(_blocks((kind, words, 1)))


def test_no_heading_passes_over_a_level() -> None:
    told = _drawn(
        _blocks(
            (BlockKind.HEADING, "a", 4), (BlockKind.HEADING, "b", 6), (BlockKind.HEADING, "c", 2)
        )
    )
    assert re.findall(r"<h(\d)", told) == ["2", "3", "2"]


def test_notes_and_marks_of_redaction_are_set_apart() -> None:
    told = _drawn(_turned(("MR. A", "He said [REDACTED]. (Laughter.)")))
    assert '<span class="redacted">[REDACTED]</span>' in told
    assert '<span class="stage">(Laughter.)</span>' in told


def test_nothing_that_a_page_wrote_acts_or_hides() -> None:
    bad = '<script>alert(1)</script> \u202egnp.exe" onload="x'
    told = _drawn(_turned((f"MR. {bad}", bad), ("B", bad)))
    assert "<script" not in told
    assert "\u202e" not in told
    assert not re.search(r"<[^>]*onload=", told.replace("&quot;", ""))


def test_only_the_turns_of_a_part_are_drawn_and_one_that_goes_on_has_no_second_anchor() -> None:
    long = PARTING.join(["word " * 30] * 10).strip()
    transcript = _turned(("MR. A", long), ("MR. B", "The end."))
    first, second = (_drawn(transcript, number, characters=1_000) for number in (1, 2))
    assert 'id="turn-0"' in first
    assert 'id="turn-0"' not in second
    assert "The end." in second
    assert _words(first) + _words(second) == transcript.text.split()


_WORD = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=9)
_SAID = st.lists(_WORD, min_size=1, max_size=12).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from([None, "MR. A", "Q"]), _SAID), min_size=1, max_size=8),
       st.integers(10, 200))  # fmt: skip
def test_every_word_is_drawn_once_and_in_order(
    said: list[tuple[str | None, str]], characters: int
) -> None:
    transcript = _turned(*said)
    drawn: list[str] = []
    number = 1
    while (part := part_of(transcript.text, number, characters=characters)) is not None:
        drawn += _words(transcript_as_html(transcript, part, str))
        number += 1
    assert "".join(drawn) == "".join(transcript.text.split())
