"""Who a head line names, and in which role; "Name, Role" and "Role Name", one person or two.

Names and roles are kept verbatim.  A line that names nobody for certain is left to its reader.
"""

from __future__ import annotations

import re

_RANK = (
    r"(?:(?:Acting|Former|Deputy|Under|Assistant|Principal|Senior|Permanent|Special|Chief|Vice|Department"
    r"|U\.S\.|United States|State Department)\s+)*"
)
_ROLE = (
    rf"{_RANK}(?:Secretary(?:\s+of\s+State)?|Ambassador|Spokesman|Spokesperson|Spokeswoman|Representative"
    r"|Coordinator|Envoy|Director|Counselor|President|Administrator|Advisor|Adviser|Chairman|Commissioner"
    r"|Legal\s+Advis[eo]r|Attach[eé]|Consul(?:\s+General)?|Charg[eé](?:\s+d['’]Affaires)?)"
)
_FOREIGN_ROLE = (
    rf"(?:(?:[A-Z][\w’'-]+\s+){{0,2}}(?:(?:Foreign|Prime|Defen[sc]e)\s+(?:Minister|Secretary)|President|Chancellor"
    rf"|High\s+Representative|Secretary[\s-]General)|{_ROLE})"
)
_OF_WHAT = r"(?:\s+(?:of|for|to)\s+(?:the\s+)?[A-Z][^\d]*?)?"
_NO_FIRST_NAME = (
    "Affairs Nations States Security Control Policy Labor Rights Growth Programs Organization"
    " Organizations Management Resources Services Operations Diplomacy Law Enforcement Environment"
    " Science Sciences Research Energy Agriculture Development Relations Issues Counterterrorism NATO"
    " Union State Defense Political Public Human Economic European Eurasian African Asian International"
    " Western Near Eastern South East Pacific and of for to the"
).split()
_NO_NAME = (  # the last words of offices, before a name: Western Hemisphere Affairs Ada Example
    "Affairs Nations States Security Control Labor Rights Programs Organizations Management Resources"
    " Services Operations Diplomacy Enforcement Environment Sciences Research Development Relations"
    " Issues Counterterrorism Nonproliferation Missions Hemisphere Narcotics Refugees Migration"
    " Verification Compliance Trafficking Caribbean"
).split()
_NAME = (
    rf"(?!(?:{'|'.join((*_NO_FIRST_NAME, *_NO_NAME))})\b)[A-Z][\w.'’-]+"
    rf"(?:\s+(?:(?!(?:{'|'.join(_NO_NAME)})\b)[A-Z][\w.'’-]*|de|van|von|bin|al-\w+"
    r"|[\"“][^\"”]{1,20}[\"”])){1,4}(?:,?\s+(?:Jr|Sr|III?)\.?)?"
)
_ROLE_THEN_NAME = re.compile(rf"(?P<role>{_ROLE}{_OF_WHAT})\s+(?P<name>{_NAME})")
_FOREIGN_ROLE_THEN_NAME = re.compile(rf"(?P<role>{_FOREIGN_ROLE}{_OF_WHAT})\s+(?P<name>{_NAME})")
_NAME_THEN_ROLE = re.compile(rf"(?P<name>(?:Ambassador\s+)?{_NAME}),\s+(?P<role>{_ROLE}\b.*)")
_ROLE_ALONE = re.compile(
    rf"{_ROLE}(?:,?\s+(?:of|for|to|on|in|and|at)\b.*|,\s+(?:U\.?S\.?\s+)?Department\b.*)?"
)
# Surer than the first of these: the office ends with a word that ends offices, or has no "for".
_OFFICE_THEN_NAME = re.compile(
    rf"(?P<role>{_ROLE}(?:[\s-]+(?:General|[Dd]esignate))?"
    rf"(?:\s+(?:of|for|to)\s+(?:the\s+)?[A-Z][^\d]*?\s(?:{'|'.join(_NO_NAME)}))?)"
    rf"\s+(?P<name>(?!(?:General|Designate|Elect)\b){_NAME})"
)
_NAME_ALONE = re.compile(
    rf"(?:(?:Dr|Mr|Ms|Mrs)\.?\s+|Secretary\s+)?{_NAME}|Secretary\s+[A-Z][\w'’-]+"
)
_BY = re.compile(
    r"(?:(?:Press |Joint )?(?:Statement|Remarks|Briefing|Release|Testimony|Speech|Address) (?:by|of)"
    r"|Briefer:)\s+(?P<who>.+)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:Office|Bureau) of (?:the )?[A-Z].{2,80}")
_LONGEST_NAME = 140


def named(line: str) -> tuple[str, str | None] | None:
    """The name (or the names) and the role in a line; None where it is not made of both."""
    if len(line) > _LONGEST_NAME:
        return None
    by = _BY.fullmatch(line)
    if by is not None:
        who = by["who"]
        return named(who) or ((who, None) if is_name(who.title()) else None)
    both = _two(line)
    if both is not None:
        return both
    found = _ROLE_THEN_NAME.fullmatch(line) or _NAME_THEN_ROLE.fullmatch(line)
    if found is None or " and " in found["name"] or _has_initial(found["role"]):
        return None
    return found["name"], found["role"]


def _two(line: str) -> tuple[str, str] | None:
    """Two people that " and " joins, each with a role."""
    for one, other in _halves(line):
        found = (_ROLE_THEN_NAME.fullmatch(one), _FOREIGN_ROLE_THEN_NAME.fullmatch(other))
        if found[0] is not None and found[1] is not None and not _has_initial(found[1]["role"]):
            names = f"{found[0]['name']}; {found[1]['name']}"
            return names, f"{found[0]['role']}; {found[1]['role']}"
    return None


def _halves(line: str) -> list[tuple[str, str]]:
    places = [found.span() for found in re.finditer(r"\s+(?:and|With|with)\s+", line)]
    return [(line[:start], line[end:]) for start, end in places]


def _has_initial(role: str) -> bool:
    """Whether a role holds a name: "Secretary of State Ada K. Example and …"."""
    return re.search(r"\b[A-Z]\.\s+[A-Z]", role.replace("U.S. ", "")) is not None


def is_name(line: str) -> bool:
    """Whether a line is a person's name and nothing else, as far as its form can tell."""
    return len(line) <= _LONGEST_NAME and _NAME_ALONE.fullmatch(line) is not None


def is_role(line: str) -> bool:
    """Whether a line is a role and nothing else."""
    return len(line) <= _LONGEST_NAME and _ROLE_ALONE.fullmatch(line) is not None


def is_office(line: str) -> bool:
    """Whether a line is an office or a bureau, which speaks where no person does."""
    return _OFFICE.fullmatch(line) is not None


def split_byline(text: str) -> tuple[str, str | None]:
    """ "Name, Role" or "Role Name" as its two parts; an office stays whole; the role is None where
    there is none."""
    name, comma, role = text.partition(",")
    if is_office(name.strip()):
        return text.strip(), None
    if not comma:
        found = _OFFICE_THEN_NAME.fullmatch(name.strip()) if len(name) <= _LONGEST_NAME else None
        return (name.strip(), None) if found is None else (found["name"], found["role"])
    suffix, _, rest = role.strip().partition(",")
    if suffix.strip(". ") in {"Jr", "Sr", "II", "III", "IV", "Ph.D", "MD"}:
        return f"{name.strip()}, {suffix}", rest.strip() or None
    return name.strip(), role.strip() or None
