"""The log: one line a fact, no secret in it, and nothing that acts on a terminal."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from archive_watch.cli.logs import set_up_logs
from archive_watch.report.masked import masked
from cost import growth

FORGED = "x\n2026-01-01T00:00:00Z [info] all is well \x1b[2J\u202e"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    handlers = list(logging.getLogger().handlers)
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_page_or_a_library_says_is_one_line_that_acts_on_nothing(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(form=form, verbose=False, quiet=False)
    structlog.get_logger().info("checked", url=FORGED, several=[FORGED])
    logging.getLogger("somebody.else").warning("%s", FORGED)
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 2
    assert not [letter for letter in told if letter in "\x1b\u202e"]
    assert "somebody.else" in told


def test_no_line_of_a_traceback_can_pass_for_a_line_of_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(form="text", verbose=False, quiet=False)
    secret = "https://user:hunter2@h.example/?token=abcdef"
    try:
        raise ValueError(f"{FORGED} {secret}")
    except ValueError as error:
        structlog.get_logger().error("a bug", exc_info=error)
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert [line for line in told.splitlines() if line.startswith("2026-01-01")] == []
    assert ("hunter2" in told, "abcdef" in told, "\x1b[2J" in told) == (False, False, False)


def test_people_are_not_told_the_fields_that_say_nothing_and_programs_have_them_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for form in ("text", "json"):
        set_up_logs(form=form, verbose=False, quiet=False)
        structlog.get_logger().info("checked", outcome="new", reason=None, elapsed_ms=0)
    text, line = capsys.readouterr().err.splitlines()
    assert ("reason" in text, "elapsed_ms=0" in text, "outcome=new" in text) == (False, True, True)
    assert json.loads(line)["reason"] is None


def test_a_bug_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(form="json", verbose=False, quiet=True)
    structlog.get_logger().info("not told")
    try:
        raise ValueError(FORGED)
    except ValueError as error:
        structlog.get_logger().error("a bug", exc_info=error)
    (line,) = capsys.readouterr().err.splitlines()
    assert "ValueError" in json.loads(line)["exception"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://u:p@proxy.example:3128", "http://***@proxy.example:3128"),
        ("at https://u@h.example/a?b=1", "at https://***@h.example/a?b=1"),
        ("https://h.example/?id=7&api_key=s3&x=1#f", "https://h.example/?id=7&api_key=***&x=1#f"),
        ("https://h.example/?X-Amz-Signature=ab", "https://h.example/?X-Amz-Signature=***"),
        ("https://h.example/?keyword=peace&author=x", "https://h.example/?keyword=peace&author=x"),
        ("http://u:p@ss@h.example/x@y", "http://***@h.example/x@y"),
        ("https://h.example/#access_token=ab", "https://h.example/#access_token=***"),
        ("https://h.example/?sessionToken=ab&p=2", "https://h.example/?sessionToken=***&p=2"),
        ("https://h.example/?%74oken=ab", "https://h.example/?%74oken=***"),
        ("https://h.example/a;jsessionid=ab", "https://h.example/a;jsessionid=***"),
        ("illegal value: {'Cookie': 'sid=ab'}", "illegal value: {'Cookie': ***"),
        ("Authorization: Bearer ab", "Authorization: ***"),
        ("https://hooks.slack.com/services/T/B/x", "https://hooks.slack.com/***"),
        ("https://hc-ping.com/uuid: refused", "https://hc-ping.com/*** refused"),
        ("write to you@example.org", "write to you@example.org"),
    ],
)
def test_a_secret_in_an_address_is_left_out_and_what_is_none_stays(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("unit", ["x+", "//a@", "?a=", "https://a.", "cookie"])
def test_a_long_text_is_looked_at_in_time_that_grows_as_it_does(unit: str) -> None:
    short, long = (unit * (length // len(unit)) + ":" for length in (50_000, 400_000))
    ratio = growth(lambda: masked(short), lambda: masked(long), below=24)
    assert ratio < 24, "eight times the text; in squares it were 64 times"
