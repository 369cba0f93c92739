"""What a response tells of the exchange behind it, for those who must prove it later."""

from __future__ import annotations

import ssl
from hashlib import sha256

import trustme

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.model.capture import Failure, Validators
from faults import says, with_length
from fetch.loopback import get_once, outcome, own_settings
from servers import Answer, PageServer, RawServer

NAME = "archive.example"


async def test_what_was_asked_and_the_whole_head_of_the_answer_are_told() -> None:
    said = with_length(b"words", b"X-Odd:  kept ", b"x-odd: twice", status=b"200 Quite Fine")
    with RawServer({"/": lambda client, head: client.sendall(said)}) as server:
        async with Fetcher(own_settings()) as fetcher:
            response = await fetcher.get(
                f"{server.url}/", validators=Validators(etag='"v1"'), permit=free_permit
            )
    assert response.status_line == "HTTP/1.1 200 Quite Fine"
    assert response.headers == (("content-length", "5"), ("x-odd", "kept"), ("x-odd", "twice"))
    asked = [
        line.partition(b": ") for line in server.heads[0].strip().splitlines() if b": " in line
    ]
    told = [(name.lower().decode(), value.decode()) for name, _, value in asked]
    assert list(response.request_headers) == told
    assert ("if-none-match", '"v1"') in response.request_headers


async def test_the_certificate_is_told_by_the_digest_of_its_der_on_kept_connections_too() -> None:
    authority = trustme.CA()
    leaf = authority.issue_cert(NAME)
    trust, context = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(trust)
    leaf.configure_cert(context)
    digest = sha256(ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())).hexdigest()
    with PageServer(tls=context) as server:
        server.page("/", "secure")
        settings = own_settings(connect_to=server.connect_to(NAME))
        async with Fetcher(settings, trust=trust) as fetcher:
            first, again = [
                await fetcher.get(f"https://{NAME}/", permit=free_permit) for _ in range(2)
            ]
    assert (first.certificate_sha256, first.tls_version) == (digest, "TLSv1.3")
    assert (again.certificate_sha256, again.remote_address) == (digest, "127.0.0.1")
    assert server.connections == 1


async def test_of_an_answer_that_cannot_be_used_the_head_is_told() -> None:
    short = b"HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 99\r\n\r\nhalf"
    with RawServer({"/": lambda client, head: client.sendall(short)}) as server:
        response = await get_once(f"{server.url}/")
    assert outcome(response) == Failure.TRUNCATED
    assert (response.status_line, response.header("retry-after")) == ("HTTP/1.1 503 Busy", "9")
    assert (response.status, response.remote_address) == (None, "127.0.0.1")


async def test_whoever_keeps_the_pace_hears_the_head_of_what_is_cut_off() -> None:
    short = b"HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 99\r\n\r\nhalf"
    heard: list[tuple[int, list[str]] | None] = []
    with RawServer({"/a": lambda client, head: client.sendall(short), "/b": says()}) as server:
        async with Fetcher(own_settings()) as fetcher:
            for path in ("/a", "/b"):
                await fetcher.get(
                    f"{server.url}{path}",
                    permit=free_permit,
                    ended=lambda url, answer: heard.append(
                        answer and (answer.status, answer.all("retry-after"))
                    ),
                )
    assert heard == [(503, ["9"]), None]


async def test_where_nothing_was_heard_the_request_and_the_address_reached_are_told() -> None:
    with RawServer({"/": lambda client, head: None}) as server:
        response = await get_once(f"{server.url}/")
        assert dict(response.request_headers)["host"] == f"127.0.0.1:{server.port}"
    assert outcome(response) == Failure.RESET
    assert (response.status_line, response.headers) == (None, ())
    assert response.remote_address == "127.0.0.1"


async def test_an_answer_is_not_told_of_the_request_that_follows_it() -> None:
    with RawServer({"/b": lambda client, head: None}) as raw, PageServer() as server:
        server.routes["/a"] = Answer(status=302, headers={"Location": f"{raw.url}/b", "X-A": "1"})
        response = await get_once(f"{server.url}/a")
    assert outcome(response) == Failure.RESET
    assert (response.status_line, response.headers) == (None, ())
    assert [hop.remote_address for hop in response.hops] == ["127.0.0.1"]
