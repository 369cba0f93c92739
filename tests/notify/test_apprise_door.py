"""Apprise, where it is installed: by a real service of its own, a JSON receiver on loopback."""

from __future__ import annotations

import json
import sys

import pytest

from archive_watch.model.notice import TAKEN
from archive_watch.notify.by_apprise import AppriseService, send_by_apprise, without_secrets
from notify.messages import message
from servers import Answer, PageServer

# Apprise loads all of its services at once, and one of them an old module of Python's.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


async def test_a_message_goes_by_any_of_its_addresses() -> None:
    pytest.importorskip("apprise", reason="the extra is not installed")
    with PageServer() as server:
        server.page("/told/", "thanks")
        url = f"json://127.0.0.1:{server.port}/told/"
        assert (
            await send_by_apprise(AppriseService(url=url), message(), deadline_seconds=30) == TAKEN
        )
        (got,) = server.requests
    assert json.loads(got.body)["title"] == "1 page gone"


async def test_a_failure_is_told_without_the_secrets_of_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pytest.importorskip("apprise", reason="the extra is not installed")
    with PageServer() as server:
        server.fallback = Answer(status=500)
        url = f"json://desk:s3cret-word@127.0.0.1:{server.port}/t0ken-path/"
        delivery = await send_by_apprise(AppriseService(url=url), message(), deadline_seconds=30)
    assert not delivery.is_taken
    assert "500" in delivery.detail
    assert "s3cret-word" not in delivery.detail + caplog.text
    assert "t0ken-path" not in delivery.detail + caplog.text


async def test_an_address_that_it_does_not_know_is_a_value() -> None:
    pytest.importorskip("apprise", reason="the extra is not installed")
    service = AppriseService(url="nowhere://s3cret-word")
    delivery = await send_by_apprise(service, message(), deadline_seconds=30)
    assert delivery.detail == "it is no address that Apprise knows"


async def test_where_the_extra_is_not_installed_that_is_what_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    delivery = await send_by_apprise(AppriseService(url="ntfy://x"), message(), deadline_seconds=30)
    assert delivery.detail == "Apprise is not installed: pip install 'archive-watch[apprise]'"


def test_every_part_of_an_address_is_taken_out_of_what_is_told() -> None:
    url = "tgram://bot%2Dtoken-1/chat_22?key=abcd1"
    told = "Failed: https://api.example/bot-token-1/send?chat=chat_22 abcd1\n(500)"
    assert without_secrets(told, url) == "Failed: https://api.example/***/send?chat=*** *** (500)"
