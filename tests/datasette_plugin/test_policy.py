"""Nothing runs but what a template holds: each answer's number is on that, and on nothing else."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from archive_watch.datasette_plugin.guarding import guarded
from archive_watch.datasette_plugin.policy import (
    Numbered,
    new_nonce,
    nonce_of_this_answer,
    policy,
)
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told
from datasette_plugin.asked import serving


def _drawn(source: str, **told: object) -> str:
    env = Environment(loader=DictLoader({"page": source}), autoescape=True, extensions=[Numbered])
    env.globals["nonce_of_this_answer"] = nonce_of_this_answer
    return env.get_template("page").render(**told)


def test_the_scripts_and_styles_of_a_template_carry_the_number_of_the_answer() -> None:
    nonce = new_nonce()
    assert _drawn("<script>a()</script>\n<STYLE media=print>") == (
        f'<script nonce="{nonce}">a()</script>\n<STYLE nonce="{nonce}" media=print>'
    )


def test_what_is_filled_in_never_carries_the_number_even_where_a_plugin_trusts_it() -> None:
    nonce = new_nonce()
    drawn = _drawn("<p>{{ said|safe }}</p>", said="<script>alert(1)</script>{{ nonce }}")
    assert nonce not in drawn
    assert "{{ nonce }}" in drawn


@pytest.mark.parametrize(
    "source",
    ["let a = '<script>b</script>'", 'x = "<style>"', '<script nonce="mine">', "<scripted>"],
)
def test_text_of_a_script_and_what_is_numbered_already_stay_as_they_are(source: str) -> None:
    new_nonce()
    assert _drawn(source) == source


def test_no_script_runs_by_an_attribute_but_what_a_template_says_itself() -> None:
    allowed = _rule(policy("n", styles_by_script=False), "script-src")
    assert "'unsafe-inline'" not in allowed
    assert "'nonce-n'" in allowed


async def test_every_script_of_every_page_carries_the_number_that_the_answer_names(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    paths = ("/", "/archive", "/archive/recent_changes", "/archive/versions/1", "/-/archive-watch",
             "/archive/edits_that_matter", "/nowhere", "/-/databases", "/-/logout")  # fmt: skip
    numbers = set()
    for path in paths:
        headers, body = await _asked(served, path)
        [number] = set(re.findall(r"'nonce-([\w-]+)'", headers["content-security-policy"]))
        for tag in re.findall(r"<script\b[^>]*>", body, re.IGNORECASE):
            assert f'nonce="{number}"' in tag, (path, tag)
        numbers.add(number)
    assert len(numbers) == len(paths)


async def test_styles_are_numbered_too_where_the_editor_makes_none_of_its_own(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    headers, _ = await _asked(served, "/archive")
    styles = _rule(headers["content-security-policy"], "style-src")
    assert ("'unsafe-inline'" in styles) == keeps_what_it_is_told(served)


async def test_answers_at_the_same_time_keep_their_own_numbers(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    told = await asyncio.gather(*(_asked(served, "/archive/pages_now") for _ in range(8)))
    for headers, body in told:
        [number] = set(re.findall(r"'nonce-([\w-]+)'", headers["content-security-policy"]))
        assert set(re.findall(r'<script[^>]* nonce="([\w-]+)"', body)) == {number}


@pytest.mark.parametrize(
    ("method", "path", "refused"),
    [
        ("POST", "/archive/-/insert", True),
        ("POST", "/archive/pages/1/-/update", True),
        ("POST", "/-/create-token", True),
        ("PUT", "/-/login", True),
        ("POST", "/-/login", False),
        ("POST", "/-/logout", False),
    ],
)
async def test_what_is_sent_reaches_datasette_only_where_people_are_let_in_or_out(
    method: str, path: str, refused: bool
) -> None:
    reached = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(_: Any) -> None: ...

    await guarded(app)({"type": "http", "method": method, "path": path}, send, send)  # type: ignore[arg-type]  # nothing is received
    assert reached == ([] if refused else [path])


def _rule(allowed: str, name: str) -> list[str]:
    [rule] = [rule.split() for rule in allowed.split(";") if rule.split()[0] == name]
    return rule[1:]


async def _asked(served: Any, path: str) -> tuple[dict[str, str], str]:
    """The headers and the text that ``archive-watch serve`` sends."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", b"127.0.0.1")], "scheme": "http",
        "http_version": "1.1",
    }  # fmt: skip
    app = guarded(served.app(), styles_by_script=keeps_what_it_is_told(served))
    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:]).decode()
