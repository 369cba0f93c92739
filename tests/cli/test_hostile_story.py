"""A page whose words are an attack: every command ends well, and what people open stays small."""

from __future__ import annotations

import csv
import html
import io
import re

import feedparser
import pytest

from cli.program import Program, Ran
from warcs import page, response, written

URL = "https://archive.example/hostile"
_MARKS = "שלום \u200f عربي e\u0301\u0301 a" + "\u0301" * 300
_MARKUP = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> ]]> -->"
_STORY = [
    "", "Plain words stand here.", "x" * 200_000, "x" * 100_000 + "y" * 100_000,
    f"\u202egnp.exe\u202c {_MARKS} words", f"\u202egnp.exe\u202c {_MARKS} other words", _MARKUP,
    f"{_MARKUP} more", '=HYPERLINK("http://evil.example")', "a." * 60_000, "a." * 60_000 + " b",
    "(" * 50_000, "[redacted " * 5_000, "1 " * 40_000, "中文" * 40_000, "中文" * 40_000 + "字",
    "&lt;p&gt;" * 500, " \u00a0\u200b ", "Back again.",
]  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_SMALL = 400_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = Program(tmp_path_factory.mktemp("hostile"))
    titles = (f"=1+1 {_MARKS[:40]}", _MARKUP[:60])
    captures = [
        response(
            URL,
            page(html.escape(words), title=html.escape(titles[day % 2])),
            at=f"2020-01-{day:02}T00:00:00Z",
        )
        for day, words in enumerate(_STORY, 1)
    ]
    assert made.run("import", str(written(made.folder / "made.warc", *captures))).code == 0
    return made


def _well(program: Program, *arguments: str) -> Ran:
    ran = program.run(*arguments)
    assert (ran.code, arguments) == (0, arguments), ran.err[-500:]
    return ran


def test_what_people_open_is_small_however_long_the_words_are(program: Program) -> None:
    for form in ("text", "markdown", "html"):
        assert len(_well(program, "report", "--since", "2019-01-01", "--format", form).out) < _SMALL
    for form in ("text", "csv", "atom", "jsonl"):
        assert len(_well(program, "changes", "--format", form).out) < _SMALL
    assert len(_well(program, "changes", "--why").out) < _SMALL


def test_nothing_that_a_page_says_acts_on_a_terminal_or_in_a_spreadsheet(program: Program) -> None:
    for arguments in (["changes", "--why"], ["history", URL, "--heat"], ["report"], ["diff", URL]):
        said = _well(program, *arguments).out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    rows = list(csv.DictReader(io.StringIO(_well(program, "changes", "--format", "csv").out)))
    assert len(rows) >= len(_STORY) - 2
    assert not [cell for row in rows for cell in row.values() if cell.startswith(_FORMULAS)]


def test_the_feed_is_a_feed_and_holds_no_element_of_the_page(program: Program) -> None:
    feed = feedparser.parse(_well(program, "changes", "--format", "atom").out)
    assert not feed.bozo
    assert len(feed.entries) >= len(_STORY) - 2
    told = [entry.content[0].value for entry in feed.entries]
    assert not [one for one in told if re.search(r"<\s*(?:script|img)", one)]
