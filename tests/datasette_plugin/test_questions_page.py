"""The page of questions: each stands in a theme, with a form that asks Datasette for just what it takes."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from datasette.utils import derive_named_parameters

from archive_watch.datasette_plugin.meanings import questions_by_theme, saved_questions
from datasette_plugin.asked import page, serving

_WANTED = {
    "Who said", "Words that are gone", "Not reviewed yet", "Edits after freeze",
    "Identical edits", "Links that rotted this month",
}  # fmt: skip


async def test_every_question_stands_on_the_page_with_a_form_that_answers(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    text = await page(served, "/-/archive-watch/questions")
    forms = re.findall(r'<form class="ask" action="([^"]+)">', text)
    assert {form.rpartition("/")[2] for form in forms} == set(saved_questions())
    for form in forms:
        await page(served, unescape(form))
    assert set(map(unescape, re.findall(r"<h3>([^<]+)</h3>", text))) >= _WANTED


async def test_a_form_asks_for_what_its_question_takes_and_no_more(demo_archive: Path) -> None:
    database = (await serving(demo_archive)).databases["archive"]
    for one in (one for ones in questions_by_theme().values() for one in ones):
        sql = saved_questions()[one.name]["sql"]
        assert set(one.asks) == set(await derive_named_parameters(database, sql)), one.name


def test_every_question_has_a_theme_and_words_for_nothing() -> None:
    ones = [one for ones in questions_by_theme().values() for one in ones]
    assert sorted(one.name for one in ones) == sorted(saved_questions())
    assert all(one.empty.endswith(".") for one in ones)
