"""A webhook: what is sent can be checked by who receives it, and goes nowhere else."""

from __future__ import annotations

import base64
import hmac
import json
import ssl
from datetime import UTC, datetime
from hashlib import sha256

import pytest
import trustme

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.request import Content
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Response
from archive_watch.model.notice import TAKEN, Delivery
from archive_watch.notify.signature import key_of
from archive_watch.notify.webhook import Headers, Webhook, send_by_webhook
from notify.messages import message
from ports import kept_port
from servers import Answer, PageServer

NOW = datetime(2026, 3, 2, 7, 0, 5, tzinfo=UTC)
OWN = FetchSettings(allow_networks=("127.0.0.0/8",))


async def sent(
    url: str,
    *,
    settings: FetchSettings = OWN,
    trust: ssl.SSLContext | None = None,
    seconds: float = 5.0,
    secret: str | None = "whsec_" + base64.b64encode(b"a key of no use").decode(),
    attempt: int = 1,
) -> Delivery:
    async with Fetcher(settings, trust=trust) as fetcher:

        async def post(to: str, body: bytes, headers: Headers) -> Response:
            content = Content(body=body, headers=headers)
            return await fetcher.post(to, content, enough_bytes=1024, deadline_seconds=seconds)

        hook = Webhook(url=url, secret=secret, authorization="Bearer of-no-use")
        return await send_by_webhook(hook, message(), post, now=NOW, attempt=attempt)


async def test_what_is_sent_is_json_signed_with_its_id_its_time_and_its_bytes() -> None:
    with PageServer() as server:
        server.page("/hook", "thanks")
        assert await sent(f"{server.url}/hook", attempt=3) == TAKEN
        (got,) = server.requests
    assert (got.method, json.loads(got.body)["text"]) == ("POST", "1 page gone")
    signed = b"aw-0001." + str(int(NOW.timestamp())).encode() + b"." + got.body
    expected = base64.b64encode(hmac.new(b"a key of no use", signed, sha256).digest()).decode()
    assert got.header("webhook-signature") == f"v1,{expected}"
    assert got.header("webhook-timestamp") == str(int(NOW.timestamp()))
    assert (got.header("webhook-id"), got.header("idempotency-key")) == ("aw-0001", "aw-0001")
    assert got.header("webhook-attempt") == "3"
    assert got.header("authorization") == "Bearer of-no-use"
    assert got.header("content-type") == "application/json; charset=utf-8"
    assert got.header("content-length") == str(len(got.body))


async def test_without_a_secret_nothing_is_signed() -> None:
    with PageServer() as server:
        server.page("/hook", "", status=204)
        assert await sent(f"{server.url}/hook", secret=None) == TAKEN
        assert server.requests[0].header("webhook-signature") is None


def test_the_signature_is_the_one_of_the_standards_own_example() -> None:
    from archive_watch.notify.signature import signature_of

    signature = signature_of(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        key="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert key_of("plain words") == b"plain words"
    with pytest.raises(ValueError, match="base64"):
        key_of("whsec_!")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(status=500), Delivery(is_taken=False, detail="it answered 500")),
        (
            Answer(status=429, headers={"Retry-After": "90"}),
            Delivery(is_taken=False, detail="it answered 429", wait_seconds=90.0),
        ),
        (
            Answer(status=503, headers={"Retry-After": "Mon, 02 Mar 2026 07:02:05 GMT"}),
            Delivery(is_taken=False, detail="it answered 503", wait_seconds=120.0),
        ),
        (
            Answer(status=503, headers={"Retry-After": "9" * 40}),
            Delivery(is_taken=False, detail="it answered 503", wait_seconds=86_400.0),
        ),
        (
            Answer(status=429, headers={"Retry-After": "soon"}),
            Delivery(is_taken=False, detail="it answered 429"),
        ),
        (
            Answer(status=422),
            Delivery(is_taken=False, detail="it answered 422", is_the_messages_fault=True),
        ),
    ],
    ids=["500", "seconds", "a date", "for ever", "no time", "refused"],
)
async def test_what_an_answer_means_for_the_message(answer: Answer, expected: Delivery) -> None:
    with PageServer() as server:
        server.routes["/hook"] = answer
        assert await sent(f"{server.url}/hook") == expected


async def test_a_redirect_is_not_followed_and_least_of_all_into_a_private_network() -> None:
    with PageServer() as inside, PageServer() as server:
        server.routes["/hook"] = (307, {"Location": f"{inside.url}/admin"}, "")
        delivery = await sent(f"{server.url}/hook")
        assert inside.requests == []
    assert delivery.detail == "it answered with a redirect, which is not followed"


async def test_a_private_address_is_not_sent_anything_unless_it_is_allowed() -> None:
    with PageServer() as server:
        server.page("/hook", "thanks")
        delivery = await sent(f"{server.url}/hook", settings=FetchSettings(contact="me@x.example"))
        assert (delivery.is_taken, server.requests) == (False, [])
    assert delivery.detail.startswith("private_address")


async def test_a_receiver_that_hangs_is_left_at_the_deadline() -> None:
    with PageServer() as server:
        server.routes["/hook"] = Answer(delay_seconds=60)
        delivery = await sent(f"{server.url}/hook", seconds=0.3)
    assert delivery == Delivery(is_taken=False, detail="timeout: no whole answer within 0.3 s")


async def test_a_port_where_nobody_listens_is_a_value() -> None:
    with kept_port() as port:
        delivery = await sent(f"http://127.0.0.1:{port}/hook")
    assert delivery.detail.startswith("connect")


async def test_a_certificate_of_another_name_is_sent_nothing() -> None:
    authority = trustme.CA()
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("elsewhere.example").configure_cert(theirs)
    ours = ssl.create_default_context()
    authority.configure_trust(ours)
    with PageServer(tls=theirs) as server:
        server.page("/hook", "thanks")
        delivery = await sent(f"{server.url}/hook", trust=ours)
        assert server.requests == []
    assert delivery.detail.startswith("tls: hostname")
