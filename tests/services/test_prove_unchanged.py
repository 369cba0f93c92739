"""A proof of non-change, from real checks: of 304s, blips, blocks, moves and folds."""

from __future__ import annotations

from pathlib import Path

from archive_watch.report.proof import ToldProof
from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.telling.prove_unchanged import prove_unchanged
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import known_page
from servers import Answer, PageServer, conditional
from services.asking import HOST, Hands, article, check, settings, watching

URL = f"http://{HOST}/remarks/"
WORDS = article("The harbour is open.")


def proof(watch: Watch, at: str | None = None) -> ToldProof:
    return prove_unchanged(watch.archive, known_page(watch.archive, URL), at=at)


async def test_a_year_of_checks_is_one_sentence_and_folding_does_not_change_it(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.routes["/remarks/"] = conditional(WORDS, etag='"1"')
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            for day in range(25):
                if day == 7:
                    server.routes["/remarks/"] = Answer(status=403)
                elif day == 9:
                    server.routes["/remarks/"] = Answer(status=404)
                elif day in {8, 10}:
                    server.routes["/remarks/"] = conditional(WORDS, etag='"1"')
                await check(watch, URL)
                clock.move(days=1)
            told = proof(watch)
            assert told.proof.stretch is not None
            spans = watch.archive.number("SELECT sum(checks) FROM spans")
            assert told.proof.stretch.checks == spans == 23
            document = told.as_json()
            assert document["proved"] == "same"
            assert document["checks_not_seeing"] == {"blocked": 1, "missing": 1}
            assert sum(document["by"].values()) == 23
            assert document["by"]["304"] > 10
            assert "checked 23 times from 2026-03-01T12:00:00Z to 2026-03-25T12:00:00Z" in (
                told.sentence()
            )
            limits = "\n".join(told.limits())
            assert "made and undone between two checks" in limits
            assert "2 d, from 2026-03-07T12:00:00Z to 2026-03-09T12:00:00Z" in limits
            assert "304" in limits
            assert sum(fold_checks(watch, before="2027-01-01T00:00:00Z", fewest=2)) > 0
            assert proof(watch) == told


async def test_a_time_is_proved_by_the_checks_on_both_sides_of_it_and_not_beyond(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch,
    ):
        for words in ("The harbour is open.", "The harbour is open.", "The harbour is shut."):
            server.routes["/remarks/"] = Answer(body=article(words))
            await check(watch, URL)
            clock.move(days=1)
        server.routes["/remarks/"] = Answer(status=404)
        await check(watch, URL)
        within = proof(watch, "2026-03-02T00:00:00Z")
        assert within.as_json()["proved"] == "same"
        assert "nobody looked" in within.sentence()
        between = proof(watch, "2026-03-03T00:00:00Z")
        assert between.as_json()["proved"] == "changed_between"
        assert between.as_json()["changed_to"]["version"] == 2
        after = proof(watch, "2026-03-09T00:00:00Z")
        assert after.as_json()["proved"] == "not_seen_since"
        assert after.as_json()["later_checks"] == {"missing": 1}
        assert "may be gone since" in "\n".join(after.limits())
        assert proof(watch, "2025-01-01T00:00:00Z").as_json()["proved"] == "not_yet_seen"


async def test_a_page_that_moved_said_the_same_and_one_that_is_gone_is_proved_gone(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch,
    ):
        server.routes["/remarks/"] = Answer(body=WORDS)
        await check(watch, URL)
        clock.move(days=1)
        server.routes["/new/"] = Answer(body=WORDS)
        server.routes["/remarks/"] = Answer(status=301, headers=(("Location", "/new/"),))
        await check(watch, URL)
        assert proof(watch).as_json()["checks"] == 2
        server.routes["/remarks/"] = Answer(status=410)
        for _ in range(2):
            clock.move(days=1)
            await check(watch, URL)
        gone = proof(watch)
        assert gone.as_json()["proved"] == "gone"
        assert "each of these checks saw it gone" in gone.sentence()
        assert proof(watch, "2026-03-02T00:00:00Z").as_json()["proved"] == "same"
