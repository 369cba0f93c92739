"""Furniture is never words; one word, one label, one date or one link always is a change."""

from __future__ import annotations

import pytest

from extract.reading import KERRY, NINETIES, POWELL, cut, paragraphs, read, state, wordpress

_WORDS = (
    "<p>QUESTION:&nbsp; Is it ready?</p><p>SECRETARY EXAMPLE:&nbsp; It is. See "
    '<a href="/harbour/">the harbour</a>.</p>'
)
_BANNER = (
    "<p>2021-2025 ARCHIVED CONTENT</p>"
    "<p>You are viewing ARCHIVED CONTENT released online from January 20, 2021 to January 20, 2025.</p>"
    "<p>Content in this archive site is NOT UPDATED, and links may not function.</p>"
    '<p>For current information, go to <a href="https://www.state.gov">www.state.gov</a>.</p>'
)
_POPUP = (
    '<div class="splash wmpci-popup-wrp design1" id="wmpci-popup-wrp"><h2>U.S. Department <em>of</em> State'
    "</h2><h4>The Lessons of 1989: Freedom and Our Future</h4></div>"
)
_PLAIN = wordpress(_WORDS)


@pytest.mark.parametrize(
    "page",
    [
        wordpress(_WORDS, before=f'<div class="zz-unheard-of">{_BANNER}</div>'),
        wordpress(_WORDS, inside=f'<div class="zz-unheard-of">{_BANNER}</div>'),
        wordpress(_WORDS, inside=_BANNER.replace("</p><p>", "<br>")),
        wordpress(_WORDS + _BANNER),
        wordpress(_WORDS, after=_POPUP),
        wordpress(_WORDS + _POPUP),
        wordpress(_WORDS + _POPUP.replace("wmpci-popup-wrp", "unheard-of").replace("splash", "x")),
        wordpress(_WORDS + '<div class="cmplz-cookiebanner"><p>Cookie Settings</p></div>'),
        wordpress(_WORDS, after='<div class="cmplz-cookiebanner">We use cookies</div>'),
        wordpress(
            _WORDS, before='<div class="header_banner_container"><p>An official website</p></div>'
        ),
        wordpress(
            _WORDS + '<script>var nonce="a1b2c3";</script><!-- cached 12:01 -- > by a cache -->'
        ),
        wordpress(_WORDS.replace("<p>", '<p data-nonce="77" class="wp-1">')),
        wordpress(_WORDS.replace("&nbsp; ", "&nbsp;&nbsp;")),
        wordpress(_WORDS.replace("</p><p>", "</p>\n\n\t<p>")),
        _PLAIN.replace("Privacy Policy", "Privacy Policy and Terms"),
        _PLAIN.replace("Countries", "Countries and Areas"),
        _PLAIN.replace(">Tags<", ">Related<"),
        _PLAIN + "<!-- Performance optimized by Redis Object Cache. -->",
        _PLAIN.replace("<!DOCTYPE html>", "<!-- saved from url=(0031)https://www.example.org/ -->"),
    ],
)
def test_what_stands_around_the_words_is_no_other_state(page: str) -> None:
    assert state(page) == state(_PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is. See", "It was. See"),
        ("It is. See", "It is not. See"),
        ("QUESTION:", "MODERATOR:"),
        ("SECRETARY EXAMPLE:", "SECRETARY SAMPLE:"),
        ("May 4, 2018", "May 5, 2018"),
        ("Port Sample<", "Sampleton<"),
        ('href="/harbour/"', 'href="/harbor/"'),
        ("An Interview</h1>", "The Interview</h1>"),
        ("Secretary of Examples", "Acting Secretary of Examples"),
        (">Interview<", ">Remarks<"),
        ("ready?", "ready!"),
    ],
)
def test_one_word_label_date_or_link_is_another_state(old: str, new: str) -> None:
    assert old in _PLAIN
    assert state(_PLAIN.replace(old, new)) != state(_PLAIN)


_TALK = (
    '<html><body><div id="content"><h2>Talk</h2><p><b>Secretary Ada Example</b><br>Remarks at the Pier'
    "<br>Port Sample<br>May 4, 2004 (9:25 a.m. EDT)<br>As released by the Office of the Spokesman</p>"
    "<p>SECRETARY EXAMPLE: Good day.</p><p>QUESTION: Is it ready?</p><p>2004/93</p>"
    "<p>Released on May 4, 2004</p></div></body></html>"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("9:25", "9:35"),
        ("Office of the Spokesman", "Office of the Spokeswoman"),
        ("Remarks at", "Speech at"),
        ("2004/93", "2004/94"),
        ("Released on May 4", "Released on May 5"),
        ("Port Sample", "Sampleton"),
        ("</p><p>QUESTION", " QUESTION"),
    ],
)
def test_a_fact_at_the_head_or_the_end_or_a_turn_is_another_state(old: str, new: str) -> None:
    assert _TALK.count(old) == 1
    assert state(_TALK.replace(old, new), POWELL) != state(_TALK, POWELL)


def test_a_date_that_nobody_can_read_is_another_state_by_one_word() -> None:
    first = _PLAIN.replace("May 4, 2018", "August 2007")
    assert state(first) != state(first.replace("2007", "2008"))
    assert state(first) != state(_PLAIN.replace("May 4, 2018", ""))


def test_an_archive_that_speaks_of_its_banner_keeps_its_words() -> None:
    said = "SECRETARY EXAMPLE: You are viewing ARCHIVED CONTENT, as they say, and I am not amused."
    assert paragraphs(wordpress(f"<p>{said}</p>")) == [said]


def test_equal_slices_have_equal_digests_and_other_slices_others() -> None:
    digests = [
        cut(page).slice_sha256
        for page in (_PLAIN, wordpress(_WORDS, after=_POPUP), wordpress(_WORDS + "<p>More.</p>"))
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_new_banner_of_the_nineties_is_no_other_state() -> None:
    page = (
        '<html><body><P><div id="archivebanner"><p>{}</p></div><P><P><BLOCKQUOTE><B>Remarks</B><P>Good '
        "morning.</BLOCKQUOTE></body></html>"
    )
    assert state(page.format("a permanent archive"), NINETIES) == state(
        page.format("moved"), NINETIES
    )


def test_the_banner_of_the_nineties_is_no_word_inside_the_content_either() -> None:
    banner = (
        "The State Department web site below is a permanent electronic archive of information released"
        " prior to January 20, 2001.  Please see [www.state.gov] for material released since President"
        " George W. Example took office on that date.  This site is not updated so external links may no"
        " longer function.  Contact us with any questions about finding information.  NOTE: External"
        " links to other Internet sites should not be construed as an endorsement of the views contained"
        " therein."
    )
    page = (
        f"<html><body><blockquote><table><tr><td>{banner}</td></tr></table><p>Words.</blockquote>"
    )
    assert paragraphs(page, NINETIES) == ["Words."]


@pytest.mark.parametrize(
    ("host", "page"),
    [
        (POWELL, '<div>{0}</div><td><span id="content"><h2>T</h2><p>Words.</p></span>'),
        (
            KERRY,
            '<div>{0}</div><h2 id="page-title">T</h2><div id="centerblock"><p>Words.</p></div>',
        ),
    ],
)
def test_the_navigation_of_the_other_eras_is_no_word(host: str, page: str) -> None:
    one, other = (f"<html><body>{page.format(nav)}</body></html>" for nav in ("Home", "Home News"))
    assert state(one, host) == state(other, host)
    assert read(one, host).text == "Words."


def test_a_headline_of_two_lines_is_read_whole() -> None:
    two = wordpress("<p>Words.</p>", title="An<br>Interview")
    assert read(two).metadata.title == "An Interview"
    assert state(two) != state(wordpress("<p>Words.</p>", title="An<br>Interrogation"))
