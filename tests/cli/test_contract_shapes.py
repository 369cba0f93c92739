"""The JSON documents of INTERFACE: their keys, their types, null where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.program import OWN_NETWORK, Program
from servers import PageServer

_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_HOST = "Archive.Example"
_PAGE = """<html><head><title>An Interview - Department of Tides</title></head><body><main>
<h1>An Interview</h1><p>QUESTION: When does the bridge open?</p>
<p>MR. GULL: It opens in {month}. See <a href="/{link}">the plan</a>.</p></main></body></html>"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, str]]:
    """An archive in which a page was seen, edited, and its link checked; and the page's address."""
    with PageServer() as server:
        target = f'[fetch.connect_to]\n"archive.example" = "127.0.0.1:{server.port}"\n'
        program = Program(tmp_path_factory.mktemp("story"), OWN_NETWORK + target)
        url = f"http://{_HOST}/Interviews//tides/"
        server.page("/Interviews//tides/", _PAGE.format(month="May", link="plan"))
        assert program.run("fetch", url).code == 0
        server.page("/Interviews//tides/", _PAGE.format(month="June", link="plan-b"))
        assert program.run("fetch", url).code == 0
        assert program.run("links", "check", "--all").code == 0
        yield program, url


def _all_times(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _all_times(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _all_times(inner, key)
    elif key.endswith("_at") or key in {"not_before", "not_after", "failing_since", "since", "at"}:
        yield key, value


def test_fetch_is_one_entry_an_argument_with_the_address_as_it_was_given(
    story: tuple[Program, str],
) -> None:
    program, url = story
    aliases = [url, "https://archive.example/Interviews/tides#top", url, f"{url}index.html"]
    ran = program.run("fetch", "--format", "json", *aliases)
    found = ran.document()
    assert (ran.code, ran.err) == (0, "")
    assert [entry["url"] for entry in found] == aliases
    assert {entry["outcome"] for entry in found} == {"unchanged"}
    assert set(found[0]) == {
        *("url", "outcome", "status", "version", "change_id", "reason", "final_url", "elapsed_ms"),
        "capture_sha256",
    }
    assert (found[0]["status"], found[0]["version"], found[0]["change_id"]) == (200, 2, None)
    assert isinstance(found[0]["elapsed_ms"], int)
    assert _SHA256.match(found[0]["capture_sha256"])
    assert program.run("fetch", "--format", "jsonl", *aliases).lines()[3]["url"] == aliases[3]


def test_show_has_every_key_and_null_where_the_page_does_not_say(
    story: tuple[Program, str],
) -> None:
    program, url = story
    shown = program.run("show", url, "--format", "json").document()
    assert set(shown) == {
        *("url", "host", "version", "title", "html_title", "doctype", "speaker", "role"),
        *("audience", "place", "published_on", "language", "tags", "observed_at", "text", "turns"),
        *("blocks", "links", "media_type", "capture_sha256", "extractor", "fallback", "ids"),
        *("date_text", "lines", "notes"),
    }
    assert (shown["url"], shown["host"], shown["version"]) == (url, "archive.example", 2)
    assert (shown["speaker"], shown["published_on"], shown["doctype"]) == (None, None, None)
    assert shown["text"].endswith("MR. GULL: It opens in June. See the plan.")
    assert shown["turns"][-1] == {
        "position": 2, "speaker": "MR. GULL", "person": None, "kind": "speech",
        "text": "It opens in June. See the plan.",
    }  # fmt: skip
    assert [block["text"] for block in shown["blocks"]] == shown["text"].split("\n\n")
    assert shown["blocks"][0] == {
        "position": 0, "kind": "heading", "level": 1, "start": 0, "length": 12,
        "text": "An Interview", "cells": [],
    }  # fmt: skip
    link = {"url": "http://archive.example/plan-b", "text": "the plan", "area": "body"}
    assert [{**one, "url": one["url"].lower()} for one in shown["links"]] == [link]
    assert isinstance(shown["extractor"], str)


def test_the_ops_of_a_diff_make_the_new_text_of_the_old(story: tuple[Program, str]) -> None:
    program, url = story
    drawn = program.run("diff", url, "--format", "json").document()
    assert {"schema", "url", "from", "to", "kind", "severity", "flags", "ops"} <= set(drawn)
    assert (drawn["from"]["version"], drawn["to"]["version"], drawn["kind"]) == (1, 2, "text")
    for op in drawn["ops"]:
        assert set(op) == {"op", "speaker", "old", "new", "words", "move_id"}
        signs = {sign for sign, _ in op["words"]}
        assert signs <= {"=", "-", "+"}
        if op["words"]:
            assert op["old"] == "".join(text for sign, text in op["words"] if sign != "+")
            assert op["new"] == "".join(text for sign, text in op["words"] if sign != "-")
    texts = [
        program.run("show", url, "--format", "json", "--version", number).document()["text"]
        for number in ("1", "2")
    ]
    for side, text in zip(("old", "new"), texts, strict=True):
        assert "\n\n".join(op[side] for op in drawn["ops"] if op[side] is not None) == text


def test_changes_are_intervals_with_their_source_and_captures(story: tuple[Program, str]) -> None:
    program, url = story
    (change,) = program.run("changes", "--format", "json").document()
    assert set(change) == {
        *("id", "url", "host", "title", "kind", "severity", "aspects", "flags", "observed_at"),
        *("not_before", "not_after", "detected_at", "source", "from_version", "to_version"),
        *(
            "from_capture_sha256",
            "to_capture_sha256",
            "words_added",
            "words_removed",
            "cluster",
            "cluster_severity",
            "pages",
        ),
        *("summary", "verdict", "why", "classifier"),
    }
    assert change["why"][-1].startswith(f"severity {change['severity']}: ")
    assert (change["url"], change["kind"], change["source"]) == (url, "text", "live")
    assert set(change["aspects"]) == {"text", "links"}
    assert change["not_before"] <= change["not_after"] == change["observed_at"]
    assert (change["words_added"], change["words_removed"], change["cluster"]) == (1, 1, None)
    assert all(set(flag) == {"kind", "old", "new"} for flag in change["flags"])
    assert program.run("changes", "--format", "jsonl").lines() == [change]
    assert program.run("changes", "--format", "json", "--kind", "removed").out == "[]\n"
    assert program.run("changes", "--format", "jsonl", "--kind", "removed").out == ""


def test_changes_are_filtered_by_site_severity_and_time(story: tuple[Program, str]) -> None:
    program, _ = story
    (change,) = program.run("changes", "--format", "json").document()
    told = {
        ("--site", "ARCHIVE.example"): 1,
        ("--site", "http://archive.example/anything"): 1,
        ("--site", "example"): 0,
        ("--since", change["observed_at"]): 1,
        ("--until", change["observed_at"]): 1,
        ("--since", "2999-01-01"): 0,
        ("--until", "1999-01-01"): 0,
        ("--min-severity", str(change["severity"])): 1,
        ("--min-severity", str(change["severity"] + 1)): 0,
    }
    found = {
        given: len(program.run("changes", "--format", "json", *given).document()) for given in told
    }
    assert found == told


def test_links_tell_their_health_and_where_they_stand(story: tuple[Program, str]) -> None:
    program, url = story
    (link,) = program.run("links", "--format", "json").document()
    assert set(link) == {
        *("url", "state", "reason", "status", "final_url", "first_seen_at", "last_ok_at"),
        *("failing_since", "checks", "detail", "next_check_at", "signs", "found_on", "suggestion"),
    }
    assert (link["state"], link["reason"], link["status"]) == ("suspected", "http", 404)
    assert (link["last_ok_at"], link["suggestion"], link["checks"]) == (None, None, 1)
    (place,) = link["found_on"]
    assert (place["url"], place["text"], place["area"]) == (url, "the plan", "body")
    assert program.run("links", url, "--format", "json").document() == [link]
    assert program.run("links", "--state", "ok", "--format", "json").out == "[]\n"


def test_every_json_document_is_one_and_every_time_is_utc(story: tuple[Program, str]) -> None:
    program, url = story
    commands = [
        *(["pages"], ["status"], ["report"], ["changes"], ["links"], ["search", "bridge"]),
        *(["history", url], ["show", url], ["diff", url], ["fetch", url]),
    ]
    for command in commands:
        ran = program.run(*command, "--format", "json")
        assert (ran.code, ran.err) == (0, ""), command
        for key, moment in _all_times(ran.document()):
            assert moment is None or _TIME.match(moment), (command, key, moment)


def test_pages_history_and_status_tell_what_is_watched_and_how(story: tuple[Program, str]) -> None:
    program, url = story
    (page,) = program.run("pages", "--format", "json").document()
    assert (page["url"], page["state"], page["versions"], page["tags"]) == (url, "live", 2, [])
    first, second = program.run("history", url, "--format", "json").document()
    assert (first["version"], second["version"], first["checks"]) == (1, 2, 1)
    assert first["last_seen_at"] <= second["first_seen_at"]
    status = program.run("status", "--format", "json").document()
    assert (status["pages"], status["states"], status["changes"]) == (1, {"live": 1}, 1)
    assert status["incidents"] == []


def test_what_is_empty_is_still_a_document(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("fetch", "--format", "json").out == "[]\n"
    assert program.run("fetch", "--format", "jsonl").out == ""
    for command in (["pages"], ["changes"], ["links"], ["search", "nothing"]):
        assert program.run(*command, "--format", "json").document() == []
    assert program.run("report", "--format", "json").document()["changes"] == []
    assert program.run("status", "--format", "json").document()["last_run"]["checked"] == 0
