"""What an address says of the page that it is for: home, an error, a search, a document; a login or
another wall; an outage."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_HOMES = frozenset({"", "/index.html", "/index.htm", "/index.php", "/default.aspx", "/home"})
_HOME_NAME = re.compile(
    r"(?:index|default|home(?:[-_]?page)?|main|welcome|start(?:[-_]?page)?)(?:\.[a-z]{2,5}\d?)?",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"(?:ar|bg|bn|cs|cy|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb|nl|no"
    r"|pl|pt|ro|ru|sk|sl|sq|sr|sv|sw|ta|th|tr|uk|ur|vi|zh)(?:[-_][a-z]{2,4})?"
    r"|eng|fra|fre|esp|spa|deu|ger|ara|rus|english|fran[cç]ais|espa[nñ]ol|deutsch|italiano|portugu[eê]s",
    re.IGNORECASE,
)
# Of the short ones only those that are no other word: /hr/, /it/ and /cs/ are departments.
_SURELY_LANGUAGE = re.compile(
    r"(?:en|fr|es|ru|ar|zh)(?:[-_][a-z]{2,4})?|[a-z]{2}[-_][a-z]{2}|english|fran[cç]ais|espa[nñ]ol",
    re.IGNORECASE,
)
_LANGUAGE_ASKED = re.compile(r"(?:lang(?:uage)?|locale|lng|hl)=[\w-]*", re.IGNORECASE)
_REDIRECTOR = re.compile(
    r"go|goto|out|exit|leaving|link|links|redir(?:ect)?|url|click|ext(?:ernal)?|away|jump|l|r|s|u",
    re.IGNORECASE,
)
_SHORT_CODE = re.compile(r"[\w-]{1,12}", re.ASCII)
_ERROR = re.compile(
    r"(?:http[-_]?)?(?:error|err)?[-_]?(?:404|410)(?:[-_]?(?:error|page|not[-_]?found))?"
    r"|(?:page|file|error|content)?[-_]?not[-_]?found(?:[-_]?(?:error|page))?"
    r"|errors?(?:[-_]?page)?|page[-_]?(?:missing|gone|removed|unavailable)|missing[-_]?page"
    r"|no[-_]?(?:such|longer)[-_]?(?:page|available)|custom[-_]?error",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"(?:site[-_]?)?search(?:[-_]?results?)?", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?:user|account|wp|auth|member)?s?[-_]?(?:log[-_]?[io]n|sign[-_]?[io]n)|sso|saml2?|oauth2?|cas"
    r"|authorize|authenticate|authentication|adfs",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"consent|cookies?[-_]?(?:consent|wall|absent|check|not[-_]?supported)|gdpr|captcha|recaptcha"
    r"|challenge|access[-_]?denied|forbidden|(?:ip[-_]?|geo[-_]?)?block(?:ed)?|not[-_]?a[-_]?robot"
    r"|(?:un|not[-_]?)supported[-_]?browser|age[-_]?(?:gate|check|verification)|paywall"
    r"|geo[-_]?restrict(?:ed|ion)|(?:un|not[-_]?)available[-_]?(?:in[-_]?(?:your[-_]?)?)?"
    r"(?:region|country|location|area)|disclaimers?|accept[-_]?terms|splash|interstitial"
    r"|(?:select|choose)[-_]?(?:your[-_]?)?(?:country|region|location|language)"
    r"|waiting[-_]?room|(?:virtual[-_]?)?queue",
    re.IGNORECASE,
)
_OUTAGE = re.compile(
    r"(?:site[-_]?|under[-_]?|scheduled[-_]?)?maintenance|outage|site[-_]?(?:down|offline)|offline"
    r"|(?:service[-_]?|temporarily[-_]?)unavailable|be[-_]?right[-_]?back|sorry[-_]?server",
    re.IGNORECASE,
)
_WALL_HOST = re.compile(r"(?:consent|captcha|challenges?)\.", re.IGNORECASE)
_LOGIN_HOST = re.compile(r"(?:login|signin|sso|auth|accounts?|idp|adfs|saml)\.", re.IGNORECASE)
_PAGE_SUFFIX = re.compile(r"\.(?:html?|php\d?|aspx?|jspx?|cfm|shtml|do|action)$", re.IGNORECASE)
_DOCUMENTS = frozenset(
    ".pdf .doc .docx .xls .xlsx .ppt .pptx .rtf .odt .jpg .jpeg .png .gif .tif .tiff .zip .mp3 .mp4"
    " .wmv .csv .epub".split()
)
_WORD = re.compile(r"[^\W_]{3,}")
_SAY_NOTHING = frozenset(
    "www http https html htm php asp aspx jsp cfm shtml index default home page pages error errors"
    " not found notfound com org net gov the and for".split()
)


def is_home(url: str) -> bool:
    """Whether the address is a site's home page."""
    parts = _parts(url)
    return parts[1].lower().rstrip("/") in _HOMES and not parts[2]


def led_home(asked: str, answered: str) -> bool:
    """Whether a page's address led to a home page instead: a polite way to say that it is gone.

    An address that stands for the home page itself is no page's.  One of another site may well mean
    a home page, where it is a shortener's or names the site that it leads to.
    """
    if stands_for_home(asked):
        return False
    if _site(asked) == _site(answered):
        return is_home(answered) or _is_home_in_a_language(answered)
    return is_home(answered) and len(_segments(asked)) > 1 and not _leads_away(asked, answered)


def stands_for_home(url: str) -> bool:
    """Whether the address is another name of a home page: ``/en/index.cfm``, ``/?lang=fr``."""
    _, _, query = _parts(url)
    if query and not all(map(_LANGUAGE_ASKED.fullmatch, query.split("&"))):
        return False
    segments = _segments(url)
    rest = segments[1:] if segments and _LANGUAGE.fullmatch(segments[0]) else segments
    return not rest or (len(rest) == 1 and _HOME_NAME.fullmatch(rest[0]) is not None)


def _is_home_in_a_language(url: str) -> bool:
    segments = _segments(url)
    is_led = bool(segments) and _SURELY_LANGUAGE.fullmatch(segments[0]) is not None
    return is_led and stands_for_home(url)


def _leads_away(asked: str, answered: str) -> bool:
    """Whether an address is there to lead to other sites: it names the other, or is a short code."""
    _, path, query = _parts(asked)
    if _parts(answered)[0] in unquote(f"{path}?{query}").lower():
        return True
    first, *rest = _segments(asked)
    is_code = len(rest) == 1 and _SHORT_CODE.fullmatch(rest[0]) is not None
    return is_code and _REDIRECTOR.fullmatch(first) is not None


def led_to_error(asked: str, answered: str) -> bool:
    """Whether it led to an address of which a part is a name for errors and nothing else."""
    return _led_to(_ERROR, asked, answered)


def led_to_search(asked: str, answered: str) -> bool:
    """Whether it led to the address of a search."""
    return _led_to(_SEARCH, asked, answered)


def led_to_login(asked: str, answered: str) -> bool:
    """Whether it led to the address, or the host, of a login."""
    return _led_to(_LOGIN, asked, answered) or _led_to_host(_LOGIN_HOST, asked, answered)


def led_to_wall(asked: str, answered: str) -> bool:
    """Whether it led to where visitors are to consent, or to prove what they are."""
    return _led_to(_WALL, asked, answered) or _led_to_host(_WALL_HOST, asked, answered)


def led_to_outage(asked: str, answered: str) -> bool:
    """Whether it led to where a site says that it is out of order for now."""
    return _led_to(_OUTAGE, asked, answered)


def _led_to_host(kind: re.Pattern[str], asked: str, answered: str) -> bool:
    host = _parts(answered)[0]
    return host != _parts(asked)[0] and kind.match(host) is not None


def _led_to(kind: re.Pattern[str], asked: str, answered: str) -> bool:
    last = (_segments(asked) or [""])[-1]
    if same_address(asked, answered) or kind.fullmatch(_bare(last)):
        return False
    return any(kind.fullmatch(_bare(part)) for part in _segments(answered))


def document_suffix(url: str) -> str | None:
    """The ending of an address that is no page's (``.pdf``); None where it has none such."""
    last = (_segments(url) or [""])[-1].lower()
    suffix = last[last.rfind(".") :] if "." in last else ""
    return suffix if suffix in _DOCUMENTS else None


def names_nothing_of(url: str, text: str) -> bool:
    """Whether no word of the address's path is in ``text``; words that say nothing are left out."""
    path = unquote(_parts(url)[1]).lower()
    suffix = document_suffix(url) or ""
    words = set(_WORD.findall(path.removesuffix(suffix))) - _SAY_NOTHING
    lowered = unquote(text).lower()
    return not any(word in lowered for word in words)


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one but for their fragment, as after a redirect that set a cookie."""
    return one.partition("#")[0] == other.partition("#")[0]


def _segments(url: str) -> list[str]:
    return [part for part in unquote(_parts(url)[1]).split("/") if part]


def _bare(segment: str) -> str:
    return _PAGE_SUFFIX.sub("", segment)


def _site(url: str) -> list[str]:
    return _parts(url)[0].split(".")[-2:]


def _parts(url: str) -> tuple[str, str, str]:
    """Host, path and query; of an address that is none, nothing."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path, parts.query
    except ValueError:
        return "", "", ""
