"""``site explain``: how a page is read, told to somebody who has never seen the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.program import Program

_URL = "https://www.tides.example/tides/"
_PROFILE = """name = "tides"
hosts = ["www.tides.example"]
roots = ["article .entry-content"]
drop = [".share-this-page"]
title = ["h1.headline"]
date = ["p.date"]
date_formats = ["%B %d, %Y"]
"""
_PAGE = """<html lang="en"><head><title>Tides - Example</title></head><body>
<div id="wrap"><header id="masthead"><nav>{menu}</nav></header><main><article>
<h1 class="headline">Remarks on Tides</h1>
<p class="date">n.d.</p>
<div class="entry-content"><p>QUESTION: Is it ready?</p>{more}<p class="share-this-page">Share</p>
<p>MR SAMPLE: It is.</p><p>Nearly.</p></div></article></main></div></body></html>"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "tides.toml").write_text(_PROFILE, encoding="utf-8")
    return program


def _saved(program: Program, menu: str = "<a href=/c/>Countries</a>", more: str = "") -> str:
    file = program.folder / "page.html"
    file.write_text(_PAGE.format(menu=menu, more=more), encoding="utf-8")
    return str(file)


def test_a_saved_page_is_explained_without_any_archive(program: Program) -> None:
    file = _saved(program)
    ran = program.run("site", "explain", "--file", file, "--url", _URL)
    assert (ran.code, ran.err) == (0, "")
    assert not program.database.exists()
    told = ran.out.replace(file, "page.html").splitlines()
    assert told.pop(3).startswith("  read by archive-watch/")
    assert told == [
        "Remarks on Tides",
        f"  {_URL}",
        "  saved as page.html",
        "",
        "It is a page of words (content)",
        "  the profile's selector `article .entry-content` is on it, with 9 words",
        "",
        "What it says of itself, and what found that",
        "  title         Remarks on Tides  ← `h1.headline`",
        "  html title    Tides - Example  ← `<title>`",
        "  published on  none: “n.d.” is in none of the profile's formats  ← `p.date`",
        "  language      en  ← `html[lang]`",
        "  date text     n.d.  ← `p.date`",
        "  not found: doctype, speaker, role, audience, place, tags, other facts",
        "",
        "Who speaks: 2 turns",
        "  1 × QUESTION",
        "  1 × MR SAMPLE",
        "",
        "The page from top to bottom: + words of the page (numbered: a turn begins), - left out",
        "",
        "header#masthead: outside the content, 1 block, 1 word",
        "  - Countries",
        "",
        "h1.headline: outside the content, 1 block, 3 words",
        "  - Remarks on Tides  ← read as title",
        "",
        "p.date: outside the content, 1 block, 1 word",
        "  - n.d.  ← read as published on",
        "",
        "div.entry-content: the content, 3 blocks, 9 words kept",
        "  + 1 QUESTION: Is it ready?",
        "  -   Share  ← dropped by `.share-this-page`",
        "  + 2 MR SAMPLE: It is.",
        "  +   Nearly.",
        "",
        "3 blocks kept, 4 left out",
    ]


def test_lines_fit_and_no_page_can_act_on_the_terminal(program: Program) -> None:
    menu = "".join(f"<p>Country number {number} \x1b[31m\u202e</p>" for number in range(300))
    more = f"<p>{'a very long paragraph ' * 40}\n- forged</p><p>{'x' * 300}</p>"
    ran = program.run("site", "explain", "--file", _saved(program, menu, more), "--url", _URL)
    lines = [line for line in ran.out.splitlines() if "saved as" not in line]
    assert max(map(len, lines)) <= 100
    assert sum("Country" in line for line in lines) == 3
    assert not {"\x1b", "\u202e"} & set(ran.out)
    assert not any(line.startswith("- forged") for line in lines)


def _import(program: Program, file: str, url: str, at: str) -> None:
    assert program.run("import", file, "--url", url, "--at", at).code == 0


def test_a_page_of_the_archive_is_explained_by_its_current_version(program: Program) -> None:
    _import(program, _saved(program), _URL, "2026-01-01")
    ran = program.run("site", "explain", "www.tides.example/tides/index.html")
    assert (ran.code, ran.err) == (0, "")
    assert "  version 1, read from the check at 2026-01-01T00:00:00Z\n  capture sha256 " in ran.out
    document = program.run("site", "explain", _URL, "--format", "json").document()
    assert document["schema"] == "archive-watch/explanation/1"
    assert document["source"]["version"] == 1
    assert (document["kind"], document["root"]) == ("content", "article .entry-content")
    kept = [block["text"] for block in document["blocks"] if block["kept"]]
    assert "\n\n".join(kept) == program.run("show", _URL, "--format", "json").document()["text"]
    assert document["blocks"][4] == {
        "kept": False, "why": "dropped", "by": ".share-this-page",
        "container": "p.share-this-page", "read_as": [], "turn": None, "kind": None, "level": None,
        "seen_on": None, "text": "Share",
    }  # fmt: skip


def test_what_could_not_be_read_is_explained_by_the_bytes_that_were_kept(program: Program) -> None:
    _import(program, _saved(program), _URL, "2026-01-01")
    file = program.folder / "other.html"
    file.write_text("<body><div id=story><p>Moved words.</p></div></body>", encoding="utf-8")
    _import(program, str(file), _URL, "2026-01-02")
    ran = program.run("site", "explain", _URL)
    assert "MR SAMPLE: It is." in ran.out
    assert "its last check was needs_review: --last explains" in ran.err
    last = program.run("site", "explain", _URL, "--last")
    assert "div#story: outside the content, 1 block, 2 words" in last.out
    assert (last.code, last.err) == (0, "")
    _import(program, str(file), "https://www.tides.example/new/", "2026-01-02")
    new = program.run("site", "explain", "https://www.tides.example/new/")
    assert "It is a page that needs a person (no_selector_matched)" in new.out
    assert "the bytes of the check at 2026-01-02T00:00:00Z (needs_review)" in new.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name a page of the archive"),
        (("--url", _URL), "name a page of the archive"),
        (("--file", "page.html"), "--file goes with --url"),
        (("--file", "page.html", "--url", _URL, "--last"), "--file goes with --url"),
        ((_URL, "--file", "page.html", "--url", _URL), "--file goes with --url"),
        (("--file", "page.html", "--url", "tides"), "cannot watch 'tides'"),
        (("--file", "none.html", "--url", _URL), "cannot read none.html"),
        ((_URL,), "there is no archive"),
    ],
)
def test_a_mistake_of_the_caller_ends_with_2(
    program: Program, arguments: tuple[str, ...], told: str
) -> None:
    _saved(program)
    ran = program.run("site", "explain", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_page_without_bytes_says_how_to_get_them(program: Program) -> None:
    program.run("add", _URL)
    ran = program.run("site", "explain", _URL)
    assert (ran.code, ran.out) == (2, "")
    assert f"no bytes of {_URL} are kept yet" in ran.err
