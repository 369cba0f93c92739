"""Under which names an archive is served: this machine's own, and those that the operator gave."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from archive_watch.cli.serving import serve
from archive_watch.config import load
from archive_watch.datasette_plugin.hosting import hosts_of
from archive_watch.errors import CallerError
from datasette_plugin.served_here import served_here

_OWN = ["localhost", "LOCALHOST:8001", "localhost.", "a.localhost:1", "127.0.0.1", "127.0.0.1:8001",
        "127.8.8.8", "[::1]", "[::1]:8001"]  # fmt: skip
_OTHERS = ["evil.example", "evil.example:8001", "localhost.evil.example", "127.0.0.1.evil.example",
           "notlocalhost", "192.0.2.1", "10.0.0.1:8001", "[2001:db8::1]", "", "evil.example/127.0.0.1",
           "evil.example@localhost", "localhost@evil.example", "[::1].evil.example", "local host",
           "127.0.0.1:80:80", "::1:8001x", "ÿ"]  # fmt: skip


@pytest.mark.parametrize("listening", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_a_server_of_this_machine_alone_answers_under_its_own_names_alone(listening: str) -> None:
    hosts = hosts_of(listening, ())
    assert [host for host in _OWN if not hosts.answer(host)] == []
    assert [host for host in _OTHERS if hosts.answer(host)] == []


def test_a_name_that_the_operator_gives_is_answered_too_and_no_part_of_it() -> None:
    hosts = hosts_of("127.0.0.1", ["Archive.example.org", "[2001:db8::1]"])
    for host in ("archive.example.org", "ARCHIVE.example.org.:443", "[2001:db8::1]:80", *_OWN):
        assert hosts.answer(host), host
    for host in ("example.org", "x.archive.example.org", "archive.example.org.evil.example"):
        assert not hosts.answer(host), host


def test_a_server_for_other_machines_answers_any_name_until_the_operator_gives_some() -> None:
    assert all(hosts_of("0.0.0.0", ()).answer(host) for host in [*_OWN, *_OTHERS])
    hosts = hosts_of("0.0.0.0", ["archive.example.org"])
    for host in ("archive.example.org", "192.0.2.1:8001", "[2001:db8::1]", *_OWN):
        assert hosts.answer(host), host
    assert not hosts.answer("evil.example")


def test_a_star_is_any_name() -> None:
    assert all(hosts_of("127.0.0.1", ["*"]).answer(host) for host in _OTHERS)


def _asked(address: str, path: str, *hosts: str) -> tuple[int, str]:
    """The answer of the real server to a request with these ``Host`` headers, whatever they are."""
    at = urlsplit(address)
    conn = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
    conn.putrequest("GET", path, skip_host=True)
    for host in hosts:
        conn.putheader("Host", host)
    conn.endheaders()
    answer = conn.getresponse()
    try:
        return answer.status, answer.read().decode()
    finally:
        conn.close()


def test_the_real_server_tells_nothing_to_a_page_that_calls_it_by_its_own_name(
    demo_archive: Path,
) -> None:
    with served_here(demo_archive) as (address, home):
        port = urlsplit(address).port
        for path in (
            "/archive",
            urlsplit(home).path,
            "/-/archive-watch/changes.json",
            "/-/static/app.css",
        ):
            for own in (f"127.0.0.1:{port}", f"localhost:{port}", "localhost:9000"):
                assert _asked(address, path, own)[0] == 200, own
            status, told = _asked(address, path, f"rebound.example:{port}")
            assert status == 421
            assert "--allow-host rebound.example" in told
            assert "state.example" not in told
            assert _asked(address, path, f"localhost:{port}", "rebound.example")[0] in {400, 421}
        assert "<script>" not in _asked(address, "/", "<script>")[1]


def test_a_program_that_says_no_name_is_answered(demo_archive: Path) -> None:
    with served_here(demo_archive) as (address, _):
        at = urlsplit(address)
        with socket.create_connection((at.hostname, at.port), timeout=60) as conn:
            conn.sendall(b"GET /-/versions.json HTTP/1.0\r\n\r\n")
            assert conn.makefile("rb").readline().split()[1] == b"200"


def test_names_are_given_by_an_option_and_by_the_configuration(
    demo_archive: Path, tmp_path: Path
) -> None:
    config = tmp_path / "archive-watch.toml"
    config.write_text('[serve]\nhosts = ["archive.example.org"]\n', encoding="utf-8")
    with served_here(demo_archive, "--allow-host", "other.example", config=config) as (address, _):
        for name in ("archive.example.org", "other.example", "localhost"):
            assert _asked(address, "/archive", name)[0] == 200, name
        assert _asked(address, "/archive", "evil.example")[0] == 421


@pytest.mark.parametrize("name", ["https://a.example", "a.example:8001", "a b", "", "a..example"])
def test_what_is_no_name_is_refused_with_how_to_write_it(tmp_path: Path, name: str) -> None:
    config = tmp_path / "archive-watch.toml"
    config.write_text(f'[serve]\nhosts = ["{name}"]\n', encoding="utf-8")
    with pytest.raises(CallerError, match="without scheme and port"):
        load(config_path=config, db_path=None, environ={}, cwd=tmp_path)
    told = CliRunner().invoke(serve, ["--allow-host", name])
    assert told.exit_code == 2
    assert "without scheme and port" in told.output
