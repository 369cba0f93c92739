"""The map of sister hosts: what it says of each address, and every fault of it told at once."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.errors import ConfigError
from archive_watch.repair.host_map import map_from_toml
from archive_watch.repair.map_examples import TriedExample, tried_examples
from archive_watch.repair.path_pattern import form_faults, matched
from archive_watch.repair.sisters import MOST_SISTERS, Record, sisters
from cost import seconds_of
from repair.host_maps import host, map_of, rule, shipped_map, tables

SHIPPED = tried_examples(shipped_map())


def faults(found: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as raised:
        map_from_toml(found, source="map.toml")
    return raised.value.faults


@pytest.mark.parametrize(
    "tried", SHIPPED, ids=[f"{one.rule.name}-{n}" for n, one in enumerate(SHIPPED)]
)
def test_each_example_of_the_shipped_map_is_named_as_it_says(tried: TriedExample) -> None:
    assert tried.is_heard
    assert tried.found == tried.example.candidates


def test_every_rule_of_the_shipped_map_has_an_example_and_claims_nothing_untried() -> None:
    assert [one.name for one in shipped_map().rules if not one.examples or one.verified] == []


@pytest.mark.parametrize(
    ("path", "date_of_page", "expected"),
    [
        ("/r/pa/ei/bgn/1234.htm", None, ["2009-2017", "2001-2009"]),
        ("/r/pa/ei/bgn/1234.htm", date(2004, 5, 1), ["2001-2009", "2009-2017"]),
        ("/r/pa/prs/ps/2009/index.htm", None, ["2009-2017", "2001-2009"]),
        ("/r/pa/prs/ps/2001/1.htm", None, ["2001-2009", "2009-2017"]),
        ("/j/ct/rls/crt/2003/31711.htm", None, ["2001-2009", "2009-2017"]),
        ("/r/pa/prs/ps/2019/1.htm", None, []),
        ("/secretary/remarks/2018/10/286926.htm", None, []),
        ("/military-civil-fusion", date(2020, 1, 1), ["2017-2021", "2021-2025", "2017-2021"]),
        ("/wp-content/uploads/2023/02/a.pdf", None, ["2021-2025"]),
        ("/", None, []),
    ],
)
def test_the_date_decides_which_archive_is_asked_first(
    path: str, date_of_page: date | None, expected: list[str]
) -> None:
    url = f"https://www.state.gov{path}"
    found = sisters(url, shipped_map(), page_date=date_of_page, records={})
    assert [one.url.removeprefix("https://").partition(".")[0] for one in found] == expected


def test_a_query_goes_along_and_a_fragment_does_not() -> None:
    found = sisters("http://www.port.example/a/?b=1#c", map_of(rule()), page_date=None, records={})
    assert [one.url for one in found] == ["http://old.port.example/a/?b=1"]


def test_a_host_by_its_other_name_is_the_same_host() -> None:
    hosts = (host("www.port.example", also=["port.example"]), host("old.port.example"))
    named = map_of(rule(hosts=["port.example"]), hosts=hosts)
    for name in ("PORT.example", "www.port.example"):
        found = sisters(f"https://{name}/a/", named, page_date=None, records={})
        assert [one.url for one in found] == ["https://old.port.example/a/"]


def test_a_rule_that_has_led_to_documents_is_tried_before_one_that_has_not() -> None:
    named = map_of(rule("first", to_paths=["/x/{rest}"]), rule("second", to_paths=["/y/{rest}"]))
    records = {"first": Record(tries=9, successes=1), "second": Record(tries=9, successes=8)}
    found = sisters("http://www.port.example/a", named, page_date=None, records=records)
    assert [one.rule.name for one in found] == ["second", "first"]


def test_a_rule_without_a_host_ends_the_search_whatever_the_ranks_say() -> None:
    named = map_of(rule("none", to=[]), rule("later"))
    records = {"later": Record(tries=9, successes=9)}
    assert sisters("http://www.port.example/a", named, page_date=None, records=records) == ()


def test_no_more_sisters_are_named_than_can_be_asked() -> None:
    forms = [f"/{letter}/{{rest}}" for letter in "abcdefgh"]
    named = map_of(rule(to_paths=forms))
    found = sisters("http://www.port.example/a", named, page_date=None, records={})
    assert len(found) == MOST_SISTERS


def test_rules_that_lead_round_in_a_circle_are_refused() -> None:
    back = rule("back", hosts=["old.port.example"], to=["www.port.example"])
    told = faults(tables(rule("forth"), back))[0]
    assert "round in a circle" in told
    assert "www.port.example → old.port.example" in told
    assert "old.port.example → www.port.example" in told or told.count("→") == 2


def test_a_long_way_round_is_a_circle_too_and_a_long_way_on_is_none() -> None:
    names = [f"h{n}.port.example" for n in range(400)]
    hosts = tuple(host(name) for name in names)
    on = [
        rule(f"r{n}", hosts=[here], to=[there]) for n, (here, there) in enumerate(pairwise(names))
    ]
    assert len(map_of(*on, hosts=hosts).rules) == 399
    home = rule("home", hosts=[names[-1]], to=[names[0]])
    assert "round in a circle" in faults(tables(*on, home, hosts=hosts))[0]


def test_a_rule_from_a_host_to_itself_needs_another_path() -> None:
    told = faults(tables(rule(to=["www.port.example"])))
    assert "to itself" in told[0]
    assert map_of(rule(to=["www.port.example"], to_paths=["/b/{rest}"])).rules


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"hosts": []}, "did you mean host?"),
        ({"host": {}}, "write [[host]]"),
        ({"rule": 3}, "write [[rule]]"),
        ({"host": [{"opens": "soon"}]}, "is not a day"),
        ({"host": [host("a.example", closes="2001-01-01", opens="2002-01-01")]}, "exchange"),
        ({"host": [host("http://a.example/")]}, "is no host"),
        ({"host": [host("a.example"), host("A.example")]}, "stands twice"),
        (tables(rule(to=["old.port.exampel"])), "did you mean old.port.example?"),
        (tables(rule(hosts=[])), "it is for no host"),
        (tables(rule(paths=["a/b"])), "it begins with /"),
        (tables(rule(paths=["/{A}"])), "small letters"),
        (tables(rule(paths=["/{a}{b}"])), "parted by /"),
        (tables(rule(paths=["/{rest}/a"])), "at the end"),
        (tables(rule(paths=["/{a}/{a}"])), "stands twice"),
        (tables(rule(paths=["/a?b"])), "write no ?"),
        (tables(rule(to_paths=["/{id}"])), "{id} does not stand in"),
        (tables(rule(dates=["2004-01-01", "2003-01-01"])), "exchange the two"),
        (tables(rule(dates=["2004-01-01"])), "two days"),
        (tables(rule(example=[{"url": "http://a.example/"}])), "it has no candidates"),
        (tables(rule(verified="no")), "true or false"),
        (tables({}), "it has no name"),
        (tables(rule(), rule()), "stands twice"),
    ],
)
def test_every_fault_of_a_map_is_told_with_its_remedy(found: Any, expected: str) -> None:
    assert any(expected in told for told in faults(found))


def test_all_faults_are_told_at_once_and_nothing_of_the_map_is_used() -> None:
    assert len(faults(tables(rule(paths=["/{a}{b}"], to=["nowhere.example"], verified=1)))) == 3


def test_no_form_takes_long_whatever_the_path() -> None:
    form = "/" + "-".join(["a"] * 20) + "-{slug}-" + "-".join(["a"] * 20) + "/{year}/{rest}"
    assert list(form_faults(form)) == []
    paths = ("/" + "a-" * 990, "/" + "a" * 1_990, "/a" * 990, "/" * 1_990)
    assert [path for path in paths if matched(form, path) is not None] == []
    assert seconds_of(lambda: [matched(form, path) for path in paths], enough=1) < 1


@given(slug=st.text("abcdefghij-0123456789", min_size=1, max_size=40))
def test_a_trailing_slash_and_an_index_page_make_no_difference(slug: str) -> None:
    plain = matched("/x/{slug}/", f"/x/{slug}")
    assert plain == {"slug": slug}
    assert plain == matched("/x/{slug}/", f"/x/{slug}/")
    assert plain == matched("/x/{slug}/", f"//x/{slug}//index.html")


@given(st.text(max_size=30))
def test_whatever_is_written_as_a_form_is_refused_or_can_be_matched(form: str) -> None:
    if not list(form_faults(form)):
        matched(form, "/a/2004/b")
