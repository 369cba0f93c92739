"""The same date, hour, sum, name or verb in another form raises no flag; what only looks like it does."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.classify.dates_said import dates_said
from archive_watch.model.change import Finding
from transcripts import transcript


def _edit(old: str, new: str) -> Finding:
    found = classify_change(transcript(old), transcript(new))[0]
    assert isinstance(found, Finding)
    return found


def _flags(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    return [(flag.kind, flag.old, flag.new) for flag in _edit(old, new).flags]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It was signed on 12 June 2018 there.", "It was signed on June 12th, 2018 there."),
        ("It was signed on the 12th of June there.", "It was signed on June 12 there."),
        ("It was signed on 2018-06-07 there.", "It was signed on June 7, 2018 there."),
        ("It was signed on 6/7/18 there.", "It was signed on 06/07/18 there."),
        ("From 2017-2021 he served there.", "From 2017 to 2021 he served there."),
        ("From 2017–2021 he served there.", "From 2017-21 he served there."),
    ],
)
def test_a_date_in_another_form_is_the_same_date(old: str, new: str) -> None:
    assert _flags(old, new) == []


def test_the_dates_of_a_text_are_told_in_one_form() -> None:
    assert dates_said("On Tuesday, June 5, in May 2019, 2017-21, 06/07/2018 and Sept. 9th, 2020") == [
        "tuesday", "5 6 ", "0 5 2019", "2017", "2021", "6/7/2018", "9 9 2020",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("It was on June 5 or July 6.", "It was on July 6 or June 5.", "date"),
        ("It was on 6/7/2018 then.", "It was on 7/6/2018 then.", "date"),
        ("It was on June 7, 2018 then.", "It was on 2018-07-06 then.", "date"),
        ("From 2017-2021 he served.", "From 2017 to 2022 he served.", "date"),
    ],
)
def test_another_date_is_told_whatever_form_it_has(old: str, new: str, raised: str) -> None:
    assert [flag[0] for flag in _flags(old, new)] == [raised]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It began at 2:00 p.m. there.", "It began at 2 p.m. there."),
        ("It began at 3:00 p.m. there.", "It began at 15:00 there."),
        ("It began at 2:30pm there.", "It began at 2:30 PM there."),
        ("It is worth $1.5bn now.", "It is worth $1.5 billion now."),
        ("It is worth $3m now.", "It is worth $3 million now."),
        ("It is worth US$3 million now.", "It is worth $3 million now."),
        ("The share is 0.7 percent of it.", "The share is .7 percent of it."),
        ("The vote was 14-0 in the end.", "The vote was 14 to 0 in the end."),
        ("The No. 2 official left.", "The number two official left."),
    ],
)
def test_an_hour_or_a_number_in_another_form_is_the_same(old: str, new: str) -> None:
    assert _flags(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("It began at 2:30 a.m. there.", "It began at 2:30 p.m. there.",
         ("number", "2:30 a.m.", "2:30 p.m.")),
        ("It began at 2 AM there.", "It began at 2 PM there.", ("number", "2 AM", "2 PM")),
        ("It is worth $1.5bn now.", "It is worth $1.5m now.", ("number", "$1.5bn", "$1.5m")),
        ("Rates rose by .5 percent.", "Rates rose by 5 percent.",
         ("number", ".5 percent", "5 percent")),
        ("The vote was 14-0 there.", "The vote was 14-1 there.", ("number", "0", "1")),
    ],
)  # fmt: skip
def test_another_hour_or_number_is_told(
    old: str, new: str, raised: tuple[str, str | None, str | None]
) -> None:
    assert _flags(old, new) == [raised]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We say that the UN met there.", "We say that the United Nations met there."),
        ("We say that PM Modi came.", "We say that Prime Minister Modi came."),
        ("We say that Sec. Kerry came.", "We say that Secretary Kerry came."),
        ("We say he would come.", "We say he'd come."),
        ("We’ll see, and they’d come too.", "We will see, and they would come too."),
        ("He did not call and did not write.", "He did not call, nor did he write."),
    ],
)
def test_a_name_or_a_verb_cut_short_is_the_same(old: str, new: str) -> None:
    assert _flags(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("We say that the UN met there.", "We say that the European Union met there.", {"entity"}),
        ("We say he would come.", "We say he will come.", {"modal"}),
        ("We say he'd come.", "We say he will come.", {"modal"}),
        ("We say that No 10 agreed.", "We say that no one agreed.", {"negation", "number"}),
    ],
)
def test_another_name_or_verb_is_told(old: str, new: str, kinds: set[str]) -> None:
    assert {flag[0] for flag in _flags(old, new)} == kinds


def test_round_brackets_for_square_ones_weigh_no_more_than_stops() -> None:
    assert _edit("It was (inaudible) then.", "It was [inaudible] then.").severity == 15


def test_a_word_that_changed_its_place_is_told_with_what_it_passed() -> None:
    found = _edit("We only support the government.", "We support only the government.")
    assert "“only support” became “support only”" in found.summary


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("We say that Iran hit Iraq then.", "We say that Iraq hit Iran then.", "entity"),
        ("We say that Iran hit Iraq then.", "We say that Iraq was hit by Iran then.", "entity"),
        (
            "It rose from 10 percent to 25 percent.",
            "It rose from 25 percent to 10 percent.",
            "number",
        ),
    ],
)
def test_who_did_it_to_whom_is_told_however_the_words_changed_places(
    old: str, new: str, raised: str
) -> None:
    assert raised in [flag[0] for flag in _flags(old, new)]
