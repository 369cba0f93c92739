"""A message as mail (RFC 5322): text, and the same as HTML for those who want it.

The Message-ID is made of the message's key, so that a second attempt is the same letter to every
mailbox that has had it.  Nothing of a page can add a header: line breaks and controls are taken out
of the subject before the library, which refuses them too, sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from archive_watch.model.clock import parse_utc
from archive_watch.model.notice import Message
from archive_watch.report.visible import one_line, visible

_MOST_SUBJECT = 200


def letter_of(message: Message, *, sender: str, to: Sequence[str], prefix: str = "") -> bytes:
    """The whole letter as it is sent, lines ended by CRLF, in 7 bits."""
    letter = EmailMessage(policy=SMTP)
    subject = visible(one_line(f"{prefix} {message.subject}"))
    letter["Subject"] = subject[:_MOST_SUBJECT]
    letter["From"] = sender
    letter["To"] = ", ".join(to)
    letter["Date"] = format_datetime(parse_utc(message.made_at))
    letter["Message-ID"] = f"<{message.key}@{domain_of(sender)}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note is sent back
    letter["X-Archive-Watch-Key"] = message.key
    letter.set_content(message.text, cte="quoted-printable")
    if message.html:
        letter.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return letter.as_bytes()


def domain_of(address: str) -> str:
    """The domain of a mail address, with or without a name before it."""
    return parsed_mailbox(address).domain


def parsed_mailbox(text: str) -> Address:
    """``name@example.org`` or ``A Name <name@example.org>``.  Raises ValueError when it is neither."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError(f"{text!r} holds control characters")
    letter = EmailMessage(policy=SMTP)
    try:
        letter["To"] = text
    except (IndexError, HeaderParseError) as error:  # the library stumbles over `desk@`
        raise ValueError(f"{text!r} is not one mail address") from error
    found = letter["To"].addresses
    if len(found) != 1 or letter["To"].defects or "@" not in text:
        raise ValueError(f"{text!r} is not one mail address")
    address: Address = found[0]
    if not address.username or ("." not in address.domain and address.domain != "localhost"):
        raise ValueError(f"{text!r} is not one mail address")
    if not address.addr_spec.isascii():
        raise ValueError(f"{text!r} is not ASCII: write the domain as xn--…")
    return address
