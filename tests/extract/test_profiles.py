"""Profile files: every fault named at once, and every shipped example read as it says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import archive_watch.demo
from archive_watch.errors import ConfigError
from archive_watch.extract.examples import check_examples
from archive_watch.extract.profile import profile_for, profile_from_toml
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_profiles import structured_profiles
from extract.reading import profiles

_BASE = SiteProfile(name="base", roots=("main",), drop=("nav",), hosts=("base.example",), version=3)


def _profile(**tables: Any) -> SiteProfile:
    return profile_from_toml({"name": "mine", **tables}, source="mine.toml", bases={"base": _BASE})


def _faults(tables: Mapping[str, Any]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as raised:
        profile_from_toml(tables, source="mine.toml", bases={"base": _BASE})
    return raised.value.faults


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_every_shipped_example_is_read_as_it_says(profile: SiteProfile) -> None:
    assert profile.example, "a profile without examples proves nothing"
    assert check_examples(profile) == ()


def test_the_demos_hosts_read_as_the_real_ones_do() -> None:
    folder = Path(archive_watch.demo.__file__).parent / "sites"
    files = [
        (tomllib.loads(file.read_text("utf-8")), file.name)
        for file in sorted(folder.glob("*.toml"))
    ]
    assert len(files) == 5
    known = structured_profiles(files, profiles())
    for tables, _ in files:
        host = tables["hosts"][0]
        real = profile_for(host.replace(".example", ".gov"), known)
        assert profile_for(host, known).roots == real.roots != ()


def test_an_example_that_is_read_otherwise_is_told_with_both_readings() -> None:
    html = "<title>T</title><main><p>Words.</p></main>"
    wrong = _profile(extends="base", example=[{"name": "one", "html": html, "text": "Other."}])
    assert check_examples(wrong) == ("example “one”: text is 'Words.', expected 'Other.'",)


def test_a_profile_starts_from_the_one_that_it_extends() -> None:
    profile = _profile(extends="base", drop=[".share"], hosts=["WWW.Mine.Example"])
    assert (profile.roots, profile.drop, profile.version) == (("main",), (".share",), 3)
    assert profile_for("www.mine.example.:8080", (_BASE, profile)) == profile


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        ({"roots": ["p["]}, "roots: 'p[' cannot be used"),
        ({"roots": [""]}, "roots: '' cannot be used"),
        ({"roots": "main"}, "roots: 'main' is not a list of texts"),
        ({"tail": ["("]}, "tail: '(' cannot be used"),
        ({"version": "1"}, "version: '1' is not a whole number"),
        ({"version": True}, "version: True is not a whole number"),
        ({"fallback": "yes"}, "fallback: 'yes' is not true or false"),
        ({"extends": "none"}, "extends: there is no profile 'none'"),
        ({"extends": ["base"]}, "extends: ['base'] is not a text"),
        ({"rootz": ["main"]}, "rootz: unknown key"),
        ({"hosts": ["x.example"]}, "roots: a profile with hosts says where the words are"),
        ({"example": {"name": "x"}}, "example: write [[example]]"),
        ({"example": [1]}, "example 1: 1 is no table"),
        ({"example": [{"name": "x"}]}, "example 1: it has no html"),
        (
            {"example": [{"name": "x", "html": "", "kind": "contnet"}]},
            "example 1: kind: 'contnet' is none of",
        ),
        (
            {"example": [{"name": "x", "html": "", "labels": "A"}]},
            "example 1: labels: 'A' is not a list",
        ),
        ({"example": [{"name": "x", "html": "", "author": "A"}]}, "example 1: unknown key author"),
        (
            {"example": [{"name": "x", "html": "", "published_on": date(2018, 5, 4)}]},
            "example 1: published_on: 2018-05-04 is not a text; put it in quotes",
        ),
        ({"hosts": ["https://x.example/"]}, "hosts: 'https://x.example/' is no host"),
        ({"hosts": ["*.x.example"]}, "hosts: '*.x.example' is no host"),
        ({"date_formats": ["%B %Q"]}, "date_formats: '%B %Q' cannot be used: 'Q' is a bad"),
        ({"date_formats": ["%B %d"]}, "date_formats: '%B %d' names no day"),
        ({"name": 5}, "name: every profile has one"),
    ],
)
def test_a_fault_is_named_with_its_key_and_value(tables: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in _faults({"name": "mine", **tables}))


@pytest.mark.parametrize("form", ["%d/%m/%y", "%A, %B %d, %Y", "%Y-%m-%dT%H:%M:%S%z", "%Y %j"])
def test_a_format_that_names_a_day_is_taken(form: str) -> None:
    assert _profile(date_formats=[form]).date_formats == (form,)


def test_all_faults_are_told_at_once() -> None:
    assert len(_faults({"roots": ["p["], "tail": ["("], "bogus": 1})) == 4


def test_without_a_fallback_an_unknown_host_is_the_operators_to_mend() -> None:
    with pytest.raises(ConfigError, match=r"no site profile reads www\.example\.org"):
        profile_for("www.example.org", (_BASE,))
