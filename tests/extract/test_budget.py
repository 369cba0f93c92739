"""Pages that would keep a parser busy, or fill the memory, are refused before they are parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.intake.budget import (
    Weight,
    glance_of,
    is_plainly_light,
    seen_in,
    weight_of,
)
from archive_watch.extract.intake.parse_cost import cost_of
from archive_watch.extract.page import PageKind
from extract.reading import cut, wordpress

_MANY = 60_000


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<div>" * _MANY, "deep"),
        ('<div a="<">' * _MANY, "deep"),
        ("<div></b>" * _MANY, "deep"),
        ("<div/>" * _MANY, "deep"),
        ("<b><div></b>" * _MANY, "deep"),
        ("<div><!--</div>-->" * _MANY, "deep"),
        ("<div><script></div></script>" * 30_000, "deep"),
        ("<p " + " ".join(f"a{n}" for n in range(_MANY)) + ">x", "attributes"),
        ("<p " + " ".join(f'a{n}="<"' for n in range(_MANY)) + ">x", "attributes"),
        ("<p " + " ".join(f'a{n}=">"' for n in range(_MANY)) + ">x", "attributes"),
        ("".join(f"<body a{n}=1>" for n in range(_MANY)), "attributes"),
        (
            "<p>" + "".join(f"<b a={n}>" for n in range(1000)) + "</p>" + "<p>x</p>" * 10_000,
            "again",
        ),
        ("<i>" * 200_001, "tags"),
        ("x" * (8 * 1024 * 1024 + 1), "longer"),
    ],
)
def test_a_page_that_would_cost_too_much_is_refused(markup: str, why: str) -> None:
    assert why in (weight_of(markup).excess or "within the budget")
    found = cut(markup)
    assert (found.kind, found.reason) == (PageKind.NEEDS_REVIEW, "over_budget")


@pytest.mark.parametrize(
    "body",
    [
        "<dl>" + "<dt>word<dd>meaning" * 5_000 + "</dl>",
        "<ul>" + "<li>item" * 10_000 + "</ul>",
        "<table>" + "<tr><td>1<td>2" * 10_000 + "</table>",
        "<p>line<br>" * 10_000,
        "<svg>" + '<path d="M0 0"/>' * 5_000 + "</svg><p>Words.</p>",
        "<FONT SIZE=2>word<P>" * 3_000,
        "<p>" + "&lt;x " * 20_000,
        "a < b and c > d " * 5_000,
    ],
)
def test_a_long_page_of_old_or_plain_markup_is_within_the_budget(body: str) -> None:
    if body.startswith("<FONT"):
        body = body.replace("<P>", "</FONT><P>")
    assert weight_of(wordpress(body)).excess is None


def test_unclosed_formatting_that_is_all_alike_is_within_the_budget() -> None:
    assert weight_of(wordpress("<p><b>word</p>" * 1_500)).excess is None


_SCRAPS = st.sampled_from(
    [
        "<div>", "<div", "<b>", "<b a=1>", "<a href='x'>", "</b>", "</div>", "<p ", ">", "<", '"', "'",
        "=", " a", "/", ' a="<"', ' a=">"', " a='>'", "<body a=1 b=2>", "<!--", "-->", "<svg>", "<td>",
        "<script>", "</script>", "words", *(f" a{n}=1" for n in range(20)),
    ]
)  # fmt: skip


@given(st.lists(_SCRAPS, max_size=60), st.lists(_SCRAPS, max_size=4), st.integers(1, 900))
def test_what_a_glance_lets_pass_a_walk_lets_pass_too(
    head: list[str], again: list[str], times: int
) -> None:
    markup = "".join(head) + "".join(again) * times
    cost = cost_of(markup)
    if is_plainly_light(markup):
        assert cost.deepest <= 5_000
        assert cost.attribute_pairs <= 20_000_000
        assert cost.reopened <= 50_000


_FORMATTING = "b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u, a"
_MISNESTED = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "<b a={n}>", "</b>", "<i a={n}>", "</i>", "<a href={n}>", "</a>",
        "<div>", "</div>", "<table>", "</table>", "<tr><td>", "</td>", "<object>", "</object>",
        "<svg><desc>", "</desc></svg>", "<template>", "</template>", "<select>", "</select>", "x",
        "<ul><li>", "</ul>", "<button>", "</button>", "<span>", "</span>", "<svg>", "</svg>",
        "<math><mi>", "</math>", "<style>", "</style>", "<title>", "</title>", "<caption>",
    ]
)  # fmt: skip


@given(st.lists(_MISNESTED, min_size=1, max_size=8), st.lists(_MISNESTED, max_size=4))
def test_no_more_formatting_is_built_than_was_counted(once: list[str], then: list[str]) -> None:
    """Misnested end tags clone a few elements each; what grows with its square is counted."""
    first = "".join("".join(once).format(n=n) for n in range(60))
    markup = first + "".join(then).format(n=0) * 200
    begun = sum(markup.count(f"<{name}") for name in ("b", "i", "a"))
    built = len(LexborHTMLParser(markup).css(_FORMATTING))
    assert built <= 2 * (begun + cost_of(markup).reopened) + 30 * markup.count("</")


@pytest.mark.parametrize(
    ("wall", "end"),
    [
        ("<object>", "</object>"),
        ("<table>", "</table>"),
        ("<template>", "</template>"),
        ("<select>", "</select>"),
        ("<svg><desc>", "</desc></svg>"),
        ("<div>" * 9, "</div>" * 9),
    ],
)
def test_an_end_tag_that_does_not_reach_its_formatting_hides_nothing(wall: str, end: str) -> None:
    hidden = "".join(f"<p><b a={n}>{wall}</b>{end}</p>" for n in range(1_000))
    assert "again" in (weight_of(hidden + "<p>x</p>" * 3_000).excess or "within the budget")


@pytest.mark.parametrize(
    "hiding",
    [
        "<svg><style>{}",
        "<svg><title>{}",
        "<select><style>{}",
        "<svg><![CDATA[</svg>]]><style>{}",
        "<frameset><style>{}",
        "<math><style>{}",
        "<svg><font></font><style>{}",
    ],
)
def test_what_is_no_raw_text_hides_no_attributes(hiding: str) -> None:
    many = "<p " + " ".join(f"a{n}" for n in range(_MANY)) + ">"
    assert "attributes" in (weight_of(hiding.format(many)).excess or "within the budget")


def test_many_tags_of_many_attributes_are_too_much_together() -> None:
    many = "<p " + " ".join(f"a{n}" for n in range(4_000)) + ">"
    assert "pairs" in (weight_of(many * 10).excess or "within the budget")


@pytest.mark.parametrize("part", ["<br>", "</p>", "</br>", "<p>word", "line\n\r\n\r"])
def test_a_page_of_very_many_small_parts_is_not_light(part: str) -> None:
    assert weight_of(wordpress(f"<pre>{part * 6_000}</pre>")) == Weight()


@given(st.lists(_SCRAPS, max_size=60), st.integers(1, 12), st.sampled_from(["</p>", "</TR>"]))
def test_pieces_that_were_seen_before_hide_nothing_of_a_page(
    scraps: list[str], times: int, end: str
) -> None:
    markup = "".join([*scraps, end] * times + scraps).encode("utf-8")
    whole, in_pieces = seen_in(markup), glance_of(markup)
    seen = [getattr(in_pieces, name) - getattr(whole, name) for name in _COUNTED]
    assert all(0 <= more <= most for more, most in zip(seen, _MOST_MORE, strict=True))
    assert len(in_pieces.formatting) == len(whole.formatting)
    assert len(set(in_pieces.formatting)) >= len(set(whole.formatting))


_COUNTED = ("tags", "ends", "lines", "hiding", "squares", "single")
_MOST_MORE = (1, 1, 0, 1, 10**9, 0)


def test_attributes_are_counted_in_every_piece_that_comes_back() -> None:
    many = "<p " + " ".join(f"a{n}" for n in range(1_000)) + ">x</p>"
    assert is_plainly_light(wordpress(many * 2 + "<p>x</p>" * 20))
    assert not is_plainly_light(wordpress(many * 40))
