"""A transcript as Markdown: its structure is drawn, and no word of a page becomes markup."""

from __future__ import annotations

from archive_watch.model.block import BlockKind, TextBlock
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.report.transcript import transcript_as_markdown
from extract.reading import read, wordpress
from told import HOSTILE
from transcripts import transcript


def _drawn(body: str, title: str = "A Report") -> str:
    return transcript_as_markdown(read(wordpress(body, title=title)))


def test_headings_lists_tables_quotes_and_notes_are_drawn_as_such() -> None:
    assert _drawn(
        "<h1>Whole</h1><h3>Ports</h3><p>Dues rose.[1]</p>"
        "<ul><li>One<ul><li>Deep</li></ul></li><li>Two</li></ul><p>• Three</p>"
        "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Sample</td><td></td></tr>"
        "<tr><td>Muster | Old</td><td>4</td></tr></table>"
        "<blockquote><p>Said once.</p><p>And again.</p></blockquote><p>(Applause.)</p><p>[1] Ibid.</p>"
    ) == "\n\n".join([
        "## Whole", "### Ports", r"Dues rose.\[1\]", "- One\n  - Deep\n- Two\n- Three",
        "| Port | Ships |\n| --- | --- |\n| Sample |  |\n| Muster \\| Old | 4 |",
        "> Said once.\n>\n> And again.", "*(Applause.)*", r"\[1\] Ibid.",
    ])  # fmt: skip


def test_who_speaks_is_bold_with_the_note_before_and_nothing_else_is() -> None:
    assert _drawn(
        "<ul><li>IRAN</li></ul><p>12:34 p.m. EDT</p><p>MS. HERON: Good afternoon: all.</p><p>More: of it.</p>"
        "<p>View Video</p><p>And more.</p><p>(Via interpreter.) MR. MUSTER: Yes.</p><p>QUESTION:</p>"
        "<p>On its own line.</p><p>QUESTION: No?</p><p>###</p>",
        title="Daily Press Briefing",
    ) == "\n\n".join([
        "- IRAN", "12:34 p.m. EDT", "**MS. HERON:** Good afternoon: all.", "More: of it.",
        "View Video", "And more.", "**(Via interpreter.) MR. MUSTER:** Yes.", "**QUESTION:**",
        "On its own line.", "**QUESTION:** No?", r"\#\#\#",
    ])  # fmt: skip


def test_rows_of_one_cell_are_no_table_and_short_rows_are_filled() -> None:
    assert _drawn("<table><tr><td>A frame.</td></tr><tr><td>Of words.</td></tr></table>") == (
        "A frame.\n\nOf words."
    )
    rows = "<tr><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td></tr>"
    assert _drawn(f"<table>{rows}</table>") == "| a | b | c |\n| --- | --- | --- |\n| d |  |  |"


def test_a_text_whose_blocks_were_never_told_is_drawn_as_paragraphs() -> None:
    old = transcript("MR GULL: It opens.", "# in May")
    assert old.blocks == ()
    assert transcript_as_markdown(old) == "**MR GULL:** It opens.\n\n\\# in May"
    assert transcript_as_markdown(Transcript(text="", metadata=Metadata())) == ""


def test_hostile_words_are_escaped_in_every_kind_of_block() -> None:
    hostile = " ".join(HOSTILE.split())
    for kind in BlockKind:
        block = TextBlock(
            position=0, kind=kind, level=1, start=0, length=len(hostile), cells=(0, 9)
        )
        drawn = transcript_as_markdown(
            Transcript(text=hostile, metadata=Metadata(), blocks=(block,))
        )
        for active in ("<script", "<img", "[x]", "`*_", "&lt;"):
            assert f"\\{active}" in drawn or active not in drawn, kind
            assert f" {active}" not in drawn, kind
