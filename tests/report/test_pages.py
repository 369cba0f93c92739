"""The pages that are drawn: self-contained, readable by everyone, bounded, the heaviest first."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from archive_watch.model.change import Sign
from archive_watch.report.bounds import MOST_EDITS, MOST_ENTRIES
from archive_watch.report.diff_markdown import diff_as_markdown
from archive_watch.report.diff_page import diff_as_html
from archive_watch.report.diff_text import diff_as_text
from archive_watch.report.digest import Digest
from archive_watch.report.html import digest_as_html
from archive_watch.report.html_words import marked
from archive_watch.report.markdown import digest_as_markdown
from archive_watch.report.page_style import STYLE
from archive_watch.report.text import digest_as_text
from archive_watch.report.told_change import ToldEdit
from told import change, digest, hostile_diff, hostile_digest, link


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colours(scheme: int) -> dict[str, str]:
    """The colours of the light (0) or the dark (1) scheme, six digits each."""
    roots = re.findall(r":root\{([^}]*)\}", STYLE.replace("\n", ""))
    found = re.findall(r"--([\w-]+):#([0-9a-f]{3,6})", roots[scheme])
    return {
        name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in found
    }


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("gone", "gone-bg"),
     ("came", "came-bg"), ("accent", "card"), ("came", "card")],
)  # fmt: skip
def test_every_text_can_be_read_in_light_and_dark(scheme: int, ink: str, paper: str) -> None:
    colours = _colours(scheme)
    assert _contrast(colours[ink], colours[paper]) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("page", [digest_as_html(hostile_digest()), diff_as_html(hostile_diff())])
def test_a_page_asks_nothing_of_the_network_and_says_its_language(page: str) -> None:
    drawn = BeautifulSoup(page, "html.parser")
    assert drawn.html is not None
    assert drawn.html["lang"] == "en"
    assert drawn.find("meta", attrs={"name": "viewport"}) is not None
    policy = drawn.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])
    assert "url(" not in STYLE
    assert "@import" not in STYLE


@pytest.mark.parametrize("page", [digest_as_html(hostile_digest()), diff_as_html(hostile_diff())])
def test_headings_go_down_one_step_at_a_time_and_names_are_used_once(page: str) -> None:
    drawn = BeautifulSoup(page, "html.parser")
    levels = [int(heading.name[1]) for heading in drawn.find_all(re.compile(r"^h\d$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    names = [element["id"] for element in drawn.find_all(id=True)]
    assert len(names) == len(set(names))


def test_edits_are_said_in_words_too_and_not_by_colour_alone() -> None:
    assert marked(Sign.REMOVED, "not ") == (
        '<del><span class="hidden" dir="ltr">[removed: </span>not</del>'
        '<span class="hidden" dir="ltr">]</span> '
    )
    assert BeautifulSoup(marked(Sign.ADDED, " so "), "html.parser").get_text() == " [added: so] "
    assert marked(Sign.KEPT, " and ") == " and "


def test_the_words_of_a_diff_read_in_order_without_any_style() -> None:
    words = BeautifulSoup(diff_as_html(hostile_diff()), "html.parser").get_text()
    assert "We will [removed: not] go there." in words
    assert "[removed: MR PRICE][added: MS DOE]: Yes." in words


def test_both_ends_of_a_move_are_told_as_a_move() -> None:
    page = BeautifulSoup(diff_as_html(hostile_diff()), "html.parser")
    ends = page.select("section.moved")
    links = [link for end in ends for link in end.select("h2 span a")]
    assert [link.get_text()[:10] for link in links] == ["moved away", "moved here"]
    assert [link["href"] for link in links] == [f"#{end['id']}" for end in reversed(ends)]
    for drawn in (diff_as_text(hostile_diff()), diff_as_markdown(hostile_diff())):
        assert drawn.count("moved away: ") == drawn.count("moved here: ") == 1


def test_a_speaker_is_not_named_twice_where_the_label_itself_was_edited() -> None:
    excerpt = ((Sign.REMOVED, "MR PRICE"), (Sign.ADDED, "MS DOE"), (Sign.KEPT, ": Yes."))
    assert ToldEdit(speaker="MS DOE", removed="", added="", excerpt=excerpt).who() is None
    assert ToldEdit(speaker="MS DOE", removed="", added="", excerpt=excerpt[2:]).who() == "MS DOE"


def _giant() -> Digest:
    changes = [change(at, severity=10 + at % 80, text="words", edits=3) for at in range(1, 3_001)]
    links = [
        replace(link(places=3_000, text="there"), url=f"https://host{at}.example/")
        for at in range(600)
    ]
    gravest = change(0, severity=99, text="the gravest", edits=20_000)
    return digest(gravest, *changes, links=tuple(links))


def test_a_giant_report_stays_small_says_what_it_leaves_out_and_begins_with_the_gravest() -> None:
    giant = _giant()
    for drawn in (digest_as_html(giant), digest_as_markdown(giant), digest_as_text(giant)):
        assert len(drawn) < 3_000_000
        assert "the gravest" in drawn[:9_000]
        assert f"and {3_001 - MOST_ENTRIES:,} more lines" in drawn
        assert "and 2,992 more pages" in drawn
    assert f"and {20_000 - MOST_EDITS:,} more edits" in digest_as_html(giant)
    assert len(giant.as_json()["changes"]) == 3_001


def test_silence_is_told_beside_what_was_covered() -> None:
    quiet = digest()
    for drawn in (digest_as_html(quiet), digest_as_markdown(quiet), digest_as_text(quiet)):
        assert "All quiet" in drawn
        assert "3 pages watched" in drawn


def test_a_cosmetic_change_is_counted_and_never_told_as_a_change() -> None:
    only = digest(change(1, kind="cosmetic", severity=0, text="typography only"))
    assert only.is_quiet()
    for drawn in (digest_as_html(only), digest_as_markdown(only), digest_as_text(only)):
        assert "1 cosmetic" in drawn
        assert "Changed" not in drawn
