"""What a change means: its kind, its flags, and how much it weighs."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import ChangeKind, Finding
from archive_watch.model.transcript import Transcript
from transcripts import transcript

_WEIGHT = [
    "removed", "restored", "reverted", "replaced", "truncated", "text", "metadata", "moved",
    "links", "cosmetic",
]  # fmt: skip


def finding(old: Transcript, new: Transcript | None, **how: bool) -> Finding:
    return classify_change(old, new, **how)[0]  # type: ignore[arg-type]  # names of the parameters


def edit(old: str, new: str) -> Finding:
    return finding(transcript(old), transcript(new))


def flags(old: str, new: str) -> set[tuple[str, str | None, str | None]]:
    return {(flag.kind, flag.old, flag.new) for flag in edit(old, new).flags}


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("We will not go there.", "We will go there.", {("negation", "not", None)}),
        ("We can go there.", "We cannot go there.", {("negation", None, "cannot")}),
        ("We can’t go there.", "We can go there.", {("negation", "can’t", None)}),
        ("We can't go there.", "We cannot go there.", set()),
        ("He is not able to go.", "He is notable to go.", {("negation", "not", None)}),
        ("We should go there.", "We must go there.", {("modal", "should", "must")}),
        ("We'll go there.", "We will go there.", set()),
        ("It cost 3.5 million.", "It cost 35 million.", {("number", "3.5 million", "35 million")}),
        ("It cost $1,500 there.", "It cost $1,600 there.", {("number", "$1,500", "$1,600")}),
        ("It cost $5 there.", "It cost €5 there.", {("number", "$5", "€5")}),
        ("It fell to -5 then.", "It fell to 5 then.", {("number", "-5", "5")}),
        ("It is 10² wide.", "It is 102 wide.", {("number", "10²", "102")}),
        ("We sent 1,000 men.", "We sent 1000 men.", set()),
        ("It grew 5% there.", "It grew 5 percent there.", set()),
        ("It grew 5% there.", "It grew 5 there.", {("number", "5%", "5")}),
        ("We sent seven men.", "We sent 7 men.", set()),
        ("We sent a million men.", "We sent a billion men.", {("number", "million", "billion")}),
        ("We met on June 7 there.", "We met on June 8 there.", {("date", "7", "8")}),
        ("It was October’s vote.", "It was April’s vote.", {("date", "October’s", "April’s")}),
        ("We met in May there.", "We met in June there.", {("date", "May", "June")}),
        ("It was in 1998 there.", "It was in 1999 there.", {("date", "1998", "1999")}),
        ("We march on now.", "We walk on now.", set()),
        ("and then we went home", "and then I went home", set()),
        ("So Mr. Doe agreed to it.", "So Mr. Roe agreed to it.", {("entity", "Doe", "Roe")}),
        ("Utopia said so today.", "Erewhon said so today.", {("entity", "Utopia", "Erewhon")}),
        ("Utopia is near. We told Utopia.", "Utopia is near. We told Erewhon.",
         {("entity", "Utopia", "Erewhon")}),
        ("When we met, all agreed.", "After we met, all agreed.", set()),
        ("It cost $2 billion.", "It cost two billion dollars.", set()),
        ("We sent a dozen men.", "We sent 12 men.", set()),
        ("I said 2,000 people.", "I said 2000 people.", set()),
        ("We met in Sept. 2014 there.", "We met in September 2014 there.", set()),
        ("We met on the 3rd of June.", "We met on the 4th of June.", {("date", "3rd", "4th")}),
        ("No vamos a ir.", "Vamos a ir.", {("negation", "No", None)}),
        ("Nous n'irons pas.", "Nous irons.", {("negation", "n'irons pas", None)}),
        ("We fight al-Qaida there.", "We fight al-Qaeda there.",
         {("entity", "al-Qaida", "al-Qaeda")}),
        ("The goverment met.", "The government met.", {("spelling", "goverment", "government")}),
        ("The cooperation is good.", "The co-operation is good.",
         {("spelling", "cooperation", "co-operation")}),
        ("It was our eighth talk.", "It was our ninth talk.", {("number", "eighth", "ninth")}),
        ("It was our eighth talk.", "It was our 8th talk.", set()),
        ("We sent two hundred men.", "We sent 200 men.", set()),
        ("It cost $3 million.", "It cost $3,000,000.", set()),
        ("It cost $3 million.", "It cost $30,000.", {("number", "$3 million", "$30,000")}),
        ("It grew five per cent.", "It grew 5%.", set()),
        ("We are 32 and not 31.", "We are 31 and not 32.", {("number", "32 31", "31 32")}),
        ("Three-in-four came.", "Two-in-four came.", {("number", "Three-in-four", "Two-in-four")}),
        ("It is the one thing here.", "It is the thing here.", set()),
        ("It is our number one here.", "It is our number two here.", {("number", "one", "two")}),
        ("Utopia asked Erewhon to go.", "Erewhon asked Utopia to go.",
         {("entity", "Utopia Erewhon", "Erewhon Utopia")}),
        ("We met Ms. Doe there.", "We met Mr. Doe there.", {("entity", "Ms", "Mr")}),
        ("We met Natalie there.", "We met Natalia there.", {("entity", "Natalie", "Natalia")}),
        ("They kept [REDACTED] there.", "They kept the gold there.",
         {("redaction", "[REDACTED]", None)}),
        ("They kept five there.", "They kept (b)(6) there.",
         {("number", "five", None), ("redaction", None, "(b)(6)")}),
        ("See www.state.gov for it.", "See 2021-2025.state.gov for it.",
         {("host", "www.state.gov", "2021-2025.state.gov")}),
        ("See www.state.gov/a for it.", "See 2021-2025.state.gov/b for it.", set()),
        ("We recieve it gladly.", "We receive it gladly.", {("spelling", "recieve", "receive")}),
        ("They organise it all.", "They organize it all.", {("spelling", "organise", "organize")}),
        ("We trust the statute.", "We trust the statue.", set()),
    ],
)  # fmt: skip
def test_an_edited_pair_raises_these_flags(
    old: str, new: str, raised: set[tuple[str, str | None, str | None]]
) -> None:
    assert flags(old, new) == raised
    assert edit(old, new).kind is ChangeKind.TEXT


def test_a_paragraph_that_came_left_or_moved_raises_no_flag() -> None:
    long = "We will not give 500 ships to Utopia in June, nor should we ever do so at all."
    others = [
        f"Paragraph {number} stays where it was, and says what it said." for number in range(5)
    ]
    for old, new in [(others, [long, *others]), ([long, *others], [*others, long])]:
        assert finding(transcript(*old), transcript(*new)).flags == ()


def test_a_not_that_vanished_outranks_a_page_restyled_throughout() -> None:
    old = [f"They said “it’s number {at}” — and we heard them." for at in range(200)]
    restyled = [line.replace("“", '"').replace("”", '"').replace("—", "--") for line in old]
    reworded = [line.replace("heard", "listened to") for line in old]
    gone = edit("We will not go there.", "We will go there.")
    assert finding(transcript(*old), transcript(*restyled)).severity == 0
    assert finding(transcript(*old), transcript(*reworded)).severity < gone.severity


def test_the_weights_keep_this_order() -> None:
    weights = [
        edit("We saw it’s so.", "We saw it's so.").severity,
        edit("The u.s. position", "The US position").severity,
        edit("We recieve it gladly.", "We receive it gladly.").severity,
        edit("We heard it gladly.", "We took it gladly.").severity,
        edit("We told Utopia so.", "We told Erewhon so.").severity,
        edit("It took 5 years.", "It took 7 years.").severity,
        edit("We will not go.", "We will go.").severity,
        finding(transcript("We will go."), None).severity,
    ]
    assert weights == sorted(set(weights))


def test_a_slip_beside_a_real_edit_does_not_make_it_light() -> None:
    old = transcript("We recieve it gladly.", "This paragraph goes away as a whole, all of it.")
    assert finding(old, transcript("We receive it gladly.")).severity >= 50


def test_a_quote_that_flips_back_is_cosmetic_and_a_word_that_does_is_reverted() -> None:
    quote, word = transcript("It’s so."), transcript("It was so.")
    flipped = finding(quote, transcript("It's so."), reverted=True)
    assert (flipped.kind, flipped.severity) == (ChangeKind.COSMETIC, 0)
    assert finding(word, quote, reverted=True).kind is ChangeKind.REVERTED


def test_every_part_of_a_state_is_an_aspect_of_its_own() -> None:
    old = transcript("We agree.", links=("https://a.example/1",), place="Utopia")
    new = transcript("We quarrel.", links=("https://a.example/2",), place="Erewhon")
    told = finding(old, new)
    assert told.kind is ChangeKind.TEXT
    assert set(told.aspects) == {ChangeKind.TEXT, ChangeKind.METADATA, ChangeKind.LINKS}
    only_links = finding(
        old, transcript("We agree.", links=("https://a.example/2",), place="Utopia")
    )
    assert only_links.aspects == (ChangeKind.LINKS,)


_TEXTS = st.lists(
    st.sampled_from(["We", "will", "not", "go", "“there”", '"there"', "5", "May", "Utopia", "US", "U.S."])
).map(" ".join)  # fmt: skip
_PLACES = st.sampled_from([None, "Utopia", "UTOPIA", "Erewhon"])
_LINKS = st.lists(st.sampled_from(["https://a.example/1", "https://a.example/2"]), max_size=2)


@given(_TEXTS, _TEXTS, _PLACES, _PLACES, _LINKS, _LINKS, st.booleans(), st.booleans())
def test_the_kind_is_the_weightiest_aspect_and_the_weight_is_0_for_typography_alone(
    old: str, new: str, was: str | None, now: str | None, before: list[str], after: list[str],
    reverted: bool, restored: bool,
) -> None:  # fmt: skip
    told = finding(
        transcript(old, links=tuple(before), place=was),
        transcript(new, links=tuple(after), place=now),
        reverted=reverted,
        restored=restored,
    )
    assert told.kind is min(told.aspects, key=lambda aspect: _WEIGHT.index(aspect.value))
    assert (told.severity == 0) is (told.kind is ChangeKind.COSMETIC)
    assert 0 <= told.severity <= 100
    assert told.summary
    assert len(set(told.aspects)) == len(told.aspects)


def test_a_giant_paragraph_has_bounded_flags_summary_and_words() -> None:
    chance = random.Random(3)
    old, new = (
        " ".join(
            f"Name{chance.randrange(9**6)} not {chance.randrange(9**6)}" for _ in range(20_000)
        )
        for _ in range(2)
    )
    told = edit(old, new)
    assert all(len(flag.old or "") < 600 for flag in told.flags)
    assert len(told.summary) < 300
