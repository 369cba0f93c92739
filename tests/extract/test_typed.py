"""What each paragraph is: by its words, by its place above a briefing, by its markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.words.wording import worded_kind
from archive_watch.model.block import BlockKind
from archive_watch.model.transcript import Transcript
from archive_watch.versioning.attribution import attribution_of
from archive_watch.versioning.fingerprint import state_of
from extract.reading import NINETIES, read, spoken, state, wordpress

Told = list[tuple[str, int, str]]


def _told(transcript: Transcript) -> Told:
    return [
        (block.kind.value, block.level, block.words_in(transcript.text))
        for block in transcript.blocks
    ]


def _kinds(transcript: Transcript) -> list[str]:
    return [block.kind.value for block in transcript.blocks]


def _p(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def _read(body: str, title: str = "Daily Press Briefing") -> Transcript:
    return read(wordpress(body, title=title))


_SPEECH = _p("MS. HERON: Good afternoon, everybody.", "QUESTION: Will the harbour open?")


@pytest.mark.parametrize(
    "line",
    [
        "12:34 p.m. EDT", "(9:25 a.m. EDT)", "1 p.m. EST", "2:05 P.M. (EST)", "13:15 GMT", "12:00 noon EDT",
        "Friday, February 23, 1996, 1:09 P. M.", "1:05 p.m. EST – 1:45 p.m. EST", "10:10 a.m. local time",
        "Time: 2:05 p.m.", "1415 hours", "14:20 CET", "Noon EDT", "12:41 p.m. Eastern Daylight Time",
    ],
)  # fmt: skip
def test_a_line_that_is_only_a_time_is_the_time_line(line: str) -> None:
    assert worded_kind(line) is BlockKind.TIME


@pytest.mark.parametrize(
    "line",
    [
        "View Video", "Watch the Video", "[DSL/Cable] [dial-up] [audio]", "Download PDF", "Video | Audio",
        "video: high speed connectionvideo: dial-up speed connectionm3u", "Audio (MP3, 3.4 MB)",
        "Download Report [PDF, 326 KB]", "(Listen to audio)", "Video: Windows Media Player | RealPlayer",
    ],
)  # fmt: skip
def test_a_line_that_only_offers_a_recording_or_a_file_is_a_media_line(line: str) -> None:
    assert worded_kind(line) is BlockKind.MEDIA


@pytest.mark.parametrize(
    "line",
    [
        "###", "# # #", "* * *", "***", "2004/961", "PRN: 2004/961", "PRN 1999/12-3", "[end of document]",
        "[END OF FILE]", "- 30 -", "-END-", "DPB #151", "_____", "— — —", "End text",
    ],
)  # fmt: skip
def test_marks_at_the_end_and_between_are_marks(line: str) -> None:
    assert worded_kind(line) is BlockKind.MARK


@pytest.mark.parametrize(
    "line",
    ["(Applause.)", "[inaudible]", "(In progress.)", "(Laughter.) (Crosstalk.)",
     "[Note: The interview was conducted in Example.]"],
)  # fmt: skip
def test_a_stage_note_alone_is_a_note(line: str) -> None:
    assert worded_kind(line) is BlockKind.NOTE


@pytest.mark.parametrize(
    "line",
    [
        "We met at 12:34 p.m. EDT.", "1996", "12:34", "Exodus 12:34", "The video.", "Watch.", "View",
        "Video shows how the harbour was built", "Report", "--", "—", "*", "[1]", "[ii]", "(a)", "1/2",
        "In 2004/05 dues rose", "(Laughter.) Well, yes.", "", "#1", "The end", "At noon we ate.",
    ],
)  # fmt: skip
def test_words_that_only_look_like_such_a_line_are_words(line: str) -> None:
    assert worded_kind(line) is None


def test_the_nested_index_of_a_briefing_is_no_turn_and_keeps_its_depth() -> None:
    found = _read(
        "<h3>Index for Today's Briefing</h3><ul><li>SYRIA<ul><li>Talks in Port Sample</li>"
        "<li>SECRETARY EXAMPLE: Travel</li></ul></li><li>DEPARTMENT</li></ul>"
        "<p>View Video</p><p>12:41 p.m. EDT</p>" + _SPEECH
    )
    assert _told(found)[:7] == [
        ("index", 0, "Index for Today's Briefing"), ("index", 1, "SYRIA"),
        ("index", 2, "Talks in Port Sample"), ("index", 2, "SECRETARY EXAMPLE: Travel"),
        ("index", 1, "DEPARTMENT"), ("media", 0, "View Video"), ("time", 0, "12:41 p.m. EDT"),
    ]  # fmt: skip
    assert [speaker for speaker, _ in spoken(found)] == ["MS. HERON", "QUESTION"]


@pytest.mark.parametrize(
    "above",
    [
        ("1, 4-5 Harbour Dues", "2-3 North Sample Relations"),
        ("INDEX", "Thursday, January 4", "HARBOURS 1, 3", "Statement on dues"),
        ("I N D E X", "BRIEFER: ADA EXAMPLE", "DUES: Update"),
        ("IRAN", "Talks on dues", "NORTH SAMPLE", "Visit of a delegation"),
        ("Talks on harbour dues", "A visit to Port Sample", "The fishing season"),
        ("Dues . . . . 1-3", "The fishing season . . . 4"),
        ("DUES<br>Update<br>1-2 Tides", "THE SEA<br>Fishing"),
        (
            "U.S. Department of State<br>Daily Press Briefing<br>I N D E X<br>Monday, May 4, 1998",
            "DUES",
        ),
    ],
)
def test_topics_above_the_time_line_are_an_index_however_they_are_set(
    above: tuple[str, ...],
) -> None:
    found = _read(_p(*above, "12:34 p.m. EDT") + _SPEECH)
    assert _kinds(found)[: len(above) + 1] == [*["index"] * len(above), "time"]
    assert [speaker for speaker, _ in spoken(found)] == ["MS. HERON", "QUESTION"]


def test_what_introduces_an_interview_is_no_index() -> None:
    found = _read(
        _p("Interview With Ada Example", "On the Record", "The Old Harbour", "(9:25 a.m. EDT)")
        + _SPEECH,
        title="An Interview",
    )
    assert _kinds(found)[:4] == ["paragraph", "paragraph", "paragraph", "time"]
    assert spoken(found)[0] == (
        None, "Interview With Ada Example\n\nOn the Record\n\nThe Old Harbour",
    )  # fmt: skip


def test_a_sentence_above_the_time_line_is_said_by_nobody_and_kept_as_words() -> None:
    found = _read(
        _p("INDEX", "DUES", "The following was said in the old harbour and was taken down there.",
           "12:34 p.m. EDT") + _SPEECH
    )  # fmt: skip
    assert _kinds(found)[:4] == ["index", "index", "paragraph", "time"]
    assert spoken(found)[0] == (
        None, "The following was said in the old harbour and was taken down there.",
    )  # fmt: skip


def test_lines_that_nobody_speaks_part_a_speech_and_take_no_word_of_it() -> None:
    found = _read(
        _p("MS. HERON: Good afternoon.", "* * *", "More of it.", "View Video", "And more.",
           "QUESTION: Yes?", "MS. HERON: No.", "###", "Released in Port Sample", "2004/961")
    )  # fmt: skip
    assert spoken(found) == [
        ("MS. HERON", "Good afternoon."), ("MS. HERON", "More of it."), ("MS. HERON", "And more."),
        ("QUESTION", "Yes?"), ("MS. HERON", "No."),
    ]  # fmt: skip


def test_a_mark_near_the_end_ends_the_last_speech() -> None:
    found = _read(_SPEECH + _p("* * *", "For more see the harbour office."))
    assert spoken(found)[-1] == ("QUESTION", "Will the harbour open?")


def test_topics_and_the_time_line_in_one_paragraph_are_an_index_that_nobody_speaks() -> None:
    found = _read("<p>DUES<br>Update<br>View Video<br>12:34 p.m. EDT</p>" + _SPEECH, "Remarks")
    assert _told(found)[0] == ("index", 0, "DUES Update View Video 12:34 p.m. EDT")
    assert spoken(found)[0][0] == "MS. HERON"
    alone = _read("<p>The harbour office opens<br>12:34 p.m. EDT</p><p>Come early.</p>", "Notice")
    assert _kinds(alone) == ["paragraph", "paragraph"]


def test_a_briefing_as_preformatted_text_has_its_index_too() -> None:
    found = _read(
        "<pre>      U.S. DEPARTMENT OF STATE\n      DAILY PRESS BRIEFING\n         I N D E X\n"
        "  Monday, May 4, 1998\n\n  Briefer: Ada Heron\n\nDUES\n  Update ........ 1-2\n\n"
        "DPB #28\nMONDAY, MAY 4, 1998, 1:09 P. M.\n\nMS. HERON: Good\nafternoon, everybody.\n\n"
        "QUESTION: Will it\nopen?\n</pre>"
    )
    assert _kinds(found)[:5] == ["index", "index", "index", "time", "preformatted"]
    assert spoken(found) == [
        ("MS. HERON", "Good afternoon, everybody."), ("QUESTION", "Will it open?"),
    ]  # fmt: skip


@pytest.mark.parametrize("time", ["<p>2:00 p.m. EDT</p>", ""])
def test_who_briefs_and_how_is_no_topic(time: str) -> None:
    found = _read(
        _p("Ada Heron, Principal Advisor to the Harbour Office", "Via Teleconference", "On Dues")
        + time + _SPEECH, "Special Briefing",
    )  # fmt: skip
    assert "index" not in _kinds(found)
    assert (found.turns[0].speaker, found.turns[0].start) == (None, 0)


@pytest.mark.parametrize("items", [("Dues", "Tides"), ("DUES", "MR. TERN: Travel", "TIDES")])
def test_a_list_above_a_briefing_without_a_time_line_is_an_index(items: tuple[str, ...]) -> None:
    found = _read("<ul><li>" + "<li>".join(items) + "</ul>" + _SPEECH)
    assert _kinds(found)[: len(items)] == ["index"] * len(items)
    assert [speaker for speaker, _ in spoken(found)] == ["MS. HERON", "QUESTION"]


def test_a_label_in_a_list_that_only_its_tags_tell_stays_one() -> None:
    lines = ("Dues", "MR. TERN: Travel")
    listed = _read("<ul><li>" + "<li>".join(lines) + "</ul>" + _SPEECH)
    plain = _read(_p(*lines) + _SPEECH)
    assert _kinds(listed)[:2] == ["index", "list_item"]
    assert attribution_of(listed) == attribution_of(plain)
    assert attribution_of(listed)[0][0] == "MR.TERN"


def test_footnotes_at_the_end_are_not_what_the_last_speaker_said() -> None:
    found = _read(
        _p("MS. HERON: It rose intentionally.[1]", "QUESTION: And the dues?", "MS. HERON: Those too.")
        + "<h4>Footnotes</h4>" + _p("[1] internationally", "2004/961"),
    )  # fmt: skip
    assert _kinds(found)[3:] == ["heading", "footnote", "mark"]
    assert spoken(found)[-1] == ("MS. HERON", "Those too.")


def test_rows_of_figures_and_the_hours_of_a_schedule_are_no_index() -> None:
    rows = "".join(
        f"<tr><td>{name} COURSE</td><td>1</td><td>{n}</td></tr>" for n, name in enumerate("ABC")
    )
    found = _read(
        f"<table>{rows}</table>" + _p("TOTAL: 3.", "TOTAL: 4 courses were held."), "Training"
    )
    assert _kinds(found) == [*["table_row"] * 3, "paragraph", "paragraph"]
    found = _read(_p("SECRETARY EXAMPLE", "DEPUTY SECRETARY SAMPLE", "10:00 a.m. LOCAL",
                     "The Secretary meets with staff."), "Public Schedule")  # fmt: skip
    assert _kinds(found) == ["paragraph", "paragraph", "time", "paragraph"]


def test_the_contents_of_a_page_where_somebody_speaks_later_end_with_its_first_words() -> None:
    found = _read(
        _p("Contents", "The Harbour", "The Tides", "The harbour is old, and it is deep enough.",
           "Dues", "SECRETARY EXAMPLE: They will rise.", "QUESTION: When?"), "A Report"
    )  # fmt: skip
    assert _kinds(found)[:5] == ["index", "index", "index", "paragraph", "paragraph"]


def test_an_index_below_the_time_line_is_one_as_well() -> None:
    found = _read(_p("12:34 p.m. EDT", "INDEX", "DUES: Update", "Tides") + _SPEECH)
    assert _kinds(found)[:4] == ["time", "index", "index", "index"]
    assert [speaker for speaker, _ in spoken(found)] == ["MS. HERON", "QUESTION"]


def test_a_line_that_nobody_speaks_is_no_other_state_when_it_is_parted_from_the_speech() -> None:
    said = (
        "<p>MS. HERON: Good afternoon.{0}12:34 p.m. EDT</p><p>More of it.</p><p>QUESTION: Yes?</p>"
    )
    joined, parted = (wordpress(said.format(gap)) for gap in ("<br>", "</p><p>"))
    assert (len(spoken(read(joined))), len(spoken(read(parted)))) == (2, 3)
    assert state(joined) == state(parted)
    other = wordpress("<p>MS. HERON: Good afternoon.</p><p>12:34 p.m. EDT</p>"
                      "<p>MS. HERON: More of it.</p><p>QUESTION: Yes?</p>")  # fmt: skip
    assert state_of(read(other)).turns != state_of(read(parted)).turns


def test_head_lines_in_one_paragraph_are_what_they_say_together() -> None:
    found = _read("<p>View Video<br>12:34 p.m. EDT</p>" + _SPEECH)
    assert _told(found)[0] == ("time", 0, "View Video 12:34 p.m. EDT")
    assert spoken(found)[0][0] == "MS. HERON"


def test_the_structure_of_a_report_is_kept() -> None:
    found = _read(
        "<h2>Summary</h2><p>Tides rise.[i] Dues too.[ii]</p><h3>Ports</h3>"
        "<ol><li>One<ul><li>Deep</li></ul></li></ol><p>• Bulleted by hand</p>"
        "<table><caption>Ships</caption><tr><th>Port</th><th>Ships</th></tr>"
        "<tr><td>Sample</td><td></td></tr></table><blockquote><p>Said once.</p></blockquote>"
        "<p><b>Outlook</b></p><p><b>No.</b> Not yet.</p><p>[i] The harbour book.</p>"
        "<p>[ii] Ibid.</p>",
        title="A Report",
    )
    assert _told(found) == [
        ("heading", 2, "Summary"), ("paragraph", 0, "Tides rise.[i] Dues too.[ii]"),
        ("heading", 3, "Ports"), ("list_item", 1, "One"), ("list_item", 2, "Deep"),
        ("list_item", 1, "• Bulleted by hand"), ("caption", 0, "Ships"),
        ("table_row", 0, "Port Ships"), ("table_row", 0, "Sample"), ("quote", 0, "Said once."),
        ("heading", 4, "Outlook"), ("paragraph", 0, "No. Not yet."),
        ("footnote", 0, "[i] The harbour book."), ("footnote", 0, "[ii] Ibid."),
    ]  # fmt: skip
    rows = [block.cells_in(found.text) for block in found.blocks if block.cells]
    assert rows == [("Port", "Ships"), ("Sample", "")]
    assert found.turns == ()


@pytest.mark.parametrize(
    ("above", "notes"),
    [
        ("Dues rose.1 Tides too2.", ("1. The harbour book.", "2. Ibid.")),
        ("Dues rose* at last.", ("* Preliminary.",)),
        ("Dues rose[1].", ("[1] The harbour book.", "[1] Again.")),
        ("Dues rose [ 12 ].", ("[12] The harbour book.",)),
        ('Dues rose<a href="#_ftn1">(a)</a>.', ('<a href="#_ftnref1">(a)</a> Ibid.',)),
    ],
)
def test_notes_at_the_end_whose_marks_stand_in_the_text_are_footnotes(
    above: str, notes: tuple[str, ...]
) -> None:
    found = _read(_p(above, *notes, "###"), title="A Report")
    assert _kinds(found) == ["paragraph", *["footnote"] * len(notes), "mark"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("We agreed:", "1. Dues.", "2. Tides."),
        ("Dues rose in 2001.", "1. Dues.", "3. Tides."),
        ("[1] is the first.", "[2] is the second."),
        ("See article.1 of the plan.", "1. Dues.", "And so it ends."),
    ],
)
def test_numbered_paragraphs_without_a_mark_in_the_text_are_no_footnotes(
    paragraphs: tuple[str, ...],
) -> None:
    assert "footnote" not in _kinds(_read(_p(*paragraphs), title="A Report"))


def test_what_stands_under_a_footnotes_heading_is_a_footnote() -> None:
    found = _read(
        "<p>Dues.</p><h3>Endnotes</h3><p>1 The book.</p><h3>Annex</h3><p>2 More.</p>", "R"
    )
    assert _kinds(found) == ["paragraph", "heading", "footnote", "heading", "paragraph"]


def test_the_pages_of_the_nineties_have_their_structure_too() -> None:
    found = read(
        "<html><body><blockquote><table><tr><td><b>A Report</b><br>May 4, 1998</td></tr></table>"
        "<p><b>Dues</b><p>They rose.<ul><li>In Port Sample<li>At sea</ul>"
        "<p>[end of document]</blockquote></body></html>",
        NINETIES,
    )
    assert [(kind, text) for kind, _, text in _told(found)][:4] == [
        ("heading", "Dues"), ("paragraph", "They rose."), ("list_item", "In Port Sample"),
        ("list_item", "At sea"),
    ]  # fmt: skip


def test_what_a_paragraph_is_is_no_part_of_the_state() -> None:
    body = "<{0}>Dues and Tides</{0}><{1}>They rose.</{1}>" + _SPEECH
    states = {
        state(wordpress(body.format(*tags)))
        for tags in [("p", "p"), ("h2", "p"), ("h4", "blockquote"), ("li", "pre")]
    }
    assert len(states) == 1
    assert len({tuple(_kinds(_read(body.format(tag, "p")))) for tag in ("p", "h2", "li")}) == 3


@pytest.mark.parametrize("tag", ["h2", "li"])
@pytest.mark.parametrize("title", ["An Interview", "Daily Press Briefing"])
def test_a_footnote_is_nobodys_whatever_it_is_set_as(tag: str, title: str) -> None:
    said = "<{0}>Dues rose.1</{0}><p>MODERATOR:</p><{0}>1. The book.</{0}>"
    assert [one for one in spoken(_read(said.format(tag), title)) if one[0]] == [("MODERATOR", "")]


_LINE = st.sampled_from([
    "12:34 p.m. EDT", "View Video", "###", "* * *", "INDEX", "IRAN", "DUES: Update", "1-2 Tides",
    "MS. HERON: Good afternoon, everybody.", "QUESTION: Yes?", "MODERATOR:", "More of it.", "(Applause.)",
    "2004/961", "Talks on dues", "1. The book.", "[ii] Ibid.", "Dues rose.1[ii]", "A. SAMPLE: No.",
])  # fmt: skip
_TAG = st.sampled_from(["p", "h2", "li", "blockquote", "pre", "div"])


@given(lines=st.lists(st.tuples(_TAG, _LINE), min_size=1, max_size=14), briefing=st.booleans())
def test_every_paragraph_is_one_block_and_no_unspoken_line_is_in_a_turn(
    lines: list[tuple[str, str]], briefing: bool
) -> None:
    title = "Daily Press Briefing" if briefing else "An Interview"
    found = _read("".join(f"<{tag}>{line}</{tag}>" for tag, line in lines), title)
    assert [block.words_in(found.text) for block in found.blocks] == found.text.split("\n\n")
    assert [block.position for block in found.blocks] == list(range(len(found.blocks)))
    unspoken = {BlockKind.INDEX, BlockKind.TIME, BlockKind.MEDIA, BlockKind.MARK}
    apart = [block for block in found.blocks if block.kind in unspoken]
    for turn in found.turns:
        for block in apart:
            assert (
                block.start + block.length <= turn.start or turn.start + turn.length <= block.start
            )


@given(lines=st.lists(st.tuples(_TAG, _LINE), min_size=1, max_size=14), briefing=st.booleans())
def test_no_tag_changes_who_speaks_or_what_the_page_says(
    lines: list[tuple[str, str]], briefing: bool
) -> None:
    title = "Daily Press Briefing" if briefing else "An Interview"
    tagged = _read("".join(f"<{tag}>{line}</{tag}>" for tag, line in lines), title)
    plain = _read("".join(f"<p>{line}</p>" for _, line in lines), title)
    assert state_of(tagged).state == state_of(plain).state
    assert attribution_of(tagged) == attribution_of(plain)
