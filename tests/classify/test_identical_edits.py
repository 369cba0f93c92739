"""The same edit has the same marks wherever it stands, and different edits have different ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.changes import classify_change
from archive_watch.classify.identical import EditMark, marks_of
from archive_watch.model.change import Edit
from transcripts import transcript

_SENTENCES = (
    "Yesterday {} spoke to the harbour board about the winter timetable.",
    "The board thanked {} for the care that went into its long report.",
    "Nobody but {} had read the letter before the ferry left the quay.",
)


def _marks(old: str, new: str) -> tuple[EditMark, ...]:
    finding, _ = classify_change(transcript(*old.split("\n\n")), transcript(*new.split("\n\n")))
    return marks_of(
        finding.edits, aspects=finding.aspects, flags=finding.flags, beside=finding.beside
    )


def _same(was: str, now: str) -> bool:
    """Whether an edit in three different sentences has one mark, and nothing else is told of it."""
    found = [_marks(one.format(was), one.format(now)) for one in _SENTENCES]
    digests = {mark.sha256 for marks in found for mark in marks}
    return len(digests) == 1 and all(mark.is_all for marks in found for mark in marks)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Natalie Jones", "Natalia Jones"),
        ("Secretary Pompeo", "Secretary Pompeii"),
        ("Pompeo", "Pompeii"),
        ("the optimistic pilot", "the pessimistic pilot"),
        ("global climate policy", "global policy"),
        ("the PRC delegation", "the delegation"),
        ("the Department of Defense", "the Ministry of Defense"),
        ("the quiet harbour pilot", "the loud and angry keeper"),
        ("the border wall", "the Border Wall"),
        ("our friend in D.C.,", "our friend in DC,"),
        ("министр труда", "министр обороны"),
    ],
    ids=lambda words: str(words).encode("ascii", "replace").decode().replace(" ", "-"),
)
def test_words_that_tell_themselves_are_one_edit_in_any_sentence(was: str, now: str) -> None:
    assert _same(was, now)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("a pilot", "the pilot"),
        ("the pilot, too,", "the pilot too"),
        ("12 pilots", "13 pilots"),
        ("three pilots", "four pilots"),
        ("the million", "the billion"),
        ("the man from May 3, 2019", "the man from May 4, 2019"),
        ("the man from Monday", "the man from Friday"),
        ("the pilot who is not here", "the pilot who is here"),
        ("Mr. Sample", "Ms. Sample"),
    ],
    ids=lambda words: str(words).replace(" ", "-"),
)
def test_an_edit_that_says_nothing_alone_is_another_in_every_sentence(was: str, now: str) -> None:
    found = [{one.sha256 for one in _marks(s.format(was), s.format(now))} for s in _SENTENCES]
    assert len(set.union(*found)) == sum(map(len, found))


def test_what_says_nothing_alone_is_one_edit_where_the_same_words_stand_around_it() -> None:
    lead = "The ministry announced on Tuesday that {} ships will sail."
    pages = (f"The harbour is open. {lead}", f"{lead} Nobody was asked.")
    found = {
        _marks(page.format("12"), page.format("14"))[0].sha256 for page in pages
    }  # fmt: skip
    assert len(found) == 1
    other = _marks(pages[0].format("12"), pages[0].format("15"))
    assert other[0].sha256 not in found


def test_a_date_line_and_thanks_that_went_have_no_mark() -> None:
    body = "The harbour board met in the old hall and read the long report."
    assert _marks(f"March 4, 2017\n\n{body}", body) == ()
    assert _marks(f"{body}\n\nQUESTION: Thank you.", body) == ()


def test_a_paragraph_that_went_is_the_same_edit_on_every_page_that_had_it() -> None:
    note = "The programme of winter crossings was paid for by the lighthouse fund."
    pages = ("The harbour board met in the old hall.", "A letter was read to the ferrymen today.")
    found = [_marks(f"{page}\n\n{note}", page) for page in pages]
    assert found[0] == found[1]
    assert [one.is_all for one in found[0]] == [True]


def test_a_long_paragraph_is_known_by_all_of_its_words() -> None:
    words = [f"harbour{number}" for number in range(400)]
    other = [*words[:200], "lighthouse", *words[201:]]
    page = "The board met in the old hall to read the report of the winter."
    marks = [_marks(f"{page}\n\n{' '.join(one)}", page) for one in (words, other, words)]
    assert marks[0] == marks[2] != marks[1]


def test_a_sentence_that_came_is_one_edit_though_the_next_begins_with_its_first_word() -> None:
    came = "The ministry said so."
    found = [
        _marks(old, new)
        for old, new in (
            ("The board met at night.", f"{came} The board met at night."),
            ("Nobody met at night.", f"{came} Nobody met at night."),
            ("We met. They slept.", f"We met. {came} They slept."),
        )
    ]
    assert found[0] == found[1] == found[2]
    assert _marks("Nobody met.", "The said ministry so. Nobody met.")[0] != found[0][0]


def test_capitals_at_the_start_of_a_sentence_do_not_make_another_edit() -> None:
    inside = _marks(
        "They fear climate change most of all.", "They fear stormy weather most of all."
    )
    first = _marks("Climate change is what they fear.", "Stormy weather is what they fear.")
    assert inside[0].sha256 == first[0].sha256


def test_a_host_rewritten_is_one_mark_of_the_two_hosts_whatever_stands_around_it() -> None:
    old = (
        "See https://www.state.gov/remarks/12 for the whole of it.",
        "Write to the desk, or read www.state.gov/briefings/ at home.",
    )
    found = [_marks(one, one.replace("www.state.gov", "2017-2021.state.gov")) for one in old]
    assert found[0] == found[1]
    assert [one.is_all for one in found[0]] == [True]
    other = _marks(old[0], old[0].replace("www.state.gov", "2021-2025.state.gov"))
    assert other[0].sha256 != found[0][0].sha256


def test_a_host_that_became_another_site_is_an_edit_like_any_other() -> None:
    rewritten = _marks("See www.state.gov/a today.", "See 2009-2017.state.gov/a today.")
    elsewhere = _marks("See www.state.gov/a today.", "See www.harbour.org/a today.")
    assert elsewhere[0].sha256 != rewritten[0].sha256
    assert elsewhere != ()


def test_links_to_the_rewritten_host_belong_to_the_rewriting_and_others_do_not() -> None:
    (edit,) = classify_change(
        transcript("See www.state.gov/a today."), transcript("See 2009-2017.state.gov/a today.")
    )[0].edits
    beside = "link: https://www.state.gov/a became https://2009-2017.state.gov/{}"
    own = [marks_of([edit], aspects=["text", "links"], beside=beside.format(n)) for n in "ab"]
    assert own[0] == own[1]
    assert [one.is_all for one in own[0]] == [True]
    other = marks_of(
        [edit], aspects=["text", "links"], beside="1 link added: https://www.harbour.org/a"
    )
    assert other[0].sha256 != own[0][0].sha256
    assert not next(one for one in other if one.sha256 == own[0][0].sha256).is_all


def test_several_edits_have_a_mark_each_and_one_for_the_whole_of_them() -> None:
    old = "Natalie Jones met the board. They spoke of climate policy at length in the hall."
    new = "Natalia Jones met the board. They spoke of weather policy at length in the hall."
    whole, *parts = _marks(old, new)
    assert (whole.is_all, whole.is_whole) == (True, True)
    assert [(one.is_all, one.is_whole) for one in parts] == [(False, False)] * 2
    alone = _marks(old, old.replace("Natalie", "Natalia"))
    assert [one.sha256 for one in alone] == [parts[0].sha256]


def test_what_is_told_beside_the_words_makes_another_whole() -> None:
    edit = Edit(speaker=None, removed="climate", added="weather")
    plain = marks_of([edit], aspects=["text"])
    beside = marks_of([edit], aspects=["text", "metadata"], beside="headline: “A” became “B”")
    assert [one.is_all for one in plain] == [True]
    assert [(one.sha256 == plain[0].sha256, one.is_all) for one in beside] == [
        (False, True),
        (True, False),
    ]


def test_the_same_edit_in_the_headline_belongs_to_it_and_another_does_not() -> None:
    found = []
    for title in ("Remarks by {} at the Harbour", "{} on Channel Two: “Late”", "The Pilots Meet"):
        old, new = (
            transcript(f"We thank {name} Jones for it.", title=title.format(name), role=role)
            for name, role in (("Natalie", "Pilot"), ("Natalia", "Pilot"))
        )
        finding, _ = classify_change(old, new)
        found.append(marks_of(finding.edits, aspects=finding.aspects, beside=finding.beside))
    assert found[0] == found[1] == found[2]
    assert [one.is_all for one in found[0]] == [True]
    other, _ = classify_change(
        transcript("We thank Natalie Jones for it.", title="Remarks by Natalie", role="Pilot"),
        transcript("We thank Natalia Jones for it.", title="Remarks by Natalia", role="Keeper"),
    )
    whole, part = marks_of(other.edits, aspects=other.aspects, beside=other.beside)
    assert (part.sha256, part.is_all, whole.is_whole) == (found[0][0].sha256, False, True)


def test_a_paragraph_that_moved_or_changed_hands_is_never_all_that_others_have() -> None:
    edit = Edit(speaker=None, removed="climate", added="weather")
    for more in ("moved_text", "attribution"):
        assert [one.is_all for one in marks_of([edit], aspects=["text", more])] == [False]


def test_the_label_of_words_that_changed_hands_is_the_same_edit_on_other_pages() -> None:
    talk = "MR. DOE: {} The harbour is open to every ship.\n\nMS. ROE: We thank the pilots for it."
    found = []
    for words in ("We are late today.", "Nobody was asked at all."):
        old = talk.format(words)
        found.append(_marks(old, old.replace("MR. DOE", "MS. ROE")))
    assert found[0][0].sha256 == found[1][0].sha256
    assert not found[0][0].is_all


def test_a_text_written_anew_in_a_thousand_places_is_bounded() -> None:
    edits = [
        Edit(speaker=None, removed=f"harbour {number}", added=f"lighthouse {number}")
        for number in range(1_000)
    ]
    marks = marks_of(edits, aspects=["replaced"])
    assert len(marks) == 60
    assert not any(one.is_all for one in marks)


_OLD = st.sampled_from("a the ship Natalie 12 May ,  … www.a.gov/x “quay” –".split())
_NEW = st.sampled_from("an the ships Natalia 13 June ; … www2.a.gov/x quay".split())


@given(old=st.lists(_OLD, max_size=12), new=st.lists(_NEW, max_size=12))
def test_marks_are_the_same_every_time_and_each_once(old: list[str], new: list[str]) -> None:
    marks = _marks(" ".join(["Harbour", *old]), " ".join(["Harbour", *new]))
    assert marks == _marks(" ".join(["Harbour", *old]), " ".join(["Harbour", *new]))
    assert len({one.sha256 for one in marks}) == len(marks)
    assert sum(one.is_all for one in marks) <= 1
