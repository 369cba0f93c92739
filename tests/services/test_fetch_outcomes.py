"""What a page's check comes to, from a real server's answer to what is stored of it."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from archive_watch.errors import CallerError
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.telling.make_report import make_report
from faults import says, with_length
from servers import Answer, PageServer, RawServer, conditional
from services.asking import (
    HOST,
    AtOnce,
    Hands,
    article,
    changes,
    check,
    incidents,
    settings,
    told,
    versions,
    watching,
)

URL = f"http://{HOST}/remarks/"
WORDS = "The harbour will stay open through the winter, and the ferries will run on every day."
OTHER = "Nothing of what stood here before is to be read any more; these are quite other words."


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (Answer(body=""), "soft_missing", "empty"),
        (Answer(body=article("")), "unchanged", None),
        (Answer(status=204), "soft_missing", "empty"),
        (Answer(status=202, body=article(OTHER)), "server_error", "http_202"),
        (Answer(status=206, body=article(OTHER)), "server_error", "http_206"),
        (Answer(status=300, body=article(OTHER)), "server_error", "http_300"),
        (Answer(status=302, body=article(OTHER)), "server_error", "http_302"),
        (Answer(status=400, body=article(OTHER)), "server_error", "http_400"),
        (Answer(status=401, body=article(OTHER)), "blocked", "http_401"),
        (Answer(status=403, body=article(OTHER)), "blocked", "http_403"),
        (Answer(status=404, body=article(OTHER)), "missing", "http_404"),
        (Answer(status=407, body=article(OTHER)), "blocked", "http_407"),
        (Answer(status=410, body=article(OTHER)), "missing", "http_410"),
        (Answer(status=429, body=article(OTHER)), "blocked", "http_429"),
        (Answer(status=451, body=article(OTHER)), "blocked", "http_451"),
        (Answer(status=500, body=article(OTHER)), "server_error", "http_500"),
        (Answer(status=503, body=article(OTHER)), "server_error", "http_503"),
        (
            Answer(status=202, headers={"x-amzn-waf-action": "challenge"}),
            "blocked", "challenge",
        ),
        (
            Answer(body=article(OTHER), headers={"cf-mitigated": "challenge"}),
            "blocked", "challenge",
        ),
        (Answer(status=302, headers={"Location": "/"}), "soft_missing", "home_page"),
        (Answer(status=301, headers={"Location": "/other/"}), "soft_missing",
         "redirected_elsewhere"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "rejected", "scheme"),
        (Answer(status=302, headers={"Location": "http://10.1.2.3/"}), "rejected",
         "private_address"),
        (Answer(status=302, headers={"Location": "https://stranger.example/"}), "rejected",
         "contact"),
        (Answer(status=302, headers={"Location": "/remarks/"}), "rejected", "too_many_redirects"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
async def test_no_error_becomes_the_text_of_a_page(
    tmp_path: Path, answer: Answer, outcome: str, reason: str | None
) -> None:
    with PageServer() as server:
        server.page("/", article("The front page of the harbour.", title="Home"))
        server.page("/other/", article(OTHER, title="Another document"))
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            before = watch.archive.row("SELECT text, title FROM current_transcripts")
            server.routes["/remarks/"] = answer
            (visit,) = await check(watch, URL)
            if outcome != "unchanged":
                assert (visit.outcome.value, visit.reason) == (outcome, reason)
                assert visit.version == 1
                assert changes(watch.archive) == []
                after = watch.archive.row("SELECT text, title FROM current_transcripts")
                assert tuple(after or ()) == tuple(before or ())
                assert versions(watch.archive) == 1
            assert verify_archive(watch) == []


async def test_a_home_page_that_takes_a_shorter_name_is_no_takedown(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/home.html", article(WORDS))
        server.page("/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            home = f"http://{HOST}/home.html"
            await check(watch, home)
            server.routes["/home.html"] = Answer(status=301, headers={"Location": "/"})
            assert told(await check(watch, home)) == [("moved", None)]


async def test_an_etag_that_lies_is_found_out_at_the_next_unconditional_check(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.routes["/remarks/"] = conditional(article(WORDS), etag='"same"')
        given = settings(server.connect_to(HOST), fetch={"full_read_every": 3})
        with watching(tmp_path, given) as watch:
            outcomes = [told(await check(watch, URL))[0][0]]
            server.routes["/remarks/"] = conditional(article(OTHER), etag='"same"')
            for _ in range(3):
                outcomes += [told(await check(watch, URL))[0][0]]
    assert outcomes == ["new", "not_modified", "not_modified", "changed"]
    asked = [request.header("if-none-match") for request in server.requests[1:]]
    assert asked == [None, '"same"', '"same"', None]


async def test_force_asks_without_validators(tmp_path: Path) -> None:
    with PageServer() as server:
        server.routes["/remarks/"] = conditional(article(WORDS), etag='"same"')
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.routes["/remarks/"] = conditional(article(OTHER), etag='"same"')
            assert told(await check(watch, URL, force=True)) == [("changed", None)]


async def test_a_page_without_etag_is_asked_by_its_date_as_the_server_wrote_it(
    tmp_path: Path,
) -> None:
    date = "tue, 17 mar 2026 01:57:29 GMT"
    with PageServer() as server:
        server.page("/remarks/", article(WORDS), headers={"Last-Modified": date})
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.routes["/remarks/"] = Answer(status=304)
            assert told(await check(watch, URL)) == [("not_modified", None)]
    assert server.requests[-1].header("if-modified-since") == date


@pytest.mark.parametrize("known", [False, True])
async def test_a_304_that_nobody_asked_for_says_nothing(tmp_path: Path, known: bool) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            if known:
                await check(watch, URL)
            server.routes["/remarks/"] = Answer(status=304)
            assert told(await check(watch, URL)) == [("server_error", "unexpected_304")]
            assert versions(watch.archive) == int(known)


async def test_a_304_of_where_a_redirect_leads_says_nothing_of_the_page(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS), headers={"ETag": '"one"'})
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.routes["/remarks/"] = Answer(status=302, headers={"Location": "/b/"})
            server.routes["/b/"] = Answer(status=304)
            assert told(await check(watch, URL)) == [("server_error", "unexpected_304")]


async def test_a_page_is_removed_after_two_checks_and_restored_after_one(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            states = []
            for answer in (200, 404, 503, 404, 404, 200):
                server.page("/remarks/", article(WORDS), status=answer)
                await check(watch, URL)
                clock.move(days=1)
                row = watch.archive.row("SELECT state FROM pages_now")
                states.append((row["state"] if row else None, changes(watch.archive)))
    assert states == [
        ("live", []),
        ("suspect", []),
        ("suspect", []),
        ("removed", ["removed"]),
        ("removed", ["removed"]),
        ("live", ["removed", "restored"]),
    ]


async def test_a_page_that_moves_for_good_is_moved_and_once_more(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        for place in "bc":
            server.page(f"/{place}/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            outcomes = []
            for target in (None, "b", "b", "c", None):
                if target:
                    server.routes["/remarks/"] = (308, {"Location": f"/{target}/"}, "")
                else:
                    server.page("/remarks/", article(WORDS))
                outcomes += [told(await check(watch, URL))[0][0]]
                clock.move(days=1)
            assert changes(watch.archive).count("moved") >= 2
            assert versions(watch.archive) == 1
    assert outcomes[:4] == ["new", "moved", "unchanged", "moved"]


async def test_a_page_that_comes_back_to_its_own_address_has_moved_back(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        server.page("/new/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            await check(watch, URL)
            server.routes["/remarks/"] = Answer(status=301, headers={"Location": "/new/"})
            clock.move(days=1)
            await check(watch, URL)
            server.page("/remarks/", article(WORDS))
            clock.move(days=1)
            assert told(await check(watch, URL)) == [("moved", None)]
            assert changes(watch.archive) == ["moved", "moved"]
            summaries = watch.archive.rows("SELECT summary FROM recent_changes ORDER BY not_after")
    assert [row["summary"] for row in summaries] == [
        f"moved to {HOST}/new",
        f"moved to {HOST}/remarks",
    ]


async def test_a_report_tells_a_page_that_is_back_as_back(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            for status in (200, 404, 404):
                server.page("/remarks/", article(WORDS), status=status)
                await check(watch, URL)
                clock.move(days=1)
            digest = make_report(watch)
            assert digest.headline() == "1 page gone."
            server.page("/remarks/", article(WORDS))
            await check(watch, URL)
            digest = make_report(watch)
    assert digest.takedowns() == ()
    assert [change.summary for change in digest.edits()] == [
        "the page was gone (2 checks; the first: answered 404), and is back",
        "the page is back after being gone",
    ]


async def test_a_takedown_confirmed_by_hand_within_a_minute_is_told_as_that(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            for status in (200, 404, 404):
                server.page("/remarks/", article(WORDS), status=status)
                await check(watch, URL)
                clock.move(seconds=40)
            [gone] = make_report(watch).takedowns()
    assert gone.summary == (
        "the page is gone (2 checks, all within 1 minute; the first: answered 404)"
    )


async def test_a_redirect_for_now_moves_nothing(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        server.page("/b/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL)
            server.routes["/remarks/"] = (302, {"Location": "/b/"}, "")
            assert told(await check(watch, URL)) == [("unchanged", None)]
            assert changes(watch.archive) == []


async def test_two_addresses_with_one_body_are_two_pages(tmp_path: Path) -> None:
    with PageServer() as server:
        server.fallback = lambda request: Answer(
            body=article(WORDS), status=404 if "robots" in request.path else 200
        )
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL, f"http://{HOST}/again/")
    assert told(visits) == [("new", None)] * 2
    assert len({visit.capture_sha256 for visit in visits}) == 1


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/map.pdf", "application/pdf"), ("/speech.mp3", "audio/mpeg"), ("/seal.png", "image/png")],
)
async def test_of_a_document_it_is_told_that_it_changed(
    tmp_path: Path, path: str, content_type: str
) -> None:
    with PageServer() as server, watching(tmp_path, settings(server.connect_to(HOST))) as watch:
        outcomes = []
        for body in (b"\x89one\x00\xff", b"\x89one\x00\xff", b"\x89two\x00\xff"):
            server.page(path, body, content_type=content_type)
            (visit,) = await check(watch, f"http://{HOST}{path}")
            outcomes.append(visit.outcome.value)
        assert versions(watch.archive) == 2
        assert len(changes(watch.archive)) == 1
        texts = watch.archive.number("SELECT count(*) FROM texts")
    assert outcomes == ["new", "unchanged", "changed"]
    assert texts == 0


async def test_a_type_that_the_operator_excludes_is_neither_taken_nor_kept(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/film", b"f" * 9_000_000, content_type="Video/MP4; x=y")
        server.page("/gone", "no film", status=404, content_type="video/mp4")
        given = settings(
            server.connect_to(HOST),
            fetch={"exclude_content_types": ("video/*",), "max_bytes": 1_000_000},
        )
        with watching(tmp_path, given) as watch:
            visits = await check(watch, f"http://{HOST}/film", f"http://{HOST}/gone")
            assert watch.archive.number("SELECT count(*) FROM captures WHERE size > 100") == 0
    assert told(visits) == [("rejected", "content_type"), ("missing", "http_404")]


async def test_a_blocked_host_is_one_incident_that_ends_when_a_page_is_seen(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/remarks/", article(WORDS))
        server.page("/b/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, URL, f"http://{HOST}/b/")
            server.routes["/remarks/"] = server.routes["/b/"] = Answer(status=403)
            await check(watch, URL, f"http://{HOST}/b/")
            assert incidents(watch.archive) == [("blocked_host", HOST)]
            server.page("/remarks/", article(WORDS))
            await check(watch, URL)
            assert incidents(watch.archive) == []
            assert versions(watch.archive) == 2


async def test_an_outage_of_a_host_is_one_incident_that_any_answer_ends(tmp_path: Path) -> None:
    pages = (URL, f"http://{HOST}/b/", f"http://{HOST}/c/")
    with PageServer() as server:
        for path in ("/remarks/", "/b/", "/c/"):
            server.page(path, article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, *pages)
        nowhere = settings({HOST: "127.0.0.1:9"})
        with watching(tmp_path, nowhere) as watch:
            assert told(await check(watch, URL)) == [("network_error", "connect")]
            assert incidents(watch.archive) == []
            await check(watch, *pages)
            assert incidents(watch.archive) == [("unreachable_host", HOST)]
            seen = watch.archive.rows("SELECT occurrences FROM open_incidents")
            assert [row["occurrences"] for row in seen] == [2], "of /b/ and /c/"
            assert changes(watch.archive) == []
        server.routes["/b/"] = Answer(status=404)
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            await check(watch, pages[1])
            assert incidents(watch.archive) == []


async def test_a_contact_is_needed_for_a_stranger_and_nothing_is_done_without(
    tmp_path: Path,
) -> None:
    with watching(tmp_path, settings()) as watch:
        with pytest.raises(BaseExceptionGroup) as raised:
            await check(watch, "https://stranger.example/")
        assert raised.group_contains(CallerError, match="no contact is set")
        assert watch.archive.number("SELECT count(*) FROM check_log") == 0


async def test_a_certificate_that_nobody_vouches_for_is_a_network_error(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HOST).configure_cert(context)
    with PageServer(tls=context) as server:
        server.page("/remarks/", article(WORDS))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            visits = await check(watch, URL.replace("http:", "https:"))
            assert versions(watch.archive) == 0
    assert told(visits) == [("network_error", "tls")]
    assert server.requests == []


async def test_a_truncated_body_is_an_event_and_never_a_version(tmp_path: Path) -> None:
    half = says(with_length(article(WORDS).encode())[:-40])
    no_robots = says(with_length(b"", status=b"404 No"))
    with RawServer({"/remarks/": half, "/robots.txt": no_robots}) as server:
        given = settings({HOST: f"127.0.0.1:{server.port}"})
        with watching(tmp_path, given) as watch:
            assert told(await check(watch, URL)) == [("network_error", "truncated")]
            assert versions(watch.archive) == 0


async def test_no_more_hosts_are_asked_at_once_than_there_are_workers(tmp_path: Path) -> None:
    hosts = [f"host-{number}.example" for number in range(9)]
    at_once = AtOnce(lambda request: Answer(body=article(f"Words of {request.host}.")), expected=2)

    with PageServer() as server:
        server.routes["/a/"] = at_once
        given = settings(server.connect_to(*hosts), schedule={"workers": 2})
        with watching(tmp_path, given) as watch:
            visits = await check(watch, *(f"http://{host}/a/" for host in hosts))
    assert told(visits) == [("new", None)] * 9
    assert at_once.most == 2


async def test_checks_of_one_second_are_numbered_in_the_order_in_which_they_were_made(
    tmp_path: Path,
) -> None:
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch,
    ):
        for number in range(1, 9):  # (the order of the digests of eight states is no accident)
            server.page("/remarks/", article(f"Words of edition {number}."))
            (visit,) = await check(watch, URL)
            assert visit.version == number
        shown = watch.archive.rows(
            "SELECT v.number AS version, t.text FROM versions v JOIN texts t ON t.id = v.text_id"
            " ORDER BY v.number"
        )
        current = watch.archive.row("SELECT version FROM current_transcripts")
    assert [row["version"] for row in shown] == list(range(1, 9))
    assert current is not None
    assert current["version"] == 8
    assert all(f"edition {row['version']}." in row["text"] for row in shown)


async def test_a_page_that_comes_back_is_read_and_not_taken_at_its_servers_word(
    tmp_path: Path,
) -> None:
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch,
    ):
        server.routes["/remarks/"] = conditional(article(WORDS), etag='"1"')
        await check(watch, URL)
        for _ in range(2):
            server.routes["/remarks/"] = Answer(status=404, body=article("Gone."))
            await check(watch, URL)
        # (other words under the validator of the old ones: the server lies)
        server.routes["/remarks/"] = conditional(article(OTHER), etag='"1"')
        assert told(await check(watch, URL)) == [("changed", None)]
        assert told(await check(watch, URL)) == [("not_modified", None)]
        assert changes(watch.archive) == ["removed", "restored"]
        assert versions(watch.archive) == 2
