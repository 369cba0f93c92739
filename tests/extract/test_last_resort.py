"""The general extractor, where nothing else is known of a page; the development
requirements install it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from archive_watch.extract.learning.last_resort import engine
from archive_watch.extract.page import Cut, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from extract.explaining import explained
from extract.reading import UNKNOWN, profiles

_WORDS = "".join(
    f"<p>The council of the harbour met on day {n}, and voted on the bridge and the ferry.</p>"
    for n in range(8)
)
_PAGE = (
    "<html><head><title>T</title></head><body><div class=x1><ul><li><a href=/a>News</a>"
    f"<li><a href=/b>About</a></ul></div><div class=x2>{_WORDS}<p>As <a href=/law>the law</a> says,"
    " it is so, and will be so for as long as the harbour stands.</p></div>"
    "<div class=x3><p><a href=/c>Contact</a> <a href=/d>Imprint</a></p></div></body></html>"
)


def _cut(page: str, *, last_resort: bool = True) -> Cut:
    profile = replace(profile_for(UNKNOWN, profiles()), last_resort=last_resort)
    return cut_page(
        page.encode(), content_type="text/html", url=f"https://{UNKNOWN}/a", profile=profile
    )


def test_a_page_that_nothing_else_is_known_of_is_read_by_it_and_says_so() -> None:
    cut = _cut(_PAGE)
    assert cut.fallback
    assert cut.extractor.endswith(f"generic/2+{engine()}")
    assert f"the last resort, {engine()}, chose it" in cut.evidence[0]
    assert _cut(_PAGE, last_resort=False).extractor.endswith("generic/2")


def test_its_links_are_kept_and_resolved() -> None:
    read = read_cut(_cut(_PAGE))
    assert f"https://{UNKNOWN}/law" in {link.url for link in read.links}


def test_it_reads_a_page_alike_whatever_it_read_before() -> None:
    first = read_cut(_cut(_PAGE)).text
    assert [read_cut(_cut(_PAGE)).text for _ in range(4)] == [first] * 4


def test_an_explanation_names_it_beside_what_it_left_out() -> None:
    found = explained(_PAGE, UNKNOWN)
    told = {block.text: (block.why.value, block.by) for block in found.blocks}
    assert told["News"] == ("outside", "")
    assert sum(block.kept for block in found.blocks) == 9


def test_of_the_element_that_it_chose_every_word_is_read_also_what_stands_there_twice() -> None:
    twice = "<p>The ferry leaves the harbour at noon on every day but the day of the council.</p>"
    page = _PAGE.replace("<p>As ", f"{twice}{twice}<p>As ", 1)
    assert read_cut(_cut(page)).text.count("at noon") == 2


def test_an_edit_of_the_way_on_makes_no_difference_to_its_choice() -> None:
    other = _PAGE.replace("<li><a href=/b>", "<li><a href=/new>More of it</a><li><a href=/b>")
    assert _cut(other).slice_sha256 == _cut(_PAGE).slice_sha256


def test_a_few_words_are_never_given_to_it() -> None:
    cut = _cut("<html><body><div><p>Only words.</p></div></body></html>")
    assert "the whole body less known furniture" in cut.evidence[0]


def test_an_engine_that_cannot_be_loaded_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "trafilatura.py").write_text("raise ImportError('one of its parts is missing')")
    program = (
        "from selectolax.lexbor import LexborHTMLParser as P\n"
        "from archive_watch.extract.learning.last_resort import chosen_by_engine\n"
        "print(chosen_by_engine(P('<p>' + 'words ' * 99)))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.pathsep.join(sys.path)}"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("None\n", "")
