"""Text without the secrets that addresses carry: passwords, tokens in queries, webhooks."""

from __future__ import annotations

import re

_HIDDEN = "***"
_USERINFO = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/?#@]+@", re.IGNORECASE)
_QUERY = re.compile(
    r"([?&;](?:[\w.-]*[_.-])?(?:api)?(?:key|token|sig|signature|secret|password|passwd|pwd|auth"
    r"|credential|session|sessionid|sid)=)[^&\s#'\"]+",
    re.IGNORECASE,
)
_WEBHOOK = re.compile(
    r"(https?://(?:hooks\.slack\.com|hc-ping\.com|(?:\w+\.)?discord(?:app)?\.com/api/webhooks)/)"
    r"[^\s'\"]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """``text`` with the userinfo, the tokens and the webhooks of addresses in it left out."""
    text = _USERINFO.sub(rf"\1{_HIDDEN}@", text)
    return _WEBHOOK.sub(rf"\1{_HIDDEN}", _QUERY.sub(rf"\1{_HIDDEN}", text))
