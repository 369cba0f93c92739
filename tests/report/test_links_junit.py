"""Links as JUnit: a dead one fails, a doubtful one does not, and any reader of XML takes it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from archive_watch.report.links_junit import links_as_junit
from told import HOSTILE


def _link(state: str, reason: str | None, status: int | None, **more: Any) -> dict[str, Any]:
    place = {"url": "https://a.example/page/", "text": HOSTILE}
    link = {"url": "https://b.example/x", "state": state, "reason": reason, "status": status}
    return {**link, "found_on": [place], "suggestion": None, **more}


@pytest.mark.parametrize(
    ("state", "reason", "status", "element", "message"),
    [
        ("gone", "http", 410, "failure", "gone: http 410"),
        ("broken", "dns", None, "failure", "broken: dns"),
        ("soft_404", "home_page", 200, "failure", "soft_404: home_page 200"),
        ("blocked", "http", 403, "skipped", "blocked: http 403"),
        ("unchecked", None, None, "skipped", "unchecked"),
        ("suspected", "timeout", None, "system-out", None),
        ("ok", None, 200, None, None),
    ],
)
def test_only_what_is_dead_has_failed(
    state: str, reason: str | None, status: int | None, element: str | None, message: str | None
) -> None:
    suite = ElementTree.fromstring(links_as_junit([_link(state, reason, status)]))
    (case,) = suite
    assert [one.tag for one in case] == ([element] if element else [])
    assert [one.get("message") for one in case] == ([message] if element else [])
    assert suite.get("failures") == str(int(element == "failure"))
    assert suite.get("skipped") == str(int(element == "skipped"))


def test_a_dead_link_says_where_it_stands_and_where_its_document_may_be() -> None:
    repair = {"url": "https://c.example/x", "kind": "sister", "verified_at": None}
    suite = ElementTree.fromstring(links_as_junit([_link("gone", "http", 404, suggestion=repair)]))
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.text is not None
    assert failure.text.startswith("https://a.example/page/ “")
    assert failure.text.endswith("; perhaps now at https://c.example/x")
