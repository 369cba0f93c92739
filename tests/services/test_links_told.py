"""What a report tells of links and of troubles: what broke, what was always dead, what is over."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.telling.make_report import make_report
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, check, settings, watching
from services.test_links import asked, linking

_URL = f"http://{HOST}/remarks/"
_THERE = ("http://other.example/there/it/is", "http://other.example/never/was")


async def test_a_link_that_broke_is_told_old_rot_is_counted_and_recovery_is_told(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with PageServer() as server:
        server.page("/remarks/", linking(*_THERE))
        server.routes["other.example", "/there/it/is"] = Answer(body=article("It is there."))
        server.routes["other.example", "/never/was"] = Answer(status=404)
        given = settings(server.connect_to(HOST, "other.example"))
        with watching(tmp_path, given, hands) as watch:
            await check(watch, _URL)
            await asked(watch)
            first = make_report(watch)
            server.routes["other.example", "/there/it/is"] = Answer(status=410)
            hands.move(days=2)
            broke_at = watch.now()
            await asked(watch)
            doubtful = make_report(watch)
            hands.move(days=2)
            await asked(watch)
            told = make_report(watch)
            server.routes["other.example", "/there/it/is"] = Answer(body=article("It is there."))
            hands.move(days=2)
            again_at = watch.now()
            await asked(watch)
            later = make_report(watch, since=again_at)
            hands.move(days=1)
            quiet = make_report(watch, since=watch.now())
    assert (first.links, first.links_dead_from_the_first) == ((), 0)
    assert [link.url for link in doubtful.doubtful()] == [_THERE[0]]
    assert doubtful.broken() == ()
    assert [(link.url, link.failing_since) for link in told.broken()] == [(_THERE[0], broke_at)]
    assert told.links_dead_from_the_first == 1
    assert [(link.url, link.ended_at) for link in later.links_good_again] == [(_THERE[0], again_at)]
    assert later.links == ()
    assert (quiet.links, quiet.links_good_again) == ((), ())


async def test_a_trouble_that_is_over_is_told_once_a_host_and_one_that_lasts_is_not(
    tmp_path: Path,
) -> None:
    hands = Hands()
    urls = [f"http://{HOST}/{name}/" for name in ("one", "two", "three")]
    with PageServer() as server:
        for name in ("one", "two", "three"):
            server.page(f"/{name}/", article(f"These are the words of {name}."))
        with watching(tmp_path, settings(server.connect_to(HOST)), hands) as watch:
            await check(watch, *urls)
            hands.move(days=1)
            failed_at = watch.now()
            for name in ("one", "two", "three"):
                server.routes[HOST, f"/{name}/"] = Answer(status=503)
            await check(watch, *urls)
            lasting = make_report(watch)
            hands.move(days=1)
            for name in ("one", "two"):  # (three still fails)
                del server.routes[HOST, f"/{name}/"]
            await check(watch, *urls[:2])
            (over,) = make_report(watch).recoveries
            assert lasting.recoveries == ()
            assert (over.pages, over.checks, over.outcome) == (2, 2, "server_error")
            assert (over.first_at, over.again_at) == (failed_at, watch.now())
            hands.move(days=1)
            assert make_report(watch, since=watch.now()).recoveries == ()
