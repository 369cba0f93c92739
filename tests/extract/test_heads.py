"""Who, in which role, where and when: from lines above the words, and never from a guess."""

from __future__ import annotations

import pytest

from archive_watch.model.transcript import Metadata
from extract.reading import KERRY, NINETIES, POWELL, paragraphs, read, wordpress


def _nineties(lines: str) -> Metadata:
    page = (
        f"<html><body><blockquote><table><tr><td><img alt='Seal'></td><td>{lines}</td></tr></table>"
        "<p>QUESTION:  Ready?<p>SECRETARY EXAMPLE:  Yes.</blockquote>"
    )
    assert paragraphs(page, NINETIES) == ["QUESTION: Ready?", "SECRETARY EXAMPLE: Yes."]
    return read(page, NINETIES).metadata


@pytest.mark.parametrize(
    "line",
    [
        "Port Sample, D.C., December 9, 1998",
        "December 9, 1998, Port Sample, D.C.",
        "Port Sample, D.C., December 9,1998",
        "Port Sample, D.C.<br>December 9, 1998",
        "Port Sample, D.C.<br>Wednesday, December 9, 1998",
        "Port Sample, D.C.<br>9 December 1998",
        "Port Sample, D.C.<br>December 9th, 1998",
        "Port&nbsp;Sample, D.C.,&nbsp; December&nbsp;9, 1998",
    ],
)
def test_place_and_date_are_read_in_any_order(line: str) -> None:
    found = _nineties(
        f"<b>Secretary of State Ada K. Example</b><br>Interview on Example TV<br>{line}<br>"
        "As released by the Office of the Spokesman, December 10, 1998<br>U.S. Department of State"
    )
    assert (found.title, found.speaker, found.role, found.place, found.published_on) == (
        "Interview on Example TV", "Ada K. Example", "Secretary of State", "Port Sample, D.C.", "1998-12-09",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("Secretary Ada Example", "Ada Example", "Secretary"),
        ("Secretary of State Ada Lee Example", "Ada Lee Example", "Secretary of State"),
        ("Ben Sample, Spokesman", "Ben Sample", "Spokesman"),
        ("Ben Sample, Acting Department Spokesman", "Ben Sample", "Acting Department Spokesman"),
        ("Under Secretary of State for Political Affairs Cy R. Sample",
         "Cy R. Sample", "Under Secretary of State for Political Affairs"),
        ("Acting Assistant Secretary for Near Eastern Affairs Joey Sample",
         "Joey Sample", "Acting Assistant Secretary for Near Eastern Affairs"),
        ("Deputy Assistant Secretary for Western Hemisphere Affairs Joey R. Sample",
         "Joey R. Sample", "Deputy Assistant Secretary for Western Hemisphere Affairs"),
        ("Director of the Office of Foreign Missions Joey Sample",
         "Joey Sample", "Director of the Office of Foreign Missions"),
        ("C. Robert Sample, Under Secretary for Political Affairs",
         "C. Robert Sample", "Under Secretary for Political Affairs"),
        ("Secretary Ada Example and Sampleland Foreign Minister Dora Muster",
         "Ada Example; Dora Muster", "Secretary; Sampleland Foreign Minister"),
        ("Statement by Ben Sample, Deputy Spokesman", "Ben Sample", "Deputy Spokesman"),
        ("Dora Muster<br>Deputy Secretary for Resources", "Dora Muster", "Deputy Secretary for Resources"),
        ("Office of the Spokesman", "Office of the Spokesman", None),
        ("Bureau of Harbours, Ports, and Piers", "Bureau of Harbours, Ports, and Piers", None),
    ],
)  # fmt: skip
def test_names_and_roles_are_read_from_their_line(
    line: str, speaker: str, role: str | None
) -> None:
    page = (
        f'<html><body><div id="content"><h2>Title</h2><p>{line}<br>Port Sample<br>May 4, 2004</p>'
        "<p>Good morning.</div>"
    )
    found = read(page, POWELL)
    assert (found.metadata.speaker, found.metadata.role) == (speaker, role)
    assert (found.metadata.place, found.metadata.published_on) == ("Port Sample", "2004-05-04")
    assert found.text == "Good morning."


@pytest.mark.parametrize(
    "words",
    [
        "On March 3, 1999 the Secretary met the Minister in Port Sample.",
        "The agreement was signed on March 3, 1999.",
        "Secretary Example will travel to Port Sample on March 3, 2003 for talks.",
        "March 3, 2003 was a day that nobody in the harbour will forget.",
        "Port Sample, March 3, 2003 -- Today the ministers met and agreed on the text.",
    ],
)
def test_a_sentence_with_a_date_stays_in_the_text_and_dates_nothing(words: str) -> None:
    for host, root in ((POWELL, 'div id="content"'), (NINETIES, "blockquote")):
        found = read(f"<html><body><{root}><p>{words}<p>More words.</html>", host)
        assert found.text.split("\n\n") == [words, "More words."]
        assert found.metadata.published_on is None


def test_no_date_is_guessed() -> None:
    for date in ("n.d.", "undated", "Spring 2018", "May 2018", "2018", "May 32, 2018", "31/12"):
        assert (
            read(wordpress("<p>x</p>").replace("May 4, 2018", date)).metadata.published_on is None
        )


@pytest.mark.parametrize(
    ("byline", "speaker", "role"),
    [
        ("Ada Example, Secretary of Examples", "Ada Example", "Secretary of Examples"),
        ("Ada Example<br>Secretary of State", "Ada Example", "Secretary of State"),
        ("Ada Example, Secretary of State<br>Ben Sample, Deputy Secretary",
         "Ada Example; Ben Sample", "Secretary of State; Deputy Secretary"),
        ("Cy Sample, Jr., Ambassador", "Cy Sample, Jr.", "Ambassador"),
        ("Office of the Spokesperson", "Office of the Spokesperson", None),
        ("Bureau of Democracy, Human Rights, and Labor",
         "Bureau of Democracy, Human Rights, and Labor", None),
    ],
)  # fmt: skip
def test_a_byline_is_parted_where_a_role_begins(
    byline: str, speaker: str, role: str | None
) -> None:
    page = wordpress("<p>x</p>").replace("Ada Example, Secretary of Examples", byline)
    found = read(page).metadata
    assert (found.speaker, found.role) == (speaker, role)


def test_fields_above_the_words_leave_the_words_alone() -> None:
    page = (
        '<html><body><div id="top-meta"><span class="date_long">March 2, 2011</span></div>'
        '<h2 id="page-title">Title</h2><div id="centerblock">{}</div>'
    )
    dated = read(page.format("<p>March 3, 2011</p><p>A day to remember.</p>"), KERRY)
    assert (dated.text, dated.metadata.published_on) == (
        "March 3, 2011\n\nA day to remember.",
        "2011-03-02",
    )
    bare = page.replace("March 2, 2011", "").format(
        "<p>Ada Example<br>Secretary of State<br>Port Sample<br>March 3, 2011</p><p>Good day.</p>"
    )
    assert read(bare, KERRY).text == "Good day."
    assert read(bare, KERRY).metadata.speaker == "Ada Example"


def _worded(date: str) -> Metadata:
    return read(wordpress("<p>x</p>").replace("May 4, 2018", date)).metadata


@pytest.mark.parametrize(
    "date",
    [
        "Sept. 4, 2018",
        "Tuesday, September 4, 2018",
        "Tuesday September 4, 2018",
        "4 September 2018",
        "September 4th, 2018",
    ],
)
def test_a_day_is_read_in_the_forms_that_the_profile_declares(date: str) -> None:
    said = _worded(date)
    assert (said.published_on, said.date_text) == ("2018-09-04", date)


@pytest.mark.parametrize("date", ["August 2007", "n.d.", "May 4-5, 2018", "May 4 to June 5, 2018"])
def test_a_date_that_is_no_day_is_kept_as_it_is_worded(date: str) -> None:
    said = _worded(date)
    assert (said.published_on, said.date_text, said.stated_date) == (None, date, date)


@pytest.mark.parametrize(
    "line", ["30 April-1 May 2018", "May 4 to May 5, 2018", "May 4, 2018 - May 5, 2018"]
)
def test_a_range_of_days_at_the_head_is_no_day(line: str) -> None:
    page = f'<html><body><div id="content"><h2>Title</h2><p>{line}</p><p>Good morning.</div>'
    found = read(page, POWELL)
    assert found.metadata.published_on is None
    assert line in found.text


def test_everything_that_a_field_is_given_is_kept() -> None:
    page = wordpress("<p>x</p>").replace(
        "Port Sample</p>", 'Port Sample</p><p class="article-meta__location">Sampleton</p>'
    )
    assert read(page).metadata.place == "Port Sample; Sampleton"
    again = page.replace("Sampleton", "Port Sample")
    assert read(again).metadata.place == "Port Sample"


def test_the_fields_of_a_teaser_are_not_the_pages() -> None:
    teaser = '<article><p class="article-meta__location">Elsewhere</p></article>'
    page = wordpress("<p>x</p>").replace("</article></main>", f"</article>{teaser}</main>")
    assert read(page).metadata == read(wordpress("<p>x</p>")).metadata


def test_an_hour_beside_the_date_and_a_second_bureau_are_further_lines() -> None:
    page = (
        '<html><body><h2 id="page-title">Title</h2><div id="top-meta">'
        '<div id="templateFields"><span class="official_s_name">Ada Example</span></div>'
        '<div id="templateFields"><span class="releasing_office_">Office of Piers</span></div>'
        '<div id="templateFields"><span class="date_long">March 2, 2011<br>10:30 a.m.</span></div>'
        '</div><div id="centerblock"><p>Words.</p></div>'
    )
    said = read(page, KERRY).metadata
    assert (said.speaker, said.published_on) == ("Ada Example", "2011-03-02")
    assert said.lines == ("10:30 a.m.", "Office of Piers")


def test_lines_of_the_head_that_are_no_field_are_kept() -> None:
    said = _nineties(
        "<b>Secretary of State Ada K. Example</b><br>Interview on Example TV<br>"
        "Port Sample, D.C., December 9, 1998 (9:25 a.m. EDT)<br>"
        "As released by the Office of the Spokesman, December 10, 1998<br>U.S. Department of State"
    )
    assert (said.place, said.published_on, said.date_text) == (
        "Port Sample, D.C.", "1998-12-09", "December 9, 1998",
    )  # fmt: skip
    assert said.lines == (
        "(9:25 a.m. EDT)",
        "As released by the Office of the Spokesman, December 10, 1998",
        "U.S. Department of State",
    )


def test_the_number_and_the_day_of_a_release_are_kept_though_they_are_no_words() -> None:
    page = (
        '<html><body><div id="content"><h2>Title</h2><p>Statement by Ben Sample, Spokesman<br>'
        "Port Sample<br>January 26, 2004</p><p>Good morning.</p><p>2004/961</p>"
        "<p>Released on January 26, 2004</p></div>"
    )
    found = read(page, POWELL)
    assert found.text == "Good morning."
    assert found.metadata.lines == ("Statement by", "2004/961", "Released on January 26, 2004")


def test_a_date_worded_from_now_dates_nothing_unless_its_markup_does() -> None:
    page = "<html><body><main><h1>T</h1><time datetime='{}'>2 hours ago</time><p>Words</p></main>"
    bare = read(page.format(""), "www.example.org").metadata
    dated = read(page.format("2020-05-04T10:00:00Z"), "www.example.org").metadata
    assert (bare.published_on, bare.date_text) == (None, None)
    assert (dated.published_on, dated.date_text) == ("2020-05-04", None)


@pytest.mark.parametrize(
    ("byline", "speaker", "role"),
    [
        ("Ada Example, Secretary of Examples", "Ada Example", "Secretary of Examples"),
        ("Acting Assistant Secretary for Near Eastern Affairs Joey Example",
         "Joey Example", "Acting Assistant Secretary for Near Eastern Affairs"),
        ("Ambassador to the United Nations Joey Example",
         "Joey Example", "Ambassador to the United Nations"),
        ("Secretary of State Ada K. Example", "Ada K. Example", "Secretary of State"),
        ("Director General Ada Example", "Ada Example", "Director General"),
        ("Director of Policy Planning", "Director of Policy Planning", None),
        ("Ambassador of Great Sample Land", "Ambassador of Great Sample Land", None),
        ("Assistant Secretary for Democracy and Human Rights",
         "Assistant Secretary for Democracy and Human Rights", None),
    ],
)  # fmt: skip
def test_an_office_before_a_name_is_parted_from_it_in_a_byline_too(
    byline: str, speaker: str, role: str | None
) -> None:
    page = wordpress("<p>Good morning.</p>").replace("Ada Example, Secretary of Examples", byline)
    found = read(page).metadata
    assert (found.speaker, found.role) == (speaker, role)
