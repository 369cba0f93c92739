"""Who speaks which words."""

from __future__ import annotations

import pytest

from archive_watch.extract.words.labels import label_of
from extract.reading import NINETIES, UNKNOWN, read, spoken, state, wordpress


def _turns(*paragraphs: str) -> list[tuple[str | None, str]]:
    return spoken(read(wordpress("".join(f"<p>{text}</p>" for text in paragraphs))))


@pytest.mark.parametrize(
    ("paragraph", "label", "speech"),
    [
        ("(As Translated)FOREIGN MINISTER MUSTER: Good.", "FOREIGN MINISTER MUSTER", "Good."),
        ("(Via interpreter.) MS ST VICTOR:  Yes.", "MS ST VICTOR", "Yes."),
        ("SECRETARY POWELL (via interpreter): Yes.", "SECRETARY POWELL (via interpreter)", "Yes."),
        ("MR. McCURRY: Yes.", "MR. McCURRY", "Yes."),
        ("MR. Mc CORMACK: Yes.", "MR. Mc CORMACK", "Yes."),
        ("MR. SAMPLE Jr.: Yes.", "MR. SAMPLE Jr.", "Yes."),
        ("MS. FitzSAMPLE: Yes.", "MS. FitzSAMPLE", "Yes."),
        ("FOREIGN MINISTER AL-MUSTER:Yes.", "FOREIGN MINISTER AL-MUSTER", "Yes."),
        ("QUESTION:(Inaudible.)", "QUESTION", "(Inaudible.)"),
        ("MR MILLER: — take it away.", "MR MILLER", "— take it away."),
        ("ECRETARY BLINKEN: Yes.", "ECRETARY BLINKEN", "Yes."),
        ("LT. GEN. SAMPLE: Yes.", "LT. GEN. SAMPLE", "Yes."),
        ("MINISTER ÇAVUŞOĞLU: Yes.", "MINISTER ÇAVUŞOĞLU", "Yes."),
        ("SENIOR OFFICIAL #2: Yes.", "SENIOR OFFICIAL #2", "Yes."),
    ],
)
def test_a_label_is_kept_verbatim_without_its_colon(
    paragraph: str, label: str, speech: str
) -> None:
    assert _turns("MODERATOR: Welcome.", "QUESTION: Ready?", paragraph)[-1] == (label, speech)


@pytest.mark.parametrize(
    "words",
    [
        "https://x: y",
        "12:34 p.m. EDT",
        "TRANSCRIPT: x",
        "Note: x",
        "At 10:30 A.M.: x",
        "MONDAY, MAY 4, 1998, 1:09 P. M.",
        "SECRETARY; x",
    ],
)
def test_what_only_looks_like_a_label_is_none(words: str) -> None:
    assert label_of(words) is None


def test_topics_above_the_time_line_are_no_turns_and_end_marks_neither() -> None:
    assert _turns(
        "Index", "IRAQ: Update", "IRAN: More", "12:34 p.m. EDT", "MR. BOUCHER: Hello.", "QUESTION: Ready?",
        "AXELROD: Me too.", "Quite.", "MR. BOUCHER: Yes.", "###", "PRN: 2004/1",
    ) == [
        ("MR. BOUCHER", "Hello."), ("QUESTION", "Ready?"), ("AXELROD", "Me too.\n\nQuite."),
        ("MR. BOUCHER", "Yes."),
    ]  # fmt: skip


def test_a_speech_has_one_turn_and_what_no_one_says_has_none() -> None:
    assert _turns("Intro.", "SECRETARY EXAMPLE: Good morning.", "More.") == [
        (None, "Intro."), ("SECRETARY EXAMPLE", "Good morning.\n\nMore."),
    ]  # fmt: skip
    assert _turns("WHO: Ada Example", "WHEN: Today", "WHERE: Here") == []
    assert _turns("FIRST: we must.", "GENERAL: conditions.") == []
    assert _turns(*["Words."] * 20, "UNDER SECRETARY FOR POLITICAL AFFAIRS: Vacant") == []


def test_a_label_on_its_own_line_speaks_the_next_paragraph() -> None:
    assert _turns("SECRETARY EXAMPLE:", "Good morning.", "QUESTION:", "(Inaudible.)") == [
        ("SECRETARY EXAMPLE", "Good morning."), ("QUESTION", "(Inaudible.)"),
    ]  # fmt: skip


def test_a_line_that_nobody_speaks_may_stand_between_a_label_and_its_speech() -> None:
    assert _turns("QUESTION:", "View Video", "Why?") == [("QUESTION", "Why?")]
    assert _turns("QUESTION:", "View Video", "Audio", "Why?", "MR. SAMPLE: So.") == [
        ("QUESTION", "Why?"), ("MR. SAMPLE", "So."),
    ]  # fmt: skip
    assert _turns("QUESTION:", "View Video", "MR. SAMPLE: So.") == [
        ("QUESTION", ""), ("MR. SAMPLE", "So."),
    ]  # fmt: skip
    assert _turns("MR. SAMPLE: So.", "QUESTION:", "###", "More.")[1:] == [("QUESTION", "")]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u202b", "\u202d", "\ufeff"])
def test_a_mark_of_the_direction_of_writing_hides_no_label(mark: str) -> None:
    for before, name, after in (
        ("", "QUESTION", ""), ("(Off mic) ", "MR. SAMPLE", ""), ("", "[SENIOR OFFICIAL]", ""),
        ("", "MS. EXAMPLE", "\u202c"),
    ):  # fmt: skip
        said = f"{before}{mark}{name}{after}: Yes."
        found = label_of(said)
        assert found is not None
        assert (found.label, said[found.speech :]) == (name, "Yes.")
        assert found.is_strong
    spoken_in_bold = _turns(*[f"<b>{mark}{one} Muster:</b> Yes." for one in ("Ana", "Ben", "Ana")])
    assert [speaker for speaker, _ in spoken_in_bold] == ["Ana Muster", "Ben Muster", "Ana Muster"]


_THE_NINETIES = (
    "<body><blockquote><p>MR. SAMPLE:  Ready?<p>MS. EXAMPLE:  Yes.<p>[end of document]{}"
    "</blockquote></body>"
)


@pytest.mark.parametrize(
    "way_on",
    [
        "<p><a href=/x>Home</a> | <a href=/y>Text</a>",
        "<p>Return to the <a href=/x>Secretary's Home Page</a>, or <a href=/y>back</a> to top",
        "<p><a name=end></a>",
    ],
)
def test_the_way_on_after_an_end_mark_is_no_word_of_the_page(way_on: str) -> None:
    assert state(_THE_NINETIES.format(way_on), NINETIES) == state(
        _THE_NINETIES.format(""), NINETIES
    )


def test_words_after_an_end_mark_are_seen_and_nobody_speaks_them() -> None:
    way_on = "<p><a href=/x>Home</a>"
    page = _THE_NINETIES.format(f"<p>It never was said.{way_on}")
    found = read(page, NINETIES)
    assert found.text == "MR. SAMPLE: Ready?\n\nMS. EXAMPLE: Yes.\n\nIt never was said."
    assert spoken(found) == [("MR. SAMPLE", "Ready?"), ("MS. EXAMPLE", "Yes.")]
    assert state(page, NINETIES) != state(_THE_NINETIES.format(way_on), NINETIES)
    goes_on = read(_THE_NINETIES.format("<p>Note.<p>QUESTION: More?<p>Now?"), NINETIES)
    assert spoken(goes_on)[2:] == [("QUESTION", "More?\n\nNow?")]


def test_labels_in_mixed_case_count_where_they_come_back() -> None:
    said = (
        "Question: Ready?",
        "Secretary Example: Yes.",
        "Question: Now?",
        "Secretary Example: Now.",
    )
    assert [speaker for speaker, _ in _turns(*said)] == ["Question", "Secretary Example"] * 2
    assert _turns("Secretary Example: Yes.", "Note: x") == []
    bold = tuple(f"<b>{name}:</b> Yes." for name in ("Ada Example", "Ben Sample", "Ada Example"))
    assert [speaker for speaker, _ in _turns(*bold)] == ["Ada Example", "Ben Sample", "Ada Example"]


def test_turns_are_found_on_hosts_without_a_profile() -> None:
    page = "<main><h1>Talk</h1><p>QUESTION: Ready?</p><p>MS. SAMPLE: Yes.</p></main>"
    said = spoken(read(page, UNKNOWN))
    assert said == [(None, "Talk"), ("QUESTION", "Ready?"), ("MS. SAMPLE", "Yes.")]


def test_a_label_is_a_person_where_the_head_names_one() -> None:
    turns = read(wordpress("<p>SECRETARY EXAMPLE: Yes.</p><p>MR. SAMPLE: No.</p>")).turns
    assert [turn.person for turn in turns] == ["Ada Example", None]


def _speakers(*paragraphs: str) -> list[str | None]:
    return [speaker for speaker, _ in _turns(*paragraphs)]


def test_a_label_in_brackets_is_kept_with_them() -> None:
    assert _turns("MODERATOR: Welcome.", "[SENIOR OFFICIAL]: Thank you.", "QUESTION: Why?") == [
        ("MODERATOR", "Welcome."), ("[SENIOR OFFICIAL]", "Thank you."), ("QUESTION", "Why?"),
    ]  # fmt: skip
    assert label_of("[NOTE]: x") is None
    assert label_of("[Laughter]: x") is None
    assert label_of("(1): x") is None


@pytest.mark.parametrize(
    "labels",
    [
        ("PREGUNTA", "SECRETARIO EJEMPLO", "SUBSECRETARIO MUESTRA"),
        ("PERGUNTA", "SECRETÁRIO EXEMPLO", "EMBAIXADORA AMOSTRA"),
        ("QUESTION ", "LE SECRÉTAIRE EXEMPLE", "MINISTRE ÉCHANTILLON"),
        ("ВОПРОС", "ГОССЕКРЕТАРЬ ПРИМЕР", "МИНИСТР ОБРАЗЕЦ"),
        ("SENIOR STATE DEPARTMENT OFFICIAL TWO", "QUESTION", "ECRETARY EXAMPLE"),
    ],
)
def test_labels_of_other_languages_and_misspelt_ones_are_verbatim(labels: tuple[str, ...]) -> None:
    wanted = [label.strip() for label in labels]
    assert _speakers(*(f"{label}: Sí." for label in labels)) == wanted


def test_a_script_without_capitals_has_labels_where_known_words_come_back() -> None:
    said = (
        "سؤال: هل هو جاهز؟",
        "الوزير مثال: نعم.",
        "\u200fسؤال\u200f: الآن؟",
        "الوزير مثال: الآن.",
    )
    turns = read(wordpress("".join(f"<p dir='rtl'>{text}</p>" for text in said))).turns
    assert [turn.speaker for turn in turns] == ["سؤال", "الوزير مثال"] * 2
    assert [turn.kind.value for turn in turns] == ["question", "speech"] * 2
    assert _turns("الموضوع: النقل", "المكان: الميناء", "الموضوع: الماء", "المكان: المدينة") == []
