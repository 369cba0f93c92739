"""Text without the secrets that addresses carry: passwords, tokens in queries, webhooks.

A parameter is known by its name, written in whatever way (``sessionToken``, ``access%5Ftoken``).
Headers that carry secrets are left out to the end of their line, should a library quote one.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_HIDDEN = "***"
_USERINFO = re.compile(r"//[^\s/?#]+@")  # without the scheme before it: the time stays linear
_PARAMETER = re.compile(r"([?&;#])([^\s?&;#='\"]{1,80})=[^&\s#'\"]+")
_SECRET_NAME = re.compile(
    r"token|secret|signature|passw|credential|sess(?:ion)?_?id|jwt|api[_.-]?key|access[_.-]?key"
    r"|(?:^|[_.-])(?:key|sig|pass|pwd|auth|session|sid|bearer)$",
    re.IGNORECASE,
)
_WEBHOOK = re.compile(
    r"(https?://(?:hooks\.slack\.com|hc-ping\.com|hooks\.zapier\.com|api\.telegram\.org"
    r"|(?:\w+\.)?discord(?:app)?\.com/api/webhooks)/)"
    r"[^\s'\"]+",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(\b(?:proxy-)?authorization|\b(?:set-)?cookie)(['\"]?\s*[:=]\s*)[^\r\n]+", re.IGNORECASE
)


def masked(text: str) -> str:
    """``text`` with the userinfo, the tokens and the webhooks of addresses in it left out."""
    text = _USERINFO.sub(f"//{_HIDDEN}@", text)
    text = _PARAMETER.sub(_without_secret, text)
    text = _HEADER.sub(rf"\1\2{_HIDDEN}", text)
    return _WEBHOOK.sub(rf"\1{_HIDDEN}", text)


def _without_secret(found: re.Match[str]) -> str:
    name = unquote(found[2])
    return f"{found[1]}{found[2]}={_HIDDEN}" if _SECRET_NAME.search(name) else found[0]
