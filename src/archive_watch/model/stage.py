"""Stage notes: what a transcriber tells of the room, in brackets among the words.

"(Laughter.)", "[inaudible]", "(Via interpreter)", "(The agreement was signed.)".  They stay in the
text as published; here they are found in it again, so nothing about them need be stored.  Other
brackets are the speaker's own, and are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEARD = (
    "laughter|laughs?|laughing|applause|cheers|cheering|inaudible|unintelligible|indiscernible|crosstalk"
    "|cross-talk|off[ -]?mi[ck]e?|technical difficult(?:y|ies)|no (?:audio|response|verbal)"
    "|end (?:of )?(?:audio|video|recording|segment|transcript)|begin (?:audio|video)|whereupon"
)
_ALONE = (  # words that also begin an aside of the speaker's own
    "in progress|ph(?:onetic)?|sic|pause[sd]?|music|break|interruption|audio gap|overlapping"
    "|simultaneous (?:speaking|translation|interpretation)|recording|handshake|gavel|indicating|nods"
    "|gesturing|gestures|moment of silence|commercial break|interpret(?:er|ed|ation)"
    "|translat(?:ed|ion|or)"
)
_TOLD = (
    "(?:via|through|by|thru)(?: (?:an?|the|his|her))? (?:interpret|translat)\\w*"
    "|as (?:interpreted|translated|delivered|prepared)"
    "|(?:speak\\w*|spoke|repl\\w+|continu\\w+|question|answer\\w*|remarks?)? ?in"
    " (?:part(?:ly)? in )?(?:the )?(?:original )?"
    "(?:english|spanish|french|arabic|russian|chinese|mandarin|portuguese|german|italian|japanese|korean"
    "|turkish|ukrainian|hebrew|farsi|persian|dari|pashto|urdu|hindi|polish|greek|czech|slovak|hungarian"
    "|romanian|serbian|bosnian|croatian|albanian|dutch|swedish|norwegian|danish|finnish|georgian|armenian"
    "|vietnamese|thai|khmer|lao|burmese|indonesian|malay|tagalog|swahili|creole|local|foreign)\\w*"
)
_ABROAD = (
    "risas|aplausos?|inaudible|ininteligible|mediante int[ée]rprete|en (?:ingl[ée]s|espa[ñn]ol|franc[ée]s)"
    "|rires|applaudissements|risos|palmas|em (?:ingl[êe]s|portugu[êe]s)|смех|аплодисменты|ضحك|تصفيق"
)
_NOTE = re.compile(
    rf"[(\[]\s*(?:(?:{_HEARD}|{_TOLD}|{_ABROAD})\b[^()\[\]]{{0,60}}"
    rf"|(?:{_ALONE})\.?"
    r"|(?:Editor['’]s )?Note:[^()\[\]]{1,300}"
    r"|(?:The|An?) [^()\[\]]{1,100}\b(?:is|are|was|were|has|have)\b [^()\[\]]{2,80}\.)\s*[)\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNote:
    """One note: ``text[start:start + length]``, its brackets too; ``words`` are those inside."""

    start: int
    length: int
    words: str


def stage_notes_in(text: str) -> tuple[StageNote, ...]:
    """The stage notes in a text, in order."""
    return tuple(
        StageNote(start=one.start(), length=len(one[0]), words=one[0][1:-1].strip())
        for one in _NOTE.finditer(text)
    )
