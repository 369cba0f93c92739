"""A heat strip shows where a text was edited, in signs that any terminal has."""

from __future__ import annotations

from archive_watch.report.heat_strip import LEGEND, heat_strip


def test_the_more_words_the_fuller_the_sign() -> None:
    assert heat_strip([0, 1, 2, 4, 5, 19, 20, 9_999]) == ".:++**##"


def test_the_strip_and_its_legend_are_plain_characters() -> None:
    assert heat_strip(range(100)).isascii()
    assert LEGEND.isascii()
