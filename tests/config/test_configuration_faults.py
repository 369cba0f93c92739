"""Every fault of a configuration is told at once, with its place and what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.config import checked_pace, load
from archive_watch.config.faults import Fault, place_of, without
from archive_watch.errors import CallerError, ConfigError
from archive_watch.model.duration import parse_duration


def _faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    file = tmp_path / "archive-watch.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(config_path=file, db_path=None, environ={}, cwd=tmp_path)
    assert refused.value.exit_code == 2
    assert str(file) in refused.value.message
    assert all(fault in str(refused.value) for fault in refused.value.faults)
    return refused.value.faults


EACH = {
    "bogus = 1": "[bogus]: unknown key; known are archive, fetch, schedule, daemon, serve, backup, retention,"
    " pages, links, discovery, notify, watch, discover",
    "[shedule]": "[shedule]: unknown key; did you mean schedule?",
    'contact = "a@b"': "[contact]: unknown key here; it belongs under [fetch]",
    '[fetch]\ncontct = "a@b"': "[fetch] contct: unknown key; did you mean contact?",
    '[fetch]\nmax_bytes = "big"': "[fetch] max_bytes: 'big' is not a whole number",
    "[fetch]\nmax_bytes = 1.5": "[fetch] max_bytes: 1.5 is not a whole number",
    "[fetch]\nmax_bytes = true": "[fetch] max_bytes: True is not a whole number",
    "[fetch]\ncontact = 5": "[fetch] contact: 5 is not text in quotes",
    '[links]\nenabled = "yes"': "[links] enabled: 'yes' is not true or false",
    '[fetch]\nmin_delay_seconds = "5"': "[fetch] min_delay_seconds: '5' is not a number",
    '[fetch]\nallow_networks = "127.0.0.0/8"': "[fetch] allow_networks: '127.0.0.0/8' is not a list"
    " of texts",
    "[fetch]\nmin_delay_seconds = -1": "[fetch] min_delay_seconds: -1 is less than 0",
    "[fetch]\ndeadline_seconds = 0": "[fetch] deadline_seconds: 0 is less than 0.1",
    "[fetch]\ndeadline_seconds = nan": "[fetch] deadline_seconds: nan is not a number to count with",
    "[schedule]\ntick_seconds = inf": "[schedule] tick_seconds: inf is not a number to count with",
    '[schedule]\nevery = "soon"': "[schedule] every: 'soon' is not a length of time; write it like"
    " 30m, 12h, 7d or 2w",
    '[links]\nrecheck_after = "99999d"': "[links] recheck_after: '99999d' is not between a second and"
    " ten years; write it like 30m, 12h, 7d or 2w",
    '[backup]\nevery = "nightly"': "[backup] every: 'nightly' is not a length of time; write it like"
    " 30m, 12h, 7d or 2w",
    '[retention]\nfold_unchanged_after = "a year"': "[retention] fold_unchanged_after: 'a year' is not a"
    " length of time; write it like 30m, 12h, 7d or 2w",
    "[backup]\nkeep = 0": "[backup] keep: 0 is less than 1",
    '[links]\nareas = ["footer"]': "[links] areas: 'footer' is none of body, related",
    '[fetch]\ncontact = "me"': "[fetch] contact: 'me' is neither an e-mail nor a web address; write"
    " you@example.org",
    '[fetch]\nuser_agent = "a\\r\\nb"': "[fetch] user_agent: may hold only printable ASCII, no control"
    " characters: it is sent in a header",
    '[fetch]\nproxy = "squid"': "[fetch] proxy: 'squid' is not like http://127.0.0.1:3128",
    '[fetch]\nallow_networks = ["local"]': "[fetch] allow_networks: 'local' is no network; write it"
    " like 127.0.0.0/8",
    '[fetch]\nallow_networks = ["10.0.0.1/8"]': "[fetch] allow_networks: '10.0.0.1/8' is an address in"
    " a network; the whole is written 10.0.0.0/8",
    '[fetch.connect_to]\n"a.example" = "there"': "[fetch.connect_to] a.example: 'there' is not"
    " ADDRESS:PORT; write it like 127.0.0.1:8080",
    '[fetch.connect_to]\n"a.example" = "127.0.0.1:99999"': "[fetch.connect_to] a.example:"
    " '127.0.0.1:99999' is not ADDRESS:PORT; write it like 127.0.0.1:8080",
    '[fetch.connect_to]\n"https://a.example" = "127.0.0.1:1"': "[fetch.connect_to] https://a.example:"
    " is not a host; write its name alone, without https://",
    '[fetch.connect_to]\n"a.example" = 8080': "[fetch] connect_to: a.example = 8080: write it as text"
    " in quotes",
    "fetch = 5": "[fetch]: 5 is not a table; write [fetch]",
    "watch = 5": "[watch]: is not a list of tables; write [[watch]], one for each",
    '[watch]\nurl = "http://a.example/"': "[watch]: is not a list of tables; write [[watch]], one for"
    " each",
    'watch = ["http://a.example/"]': "[[watch]] entry 1: 'http://a.example/' is not a table; write"
    " [[watch]] and url = …",
    "[notify]\nmail = 1": "[notify] mail: is not a table; write [notify.mail]",
    '[daemon]\nping_every = "0s"': "[daemon] ping_every: '0s' is not a length of time;"
    " write it like 30m, 12h, 7d or 2w",
    '[daemon]\nping = "hc.example/abc"': "[daemon] ping: is no web address to ask;"
    " write it like https://hc.example/token",
    "[daemon]\ngrace_seconds = -1": "[daemon] grace_seconds: -1 is less than 0",
    "[daemon]\nmin_free_mb = nan": "[daemon] min_free_mb: nan is not a number to count with",
    '[daemon]\nlisten = "8765"': "[daemon] listen: '8765' is not ADDRESS:PORT; write it like"
    " 127.0.0.1:8765",
    '[[watch]]\nurl = "http://a.example/"\n[[watch]]\nurl = "a.example"': "[[watch]] entry 2 url: cannot"
    " watch 'a.example': only http and https can be read; give a whole address, such as"
    " https://2017-2021.state.gov/some-page/",
    '[[watch]]\nurl = "http://a.example/"\nevry = "1d"': "[[watch]] entry 1 evry: unknown key; did you"
    " mean every?",
    '[[discover]]\nurl = "http://a.example/"\nkind = "map"': "[[discover]] entry 1 kind: 'map' is none of"
    " auto, feed, listing, sitemap",
    '[[discover]]\nurl = "http://a.example/"\nevery = "often"': "[[discover]] entry 1 every: 'often' is"
    " not a length of time; write it like 30m, 12h, 7d or 2w",
    '[[discover]]\nurl = "http://a.example/"\nmax_pages = -1': "[[discover]] entry 1 max_pages: -1 is"
    " less than 0",
    '[discovery]\nevery = "0h"': "[discovery] every: '0h' is not a length of time; write it like 30m,"
    " 12h, 7d or 2w",
    "[fetch": "it is not TOML: Expected ']' at the end of a table declaration (at end of document)",
}


@pytest.mark.parametrize("text", EACH)
def test_a_fault_is_told_with_its_place_and_its_remedy(tmp_path: Path, text: str) -> None:
    assert _faults(tmp_path, text) == (EACH[text],)


def test_all_faults_are_told_at_once_those_of_shape_and_those_of_meaning(tmp_path: Path) -> None:
    texts = [
        *('[fetch]\ncontact = "me"\nmax_bytes = "big"\nmax_redirects = -1\n', "[shedule]\n"),
        *('[links]\nareas = ["footer"]\nenabled = "yes"\n', '[daemon]\nlisten = "8765"\n'),
        '[[watch]]\nurl = "http://a.example/"\n[[watch]]\nurll = "x"\n[[watch]]\nurl = "ftp://b/"\n',
    ]
    places = {fault.partition(":")[0] for fault in _faults(tmp_path, "".join(texts))}
    assert places == {
        *("[fetch] contact", "[fetch] max_bytes", "[fetch] max_redirects", "[shedule]"),
        *("[links] areas", "[links] enabled", "[daemon] listen"),
        *("[[watch]] entry 2 urll", "[[watch]] entry 3 url"),
    }


def test_what_is_no_text_no_file_or_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    for name, fault in {
        "nosuch.toml": "No such file or directory",
        ".": "Is a directory",
        "latin.toml": "it is not UTF-8 text",
    }.items():
        with pytest.raises(ConfigError) as refused:
            load(config_path=Path(name), db_path=None, environ={}, cwd=tmp_path)
        assert refused.value.faults == (fault,)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "archive-watch.toml"
    file.write_bytes(b'\xef\xbb\xbf[fetch]\r\ncontact = "me@example.org"\r\n')
    given = load(config_path=file, db_path=None, environ={}, cwd=tmp_path)
    assert given.settings.fetch.contact == "me@example.org"


@given(st.from_regex(r"\A[0-9]{1,30}(\.[0-9]{1,5})?[smhdw]\Z"))
def test_a_pace_is_what_was_written_or_is_refused(text: str) -> None:
    try:
        seconds = checked_pace(text)
    except CallerError:
        return
    assert 1 <= seconds <= 10 * 365 * 86_400
    assert seconds == int(parse_duration(text))


_KEYS = st.sampled_from(["a", "b", "c"])
_TABLES = st.dictionaries(_KEYS, st.dictionaries(_KEYS, st.integers()))


@given(_TABLES, st.lists(st.tuples(_KEYS, _KEYS)))
def test_taking_faults_out_leaves_the_rest_and_the_original_alone(
    tables: dict[str, dict[str, int]], paths: list[tuple[str, str]]
) -> None:
    before = {name: dict(table) for name, table in tables.items()}
    faults = [Fault(path, "wrong") for path in paths if path[0] in tables]
    left = without(tables, faults)
    assert tables == before
    assert left == {
        name: {key: value for key, value in table.items() if (name, key) not in paths}
        for name, table in tables.items()
    }


def test_a_place_reads_as_it_is_written() -> None:
    assert place_of(("fetch", "connect_to", "a.example")) == "[fetch.connect_to] a.example"
    assert place_of(("watch", 0, "url")) == "[[watch]] entry 1 url"
    assert place_of(("fetch",)) == "[fetch]"
    assert place_of(()) == "the file"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[fetch]\n\n[fetch]\ncontact = 'a@example.org'\n", "[fetch] stands already at line 1"),
        ("[fetch]\ncontact = you@example.org\n", "texts stand in quotes"),
    ],
)
def test_the_usual_slips_of_toml_are_told_with_their_remedy(
    tmp_path: Path, text: str, hint: str
) -> None:
    file = tmp_path / "archive-watch.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(hint)):
        load(config_path=file, db_path=None, environ={}, cwd=tmp_path)
