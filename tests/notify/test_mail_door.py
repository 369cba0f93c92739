"""Mail: a letter arrives as it was written, over TLS that is what it says, or not at all."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.notice import TAKEN, Delivery
from archive_watch.notify.letter import letter_of, parsed_mailbox
from archive_watch.notify.mail import MailServer as Door
from archive_watch.notify.mail import send_by_mail
from archive_watch.report.visible import visible
from mail_server import LOOPBACK, MailServer
from notify.messages import message

SENDER = "Archive Watch <watch@harbour.example>"


async def sent(port: int, **given: Any) -> Delivery:
    said: dict[str, Any] = {
        "host": LOOPBACK,
        "port": port,
        "security": "none",
        "sender": SENDER,
        "to": ("desk@news.example",),
    }
    words, seconds = given.pop("said", {}), given.pop("seconds", 5.0)
    return await send_by_mail(Door(**{**said, **given}), message(**words), deadline_seconds=seconds)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("trust") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


async def test_a_letter_has_text_and_html_and_a_name_that_stays() -> None:
    with MailServer() as server:
        for _ in range(2):
            words = {"subject": "“optimistic” became “pessimistic”", "text": "Déjà vu\n" * 3}
            assert await sent(server.port, said=words, subject_prefix="[watch]") == TAKEN
        first, second = server.box.parsed()
    assert first["subject"] == "[watch] “optimistic” became “pessimistic”"
    assert first["message-id"] == second["message-id"] == "<aw-0001@harbour.example>"
    assert (first["from"], first["auto-submitted"]) == (SENDER, "auto-generated")
    text, html = first.get_body(("plain",)), first.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Déjà vu"] * 3
    assert "<b>Remarks at the Harbour</b>" in html.get_content()
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


def test_no_words_of_a_page_become_a_header_or_hide_in_one() -> None:
    hostile = "Gone\r\nBcc: everyone@news.example\n\nbody \x00\u202e" + "x" * 500
    letter = letter_of(message(subject=hostile), sender=SENDER, to=["desk@news.example"])
    head = letter.partition(b"\r\n\r\n")[0].decode("ascii")
    names = [line.partition(":")[0] for line in head.split("\r\n") if line[:1] != " "]
    assert sorted(names) == sorted(
        "Subject From To Date Message-ID Auto-Submitted X-Archive-Watch-Key Content-Type"
        " MIME-Version".split()
    )
    assert max(map(len, letter.split(b"\r\n"))) <= 998  # RFC 5322, section 2.1.1
    assert letter.isascii()


@given(st.text(), st.text().map(visible))
def test_whatever_is_said_the_letter_has_our_headers_and_its_words(subject: str, text: str) -> None:
    said = letter_of(
        message(subject=subject, text=text), sender=SENDER, to=["desk@news.example"], prefix="w"
    )
    letter = message_from_bytes(said, policy=default)
    assert isinstance(letter, EmailMessage)
    assert [name.lower() for name, _ in letter.items()].count("subject") == 1
    assert len(letter.items()) == 9
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


async def test_a_line_that_is_one_dot_ends_no_letter() -> None:
    with MailServer() as server:
        await sent(server.port, said={"text": "before\n.\nafter\n"})
        (letter,) = server.box.parsed()
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["before", ".", "after"]


async def test_starttls_and_a_login_are_made_before_the_letter(
    authority: trustme.CA, ca_file: str
) -> None:
    trusted: dict[str, Any] = {"security": "starttls", "ca_file": ca_file, "user": "watch"}
    with MailServer(tls=server_side(authority, LOOPBACK), password="of no use") as server:
        assert await sent(server.port, password="of no use", **trusted) == TAKEN
        wrong = await sent(server.port, password="a-guess", **trusted)
        assert set(server.logins) == {b"watch"}
        assert len(server.box.letters) == 1
    assert (wrong.is_taken, "a-guess" in wrong.detail) == (False, False)
    assert wrong.detail.startswith("the user or the password is not taken: 535")


async def test_tls_at_once_is_what_port_465_wants(authority: trustme.CA, ca_file: str) -> None:
    with MailServer(tls_at_once=server_side(authority, LOOPBACK)) as server:
        assert await sent(server.port, security="tls", ca_file=ca_file) == TAKEN


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_of_another_name_gets_no_letter(
    security: str, authority: trustme.CA, ca_file: str
) -> None:
    context = server_side(authority, "elsewhere.example")
    given: dict[str, Any] = {"tls" if security == "starttls" else "tls_at_once": context}
    with MailServer(**given) as server:
        delivery = await sent(server.port, security=security, ca_file=ca_file)
        assert server.box.letters == []
    assert delivery.detail.startswith("its certificate is not trusted: IP address mismatch")


async def test_a_server_without_starttls_gets_no_letter_in_clear() -> None:
    with MailServer() as server:
        delivery = await sent(server.port, security="starttls")
        assert server.box.letters == []
    assert delivery.detail.startswith("the server does not offer what is needed: STARTTLS")


async def test_of_two_recipients_the_one_that_is_refused_is_told_and_the_letter_is_not_sent_again() -> (
    None
):
    with MailServer() as server:
        server.box.refuses.add("nobody@news.example")
        some = await sent(server.port, to=("desk@news.example", "nobody@news.example"))
        none = await sent(server.port, to=("nobody@news.example",))
        assert server.box.sent_to == [["desk@news.example"]]
    assert some.is_taken
    assert some.detail == "not taken for nobody@news.example: 550 5.1.1 nobody of that name"
    assert (none.is_taken, none.is_the_messages_fault) == (False, False)


@pytest.mark.parametrize(
    ("said", "is_the_messages_fault"),
    [("554 5.7.1 looks like spam", True), ("451 4.7.1 greylisted, come again", False)],
    ids=["for good", "for now"],
)
async def test_a_refused_letter_is_told_from_a_server_that_asks_to_come_again(
    said: str, is_the_messages_fault: bool
) -> None:
    with MailServer() as server:
        server.box.says.append(said)
        delivery = await sent(server.port)
    assert delivery == Delivery(
        is_taken=False,
        detail=f"the letter is not taken: {said}",
        is_the_messages_fault=is_the_messages_fault,
    )


@contextmanager
def talking(*said: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A server that says these things, one for each connection and then each line, and then hangs."""
    heard: list[bytes] = []
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with contextlib.suppress(ConnectionError), client:  # who leaves early may reset it
                for words in said:
                    client.sendall(words)
                    heard.append(client.recv(4096))
                while some := client.recv(4096):
                    heard.append(some)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(60)
        assert not thread.is_alive(), "the connection was left open"


@pytest.mark.parametrize("said", [(), (b"220 here\r\n",)], ids=["at once", "after its greeting"])
async def test_a_server_that_hangs_is_left_at_the_deadline_and_hung_up_on(
    said: tuple[bytes, ...],
) -> None:
    with talking(*said) as (port, _):
        delivery = await sent(port, seconds=1)
    assert delivery == Delivery(is_taken=False, detail="it did not end within 1 s")


async def test_a_server_that_refuses_to_talk_is_a_value() -> None:
    with talking(b"554 no service for you\x1b[2J\r\n") as (port, _):
        delivery = await sent(port)
    assert delivery.detail == "the server says 554 no service for you\\u{1b}[2J"


async def test_a_sender_or_authorities_that_are_none_are_values() -> None:
    assert (await sent(9, sender="W <watch@x>")).detail.endswith("is not one mail address")
    missing = await sent(9, security="tls", ca_file="/nowhere/ca.pem")
    assert missing.detail == "No such file or directory"


async def test_what_is_no_mail_server_is_a_value() -> None:
    with talking(b"HTTP/1.1 400 Bad Request\r\n\r\n") as (port, _):
        assert not (await sent(port)).is_taken
    assert (await sent(port)).detail == "Connection refused"


@pytest.mark.parametrize(
    "text",
    ["desk", "desk@", "@news.example", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.example"],
)
def test_what_is_no_single_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|control"):
        parsed_mailbox(text)
