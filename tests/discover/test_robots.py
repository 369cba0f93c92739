"""What an answer to robots.txt means, and what its rules ask of us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.discover.robots import RobotsState, RobotsVerdict, parse_robots
from cost import seconds_of

AGENT = "archive-watch/1.0 (+https://watch.example/about)"
PAGE = "https://archive.example/remarks/one/"
BLOCK_PAGE = b"<!DOCTYPE html><html><head><title>Technical Difficulties</title></head></html>"
STATE_GOV_LIKE = b"""crawl-delay: 5

# START BLOCK
User-agent: *
Disallow:

Sitemap: https://archive.example/sitemap_index.xml
# END BLOCK
"""


def read(
    body: bytes, *, content_type: str | None = "text/plain", status: int = 200
) -> RobotsVerdict:
    return parse_robots(body, content_type=content_type, status=status)


def test_a_delay_before_the_first_agent_holds_for_everyone() -> None:
    verdict = read(STATE_GOV_LIKE)
    assert verdict.state == RobotsState.READABLE
    assert verdict.crawl_delay_seconds(AGENT) == 5.0
    assert verdict.allows(PAGE, AGENT)
    assert verdict.sitemaps == ("https://archive.example/sitemap_index.xml",)


def test_a_delay_of_ones_own_goes_before_the_leading_one() -> None:
    body = STATE_GOV_LIKE + b"User-agent: archive-watch\nCrawl-delay: 2.5\nDisallow: /no/\n"
    assert read(body).crawl_delay_seconds(AGENT) == 2.5
    assert read(body).crawl_delay_seconds("other/1.0") == 5.0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Crawl-delay: 10", 10.0), ("crawl-delay:0.5", 0.5), ("Crawl-delay: -1", None),
        ("Crawl-delay: inf", None), ("Crawl-delay: nan", None), ("Crawl-delay: soon", None),
        ("Request-rate: 1/10", 10.0), ("Request-rate: 2/1m", 30.0),
        ("Crawl-delay: 20\nRequest-rate: 1/10", 20.0),
    ],
)  # fmt: skip
def test_the_delay_asked_for_is_read_in_seconds(line: str, expected: float | None) -> None:
    body = f"User-agent: *\n{line}\nDisallow: /no/\n".encode()
    assert read(body).crawl_delay_seconds(AGENT) == expected


@pytest.mark.parametrize("line", ["crawl-delay: inf", "crawl-delay: -5", "crawl-delay: x"])
def test_a_leading_delay_that_is_no_number_is_none(line: str) -> None:
    assert read(f"{line}\nUser-agent: *\nDisallow:\n".encode()).crawl_delay_seconds(AGENT) is None


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /", "/x", False),
        ("Disallow:", "/x", True),
        ("Disallow: /private/\nAllow: /private/ok", "/private/ok", True),
        ("Disallow: /private/\nAllow: /private/ok", "/private/no", False),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /a*c", "/abbbcd", False),
        ("Disallow: /caf%C3%A9", "/caf%c3%a9/x", False),
        ("Disallow: /x?q=", "/x?q=1", False),
        ("Disallow: /", "/robots.txt", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
    ],
)
def test_the_longest_match_decides(rules: str, path: str, allowed: bool) -> None:
    verdict = read(f"User-agent: *\n{rules}\n".encode())
    assert verdict.allows(f"https://archive.example{path}", AGENT) is allowed


def test_our_own_group_goes_before_the_one_for_all() -> None:
    body = b"User-agent: *\nDisallow: /\n\nUser-agent: Archive-Watch\nAllow: /\n"
    assert read(body).allows(PAGE, AGENT)
    assert not read(body).allows(PAGE, "other/1.0")


def test_a_robot_named_in_our_contact_is_not_us() -> None:
    body = b"User-agent: badbot\nDisallow: /\n"
    assert read(body).allows(PAGE, "archive-watch/1.0 (+https://badbot.example/)")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (BLOCK_PAGE, "text/html"),
        (BLOCK_PAGE, "text/plain"),
        (BLOCK_PAGE, None),
        (b"\xef\xbb\xbf  <html>no</html>", "text/plain"),
        (BLOCK_PAGE + b"\nUser-agent: *\nAllow: /\n", "text/html"),
        (b"Access denied", "text/html"),
        (b"Sorry!\n<html><script>\nhost: 'x',\nallow: 1\n</script></html>", "text/html"),
        (b'{"error": "blocked"}', "application/json"),
        (b"\x1f\x8b\x08\x00\x00binary\x00\x00", "text/plain"),
        (b"%PDF-1.7 \x00", "application/pdf"),
    ],
)
def test_a_page_is_never_taken_for_rules(body: bytes, content_type: str | None) -> None:
    verdict = read(body, content_type=content_type)
    assert verdict.state == RobotsState.UNREADABLE
    assert not verdict.allows(PAGE, AGENT)


@pytest.mark.parametrize(
    "said",
    [
        b"Page not found",
        b"404",
        b"Harbour &ndash; Page Not Found",
        b"Error 404",
        b"Harbour | 404 Not Found",
    ],
)
def test_a_page_that_says_there_is_no_such_file_is_no_rules_and_shuts_nobody_out(
    said: bytes,
) -> None:
    titled = read(
        b"<!doctype html><title>" + said + b"</title><p>Try the menu.", content_type="text/html"
    )
    headed = read(b"<html><title>Harbour</title><h1>" + said + b"</h1>", content_type="text/html")
    assert titled.state == headed.state == RobotsState.ABSENT


@pytest.mark.parametrize("said", [b"Access Denied", b"Lost and found", b"4042 visitors", b""])
def test_any_other_page_in_the_place_of_rules_shuts_us_out(said: bytes) -> None:
    body = b"<!doctype html><title>" + said + b"</title><p>404 not found"
    assert read(body, content_type="text/html").state == RobotsState.UNREADABLE


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "text/plain"),
        (b"", "text/html"),
        (b"# nothing to say\n", "text/plain"),
        (b"# nothing to say\n", "text/html"),
        (b"User-agent: *\nDisallow: /no/\n", "text/html; charset=utf-8"),
        (b"User-agent: *\nDisallow: /no/\n", "application/octet-stream"),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /no/\r\n", None),
        ("User-agent: *\nDisallow: /no/\n".encode("utf-16"), "text/plain"),
        (b"hello", "text/plain"),
    ],
)
def test_rules_are_rules_however_they_are_labelled(body: bytes, content_type: str | None) -> None:
    verdict = read(body, content_type=content_type)
    assert verdict.state == RobotsState.READABLE
    assert verdict.allows(PAGE, AGENT)
    has_rules = b"D" in body
    assert verdict.allows("https://archive.example/no/", AGENT) is not has_rules


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (404, BLOCK_PAGE, RobotsState.ABSENT),
        (410, b"", RobotsState.ABSENT),
        (400, b"", RobotsState.ABSENT),
        (302, b"", RobotsState.ABSENT),
        (403, b"", RobotsState.ABSENT),
        (403, b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", RobotsState.ABSENT),
        (403, BLOCK_PAGE, RobotsState.UNREADABLE),
        (401, BLOCK_PAGE, RobotsState.UNREADABLE),
        (407, BLOCK_PAGE, RobotsState.UNREADABLE),
        (429, b"", RobotsState.UNREACHABLE),
        (429, BLOCK_PAGE, RobotsState.UNREACHABLE),
        (500, b"User-agent: *\nAllow: /", RobotsState.UNREACHABLE),
        (503, b"", RobotsState.UNREACHABLE),
        (304, b"", RobotsState.UNREACHABLE),
        (999, b"", RobotsState.UNREACHABLE),
    ],
)
def test_a_status_says_absent_or_shut_out_or_later(
    status: int, body: bytes, state: RobotsState
) -> None:
    content_type = "text/html" if body == BLOCK_PAGE else "application/xml"
    verdict = read(body, content_type=content_type, status=status)
    assert verdict.state == state
    assert verdict.allows(PAGE, AGENT) is (state == RobotsState.ABSENT)
    assert verdict.crawl_delay_seconds(AGENT) is None


def test_rules_past_five_hundred_kibibytes_are_not_read() -> None:
    padding = b"# padding padding padding\n" * 25_000
    assert read(padding + b"User-agent: *\nDisallow: /\n").allows(PAGE, AGENT)
    assert not read(b"User-agent: *\nDisallow: /\n" + padding).allows(PAGE, AGENT)


@pytest.mark.parametrize("between", [b"", b"# pause\n", b"Sitemap: /s\n", b"noise\n"])
def test_a_file_made_to_cost_is_unreadable_at_little_cost(between: bytes) -> None:
    agents = b"".join(b"User-agent:x%d\n%s" % (n, between) for n in range(9_000))
    body = agents + b"Allow:/\n" * 20_000
    assert read(body).state == RobotsState.UNREADABLE
    assert seconds_of(lambda: read(body), enough=5) < 5


@pytest.mark.parametrize(
    "body",
    [
        b"a" + b" " * 500_000,
        b"<" + b" " * 500_000,
        b"a:" * 250_000,
        b"*" * 500_000,
        b"\n" * 500_000,
    ],
)
def test_no_line_costs_more_than_its_length(body: bytes) -> None:
    assert seconds_of(lambda: read(body).allows(PAGE, AGENT), enough=5) < 5


def test_a_long_list_of_banned_robots_is_read() -> None:
    banned = b"".join(b"User-agent: robot-%d\n" % n for n in range(900))
    verdict = read(banned + b"Disallow: /\n\nUser-agent: *\n" + b"Disallow: /no/\n" * 2_000)
    assert verdict.state == RobotsState.READABLE
    assert verdict.allows(PAGE, AGENT)


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["User-agent: *", "Disallow: /*a*b$", "crawl-delay: 1e9", "Allow: //[", "Sitemap: x"]
        ),
    )
)


@given(LINES, st.integers(100, 999), st.sampled_from([None, "text/plain", "text/html", ""]))
def test_no_bytes_whatever_make_it_fail(
    lines: list[str], status: int, content_type: str | None
) -> None:
    body = "\n".join(lines).encode("utf-8", errors="surrogatepass")
    verdict = read(body, content_type=content_type, status=status)
    assert isinstance(verdict.allows(PAGE, AGENT), bool)
    delay = verdict.crawl_delay_seconds(AGENT)
    assert delay is None or 0 <= delay < float("inf")


@given(st.binary(max_size=200))
def test_no_binary_makes_it_fail(body: bytes) -> None:
    assert read(body).state in RobotsState
