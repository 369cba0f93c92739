"""A page of a hundred thousand links: it costs its round little, and what becomes of it is told."""

from __future__ import annotations

import resource
from pathlib import Path

from archive_watch.report.text import digest_as_text
from archive_watch.services.telling.make_report import make_report
from archive_watch.storage.links import due_links
from servers import PageServer
from services.asking import HOST, article, check, settings, told, watching

_BIG, _SMALL = f"http://{HOST}/all/", f"http://{HOST}/a/"
_LINKS = "".join(f"<a href='/{n}'>{n}</a> " for n in range(100_000))


async def test_a_page_of_a_hundred_thousand_links_hurts_no_round_and_is_told(
    tmp_path: Path,
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with PageServer() as server:
        server.page("/all/", article(f"Some words. {_LINKS}"))
        server.page("/a/", article("Words, and <a href='/b/'>a link</a>."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, _BIG, _SMALL)
            linked = due_links(watch.archive, now=watch.now(), areas=("body",), every=True)
            report = digest_as_text(make_report(watch))
    grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert told(visits) == [("needs_review", "over_budget"), ("new", None)]
    assert [link.url for link in linked] == [f"http://{HOST}/b/"]
    assert "the page has more than 200,000 tags" in report
    assert "neither words nor links of it are read" in " ".join(report.split())
    assert grown_mib < 100


async def test_the_last_good_words_of_a_page_that_became_too_much_stand(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/all/", article("Some words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, _BIG)
            server.page("/all/", article(f"Some words. {_LINKS}"))
            assert told(await check(watch, _BIG)) == [("needs_review", "over_budget")]
            server.page("/all/", article("Some words."))
            assert told(await check(watch, _BIG)) == [("unchanged", None)]
            assert watch.archive.rows("SELECT * FROM open_incidents") == []
