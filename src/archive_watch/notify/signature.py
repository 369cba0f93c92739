"""The signature of a webhook, as https://www.standardwebhooks.com/ has it (symmetric, ``v1``).

``HMAC-SHA256(secret, id "." timestamp "." body)`` in base64.  The receiver computes the same over
what it received, and refuses time stamps that are minutes old: then nobody can send it again.
Libraries for many languages verify it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from hashlib import sha256

_BASE64 = "whsec_"


def key_of(secret: str) -> bytes:
    """The key that a secret names: the bytes after ``whsec_`` in base64, else the text's own.

    Raises ValueError where what follows ``whsec_`` is not base64.
    """
    if not secret.startswith(_BASE64):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_BASE64), validate=True)
    except binascii.Error as error:
        raise ValueError("what follows whsec_ is not base64") from error


def signature_of(secret: str, *, key: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature`` for a message of this ``key``, sent at ``timestamp``."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")
