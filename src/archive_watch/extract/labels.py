"""Speaker labels: which words before a colon name someone who speaks.

Labels stand at the start of a paragraph, in capitals (``SECRETARY POWELL:``, ``MR PRICE:``,
``QUESTION:``), perhaps after a note in brackets (``(As Translated)FOREIGN MINISTER IVANOV:``).
They are kept verbatim, misspellings too.  Headings that look like labels are on the stop list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive_watch.model.transcript import TurnKind

_NOTE = r"(?:[(\[][^()\[\]]{1,80}[)\]]\s*)"
_LABEL = re.compile(
    rf"^(?P<before>{_NOTE}{{0,2}})(?P<label>[^\s:(\[][^:\n(\[]{{0,79}}?)"
    rf"(?P<after>\s*{_NOTE})?\s*:(?!//)(?P<space>\s*)"
)
_SMALL_WORDS = frozenset(
    "of the de da del der den di do dos du el la le al bin bint ibn von van y e and for to on".split()
)
_MIXED = re.compile(
    r"^(?:Mc|Mac|Mc'|O'|O’|D'|D’|De|Di|Du|La|Le|Al-|al-|el-|ad-|an-|as-|bin-)(?=[A-ZÀ-Þ])"
)
_STOPPED = frozenset(
    "TRANSCRIPT MINUTES NOTE NOTES AGENDA SUBJECT RE FROM TO DATE TIME PLACE LOCATION WHAT WHEN"
    " WHERE WHO WHY HOW CONTACT CONTACTS PARTICIPANTS ATTENDEES PRESENT BACKGROUND SUMMARY"
    " INTRODUCTION CONCLUSION EDITOR UPDATE UPDATED CORRECTION IMPORTANT ATTENTION WARNING VIDEO"
    " AUDIO PHOTO PHOTOS RELEASE HIGHLIGHTS OBJECTIVE OBJECTIVES GOAL GOALS ACTION ACTIONS RESULT"
    " RESULTS RECOMMENDATION RECOMMENDATIONS TOPIC TOPICS INDEX CONTENTS TITLE PURPOSE SCOPE"
    " TELEPHONE TEL FAX EMAIL E-MAIL WEBSITE ADDRESS SOURCE SOURCES EXAMPLE TABLE FIGURE CHAPTER"
    " SECTION PART ARTICLE ANNEX APPENDIX TOTAL TOTALS MEDIA PRESS".split()
)
_STOPPED_ENDINGS = (" PRESENT", " ATTENDANCE", " PARTICIPANTS", " ATTENDEES", " TRANSCRIPT")
_ROLES = (
    "SECRETARY", "MR", "MS", "MRS", "MISS", "DR", "MODERATOR", "QUESTION", "PRESIDENT", "MINISTER",
    "AMBASSADOR", "SENATOR", "GOVERNOR", "MAYOR", "CHANCELLOR", "GENERAL", "ADMIRAL", "COLONEL",
    "CAPTAIN", "MAJOR", "LIEUTENANT", "BGEN", "LTGEN", "MAJGEN", "CONGRESSMAN", "CONGRESSWOMAN",
    "REPRESENTATIVE", "SPOKESPERSON", "SPOKESMAN", "SPOKESWOMAN", "COORDINATOR", "DIRECTOR",
    "ADMINISTRATOR", "COMMISSIONER", "PROFESSOR", "JUDGE", "JUSTICE", "KING", "QUEEN", "PRINCE",
    "PRINCESS", "SHEIKH", "HIGHNESS", "MAJESTY", "REVEREND", "BISHOP", "CARDINAL", "RABBI", "IMAM",
    "OFFICIAL", "OFFICER", "STAFF", "AUDIENCE", "PARTICIPANT", "INTERVIEWER", "INTERPRETER",
    "TRANSLATOR", "OPERATOR", "ANNOUNCER", "HOST", "ANCHOR", "REPORTER", "CHAIRMAN", "CHAIRWOMAN",
    "CHAIR", "VOICE", "SPEAKER", "STUDENT", "UNIDENTIFIED", "PREGUNTA", "PERGUNTA", "SECRETARIO",
    "SECRETARIA", "SUBSECRETARIO", "SUBSECRETARIA", "PRESIDENTE", "MINISTRO", "MINISTRA", "CANCILLER",
    "EMBAJADOR", "EMBAJADORA", "MODERADOR", "MODERADORA", "SR", "SRA", "SEÑOR", "SEÑORA", "CHARGÉ",
    "COUNSELOR", "ENVOY", "ATTORNEY", "VICE", "FIRST", "SGT", "SERGEANT",
)  # fmt: skip
_STRONG = re.compile(r"(?:^|[\s.-])(?:" + "|".join(_ROLES) + r")S?(?=$|[\s.\d-])")
_QUESTION = re.compile(r"^(?:QUESTIONS?|PREGUNTA|PERGUNTA|Q|AUDIENCE|PARTICIPANTS?|STUDENT)\b")
_MODERATOR = re.compile(r"^(?:MODERATOR|MODERADORA?|OPERATOR|ANNOUNCER|HOST)\b")
_MOST_WORDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label found at the start of a paragraph: its words, and where the speech begins."""

    label: str
    speech: int
    is_strong: bool


def label_of(paragraph: str) -> Label | None:
    """The label that ``paragraph`` begins with, in capitals; None where it begins with none."""
    found = _LABEL.match(paragraph)
    if found is None:
        return None
    words = found["label"].strip()
    if not _is_name_in_capitals(words) or _is_stopped(words):
        return None
    return Label(
        label=words + (found["after"] or "").rstrip(),
        speech=found.end(),
        is_strong=_STRONG.search(words) is not None,
    )


def bold_label_of(paragraph: str, bold: int) -> Label | None:
    """A label in mixed case that is set in bold as a whole, such as ``Ana Example:``."""
    found = _LABEL.match(paragraph)
    if found is None or found.start("label") > 0 or bold < found.end("label"):
        return None
    words = found["label"].strip()
    parts = words.split()
    is_name = 1 < len(parts) <= 5 and all(part[0].isupper() for part in parts)
    if not is_name or any(letter.isdigit() for letter in words) or bold > found.end() + 1:
        return None
    return Label(label=words, speech=found.end(), is_strong=False)


def kind_of(label: str) -> TurnKind:
    """What a turn under this label is."""
    if _QUESTION.match(label.upper()):
        return TurnKind.QUESTION
    if _MODERATOR.match(label.upper()):
        return TurnKind.MODERATOR
    return TurnKind.SPEECH


def _is_name_in_capitals(words: str) -> bool:
    parts = words.replace("/", " ").replace("&", " and ").split()
    if not 0 < len(parts) <= _MOST_WORDS:
        return False
    loud = [part for part in parts if _is_loud(part)]
    return bool(loud) and all(
        _is_loud(part) or part.lower() in _SMALL_WORDS or part.strip("#.,").isdigit()
        for part in parts
    ) and sum(letter.isalpha() for part in loud for letter in part) >= 1  # fmt: skip


def _is_loud(part: str) -> bool:
    """Whether a word is in capitals; ``McCORMACK`` and ``al-FAISAL`` are."""
    bare = _MIXED.sub("", part)
    letters = [letter for letter in bare if letter.isalpha()]
    return bool(letters) and all(not letter.islower() for letter in letters) and any(
        letter.isupper() for letter in letters
    )  # fmt: skip


def _is_stopped(words: str) -> bool:
    upper = words.upper().strip(" .")
    return upper in _STOPPED or upper.endswith(_STOPPED_ENDINGS)
