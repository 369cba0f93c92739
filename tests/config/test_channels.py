"""Channels in the configuration: what cannot work is told when it is read, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.config.settings import Settings
from archive_watch.errors import ConfigError

HOOK = '[notify.desk]\ntype = "webhook"\nurl = "https://desk.example/hook"\n'
MAIL = (
    '[notify.desk]\ntype = "mail"\nhost = "mail.example"\nsender = "W <watch@x.example>"\n'
    'to = ["desk@x.example"]\n'
)
FILE = '[notify.desk]\ntype = "file"\npath = "log"\n'

FAULTS = {
    "[notify.desk]\n": "[notify.desk] type: is missing: one of webhook, mail, file, apprise",
    '[notify.desk]\ntype = "fax"\n': "[notify.desk] type: 'fax' is none of webhook, mail, file, apprise",
    HOOK + "to = ['x@y.example']\n": "[notify.desk] to: means nothing to a channel of type webhook",
    HOOK + "secret = 'x'\n": "[notify.desk] secret: unknown key; did you mean secret_env?",
    HOOK + "url_env = 'X'\n": "[notify.desk] url: set url, url_env or url_file, one of the three",
    HOOK + "secret_env = 'X'\nsecret_file = 'x'\n": "[notify.desk] secret_env: set it or secret_file",
    HOOK + "secret_env = 'not a name'\n": "[notify.desk] secret_env: 'not a name' is no name of a variable",
    HOOK + "digest = 'monthly'\n": "[notify.desk] digest: 'monthly' is no schedule; write daily 07:00,"
    " weekly mon 07:00, hourly or off",
    HOOK + "digest = 'daily 24:00'\n": "[notify.desk] digest: 'daily 24:00' is no schedule",
    HOOK + "immediate_severity = 101\n": "[notify.desk] immediate_severity: 101 is not between 0 and 100",
    HOOK + "immediate_every = 'soon'\n": "[notify.desk] immediate_every:",
    HOOK + "kinds = ['cosmetic']\n": "[notify.desk] kinds: 'cosmetic' is none of text, turn_added",
    '[notify.desk]\ntype = "webhook"\nurl = "desk"\n': "[notify.desk] url: is no web address",
    MAIL + "security = 'none'\nuser = 'u'\npassword_env = 'P'\n": "[notify.desk] security: none would send",
    MAIL + "user = 'u'\n": "[notify.desk] user: user goes with password_env or password_file",
    MAIL + "security = 'ssl'\n": "[notify.desk] security: 'ssl' is none of starttls, tls, none",
    MAIL.replace("desk@x.example", "desk"): "[notify.desk] to: 'desk' is no mail address",
    MAIL.replace("watch@x.example", "watch@x\\nBcc: y@z.example"): "[notify.desk] sender:",
    FILE + "folder = 'x'\n": "[notify.desk] path: set path or folder, one of the two",
    '[notify."a b"]\ntype = "file"\npath = "log"\n': "[notify] a b: a channel's name has up to 40",
}  # fmt: skip


def loaded(folder: Path, text: str) -> Settings:
    file = folder / "archive-watch.toml"
    file.write_text(text, encoding="utf-8")
    return load(config_path=file, db_path=None, environ={}, cwd=folder).settings


@pytest.mark.parametrize(("text", "told"), FAULTS.items(), ids=range(len(FAULTS)))
def test_what_cannot_work_is_told_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, text)
    assert any(fault.startswith(told) for fault in refused.value.faults), refused.value.faults


def test_every_type_can_be_written_and_ports_follow_the_way(tmp_path: Path) -> None:
    text = HOOK.replace("desk]", "hook]") + MAIL.replace("desk]", "mail]")
    text += FILE.replace("desk]", "log]") + '[notify.any]\ntype = "apprise"\nurl_env = "NTFY"\n'
    settings = loaded(tmp_path, text)
    assert [channel.type for channel in settings.notify.values()] == [
        "webhook",
        "mail",
        "file",
        "apprise",
    ]
    assert settings.notify["mail"].mail_port == 587
    for way, port in (("tls", 465), ("none", 25)):
        assert loaded(tmp_path, f'{MAIL}security = "{way}"\n').notify["desk"].mail_port == port


def test_what_is_shown_of_a_channel_holds_no_address(tmp_path: Path) -> None:
    settings = loaded(tmp_path, HOOK.replace("/hook", "/t0ken") + "digest = 'off'\n")
    assert repr(settings.notify) == "{'desk': webhook(digest='off')}"
