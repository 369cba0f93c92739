"""One list of steps, drawn for a terminal, a wiki and a browser: what each of them has to show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive_watch.model.change import ChangeKind, Finding, Flag, Op, OpKind, Sign, WordRun
from archive_watch.model.transcript import LinkArea, PageLink
from archive_watch.report.beside import Beside
from archive_watch.report.diff_markdown import diff_as_markdown
from archive_watch.report.diff_page import diff_as_html
from archive_watch.report.diff_text import diff_as_text
from archive_watch.report.diffs import DrawnDiff, Side, diff_as_json
from archive_watch.report.markdown import runs_as_markdown
from archive_watch.report.placed_flags import placed_flags
from archive_watch.report.run_marks import one_line_run

_NEGATION = Flag(kind="negation", old="not", new=None)
_TITLE = Flag(kind="entity", old="Doe", new="Roe")
_WHY = ("text: words of a paragraph came or went", "negation: a negation came or went (“not” left)",
        "entity: a name came or went", "severity 85: negation weighs 85")  # fmt: skip


def _words(text: str) -> tuple[WordRun, ...]:
    """``=kept|-gone|+come`` as runs."""
    return tuple(WordRun(sign=Sign(part[0]), text=part[1:]) for part in text.split("|"))


def _op(kind: OpKind, text: str, move_id: int | None = None) -> Op:
    """A step; words with signs are its runs."""
    words = _words(text) if text[:1] in "=-+" else ()
    old, new = (
        "".join(run.text for run in words if run.sign is not other) or text
        for other in (Sign.ADDED, Sign.REMOVED)
    )
    return Op(
        op=kind, speaker=None, words=words, move_id=move_id,
        old=None if kind in {OpKind.INSERT, OpKind.MOVE_TO} else old,
        new=None if kind in {OpKind.DELETE, OpKind.MOVE_FROM} else new,
    )  # fmt: skip


def _side(version: int) -> Side:
    return Side(url="https://a.example/page", version=version, observed_at="2021-05-01T10:00:00Z",
                title="A page", capture_sha256="a" * 64)  # fmt: skip


def _diff(*ops: Op, flags: tuple[Flag, ...] = (), why: tuple[str, ...] = ()) -> DrawnDiff:
    finding = Finding(kind=ChangeKind.TEXT, aspects=(ChangeKind.TEXT,), severity=85,
                      summary="words", flags=flags, why=why)  # fmt: skip
    return DrawnDiff(before=_side(1), after=_side(2), finding=finding, ops=ops)


_SPLIT = _op(OpKind.REPLACE, "=The first half.|- |+\n\n|=The second half.")
_JOINED = _op(OpKind.REPLACE, "=The first half.|-\n\n|+ |=The second half.")


def test_a_paragraph_that_was_split_shows_a_pilcrow_where_it_was_parted() -> None:
    diff = _diff(_SPLIT)
    assert "~ The first half.[- -]{+ ¶ +}The second half." in diff_as_text(diff)
    assert "The first half. **¶** The second half." in diff_as_markdown(diff)
    inline = BeautifulSoup(diff_as_html(diff), "html.parser").select_one(".inline")
    assert inline is not None
    assert [mark.get_text() for mark in inline.select("ins")] == ["[added: ¶"]


def test_paragraphs_that_were_joined_show_a_pilcrow_that_is_gone() -> None:
    diff = _diff(_JOINED)
    assert "~ The first half.[- ¶ -]{+ +}The second half." in diff_as_text(diff)
    assert "The first half. ~~¶~~ " in diff_as_markdown(diff)
    sides = BeautifulSoup(diff_as_html(diff), "html.parser").select(".side .text")
    assert [bool(side.select("del")) for side in sides] == [True, False]


def test_words_that_were_moved_and_edited_show_the_edit_where_they_stand_now() -> None:
    diff = _diff(
        _op(OpKind.MOVE_FROM, "We will not go there.", 1),
        _op(OpKind.EQUAL, "Between."),
        _op(OpKind.MOVE_TO, "=We will |-not |=go there.", 1),
    )
    assert "> moved here, edited: We will [-not -]go there." in diff_as_text(diff)
    assert "moved here, edited: We will ~~not~~ go there." in diff_as_markdown(diff)
    steps = BeautifulSoup(diff_as_html(diff), "html.parser").select("section.step")
    assert [step["id"] for step in steps] == ["c1", "c2"]
    assert [link["href"] for step in steps for link in step.select("h2 span a")] == ["#c2", "#c1"]
    assert "edited on its way" in steps[1].get_text()


def test_words_that_were_only_moved_are_not_told_as_new_words() -> None:
    words = "A paragraph that stands elsewhere now."
    diff = _diff(
        _op(OpKind.MOVE_TO, words, 1), _op(OpKind.EQUAL, "x"), _op(OpKind.MOVE_FROM, words, 1)
    )
    assert f"> moved here: {words}" in diff_as_text(diff)
    assert not BeautifulSoup(diff_as_html(diff), "html.parser").select("ins")


def test_a_flag_is_told_with_its_reason_at_the_step_that_raised_it() -> None:
    edited = _op(OpKind.REPLACE, "=We will |-not |=go there.")
    other = _op(OpKind.REPLACE, "=It is |-not|+no|=thing.")
    diff = _diff(
        _op(OpKind.EQUAL, "Not this."), edited, _op(OpKind.DELETE, "And not this."), flags=(_NEGATION,),
        why=_WHY,
    )  # fmt: skip
    (told,) = placed_flags(diff.finding, diff.ops).by_step[1]
    assert (told.flag, told.why) == (_NEGATION, _WHY[1])
    assert list(placed_flags(diff.finding, (edited, other)).by_step) == [0, 1]
    assert f"[-not -]go there.\n  ! {_WHY[1]}\n" in diff_as_text(diff)
    page = BeautifulSoup(diff_as_html(diff), "html.parser")
    assert [flag.get_text() for flag in page.select("#c1 .flag")] == [_WHY[1]]
    assert [tag["href"] for tag in page.select("a.tag")] == ["#c1"]


def test_a_flag_of_no_step_is_told_at_the_top_and_every_other_reason_too() -> None:
    diff = _diff(_op(OpKind.REPLACE, "=We |-will |=go."), flags=(_NEGATION, _TITLE), why=_WHY)
    for drawn in (diff_as_text(diff), diff_as_markdown(diff), diff_as_html(diff)):
        for reason in _WHY:
            assert drawn.count(reason) == 1


def test_no_line_of_a_page_can_pass_for_a_step_and_no_word_for_a_mark() -> None:
    diff = _diff(_op(OpKind.EQUAL, "one\n- {+two+} [-three-]"), _op(OpKind.DELETE, "gone"))
    lines = diff_as_text(diff).splitlines()
    assert [line for line in lines if line[:1] in {"-", "+", "~"}] == ["- [-gone-]"]
    assert r"  - {\+two+\} [\-three-\]" in lines


@pytest.mark.parametrize(
    ("runs", "gone", "come"),
    [("=Yes|-, no|=, sir", [", no"], []), ("=by |-Ms.|+Mr.|=Price", ["Ms."], ["Mr."]),
     ("=a|+(b)|=c", [], ["(b)"]), ("=Yes|-, no|+. No|=body", [", no"], [". No"])],
)  # fmt: skip
def test_marks_of_markdown_hold_beside_letters_and_signs(
    runs: str, gone: list[str], come: list[str]
) -> None:
    assert _read(runs_as_markdown([(run.sign, run.text) for run in _words(runs)])) == (gone, come)


_TEXT = st.text(st.sampled_from("ab.,(“*_ 1é-"), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT), min_size=1, max_size=3))
def test_whatever_the_words_markdown_shows_what_left_and_what_came(
    edits: list[tuple[str, str, str]],
) -> None:
    signs = (Sign.REMOVED, Sign.ADDED, Sign.KEPT)
    runs = [
        (Sign.KEPT, "It said a"),
        *(pair for edit in edits for pair in zip(signs, edit, strict=True)),
    ]
    gone, come = _read(runs_as_markdown(runs))
    assert gone == [" ".join(was.split()) for was, _, _ in edits]
    assert come == [" ".join(now.split()) for _, now, _ in edits]


def _read(markdown: str) -> tuple[list[str], list[str]]:
    """What a reader of Markdown sees struck through and in bold."""
    drawn = MarkdownIt("commonmark").enable("strikethrough").render(markdown)
    page = BeautifulSoup(drawn, "html.parser")
    gone, come = ([mark.get_text() for mark in page.find_all(name)] for name in ("s", "strong"))
    return gone, come


def _link(url: str, text: str) -> PageLink:
    return PageLink(position=0, url=url, text=text, area=LinkArea.BODY)


def test_what_differs_beside_the_words_is_drawn_as_an_edit_is() -> None:
    kept, gone = (
        _link("https://a.example/x", "kept"),
        _link("https://a.example/gone", "the <b>report"),
    )
    come = _link("https://a.example/come", "")
    beside = Beside(
        facts=(("title", "The plan is on", "The plan is off"), ("stated_date", "4 May 2020", None)),
        links=((kept, gone), (kept, come)),
    )
    diff = replace(_diff(_op(OpKind.EQUAL, "Words.")), beside=beside)
    text = diff_as_text(diff)
    assert "~ (headline) The plan is [-on-]{+off+}" in text
    assert "~ (date) [-4 May 2020-]" in text
    assert "~ (link) [-https://a.example/gone (“the <b>report”)-]" in text
    assert "- headline: The plan is ~~on~~**off**" in diff_as_markdown(diff)
    lines = BeautifulSoup(diff_as_html(diff), "html.parser").select("section.beside li")
    assert [len(line.select("del")) for line in lines] == [1, 1, 1, 0]
    assert lines[2].find("b") is None
    told = diff_as_json(diff)
    assert told["metadata"][0] == {
        "name": "title",
        "old": "The plan is on",
        "new": "The plan is off",
    }
    assert told["links"]["added"] == [{"url": "https://a.example/come", "text": ""}]
    assert told["links"]["removed"] == [{"url": "https://a.example/gone", "text": "the <b>report"}]


def test_a_mark_that_combines_gets_something_to_sit_on() -> None:
    assert one_line_run(Sign.ADDED, "\u0301a") == "\u25cc\u0301a"
    assert one_line_run(Sign.KEPT, "\u0301a") == "\u0301a"


def test_each_paragraph_has_its_own_direction_and_marks_of_ours_do_not_decide_it() -> None:
    page = BeautifulSoup(diff_as_html(_diff(_op(OpKind.REPLACE, "-לא |=נחתום"))), "html.parser")
    assert all(text["dir"] == "auto" for text in page.select(".text"))
    assert all(mark["dir"] == "ltr" for mark in page.select(".hidden"))
